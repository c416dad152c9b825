"""Rows whose cells moved a column left or right, put back where every cell comes home.

A row is held against its columns as they were delivered, moved from one place to another: the sum of
log-probabilities that its cells have where they would stand. The best move is taken where it beats the
row as it came by a likelihood ratio that outweighs the prior odds of a shifted row, and no cell is away
from home after it. The prior of a group grows with the rows that moved the same way (empirical Bayes:
B. Efron, Large-Scale Inference, 2010, chapter 1).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from brp_match.delivery.findings import (
    NOTHING,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    probability,
    settle,
)
from brp_match.delivery.homes import Fit, at_home

SHIFTED = math.log(0.001)
"""Natural logarithm of the prior odds of a shifted row, before the others of its group are seen."""

DISTANCES = (-1, 1, -2, 2)
"""Where a cell comes from: so many columns to the right, or to the left where negative."""

LIKELIER = math.log(100)
"""A move with a smaller likelihood ratio is no move, however many rows of the group make it."""

BEYOND_DOUBT = math.log(1e6)
"""From this likelihood ratio on a move counts though another cell of the row is away from home."""


@dataclass(frozen=True, slots=True)
class Move:
    """Cells from column `first` up to and including `last` came from `by` columns further to the right.

    `by` is negative where they must go back to the left. `gain` is the log-likelihood ratio.
    """

    first: int
    last: int
    by: int
    gain: float


Cells = Sequence[str | None]


def mend_shifts(
    rows: Sequence[Cells],
    columns: Sequence[str | None],
    vlp: str,
    fit: Fit,
    answers: Answers,
) -> Step:
    """Find and put back shifted rows of one group.

    `rows` are whole rows as delivered, `columns` what each place of a row is of ours (None: not ours).
    The mended cells are those that change; the column of the finding is where the shift begins.
    """
    moves = {
        place: move for place, row in enumerate(rows) if (move := best_move(row, columns, fit))
    }
    if not moves:
        return NOTHING
    patterns = Counter(_pattern(move, columns) for move in moves.values())
    mends: Mends = {}
    findings: list[Finding] = []
    for pattern, count in sorted(patterns.items(), key=lambda item: (-item[1], item[0])):
        prior = max(SHIFTED, math.log(count / (len(rows) + 2)) if count > 1 else SHIFTED)
        same = [p for p, move in moves.items() if _pattern(move, columns) == pattern]
        sure = probability(sum(moves[p].gain for p in same) / len(same) + prior)
        column = next((c for c in columns[pattern[0] :] if c), "")
        mended, question = settle(Kind.VERSCHOVEN, vlp, column, count, sure, answers)
        if mended:
            for place in same:
                mends[place] = changed(rows[place], columns, moves[place])
        way = "naar links" if pattern[1] < 0 else "naar rechts"
        findings.append(
            Finding(
                Kind.VERSCHOVEN, column, count, len(rows), sure, "likelihood ratio", mended,
                {"rijen": count, "alle rijen": len(rows)}, way, question,
            )
        )  # fmt: skip
    return Step(mends, tuple(findings))


def _pattern(move: Move, columns: Sequence[str | None]) -> tuple[int, int]:
    return move.first, move.by


def best_move(row: Cells, columns: Sequence[str | None], fit: Fit) -> Move | None:
    """Return the move that brings every cell of a row home, None where the row is at home or none does."""
    width = len(columns)
    away = [p for p in range(width) if not at_home(columns[p], _cell(row, p))]
    if not away:
        return None
    stay = [fit.of(columns[p], _cell(row, p)) for p in range(width)]
    best: Move | None = None
    for by in DISTANCES:
        moved = [fit.of(columns[p], _cell(row, p + by)) for p in range(width)]
        move = _best_stretch(row, columns, stay, moved, by, away[0] - 1, fit)
        if move and (best is None or move.gain > best.gain + 1e-9):
            best = move
    if best is None or best.gain < LIKELIER or not _comes_home(row, columns, best):
        return None
    return best


def _cell(row: Cells, place: int) -> str | None:
    return row[place] if 0 <= place < len(row) else None


def _best_stretch(
    row: Cells,
    columns: Sequence[str | None],
    stay: Sequence[float],
    moved: Sequence[float],
    by: int,
    reach: int,
    fit: Fit,
) -> Move | None:
    """Return the best stretch of columns for one distance; it ends at `reach` or further."""
    width = len(columns)
    empty = [fit.of(column, None) for column in columns]
    filled = [bool(_cell(row, p)) for p in range(width)]
    sums = [0.0]
    for p in range(width):
        sums.append(sums[-1] + moved[p] - stay[p])
    best: Move | None = None
    for first in range(width):
        if by > 0 and any(filled[first : first + by]):
            continue
        for last in range(max(first + abs(by), reach), width):
            # a move may drop nothing: what it writes over is empty
            if by < 0 and any(filled[last + by + 1 : last + 1]):
                continue
            # the cells that the stretch leaves behind become empty
            behind = range(last + 1, last + 1 + by) if by > 0 else range(first + by, first)
            gain = sums[last + 1] - sums[first]
            gain += sum(empty[p] - stay[p] for p in behind if 0 <= p < width)
            if best is None or gain > best.gain + 1e-9:
                best = Move(first, last, by, gain)
    return best


def changed(row: Cells, columns: Sequence[str | None], move: Move) -> dict[str, str | None]:
    """Return the columns of ours that a move changes, with their new text."""
    new = _moved(row, len(columns), move)
    return {
        column: new[p]
        for p, column in enumerate(columns)
        if column is not None and (new[p] or None) != (_cell(row, p) or None)
    }


def _moved(row: Cells, width: int, move: Move) -> list[str | None]:
    new = [_cell(row, p) for p in range(width)]
    for p in range(move.first, move.last + 1):
        new[p] = _cell(row, p + move.by)
    behind = (
        range(move.last + 1, move.last + 1 + move.by)
        if move.by > 0
        else range(move.first + move.by, move.first)
    )
    for p in behind:
        if 0 <= p < width:
            new[p] = None
    return new


def _comes_home(row: Cells, columns: Sequence[str | None], move: Move) -> bool:
    """Tell whether every cell is at home after the move, or fewer are away and the move is beyond doubt."""
    new = _moved(row, len(columns), move)
    left = sum(not at_home(column, new[p]) for p, column in enumerate(columns))
    before = sum(not at_home(column, _cell(row, p)) for p, column in enumerate(columns))
    return left == 0 or (left < before and move.gain > BEYOND_DOUBT)
