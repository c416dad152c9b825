"""What u asks of a register is fetched by key: what was asked, and nothing else."""

from __future__ import annotations

import pytest

from brp_match.database import Connection, connect, create_table
from brp_match.link.compare import Levels
from brp_match.link.compare_addresses import AddressEvidence
from brp_match.link.compare_dates import DateEvidence
from brp_match.link.counts import (
    Counts,
    GivenCount,
    GroupCount,
    NumberCount,
    TableRows,
    fetch_counts,
)
from brp_match.link.records import BirthDate
from link.test_coincidence import NAMES

TABLES = {
    "std_kenmerken": "SELECT 500 AS bestaand",
    "tel_achternaam": "FROM (VALUES ('proefnaam', 4), ('ander', 9)) t(vorm, n)",
    "tel_voornaam": "FROM (VALUES ('proefina', 2, 3, 1), ('ander', 9, 9, 9)) t(deel, n_eerste, n, n_januari)",
    "tel_groep": "FROM (VALUES ('rond', 5, 6), ('ander', 9, 9)) t(groep, n_formeel, n_roep)",
    "tel_letter": "FROM (VALUES ('p', 7), ('q', 9)) t(letter, n)",
    "tel_naampaar": "FROM (VALUES ('proefnaam', 'proefina', 2), ('proefnaam', 'ander', 9)) t(vorm, deel, n)",
    "tel_datum": "FROM (VALUES (1962, 3, 14, 4), (1970, 1, 1, 5), (1980, 1, 1, 6)) t(jaar, maand, dag, n)",
    "tel_adres": """FROM (VALUES ('1234AB', 5, 'A', 3, 4), ('1234AB', 5, 'B', 0, 2), ('1234AB', 7, '', 1, 1),
        ('9999ZZ', 5, 'A', 9, 9)) t(postcode, nummer, toevoeging, n, n_ooit)""",
}


@pytest.fixture
def con() -> Connection:
    made = connect()
    for name, select in TABLES.items():
        create_table(made, name, select)
    return made


PAIR = Levels(
    NAMES._replace(shared_groups=frozenset({"rond"})),
    DateEvidence("gelijk"),
    AddressEvidence("gelijk", True, None, "1234AB", 5, "A"),
)


ASKED = {"achternaam": frozenset({"gelijk"}), "voornaam": frozenset({"gelijk"})}
"""Levels whose u is the register's own frequency."""


def test_what_one_pair_asks(con: Connection) -> None:
    day = BirthDate(1962, 3, 14)
    assert fetch_counts(TableRows(con), [(PAIR, day)], ASKED) == Counts(
        residents=500,
        first_januaries=11,
        surnames={"proefnaam": 4},
        given={"proefina": GivenCount(2, 3, 1)},
        groups={"rond": GroupCount(5, 6)},
        names={("proefnaam", "proefina"): 2},
        dates={day: 4},
        addresses={("1234AB", 5, "A"): 3, ("1234AB", 5, "B"): 0},
        numbers={("1234AB", 5): NumberCount(now=3, ever=6, addresses=1)},
    )


def test_letters_are_asked_of_initials_and_a_postcode_of_who_lives_near(con: Connection) -> None:
    assert PAIR.names is not None
    near = PAIR._replace(
        names=PAIR.names._replace(given="voorletters"),
        birth=DateEvidence("afwijkend"),
        address=PAIR.address._replace(level="nabij"),
    )
    asked = ASKED | {"voornaam": frozenset({"voorletters"})}
    found = fetch_counts(TableRows(con), [(near, BirthDate(1962, 3, 14))], asked)
    assert (found.letters, found.given, found.groups) == ({"p": 7}, {}, {})
    assert (found.postcodes, found.dates) == ({"1234AB": 4}, {})


def test_what_does_not_count_is_not_asked(con: Connection) -> None:
    other = Levels(
        None, DateEvidence("afwijkend"), AddressEvidence("afwijkend", True, None, "1234AB", 5, "A")
    )
    assert fetch_counts(TableRows(con), [(other, BirthDate(1962, 3, 14))], ASKED) == Counts(500, 11)
    in_part = PAIR._replace(names=None, address=AddressEvidence("ontbreekt"))
    assert fetch_counts(TableRows(con), [(in_part, BirthDate(1962))], ASKED) == Counts(500, 11)
    assert fetch_counts(TableRows(con), [], ASKED) == Counts(500, 11)


def test_of_names_that_differ_nothing_is_asked_but_who_was_born_on_1_january(
    con: Connection,
) -> None:
    assert PAIR.names is not None
    away = PAIR._replace(
        birth=DateEvidence("afwijkend"),
        address=AddressEvidence("ontbreekt"),
        names=PAIR.names._replace(given="anders"),
    )
    found = fetch_counts(TableRows(con), [(away, BirthDate(1962, 3, 14))], ASKED)
    assert found == Counts(500, 11, surnames={"proefnaam": 4})
    assert away.names is not None
    nothing = away._replace(names=away.names._replace(surname="geen"))
    found = fetch_counts(TableRows(con), [(nothing, BirthDate(1962, 3, 14))], ASKED)
    assert found == Counts(500, 11)
    found = fetch_counts(TableRows(con), [(nothing, BirthDate(1962, 1, 1))], ASKED)
    assert found == Counts(500, 11, given={"proefina": GivenCount(2, 3, 1)})
