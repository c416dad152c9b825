"""The data-flow drawing: columns of boxes and arrows with what goes over them, as SVG."""

from __future__ import annotations

from html import escape
from typing import Any

BOX, GAP, ROW, COLUMN, HEAD = (210, 54), 8, 104, 430, 46
_LABEL = 13


def drawing(columns: list[dict[str, Any]], arrows: list[list[str]]) -> str:
    """Return the drawing. `columns`: title and boxes (id → text), from left to right; `arrows`: from, to, text.

    Raises KeyError for an arrow to a box that is not there.
    """
    places = {
        box: (GAP + at * COLUMN, HEAD + n * ROW)
        for at, column in enumerate(columns)
        for n, box in enumerate(column["vakken"])
    }
    width = 2 * GAP + (len(columns) - 1) * COLUMN + BOX[0]
    height = HEAD + max(len(column["vakken"]) for column in columns) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t"'
        ' font-family="system-ui,sans-serif"><title id="t">Gegevensstroom</title>',
        '<defs><marker id="p" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#333"/></marker></defs>',
    ]
    parts += [_arrow(places[start], places[end], text) for start, end, text in arrows]
    for at, column in enumerate(columns):
        parts.append(
            f'<text x="{GAP + at * COLUMN}" y="24" font-size="15" font-weight="bold">{escape(column["titel"])}</text>'
        )
        parts += [_box(places[box], text) for box, text in column["vakken"].items()]
    return "".join([*parts, "</svg>"])


def _box(place: tuple[int, int], text: str) -> str:
    x, y = place
    return (
        f'<rect x="{x}" y="{y}" width="{BOX[0]}" height="{BOX[1]}" rx="4" fill="#fff" stroke="#333"/>'
        f'<text x="{x + BOX[0] / 2}" y="{y + BOX[1] / 2 + 5}" font-size="14" text-anchor="middle">{escape(text)}</text>'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], text: str) -> str:
    if start[0] == end[0]:
        x, y1, y2 = start[0] + BOX[0] / 2, start[1] + BOX[1], end[1]
        line, middle, anchor = f"M{x} {y1}L{x} {y2}", (x + 6, (y1 + y2) / 2 + 4), "start"
    else:
        left, right = start[0] + BOX[0], end[0]
        top, low = start[1] + BOX[1] / 2, end[1] + BOX[1] / 2
        line, middle, anchor = (
            f"M{left} {top}L{right} {low}",
            ((left + right) / 2, (top + low) / 2 - 5),
            "middle",
        )
    return (
        f'<path d="{line}" fill="none" stroke="#333" marker-end="url(#p)"/>'
        f'<text x="{middle[0]}" y="{middle[1]}" font-size="{_LABEL}" text-anchor="{anchor}" stroke="#fff" stroke-width="4"'
        f' paint-order="stroke" fill="#1a1a1a">{escape(text)}</text>'
    )
