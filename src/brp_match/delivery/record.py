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


def answers_of(mapping: ColumnMapping, given: Mapping[str, str] | None = None) -> dict[str, Habit]:
    """Return the answers of a mapping file by question, those `given` with the run before them.

    Raises BrpMatchError MAPPING_GEWOONTE for a kind of habit that does not exist.
    """
    told = {**mapping.habits, **(given or {})}
    kinds = {str(kind) for kind in Kind}
    wrong = sorted({q.split("/")[0] for q in told} - kinds)
    if wrong:
        raise BrpMatchError.from_faults(
            [Fault("MAPPING_GEWOONTE", "gewoonten", f"de gewoonte '{kind}' bestaat niet") for kind in wrong]
        )  # fmt: skip
    return {question: Habit(answer) for question, answer in sorted(told.items())}


def read_answers(texts: Sequence[str]) -> dict[str, str]:
    """Return answers as given with a command, `soort/vlp/kolom=herstellen` or `…=zoals_geleverd`, by question.

    Raises BrpMatchError ANTWOORD_ONGELDIG for a text that is none.
    """
    found: dict[str, str] = {}
    for text in texts:
        question, _, given = text.rpartition("=")
        if question.count("/") < 2 or given not in set(Habit):
            told = f"geef vraag=antwoord, met als antwoord {' of '.join(Habit)}"
            raise BrpMatchError("ANTWOORD_ONGELDIG", "--antwoord", told)
        found[question] = given
    return found


def check_answers(given: Mapping[str, str], profile: Profile) -> None:
    """Raise BrpMatchError ANTWOORD_ONBEKEND for an answer about a VLP that is not in this delivery.

    Not for those of a mapping file, which serves more deliveries than one.
    """
    vlps = {group.vlp for group in profile.groups}
    unknown = [
        Fault("ANTWOORD_ONBEKEND", "--antwoord", f"van '{_who(question)}' is niets geleverd")
        for question in sorted(given)
        if _who(question) not in vlps
    ]
    if unknown:
        raise BrpMatchError.from_faults(unknown)


def _who(question: str) -> str:
    return question.partition("/")[2].rpartition("/")[0]


def profile_record(profile: Profile, con: Connection) -> list[dict[str, Any]]:
    """Return `profiel` of run.json: one entry per file and VLP, with its columns and findings; no value of a person."""
    files = dict(con.execute("SELECT bron, bestand FROM bronnen").fetchall())
    lines = {
        (one.source, one.vlp, one.question): list(dict.fromkeys(e.line for e in one.examples))
        for one in profile.asked
    }
    return [
        {
            "bestand": files.get(group.source, ""),
            "vlp": group.vlp,
            "rijen": group.rows,
            "kolommen": {
                column: {str(kind): n for kind, n in sorted(types.items(), key=lambda i: (-i[1], i[0]))}
                for column, types in group.types().items()
                if set(types) != {"leeg"}
            },
            "bevindingen": [
                finding_record(
                    one,
                    lines.get((group.source, group.vlp, one.question.id if one.question else ""), ()),
                )
                for one in group.findings
            ],
        }
        for group in profile.groups
    ]  # fmt: skip


def finding_record(finding: Finding, lines: Sequence[int] = ()) -> dict[str, Any]:
    """Return one finding as data, with its sentence and, where it is unsure, its question and some lines
    of the file that it is about."""
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
            "regels": list(lines),
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


def question_records(profile: Profile, con: Connection) -> list[dict[str, Any]]:
    """Return the open questions, with `voorbeelden`: cells as delivered, beside how each answer reads them.

    These are values of persons: for who sent the delivery, and gone with it.
    """
    files = dict(con.execute("SELECT bron, bestand FROM bronnen").fetchall())
    examples = {
        (files.get(one.source, ""), one.question): [
            {
                "regel": cell.line,
                "kolom": cell.column,
                "geleverd": cell.delivered,
                str(Habit.MEND): cell.mended,
                str(Habit.LEAVE): cell.left,
            }
            for cell in one.examples
        ]
        for one in profile.asked
    }
    return [
        {**one, "voorbeelden": examples.get((one["bestand"], one["id"]), [])}
        for one in questions(profile_record(profile, con))
    ]
