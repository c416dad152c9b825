"""Columns under a name that nobody knows, read for what stands in them: who it is, and where they live.

What was not read is no proof of absence: without it a delivery with other headings is one of people without a birth
date or an address, and most of them are nobody. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
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
from brp_match.delivery.known import KnownWords
from brp_match.delivery.known_by_cells import BY_NAMES, Guess, Guesses, cell_of, columns_by_cells
from brp_match.ingest.column_names import told_names

AGREED = 1 / 3
"""Share of the deliverers with something in a column who must tell what it is."""

MOST = 3 / 4
"""Share of those who tell it who must say the same."""


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
        told = told_names(names)
        groups: dict[str, list[DeliveredRow]] = defaultdict(list)
        for row in members:
            groups[row.vlp].append(row)
        whole = columns_by_cells(members, columns, names, known, today)
        own = {
            vlp: columns_by_cells(group, columns, names, known, today)
            for vlp, group in groups.items()
        }
        agreed = {p: one for p, one in whole.items() if one.column}
        of_file = {one.column for one in agreed.values()}
        agreed |= {
            p: one for p, one in _agreed([*own.values()]).items() if one.column not in of_file
        }
        for vlp, group in sorted(groups.items()):
            filled = {c for p, c in columns.items() if any(cell_of(row, p) for row in group)}
            if guesses := _of_group(own[vlp], agreed, filled):
                found[source, vlp] = {p: replace(one, name=told[p]) for p, one in guesses.items()}
    return found


def _of_group(own: Guesses, agreed: Guesses, filled: Set[str]) -> dict[int, Guess]:
    """What one deliverer's cells tell, below what all of the file agree on; `filled`: columns of ours that it has."""
    told = {p: one for p, one in agreed.items() if one.column not in filled}
    taken = {one.column for one in told.values()}
    rest = {p: one for p, one in own.items() if p not in told}
    return told | {
        p: replace(one, column="") if one.column in taken else one for p, one in rest.items()
    }


def _agreed(looks: Sequence[Guesses]) -> dict[int, Guess]:
    """Return what unread columns are by the deliverers of a file: what one writes there may be too strange, or too much
    shifted, to tell it by itself. A column of ours is told once, first where most say so."""
    agreed: dict[int, Guess] = {}
    while True:
        taken = {one.column for one in agreed.values()} | {""}
        votes = Counter(
            (place, one.column)
            for look in looks
            for place, one in look.items()
            if place not in agreed and one.column not in taken
        )
        told = Counter(
            {place: sum(n for (p, _), n in votes.items() if p == place) for place, _ in votes}
        )
        sure = [
            (-n, place, column)
            for (place, column), n in votes.items()
            if n >= AGREED * sum(place in look for look in looks) and n >= MOST * told[place]
        ]
        if not sure:
            return agreed
        _, place, column = min(sure)
        same = [one for look in looks if (one := look.get(place)) and one.column == column]
        home, filled = sum(one.home for one in same), sum(one.filled for one in same)
        agreed[place] = replace(same[0], home=home, filled=filled)


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
        if not guess.column:
            continue
        if not filled:
            # cells of other columns may have come there, and go back through it
            places[place] = guess.column
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
