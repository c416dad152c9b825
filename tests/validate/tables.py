"""Raw tables made by hand, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from brp_match.database import Connection, connect, run_step
from brp_match.ingest.columns import ADDRESSES, RESIDENTS, SIGNALS
from brp_match.ingest.rows import create_log_tables, create_raw_table

Row = Mapping[str, str | None]

SIGNAL: Row = {
    "signaal_id": "S1", "vlp": "Watervoorbeeld", "sector": "Water", "klantnummer": "K1",
    "signaaldatum": "02-11-2026", "soort_signaal": "vroegsignaal", "bedrag": "212,85",
    "termijnbedrag": "70,95", "telefoon": "06-12345678", "voornamen": "Johannes Cornelis", "voorletters": "J.C.", "voorvoegsel": "de", "achternaam": "Vries", "geboortedatum": "14-03-1962",
    "straatnaam": "Kerkstraat", "huisnummer": "1", "postcode": "1234 AB", "plaatsnaam": "Voorbeeldstad",
}  # fmt: skip
"""A signal without a fault."""

RESIDENT: Row = {
    "persoon_id": "P1", "voornamen": "Johannes", "geslachtsnaam": "Vries", "voorvoegsel": "de",
    "naamgebruik": "E", "geboortedatum": "19620314", "geslacht": "M", "functie_adres": "W",
    "gemeente": "9999", "geheim": "0", "straat": "Kerkstraat", "huisnummer": "1",
    "postcode": "1234AB", "woonplaats": "Voorbeeldstad",
}  # fmt: skip


ADDRESSES_OF_EXAMPLES: tuple[Row, ...] = tuple(
    {"straat": s, "huisnummer": n, "huisletter": letter, "postcode": p, "woonplaats": "Voorbeeldstad",
     "gebruiksdoel": use, "object_type": kind}
    for s, n, letter, p, use, kind in (
        ("Kerkstraat", "1", None, "1234AB", "woonfunctie", "VBO"),
        ("Kerkstraat", "3", "A", "1234AB", "woonfunctie,winkelfunctie", "VBO"),
        ("Boxenpad", "1", None, "1234CD", "overige gebruiksfunctie", "VBO"),
        ("Havenkade", "1", None, "1234EF", None, "LIG"),
    )
)  # fmt: skip
"""The address file that examples in expectations/ are checked against (see its README)."""


def empty() -> Connection:
    """A database with the raw tables of a delivery and no row."""
    con = connect(threads=1)
    create_log_tables(con)
    for number, (name, columns) in enumerate(
        (("signalen", SIGNALS), ("inwoners", RESIDENTS), ("adressen", ADDRESSES))
    ):
        create_raw_table(con, f"raw_{name}", columns)
        run_step(
            con,
            "INSERT INTO bronnen BY NAME SELECT ? AS bron, ? AS soort, ? AS bestand",
            [number, name, f"{name}.csv"],
        )
    return con


def add(con: Connection, table: str, rows: Sequence[Row], *, bron: int | None = None) -> None:
    """Add rows to `raw_<table>`, numbered from line 2 on; a field not given is NULL."""
    number = ("signalen", "inwoners", "adressen").index(table) if bron is None else bron
    names = sorted({name for row in rows for name in row})
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    lines = {"regel": pa.array(range(2, len(rows) + 2), pa.int64())}
    con.register("nieuwe_rijen", pa.table(lines | columns))
    run_step(con, f"INSERT INTO raw_{table} BY NAME SELECT {number} AS bron, * FROM nieuwe_rijen")
    con.unregister("nieuwe_rijen")
