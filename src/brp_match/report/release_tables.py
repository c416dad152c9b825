"""Counts of one month that a deliverer could combine, and which of them stay hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from brp_match.dutch import Month
from brp_match.model import Feedback
from brp_match.report import firewall as fw
from brp_match.report.cards import MonthOutcomes, Outcomes
from brp_match.report.statistics.bounds import Sum
from brp_match.report.statistics.suppression import CountTable, suppress


def own_outcomes(month: MonthOutcomes) -> dict[fw.Outcome, int]:
    """Count decisions as a deliverer may hear them.

    Died and no resident count as such only after a person confirmed them; until then, and for every
    other ground, the signal is `niet_opgepakt` and nothing more.
    """
    counts = dict.fromkeys(fw.Outcome, 0)
    counts[fw.Outcome.OPGEPAKT] = month.uitkomsten.opgepakt
    counts[fw.Outcome.IN_BEOORDELING] = month.uitkomsten.beoordeling
    for cause in month.oorzaken:
        counts[_told(cause.terugkoppeling, cause.bevestigd)] += cause.aantal
    return counts


def _told(feedback: Feedback, confirmed: bool) -> fw.Outcome:
    if feedback in (Feedback.ONTERECHT_SIGNAAL, Feedback.HERHAALDE_MELDING):
        return fw.Outcome(str(feedback))
    if confirmed and feedback in (Feedback.OVERLEDEN, Feedback.GEEN_INWONER):
        return fw.Outcome(str(feedback))
    return fw.Outcome.NIET_OPGEPAKT


FED_BACK = (fw.Outcome.ONTERECHT_SIGNAAL, fw.Outcome.HERHAALDE_MELDING)
"""Outcomes that follow from the delivery and go back row by row: the deliverer counts them itself."""


CONFIRMED = {
    fw.Outcome.ONTERECHT_SIGNAAL: Feedback.ONTERECHT_SIGNAAL,
    fw.Outcome.HERHAALDE_MELDING: Feedback.HERHAALDE_MELDING,
    fw.Outcome.OVERLEDEN: Feedback.OVERLEDEN,
    fw.Outcome.GEEN_INWONER: Feedback.GEEN_INWONER,
    fw.Outcome.NIET_OPGEPAKT: Feedback.NIET_OPGEPAKT,
}
"""Outcome of a drop-out → the feedback that makes it that, once a person confirmed it."""


GIVEN_UP = (
    fw.Outcome.IN_BEOORDELING, fw.Outcome.NIET_OPGEPAKT, fw.Outcome.OPGEPAKT, *FED_BACK,
)  # fmt: skip
"""Order in which outcomes are hidden to hide another, after those in WENT: what is usually rare first."""


GONE = str(fw.Part.OVERLEDEN_OF_GEEN_INWONER)
WENT = (fw.Outcome.OVERLEDEN, fw.Outcome.GEEN_INWONER)
"""Outcomes that are counted together, and apart only where both are large enough: few are alone."""


def outcome_table(month: MonthOutcomes, everybody: Outcomes) -> CountTable:
    """Return all counts of one month that a reader could combine, with their sums."""
    mine = month.uitkomsten
    own_counts = own_outcomes(month)
    gone = sum(own_counts[outcome] for outcome in WENT)
    counts = {GONE: gone} | {str(o): own_counts[o] for o in GIVEN_UP}
    for part, own, all_ in (
        ("geleverd", mine.geleverd, everybody.geleverd),
        ("uitval", mine.uitval, everybody.uitval),
        ("geen_uitval", mine.geleverd - mine.uitval, everybody.geleverd - everybody.uitval),
    ):
        counts |= {part: own, f"alle_{part}": all_, f"ander_{part}": all_ - own}
    picked_up = (str(fw.Outcome.OPGEPAKT), str(fw.Outcome.IN_BEOORDELING))
    dropped = tuple(str(o) for o in fw.Outcome if o not in WENT and str(o) not in picked_up)
    sums = (
        Sum("uitval", (GONE, *dropped)),
        Sum("geen_uitval", picked_up),
        *(
            Sum(f"{who}geleverd", (f"{who}uitval", f"{who}geen_uitval"))
            for who in ("", "alle_", "ander_")
        ),
        *(
            Sum(f"alle_{part}", (part, f"ander_{part}"))
            for part in ("geleverd", "uitval", "geen_uitval")
        ),
    )
    return CountTable(counts, sums, frozenset({"geleverd", *map(str, FED_BACK)}))


@dataclass(frozen=True)
class MonthTable:
    """One month's table with what stays hidden; every share shown of that month comes from it."""

    maand: Month
    table: CountTable
    hidden: frozenset[str]
    minimum: int
    went: tuple[int, ...] = ()
    """Counts of WENT."""

    @classmethod
    def of(cls, month: MonthOutcomes, everybody: Outcomes, minimum: int) -> MonthTable:
        """Make the table of one deliverer's month and choose what stays hidden."""
        return _month_table(month, everybody, minimum)

    def share(self, part: str, whole: str = "geleverd") -> fw.Share:
        """Return part of whole, or nothing where either is hidden."""
        if {part, whole} & self.hidden:
            return fw.Withheld()
        return rate(self.table.counts[part], self.table.counts[whole], self.minimum)

    def outcomes(self, delivered: int | None = None) -> tuple[fw.OutcomeShare, ...]:
        """Return every outcome's share, in the order of Outcome; `delivered` as for `shares`."""
        counts = self.table.counts
        delivered = counts["geleverd"] if delivered is None else delivered
        return tuple(
            fw.OutcomeShare(
                outcome,
                fw.OwnCount(counts[str(outcome)], delivered)
                if outcome in FED_BACK
                else self._went(outcome)
                if outcome in WENT
                else self.share(str(outcome)),
            )
            for outcome in fw.Outcome
        )

    def _went(self, outcome: fw.Outcome) -> fw.Share:
        """Return one of the two that went, where their sum is told and neither is small."""
        if GONE in self.hidden or min(self.went) < self.minimum:
            return fw.Withheld()
        return rate(self.went[WENT.index(outcome)], self.table.counts["geleverd"], self.minimum)

    def gone(self) -> fw.PartShare:
        """Return who died or is no resident, together."""
        return fw.PartShare(fw.Part.OVERLEDEN_OF_GEEN_INWONER, self.share(GONE, "geleverd"))

    def average(self) -> fw.Share:
        """Return the drop-out over all deliverers."""
        if "alle_geen_uitval" in self.hidden:
            return fw.Withheld()
        return self.share("alle_uitval", "alle_geleverd")

    def shares(self, delivered: int | None = None) -> fw.MonthShares:
        """Return the month as a point of the charts; `delivered`: signals, where those are more than persons."""
        delivered = self.table.counts["geleverd"] if delivered is None else delivered
        return fw.MonthShares(
            self.maand,
            fw.OwnCount(delivered, delivered),
            self.share("uitval"),
            self.share(str(fw.Outcome.IN_BEOORDELING)),
        )


