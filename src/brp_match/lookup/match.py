"""One signal decided: the steps of a month on one signal, with the rows of the register that its keys find.

Two things differ from a month: the weights of a pair are summed here, as log2(m / u), which is what Splink
answers for it; and the rates of the source are the priors, as one signal teaches nothing about it. Tests
hold both to the month's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from brp_match.content import Comparator, load_comparators, model_figures
from brp_match.decide.facts import CandidateFacts, Decision
from brp_match.decide.feedback import going_out
from brp_match.decide.month import ToDecide, decide_month
from brp_match.decide.repeats import PickUp
from brp_match.link.coincidence import Coincidence, Model, coincidence
from brp_match.link.compare import Candidate, Levels, compare_candidates
from brp_match.link.counts import fetch_counts
from brp_match.link.kept import kept
from brp_match.link.pairs import facts_of
from brp_match.link.posterior import (
    AT_HOUSEHOLD,
    UNJUDGED,
    Floats,
    Pairs,
    Posterior,
    Signals,
    household_rates,
    posterior,
)
from brp_match.link.reasons import reasons_of_pair
from brp_match.link.source_rates import SourceRates, moved_weights, prior_rates
from brp_match.link.unnamed import Ratios
from brp_match.link.weights import weight
from brp_match.lookup.residents import find_residents
from brp_match.lookup.rows import RowStore
from brp_match.lookup.signal import OneSignal, facts_of_signal
from brp_match.model import Sector
from brp_match.policy import Policy
from brp_match.reading.status import code_of, inquiry, secrecy_of, status_of


@dataclass(frozen=True)
class Found:
    """One resident who may be meant: probability, and the reasons in the order of their weight."""

    persoon_id: str
    kans: float
    redenen: tuple[str, ...]
    geheim: bool


@dataclass(frozen=True)
class Answer:
    """What was decided of one signal; fields as decisions.csv, and the candidates by probability. `ddas_status` is
    what may go out now: of a proposal, nothing yet."""

    besluit: str
    persoon_id: str
    kans: float
    kans_geen: float
    redenen: tuple[str, ...]
    toelichting: str
    terugkoppeling: str
    terugkoppeling_status: str
    ddas_status: str
    kandidaten: tuple[Found, ...]


_SOURCE = ""
"""The one source of one signal: which it is plays no part, as it taught nothing."""


@dataclass(frozen=True)
class Content:
    """The model as it is shipped, read once."""

    comparators: Sequence[Comparator]
    model: Model
    ratios: Ratios
    _rates: dict[str, SourceRates] = field(default_factory=dict)

    def rates_of(self, sector: str, about: Signals) -> SourceRates:
        """Rates of the one source of `about`, of this sector, before any delivery."""
        if sector in self._rates:
            return self._rates[sector]
        found = prior_rates(self.comparators, about, {_SOURCE: sector}, self.model.figures)
        if sector in {str(one) for one in Sector}:
            self._rates[sector] = found
        return found

    @classmethod
    def shipped(cls) -> Content:
        """Read it."""
        comparators = load_comparators()
        return cls(comparators, Model.of(comparators, model_figures()), Ratios.of(comparators))


def weighed(
    signal: OneSignal,
    store: RowStore,
    content: Content,
    minor_below: int,
    *,
    secrecy: bool,
    hidden: frozenset[str] = frozenset(),
) -> ToDecide:
    """Return what the signal is decided from; `minor_below`: years under which somebody is a minor; `hidden`: codes of
    municipalities whose residents are left out.

    Without the right of `secrecy` a resident with secrecy is left out before anything is compared: the answer
    and the work are those of a register in which that person does not stand.
    """
    candidates = find_residents(signal, store, frozenset() if secrecy else store.secret, hidden)
    levels = compare_candidates(signal.signal, candidates, content.model.figures)
    births = [one.resident.birth for one in candidates]
    counts = fetch_counts(store, zip(levels, births, strict=True), content.model.asked)
    u = [
        coincidence(pair, signal.signal.birth.date, birth, counts, content.model)
        for pair, birth in zip(levels, births, strict=True)
    ]
    found = _posterior(signal, candidates, levels, u, store, content)
    numbers = [one.resident.persoon_nr for one in candidates]
    order = kept(found.chance.tolist(), numbers, [lives_there(one) for one in levels])
    fields = store.decided_by([numbers[place] for place in order])
    facts = [
        _facts(
            place, fields[numbers[place]], levels[place], found, store, content,
            minor=0 <= signal.age_of(births[place]) < minor_below,
        )
        for place in order
    ]  # fmt: skip
    nobody = [float(one[0]) for one in (found.nobody, found.related, found.unseen)]
    return ToDecide(facts_of_signal(signal, *nobody), facts)


def decided(case: ToDecide, policy: Policy, earlier: Iterable[PickUp] = ()) -> Answer:
    """Decide a signal. `earlier`: what was picked up in the months before."""
    # in a delivery of one signal nothing repeats another of it
    ((decision,), _) = decide_month([case], policy, earlier)
    return _answer(decision, case.candidates)


def lives_there(levels: Levels) -> bool:
    """Tell whether the resident lives at the signal's address now."""
    return levels.address.level in AT_HOUSEHOLD and bool(levels.address.current)


