"""Overviews made again and again of the same runs: what people decided changes, the deliveries do not.

Half of the work is checking the deliveries; of the last few that is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brp_match.database import Connection, create_table
from brp_match.dutch import Month
from brp_match.report.build import build_overview
from brp_match.report.cards import Overview, Reviewed
from brp_match.report.catalogue import load_catalogue, validator
from brp_match.report.checks import Catalogue, Validator
from brp_match.report.run_files import WHOLE, Part

if TYPE_CHECKING:
    import pyarrow as pa

FOUND = ("bevindingen", "bevindingen_telling")
"""Tables that the validator makes in a run."""

KEPT = 4
"""Deliveries (with the months before them) of which the findings are kept."""


@dataclass(frozen=True)
class Order:
    """What an overview is made of; see `build_overview`."""

    run: Path
    history: tuple[Path, ...]
    judgements: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[Path, Mapping[str, Reviewed]] = field(default_factory=dict)
    undated: Mapping[Path, Month] = field(default_factory=dict)
    part: Part = WHOLE

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is read."""
        return (self.run, *self.history)


Checked = tuple[tuple[Path, ...], Part]
"""Folders, and the part of them that was checked. Of a run for one municipality that is all, also for who sees less; of a
cooperation who sees less has fewer signals in a municipality: of whom only somebody with secrecy tells it, it is nobody's."""


class OverviewMaker:
    """Makes overviews, one at a time. It holds row references of `KEPT` deliveries, no cell of them."""

    def __init__(self) -> None:
        self._found: OrderedDict[Checked, list[tuple[pa.Table, ...]]] = OrderedDict()
        self._catalogue: Catalogue = load_catalogue()

    def make(self, order: Order) -> Overview:
        """Return the overview. Raises BrpMatchError as `build_overview` does."""
        return build_overview(
            order.run, order.history, self._catalogue, self._validator(order), order.judgements,
            decided=order.decided, undated=order.undated, part=order.part,
        )  # fmt: skip

    def forget(self, gone: Sequence[Path]) -> None:
        """Forget what was found in these folders."""
        for key in [one for one in self._found if not set(one[0]).isdisjoint(gone)]:
            del self._found[key]

    def close(self) -> None:
        """Nothing to close: the work is done here."""

    def _validator(self, order: Order) -> Validator:
        def check(runs: Sequence[Connection]) -> None:
            key = (order.folders, order.part if order.part.gemeente else WHOLE)
            found = self._found.pop(key, None)
            if found is None:
                validator(order.history, order.part.gemeente, order.part.secrecy)(runs)
                found = [_read(con) for con in runs]
            else:
                for con, tables in zip(runs, found, strict=True):
                    _write(con, tables)
            self._found[key] = found
            while len(self._found) > KEPT:
                self._found.popitem(last=False)

        return check


def _read(con: Connection) -> tuple[Any, ...]:
    return tuple(con.sql(f"FROM {name}").to_arrow_table() for name in FOUND)


def _write(con: Connection, tables: Sequence[Any]) -> None:
    for name, table in zip(FOUND, tables, strict=True):
        con.register("eerder_gevonden", table)
        create_table(con, name, "FROM eerder_gevonden")
        con.unregister("eerder_gevonden")
