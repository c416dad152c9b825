"""The posterior with "nobody": P(resident i | signal) over a signal's candidates and none.

    P(i | s)    ∝ π / N · a_i · LR_i
    P(none | s) ∝ (1 - π) · [ (1 - w) + w · h · (1 - ρ + ρ · LR_surname) · (1 - γ + γ · LR_given) ]
                  + π · U

LR_i is the product of m/u over the comparators (Splink's weights, moved to the source's own m).
The bracket is a mixture of a stranger (every field as a random person has it: ratio 1) and an
unregistered relative or housemate of the household found at the signal's address. For both the
address is one of the town's households at random, so its rarity cancels; what a relative shares
is the surname (ρ), now and then the given name (γ). h is what the address level leaves of it: the
deliverer errs in the relative's address too, and a number with several homes may mean any of
them. ρ, γ and a_i stand in comparators/model.yaml. Derivation: docs/decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brp_match.content import ModelFigures, model_figures
from brp_match.database import Connection, create_table
from brp_match.link.comparisons import ORDER
from brp_match.link.unnamed import unnamed_change, with_unnamed

AT_HOUSEHOLD = ("gelijk", "toevoeging_ontbreekt", "toevoeging_afwijkend", "straat_gelijk")
"""Address levels of somebody who lives there now."""


@dataclass(frozen=True)
class Mixture:
    """π per source (probability that a signal concerns somebody in the register) and w, the share
    of relatives and housemates among signals that concern nobody in it.

    `household`: address level → P(the deliverer writes the address at this level | a relative lives in
    that household); the levels of somebody who does live there, summing to 1."""

    resident: dict[str, float]
    relative: float
    household: Mapping[str, float]


def build_pairs(
    con: Connection,
    household: Mapping[str, float],
    *,
    register: str = "",
    figures: ModelFigures | None = None,
) -> None:
    """Make `paar_basis`: what every round of `score_posterior` asks of a pair, with the household of Mixture.

    Reads vergelijkingen, gewichten and signaal_naamloos. `groep`: number of the source with the pair's levels;
    `op_adres`: the resident lives at the signal's address; `adres_huisgenoot`: h of this pair; `leeftijd`: years at the
    signal date, NULL when unknown; `leeftijd_factor`: a_i.
    Also `groep_niveaus(groep, vlp, vergelijking, niveau)`: there are far fewer groups than pairs, and all that the
    rounds change of a weight is the same within one.
    """
    figures = figures or model_figures()
    at_household = ", ".join(f"'{level}'" for level in AT_HOUSEHOLD)
    shares = " ".join(f"WHEN '{level}' THEN {share}" for level, share in household.items())
    levels = ", ".join(f"{c}_niveau" for c in ORDER)
    create_table(
        con,
        "niveau_groepen",
        f"""SELECT (row_number() OVER (ORDER BY vlp, {levels}))::INTEGER AS groep, * FROM (
            SELECT DISTINCT s.vlp, {levels} FROM vergelijkingen JOIN std_signalen s USING (signaal_nr))""",
    )
    names = ", ".join(f"'{c}'" for c in ORDER)
    create_table(
        con,
        "groep_niveaus",
        f"SELECT groep, vlp, unnest([{names}]) AS vergelijking, unnest([{levels}]) AS niveau FROM niveau_groepen",
    )
    weights = ", ".join(f"g.{c}_gewicht AS {c}_splink" for c in ORDER)
    create_table(
        con,
        "paar_basis",
        f"""SELECT *, CASE WHEN leeftijd < {figures.adult_age} THEN {figures.minor_factor} ELSE 1.0 END AS leeftijd_factor
        FROM (SELECT v.paar_nr, n.naamloos, v.signaal_nr, v.persoon_nr, s.vlp, ng.groep, {weights},
            v.adres_klasse IN ({at_household}) AND v.adres_huidig AS op_adres,
            CASE v.adres_klasse {shares} END / v.adres_huishoudens AS adres_huisgenoot,
            CASE WHEN i.jaar IS NOT NULL AND s.signaaldatum IS NOT NULL THEN
                year(s.signaaldatum) - i.jaar - CASE WHEN (coalesce(i.maand, 1), coalesce(i.dag, 1))
                    > (month(s.signaaldatum), day(s.signaaldatum)) THEN 1 ELSE 0 END END AS leeftijd
        FROM vergelijkingen v JOIN gewichten g USING (paar_nr)
        JOIN std_signalen s USING (signaal_nr) JOIN {register}std_inwoners i USING (persoon_nr)
        JOIN niveau_groepen ng USING (vlp, {levels})
        LEFT JOIN signaal_naamloos n USING (signaal_nr))""",
    )


def score_posterior(
    con: Connection,
    mixture: Mixture,
    *,
    register: str = "",
    figures: ModelFigures | None = None,
) -> None:
    """Make `kandidaten` (paar_nr, signaal_nr, persoon_nr, vlp, kans) and
    `signaal_kans` (signaal_nr, vlp, kans_geen, kans_verwant, kans_ongezien): probabilities that sum to 1 per
    signal; and `paar_gewicht` (paar_nr, signaal_nr, persoon_nr, <c>_gewicht, gewicht): the weights in log2. `kans_geen` is P(none of the candidates); it holds `kans_verwant` and `kans_ongezien`, a
    resident whom the signal does not name.

    Reads `paar_basis`, `groep_niveaus` and `bron_gewicht(vlp, vergelijking, niveau, verschil)` in log2. Signals without a
    candidate are not in `kandidaten`.
    """
    create_table(
        con,
        "bron_prior",
        "SELECT unnest($1::VARCHAR[]) AS vlp, unnest($2::DOUBLE[]) AS pi",
        [list(mixture.resident), list(mixture.resident.values())],
    )
    figures = figures or model_figures()
    rho, gamma = figures.relative_shares_surname, figures.relative_shares_given
    moved = ", ".join(
        f"coalesce(max(verschil) FILTER (WHERE vergelijking = '{c}'), 0) AS {c}_verschil"
        for c in ORDER
    )
    weights = ", ".join(f"p.{c}_splink + v.{c}_verschil AS {c}_los" for c in ORDER)
    named = {
        "achternaam": with_unnamed("achternaam_los", "voornaam_los", "verandering"),
        "voornaam": with_unnamed("voornaam_los", "achternaam_los", "verandering"),
    }
    final = ", ".join(f"{named.get(c, f'{c}_los')} AS {c}_gewicht" for c in ORDER)
    total = " + ".join(f"{c}_gewicht" for c in ORDER)
    create_table(
        con,
        "paar_gewicht",
        f"""WITH verschillen AS (SELECT groep, {moved}
            FROM groep_niveaus LEFT JOIN bron_gewicht USING (vlp, vergelijking, niveau) GROUP BY groep)
        SELECT paar_nr, signaal_nr, persoon_nr, {", ".join(f"{c}_gewicht" for c in ORDER)}, gewicht,
            pi / inwoners * leeftijd_factor * 2 ** gewicht AS aandeel,
            CASE WHEN op_adres THEN adres_huisgenoot * ({1 - rho} + {rho} * 2 ** achternaam_gewicht)
                * ({1 - gamma} + {gamma} * 2 ** voornaam_gewicht) END AS verwant
        FROM (SELECT *, {total} AS gewicht FROM (SELECT *, {final} FROM (
            SELECT *, {unnamed_change("achternaam_los", "voornaam_los")} AS verandering
            FROM (SELECT p.*, {weights} FROM paar_basis p JOIN verschillen v USING (groep)))))
        JOIN bron_prior USING (vlp) CROSS JOIN (SELECT inwoners FROM {register}std_kenmerken)""",
    )
    w = mixture.relative
    create_table(
        con,
        "signaal_kans",
        f"""SELECT signaal_nr, vlp, (vreemd + verwant + ongezien) / som AS kans_geen, verwant / som AS kans_verwant,
            ongezien / som AS kans_ongezien, som
        FROM (SELECT *, iemand + vreemd + verwant + ongezien AS som
            FROM (SELECT s.signaal_nr, vlp, coalesce(iemand, 0) AS iemand, (1 - b.pi) * (1 - {w}) AS vreemd,
                    (1 - b.pi) * {w} * coalesce(huishouden, 1) AS verwant, b.pi * coalesce(u.ieder, 0) AS ongezien
                FROM std_signalen s JOIN bron_prior b USING (vlp) LEFT JOIN signaal_naamloos u USING (signaal_nr)
                LEFT JOIN (SELECT signaal_nr, max(verwant) AS huishouden,
                        -- the order of the sum must not depend on threads
                        list_sum(list(aandeel ORDER BY paar_nr)) AS iemand
                    FROM paar_gewicht GROUP BY signaal_nr) USING (signaal_nr)
                WHERE iemand IS NOT NULL OR u.ieder IS NOT NULL))""",
    )
    create_table(
        con,
        "kandidaten",
        """SELECT p.paar_nr, p.signaal_nr, p.persoon_nr, k.vlp, p.aandeel / k.som AS kans
        FROM paar_gewicht p JOIN signaal_kans k USING (signaal_nr)""",
    )
