"""m per source and π per source, learned from the posterior itself, with shrinkage.

Each source (VLP) has its own habits; a month of 30 signals cannot tell them. So the counts of a
source are added to its sector's rates, those to the pooled ones, those to the prior in the YAML:
a Dirichlet at every step. The same numbers are the scorecard's accuracy per field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from brp_match.content import Comparator
from brp_match.database import Connection, create_table
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import AT_HOUSEHOLD, Mixture, build_pairs, score_posterior

STRENGTH_POOLED = 200.0
STRENGTH_SECTOR = 100.0
STRENGTH_SOURCE = 60.0
"""Dirichlet strengths, in signals: what a level above weighs against a level's own counts. Chosen
on simulated months of 30 to 1,000 signals (benchmarks/README): lower ones lose at 30."""

FLOOR = 0.25
"""A rate never falls below this share of its prior: a month without an error is no proof that
the error cannot happen."""

RESIDENT_PRIOR = 0.85
RESIDENT_STRENGTH = 40.0
RELATIVE_PRIOR = 0.2
RELATIVE_STRENGTH = 60.0
"""Beta priors of π (share of signals that concern somebody in the register) and w (share of
relatives and housemates among the others), with their strength in signals. Guesses; in the source
report 30 of 40 drop-outs were right, and drop-out is about a fifth of the signals."""

ROUNDS = 3
"""Rounds of expectation-maximisation; with the shrinkage above a fourth moves nothing."""

Counts = Mapping[tuple[str, str, str], float]
"""Expected count by (source, comparator, level)."""


@dataclass
class SourceRates:
    """What the month taught: m by source, comparator and level; the mixture; the counts."""

    m: dict[tuple[str, str, str], float]
    mixture: Mixture
    counts: dict[tuple[str, str, str], float] = field(default_factory=dict)


def shrink(
    comparators: Sequence[Comparator], counts: Counts, sectors: Mapping[str, str]
) -> dict[tuple[str, str, str], float]:
    """m by (source, comparator, level): source ← sector ← pooled ← prior, floored, sums to 1 per group.

    `counts` are expected numbers of true pairs at each level, `sectors` the sector of each source.
    """
    result: dict[tuple[str, str, str], float] = {}
    for comparator in comparators:
        for group in comparator.groepen.values():
            prior = {level: comparator.m_of(level) for level in group}
            by_sector = {
                sector: dict.fromkeys(group, 0.0) for sector in sorted(set(sectors.values()))
            }
            for (source, name, level), count in sorted(counts.items()):
                if name == comparator.naam and level in prior:
                    by_sector[sectors[source]][level] += count
            pooled = _dirichlet(
                prior,
                {level: sum(c[level] for c in by_sector.values()) for level in group},
                STRENGTH_POOLED,
            )
            for source, sector in sorted(sectors.items()):
                known = {level: comparator.m_of(level, sector) for level in group}
                # a sector's own prior moves the pooled rates by the same odds
                start = _normalise(
                    {level: pooled[level] * known[level] / prior[level] for level in group}
                )
                of_sector = _dirichlet(start, by_sector[sector], STRENGTH_SECTOR)
                own = {level: counts.get((source, comparator.naam, level), 0.0) for level in group}
                rates = _dirichlet(of_sector, own, STRENGTH_SOURCE)
                floored = _normalise(
                    {level: max(rates[level], FLOOR * prior[level]) for level in group}
                )
                for level in group:
                    result[source, comparator.naam, level] = floored[level]
    return result


def _dirichlet(
    prior: Mapping[str, float], counts: Mapping[str, float], strength: float
) -> dict[str, float]:
    total = strength + sum(counts.values())
    return {level: (strength * prior[level] + counts[level]) / total for level in prior}


def _normalise(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {level: value / total for level, value in values.items()}


def learn(
    con: Connection,
    comparators: Sequence[Comparator],
    *,
    register: str = "",
    earlier: Counts | None = None,
    rounds: int = ROUNDS,
) -> SourceRates:
    """Alternate the posterior and the rates; leaves the tables of `score_posterior` at the end.

    `earlier` holds counts of former runs and reviewed decisions. Signals in `oordelen(signaal_nr,
    persoon_id)` (reviewed in this delivery) count as decided. With `rounds` 0 the priors stand.
    """
    sectors = {
        str(vlp): str(sector)
        for vlp, sector in con.execute(
            "SELECT vlp, min(sector) FROM std_signalen GROUP BY vlp ORDER BY vlp"
        ).fetchall()
    }
    before = {key: value for key, value in (earlier or {}).items() if key[0] in sectors}
    rates = SourceRates(
        shrink(comparators, before, sectors),
        Mixture(dict.fromkeys(sectors, RESIDENT_PRIOR), RELATIVE_PRIOR, _household(comparators)),
    )
    build_pairs(con, rates.mixture.household, register=register)
    for step in range(rounds + 1):
        _write_weights(con, comparators, rates, sectors)
        score_posterior(con, rates.mixture, register=register)
        if step == rounds:
            break
        counts = _expected_counts(con, register)
        merged = {
            key: counts.get(key, 0.0) + before.get(key, 0.0)
            for key in sorted(counts.keys() | before.keys())
        }
        rates = SourceRates(
            shrink(comparators, merged, sectors),
            _mixture(con, sectors, rates.mixture.household),
            counts,
        )
    return rates


def _write_weights(
    con: Connection,
    comparators: Sequence[Comparator],
    rates: SourceRates,
    sectors: Mapping[str, str],
) -> None:
    """Table bron_gewicht: log2 of the source's m over the m Splink used."""
    rows = [
        (source, c.naam, level, log2(rates.m[source, c.naam, level] / c.m_of(level)))
        for source in sorted(sectors)
        for c in comparators
        for group in c.groepen.values()
        for level in group
        # how often a placeholder is written is a rate of its own, see date_features
        if not level.startswith("standaard")
    ]
    create_table(
        con,
        "bron_gewicht",
        """SELECT unnest($1::VARCHAR[]) AS vlp, unnest($2::VARCHAR[]) AS vergelijking,
            unnest($3::VARCHAR[]) AS niveau, unnest($4::DOUBLE[]) AS verschil""",
        [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []],
    )


