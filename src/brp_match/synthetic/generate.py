"""A made-up municipality written as files, in the layouts that a real one delivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.database import Connection, connect, run_step, scalar
from brp_match.ingest.columns import ADDRESSES, PREVIOUS_ADDRESSES, RESIDENTS, SIGNALS
from brp_match.output import copy_csv
from brp_match.synthetic.chance import create_chance
from brp_match.synthetic.names import build_pools
from brp_match.synthetic.places import build_places
from brp_match.synthetic.population import build_population, households_of
from brp_match.synthetic.scenario import Scenario
from brp_match.synthetic.signals import as_table, make_signals
from brp_match.synthetic.subjects import Subjects

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
) -> Town:
    """Make the municipality and one month in `out`: inwoners, vorige_adressen, adressen, signalen, waarheid.

    The same scenario and seed give the same bytes. `names`: folder with frequency lists; `addresses`:
    a BAG file; else names and streets are made up. Raises BrpMatchError for lists that are missing.
    """
    return generate_months(
        scenario, out, [scenario.month], seed=seed, names=names, addresses=addresses
    )


def generate_months(
    scenario: Scenario,
    out: Path,
    months: Sequence[str],
    *,
    seed: int,
    counts: Sequence[int] | None = None,
    scenarios: Sequence[Scenario] | None = None,
    names: Path | None = None,
    addresses: Path | None = None,
) -> Town:
    """Make one population and a delivery for every month (`jjjj-mm`).

    Of several months the files carry the month in their name. `counts`: signals per month;
    `scenarios`: the scenario whose deliverers apply in that month (error rates may change).
    """
    out.mkdir(parents=True, exist_ok=True)
    con = connect()
    try:
        create_chance(con, seed)
        build_pools(con, names)
        build_places(con, households_of(scenario.residents), addresses)
        build_population(con, scenario)
        residents = _write_register(con, out)
        signals: list[Path] = []
        truths: list[Path] = []
        total = 0
        for number, month in enumerate(months):
            acting = scenarios[number] if scenarios else scenario
            count = counts[number] if counts else acting.signals
            rows, truth = make_signals(
                acting, Subjects(con, seed, month, count), seed, count, month
            )
            suffix = "" if len(months) == 1 else f"-{month}"
            signals.append(_write(con, out / f"signalen{suffix}.csv", as_table(rows), SIGNALS))
            truths.append(_write(con, out / f"waarheid{suffix}.csv", as_table(truth), TRUTH))
            total += len(rows)
    finally:
        con.close()
    return Town(
        out / "inwoners.csv", out / "vorige_adressen.csv", out / "adressen.csv", tuple(signals),
        tuple(truths), residents, total,
    )  # fmt: skip


def _write_register(con: Connection, out: Path) -> int:
    """Write the three register files; the town hall's postal addresses are home 0."""
    columns = ", ".join(
        {
            "bsn": "printf('9999%05d', pid % 100000)",
            "aanduiding_bij_huisnummer": "NULL",
            "locatie": "NULL",
        }.get(name, name)
        + f" AS {name}"
        for name in RESIDENTS
    )
    copy_csv(
        con,
        f"""SELECT {columns} FROM personen p LEFT JOIN plaatsen w ON w.soort = 'woning' AND w.plaats_nr = p.plaats_nr
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
) -> Path:
    import pyarrow as pa

    arrays = {name: pa.array(table.get(name, []), pa.string()) for name in columns}
    con.register("rijen", pa.table(arrays))
    # numbered on the way in: the rows keep their order whatever the number of threads
    run_step(
        con,
        "CREATE OR REPLACE TEMP TABLE geordend AS SELECT row_number() OVER () AS nr, * FROM rijen",
    )
    copy_csv(con, f"SELECT {', '.join(columns)} FROM geordend ORDER BY nr", path)
    con.unregister("rijen")
    return path
