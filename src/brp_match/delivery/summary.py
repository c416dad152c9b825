"""What a person sees of a profile in a terminal: the findings, then the questions."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.delivery.findings import Finding, Kind
from brp_match.delivery.record import questions
from brp_match.delivery.wording import column_name, sentence

AT_MOST = 25
"""So many findings are shown; the rest is counted."""


NAMED = 12
"""So many columns that were not read are named; the rest is counted."""

FEWEST_NAMED = 3
"""Rows from which a VLP is called by its name: what stands once in that column may be a name of a client that
slipped into it."""


_NOW = "zo is het nu gelezen"


def together(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the findings of one group of rows with one entry a habit: what was seen in several columns in the same way
    is told with the column that has most of it, the others named behind. What is asked stands by itself."""
    alike: dict[tuple[str, str, bool, str], list[Mapping[str, Any]]] = {}
    for place, one in enumerate(findings):
        alone = str(place) if "vraag" in one else ""
        alike.setdefault((one["soort"], one["wat"], one["hersteld"], alone), []).append(one)
    return [_told(sorted(ones, key=lambda one: -one["aantal"])) for ones in alike.values()]


def _told(ones: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    first, *rest = ones
    if not rest:
        return first
    *others, last = [f"'{column_name(one['kolom'])}' ({one['aantal']})" for one in rest]
    named = f"{', '.join(others)} en {last}" if others else last
    return {**first, "tekst": f"{first['tekst']} Zo ook bij {named}."}


def left_out_lines(record: Mapping[str, Any]) -> list[str]:
    """Return a line for every file of signals with columns that were not read, of a run record."""
    read = {
        (group["bestand"], one["wat"])
        for group in record["profiel"]
        for one in group["bevindingen"]
        if one["soort"] == Kind.KOLOM and one["hersteld"]
    }
    lines = []
    for source in record["invoer"]:
        names = [name for name in source["weggelaten"] if (source["bestand"], name) not in read]
        if source["soort"] == "signalen" and names:
            told = ", ".join(f"'{name}'" for name in names[:NAMED])
            more = f" en nog {len(names) - NAMED}" if len(names) > NAMED else ""
            lines.append(f"Niet gelezen in {source['bestand']}: {told}{more}")
    return lines


def _columns(record: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for every column under an unknown name that was read without asking, over all VLP's of its file."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for group in record:
        for one in group["bevindingen"]:
            if _is_read_column(one):
                rows[group["bestand"], one["wat"], one["kolom"]] += one["aantal"]
    return [
        f"  {sentence(Finding(Kind.KOLOM, column, n, n, 1.0, '', True, to=name))}"
        for (_, name, column), n in rows.items()
    ]


def _is_read_column(finding: Mapping[str, Any]) -> bool:
    return finding["soort"] == Kind.KOLOM and finding["hersteld"] and "vraag" not in finding


def summary_lines(record: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines about a `profiel`; none where nothing was found. They hold no value of a person."""
    findings = [
        (group, one)
        for group in record
        for one in together(group["bevindingen"])
        if not _is_read_column(one)
    ]
    columns = _columns(record)
    if not findings and not columns:
        return []
    several = len({group["bestand"] for group in record}) > 1
    lines = ["Wat aan de levering opviel:", *columns]
    few = {
        (group["bestand"], group["vlp"])
        for group in record
        if group["rijen"] < FEWEST_NAMED and len(record) > 1
    }
    for group, one in findings[:AT_MOST]:
        who = group["vlp"]
        if (group["bestand"], who) in few:
            who = "een VLP met weinig rijen"
        where = f"{who} ({group['bestand']})" if several else who
        lines.append(f"  {where}: {one['tekst']}")
    if len(findings) > AT_MOST:
        lines.append(f"  en nog {len(findings) - AT_MOST}; zie profiel in run.json")
    asked = questions(record)
    if asked:
        lines.append("Vragen over de levering:")
        named = [one for one in asked if (one["bestand"], one["vlp"]) not in few]
        for one in named:
            lines.append(f"  {one['vlp']}: {one['tekst']}{_where(one['regels'])}")
            lines.append(
                f"    --antwoord {shlex.quote(one['id'] + '=' + one['standaard'])}   ({_NOW})"
            )
            other = next(habit for habit in one["antwoorden"] if habit != one["standaard"])
            lines.append(f"    --antwoord {shlex.quote(one['id'] + '=' + other)}")
        if len(named) < len(asked):
            lines.append(
                f"  en nog {len(asked) - len(named)} over VLP's met weinig rijen; zie profiel in run.json"
            )
        lines.append(
            "  Antwoord bij 'link' met --antwoord, of voor elke maand onder [gewoonten] in de koppeling (--mapping)."
        )
    return lines


def _where(lines: Sequence[int]) -> str:
    """Where to look: lines of the file, never what stands there."""
    if not lines:
        return ""
    first, last = [str(one) for one in lines[:-1]], str(lines[-1])
    named = f"regel {', '.join(first)} en {last}" if first else f"regel {last}"
    return f" Kijk bijvoorbeeld op {named}."
