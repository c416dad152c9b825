"""Every page and state on its own: accessible and whole at 1280, 360 and 320 pixels, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest

from browser.checks import small_targets, too_wide, violations
from web.pages.samples import SAMPLES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def noticed(page: Any) -> list[str]:
    """What the page asked for, and what the browser refused."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    return found


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that look at colours: a theme changes nothing else."""

SIZES: dict[tuple[int, int], dict[str, tuple[str, ...]]] = {
    (1280, 900): {"light": (), "dark": COLOURS},
    (360, 740): {},
    (320, 640): {"dark": ()},
}
"""A screen, a phone, and a screen at 400%: theme → rules of axe-core, () for all."""


@pytest.mark.parametrize("name", SAMPLES)
def test_whole_and_without_violation_at_every_size_in_both_themes(
    page: Any, noticed: list[str], gallery: str, name: str
) -> None:
    """One load a page: every rule on a screen and at 400%, each in another theme; the colours of a screen in both."""
    noticed.clear()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{gallery}/voorbeeld/{name}")
    for (width, height), looks in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme, rules in looks.items():
            page.emulate_media(color_scheme=theme)
            assert violations(page, rules) == [], (width, theme)
        assert too_wide(page) == [], width
        assert small_targets(page) == [], width
        # closed on a screen, open on a phone: there all of it must fit
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    # nothing on a page comes from elsewhere
    assert [one for one in noticed if not one.startswith(gallery)] == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("beslis")])
def test_the_choice_is_in_view_without_scrolling(page: Any, gallery: str, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{gallery}/voorbeeld/{name}")
    below = """() => [...document.querySelectorAll('.outcomes button')]
        .filter(e => e.getBoundingClientRect().bottom > innerHeight).map(e => e.value)"""
    assert page.evaluate(below) == []
    # also with much above it, and the check sees it when the bar does scroll away
    page.evaluate("document.querySelector('h1').style.marginTop = '700px'")
    assert page.evaluate(below) == []
    page.evaluate(
        "document.querySelectorAll('.outcomes').forEach(e => e.style.position = 'static')"
    )
    assert page.evaluate(below) != [] or not page.query_selector(".outcomes")


BARS = {"decide.html", "practice_case.html", "confirm_one.html"}
"""Templates with a bar to decide in."""

BAR = """() => {
    const bar = document.querySelector('.outcomes');
    const box = bar.getBoundingClientRect();
    return [Math.round(innerHeight - box.bottom), Math.round(box.left), Math.round(innerWidth - box.right),
        Math.round(box.height), [...bar.querySelectorAll('button')].map(e => e.value)];
}"""
CHOICES = (
    ["dezelfde_persoon", "geen_van_deze", "weet_ik_niet", "overslaan"],
    ["bevestig", "weiger", "anders", "overslaan"],
)
"""What is decided, and what is said of feedback, in their order."""


def test_the_verdict_stays_in_one_place(page: Any, gallery: str) -> None:
    """The same order, height and place for every case, at every width, also at 400% (320 by 256)."""
    shown = 0
    for name in (name for name, (template, *_) in SAMPLES.items() if template in BARS):
        page.goto(f"{gallery}/voorbeeld/{name}")
        if not page.query_selector(".outcomes"):
            continue
        shown += 1
        choices = CHOICES[name.startswith("bevestig")]
        for size in ((1280, 800), (768, 1024), (360, 740), (320, 256)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.evaluate("scrollTo(0, 0)")
            assert page.evaluate(BAR) == [0, 0, 0, 68, choices], (name, size)
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            assert page.evaluate(BAR) == [0, 0, 0, 68, choices], (name, size)
            last = page.evaluate(
                "Math.max(...[...document.querySelectorAll('main *, footer *, summary')]"
                ".filter(e => !e.closest('.outcomes') && (e.matches('summary') || !e.closest('details')) && e.checkVisibility())"
                ".map(e => e.getBoundingClientRect().bottom))"
            )
            assert last <= size[1] - 68 + 1, f"{name}, {size}: something stays under the bar"
    assert shown >= 4


PLANTED = {
    "label": "document.querySelector('label[for=reden]').remove()",
    "color-contrast": "document.querySelector('h1').className = 'planted'",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "button-name": "document.querySelector('.outcomes button').textContent = ''",
    "document-title": "document.title = ''",
}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_caught(browser: Any, gallery: str, rule: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{gallery}/voorbeeld/beslis")
    page.add_style_tag(content=".planted { color: #ccc !important }")
    assert violations(page) == []
    page.evaluate(PLANTED[rule])
    assert any(found.startswith(f"{rule}:") for found in violations(page))
    context.close()


def test_a_page_that_is_too_wide_is_caught(page: Any, gallery: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{gallery}/voorbeeld/beslis")
    page.evaluate("document.querySelector('h1').textContent = 'x'.repeat(10)")
    assert too_wide(page) == []
    page.evaluate("document.querySelector('h1').style.minWidth = '500px'")
    assert too_wide(page) != []


def test_a_small_control_is_caught(browser: Any, gallery: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{gallery}/voorbeeld/beslis")
    assert small_targets(page) == []
    page.add_style_tag(content=".outcomes button { all: unset; inline-size: 10px !important }")
    assert len(small_targets(page)) == 4
    context.close()


def test_paper_is_white_also_for_who_works_in_the_dark(browser: Any, gallery: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{gallery}/voorbeeld/beslis")
    of = "s => getComputedStyle(document.querySelector(s)).backgroundColor"
    dark = page.evaluate(of, ".compare thead th")
    page.emulate_media(media="print")
    light = page.evaluate(of, ".compare thead th")
    assert (dark, light) == ("rgb(38, 48, 58)", "rgb(230, 235, 242)")
    assert not page.is_visible("form.decision")
    context.close()
