"""m and u as a municipality's own register and delivery have them: beside the priors, never instead of them.

u is counted over pairs drawn at random: a signal, and a resident it is not about but by chance. m is estimated by
Splink's expectation-maximisation (Winkler 1988; Fellegi & Sunter 1969) over the candidates. A candidate
was found by a key that agrees, so what does not match is no random pair there: its u are those of the candidates
that are not the likeliest of their signal, and are held. For the same reason m of a level that speaks
against comes out too low.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.content import Comparator
from brp_match.database import Connection, create_table, create_table_of, rows_by_name, scalar
from brp_match.link.comparisons import splink_comparison
from brp_match.link.engine import PAIRS, blank_record, open_linker
from brp_match.link.pairs import compare_pairs

DRAWN = 100_000
"""Pairs drawn at random: u of one in a thousand is then known to within a fifth."""

SEED = 20
AT_LEAST = 10
"""A level is told from so many pairs on: one person is no rate."""

Cell = tuple[str, str]
"""Comparator and level."""


@dataclass(frozen=True)
class OwnRates:
    """Rates by comparator and level; a level that has none in the delivery is absent.

    `u`: of the `drawn` random pairs how many have the level, and in how many its group says something. `m`: share of the pairs of one person, within the group, of levels with AT_LEAST expected pairs;
    `matches`: expected number of pairs of one person among the `candidates`, None where they are too few to estimate
    it and m from.
    """

    u: Mapping[Cell, tuple[int, int]]
    m: Mapping[Cell, float]
    drawn: int
    candidates: int
    matches: float | None


def own_rates(con: Connection, comparators: Sequence[Comparator], register: str = "") -> OwnRates:
    """Estimate m over the candidates, then u over random pairs.

    Needs what `compare_pairs` and the weighing need and make; `paren` and `vergelijkingen` are of the random pairs
    afterwards. `register` is the schema prefix ("" or "reg."). Seeded: the same tables give the same rates.
    """
    candidates = int(scalar(con, "SELECT count(*) FROM vergelijkingen"))
    m, matches = _m(con, comparators) if candidates else ({}, None)
    pairs = random_pairs(
        [row[0] for row in con.execute("SELECT signaal_nr FROM std_signalen ORDER BY 1").fetchall()],
        [row[0] for row in con.execute(f"SELECT persoon_nr FROM {register}std_inwoners ORDER BY 1").fetchall()],
    )  # fmt: skip
    keys = dict.fromkeys(("paar_nr", "signaal_nr", "persoon_nr"), "INTEGER")
    create_table_of(con, "paren", keys, [(n, *pair) for n, pair in enumerate(pairs, start=1)])
    compare_pairs(con, register=register, comparators=comparators)
    return OwnRates(_u(con, comparators), m, len(pairs), candidates, matches)


def random_pairs(
    signals: Sequence[int], residents: Sequence[int], at_most: int = DRAWN, seed: int = SEED
) -> list[tuple[int, int]]:
    """Return at most so many different pairs in order, drawn at random; every pair where there are no more."""
    if len(signals) * len(residents) <= at_most:
        return [(signal, resident) for signal in signals for resident in residents]
    draw = random.Random(seed)
    places = sorted(draw.sample(range(len(signals) * len(residents)), at_most))
    return [(signals[at // len(residents)], residents[at % len(residents)]) for at in places]


def _counts(con: Connection, comparator: Comparator, source: str) -> dict[str, int]:
    """Level with information → number of pairs in a query over `vergelijkingen`."""
    column = f"{comparator.naam}_niveau"
    found = con.execute(f"SELECT {column}, count(*) FROM {source} GROUP BY 1").fetchall()
    says = {level.id for level in comparator.niveaus if not level.geen_informatie}
    return {level: int(count) for level, count in found if level in says}


def _u(con: Connection, comparators: Sequence[Comparator]) -> dict[Cell, tuple[int, int]]:
    rates: dict[Cell, tuple[int, int]] = {}
    for comparator in comparators:
        counts = _counts(con, comparator, "vergelijkingen")
        for group in comparator.groepen.values():
            total = sum(counts.get(level, 0) for level in group)
            if total:
                rates |= {
                    (comparator.naam, level): (counts.get(level, 0), total) for level in group
                }
    return rates


def _m(
    con: Connection, comparators: Sequence[Comparator]
) -> tuple[dict[Cell, float], float | None]:
    """m by Splink, and the expected number of pairs of one person; nothing and None of too few pairs."""
    given = ", ".join(f"{c.naam}_niveau" for c in comparators)
    create_table(
        con, PAIRS, f"SELECT paar_nr AS unique_id, {given} FROM vergelijkingen ORDER BY paar_nr"
    )
    blank_record(con, comparators)
    weight = " + ".join(f"{c.naam}_gewicht" for c in comparators)
    others = f"""(SELECT v.* FROM vergelijkingen v JOIN gewichten USING (paar_nr)
        QUALIFY row_number() OVER (PARTITION BY signaal_nr ORDER BY {weight} DESC, paar_nr) > 1)"""
    linker, *_ = open_linker(
        con,
        [_held_u(comparator, _counts(con, comparator, others)) for comparator in comparators],
        train=True,
    )
    try:
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            "1 = 1", estimate_without_term_frequencies=True
        )
    except ValueError:
        # of a few pairs an m becomes 0, and Splink takes none below 1e-300
        return {}, None
    matches = session.core_model_settings.probability_two_random_records_match * int(
        scalar(con, f"SELECT count(*) FROM {PAIRS}")
    )
    model = linker.misc.save_model_to_json()
    linker.table_management.delete_tables_created_by_splink_from_db()
    rates: dict[Cell, float] = {}
    for comparator, trained in zip(comparators, model["comparisons"], strict=True):
        found = {
            level.id: float(one["m_probability"])
            for level, one in zip(comparator.niveaus, trained["comparison_levels"], strict=False)
            if not level.geen_informatie and "m_probability" in one
        }
        seen = _counts(con, comparator, "vergelijkingen")
        for group in comparator.groepen.values():
            total = sum(found[level] for level in group if level in seen)
            rates |= {
                (comparator.naam, level): found[level] / total
                for level in group
                if level in seen and found[level] * matches >= AT_LEAST
            }
    return rates, matches


def _held_u(comparator: Comparator, counts: Mapping[str, int]) -> dict[str, Any]:
    """A comparison for Splink with these u instead of those of random pairs, half a pair added to each level."""
    comparison = splink_comparison(comparator)
    says = [level.id for level in comparator.niveaus if not level.geen_informatie]
    total = sum(counts.values()) + len(says) / 2
    levels = []
    for level, entry in zip(comparator.niveaus, comparison["comparison_levels"], strict=False):
        kept = {
            key: value
            for key, value in entry.items()
            if not key.startswith("tf_") and key != "disable_tf_exact_match_detection"
        }
        if level.id in says:
            kept["u_probability"] = (counts.get(level.id, 0) + 0.5) / total
        levels.append(kept)
    levels.append(comparison["comparison_levels"][-1])
    return comparison | {"comparison_levels": levels}


SAME = {
    "achternaam": "nullif(array_to_string(eigen, ''), '')",
    "eerste voornaam": "voor[1]",
    "geboortedatum": "CASE WHEN dag > 0 AND maand > 0 THEN make_date(jaar, maand, dag) END",
    "huidig adres": "postcode || ' ' || nummer || ' ' || coalesce(toevoeging, '')",
}
"""What two residents may have in common, and the SQL of it; NULL where it is not known."""


def shares_of_chance(con: Connection, register: str = "reg.") -> dict[str, float]:
    """How often two different residents drawn at random have the same, by the names of SAME.

    Probabilities in [0, 1], over the residents of whom it is known; 0 of fewer than two.
    """
    found: dict[str, float] = {}
    for name, value in SAME.items():
        row = rows_by_name(
            con,
            f"""SELECT coalesce(sum(n * (n - 1.0)), 0) AS gelijk, coalesce(sum(n), 0) AS bekend FROM (
                SELECT {value} AS wat, count(DISTINCT persoon_nr) AS n FROM {register}std_inwoners
                LEFT JOIN (SELECT persoon_nr, postcode, nummer, toevoeging FROM {register}std_verblijf WHERE huidig)
                    USING (persoon_nr)
                WHERE bestaat GROUP BY 1) WHERE wat IS NOT NULL""",
        )[0]
        pairs = float(row["bekend"]) * (float(row["bekend"]) - 1)
        found[name] = float(row["gelijk"]) / pairs if pairs > 0 else 0.0
    return found
