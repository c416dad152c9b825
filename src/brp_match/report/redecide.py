"""Decide again as if one field of a signal had been delivered right: what a fault really costs.

Nobody knows what the right value is, so every possibility counts for its probability: if candidate
i is the person (posterior P(i)), a right field would have agreed with i, and with others only where
they share that value (housemates an address, twins a date); if it is nobody, with nobody. Each time
the posterior follows from the run's own files,

    P'(j) ∝ P(j) · 2^(w'_j - w_j)        P'(none) ∝ P(none)

with w_j the candidate's weight (log2) on that field now and w'_j the weight it would have had, and
the ordinary rules decide. The weights of agreeing and differing are the medians of this run.

A candidate that the fault kept from being found at all is out of reach: signals without any
candidate are counted apart, so the outcome is a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brp_match.decide.facts import CandidateFacts, SignalFacts
from brp_match.decide.rules import decide
from brp_match.model import Besluit
from brp_match.policy import Policy

LIKELY = 1e-3
"""Possibilities less likely than this are left out, and the rest is scaled up."""

SHARED = {"achternaam": 0, "voornaam": 1, "geboortedatum": 2, "adres": 3}
"""Comparator → place in `Known.waarden` of the registered value that would agree."""

DIFFERS = {
    "achternaam": "geen",
    "voornaam": "anders",
    "geboortedatum": "afwijkend",
    "adres": "afwijkend",
}
"""Comparator → level id of a value that differs (comparators/*.yaml)."""

AGREES = "gelijk"


@dataclass(frozen=True)
class FieldWeights:
    """log2 weights of a field that agrees and of one that differs, for one VLP."""

    gelijk: float
    anders: float


USUAL = {
    "achternaam": FieldWeights(10.0, -3.5),
    "voornaam": FieldWeights(6.0, -4.0),
    "geboortedatum": FieldWeights(13.5, -6.5),
    "adres": FieldWeights(12.0, -4.0),
}
"""Used where a run has no candidate to take a median from: log2(m / u) of the shipped comparators
for a name borne by 1 in 1,000, a date by 1 in 12,000, an address in a town of 5,000 homes."""


@dataclass(frozen=True)
class Known:
    """One candidate: the facts a decision uses and opaque keys of its registered values.

    `waarden` holds a key per comparator (order of SHARED), equal exactly when the registered values
    are equal; None where the register has no value.
    """

    feiten: CandidateFacts
    waarden: tuple[int | None, ...]


@dataclass(frozen=True)
class KeptSignal:
    """One signal with all its kept candidates, likeliest first; `herhaald`: the first was picked up before."""

    signaal: SignalFacts
    kandidaten: tuple[Known, ...]
    herhaald: bool = False


@dataclass(frozen=True)
class Redecided:
    """Probability of each decision had the field been right; None without any candidate."""

    signaal_id: str
    kansen: Mapping[Besluit, float] | None


def redecide(
    cases: Iterable[KeptSignal],
    comparators: Sequence[str],
    weights: Mapping[str, FieldWeights],
    policy: Policy,
) -> list[Redecided]:
    """Decide each case again with the given comparators' field repaired.

    `weights` is by comparator; `comparators` are keys of SHARED. Probabilities sum to 1 per signal.
    """
    return [_redecide_one(case, comparators, weights, policy) for case in cases]


def _redecide_one(
    case: KeptSignal,
    comparators: Sequence[str],
    weights: Mapping[str, FieldWeights],
    policy: Policy,
) -> Redecided:
    if not case.kandidaten:
        return Redecided(case.signaal.signaal_id, None)
    truths: list[tuple[float, Known | None]] = [
        (k.feiten.kans, k) for k in case.kandidaten if k.feiten.kans >= LIKELY
    ]
    truths.append((case.signaal.kans_geen, None))
    total = sum(chance for chance, _ in truths)
    outcome = dict.fromkeys(Besluit, 0.0)
    for chance, truth in truths:
        if chance > 0:
            outcome[_decided(case, truth, comparators, weights, policy)] += chance / total
    return Redecided(case.signaal.signaal_id, outcome)


def _decided(
    case: KeptSignal,
    truth: Known | None,
    comparators: Sequence[str],
    weights: Mapping[str, FieldWeights],
    policy: Policy,
) -> Besluit:
    found = [(_chance(k, truth, comparators, weights), k) for k in case.kandidaten]
    total = sum(chance for chance, _ in found) + case.signaal.kans_geen
    found.sort(key=lambda one: (-(one[0] / total), one[1].feiten.persoon_id))
    candidates = [_repaired(k, truth, comparators, weights, chance / total) for chance, k in found]
    signal = replace(case.signaal, kans_geen=case.signaal.kans_geen / total)
    same = bool(candidates) and candidates[0].persoon_id == case.kandidaten[0].feiten.persoon_id
    return Besluit(decide(signal, candidates, policy, case.herhaald and same).besluit)


def _chance(
    known: Known,
    truth: Known | None,
    comparators: Sequence[str],
    weights: Mapping[str, FieldWeights],
) -> float:
    """The chance of one candidate as it would be, not yet normalised."""
    shift = 0.0
    for name in comparators:
        now = known.feiten.gewichten[name]
        shift += _weight(now, _agrees(known, truth, name), weights[name]) - now
    return float(known.feiten.kans * 2.0**shift)


def _repaired(
    known: Known,
    truth: Known | None,
    comparators: Sequence[str],
    weights: Mapping[str, FieldWeights],
    chance: float,
) -> CandidateFacts:
    """One candidate's facts as they would be."""
    facts = known.feiten
    levels, by_field = dict(facts.niveaus), dict(facts.gewichten)
    for name in comparators:
        agrees = _agrees(known, truth, name)
        levels[name] = AGREES if agrees else DIFFERS[name]
        by_field[name] = _weight(facts.gewichten[name], agrees, weights[name])
    at_address = facts.op_adres or ("adres" in comparators and levels["adres"] == AGREES)
    return replace(facts, kans=chance, niveaus=levels, gewichten=by_field, op_adres=at_address)


def _agrees(known: Known, truth: Known | None, comparator: str) -> bool:
    return truth is not None and _shares(known, truth, SHARED[comparator])


def _weight(now: float, agrees: bool, weights: FieldWeights) -> float:
    return max(now, weights.gelijk) if agrees else min(now, weights.anders)


def _shares(known: Known, truth: Known, place: int) -> bool:
    if known is truth:
        return True
    value = known.waarden[place]
    return value is not None and value == truth.waarden[place]
