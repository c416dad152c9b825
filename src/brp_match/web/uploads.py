"""Uploaded files: kept under names of ours, and what the sender calls them made fit to show."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

from fastapi import UploadFile

SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".json", ".parquet"})
CHUNK = 1 << 20
NAME_SHOWN = 80
"""Signs of a sender's file name that are shown; the end is kept, where the suffix stands."""


def keep(upload: UploadFile, folder: Path, name: str, suffix: str = "") -> Path:
    """Write an upload as `folder/name` with a suffix of ours or one we know.

    What the sender calls it plays no part: it may hold the name of a person, or a path.
    """
    given = Path(upload.filename or "").suffix.lower()
    path = folder / (name + (suffix or (given if given in SUFFIXES else ".csv")))
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file, CHUNK)
    return path


def name_shown(name: str) -> str:
    """Return a sender's file name for the sender's own eyes: without folders, signs that steer the
    text (control, direction) and length. Pages escape it; no log, address or path ever holds it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(plain.split())[-NAME_SHOWN:] or "bestand"
