"""Which key fields of a row could not be read: unreadable is not absent, and no ground to say it is nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from brp_match.delivery.cells import Cell, cell_type, is_lost
from brp_match.delivery.findings import Values
from brp_match.delivery.homes import at_home
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.placeholders import may_owe
from brp_match.delivery.surnames import LONG, NAMES, WORD, names_nobody, names_two
from brp_match.reading.addresses import read_address, read_postcode
from brp_match.reading.date_parts import DateReading
from brp_match.reading.field_width import filled_widths
from brp_match.reading.name_age import read_age
from brp_match.reading.name_titles import title_readings
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.word_lists import placeholder_dates


class Field(StrEnum):
    """The fields that tell who a signal is about."""

    NAAM = "naam"
    GEBOORTEDATUM = "geboortedatum"
    ADRES = "adres"


_LOST = re.compile(r"[?\ufffd]")
_DAMAGED = re.compile(r"(?<=\w)(?:[?\ufffd¹²³¼½¾]|[^\w\s!-~‘’“”„´°·…†‐–—])+(?=\w)")
"""Signs in the middle of a word that no name has: what stands where letters were lost."""

_HALF = re.compile(r"\s*[1-9]\d{3}\s?[A-Za-z]\s*")
"""A postcode that was cut: of its two letters one is left."""

_POSTCODE = re.compile(r"(?<!\d)\d{4,6}(?!\d)")
"""What any postcode has, here or abroad; a longer number is somebody's number."""

_NO_STREETS = KnownWords()


def unreadable_fields(
    row: Values, date_kind: str, streets: KnownWords = _NO_STREETS, *, dated: bool = True
) -> tuple[Field, ...]:
    """Return the key fields of a row that hold something that cannot be read as what they should be.

    `date_kind` is how the birth date was read: `geldig`, `onvolledig`, `ongeldig`, `ontbreekt`. `streets` that
    are known place an address whose postcode was cut. `dated`: the birth date may be somebody's; without one nothing else
    tells who is meant, and a name that lost a letter is unreadable. An empty field, or a word for no value, is absent and not unreadable.
    """
    found = []
    names = [row.get(column) for column in NAMES]
    if (
        _no_name(names, row)
        or names_nobody(row)
        or names_two(row)
        or not (dated or all(map(_is_whole, names)))
    ):
        found.append(Field.NAAM)
    # an age is no date, but it can be read
    if date_kind == "ongeldig" and read_age(row.get("geboortedatum")) is None:
        found.append(Field.GEBOORTEDATUM)
    if _no_address(row, streets):
        found.append(Field.ADRES)
    return tuple(found)


def tells_who(born: DateReading, today: date) -> bool:
    """Tell whether a birth date may be somebody's, and is none that programs write for anybody."""
    day = born.date
    known = (born.year, born.month, born.day) in placeholder_dates()
    return day is not None and may_owe(day, today) and not known


def unreadable_by_habit(
    rows: Sequence[Values], delivered: Sequence[Values], streets: KnownWords = _NO_STREETS
) -> dict[int, tuple[Field, ...]]:
    """Return the rows of a group with the fields that only the whole group shows to be unreadable.

    `rows` as they are mended, `delivered` as they came; `streets` that are known.
    """
    unplaced = {*numberless(rows, delivered), *misplaced_postcodes(rows, delivered, streets)}
    found: dict[int, tuple[Field, ...]] = dict.fromkeys(unplaced, (Field.ADRES,))
    for place in sorted({*cut_names(rows), *cut_alike(rows, streets)}):
        found[place] = (*found.get(place, ()), Field.NAAM)
    return found


_LITTLE = re.compile(r".*[\s.][^\W\d_]{2,3}")
"""A name whose last word has three letters at most, and is no initial."""

_ALONE = re.compile(r"[^\W\d_]{2,}")
"""One word, which may be the beginning of a given name."""


def cut_names(rows: Sequence[Values]) -> list[int]:
    """Return the rows of a group whose name fills a field that is too short and of whose surname three letters are left
    at most, or of which only one word is left: who is meant cannot be read."""
    texts = [(row.get("volledige_naam") or "").strip() for row in rows]
    filled = [text for text in texts if text]
    widths = filled_widths(filled)
    # where most names are one word, one word is a surname
    whole = sum(" " in text for text in filled) * 2 > len(filled)
    return [
        p
        for p, text in enumerate(texts)
        if text
        and not rows[p].get("achternaam")
        and (len(text) in widths or (_ends_in_prefix(text) and len(text) + 1 in widths))
        and (_LITTLE.fullmatch(text) or (whole and _is_alone(text)))
    ]


def cut_alike(rows: Sequence[Values], streets: KnownWords) -> list[int]:
    """Return the rows of a group whose name was cut at the length of a street: the street of that row is the beginning of a
    known one, or those of several others of that length are."""
    cut = [len(row.get("straatnaam") or "") if _is_begun(row, streets) else 0 for row in rows]
    widths = {width for width, count in Counter(cut).items() if width and count >= STREETS_AT_LEAST}
    lengths = [len(row.get("volledige_naam") or row.get("achternaam") or "") for row in rows]
    return [
        place
        for place, (own, length) in enumerate(zip(cut, lengths, strict=True))
        if (own and own - length in (0, 1)) or length in widths
    ]


def _is_begun(row: Values, streets: KnownWords) -> bool:
    """Tell whether the street is the beginning of a known one and none itself."""
    street = row.get("straatnaam") or ""
    begins = plain(street)
    if len(begins) < STREET_LETTERS or streets.is_street(street) or begins.endswith("str"):
        return False
    return any(known.startswith(begins) for known in streets.streets)


STREET_LETTERS, STREETS_AT_LEAST = 5, 3
"""So many letters of a street at least, before it is the beginning of another; so many of one length show how wide the fields are."""


