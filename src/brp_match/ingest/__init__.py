"""Delivered files → raw text tables with source and line; see docs/tables.md."""

from brp_match.ingest.judgements import load_reviews
from brp_match.ingest.register import load_addresses, load_register, look_at_register
from brp_match.ingest.signals import load_signals

__all__ = ["load_addresses", "load_register", "load_reviews", "load_signals", "look_at_register"]
