"""The line to the BRP: who we say we are, patience, refusals; and its log."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from brp.server import OwnBrp
from brp_match.brp.client import Access, Client, TooMany, access_from
from brp_match.brp.log import lines_of, open_log
from brp_match.brp.residents import BrpRequest, residents_from_brp
from brp_match.errors import BrpMatchError
from brp_match.pipeline import LinkRequest

HOME = {"straat": "Dorpsstraat", "huisnummer": "1", "postcode": "2000AA"}
PERSONS = [
    {"aNummer": "1234567890", "burgerservicenummer": "000000012", "naam": {"voornamen": "Geerte", "geslachtsnaam": "Zonderling"},
     "geboorte": {"datum": "19800403"}, "gemeenteVanInschrijving": {"code": "0225"}, "verblijfplaats": HOME},
    {"aNummer": "1234567891", "burgerservicenummer": "000000024", "naam": {"voornamen": "Harm", "geslachtsnaam": "Elders"},
     "geboorte": {"datum": "19700101"}, "gemeenteVanInschrijving": {"code": "0225"},
     "verblijfplaats": HOME | {"huisnummer": "99", "postcode": "2000AB"}},
]  # fmt: skip
QUESTION = {
    "type": "ZoekMetPostcodeEnHuisnummer",
    "postcode": "2000AA",
    "huisnummer": 1,
    "fields": ["burgerservicenummer"],
}
URL = "https://brp.example/haalcentraal/api/brp"


def client(brp: OwnBrp, waits: list[float] | None = None, **access: str) -> Client:
    return Client(
        Access(URL, **access), brp.transport(), (waits if waits is not None else []).append
    )


def test_a_refusal_for_the_moment_is_asked_again():
    brp, waits = OwnBrp(PERSONS), []
    brp.fail = [429, 503]
    assert client(brp, waits, key="geheim").ask(QUESTION) == [{"burgerservicenummer": "000000012"}]
    assert waits == [1.0, 1.0]
    assert brp.headers[0]["x-api-key"] == "geheim"


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([401], "BRP_GEEN_TOEGANG"),
        ([403], "BRP_GEEN_TOEGANG"),
        ([500], "BRP_WEIGERT"),
        ([503] * 4, "BRP_WEIGERT"),
    ],
)
def test_what_stays_refused_ends_with_one_message(states, code):
    brp = OwnBrp(PERSONS)
    brp.fail = states
    with pytest.raises(BrpMatchError) as error:
        client(brp).ask(QUESTION)
    assert error.value.faults[0].code == code
    assert "2000AA" not in str(error.value)


def test_a_wrong_question_and_too_many_answers():
    crowd = [
        p | {"burgerservicenummer": f"{n:09d}", "verblijfplaats": HOME}
        for n in range(31)
        for p in PERSONS[:1]
    ]
    with pytest.raises(TooMany):
        client(OwnBrp(crowd)).ask(QUESTION)
    with pytest.raises(BrpMatchError, match="paramsValidation"):
        client(OwnBrp(PERSONS)).ask(QUESTION | {"fields": ["geheimhoudingPersoonsgegevens"]})


def test_a_token_is_fetched_once():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": "t1", "expires_in": 3600})
        assert request.headers["Authorization"] == "Bearer t1"
        return httpx.Response(200, json={"personen": []})

    access = Access(URL, token_url="https://brp.example/token", client_id="wij", client_secret="x")
    line = Client(access, httpx.MockTransport(answer))
    assert line.ask(QUESTION) == line.ask(QUESTION) == []
    assert asked.count("/token") == 1


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({}, {"BRP_ADRES_ONTBREEKT"}),
        ({"URL": "http://brp.example"}, {"BRP_ZONDER_HTTPS"}),
        (
            {"URL": URL, "TOKEN_URL": "https://x/token", "KOPPEN": "los"},
            {"BRP_TOEGANG", "BRP_KOPPEN"},
        ),
    ],
)
def test_settings_that_cannot_be(settings, codes):
    with pytest.raises(BrpMatchError) as error:
        access_from({f"BRP_MATCH_BRP_{name}": value for name, value in settings.items()})
    assert {fault.code for fault in error.value.faults} == codes


def test_settings_that_can_be():
    found = access_from(
        {"BRP_MATCH_BRP_URL": URL + "/", "BRP_MATCH_BRP_KOPPEN": "x-doelbinding=schuldhulp; x-b=2"}
    )
    assert found.url == URL
    assert dict(found.headers) == {"x-doelbinding": "schuldhulp", "x-b": "2"}


def test_answers_last_as_long_as_the_run_and_the_log_names_nobody(tmp_path: Path, monkeypatch):
    signals = tmp_path / "s.csv"
    signals.write_text(
        "signaal_id;vlp;achternaam;voornamen;geboortedatum;postcode;huisnummer\n"
        "s1;Water;Zonderling;Geerte;03-04-1980;2000AA;1\n"
        "s2;Water;Elders;Harm;01-01-1970;2000AA;1\n",
        encoding="utf-8",
    )
    asked = LinkRequest((signals,), tmp_path / "uit", gemeente="225")
    monkeypatch.delenv("BRP_MATCH_LOG_KEY", raising=False)
    brp = OwnBrp(PERSONS)
    with (
        pytest.raises(BrpMatchError, match="BRP_LOGSLEUTEL"),
        residents_from_brp(asked, BrpRequest(5000), line=client(brp)),
    ):
        pass
    assert brp.seen == []
    monkeypatch.setenv("BRP_MATCH_LOG_KEY", "een sleutel")
    with residents_from_brp(asked, BrpRequest(5000), line=client(brp)) as answered:
        assert answered.residents is not None
        held = answered.residents
        persons = json.loads(held.read_text(encoding="utf-8"))["personen"]
        assert [p["aNummer"] for p in persons] == ["1234567890", "1234567891"]
        assert answered.population == 5000
        assert answered.unanswered == frozenset()
    assert not held.parent.exists()
    log = tmp_path / "verwerkingenlog.jsonl"
    assert log.stat().st_mode & 0o777 == 0o600
    lines = list(lines_of(log))
    assert sum(line["name"] == "brp persoon ontvangen" for line in lines) == 2
    assert len([line for line in lines if line["name"].startswith("brp bevragen")]) == len(brp.seen)
    text = log.read_text(encoding="utf-8").lower()
    assert [
        w for w in ("zonderling", "elders", "2000a", "1980", "000000012", "1234567890") if w in text
    ] == []


def test_a_line_of_the_log_that_was_broken_off_costs_no_other(tmp_path: Path):
    path = tmp_path / "log.jsonl"
    log = open_log(path, {"BRP_MATCH_LOG_KEY": "een sleutel"})
    log("een", [])
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    log("twee", [])
    assert [line["name"] for line in lines_of(path)] == ["brp bevragen: een", "brp bevragen: twee"]


def test_nobody_found_says_so(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("BRP_MATCH_LOG_KEY", "een sleutel")
    signals = tmp_path / "s.csv"
    signals.write_text("signaal_id;vlp;achternaam\ns1;Water;Nergens\n", encoding="utf-8")
    asked = LinkRequest((signals,), tmp_path / "uit", gemeente="0225")
    with (
        pytest.raises(BrpMatchError, match="BRP_NIEMAND"),
        residents_from_brp(asked, BrpRequest(5), line=client(OwnBrp([]))),
    ):
        pass


def test_a_log_without_a_key_is_refused(tmp_path: Path):
    with pytest.raises(BrpMatchError, match="BRP_LOGSLEUTEL"):
        open_log(tmp_path / "log.jsonl", {})
