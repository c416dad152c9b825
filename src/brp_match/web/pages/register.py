"""The register of the service: how old it is, and a new one in its place."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from brp_match.dutch import sentence
from brp_match.errors import BrpMatchError
from brp_match.web.deps import csrf, require
from brp_match.web.pages.render import page
from brp_match.web.pages.run_views import NEEDED
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told
from brp_match.web.register_upload import OLD, RegisterUpload, kept_register, register_age
from brp_match.web.settings import MEGABYTE
from brp_match.web.uploads import sent_file

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator"))
STATES = {
    "bezig": "Het register wordt voorbereid. Leveringen gaan zolang door met het oude.",
    "klaar": "Het nieuwe register staat klaar en geldt voor leveringen van nu af aan.",
}


@router.get("/instellingen/register", dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the register that is used, and ask for a newer one."""
    return _page(request, seat, [])


@router.get("/instellingen/register/voortgang", dependencies=[COORDINATORS])
def progress(request: Request, seat: Seated) -> JSONResponse:
    """Tell the page whether it is ready."""
    upload: RegisterUpload = request.app.state.register_upload
    busy = upload.job.state == "bezig"
    said = STATES.get(upload.job.state, "")
    return JSONResponse({"bezig": busy, "stap": said, "procent": None, "resterend": ""})


@router.post("/instellingen/register", dependencies=[COORDINATORS, Depends(csrf)])
def replace(
    request: Request,
    seat: Seated,
    inwoners: Annotated[UploadFile | None, File()] = None,
    vorige_adressen: Annotated[UploadFile | None, File()] = None,
    adressen: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take a register, or say what is wrong with its files."""
    upload: RegisterUpload = request.app.state.register_upload
    files = {"inwoners": inwoners, "vorige_adressen": vorige_adressen, "adressen": adressen}
    try:
        upload.take({name: sent_file(file) for name, file in files.items()}, seat.now)
    except BrpMatchError as error:
        return _page(request, seat, faults_told(error, 400, 409))
    return RedirectResponse("/instellingen/register?m=register", 303)


def _page(request: Request, seat: Seat, faults: list[str]) -> HTMLResponse:
    upload: RegisterUpload = request.app.state.register_upload
    made, old = register_age(seat.settings, seat.now)
    ours = kept_register(seat.settings.data)
    context: Context = {
        "datum": made,
        "oud": old,
        "dagen_oud": OLD.days,
        # one that was named at the start is the manager's to replace
        "van_elders": seat.settings.register is not None and seat.settings.register != ours,
        "bezig": upload.job.state == "bezig",
        "gezegd": STATES.get(upload.job.state, ""),
        "aantallen": sorted(upload.job.counts.items()),
        "mislukt": [sentence(fault.detail) for fault in upload.job.faults],
        "grens_mb": seat.settings.upload_limit // MEGABYTE,
        "nodig": NEEDED,
        "fouten": faults,
    }
    return page(request, "register.html", 400 if faults else 200, **context)
