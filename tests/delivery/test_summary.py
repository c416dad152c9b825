"""What the terminal says of a delivery names no client, also where one slipped into the column of the VLP."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from brp_match.delivery.record import read_answers
from brp_match.delivery.summary import summary_lines, together
from brp_match.errors import BrpMatchError


def group(vlp: str, rows: int) -> dict[str, Any]:
    found = {
        "tekst": "In 1 rij staat iets.",
        "soort": "tekens",
        "kolom": "straatnaam",
        "wat": "",
        "aantal": 1,
        "hersteld": True,
    }
    return {"bestand": "a.csv", "vlp": vlp, "rijen": rows, "bevindingen": [found]}


def test_a_name_that_stands_in_few_rows_is_not_told() -> None:
    lines = summary_lines([group("Waterbron", 9), group("Jansen", 2)])
    assert lines[:3] == [
        "Wat aan de levering opviel:",
        "  Waterbron: In 1 rij staat iets.",
        "  een VLP met weinig rijen: In 1 rij staat iets.",
    ]
    assert summary_lines([group("Waterbron", 1)])[1] == "  Waterbron: In 1 rij staat iets."


def test_one_habit_is_one_line_whatever_columns_it_touches() -> None:
    one = group("Waterbron", 60)
    for column, count in (("voorvoegsel", 53), ("kvk_nummer", 59), ("email", 15)):
        text = f"In {count} rijen staat in '{column}' geen echte waarde."
        one["bevindingen"].append(
            {"tekst": text, "soort": "standaardwaarde", "kolom": column, "wat": "woord", "aantal": count, "hersteld": True}
        )  # fmt: skip
    asked = {**one["bevindingen"][1], "tekst": "In 9 rijen misschien.", "vraag": {}}
    found = together([*one["bevindingen"], asked, asked])
    assert [entry["tekst"] for entry in found] == [
        "In 1 rij staat iets.",
        "In 59 rijen staat in 'kvk_nummer' geen echte waarde. Zo ook bij 'voorvoegsel' (53) en 'e-mailadres' (15).",
        "In 9 rijen misschien.", "In 9 rijen misschien.",
    ]  # fmt: skip
    assert found[1]["aantal"] == 59
    assert len(summary_lines([one])) == 3


def test_a_question_tells_where_to_look_and_how_to_answer() -> None:
    asked = {
        "id": "datumvolgorde/Water's bron/geboortedatum",
        "tekst": "Deze 2 datums staan als maand-dag-jaar: klopt dat?",
        "standaard": "herstellen",
        "antwoorden": ["herstellen", "zoals_geleverd"],
        "rijen": 2,
        "regels": [4, 9],
    }
    one = group("Water's bron", 9)
    one["bevindingen"][0]["vraag"] = asked
    lines = summary_lines([one])
    assert lines[2] == "Vragen over de levering:"
    assert lines[3].endswith("klopt dat? Kijk bijvoorbeeld op regel 4 en 9.")
    for line, habit in ((lines[4], "herstellen"), (lines[5], "zoals_geleverd")):
        words = shlex.split(line.split("   (")[0])
        assert words == ["--antwoord", f"{asked['id']}={habit}"]
        assert read_answers([words[1]]) == {asked["id"]: habit}
    assert "zo is het nu gelezen" in lines[4]


def test_a_question_about_few_rows_is_counted_only() -> None:
    asked = {
        "id": "kolom/Jansen/achternaam", "tekst": "Klopt dat?", "standaard": "herstellen",
        "antwoorden": ["herstellen", "zoals_geleverd"], "rijen": 1, "regels": [4],
    }  # fmt: skip
    one = group("Jansen", 2)
    one["bevindingen"][0]["vraag"] = asked
    lines = summary_lines([one, group("Waterbron", 9)])
    assert "Jansen" not in " ".join(lines)
    assert lines[4] == "  en nog 1 over VLP's met weinig rijen; zie profiel in run.json"


@pytest.mark.parametrize("text", ["a/b/c", "a/b/c=ja", "a=herstellen", "=herstellen"])
def test_an_answer_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read_answers([text])
    assert [fault.code for fault in caught.value.faults] == ["ANTWOORD_ONGELDIG"]
