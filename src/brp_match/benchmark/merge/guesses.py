"""Groups added up over all files, with what was withheld as far as its noise lets it be known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.benchmark.export.keys import ALL, CAUSAL, Group, Reviewed, group_measures, methods_of
from brp_match.benchmark.merge.noisy import Guess, Known, Pool, rounded, share
from brp_match.benchmark.merge.ranges import Range, Reader
from brp_match.benchmark.merge.statistics import Unsure, convolved
from brp_match.noise import ratio


@dataclass(frozen=True)
class Guessed:
    """Groups over the files that gave their drop-out, or gave it with noise. `signals` is exact, 0 for causes; `seen`
    of the drop-out was reviewed, `wrongful` of it wrongly; `files` told it, `silent` did not.
    """

    signals: int
    dropped: Pool
    seen: Pool
    wrongful: Pool
    files: int
    silent: int

    @property
    def noisy(self) -> bool:
        """Tell whether any count has noise on it."""
        return bool(self.dropped.minima or self.seen.minima or self.wrongful.minima)


def known(reader: Reader, group: Group, measure: str) -> Known:
    """Return what one file tells of a count."""
    return Known(reader.count(group, measure), reader.noisy(group, measure), reader.export.minimum)


def told(one: Known) -> bool:
    """Tell whether a count was given, exactly or with noise."""
    return one.range.exact or one.noisy is not None


def same_files(readers: Sequence[Reader], group: Group) -> bool:
    """Tell whether today's drop-out and ours of a group are told by the same files: only then are they of one set of
    signals."""
    first, second = (
        [guessed([reader], [group], method).files for reader in readers]
        for method in ("exact", "brp_match")
    )
    return first == second


def guessed(readers: Iterable[Reader], groups: Sequence[Group], method: str = "exact") -> Guessed:
    """Add groups up over the files that tell of them."""
    signals = files = silent = 0
    dropped = seen = wrongful = Pool()
    for reader in readers:
        for group in groups:
            if group not in reader.export.groups or method not in methods_of(group.kind):
                continue
            drops = known(reader, group, f"{method}.uitval")
            whole = Range(0, 0) if group.kind in CAUSAL else reader.count(group, "signalen")
            if not (told(drops) and whole.exact):
                silent += 1
                continue
            files, signals = files + 1, signals + whole.low
            dropped += Pool.single(drops)
            looked, found = _reviewed(reader, group, method, drops)
            if looked is not None and found is not None:
                seen, wrongful = seen + Pool.single(looked), wrongful + Pool.single(found)
    return Guessed(signals, dropped, seen, wrongful, files, silent)


def _reviewed(
    reader: Reader, group: Group, method: str, drops: Known
) -> tuple[Known | None, Known | None]:
    """Return how many drop-outs were reviewed and how many of them were wrongful; None where that is not told."""
    export = reader.export
    kind, measure = export.reviewed[method], f"{method}.onterecht"
    if kind is Reviewed.NONE or measure not in group_measures(export.reviewed, group.kind):
        return None, None
    looked = drops if kind is Reviewed.ALL else known(reader, group, f"{method}.nagekeken")
    if not told(looked) or looked.range.high == 0:
        return None, None
    found = known(reader, group, measure)
    most = min(found.range.high, looked.range.high)
    return looked, Known(Range(found.range.low, most), found.noisy, found.minimum)


def guess_fields(one: Guessed) -> dict[str, Any] | None:
    """Return a total with noise as JSON: best guess and 95% limits; None where nothing has noise on it."""
    if not one.noisy:
        return None
    drop, low_drop, high_drop = rounded(one.dropped.guess())
    values: dict[str, Any] = {
        "signalen": one.signals,
        "uitval": drop,
        "uitval_van": low_drop,
        "uitval_tot": high_drop,
        "bestanden": one.files,
        "niet_gegeven": one.silent,
        "met_ruis": len(one.wrongful.minima or one.dropped.minima),
        "nagekeken": 0,
        **dict.fromkeys(("onterecht", "onterecht_van", "onterecht_tot")),
        **dict.fromkeys(("aandeel", "aandeel_van", "aandeel_tot")),
    }
    if one.seen.bounds.high:
        # with noise on both, a part may seem more than its whole
        wrong, low, high = (
            min(part, whole)
            for part, whole in zip(
                rounded(one.wrongful.guess()), rounded(one.seen.guess()), strict=True
            )
        )
        values |= {
            "nagekeken": rounded(one.seen.guess())[0],
            "onterecht": wrong,
            "onterecht_van": low,
            "onterecht_tot": high,
            **_share(share(one.wrongful, one.seen)),
        }
        if one.wrongful.bounds_only:
            values |= {"onterecht": None, "aandeel": None}
    return values


def unsure_places(places: Mapping[str, Sequence[Reader]]) -> list[Unsure]:
    """Return the municipalities whose wrongful drop-out is known with noise only, of a drop-out that is known."""
    found = []
    for own in places.values():
        one = guessed(own, [ALL])
        if one.wrongful.minima and one.seen.exact and not one.seen.minima and not one.silent:
            weights = [_chances(reader) for reader in own]
            found.append(Unsure(one.seen.exact, convolved(weights)))
    return found


def _chances(reader: Reader) -> list[float]:
    """Return how likely one file's wrongful drop-out of all signals is each number from nought on: by its noise, and
    because it or the rest is under the minimum. Totals are withheld for the sake of others last, so seldom; without that they
    would seem larger than the ones that were given allow. Where neither can be under the minimum, it was withheld for the
    sake of others, and only the noise tells.
    """
    one = known(reader, ALL, "exact.onterecht")
    drops = int(reader.count(ALL, "exact.uitval").high)
    step = ratio(one.minimum)
    able = [count for count in range(drops + 1) if one.range.low <= count <= one.range.high]
    small = [count for count in able if one.range.exact or min(count, drops - count) < one.minimum]
    chances = [0.0] * (drops + 1)
    for count in small or able:
        chances[count] = 1.0 if one.noisy is None else step ** abs(one.noisy - count)
    return chances


def pooled_share(one: Guessed) -> float:
    """Return the share of wrongful over all of them, those with noise too."""
    return round(share(one.wrongful, one.seen).value, 6) if one.files else 0.0


def _share(found: Guess) -> dict[str, float]:
    return {
        "aandeel": round(found.value, 6),
        "aandeel_van": round(found.low, 6),
        "aandeel_tot": round(found.high, 6),
    }
