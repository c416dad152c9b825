"""What the delivery itself says against picking a signal up, before it is asked who it is. Pure."""

from __future__ import annotations

from brp_match.content import model_figures
from brp_match.decide.facts import CandidateFacts, SignalFacts
from brp_match.dutch import euros
from brp_match.model import Ending, Reason, Sector
from brp_match.policy import Policy

CLEAR = model_figures().clear
"""From this posterior on a decision is said to be about the first candidate."""


def by_delivery(
    signal: SignalFacts, best: CandidateFacts | None, policy: Policy
) -> tuple[Reason, Ending] | None:
    """Return why a signal is not picked up whoever it is about, and how it ends; None for no such ground."""
    if is_legal_person(signal, best, policy) and not _liable(best, policy):
        return Reason.RECHTSPERSOON, Ending.RECHTSPERSOON
    if signal.sector == Sector.HUUR and _is_box(signal, best, policy):
        return Reason.GEEN_WONING, Ending.GEEN_WONING
    if signal.bedrag is not None and signal.bedrag < policy.lowest_amount(
        signal.sector, signal.vlp
    ):
        return Reason.ONDER_DREMPEL, Ending.ONDER_DREMPEL
    return _by_age(signal, policy)


def _by_age(signal: SignalFacts, policy: Policy) -> tuple[Reason, Ending] | None:
    days = signal.achterstand_dagen
    low, high = policy.age_bounds(signal.sector)
    if days is None or days < 0:
        return None
    if days < low:
        return Reason.ACHTERSTAND_TE_JONG, Ending.ACHTERSTAND_TE_JONG
    if high is not None and days > high:
        return Reason.ACHTERSTAND_TE_OUD, Ending.ACHTERSTAND_TE_OUD
    return None


def is_legal_person(signal: SignalFacts, best: CandidateFacts | None, policy: Policy) -> bool:
    """Tell whether a signal is about a legal person: not where `JANSEN N.V.` is a resident with those
    initials and that birth date after all."""
    initials = (
        not signal.onderneming
        and best is not None
        and best.kans >= policy.match_at
        and best.niveaus.get("voornaam") == "voorletters"
        and best.niveaus.get("geboortedatum") == "gelijk"
    )
    # a name that could not be read, or is of another row, makes nobody a legal person
    return signal.rechtspersoon and not initials and "naam" not in signal.onleesbaar


def _liable(best: CandidateFacts | None, policy: Policy) -> bool:
    """Tell whether a resident may be personally liable: the name stands in that of the legal person, and
    the birth date or the address is the resident's too."""
    if best is None or policy.legal_person != "review":
        return False
    named = best.niveaus.get("achternaam", "geen") not in ("geen", "ontbreekt")
    return named and (best.op_adres or best.niveaus.get("geboortedatum") == "gelijk")


def _is_box(signal: SignalFacts, best: CandidateFacts | None, policy: Policy) -> bool:
    """Tell whether rent is owed for a box where the person does not live."""
    if best is None or best.kans < CLEAR:
        return signal.box or signal.box_genoemd
    near = best.niveaus.get("adres") == "nabij" and best.kans >= policy.match_at
    return (signal.box or signal.box_genoemd) and not (best.op_adres or near)


def may_be_garage(signal: SignalFacts, best: CandidateFacts) -> bool:
    """Tell whether rent may be owed for a box, by who lives elsewhere or has another addition, or where no number is
    given and there are boxes.

    A number that the address file does not know says nothing: the file may be older than the home.
    """
    if signal.sector != Sector.HUUR:
        return False
    level = best.niveaus.get("adres")
    elsewhere = level in ("nabij", "bedrijf", "afwijkend", "ontbreekt")
    if elsewhere and (signal.geen_woning or signal.deels_geen_woning):
        return True
    return signal.box_genoemd and level != "gelijk"


def threshold_told(signal: SignalFacts, policy: Policy) -> str:
    """Return which threshold of the municipality a signal is under, in a sentence."""
    amount = euros(policy.lowest_amount(signal.sector, signal.vlp))
    own = policy.own_threshold(signal.vlp) is not None
    whose = (
        "deze vastelastenpartner"
        if own
        else "deze sector"
        if signal.sector in policy.threshold
        else "alle sectoren"
    )
    return f"Het bedrag is lager dan de drempel van de gemeente voor {whose} ({amount})."
