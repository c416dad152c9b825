"""The policy page and a version of before, as their templates want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from brp_match.policy import Policy
from brp_match.policy_checks import faults_of
from brp_match.policy_keys import KEYS
from brp_match.review import accounts, policies
from brp_match.review.policies import PolicyVersion
from brp_match.web.pages import policy_form
from brp_match.web.pages.seat import Context, Seat

AT_THE_START = "bij het starten van de dienst"


def policy_page(
    seat: Seat, sent: Mapping[str, str] | None = None, said: Sequence[str] = ()
) -> Context:
    """Return the context of policy.html; `sent`: a form that is shown again, `said`: what is wrong beside fields."""
    with seat.reading() as con:
        found = policies.in_force(con)
        history = _history(con)
    form = policy_form.form_of(found.policy) if sent is None else sent
    wrong = faults_of(policy_form.values_of(form)) if sent is not None else []
    fields = policy_form.fields(form, wrong)
    return {
        "nu": _head(found),
        "velden": fields,
        "fouten": [*({"veld": _field(one.key, one.line), "tekst": policy_form.fault_told(one)} for one in wrong),
                   *({"veld": "waarom", "tekst": text} for text in said)],
        "waarom": form.get("waarom", "") if sent is not None else "",
        "nummer": form.get("nummer", "") if sent is not None else str(found.number),
        "versies": history,
        "voorbeeld": None,
    }  # fmt: skip


def version_page(seat: Seat, number: int) -> Context:
    """Return the context of policy_version.html, without `fouten`. Raises BrpMatchError 404."""
    with seat.reading() as con:
        found, now = policies.get(con, number), policies.in_force(con)
        line = next(one for one in _history(con) if one["nummer"] == number)
    values = found.policy.as_dict()
    return {
        "versie_beleid": _head(found) | line,
        "sleutels": [
            {
                "titel": key.title, "betekenis": key.meaning, "bron": key.source,
                "waarde": policy_form.said(key, values[key.name]),
            }
            for key in KEYS
        ],
        "nu_nummer": now.number,
        "verschillen": policy_form.differences(now.policy, found.policy),
    }  # fmt: skip


def labels(record: Mapping[str, Any]) -> list[str]:
    """Return how a run's policy is called, as one text; none where its record does not tell."""
    version, number = record.get("beleid_versie"), record.get("beleid_nummer")
    if not version:
        return []
    return [f"kenmerk {version}" if number is None else f"versie {number}, kenmerk {version}"]


def _head(found: PolicyVersion) -> Context:
    return {
        "nummer": found.number,
        "kenmerk": found.policy.version,
        "sinds": found.at,
        "match_vanaf": found.policy.match_at,
        "afwijzen_onder": found.policy.reject_below,
    }


def _history(con: Connection) -> list[Context]:
    """Every version, the newest first, with what changed against the one before."""
    names = {one.id: one.name for one in accounts.list_accounts(con)}
    found = policies.versions(con)
    before: list[Policy | None] = [*(one.policy for one in found[1:]), None]
    return [
        {
            "href": f"/beleid/{one.number}",
            "nummer": one.number,
            "kenmerk": one.policy.version,
            "wie": names.get(one.account_id, AT_THE_START),
            "moment": one.at,
            "waarom": one.reason,
            "gewijzigd": policy_form.differences(old, one.policy) if old is not None else [],
        }
        for one, old in zip(found, before, strict=True)
    ]


def _field(key: str, line: str) -> str:
    """The id of the first field that a fault is about."""
    kind = next(one.kind for one in KEYS if one.name == key)
    name = ".".join(part for part in (key, line, "van" if line and kind == "days" else "") if part)
    return policy_form.field_id(name)
