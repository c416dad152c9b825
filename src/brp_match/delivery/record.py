"""The profile as data: `profiel` of run.json, the questions to ask, and the answers of a mapping file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.database import Connection
from brp_match.delivery.findings import Finding, Habit, Kind
from brp_match.delivery.profile import Profile
from brp_match.delivery.wording import question_sentence, sentence
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.mapping import ColumnMapping


def answers_of(mapping: ColumnMapping) -> dict[str, Habit]:
    """Return the answers of a mapping file by question. Raises BrpMatchError MAPPING_GEWOONTE for a kind of
    habit that does not exist."""
    kinds = {str(kind) for kind in Kind}
    wrong = sorted({q.split("/")[0] for q in mapping.habits} - kinds)
    if wrong:
        raise BrpMatchError.from_faults(
            [Fault("MAPPING_GEWOONTE", "gewoonten", f"de gewoonte '{kind}' bestaat niet") for kind in wrong]
        )  # fmt: skip
    return {question: Habit(answer) for question, answer in mapping.habits.items()}


def profile_record(profile: Profile, con: Connection) -> list[dict[str, Any]]:
    """Return `profiel` of run.json: one entry per file and VLP, with its columns and findings; no value of a person."""
    files = dict(con.execute("SELECT bron, bestand FROM bronnen").fetchall())
    return [
        {
            "bestand": files.get(group.source, ""),
            "vlp": group.vlp,
            "rijen": group.rows,
            "kolommen": {
                column: {str(kind): n for kind, n in sorted(types.items(), key=lambda i: (-i[1], i[0]))}
                for column, types in group.types.items()
                if set(types) != {"leeg"}
            },
            "bevindingen": [finding_record(one, group.vlp) for one in group.findings],
        }
        for group in profile.groups
    ]  # fmt: skip


def finding_record(finding: Finding, vlp: str) -> dict[str, Any]:
    """Return one finding as data, with its sentence and, where it is unsure, its question."""
    record: dict[str, Any] = {
        "soort": str(finding.kind),
        "kolom": finding.column,
        "aantal": finding.rows,
        "van": finding.of,
        "wat": finding.to,
        "bewijs": dict(finding.evidence),
        "zekerheid": round(finding.certainty, 4),
        "toets": finding.test,
        "hersteld": finding.mended,
        "uit_levering": finding.own,
        "tekst": sentence(finding),
    }
    if finding.question:
        record["vraag"] = {
            "id": finding.question.id,
            "tekst": question_sentence(finding),
            "standaard": str(finding.question.default),
            "antwoorden": [str(habit) for habit in Habit],
            "rijen": finding.question.rows,
        }
    return record


def questions(record: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the open questions of a `profiel`, the ones about most rows first, with file and VLP."""
    found = [
        {"bestand": group["bestand"], "vlp": group["vlp"], **finding["vraag"]}
        for group in record
        for finding in group["bevindingen"]
        if "vraag" in finding
    ]
    return sorted(found, key=lambda one: (-one["rijen"], one["id"]))
