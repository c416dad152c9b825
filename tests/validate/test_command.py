"""`brp-match validate` on the hand-made town."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.validate.command import add
from shared_data import shared


def run(*argv: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    args = parser.parse_args(["validate", *map(str, argv)])
    code: int = args.run(args)
    return code


def test_the_town_is_validated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = shared("cases/voorbeeldstad")
    code = run(
        "--signals", town / "signalen.csv", "--residents", town / "inwoners.csv",
        "--addresses", town / "bag.csv", "--out", tmp_path / "uit", "--strict",
    )  # fmt: skip
    assert code == 0
    out = capsys.readouterr().out
    assert "! GEBOORTEDATUM_STANDAARDWAARDE             2 van 29" in out
    assert "verwachtingen gehaald" in out
    found = json.loads((tmp_path / "uit" / "expectations.json").read_text(encoding="utf-8"))
    by_code = {(e["over"], e["code"]): e for e in found["verwachtingen"]}
    assert by_code["signalen", "NAAM_RECHTSPERSOON"]["teller"] == 1
    assert by_code["signalen", "ADRES_GEEN_WONING"]["teller"] == 1
    assert by_code["inwoners", "INWONER_GEBOORTEDATUM_ONVOLLEDIG"]["teller"] == 2
    assert [path.name for path in (tmp_path / "uit").iterdir()] == ["expectations.json"]


def test_strict_tells_of_rows_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.csv"
    file.write_text(
        "signaal_id;vlp;achternaam\nS1;A;Plantagezaad\n;A;Verklikkersma\n", encoding="utf-8"
    )
    assert run("--signals", file, "--out", tmp_path / "uit", "--strict") == 3
    assert run("--signals", file, "--out", tmp_path / "uit") == 0
    out, err = capsys.readouterr()
    assert "! SIGNAAL_ID_ONTBREEKT" in out
    assert "Plantagezaad" not in out + err


def test_a_bad_file_or_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError, match="BESTAND_ONTBREEKT"):
        run("--signals", tmp_path / "geen.csv", "--out", tmp_path / "uit")
    file = tmp_path / "s.csv"
    file.write_text("signaal_id;vlp;achternaam\nS1;A;Jansen\n", encoding="utf-8")
    with pytest.raises(BrpMatchError, match="UITVOER_IS_BESTAND"):
        run("--signals", file, "--out", file)
