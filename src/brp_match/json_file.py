"""A JSON document that another party made: bounded, and refused by one message where it is none."""

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
