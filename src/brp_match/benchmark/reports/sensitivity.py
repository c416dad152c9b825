"""The chapters on what the made-up municipalities rest on: what is published, and what follows from other guesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Section, Table
from brp_match.benchmark.reports.words import DASH, method_name
from brp_match.dutch import decimal, listed, whole
from brp_match.synthetic.calibration import Published, published

VARIANTS = {
    "": "zoals het is",
    "fouten_half": "half zo veel fouten",
    "fouten_dubbel": "twee keer zo veel fouten",
    "anderen_half": "half zo veel over anderen",
    "anderen_dubbel": "twee keer zo veel over anderen",
}
"""Variant → heading of its column. Anderen: whoever is no resident at the address of the signal."""

CONCLUSIONS = {
    "drop_out": "uitval van alle signalen",
    "wrongful_of_drops": "onterecht van de uitval",
    "wrongful_drop": "onterechte uitval van wie hulp moet krijgen",
    "wrong_automatic": "fout onder automatische matches",
    "review": "te beoordelen",
}
"""Rate of a method → conclusion that rests on it."""

ASKED = {
    "exact": ("drop_out", "wrongful_of_drops", "wrongful_drop"),
    "ours": ("drop_out", "wrongful_drop", "wrong_automatic", "review"),
}
"""Conclusions told of a method; of any other, as of today's check."""


def basis(results: Mapping[str, Any]) -> Section:
    """Return what is published beside what the made-up municipalities come to."""
    rows = tuple(
        (one.sentence, _bounds(one), _found(one, results), one.source)
        for one in published()
        if one.scenario in results["scenarios"]
    )
    others = [
        name
        for name in results["scenarios"]
        if name not in {one.scenario for one in published()} and not name.startswith("febrl")
    ]
    lines = []
    if rows:
        lines.append(
            "Hier staat wat anderen hebben gemeld, en wat de verzonnen gemeente ervan maakt."
        )
    if others:
        lines.append(
            f"Niet geijkt, want de kansen zijn een aanname: {listed(others)}. Vergelijk daarin de methoden, en neem er "
            "geen uitval uit over."
        )
    header = ("wat", "gemeld", "hier", "bron")
    table = Table("Gemeld, en in de verzonnen gemeente", header, rows) if rows else None
    return Section("ijking", "Waarop dit rust", (Block(text=tuple(lines), table=table),))


def _bounds(one: Published) -> str:
    if one.counts:
        return listed([whole(count) for count in one.counts])
    return f"{decimal(100 * one.low)}%{DASH}{decimal(100 * one.high)}%"


def _found(one: Published, results: Mapping[str, Any]) -> str:
    fields = results["methods"].get("exact", {}).get("scenarios", {}).get(one.scenario)
    if fields is None or one.vlp:
        return "–"
    if one.counts:
        many = len(results["seeds"])
        return (
            f"{listed([whole(fields[k]['count'] // many) for k in ('drop_out', 'wrongful_drop')])}"
        )
    rate = fields["wrongful_of_drops" if one.measure == "onterecht" else "drop_out"]
    return _share(rate)


def sensitivity(results: Mapping[str, Any]) -> Section | None:
    """Return how every conclusion changes with guesses halved and doubled; None where that was not run."""
    found: Mapping[str, Any] = results.get("sensitivity", {})
    if not found:
        return None
    blocks = [Block(text=("Hoeveel fouten er in signalen staan, en hoeveel signalen over iemand gaan die er niet woont, "
                          "is grotendeels een aanname. Hier staat wat er gebeurt als zo'n aanname een factor twee naast zit.",
                          verdict(found)))]  # fmt: skip
    for scenario, variants in found.items():
        methods = variants.get("", {})
        rows = tuple(
            (f"{method_name(method)}: {CONCLUSIONS[rate]}",
             *(_share(variants.get(one, {}).get(method, {}).get(rate)) for one in VARIANTS))
            for method in methods
            for rate in ASKED.get(method, ASKED["exact"])
        )  # fmt: skip
        table = Table(
            f"Elke conclusie bij andere aannames: {scenario}",
            ("conclusie", *VARIANTS.values()),
            rows,
        )
        blocks.append(Block(title=scenario.capitalize(), table=table))
    return Section("gevoeligheid", "Als de aannames anders zijn", tuple(blocks))


def verdict(found: Mapping[str, Any]) -> str:
    """Say whether today's check loses more than ours whatever the guesses, and by how much at least."""
    pairs = [
        (both["exact"]["wrongful_drop"], both["ours"]["wrongful_drop"])
        for variants in found.values()
        for both in variants.values()
        if {"exact", "ours"} <= set(both) and both["exact"]["wrongful_drop"]["of"]
    ]
    if not pairs:
        return "Beide methoden zijn nodig om te zeggen of de conclusie blijft staan."
    won = sum(today["value"] > ours["value"] for today, ours in pairs)
    if won == len(pairs):
        return "De conclusie dat de controle van vandaag meer mensen ten onrechte laat uitvallen dan brp-match, staat in elke kolom."
    return (
        f"De conclusie dat de controle van vandaag meer mensen ten onrechte laat uitvallen dan brp-match, staat in "
        f"{won} van de {len(pairs)} gevallen."
    )


def _share(rate: Mapping[str, Any] | None) -> str:
    if not rate or rate["value"] is None:
        return "–"
    return decimal(100 * rate["value"], 2 if rate["value"] < 0.01 else 1) + "%"
