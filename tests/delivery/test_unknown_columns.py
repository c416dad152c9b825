"""Columns under names that nobody knows: read for what stands in them, asked about, or left alone."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.delivery.asked import with_questions
from brp_match.delivery.findings import DeliveredRow, Habit, Kind
from brp_match.delivery.known import KnownWords
from brp_match.delivery.profile import Profile, profile
from brp_match.delivery.unknown_columns import guess_columns
from brp_match.delivery.unreadable import Field
from brp_match.delivery.wording import question_sentence, sentence
from brp_match.ingest.column_names import speaks_of_others
from brp_match.ingest.columns import SIGNALS

TOWN = Path(__file__).resolve().parents[1] / "data" / "lindehoven"
TODAY = date(2026, 11, 2)
SURNAMES = ("Kwarfels", "Zwaluw", "Öztürk", "de Boer", "Brunink")
KNOWN = KnownWords(
    {"sofie": 9, "daan": 9, "noor": 9}, dict.fromkeys(("kwarfels", "zwaluw", "ozturk", "boer", "brunink"), 5),
    frozenset({"proefpad", "achter de kerk"}), frozenset({"verzonnenstad"}),
)  # fmt: skip
CHANCE = random.Random(4)


def birth(n: int) -> str:
    return f"{date(1945, 1, 1) + timedelta(days=373 * n % 20_000):%d-%m-%Y}"


def started(n: int) -> str:
    return f"{date(1990 + n % 15, 1 + n % 12, 1):%d-%m-%Y}"


CELLS = {
    "achternaam": lambda n: SURNAMES[n % 5],
    "volledige_naam": lambda n: f"Sofie {SURNAMES[n % 5]}",
    "voornamen": lambda n: ("Sofie", "Daan", "Noor")[n % 3],
    "voorletters": lambda n: f"{'SDN'[n % 3]}.",
    "geboortedatum": birth,
    "straatnaam": lambda n: ("Achter de kerk", "Proefpad")[n % 2],
    "huisnummer": lambda n: str(1 + 7 * n % 180),
    "postcode": lambda n: f"12{n % 60 + 10} AB",
    "plaatsnaam": lambda n: "Verzonnenstad",
    "huisletter": lambda n: "AB"[n % 2] if n % 5 == 0 else "",
    "toevoeging": lambda n: ("bis", "2", "hs")[n % 3] if n % 4 == 0 else "",
    "maanden": lambda n: str(1 + n % 9),
    "tarief": lambda n: ("Groen vast", "Groen variabel", "Basis")[n % 3],
    "begin": started,
}  # fmt: skip


def delivery(
    columns: dict[str, str], count: int = 120, vlp: str = "A", source: int = 0
) -> tuple[list[DeliveredRow], list[str | None], dict[int, str]]:
    """Rows with `columns` (what stands in it → its heading, '' where it is one of ours), beside signaal_id and vlp."""
    rows = [
        DeliveredRow(
            source, n + 2, vlp,
            dict.fromkeys(SIGNALS) | {"signaal_id": f"{vlp}-{n}", "vlp": vlp, **{c: CELLS[c](n) for c, name in columns.items() if not name}},
            (f"{vlp}-{n}", vlp, *(CELLS[c](n) for c in columns)),
        )
        for n in range(count)
    ]  # fmt: skip
    layout = ["signaal_id", "vlp", *(None if name else c for c, name in columns.items())]
    return rows, layout, {p: name for p, name in enumerate(columns.values(), start=2) if name}


def found_in(columns: dict[str, str], count: int = 120) -> dict[str, str]:
    """Heading → column of ours that it is read as."""
    rows, layout, unread = delivery(columns, count)
    guesses = guess_columns(rows, {0: layout}, {0: unread}, KNOWN, TODAY)
    return {one.name: one.column for one in guesses.get((0, "A"), {}).values() if one.column}


def profiled(columns: dict[str, str], count: int = 120, answers: dict[str, Habit] | None = None) -> Profile:  # fmt: skip
    rows, layout, unread = delivery(columns, count)
    guesses = guess_columns(rows, {0: layout}, {0: unread}, KNOWN, TODAY)
    found = profile(rows, {0: layout}, KNOWN, TODAY, answers or {}, guesses=guesses)
    return with_questions(found, rows, {0: layout}, KNOWN, TODAY, answers or {}, guesses=guesses)


ADDRESS = {"straatnaam": "", "huisnummer": "", "postcode": ""}


@pytest.mark.parametrize(
    ("columns", "read"),
    [
        ({"achternaam": "", "geboortedatum": "Veld 7"} | ADDRESS, {"Veld 7": "geboortedatum"}),
        (
            {
                "achternaam": "",
                "straatnaam": "V1",
                "huisnummer": "V2",
                "postcode": "V3",
                "plaatsnaam": "V4",
            },
            {"V1": "straatnaam", "V2": "huisnummer", "V3": "postcode", "V4": "plaatsnaam"},
        ),
        (
            {"voornamen": "V1", "achternaam": "V2"} | ADDRESS,
            {"V1": "voornamen", "V2": "achternaam"},
        ),
        ({"voorletters": "V1", "achternaam": ""} | ADDRESS, {"V1": "voorletters"}),
        ({"volledige_naam": "V2"} | ADDRESS, {"V2": "volledige_naam"}),
        (
            {"achternaam": "", "straatnaam": "", "tarief": "Soort", "huisnummer": "No"},
            {"No": "huisnummer"},
        ),
    ],
)
def test_a_column_is_known_by_its_cells(columns: dict[str, str], read: dict[str, str]) -> None:
    assert found_in(columns) == read


@pytest.mark.parametrize(
    "columns",
    [
        # another person, another thing, another address
        {"achternaam": "", "geboortedatum": "Geb.dat. partner"} | ADDRESS,
        {"achternaam": "", "begin": "Datum 2"} | ADDRESS,
        {"achternaam": "", "postcode": "Postcode correspondentieadres"},
        {"achternaam": "", "straatnaam": "", "maanden": "Aantal"},
        {"volledige_naam": "", "tarief": "Soort"} | ADDRESS,
        {"volledige_naam": "", "achternaam": "Veld 1"} | ADDRESS,
        {"achternaam": "", "tarief": "Veld 1"} | ADDRESS,
    ],
)
def test_what_is_something_else_is_not_read(columns: dict[str, str]) -> None:
    assert found_in(columns) == {}


def test_a_column_of_ours_without_anything_in_it_leaves_its_place() -> None:
    rows, layout, unread = delivery({"achternaam": "", "geboortedatum": "Veld 7"} | ADDRESS)
    empty = [
        DeliveredRow(r.source, r.line, r.vlp, {**r.values, "geboortedatum": None}, (*r.cells, "")) for r in rows
    ]  # fmt: skip
    guesses = guess_columns(empty, {0: [*layout, "geboortedatum"]}, {0: unread}, KNOWN, TODAY)
    found = profile(empty, {0: [*layout, "geboortedatum"]}, KNOWN, TODAY, {}, guesses=guesses)
    assert found.mends[0, 2]["geboortedatum"] == birth(0)


def test_of_deliveries_put_together_every_deliverer_has_its_own_column() -> None:
    first, layout, _ = delivery({"achternaam": "", "geboortedatum": ""}, 40, "A")
    second = [
        DeliveredRow(0, n + 100, "B", {"signaal_id": f"B-{n}", "vlp": "B", "achternaam": "Zwaluw"},
                     (f"B-{n}", "B", "Zwaluw", "", birth(n)))
        for n in range(40)
    ]  # fmt: skip
    rows, layouts, unread = [*first, *second], {0: [*layout, None]}, {0: {4: "DatumG"}}
    guesses = guess_columns(rows, layouts, unread, KNOWN, TODAY)
    assert {key[1]: [g.column for g in ones.values()] for key, ones in guesses.items()} == {"B": ["geboortedatum"]}  # fmt: skip


def test_what_most_deliverers_tell_of_a_column_is_so_for_all() -> None:
    first, layout, unread = delivery({"achternaam": "", "geboortedatum": "V1"}, 40, "A")
    strange = [
        DeliveredRow(0, n + 100, "B", dict.fromkeys(SIGNALS) | {"signaal_id": f"B-{n}", "vlp": "B", "achternaam": "Zwaluw"},
                     (f"B-{n}", "B", "Zwaluw", str(12_000 + 373 * n)))
        for n in range(40)
    ]  # fmt: skip
    guesses = guess_columns([*first, *strange], {0: layout}, {0: unread}, KNOWN, TODAY)
    assert {key[1]: ones[3].column for key, ones in guesses.items()} == {
        "A": "geboortedatum",
        "B": "geboortedatum",
    }
    alone = guess_columns(strange, {0: layout}, {0: unread}, KNOWN, TODAY)
    assert alone[0, "B"][3].column == ""


def test_it_is_told_and_asked_where_few_rows_say_it() -> None:
    columns = {"achternaam": "", "geboortedatum": "Veld 7"} | ADDRESS
    (many,) = profiled(columns).groups[0].findings
    assert (many.kind, many.mended, many.question, many.rows) == (Kind.KOLOM, True, None, 120)
    assert sentence(many) == (
        "De kolom 'Veld 7' heeft een naam die wij niet kennen. Naar wat erin staat is het 'geboortedatum' (120 rijen). "
        "Zo is hij gelezen."
    )
    (few,) = profiled(columns, 20).groups[0].findings
    assert few.mended
    assert few.question is not None
    assert few.question.id == "kolom/A/geboortedatum"
    assert (
        question_sentence(few)
        == "In deze 20 rijen staat in de kolom 'Veld 7': geboortedatum: klopt dat?"
    )
    left = profiled(columns, 20, {"kolom/A/geboortedatum": Habit.LEAVE})
    assert (left.mends, left.asked) == ({}, ())


def test_what_names_of_the_register_told_is_told_to_no_deliverer() -> None:
    found = profiled({"voornamen": "V1", "achternaam": "V2", "geboortedatum": "V3"} | ADDRESS)
    own = {one.column: one.own for one in found.groups[0].findings if one.kind is Kind.KOLOM}
    assert own == {"voornamen": False, "achternaam": False, "geboortedatum": True}


def test_without_birth_date_and_address_nobody_is_rejected_for_what_was_not_read() -> None:
    unread = profiled({"achternaam": "", "tarief": "Veld 1"}, 9)
    assert {marks.unreadable for marks in unread.marks.values()} == {
        (Field.GEBOORTEDATUM, Field.ADRES)
    }
    assert len(unread.marks) == 9
    assert not profiled({"achternaam": ""}, 9).marks
    assert not profiled({"achternaam": "", "tarief": "Veld 1"} | ADDRESS, 9).marks


@pytest.mark.parametrize(
    ("heading", "others"),
    [
        ("Postcode", False),
        ("Postadres", True),
        ("DOB", False),
        ("Contractdatum", True),
        ("Naam medehuurder", True),
    ],
)
def test_what_a_heading_speaks_of(heading: str, others: bool) -> None:
    assert speaks_of_others(heading) is others


HEADINGS = {
    "geboortedatum": "Veld 1", "postcode": "Veld 2", "huisnummer": "Nr", "straatnaam": "Veld 4",
    "achternaam": "Veld 5", "voornamen": "Veld 6",
}  # fmt: skip


def decided(
    folder: Path, headings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> tuple[list[str], dict, str]:
    """Link the hand-made town with other headings: its decisions, the record, and what a terminal shows."""
    with (TOWN / "signalen.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    folder.mkdir()
    with (folder / "signalen.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [[*(headings.get(c, c) for c in header), "Veld 9"], *([*row, "x"] for row in rows)]
        )
    asked = ["link", "--signals", str(folder / "signalen.csv"), "--out", str(folder / "uit")]
    for name, option in (
        ("inwoners", "residents"),
        ("vorige_adressen", "previous-addresses"),
        ("bag", "addresses"),
    ):
        asked += [f"--{option}", str(TOWN / f"{name}.csv")]
    assert main(asked) == 0
    with (folder / "uit" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [
            f"{row['signaal_id']} {row['besluit']} {row['persoon_id']}"
            for row in csv.DictReader(file, delimiter=";")
        ]
    return (
        found,
        json.loads((folder / "uit" / "run.json").read_text(encoding="utf-8")),
        capsys.readouterr().out,
    )


def test_a_link_decides_as_if_the_headings_were_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, _, _ = decided(tmp_path / "a", {}, capsys)
    theirs, record, told = decided(tmp_path / "b", HEADINGS, capsys)
    assert len(ours) > 30
    assert theirs == ours
    read = {
        one["wat"]
        for group in record["profiel"]
        for one in group["bevindingen"]
        if one["soort"] == "kolom"
    }
    assert read == set(HEADINGS.values())
    assert "Niet gelezen in signalen.csv: 'Veld 9'" in told


def test_a_register_says_which_column_it_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (TOWN / "inwoners.csv").read_text(encoding="utf-8")
    other = tmp_path / "inwoners.csv"
    other.write_text(text.replace("opschorting_reden", "Reden", 1), encoding="utf-8")
    for residents, missed in ((TOWN / "inwoners.csv", []), (other, ["opschorting_reden"])):
        out = tmp_path / f"uit{len(missed)}"
        asked = ["--signals", str(TOWN / "signalen.csv"), "--residents", str(residents)]
        assert main(["link", *asked, "--out", str(out)]) == 0
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        assert record["register_zonder"] == missed
        told = capsys.readouterr().out
        assert ("geen kolom 'opschorting_reden'" in told) is bool(missed)
    assert main(["prepare", "--residents", str(other), "--out", str(tmp_path / "r.duckdb")]) == 0
    assert "geen kolom 'opschorting_reden'" in capsys.readouterr().out
