"""What a run says of its sources, and what earlier runs and reviewed decisions teach: counts by source, comparator,
level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from brp_match.content import model_figures
from brp_match.database import Connection, create_table, parquet_sql, table_exists
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest import load_reviews
from brp_match.link.comparisons import ORDER
from brp_match.link.lessons import Lessons
from brp_match.run_tables import run_sql

Found = TypeVar("Found")

RUN_FILES = ("candidates.parquet", "signals.parquet")
"""What an earlier run is known by."""

DECISIONS = "decisions.parquet"


def load_judgements(con: Connection, reviews: Path | None) -> None:
    """Make `oordelen(signaal_nr, persoon_nr)` of reviewed decisions about this delivery, and
    `oordelen_alle(signaal_id, persoon_id)`, persoon_id NULL when it was nobody.

    `reviews` is a file of `ingest.load_reviews`; a besluit `review` decides nothing yet. Raises
    BrpMatchError as reading it does.
    """
    create_table(
        con,
        "oordelen_alle",
        "SELECT NULL::VARCHAR AS signaal_id, NULL::VARCHAR AS persoon_id WHERE false",
    )
    if reviews is not None:
        load_reviews(con, reviews)
        create_table(
            con,
            "oordelen_alle",
            """SELECT signaal_id, CASE WHEN lower(besluit) = 'match' THEN persoon_id END AS persoon_id
            FROM raw_oordelen WHERE lower(besluit) IN ('match', 'reject')""",
        )
    create_table(
        con,
        "oordelen",
        """SELECT s.signaal_nr, o.persoon_id FROM oordelen_alle o
        JOIN std_signalen s USING (signaal_id)""",
    )


def check_history(runs: Sequence[Path]) -> None:
    """Raise BrpMatchError GESCHIEDENIS_ONLEESBAAR, with every folder that is no earlier run."""
    faults = [
        Fault("GESCHIEDENIS_ONLEESBAAR", run.name, "deze map is geen eerdere run")
        for run in sorted(set(runs))
        if not all((run / name).is_file() for name in RUN_FILES)
    ]
    if faults:
        raise BrpMatchError.from_faults(faults)


def has_dates(con: Connection, run: Path) -> bool:
    """Tell whether a run has the dates of its signals as they were read; one of an earlier version has not.

    Raises duckdb.Error for a file that cannot be read.
    """
    columns = con.execute(f"DESCRIBE FROM {parquet_sql(run / DECISIONS)}").fetchall()
    return any(name == "signaaldatum_gelezen" for name, *_ in columns)


def _dates(con: Connection, run: Path, what: str) -> str:
    """Return something (SQL) of the dates of a run, as jjjj-mm-dd; '' where it does not tell."""
    try:
        if not has_dates(con, run):
            return ""
        rows = con.execute(
            f"""SELECT {what} FROM (SELECT nullif(signaaldatum_gelezen, '') AS dag
            FROM {parquet_sql(run / DECISIONS)})"""
        ).fetchall()
    except duckdb.Error as error:
        raise unreadable_run(run) from error
    return str(rows[0][0] or "")


def sent_since(con: Connection, runs: Iterable[Path], since: date) -> list[Path]:
    """Return the runs with a signal dated `since` or later, in their order; those that do not tell are kept.

    Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR.
    """
    newest = {run: _dates(con, run, "max(dag)") for run in runs}
    return [run for run, day in newest.items() if not day or day >= since.isoformat()]


def old_to_new(con: Connection, runs: Iterable[Path]) -> list[Path]:
    """Return the runs, each once, by the day half of their signals were sent before; then by name.

    Not by the newest day: one typing error would then move a run. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR.
    """
    days = {
        run: _dates(con, run, "list_sort(list(dag) FILTER (dag IS NOT NULL))[1 + count(dag) // 2]")
        for run in set(runs)
    }
    return sorted(days, key=lambda run: (days[run], run))


def read_history(con: Connection, runs: Sequence[Path]) -> Lessons:
    """Return what the pairs of earlier run directories taught, and what people decided about them.

    Of a signal in `oordelen_alle` the pair with the person people settled on counts, of others the pairs
    that taught then (`leert`); each for `history_discount` of a pair of this delivery. A signal that this
    delivery (`geleverd`) brings once more, as it was, teaches here and not twice.
    Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR for a folder that is no run, or one that is damaged.
    """
    lessons = Lessons()
    for run in sorted(set(runs)):
        lessons = lessons.and_(_of_files(con, run, _lessons_of_others))
    return lessons.times(model_figures().history_discount)


def keep_judgements(con: Connection, judgements: Mapping[str, str]) -> None:
    """Make `oordelen_alle` of signaal_id → persoon_id, '' for nobody."""
    create_table(
        con,
        "oordelen_alle",
        """SELECT signaal_id, nullif(persoon_id, '') AS persoon_id
        FROM (SELECT unnest($1::VARCHAR[]) AS signaal_id, unnest($2::VARCHAR[]) AS persoon_id)""",
        [list(judgements), list(judgements.values())],
    )


def counts_of_run(con: Connection, run: Path) -> dict[tuple[str, str, str], float]:
    """`expected_counts` of one run directory. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR."""
    return _of_files(con, run, expected_counts)


def expected_counts(
    con: Connection, candidates: str = "uitkomst", signals: str = "std_signalen"
) -> dict[tuple[str, str, str], float]:
    """Expected counts of true pairs by (source, comparator, level), over the candidates kept.

    The one definition of what a run says of its sources: its record and what people's decisions make of it
    both count this. A signal in `oordelen_alle` counts as decided, the others by their posterior.
    `candidates` and `signals` are tables, or SQL that reads files, with the columns of candidates.parquet
    and signals.parquet.
    """
    weight = """CASE WHEN o.signaal_id IS NULL THEN c.kans
        WHEN o.persoon_id = c.persoon_id THEN 1.0 ELSE 0.0 END"""
    return _counts(con, candidates, signals, dict.fromkeys(ORDER, weight))


def _lessons(con: Connection, candidates: str, signals: str) -> Lessons:
    taught = {
        comparator: f"""(o.signaal_id IS NULL
            AND list_contains(string_split(coalesce(c.leert, ''), '|'), '{comparator}'))::DOUBLE"""
        for comparator in ORDER
    }
    judged = "coalesce(o.persoon_id = c.persoon_id, false)::DOUBLE"
    return Lessons(
        _counts(con, candidates, signals, taught),
        _counts(con, candidates, signals, dict.fromkeys(ORDER, judged)),
    )


def _lessons_of_others(con: Connection, candidates: str, signals: str) -> Lessons:
    if not table_exists(con, "geleverd"):
        return _lessons(con, candidates, signals)
    others = f"""(SELECT * FROM {signals} r ANTI JOIN geleverd g ON g.signaal_id = r.signaal_id
        AND g.vlp = r.vlp AND g.signaaldatum IS NOT DISTINCT FROM r.signaaldatum)"""
    return _lessons(con, candidates, others)


def _of_files(con: Connection, run: Path, count: Callable[[Connection, str, str], Found]) -> Found:
    """Count over the files of a run. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR."""
    check_history([run])
    candidates, signals = (run_sql(run / name) for name in RUN_FILES)
    try:
        return count(con, candidates, signals)
    except duckdb.Error as error:
        raise unreadable_run(run) from error


def unreadable_run(run: Path) -> BrpMatchError:
    """The refusal of an earlier run whose files do not have what this version reads."""
    return BrpMatchError(
        "GESCHIEDENIS_ONLEESBAAR",
        run.name,
        "deze eerdere run is beschadigd of met een andere versie van brp-match gemaakt",
    )


def _counts(
    con: Connection, candidates: str, signals: str, weights: Mapping[str, str]
) -> dict[tuple[str, str, str], float]:
    """Sum the weight of a candidate (SQL, by comparator; `c` is the candidate, `o` the decision) by source,
    comparator and level; levels without any are left out."""
    each = ", ".join(
        f"{{'plaats': {place}, 'niveau': c.{comparator}_niveau, 'weegt': ({weight})::DOUBLE}}"
        for place, (comparator, weight) in enumerate(weights.items())
    )
    rows = con.execute(
        f"""SELECT een.plaats, vlp, een.niveau, list_sum(list(een.weegt ORDER BY signaal_id, rang))
        FROM (SELECT s.vlp, c.signaal_id, c.rang, unnest([{each}]) AS een
            FROM {candidates} c JOIN {signals} s USING (signaal_id)
            LEFT JOIN oordelen_alle o ON o.signaal_id = c.signaal_id) GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    names = list(weights)
    return {
        (str(source), names[place], str(level)): float(count)
        for place, source, level, count in rows
        if count > 0
    }