def _is_alone(text: str) -> bool:
    return _ALONE.fullmatch(next(iter(title_readings(text)), "").strip()) is not None


def _ends_in_prefix(text: str) -> bool:
    """Tell whether a name of several words was cut at the space behind its prefix (`Sofie van`), which goes with it."""
    return text.split()[-1].lower() in prefixes()


NUMBERLESS, HABIT = 5, 0.8
"""From so many rows, and such a share of those with a street or postcode, a missing house number is a deliverer's habit."""


def numberless(rows: Sequence[Values], delivered: Sequence[Values]) -> list[int]:
    """Return the rows of a group whose house number was not delivered though it has an address: all where nearly all are
    so (a nought, the same number or nothing in every row), else those with a nought in its place.

    `rows` as they are mended, `delivered` as they came.
    """
    placed = [p for p, row in enumerate(rows) if _is_placed(row)]
    without = [p for p in placed if not _numbered(rows[p])]
    if len(without) >= max(NUMBERLESS, HABIT * len(placed)):
        return without
    return [p for p in without if re.fullmatch(r"\s*0+\s*", delivered[p].get("huisnummer") or "")]


_FIGURES = re.compile(r"\s*(?:NL[- ]*)?[1-9]\d{3}(?:\s*[A-Za-z])?\s*", re.IGNORECASE)
"""A postcode without its letters, or with one: of its place no less than a neighbourhood can be read."""


def misplaced_postcodes(
    rows: Sequence[Values], delivered: Sequence[Values], streets: KnownWords = _NO_STREETS
) -> list[int]:
    """Return the rows of a group that have an address and no postcode, where nearly all were delivered with something
    else in its column (customer numbers, postcodes without their first figure): where they live was not delivered.

    `rows` as they are mended, `delivered` as they came: a step may have put what stood there elsewhere. Words in the
    column (a town) leave an address to who lives in a known street.
    """
    came = [row.get("postcode") or "" for row in delivered]
    filled = [p for p, text in enumerate(came) if cell_type(text) not in (Cell.LEEG, Cell.GEEN)]
    without = [p for p, row in enumerate(rows) if _is_placed(row) and not _has_postcode(row)]
    others = {p for p in filled if not _like_postcode(delivered[p])} & {*without}
    if len(others) < max(NUMBERLESS, HABIT * len(filled)):
        return []
    figures = sum(any(map(str.isdigit, came[p])) for p in others) * 2 > len(others)
    return [p for p in without if figures or not streets.is_street(rows[p].get("straatnaam"))]


def _is_placed(row: Values) -> bool:
    return bool(row.get("straatnaam") or row.get("postcode"))


def _has_postcode(row: Values) -> bool:
    """Tell whether a row has a postcode, or the figures of one, be it behind its street."""
    return _like_postcode(row) or bool(
        read_address(straatnaam=row.get("straatnaam"), huisnummer=row.get("huisnummer")).postcode
    )


def _like_postcode(row: Values) -> bool:
    text = row.get("postcode") or ""
    return read_postcode(text) is not None or _FIGURES.fullmatch(text) is not None


def _numbered(row: Values) -> bool:
    """Tell whether an address has a number; a P.O. box has none to give."""
    read = read_address(
        row.get("straatnaam"), row.get("huisnummer"), row.get("huisletter"),
        row.get("huisnummertoevoeging"), row.get("postcode"),
    )  # fmt: skip
    return read.number is not None or read.po_box


def _no_name(texts: Sequence[str | None], row: Values) -> bool:
    filled = [text for text in texts if text and cell_type(text) is not Cell.GEEN]
    # (van de) Water is a surname where a sector stands where it should, or a prefix before it
    sector = bool(row.get("voorvoegsel")) or cell_type(row.get("sector")) is Cell.SECTOR
    return bool(filled) and not any(
        _is_name(text, at_home("achternaam", text) or (sector and cell_type(text) is Cell.SECTOR))
        for text in filled
    )


def _is_whole(text: str | None) -> bool:
    """Tell whether a name has all its letters: no sign stands in the middle of a word for one."""
    return not text or not _DAMAGED.search(text)


def _is_name(text: str, is_home: bool) -> bool:
    """Tell whether a text may be a name: a word of two letters at least, beside initials, and more letters than were
    lost. Of several signs in the middle of a word nobody knows how many letters they were. `is_home`: its type is that
    of a name."""
    letters = sum(c.isalpha() for c in text)
    damaged = [*map(len, _DAMAGED.findall(text))]
    return (
        not is_lost(text)
        and is_home
        and bool(WORD.search(text) or LONG.search(next(iter(title_readings(text)), "")))
        and letters > 2 * max(len(_LOST.findall(text)), sum(damaged))
        and max(damaged, default=0) < 2
    )


def _no_address(row: Values, streets: KnownWords) -> bool:
    """Tell whether a filled part of the address is of a kind that cannot stand there."""
    street, number, postcode = row.get("straatnaam"), row.get("huisnummer"), row.get("postcode")
    wrong_street = is_lost(street) or cell_type(street) in (
        Cell.DATUM, Cell.BEDRAG, Cell.EMAIL, Cell.TELEFOON, Cell.IBAN, Cell.GETAL, Cell.CIJFERS,
    )  # fmt: skip
    wrong_number = (
        bool(number) and cell_type(number) is not Cell.GEEN and not re.search(r"\d", number or "")
    )
    wrong_postcode = (
        bool(postcode) and not _POSTCODE.search(postcode or "") and cell_type(postcode) != Cell.GEEN
    ) or (_HALF.fullmatch(postcode or "") is not None and not streets.is_street(street))
    return wrong_street or wrong_postcode or (wrong_number and not re.search(r"\d", street or ""))
