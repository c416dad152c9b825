"""The audit: who saw and decided what, when; the database refuses to change or delete a row.

Who holds the database can take that refusal away. So every line carries a seal: a keyed hash (HMAC-SHA-256)
of itself and of the seal before it, with a key that does not stand in the database. A line that was
changed, taken out or made up breaks the chain, which `check` finds. Lines cut off at the end, or an older database put back, leave
the chain whole: for these the last seal is kept beside the key (`keep_last`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from brp_match.errors import BrpMatchError
from brp_match.review.engine import SEAL_FOLDER, SEAL_KEY
from brp_match.review.places import SEAL_VARIABLE, WITNESS_FILE
from brp_match.review.schema import audit, cases
from brp_match.review.sight import Sight

CHAIN_LOCK = 5_120_262
"""Number of the advisory lock under which lines are sealed on PostgreSQL."""


CASE_SEEN = "zaak_gezien"
"""The kind of the line that tells that somebody opened a case."""


@dataclass(frozen=True)
class Entry:
    """One line of the audit. `detail` holds codes, versions and counts: never a value of a person."""

    id: int
    at: datetime
    kind: str
    account_id: str
    case_id: str
    run_id: str
    detail: Mapping[str, Any]


def write(
    con: Connection,
    kind: str,
    *,
    account_id: str,
    now: datetime,
    case_id: str = "",
    run_id: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one line, in the transaction of what it tells about; as late in it as can be.

    Lines are sealed one after the other: on PostgreSQL other transactions that write one wait from here on.
    Raises BrpMatchError AUDIT_SLEUTEL without the key that the lines before were sealed with.
    """
    if con.dialect.name == "postgresql":
        con.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})")
    before = con.execute(_LAST_SEAL).scalar() or ""
    need_key(con)
    line = (now, kind, account_id, case_id, run_id, dict(detail or {}))
    con.execute(
        _ADD,
        {"at": now, "kind": kind, "account_id": account_id, "case_id": case_id, "run_id": run_id,
         "detail": line[-1], "seal": _seal(_key(con), before, line)},
    )  # fmt: skip


_LAST_SEAL = select(audit.c.seal).order_by(audit.c.id.desc()).limit(1)
_ADD = insert(audit)


Line = tuple[datetime, str, str, str, str, Mapping[str, Any]]
"""Moment, kind, account, case, run and detail of a line."""


