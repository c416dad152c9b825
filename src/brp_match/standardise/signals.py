"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a variant; a candidate is compared with every variant.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, scalar
from brp_match.standardise.keys import key

_SEVERAL = r"\s+(?:e/o|en/of|en|&|\+)\s+|\s*/\s*"


def build_signals(con: Connection) -> None:
    """Make the signal tables. Needs raw_signalen, lijst_* and the macros.

    std_signalen: `signaal_nr` (1…, ordered by vlp, signaal_id), signaal_id, vlp, sector,
    klantnummer, signaaldatum DATE, bedrag DOUBLE, geboortedatum parts (jaar, maand, dag, soort),
    address (postcode, nummer, toevoeging, straat, postbus), rechtsvorm, onderneming.
    std_signaal_namen: signaal_nr, variant, a/v/letters VARCHAR[], voorvoegsel, a_vol.
    """
    create_table(
        con,
        "std_signalen",
        """SELECT (row_number() OVER (ORDER BY vlp, signaal_id))::INTEGER AS signaal_nr,
            signaal_id, vlp, coalesce(sector, 'Overige') AS sector, klantnummer,
            datum_waarde(signaaldatum) AS signaaldatum, soort_signaal,
            bedrag_waarde(bedrag) AS bedrag,
            g.jaar AS jaar, g.maand AS maand, g.dag AS dag, g.soort AS geb_soort,
            postcode_sleutel(postcode) AS postcode, h.nummer AS nummer,
            h.letter || h.toevoeging AS toevoeging, straat_sleutel(s.straat) AS straat,
            coalesce(is_postbus(straatnaam), false) AS postbus,
            rechtsvorm(coalesce(achternaam, volledige_naam)).soort AS rechtsvorm,
            coalesce(is_onderneming(coalesce(achternaam, volledige_naam)), false)
                OR coalesce(rechtsvorm(coalesce(achternaam, volledige_naam)).soort = 'natuurlijk', false)
                OR kvk_nummer IS NOT NULL AS onderneming,
            voornamen, voorletters, voorvoegsel, achternaam, volledige_naam
        FROM (SELECT *, datum_delen(geboortedatum) AS g, straat_en_nummer(straatnaam) AS s,
                CASE WHEN huisnummer IS NULL
                     THEN huisnummer_delen(straat_en_nummer(straatnaam).rest, huisletter, huisnummertoevoeging)
                     ELSE huisnummer_delen(huisnummer, huisletter, huisnummertoevoeging) END AS h
              FROM raw_signalen)""",
    )
    _name_variants(con)
    _keys(con)


def _name_variants(con: Connection) -> None:
    """Take apart every way a signal names its person.

    Full names are split at a comma, else after the last initial, else before the first prefix
    word, else before the last word. A wrong split costs nothing: comparison also tries the
    parts swapped.
    """
    create_table(
        con,
        "sig_teksten",
        rf"""SELECT signaal_nr, 1 AS variant, 'delen' AS soort, achternaam AS tekst FROM std_signalen
            WHERE achternaam IS NOT NULL
        UNION ALL
        SELECT signaal_nr, 10 + generate_subscripts(stukken, 1), 'geheel', unnest(stukken) FROM (
            SELECT signaal_nr, string_split_regex(lower_vrij, '{_SEVERAL}') AS stukken FROM (
                SELECT signaal_nr, volledige_naam AS lower_vrij FROM std_signalen
                WHERE volledige_naam IS NOT NULL))
        UNION ALL
        SELECT signaal_nr, 30, 'geheel', persoon_in_handelsnaam(coalesce(volledige_naam, achternaam))
        FROM std_signalen WHERE onderneming
            AND persoon_in_handelsnaam(coalesce(volledige_naam, achternaam)) IS NOT NULL""",
    )
    create_table(
        con,
        "sig_woorden",
        r"""SELECT signaal_nr, variant, soort,
            CASE WHEN soort = 'geheel' AND strpos(tekst, ',') > 1
                 THEN delen(regexp_extract(tekst, ',(.*)$', 1)) || delen(regexp_extract(tekst, '^([^,]*),', 1))
                 ELSE delen(tekst) END AS alle,
            strpos(tekst, ',') > 1 AS komma,
            CASE WHEN strpos(tekst, ',') > 1 THEN len(delen(regexp_extract(tekst, '^([^,]*),', 1))) END
                AS na_komma
        FROM (SELECT signaal_nr, variant, soort,
                -- capitals glued in front (PJ van der Berg) are initials
                regexp_replace(regexp_replace(tekst,
                    '^\s*([A-Z])([A-Z])([A-Z])?\s+([a-z]|[A-Z][a-z])', '\1 \2 \3 \4'),
                    '(?i)\b(' || (SELECT string_agg(regexp_escape(woord), '|' ORDER BY len(woord) DESC, woord)
                        FROM lijst_titels) || ')(?:\.|\s|:|$)', ' ', 'g') AS tekst
              FROM sig_teksten)""",
    )
    create_table(
        con,
        "sig_splitsing",
        """SELECT signaal_nr, variant, alle,
            CASE WHEN soort = 'delen' THEN 0
                 WHEN komma THEN len(alle) - na_komma
                 WHEN len(alle) <= 1 THEN 0
                 WHEN laatste_letter >= len(alle) THEN 0
                 WHEN laatste_letter > 0 THEN laatste_letter
                 WHEN eerste_voorvoegsel > 1 THEN eerste_voorvoegsel - 1
                 WHEN eerste_voorvoegsel = 1 THEN 0
                 ELSE len(alle) - 1 END AS grens, soort
        FROM (SELECT *, coalesce(list_max(list_filter(range(1, len(alle) + 1), lambda i: len(alle[i]) = 1)), 0)
                    AS laatste_letter,
                coalesce(list_min(list_filter(range(1, len(alle) + 1), lambda i: list_contains(
                    (SELECT list(woord) FROM lijst_voorvoegsels), alle[i]))), 0) AS eerste_voorvoegsel
              FROM sig_woorden)""",
    )
    create_table(
        con,
        "std_signaal_namen",
        r"""SELECT signaal_nr, variant,
            list_filter(zonder_voorvoegsel(achter), lambda d: len(d) > 1 OR len(achter) = 1) AS a,
            aaneen(vv || achter) AS a_vol,
            list_filter(voor, lambda d: len(d) > 1) AS v,
            coalesce(nullif(ini, []), list_filter(voor || achter, lambda d: len(d) = 1)) AS letters,
            coalesce(aaneen(list_filter(vv || achter, lambda d: NOT list_contains(
                list_filter(zonder_voorvoegsel(achter), lambda e: true), d))), '') AS voorvoegsel
        FROM (SELECT x.signaal_nr, x.variant, x.alle[x.grens + 1:] AS achter,
                CASE WHEN x.soort = 'delen' THEN delen(s.voornamen) ELSE x.alle[:x.grens] END AS voor,
                CASE WHEN x.soort = 'delen' THEN delen(s.voorvoegsel) ELSE []::VARCHAR[] END AS vv,
                -- dotted initials count per dot ("Th.J." is T, J), glued ones per letter ("JC")
                CASE WHEN x.soort <> 'delen' OR s.voorletters IS NULL THEN []::VARCHAR[]
                     WHEN regexp_matches(s.voorletters, '[. ]') THEN letters(delen(s.voorletters))
                     WHEN len(s.voorletters) <= 5 THEN string_split(vouw(s.voorletters), '')
                     ELSE letters(delen(s.voorletters)) END AS ini
              FROM sig_splitsing x JOIN std_signalen s USING (signaal_nr))
        WHERE len(achter) > 0 OR len(voor) > 0""",
    )


