"""Dates in every form that deliveries and programs write."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import DateReading, read_date, read_day

DAYS = st.dates(datetime.date(1925, 1, 1), datetime.date(2018, 12, 31))
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WEEK = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "oktober", "XI", "XII"]
FORMS = (
    "{d}-{m}-{y}", "{d:02}-{m:02}-{y}", "{d}/{m}/{y}", "{d}.{m}.{y}", "{d} {m} {y}", "{d:02}{m:02}{y}", "{y}{m:02}{d:02}",
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y} {m} {d}", "{y}-{m:02}-{d:02} 00:00:00", "{y}-{m:02}-{d:02}T00:00:00.000",
    "{y}{m:02}{d:02}.0", "{y}{m:02}{d:02}000000", "{d}-{m}-{y} 14:05", "{d:02}-{m:02}-{y} om 2.30 uur", " {d}-{m}-{y} ",
    "{d} {month} {y}", "{d}-{month}-{y}", "{month} {d}, {y}", "{y} {month} {d}", "{d} {short}. {y}", "{d}{short}{y}",
    "{week} {d} {month} {y}", "{week}, {d}-{m}-{y}", "{wk}. {d:02}-{m:02}-{y}", "{d}e {month} {y}", "geb. {d}-{m}-{y}", "*{d}-{m}-{y}",
    "Geboren op {d} {month} {y}", "{d}-{m}-{y} (opgave)", "'{d}-{m}-{y}", "{d}‑{m}‑{y}", "{d} – {m} – {y}", "{d:02}\u00a0{m:02}\u00a0{y}",
    "{serial}", "{serial}.0", "{serial},5", "{seconds}", "{seconds}000", "/Date({seconds}000+0100)/", "{previous}T23:00:00Z",
    "{previous}T22:00:00.000Z", "{previous} 23:00:00+00:00", "{y}-{m:02}-{d:02}T00:00:00+01:00", "{en} {day3} {d} 00:00:00 CET {y}", "{y}{m:02}{d:02}T000000", "{y}-{m:02}-{d:02}Z",
    "{y}-{m:02}-{d:02}+01:00", "{y}{m:02}{d:02}T0000Z", "geboren {d} {month} {y} te 's-Gravenhage", "{d}-{roman}-{y}",
    "* {d} {month} {y}, 's-Gravenhage", "{d:02}-{m:02}-{y} M",
)  # fmt: skip


def _written(form: str, day: datetime.date) -> str:
    serial = (day - datetime.date(1899, 12, 30)).days
    return form.format(
        d=day.day, m=day.month, y=day.year, month=MONTHS[day.month - 1], short=MONTHS[day.month - 1][:3].replace("maa", "mrt"),
        week=WEEK[day.weekday()], wk=WEEK[day.weekday()][:2], serial=serial, seconds=(day - datetime.date(1970, 1, 1)).days * 86400,
        previous=day - datetime.timedelta(days=1), roman=(ROMAN[day.month - 1]), en=day.strftime("%a"), day3=day.strftime("%b"),
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_form_gives_the_day_back(form: str, day: datetime.date) -> None:
    if form.startswith("{serial}") and day < datetime.date(1927, 5, 18):
        return
    seconds = abs(day - datetime.date(1970, 1, 1)).total_seconds()
    if (form == "{seconds}" and seconds < 10**8) or (form == "{seconds}000" and seconds < 10**9):
        return  # no more figures than a date or a time stamp has
    expected = DateReading(day.year, day.month, day.day, "geldig")
    assert read_date(_written(form, day)) == expected


@given(DAYS)
def test_the_month_in_front(day: datetime.date) -> None:
    """Where either could be the month the order decides; where only one can, that one is it."""
    text = f"{day.month}/{day.day}/{day.year}"
    assert read_date(text, order="mdy").date == day
    if day.day > 12:
        assert read_date(text).date == day
    assert read_date(text).turned is (day.day > 12)
    assert not read_date(text, order="mdy").turned
    assert read_date(f"{day.day:02}-{day.month:02}-{day.year}").date == day
    assert read_date(day.strftime("%y%m%d"), order="ymd", pivot=20).date == day


@given(st.text(max_size=25))
def test_any_text_is_some_kind_of_date(text: str) -> None:
    reading = read_date(text)
    assert (reading.date is not None) == (reading.kind in ("geldig", "standaard"))
    assert reading.month is None or 1 <= reading.month <= 12
    assert reading.day is None or 1 <= reading.day <= 31
    if reading.kind == "ontbreekt":
        assert (reading.year, reading.month, reading.day) == (None, None, None)
    if reading.kind == "onvolledig":
        assert reading.year is not None
        assert reading.day is None


@pytest.mark.parametrize(
    ("text", "parts", "kind"),
    [
        ("19900000", (1990, None, None), "onvolledig"), ("19900300", (1990, 3, None), "onvolledig"), ("1990", (1990, None, None), "onvolledig"),
        ("3-1990", (1990, 3, None), "onvolledig"), ("1990-03", (1990, 3, None), "onvolledig"), ("maart 1990", (1990, 3, None), "onvolledig"),
        ("00-03-1990", (1990, 3, None), "onvolledig"), ("??-03-1990", (1990, 3, None), "onvolledig"), ("xx-xx-1990", (1990, None, None), "onvolledig"),
        ("31-02-1990", (1990, 2, 31), "ongeldig"), ("19660013", (1966, None, 13), "ongeldig"), ("1990-13-05", (1990, None, 5), "ongeldig"),
        ("32-01-1990", (1990, 1, None), "ongeldig"), ("99-99-9999", (None, None, None), "ongeldig"), ("1990111", (1990, None, None), "ongeldig"),
        ("14 maart", (None, 3, 14), "ongeldig"), ("47", (None, None, None), "ongeldig"), ("79 jr", (None, None, None), "ongeldig"),
        ("Kerkstraat 1", (None, None, None), "ongeldig"), ("########", (None, None, None), "ongeldig"), ("zondag", (None, None, None), "ongeldig"),
        ("1-1-199", (None, None, None), "ongeldig"), ("14-15-16-1990", (None, None, None), "ongeldig"), ("5 mei mrt 1990", (None, None, None), "ongeldig"),
        ("1-1-0001", (1, 1, 1), "standaard"), ("01-01-1753", (1753, 1, 1), "standaard"), ("1-1-1900", (1900, 1, 1), "geldig"),
        ("8-12-1899", (1899, 12, 8), "geldig"), ("1e9", (None, None, None), "ongeldig"), ("1000000001", (None, None, None), "ongeldig"),
        ("14-O3-1962", (1962, 3, 14), "geldig"), ("l4-03-1962", (1962, 3, 14), "geldig"), ("٠١-٠٢-١٩٦٢", (1962, 2, 1), "geldig"),
        ("14 febuari 1962", (1962, 2, 14), "geldig"), ("14-mrt-'62", (1962, 3, 14), "geldig"), ("mrt '62", (1962, 3, None), "onvolledig"), ("mei 20", (None, 5, 20), "ongeldig"), ("± 1962", (1962, None, None), "onvolledig"), ("1962?", (1962, None, None), "onvolledig"),
        ("14-X-1962", (1962, None, 14), "ongeldig"), ("01-01-1", (1, 1, 1), "standaard"), ("195800", (2000, None, 19), "ongeldig"), ("195803", (1958, 3, None), "onvolledig"),
        ("14 januarl 1962", (1962, 1, 14), "geldig"), ("14 maarr 1962", (None, None, None), "ongeldig"),
        ("620314", (1962, 3, 14), "geldig"), ("196203", (1962, 3, None), "onvolledig"), ("000362", (1962, 3, None), "onvolledig"),
        ("1.9620314E7", (1962, 3, 14), "geldig"), ("19.620.314", (1962, 3, 14), "geldig"), ("14,031,962", (1962, 3, 14), "geldig"),
        ("4 031 962", (1962, 3, 4), "geldig"), ("19.620,314", (None, None, None), "ongeldig"), ("1-1-19", (2019, 1, 1), "geldig"), ("1-1-20", (1920, 1, 1), "geldig"),
        ("10012000", (2000, 1, 10), "geldig"), ("20122012", (2012, 12, 20), "geldig"), ("1012000", (2000, 1, 1), "geldig"),
        ("9999", (None, None, None), "ongeldig"), ("73051", (None, None, None), "ongeldig"), ("10000", (1927, 5, 18), "geldig"),
    ],
)  # fmt: skip
def test_parts_and_kind(
    text: str, parts: tuple[int | None, int | None, int | None], kind: str
) -> None:
    assert read_date(text) == DateReading(*parts, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [None, "", "  ", "-", "onbekend", "Onbekend", "n.v.t.", "NULL", "NaN", "NaT", "0", "00000000", "00-00-0000", "0000-00-00 00:00:00", "#N/A", "onbekend (BRP)"],
)  # fmt: skip
def test_no_date(text: str | None) -> None:
    assert read_date(text) == DateReading(None, None, None, "ontbreekt")


def test_three_figures_are_no_month_and_a_month_with_a_time_no_date() -> None:
    nothing = DateReading(None, None, None, "ongeldig")
    assert [read_date(text) for text in ("1970 012", "5 mrt 12.30")] == [nothing, nothing]
    assert read_date("5 mrt 1962 12.30") == DateReading(1962, 3, 5, "geldig")


@pytest.mark.parametrize(
    "text",
    ["Utrecht, 14-03-1962", "'s-Gravenhage, 14 maart 1962", "geboren te Utrecht, 14-03-1962", "14-03-1962, Utrecht"],
)  # fmt: skip
def test_a_place_beside_a_date(text: str) -> None:
    assert read_date(text) == DateReading(1962, 3, 14, "geldig")


@pytest.mark.parametrize(
    "text",
    [
        "Utrecht, 1962",
        "Utrecht 14-03-1962",
        "Utrecht, 14-03-62",
        "overleden, 14-03-1962",
        "partner, 14-03-1962",
    ],
)
def test_no_place_beside_a_whole_date(text: str) -> None:
    assert read_date(text).date is None


def test_other_dates() -> None:
    """Dates that are no birth date: two figures below 70 are of this century, and only a full day counts."""
    assert read_day("1-11-26") == datetime.date(2026, 11, 1)
    assert read_day("1-11-71") == datetime.date(1971, 11, 1)
    assert read_day("2026-11-01T00:00:00") == datetime.date(2026, 11, 1)
    assert read_day("00-11-2026") is None
    assert read_day("31-02-2026") is None
    assert read_day(None) is None


@pytest.mark.parametrize(
    "text",
    [
        "14 Mart 1962", "14 marca 1962 r.", "14 de marzo de 1962", "14 marzo 1962", "14 março 1962", "14 martie 1962",
        "14 مارس 1962", "١٤ آذار ١٩٦٢", "14 березня 1962", "14 марта 1962 г.", "14. März 1962",
    ],
)  # fmt: skip
def test_months_in_other_languages(text: str) -> None:
    assert read_date(text).date == datetime.date(1962, 3, 14)


def test_months_of_two_words() -> None:
    assert read_date("3 كانون الثاني 1980").date == datetime.date(1980, 1, 3)


@pytest.mark.parametrize(
    "text",
    ["1962-073", "073/1962", "1962-W11-3", "1962W113", "14-03-0062", "0062-03-14", "de 14e maart 1962"],
)  # fmt: skip
def test_days_of_a_year_or_week_and_years_without_their_century(text: str) -> None:
    assert read_date(text).date == datetime.date(1962, 3, 14)


@pytest.mark.parametrize("text", ["1962-367", "1963-366", "1962-W54-1", "1962-000"])
def test_days_that_a_year_has_not(text: str) -> None:
    assert read_date(text).date is None


@pytest.mark.parametrize(
    "text",
    [
        "jan 99999999999999999999",
        "mrt" + "9" * 400 + " 1",
        "jan \U00010a40",
        "\U00010a40\U00010a40 mrt 1962",
    ],
)
def test_figures_without_end_or_of_another_kind_are_no_day_and_stop_nothing(text: str) -> None:
    assert read_date(text).kind not in ("geldig", "standaard")
    assert read_day(text) is None
