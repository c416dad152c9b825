"""The counts of one municipality that may go out, and every sum that holds among them. Keys: see `keys`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brp_match.benchmark.export.keys import (
    ALL,
    CAUSAL,
    LEFT,
    PARTS,
    REST,
    REVIEWS,
    Group,
    Reviewed,
    all_measures,
    cell,
    group_measures,
    measure_sums,
    methods_of,
)
from brp_match.benchmark.families import SIDES
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.benchmark.own_data.summary import METHODS
from brp_match.model import Besluit
from brp_match.report.statistics.bounds import Sum
from brp_match.report.statistics.suppression import CountTable


@dataclass(frozen=True)
class Cells:
    """The table, its groups in order, and the keys that are in no export but hold a sum: `slack` tells of nobody,
    `unshown` must be guarded as what is shown is.
    """

    table: CountTable
    groups: tuple[Group, ...]
    reviewed: Mapping[str, Reviewed]
    slack: frozenset[str]
    unshown: frozenset[str] = frozenset()


def group_tree(cases: Sequence[OwnSignal]) -> dict[Group, tuple[Group, ...]]:
    """Return total → parts, once for every way of dividing it: see `divisions`."""
    months = sorted({Group("maand", case.maand) for case in cases})
    sectors = sorted({Group("sector", case.sector) for case in cases})
    # always one, or its absence would say that nothing dropped out
    causes = sorted(
        {Group("oorzaak", case.reason) for case in cases if case.dropped} | {Group("oorzaak", REST)}
    )
    tree = {Group("alle", "maand"): tuple(months), Group("alle", "sector"): tuple(sectors)}
    families = {Group("familie", case.family or REST) for case in cases if case.dropped}
    if not any(group.name in SIDES for group in families):
        families |= {Group("familie", REST)}
    tree[Group("alle", "familie")] = tuple(sorted(families))
    tree[Group("alle", "oorzaak")] = tuple(causes)
    for sector in sectors:
        vlps = {case.vlp for case in cases if case.sector == sector.name}
        tree[sector] = tuple(Group("vlp", name, sector.name) for name in sorted(vlps))
    return tree


def groups_of(case: OwnSignal) -> tuple[Group, ...]:
    """Return every group a case counts in."""
    own = (
        ALL,
        Group("maand", case.maand),
        Group("sector", case.sector),
        Group("vlp", case.vlp, case.sector),
    )
    if not case.dropped:
        return own
    return (*own, Group("familie", case.family or REST), Group("oorzaak", case.reason))


def measures_of(case: OwnSignal) -> set[str]:
    """Return every measure a case counts for; `ongezien` is a drop-out nobody looked at."""
    found = {"signalen", f"exact.{'uitval' if case.dropped else 'opgepakt'}"}
    words = {Besluit.REJECT: "uitval", Besluit.REVIEW: "beoordeling", Besluit.MATCH: "match"}
    found.add(f"brp_match.{words[case.besluit]}")
    seen = {Checked.WRONGFUL: "onterecht", Checked.RIGHTFUL: "terecht"}
    for method, dropped in METHODS.items():
        if dropped(case):
            word = seen.get(case.checked) if case.checked else None
            found |= {f"{method}.{word}", f"{method}.nagekeken"} if word else {f"{method}.ongezien"}
    return found


def make_cells(cases: Sequence[OwnSignal], reviewed: Mapping[str, Reviewed]) -> Cells:
    """Count the prepared cases in every group and measure, with every sum a reader could use."""
    tree = group_tree(cases)
    groups = tuple(dict.fromkeys((ALL, *(part for parts in tree.values() for part in parts))))
    counts: Counter[tuple[Group, str]] = Counter(
        (group, measure)
        for case in cases
        for group in groups_of(case)
        for measure in measures_of(case)
    )
    sums: list[Sum] = []
    used: set[tuple[Group, str]] = set()
    for group in groups:
        for whole, split in measure_sums(reviewed, group.kind):
            used |= {(group, whole), *((group, part) for part in split)}
            sums.append(Sum(cell(group, whole), tuple(cell(group, part) for part in split)))
        used |= {(group, measure) for measure in group_measures(reviewed, group.kind)}
    for total, parts in tree.items():
        whole_group = ALL if total.kind == "alle" else total
        for measure in all_measures(reviewed, parts[0].kind) if parts else ():
            sums.append(
                Sum(cell(whole_group, measure), tuple(cell(part, measure) for part in parts))
            )
    values = {cell(group, measure): counts[group, measure] for group, measure in sorted(used)}
    named = {case.reason: case.family for case in cases if case.dropped and case.reason != REST}
    left: set[str] = set()
    for one in family_sums(named, groups, reviewed):
        sums.append(one)
        rest = one.parts[-1]
        if rest not in values:
            values[rest] = values[one.total] - sum(values[part] for part in one.parts[:-1])
            left.add(rest)
    slack = {key for key in values if key.endswith(".ongezien")}
    for between, count in between_methods(values, groups, reviewed):
        sums.append(between)
        values[between.parts[1]] = count
        slack.add(between.parts[1])
    return Cells(
        CountTable(values, tuple(sums)), groups, reviewed, frozenset(slack), frozenset(left - slack)
    )


def family_sums(
    named: Mapping[str, str], groups: Sequence[Group], reviewed: Mapping[str, Reviewed]
) -> list[Sum]:
    """Return how families and causes hang together: a family is its causes with a name (`named`: cause → family)
    and what is left of it; what is left of all families are the causes without a name.
    """
    families = [group for group in groups if group.kind == "familie"]
    if not families:
        return []
    sums = []
    for measure in all_measures(reviewed, "oorzaak"):
        rests = []
        for family in families:
            causes = sorted(cause for cause, own in named.items() if own == family.name)
            if not causes:
                rests.append(cell(family, measure))
                continue
            rests.append(cell(Group(LEFT, family.name), measure))
            parts = [cell(Group("oorzaak", cause), measure) for cause in causes]
            sums.append(Sum(cell(family, measure), (*parts, rests[-1])))
        sums.append(Sum(cell(Group("oorzaak", REST), measure), tuple(rests)))
    return sums


def floors(cells: Cells, minimum: int) -> dict[str, int]:
    """Return what a reader knows of counts because a group is there at all.

    A VLP, family or cause with its own name has at least the minimum, any other group of signals one.
    """
    found = {}
    for group in cells.groups:
        own = group.kind in ("vlp", *CAUSAL) and group.name != REST
        if group.kind in CAUSAL:
            found[cell(group, "exact.uitval")] = minimum if own else 0
        else:
            found[cell(group, "signalen")] = minimum if own else 1
    return found


def delivered(cells: Cells) -> tuple[frozenset[str], ...]:
    """Return for every deliverer the counts that it may know of itself: its signals, and from its scorecards what ours
    made of them.
    """
    own = ("signalen", *(f"brp_match.{part}" for part in PARTS["brp_match"]))
    return tuple(
        frozenset(cell(group, measure) for measure in own)
        for group in cells.groups
        if group.kind == "vlp" and group.name != REST
    )


def between_methods(
    values: Mapping[str, int], groups: Sequence[Group], reviewed: Mapping[str, Reviewed]
) -> list[tuple[Sum, int]]:
    """Return what a reader may guess: what ours drops is a part of what today's check drops.

    As sums with what is left over, and its count; none where the numbers say that it is not so.
    """
    parts = ["uitval"]
    if Reviewed.NONE not in reviewed.values():
        parts += REVIEWS
    found = []
    for group in groups:
        told = all_measures(reviewed, group.kind)
        for part in parts if len(methods_of(group.kind)) > 1 else ():
            if f"brp_match.{part}" not in told:
                continue
            whole, ours = cell(group, f"exact.{part}"), cell(group, f"brp_match.{part}")
            rest = values[whole] - values[ours]
            if rest < 0:
                return []
            found.append((Sum(whole, (ours, f"{whole}.alleen")), rest))
    return found
