"""A delivery and a register of many municipalities, read once and shared out in Parquet files by municipality.

The tables stand in a database file while they are shared out: what does not fit in memory goes to disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from brp_match.country.routes import build_routes, groups_of, residents_by_code
from brp_match.database import (
    Connection,
    connect,
    create_table,
    parquet_sql,
    quote_literal,
    run_step,
    scalar,
)
from brp_match.delivery.register_habits import mend_register
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.part import REGISTER_TABLES
from brp_match.ingest.sources import all_set_aside
from brp_match.output import copy_parquet, write_quarantine
from brp_match.pipeline import LinkRequest
from brp_match.prepare import check_secrecy
from brp_match.register.prepared import attach_register
from brp_match.validate.fatal import row_text

MEMORY = "4GB"
"""What sharing out may take of memory; the rest goes to disk."""

SET_ASIDE = {
    "GEMEENTE_ONBEKEND": "Van de gemeente van dit signaal staat niemand in het register.",
    "GEMEENTE_ONVOLLEDIG": "Van de gemeente van dit signaal staan er minder inwoners in het register dan signalen in "
    "de levering.",
    "GEMEENTE_ONTBREEKT": "Dit signaal zegt niet voor welke gemeente het is, en postcode en plaats horen bij geen "
    "gemeente in het register.",
}
"""Why a signal is decided in no municipality: code and message of its row in quarantine."""


@dataclass(frozen=True)
class Share:
    """What one part got: its codes, signals and residents."""

    codes: tuple[str, ...]
    signals: int
    residents: int

    @property
    def key(self) -> str:
        """Return its name in files and folders."""
        return "-".join(self.codes)


@dataclass(frozen=True)
class Split:
    """How a delivery was shared out. `rows`: rows of signals in the files; `aside`: those decided nowhere (in
    quarantine.csv of the whole); `idle`: municipalities without signals; `nowhere`: residents of no municipality."""

    shares: tuple[Share, ...]
    rows: int
    aside: int
    idle: int
    nowhere: int


def split(
    request: LinkRequest, together: tuple[str, ...], folder: Path, done: Collection[str] = ()
) -> Split:
    """Share the files of a request out over its municipalities: a Parquet file a table in `folder`, and
    `quarantine.csv` of the rows that are decided nowhere.

    `together`: municipalities that are decided as one, each codes with a comma between them. `done`: names of parts
    of which nothing need be written.
    Raises BrpMatchError as reading the files and `groups_of` do; GEEN_BRUIKBARE_RIJEN when no signal is left.
    """
    base = folder / "land.duckdb"
    con = connect(base, threads=request.threads, memory_limit=MEMORY)
    try:
        register = _read(con, request)
        held = residents_by_code(con, register)
        groups = groups_of(together, held)
        build_routes(con, groups, register)
        _refuse_incomplete(con, groups, held)
        aside = _set_aside(con, folder)
        nowhere = int(
            scalar(
                con,
                f"""SELECT count(*) FROM {register}raw_inwoners r
                ANTI JOIN deel_inwoner d ON d.bron = r.bron AND d.regel = r.regel""",
            )
        )
        shares = _shares(con, groups)
        if not shares:
            raise all_set_aside(con, request.signals)
        _write(con, folder, register, done)
        rows = int(scalar(con, "SELECT sum(rijen) FROM bronnen WHERE soort = 'signalen'"))
    finally:
        con.close()
        base.unlink(missing_ok=True)
    return Split(shares, rows, aside, len(set(groups.values())) - len(shares), nowhere)


def _read(con: Connection, request: LinkRequest) -> str:
    """Read the delivery and the register; return the schema prefix of the register's raw tables."""
    load_signals(con, request.signals, request.mapping)
    if request.register is not None:
        attach_register(con, request.register)
        return "reg."
    if request.residents is None:
        raise BrpMatchError("INWONERS_ONTBREKEN", "--residents", "geef --residents of --register")
    load_register(con, request.residents, request.previous_addresses, request.addresses)
    mend_register(con)
    if not request.without_secrecy:
        check_secrecy(con, request.residents)
    return ""


