"""Numbers of customers: the same number however a spreadsheet or program wrote it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from brp_match.reading.text import fold

_MARKED = re.compile(r"""^=?["'](.*?)["']?$""")
_FLOAT = re.compile(r"[0-9]+[.,]0+")
_SCIENTIFIC = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")

LONGEST = 40
"""Figures of a number in scientific notation that are written out."""


def customer_key(text: str | None) -> str | None:
    """Return what two ways to write one customer number have in common; None where none can be told.

    Leading zeros, `124.0`, `'000125`, `="000125"`, spaces, points and dashes make no other number, nor do
    capitals. `4,12E+08` is 412000000 when all its figures stand there; where a spreadsheet may have rounded
    figures away (fewer stand there than the number is long, three or less of them) many customers share it, and
    it is no key.
    """
    plain = (text or "").strip()
    if marked := _MARKED.match(plain):
        plain = marked[1].strip()
    if _FLOAT.fullmatch(plain):
        plain = re.split("[.,]", plain)[0]
    elif found := _SCIENTIFIC.fullmatch(plain):
        if len(found[2].rstrip("0")) < int(found[3]) or int(found[3]) > LONGEST:
            return None
        plain = _written_out(found[1], found[2], int(found[3]))
    key = re.sub(r"[^0-9a-z]", "", fold(plain))
    return (key.lstrip("0") or "0") if key else None


def _written_out(first: str, rest: str, power: int) -> str:
    try:
        return f"{int(Decimal(f'{first}.{rest or 0}').scaleb(power))}"
    except (InvalidOperation, ValueError):
        return ""
