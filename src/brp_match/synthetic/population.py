"""Households and their people, as tables; every draw is a hash, so that millions are one scan."""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step, scalar
from brp_match.synthetic.chance import choose
from brp_match.synthetic.places import TOWN_HALL
from brp_match.synthetic.scenario import Scenario

PER_HOUSEHOLD = 2.04
"""People a household (CBS has 2.1 for 2023)."""

PER_SHARED_HOME = 12
"""Households at a shared address (rooms, an institution); a guess."""

POSTAL, AT_TOWN_HALL = 0.003, 0.7
"""Share of residents with a postal address, and of these at the town hall; guesses."""

REFUGEES = "('er', 'sy')"
"""Origins with many dates on 1 January or unknown parts, and chains of names."""

_TYPES = {"alleen": 0.40, "paar": 0.29, "gezin": 0.25, "eenouder": 0.06}
_NAAMGEBRUIK = {"E": 0.52, "P": 0.14, "V": 0.30, "N": 0.04}
_LEAVES = {
    "": 0.955,
    "verhuisd_uit": 0.022,
    "geemigreerd": 0.006,
    "overleden": 0.012,
    "onderzoek": 0.005,
}


def build_population(con: Connection, scenario: Scenario) -> None:
    """Make `personen`: one row a resident, with every column the resident file has.

    Also `herkomst`, `huishouden`, `plaats_nr` (home now, NULL when gone), `vorige_plaats` and
    `vorige_datum` (an earlier home here), `volwassen`. Needs `kans`, `namen`, `naampools`.
    """
    households = max(int(scenario.residents / PER_HOUSEHOLD), 1)
    _households(con, scenario, households)
    _members(con, scenario.residents)
    _named(con, scenario)


def households_of(residents: int) -> int:
    """Homes that so many residents need, with a tenth to spare for moves."""
    return int(residents / PER_HOUSEHOLD * 1.1) + 40


def _households(con: Connection, scenario: Scenario, count: int) -> None:
    create_table(
        con,
        "huishoudens",
        f"""SELECT h, {choose("kans(h, 'herkomst')", dict(scenario.origins))} AS herkomst,
            {choose("kans(h, 'type')", _TYPES)} AS type, 1938 + trek(h, 'jaar', 66)::INTEGER AS jaar,
            kans(h, 'gehuwd') < 0.68 AS gehuwd, kans(h, 'tweeling') < 0.03 AS tweeling,
            kans(h, 'gemengd') < 0.12 AS gemengd, kans(h, 'gedeeld') < {scenario.shared_homes:.6f} AS gedeeld
        FROM range({count}) r(h)""",
    )


def _members(con: Connection, residents: int) -> None:
    """Members: 0 and 1 are adults, 2 to 5 children, who carry the first adult's surname.

    The first `residents` of them, household by household.
    """
    create_table(
        con,
        "leden",
        """WITH alle AS (
            SELECT h, 0 AS plek, herkomst, herkomst AS naam_van, CASE WHEN kans(h, 'sekse') < 0.5 OR type IN ('paar', 'gezin') THEN 'M'
                ELSE 'V' END AS geslacht, jaar, h AS familie, type, gehuwd, jaar AS ouderjaar, tweeling, gedeeld FROM huishoudens
            UNION ALL
            SELECT h, 1, CASE WHEN gemengd THEN 'nl' ELSE herkomst END, herkomst, CASE WHEN kans(h, 'gelijk') < 0.04 THEN 'M' ELSE 'V' END,
                greatest(1935, jaar + trek(h, 'jaar_b', 9)::INTEGER - 4), -h - 1, type, gehuwd, jaar, false, gedeeld
            FROM huishoudens WHERE type IN ('paar', 'gezin')
            UNION ALL
            SELECT h, 2 + k, herkomst, herkomst, CASE WHEN kans(h, 'kind' || k) < 0.51 THEN 'M' ELSE 'V' END,
                least(2024, jaar + 24 + CASE WHEN tweeling AND k <= 1 THEN trek(h, 'kindjaar', 8)::INTEGER
                    ELSE trek(h, 'kindjaar' || k, 14)::INTEGER END),
                h, type, gehuwd, jaar, tweeling, gedeeld
            FROM huishoudens, range(4) r(k)
            WHERE type IN ('gezin', 'eenouder') AND jaar BETWEEN 1950 AND 1998 AND k < 1 + trek(h, 'kinderen', 7) // 2)
        SELECT * FROM alle""",
    )
    _cut(con, residents)


