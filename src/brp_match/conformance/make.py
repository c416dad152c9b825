"""The conformance set as files: register, deliveries, policy, and the answers that are right."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.conformance.causes import CAUSES, FAMILIES, Cause
from brp_match.conformance.makers import Made
from brp_match.conformance.town import FILES, MONTH, Row, Town, make_town, write_rows
from brp_match.model import Besluit
from brp_match.settings import SEED
from brp_match.synthetic.deliverers import PLACEHOLDER, Deliverer
from brp_match.synthetic.delivery import delivered
from brp_match.synthetic.habits import Habit, with_habits

SIGNALS, EARLIER, KNOWN, POLICY, EXPECTED, EXAMPLE, README = (
    "signalen.csv", "eerder-oktober.csv", "schuldhulpverlening.csv", "beleid.toml", "verwacht.csv",
    "antwoorden-voorbeeld.csv", "LEESMIJ.md",
)  # fmt: skip

DELIVERERS = tuple(
    Deliverer(name, sector, 0.0, {}, PLACEHOLDER, style)
    for name, sector, style in (
        ("Stroomwerk", "Energie", "%-d-%-m-%Y"),
        ("Waterbron", "Water", "%d-%m-%Y"),
        ("Woonstichting Proef", "Huur", "%Y-%m-%d"),
        ("Zorgvoorbeeld", "Zorg", "%Y%m%d"),
        ("Postorder Voorbeeld", "Overige", "%d-%m-%Y"),
    )
)
HABITS: dict[str, tuple[str, tuple[Habit, ...]]] = {
    "Waterlijn": ("Water", (Habit("verschoven_voorvoegsel", 0.5),)),
    "Netwerk Noord": ("Energie", (Habit("maand_dag"),)),
    "Zorgpunt": ("Zorg", (Habit("1252_als_850"),)),
    "Gasgroep": ("Energie", (Habit("eigen_leeg"),)),
}
"""Deliverer → its sector and what its program does to every row, or to a share of them."""

THRESHOLDS = """# Het beleid dat bij deze set hoort: drempel en ouderdom alleen voor de sector Overige.
[threshold]
Overige = 50

