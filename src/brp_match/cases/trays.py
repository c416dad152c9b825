"""Where a case goes: the rules of a municipality put every matched case in one named tray, and say why. Pure.

No case is dropped by capacity: what does not fit goes to the next tray and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from brp_match.cases.facts import Case
from brp_match.cases.tray_rules import CONDITIONS, TrayFacts, facts_of


@dataclass(frozen=True)
class Tray:
    """A tray. `capaciteit`: cases a period, None for no limit; `overloop`: a later tray for what does not fit;
    `aanvullen`: trays of which the highest amounts take the places that are left."""

    naam: str
    uitleg: str = ""
    capaciteit: int | None = None
    overloop: str = ""
    aanvullen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """The first rule of which every condition holds names the tray. `als`: key of CONDITIONS → value."""

    naam: str
    bakje: str
    als: Mapping[str, Any]


@dataclass(frozen=True)
class Way:
    """One municipality's way of working, as its file has it."""

    naam: str
    titel: str
    bron: str
    bakjes: tuple[Tray, ...]
    regels: tuple[Rule, ...]


@dataclass(frozen=True)
class Placed:
    """Where a case stands and why: the rule, the facts it looked at, and each step since by capacity."""

    bakje: str
    regel: str
    feiten: tuple[str, ...]
    stappen: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """One line of plain Dutch."""
        facts = f": {', '.join(self.feiten)}" if self.feiten else ""
        return "; ".join([f"{self.regel}{facts}", *self.stappen])


def rule_of(facts: TrayFacts, way: Way) -> Rule:
    """Return the first rule that holds. The last rule of a way asks nothing, so there always is one."""
    return next(
        rule
        for rule in way.regels
        if all(CONDITIONS[key].holds(facts, value) for key, value in rule.als.items())
    )


def chosen(facts: TrayFacts, way: Way) -> Placed:
    """Return the tray that the rules name, and by which facts."""
    rule = rule_of(facts, way)
    said = tuple(CONDITIONS[key].says(facts, value) for key, value in rule.als.items())
    return Placed(rule.bakje, rule.naam, said)


def has_tray(case: Case, way: Way) -> bool:
    """A case that is matched, and one in doubt that a rule sends aside because debt counselling knows the resident."""
    if case.besluit == "review" and case.bekend_bij_shv == "ja":
        rule = rule_of(facts_of(case), way)
        return "bekend_bij_shv" in rule.als
    return case.besluit == "match"


def place_cases(cases: Sequence[Case], way: Way) -> dict[str, Placed]:
    """Return zaak_id → place, over the cases of each matching period apart."""
    placed = {case.zaak_id: chosen(facts_of(case), way) for case in cases}
    for period in sorted({case.period for case in cases}):
        of_period = sorted((case for case in cases if case.period == period), key=_first)
        _overflow(of_period, way, placed)
        _fill(of_period, way, placed)
    return placed


def _first(case: Case) -> tuple[Any, ...]:
    """Who goes first where not everybody fits: crisis, an end of supply, then the highest amount."""
    return (
        not case.crisis, not case.eindelevering, -case.bedrag, case.uiterste_dag or date.max, case.zaak_id,
    )  # fmt: skip


def _overflow(cases: Sequence[Case], way: Way, placed: dict[str, Placed]) -> None:
    """Move what does not fit on; a tray overflows only into a later one, so one pass does it."""
    for tray in way.bakjes:
        if tray.capaciteit is None:
            continue
        inside = [case for case in cases if placed[case.zaak_id].bakje == tray.naam]
        for case in inside[tray.capaciteit :]:
            was = placed[case.zaak_id]
            said = f"{tray.naam} is vol ({tray.capaciteit}), daarom {tray.overloop}"
            placed[case.zaak_id] = replace(was, bakje=tray.overloop, stappen=(*was.stappen, said))


def _fill(cases: Sequence[Case], way: Way, placed: dict[str, Placed]) -> None:
    for tray in way.bakjes:
        if tray.capaciteit is None or not tray.aanvullen:
            continue
        left = tray.capaciteit - sum(placed[case.zaak_id].bakje == tray.naam for case in cases)
        asked = [case for case in cases if placed[case.zaak_id].bakje in tray.aanvullen]
        for case in asked[: max(0, left)]:
            was = placed[case.zaak_id]
            said = f"in {tray.naam} was nog plaats"
            placed[case.zaak_id] = replace(was, bakje=tray.naam, stappen=(*was.stappen, said))
