"""Counts out of municipalities and back: what `benchmark export` and `benchmark merge` call."""

from __future__ import annotations

from brp_match.benchmark.export.command import add_export, export
from brp_match.benchmark.merge.command import add_merge, merge

__all__ = ["add_export", "add_merge", "export", "merge"]
