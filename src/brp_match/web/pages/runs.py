"""Deliveries: upload, the mapping helper, progress, results, quarantine, and the export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import audit, intake, kept_work, municipality, questions, runs
from brp_match.review.decisions import export_decisions
from brp_match.review.retention import purge_run
from brp_match.review.runs import RunState
from brp_match.web import card_places
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages import (
    mapping_forms,
    mapping_helper,
    quarantine_views,
    question_views,
    run_views,
)
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.render import attachment, page
from brp_match.web.pages.seat import Seat, Seated, form_values
from brp_match.web.uploads import sent_file, sent_files

router = APIRouter(include_in_schema=False)

RunId = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Place = Annotated[int, Query(ge=0, le=1_000_000_000)]
READERS = Depends(require("coordinator", "beheerder"))
COORDINATORS = Depends(require("coordinator"))
SENDERS = Depends(require("coordinator", whole=True))
"""Who may send a delivery, and see its cells: these are of every municipality together."""
REMOVERS = Depends(require("coordinator", "beheerder", whole=True))
REFRESH = 5
"""Seconds between two looks at a delivery that is at work."""
TICK = "Zet een vinkje als u zeker weet dat deze levering weg mag."


@router.get("/leveringen", dependencies=[READERS])
def run_list(request: Request, seat: Seated, vanaf: Place = 0) -> HTMLResponse:
    """Show the deliveries, the newest first; `vanaf` is the place of the first one shown."""
    return page(request, "runs.html", **run_views.runs_page(seat, vanaf))


@router.get("/leveringen/nieuw", dependencies=[SENDERS])
def upload_form(request: Request, seat: Seated) -> HTMLResponse:
    """Ask for files."""
    return page(request, "upload.html", **run_views.upload_page(seat), fouten=[])


@router.post("/leveringen/nieuw", dependencies=[SENDERS, Depends(csrf)])
def upload(
    request: Request,
    seat: Seated,
    signalen: Annotated[list[UploadFile] | None, File()] = None,
    inwoners: Annotated[UploadFile | None, File()] = None,
    vorige_adressen: Annotated[UploadFile | None, File()] = None,
    adressen: Annotated[UploadFile | None, File()] = None,
    uitval: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep the files and go on to their columns; a file that cannot be read is told at once."""
    sent = intake.SentFiles(
        sent_files(signalen),
        sent_file(inwoners),
        sent_file(vorige_adressen),
        sent_file(adressen),
        drop_out=sent_file(uitval),
    )
    names: dict[str, str] = {}
    try:
        with intake.arriving(
            seat.settings.data,
            sent,
            seat.settings.register,
            brp=seat.settings.population is not None,
        ) as arrival:
            names |= arrival.request.names
            arrival.check(lambda signals: mapping_helper.look(signals, {}))
            with seat.writing() as con:
                arrival.submit(
                    con, name=f"Levering {number_of(arrival.run_id)}", account_id=seat.user.id,
                    now=seat.now, state=RunState.KOLOMMEN,
                )  # fmt: skip
            arrival.keep()
    except BrpMatchError as error:
        faults = [run_views.fault_told(one, names) for one in error.faults]
        return page(request, "upload.html", 400, **run_views.upload_page(seat), fouten=faults)
    return RedirectResponse(f"/leveringen/{arrival.run_id}/kolommen", 303)


@router.get("/leveringen/{run_id}/kolommen", dependencies=[SENDERS])
def columns(request: Request, seat: Seated, run_id: RunId) -> HTMLResponse:
    """Propose what each delivered column is: as chosen before, by its name, or by what stands in it."""
    return _columns_page(request, seat, run_id, _waiting(seat, run_id), [])


@router.post("/leveringen/{run_id}/kolommen", dependencies=[SENDERS, Depends(csrf)])
def start(
    request: Request,
    seat: Seated,
    run_id: RunId,
    values: Annotated[dict[str, str], Depends(form_values)],
) -> Response:
    """Start the comparison with the columns as chosen, or say what is wrong with the choice."""
    files = mapping_helper.chosen(_waiting(seat, run_id), values)
    month = values.get("maand", "")
    if values.get("kijk"):
        return _columns_page(request, seat, run_id, files, [], month)
    faults = mapping_helper.faults(files)
    if not faults:
        # only now it is known which columns are dates
        faults = mapping_forms.faults(files, month)
    if faults:
        return _columns_page(request, seat, run_id, files, faults, month)
    folder = seat.settings.data / run_id / "in"
    path = folder / "kolommen.toml"
    with seat.reading() as con:
        paths = [Path(one) for one in runs.get_run(con, run_id).request.signals]
    told = mapping_forms.answers(files, paths, folder)
    path.write_text(mapping_helper.as_toml(files, told), encoding="utf-8")
    month = month if mapping_forms.without_month(files) else ""
    with seat.writing() as con:
        runs.start_waiting(con, run_id, str(path), month)
        mapping_forms.remember(con, files, f"{seat.now:%Y-%m}")
    return RedirectResponse(f"/leveringen/{run_id}", 303)


@router.get("/leveringen/{run_id}", dependencies=[READERS])
def run(
    request: Request,
    seat: Seated,
    run_id: RunId,
    ververs: Annotated[str, Query(pattern=r"^(|nee)$")] = "",
) -> HTMLResponse:
    """Show how far a delivery is, and what came of it; `ververs=nee` stands still while it runs."""
    context = run_views.run_page(seat, run_id)
    still = ververs == "nee"
    return page(request, "run.html", **context, ververst=not still, seconden=REFRESH, fouten=[])


