"""From pairs to levels: every comparator asked, in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator, load_comparators
from brp_match.database import Connection, together
from brp_match.link import (
    address_features,
    comparisons,
    date_features,
    frequencies,
    name_features,
    unnamed,
)


def compare_pairs(
    con: Connection,
    *,
    register: str = "",
    addresses: str = "",
    comparators: Sequence[Comparator] = (),
) -> None:
    """Find the level of every comparator for every pair in `paren`: table `vergelijkingen`.

    `register` and `addresses` are schema prefixes ("" or "reg.") of the register tables and of
    `std_adressen`; `comparators` are the shipped ones unless read before. Needs std_signalen and its
    tables, and `standaarddatums`.
    """
    comparators = comparators or load_comparators()

    def of_names(own: Connection) -> None:
        name_features.build_name_features(own, register=register)

    def of_dates_and_addresses(own: Connection) -> None:
        address_features.build_signal_addresses(own, register=addresses)
        date_features.build_date_classes(own, register=register)
        address_features.build_address_features(own, register=register)
        unnamed.build_unnamed(own, comparators)

    together(con, of_names, of_dates_and_addresses)
    date_features.build_date_features(con, register=register)
    frequencies.build_frequencies(con, register=register)
    comparisons.build_levels(con, comparators)
