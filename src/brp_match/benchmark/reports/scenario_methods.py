"""The chapter of the scenario report that lays the methods side by side."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.charts import panels
from brp_match.benchmark.reports.words import method_name, rate, share_of
from brp_match.dutch import decimal, whole

MEASURES = {
    "drop_out": "uitval van alle signalen",
    "wrongful_drop": "onterechte uitval van wie hulp moet krijgen",
    "wrong_automatic": "brieven aan de verkeerde, van de automatische matches",
    "review": "te beoordelen van alle signalen",
}
"""Rate → title of its panel."""


def methods_part(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the blocks that lay the methods side by side."""
    places = (_places(results),) if len(results["scenarios"]) > 1 else ()
    return (_methods(results), *places, _chances(results), _work(results))


def _methods(results: Mapping[str, Any]) -> Block:
    rows = results["methods"].items()
    names = [method_name(name) for name, _ in rows]
    points = [
        (method_name(name), said, w["value"], w["low"], w["high"])
        for key, said in MEASURES.items()
        for name, fields in rows
        if (w := fields["all"][key]) and w["of"]
    ]
    return Block(
        text=(
            "Alle verzonnen gemeenten samen: goed om methoden te vergelijken, niet om uitval uit over te nemen.",
        ),
        picture=(lambda: panels(points, names, list(MEASURES.values()))) if points else None,
        alt="Per maat een tekening met alle methoden onder elkaar, elk een punt met een interval: uitval, onterechte uitval, "
        "brieven aan de verkeerde en beoordelingen; zie de tabel",
        table=Table(
            "Elke methode op dezelfde signalen, met 95%-intervallen",
            ("methode", "onterechte uitval", "fout onder automatische matches", "te beoordelen",
             "uitval van alle signalen", "kosten per signaal"),
            tuple(
                (method_name(name), rate(f["wrongful_drop"]), rate(f["wrong_automatic"]), rate(f["review"]),
                 rate(f["drop_out"]), decimal(f["cost"], 3))
                for name, fields in rows
                for f in (fields["all"],)
            ),
        ),
    )  # fmt: skip


def _places(results: Mapping[str, Any]) -> Block:
    methods = results["methods"]
    return Block(
        title="Per verzonnen gemeente",
        table=Table(
            "Onterechte uitval: aantal en aandeel van de inwoners die hulp moeten krijgen",
            ("scenario", *(method_name(method) for method in methods)),
            tuple(
                (name, *(share_of(f["scenarios"].get(name, {}).get("wrongful_drop")) for f in methods.values()))
                for name in results["scenarios"]
            ),
        ),
    )  # fmt: skip


def _chances(results: Mapping[str, Any]) -> Block:
    return Block(
        title="Kansen en kandidaten",
        text=(
            "Een kans klopt als van alle signalen met kans 90% er ook 90 op de 100 goed zijn. De ECE is "
            "het gemiddelde verschil daarmee: 0 is volmaakt. Log-loss straft een grote kans op het verkeerde. "
            "Gevonden kandidaten: de inwoner zat bij de personen die de methode heeft vergeleken.",
        ),
        table=Table(
            "Hoe goed de kansen kloppen; een streep waar een methode geen kans geeft",
            ("methode", "ECE", "log-loss", "verkeerde persoon", "gevonden kandidaten"),
            tuple(
                (method_name(name), _decimal(f["ece"]), _decimal(f["log_loss"]), rate(f["wrong_person"]),
                 rate(f["candidate_recall"]))
                for name, fields in results["methods"].items()
                for f in (fields["all"],)
            ),
        ),
    )  # fmt: skip


def _decimal(value: float | None) -> str:
    return "–" if value is None else decimal(value, 4)


def _work(results: Mapping[str, Any]) -> Block:
    def row(method: str) -> tuple[str, ...]:
        runs = [run for run in results["runs"] if run["method"] == method]
        return (
            method_name(method),
            decimal(median(run["seconds"] for run in runs), 1) if runs else "–",
            whole(max(run["peak_mib"] for run in runs)) if runs else "–",
        )

    return Block(
        title="Tijd en geheugen",
        table=Table(
            "Middelste tijd en grootste geheugen van één gemeente",
            ("methode", "seconden", "MiB"),
            tuple(row(method) for method in results["methods"]),
        ),
    )
