"""One delivery asked of the BRP: the plan of `queries` carried out, every question logged, whole persons kept.

Two rounds: what the delivery says as it came; then, as what was mended in it is known with the residents of
the first, what it says now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from brp_match.brp.client import TooMany
from brp_match.brp.queries import (
    BY_BAG,
    LARGEST_BATCH,
    NAME_AND_BIRTH,
    Ladder,
    Query,
    Wanted,
    by_number,
    first_asked,
    last_asked,
)

FIELDS = (
    "aNummer", "burgerservicenummer", "geboorte.datum", "geslacht", "gemeenteVanInschrijving", "overlijden.datum",
    "naam.voornamen", "naam.voorvoegsel", "naam.geslachtsnaam", "naam.aanduidingNaamgebruik",
    "partners.naam.voorvoegsel", "partners.naam.geslachtsnaam", "partners.ontbindingHuwelijkPartnerschap.datum",
    "verblijfplaats.type", "verblijfplaats.functieAdres", "verblijfplaats.datumVan",
    "verblijfplaats.adresseerbaarObjectIdentificatie", "verblijfplaats.verblijfadres.officieleStraatnaam",
    "verblijfplaats.verblijfadres.korteStraatnaam", "verblijfplaats.verblijfadres.huisnummer",
    "verblijfplaats.verblijfadres.huisletter", "verblijfplaats.verblijfadres.huisnummertoevoeging",
    "verblijfplaats.verblijfadres.aanduidingBijHuisnummer", "verblijfplaats.verblijfadres.postcode",
    "verblijfplaats.verblijfadres.woonplaats", "verblijfplaats.verblijfadres.locatiebeschrijving",
    "verblijfplaats.verblijfadres.land",
)  # fmt: skip
"""Fields asked of a person: those `ingest.haal_centraal` reads, and no others. Secrecy, suspension, what is
under investigation and who was established not to live there come of themselves and may not be asked."""


class Asks(Protocol):
    """The line to the BRP (`client.Client`)."""

    def ask(self, body: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the persons of one question; TooMany."""


Log = Callable[[str, Sequence[Mapping[str, Any]]], None]
"""What was asked, and the persons given: called for every question that was answered."""


@dataclass
class Asked:
    """All that was asked in one run: answers by question, persons by number, signals the BRP did not answer."""

    line: Asks
    log: Log
    municipalities: Sequence[str]
    answers: dict[Query, frozenset[str] | None] = field(default_factory=dict)
    """Numbers found; None where there were too many."""
    persons: dict[str, dict[str, Any]] = field(default_factory=dict)
    questions: Counter[str] = field(default_factory=Counter)
    unanswered: set[str] = field(default_factory=set)

    def round(self, signals: Iterable[Wanted], progress: Callable[[str], None]) -> None:
        """Ask what these signals want and was not asked before; whole persons of all who were found."""
        wanted = list(signals)
        self.unanswered.clear()
        for place, one in enumerate(wanted):
            if place % 25 == 0:
                progress(f"BRP bevragen ({place} van {len(wanted)} signalen)")
            self._one(one)
        new = sorted(
            {n for found in self.answers.values() for n in found or ()} - set(self.persons)
        )
        for start in range(0, len(new), LARGEST_BATCH):
            self._whole(new[start : start + LARGEST_BATCH])

    def _one(self, wanted: Wanted) -> None:
        found = self._ladders(wanted, first_asked(wanted, self.municipalities))
        if not found:
            self._ladders(wanted, last_asked(wanted, self.municipalities))

    def _ladders(self, wanted: Wanted, ladders: Sequence[Ladder]) -> set[str]:
        """Ask each; a signal with a refused question has no answer, unless name and birth date found somebody."""
        found: set[str] = set()
        refused = by_birth = False
        for ladder in ladders:
            answer = self._climb(ladder)
            refused |= answer is None
            by_birth |= bool(answer) and ladder[-1].kind == NAME_AND_BIRTH
            found |= answer or frozenset()
        if refused and not by_birth:
            self.unanswered.add(wanted.signaal_id)
        return found

    def _climb(self, ladder: Ladder) -> frozenset[str] | None:
        answer: frozenset[str] | None = None
        for query in ladder:
            answer = self._answer(query)
            if answer or (answer is not None and query.kind not in BY_BAG):
                return answer
        return answer

    def _answer(self, query: Query) -> frozenset[str] | None:
        if query not in self.answers:
            self.questions[query.kind] += 1
            try:
                persons = self.line.ask(query.body())
            except TooMany:
                persons = None
            self.log(query.kind, [])
            self.answers[query] = (
                None
                if persons is None
                else frozenset(
                    str(p["burgerservicenummer"]) for p in persons if p.get("burgerservicenummer")
                )
            )
        return self.answers[query]

    def _whole(self, numbers: Sequence[str]) -> None:
        body = by_number(numbers, FIELDS)
        self.questions[str(body["type"])] += 1
        persons = self.line.ask(body)
        self.log(str(body["type"]), persons)
        for one in persons:
            self.persons[str(one.get("burgerservicenummer"))] = one
