"""Every page of the real service, for every role, with real cases: axe-core, targets, 320 pixels, our policy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.checks import small_targets, too_wide, violations
from browser.conftest import served
from web.pages.conftest import NOW, filled, linked  # noqa: F401
from web.pages.service import make_app

pytestmark = pytest.mark.browser

PAGES = {
    "coor": (
        "/bord", "/instellingen", "/werkvoorraad", "/tweede-blik", "/leveringen", "/leveringen/nieuw", "/scorekaarten",
        "/benchmark", "/audit", "/audit/verwerkingen", "/uitleg", "/toegankelijkheid", "/v1/docs",
        "/bestaat-niet", "/wachtwoord",
    ),
    "beheer": ("/accounts", "/sleutels", "/audit"),
    "bea": ("/werkvoorraad", "/leveringen"),
    "": ("/inloggen", "/uitleg"),
}  # fmt: skip


PHONE = 320
"""CSS pixels."""


@pytest.fixture(scope="module")
def address(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:  # noqa: F811
    from brp_match.web import deps

    folder = tmp_path_factory.mktemp("dienst")
    shutil.copyfile(filled, folder / "db.sqlite")
    app = make_app(folder, folder / "db.sqlite")
    kept, deps._clock = deps._clock, lambda: NOW
    with served(app) as url:
        yield url, app
    deps._clock = kept


def signed_in(browser: Any, address: tuple[str, Any], name: str, **options: Any) -> Any:
    from brp_match.review import sessions
    from brp_match.review.accounts import list_accounts

    url, app = address
    context = browser.new_context(**options)
    if name:
        with app.state.engine.begin() as con:
            account = next(one for one in list_accounts(con) if one.name == name)
            token, _ = sessions.start(con, account.id, NOW)
        context.add_cookies([{"name": "sessie", "value": token, "url": url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def every_page(page: Any, url: str, name: str) -> Iterator[str]:
    """Visit the fixed pages of a role, then those behind its links: case, run, quarantine, card."""
    for path in PAGES[name]:
        page.goto(url + path)
        yield path
    if name == "coor":
        page.goto(f"{url}/werkvoorraad")
        cases = sorted(set(re.findall(r"/zaak/[0-9a-f]{32}", page.content())))
        page.goto(f"{url}/leveringen")
        run = re.findall(r"/leveringen/[0-9a-f]{32}", page.content())[0]
        page.goto(f"{url}/scorekaarten")
        card = re.findall(r"/scorekaarten/[0-9a-f]{32}/\d+", page.content())[0]
        for path in (
            *cases[:3],
            run,
            f"{run}/apart-gezet",
            card,
            f"{card}/vrijgave",
            f"{card[:46]}/vrijgeven",
        ):
            page.goto(url + path)
            yield path


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, PHONE])
def test_every_live_page(browser: Any, address: tuple[str, Any], name: str, width: int) -> None:
    page = signed_in(browser, address, name, viewport={"width": width, "height": 800})
    found: dict[str, list[str]] = {}
    asked: set[str] = set()
    refused: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda line: refused.append(line.text) if "olicy" in line.text else None)
    for path in every_page(page, address[0], name):
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        faults = [*too_wide(page), *small_targets(page)]
        # at 320 the rules see every template in the gallery
        faults += violations(page) if width > PHONE else []
        if faults:
            found[path] = faults
    assert found == {}
    # nothing comes from elsewhere, and our own policy refuses nothing of ours
    hosts = {url.split("/")[2] for url in asked if not url.startswith("data:")}
    assert hosts == {address[0].split("/")[2]}
    assert refused == []
    page.context.close()
