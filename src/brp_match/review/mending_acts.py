"""What a person does to rows that were set aside: mend one, let those mended join their delivery, forget one."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from brp_match.beside import replaced
from brp_match.content.expectations import Expectation
from brp_match.csv_file import read_csv, write_csv
from brp_match.database import connect, parquet_sql
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import SIGNALS
from brp_match.lookup.fatal import FatalRules
from brp_match.review import audit, runs
from brp_match.review.mending import (
    COMPARED,
    IDENTITY,
    LONGEST_FIELD,
    LONGEST_REASON,
    MENDED,
    SHORTEST_REASON,
    Aside,
    Mend,
    joined,
    kept,
    place_of,
)
from brp_match.review.runs import Run, RunRequest


def keep(
    con: Connection,
    run: Run,
    row: Aside,
    before: Mapping[str, str],
    after: Mapping[str, str],
    changed: Sequence[str],
    *,
    reason: str,
    confirmed: bool,
    account_id: str,
    now: datetime,
    wrong: Sequence[Fault] = (),
) -> None:
    """Keep what a person made of a row. `changed`: the columns in which it differs; `confirmed`: its deliverer confirmed what it changes of `IDENTITY`; `wrong`: what else is wrong with it.

    Raises BrpMatchError with every fault: REDEN_NODIG, BEVESTIGING_NODIG, VELD_TE_LANG, SIGNAAL_ID_BESTAAT, NIETS_VERBETERD.
    """
    faults = [*wrong]
    faults += [
        Fault("VELD_TE_LANG", name, f"geef hoogstens {LONGEST_FIELD} tekens")
        for name, text in after.items()
        if len(text) > LONGEST_FIELD
    ]
    if (rule := _unusable(after)) is not None:
        faults.append(Fault(rule.id, rule.velden[0], rule.melding))
    if not changed:
        faults.append(Fault("NIETS_VERBETERD", "reden", "er is niets aan deze rij veranderd"))
    if len(reason.strip()) < SHORTEST_REASON:
        faults.append(Fault("REDEN_NODIG", "reden", "zeg kort hoe u dit weet"))
    if set(changed) & set(IDENTITY) and not confirmed:
        said = "het kenmerk, de naam of de geboortedatum verandert: dat mag alleen als de vastelastenpartner het bevestigde"
        faults.append(Fault("BEVESTIGING_NODIG", "bevestigd", said))
    if after.get("signaal_id", "") in _taken(run, row.number):
        said = "dit kenmerk heeft een ander signaal van deze levering al"
        faults.append(Fault("SIGNAAL_ID_BESTAAT", "signaal_id", said))
    if faults:
        raise BrpMatchError.from_faults(faults)
    made = Mend(
        row.number, dict(before), {name: text for name, text in after.items() if text},
        reason.strip()[:LONGEST_REASON], account_id, now.isoformat(),
    )  # fmt: skip
    path = place_of(run) / f"{row.number}.json"
    path.parent.mkdir(exist_ok=True)
    with replaced(path) as beside:
        beside.write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    audit.write(
        con, MENDED, account_id=account_id, now=now, run_id=run.id,
        detail={"rij": row.number, "regel": row.line, "code": row.code, "velden": changed},
    )  # fmt: skip


def start(con: Connection, run: Run, data: Path, *, account_id: str, now: datetime) -> str:
    """Let the mended rows that were not compared yet join the delivery; returns the id of what they come in.

    They are compared with the same register as the delivery. Raises BrpMatchError NIETS_TE_VERGELIJKEN.
    """
    done = joined(con, run.id)
    rows = [one for number, one in sorted(kept(run).items()) if number not in done]
    if not rows:
        raise BrpMatchError("NIETS_TE_VERGELIJKEN", "rijen", "er wacht geen verbeterde rij", http_status=409)  # fmt: skip
    run_id = uuid.uuid4().hex
    folder = data / run_id / "in"
    try:
        folder.mkdir(parents=True)
        signals = folder / "signalen-1.csv"
        cells = ([one.after.get(name, "") for name in SIGNALS] for one in rows)
        write_csv(signals, SIGNALS, cells)
        request = replace(
            run.request, signals=(str(signals),), mapping="", uitval="", answers={}, ask=False,
            names={signals.name: "verbeterde rijen"}, month=run.month, mends=run.id,
            rows=tuple(one.number for one in rows),
        )  # fmt: skip
        request = _beside(request, folder)
        runs.submit(con, name=run.name, request=request, account_id=account_id, now=now, run_id=run_id)  # fmt: skip
    except BaseException:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise
    audit.write(
        con, COMPARED, account_id=account_id, now=now, run_id=run.id,
        detail={"levering": run_id, "rijen": len(rows)},
    )  # fmt: skip
    return run_id


def forget(run: Run, parent: Run, signals: Sequence[str]) -> None:
    """Take what was mended to these signals out of the delivery they came in: the person in them was erased.

    `run`: the mended rows, `parent`: the delivery. Its files as delivered go whole, as those of every delivery do.
    """
    made = kept(parent)
    gone = {n for n in run.request.rows if n in made and made[n].after.get("signaal_id") in signals}
    if not gone:
        return
    path = Path(parent.folder) / "quarantine.csv"
    rows = read_csv(path)
    left = [row | ({"tekst": ""} if n in gone else {}) for n, row in enumerate(rows, 1)]
    with replaced(path) as beside:
        write_csv(beside, list(rows[0]), (list(row.values()) for row in left))
    shutil.rmtree(place_of(parent).parent, ignore_errors=True)


def _unusable(after: Mapping[str, str]) -> Expectation | None:
    rules = FatalRules()
    try:
        return rules.broken({name: after.get(name) or None for name in SIGNALS})
    finally:
        rules.close()


def _taken(run: Run, number: int) -> set[str]:
    """The ids that signals of the delivery have, those of other mended rows too."""
    with connect(threads=1) as con:
        file = parquet_sql(Path(run.folder) / "signals.parquet")
        ids = {str(row[0]) for row in con.execute(f"SELECT signaal_id FROM {file}").fetchall()}
    return ids | {one.after.get("signaal_id", "") for one in kept(run).values() if one.number != number} - {""}  # fmt: skip


def _beside(request: RunRequest, folder: Path) -> RunRequest:
    """The files of the register beside the mended rows: a delivery has its own, and goes with them."""
    moved: dict[str, Any] = {}
    for name in ("residents", "previous_addresses", "addresses"):
        path = str(getattr(request, name))
        if path:
            there = folder / Path(path).name
            shutil.copyfile(path, there)
            moved[name] = str(there)
    return replace(request, **moved)
