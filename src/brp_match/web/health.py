"""How the service does: queue, deliveries, register, disk, faults. Counts and moments, of nobody."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from brp_match.review import values
from brp_match.review.retention import PURGED
from brp_match.review.runs import RunState
from brp_match.review.schema import cases, runs
from brp_match.review.sight import Sight
from brp_match.web.observe import Observatory
from brp_match.web.settings import WebSettings

OLD_REGISTER = timedelta(days=45)
"""A register older than this is told: it is prepared anew every month."""


@dataclass(frozen=True)
class Health:
    """`waiting`, `working`, `failed`: deliveries; `failed` in the last thirty days. `free`: bytes on the disk of the
    data; None for what is not there."""

    open_cases: int
    waiting: int
    working: int
    failed: int
    last_delivery: datetime | None
    register: datetime | None
    free: int
    faults: int
    started: datetime
    purged: str

    @property
    def register_is_old(self) -> bool:
        """Whether the prepared register should have been made anew."""
        return self.register is not None and datetime.now(UTC) - self.register > OLD_REGISTER


def health(con: Connection, settings: WebSettings, seen: Observatory, now: datetime) -> Health:
    """Look at the database, the disk and what was served."""
    counted = con.execute(select(runs.c.state, func.count()).group_by(runs.c.state)).all()
    states = {str(state): int(count) for state, count in counted}
    failed = select(func.count()).where(
        runs.c.state == str(RunState.MISLUKT), runs.c.finished > now - timedelta(days=30)
    )
    last = con.execute(
        select(func.max(runs.c.finished)).where(runs.c.state == str(RunState.KLAAR))
    ).scalar()
    register = settings.register
    made = register.stat().st_mtime if register is not None and register.is_file() else None
    return Health(
        int(con.execute(select(func.count()).where(cases.c.state == "open", Sight(secrecy=False).cases())).scalar() or 0),
        states.get(str(RunState.WACHTEND), 0), states.get(str(RunState.BEZIG), 0),
        int(con.execute(failed).scalar() or 0), last,
        datetime.fromtimestamp(made, UTC) if made else None, shutil.disk_usage(settings.data).free,
        seen.faults_since(now - timedelta(days=1)), seen.started, values.read(con, PURGED) or "",
    )  # fmt: skip


def gauges(found: Health) -> dict[str, tuple[str, float]]:
    """Return the state as gauges: name → what it is, and its value (times in seconds since 1970, 0 for none)."""
    return {
        "brp_match_open_cases": ("Cases that wait for a reviewer.", found.open_cases),
        "brp_match_deliveries_waiting": ("Deliveries that wait to be linked.", found.waiting),
        "brp_match_deliveries_working": ("Deliveries at work.", found.working),
        "brp_match_deliveries_failed": ("Deliveries that failed in the last thirty days.", found.failed),
        "brp_match_last_delivery_seconds": ("When the last delivery was done.", _seconds(found.last_delivery)),
        "brp_match_register_seconds": ("When the prepared register was made.", _seconds(found.register)),
        "brp_match_disk_free_bytes": ("Free bytes on the disk of the data.", found.free),
        "brp_match_faults_day": ("Answers that were a fault of ours in the last day.", found.faults),
    }  # fmt: skip


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
