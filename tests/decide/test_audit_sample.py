"""What is drawn for a second look: rejects only, their share rounded up, the same whatever the order."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from brp_match.decide.assemble import audit_sample, drawn_of
from brp_match.policy import load_policy

REJECTS = [f"R{n:02d}" for n in range(21)]
DECIDED: list[Any] = [
    *(SimpleNamespace(signaal_id=one, besluit="reject") for one in REJECTS),
    *(SimpleNamespace(signaal_id=f"M{n:02d}", besluit="match") for n in range(30)),
    *(SimpleNamespace(signaal_id=f"T{n:02d}", besluit="review") for n in range(9)),
]


def test_rejects_alone_are_drawn_by_the_seed_and_not_by_their_order() -> None:
    policy = replace(load_policy(None), audit_sample=0.2)
    drawn = audit_sample(DECIDED, policy)
    assert len(drawn) == 5
    assert drawn < set(REJECTS)
    assert audit_sample(DECIDED[::-1], policy) == drawn
    assert audit_sample(DECIDED, replace(policy, seed=policy.seed + 1)) != drawn
    # a larger share draws others beside the same ones
    assert drawn < audit_sample(DECIDED, replace(policy, audit_sample=0.5))
    assert audit_sample(DECIDED, replace(policy, audit_sample=1.0)) == set(REJECTS)


@pytest.mark.parametrize(
    ("rejects", "share", "drawn"),
    [(0, 0.5, 0), (1, 0.01, 1), (10, 0.1, 1), (11, 0.1, 2), (10, 0.0, 0), (10, 1.0, 10)],
)
def test_a_share_is_rounded_up(rejects: int, share: float, drawn: int) -> None:
    assert drawn_of(rejects, share) == drawn
