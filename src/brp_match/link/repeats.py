"""Several sources that signal one person or address."""

from __future__ import annotations

from brp_match.database import Connection, create_table


def count_sources(
    con: Connection, decisions: str = "besluiten", out: str = "bronnen_telling"
) -> None:
    """Make `out(signaal_id, signalen_persoon, signalen_adres)` from the table `decisions`.

    How many different sources signal this person (among matches and reviews) and this address in
    this delivery: what municipalities call a match, their first criterion for a home visit.
    """
    create_table(
        con,
        out,
        f"""WITH b AS (SELECT d.signaal_id, s.vlp, CASE WHEN d.besluit <> 'reject' THEN nullif(d.persoon_id, '') END AS persoon_id,
                s.postcode || '|' || s.nummer || '|' || s.toevoeging AS adres
            FROM {decisions} d JOIN std_signalen s USING (signaal_id)),
        p AS (SELECT persoon_id, count(DISTINCT vlp) AS n FROM b WHERE persoon_id IS NOT NULL GROUP BY 1),
        a AS (SELECT adres, count(DISTINCT vlp) AS n FROM b WHERE adres IS NOT NULL GROUP BY 1)
        SELECT b.signaal_id, coalesce(p.n, 0)::INTEGER AS signalen_persoon, coalesce(a.n, 0)::INTEGER AS signalen_adres
        FROM b LEFT JOIN p USING (persoon_id) LEFT JOIN a USING (adres)""",
    )
