"""Everything the service holds about one person, and what of it that person may see (articles 15 and 17 AVG).

A signal is about a person when a decision or a judgement says so. Of a signal in doubt, or about somebody else for
whom the person was only a candidate, nothing of the signal is told: it is of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, String, cast, or_, select

from brp_match.database import connect, parquet_sql, quote_literal, rows_by_name
from brp_match.review import person_kept, processing_log
from brp_match.review.person_kept import InKept
from brp_match.review.runs import RunState
from brp_match.review.schema import (
    audit,
    candidates,
    cases,
    idempotency,
    judgements,
    runs,
    service_values,
)

ABOUT = "dezelfde_persoon"


@dataclass(frozen=True)
class InRun:
    """What one run holds: signals about the person, and those for which the person was a candidate only."""

    run_id: str
    month: str
    folder: Path
    about: tuple[str, ...]
    candidate: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Where a person stands: runs, cases (all, and those about the person), judgements, values of the service, kept
    answers, what is kept beside the deliveries, lines of the processing log and of the audit about those cases."""

    persoon_id: str
    in_runs: tuple[InRun, ...]
    cases_about: tuple[str, ...]
    cases_candidate: tuple[str, ...]
    judgements: int
    values: tuple[str, ...]
    answers: int
    kept: InKept
    log_lines: int
    audit_lines: int

    @property
    def anything(self) -> bool:
        """Whether there is something that can be erased; the logs stay by law."""
        return bool(
            self.in_runs
            or self.cases_about
            or self.cases_candidate
            or self.values
            or self.answers
            or self.kept.anything
        )

    def counts(self) -> dict[str, int]:
        """Return how much stands where."""
        return {
            "runs": len(self.in_runs),
            "signalen": sum(len(one.about) for one in self.in_runs),
            "kandidaat": sum(len(one.candidate) for one in self.in_runs),
            "zaken": len(self.cases_about) + len(self.cases_candidate),
            "oordelen": self.judgements,
            "lijsten": len(self.kept.lists),
            "schuldhulpverlening": int(self.kept.client),
            "terugmelding": self.kept.choices,
            "instellingen": len(self.values),
            "bewaarde_antwoorden": self.answers,
            "verwerkingenlog": self.log_lines,
            "audit": self.audit_lines,
            "niet_bekeken": self.kept.unread,
        }


def find(con: Connection, persoon_id: str) -> Found:
    """Look for a person in every finished run and every table."""
    judged, held = _judged(con, persoon_id), _held(con, persoon_id)
    in_runs = tuple(
        found
        for row in con.execute(
            select(runs.c.id, runs.c.month, runs.c.folder)
            .where(runs.c.state == str(RunState.KLAAR))
            .order_by(runs.c.created, runs.c.id)
        )
        if (
            found := _in_run(
                row.id,
                row.month,
                Path(row.folder),
                persoon_id,
                judged.get(row.id, {}),
                held.get(row.id, {}),
            )
        )
    )
    about = {(one.run_id, signal) for one in in_runs for signal in one.about}
    candidate = {(one.run_id, signal) for one in in_runs for signal in one.candidate}
    # of a signal with somebody who has secrecy there are two
    ids: dict[tuple[str, str], list[str]] = {}
    for run in {run for run, _ in about | candidate}:
        query = select(cases.c.id, cases.c.run_id, cases.c.signaal_id).where(cases.c.run_id == run)
        for row in con.execute(query):
            ids.setdefault((row.run_id, row.signaal_id), []).append(row.id)
    cases_about = tuple(sorted(case for one in about for case in ids.get(one, ())))
    cases_candidate = tuple(sorted(case for one in candidate for case in ids.get(one, ())))
    key = processing_log.subject_of(processing_log.log_key(con), persoon_id)
    return Found(
        persoon_id, in_runs, cases_about, cases_candidate,
        len(con.execute(select(judgements.c.id).where(judgements.c.persoon_id == persoon_id)).all()),
        tuple(con.execute(
            select(service_values.c.name).where(
                service_values.c.value.contains(f'"{persoon_id}"'), service_values.c.name.not_in(person_kept.OWN_VALUES)
            )
        ).scalars()),
        len(con.execute(select(idempotency.c.key).where(cast(idempotency.c.body, String).contains(persoon_id))).all()),
        person_kept.look(con, persoon_id),
        len(processing_log.about(con, key)),
        len(con.execute(select(audit.c.id).where(audit.c.case_id.in_(cases_about))).all()) if cases_about else 0,
    )  # fmt: skip


def _judged(con: Connection, persoon_id: str) -> dict[str, dict[str, bool]]:
    """Return run → signal → whether people said that it is this person, for cases whose last word is theirs."""
    named = select(candidates.c.case_id).where(candidates.c.persoon_id == persoon_id)
    rows = con.execute(
        select(cases.c.run_id, cases.c.signaal_id, judgements.c.id, judgements.c.outcome, judgements.c.persoon_id,
               judgements.c.retracts)
        .join(judgements, judgements.c.case_id == cases.c.id)
        .where(or_(cases.c.id.in_(named), judgements.c.persoon_id == persoon_id))
        .order_by(judgements.c.id)
    ).all()  # fmt: skip
    taken_back = {row.retracts for row in rows if row.retracts}
    said: dict[str, dict[str, bool]] = {}
    for row in rows:
        if (
            row.id not in taken_back
            and not row.retracts
            and row.outcome in (ABOUT, "geen_van_deze")
        ):
            it_is = row.outcome == ABOUT and row.persoon_id == persoon_id
            said.setdefault(row.run_id, {})[row.signaal_id] = it_is
    return said


