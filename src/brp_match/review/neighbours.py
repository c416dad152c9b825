"""Other signals of a delivery that a reviewer wants beside one: of the same person, address or customer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from brp_match.reading.addresses import read_postcode

SHOWN = 20
"""Other signals beside one at most: an address can be a town hall."""

LIKELY = 0.5
"""Chance from which the first resident of a signal is who it seems to be about."""

Row = Mapping[str, Any]


def beside(
    signals: Iterable[Row],
    about: Mapping[str, tuple[str, int]],
    people: Mapping[str, Sequence[str]],
) -> dict[str, list[dict[str, Any]]]:
    """Return signaal_id → the other signals, for the signals of `people`.

    `signals`: every delivered row; `about`: signaal_id → persoon_id and secrecy of who it was matched to or
    seems to be about; `people`: signaal_id → the first candidates of the signals that want a person. What is
    returned is what the deliverers wrote, with who it is about, that person's secrecy, and why it is here
    (`persoon`, `adres`, `klant`).
    """
    rows = {str(row["signaal_id"]): row for row in signals}
    keys = {one: _keys(row, about.get(one)) for one, row in rows.items()}
    holders: dict[tuple[str, ...], list[str]] = {}
    for one, found in keys.items():
        for key in found:
            holders.setdefault(key, []).append(one)
    made = {}
    for one, residents in people.items():
        why: dict[str, list[str]] = {}
        own = [key for key in keys.get(one, ()) if key[0] != "persoon"]
        for key in (*(("persoon", person) for person in residents), *own):
            for other in holders.get(key, ()):
                if other != one:
                    why.setdefault(other, []).append(key[0])
        # who shares most stands first
        order = sorted(why, key=lambda other: (-len(set(why[other])), other))[:SHOWN]
        made[one] = [_told(rows[other], about.get(other), why[other]) for other in order]
    return made


def _keys(row: Row, about: tuple[str, int] | None) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [("persoon", about[0])] if about else []
    postcode = read_postcode(str(row.get("postcode") or ""))
    number = re.match(r"\D*0*(\d+)", str(row.get("huisnummer") or ""))
    if postcode and number:
        found.append(("adres", postcode, number[1]))
    if row.get("klantnummer"):
        found.append(("klant", str(row["vlp"]), str(row["klantnummer"]).strip()))
    return found


def _told(row: Row, about: tuple[str, int] | None, why: Sequence[str]) -> dict[str, Any]:
    parts = ("voornamen", "voorletters", "voorvoegsel", "achternaam")
    name = " ".join(str(row[part]) for part in parts if row.get(part))
    place = ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode")
    return {
        **{key: str(row.get(key) or "") for key in ("signaal_id", "vlp", "soort_signaal", "bedrag", "signaaldatum", "geboortedatum")},
        "naam": name or str(row.get("volledige_naam") or ""),
        "adres": " ".join(str(row[part]) for part in place if row.get(part)),
        "persoon_id": about[0] if about else "",
        "geheim": about[1] if about else 0,
        "waarom": sorted(set(why)),
    }  # fmt: skip
