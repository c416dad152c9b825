"""Bytes → lines of text: which encoding; a file may hold two encodings."""

from __future__ import annotations

import codecs
from pathlib import Path

from brp_match.errors import BrpMatchError
from brp_match.ingest.files import LOOK


def read_lines(path: Path) -> tuple[list[str], str]:
    """Return the lines of a text file (without line ends) and the name of the encoding found.

    UTF-8 with or without BOM, UTF-16, UTF-32, Windows-1252; where lines differ, each is read by itself
    and the name joins the encodings with `+`. Raises BrpMatchError when this is no text.
    """
    data = path.read_bytes()
    name = encoding_of(data[:LOOK])
    if is_wide(name):
        try:
            return _split(data.decode(name)), name.removesuffix("-le").removesuffix("-be")
        except UnicodeDecodeError as error:
            raise BrpMatchError(
                "CODERING_ONLEESBAAR", path.name, "de tekst van dit bestand is niet te lezen"
            ) from error
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _split(data.decode("utf-8")), name
    except UnicodeDecodeError:
        return _line_by_line(data, name)


def encoding_of(first: bytes) -> str:
    """Tell UTF-16, UTF-32 and a BOM by the first bytes; anything else is `utf-8` until a line says no."""
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if first[:2000].count(0) * 4 > len(first[:2000]):
        return "utf-16-le" if first[1:2] == b"\x00" else "utf-16-be"
    return "utf-8"


def is_wide(encoding: str) -> bool:
    """Tell an encoding of two or four bytes a letter from the others that `encoding_of` names."""
    return encoding.startswith(("utf-16", "utf-32"))


def _split(text: str) -> list[str]:
    """Split at line ends only: the other breaks that Unicode knows may stand inside a field.

    The end-of-file sign of DOS is no row.
    """
    text = text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n")


def _line_by_line(data: bytes, name: str) -> tuple[list[str], str]:
    seen: set[str] = set()
    lines = []
    data = data.removesuffix(b"\x1a").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for raw in data.removesuffix(b"\n").split(b"\n"):
        try:
            lines.append(raw.decode("utf-8"))
            if not raw.isascii():
                seen.add(name)
        except UnicodeDecodeError:
            # five bytes have no letter in Windows-1252: they keep their own number
            lines.append("".join(_letter(byte) for byte in raw))
            seen.add("windows-1252")
    return lines, "+".join(sorted(seen))


def _letter(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def ends_with_line(path: Path) -> bool:
    """Tell whether the last line of a file has its end: one without may have been cut off."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - 8, 0))
        return stream.read().rstrip(b"\x00\x1a")[-1:] in (b"\n", b"\r")
