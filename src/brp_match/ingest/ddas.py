"""The exchange file of DDAS vroegsignalering v1.2 (VNG-Realisatie) → rows of signals.

A file holds `leveringen` per municipality, and each its `vroegsignalen`. The standard has no name of the client, and
of the partner only its kind; a BSN is not read, and does not stand in the text of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LAYOUT = "ddas"

_SIGNAL = {
    "ID": "signaal_id",
    "bedrag": "bedrag",
    "ontstaansdatum": "ontstaansdatum",
    "signaaldatum": "signaaldatum",
    "crisissignaal": "crisissignaal",
    "warmeOverdracht": "warme_overdracht",
}
_CLIENT = {
    "voornamen": "voornamen",
    "voorletters": "voorletters",
    "voorvoegsel": "voorvoegsel",
    "achternaam": "achternaam",
    "geboortedatum": "geboortedatum",
    "straatnaam": "straatnaam",
    "huisnummer": "huisnummer",
    "huisletter": "huisletter",
    "huisnummertoevoeging": "huisnummertoevoeging",
    "postcode": "postcode",
    "woonplaats": "plaatsnaam",
}
_READ = {"client", "signaalpartner", "status"}


def is_ddas(whole: Mapping[str, Any]) -> bool:
    """Tell an exchange file by its deliveries, which stand in `levering` or on their own."""
    return any("vroegsignalen" in one for one in _deliveries(whole))


def _deliveries(whole: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inside = whole.get("levering")
    holder = inside if isinstance(inside, dict) else whole
    found = holder.get("leveringen")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def ddas_signals(whole: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every signal of an exchange file, in its order, under our column names.

    `vlp` and `sector` are the kind of partner; `gemeente` is the code of the delivery. What a signal has besides
    stays under its own name, so that it is told as not collected; what is no object becomes a row without fields.
    """
    for delivery in _deliveries(whole):
        signals = delivery.get("vroegsignalen")
        for signal in signals if isinstance(signals, list) else []:
            fields = signal if isinstance(signal, dict) else {}
            client, partner = _object(fields, "client"), _object(fields, "signaalpartner")
            row = {ours: fields.get(theirs) for theirs, ours in _SIGNAL.items()}
            row["vlp"] = _name(partner.get("naam")) or _name(partner.get("type"))
            row["sector"] = partner.get("type")
            row["gemeente"] = _name(delivery.get("gemeentecode"))
            row["soort_signaal"] = "vroegsignaal"
            row |= {ours: client.get(theirs) for theirs, ours in _CLIENT.items()}
            row |= {
                key: value for key, value in fields.items()
                if key not in _SIGNAL and key not in _READ and not isinstance(value, dict | list)
            }  # fmt: skip
            yield row


def _object(fields: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = fields.get(key)
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str | None:
    """Return a code or name, which some write as an object with `code` or `naam`."""
    if isinstance(value, dict):
        value = value.get("code") or value.get("naam")
    return None if value is None else str(value)
