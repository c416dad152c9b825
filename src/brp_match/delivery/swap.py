"""Two columns that stand in each other's place, for all rows of a VLP or for some.

Every row says by how much it fits better with two columns exchanged (a log-likelihood ratio, bounded so
that no single row decides). The sum over the rows, with prior odds, is the posterior that the columns
are exchanged. Where the columns are names, the words are held against the given names and surnames
that are known, each with its share among all bearers. The comparison reads names the other way round by
itself, so names are put back only where it is beyond doubt that the whole column is exchanged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from brp_match.delivery.findings import (
    ASK_FROM,
    Answers,
    Finding,
    Habit,
    Kind,
    Mends,
    Question,
    Step,
    Values,
    probability,
    question_id,
    settle,
)
from brp_match.delivery.homes import Fit
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.placeholders import binomial_tail
from brp_match.reading.dates import OTHER_PIVOT, read_date

PAIRS = (
    ("postcode", "plaatsnaam"), ("straatnaam", "plaatsnaam"), ("huisnummer", "huisnummertoevoeging"),
    ("huisnummer", "huisletter"), ("huisnummer", "postcode"), ("straatnaam", "huisnummer"),
    ("straatnaam", "postcode"), ("voornamen", "voorletters"), ("voorvoegsel", "voorletters"),
    ("voorvoegsel", "achternaam"), ("voorletters", "achternaam"), ("achternaam", "straatnaam"),
    ("volledige_naam", "straatnaam"), ("volledige_naam", "geboortedatum"), ("telefoon", "email"), ("geboortedatum", "signaaldatum"),
    ("klantnummer", "signaaldatum"), ("klantnummer", "bedrag"), ("sector", "vlp"),
)  # fmt: skip
"""Columns that stand next to each other in some layout or are confused in a mapping."""

_BOTH_FILLED = frozenset({("sector", "vlp")})
"""Pairs of which an empty cell tells nothing: a sector alone is no VLP whose sector is missing."""

NAMES = ("voornamen", "achternaam")

EXCHANGED = math.log(0.002)
"""Natural logarithm of the prior odds that a VLP delivers two columns in each other's place."""

BOUND = 4.0
"""No row counts for more than this log-likelihood ratio (about 55 to 1)."""

NAMES_CERTAIN = 0.9999
"""From this posterior probability names are put back for a whole VLP. A name counts once, however many rows
have it: with `BOUND` and `EXCHANGED` that takes four names that each tell as much as one may."""

NAMES_MISREAD = 0.05
"""Share of people whose given name is a commoner surname than their surname is, or the other way round (measured
on made-up towns: 0.010, and 0.048 where many are refugees)."""

NAMES_PART = 0.01
"""Where more names tell against than `NAMES_MISREAD` explains (binomial tail below this), a part of the rows has
its names exchanged, and not the column."""

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
    totals = {pair: sum(_bounded(_gain(row, *pair, fit)) for row in rows) for pair in PAIRS}
    # the pair that explains most first; what it mended is looked at as mended by the next
    for one, other in sorted(PAIRS, key=lambda pair: -totals[pair]):
        now = [{**row, **mends.get(p, {})} for p, row in enumerate(rows)]
        gains = [_gain(row, one, other, fit) for row in now]
        _settle(now, gains, one, other, vlp, answers, mends, findings, fit)
    now = [{**row, **mends.get(p, {})} for p, row in enumerate(rows)]
    _settle_names(now, [name_gain(row, names) for row in now], vlp, answers, mends, findings)
    return Step(mends, tuple(findings))


def _bounded(gain: float) -> float:
    return max(-BOUND, min(BOUND, gain))


def _gain(row: Values, one: str, other: str, fit: Fit) -> float:
    first, second = row.get(one), row.get(other)
    if not (first or second) or ((one, other) in _BOTH_FILLED and not (first and second)):
        return 0.0
    gain = fit.of(one, second) + fit.of(other, first) - fit.of(one, first) - fit.of(other, second)
    return gain + (_born_after(first, second) if one == "geboortedatum" else 0.0)


def _born_after(born: str | None, signalled: str | None) -> float:
    """Return what the order of two dates tells: nobody is born on or after the day of the signal about them."""
    birth, day = read_date(born).date, read_date(signalled, pivot=OTHER_PIVOT).date
    if birth is None or day is None:
        return 0.0
    return BOUND if birth >= day else -BOUND


