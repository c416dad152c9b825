"""What a decision is made from: plain records, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What the BRP says of a resident, as far as it decides about help."""

    INWONER = "inwoner"
    OVERLEDEN = "overleden"
    VERTROKKEN = "vertrokken"
    ONBEKEND = "onbekend"


@dataclass(frozen=True)
class CandidateFacts:
    """One candidate of a signal.

    `kans` is the posterior probability. Of the likeliest candidate also `redenen`, the comparators' codes,
    the most telling first; `niveaus`, level ids by comparator; `gewichten`, log2 weights by comparator.
    Of the others nothing is decided by these, so they may be empty.
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


@dataclass(frozen=True)
class SignalFacts:
    """What a decision needs to know of the signal itself.

    `kans_verwant` is the part of `kans_geen` that is an unregistered relative or housemate, `kans_ongezien`
    the part that is a resident whom a trade name does not name.
    `geen_woning`: the signal's address is no home; `box`: it is a garage box or the like.
    `deels_geen_woning`: the signal gives no addition and some addresses at that number are no home.
    `adres_onbekend`: there is an address file and it does not have the number.
    `onleesbaar`: which of `naam`, `geboortedatum`, `adres` hold something that could not be read;
    `verschoven`: its cells stood in other columns and were put back.
    `herhaald`: the same source reported the same customer before, with arrears at least as high.
    """

    signaal_id: str
    vlp: str
    sector: str
    rechtspersoon: bool
    onderneming: bool
    geen_woning: bool
    box: bool
    deels_geen_woning: bool
    adres_onbekend: bool
    herhaald: bool
    zonder_geboortedatum: bool
    zonder_voornaam: bool
    kans_geen: float
    kans_verwant: float
    kans_ongezien: float = 0.0
    onleesbaar: tuple[str, ...] = ()
    verschoven: bool = False


@dataclass(frozen=True)
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
