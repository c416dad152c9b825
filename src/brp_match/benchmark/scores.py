"""Rates, intervals and cost of a method's answers. Pure: judged signals in, numbers out.

Every share is a `Rate`: numerator, denominator and Wilson's 95% interval. Which denominator goes
with which rate stands in the docstring of `Scores`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from brp_match.benchmark.truth import HELP, WRONG_MATCHES, AnswerOutcome, Judged
from brp_match.model import Besluit
from brp_match.policy import Policy
from brp_match.proportion import wilson


@dataclass(frozen=True)
class Rate:
    """A share with its counts; `low` and `high` are Wilson's 95% interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """Return count / of, None where there is nothing to count over."""
        return self.count / self.of if self.of else None


def rate(count: int, of: int) -> Rate:
    """Make a rate with its interval; 0 <= count <= of."""
    interval = wilson(count, of)
    return Rate(count, of, interval.low, interval.high)


@dataclass(frozen=True)
class Costs:
    """What an outcome costs, in reviews; from the policy."""

    false_match: float
    missed_resident: float
    review: float

    @classmethod
    def of_policy(cls, policy: Policy) -> Costs:
        """Take the three costs out of a policy."""
        return cls(policy.false_match, policy.missed_resident, policy.review)

    def of(self, outcome: AnswerOutcome) -> float:
        """Return the cost of one outcome."""
        if outcome in WRONG_MATCHES:
            return self.false_match
        if outcome is AnswerOutcome.WRONGFUL_DROP:
            return self.missed_resident
        return self.review if outcome is AnswerOutcome.REVIEW else 0.0


@dataclass(frozen=True)
class Scores:
    """The scores of a set of signals.

    `drop_out`: rejects over all signals. `wrongful_drop`: rejected residents over residents to be
    helped. `wrongful_of_drops`: the same over all rejects (Haarlem's 10 of 40). `false_match`:
    wrong automatic matches over all signals. `wrong_person`: residents to be helped matched with
    somebody else, over residents to be helped. `review`: reviews over all signals.
    `wrong_automatic`: wrong automatic matches over automatic matches (1 - precision).
    `cost`: mean cost per signal, in reviews.
    """

    signals: int
    drop_out: Rate
    wrongful_drop: Rate
    wrongful_of_drops: Rate
    false_match: Rate
    wrong_person: Rate
    review: Rate
    wrong_automatic: Rate
    cost: float

    @property
    def precision_automatic(self) -> float | None:
        """Return the share of automatic matches that is right."""
        wrong = self.wrong_automatic.value
        return None if wrong is None else 1.0 - wrong


def score(judged: Sequence[Judged], costs: Costs) -> Scores:
    """Score a set of judged signals; an empty set has empty rates and cost 0."""
    n = len(judged)
    to_help = sum(j.truth.soort in HELP for j in judged)
    count = {outcome: sum(j.outcome is outcome for j in judged) for outcome in AnswerOutcome}
    drops = sum(j.answer.besluit is Besluit.REJECT for j in judged)
    automatic = sum(j.answer.besluit is Besluit.MATCH for j in judged)
    wrong = sum(count[outcome] for outcome in WRONG_MATCHES)
    total = sum(costs.of(outcome) * number for outcome, number in count.items())
    return Scores(
        signals=n,
        drop_out=rate(drops, n),
        wrongful_drop=rate(count[AnswerOutcome.WRONGFUL_DROP], to_help),
        wrongful_of_drops=rate(count[AnswerOutcome.WRONGFUL_DROP], drops),
        false_match=rate(wrong, n),
        wrong_person=rate(count[AnswerOutcome.WRONG_PERSON], to_help),
        review=rate(count[AnswerOutcome.REVIEW], n),
        wrong_automatic=rate(wrong, automatic),
        cost=total / n if n else 0.0,
    )


def candidate_recall(judged: Iterable[Judged]) -> Rate | None:
    """Share of signals of a resident to be helped whose resident was among the candidates.

    None where the method has no candidates to look at.
    """
    rows = [j for j in judged if j.answer.kandidaten is not None and j.truth.soort in HELP]
    if not rows:
        return None
    return rate(sum(j.truth.persoon_id in (j.answer.kandidaten or ()) for j in rows), len(rows))


GROUPS: dict[str, Callable[[Judged], tuple[str, ...]]] = {
    "sector": lambda j: (j.truth.sector,),
    "vlp": lambda j: (j.truth.vlp,),
    "soort": lambda j: (j.truth.soort,),
    "fout": lambda j: j.truth.fouten or ("geen",),
    "herkomst": lambda j: (j.truth.herkomst or "onbekend",),
}
"""Ways to divide the signals; a signal with two errors counts under both."""


def score_groups(judged: Iterable[Judged], by: str, costs: Costs) -> dict[str, Scores]:
    """Score by one of GROUPS, in alphabetical order of the group."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        for key in GROUPS[by](one):
            groups[key].append(one)
    return {key: score(groups[key], costs) for key in sorted(groups)}
