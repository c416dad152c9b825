"""A made-up municipality written as files, in the layouts that a real one delivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.database import Connection, connect, scalar
from brp_match.ingest.columns import ADDRESSES, PREVIOUS_ADDRESSES, RESIDENTS, SIGNALS
from brp_match.output import copy_csv, written_beside
from brp_match.synthetic.chance import create_chance
from brp_match.synthetic.delivery import as_table
from brp_match.synthetic.habits import with_habits
from brp_match.synthetic.names import build_pools, name_lists
from brp_match.synthetic.places import build_places
from brp_match.synthetic.population import build_population, households_of
from brp_match.synthetic.scenario import Scenario
from brp_match.synthetic.signals import make_signals
from brp_match.synthetic.subjects import Subjects

IN_MEMORY = 1_000_000
"""Up to so many residents a town is made in memory (about 1 kB each)."""

MEMORY = "4GB"
"""What the database may take for a larger one; the process stays within 8 GB with 100,000 signals."""

NOT_MADE = ("land_vertrek", "datum_vertrek")
"""Columns of residents that no resident of a made-up town has."""

HABIT_COLUMNS = ("signaal_id", "gewoonte")
"""Which row has which format habit; only written where there are habits."""

TRUTH = ("signaal_id", "soort", "persoon_id", "fouten", "herkomst", "vlp", "sector")


@dataclass(frozen=True)
class Town:
    """Where the files of one municipality are, and how many rows they have."""

    residents: Path
    previous_addresses: Path
    addresses: Path
    signals: tuple[Path, ...]
    truth: tuple[Path, ...]
    count_residents: int
    count_signals: int


def generate(
    scenario: Scenario,
    out: Path,
    *,
    seed: int,
    names: Path | None = None,
    addresses: Path | None = None,
    threads: int | None = None,
) -> Town:
    """Make the municipality and one month in `out`: inwoners, vorige_adressen, adressen, signalen, waarheid.

    The same scenario and seed give the same bytes, whatever the number of `threads`. `names`: folder
    with frequency lists; `addresses`: a BAG file; else names and streets are made up. Raises
    BrpMatchError for lists that are missing, a town too small for its signals, a full disk.
    """
    return generate_months(
        scenario,
        out,
        [scenario.month],
        seed=seed,
        names=names,
        addresses=addresses,
        threads=threads,
    )


def generate_months(
    scenario: Scenario,
    out: Path,
    months: Sequence[str],
    *,
    seed: int,
    counts: Sequence[int] | None = None,
    names: Path | None = None,
    addresses: Path | None = None,
    threads: int | None = None,
) -> Town:
    """Make one population and a delivery for every month (`jjjj-mm`).

    Of several months the files carry the month in their name. `counts`: signals per month, else
    those of the scenario. Deliverers change as the scenario's `changes` say. Everything is written
    beside and renamed. Raises BrpMatchError as `generate` does.
    """
    signals: list[Path] = []
    truths: list[Path] = []
    total = 0
    lists = name_lists(names)
    with (
        written_beside(out) as folder,
        _workspace(scenario.residents, folder, threads) as con,
    ):
        create_chance(con, seed)
        build_pools(con, lists)
        build_places(con, households_of(scenario.residents), addresses)
        build_population(con, scenario)
        residents = _write_register(con, folder)
        for number, month in enumerate(months):
            count = counts[number] if counts else scenario.signals
            rows, truth = make_signals(
                scenario, Subjects(con, lists, seed, month, count), seed, count, month
            )
            habits = {one.name: one.habits for one in scenario.deliverers if one.habits}
            rows, made = with_habits(rows, habits, f"{seed}|{month}")
            suffix = "" if len(months) == 1 else f"-{month}"
            signals.append(out / f"signalen{suffix}.csv")
            truths.append(out / f"waarheid{suffix}.csv")
            _write(con, folder / signals[-1].name, as_table(rows), SIGNALS)
            _write(con, folder / truths[-1].name, as_table(truth), TRUTH)
            if made:
                _write(con, folder / f"gewoonten{suffix}.csv", as_table(made), HABIT_COLUMNS)
            total += len(rows)
    return Town(
        out / "inwoners.csv", out / "vorige_adressen.csv", out / "adressen.csv", tuple(signals),
        tuple(truths), residents, total,
    )  # fmt: skip


@contextmanager
def _workspace(residents: int, out: Path, threads: int | None) -> Iterator[Connection]:
    """A database in memory, or for a large population in a file beside the output, removed after."""
    if residents <= IN_MEMORY:
        with connect(threads=threads) as con:
            yield con
        return
    with (
        TemporaryDirectory(prefix=".bezig-", dir=out) as folder,
        connect(Path(folder) / "gemeente.duckdb", threads=threads, memory_limit=MEMORY) as con,
    ):
        yield con


def _write_register(con: Connection, out: Path) -> int:
    """Write the three register files; returns the number of residents."""
    columns = ", ".join(
        {
            "bsn": "printf('9999%05d', pid % 100000)",
            "aanduiding_bij_huisnummer": "NULL",
            "locatie": "NULL",
        }.get(name, name)
        + f" AS {name}"
        for name in RESIDENTS
        if name not in NOT_MADE
    )
    copy_csv(
        con,
        f"""SELECT {columns} FROM personen p LEFT JOIN plaatsen w ON w.soort IN ('woning', 'gemeentehuis') AND w.plaats_nr = p.plaats_nr
        ORDER BY pid""",
        out / "inwoners.csv",
    )
    previous = ", ".join(
        {"datum_van": "NULL", "datum_tot": "vorige_datum"}.get(c, c) + f" AS {c}"
        for c in PREVIOUS_ADDRESSES
    )
    copy_csv(
        con,
        f"""SELECT {previous} FROM personen p JOIN plaatsen w ON w.soort = 'woning' AND w.plaats_nr = p.vorige_plaats
        WHERE p.plaats_nr IS DISTINCT FROM p.vorige_plaats ORDER BY pid""",
        out / "vorige_adressen.csv",
    )
    copy_csv(
        con,
        f"SELECT {', '.join(ADDRESSES)} FROM plaatsen ORDER BY soort, plaats_nr",
        out / "adressen.csv",
    )
    return int(scalar(con, "SELECT count(*) FROM personen"))


def _write(
    con: Connection, path: Path, table: dict[str, list[str]], columns: Sequence[str]
) -> None:
    import pyarrow as pa

    if table:
        columns = [name for name in columns if name in table]
    arrays = {name: pa.array(table.get(name, []), pa.string()) for name in columns}
    # numbered on the way in: the rows keep their order whatever the number of threads
    numbers = pa.array(range(len(next(iter(table.values()), []))), pa.int64())
    con.register("rijen", pa.table({"nr": numbers, **arrays}))
    copy_csv(con, f"SELECT {', '.join(columns)} FROM rijen ORDER BY nr", path)
    con.unregister("rijen")
