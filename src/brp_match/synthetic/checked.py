"""Typed reading of one YAML mapping: every fault is collected, none is passed over."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from brp_match.errors import Fault


class Checked:
    """One mapping being read. Each reader returns a usable value and adds a fault when it is wrong.

    `where` names the file and the place in it; a fault never repeats a value. Keys that nobody
    asked for are faults of their own, told by `rest`.
    """

    def __init__(self, raw: object, where: str, faults: list[Fault]) -> None:
        self.where, self.faults = where, faults
        self._raw: Mapping[str, Any] = {}
        if isinstance(raw, Mapping) and all(isinstance(key, str) for key in raw):
            self._raw = raw
        else:
            self.fault("SCENARIO_VORM", "hier hoort een lijst van sleutels")
        self._asked: set[str] = set()

    def fault(self, code: str, detail: str) -> None:
        """Add a fault at this place."""
        self.faults.append(Fault(code, self.where, detail))

    def has(self, key: str) -> bool:
        """Tell whether the key is given."""
        return key in self._raw

    def raw(self, key: str, *, needed: bool = True) -> Any:
        """Return the value as it stands; a missing key is a fault when it is needed."""
        self._asked.add(key)
        if needed and self._raw.get(key) is None:
            self.fault("SCENARIO_ONTBREEKT", f"de sleutel '{key}' ontbreekt")
        return self._raw.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; needed when there is no default."""
        value = self.raw(key, needed=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.fault("SCENARIO_WAARDE", f"'{key}' moet een tekst zijn")
            return default or ""
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from `low` to `high`; needed when there is no default."""
        value = self.raw(key, needed=default is None)
        if value is None:
            return low if default is None else default
        if is_number(value) and low <= value <= high:
            return float(value)
        self.fault("SCENARIO_WAARDE", f"'{key}' moet een getal van {low:g} tot {high:g} zijn")
        return low if default is None else default

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        value = self.number(key, low, high)
        if value != int(value):
            self.fault("SCENARIO_WAARDE", f"'{key}' moet een heel getal zijn")
        return int(value)

    def items(self, key: str, *, needed: bool = True) -> list[Any]:
        """Return a list, empty when it is absent."""
        value = self.raw(key, needed=needed)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault("SCENARIO_VORM", f"'{key}' moet een lijst zijn")
            return []
        return value

    def shares(
        self, key: str, known: Collection[str], code: str, *, needed: bool
    ) -> dict[str, float]:
        """Return shares (0 to 1, together 1 ± 0.001) of known names, empty when absent."""
        value = self.raw(key, needed=needed)
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not all(is_number(one) for one in value.values()):
            self.fault("SCENARIO_VORM", f"'{key}' moet namen met een aandeel hebben")
            return {}
        for name in sorted(str(one) for one in value if one not in known):
            self.fault(code, f"'{name}' bij '{key}' bestaat niet")
        if any(one < 0 for one in value.values()) or abs(sum(value.values()) - 1) > 0.001:
            self.fault("SCENARIO_SOM", f"de aandelen van '{key}' zijn samen niet 1")
        return {str(name): float(one) for name, one in value.items()}

    def rest(self) -> None:
        """Tell every key that was given but never asked for."""
        for key in sorted(set(self._raw) - self._asked):
            self.fault("SCENARIO_ONBEKEND", f"de sleutel '{key}' bestaat niet")


def is_number(value: object) -> bool:
    """Tell whether a YAML value is a real, finite number (true and false are not)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
