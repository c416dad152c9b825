"""What the national report answers about sectors: which has the most drop-out, and where that may be chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.national_groups import share_dropped, wrongful
from brp_match.benchmark.reports.words import OPEN, best, vague
from brp_match.dutch import listed, percent

CHANCE = 0.05
"""Two shares that differ as much with this chance, or more, may be the same."""


def sectors_said(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say which sector drops most and least, where every municipality told of each and the difference is no chance."""
    given = [row for row in rows if best(row)["signalen"]]
    if len(given) < 2:
        return "Geen twee sectoren met getallen."
    partial = [
        row["naam"] for row in rows if not best(row)["signalen"] or best(row).get("niet_gegeven")
    ]
    if partial:
        return f"Welke sector de meeste uitval heeft, is niet te zeggen: van {listed(partial)} gaven niet alle gemeenten hun aantal."
    given.sort(key=lambda row: -best(row)["uitval"] / best(row)["signalen"])
    most, least = given[0], given[-1]
    if differs_by_chance(most, least):
        figures = listed([f"{row['naam']} {share_alone(row)}" for row in given])
        said = f"De uitval per sector: {figures}; dat verschil kan toeval zijn."
    else:
        said = f"{most['naam']} heeft de meeste uitval, {share_alone(most)}, en {least['naam']} de minste, {share_alone(least)}."
        near = [row["naam"] for row in given[1:-1] if differs_by_chance(most, row)]
        also = [row["naam"] for row in given[1:-1] if differs_by_chance(row, least)]
        if near:
            said += f" Of {most['naam']} meer heeft dan {listed(near)}, is niet te zeggen: dat verschil kan toeval zijn."
        if also:
            said += f" Of {least['naam']} minder heeft dan {listed(also)}, is niet te zeggen: dat verschil kan toeval zijn."
    known = [
        row for row in given if best(row)["nagekeken"] and best(row)["aandeel_van"] is not None
    ]
    known = [row for row in known if not vague(best(row))]
    roughly = [
        f"{row['naam']} ({wrongful(row)})"
        for row in given
        if row not in known and wrongful(row) not in (OPEN, "–")
    ]
    silent = [row["naam"] for row in given if wrongful(row) in (OPEN, "–")]
    if len(known) > 1:
        known.sort(key=lambda row: -best(row)["aandeel"])
        top, low = known[0], known[-1]
        same = best(top)["aandeel_van"] <= best(low)["aandeel_tot"]
        said += (
            " Welk deel daarvan onterecht is, verschilt niet meer dan door toeval kan."
            if same
            else f" Van die uitval is het grootste deel onterecht bij {top['naam']}, {wrongful(top)}, en het kleinste bij "
            f"{low['naam']}, {wrongful(low)}{_as_well(known)}."
        ) + (
            f"{f' Alleen ruw bekend: {listed(roughly)}.' if roughly else ''}"
            f"{f' Van {listed(silent)} is dat deel niet te zeggen.' if silent else ''}"
        )
    return said


def _as_well(known: Sequence[Mapping[str, Any]]) -> str:
    """Say of which sectors the wrongful part may be as large as the first's, or as small as the last's; `known` in order."""
    top, low = best(known[0]), best(known[-1])
    first = [one["naam"] for one in known[1:-1] if best(one)["aandeel_tot"] >= top["aandeel_van"]]
    last = [one["naam"] for one in known[1:-1] if best(one)["aandeel_van"] <= low["aandeel_tot"]]
    said = [
        f"bij {listed(names)} kan het even {size} zijn"
        for names, size in ((first, "groot"), (last, "klein"))
        if names
    ]
    return f"; {', '.join(said)}" if said else ""


def share_alone(row: Mapping[str, Any]) -> str:
    """The drop-out of a row as a share, with its limits where it was told with noise."""
    told = share_dropped(row)
    return told if best(row)["uitval_van"] != best(row)["uitval_tot"] else percent(best(row)["uitval"] / best(row)["signalen"])  # fmt: skip


def differs_by_chance(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the drop-out of two rows may differ by chance: their limits touch, or Fisher's exact test says so."""
    from scipy.stats import fisher_exact

    first, second = best(one), best(other)
    low = first["uitval_van"] / first["signalen"]
    if low <= second["uitval_tot"] / second["signalen"] and (
        first["uitval_van"] < first["uitval_tot"] or second["uitval_van"] < second["uitval_tot"]
    ):
        return True
    counts = [[row["uitval"], max(0, row["signalen"] - row["uitval"])] for row in (first, second)]
    return bool(fisher_exact(counts).pvalue >= CHANCE)
