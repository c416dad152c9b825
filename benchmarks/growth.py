"""How time and memory of every step grow with the register: a table and a picture.

    python benchmarks/growth.py [--residents 20000 80000 320000 1280000] [--threads 2] [--work MAP] [--out benchmarks/growth]
        [--municipalities 20] [--per 180] [--limit 3600] [--steps STEP…] [--again]

Can be stopped at any moment and asked for again: what this code measured at a size stands in growth.json and is not measured
twice, and with `--work` the country and the registers made of it stand there too, until everything of that size is done.

Per size, a made-up country (`landelijk` with so many residents and a signal for every 180) in files, and whole
processes on them, one after another: `link` and Splink's own linking of the same files; `prepare`; `prepare --changes` with one resident in a hundred changed;
`link --register`; single look-ups, one after another and fifty askers at once (`look_up.py`); and, of the sizes that `--municipalities` is asked for, the country cut up and `link --per-gemeente`. Of
each the seconds on the clock, those of the processor (of the process and its children, which other work on the machine
hardly changes), the most memory and what it wrote. Writes growth.json (every measurement with the day and the machine's
load), growth.svg and growth.md, and adds to what stood in growth.json; `--draw` draws that anew and measures nothing.
A step that takes longer than `--limit` seconds is stopped, told, and not tried at a larger size.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import floor, log, log10
from pathlib import Path

from brp_match.database import connect, exact, quote_literal
from brp_match.output import copy_csv
from brp_match.synthetic import generate, load_scenario
from brp_match.synthetic.country import cut_up

SIGNALS_PER = 180
"""Residents for every signal: 18 million and 100,000."""

CHANGED = 100
"""One resident in so many changed since last month."""

LAUNCHER = """
import os, sys, time, json, signal
limit, most, command = float(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
start = time.perf_counter()
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    null = os.open(os.devnull, os.O_WRONLY); os.dup2(null, 1)
    os.execv(command[0], command)
def look(*_):
    pages = int(open(f"/proc/{child}/statm").read().split()[1]) if most else 0
    if time.perf_counter() - start > limit or pages * os.sysconf("SC_PAGE_SIZE") / 2**20 > most > 0:
        os.killpg(child, signal.SIGKILL)
signal.signal(signal.SIGALRM, look); signal.setitimer(signal.ITIMER_REAL, 0.5, 0.5)
_, status, usage = os.wait4(child, 0)
signal.setitimer(signal.ITIMER_REAL, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""A bare interpreter between us and the command: Linux counts the memory of who starts a process as its first peak. It
stops the command after so many seconds, and above so many MiB (0: any)."""


@dataclass(frozen=True)
class Measured:
    """One step at one size. `seconds` on the clock, `processor` of the processor, `mib` the most memory of one process,
    `written` MiB on disk; `load` of the machine before it began, `day` when, `stopped` after the limit."""

    step: str
    residents: int
    signals: int
    seconds: float
    processor: float
    mib: float
    written: float
    load: float
    day: str
    threads: int
    stopped: bool = False
    code: str = ""
    """Commit of what was measured."""


def run(
    step: str,
    residents: int,
    signals: int,
    command: Sequence[str],
    out: Path,
    given: argparse.Namespace,
) -> Measured:
    """Run a command to its end, or to the limit."""
    load = os.getloadavg()[0]
    limits = [str(given.limit), str(getattr(given, "memory", 0))]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, *limits, *command],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, seconds, processor, peak = json.loads(done.stdout.splitlines()[-1])
    if code not in (0, -9):
        raise RuntimeError(f"{step} at {residents}: exit code {code}\n{done.stderr[-2000:]}")
    return Measured(
        step, residents, signals, round(seconds, 1), round(processor, 1), round(peak / 1024), round(size_of(out)),
        round(load, 1), date.today().isoformat(), given.threads, code != 0,
    )  # fmt: skip


def look_up(residents: int, register: Path, sent: Path, askers: int) -> Measured:
    """Time single look-ups: `seconds` are of the slowest of twenty (p95). One after another (`askers` 0) `processor` is
    of that one too; with so many at once it is the mean of one."""
    load = os.getloadavg()[0]
    script = Path(__file__).parent / "look_up.py"
    more = ["--at-once", str(askers)] if askers else []
    done = subprocess.run(
        [sys.executable, str(script), "--prepared", str(register), str(sent), *more],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *_, p95, processor = done.stdout.split("|")
    return Measured(
        LOOK_UPS[askers], residents, 300, float(p95) / 1000, float(processor) / 1000, 0, 0,
        round(load, 1), date.today().isoformat(), 1,
    )  # fmt: skip


LOOK_UPS = {0: "one look-up, p95", 50: "50 look-ups at once, p95"}


def size_of(path: Path) -> float:
    """MiB of a file with what stands beside it under its name, or of a folder."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(path.name + "*")
    return sum(one.stat().st_size for one in files if one.is_file()) / 2**20


def write_changes(town: Path) -> None:
    """Write changes.csv: one resident in CHANGED, who goes by another first name since."""
    con = connect()
    try:
        source = f"read_csv({quote_literal(exact(town / 'inwoners.csv'))}, delim = ';', header = true, all_varchar = true)"
        copy_csv(
            con,
            f"""SELECT * REPLACE ('Verandert' AS voornamen) FROM {source}
            WHERE hash(persoon_id) % {CHANGED} = 0 ORDER BY persoon_id""",
            town / "changes.csv",
        )
    finally:
        con.close()


STEPS = (
    "link",
    "Splink 5",
    "prepare",
    "prepare --changes",
    "link --register",
    "one look-up",
    "link --per-gemeente",
)
"""What `--steps` can be asked for. `link` and `Splink 5` (its own linking as its manual has it) are from files to files."""


def commands_of(
    residents: int, work: Path, given: argparse.Namespace
) -> dict[str, tuple[list[str], Path]]:
    """By step, its command and what that writes, on the country in `work`."""
    town, threads = work / "land", ["--threads", str(given.threads)]
    people = ["--residents", str(town / "inwoners.csv"), "--previous-addresses", str(town / "vorige_adressen.csv"),
              "--addresses", str(town / "adressen.csv")]  # fmt: skip
    sent = ["link", "--signals", str(town / "signalen.csv"), *threads]
    old, new, out = work / REGISTER, work / "nieuw.duckdb", work / "run"
    changes = ["--register", str(old), "--changes", str(town / "changes.csv")]
    ours = [sys.executable, "-m", "brp_match"]
    peer = [str(town), str(out), str(given.threads)]
    splink = [sys.executable, "-m", "brp_match.benchmark.peers", "splink_stock", *peer]
    on_spark = [sys.executable, str(Path(__file__).parent / "splink_spark.py"), *peer]
    per_town = [*ours, *sent, *people, "--per-gemeente"]
    return {
        "link": ([*ours, *sent, *people, "--gemeente", "9001", "--out", str(out)], out),
        "Splink 5": (splink, out),
        "Splink 5 on Spark": (on_spark, out),
        "link on Spark": ([*per_town, "--spark", f"local[{given.threads}]", "--out", str(out)], out),
        "prepare": ([*ours, "prepare", *people, *threads, "--gemeente", "9001", "--out", str(old)], old),
        "prepare --changes": ([*ours, "prepare", *changes, *threads, "--out", str(new)], new),
        "link --register": ([*ours, *sent, "--register", str(old), "--out", str(out)], out),
        "link --per-gemeente": ([*per_town, "--workers", str(given.threads), "--out", str(out)], out),
    }  # fmt: skip


REGISTER = "oud.duckdb"
NEED_REGISTER = ("prepare --changes", "link --register", "one look-up")


def make_country(residents: int, signals: int, work: Path, threads: int) -> int:
    """Write the country with about so many signals where it does not stand whole; returns how many it has."""
    town, done = work / "land", work / "land.json"
    if done.is_file():
        return int(json.loads(done.read_text(encoding="utf-8")))
    shutil.rmtree(town, ignore_errors=True)
    town.mkdir(parents=True)
    scenario = replace(load_scenario("landelijk"), residents=residents, signals=signals)
    signals = generate(scenario, town, seed=1, threads=threads).count_signals
    write_changes(town)
    done.write_text(json.dumps(signals), encoding="utf-8")
    return signals


def measure(
    residents: int, work: Path, given: argparse.Namespace, skip: set[str]
) -> Iterator[Measured]:
    """Run the steps asked for on the country of one size; none in `skip`."""

    def named(step: str) -> str:
        return step if given.per == SIGNALS_PER else f"{step}, a signal for every {given.per}"

    wanted = [step for step in STEPS if step in given.steps and named(step) not in skip]
    if "one look-up" in wanted and set(LOOK_UPS.values()) <= skip:
        wanted.remove("one look-up")
    if not (wanted or "link --per-gemeente" in given.steps):
        return
    signals = make_country(residents, residents // given.per, work, given.threads)
    commands, old = commands_of(residents, work, given), work / REGISTER
    if set(wanted) & set(NEED_REGISTER) and "prepare" not in wanted and not old.is_file():
        wanted.insert(0, "prepare")
    for step in wanted:
        if step not in commands or step == "link --per-gemeente":
            continue
        if step in NEED_REGISTER and not old.is_file():
            continue
        command, made = commands[step]
        one = run(step, residents, signals, command, made, given)
        yield replace(one, step=named(step))
        if made != old or one.stopped:
            _remove(work, made)
    for askers, step in LOOK_UPS.items() if "one look-up" in wanted and old.is_file() else ():
        if step not in skip:
            yield look_up(residents, old, work / "land" / "signalen.csv", askers)
    _remove(work, old)
    for number in given.municipalities if "link --per-gemeente" in given.steps else ():
        step = f"link --per-gemeente ({number})"
        if step not in skip:
            # cuts the files up as they stand: of a country in its whole nothing is asked any more
            (work / "land.json").unlink(missing_ok=True)
            cut_up(work / "land", number, threads=given.threads)
            command, out = commands["link --per-gemeente"]
            yield run(step, residents, signals, command, out, given)
            _remove(work, out)
            signals = (
                make_country(residents, residents // given.per, work, given.threads)
                if number != given.municipalities[-1]
                else 0
            )


def _remove(work: Path, made: Path) -> None:
    for path in work.glob(made.name + "*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def slope(found: Sequence[Measured], what: str) -> float | None:
    """The exponent of growth over the sizes, by least squares in logarithms: 1 is linear."""
    points = [
        (log(one.residents), log(getattr(one, what)))
        for one in found
        if not one.stopped and getattr(one, what) > 0
    ]
    if len(points) < 2:
        return None
    mx, my = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    spread = sum((x - mx) ** 2 for x, _ in points)
    return sum((x - mx) * (y - my) for x, y in points) / spread


def by_step(found: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Measurements by step, in order of size."""
    steps: dict[str, list[Measured]] = {}
    for one in sorted(found, key=lambda one: (one.step, one.residents)):
        steps.setdefault(one.step, []).append(one)
    return steps


def as_table(found: Sequence[Measured]) -> Iterator[str]:
    """The lines of growth.md."""
    yield "| step | residents | signals | seconds | of processor | MiB | written MiB | load | day |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---|"
    for one in sorted(found, key=lambda one: (one.step, one.residents)):
        digits = 1 if one.seconds >= 1 else 4
        seconds = f"over {one.seconds:.0f}, stopped" if one.stopped else f"{one.seconds:.{digits}f}"
        yield (
            f"| {one.step} | {one.residents:,} | {one.signals:,} | {seconds} | {one.processor:.{digits}f} | {one.mib:,.0f} | "
            f"{one.written:,.0f} | {one.load} | {one.day} |"
        )
    yield ""
    yield "Exponent of growth over the sizes (1 is linear, by least squares in logarithms):"
    yield ""
    for step, ones in by_step(found).items():
        exponents = [(what, slope(ones, what)) for what in ("processor", "mib")]
        told = ", ".join(f"{what} {value:.2f}" for what, value in exponents if value is not None)
        if told:
            yield f"- {step}: {told}"


COLOURS = ("#154273", "#a90061", "#39870c", "#e17000", "#007bc7", "#673327", "#000000", "#94710a")
"""One a step; every line also has its number, for who sees no colours."""

WIDE, HIGH, LEFT, TOP = 460, 330, 70, 40


def as_picture(found: Sequence[Measured]) -> str:
    """Two panels in logarithms: seconds of the processor and memory, with lines of linear growth behind them."""
    panels = [
        _panel(found, what, title, x)
        for what, title, x in (
            ("processor", "seconds of processor", 0),
            ("mib", "most memory, MiB", WIDE + LEFT + 20),
        )
    ]
    width, height = 2 * (WIDE + LEFT) + 40, HIGH + TOP + 70 + 18 * len(by_step(found))
    keys = "".join(
        f'<rect x="{LEFT}" y="{HIGH + TOP + 54 + 18 * n}" width="12" height="12" fill="{COLOURS[n % len(COLOURS)]}"/>'
        f'<text x="{LEFT + 18}" y="{HIGH + TOP + 64 + 18 * n}">{n + 1}. {step}</text>'
        for n, step in enumerate(by_step(found))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="Growth of every step with the register" font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{height}" fill="white"/>{"".join(panels)}{keys}</svg>\n'
    )


def _panel(found: Sequence[Measured], what: str, title: str, x0: int) -> str:
    low_x, high_x = 4.0, max(6.0, log10(max(one.residents for one in found)) + 0.1)
    steps = list(by_step(found))
    found = [one for one in found if getattr(one, what) > 0]
    values = [getattr(one, what) for one in found]
    low_y, high_y = floor(log10(min(values))), floor(log10(max(values))) + 1

    def x(value: float) -> float:
        return x0 + LEFT + WIDE * (log10(value) - low_x) / (high_x - low_x)

    def y(value: float) -> float:
        return TOP + HIGH * (1 - (log10(value) - low_y) / (high_y - low_y))

    parts = [f'<text x="{x0 + LEFT}" y="{TOP - 14}" font-weight="bold">{title}</text>']
    for power in range(int(low_x), int(high_x) + 1):
        at = x(10**power)
        parts.append(
            f'<line x1="{at:.0f}" x2="{at:.0f}" y1="{TOP}" y2="{TOP + HIGH}" stroke="#ddd"/>'
        )
        parts.append(
            f'<text x="{at:.0f}" y="{TOP + HIGH + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low_y, high_y + 1):
        at = y(10.0**power)
        parts.append(
            f'<line x1="{x0 + LEFT}" x2="{x0 + LEFT + WIDE}" y1="{at:.0f}" y2="{at:.0f}" stroke="#ddd"/>'
        )
        parts.append(
            f'<text x="{x0 + LEFT - 6}" y="{at + 4:.0f}" text-anchor="end">{10.0**power:,g}</text>'
        )
    parts.append(
        f'<text x="{x0 + LEFT + WIDE / 2:.0f}" y="{TOP + HIGH + 36}" text-anchor="middle">residents</text>'
    )
    for n, step in enumerate(steps):
        done = [one for one in found if one.step == step and not one.stopped]
        if not done:
            continue
        done.sort(key=lambda one: one.residents)
        colour = COLOURS[n % len(COLOURS)]
        dots = [(x(one.residents), y(getattr(one, what))) for one in done]
        (ax, ay), (bx, _) = dots[0], dots[-1]
        # linear growth from the first size, as far as the panel goes
        room = 10**high_y / getattr(done[0], what)
        reach = min(done[-1].residents / done[0].residents, room)
        if what == "processor" and len(dots) > 1:
            cx, cy = x(done[0].residents * reach), y(getattr(done[0], what) * reach)
            parts.append(
                f'<line x1="{ax:.0f}" y1="{ay:.0f}" x2="{cx:.0f}" y2="{cy:.0f}" stroke="{colour}" '
                'stroke-dasharray="3 4" opacity="0.5"/>'
            )
        line = " ".join(f"{a:.0f},{b:.0f}" for a, b in dots)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="4" fill="{colour}"/>' for a, b in dots]
        parts.append(
            f'<text x="{bx + 7 + 11 * (n % 3):.0f}" y="{dots[-1][1] + 4:.0f}" fill="{colour}">{n + 1}</text>'
        )
    return "".join(parts)


def keep(out: Path, found: Sequence[Measured]) -> None:
    """Write growth.json, growth.md and growth.svg."""
    kept = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "measured": [asdict(one) for one in found],
    }
    (out / "growth.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    (out / "growth.md").write_text("\n".join(as_table(found)) + "\n", encoding="utf-8")
    (out / "growth.svg").write_text(as_picture(found), encoding="utf-8")


def earlier(out: Path) -> list[Measured]:
    """What was measured before."""
    path = out / "growth.json"
    if not path.is_file():
        return []
    return [Measured(**one) for one in json.loads(path.read_text(encoding="utf-8"))["measured"]]


def main() -> int:
    """Measure, and write after every step: a run that is stopped keeps what it has."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument(
        "--residents", type=int, nargs="+", default=[20_000, 80_000, 320_000, 1_280_000]
    )
    ask.add_argument("--municipalities", type=int, nargs="+", default=[20])
    ask.add_argument("--per", type=int, default=SIGNALS_PER, help="residents for every signal")
    ask.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--limit", type=float, default=3_600)
    ask.add_argument("--work", type=Path)
    ask.add_argument("--out", type=Path, default=Path(__file__).parent / "growth")
    ask.add_argument("--again", action="store_true", help="also what this code measured before")
    ask.add_argument("--draw", action="store_true", help="only draw what was measured before")
    given = ask.parse_args()
    found = {(one.step, one.residents): one for one in earlier(given.out)}
    code, skip = commit(), set[str]()
    for residents in sorted(given.residents) if not given.draw else ():
        done = {
            step for (step, size), one in found.items() if size == residents and code and one.code == code
        }  # fmt: skip
        with _room(given.work, residents) as work:
            for one in measure(residents, work, given, skip if given.again else skip | done):
                print(
                    f"{one.residents:,} {one.step}: {one.seconds} s, {one.processor} s of processor, {one.mib:,.0f} MiB",
                    flush=True,
                )
                found[one.step, one.residents] = replace(one, code=code)
                if one.stopped:
                    skip.add(one.step)
                keep(given.out, list(found.values()))
    keep(given.out, list(found.values()))
    return 0


def commit() -> str:
    """The commit of this code, '' where it is no clone or stands with changes: then nothing is taken for measured."""
    git = ["git", "-C", str(Path(__file__).parent)]
    try:
        asked = [
            [*git, "rev-parse", "--short", "HEAD"],
            [*git, "status", "--porcelain", "--", "../src"],
        ]
        head, changed = (
            subprocess.run(one, capture_output=True, text=True, check=True).stdout for one in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return "" if changed.strip() else head.strip()


@contextmanager
def _room(work: Path | None, residents: int) -> Iterator[Path]:
    """A folder for one size: with `--work` it stands there until all of that size is measured."""
    if work is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    room = work / f"land-{residents}"
    room.mkdir(parents=True, exist_ok=True)
    yield room
    shutil.rmtree(room)


if __name__ == "__main__":
    sys.exit(main())
