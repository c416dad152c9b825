"""Which birth dates of a delivery are placeholders."""

from __future__ import annotations

from brp_match.database import Connection, create_table

SIGNIFICANT = 0.01 / 25_000
"""A date is discovered as a placeholder when a source delivers it for so many customers that their own
birth dates would give that count with a smaller probability (Poisson tail, per source). One in a
hundred sources may find one by chance, over the 25,000 dates that could have come out (Bonferroni)."""

DISCOVER_AT_LEAST = 3
"""Fewer deliveries of one date are never enough to call it a placeholder."""

PRIOR_SIGNALS = 20.0
"""Weight, in signals, of the prior placeholder rate of a known date against a source's own count."""


def find_placeholders(con: Connection, *, register: str = "") -> None:
    """Make `standaarddatums(vlp, jaar, maand, dag, kans, ontdekt)`.

    `kans` is P(the source writes this date whatever the truth). Known dates start from the prior in
    comparators/tables/standaarddatums.csv and move with the source's count (Beta-binomial mean, each
    delivery of the date counted as far as it is no customer's own); unknown ones come in by a Poisson
    test of the count against the register's own frequency. A count is of different names, so that one
    customer with three contracts is no placeholder. People registered on 1 January come together at
    some sources: there the register's frequency of 1 January is raised by as much as the source has
    more of the other first Januaries, because a placeholder falls in one year and people do not.
    """
    create_table(
        con,
        "standaarddatums",
        f"""WITH n AS (SELECT vlp, count(*) FILTER (geb_soort = 'geldig') AS n FROM std_signalen GROUP BY vlp),
        geteld AS (SELECT vlp, jaar, maand, dag, count(DISTINCT coalesce(lower(naam), signaal_id)) AS k FROM std_signalen
            WHERE geb_soort = 'geldig' GROUP BY ALL),
        inwoners AS (SELECT bestaand AS n, coalesce((SELECT sum(n) FROM {register}tel_datum
                WHERE maand = 1 AND dag = 1), 0) / (bestaand + 25000.0) AS januari FROM {register}std_kenmerken),
        eigen AS (SELECT g.*, n.n, (coalesce(t.n, 0) + 1.0) / (i.n + 25000.0) AS f, i.januari, l.kans AS vooraf,
                sum(g.k) FILTER (g.maand = 1 AND g.dag = 1) OVER (PARTITION BY g.vlp) - g.k AS ander_januari
            FROM geteld g JOIN n USING (vlp) CROSS JOIN inwoners i
            LEFT JOIN {register}tel_datum t USING (jaar, maand, dag)
            LEFT JOIN lijst_standaarddatums l USING (jaar, maand, dag)),
        basis AS (SELECT * REPLACE (CASE WHEN maand = 1 AND dag = 1 THEN f * greatest(1,
                (ander_januari + 1) / (n * greatest(januari - f, 0) + 1)) ELSE f END AS f) FROM eigen),
        toets AS (SELECT *,
            -- upper Poisson tail, sum from 0 to k-1 in logs for stability
            1 - list_sum(list_transform(range(0, k), lambda i: exp(i * ln(n * f) - n * f - lgamma(i + 1)))) AS staart
            FROM basis)
        SELECT vlp, jaar, maand, dag, vooraf IS NULL AS ontdekt,
            CASE WHEN vooraf IS NOT NULL
                THEN (vooraf * {PRIOR_SIGNALS} + greatest(k * vooraf / (vooraf + f), k - 1 - n * f)) / ({PRIOR_SIGNALS} + n)
                ELSE (k - n * f) / n END AS kans
        FROM toets
        WHERE vooraf IS NOT NULL OR (k >= {DISCOVER_AT_LEAST} AND staart < {SIGNIFICANT} AND k > 3 * n * f)""",
    )
