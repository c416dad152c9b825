"""Validate a delivery: how each expectation did, per deliverer, with row references only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.content.expectations import NOT_NULL, Expectation, Severity, load_expectations
from brp_match.database import (
    Connection,
    create_table,
    quote_identifier,
    quote_literal,
    run_step,
    scalar,
    table_exists,
)
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.ingest.columns import SIGNALS
from brp_match.register.stays import build_addresses
from brp_match.validate.history import build_delivery_table, load_history
from brp_match.validate.resident_table import build_resident_table
from brp_match.validate.signal_table import build_signal_table
from brp_match.validate.suite import Checked, count_rows, run_suite


@dataclass(frozen=True)
class Result:
    """One expectation over one delivery: `teller` faults among `noemer` rows checked, in all and
    per deliverer (VLP → teller, noemer; '' for residents and rows without one)."""

    verwachting: Expectation
    teller: int
    noemer: int
    per_vlp: Mapping[str, tuple[int, int]]

    @property
    def gehaald(self) -> bool:
        """Tell whether the norm was met; also when nothing was checked."""
        return self.noemer == 0 or self.teller <= self.verwachting.hoogste_foutdeel * self.noemer


def validate_signals(con: Connection, history: Sequence[Path] = ()) -> tuple[Result, ...]:
    """Check `raw_signalen`, and the size of the delivery beside `history` (folders of runs).

    Call it before `quarantine_fatal`, so that fatal expectations are counted too. Uses
    `raw_adressen` where it is, and makes `std_adressen` of it. Writes `bevindingen` and `bevindingen_telling` (see `write_tables`).
    Raises BrpMatchError for content or history that cannot be read.
    """
    expectations = load_expectations()
    if table_exists(con, "raw_adressen") and scalar(con, "SELECT count(*) FROM raw_adressen"):
        build_addresses(con)
    load_history(con, history)
    (results,) = _signals([con], expectations)
    return results


def write_findings(
    runs: Sequence[Connection],
    history: Sequence[Path] = (),
    gemeente: str = "",
    secrecy: bool = True,
) -> None:
    """Validate the accepted signals of finished runs: the validator of the scorecards.

    Reads of each `signalen` (signals.parquet of a run) and `std_adressen` where it is; leaves fatal
    expectations out, for what broke them is in quarantine. Of `history` only runs before the one
    validated count, and of these what is of `gemeente`, '' for all, as it is with or without the right of `secrecy`. Writes `bevindingen` and `bevindingen_telling` in each.
    """
    for con in runs:
        there = {row[0] for row in con.execute("DESCRIBE signalen").fetchall()}
        # a run of an earlier version does not have the columns that came later
        columns = ", ".join(c if c in there else f"NULL::VARCHAR AS {c}" for c in SIGNALS)
        run_step(
            con,
            f"CREATE OR REPLACE TEMP VIEW raw_signalen AS SELECT bron, regel, {columns} FROM signalen",
        )
        load_history(con, history, gemeente, secrecy)
    _signals(runs, [e for e in load_expectations() if e.ernst != Severity.FATAAL])


def validate_residents(con: Connection) -> tuple[Result, ...]:
    """Check `raw_inwoners`; writes `bevindingen_inwoners` and `bevindingen_inwoners_telling`."""
    wanted = [e for e in load_expectations() if e.over == "inwoners"]
    build_resident_table(con, tuple(e for e in wanted if e.ernst == Severity.FATAAL))
    (checked,) = _checked([con], "controle_inwoners", wanted)
    results = _count(con, "controle_inwoners", checked)
    write_tables(con, "bevindingen_inwoners", {"controle_inwoners": checked}, results)
    return results


def _signals(
    sources: Sequence[Connection], expectations: Sequence[Expectation]
) -> list[tuple[Result, ...]]:
    """Check the delivery in each database; returns the results of each."""
    own = [e for e in expectations if e.over == "signalen"]
    sizes = [e for e in expectations if e.over == "leveringen"]
    for con in sources:
        build_signal_table(con, tuple(e for e in own if e.ernst == Severity.FATAAL))
        build_delivery_table(con)
    found = []
    for con, signals, deliveries in zip(
        sources,
        _checked(sources, "controle_signalen", own),
        _checked(sources, "controle_leveringen", sizes),
        strict=True,
    ):
        checked = {"controle_signalen": signals, "controle_leveringen": deliveries}
        results = tuple(r for table, part in checked.items() for r in _count(con, table, part))
        write_tables(con, "bevindingen", checked, results)
        found.append(results)
    return found


def _checked(
    sources: Sequence[Connection], table: str, expectations: Sequence[Expectation]
) -> list[list[Checked]]:
    """Run the expectations over all sources at once, and give each its own rows and counts.

    Raises BrpMatchError CONTROLE_TELT_NIET, a fault of ours, when the rows counted here are not
    those that Great Expectations counted.
    """
    whole = run_suite(sources, table, expectations)
    parts: list[list[Checked]] = []
    start = 0
    for con, size in zip(sources, count_rows(sources, table), strict=True):
        seen = _seen(con, table, expectations)
        end = start + size
        parts.append(
            [
                Checked(c.verwachting, n, tuple(r - start for r in c.rijen if start <= r < end))
                for c, n in zip(whole, seen, strict=True)
            ]
        )
        start = end
    for number, item in enumerate(whole):
        own = [part[number] for part in parts]
        if (len(item.rijen), item.noemer) != (
            sum(len(one.rijen) for one in own),
            sum(one.noemer for one in own),
        ):
            raise _does_not_add_up(item.verwachting)
    return parts


def _seen(con: Connection, table: str, expectations: Sequence[Expectation]) -> tuple[int, ...]:
    """Count the rows that each expectation is about."""
    if not expectations:
        return ()
    counts = ", ".join(f"count(*) FILTER ({_is_about(e)})" for e in expectations)
    (row,) = con.execute(f"SELECT {counts} FROM {table}").fetchall()
    return tuple(int(number) for number in row)


def write_tables(
    con: Connection, name: str, checked: Mapping[str, Iterable[Checked]], results: Sequence[Result]
) -> None:
    """Write `<name>(code, vlp, bron, regel, signaal_id)`, a row for every finding, and
    `<name>_telling(vlp, code, teller, noemer)`, without what was never checked."""
    run_step(
        con,
        f"""CREATE OR REPLACE TABLE {name} (code VARCHAR, vlp VARCHAR, bron INTEGER, regel BIGINT,
        signaal_id VARCHAR)""",
    )
    for table, part in checked.items():
        _failing(con, part)
        run_step(
            con,
            f"""INSERT INTO {name} SELECT f.code, coalesce(t.vlp, ''), t.bron, t.regel, t.signaal_id
            FROM controle_fout f JOIN {table} t USING (rij) ORDER BY f.nr, t.rij""",
        )
    values = ", ".join(
        f"({quote_literal(vlp)}, {quote_literal(result.verwachting.id)}, {failed}, {seen})"
        for result in results
        for vlp, (failed, seen) in result.per_vlp.items()
    )
    rows = f"(VALUES {values})" if values else "(SELECT '', '', 0, 0 WHERE false)"
    create_table(
        con,
        f"{name}_telling",
        f"""SELECT vlp, code, teller::BIGINT AS teller, noemer::BIGINT AS noemer
        FROM {rows} t(vlp, code, teller, noemer)""",
    )


def _failing(con: Connection, checked: Iterable[Checked]) -> None:
    """Make `controle_fout(nr, code, rij)` out of the row numbers that Great Expectations gave."""
    import pyarrow as pa

    run_step(con, "CREATE OR REPLACE TABLE controle_fout (nr INTEGER, code VARCHAR, rij INTEGER)")
    for number, item in enumerate(checked):
        if item.rijen:
            con.register("fout_rijen", pa.table({"rij": pa.array(item.rijen, pa.int32())}))
            run_step(
                con,
                "INSERT INTO controle_fout SELECT ?, ?, rij FROM fout_rijen",
                [number, item.verwachting.id],
            )
            con.unregister("fout_rijen")


def _count(con: Connection, table: str, checked: Sequence[Checked]) -> tuple[Result, ...]:
    """Count per deliverer, and see that it adds up to what Great Expectations counted."""
    if not checked:
        return ()
    seen = ", ".join(f"count(*) FILTER ({_is_about(c.verwachting)})" for c in checked)
    rows = con.execute(
        f"SELECT coalesce(vlp, ''), {seen} FROM {table} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    _failing(con, checked)
    failed = {
        (vlp, code): number
        for vlp, code, number in con.execute(
            f"""SELECT coalesce(t.vlp, ''), f.code, count(*) FROM controle_fout f
            JOIN {table} t USING (rij) GROUP BY ALL"""
        ).fetchall()
    }
    results = []
    for place, item in enumerate(checked, start=1):
        code = item.verwachting.id
        per_vlp = {
            row[0]: (failed.get((row[0], code), 0), row[place]) for row in rows if row[place]
        }
        result = Result(item.verwachting, len(item.rijen), item.noemer, per_vlp)
        if (result.teller, result.noemer) != tuple(
            sum(pair[part] for pair in per_vlp.values()) for part in (0, 1)
        ):
            raise _does_not_add_up(item.verwachting)
        results.append(result)
    return tuple(results)


def _does_not_add_up(expectation: Expectation) -> BrpMatchError:
    return BrpMatchError(
        "CONTROLE_TELT_NIET",
        expectation.bestand,
        f"de tellingen van {expectation.id} kloppen niet",
        exit_code=ExitCode.OUR_FAULT,
        http_status=500,
    )


def _is_about(expectation: Expectation) -> str:
    """SQL for the rows that an expectation is about."""
    parts = ["true"]
    if expectation.verwachting != NOT_NULL:
        parts.append(f"{quote_identifier(expectation.kolom)} IS NOT NULL")
    if expectation.alleen:
        parts.append(quote_identifier(expectation.alleen))
    if expectation.sectoren:
        names = ", ".join(quote_literal(sector) for sector in expectation.sectoren)
        parts.append(f"coalesce(sector IN ({names}), false)")
    return " AND ".join(parts)
