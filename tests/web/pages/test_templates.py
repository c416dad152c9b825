"""Every template in every state: it renders, is escaped, and holds no inline style or script."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import resources
from typing import Any

import pytest
from jinja2 import UndefinedError

from brp_match.web.pages.mapping_helper import Column, FileColumns
from brp_match.web.pages.render import render
from web.pages.samples import SAMPLES, sample

NOT_OURS = {"base.html", "macros.html", "api_docs.html"}
"""Parts of others, and the page of the API, which is made from its own description."""

NASTY = "\"'><script>alert(1)</script><b onmouseover=x>{{7*7}}"


def strings_replaced(value: Any) -> Any:
    """Put NASTY in every text of a context, except in places of our own (addresses, codes)."""
    ours = {
        "next",
        "href",
        "hier",
        "terug",
        "vorige",
        "volgende",
        "eerste",
        "score_href",
        "vrijgave_href",
        "kaarten_href",
        "bewaren_href",
        "zaak_href",
        "nieuwste",
        "csv",
        "voorbeeld",
        "alle",
    }
    if isinstance(value, dict):
        return {k: v if k in ours else strings_replaced(v) for k, v in value.items()}
    if isinstance(value, list):
        return [strings_replaced(item) for item in value]
    if isinstance(value, tuple):
        return tuple(strings_replaced(item) for item in value)
    if isinstance(value, FileColumns | Column):
        parts = {one.name: strings_replaced(getattr(value, one.name)) for one in fields(value)}
        return type(value)(**parts)
    return NASTY if isinstance(value, str) else value


@pytest.mark.parametrize("name", SAMPLES)
def test_renders_without_inline_style_or_script(name: str) -> None:
    template, context = sample(name)
    html = render(template, **context)
    assert html.count("<h1>") == 1
    # the style gives an only link of a line the whole line: text after it stands in an element
    item = r"<li[^>]*>\s*<a [^>]*>(?:(?!</a>).)*</a>\s*[^<\s][^<]*</li>"
    assert not re.search(item, html.split("<main")[1], re.DOTALL)
    assert re.search(r"<title>[^<]+ – brp-match</title>", html)
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:", html)
    assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/brp-match.js" defer>']
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_of_every_context_is_escaped(name: str) -> None:
    template, context = sample(name)
    html = render(template, **strings_replaced(context))
    assert "alert(1)</script>" not in html
    assert "<b onmouseover" not in html
    assert html.count("<script") == 1
    for attribute in re.findall(r'<[^>]*="([^"]*)"', html):
        assert "<script>" not in attribute


@pytest.mark.parametrize("name", SAMPLES)
def test_every_post_form_carries_the_csrf_token(name: str) -> None:
    template, context = sample(name)
    html = render(template, **context)
    for form in re.findall(r'<form method="post".*?</form>', html, re.S):
        assert '<input type="hidden" name="csrf_token" value="token">' in form


def test_every_template_has_a_sample() -> None:
    folder = resources.files("brp_match.web").joinpath("templates")
    pages = {item.name for item in folder.iterdir()} - NOT_OURS
    assert pages == {template for template, _, _ in SAMPLES.values()}


def test_a_missing_value_is_an_error_not_an_empty_place() -> None:
    template, context = sample("beslis")
    del context["etag"]
    with pytest.raises(UndefinedError):
        render(template, **context)


def test_the_score_is_not_on_the_page_before_a_decision() -> None:
    template, context = sample("beslis")
    html = render(template, **context)
    assert "%" not in re.sub(r"<[^>]+>", "", html)
    assert "Kans" not in html


def test_differences_are_marked_and_said() -> None:
    template, context = sample("beslis")
    html = render(template, **context)
    assert "Jans<mark>s</mark>en" in html
    assert "Het signaal heeft een s meer." in html


def test_every_summary_of_faults_leads_to_the_form() -> None:
    """A summary without links stands only where there is no form to mend."""
    without = []
    for name in sorted(SAMPLES):
        template, context = sample(name)
        html = render(template, **context)
        for alert in re.findall(
            r'<div class="alert alert--error" role="alert" tabindex="-1">.*?</div>', html, re.S
        ):
            targets = re.findall(r'<a href="#([^"]+)"', alert)
            if not targets:
                without.append(name)
            assert all(f'id="{target}"' in html for target in targets), name
    assert set(without) <= {"mislukt", "versturen-fout"}
