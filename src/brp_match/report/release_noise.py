"""What a released card is made of: the counts of a month with noise, so that no signal planted beside known ones can be read.

A deliverer that knows what becomes of all its signals but one (of people that it makes up: they drop out) reads that
one where a step of a rate begins, or where a figure is first told. With noise no count is surely told otherwise
than the one beside it. Everything on the card is worked out from these counts: what is hidden, steps, shares and
tens. They keep their sums: noise moves persons between outcomes. What a deliverer counts itself stays exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from brp_match.dutch import Month
from brp_match.model import Reason
from brp_match.noise import noise
from brp_match.report import firewall as fw
from brp_match.report.cards import (
    Cause,
    FieldAccuracy,
    Mend,
    MonthOutcomes,
    Outcomes,
    Overview,
    Sides,
    Split,
)
from brp_match.report.release_tables import CONFIRMED, FED_BACK, WENT, own_outcomes


def key_of(record: Mapping[str, Any]) -> bytes:
    """Return the key of a run's noise, from the register that it was held against: who does not have that cannot
    know it, and the command and the service come to the same. Empty for a run.json that names no register.
    """
    read = [one["sha256"] for one in record.get("invoer", ()) if one["soort"] == "inwoners"]
    return sha256("\n".join(("vrijgave", *sorted(read))).encode()).digest() if read else b""


@dataclass(frozen=True)
class Draws:
    """The noise of one deliverer's month, or of a month of all; none without a key."""

    key: bytes = field(repr=False)
    about: str
    minimum: int

    @classmethod
    def of(cls, overview: Overview, month: Month, about: str) -> Draws:
        """Return the draws of a month of an overview; `about`: of whom."""
        key = dict(overview.sleutels).get(month, b"")
        return cls(key, f"{overview.gemeente}\n{about}\n{month.code}", overview.minimum)

    def on(self, what: str, count: int) -> int:
        """Return a count with its noise, which may be under nought: the same count always the same."""
        if not self.key:
            return count
        return count + noise(self.key, f"{self.about}\n{what}\n{count}", self.minimum)


def with_noise(month: MonthOutcomes, delivered: int, draws: Draws) -> MonthOutcomes:
    """Return one deliverer's month as its card may know it; `delivered`: signals, which it knows."""
    if not draws.key:
        return month
    own, exact = own_outcomes(month), month.uitkomsten
    fed = sum(own[one] for one in FED_BACK)
    persons = _within(draws.on("geleverd", exact.geleverd), fed, max(delivered, fed))
    drop = _within(draws.on("uitval", exact.uitval), fed, persons)
    review = _within(draws.on("beoordeling", exact.beoordeling), 0, persons - drop)
    gone = _within(draws.on("weg", sum(own[one] for one in WENT)), 0, drop - fed)
    first = _within(draws.on(str(WENT[0]), own[WENT[0]]), 0, gone)
    told = dict(zip(WENT, (first, gone - first), strict=True)) | {one: own[one] for one in FED_BACK}
    told[fw.Outcome.NIET_OPGEPAKT] = drop - gone - fed
    # of a cause only its outcome counts from here on
    causes = tuple(Cause(Reason.NIET_GEVONDEN, CONFIRMED[one], True, n) for one, n in told.items())
    outcomes = Outcomes(persons, persons - drop - review, review, drop)
    sides = _sides(month.zijden, fed, gone, drop, draws) if month.zijden else None
    return MonthOutcomes(month.maand, outcomes, causes, sides)


def _sides(sides: Sides, fed: int, gone: int, drop: int, draws: Draws) -> Sides:
    """Return whose the drop-out is, adding up to the drop-out with noise."""
    split = sides.split
    data = _within(draws.on("levering", split.levering), fed, drop - gone)
    right = _within(draws.on("terecht", split.terecht), gone, drop - data)
    return Sides(Split(right, data, drop - data - right), sides.fouten)


def everybody(exact: Outcomes, own: Outcomes, told: Outcomes, draws: Draws) -> Outcomes:
    """Return a month of all deliverers as a card may know it: its own part as it is `told`, and the others' with noise.

    `exact`: everybody once, whatever the number of names that delivered them; `own`: the own part of that. The draws are on
    the others alone, so that the average is no second look at the own part; who they are is other deliverers' too.
    """
    others, dropped = exact.geleverd - own.geleverd, exact.uitval - own.uitval
    others = max(0, draws.on("geleverd door anderen", others))
    drop = told.uitval + _within(draws.on("uitval van anderen", dropped), 0, others)
    persons = told.geleverd + others
    # of the others only who dropped out is told apart
    return Outcomes(persons, persons - drop - told.beoordeling, told.beoordeling, drop)


def mend_with_noise(mend: Mend, draws: Draws) -> Mend:
    """Return what a fault cost as a card may know it; what is fed back row by row is known."""
    if mend.teruggekoppeld and mend.teruggekoppeld == mend.uitval:
        return mend
    drop, review = (
        float(max(0, draws.on(f"{mend.code} {what}", int(n + 0.5)))) if draws.key else n
        for what, n in (("uitval", mend.uitval), ("beoordeling", mend.beoordeling))
    )
    return replace(mend, uitval=drop, beoordeling=review)


def field_with_noise(one: FieldAccuracy, persons: int, draws: Draws) -> FieldAccuracy:
    """Return how often a field agrees as a card may know it; `persons`: as many as it tells at most."""
    count = int(one.n)
    if not draws.key or one.schatting is None or not count:
        return one
    agreeing = draws.on(f"{one.veld} klopt", round(one.schatting * count))
    found = _within(draws.on(one.veld, count), 0, persons)
    return replace(one, schatting=_within(agreeing, 0, count) / count, n=float(found))


def _within(count: int, least: int, most: int) -> int:
    return max(least, min(count, most))
