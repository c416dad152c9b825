"""A report as blocks, and the blocks as Markdown and as one HTML file that needs nothing outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table with a caption; every row is as long as the header."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """An SVG drawing with its name as a file and a description for who cannot see it."""

    name: str
    svg: str
    description: str


Block = Heading | Text | Grid | Picture


def to_markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks as Markdown; pictures are links to `<name>.svg` beside it."""
    parts = []
    for block in blocks:
        match block:
            case Heading(level, text):
                parts.append(f"{'#' * level} {text}")
            case Text(text):
                parts.append(text)
            case Picture(name, _, description):
                parts.append(f"![{description}]({name}.svg)")
            case Grid(caption, header, rows):
                lines = [f"*{caption}*", "", _line(header), _line(["---"] * len(header))]
                parts.append("\n".join([*lines, *(_line(row) for row in rows)]))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid #444}
figure{margin:1rem 0}svg{max-width:100%;height:auto}@media print{body{max-width:none}h2{break-after:avoid}}"""


def to_html(blocks: Sequence[Block]) -> str:
    """Return one HTML page: style and drawings inside, no request to anywhere."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), "")
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )


def _html(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text):
            return f"<p>{escape(text)}</p>"
        case Picture(_, svg, description):
            return f'<figure role="img" aria-label="{escape(description)}">{svg}</figure>'
        case Grid(caption, header, rows):
            head = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in header)
            lines = [
                f'<tr><th scope="row">{escape(str(row[0]))}</th>'
                + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
                + "</tr>"
                for row in rows
            ]
            return (
                f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
                f"<tbody>{''.join(lines)}</tbody></table>"
            )
