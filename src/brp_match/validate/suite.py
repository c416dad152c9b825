"""Great Expectations: suites built from `expectations/`, run on pandas batches made from DuckDB.

The only module that imports great_expectations. Results never hold a cell value: they are asked
for with `exclude_unexpected_values` and a row number as index, and anything else is refused.
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from brp_match.content.expectations import NOT_NULL, Expectation, Severity
from brp_match.database import Connection, quote_identifier, scalar
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.scratch import scratch

RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
    "return_unexpected_index_query": False,
    "include_unexpected_rows": False,
}
"""Counts and row numbers, no values: see `_format_map_output` and
`get_unexpected_indices_for_single_pandas_named_index` in great_expectations 1.24."""

INDEX = "rij"

WHOLE_TABLE = 50_000
"""Rows up to which a batch holds the columns of a file; above it one column, for memory."""

_SEVERITY = {Severity.FATAAL: "critical", Severity.FOUT: "warning", Severity.WAARSCHUWING: "info"}


@dataclass(frozen=True)
class Checked:
    """One expectation: `noemer` rows checked, `rijen` the row numbers that fail, from 0."""

    verwachting: Expectation
    noemer: int
    rijen: tuple[int, ...]


def run_suite(
    sources: Sequence[Connection], table: str, expectations: Sequence[Expectation]
) -> list[Checked]:
    """Check `table` (with a column `rij` from 0) against expectations; results in their order.

    The tables of several databases are checked as one, their rows numbered on: Great Expectations
    takes as long for a year of small months as for one. Raises BrpMatchError CONTROLE_MISLUKT, a fault of ours, when Great Expectations cannot evaluate
    one, or would give back anything but counts and row numbers.
    """
    if not expectations:
        return []
    rows = sum(count_rows(sources, table))
    with quiet():
        context = make_context()
        # one source for all groups: each new one is written out as YAML
        definition = batch_definition(context, table)
        found: dict[str, Checked] = {}
        for group in _groups(expectations, rows):
            batch = definition.get_batch({"dataframe": frame(sources, table, group)})
            result = batch.validate(make_suite(table, group), result_format=RESULT_FORMAT)
            for item in result.results:
                checked = _read(item, group)
                found[checked.verwachting.id] = checked
    return [found[expectation.id] for expectation in expectations]


def make_context() -> Any:
    """Make a context in memory that draws no progress bar and sends no usage statistics."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def make_suite(name: str, expectations: Sequence[Expectation], in_words: bool = False) -> Any:
    """Build a Great Expectations suite; `in_words` with title, advice and source, for its pages.

    Great Expectations copies an expectation some 65 times in a run, so words are left out else.
    """
    import great_expectations as gx
    from great_expectations.expectations.registry import get_expectation_impl

    suite = gx.ExpectationSuite(name=name)
    for expectation in expectations:
        kind: Any = get_expectation_impl(expectation.verwachting)
        suite.add_expectation(
            kind(
                column=expectation.kolom,
                mostly=expectation.norm,
                **(_words(expectation) if in_words else {"meta": {"id": expectation.id}}),
                **_condition(expectation),
                **expectation.argumenten,
            )
        )
    return suite


def count_rows(sources: Sequence[Connection], table: str) -> list[int]:
    """Count the rows of `table` in each database."""
    return [int(scalar(con, f"SELECT count(*) FROM {table}")) for con in sources]


def frame(sources: Sequence[Connection], table: str, expectations: Sequence[Expectation]) -> Any:
    """Read the columns that expectations need into pandas; the index numbers the rows on from 0."""
    import pandas as pd

    columns = {e.kolom for e in expectations} | {e.alleen for e in expectations if e.alleen}
    if any(e.sectoren for e in expectations):
        columns.add("sector")
    names = ", ".join(quote_identifier(name) for name in sorted(columns))
    parts = [con.execute(f"SELECT {names} FROM {table} ORDER BY {INDEX}").df() for con in sources]
    whole = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    return whole.rename_axis(INDEX)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep log lines and warnings of great_expectations to itself: they may quote a value. Its temporary files stand where
    the next process finds what a kill left."""
    logger = logging.getLogger("great_expectations")
    level, spread = logger.level, logger.propagate
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    folder, tempfile.tempdir = tempfile.tempdir, str(scratch())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        logger.propagate = spread
        tempfile.tempdir = folder


def _groups(expectations: Sequence[Expectation], rows: int) -> list[list[Expectation]]:
    """Expectations that share a batch: by column where there are many rows, else by file and by
    whether they have a condition (Great Expectations walks all columns for each condition, and its
    time grows with the square of a suite)."""
    groups: dict[tuple[str, bool], list[Expectation]] = {}
    for item in expectations:
        shared = item.bestand if rows <= WHOLE_TABLE else item.kolom
        groups.setdefault((shared, bool(item.sectoren or item.alleen)), []).append(item)
    return list(groups.values())


def batch_definition(context: Any, name: str) -> Any:
    """Make a source in memory whose batches are whole dataframes."""
    source = context.data_sources.add_pandas(name)
    return source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)


def _words(expectation: Expectation) -> dict[str, Any]:
    """What the pages of Great Expectations show of an expectation besides its arguments."""
    return {
        "severity": _SEVERITY[expectation.ernst],
        "notes": f"{expectation.titel}. {expectation.advies}",
        "meta": {
            "id": expectation.id,
            "dimensie": str(expectation.dimensie),
            "ernst": str(expectation.ernst),
            "bron": expectation.bron,
        },
    }


def _condition(expectation: Expectation) -> dict[str, Any]:
    """The rows an expectation is about: its sectors, and its `alleen` column."""
    from great_expectations.expectations.row_conditions import Column

    parts = []
    if expectation.sectoren:
        parts.append(Column("sector").is_in(list(expectation.sectoren)))
    if expectation.alleen:
        parts.append(Column(expectation.alleen) == True)  # noqa: E712
    if not parts:
        return {}
    return {"row_condition": parts[0] if len(parts) == 1 else parts[0] & parts[1]}


def _read(item: Any, group: Sequence[Expectation]) -> Checked:
    """Take count and row numbers out of one result; refuse anything more."""
    code = item.expectation_config.meta["id"]
    expectation = next(e for e in group if e.id == code)
    result = dict(item.result or {})
    listed = result.get("unexpected_index_list") or []
    only_rows = all(isinstance(part, dict) and set(part) == {INDEX} for part in listed)
    leaks = {"unexpected_list", "partial_unexpected_list", "partial_unexpected_counts"} & set(
        result
    )
    if "element_count" not in result or not only_rows or leaks:
        raise BrpMatchError(
            "CONTROLE_MISLUKT",
            expectation.bestand,
            f"de verwachting {code} kon niet worden getoetst",
            exit_code=ExitCode.OUR_FAULT,
            http_status=500,
        )
    rows = tuple(sorted(int(row) for part in listed for row in part[INDEX]))
    skipped = 0 if expectation.verwachting == NOT_NULL else int(result.get("missing_count") or 0)
    return Checked(expectation, int(result["element_count"]) - skipped, rows)
