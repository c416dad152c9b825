"""What stands in a file, counted by other means than its reader's: a reader that left something out is found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from brp_match.errors import BrpMatchError
from brp_match.ingest.files import LOOK
from brp_match.ingest.text import encoding_of, is_wide

_LINE_OF_BYTES = re.compile(rb"[0-9A-Za-z][^\r\n]*")
_LINE = re.compile(r"[0-9A-Za-z][^\r\n]*")


def written_lines(path: Path) -> int:
    """Count the lines of a text file that hold a letter or figure of ASCII, by its bytes."""
    data = path.read_bytes()
    encoding = encoding_of(data[:LOOK])
    if is_wide(encoding):
        return lines_in(data.decode(encoding, "replace"))
    return sum(1 for _ in _LINE_OF_BYTES.finditer(data))


def lines_in(text: str) -> int:
    """Count the lines of `text` that hold a letter or figure of ASCII."""
    return sum(1 for _ in _LINE.finditer(text))


def check_lines(path: Path, texts: Iterable[str]) -> None:
    """Raise BrpMatchError RIJEN_ONVERKLAARD unless `texts`, what a reader made of `path`, hold every line of it."""
    explained = sum(lines_in(text) for text in texts)
    check_count(path, written_lines(path), explained, "regels")


def check_count(path: Path, counted: int, explained: int, what: str) -> None:
    """Raise BrpMatchError RIJEN_ONVERKLAARD unless as many were `counted` in the file as were `explained`."""
    if counted != explained:
        raise BrpMatchError(
            "RIJEN_ONVERKLAARD",
            path.name,
            f"in dit bestand staan {counted} {what}, en daarvan zijn er {explained} gelezen of apart gezet; "
            "er is niets besloten. Lever het bestand als csv met een kopregel op de eerste regel",
        )
