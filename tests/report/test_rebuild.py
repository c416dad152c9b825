"""A deliverer with all its cards of a year tries to rebuild what was withheld, and must fail.

The reader here knows nothing of the code: it has the released cards, its own deliveries and the
feedback it gets row by row, and sets up one linear programme over all months with every count as
an unknown. A count under the minimum must stay open over a range at least the minimum wide, or as
wide as it is for a reader of the deliveries alone (a fault's: of the month's own figures alone).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from brp_match.dutch import Month
from brp_match.model import Feedback, Reason, Sector
from brp_match.report import firewall as fw
from brp_match.report.cards import (
    Cause,
    FieldAccuracy,
    Mend,
    MonthOutcomes,
    MunicipalityScorecard,
    Outcomes,
    Overview,
    Sides,
    Split,
)
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.release_parts import Parts
from brp_match.report.release_periods import least, periods
from brp_match.report.release_tables import MonthTable, step
from brp_match.report.statistics.funnel import funnel
from report.run_fixture import CATALOGUE, LEGAL, NO_POSTCODE, PLACEHOLDER

MINIMUM = 10
ME = "Waterbedrijf Noord"
OTHERS = ("Energie Direct", "Stroom", "Zorg")
DROPPED = (
    fw.Outcome.ONTERECHT_SIGNAAL, fw.Outcome.HERHAALDE_MELDING, fw.Outcome.OVERLEDEN,
    fw.Outcome.GEEN_INWONER, fw.Outcome.NIET_OPGEPAKT,
)  # fmt: skip
TOLD = DROPPED[:2]


@dataclass(frozen=True)
class Truth:
    """One month as it was: my count per outcome, the others' drop-out and signals, my faults."""

    mine: dict[fw.Outcome, int]
    other_drop: int
    other_taken: int
    faults: dict[str, tuple[int, int, int]]
    sides: tuple[int, int, int, int] | None = None
    """Of `niet_opgepakt`: nobody's, the delivery's, the municipality's; and the faulty that did not drop out."""

    @property
    def gone(self) -> int:
        return self.mine[fw.Outcome.OVERLEDEN] + self.mine[fw.Outcome.GEEN_INWONER]

    @property
    def parts(self) -> dict[fw.Part, int]:
        right, data, ours, _ = self.sides or (0, 0, 0, 0)
        data += sum(self.mine[o] for o in TOLD)
        right += self.gone
        return {
            fw.Part.UW_GEGEVENS: data, fw.Part.NIET_UW_GEGEVENS: right + ours, fw.Part.TERECHT: right,
            fw.Part.GEMEENTE: ours, fw.Part.OVERLEDEN_OF_GEEN_INWONER: self.gone,
        }  # fmt: skip

    @property
    def drop(self) -> int:
        return sum(self.mine[o] for o in DROPPED)

    @property
    def delivered(self) -> int:
        return sum(self.mine.values())


@st.composite
def months(draw: st.DrawFn) -> Truth:
    small = st.one_of(st.integers(0, 12), st.integers(0, 60))
    mine = {outcome: draw(small) for outcome in fw.Outcome}
    mine[fw.Outcome.OPGEPAKT] = draw(st.integers(0, 120))
    dropped, reviewed = mine[fw.Outcome.NIET_OPGEPAKT], mine[fw.Outcome.IN_BEOORDELING]
    right = draw(st.integers(0, dropped))
    data = draw(st.integers(0, dropped - right))
    sides = (right, data, dropped - right - data, draw(small))
    faults = {}
    for code in draw(st.sets(st.sampled_from([PLACEHOLDER, NO_POSTCODE]))):
        drop = draw(st.integers(0, data))
        review = draw(st.integers(0, reviewed))
        faults[code] = (drop + review + draw(small), drop, review)
    told = mine[fw.Outcome.ONTERECHT_SIGNAAL]
    if told and draw(st.booleans()):
        faults[LEGAL] = (told, told, 0)
    return Truth(mine, draw(st.integers(0, 60)), draw(st.integers(3, 200)), faults, sides)


FEW_FAULTY = Truth(
    dict(zip(fw.Outcome, (71, 7, 24, 3, 9, 60, 40), strict=True)), 39, 128, {NO_POSTCODE: (23, 14, 3)}, (3, 16, 21, 1)
)  # fmt: skip
"""Seventeen own rows with a fault: of a drop-out by one of them no ten may be told, for seven are left."""


def month(number: int) -> Month:
    return Month(2026, number + 1)


