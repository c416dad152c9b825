"""One signal against a prepared register, on a connection that stays open.

The steps are those of the pipeline, on one signal. Two things differ: the weights of a pair are
summed here in SQL, as log2(m / u), which is what Splink answers for it (a test holds the two
together); and the rates of the source are the priors, as one signal teaches nothing about it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.content import Comparator, load_comparators
from brp_match.database import (
    Connection,
    connect,
    create_table,
    quote_literal,
    run_step,
    scalar,
    table_exists,
)
from brp_match.decide.assemble import decide_all
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import SIGNALS
from brp_match.ingest.rows import create_log_tables, create_raw_table
from brp_match.link import candidates, date_features, outcome, repeats
from brp_match.link.history import load_judgements
from brp_match.link.source_rates import learn
from brp_match.pipeline import compare_pairs
from brp_match.settings import load_policy
from brp_match.standardise import prepare_macros
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import quarantine_fatal

REGISTER = "reg."


@dataclass(frozen=True)
class Candidate:
    """One resident who may be meant: probability, and the reasons in the order of their weight."""

    persoon_id: str
    kans: float
    redenen: tuple[str, ...]
    geheim: bool


@dataclass(frozen=True)
class SingleMatch:
    """What was decided of one signal; columns as decisions.csv, and the candidates by probability."""

    besluit: str
    persoon_id: str
    kans: float
    kans_geen: float
    redenen: tuple[str, ...]
    toelichting: str
    terugkoppeling: str
    kandidaten: tuple[Candidate, ...]


class SingleMatcher:
    """Answers single matches from `register` (a file of `prepare`); one at a time, from any thread."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self._lock = threading.Lock()
        self._con: Connection | None = None
        self._comparators: Sequence[Comparator] = ()

    def open(self) -> None:
        """Open the register and warm up. Raises BrpMatchError REGISTER_ONLEESBAAR."""
        with self._lock:
            if self._con is not None:
                return
            connect(self.register, read_only=True).close()
            # a signal is one row: a second thread only waits
            con = connect(threads=1)
            prepare_macros(con)
            outcome.create_macros(con)
            run_step(con, f"ATTACH {quote_literal(str(self.register))} AS reg (READ_ONLY)")
            ready = scalar(
                con,
                """SELECT count(*) FROM information_schema.tables WHERE table_catalog = 'reg'
                AND table_name IN ('std_inwoners', 'std_sleutels', 'std_kenmerken')""",
            )
            if ready != 3:
                raise BrpMatchError(
                    "REGISTER_ONLEESBAAR",
                    self.register.name,
                    "dit bestand is niet met 'prepare' gemaakt",
                )
            create_log_tables(con)
            run_step(
                con, "INSERT INTO bronnen (bron, soort, bestand) VALUES (0, 'signalen', 'vraag')"
            )
            create_raw_table(con, "raw_signalen", SIGNALS, text=True)
            self._comparators = load_comparators()
            self._con = con

    def close(self) -> None:
        """Close the register."""
        with self._lock:
            if self._con is not None:
                self._con.close()
                self._con = None

    def match(self, signal: Mapping[str, str | None]) -> SingleMatch:
        """Decide one signal, given by the columns of the contract (those that are absent are empty).

        Raises BrpMatchError 400 when it breaks a fatal expectation, as quarantine would have it.
        """
        self.open()
        with self._lock:
            assert self._con is not None
            # nothing of a person stays behind, also after a fault
            run_step(self._con, "BEGIN")
            try:
                return self._match(self._con, signal)
            finally:
                run_step(self._con, "ROLLBACK")

    def _match(self, con: Connection, signal: Mapping[str, str | None]) -> SingleMatch:
        values = [(signal.get(column) or "").strip() or None for column in SIGNALS]
        marks = ", ".join("?" for _ in SIGNALS)
        run_step(con, f"INSERT INTO raw_signalen VALUES (0, 1, '', {marks})", values)
        if quarantine_fatal(con):
            _refuse(con)
        build_signals(con, register=REGISTER)
        date_features.find_placeholders(con, register=REGISTER)
        candidates.find_candidates(con, register=REGISTER)
        compare_pairs(con, register=REGISTER, addresses=REGISTER)
        weigh_pairs(con, self._comparators)
        load_judgements(con, None)
        learn(con, self._comparators, register=REGISTER, rounds=0)
        outcome.build_candidates(con, self._comparators, register=REGISTER)
        repeats.find_repeats(con, ())
        decide_all(con, load_policy())
        return _read(con)


def weigh_pairs(con: Connection, comparators: Sequence[Comparator]) -> None:
    """Make `gewichten(paar_nr, <c>_gewicht…)` of `vergelijkingen`, in log2: m / u, and where u is the
    register's own frequency the pair's `<c>_u`, bounded below; 0 for a level without information."""
    columns = ", ".join(f"{_weight(c)} AS {c.naam}_gewicht" for c in comparators)
    create_table(con, "gewichten", f"SELECT paar_nr, {columns} FROM vergelijkingen")


def _weight(comparator: Comparator) -> str:
    cases = []
    for level in comparator.niveaus:
        if level.geen_informatie:
            continue
        u = (
            f"greatest(coalesce({comparator.naam}_u, {level.u_minimum}), {level.u_minimum})"
            if level.u is None
            else str(level.u)
        )
        cases.append(f"WHEN {quote_literal(level.id)} THEN log2({level.m}::DOUBLE / {u}::DOUBLE)")
    return f"CASE {comparator.naam}_niveau {' '.join(cases)} ELSE 0.0 END"


def _refuse(con: Connection) -> None:
    rows = con.execute("SELECT code, melding FROM quarantaine ORDER BY code").fetchall()
    raise BrpMatchError.from_faults([Fault(code, "signaal", text) for code, text in rows])


def _read(con: Connection) -> SingleMatch:
    assert table_exists(con, "besluiten")
    found = con.execute(
        "SELECT persoon_id, kans, redenen, geheim > 0 FROM uitkomst ORDER BY rang"
    ).fetchall()
    (row,) = con.execute(
        """SELECT besluit, persoon_id, kans, kans_geen, redenen, toelichting, terugkoppeling
        FROM besluiten"""
    ).fetchall()
    return SingleMatch(
        row[0], row[1] or "", float(row[2] or 0), float(row[3]), _codes(row[4]),
        row[5] or "", row[6] or "",
        tuple(Candidate(p, float(k), tuple(r), bool(g)) for p, k, r, g in found),
    )  # fmt: skip


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code for code in (text or "").split("|") if code)
