"""What to mend first: drop-out and reviews that each fault causes, by deciding again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from brp_match.database import Connection
from brp_match.model import Besluit, Feedback
from brp_match.policy import Policy
from brp_match.report.cards import Mend
from brp_match.report.checks import Catalogue, Checks
from brp_match.report.kept_signals import field_weights, load_cases
from brp_match.report.redecide import SHARED, FieldWeights, KeptSignal, redecide

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


def mends(
    con: Connection, checks: Checks, catalogue: Catalogue, policy: Policy
) -> tuple[dict[str, tuple[Mend, ...]], dict[str, int]]:
    """Return per VLP its faults, dearest first, and the number of signals without a candidate.

    Each fault is mended by itself, the others staying; so the figures of two faults in one signal
    overlap and are not to be added. Ties go by code.
    """
    decided = {
        str(signal): Decided(str(besluit), tuple(str(reasons or "").split("|")), str(told or ""))
        for signal, besluit, reasons, told in con.execute(
            "SELECT signaal_id, besluit, redenen, terugkoppeling FROM besluiten ORDER BY signaal_id"
        ).fetchall()
    }
    by_fault: dict[tuple[str, str], list[str]] = defaultdict(list)
    for found in checks.bevindingen:
        if found.signaal_id in decided:
            by_fault[found.vlp, found.code].append(found.signaal_id)
    open_signals = sorted(
        {s for signals in by_fault.values() for s in signals if decided[s].besluit != Besluit.MATCH}
    )
    with_postcode = {
        str(signal)
        for (signal,) in con.execute(
            "SELECT signaal_id FROM signalen WHERE postcode IS NOT NULL ORDER BY signaal_id"
        ).fetchall()
    }
    cases = load_cases(con, open_signals, policy)
    weights = field_weights(con)
    lost = {(case.signaal.vlp, signal) for signal, case in cases.items() if not case.kandidaten}
    result: dict[str, list[Mend]] = defaultdict(list)
    for (vlp, code), signals in sorted(by_fault.items()):
        text = catalogue[code]
        drop, review, told = _withdrawn(signals, decided, text.reden)
        names = repaired_by(text.velden)
        if names and not text.reden:
            open_to = set(signals)
            if set(text.velden) <= STREET_ONLY:
                open_to -= with_postcode
            drop, review = _repaired(open_to, decided, cases, names, weights[vlp], policy)
        # a signal that should not have been sent costs work, not help
        each = policy.review if text.reden else policy.missed_resident
        cost = drop * each + review * policy.review
        result[vlp].append(Mend(code, len(set(signals)), drop, review, cost, told))
    return (
        {
            vlp: tuple(sorted(rows, key=lambda m: (-m.kosten, m.code)))
            for vlp, rows in result.items()
        },
        {vlp: sum(1 for v, _ in lost if v == vlp) for vlp in result},
    )


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


def _repaired(
    signals: Set[str],
    decided: Mapping[str, Decided],
    cases: Mapping[str, KeptSignal],
    names: Sequence[str],
    weights: Mapping[str, FieldWeights],
    policy: Policy,
) -> tuple[float, float]:
    drop = review = 0.0
    wanted = [cases[s] for s in sorted(signals) if s in cases]
    for again in redecide(wanted, names, weights, policy):
        if again.kansen is None:
            continue
        now = decided[again.signaal_id].besluit
        changed = 1.0 - again.kansen[Besluit(now)]
        if now == Besluit.REJECT:
            drop += changed
        elif now == Besluit.REVIEW:
            review += changed
    return drop, review
