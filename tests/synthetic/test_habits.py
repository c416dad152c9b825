"""Format habits: each does what its name says, to the rows it is for, and the truth stays."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.synthetic import generate, load_scenario
from brp_match.synthetic.habits import HABITS, Habit, with_habits

ROW = {
    "signaal_id": "S1", "vlp": "A", "sector": "Water", "klantnummer": "01234567", "signaaldatum": "2026-11-02",
    "soort_signaal": "vroegsignaal", "bedrag": "12,50", "termijnbedrag": "5,00", "voornamen": "Zoë", "voorletters": "Z.",
    "voorvoegsel": "", "achternaam": "Müller", "volledige_naam": "", "geboortedatum": "05-03-1970", "straatnaam": "Proefweg",
    "huisnummer": "12", "huisletter": "", "huisnummertoevoeging": "3", "postcode": "1234AB", "plaatsnaam": "Proefstad",
    "telefoon": "0612345678", "email": "", "kvk_nummer": "",
}  # fmt: skip


def changed(habit: str, **cells: str) -> dict[str, str]:
    row = {**ROW, **cells}
    ((new,), _) = with_habits([row], {"A": [Habit(habit)]}, "1")
    return {column: text for column, text in new.items() if text != row[column]}


@pytest.mark.parametrize(
    ("habit", "cells"),
    [
        ("maand_dag", {"geboortedatum": "03/05/1970"}),
        ("jaar_dag_maand", {"geboortedatum": "1970-05-03"}),
        ("kort_jaar_vooraan", {"geboortedatum": "70-03-05"}),
        ("half_volgnummer", {"geboortedatum": "25691"}),
        ("half_iso", {"geboortedatum": "1970-05-03 00:00:00"}),
        ("half_tekst", {"geboortedatum": "3-5-1970"}),
        ("wereldtijd", {"geboortedatum": "1970-03-04T23:00:00Z"}),
        ("leeftijd", {"geboortedatum": "56"}),
        ("namen_verwisseld", {"voornamen": "Müller", "achternaam": "Zoë"}),
        ("utf8_als_1252", {"voornamen": "ZoÃ«", "achternaam": "MÃ¼ller"}),
        ("1252_als_850", {"voornamen": "ZoÙ", "achternaam": "M³ller"}),
        ("vraagtekens", {"voornamen": "Zo?", "achternaam": "M?ller"}),
        ("procenttekens", {"voornamen": "Zo%C3%AB", "achternaam": "M%C3%BCller"}),
        ("klantnummer_exponent", {"klantnummer": "1,23E+06"}),
        ("postcode_met_plaats", {"postcode": "1234AB Proefstad", "plaatsnaam": ""}),
        ("verschoven_voorvoegsel", {
            "voorvoegsel": "Müller", "achternaam": "", "volledige_naam": "05-03-1970", "geboortedatum": "Proefweg",
            "straatnaam": "12", "huisnummer": "", "huisletter": "3", "huisnummertoevoeging": "1234AB",
            "postcode": "Proefstad", "plaatsnaam": "0612345678", "telefoon": "",
        }),
    ],
)  # fmt: skip
def test_what_a_habit_writes(habit: str, cells: dict[str, str]) -> None:
    assert changed(habit) == cells


def test_the_first_day_of_a_program_has_no_day_before_it_in_world_time() -> None:
    assert changed("wereldtijd", geboortedatum="01-01-0001") == {
        "geboortedatum": "0001-01-01T00:00:00Z"
    }


def test_half_a_conversion_leaves_days_above_twelve() -> None:
    for habit in ("half_volgnummer", "half_iso", "half_tekst"):
        assert changed(habit, geboortedatum="25-03-1970") == {}
    assert changed("half_weg", geboortedatum="25-03-1970") == {"geboortedatum": ""}


@pytest.mark.parametrize("habit", sorted(HABITS))
def test_the_same_seed_gives_the_same_rows_and_only_touched_rows_are_told(habit: str) -> None:
    rows = [
        {**ROW, "signaal_id": f"S{n}", "voorvoegsel": "van" if n % 2 else ""} for n in range(40)
    ]
    first, made = with_habits(rows, {"A": [Habit(habit, 0.5)]}, "7")
    assert (first, made) == with_habits(rows, {"A": [Habit(habit, 0.5)]}, "7")
    told = {one["signaal_id"] for one in made}
    differ = {new["signaal_id"] for new, old in zip(first, rows, strict=True) if new != old}
    assert differ <= told
    assert len(told) < 40


def test_a_town_has_its_habits_beside_the_truth(tmp_path: Path) -> None:
    scenario = replace(load_scenario("gewoonten-datums"), residents=1500, signals=60)
    town = generate(scenario, tmp_path / "met", seed=3)
    plain = replace(scenario, deliverers=tuple(replace(s, habits=()) for s in scenario.deliverers))
    clean = generate(plain, tmp_path / "zonder", seed=3)
    assert town.truth[0].read_bytes() == clean.truth[0].read_bytes()
    assert town.residents.read_bytes() == clean.residents.read_bytes()
    assert not (tmp_path / "zonder" / "gewoonten.csv").exists()
    with (tmp_path / "met" / "gewoonten.csv").open(encoding="utf-8", newline="") as stream:
        made = {row["signaal_id"] for row in csv.DictReader(stream, delimiter=";")}
    rows = [_rows(one.signals[0]) for one in (town, clean)]
    assert {s for s in rows[0] if rows[0][s] != rows[1][s]} <= made
    assert made


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["signaal_id"]: row for row in csv.DictReader(stream, delimiter=";")}


def test_any_habit_may_come_behind_any_other() -> None:
    rows = [{**ROW, "signaal_id": f"S{n}"} for n in range(3)]
    for one in HABITS:
        for other in HABITS.keys() - {one}:
            assert len(with_habits(rows, {"A": [Habit(one), Habit(other)]}, "1")[0]) == 3
