"""A finished run into the store: a case for every review and every reject drawn for the audit."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from brp_match.database import connect, quote_literal
from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.schema import candidates, cases, runs

SECOND_LOOK_SHARE = 0.10
"""Share of the cases that a second person sees as well, drawn by a hash of the case."""

SECRET_FROM = 0.01
"""A case is secret when a resident with secrecy has at least this posterior, or stands first."""


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of a run's decisions. Raises BrpMatchError RUN_ONLEESBAAR."""
    path = folder / "decisions.csv"
    if not path.is_file() or not (folder / "run.json").is_file():
        raise BrpMatchError(
            "RUN_ONLEESBAAR", folder.name, "deze map is geen run van 'brp-match link'"
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def import_run(
    con: Connection, folder: Path, *, account_id: str, now: datetime, run_id: str | None = None
) -> str:
    """Make the cases of a run; returns the run's id.

    The same run twice gives the id of the first and makes nothing. `run_id`: the run that waited for
    these files; without it one is made. Raises BrpMatchError for a folder that is no run.
    """
    found = content_hash(folder)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    same = con.execute(
        select(runs.c.id).where(runs.c.content_hash == found, runs.c.state == "klaar")
    ).first()
    if same is not None and same.id != run_id:
        if run_id is not None:
            con.execute(
                update(runs)
                .where(runs.c.id == run_id)
                .values(state="mislukt", step="", finished=now, fault=[_same_run()])
            )
        return str(same.id)
    rows = _read(folder)
    month = max((str(row["signal"].get("signaaldatum") or "") for row in rows), default="")
    values = {
        "state": "klaar", "step": "", "month": _month(folder, month), "folder": str(folder), "content_hash": found,
        "record": record, "finished": now, "fault": [],
    }  # fmt: skip
    if run_id is None:
        run_id = uuid.uuid4().hex
        con.execute(
            insert(runs).values(
                id=run_id,
                name=folder.name,
                request={},
                account_id=account_id,
                created=now,
                **values,
            )
        )
    else:
        con.execute(update(runs).where(runs.c.id == run_id).values(**values))
    _insert_cases(con, run_id, rows, record)
    audit.write(
        con, "run_ingelezen", account_id=account_id, now=now, run_id=run_id,
        detail={"zaken": len(rows), "inhoud": record.get("inhoud", {}), "versie": record.get("versie", "")},
    )  # fmt: skip
    return run_id


def _same_run() -> dict[str, str]:
    return {
        "code": "RUN_BESTAAT",
        "where": "levering",
        "detail": "deze levering is al eerder verwerkt, met dezelfde uitkomst",
    }


def _month(folder: Path, fallback: str) -> str:
    con = connect()
    try:
        row = con.execute(
            f"""SELECT max(try_strptime(signaaldatum, ['%Y-%m-%d', '%d-%m-%Y', '%Y%m%d']))
            FROM read_parquet({quote_literal(str(folder / "signals.parquet"))})"""
        ).fetchall()[0][0]
    finally:
        con.close()
    return row.strftime("%Y-%m") if row else fallback[:7]


def _read(folder: Path) -> list[dict[str, Any]]:
    """One dictionary a case: decision, signal and candidates, with plain values."""
    con = connect()
    try:
        files = {
            name: quote_literal(str(folder / f"{name}.parquet"))
            for name in ("decisions", "signals", "candidates")
        }
        con.execute(
            f"""CREATE TEMP TABLE gekozen AS SELECT * FROM read_parquet({files["decisions"]})
            WHERE besluit = 'review' OR steekproef = 'ja'"""
        ).fetchall()
        decided = _dicts(con, "SELECT * FROM gekozen ORDER BY vlp, signaal_id")
        signals = {
            row["signaal_id"]: row
            for row in _dicts(
                con,
                f"SELECT * FROM read_parquet({files['signals']}) SEMI JOIN gekozen USING (signaal_id)",
            )
        }
        people: dict[str, list[dict[str, Any]]] = {}
        query = f"SELECT * FROM read_parquet({files['candidates']}) SEMI JOIN gekozen USING (signaal_id) ORDER BY signaal_id, rang"
        for row in _dicts(con, query):
            people.setdefault(row["signaal_id"], []).append(row)
    finally:
        con.close()
    return [
        {
            "decision": d,
            "signal": signals[d["signaal_id"]],
            "people": people.get(d["signaal_id"], []),
        }
        for d in decided
    ]


def _dicts(con: Any, query: str) -> list[dict[str, Any]]:
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description]
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in cursor.fetchall()
    ]


def consequence(kans: float, policy: Mapping[str, Any]) -> float:
    """Expected cost of the best decision without a person: uncertainty times consequence."""
    return min((1 - kans) * float(policy["false_match"]), kans * float(policy["missed_resident"]))


def _insert_cases(
    con: Connection, run_id: str, rows: list[dict[str, Any]], record: Mapping[str, Any]
) -> None:
    policy = record["beleid"]
    weights = [
        consequence(r["decision"]["kans"], policy)
        for r in rows
        if r["decision"]["besluit"] == "review"
    ]
    made, people_rows = [], []
    for row in rows:
        decision, signal, people = row["decision"], row["signal"], row["people"]
        case_id = hashlib.sha256(f"{run_id}|{decision['signaal_id']}".encode()).hexdigest()[:32]
        draw = int(case_id[:8], 16) / 2**32
        sampled = decision["besluit"] != "review"
        # an audit draw takes the place of some review: nothing in the queue gives it away
        weight = (
            weights[int(draw * len(weights))]
            if sampled and weights
            else consequence(decision["kans"], policy)
        )
        made.append(
            {
                "id": case_id, "run_id": run_id, "signaal_id": decision["signaal_id"], "vlp": decision["vlp"],
                "sector": decision["sector"], "besluit": decision["besluit"],
                "reasons": [code for code in (decision["redenen"] or "").split("|") if code],
                "urgent": signal.get("soort_signaal") == "eindelevering", "sampled": sampled,
                "secret": any(p["geheim"] > 0 and (p["rang"] == 1 or p["kans"] >= SECRET_FROM) for p in people),
                "weight": round(weight, 6), "signal_date": _iso(signal.get("signaaldatum")), "state": "open",
                "second_look": int(case_id[8:16], 16) / 2**32 < SECOND_LOOK_SHARE, "version": 1, "signal": signal,
                "decision": decision,
            }
        )  # fmt: skip
        people_rows += [
            {
                "case_id": case_id, "rang": person["rang"], "persoon_id": person["persoon_id"], "kans": person["kans"],
                "geheim": person["geheim"], "huidig_adres": bool(person["huidig_adres"]), "data": person,
            }
            for person in people
        ]  # fmt: skip
    for table, values in ((cases, made), (candidates, people_rows)):
        if values:
            con.execute(insert(table), values)


def _iso(text: Any) -> str:
    """A delivered date as jjjj-mm-dd; '' when it has another form."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d"):
        try:
            return datetime.strptime(str(text), form).date().isoformat()
        except ValueError:
            continue
    return ""
