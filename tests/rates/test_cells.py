"""A count in a file of rates is read by nobody, also not by who planted all that it counts but one."""

from __future__ import annotations

from collections import Counter

import pytest

from brp_match.rates.cells import Draws, told

KEYS = 2_000


def seen(count: int, minimum: int = 10) -> Counter[int | None]:
    """What is told of a count, over many keys."""
    draws = (Draws(f"sleutel {n}".encode(), "Stroom", minimum) for n in range(KEYS))
    return Counter(one.told("achternaam gelijk", count) for one in draws)


def test_without_noise_one_person_more_is_read_at_every_ten() -> None:
    edges = [n for n in range(10, 60) if told(n, 10) != told(n + 1, 10)]
    assert edges == [19, 29, 39, 49, 59]
    assert told(9, 10) is None is not told(10, 10)


@pytest.mark.parametrize("count", [0, 9, 19, 29, 49, 100])
def test_with_noise_who_knows_all_but_one_hardly_reads_that_one(count: int) -> None:
    """The reader knows the code, and all but the key and the one: it chooses what is likelier."""
    one, other = seen(count), seen(count + 1)
    for shown in {*one, *other}:
        often = sorted((one[shown], other[shown]))
        # nothing is told that the other answer could not have given
        assert often[1] < 40 or often[0] > often[1] / 2, (shown, often)
    right = sum(max(one[shown], other[shown]) for shown in {*one, *other}) / (2 * KEYS)
    assert right < 0.6


def test_a_count_of_hardly_anybody_is_hardly_ever_told() -> None:
    """Of a source there are some forty levels: of nobody none may seem ten people's."""
    assert KEYS - seen(0)[None] < 10
    assert KEYS - seen(9)[None] < 70
    assert KEYS - seen(20, minimum=25)[None] < 70
    assert set(seen(300)) <= set(range(250, 360, 10))


def test_the_same_count_is_always_told_the_same() -> None:
    draws = Draws(b"sleutel", "Stroom", 10)
    assert draws.told("x", 45) == Draws(b"sleutel", "Stroom", 10).told("x", 45)
    assert len({Draws(b"sleutel", f"VLP {n}", 10).told("x", 45) for n in range(20)}) > 1
    assert "sleutel" not in repr(draws)


def test_a_count_under_the_minimum_is_not_told() -> None:
    assert [told(n, 10) for n in (0, 9, 10, 19, 20)] == [None, None, 10, 10, 20]
    assert told(24, 25) is None
    assert told(25, 25) == 20
    assert told(7, 5) is None, "a policy cannot go under ten"
    assert {Draws(b"x", "y", 2).told(f"{n}", 15) for n in range(50)} <= {None, 20, 30}
