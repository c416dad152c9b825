"""Given names and surnames in each other's column, for a whole VLP: told by the names that are known.

The comparison reads names the other way round by itself, so they are put back only where it is beyond doubt that
the whole column is exchanged.
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
    Values,
    probability,
    question_id,
)
from brp_match.delivery.known import KnownWords, plain
from brp_match.delivery.too_frequent import binomial_tail

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


def bounded(gain: float) -> float:
    """Return a log-likelihood ratio within what one row may count for."""
    return max(-BOUND, min(BOUND, gain))


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


def settle_names(
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
    sure = probability(sum(map(bounded, names.values())) + EXCHANGED)
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
