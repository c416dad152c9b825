"""Placeholder birth dates: what is found, and what is not taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

import pytest

from brp_match.content import model_figures
from brp_match.database import Connection, connect, create_table
from brp_match.link.placeholders import (
    BirthDates,
    Delivered,
    Placeholder,
    find_placeholders,
    placeholders,
)

KNOWN = {(2000, 1, 1): 0.01, (1900, 1, 1): 0.02}


def day_of(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@pytest.fixture(scope="module")
def dates() -> list[date]:
    chance = Random(5)
    days = [date(1940, 1, 1) + timedelta(days=chance.randrange(25_000)) for _ in range(58_000)]
    return days + [date(1950 + chance.randrange(55), 1, 1) for _ in range(2_000)]


@pytest.fixture(scope="module")
def register(dates: list[date]) -> BirthDates:
    first = sum((day.month, day.day) == (1, 1) for day in dates)
    return BirthDates(len(dates), first, Counter(day_of(day) for day in dates))


def found_in(register: BirthDates, sources: Mapping[str, Sequence[date]]) -> list[Placeholder]:
    delivered = [
        Delivered(vlp, day_of(day), k)
        for vlp, days in sources.items()
        for day, k in Counter(days).items()
    ]
    signals = {vlp: len(days) for vlp, days in sources.items()}
    return placeholders(delivered, signals, register, KNOWN, model_figures())


def discovered(register: BirthDates, sources: Mapping[str, Sequence[date]]) -> dict[str, float]:
    return {
        f"{one.vlp} {date(*one.day)}": one.kans
        for one in found_in(register, sources)
        if one.ontdekt
    }


@pytest.mark.parametrize("size", [30, 300, 1000, 3000])
def test_chance_makes_no_placeholder(register: BirthDates, dates: list[date], size: int) -> None:
    """Over 25,000 dates some come three times in a thousand signals; that is no placeholder."""
    chance = Random(size)
    sources = {f"vlp {i}": [chance.choice(dates) for _ in range(size)] for i in range(20)}
    assert len(discovered(register, sources)) <= 2


@pytest.mark.parametrize(("size", "times"), [(30, 3), (300, 5), (3000, 15)])
def test_a_date_that_comestoo_often_is_found(
    register: BirthDates, dates: list[date], size: int, times: int
) -> None:
    chance = Random(size)
    planted = date(1988, 8, 8)
    days = [chance.choice(dates) for _ in range(size - times)] + [planted] * times
    found = discovered(register, {"vlp": days})
    assert found["vlp 1988-08-08"] == pytest.approx(times / size, rel=0.1)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_a_source_with_many_refugees_keeps_their_first_januaries(
    register: BirthDates, dates: list[date], share: float
) -> None:
    chance = Random(7)
    first = [day for day in dates if (day.month, day.day) == (1, 1)]
    sources = {
        f"vlp {i}": [chance.choice(first if chance.random() < share else dates) for _ in range(400)]
        for i in range(10)
    }  # fmt: skip
    assert not [one for one in discovered(register, sources) if one.endswith("01-01")]
    planted = date(1995, 1, 1)
    for days in sources.values():
        days[:60] = [planted] * 60
    assert sum(one.endswith("1995-01-01") for one in discovered(register, sources)) == 10


def test_a_known_date_starts_from_its_prior(register: BirthDates) -> None:
    """(20 · 0.01 + what is no customer's own) / (20 + n)."""
    (found,) = found_in(register, {"vlp": [date(2000, 1, 1)]})
    assert (found.day, found.ontdekt) == ((2000, 1, 1), False)
    share = (register.on.get((2000, 1, 1), 0) + 1) / (60_000 + 25_000)
    assert found.kans == pytest.approx((0.2 + 0.01 / (0.01 + share)) / 21, rel=1e-9)


def test_a_known_date_moves_with_the_count(register: BirthDates, dates: list[date]) -> None:
    chance = Random(3)
    days = [chance.choice(dates) for _ in range(100)] + [date(1900, 1, 1)] * 100
    kans = {one.day: one.kans for one in found_in(register, {"vlp": days})}[1900, 1, 1]
    assert kans == pytest.approx((0.4 + 100) / 220, rel=0.01)


def test_the_table_counts_names_and_not_signals() -> None:
    """One customer with four contracts is no placeholder; four customers are."""
    con = connect(threads=1)
    create_table(con, "std_kenmerken", "SELECT 1000 AS bestaand")
    create_table(con, "tel_datum", "SELECT 1988 AS jaar, 8 AS maand, 8 AS dag, 1 AS n")
    create_table(
        con,
        "std_signalen",
        """SELECT 'vlp' AS vlp, 1988 AS jaar, i AS maand, 8 AS dag, 'S' || i || j AS signaal_id,
            CASE WHEN i = 8 THEN 'Proef' ELSE 'Proef ' || j END AS achternaam, NULL AS volledige_naam, 'geldig' AS geb_soort,
            NULL AS postcode, NULL AS nummer
        FROM range(8, 10) a(i), range(4) b(j)""",
    )
    register_of(con, [])
    find_placeholders(con)
    found = con.execute("FROM standaarddatums").fetchall()
    assert [row[:4] for row in found] == [("vlp", 1988, 9, 8)]
    assert found[0][4:] == (pytest.approx((4 - 8 / 26_000) / 8), True)


def register_of(con: Connection, homes: list[tuple[str, int, int]]) -> None:
    """Who is registered: postcode and number, and the month of a birth date on 8 · 1988."""
    create_table(
        con,
        "std_verblijf",
        "SELECT NULL::INTEGER AS persoon_nr, NULL::VARCHAR AS postcode, NULL::INTEGER AS nummer WHERE false",
    )
    create_table(
        con,
        "std_inwoners",
        "SELECT NULL::INTEGER AS persoon_nr, NULL::INTEGER AS jaar, NULL::INTEGER AS maand, NULL::INTEGER AS dag, NULL::BOOLEAN AS geteld WHERE false",
    )
    for number, (postcode, house, month) in enumerate(homes):
        con.execute("INSERT INTO std_verblijf VALUES ($1, $2, $3)", [number, postcode, house])
        con.execute("INSERT INTO std_inwoners VALUES ($1, 1988, $2, 8, true)", [number, month])


def in_a_delivery_of_six(rows: list[tuple[str, str | None, int | None]]) -> Connection:
    """Six signals of one source, all with the date 8-8-1988: name, postcode, house number."""
    con = connect(threads=1)
    create_table(con, "std_kenmerken", "SELECT 1000 AS bestaand")
    create_table(con, "tel_datum", "SELECT 1988 AS jaar, 8 AS maand, 8 AS dag, 1 AS n")
    parts = " UNION ALL ".join(
        f"SELECT 'vlp' AS vlp, 1988 AS jaar, 8 AS maand, 8 AS dag, 'S{place}' AS signaal_id, '{name}' AS achternaam, NULL AS volledige_naam, "
        f"'geldig' AS geb_soort, {repr(postcode) if postcode else 'NULL'} AS postcode, {house or 'NULL'} AS nummer"
        for place, (name, postcode, house) in enumerate(rows)
    )
    create_table(con, "std_signalen", parts)
    return con


AT_SIX_HOMES = [(f"Proef {n}", "1234AB", n) for n in range(1, 7)]


def test_a_date_that_residents_have_at_those_addresses_is_theirs() -> None:
    con = in_a_delivery_of_six(AT_SIX_HOMES)
    register_of(con, [("1234AB", n, 8) for n in range(1, 6)])
    find_placeholders(con)
    assert con.execute("FROM standaarddatums").fetchall() == []


def test_a_date_that_nobody_has_at_those_addresses_is_found() -> None:
    con = in_a_delivery_of_six(AT_SIX_HOMES)
    register_of(con, [("1234AB", n, 9) for n in range(1, 7)])
    find_placeholders(con)
    ((*_, kans, discovered),) = con.execute("FROM standaarddatums").fetchall()
    assert (kans, discovered) == (pytest.approx(1.0, abs=1e-3), True)


def test_spellings_and_twins_at_one_address_are_no_placeholder() -> None:
    names = ["Proef", "Proeff", "Proof", "Pruf", "Preuf", "Proefs"]
    con = in_a_delivery_of_six([(name, "1234AB", 1) for name in names])
    register_of(con, [])
    find_placeholders(con)
    assert con.execute("FROM standaarddatums").fetchall() == []
