"""What linking found, as rows for a decision and for candidates.parquet."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator
from brp_match.content.comparators import FACTS
from brp_match.database import Connection, create_table, distinct_in_order, run_step
from brp_match.link.comparisons import ORDER
from brp_match.link.reasons import build_reasons
from brp_match.reading.status import status_of

RESIDENT_COLUMNS = (
    "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
    "partner_geslachtsnaam", "geboortedatum", "geslacht", "functie_adres", "gemeente",
    "opschorting_reden", "overlijdensdatum", "geheim", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "onderzoek_adres", "land_vertrek",
    "datum_vertrek",
)  # fmt: skip
"""Register fields a reviewer sees, in the order of docs/tables.md; never the BSN."""

STATUS_FACTS = ("opschorting_reden", "overlijdensdatum", "gemeente", "land_vertrek")
"""Register fields that say whether somebody lives here, as `status_of` takes them."""

_SAME_FACTS = " AND ".join(f"t.{c} IS NOT DISTINCT FROM b.{c}" for c in STATUS_FACTS)


def build_candidates(
    con: Connection, comparators: Sequence[Comparator], *, register: str = ""
) -> None:
    """Make `uitkomst`: one row a signal and kept candidate, as candidates.parquet has it; and `uitkomst_open` of the signals
    in `kandidaten_open`. Both are views of `uitkomst_alle`.

    Also `status` (`reading.status.Status`), `leeftijd` (years at the signal date, NULL when unknown) and `vorige_adressen`, NULL for none. Whoever reads it orders by signaal_nr and rang.
    """
    _build(con, comparators, register)
    for name, those in (("uitkomst", "NOT zonder_geheim"), ("uitkomst_open", "zonder_geheim")):
        run_step(
            con,
            f"CREATE OR REPLACE VIEW {name} AS SELECT * EXCLUDE (zonder_geheim) FROM uitkomst_alle WHERE {those}",
        )


def _build(con: Connection, comparators: Sequence[Comparator], register: str) -> None:
    """Make `uitkomst_alle` of the candidates in `kandidaten` and those in `kandidaten_open`, which `zonder_geheim` tells."""
    resident = ", ".join(
        "coalesce(try_cast(b.geheim AS INTEGER), 0) AS geheim" if c == "geheim" else f"b.{c}"
        for c in RESIDENT_COLUMNS
    )
    create_table(
        con,
        "uitkomst_paren",
        f"""SELECT k.*, i.persoon_id
        FROM (SELECT *, false AS zonder_geheim FROM kandidaten UNION ALL SELECT *, true FROM kandidaten_open) k
        JOIN {register}std_inwoners i USING (persoon_nr)""",
    )
    _statuses(con, register)
    _former_addresses(con, register)
    build_reasons(
        con, comparators, "(FROM vergelijkingen SEMI JOIN uitkomst_paren USING (paar_nr))"
    )
    same_pair = ", ".join([*(f"{c}_niveau" for c in ORDER), *FACTS])
    levels = ", ".join(f"{c}_niveau, {c}_gewicht, {c}_redenen" for c in ORDER)
    by_weight = ", ".join(f"{{'w': -abs({c}_gewicht), 'r': {c}_redenen}}" for c in ORDER)
    create_table(
        con,
        "uitkomst_alle",
        # what a join gives is worked on by one thread, a materialised CTE by all of them
        f"""WITH rijen AS MATERIALIZED (
            SELECT v.* EXCLUDE (paar_nr, signaal_nr, persoon_nr), k.* EXCLUDE (paar_nr, persoon_nr, leeftijd),
                CASE WHEN NOT isnan(k.leeftijd) THEN k.leeftijd::INTEGER END AS leeftijd, s.signaal_id, {resident}, t.status
            FROM uitkomst_paren k JOIN vergelijkingen v USING (paar_nr)
            JOIN std_signalen s ON s.signaal_nr = k.signaal_nr
            JOIN {register}raw_inwoners b ON b.persoon_id = k.persoon_id
            JOIN statussen t ON {_SAME_FACTS})
        SELECT * EXCLUDE (alle_redenen), {distinct_in_order("alle_redenen")} AS redenen
        FROM (SELECT zonder_geheim, signaal_nr, signaal_id, persoon_id, kans, gewicht, {levels},
                op_adres AS huidig_adres, adres_dagen, {", ".join(RESIDENT_COLUMNS)},
                status,
                leeftijd, rang, leert,
                flatten(list_transform(list_sort([{by_weight}]), lambda x: x.r)) AS alle_redenen
            FROM rijen JOIN redenen USING ({same_pair})) LEFT JOIN uitkomst_vorige USING (persoon_id)
        -- in one order, whatever the threads: how a file is packed follows the blocks that rows come from
        ORDER BY zonder_geheim, signaal_nr, rang""",
    )


FORMER = (
    "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "datum_van", "datum_tot",
)  # fmt: skip
"""What a previous address tells, as the register has it."""


def _former_addresses(con: Connection, register: str) -> None:
    """Make `uitkomst_vorige(persoon_id, vorige_adressen)`: of every candidate kept who has them, the previous addresses in a list, the last first."""
    fields = ", ".join(f"'{c}': {c}" for c in FORMER)
    order = ", ".join(f"{c} DESC NULLS LAST" for c in ("datum_tot", "datum_van", *FORMER[:-2]))
    create_table(
        con,
        "uitkomst_vorige",
        f"""SELECT persoon_id, list({{{fields}}} ORDER BY {order}) AS vorige_adressen
        FROM {register}raw_vorige_adressen SEMI JOIN uitkomst_paren USING (persoon_id) GROUP BY persoon_id""",
    )


def _statuses(con: Connection, register: str) -> None:
    """Make `statussen`: every combination of STATUS_FACTS among the candidates kept, with its `status`."""
    facts = ", ".join(f"b.{c}" for c in STATUS_FACTS)
    rows = con.execute(
        f"""SELECT DISTINCT {facts} FROM uitkomst_paren k
        JOIN {register}raw_inwoners b USING (persoon_id) ORDER BY ALL"""
    ).fetchall()
    ((codes,),) = con.execute(f"SELECT gemeente FROM {register}std_kenmerken").fetchall()
    own = frozenset(str(codes).split(","))
    found = [(*row, str(status_of(row[0], row[1], row[2], row[3], own))) for row in rows]
    columns = ", ".join(
        f"unnest(${place}::VARCHAR[]) AS {name}"
        for place, name in enumerate((*STATUS_FACTS, "status"), start=1)
    )
    values = [list(column) for column in zip(*found, strict=True)] or [[]] * 5
    create_table(con, "statussen", f"SELECT {columns}", values)
