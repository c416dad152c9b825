"""The whole work in Chromium: upload, queue, decide with keys only, second look, export; and the
same without JavaScript."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import served
from web.pages.service import PASSWORD, make_app
from web.pages.town import write_residents, write_signals

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("linked_here")]

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
PATIENCE = 90_000
"""Milliseconds that linking may take on a busy machine."""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service with accounts and nothing else."""
    from brp_match.review.accounts import Role, add_account
    from brp_match.web import deps

    monkeypatch.setattr(deps, "_clock", lambda: NOW)
    app = make_app(tmp_path / "data", tmp_path / "brp-match.sqlite")
    with app.state.engine.begin() as con:
        add_account(con, "coor", PASSWORD, [Role.COORDINATOR], secrecy=True, now=NOW)
        add_account(con, "bob", PASSWORD, [Role.BEOORDELAAR], now=NOW)
    with served(app) as url:
        yield url


def new_page(browser: Any, **options: Any) -> Any:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
    page.set_default_timeout(20_000)
    return page


def tab_to(page: Any, text: str) -> None:
    """Press Tab until the element with `text` has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        held = page.evaluate(
            "(document.activeElement.innerText || document.activeElement.name || '').trim()"
        )
        if held.startswith(text):
            return
    raise AssertionError(f"Tab never came to {text!r}")


def follow(page: Any, text: str, wait: str = "**") -> None:
    """Tab to what says `text`, press Enter, and wait for the page it leads to."""
    tab_to(page, text)
    with page.expect_navigation(url=wait):
        page.keyboard.press("Enter")


def press(page: Any, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def sign_in_with_keys(page: Any, address: str, name: str) -> None:
    page.goto(f"{address}/inloggen")
    tab_to(page, "naam")
    page.keyboard.type(name)
    tab_to(page, "wachtwoord")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url(re.compile(f"{re.escape(address)}/(bord|werkvoorraad)$"))


def upload_with_keys(page: Any, address: str, folder: Path) -> None:
    follow(page, "Leveringen")
    follow(page, "Nieuwe levering")
    page.wait_for_url("**/nieuw")
    page.set_input_files("#signalen", write_signals(folder))
    page.set_input_files("#inwoners", write_residents(folder))
    follow(page, "Bekijk de kolommen")
    page.wait_for_url("**/kolommen")
    follow(page, "Start de vergelijking")
    page.wait_for_selector("text=te beoordelen", timeout=PATIENCE)
    assert "13 besloten" in page.inner_text("main")


def at_the_first_case(browser: Any, address: str, folder: Path) -> tuple[Any, str]:
    """Sign in, deliver, and open the first case; returns the page and the address of the case."""
    page = new_page(browser)
    sign_in_with_keys(page, address, "coor")
    upload_with_keys(page, address, folder)
    page.goto(f"{address}/werkvoorraad")
    page.click("text=Begin met de eerste zaak")
    return page, page.url


def in_panel(page: Any) -> bool:
    return bool(page.evaluate("document.activeElement.id === 'paneel'"))


def test_the_whole_work_with_keys_only(browser: Any, address: str, tmp_path: Path) -> None:
    page = new_page(browser)
    sign_in_with_keys(page, address, "coor")
    upload_with_keys(page, address, tmp_path)
    follow(page, "Naar de werkvoorraad")
    follow(page, "Begin met de eerste zaak")
    page.wait_for_url("**/zaak/*")
    assert in_panel(page)
    first = page.url
    press(page, "3")
    page.wait_for_selector("text=Uw oordeel is opgeslagen.")
    assert page.url.split("?")[0] != first

    # the other tab, and a reason because the confirmation is risky
    press(page, "ArrowRight")
    page.wait_for_url("**inwoner=2**")
    assert in_panel(page)
    second = page.url.split("?")[0]
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.id") == "reden"
    page.keyboard.type("2 jaar bekend; 1 brief.")
    assert page.url.startswith(second), "a key typed in the reason decided the case"
    follow(page, "Dezelfde persoon")
    page.wait_for_selector("text=Uw oordeel is opgeslagen.")
    assert page.url.split("?")[0] != second

    # back to it, and undo
    press(page, "v")
    page.wait_for_url(f"{second}**")
    assert "Uw oordeel" in page.inner_text("main")
    press(page, "z")
    page.wait_for_selector("text=Uw oordeel is teruggedraaid.")

    # second look by somebody else, who does not see the first
    other = new_page(browser)
    sign_in_with_keys(other, address, "bob")
    follow(other, "Tweede blik")
    follow(other, "Begin met de eerste zaak")
    other.wait_for_selector("text=U beoordeelt deze zaak zonder te weten")
    assert other.url.split("?")[0] == first
    press(other, "2")
    other.wait_for_selector("text=Uw oordeel is opgeslagen.")

    follow(page, "Leveringen")
    follow(page, "Levering ")
    tab_to(page, "Besluiten ophalen")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 14
    shutil.rmtree(Path(download.value.path()).parent, ignore_errors=True)


def assert_still_there(page: Any, case: str) -> None:
    """Nothing was sent: the same document, and a case that nobody judged."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.url.split("?")[0] == case
    assert page.query_selector("form[data-sent]") is None
    again = page.context.new_page()
    again.goto(case)
    assert again.query_selector("button[value=geen_van_deze]"), "the case was judged"
    again.close()


