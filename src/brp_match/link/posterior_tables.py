"""The posterior and the rates in the run: tables to arrays, and what was found to tables again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brp_match.content import Comparator, ModelFigures, model_figures
from brp_match.database import Connection, create_table, scalar
from brp_match.link.arrays import read_arrays, write_table
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import (
    AGE_UNKNOWN,
    AT_HOUSEHOLD,
    UNJUDGED,
    Flags,
    Mixture,
    Pairs,
    Posterior,
    Signals,
    household_rates,
    posterior,
)
from brp_match.link.shared import SharedRates
from brp_match.link.source_rates import (
    Lessons,
    SourceRates,
    learn,
    moved_weights,
    prior_rates,
    teaching,
)


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

    Makes `paar_basis(paar_nr, signaal_nr, persoon_nr, op_adres, leeftijd, geheim)`: the resident lives at the
    signal's address; years at the signal date, NULL when unknown; the resident has secrecy. `kandidaten(paar_nr, signaal_nr,
    persoon_nr, vlp, kans, leert)`; `leert`: the comparators about which the pair teaches, joined by |. `signaal_kans(signaal_nr, vlp, kans_geen, kans_verwant, kans_ongezien)` and
    `paar_gewicht(paar_nr, signaal_nr, persoon_nr, <c>_gewicht, gewicht)` in log2: see Posterior. Signals
    without a candidate are in neither, unless they may be about somebody whom they do not name. `kandidaten_open`,
    `signaal_kans_open` and `paar_gewicht_open`: the same of the signals that have a candidate with secrecy, as if nobody with secrecy
    stood in the register.
    Reads vergelijkingen, gewichten, std_signalen, std_inwoners, signaal_naamloos, oordelen. `register` is
    the schema prefix of the register tables; `shared` what other municipalities know; the rest as
    `source_rates.learn`.
    """
    figures = figures or model_figures()
    create_table(con, "paar_basis", _BASIS.format(register=register))
    numbers, signals, sectors = _read_signals(con, register)
    pair_numbers, pairs, secret = _read_pairs(con, comparators, numbers, figures)
    seen = pairs.only(~secret)
    residents = int(scalar(con, f"SELECT inwoners FROM {register}std_kenmerken"))
    shared = shared or SharedRates()
    if teach:
        rates = learn(
            comparators, seen, signals, sectors, residents, figures,
            earlier=earlier, national=shared.counts, national_sectors=shared.sectors,
        )  # fmt: skip
    else:
        rates = prior_rates(comparators, seen, signals, sectors, figures)
    weigh = partial(_weighed, signals, comparators, residents, figures)
    of_seen = weigh(pair_numbers[~secret], seen, rates)
    hidden = np.bincount(pairs.signal[secret], minlength=len(numbers)) > 0
    _write(con, "_open", numbers, signals, of_seen, hidden)
    whole = of_seen
    if secret.any():
        taught = {name: _spread(flags, ~secret) for name, flags in rates.teaches.items()}
        flags = teaching(pairs, signals, residents, figures) if teach else taught
        # pairs with somebody who has secrecy teach nothing, next month neither
        whole = replace(weigh(pair_numbers, pairs, replace(rates, teaches=flags)), teaches=taught)
    _write(con, "", numbers, signals, whole, None)
    return rates.mixture


def _spread(flags: Flags, chosen: Flags) -> Flags:
    """Return flags of the chosen places as flags of all, False of the others."""
    spread = np.zeros(len(chosen), dtype=np.bool_)
    spread[chosen] = flags
    return spread


_AT_HOUSEHOLD = ", ".join(f"'{level}'" for level in AT_HOUSEHOLD)

_BASIS = f"""SELECT v.paar_nr, v.signaal_nr, v.persoon_nr, v.adres_klasse IN ({_AT_HOUSEHOLD}) AND v.adres_huidig AS op_adres,
    CASE WHEN i.jaar IS NOT NULL AND s.signaaldatum IS NOT NULL THEN
        year(s.signaaldatum) - i.jaar - CASE WHEN (coalesce(i.maand, 1), coalesce(i.dag, 1))
            > (month(s.signaaldatum), day(s.signaaldatum)) THEN 1 ELSE 0 END END AS leeftijd,
    i.bestaat AND NOT i.geteld AS geheim
    FROM vergelijkingen v JOIN std_signalen s USING (signaal_nr) JOIN {{register}}std_inwoners i USING (persoon_nr)"""


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


