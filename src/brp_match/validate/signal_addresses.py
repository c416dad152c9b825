"""Address checks of signals: readable, in the address file, a home."""

from __future__ import annotations

from brp_match.database import Connection, create_reading, create_table, table_exists
from brp_match.validate.read import ADDRESS, address, postcode

NO_ADDRESSES = """(SELECT NULL::VARCHAR AS postcode, NULL::INTEGER AS nummer, NULL::VARCHAR AS toevoeging,
    NULL::VARCHAR AS straat, NULL::BOOLEAN AS geen_woning, NULL::BOOLEAN AS box WHERE false)"""
"""Stands for `std_adressen` where no address file was given."""


def build_address_checks(con: Connection) -> None:
    """Make `controle_adres` out of `controle_basis` and, where it is, `std_adressen`.

    Per `rij`: `huisnummer_gegeven`, `huisnummer_leesbaar`, `straat_zonder_nummer`, `is_postbus`,
    `adres_klanten` (different customers this deliverer has at the address), and
    `adres_bekend`, `adres_toevoeging_bekend`, `adres_straat_past`, `adres_woning`, which are NULL
    where the address file does not cover the first four figures of the postcode.
    """
    create_reading(
        con, "controle_adressen", f"SELECT {', '.join(ADDRESS)} FROM controle_basis",
        {"nummer": "INTEGER", "toevoeging": "VARCHAR", "straat": "VARCHAR", "rest": "VARCHAR", "postbus": "BOOLEAN"},
        address, inputs=ADDRESS,
    )  # fmt: skip
    same = " AND ".join(f"a.{column} IS NOT DISTINCT FROM b.{column}" for column in ADDRESS)
    create_table(
        con,
        "controle_plaats",
        f"""SELECT rij, vlp, klantnummer, pc, rest, nummer, coalesce(toevoeging, '') AS toevoeging, b.straatnaam, b.huisnummer,
            a.straat AS straat_sleutel, postbus FROM controle_basis b LEFT JOIN controle_adressen a ON {same}""",
    )
    known = "std_adressen" if table_exists(con, "std_adressen") else NO_ADDRESSES
    ask_postcodes(con, "controle_basis")
    create_table(con, "controle_bag", addresses_of_delivery(known))
    create_table(
        con,
        "controle_adres",
        """WITH bag AS (SELECT *, postcode AS pc FROM controle_bag),
        gedekt AS (SELECT DISTINCT left(pc, 4) AS pc4 FROM bag),
        nummers AS (SELECT pc, nummer, bool_or(NOT geen_woning) AS woning FROM bag GROUP BY ALL),
        precies AS (SELECT pc, nummer, toevoeging, bool_or(NOT geen_woning) AS woning FROM bag GROUP BY ALL),
        straten AS (SELECT pc, list(DISTINCT straat) AS straten FROM bag
            WHERE straat IS NOT NULL GROUP BY ALL),
        klanten AS (SELECT vlp, pc, nummer, toevoeging AS achter,
                count(DISTINCT klantnummer)::INTEGER AS n FROM controle_plaats
            WHERE pc IS NOT NULL AND nummer IS NOT NULL GROUP BY ALL)
        SELECT p.rij, coalesce(p.huisnummer, p.rest) AS huisnummer_gegeven,
            CASE WHEN coalesce(p.huisnummer, p.rest) IS NOT NULL
                THEN coalesce(p.nummer BETWEEN 1 AND 99999, false) END AS huisnummer_leesbaar,
            CASE WHEN p.straatnaam IS NOT NULL THEN p.rest IS NULL END AS straat_zonder_nummer,
            CASE WHEN p.straatnaam IS NOT NULL THEN p.postbus END AS is_postbus,
            k.n AS adres_klanten,
            CASE WHEN g.pc4 IS NOT NULL AND p.nummer IS NOT NULL THEN n.pc IS NOT NULL END
                AS adres_bekend,
            CASE WHEN n.pc IS NOT NULL THEN e.pc IS NOT NULL END AS adres_toevoeging_bekend,
            CASE WHEN t.pc IS NOT NULL AND p.straat_sleutel IS NOT NULL
                THEN len(list_filter(t.straten,
                    lambda x: damerau_levenshtein(x, p.straat_sleutel) <= 2)) > 0 END
                AS adres_straat_past,
            coalesce(e.woning, n.woning) AS adres_woning
        FROM controle_plaats p
        LEFT JOIN gedekt g ON g.pc4 = left(p.pc, 4)
        LEFT JOIN nummers n ON n.pc = p.pc AND n.nummer = p.nummer
        LEFT JOIN precies e ON e.pc = p.pc AND e.nummer = p.nummer
            AND e.toevoeging = p.toevoeging
        LEFT JOIN straten t ON t.pc = p.pc
        LEFT JOIN klanten k ON k.vlp = p.vlp AND k.pc = p.pc AND k.nummer = p.nummer
            AND k.achter = p.toevoeging""",
    )


def ask_postcodes(con: Connection, delivery: str) -> None:
    """Make `gevraagde_postcodes(tekst, pc)`: every `postcode` of the table `delivery` as it was read."""
    create_reading(
        con, "gevraagde_postcodes", f"SELECT postcode FROM {delivery}", {"pc": "VARCHAR"}, postcode
    )


def addresses_of_delivery(addresses: str) -> str:
    """Give the SELECT of what a check needs of the address file: columns of `std_adressen`.

    `addresses` is a table like `std_adressen`. Whole postcodes of the delivery (`ask_postcodes`), and one row of
    every other four figures that the file covers: enough to tell an address that does not exist from one
    beyond the file.
    """
    return f"""WITH gevraagd AS (SELECT DISTINCT pc FROM gevraagde_postcodes)
        SELECT postcode, nummer, toevoeging, straat, geen_woning, box FROM {addresses}
        WHERE left(postcode, 4) IN (SELECT left(pc, 4) FROM gevraagd)
        QUALIFY postcode IN (SELECT pc FROM gevraagd) OR 1 = row_number() OVER (
            PARTITION BY left(postcode, 4) ORDER BY postcode, nummer, toevoeging)
        ORDER BY postcode, nummer, toevoeging"""
