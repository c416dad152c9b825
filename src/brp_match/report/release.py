"""From the municipality's card to the deliverer's: the only bridge, crossed on an explicit order.

It works with `releasable` alone: one signal a person, none that probes (`persons`), and with counts that have noise
(`release_noise`).
Every count that comes from comparing with the BRP passes `suppress` together with all sums a
reader could set up: the decisions of the month, their parts, the others' total inside everybody's.
Each month is suppressed by itself, so cards of later months, which show the earlier ones again, can never
be played off against each other; a total over months is one of a whole calendar quarter or year, and only
where it narrows no month (`release_periods`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.report import firewall as fw
from brp_match.report.cards import (
    FieldAccuracy,
    HabitFinding,
    Mend,
    MonthOutcomes,
    MunicipalityScorecard,
    Outcomes,
    Overview,
)
from brp_match.report.checks import Catalogue
from brp_match.report.judged import above_norm
from brp_match.report.release_mends import released_mends
from brp_match.report.release_noise import (
    Draws,
    everybody,
    field_with_noise,
    mend_with_noise,
    with_noise,
)
from brp_match.report.release_parts import Parts
from brp_match.report.release_periods import periods
from brp_match.report.release_tables import MonthTable, agreement

OTHERS_AT_LEAST = 3
"""Other deliverers needed before the average over all, or over a sector, is given: with fewer, one could take its own
figures out and read a competitor's."""


@dataclass(frozen=True)
class ReleaseOrder:
    """A person's decision to give one deliverer its card of one month."""

    vlp: str
    maand: Month


def release(overview: Overview, order: ReleaseOrder, catalogue: Catalogue) -> fw.VlpScorecard:
    """Return the card of the ordered deliverer, holding nothing it may not know.

    Raises BrpMatchError VLP_ONBEKEND or VRIJGAVE_MAAND when the order fits no card.
    """
    card = _ordered(overview, order)
    shared = {code for code, text in catalogue.items() if text.uit_levering}
    may = card.releasable
    told, months, reach = _months(overview, card)
    parts = Parts.of(told[-1], months[-1])
    draws = Draws.of(overview, card.maand, card.vlp)
    compared = reach is fw.Reach.SECTOR or len(overview.kaarten) > OTHERS_AT_LEAST
    return fw.VlpScorecard(
        vlp=fw.DelivererName.of(card.vlp),
        sector=card.sector,
        maand=card.maand,
        uitkomsten=months[-1].outcomes(card.uitkomsten.geleverd),
        gemiddelde_uitval=months[-1].average() if compared else fw.Withheld(),
        verbeteren=released_mends(
            [mend_with_noise(m, draws) for m in _over_persons(card) if m.code in shared],
            parts,
            catalogue,
            {m.code: m.rijen for m in may.verbeteren},
            _missed(card, shared),
        ),
        controles=tuple(
            fw.CheckResult(
                fw.ExpectationCode(row.code),
                tuple(
                    fw.MonthChecks(m.maand, fw.OwnCount(m.teller, m.noemer)) for m in row.maanden
                ),
            )
            for row in card.verwachtingen
            if row.code in shared
        ),
        velden=_fields(may.velden, told[-1].uitkomsten.geleverd, draws),
        maanden=tuple(
            month.shares(own.uitkomsten.geleverd)
            for month, own in zip(months, card.maanden, strict=True)
        ),
        feiten=tuple(
            fw.DeliveryFact(
                row.regel,
                fw.ExpectationCode(row.code),
                _customer(row.klantnummer),
                _signal(row.signaal_id),
            )
            for row in card.bevindingen
            if row.code in shared
        ),
        gewoonten=tuple(_habit(one) for one in card.gewoonten if one.uit_levering and one.kolom),
        verdeling=(months[-1].gone(), *parts.shares()),
        tijdvakken=_periods(overview, card, months),
        vergeleken=reach,
        bestanden=len(card.bestanden),
    )


def _fields(
    fields: Sequence[FieldAccuracy], persons: int, draws: Draws
) -> tuple[fw.FieldShare, ...]:
    told = (field_with_noise(one, persons, draws) for one in fields)
    return tuple(
        fw.FieldShare(fw.Field(one.veld), agreement(one.schatting, one.n, draws.minimum))
        for one in told
    )


