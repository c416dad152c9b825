"""The people of a register and the words of their names: raw tables → std_inwoners, std_namen and friends."""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step
from brp_match.standardise.names import fold_texts

PLAIN = "regexp_full_match({0}, '[A-Za-z]+( [A-Za-z]+)*')"
"""SQL condition on a text, to be formatted with a column: of such a text `delen` gives nothing but its words
in small letters, and most given names are one."""


EXISTS = "coalesce(opschorting_reden, '') NOT IN ('F', 'W')"
"""SQL condition on raw_inwoners: a signal can be about this person; erroneous and wiped records are nobody."""


def build_people(con: Connection) -> None:
    """Make std_inwoners, std_vorige_namen, std_namen and std_naamdelen; see `build_register`."""
    _residents(con)
    _names(con)


def _fold(con: Connection) -> None:
    """Make `gevouwen_namen(tekst, delen, kern, vol)` of all surnames and prefixes, and
    `gevouwen_voornamen(tekst, delen)` of the given names that are not plain letters.

    Names repeat, and folding is a long expression: every text is folded once. Given names come in many
    thousands of combinations, so those that need no folding are cut up where they stand.
    """
    columns = ("geslachtsnaam", "partner_geslachtsnaam", "voorvoegsel", "partner_voorvoegsel")
    fold_texts(
        con,
        "gevouwen",
        [f"{column} FROM raw_inwoners" for column in columns]
        + ["geslachtsnaam FROM raw_vorige_namen"],
    )
    create_table(
        con,
        "gevouwen_namen",
        """SELECT tekst, delen, zonder_voorvoegsel(delen) AS kern, coalesce(aaneen(delen), '') AS vol
        FROM gevouwen""",
    )
    fold_texts(
        con,
        "gevouwen_voornamen",
        [f"voornamen FROM raw_inwoners WHERE NOT {PLAIN.format('voornamen')}"],
    )


def _residents(con: Connection) -> None:
    _fold(con)
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
            nullif(g.jaar, 0) AS jaar, nullif(g.maand, 0) AS maand, nullif(g.dag, 0) AS dag,
            {EXISTS} AS bestaat
        -- only the numbers are sorted: a window would carry every column along
        FROM raw_inwoners r JOIN (SELECT rowid AS rij,
                (row_number() OVER (ORDER BY persoon_id))::INTEGER AS persoon_nr FROM raw_inwoners) n
            ON n.rij = r.rowid
        {joins} LEFT JOIN gevouwen_voornamen v ON v.tekst = r.voornamen
        LEFT JOIN (SELECT geboortedatum, datum_delen(geboortedatum) AS g
            FROM (SELECT DISTINCT geboortedatum FROM raw_inwoners)) d
            ON d.geboortedatum IS NOT DISTINCT FROM r.geboortedatum""",
    )
    for helper in ("gevouwen", "gevouwen_voornamen"):
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
    create_table(
        con,
        "std_naamdelen",
        "SELECT deel, klank(deel) AS klank, count(DISTINCT persoon_nr) AS dragers FROM std_namen GROUP BY deel",
    )
