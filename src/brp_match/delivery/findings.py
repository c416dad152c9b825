"""What a delivery shows of itself: findings with counts and a test, and questions where it is unsure.

No record here holds a value of a person: a finding tells kinds, columns and counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Values = Mapping[str, str | None]
"""One row of a delivery: our column → text as it came; None for an empty cell."""

Mends = dict[int, dict[str, str | None]]
"""Place of a row in its group → column → the text to judge it by."""


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """One row: number of its file, its line there, our columns, and the whole row as its file has it."""

    source: int
    line: int
    vlp: str
    values: Values
    cells: Sequence[str | None] = ()


CERTAIN = 0.99
"""From this posterior probability on a habit is mended without asking."""

ASK_FROM = 0.02
"""From this posterior probability on a habit is asked about."""


class Kind(StrEnum):
    """Kinds of findings; the sentences stand in `wording`."""

    VERSCHOVEN = "verschoven"
    VERWISSELD = "verwisseld"
    OMHULD = "omhuld"
    AFGEKAPT = "afgekapt"
    TEKENS = "tekens"
    GETALLEN = "getallen"
    MINTEKEN = "minteken"
    NUMMER_ALS_DATUM = "nummer_als_datum"
    RIJ_VERSCHOVEN = "rij_verschoven"
    SAMENGEVOEGD = "samengevoegd"
    DATUMVOLGORDE = "datumvolgorde"
    HALF_OMGEZET = "half_omgezet"
    DATUM_VERSCHOVEN = "datum_verschoven"
    DATUM_ALS_GETAL = "datum_als_getal"
    STANDAARDWAARDE = "standaardwaarde"
    LEEFTIJD = "leeftijd"
    GEEN_GEBOORTEDATUM = "geen_geboortedatum"
    ONLEESBAAR = "onleesbaar"
    KOLOM = "kolom"


class Habit(StrEnum):
    """What may be answered to a question; `zoals_geleverd` leaves the cells as they are."""

    MEND = "herstellen"
    LEAVE = "zoals_geleverd"


Answers = Mapping[str, Habit | float]
"""Question → an answer, which decides; or a number, what is known of that VLP elsewhere: added to the natural log odds
of its habit."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the deliverer or municipality may be asked: `default` is what the test supports.

    `id` is the same for the same habit in every delivery: kind/VLP/column.
    """

    id: str
    default: Habit
    rows: int


TOO_OFTEN, NOT_OF_ROW = "te vaak", "hoort niet bij de rij"
"""Why a value is none (`Finding.to` of STANDAARDWAARDE), beside that it is a word for nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in one column of one VLP in one file.

    `rows` cells of the `of` that are filled; `certainty` is a posterior probability from 0 to 1 by
    `test`; `evidence` holds counts only. `to` is the other column, or the order, that it is about.
    """

    kind: Kind
    column: str
    rows: int
    of: int
    certainty: float
    test: str
    mended: bool
    evidence: Mapping[str, int] = field(default_factory=dict)
    to: str = ""
    question: Question | None = None
    own: bool = True
    """It shows from the delivery alone; not where names of the register told it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one look at a group of rows gives: the cells it mends and what it found."""

    mends: Mends
    findings: tuple[Finding, ...] = ()
    others: Mapping[int, str] = field(default_factory=dict)
    """Place → the other birth date (`jjjj-mm-dd`) that is meant as well may be, where the column did not tell which."""


@dataclass(frozen=True, slots=True)
class Example:
    """One cell: as it came, and the text it is judged by after each answer ('' where it does not count)."""

    line: int
    column: str
    delivered: str
    mended: str
    left: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question of one file and VLP is about. `examples` hold values of persons."""

    source: int
    vlp: str
    question: str
    examples: tuple[Example, ...]


NOTHING = Step({})


def probability(log_odds: float) -> float:
    """Return the probability of natural `log_odds`, without overflow."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-min(log_odds, 700)))
    grown = math.exp(max(log_odds, -700))
    return grown / (1 + grown)


def log_odds(share: float) -> float:
    """Return the natural log odds of a probability, within what `probability` gives back."""
    within = min(max(share, 1e-300), 1 - 1e-15)
    return math.log(within / (1 - within))


def question_id(kind: Kind, vlp: str, column: str) -> str:
    """Return the id of a question: the same for the same habit in every delivery."""
    return f"{kind}/{vlp}/{column}"


def settle(
    kind: Kind, vlp: str, column: str, rows: int, sure: float, answers: Answers
) -> tuple[bool, Question | None]:
    """Tell whether a habit of posterior probability `sure` is mended, and what is still asked.

    An answer decides; without one the likelier of the two, by `sure` and what is known elsewhere, with a question
    unless it is certain.
    """
    name = question_id(kind, vlp, column)
    told = answers.get(name)
    if isinstance(told, Habit):
        return told is Habit.MEND, None
    if told is not None:
        sure = probability(log_odds(sure) + told)
    mend = sure >= 0.5
    if sure >= CERTAIN or sure < ASK_FROM:
        return mend, None
    return mend, Question(name, Habit.MEND if mend else Habit.LEAVE, rows)


def column_of(rows: Sequence[Values], column: str) -> list[str | None]:
    """Return one column of a group, in the order of its rows."""
    return [row.get(column) for row in rows]
