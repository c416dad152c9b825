"""Fatal expectations: which rows go to quarantine, with which code, and that nothing is lost."""

from __future__ import annotations

import pytest

from brp_match.database import Connection, connect, run_step, scalar
from brp_match.ingest.columns import SIGNALS
from brp_match.lookup.fatal import FatalRules
from brp_match.validate.fatal import quarantine_fatal
from validate.tables import RESIDENT, SIGNAL, Row, add, empty

LONG = "x" * 10_001

SIGNAL_FAULTS: list[tuple[Row, str]] = [
    ({"signaal_id": None}, "SIGNAAL_ID_ONTBREEKT"),
    ({"vlp": None}, "VLP_ONTBREEKT"),
    ({"soort_signaal": "Ingetrokken signaal"}, "SIGNAAL_INGETROKKEN"),
    ({"soort_signaal": " AFMELDING"}, "SIGNAAL_INGETROKKEN"),
    ({"voornamen": None, "voorletters": None, "achternaam": None}, "NAAM_ONTBREEKT"),
    (
        {"voornamen": None, "voorletters": None, "achternaam": "12.-", "volledige_naam": "?"},
        "NAAM_ONTBREEKT",
    ),
    ({"straatnaam": LONG}, "VELD_TE_LANG"),
    ({"achternaam": "Vr\x07ies"}, "TEKEN_ONLEESBAAR"),
    ({"signaal_id": None, "vlp": None}, "SIGNAAL_ID_ONTBREEKT"),
    ({"vlp": None, "straatnaam": LONG}, "VLP_ONTBREEKT"),
]
RESIDENT_FAULTS: list[tuple[Row, str]] = [
    ({"persoon_id": None}, "PERSOON_ID_ONTBREEKT"),
    ({"voornamen": None, "geslachtsnaam": None}, "NAAM_ONTBREEKT"),
    ({"locatie": LONG}, "VELD_TE_LANG"),
    ({"geslachtsnaam": "\x01"}, "TEKEN_ONLEESBAAR"),
]
FINE: list[Row] = [
    {"sector": "Onbekende sector"},
    {"sector": None, "geboortedatum": None, "bedrag": None, "huisnummer": None},
    {"voornamen": None, "achternaam": None, "voorletters": None, "volledige_naam": "Öz"},
    {"achternaam": "x" * 500},
    {"straatnaam": "twee\nregels\tmet tab"},
]


def quarantined(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT bron, bestand, regel, code FROM quarantaine ORDER BY bron, regel"
    ).fetchall()


@pytest.mark.parametrize(("change", "code"), SIGNAL_FAULTS)
def test_a_signal_that_cannot_be_used_is_set_aside(change: Row, code: str) -> None:
    con = empty()
    add(con, "signalen", [SIGNAL, {**SIGNAL, "signaal_id": "S2", **change}])
    assert quarantine_fatal(con) == 1
    assert quarantined(con) == [(0, "signalen.csv", 3, code)]
    assert con.execute("SELECT regel FROM raw_signalen").fetchall() == [(2,)]


@pytest.mark.parametrize(("change", "code"), RESIDENT_FAULTS)
def test_a_resident_that_cannot_be_used_is_set_aside(change: Row, code: str) -> None:
    con = empty()
    add(con, "inwoners", [RESIDENT, {**RESIDENT, "persoon_id": "P2", **change}])
    assert quarantine_fatal(con) == 1
    assert quarantined(con) == [(1, "inwoners.csv", 3, code)]
    assert con.execute("SELECT regel FROM raw_inwoners").fetchall() == [(2,)]


@pytest.mark.parametrize("change", FINE)
def test_a_signal_that_is_merely_bad_stays(change: Row) -> None:
    con = empty()
    add(con, "signalen", [{**SIGNAL, **change}])
    assert quarantine_fatal(con) == 0
    assert scalar(con, "SELECT count(*) FROM raw_signalen") == 1


def test_a_resident_with_an_unknown_or_only_one_name_stays() -> None:
    con = empty()
    one_name = {**RESIDENT, "persoon_id": "P2", "voornamen": None}
    add(con, "inwoners", [{**RESIDENT, "geslachtsnaam": "."}, one_name])
    assert quarantine_fatal(con) == 0


