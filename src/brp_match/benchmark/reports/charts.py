"""The pictures of a report: Altair to static SVG. Altair and vl-convert are loaded when one is drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

BLUE, ORANGE, GREY, DARK = "#0067a3", "#c14a00", "#8a8a8a", "#1b1b1b"
"""Colours that stay apart for the colour blind (after Okabe & Ito) and reach 3:1 on white."""

FONT = "Arial, Liberation Sans, sans-serif"
OPEN = "niet te zeggen"
PLACES = {"binnen": "binnen de grenzen", "open": OPEN}
WIDTH = 520
"""Width of the drawing in pixels, without its labels."""


def can_draw() -> bool:
    """Tell whether the packages that draw are there (the extras `web` and `benchmark`)."""
    from importlib.util import find_spec

    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def svg(chart: Any, prefix: str) -> str:
    """Return a chart as SVG for inside a page: no fixed size, and ids that no other picture has."""
    spec = chart.configure(
        font=FONT, background="white", padding={"left": 58, "top": 6, "right": 24, "bottom": 6}
    ).configure_axis(
        labelColor=DARK, titleColor=DARK, labelFontSize=13, titleFontSize=13, titleFontWeight="normal",
        labelLimit=280, labelFlush=False, gridColor="#e4e4e4",
    ).configure_legend(
        labelFontSize=13, orient="top", labelLimit=300, title=None, columns=4, columnPadding=60,
        offset=14,
    ).configure_view(stroke=None).to_dict()  # fmt: skip
    return drawn(spec, prefix)


def drawn(spec: Any, prefix: str) -> str:
    """Return a Vega-Lite chart as SVG for inside a page: no fixed size, and ids that no other picture has."""
    import vl_convert

    text = vl_convert.vegalite_to_svg(json.dumps(spec), format_locale="nl-NL")
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    text = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{prefix}-\1"', text)
    # the picture as a whole has its text; a role on a mark of it asks for another
    text = re.sub(r' (?:role="graphics-[a-z]+"|aria-(?:roledescription|label)="[^"]*")', "", text)
    # no wider than drawn, so that letters have one size in every picture
    return re.sub(
        r'<svg ([^>]*?)width="([\d.]+)" height="[\d.]+"',
        r'<svg \1style="max-width:\2px"',
        text,
        count=1,
    )


def _data(values: Sequence[dict[str, Any]]) -> Any:
    import altair

    module: Any = altair
    return module.Data(values=list(values))


def bars(rows: Sequence[tuple[str, str, float]], parts: Sequence[str], title: str) -> Any:
    """Stacked horizontal bars: (name, part, number); names in the order given, `parts` from the left."""
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in rows))
    data = [{"naam": n, "deel": p, "aantal": v, "plek": parts.index(p)} for n, p, v in rows]
    return alt.Chart(_data(data)).mark_bar(height={"band": 0.7}).encode(
        x=alt.X("aantal:Q", title=title, axis=alt.Axis(format=",.0f", tickMinStep=1, tickCount=7)),
        y=alt.Y("naam:N", sort=names, title=None),
        color=alt.Color(
            "deel:N", sort=list(parts),
            scale=alt.Scale(domain=list(parts), range=[ORANGE, BLUE, "#c9c9c9"][: len(parts)]),
        ),
        order=alt.Order("plek:Q"),
    ).properties(width=WIDTH - 120, height=alt.Step(26))  # fmt: skip


def share_format(most: float) -> str:
    """Return the format of an axis of shares up to `most`: as many decimals as its labels need to differ."""
    return ".0%" if most > 0.06 else ".1%" if most > 0.006 else ".2%"


def intervals(rows: Sequence[tuple[str, float | None, float, float]], title: str) -> Any:
    """Points with an interval: (name, value, low, high), shares 0 to 1; names in the order given. A value of None is a
    line without a point."""
    import altair as alt

    names = [name for name, *_ in rows]
    values = [{"naam": n, "v": v, "van": low, "tot": high} for n, v, low, high in rows]
    base = alt.Chart(_data(values))
    y = alt.Y("naam:N", sort=names, title=None)
    axis = alt.Axis(format=share_format(max(r[3] for r in rows)), tickCount=6)
    line = base.mark_rule(color=BLUE, strokeWidth=3).encode(
        x=alt.X("van:Q", title=title, axis=axis, scale=alt.Scale(zero=True)), x2="tot:Q", y=y
    )
    told = base.transform_filter("isValid(datum.v)")
    return (line + told.mark_point(color=BLUE, filled=True, size=90, opacity=1).encode(
        x="v:Q", y=y
    )).properties(width=WIDTH - 120, height=alt.Step(30))  # fmt: skip


def panels(
    rows: Sequence[tuple[str, str, float | None, float, float]],
    methods: Sequence[str],
    measures: Sequence[str],
) -> Any:
    """One picture of (method, measure, share, low, high): a panel a measure, the methods under one another in each.

    A share of None is a line without a point. The first of `methods` is today's check, ours the last: both have a colour and a shape of their own.
    """
    import altair as alt

    looks = {methods[0]: (ORANGE, "diamond"), methods[-1]: (BLUE, "circle")}
    data: list[dict[str, Any]] = [
        {"naam": m, "maat": measure, "v": v, "van": low, "tot": high,
         "kleur": looks.get(m, (GREY, "square"))[0], "vorm": looks.get(m, (GREY, "square"))[1]}
        for m, measure, v, low, high in rows
    ]  # fmt: skip
    drawn: list[Any] = []
    for measure in measures:
        own = [one for one in data if one["maat"] == measure]
        if not own:
            continue
        most = max(one["tot"] for one in own)
        axis = alt.Axis(format=share_format(most), tickCount=5)
        base = alt.Chart(_data(own)).encode(
            y=alt.Y("naam:N", sort=list(methods), title=None),
            color=alt.Color("kleur:N", scale=None),
        )
        scale = alt.Scale(domain=[0, max(most, 0.001) * 1.05])
        x = alt.X("v:Q", title=measure, axis=axis, scale=scale)
        line = base.mark_rule(strokeWidth=3).encode(
            x=alt.X("van:Q", title=measure, axis=axis, scale=scale), x2="tot:Q"
        )
        point = (
            base.transform_filter("isValid(datum.v)")
            .mark_point(filled=True, size=90, opacity=1)
            .encode(x=x, shape=alt.Shape("vorm:N", scale=None))
        )
        drawn.append((line + point).properties(width=WIDTH - 120, height=alt.Step(24)))
    return alt.vconcat(*drawn, spacing=14)


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

    edges = _funnel_edges(max(n for _, n, *_ in units), target, phi)
    points = _funnel_points(units, codes or {})
    x = alt.X(
        "n:Q", title=title, scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(format=",.0f", tickCount=8),
    )  # fmt: skip
    highest = min(1.0, max(0.1, *(u[3] for u in units if u[3] < 1), target) * 1.25)
    y_scale = alt.Scale(domain=[0, highest], clamp=True)
    lines = _funnel_lines(edges, target, x, noun, y_scale)
    places = [place for place in ("binnen de grenzen", "buiten de grenzen", OPEN)
              if any(point["plek"] == place for point in points)]  # fmt: skip
    looks = {"binnen de grenzen": (BLUE, "circle"), "buiten de grenzen": (ORANGE, "diamond"),
             OPEN: (DARK, "square")}  # fmt: skip
    colour = alt.Color(
        "plek:N", scale=alt.Scale(domain=places, range=[looks[place][0] for place in places])
    )
    base = alt.Chart(_data(points))
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=x, y=alt.Y("van:Q", scale=y_scale), y2="tot:Q", color=colour
    )
    dots = base.transform_filter("datum.van == datum.tot").mark_point(
        filled=True, size=80, opacity=1
    ).encode(x=x, y=alt.Y("midden:Q", scale=y_scale), color=colour,
             shape=alt.Shape("plek:N", scale=alt.Scale(
                 domain=places, range=[looks[place][1] for place in places])))  # fmt: skip
    names = base.transform_filter("datum.label != ''").mark_text(
        align="left", dx=9, dy=-7, fontSize=13, fontWeight="bold", color=DARK
    ).encode(x=x, y=alt.Y("midden:Q", scale=y_scale), text="label:N")  # fmt: skip
    shown = lines + ranges + dots + names
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

    lines = alt.Chart(_data(edges)).mark_line(color=GREY, interpolate="monotone").encode(
        x=x, y=alt.Y("aandeel:Q", title=noun, axis=alt.Axis(format=".0%"), scale=y_scale), detail="lijn:N",
        strokeDash=alt.StrokeDash(
            "grens:N", scale=alt.Scale(domain=["95%-grens", "99,9%-grens"], range=[[1, 0], [5, 4]]),
            legend=alt.Legend(orient="bottom", titleOrient="left"),
        ),
    )  # fmt: skip
    middle = alt.Chart(_data([{"t": target}])).mark_rule(color=DARK)
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


def _funnel_points(
    units: Sequence[tuple[str, int, float, float, str]], codes: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {"naam": u, "n": n, "van": low, "tot": high, "midden": (low + high) / 2,
         "plek": PLACES.get(place, "buiten de grenzen"),
         "label": codes.get(u, "")}
        for u, n, low, high, place in units
    ]  # fmt: skip


def beside(rows: Sequence[tuple[str, str, float]], title: str) -> Any:
    """Two shares a group, on one line: (name, method, share 0 to 1); names and methods in the order given."""
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in rows))
    methods = list(dict.fromkeys(method for _, method, _ in rows))
    values = [{"naam": n, "methode": m, "v": v} for n, m, v in rows]
    base = alt.Chart(_data(values))
    y = alt.Y("naam:N", sort=names, title=None)
    most = max(v for _, _, v in rows)
    x = alt.X("v:Q", title=title, scale=alt.Scale(domain=[0, max(0.01, most * 1.08)]),
              axis=alt.Axis(format=share_format(most), tickCount=6))  # fmt: skip
    line = base.mark_line(color=GREY, strokeWidth=2).encode(x=x, y=y, detail="naam:N")
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x, y=y,
        color=alt.Color("methode:N", scale=alt.Scale(domain=methods, range=[ORANGE, BLUE][: len(methods)])),
        shape=alt.Shape("methode:N", scale=alt.Scale(domain=methods, range=["diamond", "circle"][: len(methods)])),
    )  # fmt: skip
    return (line + points).properties(width=WIDTH - 120, height=alt.Step(30))


def trend(rows: Sequence[tuple[str, str, float]], title: str) -> Any:
    """Lines by month: (month as said, series, share 0 to 1), months in the order given."""
    import altair as alt

    months = list(dict.fromkeys(month for month, _, _ in rows))
    series = list(dict.fromkeys(name for _, name, _ in rows))
    values = [{"maand": m, "reeks": s, "aandeel": v} for m, s, v in rows]
    dashes = [[1, 0], [6, 3], [2, 2]][: len(series)]
    return alt.Chart(_data(values)).mark_line(point=True, strokeWidth=2).encode(
        x=alt.X("maand:O", sort=months, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("aandeel:Q", title=title, axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=True)),
        color=alt.Color("reeks:N", scale=alt.Scale(domain=series, range=[BLUE, ORANGE, GREY][: len(series)])),
        strokeDash=alt.StrokeDash("reeks:N", scale=alt.Scale(domain=series, range=dashes)),
    ).properties(width=WIDTH, height=220)  # fmt: skip
