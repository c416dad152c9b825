"""A day at the desk, counted: cases decided and feedback confirmed in Chromium, by keys where there are keys.

    python benchmarks/desk.py DEMO [--cases 20] [--confirm 69] [--source OTHER/src]

DEMO is a folder that `brp-match demo --scenario oefenmaand` made; its last month is worked through as its truth has it. `--source` runs
the same day on the code of another checkout, to hold before and after side by side. Counted are clicks, keys, pages
and the seconds that the machine took: thinking is not in them. Every act goes through the page, as a person's would.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

PASSWORD = "een heel lang wachtwoord"
REASON = "Zelf nagevraagd."
MISTAKE_AT = 5
"""The case after which the reviewer sees that the judgement before was a slip, and mends it."""


@dataclass
class Day:
    """What one piece of work cost."""

    name: str
    done: int = 0
    clicks: int = 0
    keys: int = 0
    pages: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line of the table."""
        note = f"  {'; '.join(self.notes)}" if self.notes else ""
        return f"{self.name:<34}{self.done:>6}{self.clicks:>8}{self.keys:>7}{self.pages:>7}{self.seconds:>9.1f}{note}"


def print_days(days: Sequence[Day]) -> None:
    """Print the table."""
    print(f"{'werk':<34}{'klaar':>6}{'kliks':>8}{'toets':>7}{'pag.':>7}{'sec.':>9}")
    for day in days:
        print(day.line())


