"""Months whose drop-out is hidden, told together: of a calendar quarter that is over, and else of its year.

Of k hidden months only "at least" is told, in whole tens and never more than k - 1 of them could have while each
stays under the minimum. So every one of them may still be nothing, or one, also for who knows this rule: what is
told depends on their sum alone. Only whole calendar periods: a window that moves would give a month away by its
difference with the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brp_match.dutch import Month
from brp_match.report import firewall as fw
from brp_match.report.release_tables import MonthTable

QUARTERS = (1, 4, 7, 10)
DROP = "uitval"


def periods(
    months: Sequence[MonthTable], run: Sequence[Month], minimum: int, delivered: Mapping[Month, int]
) -> tuple[fw.PeriodShare, ...]:
    """Return the quarters with hidden months, and the year where one of them tells nothing.

    `months`: those in which the deliverer delivered; `run`: all months there are runs of. A period counts only
    when there is a run of each of its months. `delivered`: signals by month, as they stand on the card beside it; the
    drop-out is of persons.
    """
    found: list[fw.PeriodShare] = []
    for year in sorted({one.maand.jaar for one in months}):
        quarters = [
            share
            for first in QUARTERS
            if (
                share := _period(
                    [Month(year, first + n) for n in range(3)], months, run, minimum, delivered
                )
            )
        ]
        found += quarters
        if any(type(one.uitval) is fw.Withheld for one in quarters):
            whole = _period([Month(year, n) for n in range(1, 13)], months, run, minimum, delivered)
            found += [whole] if whole else []
    return tuple(found)


def _period(
    span: Sequence[Month],
    months: Sequence[MonthTable],
    run: Sequence[Month],
    minimum: int,
    delivered: Mapping[Month, int],
) -> fw.PeriodShare | None:
    """Return the hidden months of a period together; None where there are none, or a run is missing."""
    hidden = [one for one in months if one.maand in span and DROP in one.hidden]
    if not hidden or not set(span) <= set(run):
        return None
    dropped = sum(one.table.counts[DROP] for one in hidden)
    persons = sum(one.table.counts["geleverd"] for one in hidden)
    signals = sum(delivered[one.maand] for one in hidden)
    return fw.PeriodShare(
        span[0],
        span[-1],
        len(hidden),
        fw.OwnCount(signals, signals),
        least(dropped, persons, len(hidden), minimum),
    )


def least(dropped: int, delivered: int, months: int, minimum: int) -> fw.Share:
    """Return "at least" for so many hidden months together; nothing where no ten can be told."""
    most = (months - 1) * (minimum - 1)
    tens = min(dropped, most, delivered - minimum) // minimum * minimum
    return fw.AtLeast(tens, delivered, minimum) if tens >= minimum else fw.Withheld()