def _held(con: Connection, persoon_id: str) -> dict[str, dict[str, bool]]:
    """Return run → signal → whether the decision says that it is this person, of the cases that name the person: the
    files do not any more where an erasure was broken off."""
    named = select(candidates.c.case_id).where(candidates.c.persoon_id == persoon_id)
    decided = cases.c.decision["persoon_id"].as_string() == persoon_id
    found: dict[str, dict[str, bool]] = {}
    for row in con.execute(
        select(cases.c.run_id, cases.c.signaal_id, cases.c.decision).where(
            or_(cases.c.id.in_(named), decided)
        )
    ):
        it_is = row.decision.get("persoon_id") == persoon_id and row.decision["besluit"] != "review"
        found.setdefault(row.run_id, {})[row.signaal_id] = it_is
    return found


def _in_run(
    run_id: str,
    month: str,
    folder: Path,
    persoon_id: str,
    judged: Mapping[str, bool],
    held: Mapping[str, bool],
) -> InRun | None:
    if not (folder / "decisions.parquet").is_file():
        return None
    with connect(threads=1) as con:
        decided = rows_by_name(
            con,
            f"""SELECT signaal_id, besluit FROM {parquet_sql(folder / "decisions.parquet")}
            WHERE persoon_id = {quote_literal(persoon_id)} ORDER BY signaal_id""",
        )
        named = con.execute(
            f"""SELECT DISTINCT signaal_id FROM {parquet_sql(folder / "candidates.parquet")}
            WHERE persoon_id = ? ORDER BY 1""",
            [persoon_id],
        ).fetchall()
    about = {row["signaal_id"] for row in decided if row["besluit"] != "review"}
    about |= {signal for signal, it_is in (*held.items(), *judged.items()) if it_is}
    about -= {signal for signal, it_is in judged.items() if not it_is}
    others = {row["signaal_id"] for row in decided} | {signal for (signal,) in named} | {*held}
    others -= about
    if not about and not others:
        return None
    return InRun(run_id, month, folder, tuple(sorted(about)), tuple(sorted(others)))


def export(con: Connection, found: Found, now: datetime) -> dict[str, Any]:
    """Return what the person may see: signals about them with the decision and why, that they were a candidate
    for others, what is kept beside the deliveries, who looked when, and the processing log. No name of an employee and
    nothing of another person."""
    key = processing_log.subject_of(processing_log.log_key(con), found.persoon_id)
    return {
        "gemaakt": f"{now:%Y-%m-%d %H:%M}",
        "signalen": [row for one in found.in_runs for row in _signals(one)],
        "kandidaat_bij_een_ander_signaal": [
            {"maand": one.month, "aantal": len(one.candidate)} for one in found.in_runs if one.candidate
        ],
        "oordelen": [
            {"moment": f"{row.at:%Y-%m-%d %H:%M}", "uitkomst": row.outcome, "reden": row.reason}
            for row in con.execute(
                select(judgements).where(judgements.c.case_id.in_(found.cases_about)).order_by(judgements.c.id)
            )
        ],
        **person_kept.export(con, found.kept, found.persoon_id),
        "inzage_door_medewerkers": [
            {"moment": f"{row.at:%Y-%m-%d %H:%M}", "wat": row.kind}
            for row in con.execute(select(audit).where(audit.c.case_id.in_(found.cases_about)).order_by(audit.c.id))
        ],
        "verwerkingen": [
            {"moment": f"{row.start_time:%Y-%m-%d %H:%M}", "wat": row.name} for row in processing_log.about(con, key)
        ],
    }  # fmt: skip


def _signals(one: InRun) -> list[dict[str, Any]]:
    if not one.about:
        return []
    asked = ", ".join(quote_literal(signal) for signal in one.about)
    with connect(threads=1) as con:
        sent = _by_signal(con, one.folder / "signals.parquet", asked)
        decided = _by_signal(con, one.folder / "decisions.parquet", asked)
    told = (
        "besluit",
        "kans",
        "redenen",
        "toelichting",
        "terugkoppeling",
        "ddas_status",
        "beleid_versie",
    )
    return [
        {
            "maand": one.month,
            "geleverd": {
                k: v
                for k, v in sent.get(signal, {}).items()
                if v and k not in ("bron", "regel", "bestand")
            },
            "besluit": {name: decided.get(signal, {}).get(name) for name in told},
        }
        for signal in one.about
    ]


def _by_signal(con: Any, path: Path, asked: str) -> dict[str, dict[str, Any]]:
    rows: Sequence[dict[str, Any]] = rows_by_name(
        con, f"SELECT * FROM {parquet_sql(path)} WHERE signaal_id IN ({asked})"
    )
    return {row["signaal_id"]: row for row in rows}