def _expected_counts(con: Connection, register: str) -> dict[tuple[str, str, str], float]:
    levels = ", ".join(f"{{'vergelijking': '{c}', 'niveau': v.{c}_niveau}}" for c in ORDER)
    rows = con.execute(
        f"""SELECT vlp, l.vergelijking, l.niveau, list_sum(list(kans ORDER BY paar_nr)) FROM (
            SELECT k.paar_nr, k.vlp, k.kans, unnest([{levels}]) AS l FROM (
                SELECT k.paar_nr, k.vlp, CASE WHEN o.signaal_nr IS NULL THEN k.kans
                        WHEN o.persoon_nr = k.persoon_nr THEN 1.0 ELSE 0.0 END AS kans
                FROM kandidaten k LEFT JOIN (SELECT o.signaal_nr, i.persoon_nr FROM oordelen o
                    LEFT JOIN {register}std_inwoners i USING (persoon_id)) o USING (signaal_nr)) k
            JOIN vergelijkingen v USING (paar_nr) WHERE kans > 1e-6)
        GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    return {(str(v), str(c), str(n)): float(count) for v, c, n, count in rows}


def _household(comparators: Sequence[Comparator]) -> dict[str, float]:
    """P(address level | lives there), from the prior m of the address comparator; sums to 1."""
    address = next(c for c in comparators if c.naam == "adres")
    return _normalise({level: address.m_of(level) for level in AT_HOUSEHOLD})


def _mixture(
    con: Connection, sectors: Mapping[str, str], household: Mapping[str, float]
) -> Mixture:
    rows = con.execute(
        """SELECT s.vlp, count(*), coalesce(list_sum(list(coalesce(k.kans_geen - k.kans_ongezien, 1) ORDER BY s.signaal_nr)), 0),
            coalesce(list_sum(list(coalesce(k.kans_verwant, 0) ORDER BY s.signaal_nr)), 0)
        FROM std_signalen s LEFT JOIN signaal_kans k USING (signaal_nr)
        WHERE coalesce(s.rechtsvorm, '') <> 'rechtspersoon' GROUP BY s.vlp ORDER BY s.vlp"""
    ).fetchall()
    everybody = sum(n for _, n, _, _ in rows)
    nobody = sum(none for _, _, none, _ in rows)
    related = sum(r for _, _, _, r in rows)
    pooled = (RESIDENT_STRENGTH * RESIDENT_PRIOR + everybody - nobody) / (
        RESIDENT_STRENGTH + everybody
    )
    resident = dict.fromkeys(sectors, pooled)
    for vlp, n, none, _ in rows:
        resident[str(vlp)] = (RESIDENT_STRENGTH * pooled + n - none) / (RESIDENT_STRENGTH + n)
    relative = (RELATIVE_STRENGTH * RELATIVE_PRIOR + related) / (RELATIVE_STRENGTH + nobody)
    return Mixture(resident, relative, household)
