"""Kill -9 of the service at many moments, while a delivery comes in or is linked; nothing is lost, doubled or left.

    python benchmarks/load/kills.py --database sqlite postgresql --kills 50

Every round starts the service, sends a delivery and kills the service somewhere in the seconds after. In the end it
starts once more and finishes. Every delivery that was answered must then be done, once, with its cases; the
folder of data holds nothing but deliveries that the database knows, and nothing half written. Ends with code 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from service import Prepared, database, fill, prepare_town, serving
from sqlalchemy import text

from brp_match.review.engine import open_engine

LONGEST = 8.0
"""Seconds after the start within which the service is killed: a delivery of the town takes about that."""


def send(client: httpx.Client, signals: Path, number: int) -> bool:
    """Send the month under other numbers; whether it was answered."""
    head, *rows = signals.read_text(encoding="utf-8-sig").splitlines()
    body = "\n".join([head, *(f"K{number}-{row}" for row in rows)])
    try:
        return (
            client.post(
                "/v1/leveringen",
                files={"signalen": ("signalen.csv", body.encode())},
                data={"naam": f"K{number}"},
            ).status_code
            == 202
        )
    except httpx.HTTPError:
        return False


def rounds(kind: str, count: int, town: Prepared) -> list[str]:
    """Kill the service so many times; returns what is wrong afterwards."""
    chance, answered = random.Random(1), set[str]()
    with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as url:
        data = Path(name) / "data"
        token = fill(url, [], 1).token
        headers = {"Authorization": f"Bearer {token}"}
        for number in range(count):
            with serving(data, url, town.register) as served:
                end = time.perf_counter() + chance.uniform(0, LONGEST)
                with httpx.Client(base_url=served.address, headers=headers, timeout=30) as client:
                    if send(client, town.signals, number):
                        answered.add(f"K{number}")
                time.sleep(max(0.0, end - time.perf_counter()))
                os.kill(served.pid, signal.SIGKILL)
        with (
            serving(data, url, town.register) as served,
            httpx.Client(base_url=served.address, headers=headers, timeout=30) as client,
        ):
            for _ in range(count * 60):
                found = client.get("/v1/leveringen", params={"limit": 100}).json()["items"]
                if all(one["stand"] in ("klaar", "mislukt") for one in found):
                    break
                time.sleep(1)
        delivered = town.signals.read_text(encoding="utf-8-sig").count("\n") - 1
        return judge(url, data, answered, kind, delivered)


def judge(url: str, data: Path, answered: set[str], kind: str, signals: int) -> list[str]:
    """Say what is wrong with the store and the folder of data."""
    engine = open_engine(url)
    with engine.connect() as con:
        rows = con.execute(text("SELECT id, name, state FROM runs")).all()
        cases = con.execute(text("SELECT run_id, signaal_id FROM cases")).all()
    engine.dispose()
    names, states = Counter(row.name for row in rows), Counter(row.state for row in rows)
    print(f"{kind}: {len(answered)} answered, {dict(states)}, {len(cases)} cases")
    wrong = [f"{one} is lost" for one in sorted(answered - names.keys())]
    wrong += [f"{one} stands {n} times" for one, n in sorted(names.items()) if n > 1]
    wrong += [f"{row.name} is {row.state}" for row in rows if row.state != "klaar"]
    of_run = Counter(row.run_id for row in cases)
    for row in rows:
        outcome = data / row.id / "uitkomst"
        decided = (outcome / "decisions.csv").read_text(encoding="utf-8").count("\n") - 1
        aside = (outcome / "quarantine.csv").read_text(encoding="utf-8").count("\n") - 1
        if decided + aside != signals or not of_run[row.id]:
            wrong.append(f"{row.name}: {decided} decided, {aside} aside, {of_run[row.id]} cases")
    if len({tuple(row) for row in cases}) != len(cases):
        wrong.append("a case stands twice")
    known = {row.id for row in rows}
    wrong += [f"a folder of no delivery: {one.name[:8]}" for one in data.iterdir() if one.is_dir() and len(one.name) == 32 and one.name not in known]  # fmt: skip
    wrong += ["something half written" for _ in data.rglob("*bezig*")]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--town", type=Path, help="folder to keep the made-up municipality in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        town = prepare_town(args.town or Path(name), "kleine-gemeente")
        wrong = [f"{kind}: {one}" for kind in args.database for one in rounds(kind, args.kills, town)]  # fmt: skip
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
