"""Defaults that are no policy, where content lies, and the key of what a BSN becomes."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from brp_match.errors import BrpMatchError

SEED = 20_260_101
"""Seed of every random draw that is not given one."""

KEY_VARIABLE = "BRP_MATCH_PERSOON_SLEUTEL"
KEY_LENGTH = 32
"""Signs that the key of a BSN has at least."""


def content_root(kind: str) -> Path:
    """Return the folder of `comparators`, `expectations`, `feedback` or `scenarios`.

    In an installed wheel they lie inside the package, in a checkout at the top level.
    """
    bundled = Path(str(resources.files("brp_match"))) / "_content" / kind
    if bundled.is_dir():
        return bundled
    top = Path(__file__).resolve().parents[2]
    return top / "benchmarks" / kind if kind == "scenarios" else top / kind


def person_key() -> bytes | None:
    """Return the key that makes a `persoon_id` of a BSN, from the environment; None where none is set.

    It stands in `BRP_MATCH_PERSOON_SLEUTEL`, or in the file that `BRP_MATCH_PERSOON_SLEUTEL_BESTAND`
    names. Raises BrpMatchError PERSOON_SLEUTEL when it is shorter than 32 signs or cannot be read: a
    short one is found by trying, and then every BSN with it.
    """
    text = os.environ.get(KEY_VARIABLE, "")
    path = os.environ.get(f"{KEY_VARIABLE}_BESTAND", "")
    if path:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            said = "het bestand met deze sleutel is niet te lezen"
            raise BrpMatchError("PERSOON_SLEUTEL", f"{KEY_VARIABLE}_BESTAND", said) from error
    key = text.strip().encode()
    if key and len(key) < KEY_LENGTH:
        said = f"deze sleutel is te kort: neem ten minste {KEY_LENGTH} tekens"
        raise BrpMatchError("PERSOON_SLEUTEL", KEY_VARIABLE, said)
    return key or None
