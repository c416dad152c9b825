"""What a signal holds that could not be read: told to who sent it, field by field, without the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from brp_match.model import Sector
from brp_match.reading.addresses import read_postcode
from brp_match.reading.amounts import read_amount
from brp_match.reading.dates import read_date
from brp_match.web.api.delivery_models import WaarschuwingUit

SECTORS = frozenset(sector.value.casefold() for sector in Sector)


def _date(text: str) -> str:
    kind = read_date(text).kind
    if kind == "ongeldig":
        return "deze datum bestaat niet of is niet te lezen, en telt niet mee"
    if kind == "standaard":
        return "deze datum is een invulwaarde van een programma, en telt niet mee"
    return ""


def _amount(text: str) -> str:
    return "" if read_amount(text) is not None else "dit bedrag is niet te lezen, en telt niet mee"


def _postcode(text: str) -> str:
    return "" if read_postcode(text) else "dit is geen Nederlandse postcode"


def _sector(text: str) -> str:
    return "" if text.strip().casefold() in SECTORS else "deze sector kennen wij niet"


READERS: Mapping[str, Callable[[str], str]] = {
    "geboortedatum": _date,
    "signaaldatum": _date,
    "bedrag": _amount,
    "termijnbedrag": _amount,
    "postcode": _postcode,
    "sector": _sector,
}
"""Field of a signal → what tells why its text cannot be used ('' for a good one)."""


def unread(signal: Mapping[str, str | None]) -> list[WaarschuwingUit]:
    """Return a warning for every field of a signal that holds something we cannot read, in field order."""
    found = []
    for field, told in READERS.items():
        text = signal.get(field)
        why = told(text) if text and text.strip() else ""
        if why:
            found.append(WaarschuwingUit(veld=field, melding=why))
    return found
