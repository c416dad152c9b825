"""m per source and π per source, learned from the posterior itself, with shrinkage.

Each source (VLP) has its own habits; a month of 30 signals cannot tell them. So the counts of a
source are added to its sector's rates, those to the pooled ones, those to the prior in the YAML:
a Dirichlet at every step. The same numbers are the scorecard's accuracy per field. Strengths, floor and
priors stand in comparators/model.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from brp_match.content import Comparator, ModelFigures, model_figures
from brp_match.database import Connection, create_table
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import AT_HOUSEHOLD, Mixture, build_pairs, score_posterior

Counts = Mapping[tuple[str, str, str], float]
"""Expected count by (source, comparator, level)."""


@dataclass
class SourceRates:
    """What the month taught: m by source, comparator and level; the mixture; the counts."""

    m: dict[tuple[str, str, str], float]
    mixture: Mixture
    counts: dict[tuple[str, str, str], float] = field(default_factory=dict)


def shrink(
    comparators: Sequence[Comparator],
    counts: Counts,
    sectors: Mapping[str, str],
    figures: ModelFigures | None = None,
) -> dict[tuple[str, str, str], float]:
    """m by (source, comparator, level): source ← sector ← pooled ← prior, floored, sums to 1 per group.

    `counts` are expected numbers of true pairs at each level, `sectors` the sector of each source.
    """
    figures = figures or model_figures()
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
                figures.strength_pooled,
            )
            for source, sector in sorted(sectors.items()):
                known = {level: comparator.m_of(level, sector) for level in group}
                # a sector's own prior moves the pooled rates by the same odds
                start = _normalise(
                    {level: pooled[level] * known[level] / prior[level] for level in group}
                )
                of_sector = _dirichlet(start, by_sector[sector], figures.strength_sector)
                own = {level: counts.get((source, comparator.naam, level), 0.0) for level in group}
                rates = _dirichlet(of_sector, own, figures.strength_source)
                floored = _normalise(
                    {level: max(rates[level], figures.rate_floor * prior[level]) for level in group}
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
    rounds: int | None = None,
    figures: ModelFigures | None = None,
) -> SourceRates:
    """Alternate the posterior and the rates; leaves the tables of `score_posterior` at the end.

    `earlier` holds counts of former runs and reviewed decisions. Signals in `oordelen(signaal_nr,
    persoon_id)` (reviewed in this delivery) count as decided. With `rounds` 0 the priors stand.
    """
    figures = figures or model_figures()
    rounds = figures.rounds if rounds is None else rounds
    sectors = {
        str(vlp): str(sector)
        for vlp, sector in con.execute(
            "SELECT vlp, min(sector) FROM std_signalen GROUP BY vlp ORDER BY vlp"
        ).fetchall()
    }
    before = {key: value for key, value in (earlier or {}).items() if key[0] in sectors}
    rates = SourceRates(
        shrink(comparators, before, sectors, figures),
        Mixture(
            dict.fromkeys(sectors, figures.resident_prior),
            figures.relative_prior,
            _household(comparators),
        ),
    )
    build_pairs(con, rates.mixture.household, register=register, figures=figures)
    for step in range(rounds + 1):
        _write_weights(con, comparators, rates, sectors)
        score_posterior(con, rates.mixture, register=register, figures=figures)
        if step == rounds:
            break
        counts = _expected_counts(con, register, figures)
        merged = {
            key: counts.get(key, 0.0) + before.get(key, 0.0)
            for key in sorted(counts.keys() | before.keys())
        }
        rates = SourceRates(
            shrink(comparators, merged, sectors, figures),
            _mixture(con, sectors, rates.mixture.household, figures),
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


def _expected_counts(
    con: Connection, register: str, figures: ModelFigures
) -> dict[tuple[str, str, str], float]:
    levels = ", ".join(f"{{'vergelijking': '{c}', 'niveau': v.{c}_niveau}}" for c in ORDER)
    rows = con.execute(
        f"""SELECT vlp, l.vergelijking, l.niveau, list_sum(list(kans ORDER BY paar_nr)) FROM (
            SELECT k.paar_nr, k.vlp, k.kans, unnest([{levels}]) AS l FROM (
                SELECT k.paar_nr, k.vlp, CASE WHEN o.signaal_nr IS NULL THEN k.kans
                        WHEN o.persoon_nr = k.persoon_nr THEN 1.0 ELSE 0.0 END AS kans
                FROM kandidaten k LEFT JOIN (SELECT o.signaal_nr, i.persoon_nr FROM oordelen o
                    LEFT JOIN {register}std_inwoners i USING (persoon_id)) o USING (signaal_nr)) k
            JOIN vergelijkingen v USING (paar_nr) WHERE kans > {figures.counted_from})
        GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    return {(str(v), str(c), str(n)): float(count) for v, c, n, count in rows}


def _household(comparators: Sequence[Comparator]) -> dict[str, float]:
    """P(address level | lives there), from the prior m of the address comparator; sums to 1."""
    address = next(c for c in comparators if c.naam == "adres")
    return _normalise({level: address.m_of(level) for level in AT_HOUSEHOLD})


def _mixture(
    con: Connection,
    sectors: Mapping[str, str],
    household: Mapping[str, float],
    figures: ModelFigures,
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
    strength = figures.resident_strength
    pooled = (strength * figures.resident_prior + everybody - nobody) / (strength + everybody)
    resident = dict.fromkeys(sectors, pooled)
    for vlp, n, none, _ in rows:
        resident[str(vlp)] = (strength * pooled + n - none) / (strength + n)
    among = figures.relative_strength
    relative = (among * figures.relative_prior + related) / (among + nobody)
    return Mixture(resident, relative, household)
