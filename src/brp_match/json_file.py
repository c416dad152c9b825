"""JSON documents: those of another party are bounded, and refused by one message where they are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError


def read_json(path: Path, largest: int, code: str, said: str) -> Any:
    """Return the document in a file of at most `largest` bytes.

    Raises BrpMatchError with `code` and the message `said` for a file that cannot be read, is larger or is no JSON.
    """
    try:
        if path.stat().st_size > largest:
            raise ValueError("too large")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BrpMatchError(code, path.name, said) from error


def write_json(value: Any, path: Path, indent: int | None = 2) -> None:
    """Write UTF-8 JSON with a newline at the end; for programs alone (`indent` None) on one line, in a tenth of the time.
    Raises OSError."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
