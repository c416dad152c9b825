"""What linking found, as rows for a decision and for candidates.parquet."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator
from brp_match.content.comparators import FACTS
from brp_match.database import Connection, create_table
from brp_match.link.comparisons import ORDER
from brp_match.link.reasons import build_reasons

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

    Also `status` (inwoner, overleden, vertrokken, onbekend) and `leeftijd` (of `paar_basis`). Whoever reads it orders by signaal_nr and rang.
    """
    resident = ", ".join(
        "coalesce(try_cast(b.geheim AS INTEGER), 0) AS geheim" if c == "geheim" else f"b.{c}"
        for c in RESIDENT_COLUMNS
    )
    create_table(
        con,
        "uitkomst_paren",
        f"""SELECT * FROM (SELECT k.paar_nr, k.signaal_nr, k.persoon_nr, i.persoon_id, k.kans, p.op_adres, p.leeftijd,
                (row_number() OVER (PARTITION BY k.signaal_nr ORDER BY k.kans DESC, i.persoon_id))::INTEGER AS rang
            FROM (SELECT *, row_number() OVER (PARTITION BY signaal_nr ORDER BY kans DESC, paar_nr) AS plek
                FROM kandidaten) k
            JOIN paar_basis p USING (paar_nr) JOIN {register}std_inwoners i ON i.persoon_nr = k.persoon_nr
            WHERE k.kans >= {KEEP_FROM} OR k.plek <= {KEEP_AT_LEAST} OR p.op_adres)
        WHERE rang <= {KEEP_AT_MOST}""",
    )
    build_reasons(
        con, comparators, "(FROM vergelijkingen SEMI JOIN uitkomst_paren USING (paar_nr))"
    )
    same_pair = ", ".join([*(f"{c}_niveau" for c in ORDER), *FACTS])
    levels = ", ".join(f"{c}_niveau, {c}_gewicht, {c}_redenen" for c in ORDER)
    weights = ", ".join(f"g.{c}_gewicht" for c in ORDER)
    by_weight = ", ".join(f"{{'w': -abs({c}_gewicht), 'r': {c}_redenen}}" for c in ORDER)
    create_table(
        con,
        "uitkomst",
        # what a join gives is worked on by one thread, a materialised CTE by all of them
        f"""WITH rijen AS MATERIALIZED (
            SELECT v.* EXCLUDE (paar_nr, signaal_nr, persoon_nr), k.* EXCLUDE (paar_nr, persoon_nr), g.gewicht, {weights},
                s.signaal_id, {resident}, n.gemeente AS eigen_gemeente
            FROM uitkomst_paren k JOIN vergelijkingen v USING (paar_nr) JOIN paar_gewicht g USING (paar_nr)
            JOIN std_signalen s ON s.signaal_nr = k.signaal_nr
            JOIN {register}raw_inwoners b ON b.persoon_id = k.persoon_id
            CROSS JOIN {register}std_kenmerken n)
        SELECT * EXCLUDE (alle_redenen), list_distinct_in_order(alle_redenen) AS redenen
        FROM (SELECT signaal_nr, signaal_id, persoon_id, kans, gewicht, {levels},
                op_adres AS huidig_adres, adres_dagen, {", ".join(RESIDENT_COLUMNS)},
                CASE WHEN opschorting_reden = 'O' OR overlijdensdatum IS NOT NULL THEN 'overleden'
                    WHEN opschorting_reden IN ('E', 'R') THEN 'vertrokken'
                    WHEN opschorting_reden IS NOT NULL THEN 'onbekend'
                    WHEN lpad(gemeente, 4, '0') <> eigen_gemeente THEN 'vertrokken'
                    ELSE 'inwoner' END AS status,
                leeftijd, rang,
                flatten(list_transform(list_sort([{by_weight}]), lambda x: x.r)) AS alle_redenen
            FROM rijen JOIN redenen USING ({same_pair}))""",
    )
