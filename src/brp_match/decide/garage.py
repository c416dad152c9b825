"""Whether a signal itself says that its address is a garage box or the like. Pure."""

from __future__ import annotations

import re

_BOX = (
    r"(?:garage|auto|fiets|opslag|berg)?box(?:en|nr|nummer)?|garages?|gar|berging(?:en)?|bergruimte|parkeer\w*"
    r"|stalling\w*|opslag(?:ruimte|plaats)?|schuur|carport"
)
_IN_NUMBER = re.compile(rf"(?<![a-z])(?:{_BOX})(?![a-z])", re.IGNORECASE)
_IN_STREET = re.compile(rf"\d.*(?<![a-z])(?:{_BOX})(?![a-z])", re.IGNORECASE)
"""In a street field only behind a number: there are streets with these words in their name."""


def names_a_box(street: str | None, *numbers: str | None) -> bool:
    """Tell whether the number fields, or the street field behind its number, call it a box.

    `BOX 4` and `garage` in an addition, `Dorpstraat 12 berging 3` in a street; not the street Boxtelseweg.
    """
    return bool(
        _IN_STREET.search(street or "")
        or _IN_NUMBER.search(" ".join(number for number in numbers if number))
    )
