"""A broken delivery gives one clear message, loses nothing and shows nobody's data."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from brp_match.cli import main
from ingest.broken import CASES, GOOD, HEADER, MARK, NASTY, Broken

RESIDENTS = (
    "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode;woonplaats\n"
    f"P1;Piet;{MARK};19800102;9999;0;{MARK}straat;3;1234AB;Dorp\n"
    "P2;Anna;Bakker;19700304;9999;0;Kerkstraat;8;1234AC;Dorp\n"
)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    residents = folder / "inwoners.csv"
    residents.write_text(RESIDENTS, encoding="utf-8")
    assert (
        main(["prepare", "--residents", str(residents), "--out", str(folder / "register.duckdb")])
        == 0
    )
    return folder / "register.duckdb"


def run(signals: Path, register: Path, out: Path) -> int:
    return main(["link", "--signals", str(signals), "--register", str(register), "--out", str(out)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_delivery(
    case: Broken, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals, out = tmp_path / f"levering.{case.suffix}", tmp_path / "uit"
    case.write(signals)
    capsys.readouterr()
    code = run(signals, register, out)
    told = capsys.readouterr()
    assert MARK not in told.out + told.err
    assert "Traceback" not in told.err
    if not case.decided:
        assert code == 2
        assert f"[{case.code}]" in told.err
        assert "levering" in told.err
        assert not out.exists()
        assert sorted(p.name for p in tmp_path.iterdir()) == [signals.name]
        return
    assert code == 0
    aside = rows_of(out / "quarantine.csv")
    assert [row["code"] for row in aside] == [case.code] * case.quarantined
    assert all(int(row["regel"]) >= 1 and row["tekst"] and row["melding"] for row in aside)
    assert all(MARK not in row["melding"] for row in aside)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["afstemming"] == {
        "rijen_in": case.decided + case.quarantined,
        "besloten": case.decided,
        "quarantaine": case.quarantined,
        "klopt": True,
    }
    assert MARK not in json.dumps(record)


def test_there_are_forty() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", NASTY, ids=lambda case: case.name)
def test_nasty_but_readable(
    case: Broken, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals, out = tmp_path / "levering.csv", tmp_path / "uit"
    case.write(signals)
    assert run(signals, register, out) == 0
    assert len(rows_of(out / "decisions.csv")) == case.decided
    assert rows_of(out / "quarantine.csv") == []
    assert MARK not in capsys.readouterr().out


def test_two_encodings_are_both_read_right(register: Path, tmp_path: Path) -> None:
    import duckdb

    signals = tmp_path / "levering.csv"
    next(case for case in NASTY if case.name.startswith("two encodings")).write(signals)
    assert run(signals, register, tmp_path / "uit") == 0
    names = duckdb.sql(
        f"SELECT voornamen FROM '{tmp_path / 'uit' / 'signals.parquet'}' ORDER BY signaal_id"
    ).fetchall()
    assert names == [("André",), ("Zoë",)]
    record = json.loads((tmp_path / "uit" / "run.json").read_text(encoding="utf-8"))
    assert record["invoer"][0]["codering"] == "utf-8+windows-1252"


def test_a_directory_instead_of_a_file(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "levering"
    folder.mkdir()
    assert run(folder, register, tmp_path / "uit") == 2
    assert "[BESTAND_IS_MAP]" in capsys.readouterr().err
    assert run(tmp_path / "weg.csv", register, tmp_path / "uit") == 2
    assert "[BESTAND_ONTBREEKT]" in capsys.readouterr().err


def test_all_faults_of_all_files_at_once(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "een.csv", tmp_path / "twee.csv"
    first.write_text(
        HEADER.replace("signaal_id", "nr").replace("vlp", "x") + "\n" + GOOD, encoding="utf-8"
    )
    second.write_text("", encoding="utf-8")
    code = main(
        [
            "link",
            "--signals",
            str(first),
            str(second),
            "--register",
            str(register),
            "--out",
            str(tmp_path / "uit"),
        ]
    )
    told = capsys.readouterr().err
    assert code == 2
    assert told.count("KOLOM_ONTBREEKT") == 2
    assert told.count("BESTAND_LEEG") == 1


def test_a_register_without_municipality(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals, residents = tmp_path / "s.csv", tmp_path / "r.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    residents.write_text(RESIDENTS.replace(";9999;", ";;"), encoding="utf-8")
    args = [
        "link",
        "--signals",
        str(signals),
        "--residents",
        str(residents),
        "--out",
        str(tmp_path / "uit"),
    ]
    assert main(args) == 2
    assert "[GEMEENTE_ONTBREEKT]" in capsys.readouterr().err
    residents.write_text(RESIDENTS, encoding="utf-8")
    assert main([*args, "--gemeente", "1234"]) == 2
    assert "[GEMEENTE_ONBEKEND]" in capsys.readouterr().err


def test_a_full_disk_leaves_nothing_half(
    register: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    signals = tmp_path / "s.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    monkeypatch.setattr("brp_match.pipeline.write_json", full)
    out = tmp_path / "uit"
    assert run(signals, register, out) == 2
    assert "[UITVOER_MISLUKT]" in capsys.readouterr().err
    assert not out.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["s.csv"]


def test_strict_says_three(register: Path, tmp_path: Path) -> None:
    signals = tmp_path / "s.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n{GOOD}\n", encoding="utf-8")
    args = [
        "link",
        "--signals",
        str(signals),
        "--register",
        str(register),
        "--out",
        str(tmp_path / "uit"),
    ]
    assert main([*args, "--strict"]) == 3


def test_a_register_with_its_header_below_empty_lines(register: Path, tmp_path: Path) -> None:
    residents, signals = tmp_path / "inwoners.csv", tmp_path / "signalen.csv"
    residents.write_text("\n" * 30 + "Uittreksel van 1 november\n\n" + RESIDENTS, encoding="utf-8")
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    made = tmp_path / "register.duckdb"
    assert main(["prepare", "--residents", str(residents), "--out", str(made)]) == 0
    assert run(signals, made, tmp_path / "laag") == run(signals, register, tmp_path / "hoog") == 0
    names = ("laag", "hoog")
    (low, high) = ((tmp_path / name / "decisions.csv").read_bytes() for name in names)
    assert low == high


def test_where_the_header_is_looked_for_is_told(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals = tmp_path / "signalen.csv"
    signals.write_text("Een toelichting.\n" * 20 + f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    assert run(signals, register, tmp_path / "uit") == 2
    assert "staat er een kopregel bij de eerste 20 gevulde regels?" in capsys.readouterr().err
