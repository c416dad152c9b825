"""A month of signals about a made-up population, with the truth of each."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.synthetic import word_lists as words
from brp_match.synthetic.date_address_errors import ADDRESS_ERRORS, DATE_ERRORS
from brp_match.synthetic.errors import NAME_ERRORS, handelsnaam
from brp_match.synthetic.person import Draft, faultless
from brp_match.synthetic.rates import error_rates
from brp_match.synthetic.scenario import Scenario
from brp_match.synthetic.subjects import Subject, Subjects
from brp_match.synthetic.suppliers import Supplier, in_month

AMOUNTS = {
    "Huur": (300, 1600), "Energie": (120, 900), "Water": (60, 260), "Zorg": (140, 620), "Hypotheek": (900, 4000),
}  # fmt: skip
"""Arrears in euro by sector, lowest and highest; anything else 100 to 900."""

NO_BUSINESS = frozenset({"Huur", "Zorg", "CAK Zorgverzekeringen", "Hypotheek"})
"""Sectors whose contracts are not with an undertaking."""

TRIES = 2_000
"""People looked at before errors are called impossible."""

Row = dict[str, str]


def make_signals(
    scenario: Scenario,
    subjects: Subjects,
    seed: int,
    count: int | None = None,
    month: str | None = None,
) -> tuple[list[Row], list[Row]]:
    """Return the signals and their truth as rows of text; same seed, same rows.

    A truth row: signaal_id, soort, persoon_id (empty for nobody), fouten joined by `|`, herkomst,
    vlp, sector. `count` and `month` (jjjj-mm) default to the scenario's.
    """
    month = month or scenario.month
    chance = random.Random(f"{seed}|{scenario.name}|{month}")
    plan = _plan(scenario, scenario.signals if count is None else count, chance)
    suppliers = in_month(scenario.suppliers, scenario.changes, month)
    signals: list[Row] = []
    truth: list[Row] = []
    for number, (kind, forced) in enumerate(plan, start=1):
        supplier = _supplier(suppliers, kind, chance)
        if kind == "ondernemer" and supplier.sector in NO_BUSINESS and forced is None:
            kind = "ter_plaatse"
        again = kind == "ter_plaatse" and forced is None and chance.random() < scenario.several
        subject, draft = _drafted(kind, supplier, subjects, chance, forced, again)
        signal_id = f"{month.replace('-', '')}-{number:06d}"
        signals.append(_row(signal_id, kind, draft, supplier, month, chance))
        truth.append(_truth(signal_id, kind, subject, draft, supplier))
    return signals, truth


def _drafted(
    kind: str,
    supplier: Supplier,
    subjects: Subjects,
    chance: random.Random,
    forced: tuple[str, ...] | None,
    again: bool,
) -> tuple[Subject, Draft]:
    """Take a subject and spoil its signal; with forced errors, until one in whom all of them show.

    `again`: somebody whom an earlier signal of the month is about.
    """
    for _ in range(TRIES):
        subject = subjects.again(kind) if again else subjects.take(kind)
        unknown = supplier.rates["adres_onbekend"] if kind == "verhuisd" and forced is None else 0
        elsewhere = unknown > 0 and chance.random() < unknown
        if elsewhere:
            subject = Subject(subject.person, subjects.home())
        draft = faultless(subject.person, subject.place)
        draft.errors.extend(["adres_onbekend"] * elsewhere)
        _spoil(draft, kind, supplier, chance, forced)
        complete = _known_parts(subject.person.geboortedatum) == subject.person.geboortedatum
        if forced is None or (complete and set(forced) <= set(draft.errors)):
            return subject, draft
    raise BrpMatchError(
        "SCENARIO_TE_KLEIN",
        kind,
        f"bij niemand van deze soort zijn al deze fouten te maken: {forced}",
    )


def _plan(
    scenario: Scenario, count: int, chance: random.Random
) -> list[tuple[str, tuple[str, ...] | None]]:
    plan: list[tuple[str, tuple[str, ...] | None]] = [
        (one.kind, one.errors) for one in scenario.fixed for _ in range(one.count)
    ]
    if scenario.kinds:
        kinds = chance.choices(
            list(scenario.kinds), list(scenario.kinds.values()), k=max(count - len(plan), 0)
        )
        plan += [(kind, None) for kind in kinds]
    chance.shuffle(plan)
    return plan[:count]


def _supplier(suppliers: Sequence[Supplier], kind: str, chance: random.Random) -> Supplier:
    if kind == "garagebox":
        suppliers = tuple(one for one in suppliers if one.sector == "Huur") or suppliers
    return chance.choices(suppliers, [one.share for one in suppliers])[0]


def _spoil(
    draft: Draft,
    kind: str,
    supplier: Supplier,
    chance: random.Random,
    forced: tuple[str, ...] | None,
) -> None:
    """Make errors: those forced, or each by its rate at this deliverer."""

    def happens(name: str, factor: float = 1.0) -> bool:
        if forced is not None:
            return name in forced
        return chance.random() < supplier.rates[name] * factor

    if kind == "rechtspersoon":
        _as_company(draft, chance)
        return
    if kind == "ondernemer":
        draft.errors.append("bedrijfsadres")
    if forced is None and " " in draft.voornamen and chance.random() < 0.5:
        draft.voornamen = draft.voornamen.split()[0]
    factors = error_rates().origins
    for name, error in NAME_ERRORS.items():
        factor = factors.get(name, {}).get(draft.person.herkomst, 1.0)
        if happens(name, factor) and error(draft, chance):
            draft.errors.append(name)
    if happens("geboortedatum_standaard"):
        draft.datum = supplier.placeholder
        draft.errors.append("geboortedatum_standaard")
    else:
        draft.datum = _known_parts(draft.datum)
        for name, error in DATE_ERRORS.items():
            if happens(name) and error(draft, chance):
                draft.errors.append(name)
    for name, error in ADDRESS_ERRORS.items():
        if happens(name) and error(draft, chance):
            draft.errors.append(name)
    if kind == "ondernemer" and happens("handelsnaam") and handelsnaam(draft, chance):
        draft.errors.append("handelsnaam")


def _as_company(draft: Draft, chance: random.Random) -> None:
    trade = chance.choice((*words.TRADES, ""))
    legal = chance.choice(words.LEGAL)
    name = f"{trade} {draft.achternaam}".strip()
    draft.volledige_naam = f"{legal} {name}" if legal == "Stichting" else f"{name} {legal}"
    draft.voornamen = draft.voorletters = draft.voorvoegsel = draft.achternaam = draft.datum = ""


def _known_parts(datum: str) -> str:
    """A deliverer writes 1 January, or the first of the month, where the register has zeros."""
    if datum[:4] == "0000":
        return ""
    return (
        datum[:4]
        + ("01" if datum[4:6] == "00" else datum[4:6])
        + ("01" if datum[6:8] == "00" else datum[6:8])
    )


def _row(
    signal_id: str, kind: str, draft: Draft, supplier: Supplier, month: str, chance: random.Random
) -> Row:
    low, high = AMOUNTS.get(supplier.sector, (100, 900))
    amount = chance.randrange(low * 100, high * 100) / 100
    whole = bool(draft.volledige_naam)
    return {
        "signaal_id": signal_id,
        "vlp": supplier.name,
        "sector": supplier.sector,
        "klantnummer": f"{chance.randrange(10**8):08d}",
        "signaaldatum": f"{month}-02",
        "soort_signaal": "eindelevering" if chance.random() < 0.02 else "vroegsignaal",
        "bedrag": f"{amount:.2f}".replace(".", ","),
        "termijnbedrag": f"{amount / 2.5:.2f}".replace(".", ","),
        "voornamen": "" if whole else draft.voornamen,
        "voorletters": "" if whole else draft.voorletters,
        "voorvoegsel": "" if whole else draft.voorvoegsel,
        "achternaam": "" if whole else draft.achternaam,
        "volledige_naam": draft.volledige_naam,
        "geboortedatum": _date(draft.datum, supplier.date_style),
        "straatnaam": draft.straat,
        "huisnummer": draft.huisnummer,
        "huisletter": draft.huisletter,
        "huisnummertoevoeging": draft.toevoeging,
        "postcode": draft.postcode,
        "plaatsnaam": draft.place.woonplaats,
        "telefoon": "",
        "email": "",
        "kvk_nummer": f"{chance.randrange(10**7, 10**8)}"
        if kind == "rechtspersoon" and chance.random() < 0.3
        else "",
    }


def _date(datum: str, style: str) -> str:
    """`%d-%m-%Y` and its like, for any eight figures (also ones strptime refuses)."""
    if not datum:
        return ""
    day, month, year = datum[6:8], datum[4:6], datum[:4]
    text = style.replace("%d", day).replace("%m", month).replace("%Y", year)
    return text.replace("%-d", str(int(day))).replace("%-m", str(int(month)))


def _truth(signal_id: str, kind: str, subject: Subject, draft: Draft, supplier: Supplier) -> Row:
    return {
        "signaal_id": signal_id,
        "soort": kind,
        "persoon_id": subject.person.persoon_id,
        "fouten": "|".join(draft.errors),
        "herkomst": subject.person.herkomst if kind != "rechtspersoon" else "",
        "vlp": supplier.name,
        "sector": supplier.sector,
    }


def as_table(rows: Sequence[Mapping[str, str]]) -> dict[str, list[Any]]:
    """Return rows as columns, in the order of the first row; empty text becomes None."""
    return {name: [row[name] or None for row in rows] for name in (rows[0] if rows else {})}