def _posterior(
    signal: OneSignal,
    candidates: Sequence[Candidate],
    levels: Sequence[Levels],
    u: Sequence[Coincidence],
    store: RowStore,
    content: Content,
) -> Posterior:
    comparators, count = content.comparators, len(candidates)
    housed, ids = household_rates(comparators), [one.ids for one in levels]
    places = {c.naam: {level.id: n for n, level in enumerate(c.niveaus)} for c in comparators}
    pairs = Pairs(
        signal=np.zeros(count, dtype=np.int64),
        person=np.array([one.resident.persoon_nr for one in candidates], dtype=np.int64),
        levels={
            name: np.array([of[one[name]] for one in ids], dtype=np.int64)
            for name, of in places.items()
        },
        weights={
            c.naam: np.array(
                [
                    weight(c, one[c.naam], getattr(chance, c.naam))
                    for one, chance in zip(ids, u, strict=True)
                ],
                dtype=np.float64,
            )
            for c in comparators
        },
        age=np.array([signal.age_of(one.resident.birth) for one in candidates], dtype=np.float64),
        at_address=np.array([lives_there(one) for one in levels], dtype=np.bool_),
        household=np.array(
            [
                housed.get(one.address.level, 0.0) / (chance.households or 1)
                for one, chance in zip(levels, u, strict=True)
            ],
            dtype=np.float64,
        ),
        apart=_apart(levels, content.model.figures.other_names),
    )
    figures = content.model.figures
    unnamed, anybody = signal.unnamed(content.ratios, figures)
    about = Signals(
        sources=(_SOURCE,),
        source=np.zeros(1, dtype=np.int64),
        unnamed=np.array([unnamed]),
        anybody=np.array([anybody]),
        legal=np.array([signal.legal_person]),
        judged=np.array([UNJUDGED]),
    )
    rates = content.rates_of(signal.sector, about)
    moved = moved_weights(comparators, pairs, about, rates)
    return posterior(pairs, about, moved, rates.mixture, store.register.residents, figures)


def _apart(levels: Sequence[Levels], other_names: float) -> dict[str, Floats]:
    """What names that differ beside what agrees took off each pair, see `Pairs`."""
    differ = {
        "achternaam": [one.names is not None and one.names.parts_differ for one in levels],
        "voornaam": [one.names is not None and one.names.further_differ for one in levels],
    }
    return {name: np.where(flags, other_names, 1.0) for name, flags in differ.items()}


def _facts(
    place: int,
    row: Mapping[str, Any],
    levels: Levels,
    found: Posterior,
    store: RowStore,
    content: Content,
    *,
    minor: bool,
) -> CandidateFacts:
    weights = {name: float(values[place]) for name, values in found.weights.items()}
    return CandidateFacts(
        persoon_id=row["persoon_id"],
        kans=float(found.chance[place]),
        redenen=reasons_of_pair(content.comparators, levels.ids, facts_of(levels.names), weights),
        niveaus=levels.ids,
        gewichten=weights,
        status=status_of(
            row["opschorting_reden"], row["overlijdensdatum"], row["gemeente"], row["land_vertrek"],
            store.register.own,
        ),
        minderjarig=minor,
        geheim=secrecy_of(row["geheim"]) > 0,
        briefadres=row["functie_adres"] == "B",
        onderzoek=inquiry(row["onderzoek_adres"]),
        op_adres=lives_there(levels),
        gemeente=code_of(row["gemeente"]),
    )  # fmt: skip


def _answer(decision: Decision, candidates: Sequence[CandidateFacts]) -> Answer:
    return Answer(
        decision.besluit,
        decision.persoon_id,
        decision.kans,
        decision.kans_geen,
        decision.redenen,
        decision.toelichting,
        decision.terugkoppeling,
        decision.terugkoppeling_status,
        going_out(decision.ddas_status, decision.terugkoppeling_status),
        tuple(Found(one.persoon_id, one.kans, one.redenen, one.geheim) for one in candidates),
    )
