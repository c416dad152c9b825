"""The policy page: every key with its meaning, faults at their field, versions that can be put back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from brp_match.model import Reason
from brp_match.policy import Policy, load_policy, policy_of
from brp_match.policy_checks import faults_of
from brp_match.policy_keys import KEYS
from brp_match.review import policies
from brp_match.review.accounts import Role, add_account
from brp_match.web.pages import policy_form
from web.pages.conftest import NOW
from web.pages.service import PASSWORD, Service, csrf_of, hidden, make_app
from web.pages.town import SURNAMES

SignIn = Callable[[str], TestClient]
WISE = {
    "threshold": {"CAK Eigen bijdrage": 100, "alle": 12.5},
    "arrears_days": {"Zorg": [30, 100], "Huur": [30]},
    "ddas_status": {"onder_drempel": "andere_reden", "herhaalde_melding": "onterecht_signaal"},
    "false_match": 1234.5,
    "seed": 20260101,
}


def send(client: TestClient, path: str = "/beleid", **changes: str) -> Any:
    """Send the form as it stands with changes; a dot in a name is written as __."""
    form = policy_form.form_of(in_force(client))
    form |= {name.replace("__", "."): value for name, value in changes.items()}
    page = client.get("/beleid").text
    sent = {
        "csrf_token": csrf_of(page),
        "nummer": hidden(page, "nummer"),
        "waarom": "Afspraak team",
    }
    return client.post(path, data=sent | form)


def in_force(client: TestClient) -> Policy:
    with client.app.state.engine.begin() as con:  # type: ignore[attr-defined]
        return policies.in_force(con).policy


@pytest.mark.parametrize("values", [{}, WISE])
def test_a_policy_comes_back_from_its_form_as_it_was(values: dict[str, Any]) -> None:
    policy = policy_of(values)
    assert policy_of(policy_form.values_of(policy_form.form_of(policy))) == policy


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,05", 0.05), ("0.05", 0.05), ("1.000", 1000), ("1.000,5", 1000.5), (" 18 ", 18), ("12.345.678", 12345678),
     ("veel", "veel"), ("1e9", "1e9"), ("", ""), ("-3", -3), ("9" * 16, "9" * 16), ("٣", "٣")],
)  # fmt: skip
def test_a_number_as_it_is_typed(typed: str, value: object) -> None:
    assert policy_form.values_of({"review": typed})["review"] == value


def test_every_fault_stands_at_its_field_and_no_value_is_repeated() -> None:
    form = policy_form.form_of(load_policy()) | {
        "minor_below": "99", "review": "veel geheims", "threshold.Huur": "-3", "arrears_days.Zorg.van": "100",
        "arrears_days.Zorg.tot": "30", "moved_within": "weg",
    }  # fmt: skip
    wrong = faults_of(policy_form.values_of(form))
    assert {(one.key, one.line) for one in wrong} == {
        ("minor_below", ""), ("review", ""), ("threshold", "Huur"), ("arrears_days", "Zorg"), ("moved_within", ""),
    }  # fmt: skip
    fields = {one["naam"]: one for one in policy_form.fields(form, wrong)}
    assert fields["minor_below"]["fouten"] == [
        "Minderjarig onder moet een getal van 0 tot 30 zijn."
    ]
    lines = {one["titel"]: one["fouten"] for one in fields["threshold"]["regels"]}
    assert lines["Huur"] == ["Drempelbedrag: 'Huur' moet een bedrag van 0 tot 1.000.000 euro zijn."]
    assert lines["Water"] == []
    assert not any("geheims" in one.said for one in wrong)


def test_the_page_says_of_every_key_what_it_means_and_where_it_comes_from(sign_in: SignIn) -> None:
    text = sign_in("coor").get("/beleid").text
    for key in KEYS:
        assert key.title in text
        assert key.meaning in text
        assert f"Bron: {key.source}." in text
    assert "Minderjarig onder" in sign_in("beheer").get("/beleid").text


def test_a_change_counts_at_once_and_stands_with_who_and_why(sign_in: SignIn) -> None:
    client = sign_in("coor")
    answer = send(client, minor_below="21", threshold__Huur="50,50")
    assert answer.headers["location"] == "/beleid?m=beleid"
    assert in_force(client) == policy_of({"minor_below": 21, "threshold": {"Huur": 50.5}})
    text = client.get("/beleid").text
    assert "Minderjarig onder: van 18 naar 21." in text
    assert "Drempelbedrag: van geen naar Huur: € 50,5." in text
    assert "Afspraak team" in text
    assert "Versie 2 is van kracht" in text
    assert "Beleid gewijzigd" in client.get("/audit").text


def test_a_form_with_faults_comes_back_as_it_was_sent_and_changes_nothing(sign_in: SignIn) -> None:
    client = sign_in("coor")
    answer = send(
        client, minor_below="99", review="veel", threshold__Huur="x", threshold__Water="7"
    )
    assert answer.status_code == 400
    assert answer.text.count('class="field__fault"') == 3
    assert 'href="#threshold.Huur"' in answer.text
    assert 'id="threshold.Water" name="threshold.Water" value="7"' in answer.text
    assert in_force(client) == load_policy()


@pytest.mark.parametrize(
    ("changes", "said"),
    [({}, "niets veranderd"), ({"minor_below": "21", "waarom": ""}, "zeg kort waarom".capitalize()),
     ({"minor_below": "21", "nummer": "7"}, "Iemand anders wijzigde het beleid intussen")],
)  # fmt: skip
def test_what_is_not_put_in_force_says_why(
    sign_in: SignIn, changes: dict[str, str], said: str
) -> None:
    client = sign_in("coor")
    answer = send(client, **changes)
    assert answer.status_code == 400
    assert said in answer.text
    assert in_force(client) == load_policy()


def test_an_old_version_can_be_read_fetched_and_put_back(sign_in: SignIn) -> None:
    client = sign_in("coor")
    assert send(client, minor_below="21").status_code == 303
    page = client.get("/beleid/1").text
    assert "Minderjarig onder: van 21 naar 18" in page
    file = client.get("/beleid/1/beleid.toml")
    assert policy_of(tomllib.loads(file.text)) == load_policy()
    back = {"csrf_token": csrf_of(page), "nummer": hidden(page, "nummer")}
    assert client.post("/beleid/1/terugzetten", data=back | {"waarom": ""}).status_code == 400
    put = client.post("/beleid/1/terugzetten", data=back | {"waarom": "Toch niet"})
    assert put.headers["location"] == "/beleid?m=beleid"
    with client.app.state.engine.begin() as con:  # type: ignore[attr-defined]
        found = policies.in_force(con)
    assert (found.number, found.policy, found.reason) == (
        3,
        load_policy(),
        "Versie 1 teruggezet: Toch niet",
    )
    assert "Deze versie is nu van kracht." in client.get("/beleid/3").text
    assert client.get("/beleid/9").status_code == 404


def test_who_has_no_part_in_it_sees_no_policy(sign_in: SignIn) -> None:
    for name in ("bea", "data"):
        assert sign_in(name).get("/beleid").status_code == 403


def test_serve_begins_with_the_policy_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "beleid.toml"
    file.write_text("minor_below = 21\n", encoding="utf-8")
    app = make_app(tmp_path, tmp_path / "db.sqlite", policy=file)
    with app.state.engine.begin() as con:
        assert policies.in_force(con).policy.minor_below == 21
    file.write_text("minor_below = 12\n", encoding="utf-8")
    again = make_app(tmp_path, tmp_path / "db.sqlite", policy=file)
    with again.state.engine.begin() as con:
        found = policies.in_force(con)
    assert (found.number, found.policy.minor_below) == (1, 21)
    app.state.engine.dispose()
    again.state.engine.dispose()


def test_what_the_service_was_not_told_is_shipped(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        found = policies.in_force(con)
    assert json.loads(json.dumps(found.policy.as_dict())) == load_policy().as_dict()


def test_what_a_change_would_have_done_to_the_newest_month(sign_in: SignIn) -> None:
    client = sign_in("coor")
    answer = send(client, "/beleid/voorbeeld", threshold__alle="500")
    assert answer.status_code == 200
    text = answer.text
    assert "Gevolg voor november 2026" in text
    assert "Er is nog niets opgeslagen." in text
    assert 'value="500"' in text
    assert in_force(client) == load_policy()
    # of thirteen in review twelve are about 120,50; one without a readable amount is never below a threshold
    assert re.search(r"waren (\d+) van de (\d+) signalen anders", text)
    assert table(text, "Besluiten") == [
        ["Gevonden", "0", "0", "0"], ["Beoordelen", "13", "1", "-12"], ["Niet opgepakt", "0", "12", "+12"],
        ["Daarvan in de steekproef", "0", "1", "+1"],
    ]  # fmt: skip
    assert ["Niet opgepakt", Reason.ONDER_DREMPEL.sentence, "0", "12"] in table(
        text, "Redenen waarvan het aantal verandert"
    )
    listed = table(text, "Signalen die anders waren besloten")
    assert len(listed) == 12
    assert "Gevolg van ander beleid bekeken" in client.get("/audit").text


def test_nothing_changes_under_the_policy_that_was(sign_in: SignIn) -> None:
    text = send(sign_in("coor"), "/beleid/voorbeeld").text
    assert "waren 0 van de 13 signalen anders besloten" in text


def test_who_may_not_see_a_secret_person_sees_a_month_without(
    sign_in: SignIn, service: Service
) -> None:
    with service.app.state.engine.begin() as con:
        add_account(con, "open", PASSWORD, [Role.COORDINATOR], now=NOW)
    with_right = send(sign_in("coor"), "/beleid/voorbeeld", threshold__alle="500").text
    without = send(sign_in("open"), "/beleid/voorbeeld", threshold__alle="500").text
    secret = f"S{SURNAMES.index('Lindenaar'):03d}"
    assert [row[2] for row in table(with_right, CHANGED) if row[0] == secret] != []
    # of a town without that house its signal was dropped already: it found nobody
    (row,) = (row for row in table(without, CHANGED) if row[0] == secret)
    assert row[2].startswith("Niet opgepakt. Er is geen inwoner gevonden")
    keeper = send(sign_in("beheer"), "/beleid/voorbeeld", threshold__alle="500").text
    assert "Welke signalen het zijn, ziet een coördinator." in keeper
    assert secret not in keeper


def test_a_look_ahead_at_a_wrong_form_says_what_is_wrong(sign_in: SignIn) -> None:
    answer = send(sign_in("coor"), "/beleid/voorbeeld", minor_below="99")
    assert answer.status_code == 400
    assert "Gevolg voor" not in answer.text


CHANGED = "Signalen die anders waren besloten"


def table(html: str, caption: str) -> list[list[str]]:
    """The cells of the body of a table, as text."""
    found = re.search(rf"<caption>{caption}</caption>.*?<tbody>(.*?)</tbody>", html, re.S)
    if found is None:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", found[1], re.S)
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]
        for row in rows
    ]  # fmt: skip
