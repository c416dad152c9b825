"""Levels of agreement of a surname and of a given name, of the forms of both.

They are what `comparators/achternaam.yaml` and `comparators/voornaam.yaml` speak of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from brp_match.link.resident_forms import GROUPED, ResidentForms, base_of
from brp_match.link.signal_forms import SignalForms
from brp_match.reading.sounds import sound
from brp_match.reading.text import glue, is_near, is_near_one, typing_distance

PART_LETTERS = 3
"""A shorter part of a name that agrees says nothing."""

SOUND_LETTERS = 3
"""Shorter words that sound the same are no spelling of each other."""

NEAR_SOUND_LETTERS = 5
"""From this many letters on two sounds may differ by a typing error."""

GLUED_LETTERS = 6
"""From this many letters on a name with its prefix glued to it may have a typing error as well."""


def surname_level(forms: SignalForms, names: ResidentForms) -> str:
    """Return the level of the surname of a reading against a resident's."""
    form, full = forms.form, forms.full
    if not form:
        return "ontbreekt"
    if form in names.own_forms or full in names.own_forms:
        return "gelijk"
    if names.one_name and forms.given and (*forms.given, *forms.surname) == names.own:
        # a chain of names that stands in one field in the register, and in two in the signal
        return "gelijk"
    if form in names.other_forms or full in names.other_forms:
        return "partner"
    parts, own, partner = forms.surname, names.own, names.partner
    if partner and not set(parts).isdisjoint(partner) and set(own + partner).issuperset(parts):
        return "partner"
    alike = is_alike(form, names.own_form)
    if alike and len(parts) > 1 and len(own) > 1:
        return "variant"
    for part in parts:
        if (part in own or part in partner) and len(part) >= PART_LETTERS:
            return "deel"
    if alike or _is_respelled(forms, names):
        return "variant"
    return "geen"


def _is_respelled(forms: SignalForms, names: ResidentForms) -> bool:
    """Another spelling of the own name, of one of its other forms, or of a part of it."""
    form, full = forms.form, forms.full
    if forms.base == names.own_base or full == names.own_stripped:
        return True
    if (full == form) != (names.own_full == names.own_form) and _is_glued(full, names.own_full):
        return True
    if names.other_forms and is_alike_one(
        form, forms.form_sound, names.other_forms, names.other_sounds
    ):
        return True
    known = names.own + names.partner
    # of one word each the forms are those words
    if len(forms.surname) + len(known) > 2:
        for part in forms.surname:
            if is_near_one(part, known):
                return True
    return False


def _is_glued(full: str, own_full: str) -> bool:
    """Of two names of which one has a prefix: the other side did not see that it is glued to the name (Alahmed, Al-Ahmad)."""
    if min(len(full), len(own_full)) < GLUED_LETTERS:
        return False
    return is_near(full, own_full) and typing_distance(full, own_full) <= 1


def parts_differ(said: Sequence[str], forms: SignalForms, names: ResidentForms) -> bool:
    """Tell whether beside the part of a surname that agrees both sides have another name (Garcia Lopez, Garcia Perez).

    `said`: the words of the signal that are not compared with the first given name. A part that one side
    left out differs in nothing, nor does one that stands among the given names of the other.
    """
    known = names.own + names.partner
    if len(known) < 2 or all(_is_new(word, known) for word in said):
        return False
    return any(_is_new(word, known + names.given) for word in said) and any(
        _is_new(word, forms.surname + forms.given) for word in known
    )


def _is_new(word: str, others: Sequence[str]) -> bool:
    """No other word is this one, in whatever spelling or cut off."""
    if len(word) < PART_LETTERS or word in others or is_near_one(word, others):
        return False
    own_sound, base = sound(word), base_of((word,))
    return not any(
        sound(other) == own_sound
        or base_of((other,)) == base
        or (len(other) >= PART_LETTERS and (other.startswith(word) or word.startswith(other)))
        for other in others
    )


@lru_cache(maxsize=1 << 16)
def is_alike(word: str, other: str) -> bool:
    """Tell whether two words are spelled otherwise but alike: the same sound, or near each other as written or
    as they sound. The candidates of one signal have few names between them, so it is kept."""
    if not other:
        return False
    one, two = sound(word), sound(other)
    if (one == two and len(word) >= SOUND_LETTERS) or is_near(word, other):
        return True
    return min(len(one), len(two)) >= NEAR_SOUND_LETTERS and is_near(one, two)


def is_alike_one(
    word: str, word_sound: str, others: Sequence[str], other_sounds: Sequence[str]
) -> bool:
    """Tell whether a word is spelled like any of the others; `other_sounds` has '' for one without."""
    if len(word) >= SOUND_LETTERS and word_sound in other_sounds:
        return True
    if is_near_one(word, others):
        return True
    if len(word_sound) < NEAR_SOUND_LETTERS:
        return False
    return is_near_one(
        word_sound, [other for other in other_sounds if len(other) >= NEAR_SOUND_LETTERS]
    )


def given_level(forms: SignalForms, names: ResidentForms) -> str:
    """Return the level of the given name or initials of a reading against a resident's given names."""
    if not forms.given:
        return _initials_level(forms.initials, names)
    first, given = forms.first, names.given
    if not given:
        return "anders"
    own = given[0]
    whole = forms.given_form
    if first == own or (whole.startswith(own) and whole in (glue(given), glue(given[:2]))):
        return "gelijk"
    if first in given:
        return "tweede"
    if not forms.akin.isdisjoint(given[:GROUPED]):
        return "roepnaam"
    if (
        (len(first) >= 3 and own.startswith(first))
        or (len(own) >= 4 and first.startswith(own))
        or first in names.given_stripped
    ):
        return "variant"
    for one in given:
        if is_alike(first, one):
            return "variant"
    # behind a daily name that no list knows; another first name on both sides is another person
    if own in forms.given:
        return "tweede"
    return "zelfde_letter" if first[0] == own[0] else "anders"


def _initials_level(initials: tuple[str, ...], names: ResidentForms) -> str:
    own = names.initials
    if not initials or not own:
        return "ontbreekt"
    first = initials[0]
    # every initial is one of another given name, in whatever order behind the first
    if first == own[0] and len(initials) <= len(own) and Counter(initials) <= Counter(own):
        return "voorletters"
    if first in own:
        return "voorletters_deels"
    if first in names.daily_initials:
        return "voorletter_roepnaam"
    return "voorletters_deels" if own[0] in initials else "voorletters_anders"
