"""Content tables of `comparators/tables` read into DuckDB as `lijst_*`."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import Connection, create_table, exact, quote_literal
from brp_match.settings import content_root


def _csv(name: str) -> str:
    path: Path = content_root("comparators") / "tables" / f"{name}.csv"
    return (
        f"read_csv({quote_literal(exact(path))}, delim=';', header=true, all_varchar=true, "
        "quote='\"', escape='\"')"
    )


LISTS = (
    "lijst_voorvoegsels", "lijst_naamgroepen", "lijst_naamvormen", "lijst_roepletters",
    "lijst_achternamen", "lijst_voornamen", "lijst_standaarddatums",
)  # fmt: skip
"""The word lists; a prepared register has them as they were made with it."""


def copy_tables(con: Connection, register: str) -> None:
    """Take the word lists over from a prepared register (a schema prefix): `load_tables` would make the same."""
    for name in LISTS:
        create_table(con, name, f"FROM {register}{name}")


def load_tables(con: Connection) -> None:
    """Create the word lists (LISTS) the name macros and comparisons read. Needs the macro `vouw`.

    - `lijst_voorvoegsels(woord)`: each word of a surname prefix.
    - `lijst_naamgroepen(naam, groepen VARCHAR[])`: a given name → itself, the formal names it is a
      daily name of, and the base form of its transliteration group.
    - `lijst_naamvormen(naam, basis)`: a spelling → the one that names its transliteration group.
    - `lijst_roepletters(naam, letters VARCHAR[])`: a formal name → first letters of its daily names.
    - `lijst_achternamen(naam, deel)`, `lijst_voornamen(naam, deel)`: national shares of common names.
    - `lijst_standaarddatums(jaar, maand, dag, kans)`: known placeholder birth dates with the prior
      probability that a delivery uses them.
    """
    create_table(
        con,
        "lijst_voorvoegsels",
        f"""SELECT DISTINCT woord FROM (
            SELECT unnest(string_split(trim(regexp_replace(vouw(voorvoegsel), '[^a-z]+', ' ', 'g')), ' '))
                AS woord FROM {_csv("voorvoegsels")}) WHERE woord <> '' ORDER BY woord""",
    )
    create_table(
        con,
        "lijst_naamgroepen",
        f"""SELECT naam, list_sort(list_distinct(list(groep) || [naam])) AS groepen FROM (
            SELECT roepnaam AS naam, naam AS groep FROM {_csv("roepnamen")}
            UNION SELECT variant, naam FROM {_csv("naamvarianten")}) GROUP BY naam ORDER BY naam""",
    )
    create_table(
        con,
        "lijst_naamvormen",
        f"SELECT variant AS naam, min(naam) AS basis FROM {_csv('naamvarianten')} GROUP BY variant ORDER BY variant",
    )
    create_table(
        con,
        "lijst_roepletters",
        f"""SELECT naam, list(DISTINCT roepnaam[1] ORDER BY roepnaam[1]) AS letters
        FROM {_csv("roepnamen")} GROUP BY naam ORDER BY naam""",
    )
    for table, file in (
        ("lijst_achternamen", "achternamen_nationaal"),
        ("lijst_voornamen", "voornamen_nationaal"),
    ):
        create_table(
            con, table, f"SELECT naam, aandeel::DOUBLE AS deel FROM {_csv(file)} ORDER BY naam"
        )
    create_table(
        con,
        "lijst_standaarddatums",
        f"""SELECT jaar::INTEGER AS jaar, maand::INTEGER AS maand, dag::INTEGER AS dag,
            max(kans::DOUBLE) AS kans FROM {_csv("standaarddatums")} GROUP BY ALL ORDER BY ALL""",
    )
