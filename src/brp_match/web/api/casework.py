"""The cases of a month for systems that fetch them: all of them, and the pick-up list with what is needed to act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from brp_match.cases.layout import Layout, laid_out_text
from brp_match.cases.pick_up import pick_up_rows
from brp_match.cases.work import Work
from brp_match.review import audit, casework, processing_log
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.api import paging
from brp_match.web.api.case_models import Klok, OppakZaak, Vroegsignaalzaak
from brp_match.web.api.clients import allow
from brp_match.web.api.models import Page

router = APIRouter(tags=["oppaklijst"])

Sender = Annotated[Account, Depends(allow("coordinator"))]
Month = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$",
        description="Een maand met leveringen (jjjj-mm); leeg voor de nieuwste.",
    ),
]


Decided = Annotated[
    str,
    Query(
        pattern=r"^(match|review|reject)?$",
        description="Alleen zaken met dit besluit; leeg voor alle.",
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
        files = casework.month_files(con, maand, secrecy=caller.sight.secrecy)
    seen = casework.visible(casework.work_of(files), caller.sight)
    rows = pick_up_rows(seen, secrecy=True)
    shown = rows[start : start + limit]
    by_name = {one.case.zaak_id: one for one in seen}
    note_shown(request, caller, "oppaklijst_opgehaald", [by_name[row["zaak_id"]] for row in shown])
    items = [_item(row, files.layout) for row in shown]
    following = start + limit if start + limit < len(rows) else None
    return paging.page("/v1/oppaklijst", items, cursor, limit, following, maand=maand)


@router.get("/vroegsignaalzaken", response_model=Page[Vroegsignaalzaak])
def month_cases(
    request: Request,
    caller: Sender,
    maand: Month = "",
    besluit: Decided = "",
    cursor: paging.Cursor = "",
    limit: paging.Limit = 100,
) -> Any:
    """Alle zaken van een maand, ook die niet worden opgepakt of nog wachten op een oordeel. Een sleutel zonder het recht op geheimhouding, of van een deel van de gemeenten, krijgt alleen zaken van bekende inwoners die hij mag zien. Wie is bekeken, wordt gelogd."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        files = casework.month_files(con, maand, secrecy=caller.sight.secrecy)
        unseen = casework.may_not_see(con, files.month, caller.sight)
    seen = casework.every(casework.work_of(files), caller.sight, unseen)
    names = {one.case.zaak_id for one in seen}
    rows = sorted(
        (one for one in seen if besluit in ("", one.case.besluit)), key=lambda one: one.case.zaak_id
    )
    shown = rows[start : start + limit]
    note_shown(request, caller, "zaken_opgehaald", shown)
    items = [_case(one, names) for one in shown]
    following = start + limit if start + limit < len(rows) else None
    return paging.page(
        "/v1/vroegsignaalzaken", items, cursor, limit, following, maand=maand, besluit=besluit
    )


def note_shown(request: Request, caller: Account, kind: str, shown: Sequence[Work]) -> None:
    """Write in the audit and the processing log whose cases were handed over."""
    people = sorted({one.case.persoon_id for one in shown if one.case.persoon_id})
    with deps.engine(request).begin() as con:
        now = deps.now()
        processing_log.log_all(con, operation="oppaklijst bekijken", subjects=people, now=now)
        audit.write(con, kind, account_id=caller.id, now=now, detail={"zaken": len(shown)})


def _case(one: Work, names: Collection[str]) -> Vroegsignaalzaak:
    """A case as it goes out: its own fields, those of another form written out; of others at its address those in `names`."""
    case = one.case
    same = {
        name: getattr(case, name) for name in Vroegsignaalzaak.model_fields if hasattr(case, name)
    }
    return Vroegsignaalzaak(
        **same
        | {
            "signalen": [signal.signaal_id for signal in case.signalen],
            "vlps": list(case.vlps),
            "sectoren": list(case.sectoren),
            "bedrag": float(case.bedrag),
            "bedragen": {vlp: float(amount) for vlp, amount in case.bedragen.items()},
            "oudste_signaal": _iso(case.oudste_signaal),
            "einddatum_contract": _iso(case.einddatum),
            "uiterste_dag": _iso(case.uiterste_dag),
            "klokken": [Klok(naam=clock.naam, dag=clock.dag.isoformat()) for clock in case.klokken],
            "huishouden": [name for name in one.household if name in names],
            "bakje": one.placed.bakje if one.placed else "",
            "bakje_waarom": one.placed.why if one.placed else "",
        }
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
