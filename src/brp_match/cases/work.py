"""Cases as work: beside each case its resident, its household and the tray it goes to. Pure but for reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brp_match.cases.facts import Case
from brp_match.cases.residents import BY_SIGNAL, Resident, households, load_residents
from brp_match.cases.trays import Placed, Way, has_tray, place_cases
from brp_match.database import Connection
from brp_match.reading.status import code_of


@dataclass(frozen=True)
class Work:
    """One case. `household`: zaak_id of the others at the same home. `placed` is None for a case that is not
    matched: no tray holds it before somebody decided, but that of who is known to debt counselling. `notes`: what
    reviewers said that who acts must know."""

    case: Case
    resident: Resident | None
    household: tuple[str, ...]
    placed: Placed | None
    notes: tuple[str, ...] = ()


def _at_home(case: Case, resident: Resident | None) -> Case:
    """A case to act on is of the municipality where the resident lives now, wherever its signals were sent."""
    home = code_of(resident.gemeente) if resident and case.besluit == "match" else ""
    return replace(case, gemeente=home) if home else case


def make_work(
    con: Connection, cases: Sequence[Case], way: Way, order: str = BY_SIGNAL
) -> list[Work]:
    """Return the cases with who they are about and where they go, in their order. Reads `uitkomst`;
    `order` as `load_residents`."""
    residents = load_residents(con, [case.persoon_id for case in cases if case.persoon_id], order)
    cases = [_at_home(case, residents.get(case.persoon_id)) for case in cases]
    together = households(cases, residents)
    placed = place_cases([case for case in cases if has_tray(case, way)], way)
    return [
        Work(
            case,
            residents.get(case.persoon_id),
            together.get(case.zaak_id, ()),
            placed.get(case.zaak_id),
        )
        for case in cases
    ]
