"""Fifty reviewers at once: how long a page, a judgement and a single match take.

    python benchmarks/load/measure.py --database sqlite postgresql --out benchmarks/load

Every reviewer opens the queue, opens a case, reads for `--think` seconds, and judges; then again.
Reports p50, p95 and the slowest per kind of request, and what went wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
from pydantic.alias_generators import to_camel
from service import database, fill, prepare_town, serving

SEED = 20260101
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'name="versie" value="([^"]+)"')
CASE = re.compile(r'href="(/zaak/[A-Za-z0-9_-]+)')
SIGNAL_FIELDS_NOT_ASKED = {"telefoon", "email"}


class Times:
    """Seconds per kind of request, and faults by kind and status."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.faults: dict[str, int] = defaultdict(int)
        self.lock = threading.Lock()

    def ask(self, kind: str, good: set[int], act: Any) -> httpx.Response | None:
        """Time one request."""
        start = time.perf_counter()
        try:
            response: httpx.Response = act()
            fault = "" if response.status_code in good else str(response.status_code)
        except httpx.HTTPError as error:
            response, fault = None, type(error).__name__
        took = time.perf_counter() - start
        with self.lock:
            self.seconds[kind].append(took)
            if fault:
                self.faults[f"{kind} {fault}"] += 1
        return None if fault else response

    def table(self) -> dict[str, dict[str, float]]:
        """Milliseconds: number, p50, p95, slowest."""
        found = {}
        for kind, values in sorted(self.seconds.items()):
            ordered = sorted(values)
            at = [ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.95, 1)]
            found[kind] = {"n": len(ordered)} | {
                name: round(value * 1000, 1)
                for name, value in zip(("p50", "p95", "max"), at, strict=True)
            }
        return found


def reviewer(
    address: str, cookie: str, number: int, until: float, think: float, times: Times
) -> None:
    """One reviewer at work until a moment."""
    chance = random.Random(SEED + number)
    with httpx.Client(base_url=address, cookies={"sessie": cookie}, timeout=60) as browser:
        time.sleep(chance.uniform(0, think or 0.5))
        while time.perf_counter() < until:
            queue = times.ask("queue", {200}, lambda: browser.get("/werkvoorraad"))
            links = CASE.findall(queue.text) if queue else []
            if not links:
                time.sleep(0.5)
                continue
            path = chance.choice(links)
            page = times.ask("case", {200}, lambda path=path: browser.get(path))
            time.sleep(chance.uniform(0.5, 1.5) * think)
            if page is None or not (token := TOKEN.search(page.text)):
                continue
            if not (version := VERSION.search(page.text)):
                continue  # somebody else decided it while this page was fetched
            data = {
                "csrf_token": token[1],
                "versie": version[1],
                "uitkomst": "geen_van_deze" if chance.random() < 0.3 else "overslaan",
                "reden": "",
            }
            # 409: another reviewer was first, which is as it should be
            times.ask(
                "judge", {303, 409}, lambda path=path, data=data: browser.post(path, data=data)
            )


def single_matches(address: str, token: str, signals: Path, number: int, times: Times) -> None:
    """Ask `number` single matches, one after the other."""
    headers = {"Authorization": f"Bearer {token}"}
    with (
        signals.open(encoding="utf-8-sig", newline="") as file,
        httpx.Client(base_url=address, headers=headers, timeout=60) as client,
    ):
        for _, row in zip(range(number), csv.DictReader(file, delimiter=";"), strict=False):
            body = {
                to_camel(k): v for k, v in row.items() if v and k not in SIGNAL_FIELDS_NOT_ASKED
            }
            times.ask(
                "single match",
                {200},
                lambda body=body: client.post("/v1/vergelijkingen", json=body),
            )


def warm_up(address: str, cookie: str, token: str, signals: Path) -> None:
    """Ask each kind of request once, untimed: a service that has just started reads its templates and its
    register at the first question."""
    with httpx.Client(base_url=address, cookies={"sessie": cookie}, timeout=60) as browser:
        if links := CASE.findall(browser.get("/werkvoorraad").text):
            browser.get(links[0])
    single_matches(address, token, signals, 1, Times())


def measure(kind: str, args: argparse.Namespace, town: Any) -> dict[str, Any]:
    """Measure one database: reviewers first, then single matches on a quiet service."""
    with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as url:
        data = Path(name) / "data"
        visitors = fill(url, [town.run], args.reviewers)
        cookies, token = visitors.reviewers, visitors.token
        with serving(data, url, town.register) as served:
            address = served.address
            warm_up(address, cookies[0], token, town.signals)
            times = Times()
            until = time.perf_counter() + args.seconds
            threads = [
                threading.Thread(
                    target=reviewer, args=(address, cookie, number, until, args.think, times)
                )
                for number, cookie in enumerate(cookies)
            ]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.perf_counter() - start
            single_matches(address, token, town.signals, args.matches, times)
    asked = sum(len(v) for k, v in times.seconds.items() if k != "single match")
    return {
        "database": kind,
        "reviewers": args.reviewers,
        "think": args.think,
        "requests_per_second": round(asked / took, 1),
        "milliseconds": times.table(),
        "faults": dict(sorted(times.faults.items())),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"]
    )
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=5, help="seconds a reviewer reads a case")
    parser.add_argument("--matches", type=int, default=20)
    parser.add_argument("--scenario", default="demo")
    parser.add_argument("--town", type=Path, help="folder to keep the made-up municipality in")
    parser.add_argument("--out", type=Path, help="folder for load.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        town = prepare_town(args.town or Path(name), args.scenario)
        found = [measure(kind, args, town) for kind in args.database]
    for one in found:
        print(f"{one['database']}: {one['requests_per_second']} requests/s, faults {one['faults']}")
        for kind, row in one["milliseconds"].items():
            print(
                f"  {kind:14} n={row['n']:<6} p50={row['p50']:<8} p95={row['p95']:<8} max={row['max']}"
            )
    if args.out:
        result = {"cores": os.cpu_count(), "seconds": args.seconds, "measured": found}
        text = json.dumps(result, indent=1) + "\n"
        (args.out / "load.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
