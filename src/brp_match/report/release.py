"""From the municipality's card to the deliverer's: the only bridge, crossed on an explicit order.

It works with `releasable` alone: one signal a person, none that probes (`persons`).
Every count that comes from comparing with the BRP passes `suppress` together with all sums a
reader could set up: the decisions of the month, their parts, the others' total inside everybody's.
Each month is suppressed by itself, so cards of later months, which show the earlier ones again, can never
be played off against each other; a total over months is one of a whole calendar quarter or year, and only
where it narrows no month (`release_periods`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.report import firewall as fw
from brp_match.report.cards import (
    HabitFinding,
    Mend,
    MunicipalityScorecard,
    Outcomes,
    Overview,
)
from brp_match.report.checks import Catalogue
from brp_match.report.release_mends import released_mends
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
    totals, reach = _totals(overview, card)
    months = [MonthTable.of(m, totals[m.maand], overview.minimum) for m in may.maanden]
    parts = Parts.of(may.maanden[-1], months[-1])
    compared = reach is fw.Reach.SECTOR or len(overview.kaarten) > OTHERS_AT_LEAST
    return fw.VlpScorecard(
        vlp=fw.DelivererName.of(card.vlp),
        sector=card.sector,
        maand=card.maand,
        uitkomsten=months[-1].outcomes(card.uitkomsten.geleverd),
        gemiddelde_uitval=months[-1].average() if compared else fw.Withheld(),
        verbeteren=released_mends(
            [m for m in _over_persons(card) if m.code in shared],
            parts,
            catalogue,
            {m.code: m.rijen for m in may.verbeteren},
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
        velden=tuple(
            fw.FieldShare(fw.Field(f.veld), agreement(f.schatting, f.n, overview.minimum))
            for f in may.velden
        ),
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


def _totals(
    overview: Overview, card: MunicipalityScorecard
) -> tuple[dict[Month, Outcomes], fw.Reach]:
    """Return whose decisions a month's are held against, and whom the average of the card's month is of.

    The own sector where that month has enough others in it, else everybody: a month has one answer, so that it is
    hidden in the same way on every card that shows it. Over persons where the cards have those.
    """
    found = {m.maand: m.uitkomsten for m in (*overview.maanden, *overview.vrijgave)}
    own = {
        one.maand: one.uitkomsten
        for one in overview.sectoren
        if one.sector == card.sector and one.vlps > OTHERS_AT_LEAST
    }
    return found | own, fw.Reach.SECTOR if overview.maand in own else fw.Reach.ALLE


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
