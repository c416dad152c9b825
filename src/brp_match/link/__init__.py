"""Candidates, comparison, posterior and per-source rates."""
