"""Open the folder of one run as a scorecard needs it: signals, decisions and candidates, no more; and what it has cards of.

Reads decisions.parquet, signals.parquet, candidates.parquet and run.json (docs/tables.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.database import (
    Connection,
    connect,
    create_table,
    quote_literal,
)
from brp_match.errors import BrpMatchError
from brp_match.report.cards import Reviewed
from brp_match.run_tables import read_record, refused_run, run_sql, seen_sql, whole_run

FILES = {"signals": "signalen", "decisions": "besluiten", "candidates": "kandidaten"}
"""Parquet file of a run → view in the database of the scorecard."""

OPTIONAL = {"addresses": "std_adressen"}
"""The same for what a run may be without."""


@dataclass(frozen=True)
class Part:
    """The part of a run that cards are made of: the signals of one municipality of a cooperation ('' for all), with
    residents who have secrecy, or as if these were not there."""

    gemeente: str = ""
    secrecy: bool = True


WHOLE = Part()


def open_run(folder: Path, part: Part = WHOLE) -> Connection:
    """Open a part of a run: a database in memory with tables `signalen`, `besluiten`, `kandidaten`, `std_adressen`,
    and `alle_datums`, the dates of all its signals.

    Raises BrpMatchError RUN_ONLEESBAAR naming every file that is missing or cannot be read, GEMEENTE_ONBEKEND for a
    municipality that the run is not for.
    """
    names = [f"{name}.parquet" for name in FILES] + ["run.json"]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        said = f"deze map is geen run van 'brp-match link': {', '.join(missing)} ontbreekt"
        raise refused_run(folder, said)
    con = connect()
    with whole_run(folder):
        for name, view in (FILES | OPTIONAL).items():
            path = folder / f"{name}.parquet"
            if path.is_file():
                seen = part.secrecy or name not in ("decisions", "candidates")
                read = run_sql(path) if seen else seen_sql(folder, name, secrecy=False)
                create_table(con, view, f"SELECT * FROM {read}")
        create_table(con, "alle_datums", "SELECT signaaldatum FROM signalen")
        if part.gemeente:
            _of_municipality(con, folder, part.gemeente)
    return con


def _of_municipality(con: Connection, folder: Path, code: str) -> None:
    """Leave what is of one municipality."""
    if code not in str(read_record(folder).get("gemeente") or "").split(","):
        raise BrpMatchError(
            "GEMEENTE_ONBEKEND", folder.name, f"deze run is niet van gemeente {code}"
        )
    con.execute("DELETE FROM besluiten WHERE gemeente IS DISTINCT FROM ?", [code])
    for table in ("signalen", "kandidaten"):
        con.execute(
            f"DELETE FROM {table} WHERE signaal_id NOT IN (SELECT signaal_id FROM besluiten)"
        )


def municipalities_of(folder: Path) -> list[str]:
    """Return the codes that a run has cards of: those of a cooperation, else '' for all of it.

    Raises BrpMatchError RUN_ONLEESBAAR."""
    codes = [code for code in str(read_record(folder).get("gemeente") or "").split(",") if code]
    return codes if len(codes) > 1 else [""]


def of_no_municipality(folder: Path) -> int:
    """Count the signals of a run for several municipalities that are on no card: nobody knows of which they are.

    Raises BrpMatchError RUN_ONLEESBAAR."""
    if municipalities_of(folder) == [""]:
        return 0
    counted = _of_decisions(folder, "SELECT count(*) FROM {} WHERE coalesce(gemeente, '') = ''")
    return int(counted[0][0])


def deliverers(folder: Path, gemeente: str = "") -> list[str]:
    """Return the deliverers of a run, or of one municipality of it, in the order of its cards: the alphabet, no
    ranking.

    Raises BrpMatchError RUN_ONLEESBAAR."""
    asked = f"WHERE gemeente = {quote_literal(gemeente)}" if gemeente else ""
    rows = _of_decisions(folder, f"SELECT DISTINCT vlp FROM {{}} {asked} ORDER BY vlp")
    return in_order(str(vlp) for (vlp,) in rows)


def _of_decisions(folder: Path, select: str) -> list[tuple[Any, ...]]:
    """The rows of a query over decisions.parquet, which stands for {}."""
    with connect(threads=1) as con, whole_run(folder):
        return con.execute(select.format(run_sql(folder / "decisions.parquet"))).fetchall()


def in_order(vlps: Iterable[str]) -> list[str]:
    """Return deliverers as cards stand: by the alphabet, whatever the capitals."""
    return sorted(vlps, key=lambda vlp: (vlp.casefold(), vlp))


def lay_over(con: Connection, decided: Mapping[str, Reviewed]) -> None:
    """Put what people decided (signaal_id → result) in the place of decisions of an opened run."""
    if not decided:
        return
    con.execute(
        """UPDATE besluiten SET besluit = b.besluit, terugkoppeling = b.terugkoppeling,
            terugkoppeling_status = b.status,
            redenen = CASE WHEN b.besluit = 'reject' THEN b.reden ELSE redenen END
        FROM (SELECT unnest(?) AS signaal_id, unnest(?) AS besluit, unnest(?) AS reden,
            unnest(?) AS terugkoppeling, unnest(?) AS status) AS b
        WHERE b.signaal_id = besluiten.signaal_id""",
        [
            list(decided),
            [str(one.besluit) for one in decided.values()],
            [one.reden.value for one in decided.values()],
            [one.terugkoppeling for one in decided.values()],
            [one.terugkoppeling_status for one in decided.values()],
        ],
    )
