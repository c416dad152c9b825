"""A delivered file before it is read: is it there, what is it, and what is its hash."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from brp_match.errors import BrpMatchError

LOOK = 65_536
"""Bytes looked at to tell what a file is."""


class Format(StrEnum):
    """What a file is, by its first bytes and not by its name."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Delivered:
    """A file as read into a `levering` table.

    `header` are the delivered column names, `rows` the data rows found (those put in quarantine
    while reading included), the rest says how it was written.
    """

    header: tuple[str, ...]
    rows: int
    formaat: Format
    codering: str = ""
    scheidingsteken: str = ""
    indeling: str = "plat"


_NO_TEXT = bytes(set(range(1, 32)) - set(b"\t\n\f\r\x1a"))
"""Bytes that stand in pictures and programs, and hardly in text."""


def check_file(path: Path) -> None:
    """Raise BrpMatchError unless `path` is a file that can be read and holds something."""
    name = path.name
    if path.is_dir():
        raise BrpMatchError("BESTAND_IS_MAP", name, "dit is een map; geef een bestand")
    if not path.exists():
        raise BrpMatchError("BESTAND_ONTBREEKT", name, "dit bestand bestaat niet")
    if not path.is_file():
        raise BrpMatchError("BESTAND_ONLEESBAAR", name, "dit is geen gewoon bestand")
    try:
        with path.open("rb") as stream:
            first = stream.read(LOOK)
    except OSError as error:
        raise BrpMatchError(
            "BESTAND_ONLEESBAAR", name, "dit bestand mag of kan niet gelezen worden"
        ) from error
    if not first.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise BrpMatchError("BESTAND_LEEG", name, "dit bestand is leeg")


def format_of(path: Path) -> Format:
    """Tell what a file is. Raises BrpMatchError for kinds that cannot be read."""
    check_file(path)
    with path.open("rb") as stream:
        first = stream.read(LOOK)
    if first.startswith(b"PAR1"):
        return Format.PARQUET
    if first.startswith(b"PK\x03\x04"):
        return Format.XLSX
    bare = first.removeprefix(b"\xef\xbb\xbf").lstrip(b" \r\n")
    message = _refused(bare, path)
    if message:
        raise BrpMatchError("BESTANDSSOORT_ONBEKEND", path.name, message)
    if sum(byte in _NO_TEXT for byte in first[:2000]) * 20 > len(first[:2000]):
        raise BrpMatchError(
            "BESTANDSSOORT_ONBEKEND",
            path.name,
            "dit is geen tekst; lever csv, xlsx, json of parquet",
        )
    # a letter of UTF-16 has a zero beside it
    letters = bare.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    return Format.JSON if letters.lstrip()[:1] in (b"{", b"[") else Format.CSV


_REFUSED = {
    b"%PDF": "dit is een pdf; lever csv, xlsx, json of parquet",
    b"\x1f\x8b": "dit bestand is ingepakt (gzip); pak het eerst uit",
    b"7z\xbc\xaf": "dit bestand is ingepakt (7z); pak het eerst uit",
    b"Rar!": "dit bestand is ingepakt (rar); pak het eerst uit",
    b"ARROW1": "dit is een arrow-bestand; lever csv, xlsx, json of parquet",
    b"SQLite format": "dit is een database; lever csv, xlsx, json of parquet",
    b"{\\rtf": "dit is een tekstdocument (rtf); lever csv, xlsx, json of parquet",
}
_OLE = b"\xd0\xcf\x11\xe0"
_BIFF = (
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x00\x04\x00",
)
"""How a sheet of Excel 2 to 5 begins that is not packed in a document of its own."""
_AS_EXCEL = "open het in Excel en bewaar het als xlsx of csv"


def _refused(first: bytes, path: Path) -> str:
    """Say of a kind that is not read what it is and what to do; '' for other kinds."""
    for magic, message in _REFUSED.items():
        if first.startswith(magic):
            return message
    if first.startswith(_OLE):
        return _ole_kind(path)
    if first.startswith(_BIFF):
        return f"dit is een oud Excel-bestand (xls); {_AS_EXCEL}"
    start = first[:4096].lower()
    if start.startswith(b"mime-version:") and b"multipart" in start:
        return f"dit is een webpagina die als Excel-bestand is bewaard (mht); {_AS_EXCEL}"
    if start.startswith(b"<?xml") and (b"excel.sheet" in start or b"office:spreadsheet" in start):
        return f"dit is een Excel-bestand in xml van 2003; {_AS_EXCEL}"
    if start.startswith((b"<html", b"<!doc", b"<table", b"<head", b"<meta", b"<style")):
        excel = b"schemas-microsoft-com:office:excel" in start or b"<table" in first.lower()
        return (
            f"dit is een webpagina die als Excel-bestand is bewaard (html); {_AS_EXCEL}"
            if excel
            else "dit is een webpagina; lever csv, xlsx, json of parquet"
        )
    if re.match(rb"<(?:\?xml|[a-z_][\w.:-]*[\s/>])", start):
        return "dit is xml; lever csv, xlsx, json of parquet"
    return ""


def _ole_kind(path: Path) -> str:
    """Tell an old workbook from one with a password by the names in the document, in UTF-16."""
    with path.open("rb") as stream:
        content = stream.read(32 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "dit bestand heeft een wachtwoord; bewaar het zonder wachtwoord als xlsx of csv"
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return f"dit is een oud Excel-bestand (xls); {_AS_EXCEL}"
    return (
        "dit bestand heeft een wachtwoord of is een oud Excel-bestand (xls); "
        "bewaar het zonder wachtwoord als xlsx of csv"
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimals."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
