"""Scenario files: the shipped ones can be read, a bad one is refused with all its faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.synthetic import load_scenario, scenario_names
from brp_match.synthetic.deliverers import in_month
from brp_match.synthetic.rates import error_rates, read_error_rates
from synthetic.example import GOOD


def codes(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        load_scenario(path)
    return [fault.code for fault in caught.value.faults]


def test_every_shipped_scenario_can_be_read() -> None:
    assert set(scenario_names()) == {
        "demo", "elders-wonend", "geijkt", "gemiddeld", "grote-stad", "haarlem-2023", "kleine-gemeente", "landelijk", "oefenmaand", "ondernemers", "schoon",
        "slordig", "statushouders", "waterbedrijf",
        "gewoonten-datums", "gewoonten-kolommen", "gewoonten-leeg", "gewoonten-rijen", "gewoonten-samen", "gewoonten-tekens",
    }  # fmt: skip
    for name in scenario_names():
        assert load_scenario(name).name == name
    country = load_scenario("landelijk")
    assert (country.residents, country.signals) == (18_000_000, 100_000)
    assert load_scenario("kleine-gemeente").signals == 80


def test_rates_come_from_base_sector_and_deliverer(tmp_path: Path) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(GOOD, encoding="utf-8")
    water, rent = load_scenario(path).deliverers
    base = error_rates().base
    assert water.rates["spelling"] == 0.5  # its own
    assert water.rates["geboortedatum_weg"] == 0.45  # of its sector
    assert rent.rates["spelling"] == base["spelling"] * 0.5  # the base, scaled


def test_a_deliverer_changes_from_its_month_on(tmp_path: Path) -> None:
    path = tmp_path / "proef.yaml"
    path.write_text(GOOD, encoding="utf-8")
    town = load_scenario(path)
    rates = [
        in_month(town.deliverers, town.changes, month)[0].rates["spelling"]
        for month in ("2026-09", "2026-10", "2026-11")
    ]
    assert rates == [0.5, 0.1, 0.1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("naam: proef", "kleur: rood\nnaam: proef", ["SCENARIO_ONBEKEND"]),
        ("titel: Proef\n", "", ["SCENARIO_ONTBREEKT"]),
        ("inwoners: 1000", "inwoners: veel", ["SCENARIO_WAARDE"]),
        ("inwoners: 1000", "inwoners: 1000.5", ["SCENARIO_WAARDE"]),
        ("inwoners: 1000", "inwoners: .nan", ["SCENARIO_WAARDE"]),
        ("signalen: 10", "signalen: true", ["SCENARIO_WAARDE"]),
        ('gemeente: "9001"', "gemeente: 9001", ["SCENARIO_WAARDE"]),
        ('"2026-11"\nherkomst', '"2026-13"\nherkomst', ["SCENARIO_WAARDE"]),
        ("{nl: 0.9, tr: 0.1}", "{nl: 0.9, xx: 0.1}", ["SCENARIO_HERKOMST"]),
        ("{nl: 0.9, tr: 0.1}", "{nl: 0.9}", ["SCENARIO_SOM"]),
        ("{nl: 0.9, tr: 0.1}", "[nl, tr]", ["SCENARIO_VORM"]),
        ("vreemde: 0.4", "kabouter: 0.4", ["SCENARIO_SOORT"]),
        ("vreemde: 0.4", "vreemde: 0.5", ["SCENARIO_SOM"]),
        ("sector: Water", "sector: Snoep", ["SCENARIO_SECTOR"]),
        ("aandeel: 0.4", "aandeel: 0.5", ["SCENARIO_SOM"]),
        ("naam: B", "naam: A", ["SCENARIO_DUBBEL"]),
        ("schaal: 0.5", "snelheid: 0.5", ["SCENARIO_ONBEKEND"]),
        ("schaal: 0.5", "datumvorm: '%d/%m'", ["SCENARIO_WAARDE"]),
        ("schaal: 0.5", "standaarddatum: '1-1-2000'", ["SCENARIO_WAARDE"]),
        ("{kans: 0.5, bron: aanname}", "0.5", ["SCENARIO_VORM", *["SCENARIO_ONTBREEKT"] * 2]),
        ("{kans: 0.5, bron: aanname}", "{kans: 7, bron: aanname}", ["SCENARIO_WAARDE"]),
        ("{kans: 0.5, bron: aanname}", "{kans: 0.5}", ["SCENARIO_ONTBREEKT"]),
        ("spelling: {kans: 0.5", "zomaar: {kans: 0.5", ["SCENARIO_FOUT"]),
        ("soorten:", "fouten: {zomaar: {kans: 0.1, bron: aanname}}\nsoorten:", ["SCENARIO_FOUT"]),
        ("vlp: A", "vlp: Z", ["SCENARIO_VLP"]),
        ("soorten:", "vast: [{soort: kabouter, fouten: [zomaar], aantal: 20}]\nsoorten:",
            ["SCENARIO_SOORT", "SCENARIO_FOUT", "SCENARIO_SOM"]),
        ("soorten: {ter_plaatse: 0.6, vreemde: 0.4}\n", "", ["SCENARIO_SOM"]),
    ],
)  # fmt: skip
def test_each_fault_is_told(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in GOOD
    assert codes(tmp_path / "fout.yaml", GOOD.replace(old, new, 1)) == expected


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "naam: fout\ntitel: fout\nkleur: rood\nsoorten: {ter_plaatse: 0.5, kabouter: 0.2}\n"
        "vlps: [{naam: x, sector: Snoep, aandeel: 0.4, fouten: {zomaar: {kans: 7}}}]\n"
    )
    assert sorted(set(codes(tmp_path / "fout.yaml", text))) == [
        "SCENARIO_FOUT", "SCENARIO_ONBEKEND", "SCENARIO_ONTBREEKT", "SCENARIO_SECTOR", "SCENARIO_SOM",
        "SCENARIO_SOORT", "SCENARIO_WAARDE",
    ]  # fmt: skip


def test_an_unknown_scenario_names_the_known_ones() -> None:
    for name in ("bestaat-niet", "fouten", "vlps", "../../pyproject"):
        with pytest.raises(BrpMatchError, match="haarlem-2023") as caught:
            load_scenario(name)
        assert caught.value.faults[0].code == "SCENARIO_ONBEKEND"


def test_a_rate_without_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fouten.yaml"
    path.write_text(
        "fouten: {spelling: {kans: 2}}\nsectoren: {Snoep: {spelling: {kans: 0.1, bron: x}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BrpMatchError) as caught:
        read_error_rates(path)
    assert [fault.code for fault in caught.value.faults] == [
        "SCENARIO_WAARDE", "SCENARIO_ONTBREEKT", "SCENARIO_SECTOR",
    ]  # fmt: skip
