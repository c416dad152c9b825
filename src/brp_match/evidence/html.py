"""The pages of the pack as HTML that needs nothing from elsewhere and prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from brp_match.evidence.documents import Document, Part

STYLE = """body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1a1a1a;overflow-wrap:anywhere}
h1,h2{line-height:1.2}a{color:#154273}table{border-collapse:collapse;width:100%;margin:1rem 0}
td p{margin:0 0 .4rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ccc}.breed{overflow-x:auto}
.gat{background:#fff4ce;border-left:4px solid #8a5a00;padding:.4rem .7rem;margin:.4rem 0}.bron{color:#444;border-left:4px solid #ccc;padding-left:.7rem}
.waar{font-size:.9em;color:#444}code{font-size:.9em}svg{max-width:100%;height:auto}
@media(max-width:40rem){table.vragen,table.vragen tbody,table.vragen tr,table.vragen td{display:block;border:0;padding:.1rem 0}
table.vragen thead{display:none}table.vragen tr{border-bottom:1px solid #ccc;padding:.5rem 0}}
@media print{body{margin:0;max-width:none}a{color:inherit}}"""

GAP = "Vul in: "
"""Before every gap; the first page lists them all."""


def page(title: str, body: str, back: bool = True) -> str:
    """Return one whole page; `back`: with a way to the first page."""
    way = '<p><a href="index.html">Naar het overzicht</a></p>' if back else ""
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} – brp-match</title><style>{STYLE}</style></head><body>{way}"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def words(text: str) -> str:
    """Return text as HTML; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def source(text: str) -> str:
    """Return where a page comes from."""
    return f'<p class="bron">Bron: {words(text)}</p>'


def gap(text: str) -> str:
    """Return a marked gap."""
    return f'<p class="gat"><b>{GAP}</b>{words(text)}</p>'


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Return a table; `kind` is a class. A cell that begins with `<p` is HTML of ours."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(one)}</td>" for one in row) + "</tr>" for row in rows
    )
    shown = f' class="{kind}"' if kind else ""
    return f'<div class="breed"><table{shown}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(text: str) -> str:
    return text if text.startswith("<p") else words(text)


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
