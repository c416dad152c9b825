"""The pictures of a report: Altair to static SVG. Altair and vl-convert are loaded when one is drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

BLUE, ORANGE, GREY, DARK = "#0067a3", "#c14a00", "#8a8a8a", "#1b1b1b"
"""Colours that stay apart for the colour blind (after Okabe & Ito) and reach 3:1 on white."""

FONT = "Arial, Liberation Sans, sans-serif"
WIDTH = 520
"""Width of the drawing in pixels, without its labels."""


def can_draw() -> bool:
    """Tell whether the packages that draw are there (the extras `web` and `benchmark`)."""
    from importlib.util import find_spec

    return find_spec("altair") is not None and find_spec("vl_convert") is not None


PHONE_WIDTH = 258
"""Width of the same drawing for a phone of 360 pixels, where its letters keep their size."""


def svg(chart: Any, prefix: str) -> str:
    """Return a chart as two SVGs for inside a page, of which it shows one: for a screen and paper, and for a phone. No
    fixed size, and ids that no other picture has.
    """
    spec = configured(chart)
    return (
        f'<div class="on-screen">{drawn(spec, prefix)}</div>'
        f'<div class="on-phone">{drawn(for_a_phone(spec), f"{prefix}t")}</div>'
    )


def for_a_phone(spec: Any) -> Any:
    """Return a spec of ours for a narrow page: the names stand above their row and not beside it, so that the drawing
    has the whole width.
    """
    found = json.loads(json.dumps(spec))
    rows = {"labelAlign": "left", "labelBaseline": "bottom", "labelPadding": -2, "labelOffset": -7, "ticks": False,
            "domain": False, "labelLimit": PHONE_WIDTH}  # fmt: skip
    found["config"] |= {"axisYPoint": rows, "axisYBand": {**rows, "labelOffset": -14}}
    found["config"]["padding"] = {"left": 6, "top": 6, "right": 14, "bottom": 6}
    found["config"]["legend"] |= {"columns": 2, "columnPadding": 16}
    for one in (found, *found.get("vconcat", ())):
        if "width" in one:
            one["width"] = PHONE_WIDTH
        if isinstance(one.get("height"), dict):
            one["height"] = {"step": 42}
    return _fewer_ticks(found)


def _fewer_ticks(part: Any) -> Any:
    """Return a part of a spec with at most four ticks along the bottom."""
    if isinstance(part, list):
        return [_fewer_ticks(one) for one in part]
    if not isinstance(part, dict):
        return part
    found = {key: _fewer_ticks(one) for key, one in part.items()}
    axis = found.get("x", {}).get("axis") if isinstance(found.get("x"), dict) else None
    if axis and "tickCount" in axis:
        axis["tickCount"] = min(4, axis["tickCount"])
    return found


def configured(chart: Any) -> Any:
    """Return the spec of a chart with our letters and colours."""
    spec: Any = chart.configure(
        font=FONT, background="white", padding={"left": 58, "top": 6, "right": 24, "bottom": 6}
    ).configure_axis(
        labelColor=DARK, titleColor=DARK, labelFontSize=13, titleFontSize=13, titleFontWeight="normal",
        labelLimit=280, labelFlush=False, gridColor="#e4e4e4",
    ).configure_legend(
        labelFontSize=13, orient="top", labelLimit=300, title=None, columns=4, columnPadding=60,
        offset=14,
    ).configure_view(stroke=None).to_dict()  # fmt: skip
    return spec


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


def as_data(values: Sequence[dict[str, Any]]) -> Any:
    """Return rows as the data of an Altair chart."""
    import altair

    module: Any = altair
    return module.Data(values=list(values))


def bars(rows: Sequence[tuple[str, str, float]], parts: Sequence[str], title: str) -> Any:
    """Stacked horizontal bars: (name, part, number); names in the order given, `parts` from the left."""
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in rows))
    data = [{"naam": n, "deel": p, "aantal": v, "plek": parts.index(p)} for n, p, v in rows]
    return alt.Chart(as_data(data)).mark_bar(height={"band": 0.7}).encode(
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
    base = alt.Chart(as_data(values))
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
        base = alt.Chart(as_data(own)).encode(
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


def beside(rows: Sequence[tuple[str, str, float]], title: str) -> Any:
    """Two shares a group, on one line: (name, method, share 0 to 1); names and methods in the order given."""
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in rows))
    methods = list(dict.fromkeys(method for _, method, _ in rows))
    values = [{"naam": n, "methode": m, "v": v} for n, m, v in rows]
    base = alt.Chart(as_data(values))
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
    return alt.Chart(as_data(values)).mark_line(point=True, strokeWidth=2).encode(
        x=alt.X("maand:O", sort=months, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("aandeel:Q", title=title, axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=True)),
        color=alt.Color("reeks:N", scale=alt.Scale(domain=series, range=[BLUE, ORANGE, GREY][: len(series)])),
        strokeDash=alt.StrokeDash("reeks:N", scale=alt.Scale(domain=series, range=dashes)),
    ).properties(width=WIDTH, height=220)  # fmt: skip
