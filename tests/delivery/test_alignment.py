"""Columns that stand a row off, found beside the register and moved back."""

from __future__ import annotations

import random

import pytest

from brp_match.delivery.alignment import GROUPS, There, evidence_of, mend_alignment
from brp_match.delivery.findings import Habit, Values

SURNAMES = [
    "Kwarfels",
    "Zwaluwen",
    "Brunink",
    "Toorman",
    "Klaarwater",
    "Oostveen",
    "Rijsdam",
    "Helmich",
]


GIVEN = ["Jan", "Piet", "Anna", "Sara", "Mohamed", "Fatima", "Kees", "Lies"]


def town(count: int, seed: int = 1) -> tuple[list[Values], dict[tuple[str, int], There]]:
    """Customers in a made-up town; seven in ten are registered where they say, with their own name and date."""
    chance = random.Random(seed)
    rows: list[Values] = []
    residents = {}
    for n in range(count):
        given = f"{chance.choice(GIVEN)}{chance.choice('abcdefgh')}"
        name = f"{chance.choice(SURNAMES)}{chance.choice('abcdefgh')}{chance.choice('abcdefgh')}"
        born = f"{chance.randrange(1940, 2000)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        rows.append({
            "voornamen": given, "achternaam": name, "geboortedatum": born, "straatnaam": "Proefweg",
            "huisnummer": str(n + 1), "postcode": "1234 AB",
        })  # fmt: skip
        at_home = chance.random() < 0.7
        residents["1234AB", n + 1] = There(
            frozenset({name.lower() if at_home else "iemandanders"}),
            frozenset({born if at_home else "1900-05-05"}),
            frozenset({given.lower() if at_home else "zilverius"}),
        )
    return rows, residents


def lower(rows: list[Values], group: str, by: int) -> list[Values]:
    """Put the columns of a group `by` rows lower; the first rows get none."""
    return [
        {**row, **{c: rows[n - by].get(c) if 0 <= n - by < len(rows) else None for c in GROUPS[group] if c in row}}
        for n, row in enumerate(rows)
    ]  # fmt: skip


@pytest.mark.parametrize("by", [1, -1, 2])
@pytest.mark.parametrize("group", sorted(GROUPS))
@pytest.mark.parametrize("count", [12, 80])
def test_columns_a_row_off_go_back(group: str, by: int, count: int) -> None:
    rows, residents = town(count)
    moved = lower(rows, group, by)
    step, lost = mend_alignment(moved, evidence_of(moved, residents), "A", {})
    back = [{**row, **step.mends.get(n, {})} for n, row in enumerate(moved)]
    for n, (got, want) in enumerate(zip(back, rows, strict=True)):
        if n not in lost and not (group == "voornamen" and got["voornamen"] is None):
            assert {c: got.get(c) for c in want} == want
    ends = list(range(count - by, count)) if by > 0 else list(range(-by))
    if group == "voornamen":
        # a given name that is not in the file is no given name, and nothing is unreadable
        assert [(n, back[n]["voornamen"]) for n in ends] == [(n, None) for n in ends]
        ends = []
    assert sorted(lost) == ends
    assert {str(field) for field in lost.values()} == (
        {group.replace("achter", "")} if ends else set()
    )
    assert [(f.column, f.own) for f in step.findings] == [(group, False)]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [1, 3, 10, 200])
def test_rows_in_order_stay(count: int, seed: int) -> None:
    rows, residents = town(count, seed)
    step, lost = mend_alignment(rows, evidence_of(rows, residents), "A", {})
    assert (step.mends, step.findings, lost) == ({}, (), {})


def test_a_delivery_about_people_who_live_elsewhere_is_no_moved_column() -> None:
    rows, residents = town(100)
    away = {
        address: There(frozenset({"ander"}), frozenset({"1901-01-01"})) for address in residents
    }
    step, _ = mend_alignment(rows, evidence_of(rows, away), "A", {})
    assert step.findings == ()


def test_the_answer_that_it_is_right_leaves_it() -> None:
    rows, residents = town(40)
    moved = lower(rows, "geboortedatum", 1)
    answers = {"rij_verschoven/A/geboortedatum": Habit.LEAVE}
    step, lost = mend_alignment(moved, evidence_of(moved, residents), "A", answers)
    assert (step.mends, lost) == ({}, {})
    assert [f.mended for f in step.findings] == [False]
