"""Scorecards and the benchmark report; the privacy firewall lives here."""
