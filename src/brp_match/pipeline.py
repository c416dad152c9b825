"""The order of the steps, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.content import Comparator, load_comparators
from brp_match.database import Connection, StepTimes, connect, run_step, scalar
from brp_match.decide.assemble import decide_all
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses, load_register, load_signals
from brp_match.link import (
    address_features,
    candidates,
    comparisons,
    date_features,
    frequencies,
    name_features,
    outcome,
    repeats,
    unnamed,
)
from brp_match.link.engine import score_pairs
from brp_match.link.history import judgement_counts, load_judgements, read_history
from brp_match.link.resident_names import EVERYBODY, PREPARED_NAMES, build_resident_names
from brp_match.link.source_rates import learn
from brp_match.output import (
    copy_parquet,
    write_json,
    write_quarantine,
    write_run_tables,
    written_beside,
)
from brp_match.run_record import build_record, settings_files
from brp_match.settings import load_policy
from brp_match.standardise import prepare_macros
from brp_match.standardise.prepared import attach_register, check_options
from brp_match.standardise.register import build_addresses, build_register, count_elsewhere
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import quarantine_fatal
from brp_match.validate.signal_addresses import addresses_of_delivery

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LinkRequest:
    """What `link` is asked: files in, folder out. Give `residents` or a prepared `register`."""

    signals: tuple[Path, ...]
    out: Path
    residents: Path | None = None
    previous_addresses: Path | None = None
    addresses: Path | None = None
    register: Path | None = None
    policy: Path | None = None
    mapping: Path | None = None
    gemeente: str | None = None
    history: tuple[Path, ...] = ()
    reviews: Path | None = None
    threads: int | None = None

    @property
    def files(self) -> tuple[Path | None, ...]:
        """Every file that is read; None for those not given."""
        return (
            *self.signals, self.residents, self.previous_addresses, self.addresses, self.register,
            self.policy, self.mapping, self.reviews,
        )  # fmt: skip


@dataclass(frozen=True)
class LinkResult:
    """What came out: counts by decision, quarantined rows, the run record, the folder."""

    out: Path
    counts: dict[str, int]
    quarantined: int
    record: dict[str, Any]


def _silent(_: str) -> None:
    """Progress for a pipe: nothing."""


def prepare(
    residents: Path,
    out: Path,
    *,
    previous_addresses: Path | None = None,
    addresses: Path | None = None,
    gemeente: str | None = None,
    threads: int | None = None,
    progress: Progress = _silent,
) -> dict[str, int]:
    """Standardise, index and count the register once: writes a DuckDB file; returns counts.

    Rows that cannot be used go to a file beside it (`quarantine_of`). Raises BrpMatchError for unreadable
    or empty input, UITVOER_IS_MAP when `out` is a folder. The file is written beside and renamed.
    """
    if out.is_dir():
        raise BrpMatchError("UITVOER_IS_MAP", out.name, "hier staat een map; geef een bestand")
    with written_beside(
        out.parent, name=out.name, inputs=(residents, previous_addresses, addresses)
    ) as beside:
        con = connect(beside / out.name, threads=threads)
        try:
            prepare_macros(con)
            _load_register(con, residents, previous_addresses, addresses, gemeente, progress)
            progress("namen voorbereiden")
            build_resident_names(con, PREPARED_NAMES, EVERYBODY)
            run_step(con, "CREATE INDEX sleutel_index ON std_sleutels (sleutel)")
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
            if counts["quarantaine"]:
                write_quarantine(con, beside / quarantine_of(out).name)
            run_step(con, "CHECKPOINT")
        finally:
            con.close()
    return counts


def quarantine_of(register: Path) -> Path:
    """Return where `prepare` puts the rows that it could not use."""
    return register.with_suffix(".quarantine.csv")


def _load_register(
    con: Connection,
    residents: Path,
    previous_addresses: Path | None,
    addresses: Path | None,
    gemeente: str | None,
    progress: Progress,
) -> None:
    progress("inwoners lezen")
    load_register(con, residents, previous_addresses, addresses)
    quarantine_fatal(con)
    if not scalar(con, "SELECT count(*) FROM raw_inwoners"):
        raise BrpMatchError(
            "GEEN_INWONERS", residents.name, "er is geen bruikbare inwoner in dit bestand"
        )
    progress("register voorbereiden")
    build_register(con, gemeente)


def link(request: LinkRequest, progress: Progress = _silent) -> LinkResult:
    """Link one delivery: read, check, standardise, compare, decide, write.

    Raises BrpMatchError when an input cannot be used as a whole; single rows go to quarantine.
    """
    times = StepTimes()
    policy = load_policy(request.policy)
    comparators = load_comparators()
    con = connect(threads=request.threads)
    prefix = ""
    try:
        with times.step("lezen"):
            progress("signalen lezen")
            load_signals(con, request.signals, request.mapping)
        with times.step("macro's"):
            prepare_macros(con)
            outcome.create_macros(con)
        if request.register is not None:
            prefix = "reg."
            attach_register(con, request.register)
            check_options(con, request.register, request.gemeente, request.previous_addresses)
            if request.addresses is not None:
                load_addresses(con, request.addresses)
            quarantine_fatal(con)
        elif request.residents is not None:
            with times.step("register"):
                _load_register(
                    con, request.residents, request.previous_addresses, request.addresses,
                    request.gemeente, progress,
                )  # fmt: skip
        else:
            raise BrpMatchError(
                "INWONERS_ONTBREKEN", "--residents", "geef --residents of --register"
            )
        with times.step("signalen"):
            progress("signalen standaardiseren")
            build_signals(con, register=prefix)
            load_judgements(con, request.reviews)
            earlier = read_history(con, request.history)
        _compare(con, request, times, prefix, progress)
        with times.step("kansen"):
            progress("kansen berekenen")
            rates = learn(con, comparators, register=prefix, earlier=earlier)
            outcome.build_candidates(con, comparators, register=prefix)
        with times.step("besluiten"):
            progress("besluiten nemen")
            repeats.find_repeats(con, request.history)
            decide_all(con, policy)
            repeats.count_sources(con)
        with written_beside(request.out, inputs=request.files) as folder:
            progress("uitvoer schrijven")
            with times.step("schrijven"):
                write_run_tables(con, folder)
                known = f"{'' if _own_addresses(request) else prefix}std_adressen"
                copy_parquet(
                    con, addresses_of_delivery("raw_signalen", known), folder / "addresses.parquet"
                )
            settings = settings_files(
                policy=request.policy, mapping=request.mapping, register=request.register,
                history=request.history,
            )  # fmt: skip
            record = build_record(con, settings, policy, rates, times, prefix)
            record["oordelen"] = judgement_counts(con, request.history, register=prefix)
            write_json(record, folder / "run.json")
    finally:
        con.close()
    counts = record["aantallen"]
    return LinkResult(request.out, counts["besluiten"], counts["quarantaine"], record)


def _compare(
    con: Connection, request: LinkRequest, times: StepTimes, prefix: str, progress: Progress
) -> None:
    with times.step("kandidaten"):
        progress("kandidaten zoeken")
        date_features.find_placeholders(con, register=prefix)
        candidates.find_candidates(con, register=prefix)
    if _own_addresses(request):
        build_addresses(con)
    with times.step("vergelijken"):
        progress("vergelijken")
        compare_pairs(con, register=prefix, addresses="" if _own_addresses(request) else prefix)
    with times.step("wegen"):
        score_pairs(con, load_comparators())


def _own_addresses(request: LinkRequest) -> bool:
    """Tell whether an address file was given beside a prepared register: then it goes before."""
    return request.register is not None and request.addresses is not None


def compare_pairs(
    con: Connection,
    *,
    register: str = "",
    addresses: str = "",
    comparators: Sequence[Comparator] = (),
) -> None:
    """Find the level of every comparator for every pair in `paren`: table `vergelijkingen`.

    `register` and `addresses` are schema prefixes ("" or "reg.") of the register tables and of
    `std_adressen`; `comparators` are the shipped ones unless read before. Needs std_signalen and its
    tables, and `standaarddatums`.
    """
    address_features.build_signal_addresses(con, register=addresses)
    name_features.build_name_features(con, register=register)
    date_features.build_date_features(con, register=register)
    address_features.build_address_features(con, register=register)
    frequencies.build_frequencies(con, register=register)
    comparators = comparators or load_comparators()
    unnamed.build_unnamed(con, comparators)
    comparisons.build_levels(con, comparators)
