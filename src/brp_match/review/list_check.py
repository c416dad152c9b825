"""Lists of persons in the service: kept for a time of their own, checked against the prepared register, and gone.

A list and what came of it lie in `data/lijsten/ID`; the newest finished one of the same name is the list before it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine

from brp_match.csv_file import read_csv
from brp_match.errors import BrpMatchError, Fault
from brp_match.other_process import end
from brp_match.policy import as_toml
from brp_match.review import audit, policies, values
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.intake import SentFile

FOLDER, VALUE, OUT, POLICY = "lijsten", "lists", "uitkomst", "beleid.toml"
KEPT_DAYS = 62
"""Days that a list is kept: the one of next month is held against it."""

LONGEST_NAME, FAULTS_MOST = 60, 20


class State(StrEnum):
    """Where a list stands."""

    WACHT = "wacht"
    BEZIG = "bezig"
    KLAAR = "klaar"
    MISLUKT = "mislukt"


@dataclass(frozen=True)
class KeptList:
    """A list: `until` is its last day (jjjj-mm-dd), `sentence` what came of it, `faults` why nothing did."""

    id: str
    name: str
    path: str
    received: str
    until: str
    state: str = str(State.WACHT)
    sentence: str = ""
    faults: tuple[str, ...] = ()

    @property
    def out(self) -> Path:
        """The folder of what came of it."""
        return Path(self.path).parent / OUT

    @property
    def listed(self) -> Path:
        """The rows as they came out, once the list was checked."""
        return self.out / "lijst.csv"


def lists(con: Connection) -> list[KeptList]:
    """Return the lists, the newest first."""
    kept = values.read_json(con, VALUE) or []
    found = [KeptList(**one | {"faults": tuple(one["faults"])}) for one in kept]
    return found[::-1]


def get(con: Connection, list_id: str) -> KeptList:
    """Return a list. Raises BrpMatchError 404."""
    found = next((one for one in lists(con) if one.id == list_id), None)
    if found is None:
        raise BrpMatchError("LIJST_ONBEKEND", "lijst", "deze lijst is er niet", http_status=404)
    return found


def _write(con: Connection, kept: Sequence[KeptList]) -> None:
    values.write_json(con, VALUE, kept[::-1])


def _replace(con: Connection, one: KeptList) -> None:
    values.hold(con, VALUE)
    _write(con, [one if other.id == one.id else other for other in lists(con)])


def receive(
    con: Connection,
    data: Path,
    sent: SentFile | None,
    name: str,
    *,
    account: Account,
    now: datetime,
) -> KeptList:
    """Keep a list that waits to be checked. Raises BrpMatchError LIJST_ONTBREEKT, LIJST_NAAM."""
    faults = []
    if sent is None or not sent.name:
        faults.append(Fault("LIJST_ONTBREEKT", "bestand", "kies een bestand"))
    if not name.strip() or len(name) > LONGEST_NAME:
        said = f"geef de lijst een naam van ten hoogste {LONGEST_NAME} tekens"
        faults.append(Fault("LIJST_NAAM", "naam", said))
    if faults or sent is None:
        raise BrpMatchError.from_faults(faults)
    list_id = uuid.uuid4().hex
    folder = data / FOLDER / list_id
    folder.mkdir(parents=True)
    path = sent.write(folder, "lijst")
    until = (now.date() + timedelta(days=KEPT_DAYS)).isoformat()
    kept = KeptList(list_id, name.strip(), str(path), now.date().isoformat(), until)
    values.hold(con, VALUE)
    _write(con, [kept, *lists(con)])
    audit.write(con, "lijst_ontvangen", account_id=account.id, now=now, detail={"lijst": list_id})
    return kept


def remove(
    con: Connection, data: Path, kept: KeptList, *, now: datetime, account_id: str = ""
) -> None:
    """Delete a list and what came of it, with a line in the audit. Raises BrpMatchError VERWIJDEREN_MISLUKT."""
    folder = data / FOLDER / kept.id
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        said = f"de lijst kan niet worden verwijderd ({error.strerror})"
        raise BrpMatchError("VERWIJDEREN_MISLUKT", "lijst", said) from error
    values.hold(con, VALUE)
    _write(con, [one for one in lists(con) if one.id != kept.id])
    audit.write(con, "lijst_verwijderd", account_id=account_id, now=now, detail={"lijst": kept.id})


def remove_if_due(engine: Engine, data: Path, now: datetime) -> None:
    """Delete the lists whose last day is over."""
    with reading(engine) as con:
        due = [one for one in lists(con) if one.until < now.date().isoformat()]
    for one in due:
        with engine.begin() as con:
            remove(con, data, one, now=now)


def put_back(con: Connection) -> None:
    """Let lists that a stop of the service cut off wait again."""
    values.hold(con, VALUE)
    kept = lists(con)
    if any(one.state == State.BEZIG for one in kept):
        _write(con, [
            replace(one, state=str(State.WACHT)) if one.state == State.BEZIG else one for one in kept
        ])  # fmt: skip


def check_waiting(engine: Engine, register: Path | None, stop: threading.Event) -> bool:
    """Check the list that waits longest, in a process of its own; False when there is none."""
    with engine.begin() as con:
        values.hold(con, VALUE)
        waiting = [one for one in lists(con) if one.state == State.WACHT]
        if not waiting or register is None:
            return False
        one = replace(waiting[-1], state=str(State.BEZIG))
        _replace(con, one)
        rules = policies.in_force(con).policy
        before = _before(lists(con), one)
    policy = Path(one.path).parent / POLICY
    policy.write_text(as_toml(rules), encoding="utf-8")
    command = [
        sys.executable, "-m", "brp_match", "register-check", "--lijst", one.path, "--register", str(register),
        "--naam", one.name, "--policy", str(policy), "--out", str(one.out),
        *(["--vorige", before.path] if before else []),
    ]  # fmt: skip
    done = _checked(command, one, stop)
    if done is not None:
        with engine.begin() as con:
            values.hold(con, VALUE)
            if any(other.id == one.id for other in lists(con)):
                _replace(con, done)
    return True


def _before(kept: Sequence[KeptList], one: KeptList) -> KeptList | None:
    """The newest finished list of the same name."""
    return next(
        (
            other
            for other in kept
            if other.id != one.id
            and other.state == State.KLAAR
            and other.name.casefold() == one.name.casefold()
            and other.received <= one.received
        ),
        None,
    )


def _checked(command: Sequence[str], one: KeptList, stop: threading.Event) -> KeptList | None:
    """Run the command; None when the service stops meanwhile."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    while True:
        try:
            said, wrong = process.communicate(timeout=1)
            break
        except subprocess.TimeoutExpired:
            if stop.is_set():
                end(process)
                return None
    if process.returncode == 0:
        return replace(one, state=str(State.KLAAR), sentence=said.partition("\n")[0])
    # a fault names a file, line and rule: never a value of the list
    faults = tuple(line.removeprefix("fout: ") for line in wrong.splitlines())[:FAULTS_MOST]
    return replace(one, state=str(State.MISLUKT), faults=faults)


def rows(kept: KeptList) -> list[dict[str, str]]:
    """Return the rows of a finished list, as lijst.csv has them."""
    return read_csv(kept.listed)
