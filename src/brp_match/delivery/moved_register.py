"""A register whose birth dates stand off by the two calendars of a spreadsheet, told by the deliveries beside it.

A large register shows it by itself (`register_mixed`). In a small one too few were born on 1 January; but when
several deliverers, who have nothing else in common, stand 1,462 days off in the same direction, it is the register. Each
may have too few rows to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from brp_match.content import model_figures
from brp_match.delivery.alignment import AGREES, MOVED, Evidence
from brp_match.delivery.day_counts import births_of, hits
from brp_match.delivery.findings import probability
from brp_match.errors import BrpMatchError

SHARE = 0.2
"""Of the rows that agree at their address as delivered or moved, at most this share does as delivered."""


def register_is_moved(groups: Iterable[tuple[str, Sequence[Evidence]]]) -> bool:
    """Tell whether deliverers agree with the register where all dates are moved, also without the one that agrees most.

    `groups`: VLP and what its rows say, as delivered.
    """
    own: Counter[str] = Counter()
    moved = {days: Counter[str]() for days in (1, -1)}
    for vlp, evidence in groups:
        births = births_of(evidence)
        own[vlp] += hits(births, evidence, 0)
        for way, found in moved.items():
            found[vlp] += hits(births, evidence, way * model_figures().calendar_days)
    return any(_of_several(found, own) for found in moved.values())


def _of_several(moved: Counter[str], own: Counter[str]) -> bool:
    most = max(moved, key=lambda vlp: moved[vlp] - own[vlp], default="")
    rest = sum(moved[vlp] - own[vlp] for vlp in moved if vlp != most)
    few = own.total() <= SHARE * (own.total() + moved.total())
    return few and probability(rest * AGREES + MOVED) >= 0.5


def refuse_moved(moved: bool) -> None:
    """Raise BrpMatchError INWONERS_GEBOORTEDATUM where the dates of the register are `moved`."""
    if moved:
        raise BrpMatchError(
            "INWONERS_GEBOORTEDATUM", "inwoners",
            "van alle leveranciers staan de geboortedatums vier jaar en een dag anders dan bij de inwoners, zoals een rekenblad doet dat "
            "dagen vanaf 1904 telt; lever de inwoners met geboortedatums als jjjjmmdd",
        )  # fmt: skip
