"""How a signal's address relates to where a resident lives and has lived: a level of `comparators/adres.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from brp_match.content import ModelFigures
from brp_match.link.records import SignalAddress, Stay
from brp_match.reading.additions import same_addition
from brp_match.reading.sounds import sound

ADDRESS_LEVELS = (
    "ontbreekt", "afwijkend", "bedrijf", "nabij", "vorig_lang", "vorig_recent", "straat_gelijk",
    "toevoeging_afwijkend", "toevoeging_ontbreekt", "gelijk",
)  # fmt: skip
"""Levels of the address, the best last; the best over all addresses of a resident is kept."""

_RANK = {level: rank for rank, level in enumerate(ADDRESS_LEVELS)}


class AddressEvidence(NamedTuple):
    """How the address agrees with the resident's address that fits best.

    `level` is the id of the level; `current`: the resident lives there now; `days` between leaving a
    previous address and the signal, None where either is not known; the address itself, to count who else
    has it.
    """

    level: str
    current: bool = False
    days: int | None = None
    postcode: str | None = None
    number: int | None = None
    addition: str | None = None


def compare_addresses(
    signal: SignalAddress, stays: Sequence[Stay], dated: date | None, figures: ModelFigures
) -> AddressEvidence:
    """Return how the signal's address agrees, over all addresses of a resident; `dated`: of the signal."""
    if not stays:
        return AddressEvidence("ontbreekt")
    found = [(_level(signal, stay, dated, figures), stay) for stay in stays]
    # most have one
    level, stay = (
        max(found, key=lambda one: _rank(one[0], one[1], dated)) if len(found) > 1 else found[0]
    )
    return AddressEvidence(
        level, stay.current, _days(stay, dated), stay.postcode, stay.number, stay.addition
    )


def _rank(level: str, stay: Stay, dated: date | None) -> tuple[int, int, str, int, str]:
    """The best level; among equals the address that was left last, and then any fixed order."""
    days = _days(stay, dated)
    place = (stay.postcode or "", stay.number or 0, stay.addition)
    return _RANK[level], -days if days is not None else 0, *place


def _days(stay: Stay, dated: date | None) -> int | None:
    if stay.until is None or dated is None:
        return None
    return (dated - stay.until).days


def _level(signal: SignalAddress, stay: Stay, dated: date | None, figures: ModelFigures) -> str:
    if signal.number is None or (signal.postcode is None and signal.street is None):
        return "ontbreekt"
    same_postcode = signal.postcode is not None and stay.postcode == signal.postcode
    same_street = signal.street is not None and stay.street == signal.street
    if stay.number == signal.number and (
        same_postcode or same_street or is_same_street(signal.street, stay.street, figures)
    ):
        return _at_number(signal, stay, dated, figures.recent_days)
    if stay.current and (same_postcode or same_street):
        return "nabij"
    return "bedrijf" if stay.current and signal.no_dwelling else "afwijkend"


def _at_number(signal: SignalAddress, stay: Stay, dated: date | None, recent_days: int) -> str:
    """The level of the same number in the same street."""
    if not stay.current:
        days = _days(stay, dated)
        return "vorig_lang" if days is not None and days > recent_days else "vorig_recent"
    if stay.postcode != signal.postcode:
        return "straat_gelijk"
    if same_addition(signal.addition, stay.addition):
        return "gelijk"
    missing = not signal.addition or not stay.addition
    return "toevoeging_ontbreekt" if missing else "toevoeging_afwijkend"


def is_same_street(one: str | None, other: str | None, figures: ModelFigures) -> bool:
    """Tell whether two street keys may be one street: they sound the same (Dorpstraat, Dorpsstraat), or one
    has a first word cut to its initial (rule 11 of NEN 5825; `P. Beatrixlaan`)."""
    if one is None or other is None or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < figures.street_letters:
        return False
    if len(short) < len(long) and long.endswith(short[1:]):
        return True
    return len(long) - len(short) <= figures.street_difference and sound(one) == sound(other)
