"""The order of dates in one column: what rows that allow one order only prove of those that allow two.

The tests stand in `form_counts`. Where neither settles a form (too few dates, or none that has a day above 12), both readings of its
dates are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

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
    settle,
)
from brp_match.delivery.form_counts import (
    FormCount,
    count_forms,
    half_converted,
    is_mixed,
    order_of,
    usual_order,
)
from brp_match.reading.dates import pivot_of, read_date

SERIALS_AT_LEAST = 3
"""From so many serial numbers on a column has serial numbers, and shorter ones are days before 1927."""

_SHORTER = re.compile(r"\s*\d{3,5}\s*")

NOMINAL = (Order.DMY, Order.YMD)


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
    forms = count_forms(cells)
    findings: list[Finding] = []
    chosen = {name: order_of(form) for name, form in forms.items()}
    converted = half_converted(forms, {name: order for name, (order, _) in chosen.items()})
    halves = {name: sure for name, sure in converted.items() if sure >= 0.5}
    if len(halves) == len(forms) > 1:
        # what a spreadsheet left alone is not converted as well
        halves = {}
    of = sum(1 for text in texts if text)
    for name, form in forms.items():
        order, sure = chosen[name]
        mixed = is_mixed(form)
        if mixed:
            # two orders in one form: what a row does not prove itself stays as the form is usually read
            order, sure = usual_order(form.family), 0.5 + ASK_FROM
        if name in halves:
            order = EXCHANGED[order]
            finding = _finding(
                Kind.HALF_OMGEZET, vlp, column, form, order, halves[name], of, answers
            )
        else:
            finding = _finding(Kind.DATUMVOLGORDE, vlp, column, form, order, sure, of, answers)
        usual = usual_order(form.family)
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
    usual = EXCHANGED[found_order] if form.family is Family.EIGHT else usual_order(form.family)
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
    usual = usual_order(form.family)
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
