"""Splink 5 as its manual has it: link_only, its own comparisons for names and dates, u from random
pairs, the prior from deterministic rules, m by EM in two passes that block on different columns.
"""

import logging
from typing import Any, Literal

from cleaned import decide, load_cleaned, signal_ids

from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.truth import Answer
from brp_match.database import Connection, connect, run_step

LABEL = "Splink 5 volgens de handleiding"
NEEDS = ("splink",)
MOST_RESIDENTS: int | None = None
SEED = 1


def settings(link_type: Literal["link_only"]) -> Any:
    """Splink's settings (SettingsCreator): its own comparisons and keys; its look-up of one record is timed with them too."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type=link_type,
        comparisons=[
            cl.NameComparison("voornaam").configure(term_frequency_adjustments=True),
            cl.NameComparison("achternaam").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("geboortedatum", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("postcode", 1).configure(
                term_frequency_adjustments=True
            ),
            cl.ExactMatch("huisnummer").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("geboortedatum", "achternaam"),
            block_on("postcode", "huisnummer"),
            block_on("achternaam", "letter"),
            block_on("geboortedatum", "letter"),
            block_on("geboortedatum", "postcode"),
        ],
    )


def load(con: Connection, town: TownFiles) -> None:
    """Tables s and r, as `load_cleaned` has them."""
    load_cleaned(con, town)
    # an initial stands in the name's column where the signal has no more: Jaro-Winkler takes it
    for table in ("s", "r"):
        run_step(con, f"UPDATE {table} SET voornaam = coalesce(nullif(voornaam, ''), letter)")


PAIRS = """SELECT CASE WHEN source_dataset_l = 'b_s' THEN unique_id_l ELSE unique_id_r END AS signaal,
    CASE WHEN source_dataset_l = 'b_s' THEN unique_id_r ELSE unique_id_l END AS persoon, match_probability AS kans
    FROM {0}"""
"""SQL of the pairs in what `predicted` returns, to be formatted with its name."""


def predicted(api: Any, residents: Any, signals: Any) -> str:
    """Train and predict on a backend of Splink; returns the name of the table of pairs there."""
    from splink import Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(
        [
            api.register(residents, dataset_display_name="a_r"),
            api.register(signals, dataset_display_name="b_s"),
        ],
        settings("link_only"),
    )
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [
            block_on("achternaam", "geboortedatum"),
            block_on("achternaam", "letter", "postcode", "huisnummer"),
        ],
        recall=0.7,
    )
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=SEED)
    for rule in (block_on("geboortedatum"), block_on("postcode", "huisnummer")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.001, warning_mode="never")
    return str(pairs.physical_name)


def run(town: TownFiles, threads: int) -> list[Answer]:
    from splink import DuckDBAPI

    con = connect(threads=threads)
    load(con, town)
    pairs = con.execute(PAIRS.format(predicted(DuckDBAPI(con), "r", "s"))).fetchall()
    signals = signal_ids(con)
    con.close()
    return decide(signals, pairs)
