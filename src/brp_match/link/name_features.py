"""How a signal's name relates to a resident's: one row a pair, over all ways both may be named.

A pair is compared in every variant the signal names its person in, straight and with the parts
swapped; the way that agrees best is kept. The classes are what `comparators/achternaam.yaml` and
`comparators/voornaam.yaml` speak of.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table, run_step
from brp_match.link.resident_names import PREPARED_NAMES, build_resident_names
from brp_match.standardise.signal_texts import GLUED

SURNAME_SCORE = {
    "gelijk": 10, "partner": 9, "omgedraaid": 8, "deel": 7, "variant": 6, "omgedraaid_variant": 5,
    "omgedraaid_letter": 1, "ontbreekt": 1, "geen": 0,
}  # fmt: skip
"""Classes of the surname; the number only chooses between ways to read one pair (about its bits)."""

GIVEN_SCORE = {
    "gelijk": 7, "roepnaam": 6, "tweede": 6, "variant": 5, "voorletters": 4, "voorletter_roepnaam": 3,
    "voorletters_deels": 2, "ontbreekt": 1, "zelfde_letter": 0, "voorletters_anders": -2, "anders": -3,
}  # fmt: skip
"""Classes of the given name, in the same use."""


MOST_VARIANTS = 1_000_000

CUT_LETTERS = 3
"""A surname cut off at fewer letters says nothing."""


def build_name_features(con: Connection, *, register: str = "") -> None:
    """Make `naam_kenmerken(paar_nr, achternaam_klasse, achternaam_vorm, voornaam_klasse,
    voornaam_deel, signaal_voornaam, voornaam_verder, verder_anders, gedeelde_groepen, voornaam_letters, voorvoegsel_gelijk, diakrieten_weg, variant)`.

    `achternaam_vorm` and `voornaam_deel` are the register's form that agreed, else its own first (for the
    term frequency); `voornaam_letters` how many initials agreed,
    `voornaam_verder` how many given names behind the first; `verder_anders`: both have some, and not one of
    them begins with the same letter.
    """
    _candidate_names(con, register)
    _signal_names(con)
    _compare(con)


def _candidate_names(con: Connection, register: str) -> None:
    people = "SELECT DISTINCT persoon_nr FROM paren"
    if register:
        create_table(
            con,
            "kandidaat_namen",
            f"SELECT r.* FROM {register}{PREPARED_NAMES} r SEMI JOIN ({people}) USING (persoon_nr)",
        )
    else:
        build_resident_names(con, "kandidaat_namen", people)


def _signal_names(con: Connection) -> None:
    # the sound is a long expression: each word once
    create_table(
        con,
        "signaal_klanken",
        """SELECT tekst, klank(tekst) AS klank FROM (
            SELECT DISTINCT unnest([aaneen(a), aaneen(v), a[1], v[1]]) AS tekst FROM std_signaal_namen)
        WHERE tekst IS NOT NULL""",
    )
    create_table(
        con,
        "signaal_namen",
        f"""SELECT n.*, a_heel.klank AS a_klank, v_heel.klank AS v_klank, a_een.klank AS a_eerste_klank, v_een.klank AS v_eerste_klank,
            b.vorm AS a_basis, coalesce(g.groepen, n.v[:1]) AS groepen, coalesce(ga.groepen, n.a[:1]) AS a_groepen
        FROM (SELECT n.signaal_nr, n.variant, n.a, n.v, n.letters, n.voorvoegsel, n.a_vol,
                -- the whole text as a surname, where it can also be read as given name and surname
                n.variant % 10 = 9 OR (n.variant % 10 = 1 AND len(n.v) + len(n.letters) = 0 AND bool_or(len(n.v) > 0)
                    OVER (PARTITION BY n.signaal_nr, n.variant // 10)) AS alles_achternaam,
                n.variant >= {10 * GLUED} AS geplakt, n.signaal_nr IN (SELECT signaal_nr FROM sig_afgekapt) AS afgekapt,
                len(n.v) > 0 AND len(zonder_voorvoegsel(n.v || [''])) = 1 AS v_voorvoegsel,
                aaneen(n.a) AS a_vorm, aaneen(n.v) AS v_vorm, n.a[1] AS a_eerste, n.v[1] AS v_eerste,
                len(n.a) = 1 AND len(n.a[1]) >= 3 AND n.a_vol = n.a[1] AS een_woord, n.a || [aaneen(n.a), n.a_vol] AS a_vormen,
                lower(concat_ws(' ', s.voornamen, s.achternaam, s.volledige_naam)) AS ruw
            FROM std_signaal_namen n JOIN std_signalen s ON s.signaal_nr = n.signaal_nr) n
        LEFT JOIN signaal_klanken a_heel ON a_heel.tekst = n.a_vorm
        LEFT JOIN signaal_klanken v_heel ON v_heel.tekst = n.v_vorm
        LEFT JOIN signaal_klanken a_een ON a_een.tekst = n.a_eerste
        LEFT JOIN signaal_klanken v_een ON v_een.tekst = n.v_eerste
        LEFT JOIN (SELECT signaal_nr, variant, string_agg(coalesce(g.basis, deel), '' ORDER BY plek) AS vorm
            FROM (SELECT signaal_nr, variant, unnest(a) AS deel, generate_subscripts(a, 1) AS plek FROM std_signaal_namen)
            LEFT JOIN lijst_naamvormen g ON g.naam = deel GROUP BY ALL) b
            ON b.signaal_nr = n.signaal_nr AND b.variant = n.variant
        LEFT JOIN lijst_naamgroepen g ON g.naam = n.v_eerste
        LEFT JOIN lijst_naamgroepen ga ON ga.naam = n.a_eerste""",
    )


def _macros(con: Connection) -> None:
    """Macros of a comparison; s is a row of signaal_namen, r of kandidaat_namen.

    `lijkt(x, kx, y, ky)`: spelled otherwise but alike: same sound, or a small typing distance of
    the words or (from five letters on) of their sounds. Both sides of an AND or OR are worked out for
    every row, the branches of a CASE only where they are reached: hence the many branches.
    """
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt(x, kx, y, ky) AS
        CASE WHEN strlen(x) >= 3 AND kx = ky THEN true WHEN op_elkaar(x, y) THEN true
            WHEN least(strlen(kx), strlen(ky)) >= 5 THEN op_elkaar(kx, ky) END""",
    )
    # one side did not see that a prefix is glued to the name (Alahmed, Al-Ahmad)
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt_vol(vorm, vol, eigen, eigen_vol) AS
        CASE WHEN (vol = vorm) <> (eigen_vol = eigen) AND least(len(vol), len(eigen_vol)) >= 6 THEN
            CASE WHEN op_elkaar(vol, eigen_vol) THEN damerau_levenshtein(vol, eigen_vol) <= 1 END END""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO achternaam_klasse(vorm, vol, klank, basis, delen, eigen, partner, eigen_vorm, eigen_vormen,
            andere_vormen, eigen_klank, andere_klank, eigen_basis, eigen_kaal) AS
        CASE WHEN vorm IS NULL THEN 'ontbreekt'
            WHEN list_contains(eigen_vormen, vorm) OR list_contains(eigen_vormen, vol) THEN 'gelijk'
            WHEN list_contains(andere_vormen, vorm) OR list_contains(andere_vormen, vol) THEN 'partner'
            WHEN CASE WHEN list_has_any(partner, delen) THEN list_has_all(eigen || partner, delen) END THEN 'partner'
            WHEN CASE WHEN len(delen) > 1 AND len(eigen) > 1 THEN lijkt(vorm, klank, eigen_vorm, eigen_klank) END
                THEN 'variant'
            WHEN CASE WHEN list_has_any(delen, eigen) OR list_has_any(delen, partner)
                THEN list_has_any(delen, list_filter(eigen || partner, lambda d: len(d) >= 3)) END THEN 'deel'
            WHEN basis = eigen_basis OR vol = eigen_kaal THEN 'variant'
            WHEN lijkt(vorm, klank, eigen_vorm, eigen_klank) THEN 'variant'
            WHEN lijkt_vol(vorm, vol, eigen_vorm, eigen_vormen[2]) THEN 'variant'
            WHEN CASE WHEN len(andere_vormen) > 0 THEN len(list_filter(list_zip(andere_vormen, andere_klank),
                lambda z: lijkt(vorm, klank, z[1], z[2]))) > 0 END THEN 'variant'
            -- of one word each the forms are those words
            WHEN CASE WHEN len(delen) + len(eigen) + len(partner) > 2 THEN len(list_filter(eigen || partner,
                lambda d: len(list_filter(delen, lambda e: op_elkaar(d, e))) > 0)) > 0 END THEN 'variant'
            ELSE 'geen' END""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO voornaam_klasse(v, eerste, vorm, eerste_klank, ini, groepen, voor, voor_eerste, voor_klank,
            r_groepen, r_letters, r_roepletters, voor_kaal) AS
        CASE WHEN len(v) > 0 THEN
            CASE WHEN eerste = voor_eerste THEN 'gelijk'
                WHEN CASE WHEN starts_with(vorm, voor_eerste) THEN vorm = aaneen(voor) OR vorm = aaneen(voor[:2]) END
                    THEN 'gelijk'
                WHEN list_contains(voor, eerste) THEN 'tweede'
                WHEN list_has_any(groepen, r_groepen) THEN 'roepnaam'
                WHEN len(list_filter(list_zip(voor, voor_klank),
                    lambda z: lijkt(eerste, eerste_klank, z[1], z[2]))) > 0
                    OR (len(eerste) >= 3 AND starts_with(voor_eerste, eerste))
                    OR (len(voor_eerste) >= 4 AND starts_with(eerste, voor_eerste))
                    OR list_contains(voor_kaal, eerste) THEN 'variant'
                WHEN CASE WHEN len(v) > 1 THEN list_has_any(v, voor) END THEN 'tweede'
                WHEN eerste[1] = voor_eerste[1] THEN 'zelfde_letter'
                ELSE 'anders' END
            WHEN len(ini) = 0 THEN 'ontbreekt'
            WHEN len(voor) = 0 THEN 'ontbreekt'
            -- every initial is one of another given name, in whatever order behind the first
            WHEN CASE WHEN ini[1] = r_letters[1] AND len(ini) <= len(r_letters) THEN len(list_filter(list_distinct(ini),
                lambda d: len(list_filter(ini, lambda e: e = d)) > len(list_filter(r_letters, lambda e: e = d)))) = 0 END
                THEN 'voorletters'
            WHEN list_contains(r_roepletters, ini[1]) AND ini[1] <> r_letters[1]
                AND NOT list_contains(r_letters, ini[1]) THEN 'voorletter_roepnaam'
            WHEN list_contains(r_letters, ini[1]) OR list_contains(ini, r_letters[1]) THEN 'voorletters_deels'
            ELSE 'voorletters_anders' END""",
    )


def _score(column: str, scores: dict[str, int]) -> str:
    whens = " ".join(f"WHEN '{name}' THEN {score}" for name, score in scores.items())
    return f"CASE {column} {whens} END"


def _compare(con: Connection) -> None:
    _macros(con)
    straight = """achternaam_klasse(a_vorm, a_vol, a_klank, a_basis, a, eigen, partner, eigen_vorm,
        eigen_vormen, andere_vormen, eigen_klank, andere_klank, eigen_basis, eigen_kaal)"""
    swapped = """achternaam_klasse(v_vorm, v_vorm, v_klank, NULL, v, eigen, partner, eigen_vorm,
        eigen_vormen, andere_vormen, eigen_klank, andere_klank, eigen_basis, eigen_kaal)"""
    given = """voornaam_klasse(v, v_eerste, v_vorm, v_eerste_klank, letters, groepen, voor, voor_eerste,
        voor_klank, r_groepen, r_letters, roepletters, voor_kaal)"""
    given_swapped = """voornaam_klasse(a, a_eerste, a_vorm, a_eerste_klank, []::VARCHAR[], a_groepen, voor, voor_eerste,
        voor_klank, r_groepen, r_letters, roepletters, voor_kaal)"""
    create_table(
        con,
        "naam_vergelijkingen",
        # a table this small is read by one thread, a materialised CTE by all of them
        f"""WITH namen AS MATERIALIZED (FROM kandidaat_namen)
        SELECT paar_nr, signaal_nr, persoon_nr, variant, alles_achternaam, geplakt, anders_om, {straight} AS a0, {given} AS v0,
            -- the field was too short: a form of the register begins like what is left
            CASE WHEN afgekapt AND len(a_vorm) >= {CUT_LETTERS} THEN len(list_filter(
                eigen_vormen || andere_vormen, lambda f: starts_with(f, a_vorm))) > 0 ELSE false END AS begint,
            -- a chain of names serves as given name and surname: nothing to swap
            CASE WHEN een_naam OR geplakt THEN NULL WHEN anders_om OR letter_om THEN {given_swapped} END AS v1
        FROM (SELECT p.paar_nr, p.persoon_nr, s.*, r.* EXCLUDE (persoon_nr, letters, groepen, voorvoegsel),
            r.letters AS r_letters, r.groepen AS r_groepen, r.eigen_vormen[1] AS eigen_vorm, r.voor[1] AS voor_eerste,
            len(s.v) > 0 AND NOT s.v_voorvoegsel AS anders_om,
            -- a given name kept as surname, with before it the surname's initial or only its prefix
            s.letters[1] IN (r.eigen[1][1], r.partner[1][1], r.eigen_vormen[2][1]) AS letter_om
            FROM paren p JOIN signaal_namen s USING (signaal_nr) JOIN namen r USING (persoon_nr))""",
    )
    create_table(
        con,
        "naam_omgedraaid",
        f"""SELECT n.paar_nr, n.variant, n.v1, CASE WHEN n.anders_om THEN {swapped} ELSE 'letter' END AS a1
        FROM (SELECT * FROM naam_vergelijkingen WHERE v1 IN ('gelijk', 'tweede', 'roepnaam', 'variant')) n
        JOIN signaal_namen s USING (signaal_nr, variant)
        JOIN (SELECT *, eigen_vormen[1] AS eigen_vorm FROM kandidaat_namen) r USING (persoon_nr)""",
    )
    key = f"({_score('a', SURNAME_SCORE)} + {_score('v', GIVEN_SCORE)}) * 2 - om::INTEGER"
    create_table(
        con,
        "naam_keuze",
        f"""WITH manieren AS (
            SELECT paar_nr, variant, CASE WHEN a0 = 'geen' AND begint THEN 'variant' ELSE a0 END AS a, v0 AS v,
                false AS om FROM naam_vergelijkingen
            -- a part of it that agrees may not hide that the given name does not
            WHERE (NOT alles_achternaam OR a0 IN ('gelijk', 'partner'))
            -- a short word is only initials where all of them fit
                AND (NOT geplakt OR v0 = 'voorletters')
            UNION ALL
            SELECT paar_nr, variant, CASE WHEN a1 IN ('gelijk', 'partner', 'deel') THEN 'omgedraaid'
                    WHEN a1 = 'letter' THEN 'omgedraaid_letter' ELSE 'omgedraaid_variant' END, v1, true
            FROM naam_omgedraaid WHERE a1 NOT IN ('geen', 'ontbreekt'))
        SELECT paar_nr, arg_max(variant, rang) AS variant, arg_max(a, rang) AS a, arg_max(v, rang) AS v, arg_max(om, rang) AS om
        FROM (SELECT *, ({key}) * {MOST_VARIANTS} - variant AS rang FROM manieren)
        GROUP BY paar_nr""",
    )
    create_table(
        con,
        "naam_kenmerken",
        """WITH namen AS MATERIALIZED (FROM kandidaat_namen)
        SELECT p.paar_nr, k.a AS achternaam_klasse, k.v AS voornaam_klasse,
            coalesce(CASE WHEN k.a = 'geen' AND s.een_woord THEN NULL
                 WHEN k.om THEN list_filter(r.eigen_vormen || r.partner || r.eigen,
                    lambda f: f = s.v_vorm OR list_contains(s.v, f))[1]
                 ELSE coalesce(list_filter(r.eigen_vormen, lambda f: list_contains(s.a_vormen, f))[1],
                    list_filter(r.andere_vormen || r.eigen || r.partner, lambda f: list_contains(s.a_vormen, f))[1]) END,
                r.eigen_vormen[1]) AS achternaam_vorm,
            CASE WHEN k.v NOT IN ('gelijk', 'tweede', 'roepnaam', 'variant') THEN r.voor[1]
                 WHEN list_contains(CASE WHEN k.om THEN s.a ELSE s.v END, r.voor[1]) THEN r.voor[1]
                 ELSE coalesce(list_filter(CASE WHEN k.om THEN s.a ELSE s.v END,
                    lambda d: list_contains(r.voor, d))[1], r.voor[1]) END AS voornaam_deel,
            CASE WHEN k.v LIKE 'voorletter%' THEN len(list_intersect(s.letters, r.letters)) ELSE 0 END AS voornaam_letters,
            CASE WHEN k.v = 'roepnaam' THEN list_intersect(CASE WHEN k.om THEN s.a_groepen ELSE s.groepen END, r.groepen)
                END AS gedeelde_groepen,
            s.letters[1] AS eerste_letter,
            CASE WHEN k.om THEN s.a_eerste ELSE s.v_eerste END AS signaal_voornaam,
            CASE WHEN k.v = 'gelijk' THEN len(list_intersect(CASE WHEN k.om THEN s.a[2:] ELSE s.v[2:] END, r.voor[2:])) ELSE 0 END AS voornaam_verder,
            CASE WHEN k.v = 'gelijk' THEN NOT r.een_naam AND len(r.voor) > 1 AND len(CASE WHEN k.om THEN s.a ELSE s.v END) > 1 AND NOT list_has_any(
                letters(CASE WHEN k.om THEN s.a[2:] ELSE s.v[2:] END), letters(r.voor[2:])) ELSE false END AS verder_anders,
            k.a NOT IN ('gelijk', 'variant') OR s.voorvoegsel = r.voorvoegsel
                OR s.a_vol = r.eigen_vormen[2] AS voorvoegsel_gelijk,
            r.een_naam, r.voert, r.voor[1] AS voor_eerste,
            CASE WHEN r.diakrieten IS NOT NULL AND k.a IN ('gelijk', 'partner', 'deel', 'omgedraaid')
                THEN len(list_filter(r.diakrieten, lambda w: list_has_any(w.delen, s.a || s.v)
                    AND NOT contains(s.ruw, w.tekst))) > 0 ELSE false END AS diakrieten_weg
        FROM paren p JOIN naam_keuze k USING (paar_nr)
        JOIN signaal_namen s ON s.signaal_nr = p.signaal_nr AND s.variant = k.variant
        JOIN namen r USING (persoon_nr)""",
    )
