"""What Great Expectations finds, in the tests of other things: it takes a second for a delivery, however small, and
three to be loaded. `tests/validate` has the real one, and holds this against it on every example of an expectation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from brp_match.content.expectations import NOT_NULL, Expectation
from brp_match.database import Connection
from brp_match.validate.suite import Checked, frame

HOLDS: dict[str, Callable[..., Any]] = {
    "expect_column_values_to_be_in_set": lambda found, value_set: found.isin(value_set),
    "expect_column_values_to_not_be_in_set": lambda found, value_set: ~found.isin(value_set),
    "expect_column_values_to_match_regex": lambda found, regex: found.str.contains(regex),
    "expect_column_values_to_not_match_regex": lambda found, regex: ~found.str.contains(regex),
    "expect_column_values_to_be_between": lambda found, **ends: _between(found, **ends),
    "expect_column_value_lengths_to_be_between": lambda found, **ends: _between(
        found.str.len(), **ends
    ),
}
"""Kind of expectation → which of the values that are there hold."""


def _between(
    found: Any,
    min_value: float = float("-inf"),
    max_value: float = float("inf"),
    strict_min: bool = False,
    strict_max: bool = False,
) -> Any:
    least = found > min_value if strict_min else found >= min_value
    return least & (found < max_value if strict_max else found <= max_value)


def quick_checks(
    sources: Sequence[Connection], table: str, expectations: Sequence[Expectation]
) -> list[Checked]:
    """Take the place of `run_suite`."""
    rows = frame(sources, table, expectations)
    return [_checked(rows, one) for one in expectations]


def _checked(rows: Any, one: Expectation) -> Checked:
    if one.sectoren:
        rows = rows[rows["sector"].isin(one.sectoren)]
    if one.alleen:
        rows = rows[rows[one.alleen].eq(True)]
    found = rows[one.kolom]
    if one.verwachting == NOT_NULL:
        wrong = found[found.isna()]
    else:
        found = found.dropna()
        wrong = found[~HOLDS[one.verwachting](found, **one.argumenten).astype(bool)]
    return Checked(one, len(found), tuple(int(place) for place in wrong.index))