def judgement_counts(
    con: Connection, runs: Sequence[Path], *, register: str = ""
) -> dict[str, int] | None:
    """How many reviewed decisions there are, and how many say nothing here; None when none were given.

    `deze_levering` and `eerdere_runs`: about a signal of this delivery, or of an earlier run;
    `onbekend`: about neither; `persoon_onbekend`: a match with somebody not in the register.
    """
    if not table_exists(con, "raw_oordelen"):
        return None
    earlier = [parquet_sql(run / "signals.parquet") for run in sorted(set(runs))]
    known = " UNION ".join(
        ["SELECT NULL AS signaal_id WHERE false"]
        + [f"SELECT signaal_id FROM {path}" for path in earlier]
    )
    rows = con.execute(
        f"""SELECT count(*), count(*) FILTER (hier), count(*) FILTER (NOT hier AND eerder),
            count(*) FILTER (NOT hier AND NOT eerder), count(*) FILTER (persoon_id IS NOT NULL AND NOT bekend)
        FROM (SELECT persoon_id, signaal_id IN (SELECT signaal_id FROM std_signalen) AS hier,
                signaal_id IN ({known}) AS eerder,
                persoon_id IN (SELECT persoon_id FROM {register}std_inwoners) AS bekend FROM raw_oordelen)"""
    ).fetchall()
    names = ("rijen", "deze_levering", "eerdere_runs", "onbekend", "persoon_onbekend")
    return dict(zip(names, map(int, rows[0]), strict=True))