def _cut(con: Connection, residents: int) -> None:
    """Leave the first `residents` of `leden`, household by household."""
    sizes = "SELECT h, count(*) AS n, sum(count(*)) OVER (ORDER BY h) AS tot FROM leden GROUP BY h"
    create_table(
        con,
        "laatste",
        f"""SELECT min(h) AS h, arg_min({residents} - (tot - n), h) AS blijven
        FROM ({sizes}) WHERE tot >= {residents}""",
    )
    create_table(
        con,
        "te_veel",
        """SELECT h, plek FROM leden JOIN laatste USING (h)
        QUALIFY row_number() OVER (ORDER BY plek) > blijven""",
    )
    run_step(
        con,
        """DELETE FROM leden WHERE h > (SELECT h FROM laatste)
        OR (h, plek) IN (SELECT (h, plek) FROM te_veel)""",
    )


def _with_names() -> str:
    """SQL of the people with the names they were given, for a WITH: `namen_erbij` ends it."""

    def drawn(number: str, purpose: str, origin: str, kind: str, alias: str) -> str:
        return f"""LEFT JOIN naampools p_{alias} ON p_{alias}.herkomst = {origin} AND p_{alias}.soort = {kind}
            LEFT JOIN namen {alias} ON {alias}.herkomst = {origin} AND {alias}.soort = {kind}
                AND {alias}.nr = trek({number}, '{purpose}', coalesce(p_{alias}.n, 1))"""

    # a son in thirty carries his father's first name
    father = "CASE WHEN plek >= 2 AND geslacht = 'M' AND kans(pid, 'vernoemd') < 0.035 THEN h * 8 ELSE pid END"
    return f"""genummerd AS (SELECT *, h * 8 + plek AS pid FROM leden),
        datums AS (SELECT *, {father} AS naam_nr,
                -- twins share a birthday, children on one household row the day of the first
                CASE WHEN tweeling AND plek IN (2, 3) THEN h * 8 + 2 ELSE pid END AS dag_nr,
                {choose("kans(pid, 'vertrek')", _LEAVES)} AS lot FROM genummerd),
        namen_erbij AS (SELECT d.*, v.naam AS eerste, w.naam AS tweede, x.naam AS derde,
                a.voorvoegsel, a.naam AS achternaam, b.voorvoegsel AS b_voorvoegsel, b.naam AS b_naam
            FROM datums d
            {drawn("d.naam_nr", "voornaam", "d.herkomst", "d.geslacht", "v")}
            {drawn("d.pid", "tweede", "d.herkomst", "d.geslacht", "w")}
            {drawn("d.pid", "derde", "d.herkomst", "d.geslacht", "x")}
            {drawn("d.familie", "achternaam", "d.herkomst", "'A'", "a")}
            {drawn("CASE WHEN d.plek = 1 THEN d.h ELSE -d.h - 1 END", "achternaam", "d.naam_van", "'A'", "b")})"""


