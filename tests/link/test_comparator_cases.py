"""The example cases of `comparators/*.yaml`, and the register's own names in all their forms."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
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
from brp_match.link import address_features, date_features, name_features
from brp_match.link.name_frequencies import EXTRA_NAME, OTHER_NAMES, build_name_frequencies
from brp_match.standardise import prepare_macros
from brp_match.standardise.register import build_register
from brp_match.standardise.signals import build_signals
from link.raw_tables import insert
from shared_data import shared

CASES = [
    (comparator.naam, number, case)
    for comparator in load_comparators()
    for number, case in enumerate(comparator.voorbeelden)
]
TABLES = {
    "achternaam": ("naam_kenmerken", "achternaam_klasse"),
    "voornaam": ("naam_kenmerken", "voornaam_klasse"),
    "geboortedatum": ("datum_kenmerken", "geboortedatum_klasse"),
    "adres": ("adres_kenmerken", "adres_klasse"),
}
SIGNAL = {"sector": "Overige", "signaaldatum": "2026-11-02"}
RESIDENT = {
    "geboortedatum": "19700505",
    "gemeente": "9999",
    "geslachtsnaam": "Proef",
    "voornamen": "Test",
}


def compare(pairs: Sequence[Mapping[str, Any]]) -> Connection:
    """Compare signal i with resident i; pair number i + 1. A case's `huisgenoot`, who lives at the resident's
    address, is compared with the signal too, in the pairs behind these."""
    con = connect()
    prepare_macros(con)
    create_log_tables(con)
    signals, residents, previous, addresses = [], [], [], []
    for number, pair in enumerate(pairs):
        key = f"P{number:05d}"
        # a deliverer each: dates that come often from one would count as placeholders
        signal = {**SIGNAL, "vlp": f"Proef {number}", **pair["signaal"], "signaal_id": key}
        if not {"achternaam", "volledige_naam", "voornamen"} & signal.keys() or (
            "achternaam" not in signal and "volledige_naam" not in signal and pair.get("vul")
        ):
            signal["achternaam"] = "Proef"
        signals.append(signal)
        residents.append({**RESIDENT, **pair["inwoner"], "persoon_id": key})
        if "huisgenoot" in pair:
            home = {"huisnummer": "1", "postcode": f"{2000 + number}ZZ"}
            residents[-1] |= home
            residents.append({**RESIDENT, **pair["huisgenoot"], **home, "persoon_id": f"{key}H"})
        if "vorig" in pair:
            previous.append({**pair["vorig"], "persoon_id": key})
        if "gebruik" in pair:
            place = {name: pair["signaal"][name] for name in ("huisnummer", "postcode")}
            # each case has a postcode of its own, so that one case's address is not another's
            place["postcode"] = signal["postcode"] = f"{2000 + number}ZZ"
            addresses.append({**place, "gebruiksdoel": pair["gebruik"], "object_type": "VBO"})
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
        """SELECT (row_number() OVER (ORDER BY persoon_id LIKE '%H', signaal_id))::INTEGER AS paar_nr,
            signaal_nr, persoon_nr
        FROM std_signalen JOIN std_inwoners ON left(persoon_id, 6) = signaal_id""",
    )
    name_features.build_signal_names(con)
    name_features.build_name_features(con)
    date_features.find_placeholders(con)
    date_features.build_date_classes(con)
    date_features.build_date_features(con)
    address_features.build_signal_addresses(con)
    address_features.build_address_features(con)
    return con


@pytest.fixture(scope="module")
def levels() -> Iterator[dict[int, dict[str, str]]]:
    con = compare([{**case, "vul": naam == "voornaam"} for naam, _, case in CASES])
    found: dict[int, dict[str, str]] = {number: {} for number in range(len(CASES))}
    for naam, (table, column) in TABLES.items():
        for pair, level in con.execute(
            f"SELECT paar_nr, {column} FROM {table} WHERE paar_nr <= {len(CASES)}"
        ).fetchall():
            found[pair - 1][naam] = level
    yield found
    con.close()


@pytest.mark.parametrize(
    "place", range(len(CASES)), ids=[f"{naam}-{number}" for naam, number, _ in CASES]
)
def test_case_reaches_its_level(place: int, levels: dict[int, dict[str, str]]) -> None:
    naam, _, case = CASES[place]
    assert levels[place][naam] == case["niveau"], case


def test_surname_cut_off_by_a_field_that_is_too_short() -> None:
    """Three names fill the field of one source exactly; a shorter one, or another source's, is whole."""
    cut = [
        ("Mevr. Cornelia Spreeuwenb", "Kort", "Spreeuwenberg", "variant"),
        ("De heer Jan Willem Kuipen", "Kort", "Kuipenburg", "variant"),
        ("De heer Jan Willem Kuipen", "Kort", "Mulder", "geen"),
        ("Mevr. Anna van den Burgha", "Kort", "Burghardt", "variant"),
        ("Anna Spreeuwenb", "Kort", "Spreeuwenberg", "geen"),
        ("Mevr. Cornelia Spreeuwenb", "Lang", "Spreeuwenberg", "geen"),
    ]
    con = compare(
        [
            {"signaal": {"volledige_naam": text, "vlp": source}, "inwoner": {"geslachtsnaam": name}}
            for text, source, name, _ in cut
        ]
    )
    found = con.execute("SELECT achternaam_klasse FROM naam_kenmerken ORDER BY paar_nr").fetchall()
    con.close()
    assert [row[0] for row in found] == [level for *_, level in cut]


def test_further_names_count_for_and_against() -> None:
    """Beside one equal first name: a further name that agrees, one with the same initial, another one."""
    resident = {"geslachtsnaam": "Proef", "voornamen": "Maria Petra"}
    said = ("Maria", "Maria Petra", "Maria Paula", "Maria Dorothea")
    con = compare(
        [
            {"signaal": {"voornamen": one, "achternaam": "Proef"}, "inwoner": resident}
            for one in said
        ]
    )
    build_name_frequencies(con)
    u = [row[0] for row in con.execute("SELECT voornaam_u FROM naam_u ORDER BY paar_nr").fetchall()]
    con.close()
    assert u[2] == pytest.approx(u[0])
    assert u[1] == pytest.approx(u[0] * EXTRA_NAME)
    assert u[3] == pytest.approx(min(1, u[0] * OTHER_NAMES))
    assert u[3] > 2 * u[0]


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
    con = compare(
        [
            {"signaal": {"achternaam": plain}, "inwoner": {"geslachtsnaam": marked}}
            for plain, marked in pairs
        ]
    )
    levels = [
        row[0]
        for row in con.execute(
            "SELECT achternaam_klasse FROM naam_kenmerken ORDER BY paar_nr"
        ).fetchall()
    ]
    con.close()
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
