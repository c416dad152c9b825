"""The service under use for a while: p95 per kind of request, memory over time, what went wrong.

    python benchmarks/load/soak.py --minutes 60 --reviewers 50 --deliveries 2

Reviewers click as in `measure.py`; a coordinator opens the scorecards, a card and what its deliverer would
get, though every judgement changes them; a case system asks single matches; and `--deliveries` senders each
send a month, wait until it is linked, and send the next. Prints every so many seconds the memory and the processor time of
the service and of the processes it started, and the load of the machine; and at the end the times while deliveries
were at work. `--log` keeps what the service says, to read a fault by.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from measure import Times, reviewer, single_matches, warm_up
from service import Prepared, Served, database, fill, prepare_town, serving

CARD = re.compile(r'href="(/scorekaarten/[A-Za-z0-9_-]+/\d+)"')
MONTHS = ("2026-09", "2026-10", "2026-11")


@dataclass(frozen=True)
class Sample:
    """One moment: memory in MiB of the service itself and of all processes it started together, seconds of
    processor that the service took until then with what it started, and the load of the machine over a minute."""

    seconds: float
    service: float
    others: float
    processor: float
    load: float


def memory(pid: int) -> float:
    """Resident memory of a process, MiB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def processor(pid: int) -> float:
    """Seconds of processor of a process and of those of its children that ended; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    ticks = [int(one) for one in fields.rpartition(")")[2].split()[11:15]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """Every process below one, by number."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = [int(one) for one in path.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for one in below:
            found += [one, *children(one)]
    return found


def coordinator(address: str, cookie: str, until: float, pause: float, times: Times) -> None:
    """Open the scorecards, a card, and what its deliverer would get."""
    with httpx.Client(base_url=address, cookies={"sessie": cookie}, timeout=120) as browser:
        for turn in itertools.count():
            if time.perf_counter() >= until:
                return
            cards = times.ask("cards", {200}, lambda: browser.get("/scorekaarten"))
            links = CARD.findall(cards.text) if cards else []
            if links:
                path = links[turn % len(links)]
                times.ask("card", {200}, lambda path=path: browser.get(path))
                times.ask("release", {200}, lambda path=path: browser.get(f"{path}/vrijgave"))
            time.sleep(pause)


def asker(
    address: str, token: str, signals: Path, until: float, pause: float, times: Times
) -> None:
    """Ask single matches, one at a time."""
    while time.perf_counter() < until:
        single_matches(address, token, signals, 20, times)
        time.sleep(pause)


def sender(
    address: str, token: str, signals: Path, number: int, until: float, rest: float, times: Times
) -> None:
    """Send a month, wait until it is linked, rest, send the next: the same signals under other numbers."""
    headers = {"Authorization": f"Bearer {token}"}
    head, *rows = signals.read_text(encoding="utf-8-sig").splitlines()
    with httpx.Client(base_url=address, headers=headers, timeout=120) as client:
        for turn in itertools.count():
            if time.perf_counter() >= until:
                return
            body = "\n".join([head, *(f"L{number}-{turn}-{row}" for row in rows)])
            files = {"signalen": ("signalen.csv", body.encode())}
            sent = times.ask(
                "send", {202}, lambda files=files: client.post("/v1/leveringen", files=files)
            )
            if sent is None:
                time.sleep(1)
                continue
            _wait(client, sent.headers["Location"], until, times)
            time.sleep(min(rest, max(0.0, until - time.perf_counter())))


def _wait(client: httpx.Client, where: str, until: float, times: Times) -> None:
    """Wait until a delivery is done; one that fails is a fault."""
    start = time.perf_counter()
    while time.perf_counter() < until:
        found = times.ask("follow", {200}, lambda: client.get(where))
        state = found.json()["stand"] if found else ""
        if state in ("klaar", "mislukt"):
            with times.lock:
                times.seconds["delivery"].append(time.perf_counter() - start)
                if state == "mislukt":
                    times.faults["delivery mislukt"] += 1
            return
        time.sleep(1)


def watch(served: Served, until: float, every: float, found: list[Sample]) -> None:
    """Sample memory, processor and load, and print them."""
    start = time.perf_counter()
    while (now := time.perf_counter()) < until:
        started = children(served.pid)
        found.append(
            Sample(
                now - start,
                memory(served.pid),
                sum(memory(one) for one in started),
                sum(processor(one) for one in (served.pid, *started)),
                os.getloadavg()[0],
            )
        )
        one = found[-1]
        print(
            f"  {one.seconds / 60:5.1f} min  service {one.service:6.0f} MiB  others {one.others:6.0f} MiB"
            f"  processor {one.processor:6.0f} s  load {one.load:4.1f}",
            flush=True,
        )
        time.sleep(min(every, max(0.1, until - time.perf_counter())))


