"""A month at the coordinator's desk, counted: a messy file delivered twice, and cards released.

    python benchmarks/desk_month.py DEMO [--cards 7] [--source OTHER/src]

DEMO is a folder that `brp-match demo --scenario oefenmaand` made. A file of one deliverer is made of its last two months: column names that
say nothing, no deliverer, no sector, dates with slashes. It is delivered for October and again for November, until the
comparison starts; and cards of the demo's month are looked at and released. Counted as `desk.py` does: clicks (a choice
in a list is two), keys, pages and the seconds that the machine took. `--source` runs it on another checkout.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk import PASSWORD, Day, Hand, print_days, served

MESSY = {
    "signaal_id": "Nr", "voornamen": "Naam 1", "voorvoegsel": "Naam 2", "achternaam": "Naam 3",
    "geboortedatum": "Gb", "straatnaam": "Waar", "huisnummer": "Hnr", "postcode": "PC", "plaatsnaam": "Wpl",
    "bedrag": "Open",
}  # fmt: skip
"""Our column → what the deliverer calls it."""


def messy_file(demo: Path, month: str, folder: Path) -> Path:
    """Write the signals of the demo's largest deliverer of a month as that deliverer would."""
    source = demo / "gemeente" / f"signalen-{month}.csv"
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    names = [row["vlp"] for row in rows]
    vlp = max(sorted(set(names)), key=names.count)
    path = folder / f"achterstanden {month}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(MESSY.values())
        for row in rows:
            if row["vlp"] == vlp:
                cells = dict(row)
                cells["geboortedatum"] = cells.get("geboortedatum", "").replace("-", "/")
                writer.writerow([cells.get(column, "") for column in MESSY])
    return path


def deliver(hand: Hand, file: Path, name: str, pictures: Path | None) -> Day:
    """Deliver a file: choose what the page does not know, until the comparison starts."""
    page = hand.page
    page.goto("/leveringen/nieuw")
    with hand.work(name) as day:
        day.clicks += 1
        page.set_input_files("#signalen", str(file))
        hand.click("main button:has-text('Bekijk de kolommen')")
        if pictures:
            page.screenshot(path=pictures / f"{name}.png", full_page=True)
        header = {theirs: ours for ours, theirs in MESSY.items()}
        for row in page.locator("main table tbody tr").all():
            ours = header[row.locator("th").inner_text().strip()]
            box = row.locator("select")
            if box.input_value() != ours:
                day.clicks += 2
                box.select_option(ours)
                day.done += 1
        field = page.locator("[name=vlp0]")
        if field.count() and not field.input_value():
            day.clicks += 1
            field.click()
            hand.type("Waterbron")
        sector = page.locator("[name=sector0]")
        if sector.count() and not sector.input_value():
            day.clicks += 2
            sector.select_option("Water")
        order = page.locator("[name=volgorde0]")
        if order.count() and not order.input_value():
            day.clicks += 2
            order.select_option("dmy")
        hand.click("main button:has-text('Start de vergelijking')")
        if page.locator("main [role=alert]").count():
            raise SystemExit(page.locator("main [role=alert]").first.inner_text())
        day.notes.append(f"{day.done} kolommen zelf gekozen")
        day.done = 1
    return day


def release(hand: Hand, run: str, wanted: int) -> Day:
    """Look at cards as they would go out, and release them."""
    page = hand.page
    page.goto(f"/scorekaarten?levering={run}")
    with hand.work("scorekaarten vrijgeven") as day:
        if page.locator("a:has-text('vrijgeven en versturen')").count():
            hand.click("a:has-text('vrijgeven en versturen')")
            for place in range(wanted):
                hand.click(f"main tbody tr:nth-child({place + 1}) th a")
                page.go_back()
                day.pages += 1
            boxes = page.locator("input[name=kaart]")
            for place in range(wanted, boxes.count()):
                hand.click(f"main tbody tr:nth-child({place + 1}) input[name=kaart]", leads=False)
            hand.click("#akkoord", leads=False)
            hand.click("main button:has-text('Geef de gekozen kaarten vrij')")
            day.done = page.locator("td .badge--ok").count()
            day.notes.append("met bestanden om te versturen")
            return day
        for place in range(wanted):
            hand.click(f"main tbody tr:nth-child({place + 1}) a")
            hand.click("a:has-text('Bekijk wat de vastelastenpartner krijgt')")
            hand.click("#akkoord", leads=False)
            hand.click("main button:has-text('Geef deze scorekaart vrij')")
            day.done += page.locator("main .alert--ok:has-text('Vrijgegeven op')").count()
            page.goto(f"/scorekaarten?levering={run}")
            day.pages += 1
        day.notes.append("zonder bestand: er gaat niets weg")
    return day