def _keys(con: Connection) -> None:
    fine = bool(scalar(con, "SELECT fijn FROM std_kenmerken"))
    date = "SELECT signaal_nr, jaar, maand, dag FROM std_signalen WHERE geb_soort = 'geldig'"
    dates = f"""{date} UNION SELECT signaal_nr, jaar, dag, maand FROM ({date}) WHERE dag <= 12"""
    birth = (
        f"""SELECT 'G', {key("G", "jaar", "maand", "dag", "letter")}, signaal_nr
            FROM datums JOIN letter USING (signaal_nr)"""
        if fine
        else f"SELECT 'G', {key('G', 'jaar', 'maand', 'dag')}, signaal_nr FROM datums"
    )
    create_table(
        con,
        "sig_sleutels",
        f"""WITH datums AS ({dates}),
        delen AS (SELECT DISTINCT signaal_nr, unnest(a || v || CASE WHEN len(a) > 1 THEN [aaneen(a)]
                ELSE [] END || CASE WHEN a_vol IS NOT NULL THEN [a_vol] ELSE [] END) AS deel
            FROM std_signaal_namen),
        klank AS (SELECT DISTINCT signaal_nr, klank(deel) AS klank FROM delen WHERE len(deel) > 1),
        letter AS (SELECT DISTINCT signaal_nr, unnest(letters || letters(a) || letters(v) ||
                coalesce(flatten(list_transform(v, lambda d: list_filter([g.groepen], lambda x: true)[1])), []))[1] AS letter
            FROM std_signaal_namen LEFT JOIN (SELECT naam, list_transform(groepen, lambda x: x) AS groepen
                FROM lijst_naamgroepen) g ON g.naam = v[1]),
        sleutels(soort, sleutel, signaal_nr) AS (
            SELECT 'A', {key("A", "postcode", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL SELECT 'S', {key("S", "straat", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL {birth}
            UNION ALL SELECT 'O', {key("O", "jaar")}, signaal_nr FROM datums
            UNION ALL SELECT 'N', {key("N", "klank", "letter")}, signaal_nr
                FROM klank JOIN letter USING (signaal_nr)
            UNION ALL SELECT 'J', {key("J", "klank", "jaar")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'D', {key("D", "klank", "maand", "dag")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'P', {key("P", "postcode", "klank")}, signaal_nr
                FROM klank JOIN std_signalen USING (signaal_nr)
            UNION ALL SELECT 'T', {key("T", "deel")}, signaal_nr FROM delen)
        SELECT DISTINCT soort, sleutel, signaal_nr FROM sleutels WHERE sleutel IS NOT NULL""",
    )
