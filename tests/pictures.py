"""The pictures of the manual, of the real pages with made-up people: `make pictures`. No test: nothing collects it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import served
from browser.test_live_pages import signed_in
from brp_match.pipeline import LinkRequest, link
from brp_match.synthetic import generate, load_scenario
from web.pages.conftest import NOW, filled  # noqa: F401
from web.pages.service import make_app

INTO = Path(__file__).resolve().parents[1] / "docs" / "beelden"

SHOWN = {
    "werkvoorraad": ("bea", "/werkvoorraad"),
    "zaak": ("bea", "/zaak/"),
    "levering-nieuw": ("coor", "/leveringen/nieuw"),
    "levering": ("coor", "/leveringen/"),
    "oppaklijst": ("coor", "/oppaklijst"),
    "scorekaarten": ("coor", "/scorekaarten"),
    "rechten": ("coor", "/rechten"),
    "accounts": ("beheer", "/accounts"),
    "gezondheid": ("beheer", "/gezondheid"),
}
"""Name of the picture → who looks, and at which page; with `/` at the end the first link to one like it."""


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month that people practise on, in place of the town of the tests, whose names are meant to break pages."""
    folder = tmp_path_factory.mktemp("stad")
    town = generate(load_scenario("oefenmaand"), folder, seed=1)
    link(
        LinkRequest(
            signals=town.signals,
            out=folder / "run",
            residents=town.residents,
            previous_addresses=town.previous_addresses,
            addresses=town.addresses,
        )
    )
    return folder


def test_pictures(browser: Any, filled: Path, tmp_path: Path) -> None:  # noqa: F811
    from brp_match.web import deps

    shutil.copyfile(filled, tmp_path / "db.sqlite")
    app = make_app(tmp_path, tmp_path / "db.sqlite")
    kept, deps._clock = deps._clock, lambda: NOW
    INTO.mkdir(exist_ok=True)
    with served(app) as url:
        _with_secrecy(app)
        for name, (who, path) in SHOWN.items():
            page = signed_in(
                browser, (url, app), who, viewport={"width": 1100, "height": 760}, locale="nl-NL"
            )
            page.goto(url + _start(path))
            if path.endswith("/"):
                page.goto(
                    url
                    + page.locator(
                        f'main a[href^="{path}"]:not([href$="nieuw"])'
                    ).first.get_attribute("href")
                )
            page.screenshot(path=str(INTO / f"{name}.png"))
            page.context.close()
    deps._clock = kept


def _start(path: str) -> str:
    return {"/zaak/": "/werkvoorraad", "/leveringen/": "/leveringen"}.get(path, path)


def _with_secrecy(app: Any) -> None:
    """Give the coordinator the right that the page of rights asks for."""
    from brp_match.review import accounts

    with app.state.engine.begin() as con:
        coor = next(one for one in accounts.list_accounts(con) if one.name == "coor")
        accounts.change_account(con, coor.id, roles=coor.roles, secrecy=True, active=True)