def test_a_signal_and_what_takes_it_back_are_both_set_aside() -> None:
    con = empty()
    back = {**SIGNAL, "soort_signaal": "intrekking", "bedrag": None}
    other = {**SIGNAL, "signaal_id": "S9", "vlp": "Een ander"}
    add(con, "signalen", [SIGNAL, other, back, {**back, "signaal_id": "S9"}])
    assert quarantine_fatal(con) == 3
    assert [code for *_, code in quarantined(con)] == ["SIGNAAL_INGETROKKEN"] * 3
    assert con.execute("SELECT signaal_id, vlp FROM raw_signalen").fetchall() == [
        ("S9", "Een ander")
    ]


def test_of_a_double_id_the_first_by_file_and_line_stays() -> None:
    con = empty()
    run_step(con, "INSERT INTO bronnen BY NAME SELECT 7 AS bron, 'tweede.csv' AS bestand")
    add(con, "signalen", [SIGNAL], bron=7)
    add(con, "signalen", [{**SIGNAL, "signaal_id": "S9"}, SIGNAL, SIGNAL])
    assert quarantine_fatal(con) == 2
    assert quarantined(con) == [
        (0, "signalen.csv", 4, "SIGNAAL_ID_DUBBEL"),
        (7, "tweede.csv", 2, "SIGNAAL_ID_DUBBEL"),
    ]


def test_a_second_call_moves_nothing_and_tables_may_be_absent() -> None:
    con = empty()
    add(con, "signalen", [SIGNAL, {**SIGNAL, "vlp": None}])
    add(con, "inwoners", [RESIDENT, RESIDENT])
    assert quarantine_fatal(con) == 2
    assert quarantine_fatal(con) == 0
    assert scalar(con, "SELECT count(*) FROM quarantaine") == 2
    run_step(con, "DROP TABLE raw_inwoners")
    assert quarantine_fatal(con) == 0
    assert quarantine_fatal(connect()) == 0


def test_a_message_holds_no_value_and_the_text_is_the_row() -> None:
    con = empty()
    add(
        con,
        "signalen",
        [{"signaal_id": "123456782", "klantnummer": "BSN 1234.56.782", "achternaam": "Vries"}],
    )
    add(con, "inwoners", [{**RESIDENT, "persoon_id": None, "bsn": "999990019"}])
    quarantine_fatal(con)
    messages = con.execute("SELECT melding, tekst FROM quarantaine ORDER BY bron").fetchall()
    assert messages[0] == (
        "Het signaal zegt niet van welke vastelastenpartner het komt.",
        "signaal_id: 123456782; klantnummer: BSN (nummer weggelaten); achternaam: Vries",
    )
    assert messages[1][1].startswith("voornamen: Johannes; voorvoegsel: de; geslachtsnaam: Vries;")
    assert "999990019" not in messages[1][1]


def test_a_letter_is_the_same_in_a_delivery_and_in_a_single_match() -> None:
    """A delivery asks DuckDB, a single match Python: of every sign of the scripts in use."""
    con = connect()
    letters = con.execute(
        r"SELECT i, regexp_matches(chr(i::INTEGER), '\p{L}') FROM range(1, 55296) r(i)"
    ).fetchall()
    assert [number for number, one in letters if one != chr(number).isalpha()] == []
    rules = FatalRules()
    for name, code in (("Öz", None), ("李", None), ("12.-", "NAAM_ONTBREEKT"), (None, "NAAM_ONTBREEKT")):  # fmt: skip
        values = dict.fromkeys(SIGNALS, None) | {
            "signaal_id": "S1",
            "vlp": "Proef",
            "achternaam": name,
        }
        found = rules.broken(values)
        assert (found and found.id) == code
        con = empty()
        add(
            con,
            "signalen",
            [{**SIGNAL, "voornamen": None, "voorletters": None, "achternaam": name}],
        )
        quarantine_fatal(con)
        assert [row[3] for row in quarantined(con)] == ([code] if code else [])
    rules.close()


def test_a_single_match_is_refused_for_what_a_delivery_sets_aside() -> None:
    """A delivery asks DuckDB, a single match SQLite, whose own `lower` knows no letter beyond ASCII and which has no patterns."""
    rules = FatalRules()
    odd: list[Row] = [
        {"soort_signaal": "İNGETROKKEN"},
        {"straatnaam": "é" * 500},
        {"achternaam": "Vries\x00"},
    ]
    for change in [{}, *(change for change, _ in SIGNAL_FAULTS), *FINE, *odd]:
        con = empty()
        add(con, "signalen", [SIGNAL | change])
        quarantine_fatal(con)
        found = rules.broken(dict.fromkeys(SIGNALS) | SIGNAL | change)
        assert ([found.id] if found else []) == [row[3] for row in quarantined(con)], change
    rules.close()
