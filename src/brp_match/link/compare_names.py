"""How a signal's name relates to a resident's, over all ways both may be named.

The signal names its person in one or more readings. Each is held against the resident straight and with
its parts swapped; the way that agrees best is kept. The levels are those of `comparators/achternaam.yaml`
and `comparators/voornaam.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from brp_match.content import ModelFigures
from brp_match.link.name_evidence import NAMED, NameEvidence, Way, evidence_of_way, has_prefix_of
from brp_match.link.name_levels import given_level, surname_level
from brp_match.link.resident_forms import ResidentForms
from brp_match.link.signal_forms import SignalForms
from brp_match.reading.sounds import sound
from brp_match.reading.text import glue, is_near, typing_distance

PART_OF_SURNAME = 4
"""So many letters of a surname at least, where it was cut off in the field of the given names."""


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
    ways: list[Way] = []
    for forms in readings:
        ways += _ways(forms, names, figures.cut_letters if cut_off else None)
    if not ways:
        return None
    return evidence_of_way(_best(ways, names), names, written)


def _best(ways: list[Way], names: ResidentForms) -> Way:
    """The way that agrees best; of those that agree equally well one with the prefix of the register."""
    best = ways[0] if len(ways) == 1 else max(ways, key=lambda way: way.rank)
    if len(ways) == 1 or has_prefix_of(best.forms, names):
        return best
    equal = (way for way in ways if way.rank[:2] == best.rank[:2])
    with_prefix = (way for way in equal if has_prefix_of(way.forms, names))
    return max(with_prefix, key=lambda way: way.rank, default=best)


def _ways(forms: SignalForms, names: ResidentForms, cut_letters: int | None) -> Iterator[Way]:
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
        yield Way(surname, given, forms, False)
    if surname == "geen" and not forms.given:
        yield from _written_together(forms, names)
    swapped = _swapped(forms, names)
    if swapped is not None:
        yield swapped


def _fits(forms: SignalForms, given: str, names: ResidentForms) -> bool:
    """All initials fit that a short word was read as, or the prefix that initials were read as."""
    return given == "voorletters" if forms.initials else has_prefix_of(forms, names)


def _written_together(forms: SignalForms, names: ResidentForms) -> Iterator[Way]:
    """Given name and surname in one word (`Nouralhudani` of Nur al Hudani), in either order; or two initials or more behind
    or in front of the surname (`JANSENEM`), which are no given name by themselves."""
    if len(forms.surname) != 1 or not names.given or names.one_name:
        return
    given, word = names.given[0], forms.form
    for own in names.own_forms[:2]:
        letters = {word.removeprefix(own), word.removesuffix(own)} - {word}
        if any(len(one) > 1 and glue(names.initials).startswith(one) for one in letters):
            yield Way("gelijk", "ontbreekt", forms, False)
        for whole in (given + own, own + given):
            if word == whole:
                yield Way("gelijk", "gelijk", forms, False)
            elif forms.form_sound == sound(whole) or _one_edit(word, whole):
                yield Way("variant", "variant", forms, False)


def _one_edit(word: str, whole: str) -> bool:
    """Two edits may make another given name of it."""
    return is_near(word, whole) and typing_distance(word, whole) == 1


def _begins(form: str, names: ResidentForms, letters: int) -> bool:
    return len(form) >= letters and any(
        one.startswith(form) for one in (*names.own_forms, *names.other_forms)
    )


def _swapped(forms: SignalForms, names: ResidentForms) -> Way | None:
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
        return Way("omgedraaid_letter", given, forms, True)
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
    return Way(level, given, forms, True, surname == "deel")


def _initial_of_surname(forms: SignalForms, names: ResidentForms) -> bool:
    if not forms.initials:
        return False
    starts = (*names.own[:1], *names.partner[:1], names.own_full)
    return any(one[:1] == forms.initials[0] for one in starts if one)
