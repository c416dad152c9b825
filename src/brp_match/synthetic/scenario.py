"""Scenarios: a municipality, its deliverers and their errors, as YAML in `benchmarks/scenarios/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.content.files import read_yaml
from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import content_root
from brp_match.synthetic.checked import Checked
from brp_match.synthetic.deliverers import Change, Deliverer, read_change, read_deliverers, times
from brp_match.synthetic.names import ORIGINS
from brp_match.synthetic.rates import ERRORS_FILE, SUPPLIERS_FILE, error_rates, own_rates

KINDS = (
    "ter_plaatse", "verhuisd", "vertrokken", "overleden", "familielid", "vreemde", "vorige_bewoner",
    "ondernemer", "rechtspersoon", "garagebox",
)  # fmt: skip
"""Kinds of truth: who a signal is about."""

HELP_DUE = frozenset({"ter_plaatse", "verhuisd", "ondernemer"})
"""Kinds whose person must be helped; dropping one of these is a wrongful drop-out."""

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

CALIBRATION_FILE = "ijking.yaml"
"""What is published, and which scenario must come to it: see `calibration`."""

STANDARD = "standaard"
"""In a scenario `vlps: standaard` takes the deliverers of `vlps.yaml`."""


@dataclass(frozen=True)
class Fixed:
    """So many signals of one kind with exactly these errors."""

    kind: str
    errors: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Elsewhere:
    """So many people (`persons`) whom in each of these months a deliverer knows at one home where the register has
    them not; in each month after the first one person fewer, so that one deliverer alone knows the last."""

    persons: int
    months: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """One made-up municipality and one month.

    Shares are probabilities that sum to 1. `shared_homes`: share of households that live at an
    address with many others (rooms, institutions); `several`: share of signals at their own address
    that are about somebody whom another signal of the month is about too; `changes`: deliverers
    whose rates change from a month on; `elsewhere`: people whom deliverers know where the register does not.
    """

    name: str
    title: str
    residents: int
    signals: int
    gemeente: str
    month: str
    origins: Mapping[str, float]
    kinds: Mapping[str, float]
    deliverers: tuple[Deliverer, ...]
    fixed: tuple[Fixed, ...]
    shared_homes: float = 0.01
    several: float = 0.0
    changes: tuple[Change, ...] = ()
    elsewhere: Elsewhere = Elsewhere(0, ())


def scenario_names() -> tuple[str, ...]:
    """Names of the shipped scenarios, in alphabetical order."""
    return tuple(
        path.stem
        for path in sorted(content_root("scenarios").glob("*.yaml"))
        if path.name not in (ERRORS_FILE, SUPPLIERS_FILE, CALIBRATION_FILE)
    )


def load_scenario(name: str | Path) -> Scenario:
    """Read a shipped scenario by name, or a YAML file by path.

    Raises BrpMatchError with every fault: unknown scenario, key, origin, sector, kind or error;
    a value of another type or out of bounds; shares that do not sum to 1 (± 0.001); a rate
    without its source.
    """
    path = name if isinstance(name, Path) else content_root("scenarios") / f"{name}.yaml"
    if not path.is_file() or (not isinstance(name, Path) and name not in scenario_names()):
        known = ", ".join(scenario_names())
        raise BrpMatchError(
            "SCENARIO_ONBEKEND", path.stem, f"dit scenario bestaat niet; er zijn: {known}"
        )
    faults: list[Fault] = []
    top = Checked(read_yaml(path), path.name, faults)
    scenario = _scenario(top)
    if top.has("signalen"):
        _sums(scenario, top)
    top.rest()
    if faults:
        raise BrpMatchError.from_faults(faults)
    return scenario


def _scenario(top: Checked) -> Scenario:
    top.text("toelichting", "-")
    scale = top.number("schaal", 0, 10, 1.0)
    rates = own_rates(top.raw("fouten", needed=False), error_rates().base, top.where, top.faults)
    if top.has("vlps") and top.raw("vlps") == STANDARD:
        path = content_root("scenarios") / SUPPLIERS_FILE
        shared = Checked(read_yaml(path), path.name, top.faults)
        deliverers = read_deliverers(shared, scale, rates)
        shared.rest()
    else:
        deliverers = read_deliverers(top, scale, rates)
    deliverers = _calibrated(deliverers, top)
    month = top.text("maand")
    if month and not MONTH.fullmatch(month):
        top.fault("SCENARIO_WAARDE", "'maand' moet een maand als 2026-11 zijn")
    gemeente = top.text("gemeente")
    if gemeente and not re.fullmatch(r"\d{4}", gemeente):
        top.fault(
            "SCENARIO_WAARDE", "'gemeente' moet een code van vier cijfers zijn, tussen quotes"
        )
    return Scenario(
        name=top.text("naam"),
        title=top.text("titel"),
        residents=top.whole("inwoners", 500, 20_000_000),
        signals=top.whole("signalen", 1, 1_000_000),
        gemeente=gemeente,
        month=month,
        origins=top.shares("herkomst", ORIGINS, "SCENARIO_HERKOMST", needed=True),
        kinds=top.shares("soorten", KINDS, "SCENARIO_SOORT", needed=False),
        deliverers=deliverers,
        fixed=tuple(
            _fixed(one, n, top) for n, one in enumerate(top.items("vast", needed=False), 1)
        ),
        shared_homes=top.number("gedeeld", 0, 0.5, 0.01),
        several=top.number("meer_vlps", 0, 0.9, 0.0),
        changes=tuple(
            read_change(one, n, top, deliverers)
            for n, one in enumerate(top.items("veranderingen", needed=False), 1)
        ),
        elsewhere=_elsewhere(top),
    )


def _elsewhere(top: Checked) -> Elsewhere:
    if not top.has("elders_bekend"):
        return Elsewhere(0, ())
    one = Checked(top.raw("elders_bekend"), f"{top.where}, elders_bekend", top.faults)
    months = tuple(str(month) for month in one.items("maanden"))
    if not all(MONTH.fullmatch(month) for month in months):
        one.fault("SCENARIO_WAARDE", "'maanden' zijn maanden als 2026-11")
    found = Elsewhere(one.whole("personen", 1, 1000), months)
    one.text("bron")
    one.rest()
    return found


def _calibrated(deliverers: tuple[Deliverer, ...], top: Checked) -> tuple[Deliverer, ...]:
    """Apply `ijking` (maal, niet, bron): every rate times `maal`, but those of `niet`."""
    if not top.has("ijking"):
        return deliverers
    one = Checked(top.raw("ijking"), f"{top.where}, ijking", top.faults)
    factor = one.number("maal", 0, 10)
    but = [str(name) for name in one.items("niet", needed=False)]
    for name in sorted(set(but) - set(error_rates().base)):
        one.fault("SCENARIO_FOUT", f"de fout '{name}' staat niet in {ERRORS_FILE}")
    one.text("bron")
    one.rest()
    return tuple(replace(each, rates=times(each.rates, factor, but)) for each in deliverers)


def rescaled(scenario: Scenario, errors: float = 1.0, others: float = 1.0) -> Scenario:
    """Return the scenario with every rate of error times `errors`, and the share of every kind of signal but those
    about a resident at the address times `others`. Counts that are given (`fixed`) stay as they are.
    """
    kinds = {
        kind: share if kind == KINDS[0] else share * others
        for kind, share in scenario.kinds.items()
    }
    if kinds:
        kinds[KINDS[0]] = max(
            0.0, 1.0 - sum(share for kind, share in kinds.items() if kind != KINDS[0])
        )
    return replace(
        scenario,
        kinds=kinds,
        deliverers=tuple(replace(o, rates=times(o.rates, errors)) for o in scenario.deliverers),
        changes=tuple(replace(o, rates=times(o.rates, errors)) for o in scenario.changes),
    )


def _fixed(raw: object, number: int, top: Checked) -> Fixed:
    one = Checked(raw, f"{top.where}, vast {number}", top.faults)
    kind = one.text("soort")
    if kind and kind not in KINDS:
        one.fault("SCENARIO_SOORT", f"'{kind}' is geen soort signaal")
    errors = tuple(str(name) for name in one.items("fouten", needed=False))
    for name in sorted(set(errors) - set(error_rates().base)):
        one.fault("SCENARIO_FOUT", f"de fout '{name}' staat niet in {ERRORS_FILE}")
    count = one.whole("aantal", 1, 1_000_000)
    one.rest()
    return Fixed(kind, errors, count)


def _sums(scenario: Scenario, top: Checked) -> None:
    total = sum(one.count for one in scenario.fixed)
    if total > scenario.signals:
        top.fault("SCENARIO_SOM", "'vast' telt meer signalen dan 'signalen'")
    if not scenario.kinds and total != scenario.signals:
        top.fault("SCENARIO_SOM", "zonder 'soorten' moet 'vast' alle signalen noemen")
