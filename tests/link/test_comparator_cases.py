"""The example cases of `comparators/*.yaml`, on the functions that compare."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from brp_match.content import load_comparators
from brp_match.database import Connection, connect, create_table
from brp_match.ingest.columns import (
    ADDRESSES,
    PREVIOUS_ADDRESSES,
    PREVIOUS_NAMES,
    RESIDENTS,
    SIGNALS,
)
from brp_match.ingest.rows import create_log_tables
from brp_match.link.compare import candidate, compare_candidates
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.placeholders import find_placeholders
from brp_match.register.build import build_register
from brp_match.standardise.signals import build_signals
from link.cases import RESIDENT, resident, signal
from link.raw_tables import insert
from shared_data import shared

CASES = [
    (comparator.naam, number, case)
    for comparator in load_comparators()
    for number, case in enumerate(comparator.voorbeelden)
]
WITHOUT_ADDRESS = [one for one in CASES if one[0] != "adres"]
OF_ADDRESSES = [case for naam, _, case in CASES if naam == "adres"]


def level_of(naam: str, case: Mapping[str, Any]) -> str:
    """The level of a comparator for a case; a `huisgenoot` lives where the resident does."""
    fields = dict(case["signaal"])
    if naam == "voornaam" and not {"achternaam", "volledige_naam"} & fields.keys():
        fields["achternaam"] = "Proef"
    at_home = "huisgenoot" in case
    people = [resident(case["inwoner"], at_home=at_home)]
    if at_home:
        people.append(resident(case["huisgenoot"], at_home=True))
    return compare_candidates(signal(fields), [candidate(one) for one in people])[0].ids[naam]


@pytest.mark.parametrize(
    ("naam", "case"),
    [(naam, case) for naam, _, case in WITHOUT_ADDRESS],
    ids=[f"{naam}-{number}" for naam, number, _ in WITHOUT_ADDRESS],
)
def test_case_reaches_its_level(naam: str, case: Mapping[str, Any]) -> None:
    assert level_of(naam, case) == case["niveau"], case


@pytest.fixture(scope="module")
def address_levels() -> Iterator[list[str]]:
    con = connect()
    _compare_addresses(con)
    yield [
        level
        for (level,) in con.execute(
            "SELECT adres_niveau FROM vergelijkingen ORDER BY paar_nr"
        ).fetchall()
    ]
    con.close()


def _compare_addresses(con: Connection) -> None:
    """Compare signal i with resident i, for every case of the address."""
    create_log_tables(con)
    signals, residents, previous, addresses = [], [], [], []
    for number, case in enumerate(OF_ADDRESSES):
        key = f"P{number:05d}"
        read = {
            "sector": "Overige",
            "signaaldatum": "2026-11-02",
            "achternaam": "Proef",
            "vlp": "Proef",
        }
        read |= {**case["signaal"], "signaal_id": key}
        residents.append({**RESIDENT, "gemeente": "9999", **case["inwoner"], "persoon_id": key})
        if "vorig" in case:
            previous.append({**case["vorig"], "persoon_id": key})
        if "gebruik" in case:
            # a postcode of its own, so that one case's address is not another's
            read["postcode"] = f"{2000 + number}ZZ"
            place = {"huisnummer": read["huisnummer"], "postcode": read["postcode"]}
            addresses.append({**place, "gebruiksdoel": case["gebruik"], "object_type": "VBO"})
        signals.append(read)
    insert(con, "raw_signalen", SIGNALS, signals)
    insert(con, "raw_inwoners", RESIDENTS, residents)
    insert(con, "raw_vorige_adressen", PREVIOUS_ADDRESSES, previous)
    insert(con, "raw_vorige_namen", PREVIOUS_NAMES, [])
    insert(con, "raw_adressen", ADDRESSES, addresses)
    build_register(con)
    build_signals(con)
    create_table(
        con,
        "paren",
        """SELECT signaal_nr AS paar_nr, signaal_nr, persoon_nr
        FROM std_signalen JOIN std_inwoners ON persoon_id = signaal_id""",
    )
    find_placeholders(con)
    prepare_signals(con)
    compare_pairs(con)


@pytest.mark.parametrize("number", range(len(OF_ADDRESSES)))
def test_case_of_an_address_reaches_its_level(number: int, address_levels: list[str]) -> None:
    assert address_levels[number] == OF_ADDRESSES[number]["niveau"], OF_ADDRESSES[number]


def test_every_comparator_has_twenty_five_cases() -> None:
    counts = {c.naam: len(c.voorbeelden) for c in load_comparators()}
    assert all(count >= 25 for count in counts.values()), counts


def test_every_level_has_a_case() -> None:
    for comparator in load_comparators():
        shown = {case["niveau"] for case in comparator.voorbeelden}
        assert {level.id for level in comparator.niveaus} - shown <= {"omgedraaid_variant"}


def test_transliteration_pairs_agree() -> None:
    """Every name of the register's own transliteration set equals its plain form."""
    path = shared("data/brp/transliteratie_paren.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        pairs = [
            (row["zonder_diakrieten"], row["met_diakrieten"]) for row in csv.DictReader(stream)
        ]
    levels = [
        level_of("achternaam", {"signaal": {"achternaam": plain}, "inwoner": {"geslachtsnaam": marked}})
        for plain, marked in pairs
    ]  # fmt: skip
    assert len(levels) == len(pairs) >= 100
    assert levels.count("gelijk") >= 0.97 * len(levels), [
        pair for pair, level in zip(pairs, levels, strict=True) if level != "gelijk"
    ]


def test_every_figure_says_where_it_comes_from() -> None:
    for comparator in load_comparators():
        for level in comparator.niveaus:
            if not level.geen_informatie:
                assert level.m_bron.endswith("."), level.id
                assert level.u_bron.endswith("."), level.id
