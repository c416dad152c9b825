"""Other signals of the same person or address, and earlier cases, as the page of a case shows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from brp_match.review.accounts import Account
from brp_match.review.schema import candidates, cases, runs
from brp_match.review.sight import Sight
from brp_match.review.together import Other
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.seat import Context
from brp_match.web.pages.signal_views import told_value
from brp_match.web.pages.words import month_words

WHY = {"persoon": "deze inwoner", "adres": "hetzelfde adres", "klant": "hetzelfde klantnummer"}
EARLIER = 10
"""Earlier cases of a resident that are shown."""


def others_shown(others: Sequence[Other]) -> list[Context]:
    """Return the other signals of the delivery as the page shows them; nothing of what was decided about them."""
    return [
        {
            "signaal": one.signal["signaal_id"],
            "vlp": one.signal["vlp"],
            "naam": one.signal["naam"],
            "geboortedatum": told_value("signaaldatum", one.signal["geboortedatum"]),
            "adres": one.signal["adres"],
            "bedrag": told_value("bedrag", one.signal["bedrag"]),
            "datum": told_value("signaaldatum", one.signal["signaaldatum"]),
            "soort": (one.signal["soort_signaal"] or "vroegsignaal").lower(),
            "waarom": " en ".join(WHY[code] for code in one.signal["waarom"]),
            "href": f"/zaak/{one.case_id}" if one.case_id else None,
            "nummer": number_of(one.case_id),
            "wacht": one.waits,
            "samen": f"{one.case_id}:{one.version}" if one.joins else None,
        }
        for one in others
    ]


def earlier_shown(
    con: Connection, user: Account, case_id: str, run_id: str, person: str
) -> list[Context]:
    """Return earlier and later deliveries' cases in which this resident looked most like the signal, newest first."""
    if not person:
        return []
    asked = {"person": person, "case_id": case_id, "run_id": run_id}
    return [
        {
            "href": f"/zaak/{row.id}",
            "nummer": number_of(row.id),
            "vlp": row.vlp,
            "maand": month_words(row.month),
        }
        for row in con.execute(_earlier(user.sight), asked)
    ]


@lru_cache(maxsize=64)
def _earlier(sight: Sight) -> Select[Any]:
    return (
        select(cases.c.id, cases.c.vlp, runs.c.month)
        .join(candidates, candidates.c.case_id == cases.c.id)
        .join(runs, runs.c.id == cases.c.run_id)
        .where(
            candidates.c.persoon_id == bindparam("person"), candidates.c.rang == 1,
            cases.c.id != bindparam("case_id"), cases.c.run_id != bindparam("run_id"), sight.cases(),
        )
        .order_by(runs.c.month.desc(), cases.c.id)
        .limit(EARLIER)
    )  # fmt: skip
