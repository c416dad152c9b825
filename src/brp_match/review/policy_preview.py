"""What another policy would have decided of the newest month: its deliveries decided again, by the same rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from brp_match.decide.assemble import audit_sample
from brp_match.decide.facts import Decision
from brp_match.decide.kept_facts import FILE, read_cases
from brp_match.decide.month import ToDecide, decide_month, picked_up_of
from brp_match.decide.repeats import PickUp
from brp_match.policy import Policy, policy_of_record
from brp_match.review.runs import Run, list_runs
from brp_match.review.sight import Sight, codes_of


@dataclass(frozen=True)
class Changed:
    """One signal that would have been decided otherwise."""

    run_id: str
    vlp: str
    before: Decision
    after: Decision


@dataclass(frozen=True)
class Preview:
    """What would have changed over the deliveries of `month` (jjjj-mm, '' for none).

    `before` and `after` count by (decision, ground: the first reason code); `drawn`: rejects drawn for the audit
    sample, before and after. `left_out`: deliveries of that month that cannot be decided again.
    """

    month: str
    runs: int
    left_out: int
    signals: int
    before: Mapping[tuple[str, str], int]
    after: Mapping[tuple[str, str], int]
    drawn: tuple[int, int]
    changed: Sequence[Changed]


def newest_month(con: Connection) -> list[Run]:
    """Return the finished deliveries of the newest month."""
    done = list_runs(con, finished=True)
    newest = max((run.month for run in done), default="")
    return [run for run in done if run.month == newest]


def preview(
    runs: Sequence[Run], earlier: Sequence[PickUp], policy: Policy, sight: Sight
) -> Preview:
    """Decide the signals of these runs again, under the policy of each run and under `policy`.

    `runs`: the newest first; `earlier`: what the months before picked up, beside which counts what the runs before it
    do. Without the right of secrecy, as if nobody who has it stood in
    the register; of some municipalities, of their signals alone. What people decided since plays no part.
    """
    usable = [run for run in runs if (Path(run.folder) / FILE).is_file()]
    before: Counter[tuple[str, str]] = Counter()
    after: Counter[tuple[str, str]] = Counter()
    drawn = [0, 0]
    changed: list[Changed] = []
    picked_up, would_pick_up = list(earlier), list(earlier)
    for run in reversed(usable):
        own = policy_of_record(run.record)
        was = _decided(run, own, picked_up, sight)
        would = _decided(run, policy, would_pick_up, sight)
        before.update(_kind(one) for _, one in was.values())
        after.update(_kind(one) for _, one in would.values())
        drawn[0] += len(audit_sample([one for _, one in was.values()], own))
        drawn[1] += len(audit_sample([one for _, one in would.values()], policy))
        changed += [
            Changed(run.id, vlp, one, would[key][1])
            for key, (vlp, one) in was.items()
            if _told(one) != _told(would[key][1])
        ]
    month = runs[0].month if runs else ""
    left_out = len(runs) - len(usable)
    signals = sum(before.values())
    return Preview(
        month, len(usable), left_out, signals, before, after, (drawn[0], drawn[1]), changed
    )


def _decided(
    run: Run, policy: Policy, earlier: list[PickUp], sight: Sight
) -> dict[str, tuple[str, Decision]]:
    """Return signaal_id → deliverer and decision. What it picks up is put with `earlier`."""
    cases = read_cases(Path(run.folder), policy)
    decided, seen = decide_month(cases, policy, earlier)
    told = decided if sight.secrecy else seen
    earlier += picked_up_of(cases, told)
    return {
        one.signaal_id: (case.signal.vlp, one)
        for case, one in zip(cases, told, strict=True)
        if sight.whole or sight.of(_codes(case, run.municipalities))
    }


def _codes(case: ToDecide, own: Sequence[str]) -> frozenset[str]:
    """The municipalities of a signal: who it was sent to, and where those live whom it may well mean."""
    people = [
        {"rang": place, "kans": one.kans, "gemeente": one.gemeente}
        for place, one in enumerate(case.candidates, 1)
    ]
    only = own[0] if len(own) == 1 else ""
    return codes_of(case.signal.gemeente or only, people, own)


def _kind(decision: Decision) -> tuple[str, str]:
    return decision.besluit, decision.redenen[0] if decision.redenen else ""


def _told(decision: Decision) -> tuple[str, ...]:
    """What of a decision anybody hears: the decision, its ground, and what the deliverer is told."""
    return (*_kind(decision), decision.ddas_status, decision.terugkoppeling_status)
