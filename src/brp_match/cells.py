"""Cells of files that people open in a spreadsheet: none runs as a formula."""

from __future__ import annotations

SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula. Source: OWASP, CSV injection."""


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(SIGNS) else text


def plain_cell(text: str) -> str:
    """Return the text that `safe_cell` made a cell of."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(SIGNS) else text


def safe_sql(column: str) -> str:
    """SQL of `safe_cell` over a column, under its own name."""
    signs = ", ".join(f"chr({ord(sign)})" for sign in SIGNS)
    return f"CASE WHEN {column}[1] IN ({signs}) THEN '''' || {column} ELSE {column} END AS {column}"


def yes_no(value: bool) -> str:
    """Return `ja` or `nee`."""
    return "ja" if value else "nee"
