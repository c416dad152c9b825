"""Birth dates whose day lost a figure: a field that was cut a sign too early, or that begins a sign too late.

`1962-03-1` may be the 1st or the 10th to the 19th, where the month has a zero in front: no program writes the one with a
zero and the other without. `4-03-1962` is written so by some programs, but not when no row has a day of two figures.
The day is not known then; month and year are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brp_match.delivery.findings import NOTHING, Answers, Finding, Kind, Step, probability, settle

COLUMN = "geboortedatum"

PLAIN = 0.033
"""Share of dates on a given day of the month: 12 of 365."""

NEVER = 0.001
"""The same of a day that no month has, by typing errors."""

WHOLE = math.log(0.02 / 0.7)
"""Log-likelihood ratio of a day of two figures: seven in ten have them, of a column that was cut hardly any."""


@dataclass(frozen=True)
class _Cut:
    """One end of the date where a figure is lost.

    `left`: share of the days that a figure is left of, by that figure; `prior`: natural logarithm of the prior odds that
    a date written so was cut.
    """

    end: str
    short: re.Pattern[str]
    whole: re.Pattern[str]
    left: Callable[[str], float]
    prior: float
    unknown: str


_TENS = {"0": 0.3, "1": 0.33, "2": 0.33, "3": 0.05}

_CUTS = (
    _Cut(
        "achteraan", re.compile(r"\s*(?P<year>(?:18|19|20)\d\d)(?P<sign>[-/.])(?P<month>\d\d)(?P=sign)(?P<day>\d)\s*"),
        re.compile(r"\s*(?:18|19|20)\d\d([-/.])\d\d\1\d\d\s*"), lambda figure: _TENS.get(figure, 0.005), 0.0,
        "{year}{sign}{month}{sign}00",
    ),
    _Cut(
        "vooraan", re.compile(r"\s*(?P<day>\d)(?P<sign>[-/.])(?P<month>\d\d)(?P=sign)(?P<year>(?:18|19|20)?\d\d)\s*"),
        re.compile(r"\s*\d\d([-/.])\d\d\1(?:(?:18|19|20)\d\d|\d\d)\s*"), lambda _: 0.1, -5.0,
        "00{sign}{month}{sign}{year}",
    ),
)  # fmt: skip


def mend_cut_dates(texts: Sequence[str | None], vlp: str, answers: Answers) -> Step:
    """Write the birth dates of one group that lost a figure of their day without a day."""
    for cut in _CUTS:
        short = {p: found for p, text in enumerate(texts) if (found := cut.short.fullmatch(text or ""))}  # fmt: skip
        if not any(found["month"][0] == "0" for found in short.values()):
            continue
        whole = sum(1 for text in texts if cut.whole.fullmatch(text or ""))
        odds = cut.prior + whole * WHOLE + sum(_ratio(cut, f["day"]) for f in short.values())
        sure = probability(odds)
        mended, question = settle(Kind.AFGEKAPT, vlp, COLUMN, len(short), sure, answers)
        if not mended and question is None:
            continue
        filled = sum(1 for text in texts if text)
        return Step(
            {p: {COLUMN: cut.unknown.format(**f.groupdict())} for p, f in short.items()} if mended else {},
            (Finding(Kind.AFGEKAPT, COLUMN, len(short), filled, sure, "likelihood ratio", mended,
                     {"dag in één cijfer": len(short), "dag in twee cijfers": whole}, cut.end, question),),
        )  # fmt: skip
    return NOTHING


def _ratio(cut: _Cut, figure: str) -> float:
    return math.log(cut.left(figure) / (NEVER if figure == "0" else PLAIN))
