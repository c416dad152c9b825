"""The list that a municipality gets from today's system: what its exact check drops, each with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from brp_match.csv_file import read_csv, write_csv

HEADER = ("Meldingsnummer", "Partner", "Bakje", "Reden")
"""Columns as such a list might have them; no public layout exists."""

BOX = "Uitsluiting op basis van BRP"


def write_drop_out(signals: Sequence[Path], exact: Mapping[str, str], path: Path) -> int:
    """Write what dropped of these deliveries; returns how many. `exact`: signaal_id → persoon_id, '' for dropped.

    The reason is what such a check can know: a field that it needs is empty, or no resident agrees. Raises OSError.
    """
    rows = [
        (row["signaal_id"], row["vlp"], BOX, _reason(row))
        for file in signals
        for row in read_csv(file)
        if not exact.get(row["signaal_id"], "")
    ]
    write_csv(path, HEADER, rows)
    return len(rows)


def _reason(row: Mapping[str, str]) -> str:
    if not row["geboortedatum"]:
        return "Geboortedatum ontbreekt"
    if not row["achternaam"]:
        return "Achternaam ontbreekt"
    return "Persoon niet gevonden in BRP"
