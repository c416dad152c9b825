"""A file name is a name: no pattern, no partition, no protocol, wherever a path is read or written."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brp_match.cli import main

HEADER = "signaal_id;vlp;voornamen;achternaam;geboortedatum;straatnaam;huisnummer;postcode"
SIGNAL = "S1;Waterbron;Piet;Bakker;02-01-1980;Kerkstraat;3;1234AB"
COLUMNS = (
    "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode"
)
RESIDENT = "P1;Piet;Bakker;19800102;9999;0;Kerkstraat;3;1234AB"
OTHER = "P2;Anna;Visser;19700304;9999;0;Dorpsweg;8;1234AC"

NAMES = (
    "inwoners[1].csv",
    "lev*.csv",
    "wat?.csv",
    "a{b,c}.csv",
    "x].csv",
    "[ab.csv",
    "http:x.csv",
    "**.csv",
)


def decided(out: Path) -> list[tuple[str, str, str]]:
    with (out / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        return [
            (r["vlp"], r["besluit"], r["persoon_id"]) for r in csv.DictReader(stream, delimiter=";")
        ]


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the month before."""
    folder = tmp_path_factory.mktemp("eerder")
    (folder / "r.csv").write_text(f"{COLUMNS}\n{RESIDENT}\n", encoding="utf-8")
    (folder / "s.csv").write_text(f"{HEADER}\n{SIGNAL}\n", encoding="utf-8")
    args = ["link", "--signals", str(folder / "s.csv"), "--residents", str(folder / "r.csv")]
    assert main([*args, "--out", str(folder / "uit")]) == 0
    return folder / "uit"


@pytest.mark.parametrize("name", NAMES)
def test_names_with_signs_of_a_pattern(tmp_path: Path, name: str, earlier: Path) -> None:
    """Beside every file stands another that the name, taken as a pattern, fits."""
    for other in ("inwoners1.csv", "levering.csv", "wat1.csv", "ab.csv", "b.csv"):
        (tmp_path / other).write_text(f"{COLUMNS}\n{OTHER}\n", encoding="utf-8")
    residents = tmp_path / name
    residents.write_text(f"{COLUMNS}\n{RESIDENT}\n", encoding="utf-8")
    signals = tmp_path / f"s-{name}"
    signals.write_text(f"{HEADER}\n{SIGNAL}\n", encoding="utf-8")
    out, register = tmp_path / f"uit {name}", tmp_path / f"{name}.duckdb"
    before = shutil.copytree(earlier, tmp_path / f"eerder {name}")
    assert main(["prepare", "--residents", str(residents), "--out", str(register)]) == 0
    args = ["link", "--signals", str(signals), "--register", str(register)]
    assert main([*args, "--history", str(before), "--out", str(out)]) == 0
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["aantallen"]["inwoners"] == 1
    read = {one["bestand"] for one in record["instellingen"] if one["soort"] == "eerdere run"}
    assert read == {f"eerder {name}/signals.parquet", f"eerder {name}/candidates.parquet"}
    assert decided(out)[0][2] == "P1"
    assert main(["explain", "S1", "--run", str(out)]) == 0


@pytest.mark.parametrize("kind", ["parquet", "csv", "json"])
def test_a_folder_that_looks_like_a_partition(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "vlp=Ander" / "geheim=7"
    folder.mkdir(parents=True)
    signals, residents = folder / f"s.{kind}", folder / f"r.{kind}"
    for path, names, row in ((signals, HEADER, SIGNAL), (residents, COLUMNS, RESIDENT)):
        record = dict(zip(names.split(";"), row.split(";"), strict=True))
        if kind == "parquet":
            pq.write_table(pa.Table.from_pylist([record]), path)
        else:
            path.write_text(
                json.dumps([record]) if kind == "json" else f"{names}\n{row}\n", encoding="utf-8"
            )
    out = folder / "uit"
    args = ["link", "--signals", str(signals), "--residents", str(residents), "--out", str(out)]
    assert main(args) == 0
    assert decided(out)[0][0] == "Waterbron"
    assert main(["explain", "S1", "--run", str(out)]) == 0


def test_haal_centraal_by_its_name(tmp_path: Path) -> None:
    person = {
        "aNummer": "1000000000",
        "naam": {"voornamen": "Piet", "geslachtsnaam": "Bakker"},
        "geboorte": {"datum": "19800102"},
        "gemeenteVanInschrijving": {"code": "9999"},
    }
    (tmp_path / "p1.json").write_text(json.dumps([person, {**person, "aNummer": "2"}]))
    (tmp_path / "p[1].json").write_text(json.dumps([person]))
    register = tmp_path / "r.duckdb"
    assert (
        main(["prepare", "--residents", str(tmp_path / "p[1].json"), "--out", str(register)]) == 0
    )
    (tmp_path / "s.csv").write_text(f"{HEADER}\n{SIGNAL}\n")
    out = tmp_path / "uit"
    assert (
        main(
            [
                "link",
                "--signals",
                str(tmp_path / "s.csv"),
                "--register",
                str(register),
                "--out",
                str(out),
            ]
        )
        == 0
    )
    assert json.loads((out / "run.json").read_text())["aantallen"]["inwoners"] == 1


def test_a_name_that_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "lev\udcff.csv"
    odd.write_text(f"{HEADER}\n{SIGNAL}\n", encoding="utf-8")
    good = tmp_path / "r.csv"
    good.write_text(f"{COLUMNS}\n{RESIDENT}\n", encoding="utf-8")
    for args in (
        ["link", "--signals", str(odd), "--residents", str(good), "--out", str(tmp_path / "uit")],
        ["link", "--signals", str(good), "--residents", str(odd), "--out", str(tmp_path / "uit")],
        ["prepare", "--residents", str(good), "--out", str(tmp_path / "r\udcff.duckdb")],
        ["explain", "S1", "--run", str(tmp_path / "uit\udcff")],
    ):
        assert main(args) == 2
        assert "[NAAM_ONLEESBAAR]" in capsys.readouterr().err
