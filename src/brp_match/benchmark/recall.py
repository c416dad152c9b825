"""Candidate recall: what the keys find, what each adds, and what no blocking at all would find more."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from brp_match.benchmark.peers import TownFiles
from brp_match.content import load_comparators
from brp_match.database import Connection, connect, create_table
from brp_match.ingest import load_register, load_signals
from brp_match.link import candidates, placeholders
from brp_match.link.engine import score_pairs
from brp_match.link.history import load_judgements, read_history
from brp_match.link.pairs import compare_pairs, prepare_signals
from brp_match.link.posterior_tables import learn_rates
from brp_match.register.build import build_register
from brp_match.standardise.signals import build_signals

LIKELY = 0.5
"""A pair with at least this posterior without blocking should have been a candidate."""

REGISTERED = frozenset(
    {"ter_plaatse", "verhuisd", "ondernemer", "vertrokken", "overleden", "garagebox"}
)
"""Kinds of truth whose person stands in the register."""


@dataclass(frozen=True)
class KeyYield:
    """What one kind of key does: pairs found, pairs only it found, and the same of true pairs."""

    key: str
    pairs: int
    only_here: int
    true_pairs: int
    true_only_here: int


@dataclass(frozen=True)
class Recall:
    """`found` of `true_pairs` are among the candidates; `missed` are the errors of those that are not.

    `unblocked` counts signals whose most likely resident without blocking (posterior ≥ LIKELY) is no
    candidate; None when that was not measured.
    """

    signals: int
    pairs: int
    true_pairs: int
    found: int
    missed: tuple[str, ...]
    keys: tuple[KeyYield, ...]
    unblocked: int | None


def measure_recall(town: TownFiles, truth: Path, *, without_blocking: bool) -> Recall:
    """Compare the candidates of a town with its truth, and with no blocking at all where asked.

    Without blocking every signal is compared with every resident: for small registers (12,000 residents
    × 80 signals is a million pairs). Raises BrpMatchError for files that cannot be read.
    """
    con = connect()
    try:
        load_signals(con, town.signals)
        load_register(con, town.residents, town.previous_addresses, town.addresses)
        build_register(con)
        build_signals(con)
        placeholders.find_placeholders(con)
        candidates.find_candidates(con)
        with truth.open(encoding="utf-8", newline="") as stream:
            rows = [
                row for row in csv.DictReader(stream, delimiter=";") if row["soort"] in REGISTERED
            ]
        return _measure(con, rows, without_blocking)
    finally:
        con.close()


def _measure(con: Connection, rows: list[dict[str, str]], without_blocking: bool) -> Recall:
    pairs = con.execute(
        """SELECT s.signaal_id, i.persoon_id, p.sleutels FROM paren p JOIN std_signalen s USING (signaal_nr)
        JOIN std_inwoners i USING (persoon_nr) ORDER BY paar_nr"""
    ).fetchall()
    true = {(row["signaal_id"], row["persoon_id"]): row["fouten"] for row in rows}
    found = {(signal, person) for signal, person, _ in pairs} & true.keys()
    counts: dict[str, Counter[str]] = {}
    for signal, person, keys in pairs:
        for key in keys:
            counted = counts.setdefault(key, Counter())
            hit = (signal, person) in true
            counted.update(["pairs"] + ["true"] * hit)
            if len(keys) == 1:
                counted.update(["only"] + ["true_only"] * hit)
    signals = int(con.execute("SELECT count(*) FROM std_signalen").fetchall()[0][0])
    return Recall(
        signals=signals,
        pairs=len(pairs),
        true_pairs=len(true),
        found=len(found),
        missed=tuple(sorted(errors for pair, errors in true.items() if pair not in found)),
        keys=tuple(
            KeyYield(key, c["pairs"], c["only"], c["true"], c["true_only"])
            for key, c in sorted(counts.items())
        ),
        unblocked=_without_blocking(con) if without_blocking else None,
    )


def _without_blocking(con: Connection) -> int:
    """Signals whose likely resident is no candidate, by the same comparison of all pairs."""
    create_table(con, "paren_gezocht", "SELECT signaal_nr, persoon_nr FROM paren")
    create_table(
        con,
        "paren",
        """SELECT (row_number() OVER (ORDER BY signaal_nr, persoon_nr))::INTEGER AS paar_nr, signaal_nr,
            persoon_nr, []::VARCHAR[] AS sleutels FROM std_signalen CROSS JOIN std_inwoners WHERE bestaat""",
    )
    comparators = load_comparators()
    prepare_signals(con)
    compare_pairs(con)
    score_pairs(con, comparators)
    load_judgements(con, None)
    learn_rates(con, comparators, register="", earlier=read_history(con, ()))
    return int(
        con.execute(
            f"""SELECT count(*) FROM kandidaten k WHERE kans >= {LIKELY} AND NOT EXISTS (
            SELECT 1 FROM paren_gezocht g WHERE g.signaal_nr = k.signaal_nr AND g.persoon_nr = k.persoon_nr)"""
        ).fetchall()[0][0]
    )


def lines(recall: Recall) -> list[str]:
    """Return the report as lines of text."""
    share = recall.found / recall.true_pairs if recall.true_pairs else 1.0
    out = [
        f"{recall.pairs / max(recall.signals, 1):.1f} kandidaten per signaal; "
        f"{recall.found} van {recall.true_pairs} ware paren gevonden ({100 * share:.2f}%)".replace(
            ".", ","
        ),
        f"{'sleutel':9}{'paren':>9}{'alleen hier':>13}{'ware paren':>12}{'alleen hier':>13}",
    ]
    out += [
        f"{k.key:9}{k.pairs:>9}{k.only_here:>13}{k.true_pairs:>12}{k.true_only_here:>13}"
        for k in recall.keys
    ]
    out += [f"gemist: {errors or 'zonder fout'}" for errors in recall.missed]
    if recall.unblocked is not None:
        out.append(
            f"zonder blokken was bij {recall.unblocked} signalen een waarschijnlijke inwoner erbij gekomen"
        )
    return out
