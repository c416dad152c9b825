"""Which edition a national report is: who publishes it, when, under which licence, and what came before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.json_file import read_json

LARGEST = 20_000_000
"""Largest landelijk.json that is read as an earlier edition, in bytes."""


def edition(results: Mapping[str, Any]) -> str:
    """Return eight signs of the content: the same figures have the same edition."""
    own = {
        key: value for key, value in results.items() if key not in ("uitgave", "bestanden", "eigen")
    }
    text = json.dumps(own, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def publication(
    results: Mapping[str, Any],
    publisher: str,
    licence: str,
    day: date,
    before: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return who, when, licence and edition, with the editions `before`, old to new."""
    return {
        "nummer": edition(results),
        "datum": day.isoformat(),
        "uitgever": publisher,
        "licentie": licence,
        "eerder": list(before),
    }


def earlier(path: Path | None) -> list[dict[str, Any]]:
    """Return the editions up to and with that of a landelijk.json, old to new; none without a file.

    Raises BrpMatchError UITGAVE_ONLEESBAAR for anything else.
    """
    if path is None:
        return []
    said = "dit is geen landelijk.json van een vorige uitgave"
    results = read_json(path, LARGEST, "UITGAVE_ONLEESBAAR", said)
    try:
        one = results["uitgave"]
        total, spread = results["totaal"], results["spreiding"]
        row = {
            "nummer": str(one["nummer"]),
            "datum": date.fromisoformat(one["datum"]).isoformat(),
            "gemeenten": len(results["per_gemeente"]),
            "signalen": int(total["signalen"]),
            "uitval": int(total["uitval"]),
            "onterecht": None if spread is None else float(spread["share"]),
        }
        return [*one["eerder"], row]
    except (KeyError, TypeError, ValueError) as error:
        raise BrpMatchError("UITGAVE_ONLEESBAAR", path.name, said) from error
