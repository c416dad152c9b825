"""From pairs to levels: every comparator asked, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brp_match.content import Comparator, load_comparators
from brp_match.database import Connection, together
from brp_match.link import (
    address_features,
    comparisons,
    date_features,
    frequencies,
    name_features,
    name_frequencies,
    unnamed,
)


def prepare_signals(con: Connection, *, addresses: str = "") -> None:
    """Make `signaal_namen` and `signaal_adres`: the signal's side of every pair, before there are pairs.

    `addresses` is the schema prefix ("" or "reg.") of `std_adressen`. Needs the tables of `build_signals`.
    """
    name_features.build_signal_names(con)
    address_features.build_signal_addresses(con, register=addresses)


def compare_pairs(
    con: Connection,
    *,
    register: str = "",
    comparators: Sequence[Comparator] = (),
    meanwhile: Callable[[Connection], object] = lambda _: None,
) -> None:
    """Find the level of every comparator for every pair in `paren`: table `vergelijkingen`.

    `register` is the schema prefix ("" or "reg.") of the register tables; `comparators` are the shipped
    ones unless read before. `meanwhile` is something else that can be done beside the names, which take
    longest. Needs the tables of `build_signals` and `prepare_signals`, and `standaarddatums`.
    """
    comparators = comparators or load_comparators()

    def of_dates_and_addresses(own: Connection) -> None:
        date_features.build_date_classes(own, register=register)
        address_features.build_address_features(own, register=register)
        frequencies.build_address_frequencies(own, register=register)
        unnamed.build_unnamed(own, comparators)
        meanwhile(own)

    together(
        con,
        of_dates_and_addresses,
        lambda own: name_features.build_name_features(own, register=register),
    )
    together(
        con,
        lambda own: date_features.build_date_features(own, register=register),
        lambda own: name_frequencies.build_name_frequencies(own, register=register),
    )
    frequencies.build_frequencies(con, register=register)
    comparisons.build_levels(con, comparators)