def outcomes(truth: Truth) -> MonthOutcomes:
    mine = truth.mine
    causes = tuple(
        Cause(Reason.NIET_GEVONDEN, Feedback(str(o)), True, mine[o]) for o in DROPPED if mine[o]
    )
    total = Outcomes(
        truth.delivered, mine[fw.Outcome.OPGEPAKT], mine[fw.Outcome.IN_BEOORDELING], truth.drop
    )
    if truth.sides is None:
        return MonthOutcomes(month(0), total, causes)
    right, data, ours, spared = truth.sides
    told = sum(mine[o] for o in TOLD)
    split = Split(right + truth.gone, data + told, ours)
    return MonthOutcomes(month(0), total, causes, Sides(split, data + spared))


def released(truths: Sequence[Truth]) -> fw.VlpScorecard:
    """The card of the last month, as the municipality would release it."""
    mine, whole = [], []
    for number, truth in enumerate(truths):
        own = outcomes(truth)
        mine.append(replace(own, maand=month(number)))
        o = own.uitkomsten
        whole.append(
            MonthOutcomes(
                month(number),
                Outcomes(
                    o.geleverd + truth.other_drop + truth.other_taken,
                    o.opgepakt + truth.other_taken, o.beoordeling, o.uitval + truth.other_drop,
                ),
            )
        )  # fmt: skip
    last = truths[-1]
    mends = tuple(
        Mend(code, rows, float(drop), float(review), 0.0, drop if code == LEGAL else 0)
        for code, (rows, drop, review) in sorted(last.faults.items())
    )
    field = FieldAccuracy("adres", 0.8, 0.7, 0.9, last.mine[fw.Outcome.OPGEPAKT] + 3.4, 0.0)
    cards = [
        MunicipalityScorecard(
            vlp, Sector.WATER, month(len(truths) - 1), mine[-1].uitkomsten, mine[-1].oorzaken, (),
            mends, 0, (field,), tuple(mine), (),
        )
        for vlp in (ME, *OTHERS)
    ]  # fmt: skip
    overview = Overview(
        month(len(truths) - 1), "0392", tuple(cards), funnel([]), funnel([]), tuple(whole), 0, MINIMUM
    )  # fmt: skip
    return release(overview, ReleaseOrder(ME, overview.maand), CATALOGUE)


