"""Signals of a delivery, and those of earlier runs, to cases: every signal in exactly one. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from brp_match.cases.clocks import Terms, clocks_of
from brp_match.cases.facts import Case, CaseSignal
from brp_match.cases.periods import bounds, months_later, period_of

AGE_GROUPS = ((18, "0-17"), (28, "18-27"), (67, "28-66"), (200, "67+"))
"""Years below which a group ends. 18-27: the young people of DDAS and the municipalities; 67: state pension."""

RECENT_MONTHS = 6
"""A case in so many months before its period makes it recidive. Source: the signaalreis."""

_DIGITS = 12

Key = tuple[str, str, str]


def build_cases(
    signals: Iterable[CaseSignal],
    earlier: Iterable[CaseSignal] = (),
    *,
    kind: str = "month",
    month: date | None = None,
    terms: Terms,
) -> list[Case]:
    """Return the cases of the signals of a delivery, ordered by zaak_id.

    `earlier`: signals of earlier runs about the same residents; those of the same period join the case, which
    keeps its zaak_id, those of other periods count for recidive. `kind`: the matching period of the policy.
    `month`: a day of the month of the delivery, for signals without a date; `terms`: how long the clocks run.
    """
    now = list(signals)
    groups: dict[Key, list[CaseSignal]] = {}
    for one in now:
        groups.setdefault(_key(one, kind, month), []).append(one)
    here, before = {one.key for one in now}, list(earlier)
    past: dict[Key, list[CaseSignal]] = {}
    for one in before:
        if one.persoon_id:
            past.setdefault(_key(one, kind, None), []).append(one)
    names = _names(groups, past, {one.zaak_id for one in before if one.zaak_id})
    picked_up: dict[str, list[tuple[str, str]]] = {}
    for key, stood in past.items():
        # of a signal delivered once more the newest decision counts
        groups.get(key, []).extend(one for one in stood if one.key not in here)
        if any(one.besluit == "match" for one in stood):
            picked_up.setdefault(key[1], []).append((key[0], names[key]))
    months = _months({**past, **groups})
    cases = [
        _case(names[key], key, sorted(group, key=_sent), picked_up.get(key[1], ()), months, terms)
        for key, group in groups.items()
    ]
    return sorted(cases, key=lambda case: case.zaak_id)


def _key(signal: CaseSignal, kind: str, month: date | None) -> Key:
    """What makes signals one case: the period and the resident, or the signal itself where nobody is known."""
    period = period_of(signal.datum or month, kind)
    return period, signal.persoon_id, "" if signal.persoon_id else "|".join(signal.key)


def _sent(signal: CaseSignal) -> tuple[date, str, str]:
    return signal.datum or date.max, *signal.key


def _names(
    groups: Mapping[Key, Sequence[CaseSignal]],
    past: Mapping[Key, Sequence[CaseSignal]],
    taken: set[str],
) -> dict[Key, str]:
    """Give every case its zaak_id: the one it has by an earlier run, else the period and a sum of its first
    signal. It tells nothing of a person, and does not depend on the order of the rows."""
    names: dict[Key, str] = {}
    for key, stood in sorted(past.items()):
        stands = [one.zaak_id for one in stood if one.zaak_id and not one.left]
        # a case about nobody that turned out to be about this resident goes on as the same case
        stands = stands or [one.zaak_id for one in stood if one.zaak_id and one.alone]
        if stands:
            names[key] = min(stands)
    used = taken | set(names.values())
    for key in sorted({*past, *groups} - names.keys()):
        ids = [one.key for one in (*past.get(key, ()), *groups.get(key, ()))]
        first, again = min(ids), 0
        while (name := _name(key[0], first, again)) in used:
            again += 1
        names[key] = name
        used.add(name)
    return names


def _name(period: str, first: tuple[str, str], again: int) -> str:
    text = "|".join([period, *first, *([str(again)] if again else [])])
    return f"{period}-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


Months = Mapping[tuple[str, str], set[str]]
"""Resident and deliverer → the periods with a signal of the one about the other."""


def _months(groups: Mapping[Key, Sequence[CaseSignal]]) -> Months:
    found: dict[tuple[str, str], set[str]] = {}
    for (period, person, _), signals in groups.items():
        for one in signals if person else ():
            found.setdefault((person, one.vlp), set()).add(period)
    return found


def _case(
    zaak_id: str,
    key: Key,
    signals: Sequence[CaseSignal],
    known: Iterable[tuple[str, str]],
    months: Months,
    terms: Terms,
) -> Case:
    period, person, _ = key
    clocks = clocks_of(signals, terms)
    ends = [one.einde for one in signals if one.eindelevering and one.einde]
    others = [(then, name) for then, name in known if _before(then, period)]
    ages = [one.leeftijd for one in signals if one.leeftijd is not None]
    decisions = {one.besluit for one in signals}
    places = [one.gemeente for one in signals if one.gemeente]
    return Case(
        zaak_id=zaak_id,
        period=period,
        gemeente=places[0] if places else "",
        persoon_id=person,
        signalen=tuple(replace(one, zaak_id=zaak_id) for one in signals),
        oudste_signaal=min((one.datum for one in signals if one.datum), default=None),
        eindelevering=any(one.eindelevering for one in signals),
        crisis=any(one.crisis for one in signals),
        leeftijdsgroep=age_group(max(ages)) if ages and person else "",
        zaken_6_maanden=len({name for then, name in others if _recent(then, period)}),
        laatste_zaak=max(others, default=("", ""))[1],
        besluit=next(word for word in ("match", "review", "reject") if word in decisions),
        uiterste_dag=clocks[0].dag if clocks else None,
        warme_overdracht=any(one.warm for one in signals),
        einddatum=min(ends, default=None),
        maanden_zelfde_vlp=max(
            (_until(months.get((person, one.vlp), ()), period) for one in signals), default=1
        ),
        klokken=clocks,
    )


def _until(periods: Iterable[str], period: str) -> int:
    """How many of these periods are this one or lie before it; at least 1."""
    return max(1, sum(one == period or _before(one, period) for one in periods))


def _before(earlier: str, period: str) -> bool:
    then, now = bounds(earlier), bounds(period)
    return then is not None and now is not None and then[1] < now[0]


def _recent(earlier: str, period: str) -> bool:
    then, now = bounds(earlier), bounds(period)
    return then is not None and now is not None and then[1] >= months_later(now[0], -RECENT_MONTHS)


def age_group(years: int) -> str:
    """Return the group of an age in whole years."""
    return next((name for below, name in AGE_GROUPS if years < below), AGE_GROUPS[-1][1])
