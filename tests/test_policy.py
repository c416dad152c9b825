"""The policy: every key documented and bounded, every fault with its place and code."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

from brp_match.content import ddas_rows
from brp_match.errors import BrpMatchError
from brp_match.model import Sector
from brp_match.policy import Policy, as_toml, load_policy, policy_of
from brp_match.policy_keys import KEYS, RULED, WORDS
from brp_match.settings import person_key


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "beleid.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_one_of_the_table_and_stands_documented_in_the_file() -> None:
    text = resources.files("brp_match").joinpath("policy.toml").read_text(encoding="utf-8")
    names = [key.name for key in KEYS]
    assert sorted(names) == sorted(field.name for field in fields(Policy))
    assert list(tomllib.loads(text)) == names
    for name in names:
        before = text.split(f"\n{name} =")[0].rsplit("\n\n", 1)[-1]
        assert before.startswith("#"), name
    assert all(key.meaning.endswith(".") and key.title and key.source for key in KEYS)
    assert {word for key in KEYS for word in key.choices} == set(WORDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('moved_within = ["pick_up"]', "'moved_within' is pick_up, review of reject"),
        ("moved_within = 3", "'moved_within' is pick_up, review of reject"),
        ('false_match = "50"', "'false_match' moet een getal van 0,001 tot 1.000.000.000 zijn"),
        ("false_match = nan", "'false_match' moet een getal van 0,001 tot 1.000.000.000 zijn"),
        ("review = true", "'review' moet een getal van 0,0001 tot 1.000.000.000 zijn"),
        ("minor_below = 17.5", "'minor_below' moet een heel getal zijn"),
        ("repeat_within_days = 4000", "'repeat_within_days' moet een getal van 0 tot 3.660 zijn"),
        ("threshold = -1", "'threshold': 'alle' moet een bedrag van 0 tot 1.000.000 euro zijn"),
        ('threshold = [50]', "'threshold': 'alle' moet een bedrag van 0 tot 1.000.000 euro zijn"),
        ("[threshold]\nGas = 50", "de sector 'Gas' bestaat niet"),
        ("threshold_vlp = 50", "'threshold_vlp' is een tabel: per vastelastenpartner een bedrag"),
        ("[threshold_vlp]\nWaterbron = -1", "'threshold_vlp': 'Waterbron' moet een bedrag van 0 tot 1.000.000 euro zijn"),
        ("[threshold_vlp]\n\" \" = 5", "'threshold_vlp': een naam heeft 1 tot 80 gewone tekens"),
        ("crisis_working_days = 4", "'crisis_working_days' moet een getal van 1 tot 3 zijn"),
        ("case_days = 29", "'case_days' moet een getal van 7 tot 28 zijn"),
        ("end_working_days = 61", "'end_working_days' moet een getal van 5 tot 60 zijn"),
        ("[arrears_days]\nZorg = [100, 30]", "'arrears_days': 'Zorg' moet [van, tot] in hele dagen"),
        ("[arrears_days]\nZorg = [1.5]", "'arrears_days': 'Zorg' moet [van, tot] in hele dagen"),
        ("[arrears_days]\nZorg = {van = 3}", "'arrears_days': 'Zorg' moet [van, tot] in hele dagen"),
        ('legal_person_status = "Opgepakt"', "'legal_person_status' is onterecht_signaal of andere_reden"),
        ('[ddas_status]\nniet_gevonden = "onterecht_signaal"', "over de uitkomst 'niet_gevonden' kan niets"),
        ('[ddas_status]\noverleden = "onterecht_signaal"', "'ddas_status': 'overleden' is andere_reden"),
        ("onbekend = 1", "de sleutel 'onbekend' bestaat niet"),
        ("review = 60.0", "'review' moet lager zijn dan de kosten van een fout"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BrpMatchError) as caught:
        load_policy(written(tmp_path, text))
    (fault,) = caught.value.faults
    assert fault.code in ("BELEID_WAARDE", "BELEID_ONBEKEND")
    assert fault.where == "beleid.toml"
    assert said in str(fault)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        load_policy(written(tmp_path, 'shv = 1\nseed = "x"\nvreemd = 2'))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("text", [f"seed = {'9' * 5000}", "x = " + "[" * 5000 + "]" * 5000, "\x00"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrpMatchError) as caught:
        load_policy(written(tmp_path, text))
    assert caught.value.faults[0].code == "BELEID_ONLEESBAAR"


def test_a_file_that_notepad_saved_is_read(tmp_path: Path) -> None:
    assert load_policy(written(tmp_path, "\ufeffreview = 3.5")).review == 3.5


def test_amounts_and_days_by_sector(tmp_path: Path) -> None:
    policy = load_policy(
        written(tmp_path, "[threshold]\nHuur = 50\nalle = 25\n[arrears_days]\nZorg = [30, 100]\nHuur = {from = 30}")
    )  # fmt: skip
    assert (policy.lowest_amount(Sector.HUUR), policy.lowest_amount("Water")) == (50.0, 25.0)
    assert policy.age_bounds("Zorg") == (30, 100)
    assert policy.age_bounds("Huur") == (30, None)
    assert policy.age_bounds("Water") == (0, None)
    assert policy_of({"threshold": 10}).lowest_amount("Energie") == 10.0
    assert policy_of({"arrears_days": [30, 100]}).age_bounds("Energie") == (30, 100)


def test_a_status_may_be_written_as_the_standard_does() -> None:
    policy = policy_of({"garage_box_status": "Niet opgepakt: onterecht signaal"})
    assert policy.garage_box_status == "onterecht_signaal"


def test_a_policy_comes_back_from_the_run_record_as_it_was() -> None:
    policy = policy_of({"threshold": {"Huur": 50}, "arrears_days": {"Zorg": [30, 100]}})
    again = policy_of(json.loads(json.dumps(policy.as_dict())))
    assert again == policy
    assert again.version == policy.version
    assert policy.version != load_policy().version


def test_what_a_municipality_may_rule_is_what_the_table_of_outcomes_leaves_open() -> None:
    rows = ddas_rows().values()
    assert sorted(RULED) == sorted(str(r.ending) for r in rows if not r.fixed and not r.policy_key)


def test_the_key_of_a_bsn_is_long_and_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("BRP_MATCH_PERSOON_SLEUTEL", raising=False)
    monkeypatch.delenv("BRP_MATCH_PERSOON_SLEUTEL_BESTAND", raising=False)
    assert person_key() is None
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL", "kort")
    with pytest.raises(BrpMatchError, match="te kort"):
        person_key()
    file = tmp_path / "sleutel"
    file.write_text("0123456789abcdef0123456789abcdef\n", encoding="utf-8")
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL_BESTAND", str(file))
    assert person_key() == b"0123456789abcdef0123456789abcdef"


def test_a_policy_written_as_a_file_is_the_same_when_read_again(tmp_path: Path) -> None:
    given = {
        "threshold": {"CAK Eigen bijdrage": 100, "alle": 12.5},
        "arrears_days": {"Zorg": [30, 100], "Huur": [30]},
        "ddas_status": {"onder_drempel": "andere_reden"},
        "moved_within": "review",
        "audit_sample": 0.125,
    }
    for policy in (load_policy(), policy_of(given)):
        again = load_policy(written(tmp_path, as_toml(policy)))
        assert again == policy
        assert again.version == policy.version


def test_a_cost_that_is_no_number_leaves_the_other_faults_told(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        load_policy(written(tmp_path, 'review = "veel"\nminor_below = 99'))
    assert [str(fault.detail).split("'")[1] for fault in caught.value.faults] == [
        "review",
        "minor_below",
    ]
