"""One signal against a prepared register, on a connection that stays open.

The steps are those of the pipeline, on one signal, with plans that are kept (`kept_plans`). Two things
differ: the weights of a pair are summed here in SQL, as log2(m / u), which is what Splink answers for
it; and the rates of the source are the priors, as one signal teaches nothing about it. Tests hold the
weights to Splink's, and the whole to the same steps on the whole register.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from brp_match.content import Comparator, load_comparators
from brp_match.database import Connection, connect, create_table, quote_literal
from brp_match.decide.assemble import decide_all
from brp_match.delivery.known import KnownWords
from brp_match.delivery.profile import DeliveredRow, Marks, profile
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import SIGNALS
from brp_match.link import candidates, outcome, placeholders
from brp_match.link.history import load_judgements
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.policy import Policy, load_policy
from brp_match.register.prepared import attach_register
from brp_match.standardise.signals import build_signals
from brp_match.validate.fatal import fatal_rules, find_fatal
from brp_match.web.api.kept_plans import KeptPlans
from brp_match.web.api.sql_tree import LatePatterns

DATES, FOUND, NEAR = "datum_", "gevonden_", "nabij_"
"""Prefixes of the register's tables: what a signal's date asks of them, what its keys find, and what is
near its candidates."""

CONSTANTS = {
    f"{prefix}{table}": f"reg.{table}"
    for prefix, table in (
        (DATES, "std_kenmerken"), (FOUND, "std_kenmerken"), (NEAR, "std_kenmerken"), (NEAR, "tel_letter"),
    )
}  # fmt: skip
"""Small tables of the register that no signal changes."""

LOOKUPS = {
    f"{NEAR}{table}": f"SELECT r.* FROM reg.{table} r SEMI JOIN ({keys}) USING ({columns})"
    for table, columns, keys in (
        ("std_inwoners", "persoon_nr", "SELECT persoon_nr FROM paren"),
        ("raw_inwoners", "persoon_id", f"SELECT persoon_id FROM {NEAR}std_inwoners"),
        ("std_verblijf", "persoon_nr", "SELECT persoon_nr FROM paren"),
        ("tel_adres", "postcode", f"SELECT postcode FROM {NEAR}std_verblijf"),
    )
} | {
    f"{FOUND}std_sleutels": """SELECT r.* FROM reg.std_sleutels r
        SEMI JOIN sig_sleutels USING (soort, sleutel)""",
    f"{FOUND}std_inwoners": f"""SELECT persoon_nr, maand, dag FROM reg.std_inwoners
        SEMI JOIN {FOUND}std_sleutels USING (persoon_nr)""",
    f"{DATES}tel_datum": """SELECT r.* FROM reg.tel_datum r
        SEMI JOIN (SELECT jaar, maand, dag FROM std_signalen) USING (jaar, maand, dag)""",
    # the register's share of 1 January counts with them
    f"{NEAR}tel_datum": f"""SELECT * FROM reg.tel_datum t WHERE (maand = 1 AND dag = 1)
        OR EXISTS (SELECT 1 FROM {NEAR}std_inwoners i
            WHERE i.jaar = t.jaar AND i.maand = t.maand AND i.dag = t.dag)""",
    # one more, whichever: whether there is an address file at all counts too
    f"{NEAR}std_adressen": """SELECT * FROM reg.std_adressen r WHERE EXISTS (SELECT 1 FROM std_signalen s
            WHERE s.nummer = r.nummer AND (s.postcode = r.postcode OR s.straat = r.straat))
        UNION (SELECT * FROM reg.std_adressen LIMIT 1)""",
}  # fmt: skip
"""Of the register's larger tables the rows that count for one signal, by the keys the steps join on."""

RAW_COLUMNS = {"bron": "INTEGER", "regel": "INTEGER", "tekst": "VARCHAR"} | dict.fromkeys(
    SIGNALS, "VARCHAR"
)
"""Columns of raw_signalen with their SQL types."""

