"""The pairs of a delivery in arrays, some signals with all their pairs at a time.

With 18 million residents 100,000 signals have tens of millions of pairs: in arrays they would take tens of gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brp_match.arrays import read_arrays
from brp_match.content import Comparator, ModelFigures
from brp_match.database import Connection
from brp_match.link.posterior import (
    AGE_UNKNOWN,
    AT_HOUSEHOLD,
    Flags,
    Pairs,
    Signals,
    household_rates,
)

PAIRS_AT_ONCE = 250_000
"""A portion is full when it has so many pairs; a municipality's delivery seldom has more than one."""


@dataclass(frozen=True)
class Portion:
    """Some signals of a delivery with all their pairs. `signal_numbers`: their signaal_nr; `numbers`: paar_nr of the
    pairs; `secret`: the pair is with a resident who has secrecy."""

    signal_numbers: NDArray[Any]
    signals: Signals
    numbers: NDArray[Any]
    pairs: Pairs
    secret: Flags


class Portions:
    """All signals of a delivery in their order, in portions; can be gone through more than once."""

    def __init__(
        self,
        con: Connection,
        comparators: Sequence[Comparator],
        signal_numbers: NDArray[Any],
        signals: Signals,
        register: str,
        figures: ModelFigures,
    ) -> None:
        """Cut the signals, `signal_numbers` in their order; the pairs are those of `vergelijkingen` with `gewichten`."""
        self._con, self._comparators, self._register = con, comparators, register
        self._numbers, self._signals, self._figures = signal_numbers, signals, figures
        rows = con.execute(
            "SELECT signaal_nr, count(*) FROM vergelijkingen GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        places = np.searchsorted(signal_numbers, [row[0] for row in rows])
        counts = np.zeros(len(signal_numbers), dtype=np.int64)
        counts[places] = [row[1] for row in rows]
        self._bounds = list(bounds(counts.tolist(), PAIRS_AT_ONCE))
        # what comes in one portion is not read twice
        self._only = self._read(*self._bounds[0]) if len(self._bounds) == 1 else None

    def __iter__(self) -> Iterator[Portion]:
        """Yield every portion, each read when it is asked for."""
        if self._only is not None:
            yield self._only
            return
        for first, last in self._bounds:
            yield self._read(first, last)

    def _read(self, first: int, last: int) -> Portion:
        """Read the signals at these places, `last` not included."""
        numbers = self._numbers[first:last]
        pair_numbers, pairs, secret = self._pairs(numbers)
        return Portion(numbers, self._signals.only(first, last), pair_numbers, pairs, secret)

    def _pairs(self, signals: NDArray[Any]) -> tuple[NDArray[Any], Pairs, Flags]:
        comparators = self._comparators
        rows = read_arrays(
            self._con,
            _COLUMNS
            | {f"{c.naam}_niveau": "INTEGER" for c in comparators}
            | {f"{c.naam}_gewicht": "DOUBLE" for c in comparators},
            _PAIRS.format(
                register=self._register,
                levels=", ".join(_place(c) for c in comparators),
                weights=", ".join(f"g.{c.naam}_gewicht" for c in comparators),
                first=signals[0] if len(signals) else 0,
                last=signals[-1] if len(signals) else 0,
            ),
        )
        at_home = household_rates(comparators)
        share = np.array([at_home.get(one, 0.0) for one in rows["adres_klasse"]], dtype=np.float64)
        other_names = self._figures.other_names
        pairs = Pairs(
            signal=np.searchsorted(signals, rows["signaal_nr"]),
            person=rows["persoon_nr"],
            levels={c.naam: rows[f"{c.naam}_niveau"] for c in comparators},
            weights={c.naam: rows[f"{c.naam}_gewicht"] for c in comparators},
            age=rows["leeftijd"],
            at_address=rows["op_adres"],
            household=share / rows["adres_huishoudens"],
            apart={
                "achternaam": np.where(rows["deel_anders"], other_names, 1.0),
                "voornaam": np.where(rows["verder_anders"], other_names, 1.0),
            },
        )
        return rows["paar_nr"], pairs, rows["geheim"]


def bounds(counts: Sequence[int], at_once: int, signals: float = inf) -> Iterator[tuple[int, int]]:
    """Cut signals with so many pairs each into portions: first place, and last place not included. A portion is full
    from `at_once` pairs on, or with so many signals; there is at least one."""
    first, pairs = 0, 0
    for place, count in enumerate(counts, start=1):
        pairs += count
        if (pairs >= at_once or place - first >= signals) and place < len(counts):
            yield first, place
            first, pairs = place, 0
    yield first, len(counts)


def _place(comparator: Comparator) -> str:
    """SQL of the place of a pair's level among those of the comparator."""
    levels = ", ".join(f"'{level.id}'" for level in comparator.niveaus)
    return f"list_position([{levels}], v.{comparator.naam}_niveau) - 1 AS {comparator.naam}_niveau"


_COLUMNS = {
    "paar_nr": "INTEGER", "signaal_nr": "INTEGER", "persoon_nr": "INTEGER", "op_adres": "BOOLEAN",
    "leeftijd": "DOUBLE", "adres_klasse": "VARCHAR", "adres_huishoudens": "DOUBLE",
    "verder_anders": "BOOLEAN", "deel_anders": "BOOLEAN", "geheim": "BOOLEAN",
}  # fmt: skip

_AT_HOUSEHOLD = ", ".join(f"'{level}'" for level in AT_HOUSEHOLD)

_PAIRS = f"""SELECT v.paar_nr, v.signaal_nr, v.persoon_nr,
        coalesce(v.adres_klasse IN ({_AT_HOUSEHOLD}) AND v.adres_huidig, false) AS op_adres,
        coalesce(year(s.signaaldatum) - i.jaar - CASE WHEN (coalesce(i.maand, 1), coalesce(i.dag, 1))
            > (month(s.signaaldatum), day(s.signaaldatum)) THEN 1 ELSE 0 END, '{AGE_UNKNOWN}'::DOUBLE) AS leeftijd,
        v.adres_klasse, coalesce(v.adres_huishoudens, 1) AS adres_huishoudens, v.verder_anders, v.deel_anders,
        i.bestaat AND NOT i.geteld AS geheim, {{levels}}, {{weights}}
    FROM vergelijkingen v JOIN std_signalen s USING (signaal_nr) JOIN gewichten g USING (paar_nr)
    JOIN {{register}}std_inwoners i USING (persoon_nr)
    WHERE v.signaal_nr BETWEEN {{first}} AND {{last}} ORDER BY v.paar_nr"""
"""`leeftijd`: years at the signal date."""
