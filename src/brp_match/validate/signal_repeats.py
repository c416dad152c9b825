"""What only several signals together show: doubles, repeats, a birth date delivered too often."""

from __future__ import annotations

from brp_match.database import Connection, create_table

SIGNIFICANT = 1e-4
"""A birth date is delivered too often when chance would give its count with a smaller
probability (upper tail of a Poisson distribution, per deliverer)."""

AT_LEAST = 3
"""Different names with one birth date; fewer are never too many."""

ONE_DATE = 1 / 20_000
"""Share of adults born on one given date: 55 years of 365 dates; own estimate, on the high side."""

FIRST_OF_JANUARY = 1 / 2_000
"""The same for a 1 January: the register itself puts unknown birthdays of refugees there."""


def build_repeat_checks(con: Connection) -> None:
    """Make `controle_herhaling` out of `controle_basis`, `controle_delen` and
    `controle_eerder`.

    Per `rij`: `is_dubbel` (the same signal stands higher in the delivery), `is_zelfde_persoon` (this
    person stands higher under another customer number), `is_herhaald` (same deliverer, customer and
    kind earlier or in a former month, with arrears not higher: DDAS `herhaalde_melding`), `vroegsignaal_vooraf`
    (of an end of supply: an early signal of this customer came before it; NULL where no month before is known of the
    deliverer), and `geboortedatum_te_vaak`. NULL where the fields for it are missing.
    """
    create_table(
        con,
        "controle_herhaling",
        f"""WITH sleutel AS (SELECT rij, vlp, klantnummer, coalesce(soort, 'vroegsignaal') AS soort,
                bedrag_euro, dag, geboortedatum, pc, huisnummer, array_to_string(d.delen, ' ') AS naam, g
            FROM controle_basis LEFT JOIN controle_delen d ON d.tekst = naam),
        geteld AS (SELECT *,
            row_number() OVER (PARTITION BY vlp, klantnummer, soort, bedrag_euro, dag ORDER BY rij) AS hoeveelste,
            min(klantnummer) OVER (PARTITION BY vlp, naam, g, pc, huisnummer ORDER BY rij
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS eerdere_klant
            FROM sleutel),
        dag_telling AS (SELECT vlp, g, count(DISTINCT naam) AS k FROM sleutel
            WHERE g.soort = 'geldig' GROUP BY ALL),
        dag_totaal AS (SELECT vlp, count(DISTINCT naam) AS n FROM sleutel
            WHERE g.soort = 'geldig' GROUP BY ALL),
        dag_toets AS (SELECT vlp, g, k, n * CASE WHEN g.maand = 1 AND g.dag = 1
                THEN {FIRST_OF_JANUARY} ELSE {ONE_DATE} END AS m
            FROM dag_telling JOIN dag_totaal USING (vlp)),
        vaak AS (SELECT vlp, g, k >= {AT_LEAST} AND k > 3 * m
                AND 1 - list_sum(list_transform(range(0, k),
                    lambda i: exp(i * ln(m) - m - lgamma(i + 1)))) < {SIGNIFICANT} AS te_vaak
            FROM dag_toets)
        SELECT s.rij,
            CASE WHEN klantnummer IS NOT NULL THEN hoeveelste > 1 END AS is_dubbel,
            CASE WHEN naam IS NOT NULL AND s.g.soort = 'geldig' AND pc IS NOT NULL AND klantnummer IS NOT NULL
                THEN coalesce(eerdere_klant <> klantnummer, false) END AS is_zelfde_persoon,
            CASE WHEN klantnummer IS NOT NULL AND bedrag_euro IS NOT NULL AND hoeveelste = 1
                THEN h.rij IS NOT NULL END AS is_herhaald,
            CASE WHEN klantnummer IS NOT NULL AND s.soort = 'eindelevering'
                    AND s.vlp IN (SELECT vlp FROM controle_eerder) THEN EXISTS (
                SELECT 1 FROM (SELECT vlp, klantnummer, soort, dag FROM controle_eerder
                    UNION ALL SELECT vlp, klantnummer, soort, dag FROM sleutel) e
                WHERE e.vlp = s.vlp AND e.klantnummer = s.klantnummer
                    AND coalesce(e.soort, 'vroegsignaal') = 'vroegsignaal' AND coalesce(e.dag < s.dag, true)) END AS vroegsignaal_vooraf,
            CASE WHEN s.g.soort = 'geldig' AND l.jaar IS NULL THEN te_vaak END AS geboortedatum_te_vaak
        FROM geteld s LEFT JOIN vaak v ON v.vlp = s.vlp AND v.g = s.g
        LEFT JOIN controle_standaarddatums l
            ON l.jaar = s.g.jaar AND l.maand = s.g.maand AND l.dag = s.g.dag
        LEFT JOIN (
            SELECT DISTINCT s.rij FROM sleutel s JOIN (
                SELECT vlp, klantnummer, coalesce(soort, 'vroegsignaal') AS soort, bedrag_euro, dag, NULL AS rij
                FROM controle_eerder
                UNION ALL SELECT vlp, klantnummer, soort, bedrag_euro, dag, rij FROM sleutel
            ) e ON e.vlp = s.vlp AND e.klantnummer = s.klantnummer AND e.soort = s.soort
            WHERE s.bedrag_euro <= e.bedrag_euro
                AND (e.rij IS NULL AND coalesce(e.dag < s.dag, true) OR e.dag < s.dag
                    OR (e.rij < s.rij AND e.dag IS NOT DISTINCT FROM s.dag))
        ) h ON h.rij = s.rij""",
    )
