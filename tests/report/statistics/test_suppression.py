"""A reader who tries to rebuild withheld counts, and must fail.

The reader here is not the one inside the code: two-way tables and small nested ones are attacked by
counting every whole-number table that agrees with what is published, larger ones by a linear
programme written out with the full table as unknowns.
"""

from __future__ import annotations

from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brp_match.report.statistics.bounds import Sum
from brp_match.report.statistics.suppression import CountTable, bounds, suppress

MINIMUM = 10


def attack(table: CountTable, hidden: frozenset[str], key: str) -> tuple[float, float]:
    """Bound one count knowing the published ones and the sums; all counts are unknowns."""
    import numpy
    from scipy.optimize import linprog

    keys = list(table.counts)
    equal, right = [], []
    for s in table.sums:
        equal.append([(k in s.parts) * 1.0 - (k == s.total) * 1.0 for k in keys])
        right.append(0.0)
    limits = [(0, None) if k in hidden else (table.counts[k], table.counts[k]) for k in keys]
    ends = []
    for sign in (1, -1):
        cost = numpy.array([sign * (k == key) * 1.0 for k in keys])
        answer = linprog(cost, A_eq=equal or None, b_eq=right or None, bounds=limits)
        assert answer.status in (0, 3)
        ends.append(inf if answer.status == 3 else sign * answer.fun)
    return ends[0], ends[1]


def assert_safe(table: CountTable, hidden: frozenset[str], minimum: int = MINIMUM) -> None:
    free = set(table.counts) - set(table.known)
    assert {k for k in free if table.counts[k] < minimum} <= hidden
    for key in sorted(hidden):
        if table.counts[key] >= minimum or hidden == free:
            continue
        low, high = attack(table, hidden, key)
        assert high - low >= minimum - 1e-6, (key, low, high)


def cross_table(cells: list[list[int]]) -> CountTable:
    """Rows by columns with both margins and the grand total."""
    rows, columns = len(cells), len(cells[0])
    counts = {f"c{i}{j}": cells[i][j] for i in range(rows) for j in range(columns)}
    sums = []
    for i in range(rows):
        counts[f"r{i}"] = sum(cells[i])
        sums.append(Sum(f"r{i}", tuple(f"c{i}{j}" for j in range(columns))))
    for j in range(columns):
        counts[f"k{j}"] = sum(row[j] for row in cells)
        sums.append(Sum(f"k{j}", tuple(f"c{i}{j}" for i in range(rows))))
    counts["alles"] = sum(map(sum, cells))
    sums.append(Sum("alles", tuple(f"r{i}" for i in range(rows))))
    sums.append(Sum("alles", tuple(f"k{j}" for j in range(columns))))
    return CountTable(counts, tuple(sums))


grids = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 60), min_size=columns, max_size=columns), min_size=2, max_size=4
    )
)


@settings(max_examples=60, deadline=None)
@given(grids)
def test_rows_and_columns_cannot_be_rebuilt(cells: list[list[int]]) -> None:
    table = cross_table(cells)
    assert_safe(table, suppress(table, MINIMUM))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), min_size=2, max_size=6))
def test_months_and_their_total_cannot_be_rebuilt(months: list[tuple[int, int]]) -> None:
    """The deliverer knows what it delivered each month and over all months."""
    counts, sums, known = {}, [], {"geleverd"}
    for i, (dropped, taken) in enumerate(months):
        counts |= {f"u{i}": dropped, f"o{i}": taken, f"n{i}": dropped + taken}
        sums.append(Sum(f"n{i}", (f"u{i}", f"o{i}")))
        known.add(f"n{i}")
    spread = range(len(months))
    counts["uitval"] = sum(d for d, _ in months)
    counts["opgepakt"] = sum(t for _, t in months)
    counts["geleverd"] = counts["uitval"] + counts["opgepakt"]
    sums += [
        Sum("uitval", tuple(f"u{i}" for i in spread)),
        Sum("opgepakt", tuple(f"o{i}" for i in spread)),
        Sum("geleverd", ("uitval", "opgepakt")),
        Sum("geleverd", tuple(f"n{i}" for i in spread)),
    ]
    table = CountTable(counts, tuple(sums), frozenset(known))
    assert_safe(table, suppress(table, MINIMUM))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.booleans())
