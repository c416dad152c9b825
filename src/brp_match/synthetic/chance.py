"""Seeded chance in SQL: the same number for the same row, whatever the order or thread count."""

from __future__ import annotations

from brp_match.database import Connection, run_step

STEPS = 1_000_003
"""A draw has this many equally likely outcomes."""


def create_chance(con: Connection, seed: int) -> None:
    """Create `kans(nr, doel)` → DOUBLE in [0, 1) and `trek(nr, doel, n)` → BIGINT in 0 … n - 1.

    `nr` is the row's own number, `doel` a text that names what is drawn: draws for different
    purposes are independent.
    """
    run_step(
        con,
        f"CREATE OR REPLACE MACRO kans(nr, doel) AS (hash(nr, doel, {int(seed)}) % {STEPS}) / {STEPS}.0",
    )
    run_step(
        con,
        f"CREATE OR REPLACE MACRO trek(nr, doel, n) AS (hash(nr, doel, {int(seed)}) % (n)::UBIGINT)::BIGINT",
    )


def choose(draw: str, shares: dict[str, float]) -> str:
    """SQL CASE that turns a draw in [0, 1) into one of the keys by their shares."""
    total, whens = 0.0, []
    for value, share in shares.items():
        total += share
        whens.append(f"WHEN {draw} < {total:.9f} THEN '{value}'")
    return f"CASE {' '.join(whens)} ELSE '{list(shares)[-1]}' END"
