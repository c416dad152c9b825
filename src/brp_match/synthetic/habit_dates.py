"""Format habits of dates: how one deliverer's program writes a whole column; each changes a row or leaves it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from brp_match.synthetic.habit_rows import Row, parts_of, serial_of

COLUMN = "geboortedatum"
Chance = random.Random


def _written(write: Callable[[int, int, int], str]) -> Callable[[Row, Chance], bool]:
    """Write the date of a row anew from day, month and year; False where there is none."""

    def change(row: Row, chance: Chance) -> bool:
        found = parts_of(row[COLUMN])
        if found is None:
            return False
        before, row[COLUMN] = row[COLUMN], write(*found)
        return row[COLUMN] != before

    return change


def _half(write: Callable[[date], str]) -> Callable[[int, int, int], str]:
    """A spreadsheet that reads the month first: days up to 12 become a date, the rest stays text."""

    def converted(day: int, month: int, year: int) -> str:
        if day <= 12:
            return write(date(year, day, month))
        return f"{day:02d}-{month:02d}-{year}"

    return converted


maand_dag = _written(lambda d, m, y: f"{m:02d}/{d:02d}/{y}")
maand_dag_kort = _written(lambda d, m, y: f"{m}/{d}/{y}")
jaar_dag_maand = _written(lambda d, m, y: f"{y}-{d:02d}-{m:02d}")
kort_jaar_vooraan = _written(lambda d, m, y: f"{y % 100:02d}-{m:02d}-{d:02d}")
kort_jaar = _written(lambda d, m, y: f"{d:02d}-{m:02d}-{y % 100:02d}")
volgnummer = _written(lambda d, m, y: serial_of(date(y, m, d)))
half_volgnummer = _written(_half(serial_of))
half_iso = _written(_half(lambda day: f"{day.isoformat()} 00:00:00"))
half_tekst = _written(_half(lambda day: f"{day.day}-{day.month}-{day.year}"))
half_weg = _written(lambda d, m, y: date(y, d, m).isoformat() if d <= 12 else "")
woorden = _written(
    lambda d, m, y: (
        f"{d} {'jan feb mrt apr mei jun jul aug sep okt nov dec'.split()[m - 1]}. {y}"  # noqa: SIM905
    )
)


def _in_world_time(day: int, month: int, year: int) -> str:
    """Midnight here is 23:00 of the day before there; before the first day of a program there is none."""
    before = date(year, month, day).toordinal() - 1
    return f"{date.fromordinal(before)}T23:00:00Z" if before else "0001-01-01T00:00:00Z"


wereldtijd = _written(_in_world_time)


def _empty_as(text: str, share: float) -> Callable[[Row, Chance], bool]:
    """A share of the rows has the deliverer's own date for "unknown"."""

    def change(row: Row, chance: Chance) -> bool:
        if row[COLUMN] and chance.random() >= share:
            return False
        row[COLUMN] = text
        return True

    return change


laagste_sql = _empty_as("01-01-1753", 0.25)
laagste_net = _empty_as("01-01-0001", 0.25)
eigen_leeg = _empty_as("12-12-1912", 0.3)


def begin_contract(row: Row, chance: Chance) -> bool:
    """A share of the rows has the day on which the contract began."""
    if row[COLUMN] and chance.random() >= 0.35:
        return False
    row[COLUMN] = (
        f"{chance.choice((1, 1, 1, 15)):02d}-{chance.randrange(1, 13):02d}-{chance.randrange(2013, 2026)}"
    )
    return True


def leeftijd(row: Row, chance: Chance) -> bool:
    """The age in years stands where the date should."""
    found = parts_of(row[COLUMN])
    if found is None:
        return False
    row[COLUMN] = str(max(18, 2026 - found[2]))
    return True


DATES: dict[str, Callable[[Row, Chance], bool]] = {
    "maand_dag": maand_dag, "maand_dag_kort": maand_dag_kort, "jaar_dag_maand": jaar_dag_maand,
    "kort_jaar_vooraan": kort_jaar_vooraan, "kort_jaar": kort_jaar, "volgnummer": volgnummer,
    "half_volgnummer": half_volgnummer, "half_iso": half_iso, "half_tekst": half_tekst, "half_weg": half_weg,
    "woorden": woorden, "wereldtijd": wereldtijd, "laagste_sql": laagste_sql, "laagste_net": laagste_net,
    "eigen_leeg": eigen_leeg, "begin_contract": begin_contract, "leeftijd": leeftijd,
}  # fmt: skip
