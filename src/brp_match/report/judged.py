"""How checks stand against their norm, and which faults to mend beside those that cost most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from brp_match.delivery.findings import Kind
from brp_match.report.cards import ExpectationResult

CHANCE = 0.05
"""A delivery that keeps to its norm has this chance, or more, of so many faults: that is no failure."""

TASKS = 6
"""Faults that a card gives a task; more where more norms are missed."""


def may_be_chance(faults: int, checked: int, norm: float) -> bool:
    """Tell whether so many faults or more are no surprise for a deliverer that keeps to the norm (a share).

    The one-sided exact binomial test; a norm of nought is broken by one fault.
    """
    from scipy.stats import binom

    return norm > 0 and float(binom.sf(faults - 1, checked, norm)) >= CHANCE


def above_norm(
    rows: Sequence[ExpectationResult],
) -> tuple[list[ExpectationResult], list[ExpectationResult]]:
    """Return the checks that miss their norm, and those above it by what chance explains."""
    above = [r for r in rows if r.noemer and r.norm is not None and r.teller / r.noemer > r.norm]
    chance = [r for r in above if may_be_chance(r.teller, r.noemer, r.norm or 0.0)]
    return [r for r in above if r not in chance], chance


SEEN = "Geen fout geteld, maar aan de levering als geheel viel wel iets op"
"""Title of the checks that passed while the profile of the delivery says otherwise."""

SEEN_OTHERWISE = {
    (Kind.TEKENS, ""): "CODERING_BESCHADIGD",
    (Kind.STANDAARDWAARDE, "geboortedatum"): "GEBOORTEDATUM_STANDAARDWAARDE",
    (Kind.GEEN_GEBOORTEDATUM, "geboortedatum"): "GEBOORTEDATUM_ONGELDIG",
    (Kind.AFGEKAPT, "geboortedatum"): "GEBOORTEDATUM_ONGELDIG",
    (Kind.LEEFTIJD, "geboortedatum"): "GEBOORTEDATUM_ONVOLLEDIG",
    (Kind.ONLEESBAAR, "geboortedatum"): "GEBOORTEDATUM_ONGELDIG",
    (Kind.ONLEESBAAR, "huisnummer"): "HUISNUMMER_ONGELDIG",
    (Kind.ONLEESBAAR, "postcode"): "POSTCODE_ONGELDIG",
    (Kind.GETALLEN, "huisnummer"): "HUISNUMMER_ONGELDIG",
    (Kind.GETALLEN, "postcode"): "POSTCODE_ONGELDIG",
    (Kind.SAMENGEVOEGD, "straatnaam"): "HUISNUMMER_IN_STRAAT",
}
"""What was seen of the delivery as a whole (kind and column, '' for any) → the check that it contradicts where that
found nothing."""


def seen_otherwise(habits: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the checks whose title cannot be said to hold: the delivery as a whole showed otherwise (kind, column)."""
    return frozenset(
        code
        for kind, column in habits
        for place in (column, "")
        if (code := SEEN_OTHERWISE.get((Kind(kind), place)))
    )


def by_norm(
    rows: Sequence[ExpectationResult], doubted: Collection[str] = ()
) -> tuple[tuple[str, tuple[ExpectationResult, ...], bool], ...]:
    """The expectations that were checked: over their norm, over it by what chance explains, with faults within
    it, without any, of these apart those of `doubted` (`seen_otherwise`); each with its title and whether it has
    faults."""
    used = [r for r in rows if r.noemer]
    over, by_chance = above_norm(used)
    faulty = [r for r in used if r.teller and r not in over and r not in by_chance]
    clean = [r for r in used if not r.teller and r.code not in doubted]
    seen = [r for r in used if not r.teller and r.code in doubted]
    groups = (
        ("Norm niet gehaald", over, True),
        ("Boven de norm, maar dat kan toeval zijn", by_chance, True),
        ("Wel fouten, norm gehaald of geen norm", faulty, True),
        (SEEN, seen, False),
        ("Zonder fouten", clean, False),
    )
    return tuple((title, tuple(group), faults) for title, group, faults in groups if group)


def also_to_mend(
    rows: Sequence[ExpectationResult], first: Collection[str]
) -> tuple[tuple[ExpectationResult, bool], ...]:
    """Return the faults to mend beside those of `first` (codes): every missed norm, then the most frequent, and
    whether each misses its norm.

    No decision needs to hang on them: a missed norm is a task, whatever it costs. From own rows alone.
    """
    over, _ = above_norm(rows)
    rest = sorted(
        (r for r in rows if r.teller and r not in over), key=lambda r: (-r.teller, r.code)
    )
    missed = [r for r in over if r.code not in first]
    others = [r for r in rest if r.code not in first]
    room = max(0, TASKS - len(first) - len(missed))
    return tuple((r, r in missed) for r in (*missed, *others[:room]))
