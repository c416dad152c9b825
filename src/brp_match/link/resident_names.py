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
        -- of the first three given names word by word; few people have more
        delen AS (SELECT d.deel, d.klank, coalesce(g.groepen, [d.deel]) AS groepen
            FROM std_naamdelen d LEFT JOIN lijst_naamgroepen g ON g.naam = d.deel),
        verder AS (SELECT persoon_nr, list_transform(list_sort(list({'plek': n.plek, 'klank': d.klank})), lambda w: w.klank)
                    AS klanken
            FROM std_namen n SEMI JOIN naam_personen USING (persoon_nr) JOIN std_naamdelen d USING (deel)
            WHERE n.rol = 'voor' AND n.plek > 3 GROUP BY persoon_nr),
        -- surnames of more than one word
        basis AS (SELECT persoon_nr, string_agg(coalesce(g.basis, n.deel), '' ORDER BY n.plek) AS vorm
            FROM std_namen n SEMI JOIN (SELECT persoon_nr FROM std_namen SEMI JOIN naam_personen USING (persoon_nr)
                WHERE rol = 'eigen' AND plek = 2) USING (persoon_nr)
            LEFT JOIN lijst_naamvormen g ON g.naam = n.deel WHERE n.rol = 'eigen' GROUP BY persoon_nr),
        -- a long expression again: each surname once
        kale AS (SELECT geslachtsnaam, aaneen(zonder_voorvoegsel(delen)) AS kaal FROM (
            SELECT geslachtsnaam, kaal(geslachtsnaam) AS delen FROM (
                SELECT DISTINCT geslachtsnaam FROM raw_inwoners) WHERE gemerkt(geslachtsnaam))),
        personen AS (SELECT i.*, b.voornamen IS NULL AS een_naam, b.voorvoegsel AS ruw_voorvoegsel,
                b.geslachtsnaam, b.voornamen, b.naamgebruik, b.geslacht, aaneen(eigen) AS vorm, aaneen(partner) AS partner_vorm
            FROM std_inwoners i SEMI JOIN naam_personen USING (persoon_nr)
            JOIN raw_inwoners b USING (persoon_id))
        SELECT * EXCLUDE (eigen_letters), letters(groepen) || eigen_letters AS roepletters
        FROM (SELECT i.persoon_nr, i.voorvoegsel, i.eigen, i.partner, i.voor, i.een_naam,
                list_filter([i.vorm, i.eigen_vol, letters_voor(i.ruw_voorvoegsel) || i.vorm], lambda w: w IS NOT NULL)
                    AS eigen_vormen,
                e.klank AS eigen_klank, coalesce(bs.vorm, b.basis, i.eigen[1]) AS eigen_basis,
                kl.kaal AS eigen_kaal,
                CASE WHEN gemerkt(i.voornamen) THEN kaal(i.voornamen) END AS voor_kaal,
                CASE WHEN i.partner_vorm IS NULL THEN []
                    ELSE [i.partner_vorm, i.partner_vol, i.vorm || i.partner_vorm, i.partner_vorm || i.vorm] END
                    || coalesce(list_transform(vo.vormen, lambda w: w.vorm), []) AS andere_vormen,
                -- the sound of two names together is near enough that of each
                CASE WHEN i.partner_vorm IS NULL THEN []
                    ELSE [pk.klank, NULL, e.klank || pk.klank, pk.klank || e.klank] END
                    || coalesce(list_transform(vo.vormen, lambda w: w.klank), []) AS andere_klank,
                list_filter([v1.klank, v2.klank, v3.klank], lambda k: k IS NOT NULL) || coalesce(v.klanken, []) AS voor_klank,
                CASE WHEN v2.groepen IS NULL THEN coalesce(v1.groepen, [])
                    ELSE list_sort(list_distinct(flatten([v1.groepen, v2.groepen, v3.groepen]))) END AS groepen,
                letters(i.voor) AS letters, coalesce(rl.letters, []) AS eigen_letters,
                CASE WHEN i.partner_vol IS NULL THEN 'geen_partner'
                    WHEN i.naamgebruik IN ('P', 'V', 'N') THEN 'partner'
                    WHEN i.geslacht = 'M' THEN 'eigen_man'
                    WHEN i.geslacht = 'V' THEN 'eigen_vrouw' ELSE 'eigen' END AS voert,
                m.woorden AS diakrieten
            FROM personen i LEFT JOIN std_vormen e ON e.vorm = i.vorm LEFT JOIN std_vormen pk ON pk.vorm = i.partner_vorm
            LEFT JOIN delen v1 ON v1.deel = i.voor[1] LEFT JOIN delen v2 ON v2.deel = i.voor[2]
            LEFT JOIN delen v3 ON v3.deel = i.voor[3] LEFT JOIN verder v USING (persoon_nr)
            LEFT JOIN lijst_naamvormen b ON b.naam = i.eigen[1] LEFT JOIN basis bs USING (persoon_nr)
            LEFT JOIN vorige vo USING (persoon_nr) LEFT JOIN lijst_roepletters rl ON rl.naam = i.voor[1]
            LEFT JOIN kale kl USING (geslachtsnaam) LEFT JOIN naam_diakrieten m USING (persoon_nr))""",
    )
    for helper in ("naam_personen", "naam_gemerkt", "naam_gemerkt_gevouwen", "naam_diakrieten"):
        run_step(con, f"DROP TABLE {helper}")


def _macros(con: Connection) -> None:
    run_step(
        con,
        """CREATE OR REPLACE MACRO kaal(t) AS woorden(regexp_replace(lower(t), '[^ -&(-~]', '', 'g'))""",
    )
    run_step(con, "CREATE OR REPLACE MACRO gemerkt(t) AS regexp_matches(t, '[^ -~]')")
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
            WHERE gemerkt(ruw)) WHERE gemerkt(tekst)""",
    )
    fold_texts(con, "naam_gemerkt_gevouwen", ["tekst FROM naam_gemerkt"])
    create_table(
        con,
        "naam_diakrieten",
        """SELECT persoon_nr, list_sort(list({'tekst': tekst, 'delen': delen})) AS woorden
        FROM naam_gemerkt JOIN naam_gemerkt_gevouwen USING (tekst) GROUP BY persoon_nr""",
    )
