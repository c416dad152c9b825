"""Causes put together in families, so that a finding is left where single causes are too small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.dutch import percent, whole

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "de naam": (
        "NAAM_", "VOORNAAM_", "VOORVOEGSEL_", "ROEPNAAM", "ALLEEN_", "MEDEHOUDER", "BEWIND", "ONDERNEMER",
    ),
    "de geboortedatum": ("GEBOORTEDATUM_",),
    "het adres": ("ADRES_", "VERHUISD_BINNEN_GEMEENTE", "BRIEFADRES"),
    "overleden of vertrokken": ("OVERLEDEN", "VERTROKKEN", "VERHUISD_ANDERE_GEMEENTE"),
    "hoort niet in de levering": (
        "RECHTSPERSOON", "GEEN_WONING", "HERHAALDE_MELDING", "ONDER_DREMPEL", "ACHTERSTAND_",
    ),
    "niet of niet zeker gevonden": (
        "NIET_GEVONDEN", "HUISGENOOT_MOGELIJK", "MEERDERE_KANDIDATEN", "ONVOLDOENDE_GEGEVENS", "GEGEVENS_",
    ),
}  # fmt: skip
"""Family → the beginnings of the codes in it; anything else is `overige`."""

OTHER = "overige oorzaken"


@dataclass(frozen=True)
class Family:
    """`dropped` in all its causes; of those `seen` were looked at, of which `low` to `high` were wrongful.

    `given`: a municipality gave a count of it; else nothing is known, which is not nought.
    """

    name: str
    dropped: int
    seen: int
    low: int
    high: int
    given: bool = True

    @property
    def wrongful(self) -> str:
        """Return how many of those looked at were wrongful, in words."""
        if not self.seen:
            return "–"
        if self.low == self.high:
            return f"{whole(self.low)} ({percent(self.low / self.seen, self.seen)})"
        return f"{whole(self.low)} tot {whole(self.high)} ({percent(self.low / self.seen)} tot {percent(self.high / self.seen)})"


def family_of(code: str) -> str:
    """Return the family of a cause; its longest beginning counts."""
    fits = [
        (len(start), name)
        for name, starts in FAMILIES.items()
        for start in starts
        if code.startswith(start)
    ]
    return max(fits)[1] if fits else OTHER


def families(rows: Sequence[Mapping[str, Any]], whole_country: Mapping[str, Any]) -> list[Family]:
    """Add causes up by family, the largest first. The bounds of each are drawn in by the total: what the others
    can have at most is not in it, and what they have at least is.
    """
    sums: dict[str, list[int]] = {}
    given = {family_of(row["naam"]) for row in rows if row["bestanden"]}
    for row in rows:
        total = sums.setdefault(family_of(row["naam"]), [0, 0, 0, 0])
        seen, low = row["nagekeken"], row["onterecht_van"]
        high = seen if row["onterecht_tot"] is None else min(seen, row["onterecht_tot"])
        for place, value in enumerate((row["uitval"], seen, low, high)):
            total[place] += int(value or 0)
    least, most = whole_country["onterecht_van"] or 0, whole_country["onterecht_tot"]
    covered = sum(one[1] for one in sums.values()) == whole_country["nagekeken"]
    found = []
    for name, (dropped, seen, low, high) in sums.items():
        if covered and most is not None:
            low = max(low, int(least) - sum(v[3] for n, v in sums.items() if n != name))
            high = min(high, int(most) - sum(v[2] for n, v in sums.items() if n != name))
        found.append(Family(name, dropped, seen, low, high, name in given))
    return sorted(found, key=lambda one: (one.name == OTHER, -one.dropped, one.name))