@router.get("/leveringen/{run_id}/gewoonten", dependencies=[READERS])
def habits(request: Request, seat: Seated, run_id: RunId) -> HTMLResponse:
    """Show what stood out in a delivery as a whole, by VLP."""
    return page(request, "habits.html", **question_views.findings_page(seat, run_id))


@router.get("/leveringen/{run_id}/vragen", dependencies=[SENDERS])
def ask(request: Request, seat: Seated, run_id: RunId) -> HTMLResponse:
    """Ask about what is not certain: as delivered beside both ways to read it."""
    return page(request, "questions.html", **question_views.questions_page(seat, run_id), fouten=[])


@router.post("/leveringen/{run_id}/vragen", dependencies=[SENDERS, Depends(csrf)])
def answer(
    request: Request,
    seat: Seated,
    run_id: RunId,
    values: Annotated[dict[str, str], Depends(form_values)],
) -> Response:
    """Read the delivery (anew) with the answers."""
    context = question_views.questions_page(seat, run_id)
    try:
        given = question_views.answers_of(context, values)
        with seat.writing() as con:
            questions.answer(con, run_id, given, account_id=seat.user.id, now=seat.now)
    except BrpMatchError as error:
        faults = [run_views.fault_told(one, {}) for one in error.faults]
        return page(request, "questions.html", error.http_status, **context, fouten=faults)
    return RedirectResponse(f"/leveringen/{run_id}", 303)


@router.post("/leveringen/{run_id}/verwijderen", dependencies=[REMOVERS, Depends(csrf)])
def remove(
    request: Request, seat: Seated, run_id: RunId, akkoord: Annotated[str, Form()] = ""
) -> Response:
    """Delete a delivery for real: an explicit act, with a tick; the proof stands in the audit."""
    if akkoord != "ja":
        context = run_views.run_page(seat, run_id)
        return page(
            request, "run.html", 400, **context, ververst=False, seconden=REFRESH, fouten=[TICK]
        )
    purge_run(seat.engine, run_id, now=seat.now, account_id=seat.user.id, later=True)
    seat.overviews.forget_gone()
    kept_work.forget_gone()
    return RedirectResponse("/leveringen?m=verwijderd", 303)


@router.get("/leveringen/{run_id}/apart-gezet", dependencies=[REMOVERS])
def quarantine(request: Request, seat: Seated, run_id: RunId, vanaf: Place = 0) -> HTMLResponse:
    """Show the rows that could not be used, in plain Dutch."""
    return page(request, "quarantine.html", **quarantine_views.quarantine_page(seat, run_id, vanaf))


@router.get("/leveringen/{run_id}/apart-gezet.csv", dependencies=[COORDINATORS])
def quarantine_file(seat: Seated, run_id: RunId) -> Response:
    """Hand over the rows of the delivery that could not be used, to send back to who delivered them."""
    lines = quarantine_views.quarantine_lines(seat, run_id)
    with seat.writing() as con:
        audit.write(
            con, "apart_gezet_opgehaald", account_id=seat.user.id, now=seat.now, run_id=run_id,
            detail={"rijen": len(lines) - 1},
        )  # fmt: skip
    return attachment("".join(lines).encode("utf-8-sig"), "apart-gezet.csv")


@router.get("/leveringen/{run_id}/voortgang", dependencies=[READERS])
def progress(seat: Seated, run_id: RunId) -> JSONResponse:
    """Tell the page how far a delivery is, so that it need not load again."""
    return JSONResponse(run_views.progress(seat, run_id))


@router.get("/leveringen/{run_id}/besluiten.csv", dependencies=[COORDINATORS])
def export(seat: Seated, run_id: RunId) -> Response:
    """Hand over the decisions for RIS and VPS."""
    with seat.writing() as con:
        lines = list(export_decisions(con, seat.user, run_id, seat.now))
    return attachment((line.encode() for line in lines), "besluiten.csv")


def _waiting(seat: Seat, run_id: str) -> list[mapping_helper.FileColumns]:
    """Return the columns of a delivery that waits for them. BrpMatchError 404, WebError 409."""
    with seat.reading() as con:
        found = runs.get_run(con, run_id)
        known = card_places.known_deliverers(con, seat.user.sight)
        known += [one.name for one in municipality.read(con).partners]
    if found.state is not RunState.KOLOMMEN:
        raise WebError(409, "RUN_GESTART", "Deze levering is al gestart.")
    paths = [Path(path) for path in found.request.signals]
    files = mapping_helper.look(paths, found.request.names, seat.now.date(), known)
    with seat.reading() as con:
        return mapping_forms.recalled(con, files)


def _columns_page(
    request: Request,
    seat: Seat,
    run_id: str,
    files: list[mapping_helper.FileColumns],
    faults: list[str],
    month: str = "",
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
        waarschuwingen=[mapping_forms.warnings(file) for file in files],
        twijfel=[mapping_forms.in_doubt(file) for file in files],
        zonder_maand=mapping_forms.without_month(files),
        maand=month or f"{seat.now:%Y-%m}",
        maanden=mapping_forms.months_back(seat.now.date()),
        fouten=faults,
    )