def _by_itself(row: Values, gain: float, one: str, other: str, fit: Fit) -> bool:
    """Tell whether a row alone shows that two cells are exchanged: away from home, and both at home after it."""
    first, second = row.get(one), row.get(other)
    if gain <= OWN or (fit.is_home(one, first) and fit.is_home(other, second)):
        return False
    return fit.is_home(one, second) and fit.is_home(other, first)


def name_gain(row: Values, known: KnownWords) -> float:
    """Return the log-likelihood ratio that given name and surname stand in each other's column; 0 if unknown."""
    given, surname = row.get("voornamen"), row.get("achternaam")
    if not given or not surname:
        return 0.0
    first, last = plain(given).split(), plain(surname).split()
    if not first or not last:
        return 0.0
    return _as_surname(first[-1], known) - _as_surname(last[-1], known)


def _as_surname(word: str, known: KnownWords) -> float:
    """Return ln(share of surnames that are this word / share of given names), 0 where it is neither."""
    as_last, as_first = known.surnames.get(word, 0), known.given.get(word, 0)
    if not as_last and not as_first:
        return 0.0
    return math.log((as_last + 0.5) / (as_first + 0.5))


def _settle_names(
    rows: Sequence[Values],
    gains: Sequence[float],
    vlp: str,
    answers: Answers,
    mends: Mends,
    findings: list[Finding],
) -> None:
    """Put given names and surnames back for a whole VLP, or ask; else they are for the comparison to see."""
    one, other = NAMES
    names = {
        (plain(r.get(one) or ""), plain(r.get(other) or "")): g
        for r, g in zip(rows, gains, strict=True)
        if g
    }
    for_it = sum(g > 0 for g in names.values())
    if not for_it:
        return
    sure = probability(sum(map(_bounded, names.values())) + EXCHANGED)
    answer = answers.get(question_id(Kind.VERWISSELD, vlp, one))
    against = len(names) - for_it
    of_all = binomial_tail(against, len(names), NAMES_MISREAD) >= NAMES_PART
    whole = sure >= NAMES_CERTAIN and of_all
    question = None
    if answer is not None:
        whole = answer is Habit.MEND
    elif not whole and sure >= ASK_FROM:
        question = Question(
            question_id(Kind.VERWISSELD, vlp, one), Habit.LEAVE, sum(g > 0 for g in gains)
        )
    # not a row that shows by itself that its names stand well, nor a surname beside initials
    places = [p for p, row in enumerate(rows) if whole and gains[p] > -BOUND and row.get(one)]
    if not places and question is None:
        return
    for p in places:
        mends.setdefault(p, {}).update({one: rows[p].get(other), other: rows[p].get(one)})
    findings.append(
        Finding(
            Kind.VERWISSELD, one, len(places) or sum(g > 0 for g in gains), len(rows), sure,
            "likelihood ratio", bool(places), {"voor": for_it, "tegen": against}, other, question,
            own=False,
        )
    )  # fmt: skip


def _settle(
    rows: Sequence[Values],
    gains: Sequence[float],
    one: str,
    other: str,
    vlp: str,
    answers: Answers,
    mends: Mends,
    findings: list[Finding],
    fit: Fit,
) -> None:
    telling = [g for g in gains if g]
    if not any(g > 0 for g in telling):
        return
    total = sum(map(_bounded, telling))
    sure = probability(total + EXCHANGED)
    for_it = sum(g > 0 for g in telling)
    whole, question = settle(Kind.VERWISSELD, vlp, one, for_it, sure, answers)
    whole = whole and for_it * 2 > len(telling)
    places = [
        p
        for p, g in enumerate(gains)
        if (whole and g > 0) or (not whole and _by_itself(rows[p], g, one, other, fit))
    ]
    places = [p for p in places if rows[p].get(one) or rows[p].get(other)]
    if not places and question is None:
        return
    for p in places:
        mends.setdefault(p, {}).update({one: rows[p].get(other), other: rows[p].get(one)})
    findings.append(
        Finding(
            Kind.VERWISSELD, one, len(places) or for_it, len(rows), sure if whole or question else 1.0,
            "likelihood ratio", bool(places), {"voor": for_it, "tegen": len(telling) - for_it}, other, question,
        )
    )  # fmt: skip
