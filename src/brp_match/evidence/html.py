"""The pages of the pack as HTML."""

from __future__ import annotations

from html import escape

from brp_match import html_page
from brp_match.evidence.documents import Document, Part
from brp_match.html_page import table, words

GAP = "Vul in: "
"""Before every gap; the first page lists them all."""


def page(title: str, body: str) -> str:
    """Return one whole page, with a way to the first page."""
    return html_page.page(title, body, '<p><a href="index.html">Naar het overzicht</a></p>')


def source(text: str) -> str:
    """Return where a page comes from."""
    return f'<p class="bron">Bron: {words(text)}</p>'


def gap(text: str) -> str:
    """Return a marked gap."""
    return f'<p class="gat"><b>{GAP}</b>{words(text)}</p>'


def document_page(found: Document) -> str:
    """Return the page of a document of questions."""
    parts = [source(found.source)]
    if found.intro:
        parts.append(f"<p>{words(found.intro)}</p>")
    states = any(part.state for part in found.parts)
    columns = ("nr", "vraag", *(("stand",) if states else ()), "antwoord")
    rows: list[tuple[str, ...]] = []
    for part in found.parts:
        if part.heading and rows:
            parts.append(table(columns, rows, "vragen"))
            rows = []
        if part.heading:
            parts.append(f"<h2>{escape(part.heading)}</h2>")
        rows.append((part.number, part.title, *((part.state,) if states else ()), _answer(part)))
    parts.append(table(columns, rows, "vragen"))
    return page(found.title, "".join(parts))


def _answer(part: Part) -> str:
    where = ", ".join(f"<code>{escape(one)}</code>" for one in part.where)
    return (
        f"<p>{words(part.answer)}</p>"
        + (gap(part.gap) if part.gap else "")
        + (f'<p class="waar">Waar: {where}</p>' if where else "")
    )
