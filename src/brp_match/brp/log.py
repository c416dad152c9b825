"""The processing log of what was asked of the BRP: lines in the form of Logboek Dataverwerkingen, to a file.

A line for every question, and one for every person of whom data were given (the protocol duty), written before
the answer is used; the person under a keyed one-way form. The service takes the lines over in its own log.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.ingest.haal_centraal import person_of
from brp_match.settings import ACTIVITY_VARIABLE, LOG_KEY_VARIABLE, secret_text, subject_of

FILE = "verwerkingenlog.jsonl"


class QueryLog:
    """Appends to one file, that only its owner can read."""

    def __init__(self, path: Path, key: bytes, activity: str) -> None:
        self._path, self._key = path, key
        self._activity = {"dpl.core.processing_activity_id": activity} if activity else {}
        self._trace = secrets.token_hex(16)

    def __call__(self, kind: str, persons: Sequence[Mapping[str, Any]]) -> None:
        """Write the lines of one question and the persons it gave."""
        now = time.time_ns() // 1_000_000
        question = self._line(f"brp bevragen: {kind}", now, None, {})
        given = [
            self._line(
                "brp persoon ontvangen", now, question["span_id"],
                {
                    "dpl.core.data_subject_id": subject_of(self._key, person_of(one)),
                    "dpl.core.data_subject_id_type": "hmac-sha256",
                },
            )
            for one in persons
        ]  # fmt: skip
        text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in (question, *given))
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a+b") as file:
            # a line that was broken off is ended, or the first of these would be lost with it
            if file.tell() and os.pread(handle, 1, file.tell() - 1) != b"\n":
                file.write(b"\n")
            file.write(text.encode())

    def _line(
        self, name: str, now: int, parent: str | None, more: Mapping[str, str]
    ) -> dict[str, Any]:
        return {
            "trace_id": self._trace, "span_id": secrets.token_hex(8), "parent_span_id": parent, "status": "OK",
            "name": name, "start_time": now, "end_time": now, "attributes": {**self._activity, **more},
        }  # fmt: skip


def open_log(path: Path, environment: Mapping[str, str] = os.environ) -> QueryLog:
    """Return the log in `path`. Raises BrpMatchError BRP_LOGSLEUTEL without a key for the one-way form."""
    key = secret_text(LOG_KEY_VARIABLE, environment)
    if not key:
        said = (
            "wie de BRP bevraagt, moet dat vastleggen; zet een eigen geheime sleutel waaronder de "
            "personen in het verwerkingenlog staan"
        )
        raise BrpMatchError("BRP_LOGSLEUTEL", LOG_KEY_VARIABLE, said)
    path.parent.mkdir(parents=True, exist_ok=True)
    return QueryLog(path, key.encode(), environment.get(ACTIVITY_VARIABLE, ""))


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a log; nothing where there is no file. A line that was broken off (by a kill, a full disk) is
    none."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                yield json.loads(line)
