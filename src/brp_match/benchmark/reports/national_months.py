"""The table of the national report by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.charts import trend
from brp_match.benchmark.reports.national_groups import Rows, looked
from brp_match.benchmark.reports.words import OPEN, known, part
from brp_match.dutch import Month, whole


def _known_month(row: Mapping[str, Any]) -> str:
    """The share that was wrongful, where its bounds say anything."""
    if row["aandeel_van"] is not None and row["aandeel_tot"] - row["aandeel_van"] > NEAR:
        return OPEN
    return known(row)


NEAR = 0.3
"""Bounds of a share that are further apart are two lines that say nothing."""


def months_block(rows: Rows, signals: int = 0) -> Block:
    """Return drop-out and wrongful drop-out by month; the latter is drawn where its bounds lie near enough to see a line.

    `signals`: of all months together, also of who did not give them by month.
    """
    points = []
    near = all(
        row["aandeel_tot"] - row["aandeel_van"] <= NEAR
        for row in rows
        if row["aandeel_van"] is not None
    )
    for row in rows:
        month = Month.parse(row["naam"]).short
        if row["signalen"]:
            points.append((month, "uitval", row["uitval"] / row["signalen"]))
        if near and row["aandeel_van"] is not None:
            points.append((month, "onterecht, ten minste", row["aandeel_van"]))
            points.append((month, "onterecht, ten hoogste", row["aandeel_tot"]))
    said = [_known_month(row) for row in rows]
    told = any(one not in (OPEN, "–") for one in said)
    given = sum(row["signalen"] for row in rows)
    looked_at_all = all(row["nagekeken"] == row["uitval"] for row in rows)
    lines = [
        "Een gemeente staat in een maand als zij het aantal van die maand zonder ruis gaf"
        + (
            f": de maanden zijn samen {whole(given)} van de {whole(signals)} signalen."
            if given < signals
            else "."
        )
    ]
    if not told:
        lines.append(
            "Hoeveel er per maand onterecht was, is niet te zeggen: te veel gemeenten gaven dat kleine aantal niet."
        )
    return Block(
        text=tuple(lines),
        picture=(lambda: trend(points, "aandeel")) if len(rows) > 1 and points else None,
        alt=f"Lijnen: uitval{' en onterechte uitval' if near and told else ''} per maand; zie de tabel",
        table=Table(
            "Uitval per maand",
            ("maand", "gemeenten", "signalen", "uitval", *(() if looked_at_all else ("nagekeken",)),
             *(("aandeel onterecht",) if told else ())),
            tuple(
                (Month.parse(row["naam"]).words, whole(row["bestanden"]), whole(row["signalen"]),
                 part(row["uitval"], row["signalen"]), *(() if looked_at_all else (looked(row),)),
                 *((share,) if told else ()))
                for row, share in zip(rows, said, strict=True)
            ),
        ),
    )  # fmt: skip
