"""The figures of a national report as numbers to compute with, and a description of them (CSV on the Web, W3C)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from brp_match.benchmark.reports.publication import DATA as NAME
from brp_match.cells import safe_cell
from brp_match.csv_file import write_csv
from brp_match.output import put_text

COLUMNS = {
    "soort": ("string", "waarover de regel gaat: alle, methode, gemeente, vlp, sector, grootte, maand, soort_oorzaak, familie of oorzaak"),
    "naam": ("string", "welke gemeente, vastelastenpartner, sector, grootteklasse, maand, groep van oorzaken of oorzaak"),
    "sector": ("string", "de sector van een vastelastenpartner, anders leeg"),
    "methode": ("string", "exact is de controle van vandaag, brp_match is brp-match"),
    "signalen": ("integer", "signalen; leeg bij een oorzaak, want die is er alleen van uitval"),
    "uitval": ("integer", "signalen die uitvielen"),
    "nagekeken": ("integer", "uitgevallen signalen die een medewerker bekeek"),
    "onterecht_van": ("integer", "ten minste zoveel daarvan onterecht; leeg waar niets is nagekeken"),
    "onterecht_tot": ("integer", "ten hoogste zoveel daarvan onterecht; leeg waar er geen bovengrens bekend is"),
    "uitval_geschat": ("integer", "signalen die uitvielen, met wat gemeenten met ruis gaven erbij; leeg waar er geen ruis is"),
    "onterecht_geschat": ("integer", "hoeveel daarvan onterecht, met wat gemeenten met ruis gaven erbij; leeg waar er geen ruis is"),
    "onterecht_geschat_van": ("integer", "ondergrens daarvan, 95% zeker"),
    "onterecht_geschat_tot": ("integer", "bovengrens daarvan, 95% zeker"),
    "bestanden": ("integer", "leveringen van gemeenten die dit aantal gaven"),
    "niet_gegeven": ("integer", "leveringen die het niet gaven, omdat het klein is of een klein aantal zou verraden"),
}  # fmt: skip
"""Column → type and what it holds."""

KINDS = (
    ("per_gemeente", "gemeente"), ("per_vlp", "vlp"), ("per_sector", "sector"), ("per_grootte", "grootte"),
    ("per_maand", "maand"), ("zijden", "soort_oorzaak"), ("families", "familie"), ("oorzaken", "oorzaak"),
)  # fmt: skip


def write_data(results: Mapping[str, Any], folder: Path) -> None:
    """Write the CSV and its description (`-metadata.json`) to `folder`."""
    lines = (
        [safe_cell("" if value is None else str(value)) for value in row] for row in rows(results)
    )
    write_csv(folder / NAME, list(COLUMNS), lines)
    text = json.dumps(description(results), ensure_ascii=False, indent=1) + "\n"
    put_text(text, folder / f"{NAME}-metadata.json")


def rows(results: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of the CSV, in the order of COLUMNS."""
    for one in results["methoden"]:
        yield _row("methode", one, one["naam"])
    for key, kind in KINDS:
        for one in results.get(key, ()):
            yield _row(kind, one, "exact")
            if "brp_match" in one:
                yield _row(kind, one["brp_match"], "brp_match")


def _row(kind: str, one: Mapping[str, Any], method: str) -> tuple[Any, ...]:
    guess = one.get("geschat") or {}
    told = {**one, **{column: guess.get(name) for column, name in GUESSED.items()}}
    counts = [told.get(name) for name in list(COLUMNS)[4:]]
    if kind in ("soort_oorzaak", "familie", "oorzaak"):
        counts[0] = None
    return (kind, one["naam"] if kind != "methode" else "", one.get("sector", ""), method, *counts)


GUESSED = {
    "uitval_geschat": "uitval",
    "onterecht_geschat": "onterecht",
    "onterecht_geschat_van": "onterecht_van",
    "onterecht_geschat_tot": "onterecht_tot",
}
"""Column → name in `geschat` of landelijk.json."""


def description(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the CSV is and holds, in the form of CSVW metadata."""
    edition = results["uitgave"]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": NAME,
        "dc:title": "Uitval door de BRP-controle bij vroegsignalering: aantallen",
        "dc:description": f"Een aantal onder {results['minimum']} van één gemeente, en een groter aantal dat het zou verraden, staat er alleen met ruis in (de kolommen met geschat); geen personen. "
        "Een leeg veld is niet nul.",
        "dc:identifier": edition["nummer"],
        "dc:issued": edition["datum"],
        **({"dc:publisher": edition["uitgever"]} if edition["uitgever"] else {}),
        **({"dc:license": edition["licentie"]} if edition["licentie"] else {}),
        "dialect": {"delimiter": ";"},
        "tableSchema": {
            "columns": [
                {"name": name, "datatype": kind, "dc:description": said}
                for name, (kind, said) in COLUMNS.items()
            ]
        },
    }
