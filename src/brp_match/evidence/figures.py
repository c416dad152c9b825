"""Accuracy, calibration and fairness of the frozen results, the words of DDAS, and a report of the tests, as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring

from brp_match.benchmark.reports.scenario_words import words
from brp_match.benchmark.reports.words import method_name
from brp_match.content import ddas_rows
from brp_match.dutch import decimal, percentage
from brp_match.errors import BrpMatchError
from brp_match.evidence.facts import ratios

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""Title, columns, rows."""

UNEQUAL = 1.5
"""A group may have this many times the share of all; above it, it is told."""

METHODS = ("ours", "exact", "lenient", "splink_stock", "recordlinkage_ecm", "dedupe_gazetteer")
"""Methods in the order of the table."""


def accuracy(found: Mapping[str, Any]) -> list[Table]:
    """Return the tables of frozen results: methods, scenarios, origins of the name."""
    methods = found["methods"]
    ours = methods["ours"]
    return [
        ("Naast andere manieren", ("manier", "onterechte uitval", "fout onder automatisch", "te beoordelen", "ECE"),
         [(method_name(name), *_rates(methods[name]["all"]), _number(methods[name]["all"]["ece"])) for name in METHODS]),
        ("Per verzonnen gemeente en verzameling", ("verzameling", "onterechte uitval", "fout onder automatisch", "te beoordelen", "ECE"),
         [(name, *_rates(one), _number(one["ece"])) for name, one in ours["scenarios"].items()]),
        ("Eerlijkheid: naar herkomst van de naam", ("herkomst", "signalen", "onterechte uitval", "te beoordelen", "verhouding", "oordeel"),
         _fairness(ours)),
    ]  # fmt: skip


def _rates(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return tuple(  # type: ignore[return-value]
        f"{percentage(one[name]['value'], 2)} ({percentage(one[name]['low'], 2)}–{percentage(one[name]['high'], 2)})"
        for name in ("wrongful_drop", "wrong_automatic", "review")
    )


def _number(value: float | None) -> str:
    return "–" if value is None else decimal(value, 4)


def _fairness(ours: Mapping[str, Any]) -> list[tuple[str, ...]]:
    groups, whole = ours["groups"]["herkomst"], ours["all"]
    review = ratios(groups, whole, "review")
    return [
        (
            words("herkomst", name), str(one["signals"]), f"{one['wrongful_drop']['count']} van {one['wrongful_drop']['of']}",
            percentage(one["review"]["value"], 2), decimal(review[name], 2), _judged(review[name], one["review"], whole["review"]),
        )
        for name, one in groups.items()
    ]  # fmt: skip


def _judged(ratio: float, group: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Say whether a group has more than UNEQUAL times the share of all, and whether that can be chance."""
    if ratio <= UNEQUAL:
        return "binnen de grens"
    return "boven de grens" if group["low"] > whole["value"] else "boven de grens, kan toeval zijn"


def ddas_table() -> Table:
    """Return what a deliverer hears of every outcome, with its source."""
    rows: list[tuple[str, ...]] = [
        (row.title, row.status, "na bevestiging" if row.confirm else "meteen", row.source)
        for row in ddas_rows().values()
    ]
    return (
        "Elke uitkomst in de woorden van DDAS 1.2",
        ("uitkomst", "signaalstatus", "gaat weg", "bron"),
        rows,
    )


def test_table(path: Path) -> Table:
    """Return the tests of a JUnit file by room: done, failed, left out, seconds.

    Raises BrpMatchError TESTVERSLAG_ONLEESBAAR for another file.
    """
    said = "dit is geen JUnit-verslag van pytest"
    try:
        text = path.read_bytes()
        # entities that name others could fill the memory; pytest declares none
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise ValueError(said)
        root = fromstring(text)
    except (OSError, ParseError, ValueError) as error:
        raise BrpMatchError("TESTVERSLAG_ONLEESBAAR", path.name, said) from error
    rooms: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0])
    for case in root.iter("testcase"):
        counts = rooms[(case.get("classname") or "?").removeprefix("tests.").split(".")[0]]
        counts[0] += 1
        counts[1] += case.find("failure") is not None or case.find("error") is not None
        counts[2] += case.find("skipped") is not None
        counts[3] += float(case.get("time") or 0)
    if not rooms:
        raise BrpMatchError(
            "TESTVERSLAG_ONLEESBAAR", path.name, "er staan geen tests in dit verslag"
        )
    rows = [
        (room, *(str(int(n)) for n in counts[:3]), decimal(counts[3], 1))
        for room, counts in sorted(rooms.items())
    ]
    totals = [sum(one[n] for one in rooms.values()) for n in range(4)]
    rows.append(("samen", *(str(int(n)) for n in totals[:3]), decimal(totals[3], 1)))
    return (
        "Tests per deel van het huis",
        ("deel", "tests", "mislukt", "overgeslagen", "seconden"),
        rows,
    )
