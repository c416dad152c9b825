"""What cases are made of and what they are: frozen records, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class CaseSignal:
    """One decided signal, of this delivery or of an earlier run.

    `persoon_id`: the resident it is about, '' for nobody known. `besluit`: match, review or reject. `repeat`:
    rejected as a repeat, so its amount is counted already. `bedrag` in EUR, `datum` when it was sent,
    `einde` the end of the contract; None where not known. `leeftijd` in years. `zaak_id`: the case it
    stood in by an earlier run, '' for none; `left`: a person said since that it is about somebody else.
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


@dataclass(frozen=True)
class Case:
    """One row of zaken.csv; `period` as `periods.period_of`, `signalen` in order of date.

    `bedrag` is EUR of the signals that tell one. `uiterste_dag`: the first of the clocks that run, None
    where nothing is to be done or no date is known. `bekend_bij_shv`: '' where no register of debt counselling was asked.
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
