"""Where people live and have lived, and the addresses of an address file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from brp_match.database import Connection, connect, create_table_of
from brp_match.register.stays import build_addresses, build_stays

ADDRESS = ("straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats")
HOMES = [
    ("P1", "Burgemeester van Dijkstraat", "12", "a", None, "1234 ab", "Den Haag"),
    ("P2", "Burg. v. Dijkstr.", "12", "A", None, "1234AB", "'s-Gravenhage"),
    ("P3", "Plein 1953", "4", None, "begane grond", "1234AC", "Proefdam"),
    ("P4", None, None, None, None, None, None),
    ("P5", "Dorpshof", None, None, None, "1234AD", None),
]


@pytest.fixture
def con() -> Iterator[Connection]:
    made = connect(threads=1)
    text = dict.fromkeys(ADDRESS, "VARCHAR")
    create_table_of(made, "raw_inwoners", {"persoon_id": "VARCHAR"} | text, HOMES)
    create_table_of(
        made, "raw_vorige_adressen", {"persoon_id": "VARCHAR"} | text | {"datum_tot": "VARCHAR"},
        [("P1", "Dorpshof", "3", None, "II", "1234AD", "Proefdam", "1-2-2020"), ("P2", "Dorpshf", "3", None, "2", None, None, "20200000"), ("X", "Dorpshof", "1", None, None, None, None, None)],
    )  # fmt: skip
    create_table_of(
        made, "std_inwoners", {"persoon_nr": "INTEGER", "persoon_id": "VARCHAR", "bestaat": "BOOLEAN", "geteld": "BOOLEAN"},
        [(number, f"P{number}", number != 3, number != 3) for number in range(1, 6)],
    )  # fmt: skip
    yield made
    made.close()


def test_stays(con: Connection) -> None:
    build_stays(con)
    found = con.execute(
        """SELECT persoon_nr, huidig, postcode, straat, nummer, toevoeging, plaats, datum_tot FROM std_verblijf
        ORDER BY persoon_nr, huidig DESC"""
    ).fetchall()
    assert found == [
        (1, True, "1234AB", "burgvdykstr", 12, "A", "sgravenhage", None),
        (1, False, "1234AD", "dorpshf", 3, "2", "proefdam", datetime.date(2020, 2, 1)),
        (2, True, "1234AB", "burgvdykstr", 12, "A", "sgravenhage", None),
        # a day that is not known is no date
        (2, False, None, "dorpshf", 3, "2", None, None),
        (5, True, "1234AD", "dorpshf", None, "", None, None),
    ]
    assert con.execute("FROM tel_adres ORDER BY ALL").fetchall() == [
        ("1234AB", 12, "A", 2, 2),
        ("1234AD", 3, "2", 0, 1),
    ]


def test_addresses(con: Connection) -> None:
    """A number is a home when one of its uses is; an address without postcode is found by its street."""
    columns = dict.fromkeys((*ADDRESS[:-1], "gebruiksdoel", "object_type"), "VARCHAR")
    create_table_of(
        con, "raw_adressen", columns,
        [
            ("Molenweg", "1", None, None, "1234AB", "woonfunctie", "VBO"),
            ("Molenwg", "1", None, None, "1234AB", "winkelfunctie", "VBO"),
            ("Molenweg", "2", None, None, None, "Overige gebruiksfunctie", None),
            ("Molenweg", "3", None, None, "1234AB", "winkelfunctie", "LIG"),
            ("Molenweg", "4", None, None, "1234AB", None, "VBO"),
            ("Molenweg", "vijf", None, None, "1234AB", "woonfunctie", "VBO"),
        ],
    )  # fmt: skip
    build_addresses(con)
    found = con.execute(
        "SELECT postcode, straat, nummer, toevoeging, geen_woning, box FROM std_adressen ORDER BY nummer"
    ).fetchall()
    assert found == [
        ("1234AB", "molenwg", 1, "", False, False),
        (None, "molenwg", 2, "", True, True),
        ("1234AB", "molenwg", 3, "", False, False),
        ("1234AB", "molenwg", 4, "", False, False),
    ]
