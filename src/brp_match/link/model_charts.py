"""Splink's own charts of the model, for the model page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.content import Comparator
from brp_match.database import connect, create_table, quote_literal
from brp_match.link.comparisons import splink_comparison
from brp_match.link.engine import PAIRS, blank_record, open_linker, with_frequencies


@dataclass(frozen=True)
class ExamplePair:
    """A pair to show: its level by comparator, and its own u where the level has none."""

    levels: Mapping[str, str]
    u: Mapping[str, float]


def model_charts(comparators: Sequence[Comparator], example: ExamplePair) -> dict[str, Any]:
    """Return Splink's own charts of the model as Vega-Lite: `gewichten` (weight of every level), `kansen` (m and u)
    and `voorbeeld` (how the weights of the example add up, from odds 1)."""
    with connect(threads=1) as con:
        blank_record(con, comparators)
        columns = [
            f"{quote_literal(example.levels[c.naam])} AS {c.naam}_niveau" for c in comparators
        ]
        with_u = with_frequencies(comparators)
        columns += [f"{example.u[c]}::DOUBLE AS tf_{c}_u, NULL::VARCHAR AS {c}_u" for c in with_u]
        create_table(con, PAIRS, f"SELECT 1 AS unique_id, {', '.join(columns)}")
        comparisons = [splink_comparison(c) for c in comparators]
        linker, pair, blank = open_linker(con, comparisons, show=True)
        for name in with_u:
            linker.table_management.compute_tf_table(f"{name}_u")
        records = linker.inference.score_pairs(pair, blank).as_record_list()
        for record in records:
            # the waterfall names the value that agreed; here it is only its share
            record |= {f"{c}_u_{side}": f"{example.u[c]:g}" for c in with_u for side in "lr"}
        charts = linker.visualisations
        return {
            "gewichten": charts.match_weights_chart().chart_dict,
            "kansen": charts.m_u_parameters_chart().chart_dict,
            "voorbeeld": charts.waterfall_chart(records).chart_dict,
        }
