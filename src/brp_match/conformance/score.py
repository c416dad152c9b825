"""Answers held against the set: what each counts as, by cause. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from brp_match.conformance.answers import Answers, Given
from brp_match.conformance.causes import Cause
from brp_match.conformance.make import Expected
from brp_match.dutch import listed, whole
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit


class SetOutcome(StrEnum):
    """What one answer counts as; exactly one a signal."""

    RIGHT = "goed"
    TO_A_PERSON = "naar een mens"
    DROPPED = "ten onrechte uitgevallen"
    WRONG_LETTER = "brief aan de verkeerde"
    NEEDLESS = "ten onrechte opgepakt"
    GUESSED = "op de gok beslist"
    NO_ANSWER = "geen antwoord"


WRONG = (
    SetOutcome.DROPPED,
    SetOutcome.WRONG_LETTER,
    SetOutcome.NEEDLESS,
    SetOutcome.GUESSED,
    SetOutcome.NO_ANSWER,
)
"""What counts against a check; a signal that goes to a person without need only costs time."""


def outcome_of(expected: Expected, given: Given | None) -> SetOutcome:
    """Return what an answer counts as.

    A signal that a person should see, decided without one, is a guess. A letter goes to the wrong one where
    nobody of the register is meant, or another resident is named.
    """
    if given is None:
        return SetOutcome.NO_ANSWER
    right = expected.cause.right
    if given.besluit in right:
        other = given.persoon_id not in ("", expected.persoon_id)
        return (
            SetOutcome.WRONG_LETTER
            if given.besluit is Besluit.MATCH and other
            else SetOutcome.RIGHT
        )
    if given.besluit is Besluit.REVIEW:
        return SetOutcome.TO_A_PERSON
    if given.besluit is Besluit.REJECT:
        return SetOutcome.DROPPED if Besluit.MATCH in right else SetOutcome.GUESSED
    if Besluit.REJECT in right:
        return SetOutcome.NEEDLESS if expected.persoon_id else SetOutcome.WRONG_LETTER
    return SetOutcome.GUESSED


@dataclass(frozen=True)
class CauseScore:
    """The outcomes of one cause."""

    cause: Cause
    counts: Mapping[SetOutcome, int]

    @property
    def signals(self) -> int:
        """Return how many signals the cause has."""
        return sum(self.counts.values())

    @property
    def dropped(self) -> int:
        """Return how many dropped out wrongly."""
        return self.counts[SetOutcome.DROPPED]

    @property
    def wrong(self) -> int:
        """Return how many count against the check."""
        return sum(self.counts[one] for one in WRONG)


@dataclass(frozen=True)
class Score:
    """A whole set scored. `unknown`: answers about signals that are not in it; `named`: the check names residents."""

    causes: tuple[CauseScore, ...]
    outcomes: Mapping[str, SetOutcome]
    unknown: int
    named: bool

    def count(self, outcome: SetOutcome) -> int:
        """Return the signals with this outcome."""
        return sum(one.counts[outcome] for one in self.causes)

    @property
    def signals(self) -> int:
        """Return all signals of the set."""
        return len(self.outcomes)

    @property
    def residents(self) -> int:
        """Return the signals that may not drop out: a resident is in them."""
        return sum(one.signals for one in self.causes if Besluit.MATCH in one.cause.right)


def score(expected: Sequence[Expected], answers: Answers) -> Score:
    """Score answers. Raises BrpMatchError where they cannot be meant so: ANTWOORDEN_ANDERE_SET where none is about a
    signal of the set, ANTWOORD_KOLOM where everything would drop, ANTWOORD_PERSOON where nobody named is in the set.
    """
    ids = {one.signaal_id for one in expected}
    known = ids & set(answers.given)
    if answers.given and not known:
        raise BrpMatchError(
            "ANTWOORDEN_ANDERE_SET", "--answers",
            "geen enkel antwoord gaat over een signaal van deze uitgave van de set; maak haar opnieuw met deze versie",
        )  # fmt: skip
    _check(expected, answers)
    outcomes = {one.signaal_id: outcome_of(one, answers.of(one.signaal_id)) for one in expected}
    by_cause: dict[str, Counter[SetOutcome]] = {}
    causes: dict[str, Cause] = {}
    for one in expected:
        causes[one.cause.key] = one.cause
        by_cause.setdefault(one.cause.key, Counter())[outcomes[one.signaal_id]] += 1
    scores = tuple(
        CauseScore(cause, {o: by_cause[key][o] for o in SetOutcome})
        for key, cause in causes.items()
    )
    named = any(one.persoon_id for one in answers.given.values())
    return Score(scores, outcomes, len(answers.given) - len(known), named)


def _check(expected: Sequence[Expected], answers: Answers) -> None:
    """Refuse answers that would be scored as something they do not say."""
    ids = {one.signaal_id for one in expected}
    if answers.dropped_only and ids <= answers.given.keys():
        raise BrpMatchError(
            "ANTWOORD_KOLOM", "--answers",
            "elk signaal van de set staat in dit bestand en er is geen kolom besluit, dus alles zou zijn uitgevallen; geef een kolom "
            "besluit, of alleen de signalen die uitvielen",
        )  # fmt: skip
    named = {one.persoon_id for one in answers.given.values() if one.persoon_id}
    if len(named) > 1 and not named & {one.persoon_id for one in expected}:
        raise BrpMatchError(
            "ANTWOORD_PERSOON", "--answers",
            "geen enkele persoon in de antwoorden is er een uit inwoners.csv; geef het persoon_id of het bsn van daar, of laat de kolom weg",
        )  # fmt: skip


TOLD = 3
"""Causes named in the sentence."""


def sentence(result: Score, who: str = "Uw controle") -> str:
    """Say what a check does to residents, with the causes that cost most: one sentence."""
    dropped = result.count(SetOutcome.DROPPED)
    of = f"{whole(dropped)} van de {whole(result.residents)} signalen van inwoners"
    if not dropped:
        return f"{who} laat geen van de {whole(result.residents)} signalen van inwoners ten onrechte uitvallen."
    worst = sorted(
        (one for one in result.causes if one.dropped),
        key=lambda one: (-one.dropped, one.cause.key),
    )
    named = [f"{one.cause.title} {one.dropped} van de {one.signals}" for one in worst[:TOLD]]
    more = f"; daarnaast bij nog {len(worst) - TOLD} oorzaken" if len(worst) > TOLD else ""
    return f"{who} laat {of} ten onrechte uitvallen: {listed(named)}{more}."
