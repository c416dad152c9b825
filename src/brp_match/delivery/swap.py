"""Two columns that stand in each other's place, for all rows of a VLP or for some.

Every row says by how much it fits better with two columns exchanged (a log-likelihood ratio, bounded so
that no single row decides). The sum over the rows, with prior odds, is the posterior that the columns
are exchanged. Where the columns are names, the words are held against the given names and surnames
that are known, each with its share among all bearers. The comparison reads names the other way round by
itself, so names are put back only where it is beyond doubt that the whole column is exchanged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from brp_match.delivery.cells import Cell, cell_type
from brp_match.delivery.findings import (
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    probability,
    settle,
)
from brp_match.delivery.homes import HOMES, Fit
from brp_match.delivery.known import KnownWords
from brp_match.delivery.swapped_days import DAYS, born_after, may_be_births, usual_day
from brp_match.delivery.swapped_days import by_itself as days_by_themselves
from brp_match.delivery.swapped_names import BOUND, EXCHANGED, bounded, name_gain, settle_names

PAIRS = (
    ("postcode", "plaatsnaam"), ("straatnaam", "plaatsnaam"), ("huisnummer", "huisnummertoevoeging"),
    ("huisnummer", "huisletter"), ("huisnummer", "postcode"), ("straatnaam", "huisnummer"),
    ("straatnaam", "postcode"), ("voornamen", "voorletters"), ("voorvoegsel", "voorletters"),
    ("voorvoegsel", "achternaam"), ("voorletters", "achternaam"), ("achternaam", "straatnaam"),
    ("volledige_naam", "straatnaam"), ("volledige_naam", "geboortedatum"), ("telefoon", "email"), ("geboortedatum", "signaaldatum"),
    ("klantnummer", "signaaldatum"), ("klantnummer", "bedrag"), ("sector", "vlp"), ("achternaam", "plaatsnaam"),
    ("volledige_naam", "plaatsnaam"), ("voornamen", "straatnaam"),
)  # fmt: skip
"""Columns that stand next to each other in some layout or are confused in a mapping."""

_TELLING = frozenset(
    {
        Cell.DATUM,
        Cell.POSTCODE,
        Cell.EMAIL,
        Cell.TELEFOON,
        Cell.VOORLETTERS,
        Cell.BEDRAG,
        Cell.CIJFERS,
    }
)
TELLS = math.log(50)
"""A cell of such a type, beside an empty one, tells by itself where it is so much likelier."""

WELL = math.log(0.08)
"""A cell that is likelier than this in a column is of a kind the column is for."""

_WORDS = ("voornamen", "achternaam", "volledige_naam", "straatnaam", "plaatsnaam")

_USUAL = frozenset(PAIRS)
_BOTH_FILLED = frozenset(
    (name, place)
    for name in ("achternaam", "volledige_naam", "voornamen")
    for place in ("straatnaam", "plaatsnaam")
) | {("sector", "vlp")}
"""Pairs of which an empty cell tells nothing: a sector alone is no VLP whose sector is missing, and no
name is a street because there is none. Nor does one of
two columns that are seldom confused."""

STRANGE = math.log(0.035)
"""Where the cells of a column are on average less likely there than this, it may hold those of any other column."""

LOOKED_AT = 300
"""So many rows tell what a column holds."""

OWN = math.log(1000)
"""A row by itself, in a group that is not exchanged, is mended from this likelihood ratio on."""


def mend_swaps(
    rows: Sequence[Values],
    vlp: str,
    fit: Fit,
    names: KnownWords,
    answers: Answers,
) -> Step:
    """Find and put back exchanged columns of one group. Mends both cells of a row.

    `fit` knows public places only; `names` are the given names and surnames that are known.
    """
    mends: Mends = {}
    findings: list[Finding] = []
    pairs = [*PAIRS, *_strange_pairs(rows, fit)]
    delivered = {pair: [_gain(row, *pair, fit) for row in rows] for pair in pairs}
    totals = {pair: sum(map(bounded, gains)) for pair, gains in delivered.items()}
    sent = usual_day(rows)
    # the pair that explains most first; what it mended is looked at as mended by the next
    for one, other in sorted(pairs, key=lambda pair: -totals[pair]):
        gains = [*delivered[one, other]]
        for p, cells in mends.items():
            gains[p] = _gain({**rows[p], **cells}, one, other, fit)
        if max(gains, default=0.0) <= 0:
            continue
        now = [{**row, **mends[p]} if p in mends else row for p, row in enumerate(rows)]
        alone = partial(_by_itself, one=one, other=other, fit=fit)
        if (one, other) == DAYS:
            alone = partial(days_by_themselves, sent=sent)
            if not may_be_births(now):
                gains = [g if alone(row, g) else 0.0 for row, g in zip(now, gains, strict=True)]
        whole = _settle(now, gains, one, other, vlp, answers, mends, findings, alone)
        if whole and _needs_both(one, other):
            _the_rest(now, gains, one, other, mends, fit)
    now = [{**row, **mends.get(p, {})} for p, row in enumerate(rows)]
    settle_names(now, [name_gain(row, names) for row in now], vlp, answers, mends, findings)
    return Step(mends, tuple(findings))


def _gain(row: Values, one: str, other: str, fit: Fit) -> float:
    first, second = row.get(one), row.get(other)
    if not (first or second):
        return 0.0
    if not (first and second) and _needs_both(one, other):
        alone = first or second
        from_, there = (one, other) if first else (other, one)
        if cell_type(alone) not in _TELLING or fit.of(there, alone) - fit.of(from_, alone) < TELLS:
            return 0.0
    if _is_no(one, second, one, other) or _is_no(other, first, one, other):
        # signs that nobody understands are no name because the name is missing
        return 0.0
    gain = fit.of(one, second) + fit.of(other, first) - fit.of(one, first) - fit.of(other, second)
    if gain > 0 and (one, other) not in _USUAL and not _well(one, second, other, first, fit):
        return 0.0
    return gain + (
        BOUND * born_after(first, second) if one == "geboortedatum" and other == DAYS[1] else 0.0
    )


def _is_no(to: str, text: str | None, one: str, other: str) -> bool:
    """Tell whether a cell is no reason to exchange two columns: signs of no kind, or figures among names."""
    if to in _WORDS[:3] and text and any(map(str.isdigit, text)) and cell_type(text) is Cell.NAAM:
        return True
    return cell_type(text) is Cell.TEKENS and (to in _WORDS or (one, other) not in _USUAL)


def _well(one: str, second: str | None, other: str, first: str | None, fit: Fit) -> bool:
    """Tell whether both cells are of a kind that their column is for, after they are exchanged."""
    return all(not text or fit.of(to, text) >= WELL for to, text in ((one, second), (other, first)))


def _needs_both(one: str, other: str) -> bool:
    return (one, other) in _BOTH_FILLED or (one, other) not in _USUAL


def _strange_pairs(rows: Sequence[Values], fit: Fit) -> list[tuple[str, str]]:
    """Return the pairs, beside those of `PAIRS`, with a column that holds what it is not for."""
    filled = {column: _mean_fit(rows, column, fit) for column in HOMES if column not in _ROW}
    present = [column for column, fits in filled.items() if fits is not None]
    strange = [column for column in present if (filled[column] or 0.0) < STRANGE]
    usual = {frozenset(pair) for pair in PAIRS}
    pairs = {tuple(sorted((one, other))) for one in strange for other in present if one != other}
    return [(one, other) for one, other in sorted(pairs) if frozenset((one, other)) not in usual]


_ROW = frozenset({"signaal_id", "vlp", "sector", "soort_signaal"})
"""Columns by which rows are grouped or told apart: they stay, but for the pairs that are named."""


def _mean_fit(rows: Sequence[Values], column: str, fit: Fit) -> float | None:
    """Return the mean log-probability of the filled cells of a column; None where it has none."""
    cells = [*islice((text for row in rows if (text := row.get(column))), LOOKED_AT)]
    if not cells:
        return None
    if len({*cells}) < 2 + len(cells) // 10:
        # one value for many rows is what stands for nothing, or the same for all
        return 0.0
    return sum(fit.of(column, text) for text in cells) / len(cells)


def _by_itself(row: Values, gain: float, one: str, other: str, fit: Fit) -> bool:
    """Tell whether a row alone shows that two cells are exchanged: away from home, and both at home after it."""
    first, second = row.get(one), row.get(other)
    if gain <= OWN or (fit.is_home(one, first) and fit.is_home(other, second)):
        return False
    return fit.is_home(one, second) and fit.is_home(other, first)


def _settle(
    rows: Sequence[Values],
    gains: Sequence[float],
    one: str,
    other: str,
    vlp: str,
    answers: Answers,
    mends: Mends,
    findings: list[Finding],
    alone: Callable[[Values, float], bool],
) -> bool:
    """Exchange two columns back, for the whole group or rows alone; tell whether it was the whole group."""
    telling = [g for g in gains if g]
    if not any(g > 0 for g in telling):
        return False
    total = sum(map(bounded, telling))
    sure = probability(total + EXCHANGED)
    for_it = sum(g > 0 for g in telling)
    whole, question = settle(Kind.VERWISSELD, vlp, one, for_it, sure, answers)
    whole = whole and for_it * 2 > len(telling)
    places = [
        p for p, g in enumerate(gains) if (whole and g > 0) or (not whole and alone(rows[p], g))
    ]
    places = [p for p in places if rows[p].get(one) or rows[p].get(other)]
    if not places and question is None:
        return False
    for p in places:
        mends.setdefault(p, {}).update({one: rows[p].get(other), other: rows[p].get(one)})
    findings.append(
        Finding(
            Kind.VERWISSELD, one, len(places) or for_it, len(rows), sure if whole or question else 1.0,
            "likelihood ratio", bool(places), {"voor": for_it, "tegen": len(telling) - for_it}, other, question,
        )
    )  # fmt: skip
    return whole and bool(places)


def _the_rest(
    rows: Sequence[Values],
    gains: Sequence[float],
    one: str,
    other: str,
    mends: Mends,
    fit: Fit,
) -> None:
    """Exchange what single rows did not tell by themselves, of a group whose columns are exchanged."""
    for place, (row, gain) in enumerate(zip(rows, gains, strict=True)):
        first, second = row.get(one), row.get(other)
        if gain or not (first or second):
            continue
        after = fit.of(one, second) + fit.of(other, first)
        if after > fit.of(one, first) + fit.of(other, second):
            mends.setdefault(place, {}).update({one: second, other: first})
