"""A whole delivery profiled: groups, mends, marks, the record, and answers of a mapping file."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from brp_match.delivery.asked import with_questions
from brp_match.delivery.findings import DeliveredRow, Habit
from brp_match.delivery.known import KnownWords
from brp_match.delivery.profile import Profile, profile
from brp_match.delivery.record import answers_of, check_answers, finding_record, questions
from brp_match.errors import BrpMatchError
from brp_match.ingest.mapping import load_mapping
from brp_match.reading.dates import read_date

TODAY = date(2026, 11, 2)
NAMES = ("Kwarfels", "Zwaluw", "Öztürk", "de Boer", "Brunink")


def delivery(vlp: str, count: int, *, form: str = "%d-%m-%Y", first: int = 0) -> list[DeliveredRow]:
    chance = random.Random(vlp)
    return [
        DeliveredRow(
            0,
            first + n + 2,
            vlp,
            {
                "signaal_id": f"{vlp}-{n}",
                "vlp": vlp,
                "achternaam": NAMES[n % 5],
                "geboortedatum": (date(1945, 1, 1) + timedelta(chance.randrange(20_000))).strftime(form),
                "straatnaam": "Proefweg",
                "huisnummer": str(n + 1),
                "postcode": "1234 AB",
            },
        )
        for n in range(count)
    ]  # fmt: skip


def profiled(rows: list[DeliveredRow], answers: dict[str, Habit] | None = None) -> Profile:
    return profile(rows, {}, KnownWords(), TODAY, answers or {})


def test_each_vlp_is_looked_at_by_itself() -> None:
    rows = delivery("A", 20) + delivery("B", 20, form="%m-%d-%Y", first=20)
    found = profiled(rows)
    assert {line for _, line in found.mends} == set(range(22, 42))
    assert [(g.vlp, len(g.findings)) for g in found.groups] == [("A", 0), ("B", 1)]
    assert all(set(cells) == {"geboortedatum"} for cells in found.mends.values())


def test_the_order_of_the_rows_plays_no_part() -> None:
    rows = delivery("A", 30, form="%m-%d-%Y")
    turned = rows[::-1]
    assert profiled(turned) == profiled(rows)


def test_an_unreadable_date_marks_its_signal() -> None:
    rows = delivery("A", 5)
    rows[2] = replace(rows[2], values={**rows[2].values, "geboortedatum": "31-02-1990"})
    found = profiled(rows)
    assert {s: m.unreadable for s, m in found.marks.items()} == {"A-2": ("geboortedatum",)}


def test_records_hold_no_value_of_a_person() -> None:
    rows = delivery("A", 30, form="%m-%d-%Y")
    found = profiled(rows)
    text = json.dumps([finding_record(one) for one in found.groups[0].findings])
    for row in rows:
        for column in ("achternaam", "geboortedatum", "signaal_id"):
            assert str(row.values[column]) not in text


def test_questions_stand_with_their_default_and_take_an_answer(tmp_path: Path) -> None:
    rows = delivery("A", 2)
    for n, text in enumerate(("03-25-1970", "04-05-1980")):
        rows[n] = replace(rows[n], values={**rows[n].values, "geboortedatum": text})
    found = profiled(rows)
    record = [
        {"bestand": "a.csv", "vlp": "A", "bevindingen": [finding_record(f) for f in g.findings]}
        for g in found.groups
    ]  # fmt: skip
    (asked,) = questions(record)
    assert asked["id"] == "datumvolgorde/A/geboortedatum"
    assert asked["tekst"].endswith("klopt dat?")
    assert asked["standaard"] in ("herstellen", "zoals_geleverd")
    path = tmp_path / "mapping.toml"
    for answer, mended in (("herstellen", {2, 3}), ("zoals_geleverd", {2})):
        path.write_text(f'[gewoonten]\n"{asked["id"]}" = "{answer}"\n')
        answered = profiled(rows, answers_of(load_mapping(path)))
        assert {line for _, line in answered.mends} == mended
        assert all(f.question is None for f in answered.groups[0].findings)


def test_a_question_shows_cells_as_they_came_beside_both_ways_to_read_them() -> None:
    rows = delivery("A", 2)
    for n, text in enumerate(("03-25-1970", "04-05-1980")):
        rows[n] = replace(rows[n], values={**rows[n].values, "geboortedatum": text})
    found = profiled(rows)
    (asked,) = with_questions(found, rows, {}, KnownWords(), TODAY, {}).asked
    assert (asked.source, asked.vlp, asked.question) == (0, "A", "datumvolgorde/A/geboortedatum")
    (cell,) = asked.examples
    assert (cell.line, cell.column, cell.delivered) == (3, "geboortedatum", "04-05-1980")
    assert read_date(cell.mended).date == date(1980, 4, 5)
    assert read_date(cell.left).date == date(1980, 5, 4)


def test_what_an_answer_would_not_change_is_not_asked() -> None:
    rows = delivery("A", 2)
    for n, text in enumerate(("03-25-1970", "04-04-1980")):
        rows[n] = replace(rows[n], values={**rows[n].values, "geboortedatum": text})
    found = profiled(rows)
    assert any(one.question for one in found.groups[0].findings)
    told = with_questions(found, rows, {}, KnownWords(), TODAY, {})
    assert told.asked == ()
    assert [one.question for one in told.groups[0].findings] == [None]


def test_an_answer_about_a_vlp_that_is_not_there_is_refused() -> None:
    found = profiled(delivery("A", 3))
    check_answers({"datumvolgorde/A/geboortedatum": "herstellen"}, found)
    with pytest.raises(BrpMatchError) as caught:
        check_answers({"datumvolgorde/B/geboortedatum": "herstellen"}, found)
    assert [fault.code for fault in caught.value.faults] == ["ANTWOORD_ONBEKEND"]


@pytest.mark.parametrize(
    "line",
    [
        '"datumvolgorde/A/geboortedatum" = "ja"',
        '"datumvolgorde" = "herstellen"',
        '"anders/A/x" = "herstellen"',
    ],
)
def test_a_wrong_answer_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(f"[gewoonten]\n{line}\n")
    with pytest.raises(BrpMatchError) as caught:
        answers_of(load_mapping(path))
    assert [fault.code for fault in caught.value.faults] == ["MAPPING_GEWOONTE"]
