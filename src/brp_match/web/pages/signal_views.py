"""What a case shows beside the comparison: the facts of its signal, and what the engine weighed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brp_match.content import load_comparators
from brp_match.link.comparisons import ORDER
from brp_match.reading.amounts import read_amount
from brp_match.reading.dates import read_day
from brp_match.web.pages.cells_read import AMOUNTS, DATES
from brp_match.web.pages.seat import Context
from brp_match.web.pages.words import day, euro

FACTS = {
    "signaal_id": "Signaalnummer",
    "klantnummer": "Klantnummer",
    "bedrag": "Bedrag",
    "termijnbedrag": "Per termijn",
    "signaaldatum": "Datum van het signaal",
    "ontstaansdatum": "Schuld sinds",
    "einddatum_contract": "Contract loopt tot",
    "telefoon": "Telefoon",
    "email": "E-mail",
    "kvk_nummer": "KvK-nummer",
    "uitval_reden": "Viel uit in uw systeem",
}
"""Fields of a signal that a reviewer needs to find it elsewhere, in the order in which they stand."""


def signal_facts(signal: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return name and value of what the deliverer wrote; what cannot be read stands as it came."""
    return [
        (name, told_value(field, str(signal[field]).strip()))
        for field, name in FACTS.items()
        if str(signal.get(field) or "").strip()
    ]


def told_value(field: str, text: str) -> str:
    """Return an amount or a date of a signal in Dutch form; what cannot be read, and any other text, as it came."""
    if field in AMOUNTS:
        amount = read_amount(text)
        return text if amount is None else euro(float(amount))
    if field in DATES:
        found = read_day(text)
        return text if found is None else day(found)
    return text


def weighed(
    best: Mapping[str, Any], second: Mapping[str, Any] | None
) -> tuple[list[Context], list[float | None]]:
    """Return what each field weighed for a resident and for the runner-up, and what that is together.

    Weights are in bits (+1: twice as likely), in one decimal; the total is the sum of what is shown. The
    field that weighs most stands first. Rows without weights (of an older run) give nothing.
    """
    comparators = {one.naam: one for one in load_comparators()}
    shown = [one for one in (best, second) if one is not None]
    if any(f"{name}_gewicht" not in one for name in ORDER for one in shown):
        return [], []
    rows: list[Context] = []
    total = [0.0] * len(shown)
    for name in sorted(ORDER, key=lambda one: -abs(best[f"{one}_gewicht"])):
        weights = [round(float(one[f"{name}_gewicht"]), 1) for one in shown]
        total = [so_far + weight for so_far, weight in zip(total, weights, strict=True)]
        level = comparators[name].by_id.get(best[f"{name}_niveau"])
        rows.append(
            {
                "naam": comparators[name].titel,
                "gewicht": weights[0],
                "tweede": weights[1] if second is not None else None,
                "woorden": level.zin if level else "",
            }
        )
    return rows, [round(total[0], 1), round(total[1], 1) if second is not None else None]
