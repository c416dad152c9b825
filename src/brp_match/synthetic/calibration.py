"""What is published of drop-out, and which scenario must come to it (`ijking.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from brp_match.content.files import read_yaml
from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import content_root
from brp_match.synthetic.checked import Checked
from brp_match.synthetic.scenario import CALIBRATION_FILE

MEASURES = ("uitval", "onterecht", "vlp_uitval", "aantallen")
"""Drop-out of all signals, wrongful of the drop-out, drop-out of one deliverer, counts to the letter."""


@dataclass(frozen=True)
class Published:
    """A figure that somebody reported: `sentence` says of what, `low` and `high` bound it as a share.

    `counts`: dropped and wrongful where the scenario repeats a count; then there are no bounds.
    """

    name: str
    sentence: str
    measure: str
    scenario: str
    source: str
    low: float = 0.0
    high: float = 1.0
    counts: tuple[int, ...] = ()
    vlp: str = ""

    def holds(self, value: float) -> bool:
        """Tell whether a share is what was reported."""
        return self.low <= value <= self.high


@cache
def published() -> tuple[Published, ...]:
    """Read `ijking.yaml`. Raises BrpMatchError with every fault in it."""
    path = content_root("scenarios") / CALIBRATION_FILE
    return read_published(read_yaml(path), path.name)


def read_published(raw: object, where: str) -> tuple[Published, ...]:
    """Read the list `gemeld`; raises BrpMatchError with every fault."""
    faults: list[Fault] = []
    top = Checked(raw, where, faults)
    found = tuple(_one(one, n, top) for n, one in enumerate(top.items("gemeld"), 1))
    top.rest()
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found


def _one(raw: object, number: int, top: Checked) -> Published:
    one = Checked(raw, f"{top.where}, {number}", top.faults)
    measure = one.text("maat")
    if measure and measure not in MEASURES:
        one.fault("SCENARIO_WAARDE", f"'maat' is een van: {', '.join(MEASURES)}")
    counts = one.items("aantallen", needed=measure == "aantallen")
    found = Published(
        name=one.text("naam"), sentence=one.text("zin"), measure=measure, scenario=one.text("scenario"),
        source=one.text("bron"), low=one.number("van", 0, 1, 0.0), high=one.number("tot", 0, 1, 1.0),
        counts=tuple(int(count) for count in counts), vlp=one.text("vlp", "-").strip("-"),
    )  # fmt: skip
    one.rest()
    return found


def share_of(one: Published, fields: Mapping[str, int]) -> float:
    """Return the share that `one` is about, of counts `signalen`, `uitval`, `onterecht`; 0 of nothing."""
    part, whole = ("onterecht", "uitval") if one.measure == "onterecht" else ("uitval", "signalen")
    return fields[part] / fields[whole] if fields[whole] else 0.0