def slope(samples: list[Sample]) -> float:
    """MiB a minute over the second half: least squares."""
    half = samples[len(samples) // 2 :]
    when = sum(s.seconds for s in half) / len(half)
    level = sum(s.service for s in half) / len(half)
    above = sum((s.seconds - when) * (s.service - level) for s in half)
    below = sum((s.seconds - when) ** 2 for s in half)
    return 60 * above / below if below else 0.0


def tell(what: str, times: Times, samples: list[Sample]) -> None:
    """Print what came of it."""
    print(what)
    for kind, row in times.table().items():
        print(
            f"  {kind:14} n={row['n']:<6} p50={row['p50']:<9} p95={row['p95']:<9} max={row['max']}"
        )
    most = max(one.service for one in samples)
    print(
        f"  memory: first {samples[0].service:.0f}, most {most:.0f}, last {samples[-1].service:.0f} MiB, "
        f"{slope(samples):+.2f} MiB a minute over the second half; "
        f"with what it started at most {max(one.service + one.others for one in samples):.0f} MiB"
    )
    loads = sorted(one.load for one in samples)
    print(
        f"  processor {samples[-1].processor:.0f} s in {samples[-1].seconds:.0f} s; "
        f"load of the machine {loads[0]:.1f} to {loads[-1]:.1f}, in the middle {loads[len(loads) // 2]:.1f}"
    )
    print(f"  faults: {dict(sorted(times.faults.items())) or 'none'}", flush=True)


def soak(kind: str, args: argparse.Namespace, town: Prepared, runs: list[Path]) -> int:
    """Use one service for a while and print what came of it; returns how many faults there were."""
    times, samples = Times(), list[Sample]()
    with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as url:
        visitors = fill(url, runs, args.reviewers)
        with serving(Path(name) / "data", url, town.register, args.log) as served:
            address = served.address
            warm_up(address, visitors.reviewers[0], visitors.token, town.signals)
            until = time.perf_counter() + args.minutes * 60
            work: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
                (reviewer, (address, cookie, number, until, args.think, times))
                for number, cookie in enumerate(visitors.reviewers)
            ]
            work += [
                (sender, (address, visitors.token, town.signals, number, until, args.rest, times))
                for number in range(args.deliveries)
            ]
            work += [
                (coordinator, (address, visitors.coordinator, until, args.pause, times)),
                (asker, (address, visitors.token, town.signals, until, args.pause, times)),
                (watch, (served, until, args.every, samples)),
            ]
            threads = [threading.Thread(target=act, args=given) for act, given in work]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            # before it is stopped: what was measured is told whatever comes of that
            tell(
                f"{kind}, {args.reviewers} reviewers, {args.deliveries} senders, {args.minutes:g} minutes",
                times,
                samples,
            )
    return sum(times.faults.values())


def months(folder: Path) -> list[Path]:
    """Link some months of the made-up municipality, so that cards have a history; returns the runs."""
    from brp_match.pipeline import LinkRequest, link
    from brp_match.prepare import prepare
    from brp_match.synthetic import generate_months, load_scenario

    runs = [folder / f"uitkomst-{month}" for month in MONTHS]
    if not all(one.is_dir() for one in runs):
        town = generate_months(load_scenario("demo"), folder / "maanden", MONTHS, seed=1)
        register = folder / "maanden.duckdb"
        prepare(
            town.residents, register, previous_addresses=town.previous_addresses,
            addresses=town.addresses,
        )  # fmt: skip
        for signals, out in zip(town.signals, runs, strict=True):
            link(LinkRequest(signals=(signals,), register=register, out=out))
    return runs


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--deliveries", type=int, default=2, help="senders at once")
    parser.add_argument("--think", type=float, default=5, help="seconds a reviewer reads a case")
    parser.add_argument(
        "--pause",
        type=float,
        default=5,
        help="seconds between looks at the cards, and between twenty single matches",
    )
    parser.add_argument(
        "--rest", type=float, default=0, help="seconds between two deliveries of a sender"
    )
    parser.add_argument("--log", type=Path, help="file for what the service says")
    parser.add_argument("--every", type=float, default=30, help="seconds between memory samples")
    parser.add_argument("--town", type=Path, help="folder to keep the made-up municipality in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.town or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        town, runs = prepare_town(folder, "demo"), months(folder)
        return 1 if sum(soak(kind, args, town, runs) for kind in args.database) else 0


if __name__ == "__main__":
    raise SystemExit(main())
