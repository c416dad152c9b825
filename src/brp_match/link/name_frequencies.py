"""u of the two halves of a name for one pair: how often a random person agrees with the signal this
specifically.

Term frequencies come from the register, smoothed with national shares so that a small register does
not take a name for common because one of its 33 residents has it.
"""

from __future__ import annotations

from brp_match.database import Connection, create_table

SMOOTHING = 20_000.0
"""Pseudo-residents of the national smoothing: a register of this size counts half."""

RARE_SURNAME = 2e-5
"""National share of a surname that is not in the list: about one in 50,000 (Meertens
Familienamenbank: 314,000 surnames, median share far below this, weighted by bearers about this)."""

RARE_GIVEN = 1e-4
"""National share of a first given name that is not in the list (Meertens Voornamenbank)."""

EXTRA_INITIAL = 0.06
"""P(a further initial agrees by chance): about half have a second name, of which one in nine agrees."""

EXTRA_NAME = 0.03
"""P(a further given name agrees by chance): half have one, and the commonest (Maria, Johannes) are a tenth of
these. A guess."""

OTHER_NAMES = 30.0
"""P(further given names that share no initial | another resident) / P(the same | this person): 0.9 against 0.03
for a name of somebody else at home or a mistake. A guess."""

DAILY_SHARE = 0.1
"""P(somebody with a formal given name is written under a daily one), for how often a daily name occurs
at all. A guess, near the prior m of the level `roepnaam`."""

SURNAME_WEIGHT = 20.0
"""Given names depend on the surname: both tell where a family comes from. P(given name | surname) is
counted among the other bearers of the surname, with this many pseudo-bearers of the general share."""

IN_USE = {
    "geen_partner": (1.07, 0.3),
    "eigen_man": (1.05, 0.3),
    "eigen_vrouw": (0.9, 2.5),
    "eigen": (0.98, 1.3),
    "partner": (0.45, 8.0),
}
"""What the register says of the name in use → m of the levels `gelijk` and `partner` as a multiple of
the average m. `eigen_*`: naamgebruik E with a partner's name known, by sex; `partner`: naamgebruik P, V
or N. Guesses; somebody who told the municipality to be called by the partner's name does so elsewhere,
and a man with naamgebruik E hardly ever does."""


INITIALS = "voornaam_klasse LIKE 'voorletter%'"
"""SQL: of the given names only initials are known."""


def build_name_frequencies(con: Connection, *, register: str = "") -> None:
    """Make `naam_u(paar_nr, achternaam_u, voornaam_u)`: probabilities in (0, 1].

    `achternaam_u` of the levels gelijk and partner is divided by the multiple of IN_USE, so that m / u is
    that of this resident. `voornaam_u` is P(given name agrees | surname does) where the surname agrees.
    """
    in_use = {
        level: " ".join(f"WHEN '{kind}' THEN {pair[place]}" for kind, pair in IN_USE.items())
        for place, level in enumerate(("gelijk", "partner"))
    }
    create_table(
        con,
        "naam_basis",
        f"""WITH alle AS (SELECT greatest(bestaand, 1)::DOUBLE AS n FROM {register}std_kenmerken),
        roep AS (SELECT paar_nr, max(CASE WHEN signaal_voornaam = groep THEN t.n_formeel
                    ELSE t.n_roep + {DAILY_SHARE} * t.n_formeel END) AS n FROM (
                SELECT paar_nr, signaal_voornaam, unnest(gedeelde_groepen) AS groep FROM naam_kenmerken
                WHERE gedeelde_groepen IS NOT NULL)
            JOIN {register}tel_groep t USING (groep) GROUP BY paar_nr)
        SELECT n.paar_nr, n.achternaam_klasse, n.voornaam_klasse, n.voornaam_letters, n.voornaam_verder, n.verder_anders, n.voert,
            (coalesce(a.n, 1) + {SMOOTHING} * coalesce(an.deel, {RARE_SURNAME})) / (alle.n + {SMOOTHING})
                AS achternaam,
            (coalesce(v.n_eerste, 1) + {SMOOTHING} * coalesce(vn.deel, {RARE_GIVEN})) / (alle.n + {SMOOTHING})
                AS eerste,
            (coalesce(v.n, 1) + {SMOOTHING} * {RARE_GIVEN}) / (alle.n + {SMOOTHING}) AS ergens,
            (coalesce(g.n, 1) + {SMOOTHING} * {RARE_GIVEN}) / (alle.n + {SMOOTHING}) AS roepnaam,
            (coalesce(l.n, 0) + 20) / (alle.n + 400) AS letter,
            CASE WHEN n.achternaam_klasse NOT IN ('geen', 'ontbreekt') THEN greatest(coalesce(a.n, 1) - 1, 0)
                ELSE 0 END AS dragers,
            -- the resident is one of the bearers
            greatest(coalesce(p.n, 0) - (n.deel = n.eigen_deel)::INTEGER, 0) AS met_deel
        FROM (SELECT *, CASE WHEN {INITIALS} THEN eerste_letter ELSE voornaam_deel END AS deel,
                CASE WHEN {INITIALS} THEN voor_eerste[1] ELSE voor_eerste END AS eigen_deel FROM naam_kenmerken) n
        CROSS JOIN alle
        LEFT JOIN {register}tel_achternaam a ON a.vorm = n.achternaam_vorm
        LEFT JOIN lijst_achternamen an ON an.naam = n.achternaam_vorm
        LEFT JOIN {register}tel_voornaam v ON v.deel = n.voornaam_deel
        LEFT JOIN roep g ON g.paar_nr = n.paar_nr
        LEFT JOIN lijst_voornamen vn ON vn.naam = n.voornaam_deel
        LEFT JOIN {register}tel_letter l ON l.letter = n.eerste_letter
        LEFT JOIN {register}tel_naampaar p ON p.vorm = n.achternaam_vorm AND p.deel = n.deel""",
    )
    create_table(
        con,
        "naam_u",
        f"""SELECT paar_nr,
            achternaam / CASE achternaam_klasse WHEN 'gelijk' THEN CASE voert {in_use["gelijk"]} END
                WHEN 'partner' THEN CASE voert {in_use["partner"]} END ELSE 1 END AS achternaam_u,
            least(1, CASE WHEN {INITIALS}
                THEN letter * {_lift("letter")}
                    * {EXTRA_INITIAL} ** least(greatest(voornaam_letters - 1, 0), 2)
                ELSE CASE voornaam_klasse WHEN 'roepnaam' THEN roepnaam WHEN 'tweede' THEN ergens ELSE eerste END
                    * {_lift("eerste")}
                    * CASE WHEN voornaam_klasse <> 'gelijk' THEN 1 WHEN voornaam_verder > 0 THEN {EXTRA_NAME}
                        WHEN verder_anders THEN {OTHER_NAMES} ELSE 1 END
                END) AS voornaam_u
        FROM naam_basis""",
    )


def _lift(share: str) -> str:
    """SQL of P(given name | surname) / P(given name), never below 1."""
    return f"greatest(1, (met_deel + {SURNAME_WEIGHT} * {share}) / (dragers + {SURNAME_WEIGHT}) / {share})"
