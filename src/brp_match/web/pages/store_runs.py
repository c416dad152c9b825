"""Deliveries of the database and their files, as their pages want them."""

from __future__ import annotations

import csv
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from brp_match.ingest.columns import KINDS
from brp_match.report.dutch import Month
from brp_match.review import feedback, runs
from brp_match.review.accounts import Account, Role
from brp_match.review.decisions import export_decisions
from brp_match.review.retention import purge_run
from brp_match.review.runs import RunState
from brp_match.review.schema import cases
from brp_match.review.votes import State
from brp_match.web.errors import WebError
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.desk import Context, Refused, Uploaded
from brp_match.web.pages.dutch import FEEDBACK, sentence, told
from brp_match.web.pages.run_views import as_sent, files_sent, run_counts, run_head
from brp_match.web.settings import MEGABYTE, WebSettings

ROWS = 50
FEEDBACK_SHOWN = 100


NEEDED = {
    kind.soort: ", ".join(" of ".join(group) for group in kind.required) for kind in KINDS.values()
}
"""Kind of file → the columns that it cannot do without, in words."""


class RunsOfStore:
    """Deliveries: their files lie in `data/<run id>/in`."""

    def __init__(self, engine: Engine, user: Account, now: datetime, settings: WebSettings) -> None:
        self.engine = engine
        self.user = user
        self.now = now
        self.settings = settings

    def runs(self) -> Context:
        """Return the context of runs.html."""
        with self.engine.begin() as con:
            found = runs.list_runs(con)
            waiting = _open_by_run(con)
        return {
            "mag_leveren": self._coordinates,
            "runs": [
                run_head(run)
                | {
                    "signalen": sum(run.counts.values()) if run.counts else None,
                    "apart": run.quarantined if run.counts else None,
                    "open": waiting.get(run.id, 0) if run.counts else None,
                    "maand": Month.parse(run.month).words if run.month else "–",
                }
                for run in found
            ],
        }

    def upload_form(self) -> Context:
        """Return the context of upload.html, without `fouten`."""
        register = self.settings.register
        return {
            "grens_mb": self.settings.upload_limit // MEGABYTE,
            "heeft_register": register is not None,
            "nodig": NEEDED,
            "register_datum": datetime.fromtimestamp(register.stat().st_mtime).astimezone()
            if register is not None and register.is_file()
            else None,
        }

    def keep_upload(self, files: Uploaded) -> str:
        """Keep uploaded files of a delivery that waits for its columns; return its id."""
        if faults := _missing(files, self.settings.register is not None):
            raise Refused(faults)
        run_id = uuid.uuid4().hex
        folder = self.settings.data / run_id / "in"
        folder.mkdir(parents=True)

        def kept(path: Path | None) -> str:
            return str(shutil.move(path, folder / path.name)) if path else ""

        request = runs.RunRequest(
            signals=tuple(kept(path) for path in files.signals),
            residents=kept(files.residents),
            register="" if files.residents else str(self.settings.register),
            previous_addresses=kept(files.previous_addresses),
            addresses=kept(files.addresses),
            names=dict(files.names),
        )
        try:
            with self.engine.begin() as con:
                runs.submit(
                    con, name=f"Levering {number_of(run_id)}", request=request,
                    account_id=self.user.id, now=self.now, state=RunState.KOLOMMEN, run_id=run_id,
                )  # fmt: skip
        except Exception:
            # people's data that no row of the database points to would never be deleted
            shutil.rmtree(folder.parent)
            raise
        return run_id

    def waiting_files(self, run_id: str) -> Uploaded:
        """Return the signal files of a delivery that waits for its columns; 404, 409."""
        with self.engine.begin() as con:
            run = runs.get_run(con, run_id)
        if run.state is not RunState.KOLOMMEN:
            raise WebError(409, "RUN_GESTART", "Deze levering is al gestart.")
        signals = [Path(path) for path in run.request.signals]
        return Uploaded(signals, names=run.request.names)

    def start(self, run_id: str, mapping: str) -> None:
        """Start a waiting delivery with a mapping file."""
        path = self.settings.data / run_id / "in" / "kolommen.toml"
        path.write_text(mapping, encoding="utf-8")
        with self.engine.begin() as con:
            runs.start_waiting(con, run_id, str(path))

    def run(self, run_id: str) -> Context:
        """Return the context of run.html."""
        with self.engine.begin() as con:
            run = runs.get_run(con, run_id)
            waiting = _open_cases(con, run_id)
            to_confirm = _to_confirm(con, run_id, self.user.secrecy) if self._coordinates else []
            asked = len(to_confirm)
        return {
            "run": run_head(run),
            "bestanden": files_sent(run),
            "tellingen": run_counts(run) if run.state is RunState.KLAAR else None,
            "mag_leveren": self._coordinates,
            "mag_beoordelen": bool({Role.BEOORDELAAR, Role.COORDINATOR} & self.user.roles),
            "mag_uitvoeren": self._coordinates,
            "open_zaken": waiting,
            "terugkoppelingen": to_confirm[:FEEDBACK_SHOWN],
            "te_bevestigen": asked,
        }

    def quarantine(self, run_id: str, start: int) -> Context:
        """Return the context of quarantine.html."""
        with self.engine.begin() as con:
            run = runs.get_run(con, run_id)
        path = Path(run.folder) / "quarantine.csv"
        if run.state is not RunState.KLAAR or not path.is_file():
            raise WebError(404, "GEEN_RIJEN", "Van deze levering zijn er geen rijen te tonen.")
        groups: Counter[str] = Counter()
        shown: list[dict[str, Any]] = []
        total = 0
        with path.open(encoding="utf-8", newline="") as stream:
            for total, row in enumerate(csv.DictReader(stream, delimiter=";"), start=1):
                groups[told(row["melding"])] += 1
                if start < total <= start + ROWS:
                    place = as_sent(run, row["bestand"])
                    shown.append(row | {"melding": told(row["melding"]), "bestand": place})
        here = f"/leveringen/{run_id}/apart-gezet"
        return {
            "run": run_head(run),
            "totaal": total,
            "van": start + 1,
            "tot": start + len(shown),
            "groepen": [
                {"melding": text, "aantal": n}
                for text, n in sorted(groups.items(), key=lambda item: (-item[1], item[0]))
            ],
            "rijen": shown,
            "vorige": f"{here}?vanaf={max(0, start - ROWS)}" if start else None,
            "volgende": f"{here}?vanaf={start + ROWS}" if start + ROWS < total else None,
        }

    def remove(self, run_id: str) -> None:
        """Delete a delivery for real; the proof stands in the audit."""
        purge_run(self.engine, run_id, now=self.now, account_id=self.user.id)

    def export(self, run_id: str) -> Iterator[bytes]:
        """Return decisions as CSV for RIS and VPS."""
        with self.engine.begin() as con:
            lines = list(export_decisions(con, self.user, run_id, self.now))
        return (line.encode() for line in lines)

    @property
    def _coordinates(self) -> bool:
        return Role.COORDINATOR in self.user.roles


