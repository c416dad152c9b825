"""Practising on a made-up month, in a store of its own: the truth after each verdict, and a score.

Nothing of it touches the store of the work: the cases come with the program (`practice.json`, drawn by
`benchmarks/practice.py`), the answers stand in a file beside the database and are nobody's record.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from brp_match.review.places import private
from brp_match.review.votes import Verdict

STORE = Path("oefenen") / "oefenen.sqlite"
"""Where the answers stand, in the folder of the service."""


class PracticeOutcome(StrEnum):
    """How an answer compares with the truth."""

    GOED = "goed"
    BRIEF_VERKEERD = "brief_verkeerd"
    ONTERECHT_UITGEVALLEN = "onterecht_uitgevallen"
    NIET_HERKEND = "niet_herkend"
    OVERGELATEN = "overgelaten"


@dataclass(frozen=True)
class PracticeCase:
    """One made-up case: a delivered row, residents in order, and the truth.

    `truth`: persoon_id of who the signal is about, '' for nobody shown; `kind` and `mistakes`: what the maker of the
    town did, in the words of waarheid.csv.
    """

    number: int
    signal: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]
    nobody: float
    truth: str
    kind: str
    mistakes: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What somebody said of a practice case."""

    number: int
    outcome: Verdict
    persoon_id: str


@cache
def practice_cases() -> tuple[PracticeCase, ...]:
    """Return the cases in their order, numbered from 1."""
    text = resources.files("brp_match.review").joinpath("practice.json").read_text("utf-8")
    return tuple(_case(number, row) for number, row in enumerate(json.loads(text), 1))


def _case(number: int, row: Mapping[str, Any]) -> PracticeCase:
    # a column without a value is a column all the same
    people = tuple({**dict.fromkeys(_COLUMNS), **one} for one in row["inwoners"])
    shown = {one["persoon_id"] for one in people}
    truth = row["persoon_id"] if row["persoon_id"] in shown else ""
    return PracticeCase(
        number, row["signaal"], people, row["kans_geen"], truth, row["soort"], tuple(row["fouten"])
    )


_COLUMNS = (
    "geboortedatum", "geheim", "huidig_adres", "redenen", "voornamen", "voorvoegsel", "geslachtsnaam", "partner_voorvoegsel",
    "partner_geslachtsnaam", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
    "onderzoek_adres", "functie_adres", "status", "opschorting_reden", "overlijdensdatum", "datum_vertrek", "adres_niveau", "gemeente",
)  # fmt: skip


GONE = frozenset({"overleden", "vertrokken"})
"""Kinds of people who are not picked up, found or not."""


def held(case: PracticeCase, answer: Answer) -> PracticeOutcome:
    """Hold an answer against the truth. Pure."""
    if answer.outcome in (Verdict.WEET_IK_NIET, Verdict.OVERSLAAN):
        return PracticeOutcome.OVERGELATEN
    named = answer.persoon_id if answer.outcome is Verdict.DEZELFDE_PERSOON else ""
    if named == case.truth:
        return PracticeOutcome.GOED
    if named:
        return PracticeOutcome.BRIEF_VERKEERD
    # who died or left needs no help: the deliverer hears the wrong reason, and no more
    return (
        PracticeOutcome.NIET_HERKEND if case.kind in GONE else PracticeOutcome.ONTERECHT_UITGEVALLEN
    )


@dataclass(frozen=True)
class Score:
    """Answers by how they compare with the truth."""

    done: int
    of: int
    counts: Mapping[PracticeOutcome, int]

    @property
    def right(self) -> float | None:
        """Share of what was decided that was right; None where nothing was."""
        decided = self.done - self.counts[PracticeOutcome.OVERGELATEN]
        return self.counts[PracticeOutcome.GOED] / decided if decided else None


def score_of(answers: Sequence[Answer]) -> Score:
    """Return the score of answers. Pure."""
    cases = {case.number: case for case in practice_cases()}
    found = [held(cases[one.number], one) for one in answers if one.number in cases]
    return Score(len(found), len(cases), {kind: found.count(kind) for kind in PracticeOutcome})


@contextmanager
def _store(data: Path) -> Iterator[sqlite3.Connection]:
    path = data / STORE
    private(path.parent)
    with closing(sqlite3.connect(path, timeout=10)) as con, con:
        con.execute(
            """CREATE TABLE IF NOT EXISTS antwoorden (account_id TEXT, nummer INTEGER, uitkomst TEXT, persoon_id TEXT,
            moment TEXT, PRIMARY KEY (account_id, nummer))"""
        )
        yield con


def answers_of(data: Path, account_id: str) -> list[Answer]:
    """Return what an account said so far, in the order in which it said it."""
    with _store(data) as con:
        rows = con.execute(
            "SELECT nummer, uitkomst, persoon_id FROM antwoorden WHERE account_id = ? ORDER BY moment, nummer",
            (account_id,),
        ).fetchall()
    return [Answer(number, Verdict(outcome), person) for number, outcome, person in rows]


def answer(data: Path, account_id: str, given: Answer, now: datetime) -> None:
    """Keep an answer; the first one of a case stands, as the truth was told after it."""
    with _store(data) as con:
        con.execute(
            "INSERT OR IGNORE INTO antwoorden VALUES (?, ?, ?, ?, ?)",
            (account_id, given.number, str(given.outcome), given.persoon_id, now.isoformat()),
        )


def begin_again(data: Path, account_id: str) -> None:
    """Forget what an account said."""
    with _store(data) as con:
        con.execute("DELETE FROM antwoorden WHERE account_id = ?", (account_id,))
