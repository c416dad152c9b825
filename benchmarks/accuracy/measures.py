"""Measures that only the makers' accuracy report shows: fairness by origin of a name, the cost of fewer reviews, the
drop-out of every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.benchmark.scores import Costs, Rate, score, score_groups
from brp_match.benchmark.tables import number, percent
from brp_match.benchmark.truth import Answer, Judged, outcome_of
from brp_match.dutch import percentage
from brp_match.model import Besluit


@dataclass(frozen=True)
class Fairness:
    """Wrongful drop-out and review of one origin against the overall figure.

    A ratio is None where the overall figure is 0. `clear` says that the group's interval lies
    wholly above 1.5 times the overall figure: more than chance.
    """

    herkomst: str
    wrongful_drop_ratio: float | None
    review_ratio: float | None
    clear: bool


def fairness(judged: Sequence[Judged], costs: Costs, limit: float = 1.5) -> list[Fairness]:
    """Compare every origin of the name with the whole."""
    whole = score(judged, costs)
    result = []
    for origin, scores in score_groups(judged, "herkomst", costs).items():
        result.append(
            Fairness(
                origin,
                _ratio(scores.wrongful_drop, whole.wrongful_drop),
                _ratio(scores.review, whole.review),
                any(
                    part.of > 0 and part.low > limit * (all_.value or 0.0) and part.count > 0
                    for part, all_ in (
                        (scores.wrongful_drop, whole.wrongful_drop),
                        (scores.review, whole.review),
                    )
                ),
            )
        )
    return result


def _ratio(part: Rate, whole: Rate) -> float | None:
    if not whole.value or part.value is None:
        return None
    return part.value / whole.value


@dataclass(frozen=True)
class CostPoint:
    """Cost per signal when at most `allowed` signals are reviewed."""

    allowed: int
    cost: float


def cost_curve(judged: Sequence[Judged], costs: Costs, allowed: Sequence[int]) -> list[CostPoint]:
    """Cost per signal for each number of reviews allowed.

    Signals are reviewed in order of expected loss of deciding them without a person; a method
    without probabilities has its own reviews first and the rest in order of signal. A signal of
    the method's own reviews for which no place is left is decided by expected cost: matched where
    P >= missed / (missed + false match), else rejected. A review finds the truth.
    """
    order = sorted(judged, key=lambda j: (-_expected_loss(j.answer, costs), j.truth.signaal_id))
    automatic = [costs.of(outcome_of(j.truth, _decided(j.answer, costs))) for j in order]
    remaining = sum(automatic)
    at = {0: remaining}
    for place, saved in enumerate(automatic, start=1):
        remaining += costs.review - saved
        at[place] = remaining
    n = len(order)
    return [CostPoint(k, at[min(k, n)] / n if n else 0.0) for k in allowed]


def _expected_loss(answer: Answer, costs: Costs) -> float:
    if answer.kans is None:
        return float("inf") if answer.besluit is Besluit.REVIEW else 0.0
    if answer.besluit is Besluit.MATCH:
        return costs.false_match * (1.0 - answer.kans)
    if answer.besluit is Besluit.REVIEW:
        # above every automatic decision with the same probability: the method asked for it
        return costs.review + min(
            costs.false_match * (1.0 - answer.kans), costs.missed_resident * answer.kans
        )
    # a resident who was recognised and rejected was rejected for what the register says
    return 0.0 if answer.kans >= 0.5 else costs.missed_resident * answer.kans


def _decided(answer: Answer, costs: Costs) -> Answer:
    if answer.besluit is not Besluit.REVIEW:
        return answer
    matched = (
        answer.kans is not None
        and bool(answer.persoon_id)
        and costs.false_match * (1.0 - answer.kans) <= costs.missed_resident * answer.kans
    )
    besluit = Besluit.MATCH if matched else Besluit.REJECT
    return Answer(answer.signaal_id, besluit, answer.persoon_id, answer.kans, answer.kandidaten)


DROP_HEADER = ("methode", "uitval", "waarvan onterecht", "verkeerde persoon",
               "precisie automatisch", "gevonden kandidaten", "log-loss")  # fmt: skip


def drop_rows(results: dict[str, Any], scenario: str | None = None) -> list[list[str]]:
    """Rows of the table of drop-out: over all signals, and how much of it was wrongful."""
    rows = []
    for method, of in results["methods"].items():
        fields = of["all"] if scenario is None else of["scenarios"].get(scenario)
        if fields:
            precision = fields["precision_automatic"]
            rows.append(
                [
                    method,
                    percent(fields["drop_out"]),
                    percent(fields["wrongful_of_drops"]),
                    percent(fields["wrong_person"]),
                    percentage(precision, 2),
                    percent(fields["candidate_recall"]),
                    number(fields["log_loss"], 4),
                ]
            )
    return rows
