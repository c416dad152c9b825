"""What dropped out of today's system (`--uitval`): a list of signals with the reason as given there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.database import Connection, table_exists
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.files import Format
from brp_match.ingest.mapping import load_mapping
from brp_match.ingest.rows import STAGE, create_log_tables, put_aside
from brp_match.ingest.signals import read_signal_file
from brp_match.ingest.sources import add_source, check_layout, next_source
from brp_match.reading import customer_key

UITVAL = Kind(
    "uitval", "raw_uitval", ("signaal_id", "reden", "klantnummer"), (("signaal_id", "klantnummer"),)
)


@dataclass(frozen=True)
class Dropped:
    """One row of the list: `cells` as they came, in the order of the header; '' for an empty one."""

    signaal_id: str
    reden: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DropOut:
    """The list as it came: `xlsx` tells whether it was a workbook, `separator` that of a text file."""

    header: tuple[str, ...]
    rows: tuple[Dropped, ...]
    xlsx: bool
    separator: str

    def reasons(self) -> dict[str, str]:
        """signaal_id → the reason given by today's system, of a signal that stands twice the last."""
        return {row.signaal_id: row.reden for row in self.rows if row.signaal_id}


def load_uitval(con: Connection, path: Path, mapping: Path | None = None) -> DropOut:
    """Read the list (any format of a delivery); the part `[uitval]` of the mapping names its columns.

    A number that a spreadsheet wrote otherwise (`000123` as `123`) and, of a row without one, the customer number name
    the signal of `raw_signalen` where no other has it. Writes a row of `bronnen`, and rows that cannot be read to
    `quarantaine`. Raises BrpMatchError as a delivery does: KOLOM_ONTBREEKT without a column for the signal or customer.
    """
    create_log_tables(con)
    wanted = load_mapping(mapping).drop_out
    kind = replace(UITVAL, asked=frozenset(header_key(name) for name in wanted.values()))
    delivered, broken = read_signal_file(con, path, kind)
    layout = layout_of(UITVAL, delivered.header, wanted)
    check_layout(UITVAL, layout, delivered, path.name)
    number = next_source(con)
    put_aside(con, number, path.name, broken, delivered.header, layout.sources.values())
    add_source(con, number, UITVAL, path, delivered, layout, "plat")
    places = range(len(delivered.header))
    cells = con.execute(
        f"SELECT {', '.join(f'k{place}' for place in places)} FROM {STAGE} ORDER BY regel"
    ).fetchall()
    of = layout.sources

    def text(row: tuple[str | None, ...], column: str) -> str:
        return (row[of[column]] or "").strip() if column in of else ""

    signal_of = _Delivered(con)
    rows = tuple(
        Dropped(
            signal_of(text(row, "signaal_id"), text(row, "klantnummer")), text(row, "reden"),
            tuple(cell or "" for cell in row),
        )
        for row in cells
    )  # fmt: skip
    return DropOut(
        tuple(delivered.header), rows, delivered.formaat is Format.XLSX, delivered.scheidingsteken
    )


class _Delivered:
    """Which signal of the delivery a row of the list names."""

    def __init__(self, con: Connection) -> None:
        rows: list[tuple[str, str | None]] = []
        if table_exists(con, "raw_signalen"):
            rows = con.execute(
                "SELECT signaal_id, klantnummer FROM raw_signalen WHERE signaal_id IS NOT NULL"
            ).fetchall()
        self._ids = {signal for signal, _ in rows}
        self._by_number = _only((customer_key(signal), signal) for signal in sorted(self._ids))
        self._by_customer = _only((customer_key(number), signal) for signal, number in rows)

    def __call__(self, signal: str, customer: str) -> str:
        """Return its signaal_id; the number as it stands where no signal, or more than one, has it."""
        if signal in self._ids:
            return signal
        known, number = (self._by_number, signal) if signal else (self._by_customer, customer)
        return known.get(customer_key(number) or "") or signal


def _only(pairs: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Key → signal, of keys that one signal has."""
    found: dict[str, set[str]] = {}
    for key, signal in pairs:
        if key:
            found.setdefault(key, set()).add(signal)
    return {key: signals.pop() for key, signals in found.items() if len(signals) == 1}
