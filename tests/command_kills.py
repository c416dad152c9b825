"""Kill -9 of every command that writes, at moments spread over its time: what stands there is whole, or as it was.

`python tests/command_kills.py [--kills N] [COMMAND…]` (50 kills of each where not told) makes a small month, runs every command
once, and then kills it again and again, by turns at a time and before a step on the disk (`killed.py`): first where nothing
stands yet, then over the outcome of before. After every kill
the outcome must be absent or have every file of a whole one, none of them torn, and be the one before or another whole
one; of commands that make their outcome bit by bit (`GROW`) every file and every run that stands there must be whole. The
next run must end with 0 and leave nothing half written, not in its folder for temporary files either. Prints counts by
command; ends with code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ingest.mutations import as_csv, table
from killed import finish, kill, moments


@dataclass(frozen=True)
class Command:
    """A command line, and the file or folder that it makes."""

    words: list[str]
    out: Path


def commands(folder: Path) -> dict[str, Command]:
    """Every command that writes, on a small month in `folder`; what each reads beside it is made by `prepare_for`."""
    signals, residents, at = folder / "s.csv", folder / "r.csv", folder / "uit"
    read = ["--signals", str(signals), "--residents", str(residents)]
    of_run = ["--run", str(folder / RUN), "--out"]
    lines = {
        "link": ["link", *read, "--out", str(at)],
        "link --register": ["link", *read[:2], "--register", str(folder / REGISTER), "--out", str(at)],
        "link --per-gemeente": ["link", *read, "--per-gemeente", "--out", str(at)],
        "prepare": ["prepare", "--residents", str(residents), "--out", str(at / "r.duckdb")],
        "prepare --changes": ["prepare", "--changes", str(residents), "--register", str(folder / REGISTER), "--out", str(at / "r.duckdb")],
        "oppaklijst": ["oppaklijst", *of_run, str(at)],
        "bakjes": ["bakjes", *of_run, str(at)],
        "terugmelding": ["terugmelding", *of_run, str(at)],
        "terugmelding --keuze": ["terugmelding", *of_run, str(at), "--keuze", str(folder / CHOICE / "twijfel.csv")],
        "scorecard": ["scorecard", *of_run, str(at)],
        "scorecard --release": ["scorecard", *of_run, str(at), "--release"],
        "scorecard merge": ["scorecard", "merge", str(folder / CARDS / "vlp" / "waterbron"), "--out", str(at)],
        "validate": ["validate", *read, "--out", str(at)],
        "validate --data-docs": ["validate", *read, "--data-docs", str(at / "docs"), "--out", str(at / "uit")],
        "register-check": ["register-check", "--lijst", str(signals), "--register", str(folder / REGISTER), "--out", str(at)],
        "rates export": ["rates", "export", *of_run, str(at / "tellingen.json")],
        "rates merge": ["rates", "merge", str(folder / RATES), "--out", str(at / "samen.json")],
        "model": ["model", "--out", str(at)],
        "evidence": ["evidence", "--out", str(at)],
        "conformance": ["conformance", "--out", str(at)],
        "conformance --example": ["conformance", "--example", "exact", "--out", str(at)],
        "benchmark export": ["benchmark", "export", "--from", str(folder / STUDY), "--yes", "--out", str(at / "uitval.json")],
        "benchmark merge": ["benchmark", "merge", str(folder / EXPORT), "--out", str(at)],
        "benchmark --data": ["benchmark", "--data", str(folder / DATA), "--out", str(at)],
        "demo": ["demo", "--out", str(at)],
        "benchmark --gevoeligheid": ["benchmark", "--gevoeligheid", "--scenario", "kleine-gemeente", "--method", "exact", "--out", str(at)],
        "benchmark": ["benchmark", "--scenario", "kleine-gemeente", "--method", "exact", "--out", str(at)],
    }  # fmt: skip
    return {name: Command(words, at) for name, words in lines.items()}


RUN, REGISTER, RATES = "2026-04", "reg/r.duckdb", "rates.json"
CHOICE, CARDS, STUDY, EXPORT = "keuze", "kaarten", "onderzoek", "export.json"

GROW = {
    "demo",
    "benchmark",
    "benchmark --gevoeligheid",
    "link --per-gemeente",
    "scorecard --release",
    "validate --data-docs",
}
"""Commands that make several outcomes after one another: what they have is there, and whole, when they are broken off."""

TIME = re.compile(r"\d{8}T\d{6}(\.\d+)?Z")
"""In names of pages of Great Expectations."""

DATA, TEMPORARY = "maand", "tijdelijk"


def prepare_for(words: list[str], folder: Path) -> None:
    """Make the files that a command reads, and the folders of its own that it writes in."""
    (folder / TEMPORARY).mkdir()
    (folder / DATA).mkdir()
    (folder / "s.csv").write_bytes(as_csv(table("signalen")))
    (folder / "r.csv").write_bytes(as_csv(table("inwoners")))
    head, *rows = (folder / "s.csv").read_text(encoding="utf-8").splitlines()
    dated = [f"{head};signaaldatum", *(f"{row};2026-04-02" for row in rows)]
    (folder / DATA / "signalen.csv").write_text("\n".join(dated) + "\n", encoding="utf-8")
    shutil.copy(folder / "r.csv", folder / DATA / "inwoners.csv")
    names = (RUN, REGISTER, RATES, CHOICE, CARDS, STUDY, EXPORT)
    run, register, rates, choice, cards, study, export = (folder / name for name in names)
    read = ["--signals", str(folder / "s.csv"), "--residents", str(folder / "r.csv")]
    for made, how in (
        (run, ["link", *read, "--out", str(run)]),
        (register, ["prepare", *read[2:], "--out", str(register)]),
        (rates, ["rates", "export", "--run", str(run), "--out", str(rates)]),
        (choice, ["terugmelding", "--run", str(run), "--out", str(choice)]),
        (cards, ["scorecard", "--run", str(run), "--release", "--out", str(cards)]),
        (study, ["benchmark", "--data", str(folder / DATA), "--out", str(study)]),
        (export, ["benchmark", "export", "--from", str(study), "--yes", "--out", str(export)]),
    ):
        asked = " ".join(words)
        needs = {run: (rates, choice, cards), study: (export,)}.get(made, ())
        if (
            any(str(one) in asked for one in (made, *needs))
            and finish(how, environment=_around(folder)).code
        ):
            raise SystemExit(f"{how[0]} does not run")


def _around(folder: Path) -> dict[str, str]:
    """The environment of a command: what it keeps elsewhere comes in `folder` too."""
    return {
        **os.environ,
        "TMPDIR": str(folder / TEMPORARY),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def files(out: Path) -> set[str]:
    """The files of an outcome, without what a run keeps hidden while it works."""
    if not out.exists():
        return set()
    found = (path.relative_to(out) for path in out.rglob("*") if path.is_file())
    return {str(path) for path in found if not any(part.startswith(".") for part in path.parts)}


def kinds(names: set[str]) -> set[str]:
    """The names without the time that stands in some."""
    return {TIME.sub("tijd", name) for name in names}


def torn(path: Path) -> bool:
    """Tell whether a file ends before its end, by what its kind ends with."""
    data = path.read_bytes()
    match path.suffix:
        case ".json":
            try:
                json.loads(data)
            except ValueError:
                return True
            return False
        case ".xlsx":
            return not zipfile.is_zipfile(path)
        case ".csv" | ".md":
            return not data.endswith(b"\n")
        case kind:
            ends = {".parquet": b"PAR1", ".html": b"</html>", ".svg": b"</svg>", ".pdf": b"%%EOF"}
            return not data.rstrip().endswith(ends.get(kind, b""))


LATER = {"bakjes.csv", "vrijgaven.jsonl"}
"""What other steps of `demo` write in the folder of a run that stands there whole."""


def judge(out: Path, whole: set[str], *, grows: bool = False) -> str:
    """Say what is wrong with what stands in `out`, where a whole outcome has the files `whole`; '' for nothing."""
    found = files(out)
    if not kinds(found) <= kinds(whole) or (found and kinds(found) != kinds(whole) and not grows):
        return f"{len(found)} of {len(whole)} files"
    if cut := [name for name in found if torn(out / name)]:
        return f"{len(cut)} torn: {min(cut)}"
    for record in (out / name for name in found if Path(name).name == "run.json"):
        inside = {
            name for name in whole
            if (out / name).parent == record.parent and Path(name).name not in LATER
        }  # fmt: skip
        if not inside <= found:
            return "a run of which files are missing"
        told = json.loads(record.read_text(encoding="utf-8"))["afstemming"]["besloten"]
        with (record.parent / "decisions.csv").open(encoding="utf-8", newline="") as stream:
            if len(list(csv.DictReader(stream, delimiter=";"))) != told:
                return "decisions and run.json of two runs"
    return ""


def _tried(path: Path) -> bool:
    """Tell whether Python made this file, to see whether it may write there."""
    return path.is_file() and path.read_bytes() in (b"", b"blat")


def kills(name: str, count: int, folder: Path, found: Counter[str]) -> list[str]:
    """Kill one command so many times; count what came of it, and return what is wrong."""
    command, grows, around = commands(folder)[name], name in GROW, _around(folder)
    prepare_for(command.words, folder)
    done = finish(command.words, environment=around)
    whole = files(command.out)
    if done.code or not whole:
        return [f"{name}: ends with {done.code} and makes {len(whole)} files"]
    wrong = [f"{name}: torn before any kill: {one}" for one in whole if torn(command.out / one)]
    shutil.rmtree(command.out)
    for number, moment in enumerate(moments(count, done)):
        working = kill(command.words, moment, environment=around)
        fault = judge(command.out, whole, grows=grows)
        found[
            f"{name}: {'killed' if working else 'done before the kill'}, {fault or 'whole or as it was'}"
        ] += 1
        if fault:
            wrong.append(f"{name}, kill {number} at {moment}: {fault}")
            # a command may take minutes a kill: what is wrong is told when it is found
            print(wrong[-1], flush=True)
        if number == count // 2:
            finish(command.words, environment=around)
    last = finish(command.words, environment=around)
    left = [path.name for path in folder.rglob("*bezig*")]
    left += [path.name for path in (folder / TEMPORARY).iterdir() if not _tried(path)]
    if last.code or kinds(files(command.out)) != kinds(whole) or left:
        wrong.append(
            f"{name}: the next run ends with {last.code} and leaves half written: {left or 'nothing'}"
        )
    return wrong


def tell(name: str, found: Counter[str], faults: list[str]) -> None:
    """Print what came of the kills of one command, and what is wrong."""
    for what, number in sorted(found.items()):
        if what.startswith(f"{name}: "):
            print(f"{what}  {number}", flush=True)
    print("\n".join(faults) or f"{name}: nothing wrong", flush=True)


def run(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="*")
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args(arguments)
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for name in asked.command or list(commands(Path())):
        with tempfile.TemporaryDirectory() as folder:
            faults = kills(name, asked.kills, Path(folder), found)
        wrong += faults
        tell(name, found, faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
