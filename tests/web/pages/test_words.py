from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from brp_match import dutch
from brp_match.web.pages import words


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
    assert words.day(value) == text


def test_moment_is_told_in_dutch_time() -> None:
    assert words.moment("2026-03-02T08:15:00+00:00") == "02-03-2026 09:15"
    assert words.moment("2026-07-02T08:15:00Z") == "02-07-2026 10:15"
    assert words.moment(None) == "–"


def test_numbers() -> None:
    assert words.decimal(1234.56, 2) == "1.234,56"
    assert words.count(1234567) == "1.234.567"
    assert dutch.percentage(0.125) == "12,5%"
    assert dutch.percentage(None) == "–"
    assert words.euro("1234.5") == "€ 1.234,50"
    assert words.euro("veel") == "veel"


def test_sentence_of_a_code() -> None:
    assert words.sentence("NAAM_AFWIJKEND") == "De naam is anders."
    assert words.sentence("ONBEKEND") == "ONBEKEND"
