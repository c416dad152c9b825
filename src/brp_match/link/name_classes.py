"""Classes of agreement of a surname and of a given name, as SQL macros on the forms of both.

They are what `comparators/achternaam.yaml` and `comparators/voornaam.yaml` speak of.
"""

from __future__ import annotations

from brp_match.database import Connection, run_step

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


def score_sql(column: str, scores: dict[str, int]) -> str:
    """SQL of the number of the class in `column`."""
    whens = " ".join(f"WHEN '{name}' THEN {score}" for name, score in scores.items())
    return f"CASE {column} {whens} END"


def create_macros(con: Connection) -> None:
    """Make `achternaam_klasse` and `voornaam_klasse`: of the columns of signaal_namen and kandidaat_namen one of
    SURNAME_SCORE and GIVEN_SCORE. They need the macros of `standardise.names`.

    `lijkt(x, kx, y, ky)`: spelled otherwise but alike: same sound, or a small typing distance of
    the words or (from five letters on) of their sounds; `lijkt_een`: the same of one name and any of a
    list. Both sides of an AND or OR are worked out for every row, the branches of a CASE only where they are
    reached: hence the many branches.
    """
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt(x, kx, y, ky) AS
        CASE WHEN strlen(x) >= 3 AND kx = ky THEN true WHEN op_elkaar(x, y) THEN true
            WHEN least(strlen(kx), strlen(ky)) >= 5 THEN op_elkaar(kx, ky) END""",
    )
    run_step(
        con,
        """CREATE OR REPLACE MACRO lijkt_een(x, kx, namen, klanken) AS
        CASE WHEN strlen(x) >= 3 AND list_contains(klanken, kx) THEN true
            WHEN len(list_filter(namen, lambda y: op_elkaar(x, y))) > 0 THEN true
            ELSE len(list_filter(klanken, lambda ky: CASE WHEN least(strlen(kx), strlen(ky)) >= 5
                THEN op_elkaar(kx, ky) END)) > 0 END""",
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
            WHEN lijkt_een(vorm, klank, andere_vormen, andere_klank) THEN 'variant'
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
                WHEN lijkt_een(eerste, eerste_klank, voor, voor_klank) THEN 'variant'
                WHEN (len(eerste) >= 3 AND starts_with(voor_eerste, eerste))
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
