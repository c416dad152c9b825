"""The two drawings of the accuracy report, as Altair charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accuracy.measures import CostPoint
from brp_match.benchmark.curves import Bin


def reliability_plot(bins: Mapping[str, Sequence[Bin]]) -> Any:
    """Probability against the share that came true, with Wilson's interval, a panel a method."""
    import altair as alt

    rows = [
        {
            "methode": method,
            "kans": one.mean,
            "uitgekomen": one.observed.value,
            "laag": one.observed.low,
            "hoog": one.observed.high,
        }
        for method, found in bins.items()
        for one in found
    ]
    line = [{"kans": 0.0, "uitgekomen": 0.0}, {"kans": 1.0, "uitgekomen": 1.0}]
    data = _data(rows)
    x = alt.X("kans:Q", title="berekende kans", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("uitgekomen:Q", title="aandeel dat klopte", scale=alt.Scale(domain=[0, 1]))
    points = alt.Chart().mark_point(filled=True, size=60, color="#154273").encode(x=x, y=y)
    bars = alt.Chart().mark_rule(color="#154273").encode(x=x, y="laag:Q", y2="hoog:Q")
    diagonal = alt.Chart(_data(line)).mark_line(color="#999", strokeDash=[4, 4]).encode(x=x, y=y)
    layers = alt.layer(diagonal, bars, points, data=data).properties(width=300, height=300)
    return layers.facet(alt.Facet("methode:N", title=None), columns=3)


def cost_plot(points: Mapping[str, Sequence[CostPoint]], signals: int) -> Any:
    """Cost per signal against reviews allowed per 100 signals; a line a method, cost on a log axis."""
    import altair as alt

    rows = [
        {
            "methode": method,
            "beoordelingen": 100 * one.allowed / signals,
            # a log axis has no zero
            "kosten": max(one.cost, 0.001),
        }
        for method, found in points.items()
        for one in found
    ]
    chart = (
        alt.Chart(_data(rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("beoordelingen:Q", title="beoordelingen per 100 signalen"),
            y=alt.Y("kosten:Q", title="kosten per signaal", scale=alt.Scale(type="log")),
            color=alt.Color("methode:N", sort=list(points)),
            shape=alt.Shape("methode:N", sort=list(points)),
        )
        .properties(width=640, height=360)
    )
    return chart


def _data(rows: Sequence[Mapping[str, Any]]) -> Any:
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])
