"""What the terminal says of a delivery names no client, also where one slipped into the column of the VLP."""

from __future__ import annotations

from typing import Any

from brp_match.delivery.summary import summary_lines


def group(vlp: str, rows: int) -> dict[str, Any]:
    found = {"tekst": "In 1 rij staat iets."}
    return {"bestand": "a.csv", "vlp": vlp, "rijen": rows, "bevindingen": [found]}


def test_a_name_that_stands_in_few_rows_is_not_told() -> None:
    lines = summary_lines([group("Waterbron", 9), group("Jansen", 2)])
    assert lines[:3] == [
        "Wat aan de levering opviel:",
        "  Waterbron: In 1 rij staat iets.",
        "  een VLP met weinig rijen: In 1 rij staat iets.",
    ]
    assert summary_lines([group("Waterbron", 1)])[1] == "  Waterbron: In 1 rij staat iets."
