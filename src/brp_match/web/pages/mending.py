"""Rows of a delivery that were set aside: mended one by one, then compared together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import mending, mending_acts, runs
from brp_match.web.deps import csrf
from brp_match.web.errors import WebError
from brp_match.web.pages import mending_views
from brp_match.web.pages.render import page
from brp_match.web.pages.runs import SENDERS, RunId
from brp_match.web.pages.seat import Seat, Seated, form_values

router = APIRouter(include_in_schema=False)

Number = Annotated[int, Path(ge=1, le=10_000_000)]


@router.get("/leveringen/{run_id}/apart-gezet/{number}", dependencies=[SENDERS])
def shown(request: Request, seat: Seated, run_id: RunId, number: Number) -> HTMLResponse:
    """Show a row that was set aside, field by field."""
    found = _row(seat, run_id, number)
    return page(request, "mend.html", **mending_views.mend_page(found))


@router.post("/leveringen/{run_id}/apart-gezet/vergelijken", dependencies=[SENDERS, Depends(csrf)])
def compare(seat: Seated, run_id: RunId) -> Response:
    """Let the mended rows join the delivery."""
    with seat.writing() as con:
        run = runs.get_run(con, run_id)
        made = mending_acts.start(
            con, run, seat.settings.data, account_id=seat.user.id, now=seat.now
        )
    return RedirectResponse(f"/leveringen/{made}", 303)


@router.post("/leveringen/{run_id}/apart-gezet/{number}", dependencies=[SENDERS, Depends(csrf)])
def mend(
    request: Request,
    seat: Seated,
    run_id: RunId,
    number: Number,
    values: Annotated[dict[str, str], Depends(form_values)],
) -> Response:
    """Keep a row as it was mended, or say what is wrong with it."""
    found = _row(seat, run_id, number)
    after, changed, wrong = mending_views.of_form(found, values)
    try:
        with seat.writing() as con:
            mending_acts.keep(
                con, found.run, found.row, found.before, after, changed,
                reason=values.get("reden", ""), confirmed=values.get("bevestigd") == "ja",
                account_id=seat.user.id, now=seat.now, wrong=wrong,
            )  # fmt: skip
    except BrpMatchError as error:
        context = mending_views.mend_page(found, values, error.faults)
        return page(request, "mend.html", error.http_status, **context)
    return RedirectResponse(f"/leveringen/{run_id}/apart-gezet?m=rij", 303)


def _row(seat: Seat, run_id: str, number: int) -> mending_views.Found:
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
        joined = mending.joined(con, run_id)
    row = next((one for one in mending.rows_aside(run) if one.number == number), None)
    path = mending.file_of(run, row) if row is not None else None
    if row is None or path is None:
        raise WebError(404, "GEEN_RIJ", "Deze rij is er niet, of is hier niet te verbeteren.")
    if number in joined:
        raise WebError(409, "RIJ_VERGELEKEN", "Deze rij doet al mee: zij is al vergeleken.")
    return mending_views.read(run, row, path)
