"""Values that stand for nothing, and dates that are no birth date: the deliverer's own empty values.

Too frequent birth dates are found against the register (`find_placeholders` of linking), which knows how
often a date is somebody's own. Here is what the delivery shows by itself: words for no value, one value
for many different people in a column where people differ, and birth dates that nobody in debt can have.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from brp_match.delivery.cells import Cell, cell_type, is_lost
from brp_match.delivery.fillers import not_alone, rows_having, words_everywhere
from brp_match.delivery.findings import (
    TOO_OFTEN,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    probability,
    settle,
)
from brp_match.delivery.known import plain
from brp_match.delivery.too_frequent import PERSONAL, too_frequent, too_frequent_parts

TEXTS = (
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum", "straatnaam",
    "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam", "telefoon", "email",
    "klantnummer", "kvk_nummer",
)  # fmt: skip
"""Columns in which a word for no value is an empty cell."""

_NAMES = ("voornamen", "achternaam", "volledige_naam")
_MAY_BE_REAL = (*_NAMES, "voorletters", "voorvoegsel", "huisletter", "huisnummertoevoeging")
_NO_KVK = re.compile(r"\s*(?:\d{1,4}(?:[.,]\d+)?|(\d)\1*)\s*")
"""Figures that are no number of the register of companies, which has eight: too few, or all the same."""

_AMBIGUOUS = frozenset(
    (
        "x",
        "xx",
        "na",
        "n.a.",
        "n.b.",
        "n.t.b.",
        "ntb",
        "tbd",
        "n.v.t.",
        "n.v.t",
        "nan",
        "nat",
        "nil",
        "none",
        "null",
        "geen",
        "leeg",
        "onb",
        "0",
        "00",
    )
)

OLDEST = 115
"""Nobody in debt is older, in years."""

_ENDS = ((1, 1), (12, 31))
"""Lowest and highest dates of programs are the first or the last day of a year."""

YOUNGEST = 16
"""Hardly anybody in debt is younger, in years."""

YOUNG = 0.005
"""Share of birth dates under `YOUNGEST` by typing errors and by real minors: above it (binomial tail below
`CHANCE`) the column holds something else, such as the start of the contract."""


COPIES = 4
"""From so many rows on a column may be a copy of another."""


def mend_placeholders(
    rows: Sequence[Values],
) -> Step:
    """Empty the cells that stand for nothing: words for no value, values of too many people."""
    mends: Mends = {}
    findings: list[Finding] = []
    words = words_everywhere(rows, TEXTS)
    for column in TEXTS:
        told = sorted({*_no_value(rows, column), *rows_having(rows, column, words)})
        _empty(rows, mends, findings, column, told, "woord", 1.0)
    _empty(rows, mends, findings, "voornamen", _copies(rows), "woord", 1.0)
    for column in PERSONAL:
        for places, sure in too_frequent(rows, column):
            _empty(rows, mends, findings, column, places, TOO_OFTEN, sure)
    for places, sure in too_frequent_parts(rows):
        _empty(rows, mends, findings, "geboortedatum", places, TOO_OFTEN, sure)
    return Step(mends, tuple(findings))


def _no_value(rows: Sequence[Values], column: str) -> list[int]:
    """Return the rows whose cell is a word for no value.

    `X` is a house letter, `Null` and `Na` are names: such a word counts where three rows have it.
    """
    told = [p for p, row in enumerate(rows) if cell_type(row.get(column)) is Cell.GEEN]
    told += [p for p, row in enumerate(rows) if is_lost(row.get(column)) and not_alone(row, column)]
    if column == "kvk_nummer":
        told += [p for p, row in enumerate(rows) if _NO_KVK.fullmatch(row.get(column) or "")]
    if column not in _MAY_BE_REAL:
        return told
    words = Counter((rows[p].get(column) or "").strip().lower() for p in told)
    return [
        p
        for p in told
        if (word := (rows[p].get(column) or "").strip().lower()) not in _AMBIGUOUS
        or (words[word] >= 3 and column in _NAMES)
    ]


def _copies(rows: Sequence[Values]) -> list[int]:
    """Return the rows whose given name is the surname once more, where a program does so in most rows; somebody of one
    name may have it in both."""
    both = [p for p, row in enumerate(rows) if row.get("voornamen") and row.get("achternaam")]
    same = [
        p for p in both if plain(rows[p]["voornamen"] or "") == plain(rows[p]["achternaam"] or "")
    ]
    return same if len(same) >= max(COPIES, len(both) / 2) else []


def _empty(
    rows: Sequence[Values],
    mends: Mends,
    findings: list[Finding],
    column: str,
    places: Sequence[int],
    what: str,
    sure: float,
) -> None:
    if not places:
        return
    for place in places:
        mends.setdefault(place, {})[column] = None
    filled = sum(1 for row in rows if row.get(column))
    findings.append(
        Finding(
            Kind.STANDAARDWAARDE, column, len(places), filled, sure, "binomiaal" if sure < 1 else "woord",
            True, {what: len(places)}, what,
        )
    )  # fmt: skip


def no_birth_dates(
    rows: Sequence[Values],
    births: Sequence[date | None],
    today: date,
    vlp: str,
    answers: Answers,
) -> tuple[list[int], list[Finding]]:
    """Return the rows whose birth date nobody in debt can have, and what was found.

    `births` is the birth date of each row as it is read, `today` the day of the delivery. The dates stay
    where they are: they are compared before they are discarded, as every placeholder is.
    """
    column = "geboortedatum"
    ages = {p: _age(born, today) for p, born in enumerate(births) if born}
    impossible = Counter(births[p] for p, age in ages.items() if age > OLDEST or age < 0)
    # a date that comes once may be a typing error in somebody's own
    old = [
        p
        for p in ages
        if (born := births[p]) in impossible
        and born is not None
        and (impossible[born] > 1 or (born.month, born.day) in _ENDS)
    ]
    young = [p for p, age in ages.items() if 0 <= age < YOUNGEST]
    filled = sum(1 for row in rows if row.get(column))
    findings: list[Finding] = []
    if old:
        evidence = {"ouder dan 115 of nog niet geboren": len(old)}
        findings.append(
            Finding(Kind.GEEN_GEBOORTEDATUM, column, len(old), filled, 1.0, "leeftijd", True,
                    evidence, "onmogelijk")
        )  # fmt: skip
    if len(young) < 3:
        return old, findings
    # the year of two figures of such a day may have been read a century too early
    young += [
        p for p, age in ages.items()
        if 0 <= age - 100 < YOUNGEST and _of_two_figures(rows[p].get(column))
    ]  # fmt: skip
    sure = _contract_start(len(young), len(ages))
    mended, question = settle(Kind.GEEN_GEBOORTEDATUM, vlp, column, len(young), sure, answers)
    if mended or question:
        evidence = {"jonger dan 16": len(young), "alle datums": len(ages)}
        findings.append(
            Finding(Kind.GEEN_GEBOORTEDATUM, column, len(young), filled, sure, "likelihood ratio",
                    mended, evidence, "begindatum", question)
        )  # fmt: skip
    return (old + young if mended else old), findings


def _of_two_figures(text: str | None) -> bool:
    """Tell whether the year of a date is written in two figures."""
    return not any(len(figures) in (4, 8) for figures in re.findall(r"\d+", text or ""))


def may_owe(born: date, today: date) -> bool:
    """Tell whether somebody born on a day may have a debt: no child, and not older than people become."""
    return YOUNGEST <= _age(born, today) <= OLDEST


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _contract_start(young: int, all_dates: int) -> float:
    """Return the posterior that dates of children are something else: a share of one half or more, or `YOUNG`.

    Likelihood ratio of the best share against `YOUNG`, with prior odds of one in a hundred.
    """
    share = young / all_dates
    if share <= YOUNG:
        return 0.0
    gain = young * math.log(share / YOUNG)
    if young < all_dates:
        gain += (all_dates - young) * math.log((1 - share) / (1 - YOUNG))
    return probability(gain + math.log(0.01))
