"""Charts as SVG text: funnel plot and p-chart. Told apart by shape and line, not by colour alone.

Every chart has a title and a description for who cannot see it; the figures stand beside it in a
table. Coordinates are rounded to a tenth, so that the same figures give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import ceil

from brp_match.dutch import Month, decimal, whole
from brp_match.report.statistics.funnel import (
    Funnel,
    Limits,
    Position,
    exact_limits,
    widened_limits,
)
from brp_match.report.statistics.pchart import ChartPoint, PChart

WIDTH, HEIGHT = 640, 300
LOOK = {
    "grid": 'stroke="#d9d9d9"',
    "tick": 'font-size="12" fill="#4a4a4a"',
    "tick tick-x": 'font-size="12" fill="#4a4a4a"',
    "label": 'font-size="13" fill="#1b1b1b"',
    "limit near": 'fill="none" stroke="#767676" stroke-width="1.5" stroke-dasharray="8 4"',
    "limit far": 'fill="none" stroke="#767676" stroke-width="1.5" stroke-dasharray="2 4"',
    "norm": 'fill="none" stroke="#b3261e" stroke-width="2" stroke-dasharray="14 4"',
    "centre": 'fill="none" stroke="#1b1b1b" stroke-width="1.5"',
    "series": 'fill="none" stroke="#154273" stroke-width="2"',
    "dot": 'fill="#ffffff" stroke="#1b1b1b" stroke-width="2"',
    "dot mark": 'fill="#154273" stroke="#1b1b1b" stroke-width="2"',
    "ring": 'fill="none" stroke="#1b1b1b" stroke-width="2"',
}
"""Class of a shape → its look, as attributes: a picture must not lean on the page around it."""

LEFT, RIGHT, TOP, BOTTOM = 72, 16, 14, 44

NAME_WIDE = 80
"""Room for the name of a norm, in the larger letters of a phone."""

MONTHS_NAMED = 6
"""Months with a name on the axis; of more only every second or third, counted from the last."""


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _svg(title: str, description: str, parts: Sequence[str], name: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d" class="chart" tabindex="0">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        + re.sub(r'class="([^"]+)"', _look, "".join(parts))
        + "</svg>"
    )


def _look(found: re.Match[str]) -> str:
    return f"{found[0]} {LOOK[found[1]]}"


def _axis_y(top: float) -> list[str]:
    parts = []
    for step in range(5):
        share = step / 4
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(share)}" y2="{_y(share)}" class="grid"/>'
            f'<text x="{LEFT - 6}" y="{_y(share) + 4}" class="tick" text-anchor="end">'
            f"{_tick(share * top)}</text>"
        )
    return parts


def _tick(share: float) -> str:
    shown = round(share * 100, 1)
    return f"{decimal(shown, 0 if shown == int(shown) else 1)}%"


def _scale(highest: float) -> float:
    return next(
        (top for top in (0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8) if highest <= top), 1.0
    )


def _step(most: float) -> int:
    """A quarter of an axis that holds `most`: 1, 2, 2.5 or 5 times a power of ten, and whole."""
    power = 1
    while True:
        for factor in (1, 2, 2.5, 5):
            if factor * power == int(factor * power) and 4 * factor * power >= most:
                return int(factor * power)
        power *= 10


def funnel_chart(plot: Funnel, title: str, name: str, mark: str = "") -> str:
    """Draw a funnel plot; `mark` names the unit that is drawn filled. Empty text for fewer than two units:
    there is nothing to compare."""
    if len(plot.units) < 2:
        return ""
    step = _step(max(unit.denominator for unit in plot.units) * 1.05)
    width = 4 * step
    sizes = sorted({max(1, round(width * part / 40)) for part in range(1, 41)})

    def limits(size: int) -> Limits:
        if plot.overdispersed:
            return widened_limits(size, plot.target, plot.phi)
        return exact_limits(size, plot.target)

    bounds = [(size, limits(size)) for size in sizes]
    top = _scale(max([unit.rate for unit in plot.units] + [min(1.0, plot.target * 2.2)]))

    def place(size: int, share: float) -> str:
        return f"{_x(size / width)},{_y(min(share, top) / top)}"

    parts = _axis_y(top)
    for attribute, style in (
        ("low999", "far"),
        ("low95", "near"),
        ("high95", "near"),
        ("high999", "far"),
    ):
        points = " ".join(place(size, getattr(limit, attribute)) for size, limit in bounds)
        parts.append(f'<polyline points="{points}" class="limit {style}"/>')
    parts.append(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(plot.target / top)}" y2="{_y(plot.target / top)}" class="centre"/>'
    )
    for unit in plot.units:
        x, y = place(unit.denominator, unit.rate).split(",")
        shape = "dot mark" if unit.name == mark else "dot"
        parts.append(f'<circle cx="{x}" cy="{y}" r="6" class="{shape}"/>')
        if unit.name == mark or unit.allowed is not Position.WITHIN:
            anchor = "end" if float(x) > WIDTH * 0.6 else "start"
            shift = 5 if anchor == "end" else -5
            # above its own dot, where no other at the same height stands in the way
            rise = -11 if float(y) > TOP + 24 else 22
            parts.append(
                f'<text x="{round(float(x) + shift, 1)}" y="{round(float(y) + rise, 1)}" class="label" '
                f'text-anchor="{anchor}">{escape(unit.name)}</text>'
            )
    parts.append(_x_title("aantal signalen"))
    parts += [
        f'<text x="{_x(part / 4)}" y="{HEIGHT - BOTTOM + 16}" class="tick" '
        # the last one ends at the edge, also in the larger letters of a phone
        f'text-anchor="{"end" if part == 4 else "middle"}">'
        f"{whole(part * step)}</text>"
        for part in range(5)
    ]
    return _svg(
        title,
        "Ieder punt is een vastelastenpartner; de lijnen zijn de grenzen van het toeval.",
        parts,
        name,
    )


def p_chart_svg(
    months: Sequence[Month], chart: PChart, title: str, name: str, norm: float | None = None
) -> str:
    """Draw a p-chart over months: the level, its limits, a ring round months outside them, and the norm.

    Empty text for fewer than two months: one point is no chart.
    """
    if len(chart.points) < 2:
        return ""
    top = _scale(
        max(
            [p.rate for p in chart.points]
            + [p.high for p in chart.points if p.high < 1.0]
            + [norm or 0.0]
        )
    )
    count = len(chart.points)
    every = -(-count // MONTHS_NAMED)

    def x(number: int) -> float:
        return _x((number + 0.5) / count)

    parts = _axis_y(top)
    if norm:
        parts.append(_norm_line(norm, top, chart))
    half = (WIDTH - LEFT - RIGHT) / count / 2
    for number, point in enumerate(chart.points):
        for value, style in (
            (point.centre, "centre"),
            (point.low, "limit far"),
            (point.high, "limit far"),
        ):
            height = _y(min(value, top) / top)
            parts.append(
                f'<line x1="{round(x(number) - half, 1)}" x2="{round(x(number) + half, 1)}" y1="{height}" '
                f'y2="{height}" class="{style}"/>'
            )
    path = " ".join(
        f"{x(number)},{_y(min(p.rate, top) / top)}" for number, p in enumerate(chart.points)
    )
    parts.append(f'<polyline points="{path}" class="series"/>')
    for number, point in enumerate(chart.points):
        height = _y(min(point.rate, top) / top)
        parts.append(f'<circle cx="{x(number)}" cy="{height}" r="5" class="dot mark"/>')
        if point.outside:
            parts.append(f'<circle cx="{x(number)}" cy="{height}" r="10" class="ring"/>')
        if point.outside or number == count - 1:
            lines = [
                _y(min(v, top) / top) for v in (point.centre, point.low, point.high, norm or 0)
            ]
            parts.append(_value(x(number), height, point.rate, lines))
        if (count - 1 - number) % every == 0:
            parts.append(
                f'<text x="{x(number)}" y="{HEIGHT - BOTTOM + 18}" class="tick tick-x" '
                f'text-anchor="middle">{escape(months[number].short)}</text>'
            )
    return _svg(
        title, "Het aandeel per maand, met het niveau en de grenzen van het toeval.", parts, name
    )


def _value(x: float, height: float, share: float, lines: Sequence[float]) -> str:
    """The share beside its dot: above it, or below or farther off where there is no room or one of `lines` would strike
    it through.

    `lines`: heights of the level, the limits and the norm. The room is that of the larger letters of a phone.
    """
    near = (height - 14, height + 27, height - 36, height + 49)
    sides = [y for y in near if TOP + 12 < y < HEIGHT - BOTTOM]
    y = _free(near, lines) or next(iter(sides), height - 14)
    return (
        f'<text x="{x}" y="{round(y, 1)}" class="label" text-anchor="middle">{_tick(share)}</text>'
    )


def _norm_line(norm: float, top: float, chart: PChart) -> str:
    """The norm as a line with its name: above the first months where no other line strikes it through, never at the last."""
    height = _y(norm / top)
    slot = (WIDTH - LEFT - RIGHT) / len(chart.points)
    wide = ceil(NAME_WIDE / slot)
    starts = range(max(1, len(chart.points) - wide))
    spots = [
        (start, y)
        for near in (height - 5, height + 20, height - 27, height - 49)
        for start in starts
        if (y := _free([near], _lines(chart.points[start : start + wide], top))) is not None
    ]
    start, y = next(iter(spots), (0, height - 5))
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height}" y2="{height}" class="norm"/>'
        f'<text x="{round(LEFT + start * slot + 4, 1)}" y="{round(y, 1)}" class="label" text-anchor="start">'
        f"norm {_tick(norm)}</text>"
    )


def _lines(points: Sequence[ChartPoint], top: float) -> list[float]:
    """The heights of what is drawn over some months: levels, limits, and the shares with what lies between them."""
    shares = sorted(_y(min(p.rate, top) / top) for p in points)
    between = range(round(shares[0]), round(shares[-1]) + 1, 10)
    fixed = [_y(min(v, top) / top) for p in points for v in (p.centre, p.low, p.high)]
    return [*fixed, *shares, *between]


def _free(places: Sequence[float], lines: Sequence[float]) -> float | None:
    """The first height for a text that is in the picture and that no line strikes through; None for none."""
    inside = [y for y in places if TOP + 12 < y < HEIGHT - BOTTOM]
    return next((y for y in inside if not any(y - 18 <= line <= y + 4 for line in lines)), None)


def _x_title(text: str) -> str:
    return f'<text x="{_x(0.5)}" y="{HEIGHT - 8}" class="tick" text-anchor="middle">{escape(text)}</text>'
