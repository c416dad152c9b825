"""Every key of the policy: its kind, its bounds, and what it means in plain Dutch. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.model import Sector

EVERY_SECTOR = "alle"
"""In a table by sector: every sector that has no line of its own."""

_SECTORS = (*(str(sector) for sector in Sector), EVERY_SECTOR)

_HIGHEST_AMOUNT, _MOST_DAYS = 1_000_000, 3_660


@dataclass(frozen=True)
class Key:
    """One key: `kind` is number, whole, choice, amounts or days; `low` and `high` bound a number,
    `choices` are the words of a choice. `title` and `meaning` stand on the policy page."""

    name: str
    kind: str
    title: str
    meaning: str
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()


KEYS = (
    Key("false_match", "number", "Kosten van een verkeerde koppeling",
        "Een brief over schulden aan de verkeerde persoon, een datalek. In beoordelingen.", 0.001, 1e9),
    Key("missed_resident", "number", "Kosten van een gemiste inwoner",
        "Een inwoner die ten onrechte geen hulp krijgt. In beoordelingen.", 0.001, 1e9),
    Key("review", "number", "Kosten van een beoordeling", "Een paar minuten van een medewerker.", 0.0001, 1e9),
    Key("moved_within", "choice", "Verhuisd binnen de gemeente",
        "Wat er gebeurt met een signaal op het vorige adres van een inwoner. De landelijke regel is oppakken.",
        choices=("pick_up", "review", "reject")),
    Key("minor_below", "whole", "Minderjarig onder", "Wie jonger is, bekijkt een medewerker. In jaren.", 0, 30),
    Key("threshold", "amounts", "Drempelbedrag",
        "Een signaal met een lager bedrag pakt u niet op. In euro, per sector.", 0, _HIGHEST_AMOUNT),
    Key("arrears_days", "days", "Ouderdom van de achterstand",
        "Een achterstand die jonger of ouder is pakt u niet op. In dagen tot de signaaldatum, per sector.",
        0, _MOST_DAYS),
    Key("repeat_within_days", "whole", "Herhaalde melding binnen",
        "Zo lang na het oppakken geldt een signaal over dezelfde inwoner, van dezelfde vastelastenpartner en "
        "niet hoger, als herhaald. In dagen; 0 is nooit.", 0, _MOST_DAYS),
    Key("legal_person", "choice", "Rechtspersoon",
        "Met review bekijkt een medewerker een rechtspersoon waarin de naam van een inwoner staat, met adres of "
        "geboortedatum: die kan persoonlijk aansprakelijk zijn. Met reject valt elke rechtspersoon uit.",
        choices=("review", "reject")),
    Key("legal_person_status", "choice", "Terugkoppeling bij een rechtspersoon",
        "DDAS 1.2 zegt onterecht signaal, versie 0.9 andere reden.", choices=("onterecht_signaal", "andere_reden")),
    Key("garage_box_status", "choice", "Terugkoppeling bij een garagebox",
        "DDAS noemt dit niet. Andere reden, tot de NVVK er een uitspraak over doet.",
        choices=("onterecht_signaal", "andere_reden")),
    Key("ddas_status", "rulings", "Eigen uitspraken over de terugkoppeling",
        "Wat de vastelastenpartner bij een uitkomst hoort, waar uw gemeente anders oordeelt dan de standaard.",
        choices=("onterecht_signaal", "andere_reden")),
    Key("shv", "choice", "Bekend bij schuldhulpverlening",
        "Met review bevestigt een medewerker dat de inwoner bekend is. Met ignore telt het niet mee.",
        choices=("review", "ignore")),
    Key("matching_period", "choice", "Periode van een zaak",
        "Signalen over één inwoner in deze periode zijn één zaak.", choices=("month", "week", "quarter")),
    Key("audit_sample", "number", "Steekproef uit de uitval",
        "Deel van de afgewezen signalen dat een medewerker bekijkt. Van 0 tot 1.", 0, 1),
    Key("minimum_cell", "whole", "Kleinste aantal naar buiten",
        "Een aantal of percentage voor anderen gaat over ten minste zo veel signalen.", 2, 10_000),
    Key("feedback_version", "choice", "Versie van de terugkoppeling",
        "De standaard waarvan de woorden komen.", choices=("ddas-1.2",)),
    Key("seed", "whole", "Beginwaarde van de loting", "Bepaalt welke signalen in de steekproef komen.", 0, 2**31),
)  # fmt: skip
"""The keys in the order of policy.toml."""

RULED = {
    "herhaalde_melding": ("onterecht_signaal", "andere_reden"),
    "onder_drempel": ("andere_reden",),
    "achterstand_te_jong": ("andere_reden",),
    "achterstand_te_oud": ("andere_reden",),
    "overleden": ("andere_reden",),
    "andere_gemeente": ("andere_reden",),
    "bekend_bij_shv": ("andere_reden",),
}
"""Outcome → the words a municipality may say in the place of the standard's. Never one that says more."""

_STATUS_WORDS = "niet opgepakt: "


