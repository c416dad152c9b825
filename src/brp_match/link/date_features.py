"""How a signal's birth date relates to a resident's, and which dates are placeholders."""

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


EXCEL_CALENDARS = 1462
"""Days between the 1900 and the 1904 calendar of Excel: a serial number read in the wrong one."""


HOUSEHOLD_AT_MOST = 12
"""More residents at one address are no household whose members an administration mixes up."""


_FIGURES = (
    "lpad(({0}.dag::INTEGER * 1000000 + {0}.maand::INTEGER * 10000 + {0}.jaar)::VARCHAR, 8, '0')"
)
"""SQL of a date as `ddmmjjjj`."""

_DATE = "TRY_CAST(concat_ws('-', {0}.jaar, {0}.maand, {0}.dag) AS DATE)"
"""SQL of a date as DATE, NULL where there is no such date."""


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


def build_date_classes(con: Connection, *, register: str = "") -> None:
    """Make `datum_klassen(paar_nr, signaal_nr, persoon_nr, standaard_kans, klasse)`: the two dates of a pair.

    Classes: gelijk, dag_maand_omgedraaid, typefout, dag_maand_gelijk, deels, afwijkend;
    onvolledig_past, onvolledig_anders (register incomplete); standaard_gelijk, standaard_anders;
    ontbreekt. Placeholders are compared before they are discarded.
    """
    create_table(
        con,
        "datum_klassen",
        f"""SELECT paar_nr, signaal_nr, persoon_nr, standaard_kans,
            CASE WHEN geb_soort <> 'geldig' AND (s_jaar IS NULL OR geb_soort = 'ongeldig') THEN 'ontbreekt'
                WHEN r_jaar IS NULL THEN 'ontbreekt'
                WHEN r_maand IS NULL OR r_dag IS NULL OR s_maand IS NULL OR s_dag IS NULL THEN
                    CASE WHEN standaard_kans IS NOT NULL AND s_jaar <> r_jaar THEN 'ontbreekt'
                         WHEN s_jaar = r_jaar AND coalesce(s_maand = r_maand OR (s_maand = 1 AND s_dag = 1), true)
                         THEN 'onvolledig_past' ELSE 'onvolledig_anders' END
                WHEN s_jaar = r_jaar AND s_maand = r_maand AND s_dag = r_dag THEN
                    CASE WHEN standaard_kans IS NULL THEN 'gelijk' ELSE 'standaard_gelijk' END
                WHEN standaard_kans IS NOT NULL THEN 'standaard_anders'
                WHEN s_jaar = r_jaar AND s_maand = r_dag AND s_dag = r_maand THEN 'dag_maand_omgedraaid'
                -- another figure, two figures swapped (that is every edit of eight figures to eight), a day by a time zone, or Excel's two calendars
                WHEN CASE hamming(s_cijfers, r_cijfers) WHEN 1 THEN true
                    WHEN 2 THEN list_sort(string_split(s_cijfers, '')) = list_sort(string_split(r_cijfers, ''))
                        OR abs(s_datum - r_datum) IN (1, {EXCEL_CALENDARS})
                    ELSE abs(s_datum - r_datum) IN (1, {EXCEL_CALENDARS}) END
                    THEN 'typefout'
                WHEN s_maand = r_maand AND s_dag = r_dag THEN 'dag_maand_gelijk'
                WHEN s_jaar = r_jaar AND (s_maand = r_maand OR s_dag = r_dag OR (s_maand = 1 AND s_dag = 1))
                    OR (s_maand = r_dag AND s_dag = r_maand AND abs(s_jaar - r_jaar) <= 1) THEN 'deels'
                ELSE 'afwijkend' END AS klasse
        FROM (SELECT p.paar_nr, p.signaal_nr, p.persoon_nr, s.geb_soort, s.jaar AS s_jaar, nullif(s.maand, 0) AS s_maand,
                nullif(s.dag, 0) AS s_dag, r.jaar AS r_jaar, r.maand AS r_maand, r.dag AS r_dag,
                s.cijfers AS s_cijfers, s.datum AS s_datum, {_FIGURES.format("r")} AS r_cijfers, {_DATE.format("r")} AS r_datum,
                d.kans AS standaard_kans
            FROM paren p JOIN (SELECT signaal_nr, vlp, geb_soort, jaar, maand, dag,
                    {_FIGURES.format("s")} AS cijfers, {_DATE.format("s")} AS datum
                FROM std_signalen s) s USING (signaal_nr)
            JOIN {register}std_inwoners r USING (persoon_nr)
            LEFT JOIN standaarddatums d ON s.geb_soort = 'geldig' AND d.vlp = s.vlp AND d.jaar = s.jaar
                AND d.maand = s.maand AND d.dag = s.dag)""",
    )


def build_date_features(con: Connection, *, register: str = "") -> None:
    """Make `datum_kenmerken(paar_nr, geboortedatum_klasse, standaard_kans)` of `datum_klassen` and `naam_kenmerken`.

    One class more: huisgenoot (somebody at the resident's address has this date but another given name;
    the resident the name but another date): an administration that holds a couple may mix them up.
    """
    create_table(
        con,
        "datum_kenmerken",
        f"""WITH woont AS (SELECT k.paar_nr, k.signaal_nr, k.persoon_nr, k.klasse, v.postcode, v.nummer, v.toevoeging,
                n.voornaam_klasse IN ('anders', 'zelfde_letter', 'voorletters_anders') AS ander
            FROM datum_klassen k JOIN {register}std_verblijf v USING (persoon_nr) JOIN naam_kenmerken n USING (paar_nr)
            JOIN {register}tel_adres t ON t.postcode = v.postcode AND t.nummer = v.nummer AND t.toevoeging = v.toevoeging
            WHERE v.huidig AND t.n <= {HOUSEHOLD_AT_MOST} AND k.klasse IN ('gelijk', 'dag_maand_gelijk', 'deels', 'afwijkend')),
        gemengd AS (SELECT DISTINCT a.paar_nr FROM woont a JOIN woont g USING (signaal_nr, postcode, nummer, toevoeging)
            WHERE g.klasse = 'gelijk' AND g.ander AND a.klasse <> 'gelijk' AND NOT a.ander)
        SELECT paar_nr, standaard_kans, CASE WHEN g.paar_nr IS NULL THEN klasse ELSE 'huisgenoot' END AS geboortedatum_klasse
        FROM datum_klassen LEFT JOIN gemengd g USING (paar_nr)""",
    )
