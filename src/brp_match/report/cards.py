"""The municipality's own scorecard: frozen records, one per VLP and month, and the overview.

These stay inside the municipality and may show all. Even so they hold no more than the work needs:
row references and codes, no name, date or address. What goes to a deliverer is another family of
types, in `firewall`, and `release` is the only bridge.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from brp_match.dutch import Month
from brp_match.model import Besluit, Feedback, Reason, Sector
from brp_match.report.statistics.funnel import Funnel
from brp_match.report.trend import MonthCount, Trend


@dataclass(frozen=True)
class Outcomes:
    """Decisions over one VLP's signals of one month; the three add up to `geleverd`."""

    geleverd: int
    opgepakt: int
    beoordeling: int
    uitval: int

    def __post_init__(self) -> None:
        if self.opgepakt + self.beoordeling + self.uitval != self.geleverd:
            raise ValueError("decisions do not add up to the signals delivered")


@dataclass(frozen=True)
class Reviewed:
    """What a decision became after people looked at it; `reden` is the ground of a drop-out."""

    besluit: Besluit
    reden: Reason
    terugkoppeling: str
    terugkoppeling_status: str


@dataclass(frozen=True)
class Cause:
    """Signals dropped for one ground (the first reason code), with the feedback it brings."""

    reden: Reason
    terugkoppeling: Feedback
    bevestigd: bool
    aantal: int


@dataclass(frozen=True)
class Split:
    """Drop-outs by whose they are: `terecht` is nobody's fault, `levering` shows from the delivery or has a fault
    in what is compared, `onze` is for the municipality to look at: nothing in the row explains it."""

    terecht: int = 0
    levering: int = 0
    onze: int = 0


@dataclass(frozen=True)
class Sides:
    """A split over the persons of one month, with `fouten`: those with a fault in what is compared, or that
    dropped on account of the delivery without being told so."""

    split: Split
    fouten: int


@dataclass(frozen=True)
class ExpectationResult:
    """How one expectation did: `teller` faults among `noemer` signals it was checked on.

    `norm` is the largest acceptable share of faults, None where there is none. `maanden` ends with
    the month of the card.
    """

    code: str
    teller: int
    noemer: int
    norm: float | None
    maanden: tuple[MonthCount, ...]
    trend: Trend


@dataclass(frozen=True)
class Mend:
    """One thing to mend: what would have been decided otherwise had this fault not been there.

    `rijen` signals have the fault. `uitval` and `beoordeling` are expected numbers (not whole) of
    signals that would not have dropped out, or would not have needed a review. `kosten` weighs
    both by the policy: uitval * missed_resident + beoordeling * review. `teruggekoppeld` of the
    drop-outs are told to the deliverer row by row anyway (legal person, no home, repeated).
    """

    code: str
    rijen: int
    uitval: float
    beoordeling: float
    kosten: float
    teruggekoppeld: int = 0


@dataclass(frozen=True)
class FieldAccuracy:
    """P(field agrees with the BRP | this is the person), from the model's per-source rates.

    `laag` and `hoog` bound the central 95% interval; `n` is an expected number of persons;
    `ontbreekt` the share of signals without the field. `schatting` is None when n is 0.
    """

    veld: str
    schatting: float | None
    laag: float
    hoog: float
    n: float
    ontbreekt: float | None


@dataclass(frozen=True)
class RowFinding:
    """One signal that breaks one expectation."""

    signaal_id: str
    klantnummer: str
    bestand: str
    regel: int
    code: str
    besluit: str


@dataclass(frozen=True)
class HabitFinding:
    """What the profile of the delivery saw in one column: `aantal` of `van` filled rows.

    `uit_levering`: it shows from the delivery alone, no name of the register told it. `vraag` is empty
    where nothing is asked.
    """

    soort: str
    kolom: str
    aantal: int
    van: int
    tekst: str
    hersteld: bool
    uit_levering: bool
    vraag: str = ""


@dataclass(frozen=True)
class MonthOutcomes:
    """The decisions of one month, with the grounds of its drop-out where they are one VLP's.

    `zijden`: whose the drop-out is, None where that was not counted. `eenmaal`: its part of a sum over deliverers, in which
    every person counts under one name; None where that is all of it.
    """

    maand: Month
    uitkomsten: Outcomes
    oorzaken: tuple[Cause, ...] = ()
    zijden: Sides | None = None
    eenmaal: Outcomes | None = None


@dataclass(frozen=True)
class Releasable:
    """What `release` may work with: the same as the card's, over persons (`persons.count_persons`)."""

    verbeteren: tuple[Mend, ...]
    velden: tuple[FieldAccuracy, ...]
    maanden: tuple[MonthOutcomes, ...]


@dataclass(frozen=True)
class MunicipalityScorecard:
    """One VLP in one month, for the municipality's eyes.

    `sonderen`: signals that probe the register (`delivery.probing`); they count here, not in `vrijgave`.
    `bestanden`: names of the files with its signals.
    """

    vlp: str
    sector: Sector
    maand: Month
    uitkomsten: Outcomes
    oorzaken: tuple[Cause, ...]
    verwachtingen: tuple[ExpectationResult, ...]
    verbeteren: tuple[Mend, ...]
    zonder_kandidaat: int
    velden: tuple[FieldAccuracy, ...]
    maanden: tuple[MonthOutcomes, ...]
    bevindingen: tuple[RowFinding, ...]
    gewoonten: tuple[HabitFinding, ...] = ()
    sonderen: int = 0
    verdeling: Split = Split()
    vrijgave: Releasable | None = None
    bestanden: tuple[str, ...] = ()

    @property
    def releasable(self) -> Releasable:
        """What may be released; a card made without persons stands for itself: every signal is one."""
        return self.vrijgave or Releasable(self.verbeteren, self.velden, self.maanden)


@dataclass(frozen=True)
class SectorMonth:
    """The decisions of one sector in one month over `vlps` deliverers, over the persons that count for a release."""

    maand: Month
    sector: Sector
    vlps: int
    uitkomsten: Outcomes


@dataclass(frozen=True)
class Overview:
    """All VLP's of one month, in alphabetical order: no ranking.

    `quarantaine` counts delivered rows set aside before any decision, over all VLP's. `vrijgave`: as
    `maanden`, over the persons that count for a release; `sectoren`: the same by sector. `sleutels`: what the noise
    of a month's released counts comes from (`release_noise`); without, they are told without noise.
    """

    maand: Month
    gemeente: str
    kaarten: tuple[MunicipalityScorecard, ...]
    uitval: Funnel
    beoordeling: Funnel
    maanden: tuple[MonthOutcomes, ...]
    quarantaine: int
    minimum: int
    vrijgave: tuple[MonthOutcomes, ...] = ()
    sectoren: tuple[SectorMonth, ...] = ()
    sleutels: tuple[tuple[Month, bytes], ...] = field(default=(), repr=False)
