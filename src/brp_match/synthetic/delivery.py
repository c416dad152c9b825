"""A signal and its truth as rows of text, in the form in which its deliverer sends them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.synthetic.deliverers import Deliverer
from brp_match.synthetic.person import Draft

AMOUNTS = {
    "Huur": (300, 1600), "Energie": (120, 900), "Water": (60, 260), "Zorg": (140, 620), "Hypotheek": (900, 4000),
}  # fmt: skip
"""Arrears in euro by sector, lowest and highest; anything else 100 to 900."""

DISCONNECTS = ("Energie", "Water")
"""Sectors that announce the end of a delivery (eindelevering)."""

PHONE, EMAIL = 0.85, 0.7
"""Shares of signals with a telephone number and with an address for e-mail. A guess: of the 60
signals in the report that were picked up at least 59% were telephoned and 52% were sent e-mail."""

Row = dict[str, str]


def delivered(
    signal_id: str, kind: str, draft: Draft, deliverer: Deliverer, month: str, chance: random.Random
) -> Row:
    """Return the row of the signal file that this deliverer sends for a draft."""
    low, high = AMOUNTS.get(deliverer.sector, (100, 900))
    amount = chance.randrange(low * 100, high * 100) / 100
    whole = bool(draft.volledige_naam)
    customer = f"{chance.randrange(10**8):08d}"
    ending = chance.random() < 0.02 and deliverer.sector in DISCONNECTS
    return {
        "signaal_id": signal_id,
        "vlp": deliverer.name,
        "sector": deliverer.sector,
        "klantnummer": customer,
        "signaaldatum": f"{month}-02",
        "soort_signaal": "eindelevering" if ending else "vroegsignaal",
        "bedrag": f"{amount:.2f}".replace(".", ","),
        "termijnbedrag": f"{amount / 2.5:.2f}".replace(".", ","),
        "voornamen": "" if whole else draft.voornamen,
        "voorletters": "" if whole else draft.voorletters,
        "voorvoegsel": "" if whole else draft.voorvoegsel,
        "achternaam": "" if whole else draft.achternaam,
        "volledige_naam": draft.volledige_naam,
        "geboortedatum": _date(draft.datum, deliverer.date_style),
        "straatnaam": draft.straat,
        "huisnummer": draft.huisnummer,
        "huisletter": draft.huisletter,
        "huisnummertoevoeging": draft.toevoeging,
        "postcode": draft.postcode,
        "plaatsnaam": draft.place.woonplaats,
        **_contact(customer),
        "kvk_nummer": f"{chance.randrange(10**7, 10**8)}"
        if kind == "rechtspersoon" and chance.random() < 0.3
        else "",
    }


def _contact(customer: str) -> Row:
    """Ways to reach a customer: a mobile number from a range that nobody has, and a reserved domain."""
    own = random.Random(customer)
    phone, email = own.random() < PHONE, own.random() < EMAIL
    return {
        "telefoon": f"06{own.randrange(10**5):08d}" if phone else "",
        "email": f"klant{customer}@example.org" if email else "",
    }


def _date(datum: str, style: str) -> str:
    """`%d-%m-%Y` and its like, for any eight figures (also ones strptime refuses)."""
    if not datum:
        return ""
    day, month, year = datum[6:8], datum[4:6], datum[:4]
    text = style.replace("%d", day).replace("%m", month).replace("%Y", year)
    return text.replace("%-d", str(int(day))).replace("%-m", str(int(month)))


def truth_of(signal_id: str, kind: str, draft: Draft, deliverer: Deliverer) -> Row:
    """Return the row of truth: who it is about, which kind, which errors it carries."""
    return {
        "signaal_id": signal_id,
        "soort": kind,
        "persoon_id": draft.person.persoon_id,
        "fouten": "|".join(draft.errors),
        "herkomst": draft.person.herkomst if kind != "rechtspersoon" else "",
        "vlp": deliverer.name,
        "sector": deliverer.sector,
    }


def as_table(rows: Sequence[Mapping[str, str]]) -> dict[str, list[Any]]:
    """Return rows as columns, in the order of the first row; empty text becomes None."""
    return {name: [row[name] or None for row in rows] for name in (rows[0] if rows else {})}
