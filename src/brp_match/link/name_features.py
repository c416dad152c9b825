"""How a signal's name relates to a resident's: one row a pair, over all ways both may be named.

A pair is compared in every variant the signal names its person in, straight and with the parts
swapped; the way that agrees best is kept. The classes are what `comparators/achternaam.yaml` and
`comparators/voornaam.yaml` speak of.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table
from brp_match.link.name_classes import GIVEN_SCORE, SURNAME_SCORE, create_macros, score_sql
from brp_match.link.resident_names import PREPARED_NAMES, build_resident_names

MOST_VARIANTS = 1_000_000
"""Above the number of any variant of a signal's name: in a rank the variant counts behind all else."""

CUT_LETTERS = 3
"""A surname cut off at fewer letters says nothing."""


def build_name_features(con: Connection, *, register: str = "") -> None:
    """Make `naam_kenmerken(paar_nr, achternaam_klasse, achternaam_vorm, voornaam_klasse, voornaam_deel, voornaam_letters,
    gedeelde_groepen, eerste_letter, signaal_voornaam, voornaam_verder, verder_anders, voorvoegsel_gelijk, een_naam,
    voert, voor_eerste, diakrieten_weg)`.

    `achternaam_vorm` and `voornaam_deel` are the register's form that agreed, else its own first (for the
    term frequency). Of initials `voornaam_letters` tells how many agreed; of an equal given name
    `voornaam_verder` how many behind the first do, and `verder_anders` that both have some of which not one begins
    with the same letter; of others these are 0 and false. `voert`, `voor_eerste`: name in use and first given name of
    the resident, see `resident_names`.
    """
    _candidate_names(con, register)
    _compare(con)
    _choose(con)
    _describe(con)


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


def build_signal_names(con: Connection) -> None:
    """Make `signaal_namen`: of each reading of a signal's name the forms, sounds and groups that are compared."""
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
        """SELECT n.*, a_heel.klank AS a_klank, v_heel.klank AS v_klank, a_een.klank AS a_eerste_klank, v_een.klank AS v_eerste_klank,
            b.vorm AS a_basis, coalesce(g.groepen, n.v[:1]) AS groepen, coalesce(ga.groepen, n.a[:1]) AS a_groepen
        FROM (SELECT n.signaal_nr, n.variant, n.a, n.v, n.letters, n.voorvoegsel, n.a_vol,
                n.alles_achternaam, n.geplakt, n.signaal_nr IN (SELECT signaal_nr FROM sig_afgekapt) AS afgekapt,
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


def _compare(con: Connection) -> None:
    """Make `naam_vergelijkingen`, a row a pair and variant: classes `a0`, `v0` straight, `v1` with the parts swapped;
    and `naam_omgedraaid` of those where the given name fits that way: `a1`, so dear that it is asked for last.
    """
    create_macros(con)
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


def _choose(con: Connection) -> None:
    """Make `naam_keuze(paar_nr, variant, a, v, om)`: the way that agrees best; `om`: with the parts swapped."""
    key = f"({score_sql('a', SURNAME_SCORE)} + {score_sql('v', GIVEN_SCORE)}) * 2 - om::INTEGER"
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


def _describe(con: Connection) -> None:
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
