"""The only module that imports Splink: it weighs every pair."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator
from brp_match.database import Connection, create_table, run_step
from brp_match.link.comparisons import splink_comparison


def score_pairs(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Weigh every row of `vergelijkingen`: table `gewichten(paar_nr, <c>_gewicht…)`, in log2.

    Splink links two record tables. One holds the signals, the other a row a candidate pair with
    the levels found and the pair's own u under Splink's `tf_` prefix; its blocking rule joins them
    on the signal. So Splink sees each pair once and adds m, u and term frequency as it always does.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink import logging as splink_logging

    levels = [f"{c.naam}_niveau" for c in comparators]
    tf = [
        c.naam
        for c in comparators
        if any(level.u is None for level in c.niveaus if not level.geen_informatie)
    ]
    pair_columns = ", ".join(
        [*levels, *(f"{name}_u::DOUBLE AS tf_{name}_u, NULL::VARCHAR AS {name}_u" for name in tf)]
    )
    signal_columns = ", ".join(
        [
            *(f"NULL::VARCHAR AS {level}" for level in levels),
            *(f"NULL::DOUBLE AS tf_{name}_u, NULL::VARCHAR AS {name}_u" for name in tf),
        ]
    )
    create_table(
        con,
        "splink_paren",
        f"SELECT paar_nr AS unique_id, signaal_nr AS koppel, {pair_columns} FROM vergelijkingen",
    )
    create_table(
        con,
        "splink_signalen",
        f"""SELECT DISTINCT signaal_nr AS unique_id, signaal_nr AS koppel, {signal_columns}
        FROM vergelijkingen""",
    )
    api = DuckDBAPI(con)
    settings = SettingsCreator(
        link_type="link_only",
        # prior odds 1: the prior and "nobody" come in afterwards, over all candidates at once
        probability_two_random_records_match=0.5,
        comparisons=[splink_comparison(c) for c in comparators],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": "l.koppel = r.koppel", "sql_dialect": "duckdb"}
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
    linker = Linker(
        [
            api.register("splink_paren", dataset_display_name="a_paren"),
            api.register("splink_signalen", dataset_display_name="b_signalen"),
        ],
        settings,
    )
    # making a Linker switches Splink's own log lines on; the timings are in the run record already
    splink_logging.disable()
    predictions = linker.inference.predict(warning_mode="never")
    weights = ", ".join(
        f"coalesce(mw_{c.naam}, 0)"
        + (f" + coalesce(mw_tf_adj_{c.naam}, 0)" if c.naam in tf else "")
        + f" AS {c.naam}_gewicht"
        for c in comparators
    )
    create_table(
        con,
        "gewichten",
        f"""SELECT CASE WHEN source_dataset_l = 'a_paren' THEN unique_id_l ELSE unique_id_r END AS paar_nr,
            {weights} FROM {predictions.physical_name}""",
    )
    for table in ("splink_paren", "splink_signalen", predictions.physical_name):
        run_step(con, f"DROP TABLE IF EXISTS {table}")
