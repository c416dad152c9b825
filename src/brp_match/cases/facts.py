"""What cases are made of and what they are: frozen records, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class AsSent:
    """What a delivery says of a signal, as it came, '' where nothing; `ddas_status` is ours: the standard's word
    that may go out."""

    soort: str = ""
    telefoon: str = ""
    email: str = ""
    ontstaansdatum: str = ""
    geboortedatum: str = ""
    postcode: str = ""
    huisnummer: str = ""
    huisnummertoevoeging: str = ""
    ddas_status: str = ""


@dataclass(frozen=True)
class CaseSignal:
    """One decided signal, of this delivery or of an earlier run.

    `persoon_id`: the resident it is about, '' for nobody known. `besluit`: match, review or reject. `repeat`:
    rejected as a repeat, so its amount is counted already. `bedrag` in EUR, `datum` when it was sent,
    `einde` the end of the contract; None where not known. `leeftijd` in years. `zaak_id`: the case it
    stood in by an earlier run, '' for none; `left`: a person said since that it is about somebody else; `alone`: then it stood in a case of its own, about nobody. `warm`: handed
    over with the resident's consent. `contract`: `reading.customer_key` of its deliverer's customer, '' for none.
    """

    signaal_id: str
    vlp: str
    sector: str
    gemeente: str
    persoon_id: str
    besluit: str
    datum: date | None
    bedrag: Decimal | None = None
    repeat: bool = False
    eindelevering: bool = False
    einde: date | None = None
    crisis: bool = False
    leeftijd: int | None = None
    zaak_id: str = ""
    left: bool = False
    alone: bool = False
    warm: bool = False
    contract: str = ""
    sent: AsSent = AsSent()

    @property
    def key(self) -> tuple[str, str]:
        """What a signal is known by: deliverers number their own signals, so that two may give one number."""
        return self.signaal_id, self.vlp


SECTOR_LETTERS = {
    "Energie": "E", "Water": "W", "Zorg": "Z", "CAK Zorgverzekeringen": "Z-CAK", "Huur": "H",
    "Hypotheek": "Hyp",
}  # fmt: skip
"""Sector → how municipalities write it in a combination (signaalreis, appendix); others keep their name."""


@dataclass(frozen=True)
class Clock:
    """A clock of a case: `naam` is zaak, crisis or eindelevering, `dag` the last day in time."""

    naam: str
    dag: date


@dataclass(frozen=True)
class Case:
    """One row of zaken.csv; `period` as `periods.period_of`, `signalen` in order of date.

    `uiterste_dag`: the first of the clocks that run, None
    where nothing is to be done or no date is known. `bekend_bij_shv`: '' where no register of debt counselling was asked.
    `einddatum`: the first contract that ends. `maanden_zelfde_vlp`: periods in which the deliverer that signals
    most often signalled this resident, this one included (a "sleper"). `klokken`: each clock that runs.
    """

    zaak_id: str
    period: str
    gemeente: str
    persoon_id: str
    signalen: tuple[CaseSignal, ...]
    oudste_signaal: date | None
    eindelevering: bool
    crisis: bool
    leeftijdsgroep: str
    zaken_6_maanden: int
    laatste_zaak: str
    besluit: str
    uiterste_dag: date | None
    bekend_bij_shv: str = ""
    warme_overdracht: bool = False
    einddatum: date | None = None
    maanden_zelfde_vlp: int = 0
    klokken: tuple[Clock, ...] = ()

    @property
    def gestuurd_aan(self) -> str:
        """The municipality the first signal was sent to (DDAS: gemeentecode); '' where no signal tells."""
        return next((one.gemeente for one in self.signalen if one.gemeente), "")

    @property
    def tellend(self) -> tuple[CaseSignal, ...]:
        """The signals a municipality goes by: those that are not rejected, and repeats, whose arrears stand yet. All
        of them where there is no such signal."""
        found = tuple(one for one in self.signalen if one.besluit != "reject" or one.repeat)
        return found or self.signalen

    @property
    def vlps(self) -> tuple[str, ...]:
        """The deliverers of `tellend`, by name."""
        return tuple(sorted({one.vlp for one in self.tellend}))

    @property
    def sectoren(self) -> tuple[str, ...]:
        """The sectors of `tellend`, by name."""
        return tuple(sorted({one.sector for one in self.tellend if one.sector}))

    @property
    def combinatie(self) -> str:
        """The sectors as municipalities write them together: `E+W+Z`, `E+W+Z+H`."""
        found = {SECTOR_LETTERS.get(sector, sector) for sector in self.sectoren}
        order = [*SECTOR_LETTERS.values()]
        return "+".join(
            sorted(found, key=lambda one: (order.index(one) if one in order else 99, one))
        )

    @property
    def bedragen(self) -> dict[str, Decimal]:
        """EUR by deliverer, of the signals of `tellend` that tell one: the arrears of a repeat are those of the signal
        it repeats, and count where that one stands in another case. Of one contract the newest signal tells what is
        owed. A credit is no arrears, and takes nothing off."""
        found: dict[str, list[CaseSignal]] = {}
        for one in self.tellend:
            if one.bedrag is not None:
                found.setdefault(one.vlp, []).append(one)
        return {vlp: _owed(signals) for vlp, signals in sorted(found.items())}

    @property
    def bedrag(self) -> Decimal:
        """EUR of all deliverers together."""
        return sum(self.bedragen.values(), Decimal(0))


def _owed(signals: Sequence[CaseSignal]) -> Decimal:
    """EUR of one deliverer's signals, each with an amount, in order of date."""
    owed = {one.signaal_id: max(one.bedrag or Decimal(0), Decimal(0)) for one in signals}
    first = [one for one in signals if not one.repeat]
    # of one contract a later signal stands in for the one before
    newest = {one.contract or f"|{one.signaal_id}": one for one in first}
    if not newest:
        return max(owed.values())
    return sum((owed[one.signaal_id] for one in newest.values()), Decimal(0))
