"""The counts of one municipality that may go out, and every sum that holds among them.

Groups: all signals, each month, each sector, each VLP within its sector, each cause of drop-out.
Measures: see MEASURES; those of a cause leave out what drops nothing. A key is `group|measure`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.benchmark.own_data.summary import METHODS
from brp_match.model import Besluit
from brp_match.report.statistics.bounds import Sum
from brp_match.report.statistics.suppression import CountTable

REST = "overige"
"""Name of the VLP's of a sector, or of the causes, that are too small to stand alone."""


class Reviewed(StrEnum):
    """Which of a method's drop-outs a person looked at."""

    NONE = "geen"
    RANDOM = "loting"
    ALL = "alles"


@dataclass(frozen=True, order=True)
class Group:
    """A set of signals: `kind` is alle, maand, sector, vlp or oorzaak; `sector` only with a vlp."""

    kind: str
    name: str = ""
    sector: str = ""

    @property
    def key(self) -> str:
        """Return the text that names the group in a table."""
        return "/".join(part for part in (self.kind, self.sector, self.name) if part)


ALL = Group("alle")
REVIEWS = ("onterecht", "terecht")
PARTS = {"exact": ("uitval", "opgepakt"), "brp_match": ("uitval", "beoordeling", "match")}
"""What the signals divide into, per method."""

MEASURES = (
    "signalen",
    *(f"{m}.{part}" for m in PARTS for part in (*PARTS[m], "nagekeken", *REVIEWS)),
)
"""Every measure that may stand in an export."""


@dataclass(frozen=True)
class Cells:
    """The table, its groups in order, and the keys that are in no export but hold a sum (`slack`)."""

    table: CountTable
    groups: tuple[Group, ...]
    reviewed: Mapping[str, Reviewed]
    slack: frozenset[str]


def group_tree(cases: Sequence[OwnSignal]) -> dict[Group, tuple[Group, ...]]:
    """Return total → parts, once for every way of dividing it: see `divisions`."""
    months = sorted({Group("maand", case.maand) for case in cases})
    sectors = sorted({Group("sector", case.sector) for case in cases})
    # always one, or its absence would say that nothing dropped out
    causes = sorted(
        {Group("oorzaak", case.reason) for case in cases if case.dropped} | {Group("oorzaak", REST)}
    )
    tree = {Group("alle", "maand"): tuple(months), Group("alle", "sector"): tuple(sectors)}
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
    return (*own, Group("oorzaak", case.reason)) if case.dropped else own


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
    slack = {key for key in values if key.endswith(".ongezien")}
    for one, rest in between_methods(values, groups, reviewed):
        sums.append(one)
        values[one.parts[1]] = rest
        slack.add(one.parts[1])
    return Cells(CountTable(values, tuple(sums)), groups, reviewed, frozenset(slack))


def floors(cells: Cells, minimum: int) -> dict[str, int]:
    """Return what a reader knows of counts because a group is there at all.

    A VLP or cause with its own name has at least the minimum, any other group of signals one.
    """
    found = {}
    for group in cells.groups:
        own = group.kind in ("vlp", "oorzaak") and group.name != REST
        if group.kind == "oorzaak":
            found[cell(group, "exact.uitval")] = minimum if own else 0
        else:
            found[cell(group, "signalen")] = minimum if own else 1
    return found


def delivered(cells: Cells) -> frozenset[str]:
    """Return the counts that a reader may know because it is the deliverer: its own signals."""
    return frozenset(
        cell(group, "signalen")
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
        for part in parts if len(methods_of(group.kind)) > 1 else ():
            whole, ours = cell(group, f"exact.{part}"), cell(group, f"brp_match.{part}")
            rest = values[whole] - values[ours]
            if rest < 0:
                return []
            found.append((Sum(whole, (ours, f"{whole}.alleen")), rest))
    return found


def cell(group: Group, measure: str) -> str:
    """Return the key of one count."""
    return f"{group.key}|{measure}"


def group_measures(reviewed: Mapping[str, Reviewed], kind: str) -> list[str]:
    """Return the measures that a group of this kind may show."""
    return [m for m in all_measures(reviewed, kind) if not m.endswith(".ongezien")]


def all_measures(reviewed: Mapping[str, Reviewed], kind: str) -> list[str]:
    """Return the measures of a group of this kind, with what is left over in a sum."""
    found = [] if kind == "oorzaak" else ["signalen"]
    for method in methods_of(kind):
        found += [
            f"{method}.{part}" for part in PARTS[method] if kind != "oorzaak" or part == "uitval"
        ]
        if reviewed[method] is not Reviewed.NONE:
            found += [f"{method}.{part}" for part in REVIEWS]
        if reviewed[method] is Reviewed.RANDOM:
            found += [f"{method}.nagekeken", f"{method}.ongezien"]
    return found


def methods_of(kind: str) -> tuple[str, ...]:
    """Return the methods counted in a group of this kind: ours over all and by sector only.

    Every further number costs others: what is small has to be hidden, and hides its neighbours.
    """
    return tuple(PARTS) if kind in ("alle", "sector") else ("exact",)


def measure_sums(reviewed: Mapping[str, Reviewed], kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sums among the measures of one group: whole and parts."""
    sums: list[tuple[str, tuple[str, ...]]] = []
    for method in methods_of(kind):
        if kind != "oorzaak":
            sums.append(("signalen", tuple(f"{method}.{part}" for part in PARTS[method])))
        if reviewed[method] is Reviewed.ALL:
            sums.append((f"{method}.uitval", tuple(f"{method}.{part}" for part in REVIEWS)))
        elif reviewed[method] is Reviewed.RANDOM:
            sums.append((f"{method}.uitval", (f"{method}.nagekeken", f"{method}.ongezien")))
            sums.append((f"{method}.nagekeken", tuple(f"{method}.{part}" for part in REVIEWS)))
    return sums


HIDE_FIRST = ("opgepakt", "match", "terecht", "beoordeling", "nagekeken", "onterecht", "uitval",
              "signalen")  # fmt: skip
"""Measures in the order in which they may go to protect another: what is looked at least, first."""


def worth(key: str) -> tuple[int, int]:
    """Return how dear a count is, to be hidden last: all signals above a part, then HIDE_FIRST."""
    group, _, measure = key.partition("|")
    whole = {"alle": 2, "sector": 1}.get(group.partition("/")[0], 0)
    return whole, HIDE_FIRST.index(measure.rpartition(".")[2])
