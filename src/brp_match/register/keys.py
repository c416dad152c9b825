"""Candidate keys of a register: std_namen, std_verblijf and std_inwoners → std_sleutels."""

from __future__ import annotations

from collections.abc import Callable

from brp_match.content import model_figures
from brp_match.database import Connection, create_table, scalar
from brp_match.register.candidate_keys import FIRST_SOUNDS, GIVEN, SURNAME, key

SURNAME_ROLES = "('eigen', 'partner', 'vorig')"

_LETTER = f"(CASE n.rol WHEN 'voor' THEN '{GIVEN}' ELSE '{SURNAME}' END || n.deel[1])"
_SOUND = f"('{GIVEN}' || left(d.klank, {FIRST_SOUNDS}))"
"""SQL of the letter in a fine key of a birth date: of a name, and how a given name sounds."""


def keys_sql(con: Connection, key: Callable[..., str]) -> str:
    """SELECT of `soort, sleutel, persoon_nr` of every key of everybody, some of them NULL or twice; `key` makes the
    SQL of one of a kind and its parts. Needs std_kenmerken and the tables of `build_people` and of the addresses.
    """
    rare = model_figures().holders_at_most["T"]
    fine = bool(scalar(con, "SELECT fijn FROM std_kenmerken"))
    # in a country the same street and number stand in hundreds of towns
    in_town = (
        f"""UNION ALL
            SELECT 'S', {key("S", "straat", "nummer", "plaats")}, persoon_nr FROM std_verblijf"""
        if fine
        else ""
    )
    date_keys = (
        f"""SELECT 'G', {key("G", "i.jaar", "i.maand", "i.dag", _LETTER)}, i.persoon_nr
            FROM std_inwoners i JOIN std_namen n USING (persoon_nr) WHERE n.plek = 1
            UNION ALL
            SELECT 'G', {key("G", "i.jaar", "i.maand", "i.dag", _SOUND)}, i.persoon_nr
            FROM std_inwoners i JOIN std_namen n USING (persoon_nr) JOIN std_naamdelen d USING (deel)
            WHERE n.plek = 1 AND n.rol = 'voor'"""
        if fine
        else f"SELECT 'G', {key('G', 'jaar', 'maand', 'dag')}, persoon_nr FROM std_inwoners WHERE bestaat"
    )
    # of a name that thousands have, a part of the birth date says little without how the given name begins
    first = ("voor[1][1]",) if fine else ()
    return f"""WITH achternaam AS (
            SELECT DISTINCT n.persoon_nr, d.klank FROM std_namen n JOIN std_naamdelen d USING (deel)
            WHERE n.rol IN {SURNAME_ROLES}),
        letter AS (
            SELECT DISTINCT persoon_nr, deel[1] AS letter FROM std_namen
            WHERE rol = 'voor' AND plek <= 3),
        sleutels(soort, sleutel, persoon_nr) AS (
            SELECT 'A', {key("A", "postcode", "nummer")}, persoon_nr FROM std_verblijf
            UNION ALL
            SELECT 'S', {key("S", "straat", "nummer")}, persoon_nr FROM std_verblijf
            {in_town}
            UNION ALL
            {date_keys}
            UNION ALL
            SELECT 'N', {key("N", "klank", "letter")}, persoon_nr
            FROM achternaam JOIN letter USING (persoon_nr)
            UNION ALL
            SELECT 'J', {key("J", "klank", "jaar", *first)}, persoon_nr
            FROM achternaam JOIN std_inwoners USING (persoon_nr)
            UNION ALL
            SELECT 'D', {key("D", "klank", "maand", "dag", *first)}, persoon_nr
            FROM achternaam JOIN std_inwoners USING (persoon_nr)
            UNION ALL
            SELECT 'P', {key("P", "postcode", "klank")}, persoon_nr
            FROM achternaam JOIN std_verblijf USING (persoon_nr)
            UNION ALL
            SELECT 'T', {key("T", "deel")}, persoon_nr
            FROM std_namen JOIN std_naamdelen USING (deel) WHERE dragers <= {rare})
        FROM sleutels"""


def build_keys(con: Connection, *, wanted: str | None = None) -> None:
    """Make `std_sleutels(soort, sleutel, persoon_nr)`: every candidate key a person has, each once.

    `wanted` is a table with (soort, sleutel), such as sig_sleutels: then only those keys are made, a
    fraction of all. Needs std_kenmerken and the tables of `build_people` and of the addresses.
    """
    # in order, a few keys of a prepared register are found in a few row groups: an index was five times as
    # large, and DuckDB took none for a join
    kept = (
        f"SEMI JOIN {wanted} USING (soort, sleutel)"
        if wanted
        else "WHERE sleutel IS NOT NULL ORDER BY sleutel"
    )
    create_table(
        con,
        "std_sleutels",
        f"SELECT DISTINCT soort, sleutel, persoon_nr FROM ({keys_sql(con, key)}) {kept}",
    )
