"""u for one pair: how often a random resident agrees with the signal this specifically.

Names have a room of their own (`name_frequencies`); here dates and addresses, and all in one table.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table
from brp_match.link.name_frequencies import SMOOTHING

DAYS = 27_000.0
"""Effective number of birth dates among living people (75 years)."""

YEARS_OF_FIRST_JANUARY = 60.0
"""Effective number of birth years among people registered on 1 January."""


YEAR_LIKE = 0.25
"""P(two birth years differ in one digit, or swap two), among people registered on 1 January: of 60 years
about 6 share the decade's digit place and 9 the last one."""


def build_address_frequencies(con: Connection, *, register: str = "") -> None:
    """Make `adres_u(paar_nr, adres_u, adres_huishoudens)` of `adres_kenmerken`.

    u is a probability in (0, 1]; `adres_huishoudens` counts the addresses that fit the signal's as well as
    the resident's does: 1 where they are equal, else all that are lived in at that number.

    Address shares use the same count of residents as the prior 1/N, so that they cancel exactly.
    """
    create_table(
        con,
        "adres_u",
        f"""WITH alle AS (SELECT greatest(bestaand, 1)::DOUBLE AS n FROM {register}std_kenmerken),
        ooit AS (SELECT postcode, nummer, sum(n) AS n, sum(n_ooit) AS n_ooit,
                count(*) FILTER (n > 0) AS adressen FROM {register}tel_adres GROUP BY ALL),
        postcodes AS (SELECT postcode, sum(n) AS n FROM ooit GROUP BY ALL)
        SELECT k.paar_nr, CASE k.adres_klasse
                WHEN 'gelijk' THEN greatest(h.n, 1)
                WHEN 'nabij' THEN greatest(pc.n, 1)
                WHEN 'vorig_recent' THEN greatest(o.n_ooit - o.n, 1)
                WHEN 'vorig_lang' THEN greatest(o.n_ooit - o.n, 1)
                ELSE greatest(o.n, 1) END / alle.n AS adres_u,
            CASE k.adres_klasse WHEN 'gelijk' THEN 1 ELSE greatest(o.adressen, 1) END AS adres_huishoudens
        FROM adres_kenmerken k CROSS JOIN alle
        LEFT JOIN {register}tel_adres h ON h.postcode = k.adres_postcode AND h.nummer = k.adres_nummer
            AND h.toevoeging = k.adres_toevoeging
        LEFT JOIN ooit o ON o.postcode = k.adres_postcode AND o.nummer = k.adres_nummer
        LEFT JOIN postcodes pc ON pc.postcode = k.adres_postcode""",
    )


def build_frequencies(con: Connection, *, register: str = "") -> None:
    """Make `paar_u(paar_nr, achternaam_u, voornaam_u, geboortedatum_u, adres_u, adres_huishoudens)` of
    `naam_u`, `adres_u` and the dates. u are probabilities in (0, 1].

    A mistyped birth date that both sides put on 1 January agrees as often as people of that given name stand
    on 1 January. For placeholders u is m divided by the likelihood ratio (p + (1-p) m) / (p + (1-p) f), with p the
    source's rate of that placeholder and f the date's frequency.
    """
    create_table(
        con,
        "paar_u",
        f"""WITH alle AS (SELECT greatest(bestaand, 1)::DOUBLE AS n FROM {register}std_kenmerken),
        januari AS (SELECT coalesce(sum(t.n), 0) / any_value(alle.n) AS deel FROM {register}tel_datum t, alle
            WHERE maand = 1 AND dag = 1)
        SELECT p.paar_nr,
            u.achternaam_u, u.voornaam_u,
            CASE WHEN d.geboortedatum_klasse IN ('standaard_gelijk', 'standaard_anders') THEN
                0.5 / ((d.standaard_kans + (1 - d.standaard_kans)
                        * CASE d.geboortedatum_klasse WHEN 'standaard_gelijk' THEN 0.95 ELSE 0.000003 END)
                    / (d.standaard_kans + (1 - d.standaard_kans) * (coalesce(t.n, 0) + {SMOOTHING} / {DAYS}) / (alle.n + {SMOOTHING})))
                ELSE greatest(CASE WHEN d.geboortedatum_klasse = 'gelijk'
                        THEN (coalesce(t.n, 0) + {SMOOTHING} / {DAYS}) / (alle.n + {SMOOTHING}) ELSE 0 END,
                    CASE WHEN i.maand = 1 AND i.dag = 1 AND s.maand = 1 AND s.dag = 1 THEN
                        (coalesce(v.n_januari, 0) + 5 * januari.deel) / (coalesce(v.n_eerste, 0) + 5)
                        * CASE d.geboortedatum_klasse WHEN 'gelijk' THEN {1 / YEARS_OF_FIRST_JANUARY}
                            WHEN 'typefout' THEN {YEAR_LIKE} ELSE {1 - YEAR_LIKE} END
                        ELSE 0 END)
                END AS geboortedatum_u,
            k.adres_u, k.adres_huishoudens
        FROM paren p LEFT JOIN naam_u u USING (paar_nr) LEFT JOIN naam_kenmerken n USING (paar_nr)
        JOIN datum_kenmerken d USING (paar_nr)
        JOIN adres_u k USING (paar_nr) JOIN {register}std_inwoners i USING (persoon_nr)
        JOIN std_signalen s USING (signaal_nr)
        CROSS JOIN alle CROSS JOIN januari
        LEFT JOIN {register}tel_voornaam v ON v.deel = n.voornaam_deel
        LEFT JOIN {register}tel_datum t ON t.jaar = i.jaar AND t.maand = i.maand AND t.dag = i.dag""",
    )
