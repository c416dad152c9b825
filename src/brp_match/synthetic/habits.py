"""Format habits: what a deliverer's program does to a whole delivery, or to a share of its rows.

An error is somebody's; a habit is a program's. Habits come after the errors, on the rows as they would
have been delivered, so that the truth stays the same and undoing a habit gives the same rows back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from brp_match.synthetic.habit_dates import DATES
from brp_match.synthetic.habit_rows import Row
from brp_match.synthetic.habit_texts import TEXTS

HABITS: Mapping[str, Callable[[Row, random.Random], bool]] = {**DATES, **TEXTS}
"""Name of a habit → the function that changes a row; False where it has nothing to change."""


LOWER: Mapping[str, tuple[str, ...]] = {
    "datums_een_rij_lager": ("geboortedatum",),
    "namen_een_rij_lager": ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam"),
    "adressen_een_rij_lager": ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode"),
}  # fmt: skip
"""Name of a habit → columns that stand one row lower than they should, for all rows of a deliverer: a cell
was put in at the top. The last value is lost, and the first row has none."""


@dataclass(frozen=True)
class Habit:
    """A habit of a deliverer, in a share of its rows (0 to 1)."""

    name: str
    share: float = 1.0


def with_habits(
    rows: Sequence[Row], habits: Mapping[str, Sequence[Habit]], seed: str
) -> tuple[list[Row], list[Row]]:
    """Return the rows with the habits of their deliverers, and which rows have which: `signaal_id, gewoonte`.

    `habits`: deliverer → its habits, in the order in which they happen. The same seed gives the same rows.
    """
    out: list[Row] = []
    made: list[Row] = []
    above: dict[str, Row] = {}
    for row in rows:
        new = dict(row)
        for habit in habits.get(row["vlp"], ()):
            if habit.name in LOWER:
                before = above.get(row["vlp"], {})
                new.update({column: before.get(column, "") for column in LOWER[habit.name]})
                made.append({"signaal_id": row["signaal_id"], "gewoonte": habit.name})
                continue
            chance = random.Random(f"{seed}|{row['signaal_id']}|{habit.name}")
            if chance.random() < habit.share and HABITS[habit.name](new, chance):
                made.append({"signaal_id": row["signaal_id"], "gewoonte": habit.name})
        above[row["vlp"]] = row
        out.append(new)
    return out, made
