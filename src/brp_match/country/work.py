"""One municipality of many decided, whole or not at all, and what is told of it."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault, our_fault
from brp_match.ingest.part import Part
from brp_match.pipeline import LinkRequest, link
from brp_match.run_tables import read_record


@dataclass(frozen=True)
class MunicipalityOutcome:
    """What came of one part.

    `counts`: signals by decision. `rows`: rows of signals it got, `aside`: those in its own quarantine. `faults`:
    why it was not decided, then the rest is 0. `again`: it stood there from an earlier start. `seconds` and `memory`
    (MiB, the most its process ever had) are of this start, 0 where nothing was done.
    """

    key: str
    codes: tuple[str, ...]
    signals: int = 0
    residents: int = 0
    rows: int = 0
    aside: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    again: bool = False
    seconds: float = 0.0
    memory: int = 0


def decide(request: LinkRequest) -> MunicipalityOutcome:
    """Decide one part: its folder stands there whole afterwards, or its faults are told and nothing stands there."""
    part = request.part
    if part is None:
        raise ValueError("no part was given")
    started = time.perf_counter()
    try:
        link(request)
    except BrpMatchError as error:
        return MunicipalityOutcome(part.key, part.codes, faults=error.faults)
    except Exception as error:
        # one municipality must not stop the others
        return MunicipalityOutcome(part.key, part.codes, faults=(our_fault(error, part.key),))
    found = outcome_of(request.out, part)
    return replace(found, seconds=time.perf_counter() - started, memory=most_memory())


def done_before(out: Path, part: Part) -> MunicipalityOutcome | None:
    """Return what an earlier start made of a part, None where it made nothing, or another thing than is asked now."""
    try:
        record = read_record(out)
    except BrpMatchError:
        return None
    if record.get("deel") != dict(part.mark):
        return None
    return replace(_of_record(record, part), again=True)


def outcome_of(out: Path, part: Part) -> MunicipalityOutcome:
    """Return what stands in the run record of a part."""
    return _of_record(read_record(out), part)


def _of_record(record: Mapping[str, Any], part: Part) -> MunicipalityOutcome:
    counts, check = record["aantallen"], record["afstemming"]
    return MunicipalityOutcome(
        part.key,
        part.codes,
        signals=counts["signalen"],
        residents=counts["inwoners"],
        rows=check["rijen_in"],
        aside=check["quarantaine"],
        counts=dict(counts["besluiten"]),
    )


def most_memory() -> int:
    """Return the most memory this process ever had, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)
