"""TOML that somebody wrote: bounded, and refused by one message where it is none."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError

LARGEST = 1_000_000
"""Bytes of a file; a longer one was not written by hand."""

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(path: Path, code: str, said: str) -> dict[str, Any]:
    """Return the keys and values in a file of at most LARGEST bytes; a mark that Windows puts before is left out.

    Raises BrpMatchError with `code` and the message `said` for a file that cannot be read, is larger or is no TOML.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise BrpMatchError(code, path.name, said) from error
    return parse_toml(text, path.name, code, said)


def parse_toml(text: str, where: str, code: str, said: str) -> dict[str, Any]:
    """Return the keys and values in a text; `where` names it in the fault, with the place. Raises as `read_toml`."""
    try:
        return tomllib.loads(text)
    # ValueError: also a number of thousands of figures; RecursionError: nested too deep
    except (ValueError, RecursionError) as error:
        raise BrpMatchError(code, f"{where}{_place(error)}", said) from error


def _place(error: Exception) -> str:
    """Return `, regel 3, kolom 5` or `, aan het eind` of a fault of tomllib; '' where it tells no place."""
    found = _PLACE.search(str(error))
    if not found:
        return ""
    return f", regel {found[1]}, kolom {found[2]}" if found[1] else ", aan het eind"
