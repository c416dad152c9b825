"""The order of the steps, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.database import Connection, StepTimes, connect, scalar, together
from brp_match.decide.assemble import decide_all
from brp_match.decide.earlier import load_pick_ups
from brp_match.decide.repeats import PickUp
from brp_match.delivery.profile import Profile
from brp_match.delivery.record import answers_of, profile_record
from brp_match.delivery.store import (
    DELIVERED,
    add_placeholders,
    drop_quarantined,
    leave_delivery,
    profile_delivery,
)
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_addresses, load_signals
from brp_match.ingest.mapping import load_mapping
from brp_match.link import candidates, outcome, placeholders, repeats
from brp_match.link.engine import Scorer, open_scorer
from brp_match.link.history import check_history, judgement_counts, load_judgements, read_history
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.output import (
    RUN_FILES,
    copy_parquet,
    write_candidates,
    write_decisions,
    write_delivery,
    write_json,
    written_beside,
)
from brp_match.policy import Policy, load_policy
from brp_match.prepare import Progress, load_and_build, silent
from brp_match.register.prepared import attach_register, check_options
from brp_match.register.stays import build_addresses
from brp_match.run_record import build_record, settings_files
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import quarantine_fatal
from brp_match.validate.signal_addresses import addresses_of_delivery, ask_postcodes


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
    without_secrecy: bool = False
    history: tuple[Path, ...] = ()
    reviews: Path | None = None
    threads: int | None = None
    as_delivered: bool = False
    """Judge the rows as they were delivered, without the profile: to measure what it is worth."""

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


def link(request: LinkRequest, progress: Progress = silent) -> LinkResult:
    """Link one delivery: read, check, standardise, compare, decide, write.

    Raises BrpMatchError when an input cannot be used as a whole; single rows go to quarantine.
    """
    times = StepTimes()
    policy = load_policy(request.policy)
    con = connect(threads=request.threads)
    try:
        with times.step("lezen en voorbereiden"):
            prefix = _open_register(con, request)
            scorer, settings, profile = _prepare_all(con, request, prefix, progress)
        with written_beside(request.out, inputs=request.files, files=RUN_FILES) as folder:
            with times.step("kandidaten"):
                progress("kandidaten zoeken")
                load_judgements(con, request.reviews)
                earlier = read_history(con, request.history)
                picked_up = load_pick_ups(con, request.history)
                own = str(scalar(con, f"SELECT gemeente FROM {prefix}std_kenmerken")).split(",")
                addresses = "" if _own_addresses(request) else prefix
                together(
                    con,
                    lambda c: _find_pairs(c, prefix, profile),
                    lambda c: prepare_signals(c, addresses=addresses, register=prefix),
                )
            with times.step("vergelijken"):
                progress("vergelijken")
                compare_pairs(
                    con, register=prefix, comparators=scorer.comparators,
                    meanwhile=lambda c: _write_delivery(c, f"{addresses}std_adressen", folder),
                )  # fmt: skip
            with times.step("wegen"):
                scorer.score(con)
            with times.step("kansen"):
                progress("kansen berekenen")
                mixture = learn_rates(con, scorer.comparators, register=prefix, earlier=earlier)
                outcome.build_candidates(con, scorer.comparators, register=prefix)
            with times.step("besluiten"):
                progress("besluiten nemen")
                together(
                    con,
                    lambda c: _decide(c, policy, profile, folder, picked_up, own),
                    lambda c: write_candidates(c, folder),
                )
            record = build_record(con, settings, policy, mixture, times, prefix)
            record["profiel"] = profile_record(profile, con)
            record["oordelen"] = judgement_counts(con, request.history, register=prefix)
            write_json(record, folder / "run.json")
    finally:
        con.close()
    counts = record["aantallen"]
    return LinkResult(request.out, counts["besluiten"], counts["quarantaine"], record)


def _prepare_all(
    con: Connection, request: LinkRequest, prefix: str, progress: Progress
) -> tuple[Scorer, list[dict[str, Any]], Profile]:
    """Read and prepare the register and the signals, beside Splink, which takes as long to load.

    Returns Splink's part, the record of the files the run is set with, and the profile of the delivery.
    """
    opened: list[Scorer] = []
    settings: list[dict[str, Any]] = []
    profiles: list[Profile] = []

    def of_files(own: Connection) -> None:
        progress("signalen lezen")
        _read_signals(own, request)
        settings.extend(_read_register(own, request, progress))
        answers = answers_of(load_mapping(request.mapping))
        look = leave_delivery if request.as_delivered else profile_delivery
        profiles.append(look(own, answers, register=prefix))
        # after the mending: a name that stood in another column is no missing name
        quarantine_fatal(own, ["signalen"])
        _refuse_nothing(own, request.signals)
        drop_quarantined(own)
        build_signals(own)

    # Python imports Splink on the main thread
    together(con, lambda c: opened.append(open_scorer(c, prefix)), of_files)
    return opened[0], settings, profiles[0]


def _read_signals(con: Connection, request: LinkRequest) -> None:
    check_history(request.history)
    load_signals(con, request.signals, request.mapping)


def _refuse_nothing(con: Connection, files: Sequence[Path]) -> None:
    """Raise BrpMatchError GEEN_BRUIKBARE_RIJEN when no signal is left to decide on."""
    if scalar(con, "SELECT count(*) FROM raw_signalen"):
        return
    counts = con.execute("SELECT code, count(*) FROM quarantaine GROUP BY 1 ORDER BY 1").fetchall()
    told = ", ".join(f"{code} {count}" for code, count in counts)
    raise BrpMatchError(
        "GEEN_BRUIKBARE_RIJEN",
        ", ".join(path.name for path in files),
        f"geen enkele rij is te gebruiken ({told})",
    )


def _open_register(con: Connection, request: LinkRequest) -> str:
    """Attach the prepared register where there is one; return the schema prefix of the register's tables."""
    if request.register is not None:
        attach_register(con, request.register)
        check_options(con, request.register, request.gemeente, request.previous_addresses)
        return "reg."
    if request.residents is None:
        raise BrpMatchError("INWONERS_ONTBREKEN", "--residents", "geef --residents of --register")
    return ""


