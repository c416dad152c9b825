"""Term frequencies of a register: how often a name and a birth date occur."""

from __future__ import annotations

from brp_match.database import Connection, create_reading, create_table, run_step
from brp_match.reading.word_lists import name_groups
from brp_match.register.people import COUNTED


def build_counts(con: Connection) -> None:
    """Make the tables tel_* but tel_adres: term frequencies over the people of COUNTED; `n` counts persons.

    Needs the tables of `build_people`, `gevouwen_namen` among them.
    """
    _count_surnames(con)
    _count_given_names(con)
    create_table(
        con,
        "tel_datum",
        """SELECT jaar, maand, dag, count(*) AS n FROM std_inwoners
        WHERE geteld AND jaar IS NOT NULL GROUP BY ALL""",
    )


def _count_surnames(con: Connection) -> None:
    # surnames repeat: bearers are counted per name as it is written, and who has a term of both once
    create_table(
        con,
        "tel_achternaam",
        f"""WITH namen AS (SELECT tekst, termen FROM gevouwen_namen WHERE len(kern) > 0)
        SELECT vorm, sum(n)::BIGINT AS n FROM (
            SELECT unnest(termen) AS vorm, n FROM (
                SELECT geslachtsnaam AS tekst, count(*) AS n FROM raw_inwoners WHERE {COUNTED} GROUP BY 1
                UNION ALL
                SELECT partner_geslachtsnaam, count(*) FROM raw_inwoners WHERE {COUNTED} GROUP BY 1)
            JOIN namen USING (tekst)
            UNION ALL
            SELECT unnest(list_intersect(e.termen, p.termen)), -1 FROM raw_inwoners r
            JOIN namen e ON e.tekst = r.geslachtsnaam JOIN namen p ON p.tekst = r.partner_geslachtsnaam
            WHERE {COUNTED} AND list_has_any(e.termen, p.termen))
        GROUP BY vorm""",
    )


def _count_given_names(con: Connection) -> None:
    create_table(
        con,
        "tel_voornaam",
        """SELECT deel, count(*) FILTER (plek = 1) AS n_eerste, count(*) AS n,
            count(*) FILTER (plek = 1 AND i.maand = 1 AND i.dag = 1) AS n_januari
        FROM std_namen JOIN std_inwoners i USING (persoon_nr) WHERE rol = 'voor' AND i.geteld GROUP BY deel""",
    )
    create_reading(
        con, "naamgroepen", "SELECT deel FROM std_namen WHERE rol = 'voor' AND plek = 1",
        {"groepen": "VARCHAR[]"}, lambda name: (name_groups().get(name, (name,)),),
    )  # fmt: skip
    create_table(
        con,
        "tel_groep",
        """SELECT groep, count(*) FILTER (deel = groep) AS n_formeel,
            count(*) FILTER (deel <> groep) AS n_roep
        FROM (SELECT n.deel, unnest(g.groepen) AS groep FROM std_namen n JOIN naamgroepen g ON g.tekst = n.deel
            JOIN std_inwoners i USING (persoon_nr) WHERE n.rol = 'voor' AND n.plek = 1 AND i.geteld) GROUP BY groep""",
    )
    run_step(con, "DROP TABLE naamgroepen")
    # a given name of one letter is left out, so that a letter is always an initial
    create_table(
        con,
        "tel_naampaar",
        """WITH paren AS MATERIALIZED (SELECT vorm, voornaam, count(*) AS n FROM (
                SELECT nullif(array_to_string(eigen, ''), '') AS vorm, voor[1] AS voornaam FROM std_inwoners WHERE geteld
                UNION ALL
                SELECT nullif(array_to_string(partner, ''), ''), voor[1] FROM std_inwoners WHERE geteld AND partner <> eigen)
            WHERE vorm IS NOT NULL AND len(voornaam) > 1 GROUP BY ALL)
        SELECT vorm, voornaam AS deel, n FROM paren WHERE n > 1
        UNION ALL
        SELECT vorm, voornaam[1] AS letter, sum(n)::BIGINT AS n FROM paren GROUP BY ALL HAVING sum(n) > 1""",
    )
    create_table(
        con,
        "tel_letter",
        """SELECT deel[1] AS letter, count(*) AS n FROM std_namen JOIN std_inwoners i USING (persoon_nr)
        WHERE rol = 'voor' AND plek = 1 AND i.geteld GROUP BY 1""",
    )
