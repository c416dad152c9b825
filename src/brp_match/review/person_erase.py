"""A person erased from what the service holds (article 17 AVG), looked for again afterwards, with proof.

What stays, by law or because it names nobody: the audit (who saw and decided what), the processing log (the person
stands in it under a keyed form), counts, and the register itself, which is the BRP's. The files as they were
delivered go whole, lists and the file of debt counselling too: a workbook of somebody else is not rewritten.
"""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, String, cast, delete, select, update

from brp_match.beside import clear_orphans, leftovers_below, replaced
from brp_match.csv_file import read_csv, write_csv
from brp_match.database import Connection as Database
from brp_match.database import connect, parquet_sql, quote_identifier, quote_literal
from brp_match.errors import BrpMatchError
from brp_match.output import copy_parquet
from brp_match.review import (
    audit,
    list_check,
    mending_acts,
    person,
    person_kept,
    processing_log,
    values,
)
from brp_match.review import runs as runs_of
from brp_match.review.person import Found, InRun
from brp_match.review.retention import delete_cases, give_back_later
from brp_match.review.runs import RunState
from brp_match.review.schema import candidates, cases, idempotency, judgements, runs

GROUNDS = {
    "a": "niet meer nodig voor het doel",
    "b": "toestemming ingetrokken",
    "c": "geslaagd bezwaar",
    "d": "onrechtmatig verwerkt",
    "e": "wettelijke plicht om te wissen",
}
"""Article 17, paragraph 1, by letter: the ground that a person names, kept in the audit."""

REMADE = ("oppaklijst.csv", "oppaklijst.xlsx", "ddas.json", "uitval.csv", "uitval.xlsx")
"""Files of a run that go whole: they are made again from the others, or were sent out already."""

FOUND_BY = ("candidates.parquet", "decisions.parquet")
"""Files by which a person is found in a run: they are rewritten last, so that who is broken off finds the run again."""

DELIVERED = "in"
"""Folder of a run with the files as they were delivered."""


@dataclass(frozen=True)
class Proof:
    """What was erased: rows by table, files rewritten, files gone, and the SHA-256 of all of it before."""

    rows: dict[str, int]
    rewritten: int
    gone: int
    content_hash: str


def erase(engine: Engine, persoon_id: str, *, ground: str, account_id: str, now: datetime) -> Proof:
    """Erase a person everywhere; returns the proof, which is in the audit as well.

    `ground`: a letter of GROUNDS. Raises BrpMatchError GROND_ONBEKEND, 404 PERSOON_ONBEKEND where nothing is held,
    409 RUN_BEZIG while a run or a list is at work, VERWIJDEREN_MISLUKT, WISSEN_ONVOLLEDIG when something was found
    again afterwards. That it began is kept before anything goes: broken off half-way, the next time ends it and gives
    the proof, also where nothing is found any more.
    """
    if ground not in GROUNDS:
        raise BrpMatchError(
            "GROND_ONBEKEND", "grond", f"kies uit {', '.join(GROUNDS)} (artikel 17 lid 1 AVG)"
        )
    with engine.begin() as con:
        found = _find(con, persoon_id)
        subject = processing_log.subject_of(processing_log.log_key(con), persoon_id)
        begun = f"wissen {subject}"
        if not found.anything and values.read(con, begun) is None:
            raise BrpMatchError(
                "PERSOON_ONBEKEND", "persoon", "hierover bewaren wij niets", http_status=404
            )
        values.write(con, begun, ground)
    with engine.begin() as con:
        found = _find(con, persoon_id)
        digest = hashlib.sha256()
        rewritten = gone = 0
        _clear_left(con)
        for one in found.in_runs:
            _delivered_in(con, one)
            changed, removed = _files(one, persoon_id, digest)
            rewritten, gone = rewritten + changed, gone + removed
        rows = _rows(con, found)
        beside, removed = person_kept.erase(
            con, found.kept, persoon_id, digest, now=now, account_id=account_id
        )
        rows, gone = rows | beside, gone + removed
        proof = Proof(rows, rewritten, gone, digest.hexdigest())
        detail: dict[str, Any] = {
            "grond": ground, "betrokkene": subject, "rijen": rows, "herschreven": rewritten, "verwijderd": gone,
            "inhoud": proof.content_hash,
        }  # fmt: skip
        audit.write(con, "persoon_gewist", account_id=account_id, now=now, detail=detail)
        processing_log.log(con, operation="persoon wissen", subject=persoon_id, now=now)
        if person.find(con, persoon_id).anything:
            said = "niet alles was te wissen; herhaal de opdracht of kijk wat er nog staat"
            raise BrpMatchError("WISSEN_ONVOLLEDIG", "persoon", said, http_status=500)
        values.forget(con, begun)
    give_back_later(engine)
    return proof


def _find(con: Connection, persoon_id: str) -> Found:
    """Find the person. Raises BrpMatchError 409 RUN_BEZIG while a run or a list is at work."""
    # none of those that wait may be put to work before the person is out of it
    states = con.execute(select(runs.c.state).with_for_update()).scalars().all()
    values.hold(con, list_check.VALUE)
    if str(RunState.BEZIG) in states or any(
        one.state == list_check.State.BEZIG for one in list_check.lists(con)
    ):
        said = "er wordt een levering of een lijst vergeleken; wacht tot die klaar is"
        raise BrpMatchError("RUN_BEZIG", "run", said, http_status=409)
    return person.find(con, persoon_id)


def _clear_left(con: Connection) -> None:
    """Remove what an erasure that was killed had begun to write: the files themselves may be done, and not looked at again."""
    for folder in con.execute(select(runs.c.folder)).scalars():
        clear_orphans(leftovers_below(Path(folder)))


