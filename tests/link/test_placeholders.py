"""Placeholder birth dates: what is found, and what is not taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

import pytest

from brp_match.database import Connection, connect, create_table
from brp_match.link.date_features import find_placeholders
from brp_match.standardise import prepare_macros

Found = dict[tuple[str, date], float]


@pytest.fixture(scope="module")
def register() -> list[date]:
    chance = Random(5)
    days = [date(1940, 1, 1) + timedelta(days=chance.randrange(25_000)) for _ in range(58_000)]
    return days + [date(1950 + chance.randrange(55), 1, 1) for _ in range(2_000)]


@pytest.fixture(scope="module")
def con(register: list[date]) -> Iterator[Connection]:
    made = connect()
    prepare_macros(made)
    counts = Counter(register)
    create_table(
        made,
        "tel_datum",
        "SELECT unnest($1::INT[]) AS jaar, unnest($2::INT[]) AS maand, unnest($3::INT[]) AS dag, unnest($4::INT[]) AS n",
        [
            [day.year for day in counts],
            [day.month for day in counts],
            [day.day for day in counts],
            list(counts.values()),
        ],
    )
    create_table(made, "std_kenmerken", f"SELECT {len(register)} AS bestaand")
    yield made
    made.close()


def discovered(
    con: Connection, sources: Mapping[str, Sequence[date]], names: Sequence[str] | None = None
) -> Found:
    rows = [
        (vlp, day.year, day.month, day.day, names[number] if names else f"naam {number}", f"{vlp}{number}")
        for vlp, days in sources.items()
        for number, day in enumerate(days)
    ]  # fmt: skip
    create_table(
        con,
        "std_signalen",
        """SELECT unnest($1::VARCHAR[]) AS vlp, unnest($2::INT[]) AS jaar, unnest($3::INT[]) AS maand,
            unnest($4::INT[]) AS dag, unnest($5::VARCHAR[]) AS naam, unnest($6::VARCHAR[]) AS signaal_id,
            'geldig' AS geb_soort""",
        [list(column) for column in zip(*rows, strict=True)],
    )
    find_placeholders(con)
    return {
        (vlp, date(year, month, day)): share
        for vlp, year, month, day, share in con.execute(
            "SELECT vlp, jaar, maand, dag, kans FROM standaarddatums WHERE ontdekt"
        ).fetchall()
    }


@pytest.mark.parametrize("size", [30, 300, 1000, 3000])
def test_chance_makes_no_placeholder(con: Connection, register: list[date], size: int) -> None:
    """Over 25,000 dates some come three times in a thousand signals; that is no placeholder."""
    chance = Random(size)
    sources = {f"vlp {i}": [chance.choice(register) for _ in range(size)] for i in range(20)}
    assert len(discovered(con, sources)) <= 2


@pytest.mark.parametrize(("size", "times"), [(30, 3), (300, 5), (3000, 15)])
def test_a_date_that_comes_too_often_is_found(
    con: Connection, register: list[date], size: int, times: int
) -> None:
    chance = Random(size)
    planted = date(1988, 8, 8)
    days = [chance.choice(register) for _ in range(size - times)] + [planted] * times
    found = discovered(con, {"vlp": days})
    assert found["vlp", planted] == pytest.approx(times / size, rel=0.1)


def test_one_customer_with_several_contracts_is_no_placeholder(
    con: Connection, register: list[date]
) -> None:
    chance = Random(1)
    days = [chance.choice(register) for _ in range(96)] + [date(1988, 8, 8)] * 4
    names = [f"naam {i}" for i in range(96)] + ["Proef"] * 4
    assert ("vlp", date(1988, 8, 8)) not in discovered(con, {"vlp": days}, names)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_a_source_with_many_refugees_keeps_their_first_januaries(
    con: Connection, register: list[date], share: float
) -> None:
    chance = Random(7)
    first = [day for day in register if (day.month, day.day) == (1, 1)]
    sources = {
        f"vlp {i}": [chance.choice(first if chance.random() < share else register) for _ in range(400)]
        for i in range(10)
    }  # fmt: skip
    assert not [day for _, day in discovered(con, sources) if (day.month, day.day) == (1, 1)]
    planted = date(1995, 1, 1)
    for days in sources.values():
        days[:60] = [planted] * 60
    assert sum(day == planted for _, day in discovered(con, sources)) == 10
