"""What linking found, as rows for a decision and for candidates.parquet."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator
from brp_match.database import Connection, create_table
from brp_match.link.comparisons import ORDER, reason_sql

KEEP_FROM = 1e-4
KEEP_AT_LEAST = 3
KEEP_AT_MOST = 25
"""Candidates kept a signal: every one with this posterior, at least three, at most 25; and all who
live at the signal's address (a reviewer's household context), within the same bound."""

RESIDENT_COLUMNS = (
    "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
    "partner_geslachtsnaam", "geboortedatum", "geslacht", "functie_adres", "gemeente",
    "opschorting_reden", "overlijdensdatum", "geheim", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "onderzoek_adres",
)  # fmt: skip
"""Register fields a reviewer sees, in the order of docs/tables.md; never the BSN."""


def build_candidates(
    con: Connection, comparators: Sequence[Comparator], *, register: str = ""
) -> None:
    """Make `uitkomst`: one row a signal and kept candidate, as candidates.parquet has it.

    Also `status` (inwoner, overleden, vertrokken, onbekend) and `minderjarig_leeftijd` (years at the
    signal date, NULL when unknown). Order: signaal_nr, rang.
    """
    reasons = ", ".join(f"{reason_sql(c)} AS {c.naam}_redenen" for c in comparators)
    resident = ", ".join(
        "coalesce(try_cast(b.geheim AS INTEGER), 0) AS geheim" if c == "geheim" else f"b.{c}"
        for c in RESIDENT_COLUMNS
    )
    create_table(
        con,
        "uitkomst_redenen",
        f"""SELECT paar_nr, {reasons} FROM vergelijkingen SEMI JOIN (
            SELECT paar_nr FROM kandidaten WHERE kans >= {KEEP_FROM}
            UNION SELECT paar_nr FROM (SELECT paar_nr, row_number() OVER (
                PARTITION BY signaal_nr ORDER BY kans DESC, paar_nr) AS plek FROM kandidaten)
            WHERE plek <= {KEEP_AT_LEAST}
            UNION SELECT paar_nr FROM paar_gewicht WHERE op_adres) USING (paar_nr)""",
    )
    levels = ", ".join(f"v.{c}_niveau, k.{c}_gewicht, r.{c}_redenen" for c in ORDER)
    by_weight = ", ".join(f"{{'w': -abs({c}_gewicht), 'r': {c}_redenen}}" for c in ORDER)
    create_table(
        con,
        "uitkomst",
        f"""SELECT * FROM (
            SELECT *, list_distinct_in_order(flatten(list_transform(list_sort([{by_weight}]), lambda x: x.r)))
                AS redenen,
                (row_number() OVER (PARTITION BY signaal_nr ORDER BY kans DESC, persoon_id))::INTEGER AS rang
            FROM (SELECT k.signaal_nr, s.signaal_id, i.persoon_id, k.kans, k.gewicht, {levels},
                    g.op_adres AS huidig_adres, v.adres_dagen, {resident},
                    CASE WHEN b.opschorting_reden = 'O' OR b.overlijdensdatum IS NOT NULL THEN 'overleden'
                        WHEN b.opschorting_reden IN ('E', 'R') THEN 'vertrokken'
                        WHEN b.opschorting_reden IS NOT NULL THEN 'onbekend'
                        WHEN lpad(b.gemeente, 4, '0') <> n.gemeente THEN 'vertrokken'
                        ELSE 'inwoner' END AS status,
                    CASE WHEN i.jaar IS NOT NULL AND s.signaaldatum IS NOT NULL THEN
                        year(s.signaaldatum) - i.jaar - CASE WHEN (coalesce(i.maand, 1), coalesce(i.dag, 1))
                            > (month(s.signaaldatum), day(s.signaaldatum)) THEN 1 ELSE 0 END END AS leeftijd
                FROM kandidaten k JOIN uitkomst_redenen r USING (paar_nr)
                JOIN vergelijkingen v USING (paar_nr) JOIN paar_gewicht g USING (paar_nr)
                JOIN std_signalen s ON s.signaal_nr = k.signaal_nr
                JOIN {register}std_inwoners i ON i.persoon_nr = k.persoon_nr
                JOIN {register}raw_inwoners b ON b.persoon_id = i.persoon_id
                CROSS JOIN {register}std_kenmerken n))
        WHERE rang <= {KEEP_AT_MOST} ORDER BY signaal_nr, rang""",
    )


def create_macros(con: Connection) -> None:
    """Create `list_distinct_in_order(l)`: first occurrences, order kept."""
    con.execute(
        """CREATE OR REPLACE MACRO list_distinct_in_order(l) AS
        list_filter(l, lambda x, i: list_position(l, x) = i)"""
    ).fetchall()