def _delivered_in(con: Connection, one: InRun) -> None:
    """Of mended rows: take the person out of the delivery that they came in as well."""
    run = runs_of.get_run(con, one.run_id)
    if run.request.mends:
        with suppress(BrpMatchError):  # that delivery was deleted
            mending_acts.forget(run, runs_of.get_run(con, run.request.mends), one.about)


def _rows(con: Connection, found: Found) -> dict[str, int]:
    """Delete the rows of cases about the person; take the person out of those of others."""
    rows, _ = delete_cases(con, found.cases_about)
    who = found.persoon_id
    rows["candidates"] += con.execute(
        delete(candidates).where(candidates.c.persoon_id == who)
    ).rowcount
    for row in con.execute(
        select(cases.c.id, cases.c.decision).where(cases.c.id.in_(found.cases_candidate))
    ).all():
        told = {
            k: ("" if k in ("persoon_id", "tweede_persoon_id") and v == who else v)
            for k, v in row.decision.items()
        }
        con.execute(update(cases).where(cases.c.id == row.id).values(decision=told))
    _beside_others(con, found)
    rows["idempotency"] = con.execute(
        delete(idempotency).where(cast(idempotency.c.body, String).contains(who))
    ).rowcount
    rows["judgements_left"] = len(
        con.execute(select(judgements.c.id).where(judgements.c.persoon_id == who)).all()
    )
    for name in found.values:
        values.write(con, name, (values.read(con, name) or "").replace(f'"{who}"', '""'))
    return rows


def _beside_others(con: Connection, found: Found) -> None:
    """Take the signals of the person out of what stands beside the cases of others."""
    for run in found.in_runs:
        of_run = select(cases.c.id, cases.c.decision).where(cases.c.run_id == run.run_id)
        for row in con.execute(of_run).all():
            told = dict(row.decision)
            for name in {"anderen", "anderen_open"} & told.keys():
                told[name] = [
                    one
                    for one in told[name]
                    if one["persoon_id"] != found.persoon_id and one["signaal_id"] not in run.about
                ]
            if told != row.decision:
                con.execute(update(cases).where(cases.c.id == row.id).values(decision=told))


def _files(one: InRun, who: str, digest: Any) -> tuple[int, int]:
    """Rewrite the files of a run without the person; returns how many were rewritten and how many are gone."""
    changed = gone = 0
    delivered = one.folder.parent / DELIVERED
    if delivered.is_dir() and one.folder.parent.name == one.run_id:
        for path in sorted(delivered.rglob("*")):
            if path.is_file():
                digest.update(hashlib.sha256(path.read_bytes()).digest())
                gone += 1
        shutil.rmtree(delivered)
    with connect(threads=1) as con:
        for path in _in_order(one.folder):
            before = path.read_bytes()
            if path.name in REMADE:
                path.unlink()
                gone += 1
            elif path.suffix == ".parquet":
                _parquet(con, path, who, one.about)
            elif path.suffix == ".csv":
                _csv(path, who, one.about)
            if not path.is_file() or path.read_bytes() != before:
                digest.update(hashlib.sha256(before).digest())
                changed += path.is_file()
    return changed, gone


def _in_order(folder: Path) -> list[Path]:
    """The files of a run, those of FOUND_BY last."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    last = [folder / name for name in FOUND_BY]
    return [path for path in files if path not in last] + [path for path in last if path in files]


def _parquet(con: Database, path: Path, who: str, about: tuple[str, ...]) -> None:
    types = {
        name: kind
        for name, kind, *_ in con.execute(f"DESCRIBE SELECT * FROM {parquet_sql(path)}").fetchall()
    }
    person_is = quote_literal(who)
    signals = ", ".join(map(quote_literal, about)) or "''"
    keep = ["true"]
    if "signaal_id" in types:
        keep.append(f"signaal_id NOT IN ({signals})")
    if "rang" in types:
        keep.append(f"persoon_id IS DISTINCT FROM {person_is}")
    elif "signalen" in types and about:
        # a case goes when all of its signals go
        keep.append(
            f"len(list_filter(string_split(signalen, '|'), lambda x: x NOT IN ({signals}))) > 0"
        )
    columns = [_without(name, kind, person_is) for name, kind in types.items()]
    with replaced(path) as beside:
        copy_parquet(
            con, f"SELECT {', '.join(columns)} FROM {parquet_sql(path)} WHERE {' AND '.join(keep)}", beside
        )  # fmt: skip


def _without(name: str, kind: str, person_is: str) -> str:
    column = quote_identifier(name)
    if name.endswith("persoon_id"):
        return f"CASE WHEN {column} = {person_is} THEN '' ELSE {column} END AS {column}"
    if kind == "VARCHAR[]":
        return f"list_filter({column}, lambda x: x IS DISTINCT FROM {person_is}) AS {column}"
    return column


def _csv(path: Path, who: str, about: tuple[str, ...]) -> None:
    rows = read_csv(path)
    kept = []
    for row in rows:
        signals = set((row.get("signaal_id") or row.get("signalen") or "").split("|"))
        # a row of the register that was set aside has its number in its text
        mine = who in (row.get("tekst") or "")
        mine |= row.get("persoon_id") == who and "signaal_id" not in row and "signalen" not in row
        if mine or (signals != {""} and signals <= set(about)):
            continue
        kept.append(
            {k: ("" if k.endswith("persoon_id") and v == who else v) for k, v in row.items()}
        )
    if kept == rows:
        return
    with replaced(path) as beside:
        write_csv(beside, list(rows[0]), (list(row.values()) for row in kept))
