"""A street field that holds more than a street: the number, its addition, a postcode, a town.

Figures can belong to the name (`1e Zijweg`, `Plein 1953`, `17 april 1945 Pad`, `Laan '40-'45`, `Buurt 2`). The house number
is the first figure behind the name from which everything up to the end is a number with its addition, and a town or
remark; where there are two figures behind a name that ends in no type of street (`Korenbergerduinen 4 47`), the first is
part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brp_match.reading import street_patterns as patterns
from brp_match.reading.letters import LETTER

_SPACES = re.compile(r"[\s\u00a0]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_GLUED = re.compile(f"{LETTER}{{4}}$")
_SECOND_FIGURE = re.compile(r"\s+[0-9]{1,4}[A-Za-z]?")


@dataclass(frozen=True, slots=True)
class StreetLine:
    """A street field taken apart: the street, the number with its addition as written ('' for none), a postcode as
    written ('' for none), and whether it is a P.O. box or reply number."""

    street: str
    number: str = ""
    postcode: str = ""
    po_box: bool = False


def is_po_box(text: str | None) -> bool:
    """Tell whether a street field holds a P.O. box or a reply number; false for None."""
    return text is not None and patterns.PO_BOX.fullmatch(text) is not None


def read_street_line(text: str, *, own: str = "") -> StreetLine:
    """Return the parts of a street field. `own` is the number in a field of its own, '' for none."""
    line = _SPACES.sub(" ", text.translate(_DASHES)).strip()
    if not any(letter.isdecimal() for letter in line):
        return StreetLine(patterns.CARE_OF.sub("", line), po_box=is_po_box(line))
    if is_po_box(line):
        return StreetLine(line, po_box=True)
    postcode = ""
    found = patterns.POSTCODE.search(line)
    if found and not _is_number(line[: found.start()] + own, found[2]):
        postcode, line = found[1], line[: found.start()].strip()
    line = patterns.CARE_OF.sub("", line).strip(" ,;")
    return (
        _at_a_figure(line, postcode, own)
        or _number_ahead(line, postcode, own)
        or StreetLine(line, postcode=postcode)
    )


def _is_number(before: str, letters: str) -> bool:
    """Tell whether four figures and two letters are a house number: no other number stands before them."""
    return letters.upper() in patterns.KNOWN_PAIRS and not any(c.isdecimal() for c in before)


def _at_a_figure(line: str, postcode: str, own: str) -> StreetLine | None:
    """Take the line apart at its house number; None where no figure is one."""
    first = None
    years = patterns.YEARS_IN_NAME.search(line)
    for place in patterns.NUMBER.finditer(line):
        street = _street_before(line, place)
        if not street or (years and years.start() < place.start() < years.end()):
            continue
        tail = patterns.TAIL.fullmatch(line, place.start())
        if tail is None:
            first = first or StreetLine(street, place[0], postcode)
        elif not _is_of_the_name(street, tail, own):
            number = (tail["number"] + tail["addition"]).strip()
            in_building = patterns.STREET.search(tail["place"]) and not _has_type(street)
            return StreetLine(tail["place"].strip() if in_building else street, number, postcode)
    return first


def _number_ahead(line: str, postcode: str, own: str) -> StreetLine | None:
    """Read a number in front of a street (`12 Kerkstraat`); None where there is none, or it is part of the name."""
    found = patterns.AHEAD.fullmatch(line)
    if found is None or own or patterns.DAY_AND_MONTH.match(line) or patterns.ORDINAL.match(line):
        return None
    street = found["street"].strip()
    return StreetLine(street, found["number"], postcode) if _has_type(street) else None


def _street_before(line: str, place: re.Match[str]) -> str:
    """Return the name in front of a figure, '' where the figure is part of the name or nothing stands before it."""
    before, rest = line[: place.start()], line[place.start() :]
    bare = patterns.BEFORE_NUMBER.sub("", before)
    street = bare.strip(" ,;-/")
    if not any(letter.isalpha() for letter in street):
        return ""
    if before[-1].isalpha() and not _GLUED.search(before):
        return ""
    if before[-1] in "'’‘`-" and not before[:-1].endswith(" "):
        return ""
    if patterns.ORDINAL.match(rest) or patterns.DAY_AND_MONTH.match(rest):
        return ""
    if patterns.MONTH_BEFORE.search(before):
        return ""
    # a farm or building may stand before the street
    return street.split(", ")[-1] if _has_type(street) else street


def _is_of_the_name(street: str, tail: re.Match[str], own: str) -> bool:
    """Tell whether a figure belongs to a name without a type of street: a bare second figure is behind it, or a field
    of its own holds another number."""
    if _has_type(street):
        return False
    if own:
        return not tail["addition"] and own.lstrip("0") != tail["number"]
    return _SECOND_FIGURE.fullmatch(tail["addition"]) is not None


def _has_type(street: str) -> bool:
    return patterns.STREET_TYPE.search(street) is not None
