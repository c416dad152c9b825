"""What a deliverer hears of each outcome: `feedback/ddas_status.yaml`, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from brp_match.content.files import read_yaml, unknown_keys
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Ending, Feedback
from brp_match.settings import content_root

FILE = "ddas_status.yaml"

_KEYS = {"uitkomst", "titel", "status", "bevestigen", "vast", "beleid", "bron"}
_SAID = {feedback.status: feedback for feedback in Feedback} | {"Opgepakt": Feedback.NONE}
"""Word of the standard → our code of it. Opgepakt is said once somebody did; nothing is sent for it."""


@dataclass(frozen=True)
class DdasRow:
    """One outcome: the standard's word `status` and our code of it, whether a person must `confirm` it,
    whether it is `fixed` whatever a municipality rules, the policy key that rules it ('' for none), and
    where the row comes from."""

    ending: Ending
    title: str
    status: str
    feedback: Feedback
    confirm: bool
    fixed: bool
    policy_key: str
    source: str


@cache
def ddas_rows() -> dict[Ending, DdasRow]:
    """Return the table by outcome, in its order; not to be changed.

    Raises BrpMatchError with every fault: unknown key, outcome or word, a row that is missing or double.
    """
    entries: list[dict[str, Any]] = read_yaml(content_root("feedback") / FILE).get("rijen", [])
    faults = [fault for entry in entries for fault in _faults(entry)]
    named = [str(entry.get("uitkomst")) for entry in entries]
    faults += [
        Fault("INHOUD_ONVOLLEDIG", FILE, f"de uitkomst '{ending}' staat er niet precies één keer")
        for ending in Ending
        if named.count(str(ending)) != 1
    ]
    if faults:
        raise BrpMatchError.from_faults(faults)
    return {row.ending: row for row in map(_row, entries)}


def _faults(entry: dict[str, Any]) -> list[Fault]:
    where = f"{FILE}, {entry.get('uitkomst')}"
    faults = unknown_keys(entry, _KEYS, where)
    if entry.get("uitkomst") not in {str(ending) for ending in Ending}:
        faults.append(Fault("INHOUD_ONBEKEND", where, "deze uitkomst bestaat niet"))
    if entry.get("status") not in _SAID:
        faults.append(Fault("INHOUD_ONBEKEND", where, "deze status staat niet in de standaard"))
    if not entry.get("bron") or not entry.get("titel"):
        faults.append(Fault("INHOUD_ONVOLLEDIG", where, "geef een titel en een bron"))
    return faults


def _row(entry: dict[str, Any]) -> DdasRow:
    return DdasRow(
        ending=Ending(entry["uitkomst"]),
        title=entry["titel"],
        status=entry["status"],
        feedback=_SAID[entry["status"]],
        confirm=entry.get("bevestigen") == "ja",
        fixed=entry.get("vast") == "ja",
        policy_key=entry.get("beleid", ""),
        source=entry["bron"],
    )
