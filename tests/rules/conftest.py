"""The town of the acceptance tests."""

from rules.town import town

__all__ = ["town"]
