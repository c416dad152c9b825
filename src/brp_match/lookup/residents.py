"""The residents whom one signal may be about: who holds one of its keys, with what is compared of them."""

from __future__ import annotations

from collections.abc import Container

from brp_match.content import model_figures
from brp_match.link.candidates import (
    BY_NAME_ONLY,
    SETTLED_BY_NAME,
    by_one_key,
    names_them,
    settles,
)
from brp_match.link.compare import Candidate, candidate
from brp_match.lookup.rows import RowStore
from brp_match.lookup.signal import OneSignal
from brp_match.register.candidate_keys import stored_number


def find_residents(
    signal: OneSignal,
    store: RowStore,
    without: Container[int] = frozenset(),
    hidden: Container[str] = frozenset(),
) -> list[Candidate]:
    """Return the residents worth comparing, by persoon_nr.

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
    settling = settles if signal.dated else SETTLED_BY_NAME.issubset
    found = {number for number, of in kinds.items() if settling(of)}
    settled = store.visible(found - store.secret, hidden)
    if not signal.dated:
        people = map(candidate, store.residents(settled))
        settled = [
            one.resident.persoon_nr
            for one in people
            if names_them(signal.signal.names, one.names.given)
        ]
    if settled:
        kinds = {number: of for number, of in kinds.items() if not by_one_key(of)}
    return [candidate(one) for one in store.residents(store.visible(kinds, hidden))]


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