def _months(
    overview: Overview, card: MunicipalityScorecard
) -> tuple[list[MonthOutcomes], list[MonthTable], fw.Reach]:
    """Return the months of a card with noise, their tables, and whom they are held against."""
    totals = _totals(overview, card)
    delivered = {m.maand: m.uitkomsten.geleverd for m in card.maanden}
    told, tables = [], []
    for month in card.releasable.maanden:
        draws = Draws.of(overview, month.maand, card.vlp)
        mine = with_noise(month, delivered[month.maand], draws)
        own = month.eenmaal or month.uitkomsten
        of_all = everybody(totals[month.maand][0], own, mine.uitkomsten, draws)
        told.append(mine)
        tables.append(MonthTable.of(mine, of_all, overview.minimum))
    return told, tables, totals[overview.maand][1]


def _periods(
    overview: Overview, card: MunicipalityScorecard, months: Sequence[MonthTable]
) -> tuple[fw.PeriodShare, ...]:
    run = [m.maand for m in overview.maanden]
    delivered = {m.maand: m.uitkomsten.geleverd for m in card.maanden}
    return periods(months, run, overview.minimum, delivered)


def _ordered(overview: Overview, order: ReleaseOrder) -> MunicipalityScorecard:
    if order.maand != overview.maand:
        raise BrpMatchError(
            "VRIJGAVE_MAAND",
            "--release",
            f"vrijgegeven is {order.maand.words}, deze kaarten gaan over {overview.maand.words}",
        )
    card = next((c for c in overview.kaarten if c.vlp == order.vlp), None)
    if card is None:
        raise BrpMatchError(
            "VLP_ONBEKEND", "--release", "er is geen scorekaart van een VLP met deze naam"
        )
    return card


def _over_persons(card: MunicipalityScorecard) -> list[Mend]:
    """Return the faults with the rows the deliverer counts itself, and what they cost over persons."""
    cost = {m.code: m for m in card.releasable.verbeteren}
    return [
        replace(cost[own.code], rijen=own.rijen)
        if own.code in cost
        else replace(own, uitval=0.0, beoordeling=0.0, kosten=0.0, teruggekoppeld=0)
        for own in card.verbeteren
    ]


def _missed(card: MunicipalityScorecard, shared: Set[str]) -> dict[str, int]:
    """Return the rows of each norm that is missed, of what the deliverer counts itself."""
    rows = Counter(one.code for one in card.bevindingen)
    over, _ = above_norm([one for one in card.verwachtingen if one.code in shared])
    return {one.code: rows[one.code] for one in over if rows[one.code]}


def _totals(
    overview: Overview, card: MunicipalityScorecard
) -> dict[Month, tuple[Outcomes, fw.Reach]]:
    """Return whose decisions a month's are held against, and who that is.

    The own sector where that month has enough others in it, else everybody: a month has one answer, so that it is
    hidden in the same way on every card that shows it. Over persons where the cards have those.
    """
    found = {
        m.maand: (m.uitkomsten, fw.Reach.ALLE) for m in (*overview.maanden, *overview.vrijgave)
    }
    return found | {
        one.maand: (one.uitkomsten, fw.Reach.SECTOR)
        for one in overview.sectoren
        if one.sector == card.sector and one.vlps > OTHERS_AT_LEAST
    }


def _habit(one: HabitFinding) -> fw.HabitCount:
    """Return a finding as counts: its words are made again from kind and column."""
    whole = max(one.aantal, one.van)
    return fw.HabitCount(
        fw.HabitKind(one.soort),
        fw.ColumnName(one.kolom),
        fw.OwnCount(one.aantal, whole),
        fw.OwnCount(one.aantal if one.hersteld else 0, whole),
    )


def _signal(text: str) -> fw.SignalNumber | None:
    """The number of the signal, where it is one."""
    try:
        return fw.SignalNumber(text)
    except ValueError:
        return None


def _customer(text: str) -> fw.CustomerNumber | None:
    """The customer number, where it is one; the line number is there in any case."""
    try:
        return fw.CustomerNumber(text)
    except ValueError:
        return None
