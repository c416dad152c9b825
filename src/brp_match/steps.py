"""The steps of `link`, each a thing with a name: what it does, which tables it reads and which it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from brp_match.cases.exchange import Exchange
from brp_match.cases.layout import Layout
from brp_match.cases.shv import Shv
from brp_match.cases.trays import Way
from brp_match.cases.ways import load_way
from brp_match.cases.work import Work
from brp_match.database import Connection
from brp_match.delivery.profile import Profile
from brp_match.ingest.uitval import DropOut
from brp_match.link.engine import Scorer
from brp_match.link.lessons import Lessons
from brp_match.link.posterior import Mixture
from brp_match.link.shared import SharedRates
from brp_match.policy import Policy
from brp_match.workers import Workers

Value = TypeVar("Value")


@dataclass
class Run:
    """What one run carries from step to step beside its tables; a step fills in what later ones ask.

    `request`: the LinkRequest. `register`: the schema prefix of the register's tables ("" or "reg."),
    `addresses`: that of the address file. `folder`: where the output is written before it is renamed. `hides`: who may
    not see people with secrecy sees other decisions. `pick_up` and `probing` wait for what `workers` do beside it.
    """

    request: Any
    policy: Policy
    progress: Callable[[str], None]
    register: str = ""
    addresses: str = ""
    folder: Path = Path()
    settings: list[dict[str, Any]] = field(default_factory=list)
    scorer: Scorer | None = None
    profile: Profile | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    earlier: Lessons = field(default_factory=Lessons)
    shared: SharedRates = field(default_factory=SharedRates)
    shv: Shv | None = None
    drop_out: DropOut | None = None
    mixture: Mixture | None = None
    hides: bool = False
    way: Way = field(default_factory=load_way)
    layout: Layout = field(default_factory=Layout)
    work: Sequence[Work] = ()
    seen: Sequence[Work] = ()
    pick_up: Callable[[], Exchange] | None = None
    probing: Callable[[], list[dict[str, str | int]]] | None = None
    workers: Workers = field(default_factory=Workers)


@dataclass(frozen=True)
class Step:
    """One step. `does`: one line for an engineer. `reads` and `makes`: names of tables, without the prefix
    of a prepared register. `work` does it on a connection."""

    name: str
    does: str
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    work: Callable[[Connection, Run], object]


def step(
    name: str,
    does: str,
    work: Callable[[Connection, Run], object],
    *,
    reads: str = "",
    makes: str = "",
) -> Step:
    """Make a Step; `reads` and `makes` are names of tables with spaces between them."""
    return Step(name, does, tuple(reads.split()), tuple(makes.split()), work)


@dataclass(frozen=True)
class Beside:
    """Lanes of steps that need nothing of each other and run side by side; the first on the main thread."""

    lanes: tuple[tuple[Step | Beside, ...], ...]


@dataclass(frozen=True)
class Stage:
    """Steps that are timed and told together: `name` in run.json, `told` on a terminal."""

    name: str
    told: str
    parts: tuple[Step | Beside, ...]


def known(value: Value | None) -> Value:
    """Return what an earlier step filled in. Raises RuntimeError when none did."""
    if value is None:
        raise RuntimeError("a step asks what no step before it made")
    return value


def in_order(parts: Sequence[Step | Beside]) -> list[Step]:
    """Return every step of these parts, in the order in which they run on one thread."""
    steps: list[Step] = []
    for part in parts:
        if isinstance(part, Beside):
            for lane in part.lanes:
                steps += in_order(lane)
        else:
            steps.append(part)
    return steps
