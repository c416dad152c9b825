"""Numbers, dates, months and words in Dutch form: decimal comma, points in thousands, dd-mm-jjjj."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOT_KNOWN = "–"
"""Shown where there is no value."""

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip

SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; `jaar` 1990 to 2099, `maand` 1 to 12, else ValueError."""

    jaar: int
    maand: int

    def __post_init__(self) -> None:
        if not (1990 <= self.jaar <= 2099 and 1 <= self.maand <= 12):
            raise ValueError("not a month")

    @property
    def code(self) -> str:
        """Return jjjj-mm, for file names and data."""
        return f"{self.jaar:04d}-{self.maand:02d}"

    def since(self, other: Month) -> int:
        """Return how many months this one lies after another."""
        return (self.jaar - other.jaar) * 12 + self.maand - other.maand

    @property
    def words(self) -> str:
        """Return the month as it is said: april 2026."""
        return f"{MONTHS[self.maand - 1]} {self.jaar}"

    @property
    def short(self) -> str:
        """Return the month for an axis: apr '26."""
        return f"{SHORT[self.maand - 1]} ’{self.jaar % 100:02d}"

    @classmethod
    def parse(cls, code: str) -> Month:
        """Read jjjj-mm; raises ValueError for anything else."""
        year, _, month = code.partition("-")
        return cls(int(year), int(month))


def date_text(day: date) -> str:
    """Return a date as dd-mm-jjjj."""
    return f"{day:%d-%m-%Y}"


def register_day(digits: str) -> str:
    """Return `jjjjmmdd` as dd-mm-jjjj, with ?? for a part the register does not know (00)."""
    parts = (digits[6:], digits[4:6], digits[:4])
    return "-".join("?" * len(part) if set(part) == {"0"} else part for part in parts)


def whole(value: int) -> str:
    """Return 12345 as 12.345."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float | Decimal, places: int = 1) -> str:
    """Return 1234.56 as 1.234,6, and never minus nought."""
    rounded = round(value, places)
    text = f"{abs(rounded) if rounded == 0 else rounded:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def euros(amount: float | Decimal) -> str:
    """Return 1234.5 as `€ 1.234,50`."""
    return f"€ {decimal(amount, 2)}"


def signed(value: float) -> str:
    """Return a number with its sign; nothing is 0,0 and not +0,0."""
    return ("+" if round(value, 1) > 0 else "") + decimal(value, 1)


def percentage(share: float | None, places: int = 1) -> str:
    """Return a share between 0 and 1 as 12,5%, a dash where there is none."""
    return NOT_KNOWN if share is None else f"{decimal(100 * share, places)}%"


def percent(share: float, of: int | None = None) -> str:
    """Return a share for a report: whole percents under 100 cases, else one decimal.

    A share that is not 0 or 1 never reads as 0% or 100%.
    """
    places = 0 if of is not None and of < 100 else 1
    step = 10.0**-places
    shown = share * 100
    if 0 < share < 1:
        shown = min(max(shown, step), 100 - step)
    return f"{decimal(shown, places)}%"


def counted(number: int, one: str, more: str) -> str:
    """Return "1 signaal" or "1.200 signalen"."""
    return f"{whole(number)} {one if number == 1 else more}"


def listed(words: Sequence[str]) -> str:
    """Return "a, b en c"."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " en " + words[-1]


def sentence(text: str) -> str:
    """Return the text with a capital first and a full stop last."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
