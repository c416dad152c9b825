"""Cases of one month on top of a long history: time and peak memory.

    python benchmarks/case_history.py [--cases 1000000] [--months 12] [--signals 1500]

Writes earlier runs of so many made-up cases together (a resident each, a signal each; decisions.parquet and
signals.parquet as `link` writes them), then makes the cases of a month about residents of whom half were signalled
before, and reads what the months before picked up, in a process of its own whose memory is measured.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from brp_match.cases.clocks import terms_of
from brp_match.cases.store import make_cases_of
from brp_match.database import connect, create_table
from brp_match.decide.earlier import load_pick_ups, repeatable_since
from brp_match.policy import policy_of

_ADDRESS = "'Dorpsstraat' AS straatnaam, '1' AS huisnummer, '' AS huisletter, '' AS huisnummertoevoeging, '1234AB' AS postcode"


def signals_sql(month: int, count: int, people: int) -> tuple[str, str]:
    """SQL of the decisions and the signals of a month, numbered from 0 (the oldest)."""
    day = f"'{2020 + month // 12}-{month % 12 + 1:02d}-05'"
    # residents anew every month, in no order
    person = f"'P' || (hash(n * 7919 + {month}) % {people})"
    decisions = f"""SELECT 'S{month}-' || n AS signaal_id, 'VLP ' || n % 9 AS vlp, 'Energie' AS sector, '0225' AS gemeente,
        'match' AS besluit, {person} AS persoon_id, 1.0::DOUBLE AS kans, 'NAAM_GELIJK' AS redenen,
        '{2020 + month // 12}-{month % 12 + 1:02d}-' || left(md5({person}), 12) AS zaak_id, 'Opgepakt' AS ddas_status, 'volgens_regel' AS terugkoppeling_status,
        {day} AS signaaldatum_gelezen FROM range({count}) t(n)"""
    signals = f"""SELECT 'S{month}-' || n AS signaal_id, 'VLP ' || n % 9 AS vlp, 'K' || n AS klantnummer, '212,85' AS bedrag, 'vroegsignaal' AS soort_signaal, '' AS crisissignaal,
        '' AS einddatum_contract, '' AS warme_overdracht, {day} AS signaaldatum, '' AS telefoon, '' AS email,
        '' AS ontstaansdatum, '01-01-1980' AS geboortedatum, {_ADDRESS} FROM range({count}) t(n)"""
    return decisions, signals


def write_history(folder: Path, cases: int, months: int, people: int) -> None:
    """Write a run a month in `folder`."""
    con = duckdb.connect()
    for month in range(months):
        run = folder / f"{month:03d}"
        run.mkdir()
        for name, sql in zip(
            ("decisions", "signals"), signals_sql(month, cases // months, people), strict=True
        ):
            con.execute(f"COPY ({sql}) TO '{run / name}.parquet' (FORMAT parquet)")
        known = f"SELECT signaal_id, persoon_id, 'inwoner' AS status FROM '{run}/decisions.parquet'"
        con.execute(f"COPY ({known}) TO '{run}/candidates.parquet' (FORMAT parquet)")
    con.close()


def measure(folder: Path, months: int, signals: int, people: int) -> None:
    """Make the cases of the month after the history; prints what it took."""
    con = connect(threads=2)
    decisions, delivered = signals_sql(months, signals, 2 * people)
    create_table(con, "besluiten", decisions)
    create_table(con, "raw_signalen", delivered)
    create_table(con, "uitkomst", "SELECT signaal_id, persoon_id, 40 AS leeftijd FROM besluiten")
    create_table(con, "oordelen_alle", "SELECT '' AS signaal_id, '' AS persoon_id WHERE false")
    start, busy = time.perf_counter(), time.process_time()
    policy = policy_of({})
    cases = make_cases_of(con, sorted(folder.iterdir()), "month", terms_of(policy), "besluiten")
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    then = time.perf_counter()
    ((first,),) = con.execute("SELECT min(signaaldatum_gelezen)::DATE FROM besluiten").fetchall()
    since = repeatable_since(first, policy.repeat_within_days)
    picked_up = load_pick_ups(con, sorted(folder.iterdir()), since, people="uitkomst")
    reading = time.perf_counter() - then
    again = sum(one.zaken_6_maanden > 0 for one in cases)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{len(cases)} cases of {signals} signals, {again} with a case in the six months before: "
        f"{taken:.1f} s ({busy:.1f} s of processor), peak memory {peak / 1024:.0f} MB; "
        f"{len(picked_up)} of the pick-ups before can be repeated: {reading:.1f} s"
    )


def main() -> None:
    """Write the history, and measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--signals", type=int, default=1_500)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    people = args.cases // 4
    if args.measure:
        measure(args.measure, args.months, args.signals, people)
        return
    with tempfile.TemporaryDirectory() as folder:
        write_history(Path(folder), args.cases, args.months, people)
        print(f"{args.cases} cases of history in {args.months} runs")
        options = [f"--{name}={getattr(args, name)}" for name in ("cases", "months", "signals")]
        subprocess.run([sys.executable, __file__, *options, "--measure", folder], check=True)


if __name__ == "__main__":
    main()