def _named(con: Connection, scenario: Scenario) -> None:
    homes = int(scalar(con, "SELECT count(*) FROM plaatsen WHERE soort = 'woning'"))
    shared = max(
        1, round(scenario.residents / PER_HOUSEHOLD * scenario.shared_homes / PER_SHARED_HOME)
    )

    create_table(
        con,
        "personen",
        f"""WITH {_with_names()},
        compleet AS (SELECT *,
            herkomst IN {REFUGEES} AND kans(pid, 'een_naam') < 0.03 AS een_naam,
            plek <= 1 AND gehuwd AND type IN ('paar', 'gezin') AS getrouwd,
            jaar <= 2007 AS volwassen,
            lot IN ('', 'onderzoek') AND kans(pid, 'briefadres') < {POSTAL} AS brief,
            CASE WHEN gedeeld THEN 7 * trek(h, 'kamer', {shared}) % {homes} ELSE h % {homes} END AS thuis,
            CASE WHEN herkomst IN {REFUGEES} AND kans(pid, 'januari') < 0.35 THEN '0101'
                WHEN herkomst IN {REFUGEES} AND kans(pid, 'onbekend') < 0.06 THEN '0000'
                WHEN kans(pid, 'onbekend') < 0.001 THEN '0000'
                ELSE strftime(DATE '2001-01-01' + trek(dag_nr, 'dag', 365)::INTEGER, '%m%d') END AS maanddag
            FROM namen_erbij)
        SELECT pid, h AS huishouden, herkomst, volwassen, lot,
            printf('%010d', 1000000000 + pid) AS persoon_id,
            CASE WHEN NOT een_naam THEN concat_ws(' ', eerste,
                CASE WHEN kans(pid, 'aantal') < 0.55 AND tweede <> eerste THEN tweede END,
                CASE WHEN kans(pid, 'aantal') < 0.15 AND derde NOT IN (eerste, tweede) THEN derde END) END AS voornamen,
            CASE WHEN NOT een_naam THEN nullif(voorvoegsel, '') END AS voorvoegsel,
            CASE WHEN een_naam THEN eerste || ' ' || achternaam ELSE achternaam END AS geslachtsnaam,
            CASE WHEN getrouwd AND geslacht = 'V' THEN {choose("kans(pid, 'naamgebruik')", _NAAMGEBRUIK)} ELSE 'E' END AS naamgebruik,
            CASE WHEN getrouwd THEN nullif(b_voorvoegsel, '') END AS partner_voorvoegsel,
            CASE WHEN getrouwd THEN b_naam END AS partner_geslachtsnaam,
            jaar::VARCHAR || maanddag AS geboortedatum, geslacht,
            CASE WHEN brief THEN 'B'
                WHEN lot NOT IN ('verhuisd_uit', 'geemigreerd') THEN 'W' END AS functie_adres,
            CASE WHEN lot = 'verhuisd_uit' THEN ['0363', '0599', '0518', '0344'][1 + trek(pid, 'waarheen', 4)]
                WHEN lot = 'geemigreerd' THEN '1999' ELSE '{scenario.gemeente}' END AS gemeente,
            CASE lot WHEN 'geemigreerd' THEN 'E' WHEN 'overleden' THEN 'O' END AS opschorting_reden,
            CASE WHEN lot = 'overleden' THEN '{scenario.month[:4]}' || printf('%02d', 1 + trek(pid, 'stierf', 8)) || '14' END AS overlijdensdatum,
            CASE WHEN kans(pid, 'geheim') < 0.006 THEN '7' ELSE '0' END AS geheim,
            CASE WHEN lot = 'onderzoek' THEN '080000' END AS onderzoek_adres,
            CASE WHEN lot IN ('verhuisd_uit', 'geemigreerd') THEN NULL
                WHEN brief AND kans(pid, 'gemeentehuis') < {AT_TOWN_HALL} THEN {TOWN_HALL}
                WHEN brief THEN trek(pid, 'bij', {homes})::INTEGER
                ELSE thuis::INTEGER END AS plaats_nr,
            CASE WHEN lot IN ('verhuisd_uit', 'geemigreerd') THEN thuis::INTEGER
                WHEN volwassen AND kans(h, 'verhuisde') < 0.07 THEN trek(h, 'vorig', {homes})::INTEGER END AS vorige_plaats,
            CASE WHEN lot IN ('verhuisd_uit', 'geemigreerd') OR kans(h, 'verhuisde') < 0.03
                THEN strftime(DATE '{scenario.month}-01' - 20 - trek(h, 'wanneer', 330)::INTEGER, '%Y%m%d')
                ELSE strftime(DATE '{scenario.month}-01' - 350 - trek(h, 'wanneer', 2500)::INTEGER, '%Y%m%d') END AS vorige_datum
        FROM compleet""",
    )
    for table in ("leden", "huishoudens", "laatste", "te_veel"):
        run_step(con, f"DROP TABLE {table}")
