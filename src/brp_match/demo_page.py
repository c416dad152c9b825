"""The start page of the demo: a link to everything it made, in the order in which a newcomer looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
pre { overflow-x: auto; background: #f3f3f3; padding: 1rem; font-size: .85rem; }
li { margin: .4rem 0; } a { color: #154273; }
"""


@dataclass(frozen=True)
class Link:
    """A file of the demo and what it is."""

    path: Path
    name: str
    says: str


@dataclass(frozen=True)
class Part:
    """A part of the page: links under a heading, and lines as the terminal shows them."""

    title: str
    links: Sequence[Link] = ()
    lines: Sequence[str] = ()


def write_page(parts: Sequence[Part], intro: str, out: Path) -> Path:
    """Write `index.html` in `out`, with links relative to it to the files that are there; returns its path."""
    body = "\n".join(_part(part, out) for part in parts)
    path = out / "index.html"
    path.write_text(
        f"""<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo van brp-match</title><style>{_STYLE}</style></head>
<body><main>
<h1>Demo van brp-match</h1>
<p>{escape(intro)}</p>
{body}
</main></body>
</html>
""",
        encoding="utf-8",
    )
    return path


def _part(part: Part, out: Path) -> str:
    there = [link for link in part.links if link.path.exists()]
    items = "\n".join(
        f'<li><a href="{escape(link.path.relative_to(out).as_posix())}">{escape(link.name)}</a>: {escape(link.says)}</li>'
        for link in there
    )
    listed = f"<ul>\n{items}\n</ul>" if items else ""
    lines = f'<pre tabindex="0">{escape(chr(10).join(part.lines))}</pre>' if part.lines else ""
    return f"<section><h2>{escape(part.title)}</h2>\n{lines}{listed}</section>"
