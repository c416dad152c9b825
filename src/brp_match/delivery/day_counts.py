"""Birth dates that a program counted from another day: all of a VLP stand the same number of days off.

A spreadsheet opened with the other of its two calendars writes every date 1,462 days off, an export in another
time zone a day, and a serial number of Clarion read as one of a spreadsheet 36,161 days. Nothing in such a
delivery looks wrong by itself; only the register shows it. For every row with a known address it is counted
whether somebody with the birth date is registered there, as delivered and moved by one of those numbers; a
likelihood ratio weighs the two, as in `alignment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from brp_match.content import model_figures
from brp_match.delivery.alignment import AGREES, MOVED, Evidence
from brp_match.delivery.findings import (
    NOTHING,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    probability,
    settle,
)
from brp_match.dutch import whole

COLUMN = "geboortedatum"

CLARION = 36161
"""Days between day 0 of Clarion, 28-12-1800, and that of a spreadsheet, 30-12-1899."""


def offsets() -> tuple[int, ...]:
    """Return the days that may have to be added: the two calendars of a spreadsheet apart, a day, Clarion's back."""
    calendars = model_figures().calendar_days
    return calendars, -calendars, 1, -1, -CLARION


def mend_day_counts(evidence: Sequence[Evidence], vlp: str, answers: Answers) -> Step:
    """Find birth dates of one group that all stand the same number of days off, and move them back.

    `evidence` is of the rows of the group, in order. A mended cell is written `jjjj-mm-dd`.
    """
    births = births_of(evidence)
    own = hits(births, evidence, 0)
    by_days = {days: hits(births, evidence, days) for days in offsets()}
    days = max(by_days, key=lambda one: by_days[one])
    sure = probability((by_days[days] - own) * AGREES + MOVED)
    if by_days[days] <= own or sure < 0.5:
        return NOTHING
    rows = sum(born is not None for born in births)
    mended, question = settle(Kind.DATUM_VERSCHOVEN, vlp, COLUMN, rows, sure, answers)
    mends: Mends = {}
    if mended:
        moved = {place: _moved(born, days) for place, born in enumerate(births)}
        mends = {place: {COLUMN: day.isoformat()} for place, day in moved.items() if day}
    counts = {"klopt na verschuiven": by_days[days], "klopt zoals geleverd": own}
    return Step(mends, (Finding(
        Kind.DATUM_VERSCHOVEN, COLUMN, rows, len(births), sure, "likelihood ratio", mended, counts,
        _told(days), question, own=False,
    ),))  # fmt: skip


def births_of(evidence: Sequence[Evidence]) -> list[date | None]:
    """Return the whole birth dates of rows."""
    return [date.fromisoformat(one.birth) if one.birth else None for one in evidence]


def hits(births: Sequence[date | None], evidence: Sequence[Evidence], days: int) -> int:
    """Count rows at whose address somebody was born on the date, moved by `days`."""
    moved = (_moved(born, days) for born in births)
    return sum(
        day is not None and day.isoformat() in one.births_there
        for day, one in zip(moved, evidence, strict=True)
    )


def _moved(born: date | None, days: int) -> date | None:
    try:
        return None if born is None else born + timedelta(days=days)
    except OverflowError:
        return None


def _told(days: int) -> str:
    """Say by how much the delivered dates stand off, in Dutch."""
    return f"{whole(abs(days))} {'dag' if abs(days) == 1 else 'dagen'} te {'vroeg' if days > 0 else 'laat'}"
