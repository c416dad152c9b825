"""Raw tables made by hand, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brp_match.database import Connection, connect, run_step
from brp_match.ingest.columns import ADDRESSES, RESIDENTS, SIGNALS
from brp_match.ingest.rows import create_log_tables, create_raw_table

Row = Mapping[str, str | None]

SIGNAL: Row = {
    "signaal_id": "S1", "vlp": "Watervoorbeeld", "sector": "Water", "klantnummer": "K1",
    "signaaldatum": "02-11-2026", "soort_signaal": "vroegsignaal", "bedrag": "212,85",
    "voorletters": "J.C.", "voorvoegsel": "de", "achternaam": "Vries", "geboortedatum": "14-03-1962",
    "straatnaam": "Kerkstraat", "huisnummer": "1", "postcode": "1234 AB", "plaatsnaam": "Voorbeeldstad",
}  # fmt: skip
"""A signal without a fault."""

RESIDENT: Row = {
    "persoon_id": "P1", "voornamen": "Johannes", "geslachtsnaam": "Vries", "voorvoegsel": "de",
    "naamgebruik": "E", "geboortedatum": "19620314", "geslacht": "M", "functie_adres": "W",
    "gemeente": "9999", "geheim": "0", "straat": "Kerkstraat", "huisnummer": "1",
    "postcode": "1234AB", "woonplaats": "Voorbeeldstad",
}  # fmt: skip


def empty() -> Connection:
    """A database with the raw tables of a delivery and no row."""
    con = connect(threads=1)
    create_log_tables(con)
    for number, (name, columns, text) in enumerate(
        (
            ("signalen", SIGNALS, True),
            ("inwoners", RESIDENTS, False),
            ("adressen", ADDRESSES, False),
        )
    ):
        create_raw_table(con, f"raw_{name}", columns, text=text)
        run_step(
            con,
            "INSERT INTO bronnen BY NAME SELECT ? AS bron, ? AS soort, ? AS bestand",
            [number, name, f"{name}.csv"],
        )
    return con


def add(con: Connection, table: str, rows: Sequence[Row], *, bron: int | None = None) -> None:
    """Add rows to `raw_<table>`, numbered from line 2 on; a field not given is NULL."""
    number = ("signalen", "inwoners", "adressen").index(table) if bron is None else bron
    for line, row in enumerate(rows, start=2):
        names = list(row)
        run_step(
            con,
            f"INSERT INTO raw_{table} BY NAME SELECT ? AS bron, ? AS regel"
            + "".join(f", ?::VARCHAR AS {name}" for name in names),
            [number, line, *(row[name] for name in names)],
        )
