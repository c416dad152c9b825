"""Cases of runs that are done, from their files, as people judged them since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from brp_match.cases.clocks import terms_of
from brp_match.cases.facts import Case
from brp_match.cases.residents import BY_RUN
from brp_match.cases.shv import MAYBE, NO, YES
from brp_match.cases.store import OF_RUN, make_cases_of
from brp_match.cases.trays import Way
from brp_match.cases.work import Work, make_work
from brp_match.csv_file import read_csv
from brp_match.database import Connection, connect, create_table, create_table_of, parquet_sql
from brp_match.dutch import listed
from brp_match.link.history import old_to_new
from brp_match.policy import Policy
from brp_match.run_tables import policy_of_run, refused_run, seen_sql, whole_run

Judged = Mapping[tuple[str, str], tuple[str, str]]
"""(signaal_id, vlp) → (besluit, persoon_id) as a person established it; persoon_id '' for nobody."""

WITHDRAWN = "SIGNAAL_INGETROKKEN"
"""Why a row was set aside by which a deliverer takes a signal back."""

FILES = ("decisions.parquet", "signals.parquet", "candidates.parquet")


def work_of_runs(
    runs: Sequence[Path],
    history: Sequence[Path],
    way: Way,
    *,
    policy: Policy,
    judged: Judged | None = None,
    secrecy: bool = True,
) -> list[Work]:
    """Return the cases of `runs` (old to new) with who they are about and where they go.

    Of a signal in several runs the newest counts. `history`: earlier runs (old to new), for cases that stand and for
    recidive; `policy`: whose matching period and clocks count; without `secrecy` as if nobody who has it stood in the
    register. Raises BrpMatchError RUN_ONLEESBAAR, GESCHIEDENIS_ONLEESBAAR.
    """
    missing = [run for run in runs if not all((run / name).is_file() for name in FILES)]
    if missing or not runs:
        raise refused_run(missing[0] if missing else Path("--run"))
    with connect() as con, whole_run(runs[-1]):
        _open(con, runs, judged or {}, secrecy)
        cases = make_cases_of(
            con, [*history, *runs], policy.matching_period, terms_of(policy), "besluiten", OF_RUN,
            secrecy=secrecy,
        )  # fmt: skip
        work = make_work(con, _with_shv(con, cases, runs), way, BY_RUN)
    return _with_withdrawn(work, [*history, *runs])


def _open(con: Connection, runs: Sequence[Path], judged: Judged, secrecy: bool) -> None:
    """Make `besluiten`, `raw_signalen`, `uitkomst` and `oordelen_alle` as `make_cases` reads them."""
    keep_judged(con, judged)
    create_table(
        # two deliverers may give one number: then it names no signal for sure
        con, "oordelen_alle", """SELECT signaal_id, nullif(any_value(persoon_id), '') AS persoon_id FROM geoordeeld
        GROUP BY signaal_id HAVING count(*) = 1""",
    )  # fmt: skip
    for table, name in (
        ("b_alle", "decisions"),
        ("raw_signalen", "signals"),
        ("uitkomst", "candidates"),
    ):
        parts = " UNION ALL BY NAME ".join(
            f"SELECT {place} AS run_nr, * FROM {seen_sql(run, name, secrecy=secrecy or name == 'signals')}"
            for place, run in enumerate(runs)
        )
        create_table(con, table, parts)
    create_table(
        con,
        "besluiten",
        """SELECT b.* REPLACE (coalesce(g.besluit, b.besluit) AS besluit,
            CASE WHEN g.signaal_id IS NULL THEN b.persoon_id ELSE g.persoon_id END AS persoon_id,
            CASE WHEN g.signaal_id IS NULL THEN b.kans ELSE 1.0 END AS kans)
        FROM b_alle b LEFT JOIN geoordeeld g USING (signaal_id, vlp)
        QUALIFY run_nr = max(run_nr) OVER (PARTITION BY signaal_id, vlp)""",
    )


def keep_judged(con: Connection, judged: Judged) -> None:
    """Make `geoordeeld(signaal_id, vlp, besluit, persoon_id)`: what people established."""
    columns = dict.fromkeys(("signaal_id", "vlp", "besluit", "persoon_id"), "VARCHAR")
    rows = [(*signal, *said) for signal, said in sorted(judged.items())]
    create_table_of(con, "geoordeeld", columns, rows)


def _with_shv(con: Connection, cases: Sequence[Case], runs: Sequence[Path]) -> list[Case]:
    """Tell again what these runs found in the file of debt counselling, the newest last: of the resident, else of the
    signal that was about nobody known."""
    found: dict[str, str] = {}
    for run in runs:
        if not (run / "zaken.parquet").is_file():
            continue
        file = parquet_sql(run / "zaken.parquet")
        rows = con.execute(
            f"""SELECT coalesce(nullif(persoon_id, ''), signalen), bekend_bij_shv FROM {file}
            WHERE bekend_bij_shv <> ''"""
        ).fetchall()
        found |= dict(rows)
    return [replace(case, bekend_bij_shv=_client(case, found)) for case in cases]


_SIGNAL = re.compile(r"signaal_id: (.*?); vlp: (.*?)(?:; \w+: |$)", re.DOTALL)
"""How quarantine.csv begins the text of a signal."""


def _with_withdrawn(work: Sequence[Work], runs: Sequence[Path]) -> list[Work]:
    """Note on a case that its deliverer took a signal of it back, by a later delivery than the one that brought it."""
    gone = {key for run in runs for key in _withdrawn(run / "quarantine.csv")}
    told = []
    for one in work:
        names = sorted({signal.vlp for signal in one.case.signalen if signal.key in gone})
        told.append(
            replace(one, notes=(*one.notes, f"een signaal is ingetrokken door {listed(names)}"))
            if names
            else one
        )
    return told


def _withdrawn(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    for row in read_csv(path):
        found = _SIGNAL.match(row["tekst"] or "") if row["code"] == WITHDRAWN else None
        if found:
            yield found[1], found[2]


def _client(case: Case, found: Mapping[str, str]) -> str:
    """What is known of a case about somebody: by the resident, or by a signal of it that was about nobody then."""
    names = [case.persoon_id, *(one.signaal_id for one in case.signalen)]
    told = {found.get(name, "") for name in names}
    return next((word for word in (YES, MAYBE, NO) if word in told), "")


def work_of_run(
    run: Path, history: Sequence[Path], way: Way, *, secrecy: bool = True
) -> list[Work]:
    """Return the work of one run, by the matching period and the clocks of its own policy. Takes `secrecy` and raises
    as `work_of_runs`."""
    policy = policy_of_run(run)
    return work_of_runs([run], ordered(history), way, policy=policy, secrecy=secrecy)


def ordered(history: Sequence[Path]) -> list[Path]:
    """Return earlier runs, each once, old to new. Raises as `old_to_new`."""
    with connect() as con:
        return old_to_new(con, history)
