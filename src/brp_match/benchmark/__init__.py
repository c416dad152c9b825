"""Runs scenarios and peers, scores and draws."""
