"""What stands for a surname and names nobody, or somebody else."""

from __future__ import annotations

import re

from brp_match.delivery.cells import Cell, cell_type
from brp_match.delivery.findings import Values
from brp_match.delivery.known import plain
from brp_match.reading.name_titles import title_readings
from brp_match.reading.organisations import legal_form

WORD = re.compile(
    r"(?<![^\W\d_])(?!(?:van|v\.?d|de[nr]?)\b(?!-))[^\W\d_]{2,}(?![\w.])", re.IGNORECASE
)
"""A word of a name: two letters, no point behind it as behind initials and titles, and no prefix that is nobody's surname."""

LONG = re.compile(r"[^\W\d_]{4,}")
"""A word whatever stands behind it, where it is no title."""

SURNAMES = ("achternaam", "volledige_naam")
NAMES = (*SURNAMES, "voornamen")
_OTHERS, _PLACE = ("vlp", "sector", "voornamen"), ("straatnaam", "plaatsnaam")


def names_nobody(row: Values) -> bool:
    """Tell whether what stands for a surname names nobody: a form of address (`Aan de bewoners`), figures, one letter, or
    what stands in the row as the deliverer, its sector or the given name; without a given name, as the street or the town."""
    filled = [row.get(column) for column in SURNAMES]
    texts = [text for text in filled if text and cell_type(text) is not Cell.GEEN]
    if not texts:
        return False
    named = row.get("voornamen") or row.get("voorletters")
    columns = _OTHERS if named else (*_OTHERS, *_PLACE)
    others = {plain(text) for column in columns if (text := row.get(column))}
    bare = [next(title_readings(text), "") for text in texts if plain(text) not in others]
    return not any(WORD.search(text) or LONG.search(text) for text in bare)


def names_two(row: Values) -> bool:
    """Tell whether surname and whole name are those of two people: they have no word in common, and neither is a business."""
    texts = [row.get(column) or "" for column in SURNAMES]
    said = [{word for word in plain(text).split() if len(word) > 2} for text in texts]
    return (
        all(said) and said[0].isdisjoint(said[1]) and all(legal_form(t) == "persoon" for t in texts)
    )


def is_made_a_company(row: Values, delivered: Values) -> bool:
    """Tell whether a name is that of a legal person only since cells were exchanged: as delivered it was none."""
    now, came = (
        {text for column in NAMES if (text := one.get(column))} for one in (row, delivered)
    )
    return any(map(_is_company, now - came)) and not any(map(_is_company, came))


def _is_company(text: str) -> bool:
    return legal_form(text) == "rechtspersoon"