def plain(key: Key, value: Any) -> Any:
    """Return a value that has no fault in the one form a policy keeps it in."""
    if key.kind == "choice":
        return _word(key, value)
    if key.kind == "number":
        return float(value)
    if key.kind == "amounts":
        return {sector: float(amount) for sector, amount in _by_sector(value).items()}
    if key.kind == "rulings":
        return {ending: _word(key, word) for ending, word in value.items()}
    if key.kind == "days":
        return {sector: _span(days) for sector, days in _by_sector(value).items()}
    return value


def faults_of(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong, in Dutch and by key, of every key that is missing, of a wrong type or out of bounds."""
    return [said for key in KEYS for said in _CHECKS[key.kind](key, values.get(key.name))]


def _number(key: Key, value: Any) -> list[str]:
    if not _between(value, key.low, key.high):
        return [f"'{key.name}' moet een getal van {_dutch(key.low)} tot {_dutch(key.high)} zijn"]
    return []


def _whole(key: Key, value: Any) -> list[str]:
    if isinstance(value, float) and _between(value, key.low, key.high):
        return [f"'{key.name}' moet een heel getal zijn"]
    return _number(key, value)


def _choice(key: Key, value: Any) -> list[str]:
    if isinstance(value, str) and _word(key, value) in key.choices:
        return []
    said = " of ".join(filter(None, [", ".join(key.choices[:-1]), key.choices[-1]]))
    return [f"'{key.name}' is {said}"]


def _amounts(key: Key, value: Any) -> list[str]:
    return _lines(key, value, lambda one: _between(one, key.low, key.high),
                  f"een bedrag van {_dutch(key.low)} tot {_dutch(key.high)} euro")  # fmt: skip


def _days(key: Key, value: Any) -> list[str]:
    return _lines(key, value, lambda one: _span_holds(one, key.high),
                  f"[van, tot] in hele dagen, van 0 tot {_dutch(key.high)}")  # fmt: skip


def _lines(key: Key, value: Any, holds: Callable[[Any], bool], wanted: str) -> list[str]:
    """Faults of a table by sector, in which `holds` tells whether a value will do."""
    table = _by_sector(value)
    if not isinstance(table, dict):
        return [f"'{key.name}' is een tabel: per sector {wanted}"]
    unknown = sorted(str(sector) for sector in table if sector not in _SECTORS)
    faults = [
        f"'{key.name}': de sector '{sector[:40]}' bestaat niet; kies uit {', '.join(_SECTORS)}"
        for sector in unknown
    ]
    return faults + [
        f"'{key.name}': '{sector}' moet {wanted} zijn"
        for sector, one in table.items()
        if sector in _SECTORS and not holds(one)
    ]


def _rulings(key: Key, value: Any) -> list[str]:
    if not isinstance(value, dict):
        return [f"'{key.name}' is een tabel: per uitkomst {' of '.join(key.choices)}"]
    faults = [
        f"'{key.name}': over de uitkomst '{str(ending)[:40]}' kan niets worden gekozen; kies uit {', '.join(RULED)}"
        for ending in value
        if ending not in RULED
    ]
    return faults + [
        f"'{key.name}': '{ending}' is {' of '.join(RULED[ending])}"
        for ending, word in value.items()
        if ending in RULED and not (isinstance(word, str) and _word(key, word) in RULED[ending])
    ]


_CHECKS: dict[str, Callable[[Key, Any], list[str]]] = {
    "number": _number, "whole": _whole, "choice": _choice, "amounts": _amounts, "days": _days,
    "rulings": _rulings,
}  # fmt: skip


def _by_sector(value: Any) -> Any:
    """One number, or one span, is that of every sector."""
    return value if isinstance(value, dict) and not _is_span(value) else {EVERY_SECTOR: value}


def _is_span(value: dict[str, Any]) -> bool:
    return bool(value) and value.keys() <= {"from", "to"}


def _span(value: Any) -> tuple[int, int | None]:
    """`[30, 100]`, `[30]` or `{from = 30, to = 100}` as (30, 100), (30, None), (30, 100)."""
    if isinstance(value, dict):
        return value.get("from", 0), value.get("to")
    return value[0], value[1] if len(value) > 1 else None


def _span_holds(value: Any, most: float) -> bool:
    if isinstance(value, dict):
        if not _is_span(value):
            return False
    elif not isinstance(value, list | tuple) or not 1 <= len(value) <= 2:
        return False
    low, high = _span(value)
    whole = [one for one in (low, high) if one is not None]
    if not all(isinstance(one, int) and _between(one, 0, most) for one in whole):
        return False
    return low is not None and (high is None or low <= high)


def _between(value: Any, low: float, high: float) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and bool(low <= value <= high)
    )


def _word(key: Key, value: str) -> str:
    """A choice as we write it; a DDAS status may also be written as the standard does."""
    text = value.strip()
    if key.name.endswith("_status") and text.lower().startswith(_STATUS_WORDS):
        text = text[len(_STATUS_WORDS) :]
    return text.lower().replace(" ", "_") if key.name.endswith("_status") else text


def _dutch(number: float) -> str:
    """Write a bound as it is read in Dutch: 0,001 and 1.000.000.000."""
    if number == int(number):
        return f"{int(number):,}".replace(",", ".")
    return f"{number}".replace(".", ",")
