"""A signal and a resident of a few fields, as the cases of `comparators/*.yaml` and the tests give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from brp_match.link.records import BirthDate, Resident, Signal, SignalAddress, SignalDate, Stay
from brp_match.reading.addresses import AddressReading, read_address
from brp_match.reading.dates import read_date, read_day
from brp_match.reading.name_age import birth_years, read_age, years_of_age
from brp_match.reading.names import read_name
from brp_match.reading.streets import street_key
from brp_match.reading.word_lists import placeholder_dates

NAME_FIELDS = ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")
RESIDENT = {"geboortedatum": "19700505", "geslachtsnaam": "Proef", "voornamen": "Test"}
HOME = Stay("2000ZZ", None, 1, "", household=2)


DATED = date(2026, 11, 2)
"""The date of every signal here."""


def _read(fields: Mapping[str, Any], street: str) -> AddressReading:
    return read_address(
        fields.get(street), fields.get("huisnummer"), fields.get("huisletter"),
        fields.get("huisnummertoevoeging"), fields.get("postcode"),
    )  # fmt: skip


def stay(fields: Mapping[str, Any], *, current: bool = True) -> Stay:
    """An address of the register, as the fields of a resident or of an earlier address have it."""
    read = _read(fields, "straat")
    return Stay(
        read.postcode or None, street_key(read.street) or None, read.number, read.addition,
        current, read_day(fields.get("datum_tot")),
    )  # fmt: skip


def signal(
    fields: Mapping[str, str], *, cut_off: bool = False, no_dwelling: bool = False
) -> Signal:
    """The signal of these delivered fields; one that names nobody is of Proef."""
    given = {name: fields[name] for name in NAME_FIELDS if fields.get(name)}
    if not {"achternaam", "volledige_naam", "voornamen"} & given.keys():
        given["achternaam"] = "Proef"
    read = read_date(fields.get("geboortedatum"))
    parts = BirthDate(read.year, read.month, read.day)
    place = _read(fields, "straatnaam")
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
            birth_years(given.get("volledige_naam"), DATED)
            or years_of_age(read_age(fields.get("geboortedatum")), DATED),
        ),
        address=SignalAddress(
            place.postcode or None, street_key(place.street) or None, place.number, place.addition,
            no_dwelling,
        ),
        dated=DATED,
    )  # fmt: skip


def resident(
    fields: Mapping[str, Any], *, former: Mapping[str, Any] | None = None, at_home: bool = False
) -> Resident:
    """The resident of these fields of the register, with an earlier address; at HOME if that is asked."""
    fields = {**RESIDENT, **fields}
    read = read_date(fields["geboortedatum"])
    stays = [HOME] if at_home else []
    if fields.get("huisnummer") or fields.get("postcode"):
        stays.append(stay(fields))
    if former:
        stays.append(stay(former, current=False))
    made = Resident(birth=BirthDate(read.year, read.month, read.day), stays=tuple(stays))
    names = (
        "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
        "partner_geslachtsnaam", "geslacht",
    )  # fmt: skip
    return made._replace(**{name: fields.get(name) for name in names})
