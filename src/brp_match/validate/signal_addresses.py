"""Address checks of signals: readable, in the address file, a home."""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step, scalar, table_exists

HOMES_BY_NATURE = "'LIG', 'STA', 'ligplaats', 'standplaats'"
"""BAG object types that are homes without a use: berths and caravan sites."""


def build_address_checks(con: Connection) -> None:
    """Make `controle_adres` out of `controle_basis` and, where it is, `raw_adressen`.

    Per `rij`: `huisnummer_gegeven`, `huisnummer_leesbaar`, `straat_zonder_nummer`, `is_postbus`,
    `adres_klanten` (different customers this deliverer has at the address), and
    `adres_bekend`, `adres_toevoeging_bekend`, `adres_straat_past`, `adres_woning`, which are NULL
    where the address file does not cover the first four figures of the postcode.
    """
    create_table(
        con,
        "controle_plaats",
        """SELECT rij, vlp, klantnummer, pc, s.rest AS rest,
            huisnummer_delen(coalesce(huisnummer, s.rest), huisletter, huisnummertoevoeging) AS h,
            straatnaam, huisnummer, straat_sleutel(s.straat) AS straat_sleutel FROM controle_basis""",
    )
    _address_file(con)
    create_table(
        con,
        "controle_adres",
        """WITH gedekt AS (SELECT DISTINCT left(pc, 4) AS pc4 FROM controle_bag),
        nummers AS (SELECT pc, nummer, bool_or(woning) AS woning FROM controle_bag GROUP BY ALL),
        precies AS (SELECT pc, nummer, achter, bool_or(woning) AS woning FROM controle_bag GROUP BY ALL),
        straten AS (SELECT pc, list(DISTINCT straat) AS straten FROM controle_bag GROUP BY ALL),
        klanten AS (SELECT vlp, pc, h.nummer AS nummer, h.letter || h.toevoeging AS achter,
                count(DISTINCT klantnummer)::INTEGER AS n FROM controle_plaats
            WHERE pc IS NOT NULL AND h.nummer IS NOT NULL GROUP BY ALL)
        SELECT p.rij, coalesce(p.huisnummer, p.rest) AS huisnummer_gegeven,
            CASE WHEN coalesce(p.huisnummer, p.rest) IS NOT NULL
                THEN coalesce(p.h.nummer BETWEEN 1 AND 99999, false) END AS huisnummer_leesbaar,
            CASE WHEN p.straatnaam IS NOT NULL THEN p.rest IS NULL END AS straat_zonder_nummer,
            CASE WHEN p.straatnaam IS NOT NULL THEN is_postbus(p.straatnaam) END AS is_postbus,
            k.n AS adres_klanten,
            CASE WHEN g.pc4 IS NOT NULL AND p.h.nummer IS NOT NULL THEN n.pc IS NOT NULL END
                AS adres_bekend,
            CASE WHEN n.pc IS NOT NULL THEN e.pc IS NOT NULL END AS adres_toevoeging_bekend,
            CASE WHEN t.pc IS NOT NULL AND p.straat_sleutel IS NOT NULL
                THEN len(list_filter(t.straten,
                    lambda x: damerau_levenshtein(x, p.straat_sleutel) <= 2)) > 0 END
                AS adres_straat_past,
            coalesce(e.woning, n.woning) AS adres_woning
        FROM controle_plaats p
        LEFT JOIN gedekt g ON g.pc4 = left(p.pc, 4)
        LEFT JOIN nummers n ON n.pc = p.pc AND n.nummer = p.h.nummer
        LEFT JOIN precies e ON e.pc = p.pc AND e.nummer = p.h.nummer
            AND e.achter = p.h.letter || p.h.toevoeging
        LEFT JOIN straten t ON t.pc = p.pc
        LEFT JOIN klanten k ON k.vlp = p.vlp AND k.pc = p.pc AND k.nummer = p.h.nummer
            AND k.achter = p.h.letter || p.h.toevoeging""",
    )


def _address_file(con: Connection) -> None:
    """Make `controle_bag(pc, nummer, achter, straat, woning)`; empty without an address file.

    Whole postcodes of the delivery and one row of every other four figures are enough.
    """
    run_step(
        con,
        """CREATE OR REPLACE TABLE controle_bag (pc VARCHAR, nummer INTEGER, achter VARCHAR,
        straat VARCHAR, woning BOOLEAN)""",
    )
    if not (table_exists(con, "raw_adressen") and scalar(con, "SELECT count(*) FROM raw_adressen")):
        return
    run_step(
        con,
        f"""INSERT INTO controle_bag SELECT pc, h.nummer, h.letter || h.toevoeging,
            straat_sleutel(straat), NOT is_geen_woning(gebruiksdoel)
                OR coalesce(object_type IN ({HOMES_BY_NATURE}), false)
        FROM (SELECT *, huisnummer_delen(huisnummer, huisletter, huisnummertoevoeging) AS h
            FROM (SELECT *, postcode_sleutel(postcode) AS pc,
                    row_number() OVER (PARTITION BY left(postcode, 4) ORDER BY bron, regel) AS nr
                FROM raw_adressen)
            WHERE nr = 1 OR pc IN (SELECT pc FROM controle_basis))
        WHERE pc IS NOT NULL AND h.nummer IS NOT NULL""",
    )