def _read_register(
    con: Connection, request: LinkRequest, progress: Progress
) -> list[dict[str, Any]]:
    """Build the register, or what was given beside a prepared one; return the record of the run's settings."""
    if request.register is None and request.residents is not None:
        load_and_build(
            con, request.residents, request.previous_addresses, request.addresses,
            request.gemeente, progress, without_secrecy=request.without_secrecy,
        )  # fmt: skip
    elif request.addresses is not None:
        load_addresses(con, request.addresses)
        build_addresses(con)
    return settings_files(
        policy=request.policy, mapping=request.mapping, register=request.register,
        history=request.history,
    )  # fmt: skip


def _find_pairs(con: Connection, prefix: str, profile: Profile) -> None:
    placeholders.find_placeholders(con, register=prefix)
    add_placeholders(con, profile.no_births)
    candidates.find_candidates(con, register=prefix)


def _write_delivery(con: Connection, known: str, folder: Path) -> None:
    write_delivery(con, folder)
    ask_postcodes(con, DELIVERED)
    copy_parquet(con, addresses_of_delivery(known), folder / "addresses.parquet")


def _decide(
    con: Connection,
    policy: Policy,
    profile: Profile,
    folder: Path,
    picked_up: Sequence[PickUp],
    own: Sequence[str],
) -> None:
    decide_all(con, policy, profile.marks, picked_up, own)
    repeats.count_sources(con)
    repeats.count_sources(con, "besluiten_open", "bronnen_open")
    write_decisions(con, folder)


def _own_addresses(request: LinkRequest) -> bool:
    """Tell whether an address file was given beside a prepared register: then it goes before."""
    return request.register is not None and request.addresses is not None
