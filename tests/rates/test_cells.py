"""What a file of rates says of a count can be undone by nobody: an attacker apart from the code, by linear programmes."""

from __future__ import annotations

import random

import pytest
from scipy.optimize import linprog

from brp_match.rates.cells import shown, told, total_of


def reachable(
    levels: list[str], seen: dict[str, int], total: int | None, minimum: int, asked: str
) -> tuple[int, int]:
    """The least and most that `asked` can be for who knows the file: what is told may be anything in its ten, what is
    not told anything under the minimum, and together they are the sum that is told."""
    bounds = [(seen[x], seen[x] + 9) if x in seen else (0, minimum - 1) for x in levels]
    rows, limits = [], []
    if total is not None:
        rows, limits = [[1.0] * len(levels), [-1.0] * len(levels)], [total + 9, -total]
    wanted = [1.0 if x == asked else 0.0 for x in levels]
    found = []
    for sign in (1, -1):
        answer = linprog(
            [sign * one for one in wanted], A_ub=rows or None, b_ub=limits or None, bounds=bounds
        )
        found.append(round(sign * answer.fun))
    return found[0], found[1]


@pytest.mark.parametrize("minimum", [10, 25])
def test_nobody_can_narrow_a_count(minimum: int) -> None:
    chance = random.Random(minimum)
    totals = 0
    for _ in range(15):
        levels = [f"n{place}" for place in range(chance.randint(1, 5))]
        counts = {level: int(chance.expovariate(1 / 15)) for level in levels}
        seen, total = shown(counts, minimum), total_of(counts, levels, minimum)
        totals += total is not None
        for level in levels:
            low, high = reachable(levels, seen, total, minimum, level)
            assert low <= counts[level] <= high
            assert high - low + 1 >= (10 if level in seen else minimum), (counts, total, level)
    assert totals > 2


def test_a_total_that_would_say_too_much_is_not_told() -> None:
    # 49 in one level and 9 in the only other: fifty would say that the hidden one is at least one
    assert shown({"a": 49, "b": 9}, 10) == {"a": 40}
    assert total_of({"a": 49, "b": 9}, ["a", "b"], 10) is None
    # two that are told say all there is to say
    assert total_of({"a": 49, "b": 19}, ["a", "b"], 10) is None
    assert total_of({"a": 42, "b": 3, "c": 2}, ["a", "b", "c"], 10) == 40


def test_two_files_after_each_other_say_no_more() -> None:
    """The difference between what two files tell leaves at least ten answers for who came in between."""
    differences: dict[tuple[int | None, int | None], set[int]] = {}
    for before in range(60):
        for after in range(before, 60):
            key = told(before, 10), told(after, 10)
            differences.setdefault(key, set()).add(after - before)
    # more cannot have gone than there are
    assert min(len(found) for found in differences.values()) >= 10


def test_a_count_under_the_minimum_is_not_told() -> None:
    assert [told(n, 10) for n in (0, 9, 10, 19, 20)] == [None, None, 10, 10, 20]
    assert told(24, 25) is None
    assert told(25, 25) == 20
    assert told(7, 5) is None, "a policy cannot go under ten"
