from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from brp_match.web.pages import dutch


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        ("19800312", "12-03-1980"),
        ("19800000", "??-??-1980"),
        ("1980-03-12", "12-03-1980"),
        (date(1980, 3, 12), "12-03-1980"),
        ("12 maart", "12 maart"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "01-07-2026"),
    ],
)
def test_day(value: object, text: str) -> None:
    assert dutch.day(value) == text


def test_moment_is_told_in_dutch_time() -> None:
    assert dutch.moment("2026-03-02T08:15:00+00:00") == "02-03-2026 09:15"
    assert dutch.moment("2026-07-02T08:15:00Z") == "02-07-2026 10:15"
    assert dutch.moment(None) == "–"


def test_numbers() -> None:
    assert dutch.decimal(1234.56, 2) == "1.234,56"
    assert dutch.count(1234567) == "1.234.567"
    assert dutch.percent(0.125) == "12,5%"
    assert dutch.percent(None) == "–"
    assert dutch.euro("1234.5") == "€ 1.234,50"
    assert dutch.euro("veel") == "veel"


def test_sentence_of_a_code() -> None:
    assert dutch.sentence("NAAM_AFWIJKEND") == "De naam is anders."
    assert dutch.sentence("ONBEKEND") == "ONBEKEND"
