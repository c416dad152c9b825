"""Addresses of a made-up municipality: homes, shops, boxes, houseboats; or a real address file."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import Connection, create_table, quote_literal, run_step, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses
from brp_match.synthetic import word_lists as words

PER_STREET = 40
"""Homes in a street; a postcode covers twenty of them."""

FLATS = 0.25
"""Share of streets with several homes at one number."""

BUSINESSES, BOXES, BOATS = 0.05, 0.03, 0.003
"""Business premises, garage boxes, and houseboats and caravans per home (BAG: 1 in 9 objects is no home)."""

TOWN_HALL = -1
"""`plaats_nr` of the town hall, where hundreds have their postal address."""


def build_places(con: Connection, homes: int, addresses: Path | None = None) -> None:
    """Make `plaatsen(plaats_nr, soort, straat, huisnummer, huisletter, huisnummertoevoeging,
    postcode, woonplaats, bag_id, gebruiksdoel, object_type)` with at least `homes` homes.

    `soort`: woning, bedrijf, box, and one gemeentehuis. `plaats_nr` counts from 0 within a soort. Needs `kans`/`trek`.
    Raises BrpMatchError for an address file that cannot be read or has no homes.
    """
    if addresses is None:
        _made(con, homes)
    else:
        _real(con, homes, addresses)
    run_step(
        con,
        f"""UPDATE plaatsen SET soort = 'gemeentehuis', plaats_nr = {TOWN_HALL}
        WHERE (soort, plaats_nr) = (SELECT (soort, plaats_nr) FROM plaatsen
            WHERE soort IN ('bedrijf', 'woning') ORDER BY soort, gebruiksdoel <> 'kantoorfunctie', plaats_nr LIMIT 1)""",
    )


def _made(con: Connection, homes: int) -> None:
    streets = homes // PER_STREET + 1
    stems = "[" + ", ".join(quote_literal(word) for word in words.STREET_STEMS) + "]"
    ends = "[" + ", ".join(quote_literal(word) for word in words.STREET_ENDS) + "]"
    create_table(
        con,
        "straten",
        f"""SELECT s AS straat_nr, kans(s, 'flat') < {FLATS} AS flat, 1000 + (s // 40) % 9000 AS wijk,
            CASE WHEN s < {len(words.STREET_STEMS) * len(words.STREET_ENDS)} THEN '' ELSE
                ['Oude ', 'Nieuwe ', 'Korte ', 'Lange ', 'Hoge ', 'Lage '][1 + (s // 760) % 6] END
            || {stems}[1 + s % {len(words.STREET_STEMS)}] || {ends}[1 + (s // {len(words.STREET_STEMS)}) % 10] AS straat
        FROM range({streets}) r(s)""",
    )
    letters = "[" + ", ".join(f"'{letter}'" for letter in "ABCDEGHJKLMNPRSTVWXZ") + "]"
    create_table(
        con,
        "adres_basis",
        f"""SELECT a AS adres_nr, straat_nr, straat, flat, a % {PER_STREET} AS plek, wijk,
            -- a postcode with SA is never given out
            wijk::VARCHAR || replace({letters}[1 + (straat_nr % 40) // 2] || {letters}[1 + 2 * (straat_nr % 2) * 5
                + (a % {PER_STREET}) // 20], 'SA', 'SC') AS postcode
        FROM range({streets * PER_STREET}) r(a) JOIN straten ON straat_nr = a // {PER_STREET}""",
    )
    number = "CASE WHEN flat THEN 1 + 2 * (plek // 4) ELSE 1 + plek END"
    addition = "CASE WHEN flat AND straat_nr % 2 = 0 THEN (1 + plek % 4)::VARCHAR END"
    letter = "CASE WHEN flat AND straat_nr % 2 = 1 THEN ['A', 'B', 'C', 'D'][1 + plek % 4] END"
    create_table(
        con,
        "plaatsen",
        f"""WITH alle AS (
            SELECT adres_nr, 'woning' AS soort, straat, {number} AS huisnummer, {letter} AS huisletter,
                {addition} AS huisnummertoevoeging, postcode,
                CASE WHEN kans(adres_nr, 'boot') < {BOATS} THEN NULL
                    WHEN kans(adres_nr, 'menging') < 0.01 THEN 'winkelfunctie,woonfunctie'
                    ELSE 'woonfunctie' END AS gebruiksdoel,
                CASE WHEN kans(adres_nr, 'boot') < {BOATS / 3} THEN 'STA'
                    WHEN kans(adres_nr, 'boot') < {BOATS} THEN 'LIG' ELSE 'VBO' END AS object_type
            FROM adres_basis
            UNION ALL
            SELECT adres_nr, 'bedrijf', straat, 100 + plek, NULL, NULL, postcode,
                ['winkelfunctie', 'kantoorfunctie', 'industriefunctie', 'bijeenkomstfunctie'][1 + trek(adres_nr, 'gebruik', 4)],
                'VBO' FROM adres_basis WHERE kans(adres_nr, 'bedrijf') < {BUSINESSES}
            UNION ALL
            -- half of the boxes have a number of their own, half an addition to a home's number
            SELECT adres_nr, 'box', straat, CASE WHEN kans(adres_nr, 'boxnummer') < 0.5 THEN 200 + plek ELSE {number} END,
                NULL, CASE WHEN kans(adres_nr, 'boxnummer') < 0.5 THEN NULL ELSE 'G' || (1 + plek % 4) END,
                postcode, 'overige gebruiksfunctie', 'VBO' FROM adres_basis WHERE kans(adres_nr, 'box') < {BOXES})
        SELECT (row_number() OVER (PARTITION BY soort ORDER BY adres_nr) - 1)::INTEGER AS plaats_nr, soort, straat,
            huisnummer::VARCHAR AS huisnummer, huisletter, huisnummertoevoeging, postcode,
            'Verzonnenstad' AS woonplaats,
            '9999' || CASE soort WHEN 'woning' THEN '01' WHEN 'bedrijf' THEN '02' ELSE '03' END
                || printf('%010d', adres_nr) AS bag_id, gebruiksdoel, object_type
        FROM alle""",
    )
    run_step(con, "DROP TABLE adres_basis")


def _real(con: Connection, homes: int, addresses: Path) -> None:
    """Take a real file; when it has too few homes, repeat it under other postcodes."""
    load_addresses(con, addresses)
    held = scalar(
        con,
        """SELECT count(*) FROM raw_adressen WHERE postcode IS NOT NULL AND gebruiksdoel LIKE '%woonfunctie%'""",
    )
    if not held:
        raise BrpMatchError(
            "ADRESSEN_ZONDER_WONING", addresses.name, "er staat geen woning in dit adresbestand"
        )
    copies = -(-homes // int(held))
    create_table(
        con,
        "plaatsen",
        f"""SELECT (row_number() OVER (PARTITION BY soort ORDER BY ronde, regel) - 1)::INTEGER AS plaats_nr, soort,
            straat, huisnummer, huisletter, huisnummertoevoeging,
            ((left(postcode, 4)::INTEGER - 1000 + 37 * ronde) % 9000 + 1000)::VARCHAR || right(postcode, 2) AS postcode,
            woonplaats, CASE WHEN ronde = 0 THEN bag_id END AS bag_id, gebruiksdoel,
            coalesce(object_type, 'VBO') AS object_type
        FROM (SELECT *, CASE WHEN gebruiksdoel LIKE '%woonfunctie%' OR object_type IN ('LIG', 'STA') THEN 'woning'
                WHEN gebruiksdoel LIKE 'overige%' THEN 'box' ELSE 'bedrijf' END AS soort
            FROM raw_adressen WHERE regexp_full_match(postcode, '\\d{{4}}[A-Z]{{2}}') AND huisnummer IS NOT NULL),
            range({copies}) r(ronde)""",
    )
    for table in ("raw_adressen", "bronnen", "quarantaine"):
        run_step(con, f"DROP TABLE {table}")
