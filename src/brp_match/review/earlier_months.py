"""What earlier deliveries picked up, as the service has them: a single match and a preview repeat it or not.

The same deliveries, and the same judgements of them, as a delivery of that month is linked with (`lessons`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from brp_match.database import connect
from brp_match.decide.earlier import load_pick_ups, repeatable_since
from brp_match.decide.repeats import PickUp
from brp_match.link.history import keep_judgements
from brp_match.review import export, lessons
from brp_match.review.engine import reading

KEPT = 6
"""Months (and spans of a policy, with and without secrecy) of which the pick-ups are kept in memory; each is read once, until somebody judges or deletes."""


@dataclass(frozen=True)
class _Kept:
    by_vlp: Mapping[str, Sequence[PickUp]]
    folders: tuple[Path, ...]
    stamp: str


class EarlierMonths:
    """What was picked up before a month, by deliverer; from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, bool, bool], _Kept] = OrderedDict()

    def before(
        self,
        month: str,
        within_days: int,
        vlp: str | None = None,
        *,
        secrecy: bool,
        with_month: bool = False,
    ) -> list[PickUp]:
        """Return what was picked up before `month` (jjjj-mm, '' for nothing), of one deliverer or of all, as far as a
        signal of that month repeats it by a policy of `within_days`. `with_month`: also by deliveries of that month.
        Without `secrecy` as if nobody who has it stood in the register.

        Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR where an earlier run is damaged.
        """
        if not month:
            return []
        with self._lock:
            by_vlp = self._of(month, within_days, with_month, secrecy).by_vlp
        if vlp is not None:
            return list(by_vlp.get(vlp, ()))
        return [one for name in sorted(by_vlp) for one in by_vlp[name]]

    def _of(self, month: str, within_days: int, with_month: bool, secrecy: bool) -> _Kept:
        key = month, within_days, with_month, secrecy
        since = repeatable_since(date.fromisoformat(f"{month}-01"), within_days)
        with reading(self._engine) as con:
            earlier = lessons.earlier_runs(con, month, before=not with_month)
            folders = tuple(folder for _, folder in earlier)
            stamp = export.stamp(con, [run_id for run_id, _ in earlier])
            held = self._kept.get(key)
            if held is None or (held.folders, held.stamp) != (folders, stamp):
                held = _Kept(_read(con, folders, since, secrecy), folders, stamp)
        self._kept[key] = held
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return held


def _read(
    con: Connection, folders: Sequence[Path], since: date | None, secrecy: bool
) -> dict[str, list[PickUp]]:
    if not folders:
        return {}
    known = lessons.ids_of_one_run(folders)
    judged = {key: who for key, who in export.judgements_of(con).items() if key in known}
    with connect(threads=1) as files:
        keep_judgements(files, judged)
        found: dict[str, list[PickUp]] = {}
        for one in load_pick_ups(files, folders, since, secrecy=secrecy):
            found.setdefault(one.vlp, []).append(one)
    return found
