"""The check table of residents; made for a million rows, so it folds nothing."""

from __future__ import annotations

from brp_match.content.expectations import Expectation
from brp_match.database import Connection, create_reading, create_table
from brp_match.validate.fatal import with_fatal_columns
from brp_match.validate.read import birth, read_letters

_DELIVERED = (
    "geslachtsnaam", "geboortedatum", "naamgebruik", "geslacht", "functie_adres", "gemeente",
    "opschorting_reden", "geheim", "postcode", "huisnummer", "huisletter", "straat",
)  # fmt: skip


def build_resident_table(con: Connection, fatal: tuple[Expectation, ...] = ()) -> None:
    """Make `controle_inwoners` out of `raw_inwoners`.

    One row a resident: `rij` (0, 1, … by bron and regel), bron, regel, the delivered columns that
    expectations look at, a boolean for every expectation in `fatal`, and the booleans below, NULL
    where an expectation says nothing about the row. `is_plat`: from a flat file, where an empty
    field means that it was not delivered. `vlp` and `signaal_id` are NULL.
    """
    conditions = "".join(f", ({rule.voorwaarde}) AS {rule.id.lower()}" for rule in fatal)
    source = with_fatal_columns("inwoners") if fatal else "SELECT * FROM raw_inwoners"
    eight = "regexp_full_match(geboortedatum, '[0-9]{8}')"
    real = f"""({eight} AND (geboortedatum = '00000000'
        OR regexp_full_match(geboortedatum, '[0-9]{{4}}(00|0[1-9]|1[0-2])00')
        OR TRY_CAST(substr(geboortedatum, 1, 4) || '-' || substr(geboortedatum, 5, 2) || '-'
            || substr(geboortedatum, 7, 2) AS DATE) IS NOT NULL))"""
    code = "lpad(gemeente, 4, '0')"
    texts = "concat_ws(' ', voornamen, geslachtsnaam, straat)"
    create_reading(
        con, "controle_geboren", f"SELECT geboortedatum FROM ({source}) WHERE NOT {eight}",
        {"jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT", "soort": "VARCHAR"}, birth,
    )  # fmt: skip
    read_letters(con, "controle_letters", f"SELECT {texts} FROM ({source})")
    create_table(
        con,
        "controle_inwoners",
        f"""SELECT (row_number() OVER (ORDER BY bron, regel) - 1)::INTEGER AS rij, bron, regel,
            NULL::VARCHAR AS signaal_id, NULL::VARCHAR AS vlp, NULL::VARCHAR AS sector,
            {", ".join(_DELIVERED)},
            CASE WHEN {eight} THEN {real}
                WHEN geboortedatum IS NOT NULL THEN (SELECT soort <> 'ongeldig' FROM controle_geboren g
                    WHERE g.tekst = geboortedatum) END AS geboortedatum_bestaat,
            CASE WHEN {real} THEN substr(geboortedatum, 7, 2) <> '00' END AS geboortedatum_volledig,
            CASE WHEN naamgebruik IN ('P', 'V', 'N') THEN partner_geslachtsnaam IS NOT NULL END
                AS partnernaam_bij_gebruik,
            CASE WHEN overlijdensdatum IS NOT NULL THEN coalesce(opschorting_reden = 'O', false) END
                AS overlijden_past,
            CASE WHEN opschorting_reden IS NULL
                    AND coalesce({code} = (SELECT {code} FROM raw_inwoners WHERE gemeente IS NOT NULL
                        GROUP BY ALL ORDER BY count(*) DESC, {code} LIMIT 1), true)
                THEN coalesce(huisnummer, locatie) IS NOT NULL AND coalesce(postcode, straat, locatie) IS NOT NULL
                END AS adres_gegeven,
            bron IN (SELECT bron FROM bronnen WHERE coalesce(indeling, 'plat') = 'plat') AS is_plat,
            coalesce((SELECT heel FROM controle_letters l WHERE l.tekst = {texts}), true) AND NOT contains({texts}, '\ufffd') AS codering_heel,
            CASE WHEN huisnummer IS NOT NULL THEN row_number() OVER (PARTITION BY geslachtsnaam, voornamen,
                geboortedatum, postcode, huisnummer ORDER BY bron, regel) > 1 END AS dubbele_persoon
            {conditions}
        FROM ({source}) ORDER BY rij""",
    )
