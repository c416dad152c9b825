"""Decisions added up: over deliverers, and by sector and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brp_match.dutch import Month
from brp_match.model import Sector
from brp_match.report.cards import Outcomes, SectorMonth


def total(parts: Iterable[Outcomes]) -> Outcomes:
    """Return the decisions of all together."""
    parts = tuple(parts)
    return Outcomes(
        sum(p.geleverd for p in parts),
        sum(p.opgepakt for p in parts),
        sum(p.beoordeling for p in parts),
        sum(p.uitval for p in parts),
    )


def sector_months(
    months: Iterable[tuple[Month, Mapping[str, Sector], Mapping[str, Outcomes]]],
) -> tuple[SectorMonth, ...]:
    """Return the decisions by month and sector, of (month, sector by deliverer, decisions by deliverer)."""
    found = []
    for month, sectors, outcomes in months:
        parts: dict[Sector, list[Outcomes]] = {}
        for vlp, one in sorted(outcomes.items()):
            parts.setdefault(sectors[vlp], []).append(one)
        found += [
            SectorMonth(month, sector, len(ones), total(ones))
            for sector, ones in sorted(parts.items())
        ]
    return tuple(found)
