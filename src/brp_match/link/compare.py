"""One signal and a resident → levels, and the evidence they rest on. No database, no register beside them.

compare(signal, resident)               → Levels of one pair
compare_candidates(signal, candidates)  → Levels of every candidate of a signal, who may be each other's
                                          housemates
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from brp_match.content import ModelFigures, model_figures
from brp_match.link.compare_addresses import AddressEvidence, compare_addresses
from brp_match.link.compare_dates import DateEvidence, compare_dates, understood
from brp_match.link.compare_names import compare_names
from brp_match.link.name_evidence import NameEvidence
from brp_match.link.records import Resident, Signal
from brp_match.link.resident_forms import ResidentForms, resident_forms
from brp_match.link.signal_forms import signal_forms

ANOTHER_NAME = frozenset({"anders", "zelfde_letter", "voorletters_anders"})
"""Levels of a given name that is not the resident's."""

_MAY_BE_MIXED = frozenset({"dag_maand_gelijk", "deels", "afwijkend"})


class Levels(NamedTuple):
    """Levels of one pair with the evidence: `names` is None where there is no name to compare."""

    names: NameEvidence | None
    birth: DateEvidence
    address: AddressEvidence

    @property
    def ids(self) -> dict[str, str]:
        """Comparator → id of its level."""
        return {
            "achternaam": self.names.surname if self.names else "ontbreekt",
            "voornaam": self.names.given if self.names else "ontbreekt",
            "geboortedatum": self.birth.level,
            "adres": self.address.level,
        }


class Candidate(NamedTuple):
    """A resident with every form of the name, made once for all signals of a run."""

    resident: Resident
    names: ResidentForms


def candidate(resident: Resident) -> Candidate:
    """Return the resident with the forms of the name."""
    return Candidate(resident, resident_forms(resident))


def compare(signal: Signal, resident: Resident, figures: ModelFigures | None = None) -> Levels:
    """Return the levels of one pair; `figures` are the shipped ones unless given."""
    return compare_candidates(signal, [candidate(resident)], figures)[0]


def compare_candidates(
    signal: Signal, candidates: Sequence[Candidate], figures: ModelFigures | None = None
) -> tuple[Levels, ...]:
    """Return the levels of every candidate of a signal, in their order.

    A candidate's date may be that of somebody else among them at the same address: an administration that
    holds a couple may have the name of one and the date of the other.
    """
    figures = figures or model_figures()
    readings = tuple(signal_forms(reading) for reading in signal.names)
    births = [compare_dates(signal.birth, one.resident.birth, figures) for one in candidates]
    found = [
        Levels(
            compare_names(
                readings, one.names, figures, cut_off=signal.cut_off, written=signal.written
            ),
            birth,
            compare_addresses(signal.address, one.resident.stays, signal.dated, figures),
        )
        for one, birth in zip(
            candidates, understood(births) if signal.birth.impossible else births, strict=True
        )
    ]
    return _with_mixed_up(found, candidates, figures.household_at_most)


def _with_mixed_up(
    found: list[Levels], candidates: Sequence[Candidate], household_at_most: int
) -> tuple[Levels, ...]:
    """Give the level `huisgenoot` to whom a housemate's date was given with the own name."""
    mixed = [
        place
        for place, one in enumerate(found)
        if one.birth.level in _MAY_BE_MIXED and one.names is not None and not _has_another_name(one)
    ]
    if not mixed:
        return tuple(found)
    others = {
        home
        for one, levels in zip(candidates, found, strict=True)
        if levels.birth.level == "gelijk" and _has_another_name(levels)
        for home in _homes(one, household_at_most)
    }
    for place in mixed:
        if not others.isdisjoint(_homes(candidates[place], household_at_most)):
            birth = found[place].birth._replace(level="huisgenoot")
            found[place] = found[place]._replace(birth=birth)
    return tuple(found)


def _has_another_name(levels: Levels) -> bool:
    return levels.names is not None and levels.names.given in ANOTHER_NAME


def _homes(one: Candidate, at_most: int) -> set[tuple[str, int, str]]:
    """The addresses of the households that live together now."""
    return {
        (stay.postcode, stay.number, stay.addition)
        for stay in one.resident.stays
        if stay.current
        and 0 < stay.household <= at_most
        and stay.postcode is not None
        and stay.number is not None
    }
