"""What cases are made of and what they are: frozen records, no database."""

from __future__ import annotations

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
    over with the resident's consent.
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
    sent: AsSent = AsSent()


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

    `bedrag` is EUR of the signals that tell one. `uiterste_dag`: the first of the clocks that run, None
    where nothing is to be done or no date is known. `bekend_bij_shv`: '' where no register of debt counselling was asked.
    `einddatum`: the first contract that ends. `maanden_zelfde_vlp`: periods in which the deliverer that signals
    most often signalled this resident, this one included (a "sleper"). `klokken`: each clock that runs.
    """

    zaak_id: str
    period: str
    gemeente: str
    persoon_id: str
    signalen: tuple[CaseSignal, ...]
    bedrag: Decimal
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
    def vlps(self) -> tuple[str, ...]:
        """The deliverers, by name."""
        return tuple(sorted({one.vlp for one in self.signalen}))

    @property
    def sectoren(self) -> tuple[str, ...]:
        """The sectors, by name."""
        return tuple(sorted({one.sector for one in self.signalen if one.sector}))

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
        """EUR by deliverer, of the signals that tell one and are no repeat."""
        found: dict[str, Decimal] = {}
        for one in self.signalen:
            if not one.repeat and one.bedrag is not None:
                found[one.vlp] = found.get(one.vlp, Decimal(0)) + one.bedrag
        return dict(sorted(found.items()))
