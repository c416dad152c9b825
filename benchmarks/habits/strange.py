"""Habits of programs that the generator does not have, for the fuzz run: as ledgers of housing, energy and insurers write."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from datetime import date

from brp_match.synthetic.habit_rows import Row, parts_of

NAMES = ("voornamen", "achternaam", "volledige_naam")
ALONE = {
    "\u0300": "`",
    "\u0301": "´",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": "¨",
    "\u0327": "¸",
    "\u030c": "ˇ",
}
WRITTEN_OUT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
    "å": "aa",
    "ø": "oe",
}
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()  # noqa: SIM905


def _each(write: Callable[[str], str], *columns: str) -> Callable[[Row, random.Random], bool]:
    """Write the filled cells of columns anew; False where none changed."""

    def change(row: Row, chance: random.Random) -> bool:
        before = dict(row)
        row.update({column: write(row[column]) for column in columns if row[column]})
        return row != before

    return change


def _dated(write: Callable[[date], str]) -> Callable[[Row, random.Random], bool]:
    def change(row: Row, chance: random.Random) -> bool:
        found = parts_of(row["geboortedatum"])
        if found is None:
            return False
        row["geboortedatum"] = write(date(found[2], found[1], found[0]))
        return True

    return change


def _loose(text: str) -> str:
    """Accents as signs of their own behind their letters, as a dead key leaves them."""
    return "".join(ALONE.get(one, one) for one in unicodedata.normalize("NFD", text))


def _of_figures(text: str) -> str:
    """A scan that reads l and O as figures, but where a word begins."""
    return re.sub(r"(?<=\w)[lO]", lambda found: "1" if found[0] == "l" else "0", text)


def sap(row: Row, chance: random.Random) -> bool:
    """Numbers of ten figures, dates of eight, noughts for no date, capitals."""
    for column in ("huisnummer", "klantnummer"):
        row[column] = row[column].zfill(10) if row[column].isdigit() else row[column]
    found = parts_of(row["geboortedatum"])
    row["geboortedatum"] = f"{found[2]}{found[1]:02}{found[0]:02}" if found else "00000000"
    row.update({column: row[column].upper() for column in (*NAMES, "straatnaam")})
    return True


def paspoort(row: Row, chance: random.Random) -> bool:
    """The name as the lines of a passport have it."""
    given = row["voornamen"] or row["voorletters"].replace(".", " ").strip()
    if not (row["achternaam"] and given):
        return False
    surname = f"{row['voorvoegsel']} {row['achternaam']}".strip()
    text = unicodedata.normalize("NFD", f"{surname}<<{given}").upper()
    line = "".join(one for one in text if not unicodedata.combining(one))
    row["volledige_naam"] = re.sub(r"[^A-Z<]+", "<", line)
    row.update(dict.fromkeys(("voornamen", "voorletters", "voorvoegsel", "achternaam"), ""))
    return True


def _whole(write: Callable[[str, str, str], str]) -> Callable[[Row, random.Random], bool]:
    """Write surname, prefix and initials as one whole name."""

    def change(row: Row, chance: random.Random) -> bool:
        letters = row["voorletters"] or "".join(f"{one[0]}." for one in row["voornamen"].split())
        if not (row["achternaam"] and letters):
            return False
        row["volledige_naam"] = write(row["achternaam"], row["voorvoegsel"], letters)
        row.update(dict.fromkeys(("voornamen", "voorletters", "voorvoegsel", "achternaam"), ""))
        return True

    return change


def postcode_gesplitst(row: Row, chance: random.Random) -> bool:
    """Cut at its space: the letters of the postcode stand in front of the town."""
    found = re.fullmatch(r"(\d{4}) ?([A-Z]{2})", row["postcode"])
    if found is None:
        return False
    row["postcode"], row["plaatsnaam"] = found[1], f"{found[2]} {row['plaatsnaam']}".strip()
    return True


def straat_geplakt(row: Row, chance: random.Random) -> bool:
    """Street and number in one cell without a space."""
    if not row["huisnummer"]:
        return False
    row["straatnaam"] += row["huisnummer"] + row["huisletter"]
    row["huisnummer"] = row["huisletter"] = ""
    return True


STRANGE: dict[str, Callable[[Row, random.Random], bool]] = {
    "sap": sap,
    "paspoort": paspoort,
    "accenten_los": _each(_loose, *NAMES, "straatnaam"),
    "umlaut_uitgeschreven": _each(lambda text: "".join(WRITTEN_OUT.get(one, one) for one in text), *NAMES),
    "cijfers_voor_letters": _each(_of_figures, *NAMES, "postcode"),
    "puntjes": _each(lambda text: text.ljust(24, "."), *NAMES, "straatnaam"),
    "postcode_gesplitst": postcode_gesplitst,
    "straat_geplakt": straat_geplakt,
    "letters_achter": _whole(lambda name, prefix, letters: f"{name} {letters.replace('.', '')} {prefix}".strip().upper()),
    "letters_geplakt": _whole(lambda name, prefix, letters: f"{prefix} {name}{letters}".strip()),
    "kapitalen_geplakt": _whole(lambda name, prefix, letters: f"{prefix} {name}{letters.replace('.', '')}".strip().upper()),
    "woord_ervoor": _each(lambda text: f"Polishouder {text}", "achternaam", "volledige_naam"),
    "woord_erachter": _each(lambda text: f"{text} (hoofdcontractant)", "achternaam", "volledige_naam"),
    "geslacht_achter": _whole(lambda name, prefix, letters: f"{letters} {prefix} {name} (M)".replace("  ", " ")),
    "voorvoegsel_haakjes": _whole(lambda name, prefix, letters: f"{name} {f'({prefix})' if prefix else ''} {letters}".replace("  ", " ")),
    "romeinse_maand": _dated(lambda day: f"{day.day}-{ROMAN[day.month - 1]}-{day.year}"),
    "middernacht_am": _dated(lambda day: f"{day.month}/{day.day}/{day.year} 12:00:00 AM"),
    "zone_achter": _dated(lambda day: f"{day.isoformat()}+01:00"),
}  # fmt: skip
"""Name of a habit → the function that changes a row; False where it has nothing to change."""
