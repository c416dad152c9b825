"""The theme of a municipality lies over ours: its tokens, its class, and nothing of our dark mode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from brp_match.errors import BrpMatchError
from brp_match.web.app import STATIC
from brp_match.web.settings import WebSettings, check
from web.pages.service import make_app

THEME = ".verzonnenstad-theme {\n  --utrecht-link-color: #7a0019;\n}\n"


def client(folder: Path, theme: Path | None) -> TestClient:
    app = make_app(folder, folder / "db.sqlite", theme=theme)
    return TestClient(app, base_url="http://127.0.0.1:8123")


def test_a_theme_is_laid_over_ours(tmp_path: Path) -> None:
    theme = tmp_path / "stad.css"
    theme.write_text(THEME, encoding="utf-8")
    visitor = client(tmp_path, theme)
    page = visitor.get("/inloggen").text
    assert '<html lang="nl" class="verzonnenstad-theme">' in page
    assert re.findall(r'stylesheet" href="([^"]+)"', page) == [
        "/static/tokens.css", "/thema.css", "/static/brp-match.css",
    ]  # fmt: skip
    sent = visitor.get("/thema.css")
    assert sent.text == THEME
    assert sent.headers["content-type"].startswith("text/css")


def test_tokens_on_the_root_need_no_class_and_no_theme_is_ours(tmp_path: Path) -> None:
    theme = tmp_path / "stad.css"
    theme.write_text(":root { --utrecht-link-color: #7a0019 }", encoding="utf-8")
    assert '<html lang="nl">' in client(tmp_path, theme).get("/inloggen").text
    bare = client(tmp_path, None)
    assert 'media="screen and (prefers-color-scheme: dark)"' in bare.get("/inloggen").text
    assert bare.get("/thema.css").status_code == 404


def test_a_theme_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as found:
        check(WebSettings(data=tmp_path, theme=tmp_path / "weg.css"))
    assert found.value.faults[0].where == "weg.css"


def test_every_colour_comes_from_a_token_that_we_define() -> None:
    tokens = set(re.findall(r"(--utrecht-[\w-]+):", (STATIC / "tokens.css").read_text("utf-8")))
    dark = set(re.findall(r"(--utrecht-[\w-]+):", (STATIC / "tokens-dark.css").read_text("utf-8")))
    style = (STATIC / "brp-match.css").read_text("utf-8")
    assert set(re.findall(r"var\((--[\w-]+)\)", style)) == tokens - {
        "--utrecht-document-strong-color"
    }
    assert dark <= tokens
    # on paper a table stays a table, as wide as its margins leave it
    assert re.findall(r"@media (.*)\(max-width: 47.99rem\)", style) == ["screen and "] * 2
    screen = style[: style.index("@media print")]
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", screen)
