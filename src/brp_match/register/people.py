"""The people of a register and the words of their names: raw tables → std_inwoners, std_namen and friends."""

from __future__ import annotations

from brp_match.database import Connection, create_reading, create_table, run_step
from brp_match.reading import read_date, sound
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import distinct, glue, without, words

PLAIN = "regexp_full_match({0}, '[A-Za-z]+( [A-Za-z]+)*')"
"""SQL condition on a text, to be formatted with a column: the words of such a text are what stands between its
spaces, in small letters. Most given names are one, in many thousands of combinations, which are cut up where
they stand."""

EXISTS = "coalesce(opschorting_reden, '') NOT IN ('F', 'W')"
"""SQL condition on raw_inwoners: a signal can be about this person; erroneous and wiped records are nobody."""

OPEN = "coalesce(try_cast(trim(geheim) AS INTEGER), 0) = 0"
"""SQL condition on raw_inwoners: this person has no secrecy."""

COUNTED = f"{EXISTS} AND {OPEN}"
"""SQL condition on raw_inwoners: this person counts in how often a name, a date or an address occurs. Who has secrecy
does not: else a chance would tell who may not see them that somebody of that name lives here, or at that address."""


def build_people(con: Connection) -> None:
    """Make std_inwoners, std_vorige_namen, std_namen and std_naamdelen; see `build_register`."""
    _residents(con)
    _names(con)


def _fold(con: Connection) -> None:
    """Make `gevouwen_namen(tekst, delen, kern, vol, termen)` of all surnames and prefixes, and
    `gevouwen_voornamen(tekst, delen)` of the given names that are not plain letters.

    `delen` are the words, `kern` those without prefixes, `vol` all written as one, `termen` what the surname is
    counted by: its words and the whole of them as one.
    """
    columns = ("geslachtsnaam", "partner_geslachtsnaam", "voorvoegsel", "partner_voorvoegsel")
    names = [f"SELECT {column} FROM raw_inwoners" for column in columns]
    names.append("SELECT geslachtsnaam FROM raw_vorige_namen")
    create_reading(
        con, "gevouwen_namen", " UNION ALL ".join(names),
        {"delen": "VARCHAR[]", "kern": "VARCHAR[]", "vol": "VARCHAR", "termen": "VARCHAR[]"}, _surname,
    )  # fmt: skip
    create_reading(
        con, "gevouwen_voornamen",
        f"SELECT voornamen FROM raw_inwoners WHERE NOT {PLAIN.format('voornamen')}",
        {"delen": "VARCHAR[]"}, lambda text: (words(text),),
    )  # fmt: skip


def _surname(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]:
    """Return the columns of `gevouwen_namen` for a surname or prefix."""
    parts = words(text)
    core = without(parts, prefixes())
    return parts, core, glue(parts), distinct((*core, glue(core))) if core else ()


def _births(con: Connection) -> None:
    """Make `geboortedata(tekst, jaar, maand, dag)` of every birth date as it is written."""
    create_reading(
        con, "geboortedata", "SELECT geboortedatum FROM raw_inwoners",
        {"jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT"}, _parts,
    )  # fmt: skip


def _parts(text: str) -> tuple[int | None, int | None, int | None]:
    found = read_date(text)
    return found.year, found.month, found.day


def _residents(con: Connection) -> None:
    _fold(con)
    _births(con)
    joins = " ".join(
        f"LEFT JOIN gevouwen_namen {alias} ON {alias}.tekst = r.{column}"
        for alias, column in (
            ("e", "geslachtsnaam"), ("p", "partner_geslachtsnaam"),
            ("ev", "voorvoegsel"), ("pv", "partner_voorvoegsel"),
        )
    )  # fmt: skip
    create_table(
        con,
        "std_inwoners",
        f"""SELECT n.persoon_nr, r.persoon_id,
            coalesce(e.kern, []) AS eigen, nullif(coalesce(ev.vol, '') || coalesce(e.vol, ''), '') AS eigen_vol,
            coalesce(p.kern, []) AS partner,
            nullif(coalesce(pv.vol, '') || coalesce(p.vol, ''), '') AS partner_vol,
            coalesce(ev.vol, '') AS voorvoegsel, coalesce(pv.vol, '') AS partner_voorvoegsel,
            -- one name, or a chain of names: it stands in geslachtsnaam and serves as given name too
            CASE WHEN {PLAIN.format("r.voornamen")} THEN string_split(lower(r.voornamen), ' ')
                WHEN len(v.delen) > 0 THEN v.delen ELSE coalesce(e.kern, []) END AS voor,
            d.jaar, d.maand, d.dag,
            {EXISTS} AS bestaat, {COUNTED} AS geteld
        -- only the numbers are sorted: a window would carry every column along
        FROM raw_inwoners r JOIN (SELECT rowid AS rij,
                (row_number() OVER (ORDER BY persoon_id))::INTEGER AS persoon_nr FROM raw_inwoners) n
            ON n.rij = r.rowid
        {joins} LEFT JOIN gevouwen_voornamen v ON v.tekst = r.voornamen
        LEFT JOIN geboortedata d ON d.tekst = r.geboortedatum""",
    )
    for helper in ("gevouwen_voornamen", "geboortedata"):
        run_step(con, f"DROP TABLE {helper}")


def _names(con: Connection) -> None:
    create_table(
        con,
        "std_vorige_namen",
        """SELECT DISTINCT i.persoon_nr, v.vorig
        FROM (SELECT persoon_id, g.kern AS vorig
              FROM raw_vorige_namen n JOIN gevouwen_namen g ON g.tekst = n.geslachtsnaam) v
        JOIN std_inwoners i USING (persoon_id) WHERE i.bestaat""",
    )
    create_table(
        con,
        "std_namen",
        """SELECT persoon_nr, rol, plek::SMALLINT AS plek, deel FROM (
            SELECT persoon_nr, 'eigen' AS rol, unnest(eigen) AS deel,
                generate_subscripts(eigen, 1) AS plek FROM std_inwoners WHERE bestaat
            UNION ALL
            SELECT persoon_nr, 'partner', unnest(partner), generate_subscripts(partner, 1)
            FROM std_inwoners WHERE bestaat
            UNION ALL
            SELECT persoon_nr, 'voor', unnest(voor), generate_subscripts(voor, 1)
            FROM std_inwoners WHERE bestaat
            UNION ALL
            SELECT persoon_nr, 'vorig', unnest(vorig), generate_subscripts(vorig, 1) FROM std_vorige_namen)""",
    )
    create_reading(
        con, "klanken", "SELECT deel FROM std_namen", {"klank": "VARCHAR"}, lambda word: (sound(word),)
    )  # fmt: skip
    create_table(
        con,
        "std_naamdelen",
        """SELECT n.deel, k.klank, n.dragers
        FROM (SELECT deel, count(DISTINCT persoon_nr) FILTER (geteld) AS dragers
            FROM std_namen JOIN std_inwoners USING (persoon_nr) GROUP BY deel) n
        JOIN klanken k ON k.tekst = n.deel""",
    )
    run_step(con, "DROP TABLE klanken")
