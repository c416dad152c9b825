"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a variant; a candidate is compared with every variant.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, quote_literal, scalar
from brp_match.standardise.keys import key
from brp_match.standardise.names import fold_texts
from brp_match.standardise.trade_names import build_organisations

_SEVERAL = r"\s+(?:e/o|en/of|en|&|\+)\s+|\s*/\s*"


def build_signals(con: Connection, *, register: str = "") -> None:
    """Make the signal tables. Needs raw_signalen, lijst_* and the macros.

    std_signalen: `signaal_nr` (1…, ordered by vlp, signaal_id), signaal_id, vlp, sector,
    klantnummer, signaaldatum DATE, bedrag DOUBLE, geboortedatum parts (jaar, maand, dag, soort),
    address (postcode, nummer, toevoeging, straat, postbus), rechtsvorm, onderneming.
    std_signaal_namen: signaal_nr, variant, a/v/letters VARCHAR[], voorvoegsel, a_vol.
    """
    build_organisations(con)
    create_table(
        con,
        "std_signalen",
        """SELECT (row_number() OVER (ORDER BY vlp, signaal_id))::INTEGER AS signaal_nr,
            signaal_id, vlp, coalesce(sector, 'Overige') AS sector, klantnummer,
            datum_waarde(signaaldatum) AS signaaldatum, soort_signaal,
            bedrag_waarde(bedrag) AS bedrag,
            g.jaar AS jaar, g.maand AS maand, g.dag AS dag, g.soort AS geb_soort,
            postcode, h.nummer AS nummer, h.letter || h.toevoeging AS toevoeging,
            straat_sleutel(straat) AS straat, postbus, o.soort AS rechtsvorm,
            coalesce(o.handelsnaam, false) OR coalesce(o.soort = 'natuurlijk', false)
                OR kvk_nummer IS NOT NULL AS onderneming,
            voornamen, voorletters, voorvoegsel, achternaam, volledige_naam, naam
        FROM (SELECT *, s.straat AS straat,
                huisnummer_delen(coalesce(huisnummer, s.rest), huisletter, huisnummertoevoeging) AS h
            FROM (SELECT * EXCLUDE (postcode), datum_delen(geboortedatum) AS g,
                    straat_en_nummer(straatnaam) AS s, postcode_sleutel(postcode) AS postcode,
                    coalesce(is_postbus(straatnaam), false) AS postbus,
                    coalesce(achternaam, volledige_naam) AS naam
                FROM raw_signalen))
        LEFT JOIN sig_organisaties o ON o.tekst = naam""",
    )
    _name_variants(con)
    _keys(con, register)


