"""Three people at the service, each by keys alone and each without JavaScript; and pictures of what they met.

    python benchmarks/walk.py DEMO [--pictures FOLDER]

DEMO is a folder that `brp-match demo --scenario oefenmaand` made. A reviewer practises, decides and looks back; a coordinator looks at the
board, confirms feedback and searches; a keeper makes an account and reads the audit. Every step says what it must find,
and the walk ends at the first that does not. With --pictures every page that was met is kept at 1280 and 360 pixels,
with one page that shows them all.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from desk import PASSWORD, service

PEOPLE = {
    "bob": ("beoordelaar", False),
    "coor": ("coordinator", True),
    "beheer": ("beheerder", False),
}


class Walker:
    """One person in one browser; with `keys` nothing is clicked, else JavaScript is off."""

    def __init__(
        self, browser: Any, address: str, name: str, *, keys: bool, pictures: Path | None
    ) -> None:
        self.keys, self.name, self.pictures = keys, name, pictures
        context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 900}, java_script_enabled=keys
        )
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.steps = 0

    def go(self, text: str) -> None:
        """Follow the link or press the button that begins with `text`."""
        before = self.page.url
        if self.keys:
            self._tab(text)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            begins = re.compile(rf"^\s*{re.escape(text)}")
            found = self.page.locator("main a, main button").filter(has_text=begins)
            if not found.count():
                found = self.page.locator("a, button").filter(has_text=begins)
            found.first.click()
        self.steps += 1
        self._picture(before)

    def press(self, key: str, button: str) -> None:
        """Press the key of a choice; without JavaScript its button."""
        if self.keys:
            self.page.focus("#paneel") if self.page.evaluate(
                "document.activeElement === document.body"
            ) else None
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.locator(button).first.click()
        self.steps += 1
        self._picture("")

    def fill(self, field: str, text: str) -> None:
        """Write into a field, reached by its name."""
        if self.keys:
            self._tab(field)
            self.page.keyboard.type(text)
        else:
            self.page.fill(f"[name={field}]", text)

    def sees(self, *texts: str) -> None:
        """End the walk unless the page says all of these."""
        found = self.page.inner_text("body")
        for text in texts:
            if text not in found:
                raise SystemExit(
                    f"{self.name}, {'toetsen' if self.keys else 'zonder JavaScript'}: {text!r} staat niet op {self.page.url}"
                )

    def log_in(self) -> None:
        """Sign in as this person."""
        self.page.goto("/inloggen")
        self.fill("naam", self.name)
        self.fill("wachtwoord", PASSWORD)
        self.go("Inloggen")

    def _tab(self, text: str) -> None:
        for _ in range(200):
            self.page.keyboard.press("Tab")
            held = self.page.evaluate(
                "(document.activeElement.innerText || document.activeElement.name || '').trim()"
            )
            if held.startswith(text):
                return
        raise SystemExit(f"{self.name}: Tab komt niet bij {text!r} op {self.page.url}")

    def _picture(self, before: str) -> None:
        if self.pictures is None or not self.keys:
            return
        place = self.page.url.split("/", 3)[3].split("?")[0].replace("/", "_") or "begin"
        for width, height in ((1280, 900), (360, 740)):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(
                path=self.pictures / f"{self.name}-{self.steps:02d}-{place[:40]}-{width}.png",
                full_page=True,
            )
        self.page.set_viewport_size({"width": 1280, "height": 900})


def reviewer(walker: Walker) -> None:
    """Practise once, decide with a ground, take it back, search."""
    walker.log_in()
    walker.sees("Werkvoorraad")
    walker.go("Oefenen")
    walker.go("Begin met de eerste zaak") if "Begin met" in walker.page.inner_text(
        "main"
    ) else walker.go("Ga verder")
    walker.press("2", "button[value=geen_van_deze]")
    walker.sees("De waarheid", "Wat het systeem dacht")
    walker.page.goto("/werkvoorraad")
    walker.go("Begin met de eerste zaak")
    walker.sees("Signaalnummer", "In woorden")
    if walker.keys:
        walker.page.focus("#paneel")
        walker.page.keyboard.press("7")
    else:
        walker.page.click("summary:has-text('Rechtspersoon')")
        walker.page.check("input[value=overleden]")
    walker.press("2", "button[value=geen_van_deze]")
    walker.sees("Uw oordeel is opgeslagen.", "Terugdraaien")
    walker.press("z", "button:has-text('Terugdraaien')")
    walker.sees("Uw oordeel is teruggedraaid.")
    walker.press("2", "button[value=geen_van_deze]")
    walker.page.goto("/werkvoorraad")
    walker.fill("vraag", "S")
    walker.go("Zoek")
    walker.sees("Zaak zoeken")
    walker.go("Uitloggen")


def coordinator(walker: Walker) -> None:
    """Look at the board, confirm feedback one by one, refuse one, release nothing unseen."""
    walker.log_in()
    walker.go("Terugkoppeling")
    walker.sees("Terugkoppeling bevestigen", "Te bevestigen")
    walker.go("Begin met de eerste")
    walker.sees("hoort:", "Klopt het voorstel?")
    walker.press("1", "button[value=bevestig]")
    walker.sees("De terugkoppeling is bevestigd.")
    walker.press("z", "button:has-text('Terugdraaien')")
    walker.sees("weer een voorstel")
    walker.press("1", "button[value=bevestig]")
    walker.press("4", "button[value=overslaan]")
    walker.go("Terug naar de lijst")
    walker.go("Leveringen")
    walker.go("Levering ")
    walker.sees("Bekijk en bevestig")
    walker.go("Scorekaarten")
    walker.sees("Scorekaarten")
    walker.go("Uitloggen")


def keeper(walker: Walker) -> None:
    """Look at the first day, make an account, read the audit."""
    walker.log_in()
    walker.page.goto("/eerste-dag")
    walker.sees("De eerste dag", "Mensen")
    walker.go("Naar de accounts")
    walker.sees("Wie mag inloggen")
    walker.go("Audit")
    walker.sees("Audit")
    walker.go("Uitloggen")


WALKS: dict[str, Callable[[Walker], None]] = {
    "bob": reviewer,
    "coor": coordinator,
    "beheer": keeper,
}


def gallery(folder: Path) -> Path:
    """Write one page with every picture beside its small one; returns it."""
    parts = [
        f'<figure><figcaption>{escape(wide.stem.removesuffix("-1280"))}</figcaption><img src="{wide.name}" width="640" alt=""> '
        f'<img src="{wide.name.replace("-1280", "-360")}" width="180" alt=""></figure>'
        for wide in sorted(folder.glob("*-1280.png"))
    ]
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><html lang="nl"><title>Wandeling</title><h1>Wandeling</h1>{"".join(parts)}</html>',
        encoding="utf-8",
    )
    return page


def main(args: argparse.Namespace) -> None:
    """Walk as each of them, twice."""
    from playwright.sync_api import sync_playwright

    if args.pictures:
        args.pictures.mkdir(parents=True, exist_ok=True)
    with service(args.demo, PEOPLE) as (address, _run, _truth), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"))
        for name, walk in WALKS.items():
            for keys in (True, False):
                walker = Walker(browser, address, name, keys=keys, pictures=args.pictures)
                walk(walker)
                print(
                    f"{name:<8}{'met toetsen alleen' if keys else 'zonder JavaScript':<22}{walker.steps} stappen"
                )
        browser.close()
    if args.pictures:
        print(gallery(args.pictures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("demo", type=Path)
    parser.add_argument("--pictures", type=Path)
    main(parser.parse_args())