def _refuse_incomplete(
    con: Connection, groups: Mapping[str, tuple[str, ...]], held: Mapping[str, int]
) -> None:
    """Take the signals out of parts with fewer residents than signals: who moved there stands in the register of the
    municipality they left, and the others of that municipality do not."""
    run_step(con, "ALTER TABLE deel_signaal ADD COLUMN onvolledig BOOLEAN DEFAULT false")
    counts = con.execute(
        "SELECT deel, count(*) FROM deel_signaal WHERE deel IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    residents = {"-".join(codes): sum(held[code] for code in codes) for codes in groups.values()}
    few = [str(key) for key, signals in counts if residents[str(key)] < signals]
    run_step(
        con,
        "UPDATE deel_signaal SET deel = NULL, onvolledig = true WHERE list_contains($1::VARCHAR[], deel)",
        [few],
    )


def _set_aside(con: Connection, folder: Path) -> int:
    """Move signals that are decided nowhere to quarantine and write that; return how many rows stand in it."""
    messages = ", ".join(
        f"({quote_literal(code)}, {quote_literal(text)})" for code, text in SET_ASIDE.items()
    )
    run_step(
        con,
        f"""INSERT INTO quarantaine (bron, bestand, regel, code, melding, tekst)
        SELECT d.bron, b.bestand, d.regel, m.code, m.melding, replace({row_text("signalen")}, chr(0), '\\0')
        FROM (SELECT bron, regel, CASE WHEN onvolledig THEN 'GEMEENTE_ONVOLLEDIG' WHEN code IS NOT NULL
                THEN 'GEMEENTE_ONBEKEND' ELSE 'GEMEENTE_ONTBREEKT' END AS waarom
            FROM deel_signaal WHERE deel IS NULL) d
        JOIN raw_signalen r USING (bron, regel) JOIN bronnen b ON b.bron = d.bron
        JOIN (VALUES {messages}) m(code, melding) ON m.code = d.waarom""",
    )
    write_quarantine(con, folder / "quarantine.csv")
    return int(
        scalar(
            con,
            """SELECT count(DISTINCT (bron, blad, regel)) FROM quarantaine
            WHERE bron IN (SELECT bron FROM bronnen WHERE soort = 'signalen')""",
        )
    )


def _shares(con: Connection, groups: Mapping[str, tuple[str, ...]]) -> tuple[Share, ...]:
    """Return the parts that have signals, the largest first."""
    rows = con.execute(
        """SELECT s.deel, s.n, i.n FROM (SELECT deel, count(*) AS n FROM deel_signaal WHERE deel IS NOT NULL GROUP BY 1) s
        JOIN (SELECT deel, count(*) AS n FROM deel_inwoner GROUP BY 1) i USING (deel)"""
    ).fetchall()
    codes = {"-".join(group): group for group in groups.values()}
    found = [Share(codes[key], int(signals), int(residents)) for key, signals, residents in rows]
    return tuple(sorted(found, key=lambda one: (-one.residents, -one.signals, one.key)))


def _write(con: Connection, folder: Path, register: str, done: Collection[str]) -> None:
    """Write every table with the part of each row, in the order of the parts; of parts with signals that are not done."""
    create_table(
        con,
        "alle_delen",
        """SELECT DISTINCT deel FROM deel_signaal
        WHERE deel IS NOT NULL AND NOT list_contains($1::VARCHAR[], deel)""",
        [sorted(done)],
    )
    rows = "deel_signaal d JOIN {} r USING (bron, regel)"
    people = "(SELECT DISTINCT persoon_id, deel FROM deel_inwoner) d JOIN {} r USING (persoon_id)"
    sources = {
        "raw_signalen": rows.format("raw_signalen"),
        "levering_cellen": rows.format("levering_cellen"),
        "raw_inwoners": f"deel_inwoner d JOIN {register}raw_inwoners r USING (bron, regel)",
        "raw_vorige_adressen": people.format(f"{register}raw_vorige_adressen"),
        "raw_vorige_namen": people.format(f"{register}raw_vorige_namen"),
        "raw_adressen": f"deel_adres d JOIN {register}raw_adressen r USING (bron, regel)",
    }
    # a prepared register counts its files from nought as the delivery does
    first = int(scalar(con, "SELECT count(*) FROM bronnen")) if register else 0
    for table, source in sources.items():
        moved = f" REPLACE (r.bron + {first} AS bron)" if first and table in REGISTER_TABLES else ""
        copy_parquet(
            con,
            f"SELECT d.deel, r.*{moved} FROM {source} SEMI JOIN alle_delen a ON a.deel = d.deel ORDER BY d.deel",
            folder / f"{table}.parquet",
        )
    _write_sources(con, folder, register, first)


def _write_sources(con: Connection, folder: Path, register: str, first: int) -> None:
    """Write `bronnen` and `levering_kolommen` of every part; `rijen` counts what the part got of a file."""
    every = "SELECT * FROM bronnen"
    if register:
        every += (
            f" UNION ALL BY NAME SELECT * REPLACE (bron + {first} AS bron) FROM {register}bronnen"
        )
    tables = ("raw_signalen", "raw_inwoners", "raw_vorige_adressen", "raw_adressen")
    counts = " UNION ALL ".join(
        f"SELECT bron, deel, count(*) AS n FROM {parquet_sql(folder / f'{table}.parquet')} GROUP BY ALL"
        for table in tables
    )
    create_table(con, "gedeeld", counts)
    copy_parquet(
        con,
        f"""SELECT d.deel, b.* REPLACE (coalesce(g.n, 0) AS rijen) FROM ({every}) b CROSS JOIN alle_delen d
        LEFT JOIN gedeeld g ON g.bron = b.bron AND g.deel = d.deel ORDER BY d.deel, b.bron""",
        folder / "bronnen.parquet",
    )
    copy_parquet(
        con,
        "SELECT d.deel, k.* FROM levering_kolommen k CROSS JOIN alle_delen d ORDER BY d.deel, k.bron",
        folder / "levering_kolommen.parquet",
    )
