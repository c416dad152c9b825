"""Columns under a name that nobody knows, read for what stands in them: who it is, and where they live.

What was not read is no proof of absence: without it a delivery with other headings is one of people without a birth
date or an address, and most of them are nobody. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brp_match.delivery.findings import (
    Answers,
    DeliveredRow,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    settle,
)
from brp_match.delivery.homes import Fit
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.proposals import LEAST, propose
from brp_match.ingest.column_names import speaks_of_others, tells_number
from brp_match.reading.dates import read_date

WHOLE_NAMES = ("volledige_naam", "achternaam")
"""A row with one of these has its name: words in another column are something else."""

BY_NAMES = frozenset({*WHOLE_NAMES, "voornamen"})
"""Columns that are known by names which people have; what people of a register have is told to no deliverer."""

READ = frozenset(
    {*BY_NAMES, "voorletters", "voorvoegsel", "geboortedatum", "straatnaam", "huisnummer", "postcode", "plaatsnaam"}
)  # fmt: skip
"""Columns of ours that are looked for: who somebody is and where they live. Amounts and numbers of a deliverer are
too much alike."""

NEIGHBOURS = frozenset({"straatnaam", "postcode", "huisnummertoevoeging", "huisletter"})
"""A number of a house stands beside one of these; small numbers elsewhere may be months of arrears."""

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


def guess_columns(
    rows: Sequence[DeliveredRow],
    layouts: Mapping[int, Sequence[str | None]],
    unread: Mapping[int, Mapping[int, str]],
    known: KnownWords,
    today: date,
) -> dict[tuple[int, str], Guesses]:
    """Return, by file and VLP, what its unread columns are.

    `layouts`: by file, what each place of a row is of ours; `unread`: by file, place → heading of a column that nobody
    reads and that may be looked into. A file is looked at as a whole, then every VLP in it: where deliveries were
    put together, a column of ours may be filled by another VLP only.
    """
    found: dict[tuple[int, str], Guesses] = {}
    for source, names in sorted(unread.items()):
        members = [row for row in rows if row.source == source and row.cells]
        columns = {p: c for p, c in enumerate(layouts.get(source, ())) if c}
        whole = _guesses(members, columns, names, known, today)
        for vlp in sorted({row.vlp for row in members}):
            group = [row for row in members if row.vlp == vlp]
            known_by_all = {p: one.column for p, one in whole.items() if one.column}
            left = {p: name for p, name in names.items() if p not in known_by_all}
            taken = columns | known_by_all
            own = _guesses(group, taken, left, known, today)
            guesses = {**{p: whole[p] for p in known_by_all}, **own}
            if guesses:
                found[source, vlp] = guesses
    return found


def _guesses(
    rows: Sequence[DeliveredRow],
    columns: Mapping[int, str],
    names: Mapping[int, str],
    known: KnownWords,
    today: date,
) -> dict[int, Guess]:
    cells = {p: [text for row in rows if (text := _cell(row, p))] for p in names}
    look = [p for p in names if len(cells[p]) >= LEAST and not speaks_of_others(names[p])]
    if not look:
        return {}
    # a column of ours without anything in it leaves its place to another
    taken = {p: c for p, c in columns.items() if any(_cell(row, p) for row in rows)}
    for column, is_one in _by_words(known):
        best = max(look, key=lambda p: 0.0 if p in taken else _share(cells[p], is_one))
        if (
            column not in taken.values()
            and best not in taken
            and _share(cells[best], is_one) >= NAMES_KNOWN
        ):
            taken[best] = column
    width = 1 + max((*columns, *names))
    closed = {p: "" for p in range(width) if p not in look and p not in taken}
    proposals = propose(
        [[_cell(row, p) for row in rows] for p in range(width)], taken | closed, today
    )
    named = {p: one.column for p, one in proposals.items() if one.column not in WORDS} | taken
    fit = Fit(KnownWords(streets=known.streets, towns=known.towns))
    found = {}
    for p in sorted(look):
        column = named.get(p, "")
        if column not in READ or not _is_it(column, p, rows, named, names[p], known):
            column = ""
        home = sum(fit.is_home(column, text) for text in cells[p]) if column else 0
        found[p] = Guess(column, names[p], home, len(cells[p]))
    return found


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
    there = [row for row in rows if _cell(row, place)]
    texts = [_cell(row, place) for row in there]
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
                [_cell(row, p) for p, c in named.items() if c == "straatnaam" for row in there],
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
    return 2 * sum(any(_cell(row, p) for p in places) for row in rows) > len(rows)


def _cell(row: DeliveredRow, place: int) -> str:
    return (row.cells[place] or "").strip() if place < len(row.cells) else ""


def _share(texts: Sequence[str], is_one: Callable[[str], object]) -> float:
    return sum(map(bool, map(is_one, texts))) / max(1, len(texts))


def read_columns(
    cells: Sequence[Sequence[str | None]],
    guesses: Guesses,
    vlp: str,
    answers: Answers,
    layout: Sequence[str | None],
) -> tuple[Step, Sequence[str | None]]:
    """Read the unread columns of one group: `cells` are its whole rows as they came, `layout` what each place is of ours.

    Returns the cells that come in and what was found, and the layout with what is read.
    """
    mends: Mends = {}
    findings: list[Finding] = []
    places: dict[int, str] = {}
    for place, guess in sorted(guesses.items()):
        filled = {
            n: text
            for n, row in enumerate(cells)
            if place < len(row) and (text := (row[place] or "").strip())
        }
        if not filled or not guess.column:
            continue
        mended, question = settle(
            Kind.KOLOM, vlp, guess.column, len(filled), guess.certainty, answers
        )
        if mended:
            places[place] = guess.column
            for n in filled:
                mends.setdefault(n, {})[guess.column] = cells[n][place]
        findings.append(
            Finding(
                Kind.KOLOM, guess.column, len(filled), len(cells), guess.certainty, "rule of succession", mended,
                {"passend": guess.home, "gevuld": guess.filled}, guess.name, question,
                own=guess.column not in BY_NAMES,
            )
        )  # fmt: skip
    read = [places.get(p, None if c in places.values() else c) for p, c in enumerate(layout)]
    return Step(mends, tuple(findings)), read


ADDRESS = ("postcode", "straatnaam", "plaatsnaam", "huisnummer")


def tells_nothing(rows: Sequence[Values], guesses: Guesses) -> bool:
    """Tell whether a group has no birth date and no address at all while columns in it were not read: whoever its rows
    are about, it stands in one of those."""
    return any(not one.column for one in guesses.values()) and not any(
        row.get(column) for row in rows for column in ("geboortedatum", *ADDRESS)
    )
