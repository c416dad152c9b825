"""What the address file says of the address of a signal, and what it says nothing of."""

from __future__ import annotations

import pytest

from brp_match.database import connect, create_table
from brp_match.link.signal_addresses import build_signal_addresses

SHOP, BOX, HOME = (True, False), (True, True), (False, False)
"""No home, a box, a home: the columns geen_woning and box of the address file."""


def look(
    file: list[tuple[int, str, tuple[bool, bool]]],
    registered: list[tuple[int, str]],
    number: int | None = 5,
    addition: str = "",
) -> tuple[bool, bool, bool]:
    """geen_woning, box and deels_geen_woning of one signal at that number of one postcode."""
    con = connect()
    create_table(
        con,
        "std_signalen",
        """SELECT 1 AS signaal_nr, '1234AB' AS postcode, $1::INT AS nummer, $2::VARCHAR AS toevoeging,
            NULL::VARCHAR AS straat, NULL::DATE AS signaaldatum""",
        [number, addition],
    )
    create_table(
        con,
        "std_adressen",
        """SELECT '1234AB' AS postcode, NULL::VARCHAR AS straat, unnest($1::INT[]) AS nummer,
            unnest($2::VARCHAR[]) AS toevoeging, unnest($3::BOOL[]) AS geen_woning, unnest($4::BOOL[]) AS box""",
        [[one[0] for one in file], [one[1] for one in file],
         [one[2][0] for one in file], [one[2][1] for one in file]],
    )  # fmt: skip
    create_table(
        con,
        "tel_adres",
        "SELECT '1234AB' AS postcode, unnest($1::INT[]) AS nummer, unnest($2::VARCHAR[]) AS toevoeging, 1 AS n",
        [[one[0] for one in registered], [one[1] for one in registered]],
    )
    build_signal_addresses(con)
    found = con.execute("SELECT geen_woning, box, deels_geen_woning FROM signaal_adres").fetchall()
    con.close()
    return found[0]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("file", "registered", "expected"),
    [
        ([], [], (False, False, False)),
        ([(5, "", HOME)], [], (False, False, False)),
        ([(5, "", SHOP)], [], (True, False, False)),
        ([(5, "", BOX)], [], (True, True, False)),
        ([(5, "A", BOX), (5, "B", HOME)], [], (False, False, True)),
        ([(7, "", HOME)], [], (False, False, False)),
        # only boxes are known at the number, or nothing at all, but somebody is registered there
        ([(5, "BOX1", BOX), (5, "BOX2", BOX)], [], (True, True, False)),
        ([(5, "BOX1", BOX), (5, "BOX2", BOX)], [(5, "")], (False, False, False)),
        ([(5, "A", BOX), (5, "B", HOME)], [(5, "")], (False, False, False)),
        ([(7, "", HOME)], [(5, "")], (False, False, False)),
        ([(7, "", HOME)], [(5, "A")], (False, False, False)),
        # the file has the very address: what it says goes before
        ([(5, "", SHOP)], [(5, "")], (True, False, False)),
    ],
)
def test_what_the_file_says(
    file: list[tuple[int, str, tuple[bool, bool]]],
    registered: list[tuple[int, str]],
    expected: tuple[bool, bool, bool],
) -> None:
    assert look(file, registered) == expected


def test_an_addition_is_looked_for_first() -> None:
    file = [(5, "A", BOX), (5, "B", HOME)]
    assert look(file, [], addition="A") == (True, True, False)
    assert look(file, [], addition="B") == (False, False, False)
    assert look(file, [], addition="C") == (False, False, True)


def test_without_a_number_a_box_at_its_postcode_may_be_meant() -> None:
    assert look([(5, "", HOME), (7, "G1", BOX)], [], number=None) == (False, False, True)
    assert look([(5, "", HOME), (7, "", SHOP)], [], number=None) == (False, False, False)