[arrears_days]
Overige = [30, 365]
"""

WORDS = {Besluit.MATCH: "oppakken", Besluit.REJECT: "niet oppakken", Besluit.REVIEW: "beoordelen"}
"""A decision as the set says it."""


@dataclass(frozen=True)
class Expected:
    """One signal with the answer that is right: its cause, and who it is about ('' for nobody)."""

    signaal_id: str
    cause: Cause
    persoon_id: str


@dataclass(frozen=True)
class TestSet:
    """The whole set in memory. `edition`: what its content comes to, six signs."""

    edition: str
    town: Town
    signals: Sequence[Row]
    earlier: Sequence[Row]
    known: Sequence[Row]
    expected: Sequence[Expected]


def make_set() -> TestSet:
    """Make the set: the same signals every time, in a drawn order."""
    town, chance = make_town(), random.Random(f"{SEED}|conformiteit")
    made = [
        (cause, cause.make(town, chance))
        for cause in _particular_first()
        for _ in range(cause.count)
    ]
    order = {cause.key: place for place, cause in enumerate(CAUSES)}
    made.sort(key=lambda one: order[one[0].key])
    rows = [_row(number, *one, chance) for number, one in enumerate(made)]
    rows, spoilt = with_habits(rows, {n: habits for n, (_, habits) in HABITS.items()}, str(SEED))
    changed = {row["signaal_id"] for row in spoilt}
    plain = CAUSES[0]
    causes = [
        cause if not cause.vlp or row["signaal_id"] in changed else plain
        for (cause, _), row in zip(made, rows, strict=True)
    ]
    edition = _edition(town, rows)
    places = list(range(len(rows)))
    random.Random(f"{SEED}|volgorde").shuffle(places)
    signals, earlier, expected = [], [], []
    for number, place in enumerate(places, start=1):
        signal = rows[place] | {"signaal_id": f"{edition}-{number:04d}"}
        signals.append(signal)
        expected.append(Expected(signal["signaal_id"], causes[place], made[place][1].persoon_id))
        if made[place][1].before:
            before = {"signaal_id": f"{edition}-O{number:03d}", "signaaldatum": "2026-10-02"}
            earlier.append(signal | before)
    known = [_client(one.known) for _, one in made if one.known is not None]
    return TestSet(edition, town, signals, earlier, known, expected)


def _particular_first() -> list[Cause]:
    """Causes of people of whom there are few come before those that take anybody."""
    rare = ("inwoner", "twijfel", "programma")
    return sorted(
        CAUSES,
        key=lambda one: (one.family not in rare and one.key not in ("een_naam", "datum_brp"),),
    )


def _row(number: int, cause: Cause, made: Made, chance: random.Random) -> Row:
    fitting = [one for one in DELIVERERS if one.sector == made.sector] or list(DELIVERERS[:4])
    deliverer = fitting[number % len(fitting)]
    if cause.vlp:
        deliverer = Deliverer(cause.vlp, HABITS[cause.vlp][0], 0.0, {}, PLACEHOLDER, "%d-%m-%Y")
    row = delivered(f"{number:04d}", "", made.draft, deliverer, MONTH, chance)
    # an amount above every threshold, and arrears of an age that is picked up
    usual = {
        "soort_signaal": "vroegsignaal",
        "bedrag": f"{180 + number % 400},00",
        "ontstaansdatum": "2026-08-15",
    }
    return {**row, **usual, **made.cells}


def _client(row: Row) -> Row:
    """A row of the file of debt counselling."""
    name = f"{row['voornamen']} {row['voorvoegsel']} {row['geslachtsnaam']}".replace("  ", " ")
    birth = row["geboortedatum"]
    columns = (
        "straat",
        "huisnummer",
        "huisletter",
        "huisnummertoevoeging",
        "postcode",
        "woonplaats",
    )
    return {
        "naam": name,
        "geboortedatum": f"{birth[6:]}-{birth[4:6]}-{birth[:4]}",
        **{name: row[name] for name in columns},
        "soort traject": "Schuldregeling",
        "startdatum": "01-03-2026",
    }


def _edition(town: Town, rows: Sequence[Row]) -> str:
    said = repr(
        [list(one.values()) for one in (*town.residents, *town.previous, *town.addresses, *rows)]
    )
    return "c" + hashlib.sha256(said.encode()).hexdigest()[:5]


def write_set(one: TestSet, folder: Path) -> None:
    """Write every file of the set; raises OSError."""
    from brp_match.conformance.readme import readme

    for rows, name in zip(
        (one.town.residents, one.town.previous, one.town.addresses), FILES, strict=True
    ):
        write_rows(sorted(rows, key=lambda row: list(row.values())), folder / name)
    write_rows(one.signals, folder / SIGNALS)
    write_rows(one.earlier, folder / EARLIER)
    write_rows(one.known, folder / KNOWN)
    (folder / POLICY).write_text(THRESHOLDS, encoding="utf-8")
    write_rows([expected_row(row) for row in one.expected], folder / EXPECTED)
    example = [
        {"signaal_id": row.signaal_id, "besluit": "", "persoon_id": "", "reden": ""}
        for row in one.expected
    ]
    write_rows(example, folder / EXAMPLE)
    (folder / README).write_text(readme(one), encoding="utf-8")


def expected_row(one: Expected) -> Row:
    """Return the row of verwacht.csv."""
    return {
        "signaal_id": one.signaal_id,
        "oorzaak": one.cause.key,
        "groep": FAMILIES[one.cause.family],
        "wat er aan de hand is": one.cause.title,
        "goed": "|".join(WORDS[b] for b in Besluit if b in one.cause.right),
        "persoon_id": one.persoon_id,
        "redenen": "|".join(one.cause.codes),
        "waarom": one.cause.why,
    }