def _name_variants(con: Connection) -> None:
    """Take apart every way a signal names its person.

    Full names are split at a comma, else after the last initial, else before the first prefix
    word, else before the last word. A wrong split costs nothing: comparison also tries the
    parts swapped.
    """
    titles = quote_literal(_title_pattern(con))
    create_table(
        con,
        "sig_teksten",
        rf"""SELECT signaal_nr, 1 AS variant, 'delen' AS soort, coalesce(achternaam, '') AS tekst
            FROM std_signalen WHERE achternaam IS NOT NULL OR volledige_naam IS NULL
        UNION ALL
        SELECT signaal_nr, 10 + generate_subscripts(stukken, 1), 'geheel', unnest(stukken) FROM (
            SELECT signaal_nr, string_split_regex(lower_vrij, '{_SEVERAL}') AS stukken FROM (
                SELECT signaal_nr, volledige_naam AS lower_vrij FROM std_signalen
                WHERE volledige_naam IS NOT NULL))
        UNION ALL
        SELECT signaal_nr, 30, 'geheel', o.persoon FROM std_signalen JOIN sig_organisaties o ON o.tekst = naam
        WHERE onderneming AND o.persoon IS NOT NULL""",
    )
    create_table(
        con,
        "sig_vrij",
        rf"""SELECT signaal_nr, variant, soort, regexp_replace(tekst, {titles}, ' ', 'g') AS tekst, tekst AS heel
        FROM (SELECT signaal_nr, variant, soort,
                -- capitals glued in front (PJ van der Berg) are initials
                regexp_replace(tekst,
                    '^\s*([A-Z])([A-Z])([A-Z])?\s+([a-z]|[A-Z][a-z])', '\1 \2 \3 \4') AS tekst
              FROM sig_teksten)""",
    )
    # a title that stands last may be a surname (Dokter, de Heer): then the text counts as it is, too
    create_table(
        con,
        "sig_komma",
        r"""SELECT signaal_nr, variant, soort, split_part(tekst, ',', 1) AS voor_komma,
            replace(substr(tekst, strpos(tekst || ',', ',') + 1), ',', ' ') AS achter_komma
        FROM (SELECT signaal_nr, variant, soort, tekst FROM sig_vrij
            UNION ALL
            SELECT signaal_nr, variant + 50, soort, heel FROM sig_vrij
            WHERE regexp_extract(heel, '(\pL+)\W*$', 1) <> regexp_extract(tekst, '(\pL+)\W*$', 1))""",
    )
    fold_texts(
        con,
        "sig_gevouwen",
        [f"{column} FROM std_signalen" for column in ("voornamen", "voorvoegsel", "voorletters")]
        + ["unnest([voor_komma, achter_komma]) FROM sig_komma"],
    )
    create_table(
        con,
        "sig_woorden",
        """SELECT signaal_nr, variant, soort,
            CASE WHEN soort <> 'geheel' THEN voor || achter
                 -- "L. Zon, van": only a prefix behind the comma
                 WHEN len(achter) = 0 THEN list_filter(voor, lambda d: len(d) = 1) || voorzetsel
                    || list_filter(voor, lambda d: len(d) > 1)
                 ELSE achter || voorzetsel || voor END AS alle,
            soort = 'geheel' AND len(achter) > 0 AND len(voor) > 0 AS komma,
            len(voorzetsel) + len(voor) AS na_komma
        FROM (SELECT signaal_nr, variant, soort, voor,
                CASE WHEN soort = 'geheel' AND len(voor) > 0
                    THEN list_filter(achter, lambda d: list_contains(woorden, d)) ELSE [] END AS voorzetsel,
                CASE WHEN soort = 'geheel' AND len(voor) > 0
                    THEN list_filter(achter, lambda d: NOT list_contains(woorden, d)) ELSE achter END AS achter
            FROM (SELECT k.*, coalesce(v.delen, []) AS voor, coalesce(a.delen, []) AS achter
                FROM sig_komma k LEFT JOIN sig_gevouwen v ON v.tekst = voor_komma
                LEFT JOIN sig_gevouwen a ON a.tekst = achter_komma)
            CROSS JOIN (SELECT list(woord ORDER BY woord) AS woorden FROM lijst_voorvoegsels))""",
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
                    woorden, alle[i]))), 0) AS eerste_voorvoegsel
              FROM sig_woorden CROSS JOIN (SELECT list(woord ORDER BY woord) AS woorden FROM lijst_voorvoegsels))""",
    )
    create_table(
        con,
        "std_signaal_namen",
        """SELECT signaal_nr, variant,
            list_filter(kern, lambda d: len(d) > 1 OR len(achter) = 1) AS a, aaneen(vv || achter) AS a_vol,
            list_filter(voor, lambda d: len(d) > 1) AS v,
            coalesce(nullif(ini, []), list_filter(voor || achter, lambda d: len(d) = 1)) AS letters,
            -- only words in front of the surname are its prefix as it should stand
            coalesce(aaneen(vv || achter[:coalesce(list_position(achter, kern[1]), 1) - 1]), '') AS voorvoegsel
        FROM (SELECT *, zonder_voorvoegsel(achter) AS kern FROM (
            SELECT x.signaal_nr, x.variant, x.alle[x.grens + 1:] AS achter,
                CASE WHEN x.soort = 'delen' THEN s.voor_delen ELSE x.alle[:x.grens] END AS voor,
                CASE WHEN x.soort = 'delen' THEN s.vv_delen ELSE []::VARCHAR[] END AS vv,
                -- dotted initials count per dot ("Th.J." is T, J), glued ones per letter ("JC")
                CASE WHEN x.soort <> 'delen' OR s.voorletters IS NULL THEN []::VARCHAR[]
                     WHEN len(s.voorletters) <= 5 AND NOT regexp_matches(s.voorletters, '[. ]')
                     THEN string_split(aaneen(s.letter_delen), '')
                     ELSE letters(s.letter_delen) END AS ini
              FROM sig_splitsing x JOIN (
                SELECT signaal_nr, voorletters, coalesce(v.delen, []) AS voor_delen,
                    coalesce(p.delen, []) AS vv_delen, coalesce(l.delen, []) AS letter_delen
                FROM std_signalen LEFT JOIN sig_gevouwen v ON v.tekst = voornamen
                LEFT JOIN sig_gevouwen p ON p.tekst = voorvoegsel
                LEFT JOIN sig_gevouwen l ON l.tekst = voorletters) s USING (signaal_nr)))
        WHERE len(achter) > 0 OR len(voor) > 0""",
    )


def _title_pattern(con: Connection) -> str:
    """RE2 pattern of the words to strip from a full name; a constant, so that it compiles once."""
    rows = con.execute(
        """SELECT string_agg(regexp_escape(woord), '|' ORDER BY len(woord) DESC, woord) FROM lijst_titels
        WHERE plaats = $1""",
        ["overal"],
    ).fetchall()
    start = con.execute(
        """SELECT string_agg(regexp_escape(woord), '|' ORDER BY len(woord) DESC, woord) FROM lijst_titels
        WHERE plaats <> $1""",
        ["overal"],
    ).fetchall()
    return rf"(?i)(?:^|\b)(?:{rows[0][0]})(?:\.|\s|:|$)|^\s*(?:(?:{start[0][0]})(?:\.|\s|:|$)\s*)+"


def _keys(con: Connection, register: str) -> None:
    fine = bool(scalar(con, f"SELECT fijn FROM {register}std_kenmerken"))
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
        letter AS (
            SELECT DISTINCT signaal_nr, unnest(letters || letters(a) || letters(v)) AS letter
            FROM std_signaal_namen
            UNION SELECT signaal_nr, unnest(letters(g.groepen))
            FROM std_signaal_namen n JOIN lijst_naamgroepen g ON g.naam = n.v[1]),
        sleutels(soort, sleutel, signaal_nr) AS (
            SELECT 'A', {key("A", "postcode", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL SELECT 'S', {key("S", "straat", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL {birth}
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
