"""The residents whom one signal may be about: who holds one of its keys, with the rows that are compared."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from brp_match.content import model_figures
from brp_match.link.candidates import BY_NAME_ONLY, by_one_key, settles
from brp_match.link.compare import Candidate, candidate
from brp_match.link.rows import resident_of
from brp_match.lookup.rows import RowStore, resident_row
from brp_match.lookup.signal import OneSignal
from brp_match.reading.status import code_of
from brp_match.register.candidate_keys import stored_number


def find_residents(
    signal: OneSignal,
    store: RowStore,
    without: Container[int] = frozenset(),
    hidden: Container[str] = frozenset(),
) -> list[tuple[Candidate, Mapping[str, Any]]]:
    """Return the residents worth comparing, by persoon_nr, each with the fields of the register.

    Of who is in `without` (persoon_nr) no row is read: the work is that of a register without them; residents of
    the municipalities in `hidden` (codes) are left out.
    """
    kinds = kinds_of_keys(signal, store, without)
    if signal.dated:
        # a name alone carries no match where both birth dates are known: the SQL of `find_candidates` says so of all
        named = [number for number, of in kinds.items() if not BY_NAME_ONLY.isdisjoint(of)]
        for number in set(named) - store.undated(named):
            kinds[number] -= BY_NAME_ONLY
        kinds = {number: of for number, of in kinds.items() if of}

    def rows(numbers: Iterable[int]) -> dict[int, Mapping[str, Any]]:
        found = store.residents(sorted(numbers))
        return {
            n: of for n, of in found.items() if not hidden or code_of(of["gemeente"]) not in hidden
        }

    settled = [number for number, of in kinds.items() if signal.dated and settles(of)]
    if rows(set(settled) - store.secret):
        kinds = {number: of for number, of in kinds.items() if not by_one_key(of)}
    people = rows(kinds)
    stays, former = store.stays(list(people)), store.former(list(people))
    return [
        (candidate(resident_of(resident_row(of), stays.get(n, ()), former.get(n, ()))), of)
        for n, of in people.items()
    ]


def kinds_of_keys(
    signal: OneSignal, store: RowStore, without: Container[int] = frozenset()
) -> dict[int, set[str]]:
    """Return the kinds of key that find each resident (persoon_nr) but those in `without`; a key of too many finds
    nobody."""
    most = model_figures().holders_at_most
    kinds: dict[int, set[str]] = {}
    asked = {stored_number(one): one.soort for one in signal.keys(fine=store.register.fine)}
    for key, holders in store.holders({key: most[soort] for key, soort in asked.items()}).items():
        for number in holders:
            if number not in without:
                kinds.setdefault(number, set()).add(asked[key])
    return kinds
