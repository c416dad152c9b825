"""Counts and estimates out of the cases of one municipality. Pure: cases in, plain values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from random import Random
from typing import Any

from brp_match.benchmark.own_data.estimate import Estimate, Stratum, review_plan, stratified
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.model import Besluit, Reason

SCHEMA = "brp-match-eigen-gegevens/1"


class Sample(StrEnum):
    """How the signals that a person looked at were chosen."""

    RANDOM = "loting"
    PER_VLP = "loting-per-vlp"
    PER_SECTOR = "loting-per-sector"
    CHOSEN = "gekozen"


GROUP_OF: dict[Sample, Callable[[OwnSignal], str]] = {
    Sample.RANDOM: lambda _case: "",
    Sample.PER_VLP: lambda case: case.vlp,
    Sample.PER_SECTOR: lambda case: case.sector,
}

Dropped = Callable[[OwnSignal], bool]

METHODS: dict[str, Dropped] = {
    "exact": lambda case: case.dropped,
    "brp_match": lambda case: case.besluit is Besluit.REJECT,
}
"""Method → does this signal drop out: today's check, and ours."""


def strata(cases: Sequence[OwnSignal], dropped: Dropped, sample: Sample) -> list[Stratum]:
    """Divide the signals that drop out as the sample was drawn; a doubtful outcome is no review.

    The lots are drawn among today's drop-out: what drops otherwise never had a chance to be
    drawn, and stands apart.
    """
    group_of = GROUP_OF.get(sample, GROUP_OF[Sample.RANDOM])
    groups: dict[str, list[OwnSignal]] = {}
    for case in cases:
        if dropped(case):
            name = group_of(case) if case.dropped else f"{group_of(case)} (buiten de loting)"
            groups.setdefault(name, []).append(case)
    return [
        Stratum(
            name,
            len(rows),
            sum(row.checked in (Checked.WRONGFUL, Checked.RIGHTFUL) for row in rows),
            sum(row.checked is Checked.WRONGFUL for row in rows),
        )
        for name, rows in sorted(groups.items())
    ]


def estimate_fields(cases: Sequence[OwnSignal], dropped: Dropped, sample: Sample) -> dict[str, Any]:
    """Return drop-out, what was reviewed and, where the sample allows one, the estimate.

    No estimate (None) where nothing was reviewed, or where the reviewed ones were chosen and are
    not all of them: then they say nothing of the others.
    """
    parts = strata(cases, dropped, sample)
    drops, reviewed = sum(s.rejects for s in parts), sum(s.reviewed for s in parts)
    allowed = reviewed > 0 and (sample is not Sample.CHOSEN or reviewed == drops)
    return {
        "uitval": drops,
        "nagekeken": reviewed,
        "onterecht_gevonden": sum(s.wrongful for s in parts),
        "onbekend": sum(dropped(case) and case.checked is Checked.UNKNOWN for case in cases),
        "schatting": _numbers(stratified(parts)) if allowed else None,
    }


def _numbers(found: Estimate) -> dict[str, Any]:
    low, high = found.limits
    return {
        "aantal": round(found.number, 2),
        "van": round(found.low, 2),
        "tot": round(found.high, 2),
        "aandeel": round(found.share, 6),
        "aandeel_van": round(low, 6),
        "aandeel_tot": round(high, 6),
        "over": found.rejects,
        "niet_bekeken_groepen": found.unseen,
    }


def causes(cases: Sequence[OwnSignal]) -> list[dict[str, Any]]:
    """Today's drop-out by cause, the largest first: what we do, what a person found."""
    groups: dict[str, list[OwnSignal]] = {}
    for case in cases:
        if case.dropped:
            groups.setdefault(case.reason, []).append(case)
    rows = [
        {
            "code": code,
            "zin": Reason[code].sentence,
            "uitval": len(group),
            **_decisions(group),
            "nagekeken": sum(c.checked in (Checked.WRONGFUL, Checked.RIGHTFUL) for c in group),
            "onterecht": sum(c.checked is Checked.WRONGFUL for c in group),
        }
        for code, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["uitval"], row["code"]))


def _decisions(cases: Sequence[OwnSignal]) -> dict[str, int]:
    counts = Counter(str(case.besluit) for case in cases)
    return {str(besluit): counts[str(besluit)] for besluit in Besluit}


def agreement(cases: Sequence[OwnSignal]) -> dict[str, dict[str, int]]:
    """Hand-checked outcome → our decision → number, for today's drop-out."""
    return {
        str(outcome): _decisions([c for c in cases if c.dropped and c.checked is outcome])
        for outcome in Checked
    }


def divided(
    cases: Sequence[OwnSignal], by: Callable[[OwnSignal], str], sample: Sample
) -> list[dict[str, Any]]:
    """Signals and drop-out per group, alphabetical."""
    groups: dict[str, list[OwnSignal]] = {}
    for case in cases:
        groups.setdefault(by(case), []).append(case)
    return [
        {
            "naam": name,
            "signalen": len(group),
            **{m: estimate_fields(group, dropped, sample) for m, dropped in METHODS.items()},
        }
        for name, group in sorted(groups.items())
    ]


def summary(
    cases: Sequence[OwnSignal],
    quarantined: int,
    variant: str,
    sample: Sample,
    precisions: Sequence[float],
) -> dict[str, Any]:
    """Return everything `eigen.json` holds. Shares are 0 to 1, intervals 95%."""
    methods = {m: estimate_fields(cases, dropped, sample) for m, dropped in METHODS.items()}
    found = methods["exact"]["schatting"]
    expected = found["aandeel"] if found else 0.5
    return {
        "schema": SCHEMA,
        "controle": variant,
        "steekproef": str(sample),
        "maanden": sorted({case.maand for case in cases if case.maand}),
        "signalen": len(cases),
        "quarantaine": quarantined,
        "methoden": methods,
        "wat_wij_doen": _decisions([case for case in cases if case.dropped]),
        "besluiten": _decisions(cases),
        "nagekeken_tegen_besluit": agreement(cases),
        "oorzaken": causes(cases),
        "per_sector": divided(cases, lambda case: case.sector, sample),
        "per_vlp": divided(cases, lambda case: case.vlp, sample),
        "nakijken": {
            "verwacht": expected,
            "aantal": [
                {"precisie": d, "signalen": n}
                for d, n in review_plan(methods["exact"]["uitval"], expected, precisions).items()
            ],
        },
    }


def beside_imitation(
    cases: Sequence[OwnSignal], imitated: Collection[str], variant: str
) -> dict[str, Any]:
    """Return what really dropped beside what an imitation of the check (`variant`) drops of the same signals."""
    real = {case.signaal_id for case in cases if case.dropped}
    there = {case.signaal_id for case in cases}
    other = there & set(imitated)
    return {
        "controle": variant,
        "beide": len(real & other),
        "alleen_lijst": len(real - other),
        "alleen_nabootsing": len(other - real),
        "geen": len(there - real - other),
    }


def drawing_order(cases: Sequence[OwnSignal], seed: int) -> list[OwnSignal]:
    """Today's drop-out that nobody looked at, in an order drawn by lot: the same for every file order."""
    rows = sorted(
        (case for case in cases if case.dropped and case.checked is None),
        key=lambda case: (case.vlp, case.signaal_id),
    )
    Random(seed).shuffle(rows)
    return rows
