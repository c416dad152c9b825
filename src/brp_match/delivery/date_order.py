"""The order of dates in one column: what rows that allow one order only prove of those that allow two.

Two tests, both likelihood ratios over the distinct dates of one form (a form is what one program
writes alike), with prior odds:

- **order**: a date that exists under an order has probability 1 - `MISTYPED` under it, else `MISTYPED`.
  Dates that exist under both orders say nothing.
- **half converted**: a spreadsheet that reads `05-03-1970` month first makes a date of it, day and month
  exchanged, and leaves `25-03-1970` alone as text, because there is no month 25. So of one form no
  date has a day above 12, and of the other every date has. Otherwise `LATE` of the dates has such a day.
  The mechanism is described in J. Ziemann e.a. for gene names and, for dates, in Excel's own
  documentation of automatic conversion; the probabilities are those of a calendar.

Where neither test settles a form (too few dates, or none that has a day above 12), both readings of its dates are told.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from brp_match.delivery.date_forms import (
    EXCHANGED,
    ORDERS,
    Family,
    Order,
    Written,
    as_read,
    short_serial,
    written,
)
from brp_match.delivery.findings import (
    ASK_FROM,
    NOTHING,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    probability,
    settle,
)
from brp_match.reading.dates import pivot_of, read_date

MISTYPED = 0.02
"""Dates that cannot exist in the order they are written in: more than any source in the benchmark has."""

LATE = 0.55
"""Share of dates with a day above 12: 221 of 365 in a calendar, less where many are the first of a month."""

HALF_CONVERTED = -5.0
"""Natural logarithm of the prior odds that a column was half converted: one delivery in 150."""

SERIALS_AT_LEAST = 3
"""From so many serial numbers on a column has serial numbers, and shorter ones are days before 1927."""

_SHORTER = re.compile(r"\s*\d{3,5}\s*")

SPREAD = 4
"""So many different days must stand in a half-converted form: a column of first days is no such thing."""

NOMINAL = (Order.DMY, Order.YMD)


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


def mend_dates(texts: Sequence[str | None], vlp: str, column: str, answers: Answers) -> Step:
    """Find and mend the order of the dates of one column of one group, and tell the other reading of birth dates that
    are not settled.

    A mended cell is written `jjjj-mm-dd`. Texts that are no date in figures are left alone.
    """
    cells = {place: one for place, text in enumerate(texts) if (one := written(text))}
    if not cells:
        return NOTHING
    mends: Mends = {}
    others: dict[int, str] = {}
    padded = _lost_zeros(texts, cells)
    cells |= padded
    if sum(one.family is Family.SERIAL for one in cells.values()) >= SERIALS_AT_LEAST:
        for place, text in enumerate(texts):
            if short := short_serial(text):
                mends[place] = {column: _text_of(short.parts)}
    forms = _joined(cells)
    findings: list[Finding] = []
    chosen = {name: _order_of(form) for name, form in forms.items()}
    converted = _half_converted(forms, {name: order for name, (order, _) in chosen.items()})
    halves = {name: sure for name, sure in converted.items() if sure >= 0.5}
    if len(halves) == len(forms) > 1:
        # what a spreadsheet left alone is not converted as well
        halves = {}
    of = sum(1 for text in texts if text)
    for name, form in forms.items():
        order, sure = chosen[name]
        mixed = _mixed(form)
        if mixed:
            # two orders in one form: what a row does not prove itself stays as the form is usually read
            order, sure = _usual(form.family), 0.5 + ASK_FROM
        if name in halves:
            order = EXCHANGED[order]
            finding = _finding(
                Kind.HALF_OMGEZET, vlp, column, form, order, halves[name], of, answers
            )
        else:
            finding = _finding(Kind.DATUMVOLGORDE, vlp, column, form, order, sure, of, answers)
        usual = _usual(form.family)
        if finding.mended:
            order = Order(finding.to)
            mends |= _written_out(form, cells, order, column)
        else:
            order = usual
        if finding.question or mixed or (name in converted and name not in halves):
            others |= _read_otherwise(form, cells, finding, column)
        mends |= _written_out(form, padded, order, column)
        # a row that allows one order only is read by it, whatever the others do
        mends |= _proven(form, cells, order, column, skip=mends)
        if finding.mended or finding.question or mixed:
            findings.append(finding)
    mends |= _of_their_century(texts, cells, mends, column)
    return Step(mends, tuple(findings), others if column == "geboortedatum" else {})


def _read_otherwise(
    form: FormCount, cells: Mapping[int, Written], finding: Finding, column: str
) -> dict[int, str]:
    """The dates of a form that the order a finding did not choose reads as another day, in that order; by place."""
    found_order = Order(finding.to)
    usual = EXCHANGED[found_order] if form.family is Family.EIGHT else _usual(form.family)
    other = usual if finding.mended else found_order
    pivot = pivot_of(column)
    found = {}
    for place in form.places:
        read = {as_read(cells[place], one, pivot) for one in (found_order, usual)}
        left = as_read(cells[place], other, pivot)
        if left and None not in read and len(read) > 1:
            found[place] = _text_of(left)
    return found


def _of_their_century(
    texts: Sequence[str | None], cells: Mapping[int, Written], mends: Mends, column: str
) -> Mends:
    """Return the dates with a year of two figures that stand whole in more rows of the column, in the century they have
    there: `53-01-01` beside 1-1-1753 is the lowest date of a program, and nobody born in 1953."""
    short = {p for p, one in cells.items() if one.family in (Family.SHORT_YEAR, Family.SIX)}
    if not short:
        return {}
    pivot = pivot_of(column)
    read = {
        place: day
        for place, text in enumerate(texts)
        if (day := read_date(mends.get(place, {}).get(column) or text, pivot=pivot).date)
    }
    counts = Counter(day for place, day in read.items() if place not in short)
    whole = {(d.year % 100, d.month, d.day): d for d, count in counts.items() if count > 1}
    return {
        place: {column: _text_of((day.year, day.month, day.day))}
        for place in short & read.keys()
        if (day := whole.get((read[place].year % 100, read[place].month, read[place].day)))
        and day != read[place]
    }


def _usual(family: Family) -> Order:
    return next(iter(ORDERS[family]))


def _finding(
    kind: Kind,
    vlp: str,
    column: str,
    form: FormCount,
    order: Order,
    sure: float,
    of: int,
    answers: Answers,
) -> Finding:
    usual = _usual(form.family)
    same = order is usual or (form.family is Family.EIGHT and order in NOMINAL)
    if same:
        # the usual order: what is asked is whether it is the other one
        other = EXCHANGED[order]
        mended, question = settle(kind, vlp, column, len(form.places), 1 - sure, answers)
        order = other
    else:
        mended, question = settle(kind, vlp, column, len(form.places), sure, answers)
    evidence = {f"alleen {o}": n for o, n in form.proving.items() if n}
    evidence["beide"] = form.distinct - sum(form.proving.values())
    return Finding(
        kind, column, len(form.places), of, sure if not same else 1 - sure,
        "likelihood ratio", mended, evidence, str(order), question,
    )  # fmt: skip


def _joined(cells: Mapping[int, Written]) -> dict[str, FormCount]:
    """Count the forms. A date of two figures in both parts, which shows no zero in front, is counted in no
    form when there are others: it joins the one whose dates have a day above 12 as it has, or has not.
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
        usual = read[_usual(family)]
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


