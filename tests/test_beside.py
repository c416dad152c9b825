"""A run becomes visible in one step: whatever moment a process is killed at, a folder is whole or as it was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from brp_match import beside, output
from brp_match.beside import clear_orphans, leftovers_below, leftovers_of, move_in
from brp_match.errors import BrpMatchError
from brp_match.output import written_beside
from brp_match.scratch import scratch
from brp_match.workers import Workers


def put(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)


def held(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_what_else_stood_there_comes_along(tmp_path: Path) -> None:
    out = tmp_path / "uit"
    put(out, run_json="oud", notities_txt="blijft")
    put(out / "map", a_txt="ook")
    (out / "wijzer").symlink_to("notities.txt")
    with (out / "notities.txt").open("a") as still_open:
        with written_beside(out) as folder:
            put(folder, run_json="nieuw", b_csv="b")
        still_open.write(" en groeit")
    assert held(out) == {
        "run.json": "nieuw",
        "b.csv": "b",
        "notities.txt": "blijft en groeit",
        "map/a.txt": "ook",
        "wijzer": "blijft en groeit",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["uit"]


def test_the_new_run_is_seen_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just before the step the folder is as it was, just after it all is new."""
    out, seen = tmp_path / "uit", []
    put(out, run_json="oud", decisions_csv="oud")
    real = beside._exchange

    def watched(one: Path, other: Path) -> None:
        seen.append(held(out))
        real(one, other)
        seen.append(held(out))

    monkeypatch.setattr(beside, "_exchange", watched)
    with written_beside(out) as folder:
        put(folder, run_json="nieuw", decisions_csv="nieuw")
    assert seen == [
        {"run.json": "oud", "decisions.csv": "oud"},
        {"run.json": "nieuw", "decisions.csv": "nieuw"},
    ]


def test_where_no_step_can_do_it_the_record_comes_last(tmp_path: Path) -> None:
    out, new = tmp_path / "uit", tmp_path / "nieuw"
    put(out, run_json="oud", decisions_csv="oud")
    put(new, run_json="nieuw", decisions_csv="nieuw", z_csv="nieuw")
    (out / "z.csv").mkdir()
    with pytest.raises(OSError):
        move_in(new, out, output.SWITCH)
    assert not (out / "run.json").exists()
    assert (out / "decisions.csv").read_text() == "nieuw"


def test_where_no_step_can_do_it_a_folder_takes_the_place_of_a_full_one(tmp_path: Path) -> None:
    out, new = tmp_path / "uit", tmp_path / "nieuw"
    put(out / "run", run_json="oud", weg_csv="oud")
    put(new / "run", run_json="nieuw")
    move_in(new, out, output.SWITCH)
    assert held(out / "run") == {"run.json": "nieuw"}


@pytest.mark.parametrize("where", [".", "uit"])
def test_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    put(tmp_path / "uit", run_json="oud", ander_txt="x")
    monkeypatch.chdir(tmp_path / "uit" if where == "." else tmp_path)
    with written_beside(Path(where)) as folder:
        put(folder, run_json="nieuw")
    assert Path(where, "run.json").read_text() == "nieuw"
    assert held(tmp_path / "uit") == {"run.json": "nieuw", "ander.txt": "x"}


def test_a_folder_in_the_way_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "uit" / "run.json").mkdir(parents=True)
    began = False
    with (
        pytest.raises(BrpMatchError, match="UITVOER_IS_MAP"),
        written_beside(tmp_path / "uit", files=output.RUN_FILES),
    ):
        began = True
    assert not began
    assert [p.name for p in (tmp_path / "uit").iterdir()] == ["run.json"]


KILLED = """
import sys, time
from pathlib import Path
from brp_match.output import written_beside
with written_beside(Path(sys.argv[1])) as folder:
    (folder / "register.tmp").write_text("persoonsgegevens")
    print("klaar", flush=True)
    time.sleep(60)
"""


def kill_while_writing(out: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "klaar\n"
    assert clear_orphans(leftovers_of(out)) == []
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("there", [True, False])
def test_what_a_kill_left_is_removed_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    out = tmp_path / "uit"
    if there:
        put(out, run_json="oud")
    kill_while_writing(out)
    assert len(leftovers_of(out)) == len(leftovers_below(tmp_path)) == 1
    with written_beside(out) as folder:
        put(folder, run_json="nieuw")
    assert "opgeruimd: .uit.bezig-" in capsys.readouterr().err
    assert held(tmp_path) == {"uit/run.json": "nieuw"}


def test_a_folder_that_another_machine_writes_is_left_alone(tmp_path: Path) -> None:
    """In another container the number of the process says nothing; the lock does."""
    folder = tmp_path / ".uit.bezig-99999999"
    with beside.claimed(folder):
        assert clear_orphans([folder]) == []
    assert clear_orphans([folder, tmp_path / "weg"]) == [folder]


def test_what_did_not_fit_in_memory_goes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("brp-match-99999999-abc", f"brp-match-{os.getpid()}-abc", "brp-match-iets"):
        put(tmp_path / name, a_txt="x")
    beside.clear_scratch()
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        f"brp-match-{os.getpid()}-abc",
        "brp-match-iets",
    ]


def test_nor_does_a_process_that_is_ended_leave_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Workers() as workers:
        workers.start(1)
        folder = workers.beside(scratch)()
        assert folder.is_dir()
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_this_waits(tmp_path: Path) -> None:
    start = time.perf_counter()
    for text in ("een", "twee"):
        with written_beside(tmp_path / "uit") as folder:
            put(folder, run_json=text)
    assert time.perf_counter() - start < 2
    assert held(tmp_path) == {"uit/run.json": "twee"}


def test_a_file_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    put(tmp_path, tellingen_json="oud")
    with pytest.raises(UnicodeEncodeError):
        output.put_text("half\ud800", tmp_path / "tellingen.json")
    assert held(tmp_path) == {"tellingen.json": "oud"}
    output.put_text("nieuw", tmp_path / "tellingen.json")
    assert held(tmp_path) == {"tellingen.json": "nieuw"}


def test_what_a_process_keeps_for_itself_stands_where_the_next_one_looks() -> None:
    """A folder straight in TMPDIR has no number of a process: what a kill leaves of it nobody would find."""
    code = {path.name: path.read_text() for path in Path(output.__file__).parent.rglob("*.py")}
    made = {
        name: re.findall(
            r"(?:TemporaryDirectory|NamedTemporaryFile|mkdtemp|mkstemp)\(([^\n]*)", text
        )
        for name, text in code.items()
    }
    loose = {name for name, calls in made.items() if any("dir=" not in call for call in calls)}
    assert sum(map(len, made.values())) > 5
    assert loose == {"scratch.py"}


def test_what_a_kill_left_of_a_file_goes_at_the_next_write(tmp_path: Path) -> None:
    """At once, by the lock that a process loses with its life; what somebody writes now stays."""
    put(tmp_path / ".bezig-a.json.1", a_json="persoon")
    put(tmp_path / ".bezig-b.json.1", b_json="persoon")
    with beside.replaced(tmp_path / "a.json") as other:
        other.write_text("bezig")
        with beside.replaced(tmp_path / "a.json") as file:
            file.write_text("eerst")
        assert other.read_text() == "bezig"
        assert held(tmp_path)["a.json"] == "eerst"
    assert held(tmp_path) == {".bezig-b.json.1/b.json": "persoon", "a.json": "bezig"}
    with pytest.raises(FileNotFoundError), beside.replaced(tmp_path / "a.json"):
        pass
    assert held(tmp_path) == {".bezig-b.json.1/b.json": "persoon", "a.json": "bezig"}