WARM_UP = {"signaal_id": "warm", "vlp": "warm", "achternaam": "warm"}
"""A signal of nobody: what it asks is planned before the first question comes."""


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
        self._kept: KeptPlans | None = None
        self._comparators: Sequence[Comparator] = ()
        self._rules = fatal_rules("signalen")
        self._policy = load_policy()

    def open(self) -> None:
        """Open the register and warm up. Raises BrpMatchError REGISTER_ONLEESBAAR."""
        with self._lock:
            if self._con is not None:
                return
            # a signal is one row: a second thread only waits
            con = connect(threads=1)
            attach_register(con, self.register)
            late = cast(Connection, LatePatterns(con))
            self._comparators = load_comparators()
            whole = dict.fromkeys((DATES, FOUND, NEAR), "reg.")
            self._con, self._kept = con, KeptPlans(late, CONSTANTS, LOOKUPS, whole)
            for secrecy in (True, False):
                self._match(self._kept, WARM_UP, secrecy)
            self._kept.clear()

    def close(self) -> None:
        """Close the register."""
        with self._lock:
            if self._con is not None:
                self._con.close()
                self._con = self._kept = None

    def match(self, signal: Mapping[str, str | None], *, secrecy: bool) -> SingleMatch:
        """Decide one signal, given by the columns of the contract (those that are absent are empty).

        Without `secrecy` who has it is not there: the answer is that of a register without them.

        Raises BrpMatchError 400 when it breaks a fatal expectation, as quarantine would have it.
        """
        self.open()
        with self._lock:
            assert self._kept is not None
            # nothing of a person stays behind, also after a fault
            try:
                return self._match(self._kept, signal, secrecy)
            finally:
                self._kept.clear()

    def _match(
        self, kept: KeptPlans, signal: Mapping[str, str | None], secrecy: bool
    ) -> SingleMatch:
        delivered = {column: (signal.get(column) or "").strip() or None for column in SIGNALS}
        mended, marks = understood(delivered)
        values = [mended[column] for column in SIGNALS]
        kept.put("raw_signalen", RAW_COLUMNS, [(0, 1, "", *values)])
        # the steps ask nothing of a connection but what kept plans answer
        con = cast(Connection, kept)
        if broken := find_fatal(con, "signalen", self._rules):
            raise BrpMatchError.from_faults(
                [Fault(rule.id, "signaal", rule.melding) for rule in broken]
            )
        prefixes = Prefixes(DATES, FOUND, NEAR)
        return decide_one(con, self._comparators, self._policy, prefixes, marks, secrecy=secrecy)


def understood(signal: Mapping[str, str | None]) -> tuple[dict[str, str | None], dict[str, Marks]]:
    """Return the signal with what its letters and figures show by themselves mended, and its marks.

    One row shows no habit of a delivery; no word of the register is looked up.
    """
    row = DeliveredRow(0, 1, signal.get("vlp") or "", signal)
    found = profile([row], {}, KnownWords(), date.today(), {})
    return {**signal, **found.mends.get((0, 1), {})}, dict(found.marks)


@dataclass(frozen=True)
class Prefixes:
    """Where the steps find the register's tables: for placeholders, for candidates, for the rest."""

    dates: str
    found: str
    near: str


def decide_one(
    con: Connection,
    comparators: Sequence[Comparator],
    policy: Policy,
    register: Prefixes,
    marks: Mapping[str, Marks] = MappingProxyType({}),
    *,
    secrecy: bool = True,
) -> SingleMatch:
    """Take the one signal in `raw_signalen` through the steps of the pipeline; `marks` as of its profile.

    Without `secrecy` residents who have it are no candidates from the start.
    """
    build_signals(con)
    placeholders.find_placeholders(con, register=register.dates)
    candidates.find_candidates(con, register=register.found)
    if not secrecy:
        create_table(
            con,
            "paren",
            f"""SELECT p.* FROM paren p JOIN {register.near}std_inwoners i USING (persoon_nr)
            JOIN {register.near}raw_inwoners b ON b.persoon_id = i.persoon_id
            WHERE coalesce(try_cast(b.geheim AS INTEGER), 0) = 0""",
        )
    prepare_signals(con, addresses=register.near, register=register.near)
    compare_pairs(con, register=register.near, comparators=comparators)
    weigh_pairs(con, comparators)
    load_judgements(con, None)
    learn_rates(con, comparators, register=register.near, teach=False)
    outcome.build_candidates(con, comparators, register=register.near)
    decide_all(con, policy, marks)
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


def _read(con: Connection) -> SingleMatch:
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
