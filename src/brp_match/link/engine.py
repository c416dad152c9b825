"""The only module that imports Splink: it weighs every pair."""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import Comparator
from brp_match.database import Connection, create_table, run_step
from brp_match.link.comparisons import splink_comparison

PAIRS, BLANK = "splink_paren", "splink_leeg"


def score_pairs(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Weigh every row of `vergelijkingen`: table `gewichten(paar_nr, <c>_gewicht…)`, in log2."""
    Scorer(con, comparators).score(con)


class Scorer:
    """Splink with its settings read and its SQL written: made before there are pairs, most of its time goes there.

    A candidate pair is one record for Splink, with the levels found and the pair's own u under Splink's
    `tf_` prefix, held against a record that is blank: so Splink sees each pair once and adds m, u and
    term frequency as it always does. Which pairs there are is settled already, so nothing is blocked.
    Splink scores a table without rows here; its statement is done again once the table is filled.
    """

    def __init__(self, con: Connection, comparators: Sequence[Comparator]) -> None:
        """Import Splink and have it score an empty table in the database of `con`."""
        self.comparators = comparators
        self._levels = [f"{c.naam}_niveau" for c in comparators]
        self._tf = [
            c.naam
            for c in comparators
            if any(level.u is None for level in c.niveaus if not level.geen_informatie)
        ]
        columns = ", ".join(
            [
                "0::BIGINT AS unique_id",
                *(f"NULL::VARCHAR AS {level}" for level in self._levels),
                *(f"NULL::DOUBLE AS tf_{c}_u, NULL::VARCHAR AS {c}_u" for c in self._tf),
            ]
        )
        create_table(con, BLANK, f"SELECT {columns}")
        create_table(con, PAIRS, f"FROM {BLANK} WHERE false")
        self._sql = self._statement(con)

    def _statement(self, con: Connection) -> str:
        """Return the SELECT with which Splink scores PAIRS against BLANK."""
        from splink import DuckDBAPI, Linker, SettingsCreator
        from splink import logging as splink_logging

        api = DuckDBAPI(con)
        pairs, blank = api.register(PAIRS), api.register(BLANK)
        settings = SettingsCreator(
            link_type="dedupe_only",
            # prior odds 1: the prior and "nobody" come in afterwards, over all candidates at once
            probability_two_random_records_match=0.5,
            comparisons=[splink_comparison(c) for c in self.comparators],
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=True,
        )
        # the columns were made a few lines up: nothing to validate
        linker = Linker(pairs, settings, validate_settings=False)
        # making a Linker switches Splink's own log lines on; the timings are in the run record already
        splink_logging.disable()
        for name in self._tf:
            # of no records there is none: the pairs bring their own
            linker.table_management.compute_tf_table(f"{name}_u")
        scored = linker.inference.score_pairs(pairs, blank)
        run_step(con, f"DROP TABLE {scored.physical_name}")
        return str(scored.sql_used_to_create)

    def score(self, con: Connection) -> None:
        """Weigh every row of `vergelijkingen`: table `gewichten(paar_nr, <c>_gewicht…)`, in log2. Once."""
        given = ", ".join([*self._levels, *(f"{c}_u AS tf_{c}_u" for c in self._tf)])
        run_step(
            con,
            f"INSERT INTO {PAIRS} BY NAME SELECT paar_nr AS unique_id, {given} FROM vergelijkingen",
        )
        weights = ", ".join(
            f"coalesce(mw_{c.naam}, 0)"
            + (f" + coalesce(mw_tf_adj_{c.naam}, 0)" if c.naam in self._tf else "")
            + f" AS {c.naam}_gewicht"
            for c in self.comparators
        )
        create_table(
            con, "gewichten", f"SELECT unique_id_l AS paar_nr, {weights} FROM ({self._sql})"
        )
        for table in (PAIRS, BLANK):
            run_step(con, f"DROP TABLE IF EXISTS {table}")