def _seal(key: bytes, before: str, line: Line) -> str:
    at, *rest = line
    text = json.dumps([before, at.isoformat(), *rest], sort_keys=True, ensure_ascii=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _key(con: Connection) -> bytes:
    found: bytes = con.get_execution_options().get(SEAL_KEY, b"")
    return found


def need_key(con: Connection) -> None:
    """Raise BrpMatchError AUDIT_SLEUTEL where the last line is sealed with a key, and there is none here."""
    if _key(con):
        return
    last, *rest = [*con.execute(select(audit).order_by(audit.c.id.desc()).limit(2)), None]
    if last is None or not last.seal:
        return
    line = (last.at, last.kind, last.account_id, last.case_id, last.run_id, last.detail)
    if last.seal != _seal(b"", rest[0].seal if rest[0] else "", line):
        said = "de audit is met een sleutel verzegeld; geef met --data de map van de dienst, of zet die sleutel"
        raise BrpMatchError("AUDIT_SLEUTEL", SEAL_VARIABLE, said)


@dataclass(frozen=True)
class Chain:
    """What a check of all seals found: `lines` sealed, of which `keyless` under no key, `older` without a seal
    from before there were any, `broken` the number of the first line that does not fit (None when all do),
    `head` the last seal; `cut`: the last seal that was seen before (`keep_last`) is not in it."""

    lines: int
    keyless: int
    older: int
    broken: int | None
    head: str
    cut: bool = False


def check(con: Connection) -> Chain:
    """Check every seal, old to new. Where one line has a seal with the key, no later one may be without: or who has no
    key could seal all that comes after a line again."""
    key, before, lines, keyless, older = _key(con), "", 0, 0, 0
    last = _last_seen(con)
    cut = bool(last)
    for row in con.execute(select(audit).order_by(audit.c.id)):
        if not row.seal and not lines:
            older += 1
            continue
        line = (row.at, row.kind, row.account_id, row.case_id, row.run_id, row.detail)
        if not hmac.compare_digest(row.seal, _seal(key, before, line)):
            if lines > keyless or not hmac.compare_digest(row.seal, _seal(b"", before, line)):
                return Chain(lines, keyless, older, row.id, before)
            keyless += 1
        before = row.seal
        cut = cut and before != last
        lines += 1
    return Chain(lines, keyless, older, None, before, cut)


def _last_seen(con: Connection) -> str:
    """Return the seal that was kept last; '' for none."""
    folder: Path | None = con.get_execution_options().get(SEAL_FOLDER)
    if folder is None or not (folder / WITNESS_FILE).is_file():
        return ""
    return (folder / WITNESS_FILE).read_text(encoding="ascii", errors="replace").strip()


def keep_last(con: Connection) -> bool:
    """Keep the last seal beside the key, for `check` to look for; False where the one that was kept is not in the
    audit any more: then it stays, so that it is told."""
    folder: Path | None = con.get_execution_options().get(SEAL_FOLDER)
    head = con.execute(select(audit.c.seal).order_by(audit.c.id.desc()).limit(1)).scalar() or ""
    seen = _last_seen(con)
    if folder is None or head == seen:
        return True
    if seen and con.execute(select(audit.c.id).where(audit.c.seal == seen)).first() is None:
        return False
    beside = folder / f".bezig-{WITNESS_FILE}"
    with suppress(OSError):
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(head)
        os.replace(beside, folder / WITNESS_FILE)
    return True


def read(
    con: Connection,
    *,
    kind: str = "",
    account_id: str = "",
    case: str = "",
    before: int | None = None,
    after: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    size: int = 50,
    secrecy: bool = True,
) -> list[Entry]:
    """Return lines from new to old; `before` is the id of the last line of the page before, `after` that of the
    first line of the page behind: then the lines just newer than it.

    `case`: how the id of a case begins. Without the right of `secrecy` no lines about cases with somebody who has it. With `since` and `until` only what was from the one moment to before the other.
    """
    order = audit.c.id.asc() if after is not None else audit.c.id.desc()
    query = select(audit).order_by(order).limit(size)
    if kind:
        query = query.where(audit.c.kind == kind)
    if account_id:
        query = query.where(audit.c.account_id == account_id)
    if before is not None:
        query = query.where(audit.c.id < before)
    if after is not None:
        query = query.where(audit.c.id > after)
    if case:
        query = query.where(audit.c.case_id.startswith(case, autoescape=True))
    if not secrecy:
        query = query.where(
            audit.c.case_id.not_in(select(cases.c.id).where(~Sight(secrecy=False).cases()))
        )
    if since is not None:
        query = query.where(audit.c.at >= since)
    if until is not None:
        query = query.where(audit.c.at < until)
    found = [
        Entry(row.id, row.at, row.kind, row.account_id, row.case_id, row.run_id, row.detail)
        for row in con.execute(query)
    ]
    return found if after is None else found[::-1]


def has_seen(con: Connection, account_id: str, case_id: str) -> bool:
    """Tell whether this account ever opened that case."""
    query = select(audit.c.id).where(
        audit.c.case_id == case_id, audit.c.account_id == account_id, audit.c.kind == CASE_SEEN
    )
    return con.execute(query.limit(1)).first() is not None


def since(con: Connection, kind: str, at: datetime, *, account_id: str, run_id: str) -> bool:
    """Tell whether this account has a line of that kind about that run, at `at` or later."""
    query = select(audit.c.id).where(
        audit.c.run_id == run_id,
        audit.c.account_id == account_id,
        audit.c.kind == kind,
        audit.c.at >= at,
    )
    return con.execute(query.limit(1)).first() is not None
