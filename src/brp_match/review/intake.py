"""The one way in for a delivery, by a page or by the API: files under names of ours, then a row.

The files lie in `data/<run id>/in`. What no row of the database points to is deleted at once: nobody
would ever delete it otherwise.
"""

from __future__ import annotations

import shutil
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest import look_at_register
from brp_match.review import runs
from brp_match.review.runs import RunRequest, RunState

SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".json", ".parquet"})
CHUNK = 1 << 20
NAME_SHOWN = 80
"""Signs of a sender's file name that are shown; the end is kept, where the suffix stands."""


@dataclass(frozen=True)
class SentFile:
    """One file as it came: its bytes, and what its sender calls it ('' for a field left empty)."""

    stream: BinaryIO
    name: str

    def write(self, folder: Path, name: str, suffix: str = "") -> Path:
        """Write it in a folder under a name of ours, with its own suffix where it is one that we read."""
        given = suffix or Path(self.name).suffix.lower()
        path = folder / (name + (given if suffix or given in SUFFIXES else ".csv"))
        with path.open("wb") as out:
            shutil.copyfileobj(self.stream, out, CHUNK)
        return path


@dataclass(frozen=True)
class SentFiles:
    """The files of one delivery as they came."""

    signals: Sequence[SentFile]
    residents: SentFile | None = None
    previous_addresses: SentFile | None = None
    addresses: SentFile | None = None
    mapping: SentFile | None = None
    drop_out: SentFile | None = None


@dataclass
class Arrival:
    """A delivery whose files lie in their folder, and that has no row yet."""

    run_id: str
    folder: Path
    request: RunRequest
    missing: Sequence[Fault]
    stays: bool = field(default=False, init=False)

    @property
    def signals(self) -> list[Path]:
        """The files with signals."""
        return [Path(path) for path in self.request.signals]

    def check(self, read: Callable[[Sequence[Path]], object]) -> None:
        """Raise BrpMatchError with all that is missing or cannot be used, of all files at once.

        `read` reads the files with signals and raises BrpMatchError for what it cannot read.
        """
        asked = self.request
        register = (asked.residents, asked.previous_addresses, asked.addresses)
        faults = list(self.missing)
        try:
            if self.signals:
                read(self.signals)
        except BrpMatchError as error:
            faults += error.faults
        try:
            look_at_register(*(Path(path) if path else None for path in register))
        except BrpMatchError as error:
            faults += error.faults
        if faults:
            raise BrpMatchError.from_faults(faults)

    def submit(
        self, con: Connection, *, name: str, account_id: str, now: datetime, state: RunState
    ) -> None:
        """Make its row. Call `keep` once the transaction of `con` is through."""
        runs.submit(
            con, name=name, request=self.request, account_id=account_id, now=now, state=state,
            run_id=self.run_id,
        )  # fmt: skip

    def keep(self) -> None:
        """Let the files stay: their row is in the database."""
        self.stays = True


@contextmanager
def arriving(
    data: Path, sent: SentFiles, register: Path | None, *, brp: bool = False
) -> Iterator[Arrival]:
    """Write the files of a delivery to a folder of its own; it is deleted again unless kept.

    `register`: a prepared one, used when no residents came along; `brp`: then the BRP itself is asked.
    """
    run_id = uuid.uuid4().hex
    folder = data / run_id / "in"
    names: dict[str, str] = {}

    def written(file: SentFile | None, name: str, suffix: str = "") -> str:
        if file is None or not file.name:
            return ""
        path = file.write(folder, name, suffix)
        names[path.name] = name_shown(file.name)
        return str(path)

    arrival = None
    try:
        folder.mkdir(parents=True)
        signals = [written(one, f"signalen-{n}") for n, one in enumerate(sent.signals, start=1)]
        residents = written(sent.residents, "inwoners")
        request = RunRequest(
            signals=tuple(path for path in signals if path),
            residents=residents,
            register="" if residents or register is None else str(register),
            previous_addresses=written(sent.previous_addresses, "vorige-adressen"),
            addresses=written(sent.addresses, "adressen"),
            mapping=written(sent.mapping, "koppeling", ".toml"),
            uitval=written(sent.drop_out, "uitval"),
            names=names,
        )
        arrival = Arrival(run_id, folder, request, _missing(sent, register, brp=brp))
        yield arrival
    finally:
        if arrival is None or not arrival.stays:
            shutil.rmtree(folder.parent, ignore_errors=True)


def name_shown(name: str) -> str:
    """Return a sender's file name for the sender's own eyes: without folders, signs that steer the
    text (control, direction) and length. Pages escape it; no log, address or path ever holds it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(plain.split())[-NAME_SHOWN:] or "bestand"


def _missing(sent: SentFiles, register: Path | None, *, brp: bool) -> list[Fault]:
    """What a delivery cannot do without."""

    def there(file: SentFile | None) -> bool:
        return file is not None and bool(file.name)

    found = []
    if not any(there(one) for one in sent.signals):
        found.append(Fault("SIGNALEN_ONTBREKEN", "signalen", "kies een bestand met signalen"))
    if not there(sent.residents) and register is None and not brp:
        found.append(Fault("INWONERS_ONTBREKEN", "inwoners", "kies een bestand met inwoners"))
    if (
        not there(sent.residents)
        and (register is not None or brp)
        and there(sent.previous_addresses)
    ):
        found.append(
            Fault(
                "VORIGE_ADRESSEN_ALLEEN",
                "vorige adressen",
                "vorige adressen horen bij een bestand met inwoners. Kies dat er ook bij",
            )
        )
    return found
