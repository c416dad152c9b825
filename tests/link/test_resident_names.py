"""The forms a resident may go by: what stands in them, and that preparing them changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from brp_match.database import Connection, connect, run_step
from brp_match.ingest.columns import ADDRESSES, PREVIOUS_ADDRESSES, PREVIOUS_NAMES, RESIDENTS
from brp_match.ingest.rows import create_log_tables
from brp_match.link.resident_names import EVERYBODY, build_resident_names
from brp_match.standardise import prepare_macros
from brp_match.standardise.names import fold_texts
from brp_match.standardise.register import build_register
from link.raw_tables import insert

PEOPLE: tuple[dict[str, str], ...] = (
    {"persoon_id": "P1", "voornamen": "Saskia Hendrika", "geslachtsnaam": "Dijkstra",
     "partner_geslachtsnaam": "Berg", "partner_voorvoegsel": "van den"},
    {"persoon_id": "P2", "voornamen": "Çağla", "geslachtsnaam": "Yıldız"},
    {"persoon_id": "P3", "geslachtsnaam": "Tesfay Gebremedhin"},
)  # fmt: skip
FORMER = ({"persoon_id": "P1", "geslachtsnaam": "Bakker"}, {"persoon_id": "P1", "geslachtsnaam": "Visser"})  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    made = connect()
    prepare_macros(made)
    create_log_tables(made)
    insert(made, "raw_inwoners", RESIDENTS, [{"gemeente": "9999", **one} for one in PEOPLE])
    insert(made, "raw_vorige_namen", PREVIOUS_NAMES, FORMER)
    insert(made, "raw_vorige_adressen", PREVIOUS_ADDRESSES, [])
    insert(made, "raw_adressen", ADDRESSES, [])
    build_register(made)
    build_resident_names(made, "iedereen", EVERYBODY)
    yield made
    made.close()


def row(con: Connection, columns: str, person: str) -> tuple[Any, ...]:
    (found,) = con.execute(
        f"SELECT {columns} FROM iedereen JOIN (SELECT persoon_nr, persoon_id FROM std_inwoners) USING (persoon_nr) WHERE persoon_id = ?",
        [person],
    ).fetchall()
    return tuple(found)


def test_every_former_name_is_a_form_of_its_own(con: Connection) -> None:
    forms, sounds = row(con, "andere_vormen, andere_klank", "P1")
    assert forms == ["berg", "vandenberg", "dijkstraberg", "bergdijkstra", "bakker", "visser"]  # fmt: skip
    assert sounds == ["berg", None, "dikstraberg", "bergdikstra", "baker", "fiser"]


def test_sounds_stand_beside_their_forms(con: Connection) -> None:
    assert row(con, "voor_klank, eigen_klank, letters", "P1") == (
        ["saskia", "hendrika"], "dikstra", ["s", "h"],
    )  # fmt: skip


def test_lost_diacritics_and_marked_words(con: Connection) -> None:
    assert row(con, "eigen_kaal, voor_kaal", "P2") == ("yldz", ["ala"])
    assert row(con, "diakrieten", "P2")[0] == [
        {"tekst": "yıldız", "delen": ["yildiz"]}, {"tekst": "çağla", "delen": ["cagla"]},
    ]  # fmt: skip
    assert row(con, "diakrieten", "P1") == (None,)


def test_one_name_serves_as_given_name(con: Connection) -> None:
    assert row(con, "een_naam, voor, andere_vormen", "P3") == (True, ["tesfay", "gebremedhin"], [])


def test_some_are_made_as_everybody_is(con: Connection) -> None:
    build_resident_names(con, "enkelen", f"{EVERYBODY} AND persoon_nr <> 2")
    differ = con.execute(
        "SELECT count(*) FROM (FROM enkelen EXCEPT ALL (FROM iedereen WHERE persoon_nr <> 2))"
    ).fetchall()
    assert differ == [(0,)]
    assert con.execute("SELECT count(*) FROM enkelen").fetchall() == [(2,)]


def test_a_text_is_folded_once(con: Connection) -> None:
    run_step(con, "CREATE TEMP TABLE woordje AS SELECT unnest(['Çelik', 'Çelik', NULL]) AS tekst")
    fold_texts(con, "gevouwen_proef", ["tekst FROM woordje"])
    assert con.execute("FROM gevouwen_proef").fetchall() == [("Çelik", ["celik"])]
