"""Counts of many municipalities added up: exact where all gave them, else a range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

from brp_match.benchmark.export.file import Export
from brp_match.benchmark.export.keys import ALL, CAUSAL, Group, Reviewed, group_measures, methods_of
from brp_match.benchmark.merge.guesses import guessed
from brp_match.benchmark.merge.ranges import NOUGHT, Range, Reader
from brp_match.benchmark.own_data.estimate import Estimate, Stratum, stratified
from brp_match.report.statistics.funnel import Position, count_limits, funnel, widened_limits

OPEN = "open"
"""Position of a unit whose count is not known well enough to place it."""


@dataclass(frozen=True)
class Total:
    """One group over all files in which its drop-out was given.

    `dropped` of `signals` (both exact; `signals` 0 for a cause); `wrongful` of `seen`: over the
    files that had drop-outs reviewed and gave how many. `files` gave drop-out, `silent` withheld it.
    """

    signals: int
    dropped: int
    seen: int
    wrongful: Range
    files: int
    silent: int

    @property
    def shares(self) -> tuple[float, float]:
        """Return the least and greatest share of wrongful among the reviewed; 0 and 1 of none."""
        if self.seen == 0:
            return 0.0, 1.0
        return self.wrongful.low / self.seen, min(1.0, self.wrongful.high / self.seen)


def total(readers: Iterable[Reader], group: Group, method: str = "exact") -> Total:
    """Add one group up over the files that know it."""
    signals = dropped = seen = files = silent = 0
    wrongful = NOUGHT
    for reader in readers:
        export = reader.export
        if group not in export.groups or method not in methods_of(group.kind):
            continue
        drops = reader.count(group, f"{method}.uitval")
        whole = reader.count(group, "signalen") if group.kind not in CAUSAL else NOUGHT
        if not (drops.exact and whole.exact):
            silent += 1
            continue
        files += 1
        signals, dropped = signals + whole.low, dropped + drops.low
        kind = export.reviewed[method]
        if f"{method}.onterecht" not in group_measures(export.reviewed, group.kind):
            continue
        looked = drops if kind is Reviewed.ALL else reader.count(group, f"{method}.nagekeken")
        if kind is not Reviewed.NONE and looked.exact and looked.low:
            found = reader.count(group, f"{method}.onterecht")
            seen += looked.low
            wrongful = wrongful + Range(found.low, min(found.high, looked.low))
    return Total(signals, dropped, seen, wrongful, files, silent)


def groups_of(exports: Sequence[Export], kind: str) -> list[Group]:
    """Return every group of a kind that stands in any file, in order."""
    return sorted({group for export in exports for group in export.groups if group.kind == kind})


def by_municipality(readers: Sequence[Reader]) -> dict[str, list[Reader]]:
    """Put files of one municipality (different months) together, by name in order."""
    found: dict[str, list[Reader]] = {}
    for reader in sorted(readers, key=lambda one: (one.export.gemeente, one.export.months)):
        found.setdefault(reader.export.gemeente, []).append(reader)
    return found


def national_estimate(readers: Sequence[Reader], method: str = "exact") -> dict[str, Any] | None:
    """Estimate wrongful drop-out over the files with a review, each a stratum; None without any.

    A file whose numbers stand open is a sample; one that was reviewed whole and gave its numbers with noise has the
    noise for its uncertainty. The two kinds of uncertainty are put together as strata are. The number of files left
    out is told. Where a file gave only bounds there is no best guess (`aandeel` and `aantal` None): the middle of bounds
    is no estimate. `zeker`: the limits hold for certain, by neither a sample nor noise.
    """
    strata: list[Stratum] = []
    noisy: list[Reader] = []
    left_out = 0
    for reader in readers:
        one = total([reader], ALL, method)
        if one.seen and one.wrongful.exact:
            strata.append(Stratum(reader.export.gemeente, one.dropped, one.seen, one.wrongful.low))
        elif (
            reader.export.reviewed[method] is Reviewed.ALL
            and guessed([reader], [ALL], method).files
        ):
            noisy.append(reader)
        else:
            left_out += 1
    if not strata and not noisy:
        return None
    open_ones = stratified(strata) if strata else Estimate(0.0, 0.0, 0.0, 0, 0, 0.0)
    others = guessed(noisy, [ALL], method)
    wrong, drops = others.wrongful.guess(), others.dropped.guess().value
    number, over = open_ones.number + wrong.value, open_ones.rejects + drops
    below = sqrt((open_ones.number - open_ones.low) ** 2 + (wrong.value - wrong.low) ** 2)
    above = sqrt((open_ones.high - open_ones.number) ** 2 + (wrong.high - wrong.value) ** 2)
    if not over:
        return None
    bounds_only = others.wrongful.bounds_only
    return {
        "aantal": None if bounds_only else round(number, 1),
        "over": round(over),
        "nagekeken": round(open_ones.reviewed + drops),
        "aandeel": None if bounds_only else round(number / over, 6),
        "van": round(max(0.0, number - below) / over, 6),
        "tot": round(min(over, number + above) / over, 6),
        "bestanden": len(strata) + len(noisy),
        "met_ruis": len(noisy),
        "zeker": open_ones.low == open_ones.high and not others.noisy,
        "zonder": left_out,
    }


def position(
    one: Total, target: float, phi: float = 1.0, shares: tuple[float, float] | None = None
) -> str:
    """Place a range against the limits; `open` where its ends lie on different sides of one.

    `phi` above 1 widens them by how much the units differ more than chance (Spiegelhalter 2005); whom the exact
    ones hold is never outside. `shares`: its least and greatest share where noise tells more than the bounds do.

    "" where nothing was reviewed. Outside both limits at either end is outside the nearer one.
    """
    if one.seen == 0:
        return ""
    limits = count_limits(one.seen, target)
    ends = shares or one.shares
    low, high = (limits.position(share) for share in ends)
    if phi > 1.0:
        wider = widened_limits(one.seen, target, phi)
        order = list(Position).index
        low, high = (
            min(place, wider.position(share), key=order)
            for place, share in zip((low, high), ends, strict=True)
        )
    above = {Position.ABOVE_95: 1, Position.ABOVE_999: 2}
    below = {Position.BELOW_95: 1, Position.BELOW_999: 2}
    for sides in (above, below):
        if low in sides and high in sides:
            return str(min(low, high, key=lambda place: sides[place]))
    return str(Position.WITHIN) if low is high is Position.WITHIN else OPEN


def fields(name: str, one: Total, target: float | None = None, phi: float = 1.0) -> dict[str, Any]:
    """Return a total as JSON: a count not known is its two bounds. `target` and `phi`: place it in a funnel."""
    low, high = one.shares
    values: dict[str, Any] = {
        "naam": name,
        "signalen": one.signals,
        "uitval": one.dropped,
        "nagekeken": one.seen,
        "onterecht_van": one.wrongful.low if one.seen else None,
        "onterecht_tot": int(one.wrongful.high) if one.seen and one.wrongful.high < inf else None,
        "aandeel_van": round(low, 6) if one.seen else None,
        "aandeel_tot": round(high, 6) if one.seen else None,
        "bestanden": one.files,
        "niet_gegeven": one.silent,
    }
    return values if target is None else {**values, "positie": position(one, target, phi)}


def overdispersion(totals: Sequence[Total]) -> float:
    """Return Spiegelhalter's phi over the units that are known exactly; 1.0 where none shows."""
    exact = [("", one.wrongful.low, one.seen) for one in totals if one.seen and one.wrongful.exact]
    return funnel(exact).phi if exact else 1.0


SIZES = ((100, "minder dan 100"), (500, "100 tot 500"), (2000, "500 tot 2.000"))
"""Signals a month below which a municipality is in a class, and how the class is said."""

LARGEST_SIZE = "2.000 of meer"


def size_of(readers: Sequence[Reader]) -> str:
    """Return the size class of one municipality: by its signals a month, also where its drop-out is withheld."""
    signals = sum(reader.count(ALL, "signalen").low for reader in readers)
    months = len({month for reader in readers for month in reader.export.months})
    each = signals / max(1, months)
    return next((name for below, name in SIZES if each < below), LARGEST_SIZE)


def by_size(places: Mapping[str, Sequence[Reader]]) -> dict[str, list[list[Reader]]]:
    """Put municipalities together by size class, small ones first; empty classes are left out."""
    found: dict[str, list[list[Reader]]] = {}
    for own in places.values():
        found.setdefault(size_of(own), []).append(list(own))
    order = [name for _, name in SIZES] + [LARGEST_SIZE]
    return {name: found[name] for name in order if name in found}
