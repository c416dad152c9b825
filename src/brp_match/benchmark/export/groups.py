"""Make cases fit to be counted for others: names that may go out, small groups put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brp_match.benchmark.export.cells import REST, Reviewed
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.benchmark.own_data.summary import METHODS, Sample
from brp_match.errors import BrpMatchError, Fault

NAME = re.compile(r"(?!.*\d{5})[^\W_][\w .,&'’()/+-]{0,59}")
"""A name that may go out: at most 60 signs, no row of five digits (no BSN, date or postcode)."""


def reviewed_kinds(cases: Sequence[OwnSignal], sample: Sample) -> dict[str, Reviewed]:
    """Return per method what its reviews are: a sample drawn otherwise than by one lot is none."""
    kinds = {}
    for method, dropped in METHODS.items():
        drops = [case for case in cases if dropped(case)]
        seen = sum(case.checked in (Checked.WRONGFUL, Checked.RIGHTFUL) for case in drops)
        if seen and seen == len(drops):
            kinds[method] = Reviewed.ALL
        else:
            lot = seen and sample is Sample.RANDOM
            kinds[method] = Reviewed.RANDOM if lot else Reviewed.NONE
    return kinds


def prepared(
    cases: Iterable[OwnSignal], minimum: int, names: Mapping[str, str] | None = None
) -> list[OwnSignal]:
    """Give every case a month, the national name of its VLP, and put small VLP's and causes together.

    `names`: name in the delivery → national name; with it, a VLP that is not in it goes under
    `overige`. Raises BrpMatchError: no month at all, or a name that may not go out (by number).
    """
    rows = list(cases)
    months = Counter(case.maand for case in rows if case.maand.startswith("20"))
    if not months:
        raise BrpMatchError("MAAND_ONBEKEND", "signalen", "geen signaal heeft een datum")
    usual = min(months, key=lambda month: (-months[month], month))
    rows = [
        replace(
            case,
            maand=case.maand if case.maand in months else usual,
            vlp=(case.vlp if names is None else names.get(case.vlp, REST)).strip(),
        )
        for case in rows
    ]
    sizes = Counter((case.sector, case.vlp) for case in rows)
    causes = Counter(case.reason for case in rows if case.dropped)
    rows = [
        replace(
            case,
            vlp=case.vlp if sizes[case.sector, case.vlp] >= minimum else REST,
            reason=case.reason if causes[case.reason] >= minimum else REST,
        )
        for case in rows
    ]
    faults = [
        Fault(
            "VLP_NAAM", f"vlp {place}", "deze naam mag niet naar buiten; geef een lijst met --vlps"
        )
        for place, name in enumerate(sorted({case.vlp for case in rows}), start=1)
        if not NAME.fullmatch(name)
    ]
    if faults:
        raise BrpMatchError.from_faults(faults)
    return rows
