"""What the names of a signal and a resident agree in: the levels of one way to hold them together, and what these rest on."""

from __future__ import annotations

from typing import NamedTuple

from brp_match.link.name_levels import parts_differ
from brp_match.link.resident_forms import ResidentForms
from brp_match.link.signal_forms import SignalForms
from brp_match.reading.surname_prefixes import prefixes, same_prefix

SURNAME_SCORE = {
    "gelijk": 10, "partner": 9, "omgedraaid": 8, "deel": 7, "variant": 6, "omgedraaid_variant": 5,
    "omgedraaid_letter": 1, "ontbreekt": 1, "geen": 0,
}  # fmt: skip
"""Levels of the surname; the number only chooses between ways to read one pair (about its bits)."""

GIVEN_SCORE = {
    "gelijk": 7, "roepnaam": 6, "tweede": 6, "variant": 5, "voorletters": 4, "voorletter_roepnaam": 3,
    "voorletters_deels": 2, "ontbreekt": 1, "zelfde_letter": 0, "voorletters_anders": -2, "anders": -3,
}  # fmt: skip
"""Levels of the given name, in the same use."""

SWAPPED_PART_SCORE = 6
"""A part of the surname that agrees in the place of the given name: less than one in its own place."""

NAMED = frozenset({"gelijk", "tweede", "roepnaam", "variant"})
"""Levels at which a given name is one of the resident's."""

INITIALS = frozenset(
    {"voorletters", "voorletter_roepnaam", "voorletters_deels", "voorletters_anders"}
)
"""Levels of a signal with no more of the given names than initials."""

_IN_PART = frozenset({"deel", "variant"})
"""Levels of a surname of which only a part may agree."""

_WITH_MARKS = frozenset({"gelijk", "partner", "deel", "omgedraaid"})


class NameEvidence(NamedTuple):
    """How the two names agree: the levels, and what they rest on.

    `surname` and `given` are level ids; `reading` is the rank of the reading of the signal that agreed best,
    `swapped`: with its parts swapped. `surname_form` and `given_form` are the register's forms that agreed,
    else its own first (for how common they are); `given_written` and `first_initial` what the signal writes.
    `initials_agree`: how many initials agree, of a level of INITIALS. `shared_groups`: the names behind a
    daily name that agreed. Of an equal given name `further_agree` tells how many behind the first do, and
    `further_differ` that both have some of which not one begins with the same letter. `parts_differ`: beside
    the part of the surname that agrees both have another. `one_name`, `in_use`, `first_given`: of the
    resident, see `ResidentForms`. `marks_lost`: the signal writes a word without the diacritics of the
    register.
    """

    surname: str
    given: str
    reading: int
    swapped: bool
    surname_form: str
    given_form: str
    given_written: str
    first_initial: str
    initials_agree: int
    shared_groups: frozenset[str]
    further_agree: int
    further_differ: bool
    parts_differ: bool
    prefix_agrees: bool
    one_name: bool
    in_use: str
    first_given: str
    marks_lost: bool

    @property
    def part(self) -> str:
        """What of the given names is counted together with the surname: the first initial where the signal
        has no more than initials, else the name that agreed."""
        return self.first_initial if self.given in INITIALS else self.given_form


class Way(NamedTuple):
    """One way to hold a reading against the resident."""

    surname: str
    given: str
    forms: SignalForms
    swapped: bool
    in_part: bool = False
    """Swapped, and only a part of the surname agrees."""

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The higher agrees better; straight before swapped, an earlier reading before a later one."""
        surname = SWAPPED_PART_SCORE if self.in_part else SURNAME_SCORE[self.surname]
        return surname + GIVEN_SCORE[self.given], not self.swapped, -self.forms.rank


def evidence_of_way(way: Way, names: ResidentForms, written: str) -> NameEvidence:
    """Return what a way to hold two names together rests on; `written`: the name as it was delivered, in small letters."""
    forms, given = way.forms, names.given
    used = forms.surname if way.swapped else forms.given
    equal = way.given == "gelijk"
    further = _without_prefixes(used[1:]) if equal else ()
    others = _without_prefixes(given[1:]) if equal else ()
    return NameEvidence(
        surname=way.surname,
        given=way.given,
        reading=forms.rank,
        swapped=way.swapped,
        surname_form=_surname_form(way, names),
        given_form=_given_form(way, used, given),
        given_written=used[0] if used else "",
        first_initial=forms.initials[0] if forms.initials else "",
        initials_agree=len({*forms.initials} & {*names.initials}) if way.given in INITIALS else 0,
        shared_groups=_groups(way) & names.groups if way.given == "roepnaam" else frozenset(),
        further_agree=len({*further} & {*others}) if further else 0,
        further_differ=bool(further and others)
        and not names.one_name
        and not {one[0] for one in further} & {one[0] for one in others},
        parts_differ=(way.surname in _IN_PART or way.in_part)
        and parts_differ((*_as_surname(way), *_without_prefixes(used[1:])), forms, names),
        prefix_agrees=way.surname not in ("gelijk", "variant") or has_prefix_of(forms, names),
        one_name=names.one_name,
        in_use=names.in_use,
        first_given=given[0] if given else "",
        marks_lost=way.surname in _WITH_MARKS and _marks_lost(forms, names, written),
    )


def _as_surname(way: Way) -> tuple[str, ...]:
    return way.forms.given if way.swapped else way.forms.surname


def _without_prefixes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Given names without words of a prefix (Ben, al), which say nothing of whose they are."""
    return tuple(name for name in names if name not in prefixes())


def _groups(way: Way) -> frozenset[str]:
    return way.forms.swapped.groups if way.swapped else way.forms.groups


def _surname_form(way: Way, names: ResidentForms) -> str:
    """The register's form that agreed, else its own first."""
    own = names.own_forms[0] if names.own_forms else ""
    forms = way.forms
    if way.swapped:
        wanted = {forms.swapped.form, *forms.given}
        if own and own in wanted:
            return own
        order = (*names.own_forms, *names.partner, *names.own)
    elif (way.surname == "geen" and forms.one_word) or (own and own in (forms.form, forms.full)):
        return own
    else:
        wanted = {forms.form, forms.full, *forms.surname}
        order = (*names.own_forms, *names.other_forms, *names.own, *names.partner)
    return next((one for one in order if one in wanted), own)


def _given_form(way: Way, used: tuple[str, ...], given: tuple[str, ...]) -> str:
    """The register's given name that agreed, else its first."""
    first = given[0] if given else ""
    if way.given not in NAMED or first in used:
        return first
    return next((one for one in used if one in given), first)


def _marks_lost(forms: SignalForms, names: ResidentForms, written: str) -> bool:
    if not names.spelled:
        return False
    said = {*forms.surname, *forms.given}
    return any(text not in written and not said.isdisjoint(parts) for text, parts in names.marked)


def has_prefix_of(forms: SignalForms, names: ResidentForms) -> bool:
    """Tell whether a reading has the surname prefix of the resident, apart or in the surname."""
    return same_prefix(forms.prefix, names.prefix) or forms.full == names.own_full
