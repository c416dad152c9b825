"""A signal beside a resident, field by field, as a reviewer reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.model import Reason
from brp_match.review.compare_address import address_rows
from brp_match.review.compare_names import name_rows
from brp_match.review.compare_text import Difference, compare_text, whole


@dataclass(frozen=True)
class FieldDifference:
    """One field of a signal beside the BRP."""

    label: str
    difference: Difference


def compare_rows(signal: Mapping[str, Any], candidate: Mapping[str, Any]) -> list[FieldDifference]:
    """Compare a signal with a candidate (empty for nobody); fields that neither has are left out."""
    dates = _date(_of(signal, "geboortedatum")), _date(_of(candidate, "geboortedatum"))
    rows = [
        *name_rows(signal, candidate),
        ("Geboortedatum", *dates, _birth(*dates, candidate)),
        *address_rows(signal, candidate),
    ]
    return [FieldDifference(label, found) for label, left, right, found in rows if left or right]


def _birth(left: str, right: str, person: Mapping[str, Any]) -> Difference:
    """Compare birth dates; one that was filled in because nobody knew it says nothing of who it is."""
    found = compare_dates(left, right)
    filled_in = Reason.GEBOORTEDATUM_STANDAARDWAARDE.value
    if found.words and filled_in in str(person.get("redenen") or "").split("|"):
        said = "Deze datum is ingevuld omdat de echte niet bekend was. Hij zegt niets."
        return Difference(found.left, found.right, said)
    return found


def compare_dates(left: str, right: str) -> Difference:
    """Compare two dates in the form dd-mm-jjjj; other texts letter by letter.

    Said in parts (day, month, year), because that is how a wrong date comes about.
    """
    found = compare_text(left, right)
    mine, theirs = left.split("-"), right.split("-")
    if left == right or not (_is_date(mine) and _is_date(theirs)):
        return found
    known = [place for place in range(3) if "?" not in theirs[place]]
    other = [place for place in known if mine[place] != theirs[place]]
    missing = "De BRP kent niet de hele datum. " if len(known) < 3 else ""
    if mine[:2] == theirs[1::-1] and mine[2] == theirs[2]:
        words = "Dag en maand zijn omgedraaid."
    elif not other:
        return Difference(whole(left), whole(right), f"{missing}Wat bekend is, is gelijk.")
    else:
        names = [("de dag", "de maand", "het jaar")[place] for place in other]
        told = " en ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
        words = f"{missing}{told.capitalize()} {'zijn' if len(names) > 1 else 'is'} anders."
        apart = abs(int(mine[2]) - int(theirs[2])) if 2 in other else 0
        if apart > 1 and mine[:2] != ["01", "01"]:
            words += f" Het scheelt {apart} jaar."
    if mine[:2] == ["01", "01"]:
        words += " 1 januari is vaak ingevuld omdat de datum niet bekend was."
    return Difference(_by_part(mine, theirs, other), _by_part(theirs, mine, other), words)


def _by_part(
    parts: list[str], against: list[str], other: list[int]
) -> tuple[tuple[str, bool], ...]:
    """A date in pieces: the figures that differ, in the parts that differ."""
    pieces: list[tuple[str, bool]] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(("-", False))
        pieces += [
            (sign, place in other and sign != held)
            for sign, held in zip(part, against[place], strict=True)
        ]
    joined: list[tuple[str, bool]] = []
    for text, differs in pieces:
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + text, differs)
        else:
            joined.append((text, differs))
    return tuple(joined)


def _is_date(parts: list[str]) -> bool:
    return [len(part) for part in parts] == [2, 2, 4]


def _of(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "").strip()


def _date(text: str) -> str:
    """A date as dd-mm-jjjj where its form is plain; ?? for parts the BRP does not know."""
    digits = text.replace("-", "")
    if len(digits) == 8 and digits.isdigit() and (text == digits or text[4:5] == "-"):
        day, month = digits[6:8].replace("00", "??"), digits[4:6].replace("00", "??")
        return f"{day}-{month}-{digits[:4].replace('0000', '????')}"
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        return f"{int(parts[0]):02d}-{int(parts[1]):02d}-{parts[2]}"
    return text
