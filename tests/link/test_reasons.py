"""Which reason codes the levels of a pair bring."""

from __future__ import annotations

import pytest

from brp_match.content import load_comparators
from brp_match.content.comparators import FACTS
from brp_match.database import connect, create_table
from brp_match.link.comparisons import ORDER
from brp_match.link.reasons import build_reasons, reasons

SURNAME, GIVEN, BIRTH, ADDRESS = load_comparators()
EQUAL = dict.fromkeys(ORDER, "gelijk")
FACTS_SO = {
    "voorvoegsel_gelijk": True,
    "een_naam": False,
    "diakrieten_weg": False,
    "verder_anders": False,
    "deel_anders": False,
}


@pytest.mark.parametrize(
    ("levels", "facts", "surname", "given"),
    [
        ({}, {}, [], ["NAAM_GELIJK"]),
        ({}, {"voorvoegsel_gelijk": False}, ["VOORVOEGSEL_AFWIJKEND"], []),
        ({}, {"diakrieten_weg": True}, ["NAAM_SCHRIJFWIJZE"], []),
        ({}, {"verder_anders": True}, [], []),
        ({"achternaam": "partner"}, {}, ["NAAM_PARTNER"], []),
        ({"achternaam": "deel"}, {"diakrieten_weg": True}, ["NAAM_SCHRIJFWIJZE"], []),
        ({"achternaam": "deel"}, {"deel_anders": True}, ["NAAM_SCHRIJFWIJZE", "NAAM_AFWIJKEND"], []),
        ({"achternaam": "geen"}, {"diakrieten_weg": True}, ["NAAM_AFWIJKEND"], []),
        ({"achternaam": "omgedraaid_variant"}, {}, ["NAAM_OMGEDRAAID", "NAAM_SCHRIJFWIJZE"], []),
        ({"voornaam": "voorletters"}, {}, [], ["ALLEEN_VOORLETTERS"]),
        ({"voornaam": "voorletters"}, {"een_naam": True}, [], ["ALLEEN_VOORLETTERS", "NAAM_GELIJK"]),
        ({"voornaam": "voorletters"}, {"een_naam": True, "diakrieten_weg": True},
         ["NAAM_SCHRIJFWIJZE"], ["ALLEEN_VOORLETTERS"]),
        ({"voornaam": "ontbreekt"}, {}, [], ["ALLEEN_ACHTERNAAM"]),
    ],
)  # fmt: skip
def test_reasons_of_a_name(
    levels: dict[str, str], facts: dict[str, bool], surname: list[str], given: list[str]
) -> None:
    pair = EQUAL | levels
    so = FACTS_SO | facts
    assert list(reasons(SURNAME, pair, so)) == surname
    assert list(reasons(GIVEN, pair, so)) == given


@pytest.mark.parametrize("comparator", load_comparators(), ids=lambda c: c.naam)
def test_every_level_brings_its_own_reasons_first(comparator: object) -> None:
    for level in comparator.niveaus:  # type: ignore[attr-defined]
        found = reasons(comparator, EQUAL | {comparator.naam: level.id}, FACTS_SO)  # type: ignore[arg-type, attr-defined]
        assert found[: len(level.redenen)] == tuple(level.redenen)


def test_reasons_of_every_combination_in_a_table() -> None:
    con = connect()
    levels = ", ".join(f"'gelijk' AS {name}_niveau" for name in ORDER)
    facts = ", ".join(f"{FACTS_SO[name]} AS {name}" for name in FACTS if name != "diakrieten_weg")
    create_table(
        con, "kort", f"SELECT {levels}, {facts}, n > 2 AS diakrieten_weg FROM range(5) t(n)"
    )
    build_reasons(con, load_comparators(), "kort")
    found = con.execute(
        "SELECT diakrieten_weg, achternaam_redenen, voornaam_redenen, adres_redenen FROM redenen ORDER BY 1"
    ).fetchall()
    assert found == [
        (False, [], ["NAAM_GELIJK"], ["ADRES_GELIJK"]),
        (True, ["NAAM_SCHRIJFWIJZE"], [], ["ADRES_GELIJK"]),
    ]
