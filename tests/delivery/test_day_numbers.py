"""Birth dates as numbers, two in a cell, and dates of nobody: read or taken out beside the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from tests.delivery.test_alignment import town

from brp_match.delivery.alignment import Address, There, evidence_of
from brp_match.delivery.day_numbers import mend_day_numbers
from brp_match.delivery.findings import DeliveredRow, Values
from brp_match.delivery.known import KnownWords
from brp_match.delivery.profile import Profile, profile
from brp_match.delivery.two_dates import two_dates
from brp_match.delivery.unreadable import Field
from brp_match.delivery.unsupported import drop_unsupported
from brp_match.reading.dates import read_date

TODAY = date(2026, 11, 2)


def _since(zero: date, unit: int = 1) -> Callable[[date], str]:
    return lambda born: str((born - zero).days * unit)


def profiled(
    write: Callable[[date], str], count: int, known: bool = True
) -> tuple[Profile, list[date], int]:
    """A delivery whose birth dates a program wrote its own way, and how many customers live where they say."""
    rows, residents = town(count)
    births = [date.fromisoformat(row["geboortedatum"] or "") for row in rows]
    delivered = [
        DeliveredRow(0, n + 2, "A", {**row, "signaal_id": str(n), "signaaldatum": "2026-11-02", "geboortedatum": write(born)})
        for n, (row, born) in enumerate(zip(rows, births, strict=True))
    ]  # fmt: skip
    there: Mapping[Address, There] = residents if known else {}
    found = profile(delivered, {}, KnownWords(), TODAY, {}, lambda _: there)
    at_home = sum(
        row["geboortedatum"] in residents["1234AB", n + 1].births for n, row in enumerate(rows)
    )
    return found, births, at_home


def read_so(found: Profile, births: list[date], write: Callable[[date], str]) -> list[date | None]:
    return [
        read_date(found.mends.get((0, n + 2), {}).get("geboortedatum", write(born))).date
        for n, born in enumerate(births)
    ]


@pytest.mark.parametrize("count", [12, 60])
@pytest.mark.parametrize(
    "write",
    [
        lambda born: f"{born.year}{born.timetuple().tm_yday:03}",
        lambda born: f"{born.year % 100:02}{born.timetuple().tm_yday:03}",
        lambda born: f"{(born.year - 1900) // 100}{born:%y%m%d}",
        _since(date(1970, 1, 1)),
        _since(date(1960, 1, 1)),
        _since(date(1858, 11, 17)),
        _since(date(1582, 10, 14), 86400),
        _since(date(1601, 1, 1), 864_000_000_000),
        lambda born: str(born.toordinal()),
        lambda born: f"{(born - date(1899, 12, 30)).days:,}".replace(",", "."),
    ],
)
def test_numbers_are_read_as_the_register_agrees(write: Callable[[date], str], count: int) -> None:
    found, births, _ = profiled(write, count)
    assert read_so(found, births, write) == births
    (finding,) = [f for f in found.groups[0].findings if f.kind == "datum_als_getal"]
    assert finding.mended
    assert not finding.own


def test_numbers_that_nobody_can_vouch_for_are_unreadable() -> None:
    write = _since(date(1960, 1, 1))
    found, births, _ = profiled(write, 30, known=False)
    assert read_so(found, births, write).count(None) == 30
    assert all(Field.GEBOORTEDATUM in mark.unreadable for mark in found.marks.values())
    assert len(found.marks) >= 28


def test_dates_of_other_forms_are_left() -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d%m%y"):
        found, births, _ = profiled(lambda born, form=form: born.strftime(form), 30)  # type: ignore[misc]
        assert read_so(found, births, lambda born, form=form: born.strftime(form)) == births  # type: ignore[misc]
        assert not found.marks


def test_a_few_that_agree_are_no_form() -> None:
    rows, residents = town(12)
    numbers = [
        str((date.fromisoformat(r["geboortedatum"] or "") - date(1960, 1, 1)).days) for r in rows
    ]
    unread: list[Values] = [{**row, "geboortedatum": None} for row in rows]
    evidence = [
        one if n < 3 else evidence_of([unread[n]], {})[0]
        for n, one in enumerate(evidence_of(unread, residents))
    ]
    assert not mend_day_numbers(numbers, evidence, "A", {}).mends


def test_dates_that_are_nobodys_prove_nothing() -> None:
    found, births, _ = profiled(lambda born: f"{born.year - 3}-{born:%m}-11", 60)
    assert {mark.unreadable for mark in found.marks.values()} == {(Field.GEBOORTEDATUM,)}
    assert len(found.marks) == len(births)
    rows, residents = town(60)
    read = [read_date(row["geboortedatum"]) for row in rows]
    assert not drop_unsupported(read, {}, evidence_of(rows, residents), TODAY).mends


@pytest.mark.parametrize("write", [_since(date(1880, 1, 1)), lambda born: f"{born:%y%j}"])
def test_a_few_numbers_that_are_nobodys_dates_prove_nothing(write: Callable[[date], str]) -> None:
    found, births, _ = profiled(write, 3)
    read = read_so(found, births, write)
    assert all(
        born == day or Field.GEBOORTEDATUM in found.marks[str(n)].unreadable
        for n, (born, day) in enumerate(zip(births, read, strict=True))
    )


def test_one_old_date_of_many_rows_tells_nothing_of_the_other_numbers() -> None:
    births = [date(1950 + n, 1 + n % 12, 1 + n % 9) for n in range(24)]
    days = [(born - date(1899, 12, 30)).days for born in births]
    for own, unread in ((4730, 0), (None, 24)):
        # a deliverer's own date for "unknown", as the spreadsheet has it, or sixteen days of so long ago
        old = [own or 3000 + 90 * n for n in range(16)]
        read = [
            read_date(str(date.fromordinal(date(1899, 12, 30).toordinal() + n)))
            for n in [*days, *old]
        ]
        numbers = dict(enumerate(map(str, [*days, *old])))
        emptied = drop_unsupported(read, numbers, (), TODAY).mends
        assert sum(place < len(days) for place in emptied) == unread


def test_of_two_dates_the_one_of_somebody_there_counts() -> None:
    def both(born: date) -> str:
        return f"{born.replace(year=born.year + 2, day=3):%d-%m-%Y} / {born:%d-%m-%Y}"

    found, births, at_home = profiled(both, 40)
    read = read_so(found, births, both)
    assert read.count(None) == 40 - at_home
    assert all(one in (None, born) for one, born in zip(read, births, strict=True))
    assert sum(Field.GEBOORTEDATUM in m.unreadable for m in found.marks.values()) == 40 - at_home


def test_two_dates_are_two_different_days() -> None:
    assert two_dates("14-03-1962 en 02-05-1964") == ("14-03-1962", "02-05-1964")
    assert two_dates("14-03-1962/14-3-1962") is None
    assert two_dates("14-03-1962") is None
