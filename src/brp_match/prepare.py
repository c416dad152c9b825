"""The register, from files to tables: for one link, or once for many in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from brp_match.database import Connection, at_most, connect, run_step, scalar
from brp_match.delivery.register_habits import mend_register
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register
from brp_match.lookup.store import store_of, write_store
from brp_match.output import write_quarantine, written_beside
from brp_match.register.build import build_register
from brp_match.register.changes import copy_earlier, replace_changed
from brp_match.register.keys import build_keys
from brp_match.register.municipalities import count_elsewhere, missed_columns
from brp_match.register.prepared import attach_register
from brp_match.validate.fatal import quarantine_fatal

Progress = Callable[[str], None]

MEMORY = 6 << 30
"""Bytes that the database takes at most while a register is prepared: with Python beside it a country fits in 8 GB."""


def silent(_: str) -> None:
    """Progress for a pipe: nothing."""


def prepare(
    residents: Path,
    out: Path,
    *,
    previous_addresses: Path | None = None,
    addresses: Path | None = None,
    gemeente: str | None = None,
    without_secrecy: bool = False,
    earlier: Path | None = None,
    threads: int | None = None,
    progress: Progress = silent,
) -> dict[str, int]:
    """Standardise, index and count the register once: writes a DuckDB file; returns counts.

    `earlier`: a register prepared before; then the files hold who changed or is new since, each person whole, and the
    outcome is what all files together would have given. Beside it goes what a single look-up reads (`lookup.store`), and rows that cannot be used (`quarantine_of`). Raises BrpMatchError for unreadable
    or empty input, UITVOER_IS_MAP when `out` is a folder, and as `attach_register` does. The file is written beside and renamed.
    """
    if out.is_dir():
        raise BrpMatchError("UITVOER_IS_MAP", out.name, "hier staat een map; geef een bestand")
    with (
        written_beside(
            out.parent,
            name=out.name,
            inputs=(residents, previous_addresses, addresses, earlier),
            files=(out.name, quarantine_of(out).name, store_of(out).name),
            whole=False,
        ) as beside,
        connect(beside / out.name, threads=threads, memory_limit=at_most(MEMORY)) as con,
    ):
        if earlier is None:
            load_and_build(
                con, residents, previous_addresses, addresses, gemeente, progress,
                without_secrecy=without_secrecy,
            )  # fmt: skip
        else:
            _build_changed(
                con, earlier, residents, previous_addresses, addresses, gemeente, progress,
                without_secrecy=without_secrecy,
            )  # fmt: skip
        build_keys(con)
        counts = {
            name: int(scalar(con, f"SELECT count(*) FROM {table}"))
            for name, table in (
                ("inwoners", "std_inwoners"),
                ("adressen", "std_adressen"),
                ("sleutels", "std_sleutels"),
                ("quarantaine", "quarantaine"),
            )
        }
        counts["elders"] = count_elsewhere(con)
        counts |= {f"zonder_{column}": 1 for column in missed_columns(con)}
        if counts["quarantaine"]:
            write_quarantine(con, beside / quarantine_of(out).name)
        run_step(con, "CHECKPOINT")
        progress("opzoeken voorbereiden")
        write_store(con, beside / store_of(out).name)
    return counts


def _build_changed(
    con: Connection,
    earlier: Path,
    changes: Path,
    previous_addresses: Path | None,
    addresses: Path | None,
    gemeente: str | None,
    progress: Progress,
    *,
    without_secrecy: bool,
) -> None:
    """Lay changes over what an earlier register was made of, and build its tables in `con`."""
    attach_register(con, earlier)
    codes = copy_earlier(con)
    run_step(con, "DETACH reg")
    first = int(scalar(con, "SELECT count(*) FROM bronnen"))
    progress("wijzigingen lezen")
    load_register(con, changes, previous_addresses, addresses)
    mend_register(con)
    if not without_secrecy:
        check_secrecy(con, changes)
    replace_changed(con, first)
    build_loaded(con, changes.name, gemeente or codes, progress)


def quarantine_of(register: Path) -> Path:
    """Return where `prepare` puts the rows that it could not use."""
    return register.with_suffix(".quarantine.csv")


def load_and_build(
    con: Connection,
    residents: Path,
    previous_addresses: Path | None,
    addresses: Path | None,
    gemeente: str | None,
    progress: Progress,
    *,
    without_secrecy: bool = False,
    population: int | None = None,
) -> None:
    """Read a register, set aside what cannot be used, build its tables in `con`.

    `without_secrecy`: the municipality says that nobody has secrecy. `population`: the residents read are a part
    of so many (`register.partly`). Raises BrpMatchError for unreadable
    input, GEHEIM_ONTBREEKT for a file that does not tell who has, GEEN_INWONERS when nobody is left. May run
    beside the signals.
    """
    progress("inwoners lezen")
    load_register(con, residents, previous_addresses, addresses)
    mend_register(con)
    if not without_secrecy:
        check_secrecy(con, residents)
    build_loaded(con, residents.name, gemeente, progress, population)


def build_loaded(
    con: Connection,
    name: str,
    gemeente: str | None,
    progress: Progress,
    population: int | None = None,
) -> None:
    """Set aside what cannot be used of the raw tables in `con`, and build the register of them.

    `name`: what they are called in a fault; `population` as in `load_and_build`. Raises BrpMatchError GEEN_INWONERS when nobody is left.
    """
    quarantine_fatal(con, ["inwoners"])
    if not scalar(con, "SELECT count(*) FROM raw_inwoners"):
        raise BrpMatchError("GEEN_INWONERS", name, "er is geen bruikbare inwoner in dit bestand")
    progress("register voorbereiden")
    build_register(con, gemeente, population)


def check_secrecy(con: Connection, residents: Path) -> None:
    """Raise BrpMatchError GEHEIM_ONTBREEKT for a file that does not tell who has secrecy: everybody would be shown."""
    told = scalar(
        con,
        """SELECT count(*) FROM bronnen WHERE soort = 'inwoners' AND NOT list_contains(kolommen, 'geheim')""",
    )
    if told:
        raise BrpMatchError(
            "GEHEIM_ONTBREEKT",
            residents.name,
            "dit bestand zegt niet wie geheimhouding heeft (kolom geheim, rubriek 07.70.10); lever die mee. "
            "Heeft niemand geheimhouding, zeg dat dan met --zonder-geheimhouding",
        )
