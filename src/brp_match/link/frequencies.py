"""u for one pair: how often a random resident agrees with the signal this specifically.

Term frequencies come from the register, smoothed with national shares so that a small register
does not take a name for common because one of its 33 residents has it.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table

SMOOTHING = 20_000.0
"""Pseudo-residents of the national smoothing: a register of this size counts half."""

RARE_SURNAME = 2e-5
"""National share of a surname that is not in the list: about one in 50,000 (Meertens
Familienamenbank: 314,000 surnames, median share far below this, weighted by bearers about this)."""

RARE_GIVEN = 1e-4
"""National share of a first given name that is not in the list (Meertens Voornamenbank)."""

DAYS = 27_000.0
"""Effective number of birth dates among living people (75 years)."""

EXTRA_INITIAL = 0.06
"""P(a further initial agrees by chance): about half have a second name, of which one in nine agrees."""

YEARS_OF_FIRST_JANUARY = 60.0
"""Effective number of birth years among people registered on 1 January."""


def build_frequencies(con: Connection, *, register: str = "") -> None:
    """Make `paar_u(paar_nr, achternaam_u, voornaam_u, geboortedatum_u, adres_u, adres_huishoudens)`.

    u are probabilities in (0, 1]; `adres_huishoudens` counts the addresses that fit the signal's as well as
    the resident's does: 1 where they are equal, else all that are lived in at that number.

    Address shares use the same count of residents as the prior 1/N, so that they cancel exactly.
    For placeholders u is m divided by the likelihood ratio (p + (1-p) m) / (p + (1-p) f), with p the
    source's rate of that placeholder and f the date's frequency.
    """
    create_table(
        con,
        "paar_u",
        f"""WITH alle AS (SELECT greatest(bestaand, 1)::DOUBLE AS n FROM {register}std_kenmerken),
        januari AS (SELECT coalesce(sum(t.n), 0) / any_value(alle.n) AS deel FROM {register}tel_datum t, alle
            WHERE maand = 1 AND dag = 1),
        ooit AS (SELECT postcode, nummer, sum(n) AS n, sum(n_ooit) AS n_ooit,
                count(*) FILTER (n > 0) AS adressen FROM {register}tel_adres GROUP BY ALL),
        roep AS (SELECT paar_nr, max(t.n) AS n FROM (
                SELECT paar_nr, unnest(gedeelde_groepen) AS groep FROM naam_kenmerken WHERE gedeelde_groepen IS NOT NULL)
            JOIN {register}tel_groep t USING (groep) GROUP BY paar_nr),
        postcodes AS (SELECT postcode, sum(n) AS n FROM {register}tel_adres GROUP BY ALL)
        SELECT p.paar_nr,
            (coalesce(a.n, 1) + {SMOOTHING} * coalesce(an.deel, {RARE_SURNAME})) / (alle.n + {SMOOTHING})
                AS achternaam_u,
            CASE WHEN n.voornaam_klasse LIKE 'voorletter%'
                THEN (coalesce(l.n, 0) + 20) / (alle.n + 400) * {EXTRA_INITIAL} ** least(greatest(n.voornaam_letters - 1, 0), 2)
                WHEN n.voornaam_klasse = 'roepnaam' THEN (coalesce(g.n, 1) + {SMOOTHING} * {RARE_GIVEN}) / (alle.n + {SMOOTHING})
                WHEN n.voornaam_klasse = 'tweede' THEN (coalesce(v.n, 1) + {SMOOTHING} * {RARE_GIVEN}) / (alle.n + {SMOOTHING})
                ELSE (coalesce(v.n_eerste, 1) + {SMOOTHING} * coalesce(vn.deel, {RARE_GIVEN})) / (alle.n + {SMOOTHING})
                END AS voornaam_u,
            CASE WHEN d.geboortedatum_klasse IN ('standaard_gelijk', 'standaard_anders') THEN
                0.5 / ((d.standaard_kans + (1 - d.standaard_kans)
                        * CASE d.geboortedatum_klasse WHEN 'standaard_gelijk' THEN 0.95 ELSE 0.000003 END)
                    / (d.standaard_kans + (1 - d.standaard_kans) * (coalesce(t.n, 0) + {SMOOTHING} / {DAYS}) / (alle.n + {SMOOTHING})))
                ELSE greatest((coalesce(t.n, 0) + {SMOOTHING} / {DAYS}) / (alle.n + {SMOOTHING}),
                    CASE WHEN i.maand = 1 AND i.dag = 1 THEN
                        (coalesce(v.n_januari, 0) + 5 * januari.deel) / (coalesce(v.n_eerste, 0) + 5) / {YEARS_OF_FIRST_JANUARY}
                        ELSE 0 END)
                END AS geboortedatum_u,
            CASE k.adres_klasse
                WHEN 'gelijk' THEN greatest(h.n, 1)
                WHEN 'nabij' THEN greatest(pc.n, 1)
                WHEN 'vorig_recent' THEN greatest(o.n_ooit - o.n, 1)
                WHEN 'vorig_lang' THEN greatest(o.n_ooit - o.n, 1)
                ELSE greatest(o.n, 1) END / alle.n AS adres_u,
            CASE k.adres_klasse WHEN 'gelijk' THEN 1 ELSE greatest(o.adressen, 1) END AS adres_huishoudens
        FROM paren p LEFT JOIN naam_kenmerken n USING (paar_nr) JOIN datum_kenmerken d USING (paar_nr)
        JOIN adres_kenmerken k USING (paar_nr) JOIN {register}std_inwoners i USING (persoon_nr)
        CROSS JOIN alle CROSS JOIN januari
        LEFT JOIN {register}tel_achternaam a ON a.vorm = coalesce(n.vorm_gelijk, n.vorm_eigen)
        LEFT JOIN lijst_achternamen an ON an.naam = coalesce(n.vorm_gelijk, n.vorm_eigen)
        LEFT JOIN {register}tel_voornaam v ON v.deel = n.voornaam_deel
        LEFT JOIN roep g ON g.paar_nr = p.paar_nr
        LEFT JOIN lijst_voornamen vn ON vn.naam = n.voornaam_deel
        LEFT JOIN {register}tel_letter l ON l.letter = n.eerste_letter
        LEFT JOIN {register}tel_datum t ON t.jaar = i.jaar AND t.maand = i.maand AND t.dag = i.dag
        LEFT JOIN {register}tel_adres h ON h.postcode = k.adres_postcode AND h.nummer = k.adres_nummer
            AND h.toevoeging = k.adres_toevoeging
        LEFT JOIN ooit o ON o.postcode = k.adres_postcode AND o.nummer = k.adres_nummer
        LEFT JOIN postcodes pc ON pc.postcode = k.adres_postcode""",
    )
