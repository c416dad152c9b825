"""People of a register: what is read of their names and dates, every distinct text once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.database import Connection, connect, create_table_of
from brp_match.reading.text import words
from brp_match.register.people import build_people

RAW = (
    "persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "partner_voorvoegsel", "partner_geslachtsnaam", "geboortedatum", "opschorting_reden", "geheim",
)  # fmt: skip
PEOPLE = [
    ("P3", "Anne-Marie José", "van den", "Bérg", None, None, "19620314", None, None),
    ("P1", "Jan Piet", None, "Jansen", "de", "Vries", "19660013", None, None),
    ("P2", None, None, "Van Dam", None, None, "19900000", None, None),
    ("P4", "Weg", None, "Gewist", None, None, None, "W", None),
    ("P5", "Иван", "van", "van", None, None, "onbekend", None, None),
]  # fmt: skip


@pytest.fixture
def con() -> Iterator[Connection]:
    made = connect(threads=1)
    create_table_of(made, "raw_inwoners", dict.fromkeys(RAW, "VARCHAR"), PEOPLE)
    create_table_of(
        made, "raw_vorige_namen", {"persoon_id": "VARCHAR", "geslachtsnaam": "VARCHAR"}, [("P3", "van Oud-Zuid"), ("P4", "Gewist")],
    )  # fmt: skip
    build_people(made)
    yield made
    made.close()


def test_residents(con: Connection) -> None:
    found = con.execute(
        """SELECT persoon_nr, persoon_id, eigen, eigen_vol, partner, partner_vol, voorvoegsel, partner_voorvoegsel, voor,
            jaar, maand, dag, bestaat FROM std_inwoners ORDER BY persoon_nr"""
    ).fetchall()
    assert found == [
        (1, "P1", ["jansen"], "jansen", ["vries"], "devries", "", "de", ["jan", "piet"], 1966, None, 13, True),
        # one name serves as given name too
        (2, "P2", ["dam"], "vandam", [], None, "", "", ["dam"], 1990, None, None, True),
        (3, "P3", ["berg"], "vandenberg", [], None, "vanden", "", ["anne", "marie", "jose"], 1962, 3, 14, True),
        (4, "P4", ["gewist"], "gewist", [], None, "", "", ["weg"], None, None, None, False),
        # a surname that is nothing but a prefix stays; of letters that are not Latin nothing does
        (5, "P5", ["van"], "vanvan", [], None, "van", "", ["van"], None, None, None, True),
    ]  # fmt: skip


def test_names_and_sounds(con: Connection) -> None:
    former = con.execute("SELECT persoon_nr, vorig FROM std_vorige_namen").fetchall()
    assert former == [(3, ["oud", "zuid"])]
    parts = con.execute("SELECT deel, klank, dragers FROM std_naamdelen ORDER BY deel").fetchall()
    assert [part[0] for part in parts] == [
        "anne", "berg", "dam", "jan", "jansen", "jose", "marie", "oud", "piet", "van", "vries", "zuid",
    ]  # fmt: skip
    assert ("vries", "fris", 1) in parts
    assert con.execute("SELECT plek, deel FROM std_namen WHERE persoon_nr = 3 AND rol = 'voor' ORDER BY plek").fetchall() == [
        (1, "anne"), (2, "marie"), (3, "jose"),
    ]  # fmt: skip


def test_no_table_of_texts_stays(con: Connection) -> None:
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    # the folded names are counted by the next step, which takes them away
    assert tables - {"raw_inwoners", "raw_vorige_namen"} == {
        "std_inwoners", "std_vorige_namen", "std_namen", "std_naamdelen", "gevouwen_namen",
    }  # fmt: skip


@given(st.from_regex(r"\A[A-Za-z]+( [A-Za-z]+)*\Z"))
def test_a_plain_given_name_is_cut_up_as_its_words_are(text: str) -> None:
    """What SQL does with a text of plain letters (PLAIN) is what `words` does."""
    assert words(text) == tuple(text.lower().split(" "))
