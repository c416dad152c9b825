"""Make cases fit to be counted for others: names that may go out, small groups put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brp_match.benchmark.export.keys import REST, Reviewed
from brp_match.benchmark.families import family_of, side_of
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
    """Give every case a month, the national name of its VLP and its family of causes, and put small VLP's, causes
    and families together (families by their side, where both sides are large enough).

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
    families, causes = _named_causes(rows, minimum)
    apart = _sides_apart(rows, families, minimum)
    rows = [
        replace(
            case,
            vlp=case.vlp if sizes[case.sector, case.vlp] >= minimum else REST,
            reason=case.reason if case.reason in causes else REST,
            family=family if family in families else side_of(family) if apart else REST,
        )
        for case, family in ((case, family_of(case.reason)) for case in rows)
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


def _named_causes(rows: Sequence[OwnSignal], minimum: int) -> tuple[set[str], set[str]]:
    """Return the families and the causes that keep their name: causes only within a family that does."""
    dropped = Counter((family_of(case.reason), case.reason) for case in rows if case.dropped)
    sizes: Counter[str] = Counter()
    for (family, _), count in dropped.items():
        sizes[family] += count
    families = kept(sizes, minimum) - {REST}
    causes: set[str] = set()
    for name in families:
        causes |= kept({c: n for (family, c), n in dropped.items() if family == name}, minimum)
    return families, causes


def _sides_apart(rows: Sequence[OwnSignal], families: set[str], minimum: int) -> bool:
    """Tell whether what is left beside the families with a name is told as two sides: both large enough, and nothing
    beside them. A side alone would say that the other is empty.
    """
    left = Counter(
        side_of(family)
        for family in (family_of(case.reason) for case in rows if case.dropped)
        if family not in families
    )
    return REST not in left and len(left) > 1 and min(left.values()) >= minimum


def kept(sizes: Mapping[str, int], minimum: int) -> set[str]:
    """Return the names that stand alone: large enough, and what is left of the whole is too, so that nothing else has
    to be hidden for its sake. The smallest go first.
    """
    names = sorted(
        (name for name, size in sizes.items() if size >= minimum and name != REST),
        key=lambda name: (sizes[name], name),
    )
    left = sum(sizes.values()) - sum(sizes[name] for name in names)
    while names and left < minimum:
        left += sizes[names.pop(0)]
    return set(names)
