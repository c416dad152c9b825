# ruff: noqa: D103
"""Format habits of columns, letters and figures; each changes a row of a deliverer or leaves it alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from brp_match.ingest.columns import SIGNALS
from brp_match.synthetic.habit_rows import Row, cells_of, put_cells, serial_of

Chance = random.Random
NAMES = ("voornamen", "achternaam", "volledige_naam", "straatnaam")


def _left_from(column: str) -> Callable[[Row, Chance], bool]:
    """An empty cell is left out: what comes after it moves a column to the left."""

    def change(row: Row, chance: Chance) -> bool:
        cells, place = cells_of(row), SIGNALS.index(column)
        if cells[place]:
            return False
        put_cells(row, [*cells[:place], *cells[place + 1 :], ""])
        return True

    return change


def _right_from(column: str) -> Callable[[Row, Chance], bool]:
    """An empty cell too many: what comes after it moves to the right, as far as there is room."""

    def change(row: Row, chance: Chance) -> bool:
        cells, place = cells_of(row), SIGNALS.index(column)
        end = next((p for p in range(place, len(cells)) if not cells[p]), None)
        if end is None:
            return False
        put_cells(row, [*cells[:place], "", *cells[place:end], *cells[end + 1 :]])
        return True

    return change


def _exchanged(one: str, other: str) -> Callable[[Row, Chance], bool]:
    def change(row: Row, chance: Chance) -> bool:
        row[one], row[other] = row[other], row[one]
        return row[one] != row[other]

    return change


def _spoilt(spoil: Callable[[str], str]) -> Callable[[Row, Chance], bool]:
    """Spoil the letters of names and streets that are no plain letters."""

    def change(row: Row, chance: Chance) -> bool:
        before = [row[column] for column in NAMES]
        for column in NAMES:
            if not row[column].isascii():
                row[column] = spoil(row[column])
        return before != [row[column] for column in NAMES]

    return change


def _shown(written: str, shown: str) -> Callable[[str], str]:
    return lambda text: text.encode(written, "replace").decode(shown, "replace")


def _each(write: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "".join(letter if letter.isascii() else write(letter) for letter in text)


def klantnummer_exponent(row: Row, chance: Chance) -> bool:
    row["klantnummer"] = f"{float(row['klantnummer'] or 1):.2E}".replace(".", ",")
    return True


def telefoon_zonder_nul(row: Row, chance: Chance) -> bool:
    row["telefoon"] = row["telefoon"].lstrip("0")
    return bool(row["telefoon"])


def niets_als_woord(row: Row, chance: Chance) -> bool:
    """What is empty is written as a word."""
    word = {
        "voorvoegsel": "-",
        "geboortedatum": "onbekend",
        "huisletter": "NULL",
        "huisnummertoevoeging": "n.v.t.",
    }
    for column, text in word.items():
        row[column] = row[column] or text
    return True


def huisnummer_als_datum(row: Row, chance: Chance) -> bool:
    """A spreadsheet makes a date of `12-3`."""
    number, addition = row["huisnummer"], row["huisnummertoevoeging"]
    if not (number.isdigit() and addition.isdigit() and not row["huisletter"]):
        return False
    if not (1 <= int(number) <= 28 and 1 <= int(addition) <= 12):
        return False
    months = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    row["huisnummertoevoeging"] = ""
    row["huisnummer"] = (
        f"{int(number)}-{months[int(addition) - 1]}"
        if chance.random() < 0.5
        else serial_of(date(2026, int(addition), int(number)))
    )
    return True


def postcode_met_plaats(row: Row, chance: Chance) -> bool:
    row["postcode"], row["plaatsnaam"] = f"{row['postcode']} {row['plaatsnaam']}".strip(), ""
    return True


def adres_in_een_veld(row: Row, chance: Chance) -> bool:
    parts = [row[c] for c in ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging")]
    row["straatnaam"] = " ".join(part for part in parts if part)
    for column in ("huisnummer", "huisletter", "huisnummertoevoeging"):
        row[column] = ""
    return True


def komma_nul(row: Row, chance: Chance) -> bool:
    """Numbers went through a program that keeps fractions."""
    for column in ("huisnummer", "klantnummer"):
        if row[column].isdigit():
            row[column] = f"{int(row[column])}.0"
    return True


def hoofdletters(row: Row, chance: Chance) -> bool:
    for column in (*NAMES, "plaatsnaam", "voorvoegsel"):
        row[column] = row[column].upper()
    return True


def vaste_breedte(row: Row, chance: Chance) -> bool:
    """Fields of ten characters."""
    for column in ("achternaam", "volledige_naam", "straatnaam"):
        row[column] = row[column][:10].strip()
    return True


TEXTS: dict[str, Callable[[Row, Chance], bool]] = {
    "verschoven_voorvoegsel": _left_from("voorvoegsel"),
    "verschoven_toevoeging": _left_from("huisnummertoevoeging"),
    "verschoven_rechts": _right_from("geboortedatum"),
    "namen_verwisseld": _exchanged("voornamen", "achternaam"),
    "postcode_en_plaats_verwisseld": _exchanged("postcode", "plaatsnaam"),
    "nummer_en_toevoeging_verwisseld": _exchanged("huisnummer", "huisnummertoevoeging"),
    "utf8_als_850": _spoilt(_shown("utf-8", "cp850")),
    "utf8_als_1252": _spoilt(lambda t: t.encode().decode("cp1252", "replace")),
    "utf8_twee_keer": _spoilt(lambda t: t.encode().decode("latin-1").encode().decode("latin-1")),
    "850_als_1252": _spoilt(_shown("cp850", "cp1252")),
    "1252_als_850": _spoilt(_shown("cp1252", "cp850")),
    "vraagtekens": _spoilt(_each(lambda _: "?")),
    "html": _spoilt(_each(lambda letter: f"&#{ord(letter)};")),
    "procenttekens": _spoilt(_each(lambda one: "".join(f"%{b:02X}" for b in one.encode()))),
    "klantnummer_exponent": klantnummer_exponent,
    "telefoon_zonder_nul": telefoon_zonder_nul,
    "niets_als_woord": niets_als_woord,
    "huisnummer_als_datum": huisnummer_als_datum,
    "postcode_met_plaats": postcode_met_plaats,
    "adres_in_een_veld": adres_in_een_veld,
    "komma_nul": komma_nul,
    "hoofdletters": hoofdletters,
    "vaste_breedte": vaste_breedte,
}
