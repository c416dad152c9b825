"""Persoonslijsten in LO rubrieken (`01.02.40`, a row a stack level) → the raw register tables.

A list runs from a row with an id to the next; the first row holds what is current, the rows
below what was. Records marked incorrect (84.10) are left out. Rubrieken: LO BRP 2025Q3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from brp_match.database import Connection, run_step, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind
from brp_match.ingest.files import Delivered
from brp_match.ingest.rows import STAGE
from brp_match.ingest.sources import add_source

_RUBRIEK = re.compile(r"\d\d\.\d\d\.\d\d")

_USED = (
    "01.01.10", "01.02.10", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "01.61.10", "01.84.10",
    "01.85.10", "01.H", "05.02.30", "05.02.40", "05.06.10", "05.07.10", "05.84.10", "05.85.10", "05.H",
    "06.08.10", "06.84.10", "07.67.20", "07.70.10", "08.09.10", "08.10.10", "08.10.30", "08.11.10",
    "08.11.15", "08.11.20", "08.11.30", "08.11.40", "08.11.50", "08.11.60", "08.11.70", "08.11.80",
    "08.12.10", "08.13.10", "08.13.20", "08.83.10", "08.83.30", "08.84.10", "08.85.10",
)  # fmt: skip

_NEEDED = ("01.01.10", "01.02.40", "01.03.10", "08.09.10")

_SAME_ADDRESS = (
    "r08_11_10", "r08_11_20", "r08_11_30", "r08_11_40", "r08_11_60",
)  # fmt: skip


def is_lo(header: Sequence[str]) -> bool:
    """Tell whether a header names LO rubrieken."""
    return sum(bool(_RUBRIEK.fullmatch(name.strip())) for name in header) >= 4


def load_lo(con: Connection, path: Path, kind: Kind, delivered: Delivered, number: int) -> None:
    """Fill raw_inwoners, raw_vorige_adressen and raw_vorige_namen from `levering`.

    `bronnen.rijen` counts lists. Raises BrpMatchError KOLOM_ONTBREEKT for rubrieken that cannot
    be missed and GEEN_RIJEN where there is no list.
    """
    missing = [name for name in _NEEDED if name not in delivered.header]
    if missing:
        raise BrpMatchError(
            "KOLOM_ONTBREEKT", path.name, f"de rubriek {' en '.join(missing)} ontbreekt"
        )
    _lists(con, delivered.header)
    lists = int(scalar(con, "SELECT count(DISTINCT lijst) FROM lo"))
    if not lists:
        raise BrpMatchError("GEEN_RIJEN", path.name, "er staan geen persoonslijsten in dit bestand")
    _residents(con, number)
    _previous_addresses(con, number)
    _previous_names(con, number)
    _without_list(con, number, path.name)
    read = Delivered(
        delivered.header, lists, delivered.formaat, delivered.codering, delivered.scheidingsteken
    )
    run_step(con, "DROP TABLE lo")
    columns = [c for c in kind.columns if c not in kind.never]
    if "07.70.10" not in delivered.header:
        columns.remove("geheim")
    add_source(con, number, kind, path, read, columns, "lo")


def _lists(con: Connection, header: Sequence[str]) -> None:
    """Make `lo`: the rubrieken used as `r01_02_40`, `lijst` (line of the list's first row)."""
    places = {name.strip(): place for place, name in reversed(list(enumerate(header)))}
    columns = ", ".join(
        (f"k{places[name]}" if name in places else "NULL::VARCHAR")
        + f" AS r{name.replace('.', '_')}"
        for name in _USED
    )
    # the list's id stands under an empty heading; without that column a new A-number that is
    # not announced as history (51) begins a list
    begins = (
        "k0 IS NOT NULL"
        if not header[0].strip()
        else "r01_01_10 IS NOT NULL AND lag(r01_H) OVER (ORDER BY regel) IS DISTINCT FROM '51'"
    )
    run_step(
        con,
        f"""CREATE OR REPLACE TEMP TABLE lo AS
        WITH rubrieken AS (SELECT regel, k0, {columns} FROM {STAGE}), begin AS (SELECT *, {begins} AS begint FROM rubrieken)
        SELECT *, lag(r05_H) OVER (PARTITION BY lijst ORDER BY regel) AS vorige_05, regel = lijst AS huidig
        FROM (SELECT *, max(CASE WHEN begint THEN regel END) OVER (ORDER BY regel) AS lijst FROM begin)""",
    )


def _residents(con: Connection, number: int) -> None:
    run_step(
        con,
        f"""INSERT INTO raw_inwoners BY NAME
        WITH partner AS (
            SELECT lijst, r05_02_30, r05_02_40, r05_07_10 IS NOT NULL AS beeindigd FROM lo
            WHERE r05_02_40 IS NOT NULL AND r05_84_10 IS NULL AND (huidig OR vorige_05 = '05')
            QUALIFY row_number() OVER (PARTITION BY lijst ORDER BY r05_07_10 IS NOT NULL,
                coalesce(r05_06_10, r05_07_10) DESC, regel) = 1)
        SELECT {number} AS bron, lo.regel, r01_01_10 AS persoon_id, r01_02_10 AS voornamen,
            r01_02_30 AS voorvoegsel, r01_02_40 AS geslachtsnaam, r01_61_10 AS naamgebruik,
            CASE WHEN partnernaam THEN p.r05_02_30 END AS partner_voorvoegsel,
            CASE WHEN partnernaam THEN p.r05_02_40 END AS partner_geslachtsnaam,
            r01_03_10 AS geboortedatum, r01_04_10 AS geslacht, r08_10_10 AS functie_adres,
            r08_09_10 AS gemeente, r07_67_20 AS opschorting_reden,
            CASE WHEN r06_84_10 IS NULL THEN r06_08_10 END AS overlijdensdatum,
            r07_70_10 AS geheim, coalesce(r08_11_15, r08_11_10) AS straat, r08_11_20 AS huisnummer,
            r08_11_30 AS huisletter, r08_11_40 AS huisnummertoevoeging,
            r08_11_50 AS aanduiding_bij_huisnummer, r08_11_60 AS postcode, r08_11_70 AS woonplaats,
            r08_12_10 AS locatie, r08_11_80 AS bag_id,
            -- 58…: the investigation is about an address in the history; not to live there holds when it ended
            CASE WHEN onderzoek = '089999' OR onderzoek LIKE '08%' AND r08_83_30 IS NULL THEN onderzoek
                END AS onderzoek_adres,
            lpad(r08_13_10, 4, '0') AS land_vertrek, r08_13_20 AS datum_vertrek
        -- a spreadsheet takes the leading zero of a rubriek
        FROM (SELECT *, lpad(r08_83_10, 6, '0') AS onderzoek FROM lo WHERE huidig) lo LEFT JOIN (
            SELECT p.*, NOT beeindigd OR l.r01_61_10 IN ('P', 'V', 'N') AS partnernaam
            FROM partner p JOIN lo l ON l.regel = p.lijst) p ON p.lijst = lo.lijst""",
    )


def _previous_addresses(con: Connection, number: int) -> None:
    """Addresses of the history: from their own date to the date of the record above them."""
    same = " AND ".join(f"a.{column} IS NOT DISTINCT FROM h.{column}" for column in _SAME_ADDRESS)
    run_step(
        con,
        f"""INSERT INTO raw_vorige_adressen BY NAME
        WITH adres AS (
            SELECT *, lag(coalesce(r08_10_30, r08_13_20, r08_85_10))
                OVER (PARTITION BY lijst ORDER BY regel) AS tot FROM lo
            WHERE r08_84_10 IS NULL AND (r08_09_10 IS NOT NULL OR r08_10_30 IS NOT NULL
                OR r08_13_20 IS NOT NULL))
        SELECT {number} AS bron, min(a.regel) AS regel, h.r01_01_10 AS persoon_id,
            any_value(coalesce(a.r08_11_15, a.r08_11_10) ORDER BY a.regel) AS straat,
            a.r08_11_20 AS huisnummer, a.r08_11_30 AS huisletter, a.r08_11_40 AS huisnummertoevoeging,
            a.r08_11_60 AS postcode, any_value(a.r08_11_70 ORDER BY a.regel) AS woonplaats,
            min(a.r08_10_30) AS datum_van, max(a.tot) AS datum_tot
        FROM adres a JOIN lo h ON h.regel = a.lijst
        WHERE NOT a.huidig AND (a.r08_11_20 IS NOT NULL OR a.r08_11_60 IS NOT NULL) AND NOT ({same})
        GROUP BY h.r01_01_10, a.r08_11_10, a.r08_11_20, a.r08_11_30, a.r08_11_40, a.r08_11_60""",
    )


def _previous_names(con: Connection, number: int) -> None:
    """Own names of the history, and surnames of partners of marriages that ended."""
    run_step(
        con,
        f"""INSERT INTO raw_vorige_namen BY NAME
        WITH nu AS (SELECT persoon_id, voornamen, voorvoegsel, geslachtsnaam, partner_geslachtsnaam,
            regel AS lijst FROM raw_inwoners WHERE bron = {number}),
        naam AS (
            SELECT lijst, regel, r01_02_10 AS voornamen, r01_02_30 AS voorvoegsel,
                r01_02_40 AS geslachtsnaam,
                lag(r01_85_10) OVER (PARTITION BY lijst ORDER BY regel) AS datum_tot
            FROM lo WHERE r01_84_10 IS NULL AND r01_02_40 IS NOT NULL),
        partner AS (
            SELECT lijst, min(regel) AS regel, NULL::VARCHAR AS voornamen, r05_02_30 AS voorvoegsel,
                r05_02_40 AS geslachtsnaam, max(r05_07_10) AS datum_tot
            FROM lo WHERE r05_84_10 IS NULL AND r05_02_40 IS NOT NULL GROUP BY lijst, r05_02_30, r05_02_40)
        SELECT {number} AS bron, min(regel) AS regel, persoon_id, o.voornamen, o.voorvoegsel,
            o.geslachtsnaam, max(o.datum_tot) AS datum_tot
        FROM nu JOIN (
            SELECT n.* FROM naam n JOIN nu USING (lijst) WHERE n.regel <> n.lijst
                AND (n.voornamen, n.voorvoegsel, n.geslachtsnaam)
                    IS DISTINCT FROM (nu.voornamen, nu.voorvoegsel, nu.geslachtsnaam)
            UNION ALL
            SELECT p.* FROM partner p JOIN nu USING (lijst)
            WHERE p.geslachtsnaam IS DISTINCT FROM nu.partner_geslachtsnaam) o USING (lijst)
        GROUP BY persoon_id, o.voornamen, o.voorvoegsel, o.geslachtsnaam""",
    )


def _without_list(con: Connection, number: int, name: str) -> None:
    """Rows above the first list belong to nobody: set aside, not lost."""
    run_step(
        con,
        """INSERT INTO quarantaine (bron, bestand, regel, code, melding, tekst) SELECT ?, ?, regel, 'LIJST_ZONDER_BEGIN',
        'Deze rij hoort niet bij een persoonslijst.', coalesce(r01_02_40, '') FROM lo WHERE lijst IS NULL""",
        [number, name],
    )
