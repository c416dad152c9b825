"""One reading of a signal's name in every form that is compared."""

from __future__ import annotations

from typing import NamedTuple

from brp_match.link.resident_forms import akin_to, base_of, groups_of
from brp_match.reading.names import NameReading
from brp_match.reading.sounds import sound
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import glue

ONE_WORD_LETTERS = 3
"""A surname of one word has at least so many letters where its form alone tells how common it is."""


class SignalForms(NamedTuple):
    """One reading of a signal's name with the forms, sounds and groups that are compared; '' for none.

    `form` is the surname as one word, `full` the same with its prefix, `base` each word in the spelling that
    names its group; `groups` are those of the first given name, `akin` the names that share one with it. `given_is_prefix`: the given names are words
    of a prefix only. `one_word`: the surname is one word of three letters or more without a prefix.
    `swapped` is the reading with surname and given name in each other's place; None of such a one itself.
    """

    rank: int
    surname: tuple[str, ...]
    given: tuple[str, ...]
    initials: tuple[str, ...]
    prefix: str
    form: str
    full: str
    form_sound: str
    base: str | None
    given_form: str
    first: str
    groups: frozenset[str]
    akin: frozenset[str]
    whole_as_surname: bool
    glued: bool
    given_is_prefix: bool
    one_word: bool
    turned: SignalForms | None

    @property
    def swapped(self) -> SignalForms:
        """The reading with its parts swapped."""
        assert self.turned is not None
        return self.turned


def signal_forms(reading: NameReading) -> SignalForms:
    """Return what is compared of one reading."""
    turned = _forms(
        reading, reading.given, reading.surname, (), glue(reading.given), base=None, turned=None
    )
    base = base_of(reading.surname)
    return _forms(
        reading, reading.surname, reading.given, reading.initials, reading.surname_full,
        base=base, turned=turned,
    )  # fmt: skip


def _forms(
    reading: NameReading,
    surname: tuple[str, ...],
    given: tuple[str, ...],
    initials: tuple[str, ...],
    full: str,
    *,
    base: str | None,
    turned: SignalForms | None,
) -> SignalForms:
    form, first = glue(surname), given[0] if given else ""
    return SignalForms(
        rank=reading.rank,
        surname=surname,
        given=given,
        initials=initials,
        prefix=reading.prefix,
        form=form,
        full=full,
        form_sound=sound(form) if form else "",
        base=base,
        given_form=glue(given),
        first=first,
        groups=frozenset(groups_of(first)) if first else frozenset(),
        akin=akin_to(first) if first else frozenset(),
        whole_as_surname=reading.whole_as_surname,
        glued=reading.glued,
        given_is_prefix=bool(given) and all(word in prefixes() for word in given),
        one_word=len(surname) == 1 and len(form) >= ONE_WORD_LETTERS and full == form,
        turned=turned,
    )
