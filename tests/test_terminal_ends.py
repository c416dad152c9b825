"""Where a command talks to: a closed pipe, a full disk, a locale without our letters, a damaged run. Never a traceback."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.review import places

COMMAND = [sys.executable, "-m", "brp_match"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stad")
    (folder / "r.csv").write_text(
        "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim\nP1;Zoë;Bakker;19800102;9999;0\n",
        encoding="utf-8",
    )
    (folder / "s.csv").write_text(
        "signaal_id;vlp;achternaam;geboortedatum\nS1;Waterbron;Bakker;02-01-1980\nS2;Waterbron;;\n"
    )
    args = ["--signals", str(folder / "s.csv"), "--residents", str(folder / "r.csv")]
    assert main(["link", *args, "--out", str(folder / "uit")]) == 0
    return folder


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], stderr=subprocess.PIPE, timeout=120, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_our_letters(town: Path, encoding: str) -> None:
    env = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    for arguments in (
        ["--help"],
        ["link", "--help"],
        ["explain", "S1", "--run", str(town / "uit")],
    ):
        done = run(*arguments, env=env, stdout=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (0, b"")
        assert len(done.stdout) > 100


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_standard_output(town: Path) -> None:
    for arguments in (["--help"], ["explain", "S1", "--run", str(town / "uit")]):
        with open("/dev/full", "wb") as full:
            done = run(*arguments, stdout=full)
        assert done.returncode == 2
        assert b"[UITVOER_MISLUKT]" in done.stderr
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr


def test_a_reader_that_went_away(town: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("explain", "S1", "--run", str(town / "uit"), stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_streams_that_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after `>&-` and `<&-` in a shell."""
    for name in ("stdout", "stdin", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["steps"]) == 0
    assert main(["person", "--data", "nergens"]) == 2


def test_a_folder_that_is_not_ours_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(folder))

    monkeypatch.setattr(places, "private", refuse)
    words = ["account", "zaaksysteem", "--client", "--role", "coordinator"]
    assert main([*words, "--data", str(tmp_path / "dienst")]) == 2
    told = "fout: dienst: hier mag niet geschreven worden [TOEGANG_GEWEIGERD]\n"
    assert capsys.readouterr().err == told


FILES = ("decisions.parquet", "signals.parquet", "candidates.parquet")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["empty", "cut", "other", "folder"])
def test_a_damaged_run(
    town: Path, tmp_path: Path, name: str, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "uit"
    shutil.copytree(town / "uit", broken)
    path = broken / name
    whole = path.read_bytes()
    other = (broken / next(n for n in FILES if n != name)).read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    else:
        path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "other": other}[damage])
    assert main(["explain", "S1", "--run", str(broken)]) == 2
    told = capsys.readouterr().err
    assert ("[RUN_ONTBREEKT]" if damage == "folder" else "[RUN_ONLEESBAAR]") in told


def test_a_damaged_quarantine(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "uit"
    shutil.copytree(town / "uit", broken)
    (broken / "quarantine.csv").write_bytes(b"\xff\xfe\x00;\x81")
    assert main(["explain", "S2", "--run", str(broken)]) == 2
    assert "[RUN_ONLEESBAAR]" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["99999999999", "513", "0", "-1", "9" * 5000, "1.5", "veel"])
def test_threads_have_bounds(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["prepare", "--residents", "r.csv", "--out", "r.duckdb", "--threads", number]
    assert main(args) == 2
    assert "[GEBRUIK]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    ["a = " + "[" * 50_000 + "]" * 50_000, "[kolommen]\nvlp = " + "9" * 5_000, "x" * 2_000_000,
     '[kolommen]\nvlp = ["a"]', "[kolommen]\nvlp = 3", "kolommen = 3", '[bestand]\n"x.csv" = 3'],
)  # fmt: skip
def test_mapping_files_have_bounds(
    town: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping, out = tmp_path / "koppeling.toml", tmp_path / "uit"
    mapping.write_text(content, encoding="utf-8")
    args = ["--signals", str(town / "s.csv"), "--residents", str(town / "r.csv"), "--out", str(out)]
    assert main(["link", *args, "--mapping", str(mapping)]) == 2
    assert "[MAPPING_" in capsys.readouterr().err
    assert not out.exists()
