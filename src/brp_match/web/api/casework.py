"""The pick-up list for systems that fetch it: the matched cases of a month with what is needed to act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from brp_match.cases.layout import Layout, laid_out_text
from brp_match.cases.pick_up import pick_up_rows
from brp_match.review import audit, casework, processing_log
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.api import paging
from brp_match.web.api.clients import allow
from brp_match.web.api.models import OppakZaak, Page

router = APIRouter(tags=["oppaklijst"])

Sender = Annotated[Account, Depends(allow("coordinator"))]
Month = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$",
        description="Een maand met leveringen (jjjj-mm); leeg voor de nieuwste.",
    ),
]


@router.get("/oppaklijst", response_model=Page[OppakZaak])
def pick_up_list(
    request: Request,
    caller: Sender,
    maand: Month = "",
    cursor: paging.Cursor = "",
    limit: paging.Limit = 100,
) -> Any:
    """De zaken van een maand om op te pakken, wat het eerst af moet vooraan. Wie is bekeken, wordt gelogd."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        files = casework.month_files(con, maand)
    seen = casework.visible(casework.work_of(files), caller.sight)
    rows = pick_up_rows(seen, secrecy=True)
    shown = rows[start : start + limit]
    people = {one.case.zaak_id: one.case.persoon_id for one in seen}
    with deps.engine(request).begin() as con:
        now = deps.now()
        named = sorted({people[row["zaak_id"]] for row in shown})
        processing_log.log_all(con, operation="oppaklijst bekijken", subjects=named, now=now)
        audit.write(
            con, "oppaklijst_opgehaald", account_id=caller.id, now=now, detail={"zaken": len(shown)}
        )  # fmt: skip
    following = str(start + limit) if start + limit < len(rows) else ""
    links = paging.links("/v1/oppaklijst", cursor, limit, following, maand=maand)
    return Page[OppakZaak](items=[_item(row, files.layout) for row in shown], _links=links)


def _item(row: Mapping[str, Any], layout: Layout) -> OppakZaak:
    """A row as we write it, and as the municipality laid it out, where it did."""
    yes = ("crisis", "eindelevering", "warme_overdracht")
    days = ("uiterste_dag", "einddatum_contract")
    values = dict(row) | {name: row[name] == "ja" for name in yes}
    values |= {name: row[name].isoformat() if row[name] else None for name in days}
    values |= {"bedrag": float(row["bedrag"]), "signalen": row["signalen"].split("\n")}
    values["huishouden"] = [name for name in row["huishouden"].split(", ") if name]
    own = {} if layout == Layout() else laid_out_text(row, layout)
    return OppakZaak(**values, kolommen=own)
