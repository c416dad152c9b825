"""The only module that imports Splink: it weighs every pair."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from brp_match.content import Comparator, content_hash, load_comparators
from brp_match.database import Connection, connect, create_table, run_step
from brp_match.link.comparisons import splink_comparison
from brp_match.settings import content_root

PAIRS, BLANK = "splink_paren", "splink_leeg"

STATEMENT = "splink.sql"
"""File beside the comparators: Splink's statement for them, below a line with what it was made with."""

ROUNDS, SETTLED = 100, 1e-4
"""Expectation-maximisation ends after so many rounds, or when no m moves by more than this."""


def score_pairs(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Weigh every row of `vergelijkingen`: table `gewichten(paar_nr, <c>_gewicht…)`, in log2."""
    Scorer(comparators, splink_statement(con, comparators)).score(con)


def open_scorer(con: Connection) -> Scorer:
    """Return a Scorer for the comparators, with the statement that lies beside them where this Splink wrote it for them:
    Splink takes a third of a second to load and to write it. Else Splink writes it here.
    """
    comparators = load_comparators()
    path = content_root("comparators") / STATEMENT
    made, _, statement = path.read_text(encoding="utf-8").partition("\n")
    return Scorer(comparators, statement if made == _made_with() else _written(con, comparators))


def statement_file() -> str:
    """Return what should lie beside the comparators: have Splink write it after a change of them, or with another Splink
    (`make docs-pages`)."""
    with connect() as con:
        return f"{_made_with()}\n{splink_statement(con, load_comparators())}\n"


_WRITTEN: dict[str, str] = {}
"""What Splink wrote in this process, by what it depends on: many municipalities one after another ask for it many
times."""


def _written(con: Connection, comparators: Sequence[Comparator]) -> str:
    made = _made_with()
    if made not in _WRITTEN:
        _WRITTEN[made] = splink_statement(con, comparators)
    return _WRITTEN[made]


class Scorer:
    """Comparators, and the SELECT with which Splink weighs PAIRS against BLANK."""

    def __init__(self, comparators: Sequence[Comparator], statement: str) -> None:
        """Keep what `splink_statement` wrote for these comparators."""
        self.comparators = comparators
        self._statement = statement

    def score(self, con: Connection) -> None:
        """Weigh every row of `vergelijkingen`: table `gewichten(paar_nr, <c>_gewicht…)`, in log2."""
        with_u = with_frequencies(self.comparators)
        given = [f"{c.naam}_niveau" for c in self.comparators] + [
            f"{c}_u AS tf_{c}_u" for c in with_u
        ]
        # a view: as a table the levels of every pair would stand there twice
        run_step(
            con,
            f"""CREATE OR REPLACE VIEW {PAIRS} AS
            SELECT paar_nr AS unique_id, {", ".join(given)} FROM vergelijkingen""",
        )
        blank_record(con, self.comparators)
        weights = ", ".join(
            f"coalesce(mw_{c.naam}, 0)"
            + (f" + coalesce(mw_tf_adj_{c.naam}, 0)" if c.naam in with_u else "")
            + f" AS {c.naam}_gewicht"
            for c in self.comparators
        )
        create_table(
            con, "gewichten", f"SELECT unique_id_l AS paar_nr, {weights} FROM ({self._statement})"
        )
        _drop(con, "VIEW")


def splink_statement(con: Connection, comparators: Sequence[Comparator]) -> str:
    """Import Splink, have it score tables without rows, and return the SELECT it did that with.

    A candidate pair is one record for Splink, with the levels found and the pair's own u under Splink's
    `tf_` prefix, held against a record that is blank: so Splink sees each pair once and adds m, u and
    term frequency as it always does. Which pairs there are is settled already, so nothing is blocked.
    The tables in the database of `con` go again.
    """
    blank_record(con, comparators)
    create_table(con, PAIRS, f"FROM {BLANK} WHERE false")
    linker, pairs, blank = open_linker(con, [splink_comparison(c) for c in comparators])
    for name in with_frequencies(comparators):
        # of no records there is none: the pairs bring their own
        linker.table_management.compute_tf_table(f"{name}_u")
    statement = str(linker.inference.score_pairs(pairs, blank).sql_used_to_create)
    linker.table_management.delete_tables_created_by_splink_from_db()
    _drop(con)
    return statement


def open_linker(
    con: Connection,
    comparisons: Sequence[dict[str, Any]],
    *,
    train: bool = False,
    show: bool = False,
) -> tuple[Any, Any, Any]:
    """Import Splink and return its Linker, and PAIRS and BLANK of `con` as it knows them.

    `train`: hold every pair against the blank record, for estimates; `show`: keep what its charts ask.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink import logging as splink_logging

    api = DuckDBAPI(con)
    pairs, blank = api.register(PAIRS), api.register(BLANK)
    settings = SettingsCreator(
        link_type="link_only" if train else "dedupe_only",
        # prior odds 1: the prior and "nobody" come in afterwards, over all candidates at once
        probability_two_random_records_match=0.5,
        comparisons=list(comparisons),
        em_convergence=SETTLED,
        max_iterations=ROUNDS,
        retain_matching_columns=show,
        retain_intermediate_calculation_columns=True,
    )
    # the columns were made a few lines up: nothing to validate
    linker = Linker([pairs, blank] if train else pairs, settings, validate_settings=False)
    # making a Linker switches Splink's own log lines on; the timings are in the run record already
    splink_logging.disable()
    logging.getLogger("splink").setLevel(logging.ERROR)
    return linker, pairs, blank


def _made_with() -> str:
    return f"-- Splink {version('splink')}, comparators {content_hash('comparators', only='.yaml')}"


def with_frequencies(comparators: Sequence[Comparator]) -> list[str]:
    """Comparators with a level whose u is the register's own frequency."""
    return [
        c.naam
        for c in comparators
        if any(level.u is None for level in c.niveaus if not level.geen_informatie)
    ]


def blank_record(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Make BLANK: one record without a level, against which Splink holds every pair."""
    columns = ", ".join(
        [
            "0 AS unique_id",
            *(f"NULL::VARCHAR AS {c.naam}_niveau" for c in comparators),
            *(
                f"NULL::DOUBLE AS tf_{c}_u, NULL::VARCHAR AS {c}_u"
                for c in with_frequencies(comparators)
            ),
        ]
    )
    create_table(con, BLANK, f"SELECT {columns}")


def _drop(con: Connection, pairs: str = "TABLE") -> None:
    run_step(con, f"DROP {pairs} {PAIRS}")
    run_step(con, f"DROP TABLE {BLANK}")
