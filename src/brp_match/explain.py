"""`explain`: one decision in a terminal: both records, every comparison with its weight."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from pathlib import Path
from typing import Any

from brp_match.content import load_comparators
from brp_match.database import connect
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.link.comparisons import ORDER

Row = dict[str, Any]


def read_case(run: Path, signaal_id: str) -> tuple[Row, Row, list[Row]]:
    """Return (signal, decision, candidates in order) of one signal of a run directory.

    Raises BrpMatchError RUN_ONTBREEKT when the folder is no run, SIGNAAL_ONBEKEND when the run has
    no such signal.
    """
    names = ("signals", "decisions", "candidates")
    if not all((run / f"{name}.parquet").is_file() for name in names):
        raise BrpMatchError("RUN_ONTBREEKT", run.name, "in deze map staat geen run van brp-match")
    con = connect()
    try:
        found: list[list[Row]] = []
        for name in names:
            order = "rang" if name == "candidates" else "signaal_id"
            cursor = con.execute(
                f"SELECT * FROM read_parquet(?) WHERE signaal_id = ? ORDER BY {order}",
                [str(run / f"{name}.parquet"), signaal_id],
            )
            columns = [column[0] for column in cursor.description or []]
            found.append([dict(zip(columns, row, strict=True)) for row in cursor.fetchall()])
    finally:
        con.close()
    signals, decisions, candidates = found
    if not signals or not decisions:
        raise BrpMatchError(
            "SIGNAAL_ONBEKEND", run.name, "deze run heeft geen signaal met dit kenmerk"
        )
    return signals[0], decisions[0], candidates


def run(args: argparse.Namespace) -> int:
    """Print the explanation of one decision."""
    signal, decision, candidates = read_case(args.run_dir, args.signaal_id)
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    print("\n".join(render(signal, decision, candidates, width)))
    return int(ExitCode.DONE)


def render(signal: Row, decision: Row, candidates: list[Row], width: int = 100) -> list[str]:
    """Lines of text: decision, both records side by side, weights, runner-up, chances."""
    lines = [
        f"Signaal {decision['signaal_id']} van {decision['vlp']} ({decision['sector']})",
        f"Besluit: {decision['besluit'].upper()}   kans {_percent(decision['kans'])}, "
        f"niemand uit de BRP {_percent(decision['kans_geen'])}",
        *textwrap.wrap(decision["toelichting"], width),
        f"Redenen: {decision['redenen'].replace('|', ', ')}",
    ]
    if decision["terugkoppeling"]:
        lines.append(
            f"Terugkoppeling: {decision['terugkoppeling']} ({decision['terugkoppeling_status']})"
        )
    if not candidates:
        return [*lines, "", "Geen enkele inwoner leek op dit signaal."]
    best = candidates[0]
    lines += ["", *_side_by_side(signal, best, width), "", *_weights(best)]
    if len(candidates) > 1:
        lines += ["", "Andere kandidaten:"]
        for other in candidates[1:4]:
            lines.append(
                f"  {other['rang']}. {other['persoon_id']}  {_full_name(other)}  "
                f"{_date(other['geboortedatum'])}  kans {_percent(other['kans'])}"
            )
    return lines


def _side_by_side(signal: Row, best: Row, width: int) -> list[str]:
    parts = [
        signal["voornamen"],
        signal["voorletters"],
        signal["voorvoegsel"],
        signal["achternaam"],
    ]
    delivered = " ".join(part for part in parts if part) or signal["volledige_naam"] or "–"
    rows = [
        ("", "Signaal", f"BRP ({best['persoon_id']})"),
        ("Naam", delivered, _full_name(best)),
        ("Geboortedatum", signal["geboortedatum"] or "–", _date(best["geboortedatum"])),
        (
            "Adres",
            _address(signal["straatnaam"], signal),
            _address(best["straat"], best),
        ),
        ("Postcode", signal["postcode"] or "–", best["postcode"] or "–"),
    ]
    column = max((width - 16) // 2, 20)
    return [
        f"{label:<15}{left[: column - 1]:<{column}}{right[:column]}".rstrip()
        for label, left, right in rows
    ]


def _weights(best: Row) -> list[str]:
    lines = [
        f"{'Vergelijking':<15}{'gewicht':>9}  wat er gezien is (gewicht in bits: +1 is twee keer zo waarschijnlijk)"
    ]
    sentences = {c.naam: c.by_id for c in load_comparators()}
    titles = {c.naam: c.titel for c in load_comparators()}
    for name in sorted(ORDER, key=lambda n: -abs(best[f"{n}_gewicht"])):
        level = sentences[name].get(best[f"{name}_niveau"])
        weight = f"{best[f'{name}_gewicht']:+.1f}".replace(".", ",")
        lines.append(f"{titles[name]:<15}{weight:>9}  {level.zin if level else ''}")
    total = f"{best['gewicht']:+.1f}".replace(".", ",")
    lines.append(f"{'Samen':<15}{total:>9}")
    return lines


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
    """`jjjjmmdd` as dd-mm-jjjj, with ?? for a part the register does not know."""
    if not value or len(value) != 8:
        return value or "–"
    day, month, year = value[6:], value[4:6], value[:4]
    return "-".join("?" * len(part) if set(part) == {"0"} else part for part in (day, month, year))


def _percent(value: float | None) -> str:
    return f"{100 * (value or 0):.1f}%".replace(".", ",")
