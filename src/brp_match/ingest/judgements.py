"""Decisions that people made (`--reviews`) → `raw_oordelen`; every fault of the file at once."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import Connection, run_step
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.rows import STAGE, create_log_tables, create_raw_table, put_aside
from brp_match.ingest.signals import read_signal_file
from brp_match.ingest.sources import add_source, check_layout, next_source

JUDGEMENTS = Kind(
    "oordelen", "raw_oordelen", ("signaal_id", "besluit", "persoon_id"),
    (("signaal_id",), ("besluit",), ("persoon_id",)),
)  # fmt: skip

DECISIONS = ("match", "review", "reject")

FAULTS_TOLD = 20
"""Faults told of one file; a file with more is the wrong file."""


def load_reviews(con: Connection, reviews: Path) -> None:
    """Read a file `signaal_id; besluit; persoon_id` (any format of a delivery) into `raw_oordelen`.

    `besluit` is match, review or reject; a match names its person; a signal stands in it once. A file
    with a header and no rows is fine: nobody decided anything yet. Raises BrpMatchError with the faults
    and their lines. Writes a row of `bronnen`.
    """
    create_log_tables(con)
    create_raw_table(con, JUDGEMENTS.table, JUDGEMENTS.columns)
    delivered, broken = read_signal_file(con, reviews, JUDGEMENTS)
    layout = layout_of(JUDGEMENTS, delivered.header)
    if delivered.rows or layout.missing:
        check_layout(JUDGEMENTS, layout, delivered, reviews.name)
    number = next_source(con)
    columns = ", ".join(f"k{layout.sources[c]} AS {c}" for c in JUDGEMENTS.columns)
    run_step(
        con,
        f"INSERT INTO {JUDGEMENTS.table} BY NAME SELECT {number} AS bron, regel, {columns} FROM {STAGE}",
    )
    put_aside(con, number, reviews.name, broken, delivered.header, layout.sources.values())
    add_source(con, number, JUDGEMENTS, reviews, delivered, layout, "plat")
    faults = _faults(con, reviews.name)
    if faults:
        raise BrpMatchError.from_faults(faults)


def _faults(con: Connection, name: str) -> list[Fault]:
    rows = con.execute(
        f"""SELECT regel, CASE
                WHEN signaal_id IS NULL THEN 'OORDEEL_ZONDER_SIGNAAL'
                WHEN besluit IS NULL OR lower(besluit) NOT IN {DECISIONS} THEN 'OORDEEL_BESLUIT'
                WHEN lower(besluit) = 'match' AND persoon_id IS NULL THEN 'OORDEEL_ZONDER_PERSOON'
                WHEN count(*) OVER (PARTITION BY signaal_id) > 1 THEN 'OORDEEL_DUBBEL' END AS code
        FROM {JUDGEMENTS.table} QUALIFY code IS NOT NULL ORDER BY regel LIMIT {FAULTS_TOLD}"""
    ).fetchall()
    return [Fault(code, f"{name}, regel {regel}", _MESSAGES[code]) for regel, code in rows]


_MESSAGES = {
    "OORDEEL_ZONDER_SIGNAAL": "hier ontbreekt de signaal_id",
    "OORDEEL_BESLUIT": "het besluit is match, review of reject",
    "OORDEEL_ZONDER_PERSOON": "bij een match hoort de persoon_id van die inwoner",
    "OORDEEL_DUBBEL": "over dit signaal staat meer dan één oordeel in dit bestand",
}
