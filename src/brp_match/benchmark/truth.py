"""The truth of a made-up signal, a method's answer to it, and what that answer counts as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from brp_match.csv_file import read_csv
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit

HELP = frozenset({"ter_plaatse", "verhuisd", "ondernemer"})
"""Kinds of truth where a resident must be helped."""

AWAY = frozenset({"vertrokken", "overleden"})
"""Kinds where the person is known but must not get a letter."""

NOBODY = frozenset({"familielid", "vreemde", "vorige_bewoner", "rechtspersoon", "garagebox"})
"""Kinds where no resident is to be helped; `persoon_id` says nothing about a letter."""

KINDS = HELP | AWAY | NOBODY


class AnswerOutcome(StrEnum):
    """What one answer counts as; exactly one per signal."""

    RIGHT_MATCH = "goede_match"
    RIGHT_DROP = "terechte_uitval"
    REVIEW = "review"
    WRONGFUL_DROP = "onterechte_uitval"
    WRONG_PERSON = "verkeerde_persoon"
    FALSE_MATCH = "match_zonder_inwoner"
    LETTER_TO_GONE = "brief_aan_vertrokkene"


WRONG_MATCHES = frozenset(
    {AnswerOutcome.WRONG_PERSON, AnswerOutcome.FALSE_MATCH, AnswerOutcome.LETTER_TO_GONE}
)
"""Automatic matches that should not have been made; each costs `false_match`."""


@dataclass(frozen=True)
class Truth:
    """One line of waarheid.csv: who the signal is about, which kind, which errors it carries."""

    signaal_id: str
    soort: str
    persoon_id: str
    fouten: tuple[str, ...]
    herkomst: str
    vlp: str
    sector: str


@dataclass(frozen=True)
class Answer:
    """What a method made of one signal.

    `kans` is its probability (0 to 1) that `persoon_id` is the person of the signal, None where
    the method has no probability. `kandidaten` are the residents it compared, None where a method
    has no such step.
    """

    signaal_id: str
    besluit: Besluit
    persoon_id: str
    kans: float | None
    kandidaten: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Judged:
    """A truth with its answer and what that answer counts as."""

    truth: Truth
    answer: Answer
    outcome: AnswerOutcome


def outcome_of(truth: Truth, answer: Answer) -> AnswerOutcome:
    """Return what the answer counts as, by the table in benchmarks/results/README.md."""
    if answer.besluit is Besluit.REVIEW:
        return AnswerOutcome.REVIEW
    if answer.besluit is Besluit.REJECT:
        return AnswerOutcome.WRONGFUL_DROP if truth.soort in HELP else AnswerOutcome.RIGHT_DROP
    if truth.soort in HELP:
        right = answer.persoon_id == truth.persoon_id
        return AnswerOutcome.RIGHT_MATCH if right else AnswerOutcome.WRONG_PERSON
    if truth.soort in AWAY and answer.persoon_id == truth.persoon_id:
        return AnswerOutcome.LETTER_TO_GONE
    return AnswerOutcome.FALSE_MATCH


def judge(truths: Sequence[Truth], answers: Iterable[Answer]) -> list[Judged]:
    """Lay every answer beside its truth, in the order of the truths.

    Raises BrpMatchError where a signal has no answer or two: a lost signal is never a good score.
    """
    by_id: dict[str, Answer] = {}
    twice = 0
    for answer in answers:
        twice += answer.signaal_id in by_id
        by_id[answer.signaal_id] = answer
    missing = sum(truth.signaal_id not in by_id for truth in truths)
    if missing or twice:
        raise BrpMatchError(
            "BENCHMARK_ANTWOORDEN",
            "uitkomsten",
            f"{missing} signalen zonder antwoord en {twice} met twee antwoorden",
        )
    pairs = ((truth, by_id[truth.signaal_id]) for truth in truths)
    return [Judged(truth, answer, outcome_of(truth, answer)) for truth, answer in pairs]


def read_truth(path: Path) -> list[Truth]:
    """Read waarheid.csv (`;`-separated). Raises BrpMatchError on an unknown kind or column."""
    rows = read_csv(path)
    wanted = {"signaal_id", "soort", "persoon_id", "fouten", "herkomst", "vlp", "sector"}
    lacking = sorted(wanted - set(rows[0] if rows else wanted))
    if lacking:
        raise BrpMatchError("WAARHEID_KOLOM", path.name, "kolom ontbreekt: " + ", ".join(lacking))
    unknown = sorted({row["soort"] for row in rows} - KINDS)
    if unknown:
        raise BrpMatchError("WAARHEID_SOORT", path.name, "onbekende soort: " + ", ".join(unknown))
    return [
        Truth(
            row["signaal_id"],
            row["soort"],
            row["persoon_id"],
            tuple(part for part in row["fouten"].replace(",", "|").split("|") if part),
            row["herkomst"],
            row["vlp"],
            row["sector"],
        )
        for row in rows
    ]


def read_answers(path: Path) -> list[Answer]:
    """Read the CSV that a method leaves: signaal_id; besluit; persoon_id; kans; kandidaten."""
    return [
        Answer(
            row["signaal_id"],
            Besluit(row["besluit"]),
            row["persoon_id"],
            float(row["kans"]) if row["kans"] else None,
            None
            if row["kandidaten"] == "-"
            else tuple(part for part in row["kandidaten"].split("|") if part),
        )
        for row in read_csv(path)
    ]
