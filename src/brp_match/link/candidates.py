"""Candidates: for every signal the residents worth comparing, found by several cheap keys."""

from __future__ import annotations

from brp_match.database import Connection, create_table
from brp_match.standardise.keys import HOLDERS_AT_MOST


def find_candidates(con: Connection, *, register: str = "") -> None:
    """Join the keys of signals and residents: table `paren(paar_nr, signaal_nr, persoon_nr, sleutels)`.

    `register` is the schema prefix of the register tables ("" or "reg."). `sleutels` VARCHAR[] are
    the kinds of key that found the pair. A key held by more residents than HOLDERS_AT_MOST makes
    no pair by itself. `paar_nr` follows (signaal_nr, persoon_nr), so the run order plays no part.
    """
    limits = " ".join(
        f"WHEN '{kind}' THEN {most}" for kind, most in sorted(HOLDERS_AT_MOST.items())
    )
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
        f"""SELECT (row_number() OVER (ORDER BY signaal_nr, persoon_nr))::INTEGER AS paar_nr,
            signaal_nr, persoon_nr, sleutels
        FROM (SELECT t.signaal_nr, t.persoon_nr, list_sort(list(DISTINCT t.soort)) AS sleutels
            FROM treffers t JOIN (
                SELECT soort, sleutel FROM treffers GROUP BY soort, sleutel
                HAVING count(DISTINCT persoon_nr) <= CASE soort {limits} END) k USING (soort, sleutel)
            GROUP BY ALL)""",
    )
