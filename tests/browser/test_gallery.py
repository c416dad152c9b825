"""Every page and state on its own: accessible in light at 1280 and in dark at 320, whole at 320 and 360 pixels, and
nothing on it from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from browser.checks import small_targets, too_wide, violations
from brp_match.web.pages.render import render
from web.pages.samples import SAMPLES, sample

pytestmark = pytest.mark.browser


def decided() -> list[str]:
    """Names of the pages with a bar to decide on."""
    pages = {name: render(sample(name)[0], **sample(name)[1]) for name in SAMPLES}
    return [name for name, page in pages.items() if 'class="outcomes' in page]


ASKED: list[str] = []
REFUSED: list[str] = []
"""What the pages at 1280 asked for, and what the browser said is wrong."""


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    made = context.new_page()
    made.on("request", lambda request: ASKED.append(request.url))
    made.on("console", lambda line: REFUSED.append(line.text) if line.type == "error" else None)
    yield made
    context.close()


@pytest.fixture(scope="module")
def small(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SAMPLES)
def test_no_violation_and_nothing_comes_from_elsewhere(page: Any, gallery: str, name: str) -> None:
    ASKED.clear()
    REFUSED.clear()
    page.goto(f"{gallery}/voorbeeld/{name}")
    assert page.url in ASKED
    assert [url for url in ASKED if not url.startswith(gallery)] == []
    assert REFUSED == []
    assert violations(page) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_whole_and_without_violation_on_a_phone(small: Any, gallery: str, name: str) -> None:
    small.set_viewport_size({"width": 320, "height": 640})
    small.goto(f"{gallery}/voorbeeld/{name}")
    small.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert too_wide(small) == []
    assert small_targets(small) == []
    assert violations(small) == []
    small.set_viewport_size({"width": 360, "height": 740})
    assert too_wide(small) == []
    assert small_targets(small) == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("beslis")])
def test_the_choice_is_in_view_without_scrolling(browser: Any, gallery: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
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
    context.close()


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


@pytest.mark.parametrize("size", [(1280, 800), (768, 1024), (360, 740), (320, 256)])
def test_the_verdict_stays_in_one_place(browser: Any, gallery: str, size: tuple[int, int]) -> None:
    """The same order, height and place for every case, at every width, also at 400% (320 by 256)."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    names = decided()
    assert len(names) >= 4
    for name in names:
        page.goto(f"{gallery}/voorbeeld/{name}")
        choices = CHOICES[name.startswith("bevestig")]
        assert page.evaluate(BAR) == [0, 0, 0, 68, choices], name
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.evaluate(BAR) == [0, 0, 0, 68, choices], name
        last = page.evaluate(
            "Math.max(...[...document.querySelectorAll('main *, footer *, summary')]"
            ".filter(e => !e.closest('.outcomes') && (e.matches('summary') || !e.closest('details')) && e.checkVisibility())"
            ".map(e => e.getBoundingClientRect().bottom))"
        )
        assert last <= size[1] - 68 + 1, f"{name}: something stays under the bar"
    context.close()


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


def test_a_page_that_is_too_wide_is_caught(small: Any, gallery: str) -> None:
    small.goto(f"{gallery}/voorbeeld/beslis")
    small.evaluate("document.querySelector('h1').textContent = 'x'.repeat(10)")
    assert too_wide(small) == []
    small.evaluate("document.querySelector('h1').style.minWidth = '500px'")
    assert too_wide(small) != []


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
