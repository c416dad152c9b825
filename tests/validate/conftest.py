"""Great Expectations itself is what is tested here."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def looked_at_anew(real_checks: None) -> None:
    """Nothing takes its place."""
