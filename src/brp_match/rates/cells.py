"""Counts that may go out: in tens, none under the minimum; those of the register with noise first. Pure.

A deliverer that knows all its customers but one, or makes them up, puts a count where a ten begins: without noise the
file tells that one. With it no count is surely told otherwise than the one beside it. It is the noise of
`brp_match.noise`, from a key that stays at home, so the same count is always told the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from brp_match.noise import noise, widest

TEN = 10
"""Counts are told in tens, downward."""

WIDTH = TEN - 1


def told(count: int, minimum: int) -> int | None:
    """Return what is told of a count of distinct persons: tens, downward; None where it is under the minimum."""
    return None if count < max(minimum, TEN) else count - count % TEN


@dataclass(frozen=True)
class Draws:
    """What is told of the register's counts about one source. `key`: of the noise; `about`: the source."""

    key: bytes = field(repr=False)
    about: str
    minimum: int

    def told(self, what: str, count: int) -> int | None:
        """Return what is told of a count; `what`: which one. None where noise alone may have carried it over the minimum:
        with thousands of counts of nobody many would be, and seem to be of ten people."""
        minimum = max(self.minimum, TEN)
        about = f"kansen\n{self.about}\n{what}\n{count}"
        return told(count + noise(self.key, about, minimum), minimum + widest(minimum))
