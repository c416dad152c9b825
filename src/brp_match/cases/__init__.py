"""Decisions over deliveries and months: the cases that a municipality works with."""
