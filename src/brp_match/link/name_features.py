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
    create_table(
        con,
        "signaal_namen",
        f"""SELECT n.signaal_nr, n.variant, n.a, n.v, n.letters, n.voorvoegsel, n.a_vol,
            -- the whole text as a surname, where it can also be read as given name and surname
            n.variant % 10 = 9 OR (n.variant % 10 = 1 AND len(n.v) + len(n.letters) = 0 AND bool_or(len(n.v) > 0)
                OVER (PARTITION BY n.signaal_nr, n.variant // 10)) AS alles_achternaam,
            n.variant >= {10 * GLUED} AS geplakt, n.signaal_nr IN (SELECT signaal_nr FROM sig_afgekapt) AS afgekapt,
            len(n.v) > 0 AND len(zonder_voorvoegsel(n.v || [''])) = 1 AS v_voorvoegsel,
            aaneen(n.a) AS a_vorm, klank(aaneen(n.a)) AS a_klank, b.vorm AS a_basis,
            aaneen(n.v) AS v_vorm, klank(aaneen(n.v)) AS v_klank,
            list_transform(n.a, lambda d: klank(d)) AS a_klanken,
            list_transform(n.v, lambda d: klank(d)) AS v_klanken,
            coalesce(g.groepen, n.v[:1]) AS groepen, coalesce(ga.groepen, n.a[:1]) AS a_groepen,
            lower(concat_ws(' ', s.voornamen, s.achternaam, s.volledige_naam)) AS ruw
        FROM std_signaal_namen n JOIN std_signalen s ON s.signaal_nr = n.signaal_nr
        LEFT JOIN (SELECT signaal_nr, variant, string_agg(coalesce(g.basis, deel), '' ORDER BY plek) AS vorm
            FROM (SELECT signaal_nr, variant, unnest(a) AS deel, generate_subscripts(a, 1) AS plek FROM std_signaal_namen)
            LEFT JOIN lijst_naamvormen g ON g.naam = deel GROUP BY ALL) b
            ON b.signaal_nr = n.signaal_nr AND b.variant = n.variant
        LEFT JOIN lijst_naamgroepen g ON g.naam = n.v[1]
        LEFT JOIN lijst_naamgroepen ga ON ga.naam = n.a[1]""",
    )


