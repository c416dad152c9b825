"""A register given in the service: kept beside, prepared in a process of its own, put in the place of the one before.

What was uploaded is deleted as soon as it is prepared, or could not be.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest import look_at_register
from brp_match.review.intake import SentFile
from brp_match.web.settings import WebSettings

FOLDER, INCOMING = "register", "register-nieuw"
FILE = "register.duckdb"
OLD = timedelta(days=35)
"""Age from which a register misses a month of moves."""

FILES = ("inwoners", "vorige_adressen", "adressen")
_ORDER = {"inwoners": "residents", "vorige_adressen": "previous_addresses", "adressen": "addresses"}


def kept_register(data: Path) -> Path | None:
    """Return the register that was given in the service; None without one."""
    path = data / FOLDER / FILE
    return path if path.is_file() else None


def register_age(settings: WebSettings, now: datetime) -> tuple[datetime | None, bool]:
    """Return when the register of the service was made (None without one), and whether that is too long ago."""
    path = settings.register
    if path is None or not path.is_file():
        return None, False
    made = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return made, now - made > OLD


def clear(data: Path) -> None:
    """Delete uploads that a stop of the service left."""
    shutil.rmtree(data / INCOMING, ignore_errors=True)


@dataclass
class Job:
    """A register that is being prepared: `state` is niets, bezig, klaar or mislukt; `counts` its rows by kind."""

    state: str = "niets"
    faults: list[Fault] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    begun: datetime | None = None


class RegisterUpload:
    """Takes one register at a time; `done` is called with its file once it stands, from a thread of its own."""

    def __init__(self, data: Path, gemeente: str, done: Callable[[Path, Job], None]) -> None:
        self._data, self._gemeente, self._done = data, gemeente, done
        self._lock = threading.Lock()
        self.job = Job()

    def take(self, sent: Mapping[str, SentFile | None], now: datetime) -> threading.Thread:
        """Keep the files and begin. Raises BrpMatchError 400 for files that will not do, 409 while one is at work."""
        with self._lock:
            if self.job.state == "bezig":
                raise BrpMatchError(
                    "REGISTER_BEZIG", "register", "er wordt al een register voorbereid; wacht tot dat klaar is",
                    http_status=409,
                )  # fmt: skip
            self.job = Job("bezig", begun=now)
        folder = self._data / INCOMING / uuid.uuid4().hex
        try:
            folder.mkdir(parents=True)
            paths = {
                name: file.write(folder, name) for name, file in sent.items() if file and file.name
            }
            if not paths.get("inwoners"):
                raise BrpMatchError("INWONERS_ONTBREKEN", "inwoners", "kies een bestand met inwoners")  # fmt: skip
            look_at_register(*(paths.get(name) for name in FILES))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            self.job = Job()
            raise
        thread = threading.Thread(
            target=self._prepare, args=(folder, paths), name="register", daemon=True
        )
        thread.start()
        return thread

    def _prepare(self, folder: Path, paths: Mapping[str, Path]) -> None:
        out = self._data / FOLDER / FILE
        out.parent.mkdir(parents=True, exist_ok=True)
        order = folder / "opdracht.json"
        job = self.job
        try:
            asked = {_ORDER[name]: str(path) for name, path in paths.items()}
            order.write_text(
                json.dumps(asked | {"out": str(out), "gemeente": self._gemeente}), encoding="utf-8"
            )
            command = [sys.executable, "-m", "brp_match.review.register_process", str(order)]
            found = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
            )
            answer = json.loads(found.stdout)
            job.faults = [Fault(**one) for one in answer.get("fouten", [])]
            job.counts = answer.get("aantallen", {})
            if not job.faults:
                self._done(out, job)
        except (OSError, ValueError, TypeError, BrpMatchError):
            said = "het voorbereiden is afgebroken; lever het bestand opnieuw aan"
            job.faults = [Fault("REGISTER_AFGEBROKEN", "register", said)]
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            job.state = "mislukt" if job.faults else "klaar"