def _order_of(form: FormCount) -> tuple[Order, float]:
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


def _half_converted(
    forms: Mapping[str, FormCount], orders: Mapping[str, Order]
) -> dict[str, float]:
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


def _mixed(form: FormCount) -> bool:
    """Tell whether a form holds more dates of another order than typing errors explain (binomial, 1 in 1000)."""
    usual = _usual(form.family)
    pair = (form.proving.get(usual, 0), form.proving.get(EXCHANGED[usual], 0))
    few, n = min(pair), sum(pair)
    tail = 1 - sum(math.comb(n, k) * MISTYPED**k * (1 - MISTYPED) ** (n - k) for k in range(few))
    return few > 0 and tail < 0.001


def _text_of(value: tuple[int, int, int]) -> str:
    return f"{value[0]:04d}-{value[1]:02d}-{value[2]:02d}"


def _written_out(form: FormCount, cells: Mapping[int, Written], order: Order, column: str) -> Mends:
    """The dates of a form that stand in `cells`, written out in its order."""
    return {
        place: {column: _text_of(value)}
        for place in form.places
        if place in cells and (value := as_read(cells[place], order, pivot_of(column)))
    }


def _lost_zeros(texts: Sequence[str | None], cells: Mapping[int, Written]) -> dict[int, Written]:
    """Return the numbers of five figures that are dates of six without their zero in front, and no serial numbers:
    beside more of six figures, or where one is too high for a serial number, and nearly all are a date with the zero.
    Beside these, or without any, those of three and four figures are dates too (`423` is 23 April 2000).
    """
    six = sum(one.family is Family.SIX for one in cells.values())
    shorter = {p: text.strip() for p, text in enumerate(texts) if text and _SHORTER.fullmatch(text)}
    padded = {p: one for p, text in shorter.items() if (one := written(text.zfill(6)))}
    dates = {p for p, one in padded.items() if any(as_read(one, o) for o in ORDERS[Family.SIX])}
    five = {place for place in padded if len(shorter[place]) == 5}
    beyond = any(place not in cells for place in five)
    enough = six >= SERIALS_AT_LEAST and (six > len(five) or beyond)
    if not enough or len(dates & five) < 0.9 * len(five):
        return {}
    return {place: one for place, one in padded.items() if place in dates | five}


def _proven(
    form: FormCount, cells: Mapping[int, Written], order: Order, column: str, *, skip: Mends
) -> Mends:
    """Rows that do not exist in the order of their form but do with day and month exchanged."""
    other = EXCHANGED[order]
    return {
        place: {column: _text_of(value)}
        for place in form.places
        if place not in skip
        and form.family is not Family.SERIAL
        and as_read(cells[place], order) is None
        and (value := as_read(cells[place], other, pivot_of(column)))
    }
