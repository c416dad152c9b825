"""A month of signals about a made-up population, with the truth of each."""

from __future__ import annotations

import random
from collections.abc import Sequence

from brp_match.errors import BrpMatchError
from brp_match.synthetic import word_lists as words
from brp_match.synthetic.date_address_errors import ADDRESS_ERRORS, DATE_ERRORS
from brp_match.synthetic.deliverers import Deliverer, in_month
from brp_match.synthetic.delivery import Row, delivered, truth_of
from brp_match.synthetic.errors import NAME_ERRORS
from brp_match.synthetic.name_form_errors import handelsnaam
from brp_match.synthetic.person import Draft, faultless
from brp_match.synthetic.rates import error_rates
from brp_match.synthetic.scenario import Scenario
from brp_match.synthetic.subjects import Subject, Subjects

NO_BUSINESS = frozenset({"Huur", "Zorg", "CAK Zorgverzekeringen", "Hypotheek"})
"""Sectors whose contracts are not with an undertaking."""

TRIES = 2_000
"""People looked at before errors are called impossible."""


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
    deliverers = in_month(scenario.deliverers, scenario.changes, month)
    signals: list[Row] = []
    truth: list[Row] = []
    for number, (kind, forced) in enumerate(plan, start=1):
        deliverer = _deliverer(deliverers, kind, chance)
        if kind == "ondernemer" and deliverer.sector in NO_BUSINESS and forced is None:
            kind = "ter_plaatse"
        again = kind == "ter_plaatse" and forced is None and chance.random() < scenario.several
        draft = _drafted(kind, deliverer, subjects, chance, forced, again)
        signal_id = f"{month.replace('-', '')}-{number:06d}"
        signals.append(delivered(signal_id, kind, draft, deliverer, month, chance))
        truth.append(truth_of(signal_id, kind, draft, deliverer))
    _know_elsewhere(scenario, subjects, month, (signals, truth))
    return signals, truth


def _know_elsewhere(
    scenario: Scenario, subjects: Subjects, month: str, rows: tuple[list[Row], list[Row]]
) -> None:
    """Put the signals of `scenario.elsewhere` in place of the last ones of the month; the others stay as they are."""
    if month not in scenario.elsewhere.months:
        return
    place = scenario.elsewhere.months.index(month)
    signals, truth = rows
    known = subjects.elsewhere(scenario.elsewhere.persons)[: scenario.elsewhere.persons - place]
    for number, subject in enumerate(known):
        deliverer = scenario.deliverers[(number + place) % len(scenario.deliverers)]
        draft = faultless(subject.person, subject.place)
        draft.errors.append("adres_onbekend")
        at = len(signals) - len(known) + number
        name, chance = signals[at]["signaal_id"], random.Random(f"elders|{month}|{number}")
        signals[at] = delivered(name, "verhuisd", draft, deliverer, month, chance)
        truth[at] = truth_of(name, "verhuisd", draft, deliverer)


def _drafted(
    kind: str,
    deliverer: Deliverer,
    subjects: Subjects,
    chance: random.Random,
    forced: tuple[str, ...] | None,
    again: bool,
) -> Draft:
    """Take a subject and spoil its signal; with forced errors, until one in whom all of them show.

    `again`: somebody whom an earlier signal of the month is about.
    """
    for _ in range(TRIES):
        subject = subjects.again(kind) if again else subjects.take(kind)
        unknown = deliverer.rates["adres_onbekend"] if kind == "verhuisd" and forced is None else 0
        elsewhere = unknown > 0 and chance.random() < unknown
        if elsewhere:
            subject = Subject(subject.person, subjects.home())
        draft = faultless(subject.person, subject.place)
        draft.errors.extend(["adres_onbekend"] * elsewhere)
        _spoil(draft, kind, deliverer, chance, forced)
        complete = _known_parts(subject.person.geboortedatum) == subject.person.geboortedatum
        if forced is None or (complete and set(forced) <= set(draft.errors)):
            return draft
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


def _deliverer(deliverers: Sequence[Deliverer], kind: str, chance: random.Random) -> Deliverer:
    if kind == "garagebox":
        deliverers = tuple(one for one in deliverers if one.sector == "Huur") or deliverers
    return chance.choices(deliverers, [one.share for one in deliverers])[0]


def _spoil(
    draft: Draft,
    kind: str,
    deliverer: Deliverer,
    chance: random.Random,
    forced: tuple[str, ...] | None,
) -> None:
    """Make errors: those forced, or each by its rate at this deliverer."""

    def happens(name: str, factor: float = 1.0) -> bool:
        if forced is not None:
            return name in forced
        return chance.random() < deliverer.rates[name] * factor

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
        draft.datum = deliverer.placeholder
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
