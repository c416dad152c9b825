"""What a person sees of a profile in a terminal: the findings, then the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.delivery.record import questions

AT_MOST = 25
"""So many findings are shown; the rest is counted."""


def summary_lines(record: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines about a `profiel`; none where nothing was found. They hold no value of a person."""
    findings = [(group, one) for group in record for one in group["bevindingen"]]
    if not findings:
        return []
    several = len({group["bestand"] for group in record}) > 1
    lines = ["Wat aan de levering opviel:"]
    for group, one in findings[:AT_MOST]:
        where = f"{group['vlp']} ({group['bestand']})" if several else group["vlp"]
        lines.append(f"  {where}: {one['tekst']}")
    if len(findings) > AT_MOST:
        lines.append(f"  en nog {len(findings) - AT_MOST}; zie profiel in run.json")
    asked = questions(record)
    if asked:
        lines.append("Vragen (antwoord onder [gewoonten] in de koppeling, --mapping):")
        for one in asked:
            lines.append(f"  {one['vlp']}: {one['tekst']}")
            lines.append(f'    "{one["id"]}" = "{one["standaard"]}"   # zo is het nu gelezen')
    return lines
