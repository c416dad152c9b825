"""Signals: raw rows → what is read of each, and the keys by which residents are found."""
