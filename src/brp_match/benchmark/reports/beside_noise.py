"""What a table with noise in it says beside its figures: why they do not add up, and which figure is surest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.words import best, counted_range
from brp_match.dutch import listed, percent, whole

Rows = Sequence[Mapping[str, Any]]


def not_adding_up(rows: Rows, country: Mapping[str, Any] | None) -> list[str]:
    """Say that counts with noise do not add up, and which count of all together is the surest."""
    if not any(best(row).get("met_ruis") for row in rows):
        return []
    said = (
        "Een getal met grenzen heeft eigen ruis en wordt nooit kleiner dan nul of groter dan kan. Daarom tellen de getallen "
        "niet precies op, niet tot hun soort en niet tot alle uitval samen"
    )
    if country is not None and (one := best(country))["onterecht_van"] is not None:
        said += (
            f" (ongeveer {whole(one['uitval'])}, waarvan {counted_range(one['onterecht_van'], one['onterecht_tot'])} onterecht; "
            "dat is het nauwkeurigst)"
        )
    return [f"{said}."]


def with_noise(rows: Rows, methods: Rows) -> list[str]:
    """Say that rows with noise are together not quite the whole, and what the whole is."""
    both = [one for row in rows for one in (row, row["brp_match"])]
    if len(methods) < 2 or not any(best(one).get("met_ruis") for one in both):
        return []
    shares = [
        percent(best(one)["uitval"] / best(one)["signalen"])
        for one in methods
        if best(one)["signalen"]
    ]
    if len(shares) < 2:
        return []
    return [
        "Een aandeel met grenzen heeft eigen ruis. De rijen samen zijn daarom niet precies het geheel "
        f"(nu {shares[0]}, bij brp-match {shares[1]}); dat is nauwkeuriger."
    ]


def ours_higher(rows: Rows) -> list[str]:
    """Name the rows in which ours seems to drop more of the same signals, and whether that is more than noise."""
    noise: list[str] = []
    more: list[str] = []
    for row in rows:
        today, ours = best(row), best(row["brp_match"])
        if not row["zelfde_signalen"] or ours["uitval"] <= today["uitval"]:
            continue
        (noise if ours["uitval_van"] <= today["uitval_tot"] else more).append(row["naam"])
    said = (
        [f"Bij {listed(more)} laat brp-match meer uitvallen dan de controle van nu."]
        if more
        else []
    )
    if noise:
        said.append(
            f"Bij {listed(noise)} is de schatting bij brp-match hoger dan nu. De grenzen raken elkaar, dus dat kan door de "
            "ruis komen."
        )
    return said
