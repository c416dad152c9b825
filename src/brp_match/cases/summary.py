"""What a run says of its cases: counts for run.json and the terminal, nothing of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.cases.exchange import Exchange
from brp_match.cases.trays import Way
from brp_match.cases.work import Work
from brp_match.dutch import counted, whole


def cases_record(work: Sequence[Work], way: Way) -> dict[str, Any]:
    """Return counts: cases, matched, of several deliverers, by tray, moved on by capacity, with secrecy."""
    matched = [one for one in work if one.case.besluit == "match"]
    trays = Counter(one.placed.bakje for one in work if one.placed)
    return {
        "aantal": len(work),
        "match": len(matched),
        "meer_vlps": sum(len(one.case.vlps) > 1 for one in matched),
        "recidive": sum(one.case.zaken_6_maanden > 0 for one in matched),
        "geheim": sum(bool(one.resident and one.resident.geheim) for one in matched),
        "bakjes_volgens": way.titel,
        "bakjes": {tray.naam: trays[tray.naam] for tray in way.bakjes},
        "doorgeschoven": sum(bool(one.placed and one.placed.stappen) for one in matched),
    }


def ddas_record(made: Exchange) -> dict[str, Any]:
    """Return how many signals stand in ddas.json, and how many could not and why."""
    inside = sum(len(one["vroegsignalen"]) for one in made.file["leveringen"])
    return {
        "ddas": {
            "signalen": inside, "onvolledig": made.onvolledig, "geheim": made.geheim,
            "zonder_gemeente": made.zonder_gemeente,
        }
    }  # fmt: skip


def case_lines(record: Mapping[str, Any], *, secrecy: bool) -> list[str]:
    """Return what a terminal tells of the counts of `cases_record`."""
    trays = ", ".join(f"{name} {whole(count)}" for name, count in record["bakjes"].items() if count)
    lines = [
        f"Zaken: {whole(record['aantal'])}, waarvan {whole(record['match'])} op te pakken ({whole(record['meer_vlps'])} met "
        f"signalen van meer vastelastenpartners, {whole(record['recidive'])} recidive)"
    ]
    if trays:
        lines.append(f"Bakjes ({record['bakjes_volgens']}): {trays}")
    if record["geheim"] and not secrecy:
        cases = counted(record["geheim"], "zaak", "zaken")
        lines.append(
            f"Niet in de oppaklijst: {cases} van mensen met geheimhouding (met --geheim wel)"
        )
    return lines