def _open_cases(con: Connection, run_id: str) -> int:
    query = (
        select(func.count())
        .select_from(cases)
        .where(cases.c.run_id == run_id, cases.c.state != str(State.KLAAR))
    )
    return int(con.execute(query).scalar_one())


def _open_by_run(con: Connection) -> dict[str, int]:
    """Run id → cases that wait for a judgement."""
    query = (
        select(cases.c.run_id, func.count())
        .where(cases.c.state != str(State.KLAAR))
        .group_by(cases.c.run_id)
    )
    return {row[0]: int(row[1]) for row in con.execute(query)}


def _to_confirm(con: Connection, run_id: str, secrecy: bool) -> list[Context]:
    """Cases with feedback that only goes out after a person confirmed it."""
    return [
        {
            "href": f"/zaak/{row.id}",
            "nummer": number_of(row.id),
            "vlp": row.vlp,
            "code": row.decision["terugkoppeling"],
            "tekst": FEEDBACK[row.decision["terugkoppeling"]],
            "waarom": sentence(str(row.decision["redenen"]).split("|")[0]),
        }
        for row in feedback.waiting(con, run_id, secrecy=secrecy)
    ]


def _missing(files: Uploaded, has_register: bool) -> list[str]:
    """What a delivery cannot do without, as its form says it."""
    found = []
    if not files.signals:
        found.append("Kies een bestand met signalen.")
    if files.residents is None and not has_register:
        found.append("Kies een bestand met inwoners.")
    if files.residents is None and has_register and files.previous_addresses is not None:
        found.append("Vorige adressen horen bij een bestand met inwoners. Kies dat er ook bij.")
    return found
