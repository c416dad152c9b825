"""The funnel as a picture: who lies outside the limits of chance, with letters that stand on no other point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.charts import BLUE, DARK, GREY, ORANGE, PHONE_WIDTH, WIDTH, as_data
from brp_match.benchmark.reports.words import OPEN

UPRIGHT = "M-0.15,-1.2h0.3v2.4h-0.3z"
"""A line as a mark, for the legend: who is only known between two bounds is drawn so."""

PLACES = {"binnen": "binnen de grenzen", "open": OPEN}


def funnel_plot(
    units: Sequence[tuple[str, int, float, float, str]],
    target: float,
    title: str,
    noun: str,
    phi: float = 1.0,
    mark: str = "",
    codes: Mapping[str, str] | None = None,
) -> Any:
    """A funnel: (name, denominator, low share, high share, position), with 95% and 99.9% limits, widened by `phi`.

    A unit whose count is not wholly known is a line between its two bounds. `codes`: what stands beside a unit;
    `mark` is the unit with a circle around it.
    """
    import altair as alt

    largest = max(n for _, n, *_ in units)
    edges = _funnel_edges(largest, target, phi)
    x = alt.X(
        "n:Q", title=title, scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(format=",.0f", tickCount=8),
    )  # fmt: skip
    highest = min(1.0, max(0.1, *(u[3] for u in units if u[3] < 1), target) * 1.25)
    points = _funnel_points(units, codes or {}, (largest * 1.05, highest))
    y_scale = alt.Scale(domain=[0, highest], clamp=True)
    lines = _funnel_lines(edges, target, x, noun, y_scale)
    places = [place for place in ("binnen de grenzen", "buiten de grenzen", OPEN)
              if any(point["plek"] == place for point in points)]  # fmt: skip
    looks = {"binnen de grenzen": (BLUE, "circle"), "buiten de grenzen": (ORANGE, "diamond"),
             OPEN: (DARK, UPRIGHT)}  # fmt: skip
    colour = alt.Color(
        "plek:N", scale=alt.Scale(domain=places, range=[looks[place][0] for place in places])
    )
    base = alt.Chart(as_data(points))
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=x, y=alt.Y("van:Q", scale=y_scale), y2="tot:Q", color=colour
    )
    dots = base.transform_filter("datum.van == datum.tot").mark_point(
        filled=True, size=80, opacity=1
    ).encode(x=x, y=alt.Y("midden:Q", scale=y_scale), color=colour,
             shape=alt.Shape("plek:N", scale=alt.Scale(
                 domain=places, range=[looks[place][1] for place in places])))  # fmt: skip
    shown = lines + ranges + dots
    for side, (align, dx, dy) in LETTER_SIDES.items():
        shown += base.transform_filter(f"datum.label != '' && datum.kant == '{side}'").mark_text(
            align=align, dx=dx, dy=dy, fontSize=14, fontWeight="bold", color=DARK
        ).encode(x=x, y=alt.Y("midden:Q", scale=y_scale), text="label:N")  # fmt: skip
    if mark:
        own = base.transform_filter(alt.datum.naam == mark)
        shown += own.mark_point(size=260, strokeWidth=2, color=DARK, shape="circle").encode(
            x=x, y=alt.Y("midden:Q", scale=y_scale)
        )
    return shown.properties(width=WIDTH, height=300)


def _funnel_lines(
    edges: Sequence[dict[str, Any]], target: float, x: Any, noun: str, y_scale: Any
) -> Any:
    """Draw the four limits and the middle."""
    import altair as alt

    lines = alt.Chart(as_data(edges)).mark_line(color=GREY, interpolate="monotone").encode(
        x=x, y=alt.Y("aandeel:Q", title=noun, axis=alt.Axis(format=".0%"), scale=y_scale), detail="lijn:N",
        strokeDash=alt.StrokeDash(
            "grens:N", scale=alt.Scale(domain=["95%-grens", "99,9%-grens"], range=[[1, 0], [5, 4]]),
            legend=alt.Legend(orient="bottom", titleOrient="left", symbolType="stroke", symbolSize=1600,
                              symbolStrokeWidth=2),
        ),
    )  # fmt: skip
    middle = alt.Chart(as_data([{"t": target}])).mark_rule(color=DARK)
    return lines + middle.encode(y=alt.Y("t:Q", scale=y_scale))


def _funnel_edges(largest: int, target: float, phi: float) -> list[dict[str, Any]]:
    """Return the four limits of a funnel at sixty denominators up to a little above the largest."""
    from brp_match.report.statistics.funnel import widened_limits

    edges = []
    for n in sorted({max(1, round(largest * 1.05 * (i / 60) ** 2)) for i in range(1, 61)}):
        limits = widened_limits(n, target, phi)
        for name, share in (
            ("99,9%-grens", limits.low999), ("95%-grens", limits.low95),
            ("95%-grens ", limits.high95), ("99,9%-grens ", limits.high999),
        ):  # fmt: skip
            edges.append({"n": n, "grens": name.strip(), "lijn": name, "aandeel": share})
    return edges


LETTER_SIDES: Mapping[str, tuple[Any, int, int]] = {"rechtsboven": ("left", 11, -9), "linksboven": ("right", -11, -9),
         "rechtsonder": ("left", 11, 17), "linksonder": ("right", -11, 17)}  # fmt: skip
"""Where a letter stands beside its point: alignment, and how far to the right and down in pixels."""


def _funnel_points(
    units: Sequence[tuple[str, int, float, float, str]],
    codes: Mapping[str, str],
    scale: tuple[float, float],
) -> list[dict[str, Any]]:
    """Return the points with a letter on the side where no other point or line is near; `scale`: the ends of both axes."""
    places = {
        u: (n / scale[0] * PHONE_WIDTH, -(low + high) / 2 / scale[1] * 300)
        for u, n, low, high, _ in units
    }
    lines = {u: (-high / scale[1] * 300, -low / scale[1] * 300) for u, _, low, high, _ in units}
    return [
        {"naam": u, "n": n, "van": low, "tot": high, "midden": (low + high) / 2,
         "plek": PLACES.get(place, "buiten de grenzen"),
         "label": codes.get(u, ""), "kant": free_side(u, places, lines)}
        for u, n, low, high, place in units
    ]  # fmt: skip


def free_side(
    name: str,
    places: Mapping[str, tuple[float, float]],
    lines: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Return the side of a point whose letter lies farthest from every other point; the first of those that have room.

    `places` in pixels, to the right and down. `lines`: the top and bottom of who is drawn as a line and not as a point.
    """
    x, y = places[name]
    ends = lines or {}

    def room(side: str) -> float:
        _, dx, dy = LETTER_SIDES[side]
        right, down = x + dx * 1.5, y + dy / 1.5
        near = []
        for other, (a, b) in places.items():
            top, bottom = ends.get(other, (b, b))
            if other != name:
                near.append((right - a) ** 2 + max(top - down, down - bottom, 0.0) ** 2)
        return min([*near, ROOM**2])

    return max(LETTER_SIDES, key=room)


ROOM = 18
"""Pixels from a letter to another point that are enough."""
