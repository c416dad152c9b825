"""What columns under unknown names are, by their cells and the columns beside them: those that tell who somebody is and where
they live. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brp_match.delivery.findings import DeliveredRow
from brp_match.delivery.homes import Fit
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.proposals import CLEAR, LEAST, propose
from brp_match.ingest.column_names import speaks_of_others, tells_number
from brp_match.reading.dates import read_date

WHOLE_NAMES = ("volledige_naam", "achternaam")
"""A row with one of these has its name: words in another column are something else."""

BY_NAMES = frozenset({*WHOLE_NAMES, "voornamen"})
"""Columns that are known by names which people have; what people of a register have is told to no deliverer."""

READ = frozenset(
    {*BY_NAMES, "voorletters", "voorvoegsel", "geboortedatum", "straatnaam", "huisnummer", "huisletter",
     "huisnummertoevoeging", "postcode", "plaatsnaam"}
)  # fmt: skip
"""Columns of ours that are looked for: who somebody is and where they live. Amounts and numbers of a deliverer are
too much alike."""

NEIGHBOURS = frozenset({"straatnaam", "postcode", "huisnummertoevoeging", "huisletter"})
"""A number of a house stands beside one of these; small numbers elsewhere may be months of arrears."""

SHORT = 4
"""Signs of an addition to the number of a house."""

HIGH = 0.2
"""Share of numbers above `MONTHS` from which they are no months: of numbers of houses some half is."""

MONTHS = 24
"""Months of arrears are told up to two years."""

NUMBERED = 0.5
"""Share of streets with a figure in them from which the number stands behind the street."""

FIRSTS = 0.5
"""Share of dates on the first of a month from which they are days that a contract begins, no birth dates."""

NAMES_KNOWN = 0.5
"""Share of the filled cells with words that are known, from which they are names of people or places."""

WORDS = frozenset({*BY_NAMES, "plaatsnaam"})
"""Columns of ours that words alone do not tell: the words must be known."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A column of ours that a delivered one is, by `home` of its `filled` cells; '' for none. `name` is its heading."""

    column: str
    name: str
    home: int
    filled: int

    @property
    def certainty(self) -> float:
        """How likely the next cell is at home there too (Laplace's rule of succession), from 0 to 1."""
        return (self.home + 1) / (self.filled + 2)


_NUMBERED = re.compile(r".*[^\W\d].*\d").match

_FIGURES = re.compile(r"\d{1,5}")

Guesses = Mapping[int, Guess]
"""Place in a row → what stands there."""


def columns_by_cells(
    rows: Sequence[DeliveredRow],
    columns: Mapping[int, str],
    names: Mapping[int, str],
    known: KnownWords,
    today: date,
) -> dict[int, Guess]:
    """Return place → what stands there, for the unread columns `names` (place → heading) of these rows that have cells.

    `columns`: place → column of ours that is read there.
    """
    cells = {p: [text for row in rows if (text := cell_of(row, p))] for p in names}
    look = [p for p in names if len(cells[p]) >= LEAST and not speaks_of_others(names[p])]
    if not look:
        return {}
    # a column of ours without anything in it leaves its place to another
    taken = {p: c for p, c in columns.items() if any(cell_of(row, p) for row in rows)}
    for column, is_one in _by_words(known):
        best = max(look, key=lambda p: 0.0 if p in taken else _share(cells[p], is_one))
        if (
            column not in taken.values()
            and best not in taken
            and _share(cells[best], is_one) >= NAMES_KNOWN
        ):
            taken[best] = column
    width = 1 + max((*columns, *names))
    # nothing is proposed for a column without cells
    open_to_us = [cells[p] if p in look else [] for p in range(width)]
    proposals = propose(open_to_us, taken, today)
    named = {p: one.column for p, one in proposals.items() if one.column not in WORDS} | taken
    for p in sorted(look):
        if p not in named and named.get(p - 1) in ("huisnummer", "huisletter"):
            column = _behind_number(cells[p])
            if column and column not in named.values():
                named[p] = column
    fit = Fit(KnownWords(streets=known.streets, towns=known.towns))
    found = {}
    for p in sorted(look):
        column = named.get(p, "")
        if column not in READ or not _is_it(column, p, rows, named, names[p], known):
            column = ""
        home = sum(fit.is_home(column, text) for text in cells[p]) if column else 0
        found[p] = Guess(column, names[p], home, len(cells[p]))
    return found


def _behind_number(texts: Sequence[str]) -> str:
    """Which column of ours short additions behind the number of a house are; '' for none."""
    if _share(texts, lambda text: len(text) == 1 and text.isalpha()) >= CLEAR:
        return "huisletter"
    short = _share(texts, lambda text: len(text) <= SHORT and " " not in text)
    return "huisnummertoevoeging" if short >= CLEAR else ""


def _by_words(known: KnownWords) -> tuple[tuple[str, Callable[[str], object]], ...]:
    """Columns that are known by their words, the most telling first, and whether a cell has them."""

    def surname(text: str) -> bool:
        return plain(text) in known.surnames or plain(text).rpartition(" ")[2] in known.surnames

    def given(text: str) -> bool:
        return all(word in known.given for word in plain(text).split())

    return (
        ("plaatsnaam", known.is_town),
        ("straatnaam", known.is_street),
        (
            "volledige_naam",
            lambda text: " " in text and surname(text) and plain(text) not in known.surnames,
        ),
        ("voornamen", lambda text: given(text) and not (" " not in text and surname(text))),
        ("achternaam", surname),
    )


def _is_it(
    column: str,
    place: int,
    rows: Sequence[DeliveredRow],
    named: Mapping[int, str],
    name: str,
    known: KnownWords,
) -> bool:
    """Tell whether more than the type of its cells says that a column is this one of ours."""
    there = [row for row in rows if cell_of(row, place)]
    texts = [cell_of(row, place) for row in there]
    others = {c for p, c in named.items() if p != place}
    match column:
        case "geboortedatum":
            days = [read.date.day for text in texts if (read := read_date(text)).date is not None]
            return days.count(1) < FIRSTS * len(days)
        case "huisnummer":
            beside = {named.get(place - 1, ""), named.get(place + 1, "")}
            high = _share(
                texts, lambda text: (one := _FIGURES.match(text)) and int(one[0]) > MONTHS
            )
            in_street = _share(
                [cell_of(row, p) for p, c in named.items() if c == "straatnaam" for row in there],
                _NUMBERED,
            )
            return in_street < NUMBERED and (
                tells_number(name) or (bool(beside & NEIGHBOURS) and high >= HIGH)
            )
        case "achternaam" | "volledige_naam":
            return not _named(there, named, place, WHOLE_NAMES)
        case "voornamen" | "voorletters" | "voorvoegsel":
            return "achternaam" in others and not _named(there, named, place, WHOLE_NAMES[:1])
        case _:
            return True


def _named(
    rows: Sequence[DeliveredRow], named: Mapping[int, str], place: int, columns: Sequence[str]
) -> bool:
    """Tell whether most of these rows have something in one of our columns, at another place."""
    places = [p for p, column in named.items() if column in columns and p != place]
    return 2 * sum(any(cell_of(row, p) for p in places) for row in rows) > len(rows)


def cell_of(row: DeliveredRow, place: int) -> str:
    """Return a cell of a row as it came, '' for an empty one or none."""
    return (row.cells[place] or "").strip() if place < len(row.cells) else ""


def _share(texts: Sequence[str], is_one: Callable[[str], object]) -> float:
    return sum(map(bool, map(is_one, texts))) / max(1, len(texts))