@contextmanager
def service(demo: Path) -> Iterator[tuple[str, str]]:
    """A service of its own with the demo's register and last month; yields its address and the delivery."""
    from brp_match.pipeline import LinkRequest, link
    from brp_match.prepare import prepare
    from brp_match.review.accounts import Role, add_account
    from brp_match.review.load_run import import_run
    from brp_match.web import deps
    from brp_match.web.app import create_app
    from brp_match.web.settings import WebSettings

    with tempfile.TemporaryDirectory(prefix="brp-match-desk-") as folder:
        data = Path(folder)
        town = demo / "gemeente"
        prepare(
            town / "inwoners.csv", data / "register.duckdb",
            previous_addresses=town / "vorige_adressen.csv", addresses=town / "adressen.csv",
            gemeente=json.loads((demo / "uitkomst" / "run.json").read_bytes())["gemeente"],
        )  # fmt: skip
        # each version reads what it made itself
        link(
            LinkRequest(
                signals=(town / "signalen-2026-11.csv",), register=data / "register.duckdb",
                out=data / "uitkomst",
            )
        )  # fmt: skip
        settings = WebSettings(
            data=data, register=data / "register.duckdb", secret="s" * 40,
            requests_per_minute=100_000,
        )  # fmt: skip
        app = create_app(settings)
        with app.state.engine.begin() as con:
            add_account(con, "coor", PASSWORD, [Role.COORDINATOR], secrecy=True, now=deps.now())
            run = import_run(con, data / "uitkomst", account_id="", now=deps.now())
        with served(app) as address:
            yield address, run


def main(args: argparse.Namespace) -> None:
    """Do the month once and print the table."""
    from playwright.sync_api import sync_playwright

    days: list[Day] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        service(args.demo) as (address, run),
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"))
        view = {"width": args.width, "height": 900}
        page: Any = browser.new_context(base_url=address, viewport=view).new_page()
        page.set_default_timeout(120_000)
        page.goto("/inloggen")
        page.fill("#naam", "coor")
        page.fill("#wachtwoord", PASSWORD)
        page.click("main button")
        hand = Hand(page)
        days.append(release(hand, run, args.cards))
        if args.pictures:
            for path, name in (
                (f"/scorekaarten/{run}/vrijgeven", "kaarten"),
                (f"/scorekaarten/{run}/0/vrijgave", "kaart"),
                ("/bord", "bord"),
            ):
                page.goto(path)
                page.wait_for_timeout(1_500)
                page.screenshot(path=args.pictures / f"{name}-{args.width}.png", full_page=True)
        for month, name in (
            ("2026-10", "eerste maand leveren"),
            ("2026-11", "tweede maand leveren"),
        ):
            # a page of its own: that of a delivery at work loads itself again on an older version
            hand.page = page.context.new_page()
            file = messy_file(args.demo, month, Path(folder))
            days.append(deliver(hand, file, name, args.pictures))
        browser.close()
    print_days(days)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("demo", type=Path)
    parser.add_argument("--cards", type=int, default=7)
    parser.add_argument("--source", type=Path, help="src of another checkout")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the pages")
    parser.add_argument("--width", type=int, default=1280)
    given = parser.parse_args()
    if given.source:
        sys.path.insert(0, str(given.source.resolve()))
        os.environ["PYTHONPATH"] = str(given.source.resolve())
    main(given)
