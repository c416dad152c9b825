"""Reason codes of a decision: what the BRP says of the person, and why it is in doubt who it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import model_figures
from brp_match.decide.facts import CandidateFacts, SignalFacts
from brp_match.decide.grounds import CLEAR, may_be_garage
from brp_match.model import Reason
from brp_match.reading.status import Status, about_address

RIVAL = model_figures().rival
"""A second candidate with at least this posterior is named as a rival in a review."""

OF_STATUS = {
    Status.OVERLEDEN: (Reason.OVERLEDEN,),
    Status.ANDERE_GEMEENTE: (Reason.VERHUISD_ANDERE_GEMEENTE, Reason.VERTROKKEN),
    Status.VERTROKKEN_ONBEKEND: (Reason.VERTROKKEN_ONBEKEND, Reason.VERTROKKEN),
    Status.GEEMIGREERD: (Reason.VERTROKKEN,),
    Status.NIET_BIJGEHOUDEN: (Reason.VERTROKKEN,),
}
"""What the BRP says of who does not live here → its codes, the most telling first."""


def status_reasons(signal: SignalFacts, best: CandidateFacts) -> list[Reason]:
    """Codes for what the BRP says of the candidate and what kind of signal it is."""
    reasons: list[Reason] = list(OF_STATUS.get(best.status, ()))
    moved = best.niveaus.get("adres", "").startswith("vorig") and best.status is Status.INWONER
    facts = {
        Reason.MINDERJARIG: best.minderjarig,
        Reason.ADRES_IN_ONDERZOEK: about_address(best.onderzoek),
        Reason.VERHUISD_BINNEN_GEMEENTE: moved,
        Reason.BRIEFADRES: best.briefadres,
        Reason.GEHEIMHOUDING: best.geheim,
        Reason.BEKEND_BIJ_SHV: best.bekend_bij_shv,
        Reason.ONDERNEMER: signal.onderneming,
        Reason.MEDEHOUDER: signal.houders > 1 and best.niveaus.get("achternaam") != "geen",
        Reason.BEWIND: signal.bewind,
    }
    return reasons + [reason for reason, holds in facts.items() if holds]


def names_nobody(signal: SignalFacts, best: CandidateFacts) -> bool:
    """Tell whether neither the surname nor a birth date says who is meant, only who lives at an address.

    However likely, that is no ground to write to somebody about debts (domain.md: a letter to the wrong
    person is a data breach).
    """
    return signal.zonder_geboortedatum and best.niveaus.get("achternaam") in ("ontbreekt", "geen")


def not_kept(signal: SignalFacts, candidates: Sequence[CandidateFacts]) -> float:
    """Return P(a resident who is none of the candidates kept): many who fit alike are not all kept."""
    return max(0.0, 1.0 - signal.kans_geen - sum(one.kans for one in candidates))


def doubt(signal: SignalFacts, candidates: Sequence[CandidateFacts]) -> list[Reason]:
    """Codes for why a person must look who it is; `candidates` holds at least one."""
    reasons: list[Reason] = []
    best = candidates[0]
    others = sum(c.kans for c in candidates[1:])
    alike = not_kept(signal, candidates) >= max(best.kans, RIVAL)
    if alike or (len(candidates) > 1 and candidates[1].kans >= RIVAL):
        reasons.append(Reason.MEERDERE_KANDIDATEN)
    unnamed = signal.kans_ongezien >= max(best.kans, RIVAL)
    if unnamed or (signal.zonder_geboortedatum and signal.zonder_voornaam):
        reasons.append(Reason.ONVOLDOENDE_GEGEVENS)
    if signal.erven or signal.kans_verwant >= max(others, RIVAL):
        reasons.append(Reason.HUISGENOOT_MOGELIJK)
    if may_be_garage(signal, best):
        reasons.append(Reason.GEEN_WONING)
    if not reasons and best.kans < CLEAR and signal.kans_geen >= CLEAR:
        reasons.append(Reason.NIET_GEVONDEN)
    if not reasons and signal.zonder_geboortedatum:
        reasons.append(Reason.ONVOLDOENDE_GEGEVENS)
    return reasons


def household_stays(candidates: Sequence[CandidateFacts]) -> bool:
    """Tell whether others who live here are registered at the address of a first candidate who died."""
    return any(one.op_adres and one.status is Status.INWONER for one in candidates[1:])
