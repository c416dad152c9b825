"""Candidates of a signal that one of them settles: weaker pairs are left out, unless what settles it may not be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.content import model_figures
from brp_match.database import connect
from brp_match.ingest.columns import (
    ADDRESSES,
    PREVIOUS_ADDRESSES,
    PREVIOUS_NAMES,
    RESIDENTS,
    SIGNALS,
)
from brp_match.ingest.rows import create_log_tables
from brp_match.link.candidates import by_one_key, find_candidates, settles
from brp_match.link.placeholders import find_placeholders
from brp_match.lookup.opening import open_store
from brp_match.lookup.residents import find_residents
from brp_match.lookup.signal import read_signal
from brp_match.prepare import prepare
from brp_match.register import build
from brp_match.register.candidate_keys import Known, asked_keys
from brp_match.standardise.signals import build_signals
from link.raw_tables import insert
from web.town import write

PERSON = {
    "persoon_id": "meant", "gemeente": "9999", "voornamen": "Wouter", "geslachtsnaam": "Kampstra",
    "geboortedatum": "19581102", "straat": "Proeflaan", "huisnummer": "3", "postcode": "9911AA", "geheim": "0",
}  # fmt: skip
ELSEWHERE = {"straat": "Verhuisweg", "huisnummer": "11", "postcode": "9955PL"}
PEOPLE = (
    PERSON | {"persoon_id": "a housemate", "voornamen": "Gerda", "geslachtsnaam": "Zwaneveld", "geboortedatum": "19600101"},
    PERSON | {"persoon_id": "same day", "voornamen": "Bram", "geslachtsnaam": "Oosterling", **ELSEWHERE},
    PERSON | {"persoon_id": "same name and year", "voornamen": "Arie", "geboortedatum": "19580105", **ELSEWHERE},
    PERSON | {"persoon_id": "same name and day", "voornamen": "Arie", **ELSEWHERE},
)  # fmt: skip
SIGNAL = {
    "signaal_id": "S1", "vlp": "Proef", "sector": "Overige", "signaaldatum": "2026-11-02", "voornamen": "Wouter",
    "achternaam": "Kampstra", "geboortedatum": "02-11-1958", "huisnummer": "3", "postcode": "9911AA",
}  # fmt: skip
STRONG = {"a housemate", "same name and day"}
WEAK = {"same day", "same name and year"}


def candidates(
    person: dict[str, str], signal: dict[str, str], others: Sequence[dict[str, str]] = PEOPLE
) -> set[str]:
    """The persoon_id of whom the signal is paired with."""
    con = connect(threads=1)
    create_log_tables(con)
    insert(con, "raw_signalen", SIGNALS, [signal])
    insert(con, "raw_inwoners", RESIDENTS, [person, *others])
    for table, columns in (
        ("raw_vorige_adressen", PREVIOUS_ADDRESSES), ("raw_vorige_namen", PREVIOUS_NAMES), ("raw_adressen", ADDRESSES),
    ):  # fmt: skip
        insert(con, table, columns, [])
    build.build_register(con)
    build_signals(con)
    find_placeholders(con)
    find_candidates(con)
    rows = con.execute(
        "SELECT persoon_id FROM paren JOIN std_inwoners USING (persoon_nr)"
    ).fetchall()
    con.close()
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("person", "change", "weak"),
    [
        ({}, {}, set()),
        # another first name at the same address: settled all the same, and who lives there stays
        ({}, {"voornamen": "Xerxes"}, set()),
        ({}, {"postcode": "9911AB"}, WEAK),
        ({}, {"geboortedatum": "03-11-1958"}, {"same name and year"}),
        ({}, {"achternaam": "Vreemdeling"}, {"same day"}),
        # whether somebody with secrecy stands there may not be seen from what else is compared
        ({"geheim": "7"}, {}, WEAK),
    ],
)
def test_weaker_pairs_are_left_out_where_one_is_settled(
    person: dict[str, str], change: dict[str, str], weak: set[str]
) -> None:
    found = candidates(PERSON | person, SIGNAL | change)
    assert found & WEAK == weak
    if not change:
        assert found == STRONG | weak | {"meant"}


def test_an_address_a_date_and_a_surname_settle_whatever_key_says_the_surname() -> None:
    assert [settles(set(kinds)) for kinds in ("AGD", "AGJ", "AGP", "AGNT", "ADJ", "GDJP", "SGD")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


UNDATED = SIGNAL | {"geboortedatum": ""}
NAMESAKES = [
    PERSON
    | {
        "persoon_id": f"namesake {n}",
        "voornamen": "Willem",
        "geslachtsnaam": "Campstra",
        **ELSEWHERE,
    }
    for n in range(3)
]
"""Of whom the surname sounds the same and the given name begins so: nothing but that key finds them."""

ELSEWHERES = {one["persoon_id"] for one in NAMESAKES}


@pytest.mark.parametrize(
    ("person", "change", "found"),
    [
        ({}, {}, {"meant"}),
        ({"voornamen": "Wouter Jan"}, {"voornamen": "", "voorletters": "W.J."}, {"meant"}),
        # a placeholder says nothing of anybody
        ({}, {"geboortedatum": "01-01-1900"}, {"meant"}),
        # another given name, or an initial more or another first one: it may well be the namesake
        ({"voornamen": "Wilma"}, {}, {"meant"} | ELSEWHERES),
        ({"voornamen": "Jan Wouter"}, {"voornamen": "", "voorletters": "W."}, {"meant"} | ELSEWHERES),
        ({}, {"voornamen": "", "voorletters": "W.J."}, {"meant"} | ELSEWHERES),
        # of the same name at another address nothing is settled
        ({"postcode": "9911AB"}, {}, {"meant"} | ELSEWHERES),
        # nor by who has secrecy: what else is compared would tell of them
        ({"geheim": "7"}, {}, {"meant"} | ELSEWHERES),
    ],
)  # fmt: skip
def test_without_a_birth_date_who_is_named_at_the_address_settles_it(
    person: dict[str, str], change: dict[str, str], found: set[str], tmp_path: Path
) -> None:
    asked = UNDATED | change
    assert candidates(PERSON | person, asked, NAMESAKES) == found
    prepare(
        write(tmp_path / "inwoners.csv", [PERSON | person, *NAMESAKES]),
        tmp_path / "register.duckdb",
    )
    store = open_store(tmp_path / "register.duckdb")
    one = read_signal({name: value or None for name, value in asked.items()}, store)
    fields = store.decided_by([each.resident.persoon_nr for each in find_residents(one, store)])
    store.close()
    assert {each["persoon_id"] for each in fields.values()} == found


def test_who_is_at_the_postcode_and_number_is_never_left_out() -> None:
    assert by_one_key({"G"})
    assert not by_one_key({"A"})
    assert not by_one_key({"A", "S"})
    # of the same street and number elsewhere, where somebody at the postcode is meant
    assert by_one_key({"S"})
    assert not by_one_key({"G", "J"})


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"achternaam": "Vreemdeling", "postcode": "9911AB"}, {"meant"}),
        # who is called Aad may be an Arie
        (
            {"voornamen": "Aad", "achternaam": "Kermit", "postcode": "9911AB"},
            {"same name and day"},
        ),
        # as it sounds, and from an initial all that begin so
        ({"voornamen": "Braam", "achternaam": "Kermit", "postcode": "9911AB"}, {"same day"}),
        (
            {"voornamen": "", "voorletters": "A.", "achternaam": "Kermit", "postcode": "9911AB"},
            {"same name and day"},
        ),
        ({"voornamen": "Boudewijn", "achternaam": "Kermit", "postcode": "9911AB"}, set()),
        # an initial that the given name tells asks for nobody more; that of somebody who is called otherwise does
        (
            {
                "voornamen": "Boudewijn",
                "voorletters": "B.",
                "achternaam": "Kermit",
                "postcode": "9911AB",
            },
            set(),
        ),
        (
            {
                "voornamen": "Puck",
                "voorletters": "B.",
                "achternaam": "Kermit",
                "postcode": "9911AB",
            },
            {"same day"},
        ),
        # only where no given name is, the surname's letter
        (
            {"voornamen": "", "achternaam": "Kermit", "postcode": "9911AB"},
            {"meant", "same name and day"},
        ),
        # a first name that begins as somebody's surname does is not that
        ({"voornamen": "Otto", "achternaam": "Vreemdeling", "postcode": "9911AB"}, set()),
    ],
)
def test_in_a_large_register_a_birth_date_asks_for_a_first_letter_of_the_same_kind_of_name(
    change: dict[str, str], found: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "model_figures", lambda: replace(model_figures(), fine_from=1))
    assert candidates(PERSON, SIGNAL | change) == found


NAMED_ARIE = {"same name and year", "same name and day"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"voornamen": "Arie"}, NAMED_ARIE),
        ({"voornamen": "", "voorletters": "A.K."}, NAMED_ARIE),
        ({"voornamen": "Aad"}, NAMED_ARIE),
        # parts that swapped
        ({"voornamen": "Kampstra", "achternaam": "Arie"}, NAMED_ARIE),
        ({"voornamen": "Wouter"}, {"meant"}),
        ({"voornamen": ""}, set()),
    ],
)
def test_in_a_large_register_a_name_and_a_part_of_the_date_ask_for_the_letter_of_a_first_name(
    change: dict[str, str], found: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "model_figures", lambda: replace(model_figures(), fine_from=1))
    asked = SIGNAL | {"geboortedatum": "19-12-1958", "postcode": "9911AB"} | change
    assert candidates(PERSON, asked) == found


TOWNS = [
    PERSON | {"persoon_id": f"{n}", "voornamen": "Otto", "geslachtsnaam": f"Naam{n}", "postcode": f"{2000 + n}AA",
              "geboortedatum": f"1930{1 + n % 9:02}{3 + n % 20:02}",
              "straat": "Proeflaan" if n < 100 else f"Weg van {n}",
              "woonplaats": f"Proef{chr(97 + n % 25)}{chr(97 + n // 25 % 4)}dam"}
    for n in range(400)
]  # fmt: skip
"""So many people at one number in a street of one name, each in another town, that street and number find nobody; and
others."""


@pytest.mark.parametrize(
    ("town", "found"), [("PROEFQBDAM", {"41"}), ("", set()), ("Elders", set())]
)
def test_in_a_large_register_a_street_and_number_are_asked_for_in_their_town(
    town: str, found: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "model_figures", lambda: replace(model_figures(), fine_from=1))
    asked = SIGNAL | {
        "voornamen": "Bert", "achternaam": "Kermit", "geboortedatum": "", "postcode": "", "straatnaam": "Proeflaan",
        "plaatsnaam": town,
    }  # fmt: skip
    assert candidates(TOWNS[0], asked, TOWNS[1:]) == found
    prepare(write(tmp_path / "inwoners.csv", TOWNS), tmp_path / "register.duckdb")
    store = open_store(tmp_path / "register.duckdb")
    signal = read_signal({name: value or None for name, value in asked.items()}, store)
    fields = store.decided_by([one.resident.persoon_nr for one in find_residents(signal, store)])
    store.close()
    assert {one["persoon_id"] for one in fields.values()} == found


@pytest.mark.parametrize(
    ("change", "towns"),
    [
        ({}, ["proefdam"]),
        # a town may be written otherwise, a postcode wrong: both at once are not sought
        ({"postcode": None}, [None, "proefdam"]),
        ({"plaats": None}, [None]),
    ],
)
def test_in_a_large_register_a_street_without_its_town_is_the_last_resort(
    change: dict[str, None], towns: list[str | None]
) -> None:
    known = Known("9911AA", "proeflaan", 3, "proefdam", [], [], [], [], [])._replace(**change)
    assert [one.plaats for one in asked_keys(known, fine=True) if one.soort == "S"] == towns
    assert [one.plaats for one in asked_keys(known, fine=False) if one.soort == "S"] == [None]
