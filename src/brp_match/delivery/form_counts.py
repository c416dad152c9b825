"""Forms of the dates in one column, counted, and what the counts prove: the order, half a conversion, or two orders at once.

Two tests, both likelihood ratios over the distinct dates of one form (a form is what one program
writes alike), with prior odds:

- **order**: a date that exists under an order has probability 1 - `MISTYPED` under it, else `MISTYPED`.
  Dates that exist under both orders say nothing.
- **half converted**: a spreadsheet that reads `05-03-1970` month first makes a date of it, day and month
  exchanged, and leaves `25-03-1970` alone as text, because there is no month 25. So of one form no
  date has a day above 12, and of the other every date has. Otherwise `LATE` of the dates has such a day.
  The mechanism is described in J. Ziemann e.a. for gene names and, for dates, in Excel's own
  documentation of automatic conversion; the probabilities are those of a calendar.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from brp_match.delivery.date_forms import EXCHANGED, ORDERS, Family, Order, Written, as_read
from brp_match.delivery.findings import ASK_FROM, probability

MISTYPED = 0.02
"""Dates that cannot exist in the order they are written in: more than any source in the benchmark has."""

LATE = 0.55
"""Share of dates with a day above 12: 221 of 365 in a calendar, less where many are the first of a month."""

HALF_CONVERTED = -5.0
"""Natural logarithm of the prior odds that a column was half converted: one delivery in 150."""

SPREAD = 4
"""So many different days must stand in a half-converted form: a column of first days is no such thing."""


@dataclass(frozen=True)
class FormCount:
    """One form in a column: its rows, and what its distinct dates prove."""

    family: Family
    places: tuple[int, ...]
    fits: Mapping[Order, int]
    distinct: int
    proving: Mapping[Order, int]
    """Distinct dates that exist in this order and not with day and month exchanged."""
    days: int
    """Different numbers in the place of the day."""
    apart: FormCount | None = None
    """The same without the dates that joined from a form that shows no zero in front."""

    @property
    def late(self) -> float:
        """Share of the dates that exist in one order only."""
        return sum(self.proving.values()) / max(self.distinct, 1)

    def log_likelihood(self, order: Order) -> float:
        """Return the log-likelihood of the dates under one order."""
        good = self.fits[order]
        return good * math.log(1 - MISTYPED) + (self.distinct - good) * math.log(MISTYPED)


def usual_order(family: Family) -> Order:
    """Return the order in which dates of a family are usually read."""
    return next(iter(ORDERS[family]))


def count_forms(cells: Mapping[int, Written]) -> dict[str, FormCount]:
    """Count the forms of the dates of a column, given by their place; form → count.

    A date of two figures in both parts, which shows no zero in front, is counted in no form when there are others: it joins the
    one whose dates have a day above 12 as it has, or has not.
    """
    by_form: dict[str, list[int]] = defaultdict(list)
    for place, one in cells.items():
        by_form[one.form].append(place)
    counts = {
        name: _count([cells[p] for p in places], places) for name, places in sorted(by_form.items())
    }
    joined = {name: list(one.places) for name, one in counts.items()}
    for name in [one for one in counts if not one.rstrip("t").endswith("0")]:
        homes = [one for one in counts if one != name and one.replace("0", "") == name]
        if not homes:
            continue
        homes.sort(key=lambda one: (counts[one].late, one))
        early, late = homes[0], homes[-1]
        for place in by_form[name]:
            home = late if _is_late(cells[place]) else early
            joined[home].append(place)
        del joined[name]
    return {
        name: replace(
            counts[name]
            if len(places) == len(by_form[name])
            else _count([cells[p] for p in places], places),
            apart=counts[name],
        )
        for name, places in joined.items()
    }


def _is_late(one: Written) -> bool:
    return sum(as_read(one, order) is not None for order in _all_orders(one.family)) == 1


def _count(dates: Sequence[Written], places: Sequence[int]) -> FormCount:
    family = dates[0].family
    distinct = sorted({one.parts for one in dates})
    fits: Counter[Order] = Counter()
    proving: Counter[Order] = Counter()
    days: set[int] = set()
    telling = 0
    for parts in distinct:
        one = Written(family, "", parts)
        read = {order: as_read(one, order) for order in _all_orders(family)}
        usual = read[usual_order(family)]
        if usual and usual[1] == usual[2]:
            continue
        telling += 1
        for order, value in read.items():
            fits[order] += value is not None
            other = read.get(EXCHANGED[order])
            proving[order] += value is not None and other is None
        if usual:
            days.add(usual[2])
    return FormCount(family, tuple(places), fits, telling, proving, len(days))


def _all_orders(family: Family) -> tuple[Order, ...]:
    return (*ORDERS[family], Order.YDM) if family is Family.SERIAL else tuple(ORDERS[family])


def order_of(form: FormCount) -> tuple[Order, float]:
    """Return the likeliest order of a form and its posterior probability."""
    prior = ORDERS[form.family]
    scores = {order: form.log_likelihood(order) + odds for order, odds in prior.items()}
    top = max(scores.values())
    best = next(order for order in prior if scores[order] == top)
    total = sum(math.exp(score - top) for score in scores.values())
    # of eight figures the place of the year is told by the date itself
    twin = EXCHANGED[best]
    if form.family is Family.EIGHT and twin in scores:
        return best, probability(scores[best] - scores[twin])
    return best, 1 / total


def half_converted(forms: Mapping[str, FormCount], orders: Mapping[str, Order]) -> dict[str, float]:
    """Return the forms that a spreadsheet may have made with day and month exchanged, with the posterior of it: all that
    only a spreadsheet makes and of which no date shows otherwise, and others from `ASK_FROM`."""
    found: dict[str, float] = {}
    counts = {name: form.apart or form for name, form in forms.items()}
    for name, form in counts.items():
        order = orders[name]
        both = form.distinct - sum(form.proving[o] for o in (order, EXCHANGED[order]))
        of_spreadsheet = form.family is Family.SERIAL or name.endswith("t")
        if of_spreadsheet and both == form.distinct > 0:
            found[name] = 0.0
        if both < 3 or form.days < min(SPREAD, both) or both < form.distinct * 0.9:
            continue
        gain = both * math.log((1 - MISTYPED) / (1 - LATE))
        gain += (form.distinct - both) * math.log(MISTYPED / LATE)
        rest = sum(
            max(0.0, _late_only(other, orders[o])) for o, other in counts.items() if o != name
        )
        made = of_spreadsheet or form.family is Family.YEAR_FIRST
        if not made and rest == 0:
            continue
        sure = probability(gain + rest + HALF_CONVERTED)
        if sure >= ASK_FROM:
            found[name] = sure
    return found


def _late_only(form: FormCount, order: Order) -> float:
    """Return the log-likelihood ratio that only dates with a day above 12 are left in this form."""
    late = form.proving[order]
    other = form.distinct - late
    return late * math.log((1 - MISTYPED) / LATE) + other * math.log(MISTYPED / (1 - LATE))


def is_mixed(form: FormCount) -> bool:
    """Tell whether a form holds more dates of another order than typing errors explain (binomial, 1 in 1000)."""
    usual = usual_order(form.family)
    pair = (form.proving.get(usual, 0), form.proving.get(EXCHANGED[usual], 0))
    few, n = min(pair), sum(pair)
    tail = 1 - sum(math.comb(n, k) * MISTYPED**k * (1 - MISTYPED) ** (n - k) for k in range(few))
    return few > 0 and tail < 0.001
