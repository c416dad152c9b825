"""From posterior, status and policy to a decision: pure functions.

First what the delivery itself says (legal person, no dwelling, repeated), then who it is by
expected cost, then what the BRP says of that person.
"""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts, Status
from brp_match.decide.sentences import explain
from brp_match.decide.unreadable import unreadable_reasons, with_delivery
from brp_match.model import Besluit, Feedback, Reason
from brp_match.policy import Policy

CLEAR = 0.5
"""From this posterior on a decision is said to be about the first candidate."""

RIVAL = 0.02
"""A second candidate with at least this posterior is named as a rival in a review."""


def decide(signal: SignalFacts, candidates: Sequence[CandidateFacts], policy: Policy) -> Decision:
    """Decide one signal. `candidates` are in order of falling probability.

    Expected cost (domain.md): match when (1 - P(i)) · false_match < review; reject when
    P(anybody who must be helped, named or not) · missed_resident < review; else review.
    """
    best = candidates[0] if candidates else None
    by_rule = _by_delivery(signal, best, policy)
    if by_rule is not None:
        return _decision(signal, candidates, Besluit.REJECT, by_rule[0], by_rule[1])
    help_due = sum(c.kans for c in candidates if c.status in (Status.INWONER, Status.ONBEKEND))
    if (help_due + signal.kans_ongezien) * policy.missed_resident < policy.review:
        return _unread_is_not_nobody(signal, candidates, _reject(signal, candidates, best))
    if best is None or (best.kans < RIVAL and signal.kans_ongezien > best.kans):
        return _decision(signal, [], Besluit.REVIEW, [Reason.ONVOLDOENDE_GEGEVENS], Feedback.NONE)
    sure = best.kans >= policy.match_at and best.status is Status.INWONER
    if sure and not _may_be_garage(signal, best):
        outcome = _after_match(best, policy)
        feedback = Feedback.NONE if outcome is not Besluit.REJECT else Feedback.NIET_OPGEPAKT
        return _decision(signal, candidates, outcome, [], feedback)
    return _decision(signal, candidates, Besluit.REVIEW, _doubt(signal, candidates), Feedback.NONE)


def _by_delivery(
    signal: SignalFacts, best: CandidateFacts | None, policy: Policy
) -> tuple[list[Reason], Feedback] | None:
    if signal.rechtspersoon and not _initials_are_a_persons(signal, best, policy):
        return [Reason.RECHTSPERSOON], Feedback.ONTERECHT_SIGNAAL
    if signal.sector == "Huur" and signal.box and not _lives_at_or_near(best, policy):
        return [Reason.GEEN_WONING], Feedback.ONTERECHT_SIGNAAL
    if signal.herhaald:
        return [Reason.HERHAALDE_MELDING], Feedback.HERHAALDE_MELDING
    return None


def _initials_are_a_persons(
    signal: SignalFacts, best: CandidateFacts | None, policy: Policy
) -> bool:
    """Tell whether `JANSEN N.V.` is a resident with those initials and that birth date after all."""
    return (
        not signal.onderneming
        and best is not None
        and best.kans >= policy.match_at
        and best.niveaus.get("voornaam") == "voorletters"
        and best.niveaus.get("geboortedatum") == "gelijk"
    )


def _lives_at_or_near(best: CandidateFacts | None, policy: Policy) -> bool:
    """Tell whether the person lives there after all, or next door (then the number may be wrong)."""
    if best is None or best.kans < CLEAR:
        return False
    near = best.niveaus.get("adres") == "nabij" and best.kans >= policy.match_at
    return best.op_adres or near


def _may_be_garage(signal: SignalFacts, best: CandidateFacts) -> bool:
    """Tell whether rent is owed for a box, or for an address nobody knows, by who lives elsewhere."""
    elsewhere = best.niveaus.get("adres") in ("nabij", "bedrijf", "afwijkend")
    no_home = signal.geen_woning or signal.deels_geen_woning or signal.adres_onbekend
    return signal.sector == "Huur" and elsewhere and no_home


def _reject(
    signal: SignalFacts, candidates: Sequence[CandidateFacts], best: CandidateFacts | None
) -> Decision:
    if best is None:
        return _decision(
            signal, candidates, Besluit.REJECT, [Reason.NIET_GEVONDEN], Feedback.NIET_OPGEPAKT
        )
    if best.kans >= CLEAR and best.status is Status.OVERLEDEN:
        return _decision(signal, candidates, Besluit.REJECT, [Reason.OVERLEDEN], Feedback.OVERLEDEN)
    if best.kans >= CLEAR and best.status is Status.VERTROKKEN:
        return _decision(
            signal, candidates, Besluit.REJECT, [Reason.VERTROKKEN], Feedback.GEEN_INWONER
        )
    ground = [Reason.NIET_GEVONDEN]
    if signal.kans_verwant > CLEAR * signal.kans_geen:
        ground = [Reason.HUISGENOOT_MOGELIJK, Reason.NIET_GEVONDEN]
    return _decision(signal, candidates, Besluit.REJECT, ground, Feedback.NIET_OPGEPAKT)


