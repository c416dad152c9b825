"""A signal and a resident of a few fields, as the cases of `comparators/*.yaml` and the tests give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from brp_match.link.records import BirthDate, Resident, Signal, SignalDate, Stay
from brp_match.reading.dates import read_date
from brp_match.reading.name_age import birth_years
from brp_match.reading.names import read_name
from brp_match.reading.word_lists import placeholder_dates

DATED = date(2026, 6, 1)
"""The day of every signal."""

NAME_FIELDS = ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")
RESIDENT = {"geboortedatum": "19700505", "geslachtsnaam": "Proef", "voornamen": "Test"}
HOME = Stay("2000ZZ", None, 1, "", household=2)


def signal(fields: Mapping[str, str], *, cut_off: bool = False) -> Signal:
    """The signal of these delivered fields, without its address; one that names nobody is of Proef."""
    given = {name: fields[name] for name in NAME_FIELDS if fields.get(name)}
    if not {"achternaam", "volledige_naam", "voornamen"} & given.keys():
        given["achternaam"] = "Proef"
    read = read_date(fields.get("geboortedatum"))
    parts = BirthDate(read.year, read.month, read.day)
    known = placeholder_dates().get((read.year or 0, read.month or 0, read.day or 0))
    return Signal(
        names=read_name(**given),
        written=" ".join(
            given[name] for name in ("voornamen", "achternaam", "volledige_naam") if name in given
        ).lower(),
        cut_off=cut_off,
        birth=SignalDate(
            read.kind,
            parts,
            known if read.kind == "geldig" else None,
            birth_years(given.get("volledige_naam"), DATED),
        ),
        dated=DATED,
    )


def resident(fields: Mapping[str, Any], *, at_home: bool = False) -> Resident:
    """The resident of these fields of the register, without addresses but for HOME."""
    fields = {**RESIDENT, **fields}
    read = read_date(fields["geboortedatum"])
    made = Resident(
        birth=BirthDate(read.year, read.month, read.day), stays=(HOME,) if at_home else ()
    )
    names = (
        "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
        "partner_geslachtsnaam", "geslacht",
    )  # fmt: skip
    return replace(made, **{name: fields.get(name) for name in names})
