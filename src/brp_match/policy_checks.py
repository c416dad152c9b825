"""Values of a policy checked against its keys, and brought into the one form a policy keeps them in. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.dutch import whole
from brp_match.policy_keys import EVERY_SECTOR, KEYS, RULED, SECTORS, Key

_STATUS_WORDS = "niet opgepakt: "


@dataclass(frozen=True)
class KeyFault:
    """What is wrong with the value of a key, in Dutch; `line`: the sector or outcome of a table it is about.

    The sentence calls the key by its name in quotes.
    """

    key: str
    said: str
    line: str = ""


def plain(key: Key, value: Any) -> Any:
    """Return a value that has no fault in the one form a policy keeps it in."""
    if key.kind == "choice":
        return _word(key, value)
    if key.kind == "number":
        return float(value)
    if key.kind == "amounts":
        return {sector: float(amount) for sector, amount in _by_sector(value).items()}
    if key.kind == "partners":
        return {" ".join(name.split()): float(amount) for name, amount in value.items()}
    if key.kind == "rulings":
        return {ending: _word(key, word) for ending, word in value.items()}
    if key.kind == "days":
        return {sector: _span(days) for sector, days in _by_sector(value).items()}
    return value


def faults_of(values: Mapping[str, Any]) -> list[KeyFault]:
    """Return what is wrong, in the order of KEYS: missing, of a wrong type, out of bounds, or at odds with another."""
    found = [fault for key in KEYS for fault in _CHECKS[key.kind](key, values.get(key.name))]
    wrong = {fault.key for fault in found} & {"review", "false_match", "missed_resident"}
    if not wrong and values["review"] >= min(values["false_match"], values["missed_resident"]):
        found.append(KeyFault("review", "'review' moet lager zijn dan de kosten van een fout"))
    return found


def dutch(number: float) -> str:
    """Write a number as it is read in Dutch: 0,001 and 1.000.000.000."""
    if number == int(number):
        return whole(int(number))
    return f"{number}".replace(".", ",")


def _number(key: Key, value: Any) -> Iterator[KeyFault]:
    if not _between(value, key.low, key.high):
        said = f"'{key.name}' moet een getal van {dutch(key.low)} tot {dutch(key.high)} zijn"
        yield KeyFault(key.name, said)


def _whole(key: Key, value: Any) -> Iterator[KeyFault]:
    if isinstance(value, float) and _between(value, key.low, key.high):
        yield KeyFault(key.name, f"'{key.name}' moet een heel getal zijn")
    else:
        yield from _number(key, value)


def _choice(key: Key, value: Any) -> Iterator[KeyFault]:
    if not (isinstance(value, str) and _word(key, value) in key.choices):
        said = " of ".join(filter(None, [", ".join(key.choices[:-1]), key.choices[-1]]))
        yield KeyFault(key.name, f"'{key.name}' is {said}")


def _amounts(key: Key, value: Any) -> Iterator[KeyFault]:
    return _lines(key, value, lambda one: _between(one, key.low, key.high),
                  f"een bedrag van {dutch(key.low)} tot {dutch(key.high)} euro")  # fmt: skip


_MOST_PARTNERS, _LONGEST_NAME = 500, 80


def _partners(key: Key, value: Any) -> Iterator[KeyFault]:
    if not isinstance(value, dict) or len(value) > _MOST_PARTNERS:
        yield KeyFault(key.name, f"'{key.name}' is een tabel: per vastelastenpartner een bedrag")
        return
    for name, amount in value.items():
        plain = " ".join(name.split())
        if not plain or len(plain) > _LONGEST_NAME or not plain.isprintable():
            said = f"'{key.name}': een naam heeft 1 tot {_LONGEST_NAME} gewone tekens"
            yield KeyFault(key.name, said, name)
        elif not _between(amount, key.low, key.high):
            said = f"'{key.name}': '{plain}' moet een bedrag van {dutch(key.low)} tot {dutch(key.high)} euro zijn"
            yield KeyFault(key.name, said, name)


def _days(key: Key, value: Any) -> Iterator[KeyFault]:
    return _lines(key, value, lambda one: _span_holds(one, key.high),
                  f"[van, tot] in hele dagen, van 0 tot {dutch(key.high)}")  # fmt: skip


def _lines(key: Key, value: Any, holds: Callable[[Any], bool], wanted: str) -> Iterator[KeyFault]:
    """Faults of a table by sector, in which `holds` tells whether a value will do."""
    table = _by_sector(value)
    if not isinstance(table, dict):
        yield KeyFault(key.name, f"'{key.name}' is een tabel: per sector {wanted}")
        return
    for sector in sorted(str(sector) for sector in table if sector not in SECTORS):
        known = ", ".join(SECTORS)
        said = f"'{key.name}': de sector '{sector[:40]}' bestaat niet; kies uit {known}"
        yield KeyFault(key.name, said, sector)
    for sector, one in table.items():
        if sector in SECTORS and not holds(one):
            yield KeyFault(key.name, f"'{key.name}': '{sector}' moet {wanted} zijn", sector)


def _rulings(key: Key, value: Any) -> Iterator[KeyFault]:
    if not isinstance(value, dict):
        yield KeyFault(
            key.name, f"'{key.name}' is een tabel: per uitkomst {' of '.join(key.choices)}"
        )
        return
    for ending, word in value.items():
        if ending not in RULED:
            yield KeyFault(
                key.name,
                f"'{key.name}': over de uitkomst '{str(ending)[:40]}' kan niets worden gekozen; "
                f"kies uit {', '.join(RULED)}",
                str(ending),
            )
        elif not (isinstance(word, str) and _word(key, word) in RULED[ending]):
            said = f"'{key.name}': '{ending}' is {' of '.join(RULED[ending])}"
            yield KeyFault(key.name, said, ending)


_CHECKS: dict[str, Callable[[Key, Any], Iterator[KeyFault]]] = {
    "number": _number, "whole": _whole, "choice": _choice, "amounts": _amounts, "days": _days,
    "partners": _partners, "rulings": _rulings,
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
