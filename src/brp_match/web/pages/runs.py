"""Deliveries: upload, the mapping helper, progress, results, quarantine, and the export."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from brp_match.errors import BrpMatchError
from brp_match.web.deps import csrf, require
from brp_match.web.pages import mapping_helper
from brp_match.web.pages.desk import Refused, RunDesk
from brp_match.web.pages.dutch import told
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import form_values, run_desk

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
    signalen: Annotated[list[UploadFile], File()],
    inwoners: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep the files and go on to their columns; a file that cannot be read is told at once."""
    with _on_disk(signalen, inwoners) as (signals, residents):
        try:
            mapping_helper.look(signals)
            run_id = desk.keep_upload(signals, residents)
        except BrpMatchError as error:
            faults = [f"{fault.where}: {told(fault.detail)}" for fault in error.faults]
        except Refused as refused:
            faults = list(refused.faults)
        else:
            return RedirectResponse(f"/leveringen/{run_id}/kolommen", 303)
    return page(request, "upload.html", 400, **desk.upload_form(), fouten=faults)


@router.get("/leveringen/{run_id}/kolommen", dependencies=[COORDINATORS])
def columns(request: Request, desk: Desk, run_id: RunId) -> HTMLResponse:
    """Propose what each delivered column is."""
    files = mapping_helper.look(desk.waiting_files(run_id))
    return _columns_page(request, run_id, files, [])


@router.post("/leveringen/{run_id}/kolommen", dependencies=[COORDINATORS, Depends(csrf)])
def start(
    request: Request,
    desk: Desk,
    run_id: RunId,
    values: Annotated[dict[str, str], Depends(form_values)],
) -> Response:
    """Start the comparison with the columns as chosen, or say what is wrong with the choice."""
    files = mapping_helper.chosen(mapping_helper.look(desk.waiting_files(run_id)), values)
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
        bestanden=files,
        fouten=faults,
    )


@contextmanager
def _on_disk(
    signals: list[UploadFile], residents: UploadFile | None
) -> Iterator[tuple[list[Path], Path | None]]:
    """Write uploads to a folder that is gone afterwards, under names that are safe on any disk."""
    with tempfile.TemporaryDirectory(prefix="brp-match-") as folder:
        kept = [
            _write(upload, Path(folder) / str(number))
            for number, upload in enumerate(signals)
            if upload.filename
        ]
        register = (
            _write(residents, Path(folder) / "inwoners")
            if residents is not None and residents.filename
            else None
        )
        yield kept, register


def _write(upload: UploadFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / safe_name(upload.filename or "")
    with path.open("wb") as out:
        shutil.copyfileobj(upload.file, out)
    return path


def safe_name(name: str) -> str:
    """Return the last part of a delivered file name in letters, figures and . _ - only."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", last).lstrip(".")[-80:]
    return plain or "bestand"
