"""How a signal's name relates to a resident's, over all ways both may be named.

The signal names its person in one or more readings. Each is held against the resident straight and with
its parts swapped; the way that agrees best is kept. The levels are those of `comparators/achternaam.yaml`
and `comparators/voornaam.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brp_match.content import ModelFigures
from brp_match.link.name_levels import given_level, parts_differ, surname_level
from brp_match.link.resident_forms import ResidentForms
from brp_match.link.signal_forms import SignalForms
from brp_match.reading.sounds import sound
from brp_match.reading.surname_prefixes import prefixes, same_prefix
from brp_match.reading.text import glue, is_near, typing_distance

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

PART_OF_SURNAME = 4
"""So many letters of a surname at least, where it was cut off in the field of the given names."""

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


class _Way(NamedTuple):
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


def compare_names(
    readings: tuple[SignalForms, ...],
    names: ResidentForms,
    figures: ModelFigures,
    *,
    cut_off: bool = False,
    written: str = "",
) -> NameEvidence | None:
    """Return how the names agree, None where the signal cannot be read as a name for this resident.

    `cut_off`: the name fills a field that is too short; `written`: the name as it was delivered, in small
    letters.
    """
    ways: list[_Way] = []
    for forms in readings:
        ways += _ways(forms, names, figures.cut_letters if cut_off else None)
    if not ways:
        return None
    return _describe(_best(ways, names), names, written)


def _best(ways: list[_Way], names: ResidentForms) -> _Way:
    """The way that agrees best; of those that agree equally well one with the prefix of the register."""
    best = ways[0] if len(ways) == 1 else max(ways, key=lambda way: way.rank)
    if len(ways) == 1 or _prefix_agrees(best.forms, names):
        return best
    equal = (way for way in ways if way.rank[:2] == best.rank[:2])
    with_prefix = (way for way in equal if _prefix_agrees(way.forms, names))
    return max(with_prefix, key=lambda way: way.rank, default=best)


def _prefix_agrees(forms: SignalForms, names: ResidentForms) -> bool:
    return same_prefix(forms.prefix, names.prefix) or forms.full == names.own_full


def _ways(forms: SignalForms, names: ResidentForms, cut_letters: int | None) -> Iterator[_Way]:
    """The ways that count; `cut_letters`: of a name that is cut off, the fewest letters that say something."""
    surname, given = surname_level(forms, names), given_level(forms, names)
    if names.one_name and surname == "gelijk" and given == "ontbreekt":
        # one name, or a chain of names: it serves as given name too, and nothing is missing
        given = "gelijk"
    # a part of it that agrees may not hide that the given name does not; and a short word is only
    # initials where all of them fit
    if (not forms.whole_as_surname or surname in ("gelijk", "partner")) and (
        not forms.glued or _fits(forms, given, names)
    ):
        # a form of the register begins like what is left
        if (
            surname == "geen"
            and cut_letters is not None
            and _begins(forms.form, names, cut_letters)
        ):
            surname = "variant"
        yield _Way(surname, given, forms, False)
    if surname == "geen" and not forms.given:
        yield from _written_together(forms, names)
    swapped = _swapped(forms, names)
    if swapped is not None:
        yield swapped


def _fits(forms: SignalForms, given: str, names: ResidentForms) -> bool:
    """All initials fit that a short word was read as, or the prefix that initials were read as."""
    return given == "voorletters" if forms.initials else _prefix_agrees(forms, names)


def _written_together(forms: SignalForms, names: ResidentForms) -> Iterator[_Way]:
    """Given name and surname in one word (`Nouralhudani` of Nur al Hudani), in either order; or two initials or more behind
    or in front of the surname (`JANSENEM`), which are no given name by themselves."""
    if len(forms.surname) != 1 or not names.given or names.one_name:
        return
    given, word = names.given[0], forms.form
    for own in names.own_forms[:2]:
        letters = {word.removeprefix(own), word.removesuffix(own)} - {word}
        if any(len(one) > 1 and glue(names.initials).startswith(one) for one in letters):
            yield _Way("gelijk", "ontbreekt", forms, False)
        for whole in (given + own, own + given):
            if word == whole:
                yield _Way("gelijk", "gelijk", forms, False)
            elif forms.form_sound == sound(whole) or _one_edit(word, whole):
                yield _Way("variant", "variant", forms, False)


def _one_edit(word: str, whole: str) -> bool:
    """Two edits may make another given name of it."""
    return is_near(word, whole) and typing_distance(word, whole) == 1


def _begins(form: str, names: ResidentForms, letters: int) -> bool:
    return len(form) >= letters and any(
        one.startswith(form) for one in (*names.own_forms, *names.other_forms)
    )


def _swapped(forms: SignalForms, names: ResidentForms) -> _Way | None:
    """The same reading with its parts swapped, None where it does not fit that way."""
    # a chain of names serves as given name and surname: nothing to swap
    if names.one_name or forms.glued:
        return None
    with_given = bool(forms.given) and not forms.given_is_prefix
    # a given name kept as surname, with before it the surname's initial or only its prefix
    if not with_given and not _initial_of_surname(forms, names):
        return None
    given = given_level(forms.swapped, names)
    if given not in NAMED:
        return None
    if not with_given:
        return _Way("omgedraaid_letter", given, forms, True)
    surname = surname_level(forms.swapped, names)
    if (
        surname == "geen"
        and given == "gelijk"
        and forms.surname == names.given
        and len(names.given) > 1
        and _begins(forms.swapped.form, names, PART_OF_SURNAME)
    ):
        # beside all of several given names the beginning of a surname is that of theirs
        surname = "variant"
    if surname in ("geen", "ontbreekt"):
        return None
    level = "omgedraaid_variant" if surname == "variant" else "omgedraaid"
    return _Way(level, given, forms, True, surname == "deel")


def _initial_of_surname(forms: SignalForms, names: ResidentForms) -> bool:
    if not forms.initials:
        return False
    starts = (*names.own[:1], *names.partner[:1], names.own_full)
    return any(one[:1] == forms.initials[0] for one in starts if one)


def _describe(way: _Way, names: ResidentForms, written: str) -> NameEvidence:
    forms, given = way.forms, names.given
    used = forms.surname if way.swapped else forms.given
    equal = way.given == "gelijk"
    further = without_prefixes(used[1:]) if equal else ()
    others = without_prefixes(given[1:]) if equal else ()
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
        and parts_differ((*_as_surname(way), *without_prefixes(used[1:])), forms, names),
        prefix_agrees=way.surname not in ("gelijk", "variant") or _prefix_agrees(forms, names),
        one_name=names.one_name,
        in_use=names.in_use,
        first_given=given[0] if given else "",
        marks_lost=way.surname in _WITH_MARKS and _marks_lost(forms, names, written),
    )


def _as_surname(way: _Way) -> tuple[str, ...]:
    return way.forms.given if way.swapped else way.forms.surname


def without_prefixes(names: tuple[str, ...]) -> tuple[str, ...]:
    """Given names without words of a prefix (Ben, al), which say nothing of whose they are."""
    return tuple(name for name in names if name not in prefixes())


def _groups(way: _Way) -> frozenset[str]:
    return way.forms.swapped.groups if way.swapped else way.forms.groups


def _surname_form(way: _Way, names: ResidentForms) -> str:
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


def _given_form(way: _Way, used: tuple[str, ...], given: tuple[str, ...]) -> str:
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
