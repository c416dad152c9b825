"""Causes put together in families, so that a finding is left where single causes are too small."""

from __future__ import annotations

from collections.abc import Mapping

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "naam": (
        "NAAM_", "VOORNAAM_", "VOORVOEGSEL_", "ROEPNAAM", "ALLEEN_", "MEDEHOUDER", "BEWIND", "ONDERNEMER",
    ),
    "geboortedatum": ("GEBOORTEDATUM_",),
    "adres": ("ADRES_", "VERHUISD_BINNEN_GEMEENTE", "BRIEFADRES"),
    "weg": ("OVERLEDEN", "VERTROKKEN", "VERHUISD_ANDERE_GEMEENTE"),
    "levering": (
        "RECHTSPERSOON", "GEEN_WONING", "HERHAALDE_MELDING", "ONDER_DREMPEL", "ACHTERSTAND_",
    ),
    "gevonden": (
        "NIET_GEVONDEN", "HUISGENOOT_MOGELIJK", "MEERDERE_KANDIDATEN", "ONVOLDOENDE_GEGEVENS", "GEGEVENS_",
    ),
}  # fmt: skip
"""Family → the beginnings of the codes in it; anything else is OTHER. These names stand in an export."""

OTHER = "overige"

SIDES: Mapping[str, tuple[str, ...]] = {
    "gegevens": ("naam", "geboortedatum", "adres"),
    "persoon": ("weg", "levering", "gevonden"),
}
"""Two kinds of families: what is written differs, or the person does not live here or is not known. What is left of
a side beside its families with a name has the name of the side."""

WORDS: Mapping[str, str] = {
    "naam": "de naam",
    "geboortedatum": "de geboortedatum",
    "adres": "het adres",
    "weg": "overleden of vertrokken",
    "levering": "hoort niet in de levering",
    "gevonden": "niet of niet zeker gevonden",
    "gegevens": "overige verschillen in gegevens",
    "persoon": "overige reden bij de persoon",
    OTHER: "groep niet gegeven",
}
"""Family → how a report names it."""


SIDE_WORDS: Mapping[str, str] = {
    "gegevens": "waar de gegevens verschillen",
    "persoon": "waar de persoon hier niet hoort",
}
"""Side → how a sentence speaks of it."""

SIDE_TITLES: Mapping[str, str] = {
    "gegevens": "Gegevens verschillen",
    "persoon": "Persoon hoort hier niet",
}
"""Side → how a row of a table or picture is called: short, or a phone cuts it off."""


def side_of(family: str) -> str:
    """Return the side of a family or of what is left of a side; OTHER where it has none."""
    return next((side for side, own in SIDES.items() if family in (side, *own)), OTHER)


def family_of(code: str) -> str:
    """Return the family of a cause; its longest beginning counts."""
    fits = [
        (len(start), name)
        for name, starts in FAMILIES.items()
        for start in starts
        if code.startswith(start)
    ]
    return max(fits)[1] if fits else OTHER
