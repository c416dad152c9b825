"""One table from exception to HTTP status, and the two shapes of an error: problem+json and a page.

Nothing of a request comes back in an error: no value, no name, no traceback.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from brp_match.errors import BrpMatchError, Fault
from brp_match.web.validation import request_faults

log = logging.getLogger("brp_match.web")

API_VERSION = "1.0.0"
PROBLEM = "application/problem+json"

TITLES: Mapping[int, str] = {
    400: "De vraag is niet goed",
    401: "U bent niet ingelogd",
    403: "U mag dit niet",
    404: "Dit is er niet",
    405: "Dit kan hier niet",
    408: "Dit duurde te lang",
    409: "Dit kan nu niet meer",
    410: "Dit is verwijderd",
    412: "Dit is ondertussen veranderd",
    413: "Dit is te groot",
    415: "Deze soort inhoud kan hier niet",
    421: "Dit adres hoort niet bij deze dienst",
    428: "De voorwaarde If-Match ontbreekt",
    429: "Te veel vragen",
    500: "Er ging iets mis",
    503: "De dienst is even niet beschikbaar",
    507: "De schijf is vol",
}
"""Title per status. A status that is not here is never answered."""


CASE = re.compile(r"(/terugkoppeling)?(/zaak/[\w-]+)")


class WebError(Exception):
    """A refusal of the web layer: status, stable code, Dutch detail, faults and extra headers."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        faults: Sequence[dict[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = faults
        self.headers = dict(headers or {})
        super().__init__(f"{status} {code}")


def status_of(error: BaseException) -> int:
    """Return the HTTP status of an exception. This is the whole table.

    WebError and Starlette's HTTPException carry theirs; BrpMatchError its `http_status`; a request
    that does not validate is 400; a database that is away or has no connection free 503, that cannot take a value (too large, too long)
    400, that has one already 409; a full disk 507; the rest 500.
    """
    match error:
        case WebError():
            return error.status
        case BrpMatchError():
            return error.http_status
        case RequestValidationError():
            return 400
        case HTTPException():
            return error.status_code
        case OperationalError():
            return (
                507 if "disk is full" in str(error.orig) or "No space" in str(error.orig) else 503
            )
        case DBAPIError() if error.connection_invalidated:
            return 503
        case DataError():
            return 400
        case IntegrityError():
            return 409
        case OSError() if error.errno == 28:  # ENOSPC
            return 507
        case ConnectionError() | TimeoutError() | NoConnection():
            return 503
        case _:
            return 500


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: Sequence[dict[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    reference: str = "",
) -> JSONResponse:
    """Return problem+json (RFC 9457) with `errors`: one entry a fault (in, location, code, detail)."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    body["detail"] = detail
    if code:
        body["code"] = code
    if errors:
        body["errors"] = list(errors)
    if reference:
        body["kenmerk"] = reference
    return JSONResponse(body, status, {"API-Version": API_VERSION, **(headers or {})}, PROBLEM)


def is_api(path: str) -> bool:
    """Tell whether a path belongs to the API (then errors are problem+json, else pages)."""
    return path == "/v1" or path.startswith("/v1/")


def of_fault(fault: Fault) -> dict[str, Any]:
    """One fault of the engine as an entry of `errors`."""
    return {
        "in": "body",
        "location": {"name": fault.where},
        "code": fault.code,
        "detail": fault.detail,
    }


def answer(request: Request, error: Exception) -> Response:
    """Answer any exception in the shape its path asks for, and log its kind and place only."""
    status = status_of(error)
    detail, code, errors = _describe(error, status)
    headers = dict(getattr(error, "headers", None) or {})
    reference = ""
    if status == 503:
        headers.setdefault("Retry-After", "5")
    if status >= 500:
        reference = secrets.token_hex(6)
        # never the message: it may hold a value of a delivery
        log.error("%s %s %s at %s", reference, status, type(error).__name__, _place(error))
    if is_api(request.url.path):
        return problem(
            status, detail, code=code, errors=errors, headers=headers, reference=reference
        )
    texts = [str(entry["detail"]) for entry in errors]
    if isinstance(error, RequestValidationError):
        detail = "Wat u vroeg of invulde, klopt niet."
    return error_page(request, status, detail, texts, headers, reference)


def error_page(
    request: Request,
    status: int,
    detail: str,
    faults: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    reference: str = "",
) -> Response:
    """The same refusal as a page."""
    from brp_match.web.pages.render import page

    response: HTMLResponse = page(
        request,
        "error.html",
        status,
        titel=TITLES.get(status, TITLES[500]),
        uitleg=detail,
        fouten=list(faults),
        vervolg=_next_step(request, status),
        kenmerk=reference,
    )
    response.headers.update(headers or {})
    return response


def _next_step(request: Request, status: int) -> tuple[str, str]:
    """Where a visitor goes on after an error: a case that changed meanwhile is looked at again, other files chosen."""
    case = CASE.match(request.url.path)
    if status == 409 and case:
        return case[2], "Bekijk de zaak opnieuw"
    if status == 413 and request.url.path == "/leveringen/nieuw":
        return request.url.path, "Kies andere bestanden"
    return ("/inloggen", "Inloggen") if status == 401 else ("/", "Naar het begin")


def install(app: FastAPI) -> None:
    """Let every exception of `app` end in `answer`."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer(request, error)

    for kind in (
        WebError,
        BrpMatchError,
        RequestValidationError,
        HTTPException,
        SQLAlchemyError,
        OSError,
    ):
        app.add_exception_handler(kind, handle)
    app.add_exception_handler(Exception, handle)


_PLAIN = {
    401: "Log in om verder te gaan.",
    403: "Uw rol geeft geen recht op deze pagina of handeling.",
    404: "Deze pagina of dit gegeven bestaat niet, of niet meer.",
    405: "Deze handeling bestaat hier niet.",
    500: "Dit ligt niet aan u. Er is niets verloren gegaan. Probeer het zo nog eens. Gaat het weer mis? Meld dan het kenmerk aan de beheerder.",
    503: "De database is even niet bereikbaar. Er is niets verloren gegaan. Probeer het zo opnieuw.",
    507: "De schijf is vol. Er is niets verloren gegaan. Meld dit aan de beheerder.",
}


LOST = (
    "De bestanden van deze levering zijn weg of beschadigd. De andere leveringen werken gewoon. Vraag de beheerder om een "
    "reservekopie terug te zetten."
)
"""Said where a finished run cannot be read: in a service nobody chose its folder."""


def _describe(error: Exception, status: int) -> tuple[str, str, Sequence[dict[str, Any]]]:
    match error:
        case WebError():
            return error.detail, error.code, error.faults
        case BrpMatchError():
            first = error.faults[0]
            if first.code == "RUN_ONLEESBAAR":
                return LOST, first.code, ()
            return first.detail, first.code, [of_fault(fault) for fault in error.faults]
        case RequestValidationError():
            return (
                "De vraag heeft fouten; ze staan alle in errors.",
                "VRAAG_ONGELDIG",
                request_faults(error),
            )
        case _:
            code = re.sub(r"\W+", "_", HTTPStatus(status).phrase.upper())
            return _PLAIN.get(status, TITLES.get(status, TITLES[500])), code, ()


def _place(error: BaseException) -> str:
    """File and line of the deepest frame: enough to find it, without a value."""
    trace = error.__traceback__
    if trace is None:
        return "?"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
