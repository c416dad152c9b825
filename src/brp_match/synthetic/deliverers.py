"""Deliverers of a scenario: their share of the signals, their forms, and their rates of error."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from brp_match.synthetic.checked import Checked, is_number
from brp_match.synthetic.habits import HABITS, LOWER, Habit
from brp_match.synthetic.rates import SECTORS, error_rates, own_rates

DATE_STYLES = ("%d-%m-%Y", "%-d-%-m-%Y", "%Y-%m-%d", "%Y%m%d")
"""Ways in which a deliverer may write a date."""

PLACEHOLDER = "20000101"
"""What stands for an unknown birth date unless a deliverer has its own (report: 1-1-2000)."""


@dataclass(frozen=True)
class Deliverer:
    """A deliverer: its `share` of the signals and its rate (probability) of every kind of error."""

    name: str
    sector: str
    share: float
    rates: Mapping[str, float]
    placeholder: str
    date_style: str
    habits: tuple[Habit, ...] = ()


@dataclass(frozen=True)
class Change:
    """From month `since` (jjjj-mm) on, this deliverer has these rates."""

    deliverer: str
    since: str
    rates: Mapping[str, float]


def read_deliverers(
    top: Checked, scale: float, overruling: Mapping[str, float]
) -> tuple[Deliverer, ...]:
    """Read the list `vlps`; `scale` as in `ErrorRates.of`; rates of the scenario overrule all.

    Adds a fault for a name given twice and for shares that are not 1 together.
    """
    found = tuple(
        _deliverer(raw, n, top, scale, overruling) for n, raw in enumerate(top.items("vlps"), 1)
    )
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        top.fault("SCENARIO_DUBBEL", "twee vlps hebben dezelfde naam")
    if found and abs(sum(one.share for one in found) - 1) > 0.001:
        top.fault("SCENARIO_SOM", "de aandelen van 'vlps' zijn samen niet 1")
    return found


def read_change(raw: object, number: int, top: Checked, deliverers: Sequence[Deliverer]) -> Change:
    """Read one entry of `veranderingen`: vlp, vanaf, fouten."""
    one = Checked(raw, f"{top.where}, verandering {number}", top.faults)
    name, since = one.text("vlp"), one.text("vanaf")
    if name and name not in {deliverer.name for deliverer in deliverers}:
        one.fault("SCENARIO_VLP", "deze vlp staat niet bij 'vlps'")
    if since and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", since):
        one.fault("SCENARIO_WAARDE", "'vanaf' moet een maand als 2026-11 zijn")
    rates = own_rates(one.raw("fouten"), error_rates().base, one.where, top.faults)
    one.rest()
    return Change(name, since, rates)


def in_month(
    deliverers: Sequence[Deliverer], changes: Sequence[Change], month: str
) -> tuple[Deliverer, ...]:
    """Return the deliverers as they are in `month` (jjjj-mm), later changes over earlier ones."""
    current = {one.name: one for one in deliverers}
    for change in sorted(changes, key=lambda one: one.since):
        if change.since <= month:
            before = current[change.deliverer]
            current[change.deliverer] = replace(before, rates={**before.rates, **change.rates})
    return tuple(current.values())


def times(rates: Mapping[str, float], factor: float, but: Collection[str] = ()) -> dict[str, float]:
    """Return rates times `factor`, at most 1; those of `but`, and what always happens (1), stay as they are."""
    return {
        name: rate if name in but or rate >= 1.0 else min(1.0, rate * factor)
        for name, rate in rates.items()
    }


def _habits(one: Checked) -> tuple[Habit, ...]:
    """Read `gewoonten`: names, or name → share of the rows."""
    found = []
    for raw in one.items("gewoonten", needed=False):
        name, share = next(iter(raw.items())) if isinstance(raw, dict) and raw else (raw, 1.0)
        if name not in HABITS and name not in LOWER:
            one.fault("SCENARIO_GEWOONTE", f"'{name}' is geen gewoonte")
        elif not is_number(share) or not 0 < float(share) <= 1:
            one.fault(
                "SCENARIO_WAARDE", f"het aandeel van '{name}' moet boven 0 en hoogstens 1 zijn"
            )
        else:
            found.append(Habit(str(name), float(share)))
    return tuple(found)


def _deliverer(
    raw: object, number: int, top: Checked, scale: float, overruling: Mapping[str, float]
) -> Deliverer:
    one = Checked(raw, f"{top.where}, vlp {number}", top.faults)
    rates = error_rates()
    sector = one.text("sector")
    if sector and sector not in SECTORS:
        one.fault("SCENARIO_SECTOR", "een vlp heeft geen bekende sector")
    style = one.text("datumvorm", DATE_STYLES[0])
    if style not in DATE_STYLES:
        one.fault("SCENARIO_WAARDE", f"'datumvorm' is een van: {', '.join(DATE_STYLES)}")
    placeholder = one.text("standaarddatum", PLACEHOLDER)
    if not re.fullmatch(r"\d{8}", placeholder):
        one.fault("SCENARIO_WAARDE", "'standaarddatum' moet acht cijfers zijn, tussen quotes")
    own = own_rates(one.raw("fouten", needed=False), rates.base, one.where, top.faults)
    found = Deliverer(
        name=one.text("naam"), sector=sector, share=one.number("aandeel", 0, 1),
        rates=rates.of(sector, {**own, **overruling}, one.number("schaal", 0, 10, 1.0) * scale),
        placeholder=placeholder, date_style=style, habits=_habits(one),
    )  # fmt: skip
    one.rest()
    return found
