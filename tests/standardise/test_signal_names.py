"""The tables of signals' names: a row a reading, and what a field that is too short cut off."""

from __future__ import annotations

import pytest

from brp_match.database import Connection, connect, create_table_of
from brp_match.ingest.columns import SIGNALS
from brp_match.reading.names import read_name
from brp_match.standardise.signal_names import build_organisations, name_readings
from brp_match.standardise.signals import build_signals


def signals(*rows: dict[str, str]) -> Connection:
    """A delivery of one source with these name fields, numbered from 1."""
    con = connect()
    given = [{"signaal_id": f"S{place}", "vlp": "Proef", **row} for place, row in enumerate(rows)]
    create_table_of(
        con, "raw_signalen", dict.fromkeys(SIGNALS, "VARCHAR"), [[row.get(c) for c in SIGNALS] for row in given],
    )  # fmt: skip
    build_signals(con)
    return con


def test_a_row_for_each_reading() -> None:
    con = signals(
        {"voorvoegsel": "van de", "achternaam": "Berg", "voorletters": "J.P."},
        {"volledige_naam": "Jan Jansen"},
    )
    rows = con.execute("FROM std_signaal_namen ORDER BY signaal_nr, variant").fetchall()
    assert rows == [
        (1, 0, ["berg"], [], ["j", "p"], "vande", "vandeberg", False, False),
        (2, 0, ["jan", "jansen"], [], [], "", "janjansen", True, False),
        (2, 1, ["jansen"], ["jan"], [], "", "jansen", False, False),
        (2, 2, ["jan", "jansen"], ["jan"], [], "", "janjansen", True, False),
    ]  # fmt: skip


def test_the_readings_come_back_as_they_were_read() -> None:
    con = signals(
        {"volledige_naam": "Jan Jansen"},
        {"achternaam": "-"},
        {"voorletters": "J.P.", "achternaam": "Berg"},
    )
    first, third = (
        read_name(volledige_naam="Jan Jansen"),
        read_name(voorletters="J.P.", achternaam="Berg"),
    )
    assert name_readings(con) == {1: first, 3: third}
    assert name_readings(con, 2, 3) == {3: third}


def test_no_reading_has_the_number_of_another() -> None:
    """Two texts of one signal had the same number, and were joined to each other: 12,800 rows a pair."""
    con = signals({"achternaam": "TAXI MARTENS NE"})
    rows = con.execute(
        "SELECT count(*), count(DISTINCT variant), max(variant) FROM std_signaal_namen"
    ).fetchall()
    assert rows == [(12, 12, 11)]


def test_a_signal_without_a_name_has_no_row() -> None:
    con = signals({"achternaam": "-"})
    assert con.execute("SELECT count(*) FROM std_signaal_namen").fetchall() == [(0,)]


@pytest.mark.parametrize(("longest", "cut"), [(3, [1, 2, 3]), (2, [])])
def test_names_that_fill_the_field_are_cut_off(longest: int, cut: list[int]) -> None:
    names = ["Hoogendoorn-Vermeul", "Kloosterman-Westerb", "Rozenboom-van der H"][:longest]
    con = signals(*({"achternaam": name} for name in [*names, "Jansen", "De Vries"]))
    rows = con.execute("SELECT signaal_nr FROM sig_afgekapt ORDER BY 1").fetchall()
    assert [number for (number,) in rows] == cut


def test_the_people_a_signal_names() -> None:
    con = signals(
        {"achternaam": "Smit en Bos"},
        {"volledige_naam": "De Jong inzake J. Smit"},
        {"achternaam": "Erven van A. Vos"},
    )
    rows = con.execute("FROM sig_mensen ORDER BY signaal_nr").fetchall()
    assert rows == [(1, 2, False, False), (2, 1, True, False), (3, 1, False, True)]


def test_organisations_of_distinct_texts() -> None:
    con = connect()
    build_organisations(
        con,
        "zaken",
        "SELECT unnest(['Jansen BV', 'Jansen BV', 'Sarac Bouw', 'Kapsalon Zon', 'J. Smit', NULL])",
    )
    assert con.execute("FROM zaken ORDER BY tekst").fetchall() == [
        ("J. Smit", None, False, False),
        ("Jansen BV", "rechtspersoon", False, False),
        ("Kapsalon Zon", None, True, False),
        ("Sarac Bouw", None, False, True),
    ]
