"""A made-up municipality cut up into many, from a large city to a village, by postcode."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import Connection, connect, create_table, exact, quote_literal
from brp_match.output import copy_csv, written_beside

FIRST_CODE = 9101
"""Code of the largest municipality; the next ones count on. No real municipality has one of these."""

MEMORY = "4GB"

TOWN = "Voorbeeldstad"


def cut_up(folder: Path, number: int, *, threads: int | None = None) -> list[str]:
    """Make `number` municipalities of the town that `generate` wrote in `folder`; returns their codes.

    Rewrites inwoners.csv, vorige_adressen.csv, adressen.csv and every signalen*.csv, all in one step. The k-th municipality has postcodes that
    stand together with a share of the residents near 1 / k of the largest. A signal is sent to the municipality of
    its postcode and says so in `gemeente`; without a postcode it says nothing. Who stands in `waarheid.csv` as moved
    within the town may have moved to another municipality.
    """
    codes = [str(FIRST_CODE + place) for place in range(number)]
    with written_beside(folder) as beside:
        con = connect(beside / ".landelijk.duckdb", threads=threads, memory_limit=MEMORY)
        try:
            _cut(con, folder, codes)
            _write_cut(con, folder, beside, codes)
        finally:
            con.close()
            (beside / ".landelijk.duckdb").unlink(missing_ok=True)
    return codes


def _write_cut(con: Connection, folder: Path, beside: Path, codes: list[str]) -> None:
    """Write the files of `folder` with their municipalities in `beside`."""
    where = (
        f"CASE WHEN gemeente = {_own(folder)} THEN coalesce(p.code, '{codes[0]}') ELSE gemeente END"
    )
    town = f"CASE WHEN {{0}} IS NOT NULL THEN '{TOWN} ' || (p.code::INTEGER - {FIRST_CODE - 1}) END AS {{0}}"
    deliveries = sorted(path.stem for path in folder.glob("signalen*.csv"))
    for name, change, order in (
        ("inwoners", f"{where} AS gemeente, {town.format('woonplaats')}", "persoon_id"),
        ("vorige_adressen", town.format("woonplaats"), "ALL"),
        ("adressen", town.format("woonplaats"), "bag_id"),
        *((name, town.format("plaatsnaam"), "signaal_id") for name in deliveries),
    ):
        sent = ", p.code AS gemeente" if name in deliveries else ""
        select = f"""SELECT r.* REPLACE ({change}){sent} FROM {_file(folder / f"{name}.csv")} r
            LEFT JOIN stukken p USING (postcode) ORDER BY {order}"""
        copy_csv(con, select, beside / f"{name}.csv")


def _file(path: Path) -> str:
    return f"read_csv({quote_literal(exact(path))}, delim = ';', header = true, all_varchar = true)"


def _own(folder: Path) -> str:
    return f"""(SELECT mode(gemeente) FROM {_file(folder / "inwoners.csv")})"""


def _cut(con: Connection, folder: Path, codes: list[str]) -> None:
    """Make `stukken(postcode, code)`: the postcodes in order, as many residents in each piece as its share."""
    shares = [1 / place for place in range(1, len(codes) + 1)]
    bounds, sofar = [], 0.0
    for share in shares:
        sofar += share / sum(shares)
        bounds.append(sofar)
    whens = " ".join(
        f"WHEN t <= {bound!r} THEN '{code}'"
        for bound, code in zip(bounds[:-1], codes, strict=False)
    )
    create_table(
        con,
        "stukken",
        f"""WITH inwoners AS (SELECT postcode, count(*) AS n FROM {_file(folder / "inwoners.csv")} GROUP BY 1),
        alle AS (
            FROM inwoners UNION ALL
            -- homes and premises where nobody is registered
            SELECT DISTINCT postcode, 0 FROM {_file(folder / "adressen.csv")} ANTI JOIN inwoners USING (postcode)),
        plekken AS (SELECT postcode, (sum(n) OVER (ORDER BY postcode) - n / 2) / sum(n) OVER () AS t
            FROM alle WHERE postcode IS NOT NULL)
        SELECT postcode, CASE {whens} WHEN true THEN '{codes[-1]}' END AS code FROM plekken""",
    )
