"""Scorecards as data: the JSON of docs/scorecard.schema.json, for both audiences."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from brp_match.dutch import Month
from brp_match.report import firewall as fw
from brp_match.report.cards import MonthOutcomes, MunicipalityScorecard

SCHEMA_VERSION = "1.1"
WITHHELD = "niet getoond"

LEFT_OUT = {
    (MunicipalityScorecard, "vrijgave"),
    (MonthOutcomes, "zijden"),
    (MonthOutcomes, "eenmaal"),
}
"""Fields of records that a release is made of, and that no card shows."""


def municipality_json(
    card: MunicipalityScorecard, sender: fw.Sender | None = None
) -> dict[str, Any]:
    """Return the municipality's card as plain data; keys are the field names of `cards`."""
    return {"schema": SCHEMA_VERSION, "voor": "gemeente", **_from(sender), **_plain(card)}


def released_json(card: fw.VlpScorecard, sender: fw.Sender | None = None) -> dict[str, Any]:
    """Return a deliverer's card as plain data, walked by the firewall once more before it leaves.

    Raises FirewallError when the card holds anything that may not go out.
    """
    fw.check(card)
    return {"schema": SCHEMA_VERSION, "voor": "vlp", **_from(sender), **_plain(card)}


def _from(sender: fw.Sender | None) -> dict[str, Any]:
    """Who gives the card, where that is known."""
    if sender is None:
        return {}
    made = sender.gemaakt.isoformat() if sender.gemaakt else None
    return {"afzender": {"gemeente": sender.gemeente, "contact": sender.contact, "gemaakt": made}}


def _plain(value: Any) -> Any:
    if isinstance(value, Month):
        return value.code
    if isinstance(value, fw.AtLeast):
        return {"ten_minste": value.teller, "noemer": value.noemer}
    if isinstance(value, fw.Withheld):
        return WITHHELD
    if isinstance(value, Enum):
        return str(value)
    if isinstance(
        value,
        fw.ExpectationCode
        | fw.CustomerNumber
        | fw.SignalNumber
        | fw.DelivererName
        | fw.HabitKind
        | fw.ColumnName,
    ):
        return value.value
    if is_dataclass(value):
        return {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if (type(value), one.name) not in LEFT_OUT
        }
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 6)
    return value
