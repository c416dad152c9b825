"""RvIG's persoonslijsten, the Haal Centraal persons and a real address file: all of it read, or accounted for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.database import Connection, connect, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register
from brp_match.ingest.columns import SIGNALS
from brp_match.pipeline import LinkRequest, link
from shared_data import shared

LISTS = "data/brp/rvig_testset_persoonslijsten_2022.csv"
PERSONS = "data/brp/haalcentraal_personen_mock_2024.json"
ADDRESSES = "data/bag/weesp_adressen_20211015.csv"


def loaded(residents: Path, addresses: Path | None = None) -> Connection:
    con = connect()
    load_register(con, residents, None, addresses)
    return con


def test_every_list_is_read() -> None:
    con = loaded(shared(LISTS), shared(ADDRESSES))
    assert con.execute(
        "SELECT soort, formaat, indeling, rijen FROM bronnen ORDER BY bron"
    ).fetchall() == [
        ("inwoners", "csv", "lo", 687),
        ("adressen", "csv", "nlextract", 12694),
    ]
    assert scalar(con, "SELECT count(DISTINCT persoon_id) FROM raw_inwoners") == 687
    assert scalar(con, "SELECT count(*) FROM quarantaine") == 0
    assert scalar(con, "SELECT count(bsn) FROM raw_inwoners") == 0
    assert scalar(con, "SELECT count(*) FROM raw_inwoners WHERE opschorting_reden = 'O'") == 20


def test_the_history_gives_addresses_and_names_but_nothing_marked_incorrect() -> None:
    path = shared(LISTS)
    con = loaded(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    place = {name: number for number, name in reversed(list(enumerate(rows[0])))}
    incorrect, kept = set(), set()
    current = ""
    for row in rows[1:]:
        current = row[place["01.01.10"]] if row[0] else current
        key = (current, row[place["08.11.20"]], row[place["08.11.60"]])
        if row[place["08.11.20"]]:
            (incorrect if row[place["08.84.10"]] else kept).add(key)
    found = set(
        con.execute("SELECT persoon_id, huisnummer, postcode FROM raw_vorige_adressen").fetchall()
    )
    assert len(found) > 500
    assert not found & (incorrect - kept)
    dated = con.execute(
        "SELECT count(*), count(datum_tot), count(*) FILTER (datum_tot < datum_van) FROM raw_vorige_adressen"
    ).fetchall()[0]
    assert dated[1] > 0.9 * dated[0]
    assert dated[2] < 0.02 * dated[0]
    assert scalar(con, "SELECT count(*) FROM raw_vorige_namen WHERE geslachtsnaam IS NOT NULL") > 50


def test_every_haal_centraal_person_is_read() -> None:
    path = shared(PERSONS)
    con = loaded(path)
    persons = json.loads(path.read_text(encoding="utf-8"))
    assert con.execute("SELECT indeling, rijen FROM bronnen").fetchall() == [
        ("haalcentraal-gba", 1176)
    ]
    assert (
        scalar(con, "SELECT count(DISTINCT persoon_id) FROM raw_inwoners") == len(persons) == 1176
    )
    by_id = {
        row[0]: row[1:]
        for row in con.execute(
            "SELECT persoon_id, geslachtsnaam, geboortedatum, postcode, opschorting_reden FROM raw_inwoners"
        ).fetchall()
    }
    for person in persons:
        stay = person.get("verblijfplaats", {})
        assert by_id[person["aNummer"]] == (
            person["naam"]["geslachtsnaam"].strip(),
            person.get("geboorte", {}).get("datum"),
            stay.get("postcode"),
            person.get("opschortingBijhouding", {}).get("reden", {}).get("code"),
        )
    assert scalar(con, "SELECT count(bsn) FROM raw_inwoners") == 0


V2 = {
    "type": "RaadpleegMetBurgerservicenummer",
    "personen": [
        {
            "burgerservicenummer": "999990019",
            "naam": {"voornamen": "Piet", "geslachtsnaam": "Proef", "aanduidingNaamgebruik": {"code": "V"}},
            "geboorte": {"datum": {"type": "JaarMaandDatum", "jaar": 1985, "maand": 3}},
            "gemeenteVanInschrijving": {"code": "9999"},
            "geheimhoudingPersoonsgegevens": True,
            "partners": [{"naam": {"voorvoegsel": "de", "geslachtsnaam": "Boer"}}],
            "verblijfplaats": {
                "type": "Adres",
                "functieAdres": {"code": "W"},
                "verblijfadres": {
                    "officieleStraatnaam": "Kerkstraat", "huisnummer": 3, "huisletter": "A", "postcode": "1234AB",
                    "woonplaats": "Dorp",
                },
            },
        },
        {
            "aNummer": "1234567890",
            "naam": {"geslachtsnaam": "Tesfay Haile"},
            "geboorte": {"datum": {"type": "DatumOnbekend", "onbekend": True}},
            "gemeenteVanInschrijving": {"code": "9999"},
            "overlijden": {"datum": {"type": "Datum", "datum": "2026-01-02"}},
        },
    ],
}  # fmt: skip


def test_the_public_variant_with_its_polymorphic_dates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL", "sleutel van de proef, lang genoeg")
    path = tmp_path / "personen.json"
    path.write_text(json.dumps(V2), encoding="utf-8")
    con = loaded(path)
    first, second = con.execute(
        """SELECT persoon_id, geboortedatum, naamgebruik, partner_voorvoegsel, partner_geslachtsnaam, geheim, straat,
        huisnummer, huisletter, opschorting_reden, overlijdensdatum FROM raw_inwoners ORDER BY regel"""
    ).fetchall()
    assert first[1:] == ("19850300", "V", "de", "Boer", "1", "Kerkstraat", "3", "A", None, None)
    assert first[0].startswith("p")
    assert "999990019" not in first[0]
    assert second == (
        "1234567890",
        "00000000",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "O",
        "20260102",
    )


def test_a_file_of_persons_cut_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "personen.json"
    path.write_text(json.dumps(V2["personen"], indent=1)[:-300], encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        loaded(path)
    assert caught.value.faults[0].code == "JSON_ONLEESBAAR"
    assert "regel" in caught.value.faults[0].where


@pytest.mark.parametrize("source", [LISTS, PERSONS])
def test_people_of_the_real_registers_are_found_again(source: str, tmp_path: Path) -> None:
    """Signals with surname, initials, birth date and address of residents find those residents."""
    con = loaded(shared(source))
    rows = con.execute(
        """SELECT persoon_id, voornamen, voorvoegsel, geslachtsnaam, geboortedatum, straat, huisnummer, huisletter,
            huisnummertoevoeging, postcode, woonplaats FROM raw_inwoners
        WHERE gemeente = (SELECT mode(gemeente) FROM raw_inwoners) AND opschorting_reden IS NULL AND postcode IS NOT NULL
            AND voornamen IS NOT NULL AND geslachtsnaam <> '.' AND geboortedatum NOT LIKE '%00' AND geboortedatum < '20080101'
        ORDER BY persoon_id LIMIT 80"""
    ).fetchall()
    signals = tmp_path / "signalen.csv"
    with signals.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, SIGNALS, delimiter=";", restval="")
        writer.writeheader()
        for (
            person,
            given,
            prefix,
            surname,
            born,
            street,
            number,
            letter,
            addition,
            postcode,
            town,
        ) in rows:
            writer.writerow(
                {
                    "signaal_id": person, "vlp": f"VLP {int(person[-1]) % 3}", "sector": "Zorg", "signaaldatum": "2026-11-02",
                    "voorletters": f"{given[0]}.", "voorvoegsel": prefix, "achternaam": surname, "geboortedatum": born,
                    "straatnaam": street, "huisnummer": number, "huisletter": letter, "huisnummertoevoeging": addition,
                    "postcode": postcode, "plaatsnaam": town,
                }
            )  # fmt: skip
    (home,) = con.execute(
        "SELECT gemeente FROM raw_inwoners GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchone()
    result = link(
        LinkRequest(
            signals=(signals,), residents=shared(source), out=tmp_path / "uit", gemeente=home
        )
    )
    with (tmp_path / "uit" / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        decided = list(csv.DictReader(stream, delimiter=";"))
    matched = [row for row in decided if row["besluit"] == "match"]
    assert result.record["afstemming"]["klopt"]
    assert all(row["persoon_id"] == row["signaal_id"] for row in matched)
    assert len(matched) >= 0.9 * len(rows) > 40


def test_a_register_of_many_municipalities_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Most of the 1,176 persons live elsewhere than in the municipality that most of them share: which one
    is meant is asked, and told once it was chosen."""
    register = tmp_path / "register.duckdb"
    persons = shared(PERSONS)
    made = ["prepare", "--residents", str(persons), "--out", str(register)]
    assert main(made) == 2
    refused = capsys.readouterr().err
    assert "GEMEENTE_ONDUIDELIJK" in refused
    code = refused.split("--gemeente ")[-1][:4]
    assert main([*made, "--gemeente", code]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].startswith("Let op: ")
    assert "van 1176 inwoners hebben een andere gemeentecode" in told[1]
    assert told[1].endswith("kies met --gemeente")
