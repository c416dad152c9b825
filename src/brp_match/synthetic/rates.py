"""Rates of error: of every kind, changed by sector and by deliverer (`fouten.yaml`, `vlps.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brp_match.content.files import read_yaml
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Sector
from brp_match.settings import content_root
from brp_match.synthetic.checked import Checked, is_number
from brp_match.synthetic.names import ORIGINS

ERRORS_FILE, SUPPLIERS_FILE = "fouten.yaml", "vlps.yaml"

SECTORS = tuple(str(sector) for sector in Sector)


@dataclass(frozen=True)
class ErrorRates:
    """Probability of every kind of error, what a sector changes, and factors by origin of the name.

    `base`: kind → probability; `sectors`: sector → kind → probability; `origins`: kind → origin →
    factor (1 where absent).
    """

    base: Mapping[str, float]
    sectors: Mapping[str, Mapping[str, float]]
    origins: Mapping[str, Mapping[str, float]]

    def of(self, sector: str, own: Mapping[str, float], scale: float) -> dict[str, float]:
        """Rates of a deliverer: the base times `scale`, or else its sector's, or else its own."""
        scaled = {name: min(rate * scale, 1.0) for name, rate in self.base.items()}
        return {**scaled, **self.sectors.get(sector, {}), **own}


@cache
def error_rates() -> ErrorRates:
    """Read `fouten.yaml`. Raises BrpMatchError with every fault in it."""
    return read_error_rates(content_root("scenarios") / ERRORS_FILE)


def read_error_rates(path: Path) -> ErrorRates:
    """Read a file of error rates; each rate needs a `bron` (report, standard, or a guess)."""
    faults: list[Fault] = []
    top = Checked(read_yaml(path), path.name, faults)
    base: dict[str, float] = {}
    origins: dict[str, dict[str, float]] = {}
    kinds = top.raw("fouten")
    for name in kinds if isinstance(kinds, Mapping) else ():
        one = Checked(kinds[name], f"{path.name}, {name}", faults)
        base[str(name)] = one.number("kans", 0, 1)
        one.text("bron")
        factors = one.raw("herkomst", needed=False) or {}
        if not isinstance(factors, Mapping) or not all(
            origin in ORIGINS and is_number(factor) and factor >= 0
            for origin, factor in factors.items()
        ):
            one.fault(
                "SCENARIO_HERKOMST", "'herkomst' moet een bekende herkomst met een factor zijn"
            )
            factors = {}
        origins[str(name)] = {str(origin): float(factor) for origin, factor in factors.items()}
        one.rest()
    sectors: dict[str, dict[str, float]] = {}
    changed = top.raw("sectoren", needed=False) or {}
    for sector in changed if isinstance(changed, Mapping) else ():
        if sector not in SECTORS:
            top.fault("SCENARIO_SECTOR", "'sectoren' noemt een onbekende sector")
        sectors[str(sector)] = own_rates(changed[sector], base, f"{path.name}, {sector}", faults)
    top.rest()
    if faults:
        raise BrpMatchError.from_faults(faults)
    return ErrorRates(base, sectors, origins)


def own_rates(
    raw: object, known: Mapping[str, float], where: str, faults: list[Fault]
) -> dict[str, float]:
    """Read `{soort fout: {kans, bron}}`; None is an empty set. Adds a fault for everything wrong."""
    found: dict[str, float] = {}
    if raw is None:
        return found
    if not isinstance(raw, Mapping):
        faults.append(
            Fault("SCENARIO_VORM", where, "'fouten' moet soorten fout met een kans hebben")
        )
        return found
    for name, value in raw.items():
        if name not in known:
            faults.append(
                Fault("SCENARIO_FOUT", where, f"de fout '{name}' staat niet in {ERRORS_FILE}")
            )
        one = Checked(value, f"{where}, {name}", faults)
        found[str(name)] = one.number("kans", 0, 1)
        one.text("bron")
        one.rest()
    return found
