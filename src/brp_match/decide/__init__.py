"""Posterior, status and policy to a decision with reasons; pure functions."""
