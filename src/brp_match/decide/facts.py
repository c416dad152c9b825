"""What a decision is made from: plain records, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brp_match.reading.status import Status

__all__ = ["CandidateFacts", "Decision", "SignalFacts", "Status"]


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """One candidate of a signal.

    `kans` is the posterior probability. Of the likeliest candidate also `redenen`, the comparators' codes,
    the most telling first; `niveaus`, level ids by comparator; `gewichten`, log2 weights by comparator.
    Of the others nothing is decided by these, so they may be empty. `onderzoek` is the code of
    `status.inquiry`. `gemeente`: the municipality of registration, four figures, '' where it is unknown.
    """

    persoon_id: str
    kans: float
    redenen: tuple[str, ...]
    niveaus: dict[str, str]
    gewichten: dict[str, float]
    status: Status
    minderjarig: bool
    geheim: bool
    briefadres: bool
    onderzoek: str
    op_adres: bool
    bekend_bij_shv: bool = False
    gemeente: str = ""


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """What a decision needs to know of the signal itself.

    `kans_verwant` is the part of `kans_geen` that is an unregistered relative or housemate, `kans_ongezien`
    the part that is a resident whom a trade name does not name.
    `geen_woning`: the signal's address is no home; `box`: it is a garage box or the like, by the address
    file; `box_genoemd`: the signal itself calls it so.
    `deels_geen_woning`: the signal gives no addition and some addresses at that number are no home, or no
    number and there is a box at its postcode or in its street.
    `bedrag` in EUR and `achterstand_dagen` (oldest claim to signal), None where they cannot be read.
    `soort` is the kind of signal in small letters. `onleesbaar`: which of `naam`, `geboortedatum`, `adres`
    hold something that could not be read; `verschoven`: its cells stood in other columns and were put back. `gemeente`: who it was sent to, '' where the delivery does not say; `contract`: `reading.customer_key`, '' for none.
    `houders`: how many people its name fields name as the holder; `bewind`: an administrator stands in between;
    `erven`: they name the heirs of somebody. `client`: it is surely about a client of debt counselling whom the
    register does not know.
    """

    signaal_id: str
    vlp: str
    sector: str
    rechtspersoon: bool
    onderneming: bool
    geen_woning: bool
    box: bool
    deels_geen_woning: bool
    zonder_geboortedatum: bool
    zonder_voornaam: bool
    kans_geen: float
    kans_verwant: float
    kans_ongezien: float = 0.0
    box_genoemd: bool = False
    onleesbaar: tuple[str, ...] = ()
    verschoven: bool = False
    soort: str = "vroegsignaal"
    bedrag: float | None = None
    signaaldatum: date | None = None
    achterstand_dagen: int | None = None
    gemeente: str = ""
    contract: str = ""
    houders: int = 1
    bewind: bool = False
    erven: bool = False
    client: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of decisions.csv, without the audit draw."""

    signaal_id: str
    besluit: str
    persoon_id: str
    kans: float
    kans_geen: float
    tweede_persoon_id: str
    tweede_kans: float
    redenen: tuple[str, ...]
    toelichting: str
    terugkoppeling: str
    terugkoppeling_status: str
    ddas_status: str
