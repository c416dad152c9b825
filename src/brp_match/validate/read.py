"""What the checks read of delivered texts, as rows for `create_reading`."""

from __future__ import annotations

import datetime

from brp_match.database import Connection, create_reading
from brp_match.reading import (
    mend,
    read_address,
    read_amount,
    read_date,
    read_day,
    read_postcode,
    street_key,
)
from brp_match.reading.street_lines import read_street_line
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import glue, without, words

ADDRESS = ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging")
NAMES = ("voorvoegsel", "achternaam", "volledige_naam")


def birth(text: str) -> tuple[int | None, int | None, int | None, str]:
    """Year, month, day and kind of a birth date; that nobody can be born on it is another check's.

    A month before the day is a fault, though it is read where it cannot be the other way round.
    """
    found = read_date(text)
    if found.turned:
        return found.year, None, None, "ongeldig"
    kind = "geldig" if found.kind == "standaard" else found.kind
    return found.year, found.month, found.day, kind


def day(text: str) -> tuple[datetime.date | None]:
    """A date that is no birth date."""
    return (read_day(text),)


def euros(text: str) -> tuple[float | None]:
    """An amount."""
    amount = read_amount(text)
    return (float(amount) if amount is not None else None,)


def postcode(text: str) -> tuple[str | None]:
    """A postcode."""
    return (read_postcode(text),)


def address(
    street: str | None, number: str | None, letter: str | None, addition: str | None
) -> tuple[int | None, str, str | None, str | None, bool]:
    """Number, addition, key of the street, what stands behind the street, whether it is a P.O. box."""
    found = read_address(street, number, letter, addition)
    line = read_street_line(street or "", own=number or "")
    return (
        found.number,
        found.addition,
        street_key(found.street) or None,
        line.number or None,
        found.po_box,
    )


def parts(text: str) -> tuple[tuple[str, ...]]:
    """The folded words of a text."""
    return (words(text),)


def names(
    prefix: str | None, surname: str | None, whole: str | None
) -> tuple[bool | None, bool | None]:
    """Whether every word of the prefix is one, and whether the whole name has the surname in it; None where there
    is nothing to tell."""
    of_prefix = words(prefix)
    known = None if prefix is None else bool(of_prefix) and prefixes().issuperset(of_prefix)
    if surname is None or whole is None:
        return known, None
    of_surname, of_whole = words(surname), words(whole)
    if set(without(of_surname, prefixes())) & set(of_whole):
        return known, True
    return known, glue(of_surname) in glue(of_whole) if of_surname and of_whole else None


def read_letters(con: Connection, name: str, source: str) -> None:
    """Make `name(tekst, heel)` of the texts of a query that may hold damage: whether no letter of it was damaged by
    its encoding. Damage is only where a text is more than plain letters, or has an `&`."""
    create_reading(
        con, name, f"SELECT t FROM ({source}) AS t(t) WHERE strlen(t) <> length(t) OR contains(t, '&')",
        {"heel": "BOOLEAN"}, lambda text: (mend(text) == text,),
    )  # fmt: skip
