"""What the BRP says of a resident, as far as it decides about help. Pure.

Codes of the Logisch Ontwerp BRP: reason of suspension 07.67.20 (O died, E emigrated, M by decision of a
minister, R kept in the RNI, F and W no longer a person's record, `.` unknown), municipality of
registration 08.09.10 (1999 is the RNI), country left for 08.13.10 (0000 unknown where to), inquiry
08.83.10 (08…  the address, 089999 established not to live there).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

RNI = "1999"
UNKNOWN = "0000"

NOT_THERE = "089999"
"""Inquiry: established that the person does not live at the registered address."""


class Status(StrEnum):
    """Whether somebody lives in the municipality, and if not why."""

    INWONER = "inwoner"
    OVERLEDEN = "overleden"
    ANDERE_GEMEENTE = "andere_gemeente"
    GEEMIGREERD = "geemigreerd"
    VERTROKKEN_ONBEKEND = "vertrokken_onbekend"
    NIET_BIJGEHOUDEN = "niet_bijgehouden"
    ONBEKEND = "onbekend"

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        """A run made before the three ways of leaving were told apart: the one of which least is said."""
        return cls.GEEMIGREERD if value == "vertrokken" else None


LEFT = frozenset({Status.ANDERE_GEMEENTE, Status.GEEMIGREERD, Status.VERTROKKEN_ONBEKEND})
"""Who is surely registered elsewhere, or nowhere."""

HELPED = frozenset({Status.INWONER, Status.NIET_BIJGEHOUDEN, Status.ONBEKEND})
"""Who must or may have to be helped: a record suspended by a minister's decision, or for a reason that is
not known, may be of somebody who lives here."""


def status_of(
    suspension: str | None,
    died: str | None,
    municipality: str | None,
    country: str | None,
    own: Collection[str],
) -> Status:
    """Say what the register says of somebody; the arguments are its fields as they stand.

    `own` holds the four-figure codes of the municipalities that the run is for. A leading zero that a
    spreadsheet took, and small letters, are read as meant.
    """
    reason = (suspension or "").strip().upper()
    if reason == "O" or (died or "").strip():
        return Status.OVERLEDEN
    gone_to, code = code_of(country), code_of(municipality)
    if gone_to == UNKNOWN:
        return Status.VERTROKKEN_ONBEKEND
    if reason in ("E", "R") or gone_to or code == RNI:
        return Status.GEEMIGREERD
    if reason == "M":
        return Status.NIET_BIJGEHOUDEN
    if reason or code == UNKNOWN:
        return Status.ONBEKEND
    return Status.INWONER if not code or code in own else Status.ANDERE_GEMEENTE


@lru_cache(maxsize=1024)
def code_of(text: str | None) -> str:
    """Return a code of a table of the BRP as four figures; '' for none."""
    figures = re.sub(r"[.,]0+$", "", (text or "").strip())
    return figures.zfill(4) if figures else ""


@lru_cache(maxsize=1024)
def inquiry(text: str | None) -> str:
    """Return the code of an inquiry as six figures (`89999`, `8.99.99` → `089999`); '' for none.

    A code of a whole category may be short: `08` and `8` are `080000`.
    """
    figures = re.sub(r"\D", "", re.sub(r"\.0+$", "", (text or "").strip()))
    if not figures.strip("0"):
        return ""
    padded = figures.zfill(len(figures) + len(figures) % 2)
    return padded.ljust(6, "0")[:6]


def about_address(code: str) -> bool:
    """Tell whether an inquiry (`inquiry`) is about the address."""
    return code.startswith("08")


def secrecy_of(text: str | None) -> int:
    """Return the indication of secrecy (07.70.10), 0 to 7; 0 where it is absent or no number."""
    figures = (text or "").strip()
    return int(figures) if figures.isdecimal() else 0
