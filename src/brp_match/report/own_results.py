"""A deliverer's own counts, as its released card has them, judged as the municipality's are."""

from __future__ import annotations

from brp_match.report import firewall as fw
from brp_match.report.cards import ExpectationResult
from brp_match.report.checks import Catalogue
from brp_match.report.trend import MonthCount, trend_of


def own_results(card: fw.VlpScorecard, catalogue: Catalogue) -> list[ExpectationResult]:
    """Return the checks of a released card with norm and trend, in its order."""
    return [_own_result(row, catalogue) for row in card.controles]


def _own_result(row: fw.CheckResult, catalogue: Catalogue) -> ExpectationResult:
    months = tuple(MonthCount(m.maand, m.aantal.teller, m.aantal.noemer) for m in row.maanden)
    code, last = row.code.value, months[-1]
    norm = catalogue[code].norm
    return ExpectationResult(code, last.teller, last.noemer, norm, months, trend_of(months))