@lru_cache(maxsize=1024)
def _month_table(month: MonthOutcomes, everybody: Outcomes, minimum: int) -> MonthTable:
    """Make a month's table; kept, because every card of a year shows the months before it."""
    table = outcome_table(month, everybody)
    own = own_outcomes(month)
    went = tuple(own[outcome] for outcome in WENT)
    return MonthTable(month.maand, table, suppress(table, minimum), minimum, went)


def step(minimum: int) -> int:
    """The base to which counts are told: half the minimum."""
    return max(1, minimum // 2)


def rate(numerator: int, denominator: int, minimum: int) -> fw.Share:
    """Return the rate where both its parts reach the minimum, else nothing; in whole steps.

    The whole is rounded down, the part to the nearest step that leaves the minimum on either side: one
    signal more or less seldom shows, in a month or between two (docs/decisions/2026-11-29-probing.md).
    """
    if min(numerator, denominator - numerator) < minimum:
        return fw.Withheld()
    base = step(minimum)
    whole = denominator // base * base
    if whole < 2 * minimum:
        return fw.Withheld()
    part = (numerator + base // 2) // base * base
    return fw.Rate(min(max(part, minimum), whole - minimum), whole, minimum)


def agreement(estimate: float | None, n: float, minimum: int) -> fw.Share:
    """Return how often a field agrees, over a number of persons rounded down to the minimum.

    Rounded, so that it cannot be taken from the signals picked up to count the others. Where too
    few disagree to tell how many, only that bound is given.
    """
    whole = int(n // minimum) * minimum
    if estimate is None or whole < 2 * minimum:
        return fw.Withheld()
    agreeing = min(whole, round(estimate * whole))
    if whole - agreeing < minimum:
        return fw.AtLeast(whole - minimum, whole, minimum)
    return rate(agreeing, whole, minimum)
