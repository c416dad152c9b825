"""Every form of a name a resident may go by: one row a person, for the comparison with a signal's name.

It depends on the register alone: `prepare` makes it of everybody, a run without a prepared register of
its candidates only.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step
from brp_match.standardise.names import fold_texts

PREPARED_NAMES = "std_naamvormen"
"""The table of everybody, in a prepared register."""

EVERYBODY = "SELECT persoon_nr FROM std_inwoners WHERE bestaat"
"""Everybody a signal can be about."""


def build_resident_names(con: Connection, name: str, people: str) -> None:
    """Make table `name`, a row for each persoon_nr the query `people` gives (each once).

    - `eigen`, `partner`, `voor` VARCHAR[] and `voorvoegsel`: as std_inwoners has them; `een_naam`: there
      are no given names.
    - `eigen_vormen` VARCHAR[]: the own surname as one word, with its prefix, and with the prefix cut to
      its letters; `andere_vormen`: the partner's, both together, former ones.
    - `eigen_klank`, `andere_klank`, `voor_klank`: their sounds, the lists in the order of the forms.
    - `eigen_basis`: each word in the spelling that names its group of transliterations.
    - `eigen_kaal`, `voor_kaal`: what is left where a system loses every letter with a diacritic (Yldz for
      Yıldız).
    - `groepen`: the names that share a daily name with one of the first three given names, themselves
      included; `letters` initials; `roepletters` initials of daily names too.
    - `voert`: which name the register says is in use, as a kind of `name_frequencies.IN_USE`.
    - `diakrieten` STRUCT(tekst, delen)[]: the words with a diacritic as the register writes them, and folded.
    """
    _macros(con)
    create_table(con, "naam_personen", people)
    _marked_words(con)
    create_table(
        con,
        name,
        """WITH vorige AS (SELECT persoon_nr, list_sort(list({'vorm': vorm, 'klank': klank})) AS vormen
            FROM (SELECT persoon_nr, aaneen(vorig) AS vorm
                FROM std_vorige_namen SEMI JOIN naam_personen USING (persoon_nr))
            JOIN std_vormen USING (vorm) GROUP BY persoon_nr),
        voor AS (SELECT persoon_nr, list_transform(list_sort(list({'plek': n.plek, 'klank': d.klank})), lambda w: w.klank)
                    AS klanken,
                flatten(list(coalesce(g.groepen, [n.deel])) FILTER (n.plek <= 3)) AS groepen
            FROM std_namen n SEMI JOIN naam_personen USING (persoon_nr)
            JOIN std_naamdelen d USING (deel) LEFT JOIN lijst_naamgroepen g ON g.naam = n.deel
            WHERE n.rol = 'voor' GROUP BY persoon_nr),
        basis AS (SELECT persoon_nr, string_agg(coalesce(g.basis, n.deel), '' ORDER BY n.plek) AS vorm
            FROM std_namen n SEMI JOIN naam_personen USING (persoon_nr)
            LEFT JOIN lijst_naamvormen g ON g.naam = n.deel WHERE n.rol = 'eigen' GROUP BY persoon_nr),
        personen AS (SELECT i.*, b.voornamen IS NULL AS een_naam, b.voorvoegsel AS ruw_voorvoegsel,
                b.geslachtsnaam, b.voornamen, b.naamgebruik, b.geslacht, aaneen(eigen) AS vorm, aaneen(partner) AS partner_vorm
            FROM std_inwoners i SEMI JOIN naam_personen USING (persoon_nr)
            JOIN raw_inwoners b USING (persoon_id))
        SELECT i.persoon_nr, i.voorvoegsel, i.eigen, i.partner, i.voor, i.een_naam,
            list_filter([i.vorm, i.eigen_vol, letters_voor(i.ruw_voorvoegsel) || i.vorm], lambda w: w IS NOT NULL)
                AS eigen_vormen,
            e.klank AS eigen_klank, bs.vorm AS eigen_basis,
            aaneen(zonder_voorvoegsel(kaal(i.geslachtsnaam))) AS eigen_kaal, kaal(i.voornamen) AS voor_kaal,
            list_transform(andere, lambda w: w.vorm) AS andere_vormen,
            list_transform(andere, lambda w: w.klank) AS andere_klank,
            coalesce(v.klanken, []) AS voor_klank,
            list_sort(list_distinct(coalesce(v.groepen, []))) AS groepen, letters(i.voor) AS letters,
            letters(list_sort(list_distinct(coalesce(v.groepen, [])))) || coalesce(rl.letters, []) AS roepletters,
            CASE WHEN i.partner_vol IS NULL THEN 'geen_partner'
                WHEN i.naamgebruik IN ('P', 'V', 'N') THEN 'partner'
                WHEN i.geslacht = 'M' THEN 'eigen_man'
                WHEN i.geslacht = 'V' THEN 'eigen_vrouw' ELSE 'eigen' END AS voert,
            m.woorden AS diakrieten
        FROM personen i LEFT JOIN std_vormen e ON e.vorm = i.vorm LEFT JOIN std_vormen pk ON pk.vorm = i.partner_vorm
        LEFT JOIN vorige vo USING (persoon_nr) LEFT JOIN voor v USING (persoon_nr)
        LEFT JOIN basis bs USING (persoon_nr) LEFT JOIN lijst_roepletters rl ON rl.naam = i.voor[1]
        LEFT JOIN naam_diakrieten m USING (persoon_nr)
        CROSS JOIN LATERAL (SELECT CASE WHEN i.partner_vorm IS NULL THEN [] ELSE [
            {'vorm': i.partner_vorm, 'klank': pk.klank}, {'vorm': i.partner_vol, 'klank': NULL},
            -- the sound of two names together is near enough that of each
            {'vorm': i.vorm || i.partner_vorm, 'klank': e.klank || pk.klank},
            {'vorm': i.partner_vorm || i.vorm, 'klank': pk.klank || e.klank}] END
            || coalesce(vo.vormen, []) AS andere) a""",
    )
    for helper in ("naam_personen", "naam_gemerkt", "naam_gemerkt_gevouwen", "naam_diakrieten"):
        run_step(con, f"DROP TABLE {helper}")


def _macros(con: Connection) -> None:
    run_step(
        con,
        """CREATE OR REPLACE MACRO kaal(t) AS CASE WHEN regexp_matches(t, '[^ -~]')
        THEN woorden(regexp_replace(lower(t), '[^ -&(-~]', '', 'g')) END""",
    )
    # "vd" of "van den", for the prefix cut short and glued (vdBerg)
    run_step(
        con,
        r"""CREATE OR REPLACE MACRO letters_voor(t) AS
        CASE WHEN contains(t, ' ') THEN regexp_replace(lower(t), '[^a-z]*([a-z])[a-z]*', '\1', 'g') END""",
    )


def _marked_words(con: Connection) -> None:
    """Make `naam_diakrieten(persoon_nr, woorden)`. Folding is a long expression: each word once."""
    create_table(
        con,
        "naam_gemerkt",
        """SELECT persoon_nr, tekst FROM (SELECT persoon_nr, unnest(string_split_regex(ruw, '[ -]+')) AS tekst
            FROM (SELECT i.persoon_nr,
                    lower(concat_ws(' ', b.voornamen, b.geslachtsnaam, b.partner_geslachtsnaam)) AS ruw
                FROM std_inwoners i SEMI JOIN naam_personen USING (persoon_nr)
                JOIN raw_inwoners b USING (persoon_id))
            WHERE regexp_matches(ruw, '[^ -~]')) WHERE regexp_matches(tekst, '[^ -~]')""",
    )
    fold_texts(con, "naam_gemerkt_gevouwen", ["tekst FROM naam_gemerkt"])
    create_table(
        con,
        "naam_diakrieten",
        """SELECT persoon_nr, list_sort(list({'tekst': tekst, 'delen': delen})) AS woorden
        FROM naam_gemerkt JOIN naam_gemerkt_gevouwen USING (tekst) GROUP BY persoon_nr""",
    )
