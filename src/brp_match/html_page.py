"""Pages of HTML that need nothing from elsewhere, read on a phone and print well: for pages without a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

STYLE = """body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;overflow-wrap:anywhere}
h1,h2{line-height:1.2}a{color:#154273}table{border-collapse:collapse;width:100%;margin:1rem 0}li{margin:.4rem 0}
td p{margin:0 0 .4rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ccc}
figure,.breed{margin:1rem 0;overflow-x:auto}code{font-size:.9em}svg{max-width:100%;height:auto}
pre{overflow-x:auto;background:#f3f3f3;padding:1rem;font-size:.8rem}@media(min-width:66rem){pre{white-space:pre-wrap}}
.gat{background:#fff4ce;border-left:4px solid #8a5a00;padding:.4rem .7rem;margin:.4rem 0}.bron{color:#444;border-left:4px solid #ccc;padding-left:.7rem}
.waar{font-size:.9em;color:#444}
th,td:not(:last-child){overflow-wrap:break-word}
@media(max-width:40rem){table,tbody,tr,td{display:block;border:0;padding:.1rem 0}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border-bottom:1px solid #ccc;padding:.5rem 0}td[data-t]::before{content:attr(data-t) ": ";color:#444}td[data-t]:first-child::before{content:none}
td[data-t]:first-child{font-weight:bold}figure svg{min-width:40rem}figure::before{content:"Schuif de tekening opzij."}pre::before{content:"Schuif opzij voor de rest.";display:block;width:max-content}
figure::before,pre::before{position:sticky;left:0;color:#444;font:.9rem system-ui,sans-serif}}
@page{margin:16mm 14mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:9pt}}
@media print{body{margin:0;max-width:none;font-size:10pt}a{color:inherit}h2,h3,h2+p{break-after:avoid}tr,figure{break-inside:avoid}
figure svg{max-height:11.5cm}th,td{padding:.2rem .4rem}}"""


def page(title: str, body: str, before: str = "") -> str:
    """Return one whole page; `body` and what stands `before` the heading are HTML."""
    named = title if title.endswith("brp-match") else f"{title} – brp-match"
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(named)}</title><style>{STYLE}</style></head><body>{before}"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def words(text: str) -> str:
    """Return text as HTML; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """Return a table that scrolls by itself where it is too wide; `kind` is a class. A cell that begins with `<p`
    is HTML of ours."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    # on a phone every cell stands on a line of its own, with what it is before it; questions speak for themselves
    named = ["" if kind == "vragen" else f' data-t="{escape(one)}"' for one in columns]
    body = "".join(
        "<tr>"
        + "".join(f"<td{name}>{_cell(one)}</td>" for name, one in zip(named, row, strict=True))
        + "</tr>"
        for row in rows
    )
    shown = f' class="{kind}"' if kind else ""
    return (
        f'<div class="breed" tabindex="0"><table{shown}><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(text: str) -> str:
    return text if text.startswith("<p") else words(text)
