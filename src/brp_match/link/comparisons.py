"""Comparators of `comparators/*.yaml` turned into Splink 5 settings.

Builders take typed content and return strings or dicts; no connection here.
"""

from __future__ import annotations

from typing import Any

from brp_match.content import Comparator
from brp_match.database import quote_literal

ORDER = ("achternaam", "voornaam", "geboortedatum", "adres")
"""Comparators in the order in which a person would tell them; each has a YAML file of that name."""


def splink_comparison(comparator: Comparator) -> dict[str, Any]:
    """One Splink 5 comparison: a level per YAML level, with m, u and the pair's own u.

    A level whose u is `register` gets Splink's term-frequency adjustment on `<c>_u`, so that its
    weight is log2(m / u of this pair); `u_minimum` bounds it. A level without information is a
    null level: weight 0.
    """
    column = f"{comparator.naam}_niveau"
    levels: list[dict[str, Any]] = []
    for level in comparator.niveaus:
        condition = f'coalesce("{column}_l", "{column}_r") = {quote_literal(level.id)}'
        if level.geen_informatie:
            levels.append(
                {"sql_condition": condition, "label_for_charts": level.titel, "is_null_level": True}
            )
            continue
        entry: dict[str, Any] = {
            "sql_condition": condition,
            "label_for_charts": level.titel,
            "m_probability": level.m,
            "u_probability": level.u if level.u is not None else level.u_minimum,
        }
        if level.u is None:
            entry |= {
                "tf_adjustment_column": f"{comparator.naam}_u",
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": level.u_minimum,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(entry)
    levels.append(
        {
            "sql_condition": "ELSE",
            "label_for_charts": "ander",
            "m_probability": 0.5,
            "u_probability": 0.5,
        }
    )
    return {"output_column_name": comparator.naam, "comparison_levels": levels}
