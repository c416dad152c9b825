"""Numbers, amounts and dates in Dutch form: a decimal comma, points between thousands, the day first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


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


def date_text(day: date) -> str:
    """Return a date as dd-mm-jjjj."""
    return f"{day:%d-%m-%Y}"
