"""Doubt about the register: residents whom several deliverers know at an address that the BRP does not. Pure.

What a debt-help desk may pass on under the duty to report back (art. 2.34 Wet BRP): nothing is passed on before a
person chose it, and then only what `reported` gives: no deliverer, no amount, no signal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brp_match.cases.residents import Resident
from brp_match.reading import fold, read_address

UNKNOWN = "afwijkend"
"""Level of the comparator of addresses: neither the address of now nor one of before, nor near it, nor a business."""

ENOUGH = 2
"""Deliverers that make a doubt of an address; one alone may be a mistake of its own."""

_ADDITION = re.compile(r"[A-Z0-9]{0,5}")


@dataclass(frozen=True, order=True)
class Place:
    """An address by what identifies it: postcode as 1234AB, number, addition in normal form."""

    postcode: str
    nummer: int
    toevoeging: str = ""

    @property
    def text(self) -> str:
        """`1234AB 12 A`."""
        return f"{self.postcode} {self.nummer} {self.toevoeging}".strip()


def place_of(
    straat: str | None, huisnummer: str | None, letter: str | None, toevoeging: str | None, postcode: str | None
) -> Place | None:  # fmt: skip
    """Return the address that these fields hold; None without postcode and number, or with free text in the addition."""
    read = read_address(straat, huisnummer, letter, toevoeging, postcode)
    if read.po_box or not read.postcode or read.number is None:
        return None
    if not _ADDITION.fullmatch(read.addition):
        return None
    return Place(read.postcode, read.number, read.addition)


def home_of(resident: Resident) -> Place | None:
    """Return the address that the register has of a resident."""
    return place_of(
        resident.straat, resident.huisnummer, resident.huisletter, resident.huisnummertoevoeging,
        resident.postcode,
    )  # fmt: skip


@dataclass(frozen=True)
class Sighting:
    """A signal that is surely about a resident: where its deliverer knows them. `onbekend`: at an address that the
    register does not know; `run`: the place of its run, the newest the highest; `straat` as delivered."""

    persoon_id: str
    vlp: str
    dag: date | None
    plaats: Place
    onbekend: bool
    run: int
    straat: str = ""


@dataclass(frozen=True)
class Doubt:
    """A resident and an address the register does not know, or None where only the post came back.

    `bronnen`: how many deliverers know the resident there; `sinds` and `laatst`: the first and last month (jjjj-mm)
    of it, '' for no date; `run`: the newest run that tells it.
    """

    persoon_id: str
    plaats: Place | None
    bronnen: int
    sinds: str = ""
    laatst: str = ""
    run: int = 0
    straat: str = ""

    @property
    def key(self) -> str:
        """What a choice is kept under."""
        return f"{self.persoon_id}|{self.plaats.text if self.plaats else ''}"


def doubts_of(sightings: Iterable[Sighting], residents: Mapping[str, Resident]) -> list[Doubt]:
    """Return every resident and unknown address, those of most deliverers first.

    An address is not doubted that the register knows since: it is the home of now, or the newest run with the
    address knows it. A resident whose address is being looked into already is left out (`in_inquiry`).
    """
    groups: dict[tuple[str, Place], list[Sighting]] = {}
    for one in sightings:
        groups.setdefault((one.persoon_id, one.plaats), []).append(one)
    found = [
        _doubt(person, place, seen)
        for (person, place), seen in groups.items()
        if person in residents
        and not residents[person].onderzoek
        and place != home_of(residents[person])
        and max(seen, key=lambda one: (one.run, not one.onbekend)).onbekend
    ]
    return sorted(found, key=lambda one: (-one.bronnen, one.persoon_id, one.key))


def _doubt(person: str, place: Place, seen: Sequence[Sighting]) -> Doubt:
    months = sorted(f"{one.dag:%Y-%m}" for one in seen if one.dag)
    return Doubt(
        person, place, len({fold(one.vlp) for one in seen}), months[0] if months else "",
        months[-1] if months else "", max(one.run for one in seen),
        next((one.straat for one in sorted(seen, key=lambda one: -one.run) if one.straat), ""),
    )  # fmt: skip


def in_inquiry(residents: Mapping[str, Resident]) -> int:
    """Count the residents whose address is being looked into already."""
    return sum(one.onderzoek for one in residents.values())


@dataclass(frozen=True)
class Choice:
    """What a person said of a doubt: `melden` report it, `retour` the post to the register's address came back."""

    melden: bool = False
    retour: bool = False


def reportable(doubt: Doubt, choice: Choice) -> bool:
    """Tell whether there is ground for reasonable doubt: several deliverers, or post that came back."""
    return doubt.bronnen >= ENOUGH or choice.retour


SEVERAL = "Meer dan één bron kent deze persoon op een adres dat de BRP niet kent."
ONE = "Een bron kent deze persoon op een adres dat de BRP niet kent."
RETURNED = "Post aan het adres in de BRP kwam onbestelbaar terug."

COLUMNS = (
    "persoon_id", "naam", "geboortedatum", "gegeven", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "ander_adres_postcode", "ander_adres_huisnummer",
    "ander_adres_toevoeging", "bekend_sinds", "reden",
)  # fmt: skip
"""Columns of what goes to the keepers of the register: their own data of the person, the other address, why."""


def reported(doubt: Doubt, choice: Choice, resident: Resident) -> dict[str, str]:
    """Return a row of COLUMNS: nothing tells who knows the person there, or why anybody looked."""
    why = [] if doubt.plaats is None else [SEVERAL if doubt.bronnen >= ENOUGH else ONE]
    place = doubt.plaats
    return {
        "persoon_id": doubt.persoon_id, "naam": resident.naam, "geboortedatum": resident.geboortedatum,
        "gegeven": "verblijfplaats", "straat": resident.straat, "huisnummer": resident.huisnummer,
        "huisletter": resident.huisletter, "huisnummertoevoeging": resident.huisnummertoevoeging,
        "postcode": resident.postcode, "woonplaats": resident.woonplaats,
        "ander_adres_postcode": place.postcode if place else "",
        "ander_adres_huisnummer": str(place.nummer) if place else "",
        "ander_adres_toevoeging": place.toevoeging if place else "",
        "bekend_sinds": doubt.sinds if place else "",
        "reden": " ".join([*why, RETURNED] if choice.retour else why),
    }  # fmt: skip