def test_nested_totals_cannot_be_rebuilt(parts: list[int], total_known: bool) -> None:
    counts = {f"p{i}": v for i, v in enumerate(parts)}
    counts["links"], counts["rechts"] = sum(parts[:3]), sum(parts[3:])
    counts["alles"] = sum(parts)
    table = CountTable(
        counts,
        (
            Sum("links", ("p0", "p1", "p2")),
            Sum("rechts", ("p3", "p4", "p5")),
            Sum("alles", ("links", "rechts")),
        ),
        frozenset({"alles"}) if total_known else frozenset(),
    )
    assert_safe(table, suppress(table, MINIMUM))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_whole_number_tables_leave_the_same_room(parts: list[int]) -> None:
    """Count every whole-number table by hand: a minimum of 3 over a two-by-two table."""
    a, b, c, d = parts
    table = cross_table([[a, b], [c, d]])
    hidden = suppress(table, 3)
    shown = {k: v for k, v in table.counts.items() if k not in hidden}
    most = sum(parts) + 3
    fits = []
    for w, x, y, z in product(range(most + 1), repeat=4):
        made = cross_table([[w, x], [y, z]]).counts if w + x + y + z <= most else None
        if made is not None and all(made[k] == v for k, v in shown.items()):
            fits.append(made)
    for key in hidden:
        values = {made[key] for made in fits}
        if table.counts[key] < 3 and len(hidden) < len(table.counts):
            assert max(values) - min(values) >= 3


def test_one_small_cell_takes_a_second_with_it() -> None:
    table = CountTable({"n": 100, "a": 4, "b": 30, "c": 66}, (Sum("n", ("a", "b", "c")),))
    assert suppress(table, MINIMUM) == {"a", "b"}


def test_known_total_of_few_hides_everything_else() -> None:
    table = CountTable(
        {"n": 30, "a": 22, "b": 5, "c": 3}, (Sum("n", ("a", "b", "c")),), frozenset({"n"})
    )
    assert suppress(table, MINIMUM) == {"a", "b", "c"}
    assert bounds(table, {"a", "b", "c"}, "c") == (0, 30)


def test_nothing_small_hides_nothing() -> None:
    table = CountTable({"n": 60, "a": 20, "b": 40}, (Sum("n", ("a", "b")),))
    assert suppress(table, MINIMUM) == frozenset()


def test_zero_is_small() -> None:
    table = CountTable({"n": 60, "a": 0, "b": 60}, (Sum("n", ("a", "b")),), frozenset({"n"}))
    assert suppress(table, MINIMUM) == {"a", "b"}


def test_a_count_outside_every_sum_is_unbounded() -> None:
    table = CountTable({"los": 3})
    assert suppress(table, MINIMUM) == {"los"}
    assert bounds(table, {"los"}, "los") == (0, inf)


def test_the_attack_sees_a_table_that_hides_too_little() -> None:
    table = CountTable({"n": 100, "a": 4, "b": 30, "c": 66}, (Sum("n", ("a", "b", "c")),))
    with pytest.raises(AssertionError):
        assert_safe(table, frozenset({"a"}))


@pytest.mark.parametrize(
    ("counts", "sums"),
    [
        ({"n": -1}, ()),
        ({"n": 3, "a": 1}, (Sum("n", ("a",)),)),
        ({"n": 3}, (Sum("n", ("a",)),)),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(
    counts: dict[str, int], sums: tuple[Sum, ...]
) -> None:
    with pytest.raises(ValueError):
        CountTable(counts, sums)
