"""What the register says of a person and an address, as each layout writes it; and who a person is without an A-number."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from brp_match.database import Connection, connect, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register

KEY = "k" * 40
HOME = {"officieleStraatnaam": "Proeflaan", "huisnummer": 1, "postcode": "9911AA"}


def person(**more: Any) -> dict[str, Any]:
    return {
        "aNummer": "1000000000",
        "naam": {"voornamen": "Wouter", "geslachtsnaam": "Aldermeer"},
        "geboorte": {"datum": {"type": "Datum", "datum": "1960-01-10"}},
        "gemeenteVanInschrijving": {"code": "9999"},
        **more,
    }


def loaded(path: Path, content: str) -> Connection:
    path.write_text(content, encoding="utf-8")
    con = connect(threads=1)
    load_register(con, path)
    return con


STAYS = (
    ({"indicatieVastgesteldVerblijftNietOpAdres": True}, "089999"),
    ({"indicatieVastgesteldVerblijftNietOpAdres": True, "inOnderzoek": {"type": True}}, "089999"),
    ({"inOnderzoek": {"type": True}}, "080000"),
    ({"verblijfadres": {**HOME, "inOnderzoek": {"huisnummer": True}}}, "081100"),
    ({"inOnderzoek": {"functieAdres": True}}, "081010"),
    ({"inOnderzoek": {"datumVan": True}}, "081030"),
    ({"inOnderzoek": {"aanduidingGegevensInOnderzoek": "081120"}}, "081120"),
    ({}, None),
)


@pytest.mark.parametrize(("stay", "code"), STAYS)
def test_what_haal_centraal_says_of_an_address(
    tmp_path: Path, stay: dict[str, Any], code: str | None
) -> None:
    living = {"type": "Adres", "functieAdres": {"code": "W"}, "verblijfadres": HOME, **stay}
    con = loaded(tmp_path / "p.json", json.dumps({"personen": [person(verblijfplaats=living)]}))
    assert con.execute(
        "SELECT onderzoek_adres, huisnummer, land_vertrek FROM raw_inwoners"
    ).fetchall() == [(code, "1", None)]


@pytest.mark.parametrize(
    ("stay", "left"),
    [
        (
            {
                "type": "VerblijfplaatsOnbekend",
                "datumVan": {"type": "Datum", "datum": "2025-03-01"},
            },
            ("0000", "20250301"),
        ),
        (
            {
                "type": "VerblijfplaatsBuitenland",
                "verblijfadres": {"land": {"code": "5010"}, "regel1": "Rue 1"},
                "datumVan": {"type": "JaarDatum", "jaar": 2024},
            },
            ("5010", "20240000"),
        ),
        (
            {"land": {"code": "6030"}, "datumAanvangAdresBuitenland": "20200102"},
            ("6030", "20200102"),
        ),
        (
            {
                "type": "Adres",
                "verblijfadres": HOME,
                "datumVan": {"type": "Datum", "datum": "2025-03-01"},
            },
            (None, None),
        ),
    ],
)
def test_who_left(
    tmp_path: Path, stay: dict[str, Any], left: tuple[str | None, str | None]
) -> None:
    con = loaded(tmp_path / "p.json", json.dumps({"personen": [person(verblijfplaats=stay)]}))
    assert con.execute("SELECT land_vertrek, datum_vertrek FROM raw_inwoners").fetchall() == [left]


def without_number(bsn: str) -> dict[str, Any]:
    made = person(burgerservicenummer=bsn)
    del made["aNummer"]
    return made


def test_a_bare_hash_of_a_bsn_is_never_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRP_MATCH_PERSOON_SLEUTEL", raising=False)
    text = json.dumps({"personen": [person(), without_number("999990019")]})
    with pytest.raises(BrpMatchError) as caught:
        loaded(tmp_path / "p.json", text)
    assert caught.value.faults[0].code == "PERSOON_SLEUTEL_ONTBREEKT"
    assert caught.value.faults[0].detail.startswith("1 personen hebben geen A-nummer")
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL", KEY)
    con = loaded(tmp_path / "p.json", text)
    wanted = "p" + hmac.new(KEY.encode(), b"999990019", hashlib.sha256).hexdigest()[:20]
    assert con.execute("SELECT persoon_id FROM raw_inwoners ORDER BY regel").fetchall() == [
        ("1000000000",),
        (wanted,),
    ]


def test_no_whole_person_stays_in_a_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL", KEY)
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"personen": [without_number("999990019")] * 1}), encoding="utf-8")
    con = connect(tmp_path / "register.duckdb")
    load_register(con, path)
    tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    con.close()
    assert not tables & {"hc", "hc_sleutels", "lo", "levering"}
    assert b"999990019" not in (tmp_path / "register.duckdb").read_bytes()


FLAT = "persoon_id;geslachtsnaam;geboortedatum;gemeente;opschorting_reden;onderzoek_adres;functie_adres"


def test_codes_that_a_spreadsheet_or_a_program_bent(tmp_path: Path) -> None:
    rows = [
        "1;A;19800101;9999;o;89999;w",
        "2;B;19800101;9999;M;80000;B",
        "3;C;19800101;9999;.;081120;W",
        "4;D;19800101;9999;;589999;",
    ]
    con = loaded(tmp_path / "p.csv", "\n".join([FLAT, *rows]) + "\n")
    assert con.execute(
        "SELECT opschorting_reden, onderzoek_adres, functie_adres FROM raw_inwoners ORDER BY regel"
    ).fetchall() == [
        ("O", "089999", "W"),
        ("M", "080000", "B"),
        (".", "081120", "W"),
        (None, "589999", None),
    ]


LO = ";01.01.10;01.02.40;01.03.10;07.70.10;08.09.10;08.13.10;08.13.20;08.83.10;08.83.30"


def test_lo_tells_where_somebody_went_and_what_is_established(tmp_path: Path) -> None:
    rows = [
        "1;1000000000;A;19800101;0;9999;;;89999;20250101",
        "2;1000000001;B;19800101;0;1999;0;20240501;;",
        "3;1000000002;C;19800101;0;1999;5010;20240501;081120;20250101",
    ]
    con = loaded(tmp_path / "p.csv", "\n".join([LO, *rows]) + "\n")
    assert con.execute(
        "SELECT onderzoek_adres, land_vertrek, datum_vertrek FROM raw_inwoners ORDER BY regel"
    ).fetchall() == [("089999", None, None), (None, "0000", "20240501"), (None, "5010", "20240501")]


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("a.csv", FLAT + ";geheim\n1;A;19800101;9999;;;;0\n", True),
        ("a.csv", FLAT + "\n1;A;19800101;9999;;;\n", False),
        ("a.csv", LO + "\n1;1000000000;A;19800101;0;9999;;;;\n", True),
        (
            "a.csv",
            LO.replace("07.70.10", "07.71.10") + "\n1;1000000000;A;19800101;0;9999;;;;\n",
            False,
        ),
        ("a.json", json.dumps([person()]), True),
    ],
)
def test_whether_secrecy_was_given_is_told(
    tmp_path: Path, name: str, text: str, known: bool
) -> None:
    con = loaded(tmp_path / name, text)
    assert scalar(con, "SELECT list_contains(kolommen, 'geheim') FROM bronnen") is known
