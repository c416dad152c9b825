"""Which cards of a run were released, written beside the run: the command and the service read each other's lines.

`vrijgaven.jsonl` in the run folder holds a line an act: `vlp`, `inhoud` (SHA-256 of the card), `moment` (UTC),
`door` (opdracht or dienst) and `wat` (vrijgegeven or ingetrokken). It goes with the run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FILE = "vrijgaven.jsonl"
BY_COMMAND, BY_SERVICE = "opdracht", "dienst"
RELEASED, WITHDRAWN = "vrijgegeven", "ingetrokken"


def release_key(vlp: str, gemeente: str) -> str:
    """Return what a released card is known by: its deliverer, in a cooperation with the municipality it is of."""
    return f"{vlp}, gemeente {gemeente}" if gemeente else vlp


@dataclass(frozen=True)
class Act:
    """One line."""

    vlp: str
    inhoud: str
    moment: str
    door: str
    wat: str = RELEASED


def note(
    folder: Path, vlp: str, content: str, by: str, now: datetime, what: str = RELEASED
) -> None:
    """Add a line. Raises OSError where the run folder may not be written."""
    act = Act(vlp, content, now.isoformat(timespec="seconds"), by, what)
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(act), ensure_ascii=False) + "\n")


def read(folder: Path) -> list[Act]:
    """Return the lines in order; none for a run of which nothing was released. A line cut short is left out."""
    path = folder / FILE
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            found.append(Act(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def standing(folder: Path) -> dict[str, Act]:
    """Return deliverer → the act by which its card stands, of those that do."""
    held: dict[str, Act] = {}
    for act in read(folder):
        held.pop(act.vlp, None)
        if act.wat == RELEASED:
            held[act.vlp] = act
    return held


def new_names(names: Sequence[str], history: Sequence[Path], gemeente: str) -> list[str]:
    """Return which deliverers had no card in earlier runs; none where nobody had. Who is a deliverer is for a person to say, as
    one with five names reads five cards."""
    had = {vlp for folder in history for vlp in standing(folder)}
    return [vlp for vlp in names if had and release_key(vlp, gemeente) not in had]
