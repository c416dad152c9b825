"""What another policy would have changed, as its template wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from brp_match.decide.facts import Decision
from brp_match.policy import Policy, policy_of_record
from brp_match.review.accounts import Role
from brp_match.review.policy_preview import Preview, newest_month, preview
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import DECISIONS, month_words, sentence

SHOWN = 200
"""Signals that are listed."""


def preview_page(seat: Seat, policy: Policy) -> Context:
    """Return what policy_preview.html shows; that somebody looked stands in the audit.

    Who has no right to secret persons sees what would have changed if nobody with secrecy stood in the
    register; which signals they are only a coordinator sees.
    """
    with seat.reading() as con:
        runs = newest_month(con)
    own = [policy_of_record(run.record) for run in runs]
    within = max(one.repeat_within_days for one in (*own, policy))
    sight = seat.user.sight
    earlier = seat.earlier.before(runs[0].month, within, secrecy=sight.secrecy) if runs else []
    found = preview(runs, earlier, policy, sight)
    with seat.writing() as con:
        seat.note(
            con, "beleid_vooruit_bekeken", versie=policy.version, maand=found.month, anders=len(found.changed)
        )  # fmt: skip
    return shown(found, listed=seat.is_a(Role.COORDINATOR))


def shown(found: Preview, *, listed: bool) -> Context:
    """Return the context of a preview; `listed`: whether its signals are told."""
    was, would = _by_decision(found.before), _by_decision(found.after)
    return {
        "maand": month_words(found.month),
        "leveringen": found.runs,
        "weggelaten": found.left_out,
        "signalen": found.signals,
        "anders": len(found.changed),
        "besluiten": [
            _row(title, was[code], would[code]) for code, title in DECISIONS.items()
        ] + [_row("Daarvan in de steekproef", *found.drawn)],
        "redenen": [
            _row(DECISIONS[code], found.before.get((code, reason), 0), found.after.get((code, reason), 0))
            | {"reden": sentence(reason)}
            for code, reason in sorted({*found.before, *found.after})
            if found.before.get((code, reason), 0) != found.after.get((code, reason), 0)
        ],
        "signalen_lijst": [
            {
                "signaal": one.before.signaal_id, "vlp": one.vlp, "was": _said(one.before),
                "wordt": _said(one.after),
            }
            for one in found.changed[:SHOWN]
        ] if listed else None,
    }  # fmt: skip


def _row(title: str, was: int, would: int) -> Context:
    return {
        "titel": title,
        "was": was,
        "wordt": would,
        "verschil": f"{would - was:+d}" if would != was else "0",
    }


def _by_decision(counts: Mapping[tuple[str, str], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (decision, _), number in counts.items():
        found[decision] += number
    return found


def _said(decision: Decision) -> str:
    ground = sentence(decision.redenen[0]) if decision.redenen else ""
    told = (
        f" De vastelastenpartner hoort: {decision.ddas_status}."
        if decision.besluit == "reject"
        else ""
    )
    return f"{DECISIONS[decision.besluit]}. {ground}{told}".strip()
