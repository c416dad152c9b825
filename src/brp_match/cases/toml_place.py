"""Where a text is no TOML: for a message that names the place and repeats nothing of the text. Pure."""

from __future__ import annotations

import re

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")


def toml_place(error: Exception) -> str:
    """Return `, regel 3, kolom 5` or `, aan het eind` of a fault of tomllib; '' where it tells no place."""
    found = _PLACE.search(str(error))
    if not found:
        return ""
    return f", regel {found[1]}, kolom {found[2]}" if found[1] else ", aan het eind"