def _read_pairs(
    con: Connection, comparators: Sequence[Comparator], signals: NDArray[Any], figures: ModelFigures
) -> tuple[NDArray[Any], Pairs, Flags]:
    """Return the numbers of the pairs, the pairs in that order, and which are with a resident who has secrecy."""
    levels = {f"{c.naam}_niveau": "VARCHAR" for c in comparators}
    weights = {f"{c.naam}_gewicht": "DOUBLE" for c in comparators}
    columns = {
        "paar_nr": "INTEGER", "signaal_nr": "INTEGER", "persoon_nr": "INTEGER", "op_adres": "BOOLEAN",
        "leeftijd": "DOUBLE", "adres_klasse": "VARCHAR", "adres_huishoudens": "DOUBLE",
    }  # fmt: skip
    columns |= dict.fromkeys(("verder_anders", "deel_anders", "geheim"), "BOOLEAN")
    rows = read_arrays(
        con,
        columns | levels | weights,
        f"""SELECT b.paar_nr, b.signaal_nr, b.persoon_nr, coalesce(b.op_adres, false) AS op_adres,
            coalesce(b.leeftijd, {AGE_UNKNOWN}) AS leeftijd, v.adres_klasse, coalesce(v.adres_huishoudens, 1) AS adres_huishoudens,
            v.verder_anders, v.deel_anders, b.geheim,
            {", ".join(f"v.{name}" for name in levels)}, {", ".join(f"g.{name}" for name in weights)}
        FROM paar_basis b JOIN vergelijkingen v USING (paar_nr) JOIN gewichten g USING (paar_nr)
        ORDER BY b.paar_nr""",
    )
    rates = household_rates(comparators)
    share = np.array([rates.get(level, 0.0) for level in rows["adres_klasse"]], dtype=np.float64)
    pairs = Pairs(
        signal=np.searchsorted(signals, rows["signaal_nr"]),
        person=rows["persoon_nr"],
        levels={c.naam: _places(c, rows[f"{c.naam}_niveau"]) for c in comparators},
        weights={c.naam: rows[f"{c.naam}_gewicht"] for c in comparators},
        age=rows["leeftijd"],
        at_address=rows["op_adres"],
        household=share / rows["adres_huishoudens"],
        apart={
            "achternaam": np.where(rows["deel_anders"], figures.other_names, 1.0),
            "voornaam": np.where(rows["verder_anders"], figures.other_names, 1.0),
        },
    )
    return rows["paar_nr"], pairs, rows["geheim"]


def _places(comparator: Comparator, levels: NDArray[Any]) -> NDArray[np.int64]:
    places = {level.id: place for place, level in enumerate(comparator.niveaus)}
    return np.array([places[level] for level in levels], dtype=np.int64)


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


@dataclass(frozen=True)
class _Weighed:
    """Pairs with their numbers, what each teaches, and what they weigh."""

    numbers: NDArray[Any]
    pairs: Pairs
    teaches: Mapping[str, Flags]
    found: Posterior


def _weighed(
    signals: Signals,
    comparators: Sequence[Comparator],
    residents: int,
    figures: ModelFigures,
    numbers: NDArray[Any],
    pairs: Pairs,
    rates: SourceRates,
) -> _Weighed:
    """Weigh the pairs with these rates."""
    moved = moved_weights(comparators, pairs, signals, rates)
    found = posterior(pairs, signals, moved, rates.mixture, residents, figures)
    return _Weighed(numbers, pairs, rates.teaches, found)


def _write(
    con: Connection,
    which: str,
    numbers: NDArray[Any],
    signals: Signals,
    weighed: _Weighed,
    wanted: Flags | None,
) -> None:
    """Make the tables of `learn_rates`, with `which` behind their names; `wanted`: of these signals (None: of all that
    are known)."""
    pairs, found = weighed.pairs, weighed.found
    known = found.known if wanted is None else wanted
    shown = np.ones(len(pairs.signal), dtype=np.bool_) if wanted is None else wanted[pairs.signal]
    names = np.array(signals.sources, dtype=np.object_)
    keys = {"paar_nr": "INTEGER", "signaal_nr": "INTEGER", "persoon_nr": "INTEGER"}
    of_pairs: dict[str, NDArray[Any]] = {
        "paar_nr": weighed.numbers,
        "signaal_nr": numbers[pairs.signal],
        "persoon_nr": pairs.person,
        "vlp": names[signals.source[pairs.signal]],
        "kans": found.chance,
        "gewicht": found.weight,
    } | {f"{c}_gewicht": found.weights[c] for c in ORDER}
    of_pairs["leert"] = _lessons(weighed.teaches)
    of_pairs = {name: values[shown] for name, values in of_pairs.items()}
    kept = keys | {"vlp": "VARCHAR", "kans": "DOUBLE", "leert": "VARCHAR"}
    write_table(con, f"kandidaten{which}", of_pairs, kept)
    weights = dict.fromkeys([*(f"{c}_gewicht" for c in ORDER), "gewicht"], "DOUBLE")
    write_table(con, f"paar_gewicht{which}", of_pairs, keys | weights)
    write_table(
        con,
        f"signaal_kans{which}",
        {
            "signaal_nr": numbers[known],
            "vlp": names[signals.source[known]],
            "kans_geen": found.nobody[known],
            "kans_verwant": found.related[known],
            "kans_ongezien": found.unseen[known],
        },
        {"signaal_nr": "INTEGER", "vlp": "VARCHAR"}
        | dict.fromkeys(("kans_geen", "kans_verwant", "kans_ongezien"), "DOUBLE"),
    )