class Hand:
    """One person at one page: every click and key goes through here and is counted."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.day = Day("")

    def press(self, key: str, *, leads: bool = True) -> None:
        """Press one key; `leads`: another page follows."""
        self.day.keys += 1
        self._then(lambda: self.page.keyboard.press(key), leads)

    def type(self, text: str) -> None:
        """Type a text: one key a sign."""
        self.day.keys += len(text)
        self.page.keyboard.type(text)

    def click(self, what: str, *, leads: bool = True) -> None:
        """Click on the first thing that `what` names."""
        self.day.clicks += 1
        self._then(lambda: self.page.locator(what).first.click(), leads)

    def _then(self, act: Callable[[], None], leads: bool) -> None:
        if not leads:
            act()
            return
        self.day.pages += 1
        with self.page.expect_navigation(wait_until="load"):
            act()

    @contextmanager
    def work(self, name: str) -> Iterator[Day]:
        """Count from here to the end of the block."""
        self.day, begun = Day(name), time.perf_counter()
        yield self.day
        self.day.seconds = time.perf_counter() - begun


def decide(hand: Hand, truth: dict[str, str], wanted: int) -> Day:
    """Decide cases as the truth has it, and mend one slip on the way."""
    page = hand.page
    page.goto("/werkvoorraad")
    with hand.work("zaken beslissen") as day:
        hand.click("text=Begin met de eerste zaak")
        while day.done < wanted and "/zaak/" in page.url:
            if day.done == MISTAKE_AT and not day.notes:
                _mend(hand, page.url)
            _judge(hand, truth)
            day.done += 1
    return day


def _judge(hand: Hand, truth: dict[str, str]) -> None:
    page = hand.page
    # who decides knows the case; the truth of the made-up town takes that part
    case_id = page.url.split("/zaak/")[1].split("?")[0].split("#")[0]
    if not truth.get(case_id) or not page.locator("button[value=dezelfde_persoon]:enabled").count():
        return hand.press("2")
    needed = page.locator("[data-needed]").count() > 0
    if not needed:
        return hand.press("1")
    hand.press("1", leads=False)
    if page.locator("[data-usual]").count():
        # asked by telephone: the second of the usual reasons
        hand.press("ArrowDown", leads=False)
        hand.press("ArrowDown", leads=False)
    else:
        hand.type(REASON)
    if page.locator("[data-keys-said]").count():
        return hand.press("Control+Enter")
    for _ in range(60):
        hand.press("Tab", leads=False)
        if page.evaluate("document.activeElement.value") == "dezelfde_persoon":
            return hand.press("Enter")
    raise SystemExit("Tab never came to the verdict")


def _mend(hand: Hand, back: str) -> None:
    """Take the judgement before back and give another; then go on where we were."""
    page = hand.page
    if page.locator(".message form").count():
        hand.press("z")
    else:
        hand.press("v")
        hand.press("z")
    hand.press("3")
    hand.day.notes.append("met één vergissing hersteld")


def confirm(hand: Hand, run: str, wanted: int) -> list[Day]:
    """Confirm feedback: as the old list has it, or as the queue, one by one; then, by sample and page."""
    page = hand.page
    page.goto(f"/leveringen/{run}")
    with hand.work("terugkoppeling, één voor één") as day:
        if page.locator("a[href^='/terugkoppeling/volgende']").count():
            hand.click("a[href^='/terugkoppeling/volgende']")
            while day.done < wanted and "/terugkoppeling/zaak/" in page.url:
                hand.press("1")
                day.done += 1
        elif page.locator("main button:text-is('Bevestig')").count():
            # a list with a button a row: nobody sees the ground
            day.notes.append("zonder de grond te zien")
            while day.done < wanted and page.locator("main button:text-is('Bevestig')").count():
                hand.click("main button:text-is('Bevestig')")
                day.done += 1
        else:
            while day.done < wanted and page.locator("text=Bekijk en bevestig").count():
                hand.click("text=Bekijk en bevestig")
                page.focus("#paneel")
                hand.press("b")
                while "/zaak/" in page.url and day.done + 1 < wanted:
                    day.done += 1
                    page.focus("#paneel")
                    hand.press("b")
                day.done += 1
    return [day]


def by_page(hand: Hand, wanted: int) -> Day | None:
    """Confirm by sample and page where the service can; None where it cannot."""
    page = hand.page
    answer = page.goto("/terugkoppeling")
    if answer is None or answer.status != 200:
        return None
    with hand.work("terugkoppeling, steekproef en rest") as day:
        while day.done < wanted and page.locator("text=Eén voor één").count():
            together = page.locator("a:has-text('per bladzijde')")
            if together.count():
                hand.click("a:has-text('per bladzijde')")
                while page.locator("input[name=zaak]").count():
                    day.done += page.locator("input[name=zaak]:checked").count()
                    hand.click("text=Bevestig wat is aangevinkt")
                if "/terugkoppeling/" in page.url:
                    page.goto("/terugkoppeling")
                continue
            hand.click("text=Eén voor één")
            while "/terugkoppeling/zaak/" in page.url and page.locator("text=steekproef").count():
                hand.press("1")
                day.done += 1
            page.goto("/terugkoppeling")
            day.pages += 1
    return day


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve the application on a free port of this machine."""
    import uvicorn

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def service(
    demo: Path,
    people: Mapping[str, tuple[str, bool]] = MappingProxyType({"coor": ("coordinator", True)}),
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A service of its own with the demo's last month in it; yields its address, the id of the delivery, and case id →
    who its signal is really about ('' for nobody). `people`: name → role and right to secrecy."""
    from sqlalchemy import select

    from brp_match.review.accounts import Role, add_account
    from brp_match.review.load_run import import_run
    from brp_match.review.schema import cases
    from brp_match.web import deps
    from brp_match.web.app import create_app
    from brp_match.web.settings import WebSettings

    (path,) = (demo / "gemeente").glob("waarheid-2026-11.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        truth = {row["signaal_id"]: row["persoon_id"] for row in rows}
    with tempfile.TemporaryDirectory(prefix="brp-match-desk-") as folder:
        data = Path(folder)
        shutil.copytree(demo / "uitkomst", data / "uitkomst")
        app = create_app(WebSettings(data=data, secret="s" * 40, requests_per_minute=100_000))
        with app.state.engine.begin() as con:
            for name, (role, secrecy) in people.items():
                add_account(con, name, PASSWORD, [Role(role)], secrecy=secrecy, now=deps.now())
            run = import_run(con, data / "uitkomst", account_id="", now=deps.now())
            of_case = dict(con.execute(select(cases.c.id, cases.c.signaal_id)).all())
        with served(app) as address:
            yield address, run, {case: truth.get(signal, "") for case, signal in of_case.items()}


def main(args: argparse.Namespace) -> None:
    """Work through the day twice, on a fresh service each, and print the table."""
    from playwright.sync_api import sync_playwright

    days: list[Day] = []
    for second in (False, True):
        with service(args.demo) as (address, run, truth), sync_playwright() as tools:
            browser = tools.chromium.launch(executable_path=shutil.which("chromium"))
            page = browser.new_context(
                base_url=address, viewport={"width": 1280, "height": 900}
            ).new_page()
            page.set_default_timeout(60_000)
            page.goto("/inloggen")
            page.fill("#naam", "coor")
            page.fill("#wachtwoord", PASSWORD)
            page.click("main button")
            hand = Hand(page)
            if second:
                found = by_page(hand, args.confirm)
                days += [found] if found else []
            else:
                days += [decide(hand, truth, args.cases), *confirm(hand, run, args.confirm)]
            browser.close()
    print_days(days)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("demo", type=Path)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--confirm", type=int, default=69)
    parser.add_argument("--source", type=Path, help="src of another checkout")
    given = parser.parse_args()
    if given.source:
        sys.path.insert(0, str(given.source.resolve()))
    main(given)
