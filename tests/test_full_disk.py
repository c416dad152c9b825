"""A disk that is full: one message, nothing half written, and what stood there still stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.dutch import Month
from ingest.broken import GOOD, HEADER, OTHER
from ingest.test_broken_deliveries import RESIDENTS
from report.run_fixture import Vlp, make_run
from small_disk import fill, small_disk

FULL = "de uitvoer kan niet worden geschreven (de schijf is vol) [UITVOER_MISLUKT]\n"


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(
    arguments: list[str], disk: Path, leave: int, capsys: pytest.CaptureFixture[str]
) -> str:
    """Fill the disk but for `leave` bytes, run, and return the message; nothing on the disk changes."""
    fill(disk / "vol", leave=leave)
    before = files_of(disk)
    capsys.readouterr()
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert files_of(disk) == before
    assert list(disk.rglob("*bezig*")) == []
    (disk / "vol").unlink()
    return told.err


@pytest.mark.parametrize("leave", [0, 16384])
def test_link(leave: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inwoners.csv").write_text(RESIDENTS, encoding="utf-8")
    signals = tmp_path / "levering.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    with small_disk(tmp_path / "schijf", megabytes=2) as disk:
        arguments = ["link", "--signals", str(signals), "--out", str(disk / "uit")]
        arguments += ["--residents", str(tmp_path / "inwoners.csv")]
        assert main(arguments) == 0
        signals.write_text(f"{HEADER}\n{GOOD}\n{OTHER}\n", encoding="utf-8")
        assert refused(arguments, disk, leave, capsys) == f"fout: uit: {FULL}"
        assert main(arguments) == 0


@pytest.mark.parametrize("leave", [0, 65536])
def test_prepare(leave: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    residents = tmp_path / "inwoners.csv"
    residents.write_text(RESIDENTS, encoding="utf-8")
    with small_disk(tmp_path / "schijf", megabytes=48) as disk:
        register = disk / "register.duckdb"
        arguments = ["prepare", "--residents", str(residents), "--out", str(register)]
        assert main(arguments) == 0
        assert refused(arguments, disk, leave, capsys) == f"fout: register.duckdb: {FULL}"
        assert main(arguments) == 0


@pytest.mark.parametrize("leave", [0, 131072])
def test_scorecard(leave: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vlp = Vlp("Waterbedrijf Noord", "Water", 80, 20, 10, 10, 6, 3, 14, 12)
    run = make_run(tmp_path / "run", Month(2026, 3), [vlp])
    with small_disk(tmp_path / "schijf", megabytes=2) as disk:
        arguments = ["scorecard", "--run", str(run), "--out", str(disk / "uit"), "--release"]
        assert main(arguments) == 0
        told = refused(arguments, disk, leave, capsys)
        assert told in (f"fout: gemeente: {FULL}", f"fout: waterbedrijf-noord: {FULL}")
        assert main(arguments) == 0
