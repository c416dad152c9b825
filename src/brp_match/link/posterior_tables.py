"""The posterior and the rates in the run: tables to arrays, and what was found to tables again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brp_match.arrays import read_arrays, write_table
from brp_match.content import Comparator, ModelFigures, model_figures
from brp_match.database import Connection, scalar
from brp_match.link.comparisons import ORDER
from brp_match.link.kept import kept
from brp_match.link.lessons import Lessons, taught_by, teaching
from brp_match.link.portions import Portion, Portions
from brp_match.link.posterior import (
    UNJUDGED,
    Flags,
    Floats,
    Mixture,
    Pairs,
    Posterior,
    Signals,
    posterior,
)
from brp_match.link.shared import SharedRates
from brp_match.link.source_rates import SourceRates, moved_weights, prior_rates, rates_of


def learn_rates(
    con: Connection,
    comparators: Sequence[Comparator],
    *,
    register: str = "",
    earlier: Lessons | None = None,
    shared: SharedRates | None = None,
    teach: bool = True,
    figures: ModelFigures | None = None,
) -> Mixture:
    """Give every candidate its probability, with what is known of the sources; return their mixture.

    Nothing is learned without `teach`: one signal teaches nothing, and the priors stand. Nor is anything learned of
    a resident with secrecy: the rates, and so the chances of the others, would tell of them.

    Makes `kandidaten(paar_nr, signaal_nr, persoon_nr, kans, leert, op_adres, leeftijd, rang, <c>_gewicht, gewicht)` of the
    candidates that are kept (`kept`), `rang` from 1 within a signal. `leert`: the comparators about which the pair
    teaches, joined by |; `op_adres`: lives at the signal's address; `leeftijd`: years at the signal date, not a number
    when unknown; weights in log2: see Posterior. `signaal_kans(signaal_nr, vlp, kans_geen, kans_verwant, kans_ongezien)`:
    signals without a candidate are not in it, unless they may be about somebody whom they do not name. `kandidaten_open`,
    `signaal_kans_open`: the same of the signals that have a candidate with secrecy, as if nobody with secrecy
    stood in the register.
    Reads vergelijkingen, gewichten, std_signalen, std_inwoners, signaal_naamloos, oordelen. `register` is
    the schema prefix of the register tables; `shared` what other municipalities know; the rest as
    `source_rates.learn`.
    """
    figures = figures or model_figures()
    numbers, signals, sectors = _read_signals(con, register)
    portions = Portions(con, comparators, numbers, signals, register, figures)
    residents = max(1, int(scalar(con, f"SELECT inwoners FROM {register}std_kenmerken")))
    shared = shared or SharedRates()
    if teach:
        # once over all for what they teach, once more for what that says of each: never all in memory
        taught = [
            taught_by(comparators, one.pairs.only(~one.secret), one.signals, residents, figures)
            for one in portions
        ]
        rates = rates_of(
            comparators, taught, signals, sectors, figures,
            earlier=earlier, national=shared.counts, national_sectors=shared.sectors,
        )  # fmt: skip
        teaches = [one.teaches for one in taught]
    else:
        rates, teaches = prior_rates(comparators, signals, sectors, figures), []
    known = _Known(comparators, residents, figures, rates)
    for place, portion in enumerate(portions):
        _weigh_portion(con, portion, known, teaches[place] if teach else None, more=place > 0)
    return rates.mixture


@dataclass(frozen=True)
class _Known:
    """What every pair is weighed with."""

    comparators: Sequence[Comparator]
    residents: int
    figures: ModelFigures
    rates: SourceRates

    def weigh(
        self, pairs: Pairs, signals: Signals, teaches: Mapping[str, Flags]
    ) -> tuple[Pairs, Posterior]:
        """Return the pairs and their posterior; `teaches`: which of them teach."""
        moved = moved_weights(
            self.comparators, pairs, signals, replace(self.rates, teaches=teaches)
        )
        found = posterior(pairs, signals, moved, self.rates.mixture, self.residents, self.figures)
        return pairs, found


def _weigh_portion(
    con: Connection,
    portion: Portion,
    known: _Known,
    teaches: Mapping[str, Flags] | None,
    *,
    more: bool,
) -> None:
    """Weigh the pairs of a portion and write what is kept of them; `teaches`: which of those with residents without
    secrecy teach, None where nothing is learned; `more`: the tables stand, this comes with it."""
    seen, secret, signals = ~portion.secret, portion.secret, portion.signals
    taught = teaches or dict.fromkeys(ORDER, np.zeros(int(seen.sum()), dtype=np.bool_))
    visible = portion.pairs.only(seen)
    of_seen = known.weigh(visible, signals, taught)
    hidden = np.bincount(portion.pairs.signal[secret], minlength=len(signals.source)) > 0
    _write(con, "_open", portion, portion.numbers[seen], of_seen, taught, hidden, more=more)
    if not secret.any():
        _write(con, "", portion, portion.numbers, of_seen, taught, None, more=more)
        return
    # pairs with somebody who has secrecy teach nothing, next month neither
    spread = {name: _spread(flags, seen) for name, flags in taught.items()}
    flags = spread
    if teaches is not None:
        flags = teaching(portion.pairs, signals, known.residents, known.figures)
    whole = known.weigh(portion.pairs, signals, flags)
    _write(con, "", portion, portion.numbers, whole, spread, None, more=more)


def _spread(flags: Flags, chosen: Flags) -> Flags:
    """Return flags of the chosen places as flags of all, False of the others."""
    spread = np.zeros(len(chosen), dtype=np.bool_)
    spread[chosen] = flags
    return spread


def _read_signals(con: Connection, register: str) -> tuple[NDArray[Any], Signals, dict[str, str]]:
    """Return the numbers of the signals, the signals in that order, and the sector of each source."""
    sectors = {
        str(vlp): str(sector)
        for vlp, sector in con.execute(
            "SELECT vlp, min(sector) FROM std_signalen GROUP BY vlp ORDER BY vlp"
        ).fetchall()
    }
    columns = {
        "signaal_nr": "INTEGER", "vlp": "VARCHAR", "naamloos": "DOUBLE", "ieder": "DOUBLE",
        "rechtspersoon": "BOOLEAN", "oordeel": "INTEGER",
    }  # fmt: skip
    rows = read_arrays(
        con,
        columns,
        f"""SELECT s.signaal_nr, s.vlp, coalesce(n.naamloos, 0) AS naamloos, coalesce(n.ieder, 0) AS ieder,
            coalesce(s.rechtsvorm = 'rechtspersoon', false) AS rechtspersoon,
            CASE WHEN o.signaal_nr IS NULL THEN {UNJUDGED} ELSE coalesce(i.persoon_nr, 0) END AS oordeel
        FROM std_signalen s LEFT JOIN signaal_naamloos n USING (signaal_nr)
        LEFT JOIN oordelen o USING (signaal_nr)
        LEFT JOIN {register}std_inwoners i ON i.persoon_id = o.persoon_id
        ORDER BY s.signaal_nr""",
    )
    places = {name: place for place, name in enumerate(sectors)}
    signals = Signals(
        sources=tuple(sectors),
        source=np.array([places[name] for name in rows["vlp"]], dtype=np.int64),
        unnamed=rows["naamloos"],
        anybody=rows["ieder"],
        legal=rows["rechtspersoon"],
        judged=rows["oordeel"],
    )
    return rows["signaal_nr"], signals, sectors


def _lessons(teaches: Mapping[str, Flags]) -> NDArray[np.object_]:
    """The comparators that every pair teaches about, joined by |, in the order of ORDER."""
    bits = np.zeros(len(teaches[ORDER[0]]), dtype=np.int64)
    for place, name in enumerate(ORDER):
        bits |= teaches[name].astype(np.int64) << place
    texts = [
        "|".join(name for place, name in enumerate(ORDER) if number >> place & 1)
        for number in range(1 << len(ORDER))
    ]
    found: NDArray[np.object_] = np.array(texts, dtype=np.object_)[bits]
    return found


def _places_kept(
    pairs: Pairs, chance: Floats, wanted: Flags | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the pairs that are kept, signal by signal, and the rank of each among those of its signal;
    `wanted`: of these signals alone (None: of all)."""
    places: list[int] = []
    ranks: list[int] = []
    # persoon_nr follows persoon_id
    chances, people, at_home = chance.tolist(), pairs.person.tolist(), pairs.at_address.tolist()
    starts = [0, *(np.flatnonzero(np.diff(pairs.signal)) + 1).tolist(), len(chances)]
    signals = pairs.signal.tolist()
    for first, last in pairwise(starts):
        if first == last or (wanted is not None and not wanted[signals[first]]):
            continue
        chosen = kept(chances[first:last], people[first:last], at_home[first:last])
        places += [first + place for place in chosen]
        ranks += range(1, len(chosen) + 1)
    return np.array(places, dtype=np.int64), np.array(ranks, dtype=np.int64)


