"""What can be counted for an export: groups of signals, measures, the keys of both and the sums among measures.

Groups: all signals, each month, each sector, each VLP within its sector, each family of causes of drop-out and each
cause. Measures: see MEASURES; those of causes leave out what drops nothing. A key is `group|measure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

REST = "overige"
"""Name of the VLP's of a sector, or of the causes, that are too small to stand alone."""


class Reviewed(StrEnum):
    """Which of a method's drop-outs a person looked at."""

    NONE = "geen"
    RANDOM = "loting"
    ALL = "alles"


@dataclass(frozen=True, order=True)
class Group:
    """A set of signals: `kind` is alle, maand, sector, vlp, familie or oorzaak; `sector` only with a vlp."""

    kind: str
    name: str = ""
    sector: str = ""

    @property
    def key(self) -> str:
        """Return the text that names the group in a table."""
        return "/".join(part for part in (self.kind, self.sector, self.name) if part)


ALL = Group("alle")
CAUSAL = ("familie", "oorzaak")
"""Kinds of groups of what today's check dropped."""
LEFT = "familie_rest"
"""Kind of what is left of a family beside its causes with a name: in no export, and guarded all the same."""
REVIEWS = ("onterecht", "terecht")
PARTS = {"exact": ("uitval", "opgepakt"), "brp_match": ("uitval", "beoordeling", "match")}
"""What the signals divide into, per method."""

MEASURES = (
    "signalen",
    *(f"{m}.{part}" for m in PARTS for part in (*PARTS[m], "nagekeken", *REVIEWS)),
)
"""Every measure that may stand in an export."""


def cell(group: Group, measure: str) -> str:
    """Return the key of one count."""
    return f"{group.key}|{measure}"


def group_measures(reviewed: Mapping[str, Reviewed], kind: str) -> list[str]:
    """Return the measures that a group of this kind may show."""
    return [m for m in all_measures(reviewed, kind) if not m.endswith(".ongezien")]


def all_measures(reviewed: Mapping[str, Reviewed], kind: str) -> list[str]:
    """Return the measures of a group of this kind, with what is left over in a sum.

    Of a single cause no more than its drop-out: how much was wrongful is told by family, which hides less. Of a
    deliverer no reviews of what ours dropped.
    """
    found = [] if kind in CAUSAL else ["signalen"]
    for method in methods_of(kind):
        found += [
            f"{method}.{part}" for part in PARTS[method] if kind not in CAUSAL or part == "uitval"
        ]
        if kind == "oorzaak" or (kind == "vlp" and method == "brp_match"):
            continue
        if reviewed[method] is not Reviewed.NONE:
            found += [f"{method}.{part}" for part in REVIEWS]
        if reviewed[method] is Reviewed.RANDOM:
            found += [f"{method}.nagekeken", f"{method}.ongezien"]
    return found


def methods_of(kind: str) -> tuple[str, ...]:
    """Return the methods counted in a group of this kind: ours over all, by sector and by deliverer only.

    Every further number costs others: what is small has to be hidden, and hides its neighbours. Of deliverers it must
    be counted all the same, because each knows its own from its card.
    """
    return tuple(PARTS) if kind in ("alle", "sector", "vlp") else ("exact",)


def measure_sums(reviewed: Mapping[str, Reviewed], kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sums among the measures of one group: whole and parts."""
    sums: list[tuple[str, tuple[str, ...]]] = []
    measures = all_measures(reviewed, kind)
    for method in methods_of(kind):
        if kind not in CAUSAL:
            sums.append(("signalen", tuple(f"{method}.{part}" for part in PARTS[method])))
        if f"{method}.{REVIEWS[0]}" not in measures:
            continue
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
    """Return how dear a count is, to be hidden last: all signals above a sector or family, those above a part, then
    HIDE_FIRST.
    """
    group, _, measure = key.partition("|")
    whole = {"alle": 2, "sector": 1, "familie": 1}.get(group.partition("/")[0], 0)
    return whole, HIDE_FIRST.index(measure.rpartition(".")[2])
