"""Versions of the review database."""
