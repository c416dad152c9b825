"""Names of a signal beside those of a resident: titles, initials, swapped parts, the partner's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from brp_match.model import Reason
from brp_match.reading.organisations import legal_form
from brp_match.reading.surname_prefixes import prefixes
from brp_match.review.compare_text import Difference, compare_text, folded, whole

TITLES = frozenset(
    {"dhr", "hr", "heer", "mevrouw", "mevr", "mw", "fam", "familie", "erven", "en", "of"}
)
"""Words before a name that are no part of it; without full stops."""

NO_FIRST = "Het signaal heeft geen voornaam."


def name_rows(
    signal: Mapping[str, Any], person: Mapping[str, Any]
) -> list[tuple[str, str, str, Difference]]:
    """Return label, both texts and their difference: one row for a whole name, else first names and surname.

    `signal`: a delivered row; `person`: a row of candidates.parquet, or empty when there is nobody.
    """
    first = _of(signal, "voornamen")
    letters = _of(signal, "voorletters")
    surname = _joined(signal, "voorvoegsel", "achternaam")
    theirs, own = _of(person, "voornamen"), _joined(person, "voorvoegsel", "geslachtsnaam")
    if not first and not letters:
        mine = surname or _of(signal, "volledige_naam")
        both = " ".join(part for part in (theirs, own) if part)
        return [("Naam", mine, both, _whole_name(mine, theirs, own, _partner(person)))]
    given = (
        _initials(letters, theirs)
        if not first
        else _first_names(first, theirs, own, _codes(person))
    )
    return [
        ("Voornamen", first or letters, theirs, given),
        ("Achternaam", surname, own, _surname(surname, theirs, own, _partner(person))),
    ]


def _codes(person: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(_of(person, "redenen").split("|"))


def _first_names(mine: str, theirs: str, surname: str, codes: frozenset[str]) -> Difference:
    if mine and theirs:
        if folded(mine) == folded(surname):
            return _all(mine, theirs, "Dit is in de BRP de achternaam.")
        held, asked = folded(theirs).split(), folded(mine).split()
        if asked != held and asked and all(name in held for name in asked):
            said = "de eerste" if asked == held[: len(asked)] else "een andere"
            return Difference(
                whole(mine), whole(theirs), f"Gelijk aan {said} voornaam in de BRP."
                if len(asked) == 1 else "Gelijk aan een deel van de voornamen in de BRP.",
            )  # fmt: skip
    if mine and theirs and Reason.ROEPNAAM.value in codes:
        return _all(mine, theirs, f"“{mine}” is een roepnaam.", differs=False)
    return compare_text(mine, theirs, other="Een andere voornaam.")


def _initials(letters: str, theirs: str) -> Difference:
    """Initials are held against initials."""
    if not theirs:
        return compare_text(letters, theirs)
    fits = _fit(letters, theirs)
    said = f"Die {'passen' if fits else _unfit(letters, theirs)}."
    words = f"Het signaal heeft alleen voorletters. {said}"
    return _all(letters, theirs, words, differs=not fits)


def _fit(letters: str, names: str) -> bool:
    asked = [letter for letter in folded(letters).upper() if letter.isalpha()]
    held = [name[0].upper() for name in folded(names).split()]
    return bool(held) and held[: len(asked)] == asked[: len(held)]


def _unfit(letters: str, names: str) -> str:
    """How initials that are not the first ones do not fit."""
    asked = {letter for letter in folded(letters).upper() if letter.isalpha()}
    held = {name[0].upper() for name in folded(names).split()}
    return "horen bij een andere voornaam" if asked <= held else "passen niet"


def _surname(mine: str, first: str, own: str, partner: str) -> Difference:
    if mine and partner:
        key = _key(mine)
        shown = f"{own} (partner: {partner})"
        if key == _key(partner):
            return Difference(whole(mine), whole(shown), "Dit is de naam van de partner.")
        if key in (_key(f"{own} {partner}"), _key(f"{partner} {own}")):
            return Difference(
                whole(mine), whole(shown), "Dit is de eigen naam met die van de partner."
            )
    first_names = (folded(first), *folded(first).split())
    if mine and folded(mine) != folded(own) and folded(mine) in first_names:
        return _all(mine, own, "Dit is in de BRP een voornaam.")
    return compare_text(mine, own, other="Een andere achternaam.")


def _whole_name(mine: str, first: str, own: str, partner: str) -> Difference:
    """A name in one piece: word for word, whatever their order; titles count for nothing."""
    both = " ".join(part for part in (first, own) if part)
    if not mine or not both:
        return compare_text(mine, both)
    words, kind = mine.split(), legal_form(mine)
    names, surname = folded(first).split(), _key(own).split()
    lent = _key(partner).split()
    own_given, lent_given = _covers(words, surname), _covers(words, lent)
    letters = [
        word for word in words
        if _is_initials(word) and _key(word) not in surname and not (kind == "rechtspersoon" and legal_form(f"Zaak {word}") == kind)
    ]  # fmt: skip
    fits = bool(letters) and _fit("".join(letters), first)
    known = {*names, *surname, *(lent if lent_given or not own_given else ())}
    differs = [
        not fits if word in letters else not (_is_title(words, place) or set(_key(word).split()) <= known)
        for place, word in enumerate(words)
    ]  # fmt: skip
    given = {part for word in words for part in _key(word).split()}
    said = [OF_FORM[kind]] if kind in OF_FORM else []
    if letters:
        said.append(f"De voorletters {'passen' if fits else _unfit(''.join(letters), first)}.")
    elif given & set(names):
        said.append("De voornaam is gelijk.")
    elif not said:
        said.append(NO_FIRST)
    left = _marked(words, differs, known)
    if own_given and lent_given and not set(lent) <= set(surname):
        said.append("De achternaam is de eigen naam met die van de partner.")
    elif set(surname) <= given:
        said.append("De achternaam is gelijk.")
    elif lent_given:
        said.append("De achternaam is die van de partner.")
    else:
        mine_of_it = [
            (word, flag) for word, flag in zip(words, differs, strict=True)
            if word not in letters and (flag or set(_key(word).split()) <= set(surname))
        ]  # fmt: skip
        found = _part_of_surname(mine_of_it, own, given)
        right = ((f"{first} " if first else "", False), *found.right)
        return Difference(
            left, tuple(piece for piece in right if piece[0]), " ".join((*said, found.words))
        )
    extra = " ".join(
        piece.strip("-")
        for word, flag in zip(words, differs, strict=True) if flag and word not in letters
        for piece, unknown in _halves(word, known) if unknown
    )  # fmt: skip
    if extra and kind not in OF_FORM:
        said.append(f"In het signaal staat “{extra}” extra.")
    return Difference(left, whole(both), " ".join(said))


OF_FORM = {
    "rechtspersoon": "Dit is de naam van een rechtspersoon.",
    "onderneming": "Dit is de naam van een onderneming.",
    "natuurlijk": "Dit is de naam van een onderneming van een persoon.",
}
"""What is said of a name that names no person alone."""


def _part_of_surname(
    words: Sequence[tuple[str, bool]], own: str, given: Collection[str]
) -> Difference:
    """A surname of which a part is not in the signal; `words`: those of the signal for it, and whether each differs."""
    held = own.split()
    missing = [not set(_key(word).split()) <= set(given) for word in held]
    if not all(
        lacks or folded(word) in prefixes() for word, lacks in zip(held, missing, strict=True)
    ):
        return Difference((), _spans(held, missing), "Een deel van de achternaam is gelijk.")
    mine, (first, last) = _between([flag for _, flag in words]), _between(missing)
    if mine[0] == mine[1]:
        return Difference((), whole(own, True), "Het signaal heeft geen achternaam.")
    spelled = " ".join(word for word, _ in words[slice(*mine)])
    alike = compare_text(spelled, " ".join(held[first:last]), other="")
    if not alike.words:
        return Difference((), whole(own, True), "De achternaam is anders.")
    before, after = " ".join([*held[:first], ""]), " ".join(["", *held[last:]])
    spans = ((before, False), *alike.right, (after, False))
    return Difference((), tuple(piece for piece in spans if piece[0].strip()), alike.words)


def _between(flags: Sequence[bool]) -> tuple[int, int]:
    """The places of the first that is true, and after the last; the same place where none is."""
    true = [place for place, flag in enumerate(flags) if flag]
    return (true[0], true[-1] + 1) if true else (0, 0)


def _covers(words: Sequence[str], names: Sequence[str]) -> bool:
    given = {part for word in words for part in _key(word).split()}
    return bool(names) and set(names) <= given


def _is_title(words: Sequence[str], place: int) -> bool:
    """Whether the word there is a title, or the first half of “de heer”."""
    here, following = (folded(word).strip(".") for word in (*words, "")[place : place + 2])
    return here in TITLES or (here == "de" and following == "heer")


def _is_initials(word: str) -> bool:
    plain = word.replace(".", "").replace("-", "")
    return plain.isalpha() and plain.isupper() and (len(plain) == 1 or "." in word)


def _halves(word: str, known: Collection[str]) -> list[tuple[str, bool]]:
    """The halves of a double name, each with whether it is unknown; a word without a known half in one piece."""
    halves = [
        (half, not set(_key(half).split()) <= set(known)) for half in re.findall("[^-]+-?|-+", word)
    ]
    return halves if not all(unknown for _, unknown in halves) else [(word, True)]


def _marked(
    words: Sequence[str], differs: Sequence[bool], known: Collection[str]
) -> tuple[tuple[str, bool], ...]:
    """Words with what differs marked; of a double name the half that does."""
    spans: list[tuple[str, bool]] = []
    for word, flag in zip(words, differs, strict=True):
        spans += [(" ", False)] if spans else []
        spans += _halves(word, known) if flag else [(word, False)]
    return tuple(spans)


def _spans(words: Sequence[str], differs: Sequence[bool]) -> tuple[tuple[str, bool], ...]:
    last = len(words) - 1
    return tuple(
        piece
        for place, (word, flag) in enumerate(zip(words, differs, strict=True))
        for piece in ((word, flag), (" " if place < last else "", False))
        if piece[0]
    )


def _all(mine: str, theirs: str, words: str, *, differs: bool = True) -> Difference:
    return Difference(whole(mine, differs), whole(theirs, differs), words)


def _partner(person: Mapping[str, Any]) -> str:
    return _joined(person, "partner_voorvoegsel", "partner_geslachtsnaam")


def _key(text: str) -> str:
    """Without capitals, signs on letters, hyphens and full stops."""
    return " ".join(folded(text).replace("-", " ").replace(".", " ").replace(",", " ").split())


def _of(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "").strip()


def _joined(row: Mapping[str, Any], *names: str) -> str:
    return " ".join(part for part in (_of(row, name) for name in names) if part)
