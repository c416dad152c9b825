"""Every pair of a delivery compared: rows from the tables, levels by `compare`, the table `vergelijkingen`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any

from brp_match.arrays import add_lines
from brp_match.content import Comparator, load_comparators, model_figures
from brp_match.content.comparators import FACTS
from brp_match.database import Connection, create_table, scalar, together
from brp_match.link.chunks import Elsewhere, chunks, levels_of
from brp_match.link.coincidence import Coincidence, Model, coincidence
from brp_match.link.compare import Levels
from brp_match.link.counts import TableRows, fetch_counts
from brp_match.link.name_evidence import NameEvidence
from brp_match.link.portions import bounds
from brp_match.link.records import BirthDate
from brp_match.link.rows import PairRow, Rows, read_rows
from brp_match.link.signal_addresses import build_signal_addresses
from brp_match.link.unnamed import build_unnamed
from brp_match.workers import Workers

BLOCK_SIGNALS, BLOCK_PAIRS = 2_000, 250_000
"""Signals whose pairs are in memory at once, fewer where they have so many pairs."""

LINES = 25_000
"""Pairs that go into the table at once: as parameters of a statement they take far more than in it."""

MANY_PAIRS = 40_000
"""With fewer pairs a process costs more to start than it saves, unless it was started before."""

TABLE = "vergelijkingen"

COLUMNS = {
    "paar_nr": "INTEGER", "signaal_nr": "INTEGER", "persoon_nr": "INTEGER",
    **dict.fromkeys(FACTS, "BOOLEAN"), "adres_klasse": "VARCHAR", "adres_huidig": "BOOLEAN",
    "adres_dagen": "INTEGER", "adres_huishoudens": "INTEGER",
    "achternaam_niveau": "VARCHAR", "achternaam_u": "DOUBLE",
    "voornaam_niveau": "VARCHAR", "voornaam_u": "DOUBLE",
    "geboortedatum_niveau": "VARCHAR", "geboortedatum_u": "DOUBLE",
    "adres_niveau": "VARCHAR", "adres_u": "DOUBLE",
}  # fmt: skip
"""Columns of `vergelijkingen` with their SQL types."""


def prepare_signals(con: Connection, *, addresses: str = "", register: str = "") -> None:
    """Make `signaal_adres`: what the address file says of the signals, before there are pairs.

    `addresses` and `register` are the schema prefixes ("" or "reg.") of `std_adressen` and of the register.
    Needs the tables of `build_signals`.
    """
    build_signal_addresses(con, addresses=addresses, register=register)


def compare_pairs(
    con: Connection,
    *,
    register: str = "",
    comparators: Sequence[Comparator] = (),
    meanwhile: Callable[[Connection], object] = lambda _: None,
    workers: Workers | Elsewhere | None = None,
) -> None:
    """Find the level of every comparator for every pair in `paren`: table `vergelijkingen` (COLUMNS).

    `<c>_u` is NULL where the level has an u of its own. `register` is the schema prefix ("" or "reg.") of the
    register tables; `comparators` are the shipped ones unless read before. `meanwhile` is something else
    that can be done beside it. `workers` compare the pairs, or did so on other machines (`chunks_of_pairs`); by default
    this process does, and others beside it where there are many. Needs the tables of `build_signals` and `prepare_signals`, and `standaarddatums`.
    """
    comparators = comparators or load_comparators()

    model = Model.of(comparators, model_figures())

    def beside(own: Connection) -> None:
        build_unnamed(own, comparators)
        meanwhile(own)

    with nullcontext(workers) if workers else Workers() as at_work:
        together(con, lambda own: _compare(own, register, model, at_work), beside)


def chunks_of_pairs(con: Connection, *, register: str = "") -> Iterator[Rows]:
    """Yield the rows of every chunk of pairs in `paren`, in the order in which `compare_pairs` compares them.

    Needs what `compare_pairs` needs; `register` as there.
    """
    for first, last in _blocks(con):
        yield from chunks(read_rows(con, first, last, register=register))


def _blocks(con: Connection) -> list[tuple[int, int]]:
    """The first and last signaal_nr of every block, in order; the pairs are those in `paren`."""
    rows = con.execute(
        "SELECT signaal_nr, count(*) FROM paren GROUP BY signaal_nr ORDER BY signaal_nr"
    ).fetchall()
    cut = bounds([count for _, count in rows], BLOCK_PAIRS, BLOCK_SIGNALS) if rows else ()
    return [(rows[first][0], rows[last - 1][0]) for first, last in cut]


def _compare(con: Connection, register: str, model: Model, workers: Workers | Elsewhere) -> None:
    """Compare block by block, so that memory does not grow with the delivery."""
    empty = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
    create_table(con, TABLE, f"SELECT {empty} WHERE false")
    pairs = int(scalar(con, "SELECT count(*) FROM paren"))
    if pairs >= MANY_PAIRS and isinstance(workers, Workers):
        workers.start(int(scalar(con, "SELECT current_setting('threads')")) - 1)
    for first, last in _blocks(con):
        rows = read_rows(con, first, last, register=register)
        lines = _lines(con, rows, levels_of(rows, workers), register, model)
        while found := list(islice(lines, LINES)):
            add_lines(con, TABLE, COLUMNS, found)


def _lines(
    con: Connection, rows: Rows, found: Sequence[Levels], register: str, model: Model
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `vergelijkingen` for the pairs in these rows."""
    births = {
        number: BirthDate(one.jaar, one.maand, one.dag) for number, one in rows.residents.items()
    }
    signals = {
        number: BirthDate(one.jaar, one.maand, one.dag) for number, one in rows.signals.items()
    }
    with_births = [
        (levels, births[pair.persoon_nr]) for pair, levels in zip(rows.pairs, found, strict=True)
    ]
    counts = fetch_counts(TableRows(con, register), with_births, model.asked)
    for pair, (levels, birth) in zip(rows.pairs, with_births, strict=True):
        u = coincidence(levels, signals[pair.signaal_nr], birth, counts, model)
        yield _line(pair, levels, u)


def facts_of(names: NameEvidence | None) -> dict[str, bool]:
    """FACTS of a pair; of a pair without names nothing that is worth telling."""
    return dict(zip(FACTS, _facts_of(names), strict=True))


def _facts_of(names: NameEvidence | None) -> tuple[bool, bool, bool, bool, bool]:
    """The values of `facts_of`, in the order of FACTS."""
    if names is None:
        return True, False, False, False, False
    return (
        names.prefix_agrees,
        names.one_name,
        names.marks_lost,
        names.further_differ,
        names.parts_differ,
    )


def _line(pair: PairRow, levels: Levels, u: Coincidence) -> tuple[Any, ...]:
    """One row of `vergelijkingen`, in the order of COLUMNS."""
    address, ids = levels.address, levels.ids
    return (
        *pair,
        *_facts_of(levels.names),
        *(address.level, address.current, address.days, u.households),
        *(ids["achternaam"], u.achternaam, ids["voornaam"], u.voornaam),
        *(ids["geboortedatum"], u.geboortedatum, ids["adres"], u.adres),
    )
