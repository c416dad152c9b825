"""Candidates: for every signal the residents worth comparing, found by several cheap keys."""

from __future__ import annotations

from brp_match.database import Connection, create_table
from brp_match.standardise.keys import HOLDERS_AT_MOST
from brp_match.standardise.signals import build_signal_keys

BY_NAME_ONLY = frozenset({"N", "T"})
"""Kinds of key that hold nothing but a name."""


def find_candidates(con: Connection, *, register: str = "") -> None:
    """Join the keys of signals and residents: table `paren(paar_nr, signaal_nr, persoon_nr, sleutels)`.

    `register` is the schema prefix of the register tables ("" or "reg."). `sleutels` VARCHAR[] are
    the kinds of key that found the pair. A key held by more residents than HOLDERS_AT_MOST makes
    no pair by itself, and neither does a name alone (BY_NAME_ONLY) where both birth dates are known
    and no placeholder: such a pair agrees on no date key, and then a name cannot carry a match.
    Needs `standaarddatums`. `paar_nr` follows (signaal_nr, persoon_nr), so the run order plays no part.
    """
    build_signal_keys(con, register=register)
    limits = " ".join(
        f"WHEN '{kind}' THEN {most}" for kind, most in sorted(HOLDERS_AT_MOST.items())
    )
    by_name = ", ".join(f"'{kind}'" for kind in sorted(BY_NAME_ONLY))
    create_table(
        con,
        "treffers",
        f"""SELECT s.soort, s.signaal_nr, r.sleutel, r.persoon_nr
        FROM (SELECT DISTINCT soort, sleutel, signaal_nr FROM sig_sleutels) s
        JOIN {register}std_sleutels r ON r.sleutel = s.sleutel AND r.soort = s.soort""",
    )
    create_table(
        con,
        "paren",
        f"""WITH gedateerd AS (
            SELECT signaal_nr FROM std_signalen s WHERE geb_soort = 'geldig' AND NOT EXISTS (
                SELECT 1 FROM standaarddatums d WHERE d.vlp = s.vlp AND d.jaar = s.jaar
                    AND d.maand = s.maand AND d.dag = s.dag)),
        bruikbaar AS (
            SELECT soort, sleutel FROM treffers GROUP BY soort, sleutel
            HAVING count(DISTINCT persoon_nr) <= CASE soort {limits} END)
        SELECT (row_number() OVER (ORDER BY signaal_nr, persoon_nr))::INTEGER AS paar_nr,
            signaal_nr, persoon_nr, sleutels
        FROM (SELECT t.signaal_nr, t.persoon_nr, list_sort(list(DISTINCT t.soort)) AS sleutels
            FROM treffers t JOIN bruikbaar USING (soort, sleutel)
            LEFT JOIN gedateerd g USING (signaal_nr)
            JOIN {register}std_inwoners i USING (persoon_nr)
            WHERE t.soort NOT IN ({by_name}) OR g.signaal_nr IS NULL OR i.maand IS NULL OR i.dag IS NULL
            GROUP BY ALL)""",
    )
