"""What validating costs: one month of a made-up municipality, and a large register.

    python benchmarks/validate/measure.py

The month is that of scenario `gemiddeld` (1,500 signals of seven deliverers, its address file of
some 93,000 addresses), read as `brp-match validate` reads it. Times are from raw tables to findings,
beyond the import of great_expectations: seconds on the clock, and seconds of processor, which do
not grow when the machine is busy with something else. Memory is the highest of the whole process.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from brp_match.database import Connection, connect, run_step, scalar
from brp_match.ingest import load_addresses, load_signals
from brp_match.ingest.columns import RESIDENTS
from brp_match.ingest.rows import create_log_tables, create_raw_table
from brp_match.settings import SEED
from brp_match.synthetic import generate, load_scenario
from brp_match.validate.run import Result, validate_residents, validate_signals

THREADS = 2


def main() -> None:
    """Measure and print; nothing is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="gemiddeld")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--residents", type=int, default=1_000_000)
    args = parser.parse_args()
    start = time.perf_counter(), _processor()
    import great_expectations  # noqa: F401

    print(f"import great_expectations: {_since(start)}")
    with tempfile.TemporaryDirectory() as folder:
        town = generate(load_scenario(args.scenario), Path(folder), seed=SEED)
        con = connect(threads=THREADS)
        load_signals(con, list(town.signals))
        load_addresses(con, town.addresses)
    size = scalar(con, "SELECT count(*) FROM raw_signalen")
    _tell(f"{size} signalen", lambda: validate_signals(con), args.rounds)
    con.close()
    con = _register(args.residents)
    _tell(f"{args.residents} inwoners", lambda: validate_residents(con), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"hoogste geheugen: {peak:.2f} GB")


def _tell(what: str, work: Callable[[], tuple[Result, ...]], rounds: int) -> None:
    """Print the median of `rounds`, and the first apart: it also loads what is loaded once."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter(), _processor()
        count = len(work())
        times.append((time.perf_counter() - start[0], _processor() - start[1]))
    clock, processor = (median(one[part] for one in times) for part in (0, 1))
    first = f" (de eerste keer {times[0][0]:.1f} en {times[0][1]:.1f})" if rounds > 1 else ""
    print(f"{what}, {count} verwachtingen: {clock:.1f} s, processor {processor:.1f} s{first}")


def _register(residents: int) -> Connection:
    """Make a database with a raw register of that size; one in 100 with diacritics, one in 200 with
    a birthday unknown, one in five without `geheim`."""
    con = connect(threads=THREADS)
    create_log_tables(con)
    create_raw_table(con, "raw_inwoners", RESIDENTS, text=False)
    run_step(
        con,
        f"""INSERT INTO raw_inwoners BY NAME SELECT 1 AS bron, i + 2 AS regel, 'P' || i AS persoon_id,
            'Jan Piet' || i % 900 AS voornamen,
            CASE WHEN i % 100 = 0 THEN 'Mü' ELSE 'Jansen' END || i % 50000 AS geslachtsnaam,
            CASE WHEN i % 200 = 0 THEN '19800000'
                ELSE strftime(DATE '1930-01-01' + (i % 30000)::INTEGER, '%Y%m%d') END AS geboortedatum,
            'E' AS naamgebruik, 'M' AS geslacht, 'W' AS functie_adres, '0392' AS gemeente,
            CASE WHEN i % 5 > 0 THEN '0' END AS geheim, 'Straatnaam' || i % 3000 AS straat,
            (1 + i % 300)::VARCHAR AS huisnummer, (1000 + i % 9000) || 'AB' AS postcode
        FROM range({residents}) t(i)""",
    )
    return con


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _since(start: tuple[float, float]) -> str:
    return f"{time.perf_counter() - start[0]:.1f} s, processor {_processor() - start[1]:.1f} s"


if __name__ == "__main__":
    main()
