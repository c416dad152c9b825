"""Every form of a name a resident may go by, of the raw fields of the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from brp_match.link.records import Resident
from brp_match.reading.sounds import sound
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import first_letters, glue, without, words
from brp_match.reading.word_lists import daily_letters, name_bases, name_groups

_LOST_WITH_MARKS = re.compile("[^ -&(-~]")
_OTHER = re.compile("[^a-z0-9]+")
_WORD_BREAK = re.compile("[ -]+")
_WORD = re.compile("[^a-z]*([a-z])[a-z]*")

GROUPED = 3
"""Given names whose daily names count; few people have more."""

BY_PARTNER = frozenset({"P", "V", "N"})
"""Values of naamgebruik of somebody who goes by the partner's name, alone or with the own."""


class ResidentForms(NamedTuple):
    """The forms of one resident; words are folded, '' for a form there is none of.

    - `prefix`, and the words `own`, `partner` and `given` as they stand; `one_name`: there are no given
      names, and the name itself serves as one.
    - `own_forms`: the own surname as one word, with its prefix, and with the prefix cut to its letters;
      `other_forms`: the partner's, both together, former ones.
    - `own_base`: the own surname as one word, each word in the spelling that names its group of transliterations.
    - `own_stripped`, `given_stripped`: what is left where a system loses every letter with a diacritic
      (Yldz for Yıldız).
    - `in_use`: which name the register says is in use, as a kind of the model's figures.
    - `spelled`: the names as the register writes them, in small letters; '' where no letter has a mark.

    What is asked of few pairs is worked out when it is asked.
    """

    prefix: str
    own: tuple[str, ...]
    partner: tuple[str, ...]
    given: tuple[str, ...]
    one_name: bool
    own_form: str
    own_full: str
    own_forms: tuple[str, ...]
    own_base: str
    own_stripped: str
    other_forms: tuple[str, ...]
    given_stripped: tuple[str, ...]
    in_use: str
    spelled: str

    @property
    def own_sound(self) -> str:
        """The sound of the own surname."""
        return sound(self.own_form) if self.own_form else ""

    @property
    def other_sounds(self) -> tuple[str, ...]:
        """The sounds of the other forms, in their order; '' of a form that is not asked for by sound."""
        partner, own = glue(self.partner), self.own_sound
        sounds: tuple[str, ...] = ()
        if partner:
            said = sound(partner)
            # the sound of two names together is near enough that of each
            sounds = (said, "", own + said, said + own) if own else (said, "")
        return (*sounds, *map(sound, self.other_forms[len(sounds) :]))

    @property
    def groups(self) -> frozenset[str]:
        """The names that share a daily name with one of the first three given names, themselves included."""
        return frozenset().union(*map(groups_of, self.given[:GROUPED]))

    @property
    def initials(self) -> tuple[str, ...]:
        """The first letters of the given names, in their order."""
        return first_letters(self.given)

    @property
    def daily_initials(self) -> frozenset[str]:
        """The first letters of the given names and of their daily names."""
        daily = daily_letters().get(self.given[0], ()) if self.given else ()
        return frozenset(first_letters(self.groups)) | frozenset(daily)

    @property
    def marked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The words with a letter beyond plain ASCII, as the register writes them, each with its folded words."""
        parts = sorted(set(_WORD_BREAK.split(self.spelled)))
        return tuple((part, words(part)) for part in parts if not part.isascii())


def resident_forms(resident: Resident) -> ResidentForms:
    """Return every form of a name the resident may go by."""
    own = _surname(resident.voorvoegsel, resident.geslachtsnaam)
    if resident.voornamen and not own.parts:
        # a surname that is unknown or lapsed (`.`, `-`): the given names are a chain in one field
        resident = resident._replace(geslachtsnaam=resident.voornamen, voornamen=None)
        own = _surname(resident.voorvoegsel, resident.geslachtsnaam)
    partner = _surname(resident.partner_voorvoegsel, resident.partner_geslachtsnaam)
    others = _other_forms(own.form, partner)
    given = words(resident.voornamen) or own.parts
    if resident.former:
        others = (*others, *sorted(glue(name) for name in resident.former if name))
    return ResidentForms(
        prefix=own.prefix,
        own=own.parts,
        partner=partner.parts,
        given=given,
        one_name=resident.voornamen is None,
        own_form=own.form,
        own_full=own.full,
        own_forms=own.forms,
        own_base=own.base,
        own_stripped=own.stripped,
        other_forms=others,
        given_stripped=_stripped(resident.voornamen),
        in_use=_in_use(resident, bool(partner.full)),
        spelled=_spelled(resident),
    )


class _Surname(NamedTuple):
    """A surname with its prefix: the prefix glued, the words without it, these as one word, that with the prefix, its forms,
    its base, and what is left without the letters that have a mark."""

    prefix: str
    parts: tuple[str, ...]
    form: str
    full: str
    forms: tuple[str, ...]
    base: str
    stripped: str


@lru_cache(maxsize=1 << 14)
def _surname(before: str | None, text: str | None) -> _Surname:
    """Read a surname and its prefix; of thirty thousand residents there are some five thousand."""
    every, prefix = words(text), glue(words(before))
    parts = without(every, prefixes())
    form, full = glue(parts), prefix + glue(every)
    forms = _own_forms(before, form, full)
    return _Surname(prefix, parts, form, full, forms, base_of(parts), _stripped_surname(text))


def groups_of(name: str) -> tuple[str, ...]:
    """Return the names that share a daily name or a spelling with a folded given name, itself included."""
    return name_groups().get(name) or (name,)


@lru_cache(maxsize=1 << 14)
def akin_to(name: str) -> frozenset[str]:
    """Return every name of which `groups_of` has one in common with that of this name."""
    groups = groups_of(name)
    return frozenset(groups).union(*(_of_group().get(one, ()) for one in groups))


@cache
def _of_group() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, groups in name_groups().items():
        for one in groups:
            found.setdefault(one, []).append(name)
    return found


def base_of(name: Sequence[str]) -> str:
    """Return a name glued, each word in the spelling that names its group of transliterations."""
    bases = name_bases()
    return "".join([bases.get(word, word) for word in name])


def _own_forms(prefix: str | None, form: str, full: str) -> tuple[str, ...]:
    if not form:
        return (full,) if full else ()
    if prefix and " " in prefix:
        # "vd" of "van den", for the prefix cut short and glued (vdBerg)
        return form, full, _WORD.sub(r"\1", prefix.lower()) + form
    return (form,) if form == full else (form, full)


def _other_forms(own: str, partner: _Surname) -> tuple[str, ...]:
    """The partner's name alone and with the own."""
    if not partner.form:
        return ()
    alone = (partner.form, partner.full)
    return (*alone, own + partner.form, partner.form + own) if own else alone


def _stripped(text: str | None) -> tuple[str, ...]:
    """The words of a text without every letter that has a mark; none where no letter has one."""
    if text is None or text.isascii():
        return ()
    return tuple(_OTHER.sub(" ", _LOST_WITH_MARKS.sub("", text.lower())).split())


def _stripped_surname(text: str | None) -> str:
    parts = _stripped(text)
    return glue(without(parts, prefixes())) if parts else ""


def _in_use(resident: Resident, partner: bool) -> str:
    if not partner:
        return "geen_partner"
    if resident.naamgebruik in BY_PARTNER:
        return "partner"
    return {"M": "eigen_man", "V": "eigen_vrouw"}.get(resident.geslacht or "", "eigen")


def _spelled(resident: Resident) -> str:
    fields = (resident.voornamen, resident.geslachtsnaam, resident.partner_geslachtsnaam)
    spelled = " ".join(filter(None, fields))
    return "" if spelled.isascii() else spelled.lower()