def test_keys_do_nothing_outside_the_panel_and_when_off(
    browser: Any, address: str, tmp_path: Path
) -> None:
    page, case = at_the_first_case(browser, address, tmp_path)
    page.focus("h1 >> xpath=ancestor::main")
    page.keyboard.press("2")
    assert_still_there(page, case)
    page.click("summary:has-text('Sneltoetsen')")
    page.click("text=Zet sneltoetsen uit")
    page.wait_for_selector("text=De sneltoetsen staan uit.")
    page.focus("#paneel")
    page.keyboard.press("2")
    assert_still_there(page, case)
    assert page.query_selector("kbd") is None


def test_the_whole_work_without_javascript(browser: Any, address: str, tmp_path: Path) -> None:
    page = new_page(browser, java_script_enabled=False)
    page.goto(f"{address}/inloggen")
    page.fill("#naam", "coor")
    page.fill("#wachtwoord", PASSWORD)
    page.click("main button")
    page.click("text=Leveringen")
    page.click("text=Nieuwe levering")
    page.set_input_files("#signalen", write_signals(tmp_path))
    page.set_input_files("#inwoners", write_residents(tmp_path))
    page.click("text=Bekijk de kolommen")
    page.click("text=Start de vergelijking")
    page.wait_for_selector("text=te beoordelen", timeout=PATIENCE)
    page.click("text=Naar de werkvoorraad")
    page.click("text=Begin met de eerste zaak")
    page.click("text=Inwoner 2")
    page.click("button[value=dezelfde_persoon]")
    assert "Uw oordeel is niet opgeslagen" in page.inner_text("main")
    page.fill("#reden", "De zoon belde zelf.")
    page.click("button[value=dezelfde_persoon]")
    assert "Uw oordeel is opgeslagen." in page.inner_text("main")
    page.click("text=Vorige zaak die u beoordeelde")
    assert "De zoon belde zelf." in page.inner_text("main")
    page.click("text=Toon wat het systeem dacht")
    assert "Kans op inwoner 1" in page.inner_text("main")
    page.click("text=Oordeel terugdraaien")
    assert "Uw oordeel is teruggedraaid." in page.inner_text("main")
    page.click("button[value=weet_ik_niet]")
    page.click("text=Uitloggen")
    assert "U bent uitgelogd." in page.inner_text("main")


def test_nobody_loses_what_was_typed_when_the_session_ends(
    browser: Any, address: str, tmp_path: Path
) -> None:
    page, case = at_the_first_case(browser, address, tmp_path)
    page.clock.install()
    page.goto(case)
    assert not page.is_visible("#sessie")
    page.fill("#reden", "Gebeld op dinsdag.")
    page.clock.fast_forward("29:00")
    page.wait_for_selector("text=Over 2 minuten wordt u uitgelogd.")
    with page.expect_response("**/sessie.svg*"):
        page.click("text=Blijf ingelogd")
    page.wait_for_selector("#sessie", state="hidden")
    # nobody answers the warning, and the session is over on the server as well
    page.clock.fast_forward("31:00")
    page.wait_for_selector("text=U bent uitgelogd.")
    page.context.clear_cookies()
    page.click("button[value=geen_van_deze]")
    page.wait_for_selector("text=Wat u net verstuurde, is niet opgeslagen.")
    page.fill("#naam", "coor")
    page.fill("#wachtwoord", PASSWORD)
    page.click("main button")
    page.wait_for_url(case)
    assert page.input_value("#reden") == "Gebeld op dinsdag."
    page.click("button[value=geen_van_deze]")
    page.wait_for_selector("text=Uw oordeel is opgeslagen.")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_what_is_wrong_gets_the_focus(browser: Any, address: str) -> None:
    page = new_page(browser)
    page.goto(f"{address}/inloggen")
    page.fill("#naam", "coor")
    page.fill("#wachtwoord", "niet dit wachtwoord")
    page.click("main button")
    page.wait_for_selector("text=Inloggen is niet gelukt")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.title() == "Fout: Inloggen – brp-match"
