"""Working days in the Netherlands: no weekend and no general holiday. Pure.

Source: Algemene termijnenwet, article 3 (with the days it puts on a level: Good Friday).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY, _SUNDAY = 5, 6


def add_working_days(day: date, number: int) -> date:
    """Return the working day that lies `number` working days after `day`, before it where negative.

    The day itself does not count. 0 gives `day` as it is.
    """
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def is_working_day(day: date) -> bool:
    """Tell whether people work on this day."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    king = date(year, 4, 27)
    moving = [easter + timedelta(days=days) for days in (-2, 1, 39, 50)]
    fixed = [date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))]
    # a birthday of the king on a Sunday is kept on the Saturday
    return frozenset([*moving, *fixed, king - timedelta(days=king.weekday() == _SUNDAY)])


def easter_sunday(year: int) -> date:
    """Return Easter Sunday (Gregorian). Source: the anonymous algorithm, Meeus, Astronomical Algorithms, ch. 8."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * left + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
