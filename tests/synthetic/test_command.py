"""`python -m brp_match.synthetic`: a town as files, and clear messages where that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.synthetic import generate, load_scenario
from brp_match.synthetic.__main__ import main
from synthetic.example import GOOD


def test_it_writes_a_town_and_tells_what_drops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schoon", "--out", str(tmp_path / "uit"), "--seed", "1", "--exact"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("20000 inwoners en 300 signalen in ")
    assert lines[1] == "de exacte controle laat 0 signalen uitvallen, 0 daarvan onterecht"
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == [
        "adressen.csv", "inwoners.csv", "signalen.csv", "uitval.csv", "vorige_adressen.csv", "waarheid.csv",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["bestaat-niet"], "SCENARIO_ONBEKEND"),
        (["weg.yaml"], "SCENARIO_ONBEKEND"),
        (["schoon", "--names", "."], "NAMENLIJST_ONTBREEKT"),
        (["schoon", "--addresses", "weg.csv"], "BESTAND_ONTBREEKT"),
    ],
)
def test_what_cannot_be_made_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str
) -> None:
    assert main([*arguments, "--out", str(tmp_path / "uit")]) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()


def test_a_file_in_the_place_of_the_folder_stays(tmp_path: Path) -> None:
    out = tmp_path / "uit"
    out.write_text("van iemand", encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        generate(load_scenario("kleine-gemeente"), out, seed=1)
    assert caught.value.faults[0].code == "UITVOER_IS_BESTAND"
    assert out.read_text(encoding="utf-8") == "van iemand"


def test_a_town_too_small_for_its_signals_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "proef.yaml"
    fixed = "vast: [{soort: rechtspersoon, fouten: [naam_omgedraaid], aantal: 1}]\nsoorten:"
    path.write_text(GOOD.replace("soorten:", fixed), encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        generate(load_scenario(path), tmp_path / "uit", seed=1)
    assert caught.value.faults[0].code == "SCENARIO_TE_KLEIN"
    assert not (tmp_path / "uit").exists()