def _macros(con: Connection) -> None:
    """Macros of a comparison; s is a row of signaal_namen, r of kandidaat_namen.

    `lijkt(x, kx, y, ky)`: spelled otherwise but alike: same sound, or a small typing distance of
    the words or (from five letters on) of their sounds.
    """
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt(x, kx, y, ky) AS
        (len(x) >= 3 AND kx = ky) OR op_elkaar(x, y)
        OR (least(len(kx), len(ky)) >= 5 AND op_elkaar(kx, ky))""",
    )
    # one side did not see that a prefix is glued to the name (Alahmed, Al-Ahmad)
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt_vol(vorm, vol, eigen, eigen_vol) AS
        CASE WHEN (vol = vorm) <> (eigen_vol = eigen) AND least(len(vol), len(eigen_vol)) >= 6
            AND op_elkaar(vol, eigen_vol) THEN damerau_levenshtein(vol, eigen_vol) <= 1 ELSE false END""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO achternaam_klasse(vorm, vol, klank, basis, delen, eigen, partner, eigen_vormen,
            andere_vormen, eigen_klank, andere_klank, eigen_basis, eigen_kaal) AS
        CASE WHEN vorm IS NULL THEN 'ontbreekt'
            WHEN list_contains(eigen_vormen, vorm) OR list_contains(eigen_vormen, vol) THEN 'gelijk'
            WHEN list_contains(andere_vormen, vorm) OR list_contains(andere_vormen, vol) THEN 'partner'
            WHEN len(partner) > 0 AND list_has_all(eigen || partner, delen)
                AND list_has_any(partner, delen) THEN 'partner'
            WHEN len(delen) > 1 AND len(eigen) > 1 AND lijkt(vorm, klank, eigen_vormen[1], eigen_klank) THEN 'variant'
            WHEN list_has_any(delen, list_filter(eigen || partner, lambda d: len(d) >= 3)) THEN 'deel'
            WHEN lijkt(vorm, klank, eigen_vormen[1], eigen_klank) OR basis = eigen_basis OR vol = eigen_kaal
                OR lijkt_vol(vorm, vol, eigen_vormen[1], eigen_vormen[2]) THEN 'variant'
            WHEN len(list_filter(list_zip(andere_vormen, andere_klank),
                lambda z: lijkt(vorm, klank, z[1], z[2]))) > 0 THEN 'variant'
            WHEN len(list_filter(eigen || partner, lambda d: len(list_filter(delen,
                lambda e: op_elkaar(d, e))) > 0)) > 0 THEN 'variant'
            ELSE 'geen' END""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO voornaam_klasse(v, vorm, v_klanken, ini, groepen, voor, voor_klank,
            r_groepen, r_letters, r_roepletters, voor_kaal) AS
        CASE WHEN len(v) > 0 THEN
            CASE WHEN v[1] = voor[1] OR vorm = aaneen(voor) OR vorm = aaneen(voor[:2]) THEN 'gelijk'
                WHEN list_contains(voor, v[1]) THEN 'tweede'
                WHEN list_has_any(groepen, r_groepen) THEN 'roepnaam'
                WHEN len(list_filter(list_zip(voor, voor_klank),
                    lambda z: lijkt(v[1], v_klanken[1], z[1], z[2]))) > 0
                    OR (len(v[1]) >= 3 AND starts_with(voor[1], v[1]))
                    OR (len(voor[1]) >= 4 AND starts_with(v[1], voor[1]))
                    OR list_contains(voor_kaal, v[1]) THEN 'variant'
                WHEN list_has_any(v, voor) THEN 'tweede'
                WHEN v[1][1] = voor[1][1] THEN 'zelfde_letter'
                ELSE 'anders' END
            WHEN len(ini) = 0 THEN 'ontbreekt'
            WHEN len(voor) = 0 THEN 'ontbreekt'
            -- every initial is one of another given name, in whatever order behind the first
            WHEN ini[1] = r_letters[1] AND len(ini) <= len(r_letters) AND len(list_filter(list_distinct(ini),
                lambda d: len(list_filter(ini, lambda e: e = d)) > len(list_filter(r_letters, lambda e: e = d)))) = 0
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
    straight = """achternaam_klasse(s.a_vorm, s.a_vol, s.a_klank, s.a_basis, s.a, r.eigen, r.partner,
        r.eigen_vormen, r.andere_vormen, r.eigen_klank, r.andere_klank, r.eigen_basis, r.eigen_kaal)"""
    swapped = """achternaam_klasse(s.v_vorm, s.v_vorm, s.v_klank, NULL, s.v, r.eigen, r.partner,
        r.eigen_vormen, r.andere_vormen, r.eigen_klank, r.andere_klank, r.eigen_basis, r.eigen_kaal)"""
    given = """voornaam_klasse(s.v, s.v_vorm, s.v_klanken, s.letters, s.groepen, r.voor, r.voor_klank,
        r.groepen, r.letters, r.roepletters, r.voor_kaal)"""
    given_swapped = """voornaam_klasse(s.a, s.a_vorm, s.a_klanken, []::VARCHAR[], s.a_groepen, r.voor,
        r.voor_klank, r.groepen, r.letters, r.roepletters, r.voor_kaal)"""
    create_table(
        con,
        "naam_vergelijkingen",
        f"""SELECT p.paar_nr, p.signaal_nr, p.persoon_nr, s.variant, s.alles_achternaam, s.geplakt, {straight} AS a0, {given} AS v0,
            -- the field was too short: a form of the register begins like what is left
            CASE WHEN s.afgekapt AND len(s.a_vorm) >= {CUT_LETTERS} THEN len(list_filter(
                r.eigen_vormen || r.andere_vormen, lambda f: starts_with(f, s.a_vorm))) > 0 ELSE false END AS begint,
            -- a chain of names serves as given name and surname: nothing to swap
            CASE WHEN r.een_naam THEN NULL WHEN len(s.v) > 0 AND NOT s.v_voorvoegsel THEN {swapped}
                 -- a given name kept as surname, with before it the surname's initial or only its prefix
                 WHEN s.letters[1] IN (r.eigen[1][1], r.partner[1][1], r.eigen_vormen[2][1]) THEN 'letter' END AS a1
        FROM paren p JOIN signaal_namen s USING (signaal_nr) JOIN kandidaat_namen r USING (persoon_nr)""",
    )
    create_table(
        con,
        "naam_keuze",
        f"""SELECT paar_nr, arg_max({{'variant': variant, 'a': a, 'v': v, 'om': om}},
                [{_score("a", SURNAME_SCORE)} + {_score("v", GIVEN_SCORE)}, -om::INTEGER, -variant]) AS k
        FROM (SELECT paar_nr, variant, CASE WHEN a0 = 'geen' AND begint THEN 'variant' ELSE a0 END AS a, v0 AS v,
                false AS om FROM naam_vergelijkingen
            -- a part of it that agrees may not hide that the given name does not
            WHERE (NOT alles_achternaam OR a0 IN ('gelijk', 'partner'))
            -- a short word is only initials where all of them fit
                AND (NOT geplakt OR v0 = 'voorletters')
            UNION ALL
            SELECT paar_nr, variant, CASE WHEN a1 IN ('gelijk', 'partner', 'deel') THEN 'omgedraaid'
                    WHEN a1 = 'letter' THEN 'omgedraaid_letter' ELSE 'omgedraaid_variant' END, v1, true
            -- the given name is asked for only where the surname fits that way
            FROM (SELECT n.paar_nr, n.variant, n.a1, {given_swapped} AS v1
                FROM naam_vergelijkingen n JOIN signaal_namen s USING (signaal_nr, variant)
                JOIN kandidaat_namen r USING (persoon_nr) WHERE n.a1 NOT IN ('geen', 'ontbreekt')
                    AND NOT n.geplakt)
            WHERE v1 IN ('gelijk', 'tweede', 'roepnaam', 'variant'))
        GROUP BY paar_nr""",
    )
    create_table(
        con,
        "naam_kenmerken",
        """SELECT p.paar_nr, k.a AS achternaam_klasse, k.v AS voornaam_klasse, k.variant AS naamvariant,
            coalesce(CASE WHEN k.om THEN list_filter(r.eigen_vormen || r.partner || r.eigen, lambda f: f = s.v_vorm
                    OR list_contains(s.v, f))[1]
                 ELSE list_filter(r.eigen_vormen || r.andere_vormen || r.eigen || r.partner,
                    lambda f: f = s.a_vorm OR f = s.a_vol OR list_contains(s.a, f))[1] END, r.eigen_vormen[1])
                AS achternaam_vorm,
            CASE WHEN list_contains(CASE WHEN k.om THEN s.a ELSE s.v END, r.voor[1]) THEN r.voor[1]
                 ELSE coalesce(list_filter(CASE WHEN k.om THEN s.a ELSE s.v END,
                    lambda d: list_contains(r.voor, d))[1], r.voor[1]) END AS voornaam_deel,
            len(list_intersect(s.letters, r.letters)) AS voornaam_letters,
            CASE WHEN k.v = 'roepnaam' THEN list_intersect(CASE WHEN k.om THEN s.a_groepen ELSE s.groepen END, r.groepen)
                END AS gedeelde_groepen,
            s.letters[1] AS eerste_letter,
            CASE WHEN k.om THEN s.a[1] ELSE s.v[1] END AS signaal_voornaam,
            len(list_intersect(CASE WHEN k.om THEN s.a[2:] ELSE s.v[2:] END, r.voor[2:])) AS voornaam_verder,
            NOT r.een_naam AND len(r.voor) > 1 AND len(CASE WHEN k.om THEN s.a ELSE s.v END) > 1 AND NOT list_has_any(
                letters(CASE WHEN k.om THEN s.a[2:] ELSE s.v[2:] END), letters(r.voor[2:])) AS verder_anders,
            k.a NOT IN ('gelijk', 'variant') OR s.voorvoegsel = r.voorvoegsel
                OR s.a_vol = r.eigen_vormen[2] AS voorvoegsel_gelijk,
            r.een_naam,
            r.diakrieten IS NOT NULL AND k.a IN ('gelijk', 'partner', 'deel', 'omgedraaid')
                AND len(list_filter(r.diakrieten, lambda w: list_has_any(w.delen, s.a || s.v)
                    AND NOT contains(s.ruw, w.tekst))) > 0 AS diakrieten_weg
        FROM paren p JOIN naam_keuze k0 USING (paar_nr)
        CROSS JOIN LATERAL (SELECT k0.k.a AS a, k0.k.v AS v, k0.k.variant AS variant, k0.k.om AS om) k
        JOIN signaal_namen s ON s.signaal_nr = p.signaal_nr AND s.variant = k.variant
        JOIN kandidaat_namen r USING (persoon_nr)""",
    )
