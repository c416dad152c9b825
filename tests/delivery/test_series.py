"""Birth dates filled down by a spreadsheet are nobody's but the first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from brp_match.delivery.findings import Kind
from brp_match.delivery.series import mend_series
from brp_match.delivery.wording import sentence

FIRST = date(1971, 5, 17)
OTHERS: list[date | None] = [
    date(1950 + 23 * n % 50, 1 + n % 12, 2 + 5 * n % 26) for n in range(12)
]


def places(births: list[date | None]) -> list[int]:
    return sorted(mend_series([{"geboortedatum": str(born)} for born in births], births).mends)


@pytest.mark.parametrize(
    ("filled", "lost"),
    [
        ([FIRST + timedelta(n) for n in range(4)], [12, 13, 14]),
        ([FIRST - timedelta(n) for n in range(5)], [12, 13, 14, 15]),
        ([date(1971, 5 + n, 17) for n in range(4)], [12, 13, 14]),
        ([date(1971 + n, 5, 17) for n in range(4)], [12, 13, 14]),
        ([FIRST + timedelta(n) for n in range(3)], []),
        ([FIRST] * 6, []),
        ([date(1971 + n, 1, 1) for n in range(6)], []),
        ([FIRST + timedelta(n) for n in (0, 1, 2, 4, 5, 6)], []),
    ],
)  # fmt: skip
def test_what_follows_the_row_above(filled: list[date | None], lost: list[int]) -> None:
    assert places([*OTHERS[:11], None, *filled, None, *OTHERS]) == [place + 1 for place in lost]


def test_a_whole_column() -> None:
    assert places([FIRST + timedelta(n) for n in range(6)]) == [1, 2, 3, 4, 5]


def test_rows_in_the_order_of_their_dates_need_more() -> None:
    born: list[date | None] = [date(1950, 1, 1) + timedelta(40 * n) for n in range(20)]
    near: list[date | None] = [date(1960, 1, 3) + timedelta(n) for n in range(10)]
    assert places(born + near[:9]) == []
    assert places(born + near) == list(range(21, 30))


def test_it_is_told() -> None:
    births: list[date | None] = [FIRST + timedelta(n) for n in range(4)]
    (finding,) = mend_series([{"geboortedatum": "x"}] * 4, births).findings
    assert (finding.kind, finding.rows, finding.of, finding.to) == (
        Kind.GEEN_GEBOORTEDATUM, 3, 4, "reeks",
    )  # fmt: skip
    assert "telkens een dag, maand of jaar na die van de rij erboven" in sentence(finding)
