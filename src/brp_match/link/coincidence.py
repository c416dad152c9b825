"""u of one pair: how often a random resident agrees with the signal this specifically.

Term frequencies come from the register, smoothed with national shares so that a small register does not
take a name for common because one of its 33 residents has it. Every function is one of values; a
probability in (0, 1]. The figures stand in `comparators/model.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brp_match.content import Comparator, ModelFigures
from brp_match.link.compare import Levels
from brp_match.link.compare_addresses import AddressEvidence
from brp_match.link.compare_dates import DateEvidence
from brp_match.link.counts import Counts, GivenCount, GroupCount, NumberCount
from brp_match.link.name_evidence import INITIALS, NameEvidence
from brp_match.link.records import BirthDate
from brp_match.reading.word_lists import given_name_shares, surname_shares

PLACEHOLDERS = ("standaard_gelijk", "standaard_anders")
"""Levels of a date that the source writes more often than its customers can share it."""


class Coincidence(NamedTuple):
    """u of every comparator, None where the level has an u of its own or says nothing.

    `households`: the addresses that fit the signal's as well as the resident's does, 1 where they are equal,
    else all that are lived in at that number.
    """

    achternaam: float | None
    voornaam: float | None
    geboortedatum: float | None
    adres: float | None
    households: int


@dataclass(frozen=True, slots=True)
class Model:
    """What u asks of the content: the figures, comparator → levels whose u is the register's own frequency,
    and level of a placeholder → its m."""

    figures: ModelFigures
    asked: Mapping[str, frozenset[str]]
    placeholder_m: Mapping[str, float]

    @classmethod
    def of(cls, comparators: Sequence[Comparator], figures: ModelFigures) -> Model:
        """Take them from the comparators and the figures."""
        asked = {
            c.naam: frozenset(
                level.id for level in c.niveaus if level.u is None and not level.geen_informatie
            )
            for c in comparators
        }
        dates = next(c for c in comparators if c.naam == "geboortedatum")
        return cls(figures, asked, {level: dates.by_id[level].m for level in PLACEHOLDERS})


def coincidence(
    levels: Levels, signal: BirthDate, resident: BirthDate, counts: Counts, model: Model
) -> Coincidence:
    """Return u of one pair, of the evidence, the two birth dates and what the register counts."""
    names, figures, asked = levels.names, model.figures, model.asked
    birth, address = levels.birth, levels.address
    dated: float | None = None
    if birth.level in PLACEHOLDERS:
        dated = placeholder_u(birth, resident, counts, figures, model.placeholder_m)
    elif birth.level in asked["geboortedatum"]:
        dated = date_u(levels, signal, resident, counts, figures)
    with_surname = names is not None and names.surname in asked["achternaam"]
    with_given = names is not None and names.given in asked["voornaam"]
    return Coincidence(
        achternaam=surname_u(names, counts, figures) if names and with_surname else None,
        voornaam=given_u(names, counts, figures) if names and with_given else None,
        geboortedatum=dated,
        adres=address_u(address, counts) if address.level in asked["adres"] else None,
        households=households(address, counts),
    )


def surname_u(names: NameEvidence, counts: Counts, figures: ModelFigures) -> float:
    """Return the share of residents with the form that agreed; more where another part of the name differs.

    Of the levels gelijk and partner it is divided by what the name in use says of m, so that m / u is that of
    this resident.
    """
    form = names.surname_form
    national = surname_shares().get(form, figures.rare_surname)
    share = _smoothed(counts.surnames.get(form, 1), national, counts, figures)
    if names.parts_differ:
        return min(1.0, share * figures.other_names)
    in_use = {"gelijk": figures.in_use_own, "partner": figures.in_use_partner}.get(names.surname)
    return share / in_use[names.in_use] if in_use else share


def given_u(names: NameEvidence, counts: Counts, figures: ModelFigures) -> float:
    """Return P(the given name or initials agree | the surname does), where the surname agrees."""
    if names.given in INITIALS:
        share = _letter_share(names.first_initial, counts, figures)
        further = min(max(names.initials_agree - 1, 0), figures.extra_initials_at_most)
        return min(
            1.0, share * _lift(share, names, counts, figures) * figures.extra_initial**further
        )
    count = counts.given.get(names.given_form, GivenCount(1, 1))
    national = given_name_shares().get(names.given_form, figures.rare_given)
    first = _smoothed(count.first, national, counts, figures)
    if names.given == "roepnaam":
        agrees = _smoothed(
            _daily_names(names, counts, figures), figures.rare_given, counts, figures
        )
    elif names.given == "tweede":
        agrees = _smoothed(count.anywhere, figures.rare_given, counts, figures)
    else:
        agrees = first
    agrees *= _lift(first, names, counts, figures)
    if names.given == "gelijk" and names.further_agree:
        agrees *= figures.extra_name
    elif names.given == "gelijk" and names.further_differ:
        agrees *= figures.other_names
    return min(1.0, agrees)


def _daily_names(names: NameEvidence, counts: Counts, figures: ModelFigures) -> float:
    """Residents who may be written like this: of the commonest name behind the daily name that agreed."""
    found = (
        (group, counts.groups[group]) for group in names.shared_groups if group in counts.groups
    )
    return max((_called(names, group, count, figures) for group, count in found), default=1)


def _called(names: NameEvidence, group: str, count: GroupCount, figures: ModelFigures) -> float:
    if names.given_written == group:
        return count.formal
    return count.daily + figures.daily_share * count.formal


def _lift(share: float, names: NameEvidence, counts: Counts, figures: ModelFigures) -> float:
    """P(given name | surname) / P(given name), never below 1: both tell where a family comes from."""
    if names.surname in ("geen", "ontbreekt"):
        return 1.0
    bearers = max(counts.surnames.get(names.surname_form, 1) - 1, 0)
    part = names.part
    own = names.first_given[:1] if names.given in INITIALS else names.first_given
    # the resident is one of the bearers
    both = max(counts.names.get((names.surname_form, part), 0) - (part == own), 0)
    weight = figures.surname_weight
    return max(1.0, (both + weight * share) / (bearers + weight) / share)


def _letter_share(letter: str, counts: Counts, figures: ModelFigures) -> float:
    extra = figures.letter_smoothing
    return (counts.letters.get(letter, 0) + extra * figures.letter_share) / (
        counts.residents + extra
    )


def _smoothed(n: float, national: float, counts: Counts, figures: ModelFigures) -> float:
    """A count as a share, with residents of the national shares added."""
    extra = figures.name_smoothing
    return (n + extra * national) / (counts.residents + extra)


def _date_share(birth: BirthDate, counts: Counts, figures: ModelFigures) -> float:
    return _smoothed(counts.dates.get(birth, 0), 1 / figures.birth_dates, counts, figures)


def date_u(
    levels: Levels, signal: BirthDate, resident: BirthDate, counts: Counts, figures: ModelFigures
) -> float:
    """Return how often the birth date agrees by chance, 0 where the level has an u of its own.

    A mistyped birth date that both sides put on 1 January agrees as often as people of that given name stand
    on 1 January.
    """
    level = levels.birth.level
    share = _date_share(resident, counts, figures) if level == "gelijk" else 0.0
    if not signal.month == signal.day == resident.month == resident.day == 1:
        return share
    count = counts.given.get(levels.names.given_form if levels.names else "", GivenCount())
    weight = figures.first_january_weight
    january = (count.january + weight * counts.first_januaries / counts.residents) / (
        count.first + weight
    )
    like = figures.first_january_year_like
    year = {"gelijk": 1 / figures.first_january_years, "typefout": like}.get(level, 1 - like)
    return max(share, january * year)


def placeholder_u(
    evidence: DateEvidence,
    resident: BirthDate,
    counts: Counts,
    figures: ModelFigures,
    placeholder_m: Mapping[str, float],
) -> float:
    """Return m divided by the likelihood ratio (p + (1 - p) m) / (p + (1 - p) f), with p the source's rate of
    that placeholder and f the date's frequency, so that m / u is that ratio."""
    p = evidence.placeholder or 0.0
    equal = evidence.level == "standaard_gelijk"
    m = figures.placeholder_true_kept if equal else figures.placeholder_by_error
    share = _date_share(resident, counts, figures)
    ratio = (p + (1 - p) * m) / (p + (1 - p) * share)
    return placeholder_m[evidence.level] / ratio


def address_u(evidence: AddressEvidence, counts: Counts) -> float:
    """Return how often the address agrees by chance.

    Address shares use the same count of residents as the prior 1/N, so that they cancel exactly.
    """
    postcode, number = evidence.postcode or "", evidence.number or 0
    if evidence.level == "gelijk":
        n = counts.addresses.get((postcode, number, evidence.addition or ""), 0)
    elif evidence.level == "nabij":
        n = counts.postcodes.get(postcode, 0)
    else:
        here = counts.numbers.get((postcode, number), NumberCount())
        former = evidence.level in ("vorig_recent", "vorig_lang")
        n = here.ever - here.now if former else here.now
    return max(n, 1) / counts.residents


def households(evidence: AddressEvidence, counts: Counts) -> int:
    """Return how many addresses the signal's may be, as far as it agrees; at least 1."""
    if evidence.level == "gelijk":
        return 1
    here = counts.numbers.get((evidence.postcode or "", evidence.number or 0), NumberCount())
    return max(here.addresses, 1)
