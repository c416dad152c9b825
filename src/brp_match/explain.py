"""`explain`: one decision in a terminal: both records, every comparison with its weight."""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import duckdb

from brp_match.content import load_comparators
from brp_match.csv_file import each_row
from brp_match.database import connect, rows_by_name
from brp_match.dutch import NOT_KNOWN, percentage, register_day, signed
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.link.comparisons import ORDER
from brp_match.run_tables import RECORD, read_record, refused_run, run_sql

Row = dict[str, Any]


def read_case(run: Path, signaal_id: str) -> tuple[Row, Row, list[Row]]:
    """Return (signal, decision, candidates in order) of one signal of a run directory.

    Raises BrpMatchError RUN_ONTBREEKT when the folder is no run, SIGNAAL_ONBEKEND when the run has
    no such signal.
    """
    names = ("signals", "decisions", "candidates")
    if not all((run / f"{name}.parquet").is_file() for name in names):
        raise BrpMatchError("RUN_ONTBREEKT", run.name, "in deze map staat geen run van brp-match")
    with connect() as con:
        found: list[list[Row]] = []
        for name in names:
            order = "rang" if name == "candidates" else "signaal_id"
            rows = rows_by_name(
                con,
                f"SELECT * FROM {run_sql(run / f'{name}.parquet')} WHERE signaal_id = ? ORDER BY {order}",
                [signaal_id],
            )
            found.append(rows)
    signals, decisions, candidates = found
    if not signals or not decisions:
        aside = _in_quarantine(run, signaal_id)
        if aside:
            raise BrpMatchError(
                "SIGNAAL_IN_QUARANTAINE", f"{aside['bestand']}, regel {aside['regel']}",
                f"dit signaal kon niet gebruikt worden: {aside['melding']}",
            )  # fmt: skip
        raise BrpMatchError(
            "SIGNAAL_ONBEKEND", run.name, "deze run heeft geen signaal met dit kenmerk"
        )
    # a run of the command has no number of a policy in the service
    told = read_record(run) if (run / RECORD).is_file() else {}
    decisions[0]["beleid_nummer"] = told.get("beleid_nummer")
    return signals[0], decisions[0], candidates


def _in_quarantine(run: Path, signaal_id: str) -> dict[str, str] | None:
    """Return the row of quarantine.csv that has this id in one of its fields, if there is one."""
    path = run / "quarantine.csv"
    if not path.is_file():
        return None
    for row in each_row(path):
        if signaal_id in re.split(r"[;,\t|\s\"':{}]+", row["tekst"] or ""):
            return row
    return None


