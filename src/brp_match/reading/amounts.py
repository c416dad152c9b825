"""Amounts of money in Dutch or English notation.

Understood: `1.234,56`, `1234,56`, `1,234.56`, `1234.56`, `1 234,56`, `1'234,56`, `€ 1.234,-`, `1234 euro`,
`EUR 12,50`, `1,23E+03`, and negative `-12,50`, `12,50-`, `(12,50)`, `12,50 CR` (credit; `DR` is positive). A point or
comma with exactly three digits behind it and one to three before it, not starting with 0, separates thousands
(`1.234` is 1234 euros): amounts have two decimals. Cents are not rounded.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_CURRENCY = re.compile(r"€|eur(?:o(?:'?s)?)?|[\s'’_]")
_TWO_NUMBERS = re.compile(r"[0-9]\s+(?![0-9]{3}(?![0-9]))[0-9]")
"""A space between figures that separates no thousands."""
_NO_CENTS = re.compile(r"[.,](?:-{1,2}|=)$")
_SIGN_BEHIND = re.compile(r"(?<=[0-9.,)=-])(cr|dr|credit|debet|debit)\.?$")
_SHAPE = re.compile(r"[+-]?[^()+-]+-?|[(][^()+-]+[)]|[^()-]*e[+]?[0-9]+")
_NEGATIVE = re.compile(r"-[^-]+|[^-]+-|[(][^()]+[)]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_COMMA = re.compile(r"[0-9]*,[0-9]+(?:e[+]?[0-9]{1,2})?")
_POINT = re.compile(r"[0-9]*\.[0-9]+(?:e[+]?[0-9]{1,2})?")
_WHOLE = re.compile(r"([0-9]+)[.,]?")
_DUTCH = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")


def read_amount(text: str | None) -> Decimal | None:
    """Return the amount in euros, negative for a credit; None where the text is no amount."""
    if text is None:
        return None
    if not text.isascii():
        # figures and spaces of any script as the usual ones
        text = unicodedata.normalize("NFKC", text.translate(_DASHES))
    if _TWO_NUMBERS.search(text):
        return None
    bare = _CURRENCY.sub("", text.lower())
    credit = False
    if found := _SIGN_BEHIND.search(bare):
        credit = found[1].startswith("c")
        bare = bare[: found.start()]
    bare = _NO_CENTS.sub("", bare)
    if not _SHAPE.fullmatch(bare):
        return None
    number = _decimal_form(bare.strip("+-()"))
    if number is None:
        return None
    amount = Decimal(number)
    return -amount if credit or _NEGATIVE.fullmatch(bare) else amount


def _decimal_form(figures: str) -> str | None:
    """Return figures with at most a decimal point: decide which separator is the decimal one; None for no number."""
    if found := _WHOLE.fullmatch(figures):
        return found[1]
    if _GROUPED.fullmatch(figures):
        return figures.replace(".", "").replace(",", "")
    if _COMMA.fullmatch(figures):
        return figures.replace(",", ".")
    if _POINT.fullmatch(figures):
        return figures
    if _DUTCH.fullmatch(figures):
        return figures.replace(".", "").replace(",", ".").rstrip(".")
    if _ENGLISH.fullmatch(figures):
        return figures.replace(",", "").rstrip(".")
    return None