def _write(
    con: Connection,
    which: str,
    portion: Portion,
    numbers: NDArray[Any],
    weighed: tuple[Pairs, Posterior],
    teaches: Mapping[str, Flags],
    wanted: Flags | None,
    *,
    more: bool,
) -> None:
    """Write the tables of `learn_rates`, with `which` behind their names; `numbers`: paar_nr of the pairs; `wanted`: of
    these signals (None: of all that are known); `more`: add to the tables."""
    pairs, found = weighed
    known = found.known if wanted is None else wanted
    places, rank = _places_kept(pairs, found.chance, wanted)
    signal = pairs.signal[places]
    of_pairs: dict[str, NDArray[Any]] = {
        "paar_nr": numbers[places],
        "signaal_nr": portion.signal_numbers[signal],
        "persoon_nr": pairs.person[places],
        "kans": found.chance[places],
        "leert": _lessons({name: flags[places] for name, flags in teaches.items()}),
        "op_adres": pairs.at_address[places],
        "leeftijd": pairs.age[places],
        "rang": rank,
        **{f"{c}_gewicht": found.weights[c][places] for c in ORDER},
        "gewicht": found.weight[places],
    }
    write_table(con, f"kandidaten{which}", of_pairs, _CANDIDATES, more=more)
    names = np.array(portion.signals.sources, dtype=np.object_)
    write_table(
        con,
        f"signaal_kans{which}",
        {
            "signaal_nr": portion.signal_numbers[known],
            "vlp": names[portion.signals.source[known]],
            "kans_geen": found.nobody[known],
            "kans_verwant": found.related[known],
            "kans_ongezien": found.unseen[known],
        },
        {"signaal_nr": "INTEGER", "vlp": "VARCHAR"}
        | dict.fromkeys(("kans_geen", "kans_verwant", "kans_ongezien"), "DOUBLE"),
        more=more,
    )


_CANDIDATES = {
    "paar_nr": "INTEGER", "signaal_nr": "INTEGER", "persoon_nr": "INTEGER", "kans": "DOUBLE", "leert": "VARCHAR",
    "op_adres": "BOOLEAN", "leeftijd": "DOUBLE", "rang": "INTEGER",
    **dict.fromkeys([*(f"{c}_gewicht" for c in ORDER), "gewicht"], "DOUBLE"),
}  # fmt: skip
"""Columns of `kandidaten` with their SQL types."""
