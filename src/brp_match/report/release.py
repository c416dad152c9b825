"""From the municipality's card to the deliverer's: the only bridge, crossed on an explicit order.

Every count that comes from comparing with the BRP passes `suppress` together with all sums a
reader could set up: the decisions of the month, their parts, the others' total inside everybody's.
Each month is suppressed by itself and no total over months is given, so cards of later months,
which show the earlier ones again, can never be played off against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brp_match.errors import BrpMatchError
from brp_match.report import firewall as fw
from brp_match.report.cards import Mend, Overview
from brp_match.report.checks import Catalogue, CheckText
from brp_match.report.dutch import Month
from brp_match.report.mending import repaired_by
from brp_match.report.release_tables import MonthTable, agreement, rate
from brp_match.report.statistics.suppression import CountTable, Sum, suppress

OTHERS_AT_LEAST = 3
"""Other deliverers needed before the average over all is given: with fewer, one could take its own
figures out and read a competitor's."""

MENDS_SHOWN = 3


@dataclass(frozen=True)
class ReleaseOrder:
    """A person's decision to give one deliverer its card of one month."""

    vlp: str
    maand: Month


def release(overview: Overview, order: ReleaseOrder, catalogue: Catalogue) -> fw.VlpScorecard:
    """Return the card of the ordered deliverer, holding nothing it may not know.

    Raises BrpMatchError VLP_ONBEKEND or VRIJGAVE_MAAND when the order fits no card.
    """
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
    shared = {code for code, text in catalogue.items() if text.uit_levering}
    totals = {m.maand: m.uitkomsten for m in overview.maanden}
    months = [MonthTable.of(m, totals[m.maand], overview.minimum) for m in card.maanden]
    others = sum(1 for c in overview.kaarten if c.vlp != card.vlp)
    return fw.VlpScorecard(
        vlp=fw.DelivererName(card.vlp),
        sector=card.sector,
        maand=card.maand,
        uitkomsten=months[-1].outcomes(),
        gemiddelde_uitval=months[-1].average() if others >= OTHERS_AT_LEAST else fw.Withheld(),
        verbeteren=_mends(
            [m for m in card.verbeteren if m.code in shared and _question(catalogue[m.code])],
            catalogue,
            overview.minimum,
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
            fw.FieldShare(fw.Field(f.veld), agreement(f.schatting or 0.0, f.n, overview.minimum))
            for f in card.velden
        ),
        maanden=tuple(month.shares() for month in months),
        feiten=tuple(
            fw.DeliveryFact(row.regel, fw.ExpectationCode(row.code), _customer(row.klantnummer))
            for row in card.bevindingen
            if row.code in shared
        ),
    )


def _mends(rows: Sequence[Mend], catalogue: Catalogue, minimum: int) -> tuple[fw.MendShare, ...]:
    """The faults to mend first, in an order that tells no more than the figures beside it.

    Of faults in the same field only the one with most rows gets its rates: the deliverer knows its
    own rows, and from two overlapping sets it could take one out of the other. A fault without
    rates is ranked by its own rows alone, after those that have them.
    """
    largest: dict[tuple[str, ...], Mend] = {}
    for mend in sorted(rows, key=lambda m: (-m.rijen, m.code)):
        largest.setdefault(_question(catalogue[mend.code]), mend)
    rated = {mend.code for mend in largest.values()}
    shown = [_mend(m, minimum, m.code in rated) for m in rows]
    return tuple(sorted(shown, key=_order)[:MENDS_SHOWN])


def _question(text: CheckText) -> tuple[str, ...]:
    """What mending a fault changes; empty for one that no decision looks at."""
    return (text.reden,) if text.reden else repaired_by(text.velden)


def _mend(mend: Mend, minimum: int, rated: bool) -> fw.MendShare:
    drop = min(round(mend.uitval), mend.rijen)
    review = min(round(mend.beoordeling), mend.rijen - drop)
    rest = mend.rijen - drop - review
    table = CountTable(
        {"rijen": mend.rijen, "uitval": drop, "beoordeling": review, "geen": rest},
        (Sum("rijen", ("uitval", "beoordeling", "geen")),),
        frozenset({"rijen"}),
    )
    hidden = suppress(table, minimum) if rated else frozenset(table.counts)
    drops, reviews = (
        fw.Withheld() if key in hidden else rate(table.counts[key], mend.rijen, minimum)
        for key in ("uitval", "beoordeling")
    )
    return fw.MendShare(
        fw.ExpectationCode(mend.code), fw.OwnCount(mend.rijen, mend.rijen), drops, reviews
    )


def _order(mend: fw.MendShare) -> tuple[int, int, int, str]:
    shown = [s.teller for s in (mend.uitval, mend.beoordeling) if isinstance(s, fw.Rate)]
    drops = mend.uitval.teller if isinstance(mend.uitval, fw.Rate) else 0
    return (-drops, -sum(shown), -mend.rijen.teller, mend.code.value)


def _customer(text: str) -> fw.CustomerNumber | None:
    """The customer number, where it is one; the line number is there in any case."""
    try:
        return fw.CustomerNumber(text)
    except ValueError:
        return None
