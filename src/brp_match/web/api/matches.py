"""A single match: one signal against the prepared register, answered at once."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from brp_match.lookup.match import Answer
from brp_match.reading import read_day
from brp_match.review import audit, policies, processing_log
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.policies import PolicyVersion
from brp_match.web import deps
from brp_match.web.api.clients import allow
from brp_match.web.api.delivery_models import (
    BesluitSoort,
    KandidaatUit,
    Signaal,
    Vergelijking,
    WaarschuwingUit,
)
from brp_match.web.api.models import BeleidKort
from brp_match.web.api.single_match import SingleMatcher
from brp_match.web.api.strict_json import StrictJson
from brp_match.web.api.unread import unread
from brp_match.web.errors import WebError

router = APIRouter(tags=["vergelijkingen"], route_class=StrictJson)

Caller = Annotated[Account, Depends(allow("beoordelaar", "coordinator"))]


@router.post("/vergelijkingen", response_model=Vergelijking)
def compare(request: Request, caller: Caller, signaal: Signaal) -> Any:
    """Vergelijk één signaal met het voorbereide register. Er wordt niets van bewaard, wel gelogd.

    Wat in de maanden voor de signaaldatum is opgepakt, en met eerdere leveringen van die maand, telt mee: een herhaalde
    melding is er een.
    """
    matcher: SingleMatcher | None = request.app.state.matcher
    if matcher is None:
        raise WebError(503, "GEEN_REGISTER", "Deze dienst draait zonder voorbereid register.")
    with reading(deps.engine(request)) as con:
        rules = policies.in_force(con)
    sent = read_day(signaal.signaaldatum)
    earlier = deps.earlier(request).before(
        f"{sent:%Y-%m}" if sent else "", rules.policy.repeat_within_days, signaal.vlp.strip(),
        secrecy=caller.sight.secrecy, with_month=True,
    )  # fmt: skip
    found = matcher.match(signaal.model_dump(), rules.policy, earlier, sight=caller.sight)
    with deps.engine(request).begin() as con:
        now = deps.now()
        audit.write(
            con, "los_signaal_vergeleken", account_id=caller.id, now=now,
            detail={
                "besluit": found.besluit, "kandidaten": len(found.kandidaten), "beleid": rules.number,
            },
        )  # fmt: skip
        seen = [candidate.persoon_id for candidate in found.kandidaten]
        processing_log.log_all(con, operation="los signaal vergelijken", subjects=seen, now=now)
    return _answer(found, rules, unread(signaal.model_dump()))


def _answer(found: Answer, rules: PolicyVersion, warnings: list[WaarschuwingUit]) -> Vergelijking:
    return Vergelijking(
        besluit=BesluitSoort(found.besluit),
        persoon_id=found.persoon_id or None,
        kans=min(found.kans, 1.0),
        kans_geen=min(found.kans_geen, 1.0),
        redenen=list(found.redenen),
        toelichting=found.toelichting,
        terugkoppeling=found.terugkoppeling or None,
        terugkoppeling_status=found.terugkoppeling_status or None,
        ddas_status=found.ddas_status,
        kandidaten=[
            KandidaatUit(persoon_id=c.persoon_id, kans=min(c.kans, 1.0), redenen=list(c.redenen))
            for c in found.kandidaten
        ],
        beleid=BeleidKort(nummer=rules.number, versie=rules.policy.version),
        waarschuwingen=warnings,
    )
