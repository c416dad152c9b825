"""The month of a delivery: what most signals say, in any form of date, and never one typing error."""

from __future__ import annotations

import pytest

from brp_match.delivery.month import day_of, month_of


@pytest.mark.parametrize(
    ("dates", "month"),
    [
        ([("02-11-2026", 9), ("02-12-2026", 1)], "2026-11"),
        ([("02/10/26", 3)], "2026-10"),
        ([("20261002", 1), ("2 oktober 2026", 1), ("2026-09-30", 1)], "2026-10"),
        ([("01-10-2026", 2), ("01-11-2026", 2)], "2026-11"),
        ([("02-11-2026", 1), ("02-11-0026", 5), ("", 9), (None, 9), ("onbekend", 9)], "2026-11"),
        ([("31-02-2026", 4)], ""),
        ([], ""),
    ],
)
def test_the_month_of_a_delivery(dates: list[tuple[str | None, int]], month: str) -> None:
    assert month_of(dates) == month
    assert month_of(reversed(dates)) == month


def test_the_day_of_a_signal() -> None:
    assert day_of("02/10/26") == "2026-10-02"
    assert [day_of(text) for text in ("", None, "02-10-0026", "1980-13-45")] == [""] * 4
