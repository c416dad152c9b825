"""Towns: one key for a town however it is written."""

from __future__ import annotations

import re

from brp_match.reading.text import fold

_NAMES = {
    "den haag": "sgravenhage", "the hague": "sgravenhage", "s gravenhage": "sgravenhage", "gravenhage": "sgravenhage",
    "den bosch": "shertogenbosch", "s hertogenbosch": "shertogenbosch", "hertogenbosch": "shertogenbosch", "s bosch": "shertogenbosch",
    "a dam": "amsterdam", "adam": "amsterdam", "r dam": "rotterdam", "rdam": "rotterdam",
}  # fmt: skip
"""Other names of a town, folded → key."""

_PROVINCE = re.compile(
    r"(?:\s+|\s*[(,]\s*)(?:gld|gl|ge|ov|o|n\.?\s?h|z\.?\s?h|n\.?\s?b|lb|li|l|fr|frl|gn|gr|ut|utr|u|dr|ze|zld|fl|gelderland|overijssel"
    r"|noord[ -](?:holland|brabant)|zuid[ -]holland|limburg|friesland|frysl[aâ]n|groningen|drenthe|zeeland|flevoland|utrecht"
    r"|nl|nederland|the netherlands)\.?\)?\s*$",
    re.IGNORECASE,
)
"""A province or country behind a town; behind a hyphen it is part of the name (Midden-Drenthe)."""
_COUNTRY = re.compile(r"^\s*nl[\s-]+", re.IGNORECASE)
_ALONG = re.compile(r"\b(?:aan|a) d(?:en|er|e)?\b")
_SAINT = re.compile(r"^(?:sint|st) ")


def town_key(text: str | None) -> str:
    """Return the key of a town; '' for None and for a text without a letter.

    Folded, without a province or country behind it (`Hengelo (Ov)`, `Laren NH`), `a/d` and `aan den` as one, saint as
    `st`, ij as y, no spaces; a town with two names has one key (`Den Haag`, `'s-Gravenhage`).
    """
    town = _COUNTRY.sub("", text or "")
    bare = fold(_PROVINCE.sub("", town) or town)
    named = _NAMES.get(bare)
    if named is not None:
        return named
    return _SAINT.sub("st ", _ALONG.sub("ad", bare)).replace(" ", "").replace("ij", "y")
