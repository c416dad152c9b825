"""Amounts with a minus: a deliverer that books what it is owed as a negative balance."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.delivery.findings import NOTHING, Finding, Kind, Mends, Step, Values, column_of
from brp_match.reading.amounts import read_amount

COLUMNS = ("bedrag", "termijnbedrag")


def mend_amount_signs(rows: Sequence[Values]) -> Step:
    """Take the minus off the amounts of one group where more have one than have none: a deliverer tells of arrears, so that
    is how it writes them. Where few have one it is a credit, and stays."""
    mends: Mends = {}
    findings = []
    for column in COLUMNS:
        amounts = [read_amount(text) for text in column_of(rows, column)]
        below = {
            p: -amount for p, amount in enumerate(amounts) if amount is not None and amount < 0
        }
        above = sum(amount is not None and amount > 0 for amount in amounts)
        if len(below) <= above:
            continue
        for place, amount in below.items():
            mends.setdefault(place, {})[column] = f"{amount:f}".replace(".", ",")
        filled = sum(amount is not None for amount in amounts)
        evidence = {"met minteken": len(below), "zonder": above}
        findings.append(
            Finding(Kind.MINTEKEN, column, len(below), filled, 1.0, "vorm", True, evidence)
        )
    return Step(mends, tuple(findings)) if mends else NOTHING