def _unread_is_not_nobody(
    signal: SignalFacts, candidates: Sequence[CandidateFacts], rejected: Decision
) -> Decision:
    """Turn a reject as nobody into a review where a key field could not be read, whatever the policy."""
    if rejected.persoon_id or not signal.onleesbaar:
        return rejected
    named = [one for one in candidates[:1] if one.kans >= RIVAL]
    ground = unreadable_reasons(signal)
    return _decision(signal, named, Besluit.REVIEW, ground, Feedback.NONE)


def _after_match(best: CandidateFacts, policy: Policy) -> Besluit:
    """The second question: what the BRP says of the person found."""
    if best.minderjarig or best.onderzoek.startswith("089999"):
        return Besluit.REVIEW
    if best.onderzoek.startswith("08") and not best.op_adres:
        return Besluit.REVIEW
    if best.niveaus.get("adres", "").startswith("vorig"):
        return {"pick_up": Besluit.MATCH, "review": Besluit.REVIEW, "reject": Besluit.REJECT}[
            policy.moved_within
        ]
    return Besluit.MATCH


def _doubt(signal: SignalFacts, candidates: Sequence[CandidateFacts]) -> list[Reason]:
    reasons: list[Reason] = []
    best = candidates[0]
    others = sum(c.kans for c in candidates[1:])
    if len(candidates) > 1 and candidates[1].kans >= RIVAL:
        reasons.append(Reason.MEERDERE_KANDIDATEN)
    unnamed = signal.kans_ongezien >= max(best.kans, RIVAL)
    if unnamed or (signal.zonder_geboortedatum and signal.zonder_voornaam):
        reasons.append(Reason.ONVOLDOENDE_GEGEVENS)
    if signal.kans_verwant >= max(others, 0.02):
        reasons.append(Reason.HUISGENOOT_MOGELIJK)
    if _may_be_garage(signal, best):
        reasons.append(Reason.GEEN_WONING)
    if not reasons and best.kans < CLEAR and signal.kans_geen >= CLEAR:
        reasons.append(Reason.NIET_GEVONDEN)
    if not reasons and signal.zonder_geboortedatum:
        reasons.append(Reason.ONVOLDOENDE_GEGEVENS)
    return reasons


def status_reasons(signal: SignalFacts, best: CandidateFacts) -> list[Reason]:
    """Codes for what the BRP says of the candidate and what kind of signal it is."""
    reasons: list[Reason] = []
    if best.status is Status.OVERLEDEN:
        reasons.append(Reason.OVERLEDEN)
    if best.status is Status.VERTROKKEN:
        reasons.append(Reason.VERTROKKEN)
    if best.minderjarig:
        reasons.append(Reason.MINDERJARIG)
    if best.onderzoek.startswith("08"):
        reasons.append(Reason.ADRES_IN_ONDERZOEK)
    if best.niveaus.get("adres", "").startswith("vorig") and best.status is Status.INWONER:
        reasons.append(Reason.VERHUISD_BINNEN_GEMEENTE)
    if best.briefadres:
        reasons.append(Reason.BRIEFADRES)
    if best.geheim:
        reasons.append(Reason.GEHEIMHOUDING)
    if signal.onderneming:
        reasons.append(Reason.ONDERNEMER)
    return reasons


def _decision(
    signal: SignalFacts,
    candidates: Sequence[CandidateFacts],
    besluit: Besluit,
    ground: Sequence[Reason],
    feedback: Feedback,
) -> Decision:
    about = candidates[0] if candidates and candidates[0].kans > 0 else None
    named = about
    by_delivery = (
        besluit is Besluit.REJECT
        and bool(ground)
        and ground[0] in (Reason.RECHTSPERSOON, Reason.GEEN_WONING)
    )
    # of a legal person the posterior, which is about residents, says nothing
    nobody = bool(ground) and ground[0] is Reason.RECHTSPERSOON
    if besluit is Besluit.REJECT and (about is None or about.kans < CLEAR or by_delivery):
        named = None
    facts: list[str] = [str(code) for code in ground]
    if named is not None:
        facts += [str(code) for code in status_reasons(signal, named)] + list(named.redenen)
    elif signal.onderneming and not by_delivery:
        facts.append(str(Reason.ONDERNEMER))
    reasons = with_delivery(facts, signal)
    second = candidates[1] if len(candidates) > 1 else None
    return Decision(
        signaal_id=signal.signaal_id,
        besluit=str(besluit),
        persoon_id=named.persoon_id if named else "",
        kans=0.0 if nobody else named.kans if named else (about.kans if about else 0.0),
        kans_geen=1.0 if nobody else signal.kans_geen,
        tweede_persoon_id=second.persoon_id if second and named else "",
        tweede_kans=second.kans if second and named else 0.0,
        redenen=reasons,
        toelichting=explain(besluit, reasons, named),
        terugkoppeling=str(feedback),
        terugkoppeling_status="voorstel" if feedback else "",
    )
