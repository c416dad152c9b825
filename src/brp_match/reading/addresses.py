"""Addresses: the fields of one as a delivery or a register fills them, in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brp_match.reading.house_numbers import read_house_number
from brp_match.reading.street_lines import read_street_line
from brp_match.reading.text import spaced

_POSTCODE = re.compile(
    r"\s*(?:NL[-\s]*)?([1-9IL][0-9OIL]\s?[0-9OIL]{2})[\s.-]*([A-Z]\s?[A-Z]|[A-Z][01]|[01][A-Z])(?:[^A-Z0-9].*)?",
    re.DOTALL,
)
_MISREAD, _MISREAD_LETTERS = str.maketrans("OIL", "011"), str.maketrans("01", "OL")
_NOT_ISSUED = frozenset(("SA", "SD", "SS"))
"""Pairs of letters that no Dutch postcode has (PostNL)."""


@dataclass(frozen=True, slots=True)
class AddressReading:
    """An address as it was understood.

    `street` as it is written, without number ('' for none); `number` 1 to 99999 or None; `addition` letter and
    addition in normal form (`additions`); `postcode` as 1234AB or ''; `po_box`: a P.O. box or reply number.
    """

    street: str
    number: int | None
    addition: str
    postcode: str
    po_box: bool


def read_postcode(text: str | None) -> str | None:
    """Return a Dutch postcode as 1234AB; None for any other text.

    Spaces, points and hyphens in it, NL in front and anything behind it make no difference; O, I and L among the
    figures are read as 0 and 1, and a 0 or 1 beside a letter as O or L.
    """
    found = _POSTCODE.fullmatch(text.upper()) if text else None
    if found is None:
        return None
    figures = re.sub(r"\s", "", found[1]).translate(_MISREAD)
    letters = re.sub(r"\s", "", found[2]).translate(_MISREAD_LETTERS)
    return None if letters in _NOT_ISSUED or figures[0] == "0" else figures + letters


def read_address(
    straatnaam: str | None = None,
    huisnummer: str | None = None,
    huisletter: str | None = None,
    huisnummertoevoeging: str | None = None,
    postcode: str | None = None,
) -> AddressReading:
    """Return the address that the fields hold together.

    What one field leaves out is taken from the others: a number behind the street, a number among the additions, a
    postcode behind the street. A number in a field of its own counts before one behind the street; where both hold the
    same number, what the street has behind it counts as well.
    """
    number, letter, addition = (
        spaced(field).strip() if field else ""
        for field in (huisnummer, huisletter, huisnummertoevoeging)
    )
    line = read_street_line(spaced(straatnaam or ""), own=number)
    if number:
        if not letter and not addition and _continues(number, line.number):
            number = line.number
    elif line.number:
        number = line.number
    elif addition[:1].isdecimal():
        number, addition = addition, ""
    elif letter[:1].isdecimal():
        number, letter = letter, ""
    read, rest = read_house_number(number or None, letter or None, addition or None)
    found = read_postcode(postcode) or read_postcode(line.postcode) or ""
    return AddressReading(line.street, read, rest, found, line.po_box)


def _continues(number: str, longer: str) -> bool:
    """Tell whether a longer text is the same number with something behind it."""
    return (
        longer.startswith(number)
        and longer[len(number) :][:1].isdecimal() is False
        and longer != number
    )
