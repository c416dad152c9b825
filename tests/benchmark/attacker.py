"""A reader who tries to rebuild what an export withheld: whole numbers, every sum, every ceiling.

Written apart from the code under test: it sees the JSON only, and solves integer programmes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

from brp_match.benchmark.families import family_of
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.model import Besluit

METHODS = {"exact": ("uitval", "opgepakt"), "brp_match": ("uitval", "beoordeling", "match")}
LARGE = 100_000
CAUSAL = ("familie", "oorzaak")
TOLD = ("alle", "maand", "sector", "vlp", "familie")
"""Kinds of groups of which the wrongful drop-out of today's check may be told."""


def key(entry: Mapping[str, Any], measure: str) -> str:
    return f"{entry['soort']}/{entry.get('sector', '')}/{entry.get('naam', '')}|{measure}"


def sums_of(document: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Every sum the reader can think of, also that ours drops a part of what today's check drops."""
    groups = document["groepen"]
    whole = next(g for g in groups if g["soort"] == "alle")
    sums: list[tuple[str, list[str]]] = []
    for g in groups:
        for method, split in METHODS.items():
            if g["soort"] not in CAUSAL:
                sums.append((key(g, "signalen"), [key(g, f"{method}.{p}") for p in split]))
            seen = document["nagekeken"][method]
            if seen != "geen":
                reviews = [key(g, f"{method}.onterecht"), key(g, f"{method}.terecht")]
                looked = key(g, f"{method}.nagekeken")
                sums.append((looked, reviews))
                rest = [] if seen == "alles" else [key(g, f"{method}.rest")]
                sums.append((key(g, f"{method}.uitval"), [looked, *rest]))
        for part in ("uitval", "onterecht", "terecht"):
            ours, extra = key(g, f"brp_match.{part}"), key(g, f"alleen.{part}")
            sums.append((key(g, f"exact.{part}"), [ours, extra]))
    measures = ["signalen", *(f"{m}.{p}" for m in METHODS for p in
                              (*METHODS[m], "nagekeken", "onterecht", "terecht", "rest"))]  # fmt: skip
    sectors = [g for g in groups if g["soort"] == "sector"]
    for measure in measures:
        for kind in ("maand", "sector"):
            parts = [key(g, measure) for g in groups if g["soort"] == kind]
            sums.append((key(whole, measure), parts))
        if (
            measure != "signalen"
            and measure.rpartition(".")[2] != "opgepakt"
            and "brp" not in measure
        ):
            causes = [g for g in groups if g["soort"] == "oorzaak"]
            families = [g for g in groups if g["soort"] == "familie"]
            sums.append((key(whole, measure), [key(g, measure) for g in causes]))
            sums.append((key(whole, measure), [key(g, measure) for g in families]))
            rests = []
            for f in families:
                own = [
                    key(g, measure)
                    for g in causes
                    if family_of(g["naam"]) == f["naam"] != "overige"
                ]
                rests.append(f"rest/{f['naam']}|{measure}" if own else key(f, measure))
                if own:
                    sums.append((key(f, measure), [*own, rests[-1]]))
            rest = next(key(g, measure) for g in causes if g["naam"] == "overige")
            sums.append((rest, rests))
        for s in sectors:
            vlps = [g for g in groups if g["soort"] == "vlp" and g["sector"] == s["naam"]]
            sums.append((key(s, measure), [key(g, measure) for g in vlps]))
    return sums


class Attack:
    """All that one or more documents of one municipality let a reader conclude."""

    def __init__(self, document: Mapping[str, Any], knows: Mapping[str, int] | None = None) -> None:
        self.known = {key(g, m): n for g in document["groepen"] for m, n in g["aantallen"].items()}
        self.known |= knows or {}
        caps = {
            key(g, m): n for g in document["groepen"] for m, n in g.get("hoogstens", {}).items()
        }
        sums = sums_of(document)
        self.names = sorted({k for total, parts in sums for k in (total, *parts)} | set(self.known))
        self.place = {name: i for i, name in enumerate(self.names)}
        matrix = numpy.zeros((len(sums), len(self.names)))
        for row, (total, parts) in enumerate(sums):
            matrix[row, self.place[total]] -= 1
            for part in parts:
                matrix[row, self.place[part]] += 1
        self.sums = LinearConstraint(matrix, 0, 0)
        least = self._least(document)
        low = numpy.array([self.known.get(n, least.get(n, 0)) for n in self.names], dtype=float)
        high = numpy.array([self.known.get(n, caps.get(n, LARGE)) for n in self.names], dtype=float)
        self.bounds = Bounds(low, high)

    @staticmethod
    def _least(document: Mapping[str, Any]) -> dict[str, int]:
        """A group is there, so it is not empty; a name of its own is given from the minimum on.

        A hidden wrongful count without its ceiling is above it, or the ceiling had been told.
        """
        least = {}
        for g in document["groepen"]:
            for method, seen in document["nagekeken"].items():
                measure = f"{method}.onterecht"
                if (
                    seen != "geen"
                    and g["soort"] in (TOLD if method == "exact" else ("alle", "sector"))
                    and measure not in {*g["aantallen"], *g.get("hoogstens", {})}
                ):
                    least[key(g, measure)] = 2 * document["minimum"]
            named = g["soort"] in ("vlp", *CAUSAL) and g["naam"] != "overige"
            if g["soort"] in CAUSAL:
                least[key(g, "exact.uitval")] = document["minimum"] if named else 0
            else:
                least[key(g, "signalen")] = document["minimum"] if named else 1
        return least

    def range(self, name: str) -> tuple[int, int]:
        """The least and greatest whole number that `name` can be."""
        found = []
        for sign in (1, -1):
            cost = numpy.zeros(len(self.names))
            cost[self.place[name]] = sign
            answer = milp(cost, constraints=self.sums, bounds=self.bounds, integrality=1)
            assert answer.status == 0, answer.message
            found.append(round(sign * answer.fun))
        return found[0], found[1]


def truth(cases: list[OwnSignal], entry: Mapping[str, Any], measure: str) -> int:
    """Count a measure of a group from the prepared cases themselves."""

    def inside(case: OwnSignal) -> bool:
        kind, name = entry["soort"], entry.get("naam", "")
        answers: dict[str, bool] = {
            "alle": True,
            "maand": case.maand == name,
            "sector": case.sector == name,
            "vlp": case.vlp == name and case.sector == entry.get("sector"),
            "familie": case.dropped and case.family == name,
            "oorzaak": case.dropped and case.reason == name,
        }
        return answers[kind]

    def counts(case: OwnSignal) -> bool:
        method, _, part = measure.rpartition(".")
        dropped = case.dropped if method == "exact" else case.besluit is Besluit.REJECT
        seen = case.checked in (Checked.WRONGFUL, Checked.RIGHTFUL)
        answers: dict[str, bool] = {
            "signalen": True,
            "uitval": dropped,
            "opgepakt": not dropped,
            "beoordeling": case.besluit is Besluit.REVIEW,
            "match": case.besluit is Besluit.MATCH,
            "nagekeken": dropped and seen,
            "onterecht": dropped and case.checked is Checked.WRONGFUL,
            "terecht": dropped and case.checked is Checked.RIGHTFUL,
        }
        return answers[part]

    return sum(inside(case) and counts(case) for case in cases)
