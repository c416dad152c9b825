"""From posterior, status and policy to a decision: pure functions.

First what the delivery itself says (legal person, no dwelling, too little, too young or too old), then who
it is by expected cost, then what the BRP says of that person and whether they were picked up before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts
from brp_match.decide.feedback import told
from brp_match.decide.grounds import (
    CLEAR,
    by_delivery,
    is_legal_person,
    may_be_garage,
    threshold_told,
)
from brp_match.decide.reasons import (
    RIVAL,
    doubt,
    household_stays,
    names_nobody,
    not_kept,
    status_reasons,
)
from brp_match.decide.sentences import explain
from brp_match.decide.unreadable import by_name_alone, unreadable_reasons, with_delivery
from brp_match.model import Besluit, Ending, Reason
from brp_match.policy import Policy
from brp_match.reading.status import HELPED, NOT_THERE, Status, about_address


@dataclass(frozen=True)
class Verdict:
    """What is decided and why, before it is written down: decision, grounds, and how it ends."""

    besluit: Besluit
    ground: tuple[Reason, ...]
    ending: Ending
    nobody: bool = False


def decide(
    signal: SignalFacts,
    candidates: Sequence[CandidateFacts],
    policy: Policy,
    picked_up: bool = False,
) -> Decision:
    """Decide one signal. `candidates` are in order of falling probability.

    Expected cost (domain.md): match when (1 - P(i)) · false_match < review; reject when
    P(anybody who must be helped, named or not) · missed_resident < review; else review.
    `picked_up`: the first candidate was picked up a short while ago for arrears of this deliverer that
    were at least as high (`repeats`).
    """
    verdict = _verdict(signal, candidates, policy)
    if picked_up and verdict.besluit is Besluit.MATCH:
        again = (Reason.HERHAALDE_MELDING,)
        verdict = Verdict(Besluit.REJECT, again, Ending.HERHAALDE_MELDING)
    return _written(signal, [] if verdict.nobody else candidates, verdict, policy)


def has_secret(candidates: Sequence[CandidateFacts]) -> bool:
    """Tell whether one of the candidates has secrecy."""
    return any(one.geheim for one in candidates)


def without_secret(
    signal: SignalFacts, candidates: Sequence[CandidateFacts]
) -> tuple[SignalFacts, list[CandidateFacts]]:
    """Return signal and candidates as if nobody with secrecy stood in the register.

    The probabilities are shares of one sum, so those of the others grow alike.
    """
    if not has_secret(candidates):
        return signal, list(candidates)
    secret = sum(one.kans for one in candidates if one.geheim)
    others = [one for one in candidates if not one.geheim]
    left = signal.kans_geen + sum(one.kans for one in others) + not_kept(signal, candidates)
    if secret >= 1 - _NOTHING_LEFT or left <= _NOTHING_LEFT:
        # what is left is smaller than the sum is exact: it is nobody
        return replace(signal, kans_geen=1.0, kans_verwant=0.0, kans_ongezien=0.0), []
    scale = 1 / left
    # an unregistered relative, of whom? of who lives there and may be seen
    relative = signal.kans_verwant if any(one.op_adres for one in others) else 0.0
    seen = replace(
        signal,
        kans_geen=signal.kans_geen * scale,
        kans_verwant=relative * scale,
        kans_ongezien=signal.kans_ongezien * scale,
    )
    return seen, [replace(one, kans=one.kans * scale) for one in others]


_NOTHING_LEFT = 1e-9


def _verdict(signal: SignalFacts, candidates: Sequence[CandidateFacts], policy: Policy) -> Verdict:
    best = candidates[0] if candidates else None
    ruled = by_delivery(signal, best, policy)
    if ruled is not None:
        return Verdict(Besluit.REJECT, (ruled[0],), ruled[1])
    if is_legal_person(signal, best, policy):
        # a legal person with the name of a resident in it: that resident may be liable
        return _review(Reason.RECHTSPERSOON)
    # of residents who are not kept the status is not known: whoever they are, they are somebody
    help_due = sum(c.kans for c in candidates if c.status in HELPED) + not_kept(signal, candidates)
    if (help_due + signal.kans_ongezien) * policy.missed_resident < policy.review:
        return _not_found(signal, best, policy)
    if best is None or (best.kans < RIVAL and signal.kans_ongezien > best.kans):
        return replace(_review(Reason.ONVOLDOENDE_GEGEVENS), nobody=True)
    sure = best.kans >= policy.match_at and best.status is Status.INWONER
    doubtful = (
        may_be_garage(signal, best)
        or names_nobody(signal, best)
        or by_name_alone(signal, best)
        or signal.erven
    )
    if sure and not doubtful:
        return _of_person(best, policy)
    return _review(*doubt(signal, candidates))


def _review(*ground: Reason) -> Verdict:
    return Verdict(Besluit.REVIEW, ground, Ending.TE_BEOORDELEN)


GONE = {
    Status.OVERLEDEN: (Reason.OVERLEDEN, Ending.OVERLEDEN),
    Status.ANDERE_GEMEENTE: (Reason.VERHUISD_ANDERE_GEMEENTE, Ending.ANDERE_GEMEENTE),
    Status.VERTROKKEN_ONBEKEND: (Reason.VERTROKKEN_ONBEKEND, Ending.VERTROKKEN_ONBEKEND),
    Status.GEEMIGREERD: (Reason.VERTROKKEN, Ending.GEEMIGREERD),
}
"""What the BRP says of somebody who is not picked up → ground and outcome."""


def _not_found(signal: SignalFacts, best: CandidateFacts | None, policy: Policy) -> Verdict:
    """Nobody who must be helped: died, left, or not in the register at all."""
    known = best is not None and best.kans >= CLEAR and not by_name_alone(signal, best)
    if best is not None and known and best.status in GONE:
        reason, ending = GONE[best.status]
        return Verdict(Besluit.REJECT, (reason,), ending)
    faint = best is None or best.kans < RIVAL
    if signal.client and policy.shv == "review":
        # who gets help already is somebody: a person looks why the register does not know them
        return replace(_review(Reason.BEKEND_BIJ_SHV, Reason.NIET_GEVONDEN), nobody=faint)
    if signal.onleesbaar:
        # what was not read is no proof that somebody is not there
        return replace(_review(*unreadable_reasons(signal)), nobody=faint)
    ground: tuple[Reason, ...] = (Reason.NIET_GEVONDEN,)
    if best is not None and signal.kans_verwant > CLEAR * signal.kans_geen:
        ground = (Reason.HUISGENOOT_MOGELIJK, Reason.NIET_GEVONDEN)
    return Verdict(Besluit.REJECT, ground, Ending.NIET_GEVONDEN)


def _of_person(best: CandidateFacts, policy: Policy) -> Verdict:
    """The second question: what the BRP and the municipality know of the person found."""
    if best.bekend_bij_shv and policy.shv == "review":
        return _review(Reason.BEKEND_BIJ_SHV)
    if best.minderjarig or best.onderzoek == NOT_THERE:
        return _review()
    if about_address(best.onderzoek) and not best.op_adres:
        return _review()
    if best.niveaus.get("adres", "").startswith("vorig"):
        if policy.moved_within == "review":
            return _review()
        if policy.moved_within == "reject":
            return Verdict(Besluit.REJECT, (), Ending.ANDERS)
    return Verdict(Besluit.MATCH, (), Ending.GEKOPPELD)


_OF_NOBODY = frozenset({Reason.RECHTSPERSOON, Reason.GEEN_WONING})
"""Grounds of a reject that is about no resident, whoever looks like the signal."""


def _written(
    signal: SignalFacts, candidates: Sequence[CandidateFacts], verdict: Verdict, policy: Policy
) -> Decision:
    about = candidates[0] if candidates and candidates[0].kans > 0 else None
    ground, reject = verdict.ground, verdict.besluit is Besluit.REJECT
    of_nobody = reject and bool(ground) and ground[0] in _OF_NOBODY
    # of a legal person the posterior, which is about residents, says nothing
    no_person = of_nobody and ground[0] is Reason.RECHTSPERSOON
    named = about
    if reject and (about is None or about.kans < CLEAR or of_nobody):
        named = None
    facts: list[str] = [str(code) for code in ground]
    if named is not None:
        facts += [str(code) for code in status_reasons(signal, named)] + list(named.redenen)
    elif signal.onderneming and not of_nobody:
        facts.append(str(Reason.ONDERNEMER))
    reasons = with_delivery(facts, signal)
    second = candidates[1] if len(candidates) > 1 else None
    ending = verdict.ending
    if reject and about is not None and about.kans >= CLEAR and about.geheim:
        # of who has secrecy the deliverer hears no reason, whatever it is
        ending = Ending.GEHEIM
    said = told(ending, policy)
    stays = verdict.ending is Ending.OVERLEDEN and household_stays(candidates)
    return Decision(
        signaal_id=signal.signaal_id,
        besluit=str(verdict.besluit),
        persoon_id=named.persoon_id if named else "",
        kans=0.0 if no_person else named.kans if named else (about.kans if about else 0.0),
        kans_geen=1.0 if no_person else signal.kans_geen,
        tweede_persoon_id=second.persoon_id if second and named else "",
        tweede_kans=second.kans if second and named else 0.0,
        redenen=reasons,
        toelichting=explain(
            verdict.besluit,
            reasons,
            levels=named.niveaus if named else {},
            household=stays,
            threshold=threshold_told(signal, policy) if Reason.ONDER_DREMPEL in ground else "",
        ),
        terugkoppeling=str(said.feedback),
        terugkoppeling_status=str(said.state),
        ddas_status=said.status,
    )