def run(args: argparse.Namespace) -> int:
    """Print the explanation of one decision. Raises BrpMatchError RUN_ONLEESBAAR for a run that is damaged."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    try:
        lines = render(*read_case(args.run_dir, args.signaal_id), width)
    except (duckdb.Error, LookupError, TypeError, ValueError, AttributeError, csv.Error) as error:
        said = "deze run is beschadigd of met een andere versie van brp-match gemaakt"
        raise refused_run(args.run_dir, said) from error
    print("\n".join(lines))
    return int(ExitCode.DONE)


def render(signal: Row, decision: Row, candidates: list[Row], width: int = 100) -> list[str]:
    """Lines of text: decision, both records side by side, weights, runner-up, chances."""
    lines = [
        *textwrap.wrap(
            f"Signaal {decision['signaal_id']} van {decision['vlp']} ({decision['sector']})", width
        ),
        *textwrap.wrap(
            f"Besluit: {decision['besluit'].upper()}   kans {percentage(decision['kans'] or 0)}, "
            f"niemand uit de BRP {percentage(decision['kans_geen'] or 0)}",
            width,
        ),
        *textwrap.wrap(decision["toelichting"], width),
        *textwrap.wrap(f"Redenen: {(decision['redenen'] or '–').replace('|', ', ')}", width),
    ]
    if decision["terugkoppeling"]:
        feedback = f"{decision['terugkoppeling']} ({decision['terugkoppeling_status']})"
        lines += textwrap.wrap(f"Terugkoppeling: {feedback}", width)
    number = decision.get("beleid_nummer")
    of_service = f", nummer {number} in de dienst" if number is not None else ""
    version = decision["beleid_versie"] or "niet vastgelegd"
    lines += textwrap.wrap(f"Beleid: versie {version}{of_service}", width)
    if not candidates:
        return [
            *lines, "", *_side_by_side(signal, None, width), "", "Geen enkele inwoner leek op dit signaal.",
        ]  # fmt: skip
    lines += ["", *_side_by_side(signal, candidates[0], width), "", *_weights(candidates, width)]
    if len(candidates) > 1:
        lines += ["", "Andere kandidaten:"]
        for other in candidates[1:4]:
            lines += textwrap.wrap(
                f"{other['rang']}. {other['persoon_id']}  {_full_name(other)}  "
                f"{_date(other['geboortedatum'])}  {_address(other['straat'], other)}  "
                f"kans {percentage(other['kans'] or 0)}",
                width,
                initial_indent="  ",
                subsequent_indent="     ",
            )
    return lines


def _side_by_side(signal: Row, best: Row | None, width: int) -> list[str]:
    """Both records, field by field; what does not fit runs on below, nothing is cut off."""
    parts = [
        signal["voornamen"],
        signal["voorletters"],
        signal["voorvoegsel"],
        signal["achternaam"],
    ]
    delivered = " ".join(part for part in parts if part) or signal["volledige_naam"] or "–"
    rows = [
        ("", "Signaal"),
        ("Naam", delivered),
        ("Geboortedatum", signal["geboortedatum"] or "–"),
        ("Adres", _address(signal["straatnaam"], signal)),
        ("Postcode", signal["postcode"] or "–"),
    ]
    registered = [""] * len(rows)
    if best is not None:
        registered = [
            f"BRP ({best['persoon_id']})",
            _full_name(best),
            _date(best["geboortedatum"]),
            _address(best["straat"], best),
            best["postcode"] or "–",
        ]
    column = max((width - 15) // 2, 12)
    lines = []
    for (label, left), right in zip(rows, registered, strict=True):
        cells = zip_longest(_wrap(left, column - 1), _wrap(right, column), fillvalue="")
        for place, (one, other) in enumerate(cells):
            lines.append(f"{'' if place else label:<15}{one:<{column}}{other}".rstrip())
    return lines


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


def _weights(candidates: list[Row], width: int) -> list[str]:
    """Every comparison of the best candidate with its weight, beside the weight of the runner-up.

    Weights are shown with one decimal; the total is the sum of what is shown.
    """
    best, second = candidates[0], candidates[1] if len(candidates) > 1 else None
    head = f"{'Vergelijking':<15}{'gewicht':>8}" + (f"{'nr. 2':>8}" if second else "")
    # in a narrow terminal the words stand below the numbers
    below = width - len(head) - 2 < 24
    margin = 2 if below else len(head) + 2

    def line(start: str, text: str) -> list[str]:
        said = textwrap.wrap(text, width - margin) or [""]
        if below:
            return [start, *(" " * margin + one for one in said if one)]
        return [f"{start}  {said[0]}".rstrip(), *(" " * margin + one for one in said[1:])]

    def numbers(title: str, weights: Sequence[float]) -> str:
        return f"{title:<15}" + "".join(f"{signed(one):>8}" for one in weights)

    lines = line(head, "wat er gezien is (gewicht in bits: +1 is twee keer zo waarschijnlijk)")
    comparators = {c.naam: c for c in load_comparators()}
    shown = [one for one in (best, second) if one is not None]
    total = [0.0] * len(shown)
    for name in sorted(ORDER, key=lambda n: -abs(best[f"{n}_gewicht"])):
        weights = [round(float(one[f"{name}_gewicht"]), 1) for one in shown]
        total = [so_far + weight for so_far, weight in zip(total, weights, strict=True)]
        level = comparators[name].by_id.get(best[f"{name}_niveau"])
        lines += line(numbers(comparators[name].titel, weights), level.zin if level else "")
    return [*lines, numbers("Samen", total)]


def _full_name(row: Row) -> str:
    surname = " ".join(part for part in (row["voorvoegsel"], row["geslachtsnaam"]) if part)
    partner = " ".join(
        part for part in (row["partner_voorvoegsel"], row["partner_geslachtsnaam"]) if part
    )
    name = " ".join(part for part in (row["voornamen"], surname) if part)
    return f"{name} (partner: {partner})" if partner else name


def _address(street: str | None, row: Row) -> str:
    parts = [street, row["huisnummer"], row["huisletter"], row["huisnummertoevoeging"]]
    return " ".join(str(part) for part in parts if part) or "–"


def _date(value: str | None) -> str:
    return register_day(value) if value and len(value) == 8 else value or NOT_KNOWN
