"""A question about a delivery with what it is about: some cells as they came, beside both ways to read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from brp_match.delivery.findings import Answers, Asked, DeliveredRow, Example, Habit
from brp_match.delivery.known import KnownWords
from brp_match.delivery.known_by_cells import Guesses
from brp_match.delivery.look import DATES
from brp_match.delivery.profile import Profile, Residents, no_register, profile
from brp_match.reading.dates import read_date

SHOWN = 5
"""Cells that are shown with a question."""


class OpenQuestions(Exception):
    """A run that was to wait for answers has questions; `questions` is what `question_records` gives."""

    def __init__(self, questions: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("questions")
        self.questions = [dict(one) for one in questions]


def with_questions(
    found: Profile,
    rows: Sequence[DeliveredRow],
    layouts: Mapping[int, Sequence[str | None]],
    known: KnownWords,
    today: date,
    answers: Answers,
    residents: Residents = no_register,
    guesses: Mapping[tuple[int, str], Guesses] = MappingProxyType({}),
) -> Profile:
    """Return a profile with, of every open question, cells that its answer changes; a question whose answer
    changes nothing is taken out.

    The group is profiled once with each answer, and held against each other: what is shown is what an
    answer does. The other arguments are those of `profile`.
    """
    asked = []
    for group in found.groups:
        open_questions = [one.question for one in group.findings if one.question]
        if not open_questions:
            continue
        members = [row for row in rows if (row.source, row.vlp) == (group.source, group.vlp)]
        for question in open_questions:
            mended, left = (
                profile(
                    members,
                    layouts,
                    known,
                    today,
                    {**answers, question.id: habit},
                    residents,
                    guesses,
                )
                for habit in (Habit.MEND, Habit.LEAVE)
            )
            if examples := tuple(_differences(members, mended, left)):
                asked.append(Asked(group.source, group.vlp, question.id, examples))
    useful = {(one.source, one.vlp, one.question) for one in asked}
    groups = tuple(
        replace(
            group,
            findings=tuple(
                one
                if one.question is None or (group.source, group.vlp, one.question.id) in useful
                else replace(one, question=None)
                for one in group.findings
            ),
        )
        for group in found.groups
    )
    return replace(found, groups=groups, asked=tuple(asked))


def _differences(members: Sequence[DeliveredRow], mended: Profile, left: Profile) -> list[Example]:
    """Return the first cells that read otherwise, of as many rows as can be."""
    found: list[Example] = []
    for row in sorted(members, key=lambda one: one.line):
        for column, delivered in row.values.items():
            two = [_read(one, row, column) for one in (mended, left)]
            if two[0] != two[1] and not _same_day(column, *two):
                found.append(Example(row.line, column, delivered or "", two[0], two[1]))
    rows = list(dict.fromkeys(one.line for one in found))[:SHOWN]
    few = [one for one in found if one.line in rows]
    # a shifted row changes many cells: then fewer rows, but each whole
    return few if len(few) <= 2 * SHOWN else [one for one in few if one.line in rows[:2]]


def _same_day(column: str, one: str, other: str) -> bool:
    """1-1-1963 is the same day whichever way it is read."""
    return (
        column in DATES
        and (day := read_date(one).date) is not None
        and day == read_date(other).date
    )


def _read(found: Profile, row: DeliveredRow, column: str) -> str:
    text = found.mends.get((row.source, row.line), {}).get(column, row.values.get(column))
    if column == "geboortedatum":
        born = read_date(text).date
        if born is not None and (row.vlp, born) in found.no_births:
            return ""
    return text or ""
