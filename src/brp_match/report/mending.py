"""What to mend first: drop-out and reviews that each fault causes, by deciding again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from brp_match.database import Connection
from brp_match.model import Besluit, Feedback
from brp_match.policy import Policy
from brp_match.report.cards import Mend
from brp_match.report.checks import Catalogue, Checks, Found
from brp_match.report.kept_signals import field_weights, load_cases
from brp_match.report.redecide import SHARED, FieldWeights, Redecided, redecide

COMPARATORS = {
    "voornamen": ("voornaam",),
    "voorletters": ("voornaam",),
    "voorvoegsel": ("achternaam",),
    "achternaam": ("achternaam",),
    "volledige_naam": ("achternaam", "voornaam"),
    "geboortedatum": ("geboortedatum",),
    "straatnaam": ("adres",),
    "huisnummer": ("adres",),
    "huisletter": ("adres",),
    "huisnummertoevoeging": ("adres",),
    "postcode": ("adres",),
}
"""Column of a signal → comparators that would agree if it were right.

The town is not compared. The street is, only where the postcode does not settle the address.
"""

STREET_ONLY = {"straatnaam", "plaatsnaam"}
"""A fault in no more than these changes nothing where the signal has a postcode."""


ROW_BY_ROW = (Feedback.ONTERECHT_SIGNAAL, Feedback.HERHAALDE_MELDING)
"""Feedback that follows from the delivery alone and goes back for each signal."""


@dataclass(frozen=True)
class Decided:
    """What became of one signal: the decision, its reason codes, the feedback code."""

    besluit: str
    redenen: tuple[str, ...]
    verteld: str


class Mending:
    """What a run decided, and what becomes of its signals when a fault in them is mended.

    Each fault is mended by itself, the others staying; so the figures of two faults in one signal
    overlap and are not to be added.
    """

    def __init__(
        self, con: Connection, checks: Checks, catalogue: Catalogue, policy: Policy
    ) -> None:
        """Read what is needed for the findings of `checks`, in an opened run."""
        self._catalogue, self._policy = catalogue, policy
        self._decided = {
            str(signal): Decided(
                str(besluit), tuple(str(reasons or "").split("|")), str(told or "")
            )
            for signal, besluit, reasons, told in con.execute(
                "SELECT signaal_id, besluit, redenen, terugkoppeling FROM besluiten ORDER BY signaal_id"
            ).fetchall()
        }
        faulty = {one.signaal_id for one in checks.bevindingen if one.signaal_id in self._decided}
        open_signals = sorted(s for s in faulty if self._decided[s].besluit != Besluit.MATCH)
        self._with_postcode = {
            str(signal)
            for (signal,) in con.execute(
                "SELECT signaal_id FROM signalen WHERE postcode IS NOT NULL ORDER BY signaal_id"
            ).fetchall()
        }
        self._cases = load_cases(con, open_signals, policy)
        self._weights = field_weights(con)
        self._again: dict[tuple[str, tuple[str, ...]], Redecided] = {}

    def mends(self, found: Iterable[Found]) -> dict[str, tuple[Mend, ...]]:
        """Return per VLP the faults among these findings, dearest first; ties go by code."""
        by_fault: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in found:
            if one.signaal_id in self._decided:
                by_fault[one.vlp, one.code].append(one.signaal_id)
        result: dict[str, list[Mend]] = defaultdict(list)
        for (vlp, code), signals in sorted(by_fault.items()):
            result[vlp].append(self._mend(vlp, code, signals))
        return {
            vlp: tuple(sorted(rows, key=lambda m: (-m.kosten, m.code)))
            for vlp, rows in result.items()
        }

    def without_candidate(self) -> dict[str, int]:
        """Return per VLP how many signals with a fault have no candidate."""
        lost = Counter(case.signaal.vlp for case in self._cases.values() if not case.kandidaten)
        return dict(lost)

    def _mend(self, vlp: str, code: str, signals: Sequence[str]) -> Mend:
        text = self._catalogue[code]
        drop, review, told = _withdrawn(signals, self._decided, text.reden)
        names = repaired_by(text.velden)
        if names and not text.reden:
            open_to = set(signals)
            if set(text.velden) <= STREET_ONLY:
                open_to -= self._with_postcode
            drop, review = self._repaired(open_to, names, self._weights[vlp])
        # a signal that should not have been sent costs work, not help
        each = self._policy.review if text.reden else self._policy.missed_resident
        cost = drop * each + review * self._policy.review
        return Mend(code, len(set(signals)), drop, review, cost, told)

    def _repaired(
        self, signals: Set[str], names: tuple[str, ...], weights: Mapping[str, FieldWeights]
    ) -> tuple[float, float]:
        drop = review = 0.0
        for signal in sorted(signals & self._cases.keys()):
            # several expectations look at one field: it is mended once
            if (signal, names) not in self._again:
                (again,) = redecide([self._cases[signal]], names, weights, self._policy)
                self._again[signal, names] = again
            chances = self._again[signal, names].kansen
            if chances is None:
                continue
            now = self._decided[signal].besluit
            changed = 1.0 - chances[Besluit(now)]
            if now == Besluit.REJECT:
                drop += changed
            elif now == Besluit.REVIEW:
                review += changed
        return drop, review


def repaired_by(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the comparators that would agree if these columns were right, in a fixed order."""
    wanted = {name for column in columns for name in COMPARATORS.get(column, ())}
    return tuple(name for name in SHARED if name in wanted)


def _withdrawn(
    signals: Sequence[str], decided: Mapping[str, Decided], reason: str
) -> tuple[float, float, int]:
    """Signals that should not have been sent: dropped or reviewed on that very ground, and told."""
    if not reason:
        return 0.0, 0.0, 0
    grounds = [decided[s] for s in sorted(set(signals)) if reason in decided[s].redenen]
    drop = sum(1 for one in grounds if one.besluit == Besluit.REJECT)
    review = sum(1 for one in grounds if one.besluit == Besluit.REVIEW)
    told = sum(1 for one in grounds if one.besluit == Besluit.REJECT and one.verteld in ROW_BY_ROW)
    return float(drop), float(review), told
