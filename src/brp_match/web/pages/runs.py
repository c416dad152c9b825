"""Deliveries: upload, the mapping helper, progress, results, quarantine, and the export."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest import look_at_register
from brp_match.web.deps import csrf, require
from brp_match.web.pages import mapping_helper
from brp_match.web.pages.desk import Refused, RunDesk, Uploaded
from brp_match.web.pages.dutch import told
from brp_match.web.pages.render import page
from brp_match.web.pages.run_views import with_names
from brp_match.web.pages.seat import form_values, run_desk
from brp_match.web.uploads import keep, name_shown

router = APIRouter(include_in_schema=False)

RunId = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Desk = Annotated[RunDesk, Depends(run_desk)]
READERS = Depends(require("coordinator", "beheerder"))
REFRESH = 5
"""Seconds between two looks at a delivery that is at work."""
COORDINATORS = Depends(require("coordinator"))


@router.get("/leveringen", dependencies=[READERS])
def runs(request: Request, desk: Desk) -> HTMLResponse:
    """Show all deliveries."""
    return page(request, "runs.html", **desk.runs())


@router.get("/leveringen/nieuw", dependencies=[COORDINATORS])
def upload_form(request: Request, desk: Desk) -> HTMLResponse:
    """Ask for files."""
    return page(request, "upload.html", **desk.upload_form(), fouten=[])


@router.post("/leveringen/nieuw", dependencies=[COORDINATORS, Depends(csrf)])
def upload(
    request: Request,
    desk: Desk,
    signalen: Annotated[list[UploadFile] | None, File()] = None,
    inwoners: Annotated[UploadFile | None, File()] = None,
    vorige_adressen: Annotated[UploadFile | None, File()] = None,
    adressen: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep the files and go on to their columns; a file that cannot be read is told at once."""
    names: dict[str, str] = {}
    with _on_disk(signalen or [], inwoners, vorige_adressen, adressen, names) as files:
        try:
            _look(files)
            run_id = desk.keep_upload(files)
        except BrpMatchError as error:
            faults = [f"{with_names(one.where, names)}: {told(one.detail)}" for one in error.faults]
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return RedirectResponse(f"/leveringen/{run_id}/kolommen", 303)
    return page(request, "upload.html", 400, **desk.upload_form(), fouten=faults)


@router.get("/leveringen/{run_id}/kolommen", dependencies=[COORDINATORS])
def columns(request: Request, desk: Desk, run_id: RunId) -> HTMLResponse:
    """Propose what each delivered column is."""
    waiting = desk.waiting_files(run_id)
    return _columns_page(request, run_id, mapping_helper.look(waiting.signals, waiting.names), [])


@router.post("/leveringen/{run_id}/kolommen", dependencies=[COORDINATORS, Depends(csrf)])
def start(
    request: Request,
    desk: Desk,
    run_id: RunId,
    values: Annotated[dict[str, str], Depends(form_values)],
) -> Response:
    """Start the comparison with the columns as chosen, or say what is wrong with the choice."""
    waiting = desk.waiting_files(run_id)
    files = mapping_helper.chosen(mapping_helper.look(waiting.signals, waiting.names), values)
    faults = mapping_helper.faults(files)
    if not faults:
        try:
            desk.start(run_id, mapping_helper.as_toml(files))
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return RedirectResponse(f"/leveringen/{run_id}", 303)
    return _columns_page(request, run_id, files, faults)


@router.get("/leveringen/{run_id}", dependencies=[READERS])
def run(
    request: Request,
    desk: Desk,
    run_id: RunId,
    ververs: Annotated[str, Query(pattern=r"^(|nee)$")] = "",
) -> HTMLResponse:
    """Show how far a delivery is, and what came of it; `ververs=nee` stands still while it runs."""
    context = desk.run(run_id)
    still = ververs == "nee"
    answer = page(request, "run.html", **context, ververst=not still, fouten=[])
    if context["run"]["bezig"] and not still:
        answer.headers["Refresh"] = str(REFRESH)
    return answer


@router.post("/leveringen/{run_id}/verwijderen", dependencies=[READERS, Depends(csrf)])
def remove(
    request: Request, desk: Desk, run_id: RunId, akkoord: Annotated[str, Form()] = ""
) -> Response:
    """Delete a delivery: an explicit act, with a tick."""
    if akkoord != "ja":
        faults = ["Zet een vinkje als u zeker weet dat deze levering weg mag."]
        return page(request, "run.html", 400, **desk.run(run_id), ververst=False, fouten=faults)
    desk.remove(run_id)
    return RedirectResponse("/leveringen?m=verwijderd", 303)


@router.get("/leveringen/{run_id}/apart-gezet", dependencies=[READERS])
def quarantine(
    request: Request, desk: Desk, run_id: RunId, vanaf: Annotated[int, Query(ge=0)] = 0
) -> HTMLResponse:
    """Show the rows that could not be used, in plain Dutch."""
    return page(request, "quarantine.html", **desk.quarantine(run_id, vanaf))


@router.get("/leveringen/{run_id}/besluiten.csv", dependencies=[COORDINATORS])
def export(desk: Desk, run_id: RunId) -> Response:
    """Hand over the decisions for RIS and VPS."""
    return StreamingResponse(
        desk.export(run_id),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="besluiten.csv"'},
    )


def _columns_page(
    request: Request, run_id: str, files: list[mapping_helper.FileColumns], faults: list[str]
) -> HTMLResponse:
    return page(
        request,
        "mapping.html",
        400 if faults else 200,
        hier=f"/leveringen/{run_id}/kolommen",
        run_href=f"/leveringen/{run_id}",
        doelen=mapping_helper.TARGETS,
        sectoren=[(name, name) for name in mapping_helper.SECTORS],
        bestanden=files,
        fouten=faults,
    )


@contextmanager
def _on_disk(
    signals: list[UploadFile],
    residents: UploadFile | None,
    previous_addresses: UploadFile | None,
    addresses: UploadFile | None,
    names: dict[str, str],
) -> Iterator[Uploaded]:
    """Write uploads under names of ours to a folder that is gone afterwards, with what was not moved.

    `names` comes to hold what the sender calls each of them.
    """
    with tempfile.TemporaryDirectory(prefix="brp-match-") as folder:

        def kept(upload: UploadFile | None, name: str) -> Path | None:
            if upload is None or not upload.filename:
                return None
            path = keep(upload, Path(folder), name)
            names[path.name] = name_shown(upload.filename)
            return path

        numbered = [kept(one, f"signalen-{n}") for n, one in enumerate(signals, start=1)]
        yield Uploaded(
            [path for path in numbered if path],
            kept(residents, "inwoners"),
            kept(previous_addresses, "vorige-adressen"),
            kept(addresses, "adressen"),
            names,
        )


def _look(files: Uploaded) -> None:
    """Raise BrpMatchError for files that cannot be used: of signals all is read, of the rest the columns."""
    faults: list[Fault] = []
    try:
        mapping_helper.look(files.signals, files.names)
    except BrpMatchError as error:
        faults += error.faults
    try:
        look_at_register(files.residents, files.previous_addresses, files.addresses)
    except BrpMatchError as error:
        faults += error.faults
    if faults:
        raise BrpMatchError.from_faults(faults)