class Reader:
    """Unknowns and what is known of them: a linear programme."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}
        self.rows: list[tuple[dict[str, float], float]] = []

    def knows(self, value: float, **parts: float) -> None:
        """The weighted sum of the named unknowns is `value`; names may hold dots as __."""
        named = {name.replace("__", "."): weight for name, weight in parts.items()}
        for name in named:
            self.place.setdefault(name, len(self.place))
        self.rows.append((named, value))

    def hears(self, share: object, name: str) -> None:
        """A rate is told in steps: the count lies around it, further up where that is the highest told."""
        if not isinstance(share, fw.Rate):
            return
        base = step(share.minimum)
        highest = share.teller == share.noemer - share.minimum
        above = base - 1 if highest else base // 2
        self.between(share.teller - base // 2, share.teller + above, name)

    def between(self, low: float, high: float, name: str) -> None:
        """The named unknown lies between two values."""
        told = len(self.rows)
        self.knows(low, **{name: 1.0, f"{name}__over{told}": -1.0})
        self.knows(high, **{name: 1.0, f"{name}__onder{told}": 1.0})

    def range_of(self, name: str) -> tuple[float, float]:
        import numpy
        from scipy.optimize import linprog

        size = len(self.place)
        matrix: Any = numpy.zeros((len(self.rows), size))
        for number, (parts, _) in enumerate(self.rows):
            for part, weight in parts.items():
                matrix[number, self.place[part]] = weight
        right = [value for _, value in self.rows]
        ends = []
        for sign in (1.0, -1.0):
            cost = numpy.zeros(size)
            cost[self.place[name]] = sign
            answer = linprog(cost, A_eq=matrix, b_eq=right, bounds=(0, None))
            assert answer.status in (0, 3), answer.message
            ends.append(inf if answer.status == 3 else sign * answer.fun)
        return ends[0], ends[1]


def learn(
    truths: Sequence[Truth], cards: Sequence[fw.VlpScorecard] = (), with_faults: bool = True
) -> Reader:
    """Put together what the deliverer knows itself and all that the cards say."""
    reader = Reader()
    for n, truth in enumerate(truths):
        reader.knows(truth.delivered, **{f"{n}__{o}": 1.0 for o in fw.Outcome})
        for outcome in TOLD:
            reader.knows(truth.mine[outcome], **{f"{n}__{outcome}": 1.0})
        reader.knows(0.0, **{f"{n}__{o}": 1.0 for o in DROPPED}, **{f"{n}__uitval": -1.0})
        gone = {f"{n}__{o}": -1.0 for o in (fw.Outcome.OVERLEDEN, fw.Outcome.GEEN_INWONER)}
        reader.knows(0.0, **{f"{n}__{fw.Part.OVERLEDEN_OF_GEEN_INWONER}": 1.0}, **gone)
        if truth.sides:
            _knows_parts(reader, n, truth, gone)
        for code, (rows, drop, _) in truth.faults.items():
            name = f"{n}__{code}"
            parts = {f"{name}__u": 1.0, f"{name}__b": 1.0, f"{name}__g": 1.0}
            reader.knows(rows, **parts)
            total = "rg" if truth.sides else str(fw.Outcome.NIET_OPGEPAKT)
            total = str(fw.Outcome.ONTERECHT_SIGNAAL) if code == LEGAL else total
            reader.knows(0.0, **{f"{name}__u": 1.0, f"{name}__ur": 1.0, f"{n}__{total}": -1.0})
            review = fw.Outcome.IN_BEOORDELING
            reader.knows(0.0, **{f"{name}__b": 1.0, f"{name}__br": 1.0, f"{n}__{review}": -1.0})
            if code == LEGAL:
                reader.knows(drop, **{f"{name}__u": 1.0})
    for last, card in enumerate(cards):
        for row in card.uitkomsten:
            reader.hears(row.aandeel, f"{last}__{row.uitkomst}")
        for n, shares in enumerate(card.maanden):
            for share, name in ((shares.uitval, "uitval"), (shares.beoordeling, "in_beoordeling")):
                reader.hears(share, f"{n}__{name}")
        average = card.gemiddelde_uitval
        if isinstance(average, fw.Rate):
            everybody = {f"{last}__uitval": 1.0, f"{last}__ander": 1.0}
            reader.knows(0.0, **everybody, **{f"{last}__alle": -1.0})
            reader.hears(average, f"{last}__alle")
            others = average.noemer - truths[last].delivered
            both = {f"{last}__ander": 1.0, f"{last}__ander_niet": 1.0}
            reader.knows(0.0, **both, **{f"{last}__anderen": -1.0})
            reader.between(others, others + step(average.minimum) - 1, f"{last}__anderen")
        for part in card.verdeling:
            whole = part.deel is not fw.Part.OVERLEDEN_OF_GEEN_INWONER
            _hears_part(
                reader, part.aandeel, f"{last}__{part.deel}", f"{last}__uitval" if whole else ""
            )
        for period in card.tijdvakken:
            name = f"{last}__tijdvak"
            hidden = [not isinstance(m.uitval, fw.Rate) for m in card.maanden]
            inside = [n for n in range(last + 1) if hidden[n]]
            reader.knows(0.0, **{f"{n}__uitval": 1.0 for n in inside}, **{name: -1.0})
            _hears_part(reader, period.uitval, name, "")
        for mend in card.verbeteren if with_faults else ():
            for share, part in ((mend.uitval, "u"), (mend.beoordeling, "b")):
                if isinstance(share, fw.AtLeast):
                    name = f"{last}__{mend.code.value}__{part}"
                    reader.knows(share.teller, **{name: 1.0, f"{name}_over": -1.0})
    return reader


def _knows_parts(reader: Reader, n: int, truth: Truth, gone: dict[str, float]) -> None:
    """The sums among the parts of a month, and how many of its own rows have a fault."""
    names = {part: f"{n}__{part}" for part in fw.Part}
    left = {f"{n}__rt": -1.0, f"{n}__rg": -1.0, f"{n}__ro": -1.0}
    reader.knows(0.0, **{f"{n}__{fw.Outcome.NIET_OPGEPAKT}": 1.0}, **left)
    reader.knows(0.0, **{names[fw.Part.TERECHT]: 1.0, f"{n}__rt": -1.0}, **gone)
    reader.knows(0.0, **{names[fw.Part.GEMEENTE]: 1.0, f"{n}__ro": -1.0})
    own = {f"{n}__{o}": -1.0 for o in TOLD}
    reader.knows(0.0, **{names[fw.Part.UW_GEGEVENS]: 1.0, f"{n}__rg": -1.0}, **own)
    other = {names[fw.Part.TERECHT]: -1.0, names[fw.Part.GEMEENTE]: -1.0}
    reader.knows(0.0, **{names[fw.Part.NIET_UW_GEGEVENS]: 1.0}, **other)
    both = {names[fw.Part.UW_GEGEVENS]: 1.0, names[fw.Part.NIET_UW_GEGEVENS]: 1.0}
    reader.knows(0.0, **both, **{f"{n}__uitval": -1.0})
    assert truth.sides is not None
    reader.knows(truth.sides[1] + truth.sides[3], **{f"{n}__rg": 1.0, f"{n}__fn": 1.0})


def _hears_part(reader: Reader, share: object, name: str, whole: str) -> None:
    """A share in steps, or at least so many, of a whole that is rounded down to a step."""
    reader.hears(share, name)
    if isinstance(share, fw.AtLeast):
        reader.knows(share.teller, **{name: 1.0, f"{name}__meer": -1.0})
    if whole and isinstance(share, fw.Rate | fw.AtLeast):
        reader.between(share.noemer, share.noemer + step(share.minimum) - 1, whole)


def small_counts(truths: Sequence[Truth]) -> dict[str, int]:
    """Every count of the truth that is under the minimum and not known from the deliveries."""
    found: dict[str, int] = {}
    for n, truth in enumerate(truths):
        found |= {f"{n}.{o}": truth.mine[o] for o in fw.Outcome if o not in TOLD}
        found |= {f"{n}.uitval": truth.drop, f"{n}.ander": truth.other_drop}
        found[f"{n}.ander_niet"] = truth.other_taken
        if truth.sides:
            found |= {f"{n}.{part}": value for part, value in truth.parts.items()}
            found |= dict(
                zip((f"{n}.rt", f"{n}.rg", f"{n}.ro", f"{n}.fn"), truth.sides, strict=True)
            )
        for code, (rows, drop, review) in truth.faults.items():
            rest = truth.mine[fw.Outcome.IN_BEOORDELING] - review
            found |= {f"{n}.{code}.b": review, f"{n}.{code}.br": rest}
            if code != LEGAL:
                rest = (
                    truth.sides[1] if truth.sides else truth.mine[fw.Outcome.NIET_OPGEPAKT]
                ) - drop
                found |= {f"{n}.{code}.u": drop, f"{n}.{code}.ur": rest}
                found[f"{n}.{code}.g"] = rows - drop - review
    return {name: value for name, value in found.items() if value < MINIMUM}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(months(), min_size=1, max_size=3))
@example([FEW_FAULTY])
def test_a_year_of_cards_rebuilds_no_small_count(truths: list[Truth]) -> None:
    cards = [released(truths[: n + 1]) for n in range(len(truths))]
    reader = learn(truths, cards)
    outsider, without_faults = learn(truths), learn(truths, cards, with_faults=False)
    for name in sorted(small_counts(truths)):
        if name not in reader.place:
            continue
        low, high = reader.range_of(name)
        if high - low >= MINIMUM - 1e-6:
            continue
        base = without_faults if name.count(".") == 2 else outsider
        before_low, before_high = base.range_of(name) if name in base.place else (0.0, inf)
        assert high - low >= min(MINIMUM, before_high - before_low) - 1e-6, (name, low, high)


@settings(max_examples=40, deadline=None)
@given(months())
def test_a_field_is_told_over_tens_of_persons_only(truth: Truth) -> None:
    (field,) = released([truth]).velden
    if isinstance(field.klopt, fw.Rate | fw.AtLeast):
        assert field.klopt.noemer % MINIMUM == 0
        assert field.klopt.noemer <= truth.mine[fw.Outcome.OPGEPAKT] + 3.4


def test_who_knows_the_rule_of_hiding_learns_no_more() -> None:
    """A reader who can run our own code tries every month that fits what it sees.

    All months of six signals, with a minimum of 2: those that give one and the same card must leave
    both 0 and 1 open for every count under the minimum.
    """
    signals, minimum = 6, 2
    hidden_causes = (fw.Outcome.OVERLEDEN, fw.Outcome.GEEN_INWONER, fw.Outcome.NIET_OPGEPAKT)
    seen: dict[str, list[dict[str, int]]] = {}
    for parts in itertools.product(range(signals + 1), repeat=4):
        if sum(parts) > signals:
            continue
        mine = dict.fromkeys(fw.Outcome, 0)
        mine |= dict(zip((fw.Outcome.OPGEPAKT, *hidden_causes), parts, strict=True))
        mine[fw.Outcome.IN_BEOORDELING] = signals - sum(parts)
        own = outcomes(Truth(mine, 0, 0, {}))
        o = own.uitkomsten
        everybody = Outcomes(o.geleverd + 30, o.opgepakt + 22, o.beoordeling, o.uitval + 8)
        table = MonthTable.of(own, everybody, minimum)
        shown = repr((table.outcomes(), table.gone(), table.average(), table.shares()))
        seen.setdefault(shown, []).append(
            {str(k): v for k, v in mine.items()} | {"uitval": o.uitval}
        )
    assert any("uitval=Rate" in shown for shown in seen)  # something is published
    for months_alike in seen.values():
        for key in (*map(str, hidden_causes), "opgepakt", "in_beoordeling", "uitval"):
            values = {month[key] for month in months_alike}
            if min(values) < minimum:
                assert {0, 1} <= values, (key, values, months_alike[0])


def test_who_knows_the_rule_learns_no_more_of_the_parts() -> None:
    """Every month of 26 signals of which at most four dropped out, six of them with a fault."""
    minimum, seen = 2, dict[str, list[dict[str, int]]]()
    for dead, right, data, ours in itertools.product(range(5), repeat=4):
        drop = dead + right + data + ours
        if drop > 4:
            continue
        mine = dict.fromkeys(fw.Outcome, 0)
        mine |= {fw.Outcome.OPGEPAKT: 26 - drop, fw.Outcome.OVERLEDEN: dead}
        mine[fw.Outcome.NIET_OPGEPAKT] = drop - dead
        own = outcomes(Truth(mine, 0, 0, {}, (right, data, ours, 6 - data)))
        o = own.uitkomsten
        everybody = Outcomes(o.geleverd + 30, o.opgepakt + 22, o.beoordeling, o.uitval + 8)
        table = MonthTable.of(own, everybody, minimum)
        parts = Parts.of(own, table).shares()
        shown = repr((table.outcomes(), table.gone(), table.average(), table.shares(), parts))
        counts = {"dead": dead, "right": right, "data": data, "ours": ours, "other": drop - data}
        seen.setdefault(shown, []).append(counts)
    assert any("UW_GEGEVENS: 'uw_gegevens'>, aandeel=Rate" in shown for shown in seen)
    assert any("AtLeast" in shown for shown in seen)
    for alike in seen.values():
        for key in alike[0]:
            values = {month[key] for month in alike}
            if min(values) < minimum:
                assert {0, 1} <= values, (key, values, alike[0])


def test_who_knows_the_rule_learns_no_more_of_the_months() -> None:
    """Every quarter of three deliveries of eight signals, of which at most three drop out."""
    minimum, seen = 2, dict[str, list[tuple[int, ...]]]()
    span = [month(n) for n in range(3)]
    for drops in itertools.product(range(4), repeat=3):
        tables = []
        for number, drop in enumerate(drops):
            mine = dict.fromkeys(fw.Outcome, 0)
            mine |= {fw.Outcome.OPGEPAKT: 8 - drop, fw.Outcome.NIET_OPGEPAKT: drop}
            own = outcomes(Truth(mine, 0, 0, {}))
            o = own.uitkomsten
            everybody = Outcomes(o.geleverd + 30, o.opgepakt + 22, o.beoordeling, o.uitval + 8)
            table = MonthTable.of(own, everybody, minimum)
            tables.append(replace(table, maand=month(number)))
        shown = [(one.outcomes(), one.gone(), one.average(), one.shares()) for one in tables]
        seen.setdefault(
            repr((shown, periods(tables, span, minimum, dict.fromkeys(span, 8)))), []
        ).append(drops)
    assert any("AtLeast" in shown for shown in seen)
    for alike in seen.values():
        for number in range(3):
            values = {drops[number] for drops in alike}
            if min(values) < minimum:
                assert {0, 1} <= values, (number, values, alike)


def test_months_together_count_signals_as_the_months_beside_them_do() -> None:
    """Eleven signals of eight persons in each month: the sum is one of signals, what dropped out one of persons."""
    span, tables = [month(n) for n in range(3)], []
    for one in span:
        mine = dict.fromkeys(fw.Outcome, 0) | {fw.Outcome.OPGEPAKT: 5, fw.Outcome.NIET_OPGEPAKT: 3}
        own = outcomes(Truth(mine, 0, 0, {}))
        everybody = Outcomes(own.uitkomsten.geleverd + 30, 27, 0, 11)
        tables.append(replace(MonthTable.of(own, everybody, 4), maand=one))
    (quarter, *_) = periods(tables, span, 4, dict.fromkeys(span, 11))
    assert quarter.geleverd == fw.OwnCount(33, 33)
    assert quarter.uitval == fw.AtLeast(4, 24, 4)


def test_a_period_tells_tens_of_the_hidden_months_alone() -> None:
    assert least(39, 465, 3, 10) == fw.AtLeast(10, 465, 10)
    assert least(9, 465, 3, 10) == fw.Withheld()
    assert least(18, 300, 2, 10) == fw.Withheld()
    assert least(47, 900, 12, 10) == fw.AtLeast(40, 900, 10)
