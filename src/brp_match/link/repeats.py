"""Repeated signals of one source, and several sources that signal one person or address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brp_match.database import Connection, create_table


def find_repeats(con: Connection, history: Sequence[Path]) -> None:
    """Make `herhaald(signaal_nr)`: same source, customer and kind of signal as an earlier one, with
    arrears that are not higher (DDAS: herhaalde_melding).

    Earlier is: in a former run (`history`: run directories with signals.parquet), or in this
    delivery with an earlier date, or the same date and a smaller signaal_id. Without a customer
    number or an amount nothing is called repeated.
    """
    create_table(
        con,
        "eerdere_signalen",
        """SELECT NULL::VARCHAR AS vlp, NULL::VARCHAR AS klantnummer, NULL::VARCHAR AS soort_signaal,
            NULL::DOUBLE AS bedrag, NULL::DATE AS signaaldatum WHERE false""",
    )
    for folder in sorted(history):
        con.execute(
            """INSERT INTO eerdere_signalen
            SELECT vlp, klantnummer, soort_signaal, bedrag_waarde(bedrag), datum_waarde(signaaldatum)
            FROM read_parquet(?)""",
            [str(folder / "signals.parquet")],
        ).fetchall()
    create_table(
        con,
        "herhaald",
        """SELECT DISTINCT s.signaal_nr FROM std_signalen s JOIN (
            SELECT vlp, klantnummer, coalesce(soort_signaal, '') AS soort, bedrag, signaaldatum, NULL AS signaal_id
            FROM eerdere_signalen
            UNION ALL
            SELECT vlp, klantnummer, coalesce(soort_signaal, ''), bedrag, signaaldatum, signaal_id FROM std_signalen
        ) e ON e.vlp = s.vlp AND e.klantnummer = s.klantnummer AND e.soort = coalesce(s.soort_signaal, '')
        WHERE s.bedrag <= e.bedrag
            AND (e.signaal_id IS NULL AND coalesce(e.signaaldatum < s.signaaldatum, true)
                OR e.signaaldatum < s.signaaldatum
                OR (e.signaaldatum = s.signaaldatum AND e.signaal_id < s.signaal_id))""",
    )


def count_sources(con: Connection) -> None:
    """Make `bronnen_telling(signaal_id, signalen_persoon, signalen_adres)` from `besluiten`.

    How many different sources signal this person (among matches and reviews) and this address in
    this delivery: what municipalities call a match, their first criterion for a home visit.
    """
    create_table(
        con,
        "bronnen_telling",
        """WITH b AS (SELECT d.signaal_id, s.vlp, CASE WHEN d.besluit <> 'reject' THEN nullif(d.persoon_id, '') END AS persoon_id,
                s.postcode || '|' || s.nummer || '|' || s.toevoeging AS adres
            FROM besluiten d JOIN std_signalen s USING (signaal_id)),
        p AS (SELECT persoon_id, count(DISTINCT vlp) AS n FROM b WHERE persoon_id IS NOT NULL GROUP BY 1),
        a AS (SELECT adres, count(DISTINCT vlp) AS n FROM b WHERE adres IS NOT NULL GROUP BY 1)
        SELECT b.signaal_id, coalesce(p.n, 0)::INTEGER AS signalen_persoon, coalesce(a.n, 0)::INTEGER AS signalen_adres
        FROM b LEFT JOIN p USING (persoon_id) LEFT JOIN a USING (adres)""",
    )
