"""Orders of dates and half conversion, over deliveries of made-up dates with the truth beside them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from brp_match.delivery.date_order import mend_dates
from brp_match.delivery.findings import Habit, Kind
from brp_match.reading.dates import read_date

COLUMN = "geboortedatum"


def days(count: int, seed: int = 1) -> list[date]:
    chance = random.Random(seed)
    return [date(1940, 1, 1) + timedelta(days=chance.randrange(24_000)) for _ in range(count)]


def dmy(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def mdy(day: date) -> str:
    return f"{day.month:02d}/{day.day:02d}/{day.year}"


def serial(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)


def exchanged(day: date) -> date:
    return date(day.year, day.day, day.month)


def half(convert: Callable[[date], str]) -> Callable[[date], str]:
    return lambda day: convert(exchanged(day)) if day.day <= 12 else dmy(day)


def mended(texts: list[str], **answers: Habit) -> list[str]:
    step = mend_dates(texts, "A", COLUMN, {f"{k}/A/{COLUMN}": v for k, v in answers.items()})
    return [(step.mends.get(p, {}).get(COLUMN) or text) for p, text in enumerate(texts)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "write",
    [
        mdy,
        lambda d: f"{d.month}/{d.day}/{d.year} 12:00:00 AM",
        lambda d: f"{d.month:02d}{d.day:02d}{d.year}",
        lambda d: f"{d.year}-{d.day:02d}-{d.month:02d}",
        lambda d: d.strftime("%y-%m-%d"),
    ],
)
def test_a_column_in_another_order_is_read_in_that_order(
    write: Callable[[date], str], seed: int
) -> None:
    truth = days(25, seed)
    assert mended([write(day) for day in truth]) == [day.isoformat() for day in truth]


@pytest.mark.parametrize(
    ("whole", "short"), [("01-01-1753", "53-01-01"), ("1912-12-12", "12-12-12"), ("01-01-0001", "01-01-01")]
)  # fmt: skip
def test_a_short_year_has_the_century_of_the_same_day_written_whole(whole: str, short: str) -> None:
    column = [whole, short, whole, "62-03-14", "71-08-25", "80-12-30", "55-05-16"]
    found = mended(column)
    assert read_date(found[1]).date == read_date(whole).date
    assert found[3:] == ["1962-03-14", "1971-08-25", "1980-12-30", "1955-05-16"]


@pytest.mark.parametrize("written", ["%m/%d/%y", "%m%d%y"])
@pytest.mark.parametrize(
    ("column", "year"), [("signaaldatum", 2026), ("einddatum_contract", 2026), ("geboortedatum", 1926)]
)  # fmt: skip
def test_a_short_year_is_of_this_century_where_nobody_is_born(
    column: str, year: int, written: str
) -> None:
    found = [date(2026, 10, 1) + timedelta(days=k) for k in range(28)]
    step = mend_dates([day.strftime(written) for day in found], "A", column, {})
    given = [step.mends[place][column] for place in range(len(found))]
    assert given == [day.replace(year=year).isoformat() for day in found]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "convert", [serial, date.isoformat, lambda d: f"{d.day}-{d.month}-{d.year}"]
)
def test_half_a_delivery_converted_by_a_spreadsheet_gets_day_and_month_back(
    convert: Callable[[date], str], seed: int
) -> None:
    truth = days(60, seed)
    early = [day for day in truth if day.day <= 12 and (day.day < 10 or day.month < 10)]
    got = dict(zip(truth, mended([half(convert)(day) for day in truth]), strict=True))
    assert {got[day] for day in early if day.day != day.month} <= {d.isoformat() for d in early}
    assert all(got[day] == dmy(day) for day in truth if day.day > 12)


def test_half_a_delivery_converted_in_world_time_gets_the_day_back() -> None:
    def world(day: date) -> str:
        return f"{(day - timedelta(days=1)).isoformat()}T23:00:00Z"

    truth = days(80)
    got = dict(zip(truth, mended([half(world)(day) for day in truth]), strict=True))
    early = [day for day in truth if day.day <= 12 and day.day != day.month]
    assert [got[day] for day in early] == [day.isoformat() for day in early]


@pytest.mark.parametrize("seed", range(5))
def test_what_could_not_be_converted_left_out_is_a_half_conversion_too(seed: int) -> None:
    truth = days(80, seed)
    texts = [exchanged(day).isoformat() if day.day <= 12 else "" for day in truth]
    assert mended(texts) == [day.isoformat() if day.day <= 12 else "" for day in truth]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("count", [1, 2, 5, 30, 200])
@pytest.mark.parametrize(
    "write",
    [dmy, serial, date.isoformat, lambda d: d.strftime("%d%m%Y"), lambda d: d.strftime("%d-%m-%y")],
)
def test_a_usual_column_stays_as_it_is(write: Callable[[date], str], count: int, seed: int) -> None:
    texts = [write(day) for day in days(count, seed)]
    step = mend_dates(texts, "A", COLUMN, {})
    certain = [one for one in step.findings if one.question is None]
    assert certain == []
    if count != 5:  # of five dates chance can make all days small
        assert step.mends == {}


def others(texts: list[str]) -> dict[int, str]:
    return dict(mend_dates(texts, "A", COLUMN, {}).others)


def test_too_few_dates_of_a_spreadsheet_to_know_have_two_readings() -> None:
    typed = ["26-07-1978", "07-10-1991", "02-08-1995", "29-05-1949"]
    for made in (serial, lambda d: f"{d.isoformat()} 00:00:00"):
        assert others([*typed, made(date(1956, 2, 11))]) == {4: "1956-11-02"}
        assert others([made(date(1956, 2, 11)), ""]) == {0: "1956-11-02"}
        # day and month are the same, or there is a day that is no month
        assert others([*typed, made(date(1956, 2, 2))]) == {}
        assert others([*typed, made(date(1956, 2, 11)), made(date(1961, 2, 21))]) == {}
        # so many that it is settled: they are exchanged
        assert others([*typed, *(made(date(1950 + n, 1 + n % 12, 12 - n % 11)) for n in range(60))]) == {}  # fmt: skip


def test_what_is_asked_about_has_two_readings_until_it_is_answered() -> None:
    truth = [date(1950 + n, 1 + n, 1 + 4 * n % 11) for n in range(9)]
    texts = [f"{d.isoformat()} 00:00:00" for d in truth] + ["26-07-1978"] * 2
    step = mend_dates(texts, "A", COLUMN, {})
    (found,) = step.findings
    assert found.question is not None
    told = [step.mends.get(p, {}).get(COLUMN, text)[:10] for p, text in enumerate(texts)]
    for place, other in step.others.items():
        assert {told[place], other} == {truth[place].isoformat(), exchanged(truth[place]).isoformat()}  # fmt: skip
    assert len(step.others) == sum(d.day != d.month for d in truth)
    answered = mend_dates(texts, "A", COLUMN, {found.question.id: Habit.MEND})
    assert dict(answered.others) == {}


def test_typing_errors_are_no_other_order() -> None:
    texts = [dmy(day) for day in days(200)] + ["03-17-1965", "11-25-1980"]
    assert mended(texts) == [*texts[:200], "1965-03-17", "1980-11-25"]


def test_first_days_of_months_are_no_half_conversion() -> None:
    texts = [f"19{50 + n}-{n % 12 + 1:02d}-01" for n in range(40)]
    assert mended(texts) == texts


def test_two_orders_in_one_form_are_asked_about_and_only_proof_is_used() -> None:
    truth = days(60)
    texts = [dmy(d) if n % 2 else mdy(d).replace("/", "-") for n, d in enumerate(truth)]
    step = mend_dates(texts, "A", COLUMN, {})
    for place, day in enumerate(truth):
        got = step.mends.get(place, {}).get(COLUMN)
        assert got in (None, day.isoformat())
    assert [one.kind for one in step.findings] == [Kind.DATUMVOLGORDE]
    assert step.findings[0].question is not None


def test_an_answer_decides() -> None:
    texts = ["03/04/1970", "05/06/1980"]
    assert mended(texts) == texts
    yes = {"datumvolgorde": Habit.MEND}
    assert mended(texts, **yes) == ["1970-03-04", "1980-05-06"]
    truth = days(30)
    assert mended([mdy(d) for d in truth if d.day <= 12], datumvolgorde=Habit.LEAVE) == [
        mdy(d) for d in truth if d.day <= 12
    ]


def test_findings_count_and_hold_no_date() -> None:
    (finding,) = mend_dates([mdy(day) for day in days(40)], "A", COLUMN, {}).findings
    assert (finding.rows, finding.of, finding.mended, finding.question) == (40, 40, True, None)
    assert finding.to == "maand-dag-jaar"
    assert sum(finding.evidence.values()) == len({d for d in days(40) if d.day != d.month})
    assert "19" not in " ".join(finding.evidence)


def test_short_serial_numbers_are_days_only_among_serial_numbers() -> None:
    texts = [serial(day) for day in days(5)]
    assert mended([*texts, "4730", "2", "1950", "54"]) == [
        *texts,
        "1912-12-12",
        "1900-01-02",
        "1950",
        "54",
    ]
    assert mended(["4730", "01-02-1970"]) == ["4730", "01-02-1970"]


def test_dates_of_six_figures_that_lost_their_zero_are_no_serial_numbers() -> None:
    born = days(40)
    texts = [f"{day.day}{day:%m%y}" for day in born]
    assert [len(text) for text in texts].count(5) >= 5
    read = [read_date(text).date for text in mended(texts)]
    assert read == born
    # serial numbers beside a few dates of six figures stay what they are
    mixed = [*(serial(day) for day in born), *("140362", "020564", "311270")]
    assert mended(mixed)[:40] == texts_of(born)


def test_dates_of_2000_that_lost_all_their_zeros_are_dates_too() -> None:
    born = [*days(40), date(2000, 4, 23), date(2000, 12, 20), date(2005, 4, 23), date(2009, 1, 2)]
    texts = [str(int(f"{day:%y%m%d}")) for day in born]
    assert texts[-4:-2] == ["423", "1220"]
    assert [read_date(text).date for text in mended(texts)] == born


def texts_of(born: list[date]) -> list[str]:
    return [serial(day) for day in born]


def test_a_signal_date_that_lost_its_zero_is_of_this_century() -> None:
    texts = ["121026", "131026", "141026", "151026", "161026", "171026", "31126", "91126"]
    step = mend_dates(texts, "Bron", "signaaldatum", {})
    assert {p: one["signaaldatum"] for p, one in step.mends.items() if p >= 6} == {6: "2026-11-03", 7: "2026-11-09"}  # fmt: skip
