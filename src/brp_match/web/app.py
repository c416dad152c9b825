"""The app factory: settings in, an application out. Nothing is made at import."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.routing import BaseRoute

from brp_match.policy import load_policy
from brp_match.report.maker import OverviewMaker
from brp_match.review import audit, kept_work, municipality, policies
from brp_match.review.earlier_months import EarlierMonths
from brp_match.review.engine import migrate, open_engine
from brp_match.review.places import private
from brp_match.web import auth, deps, errors, pages, register_upload
from brp_match.web.api import api_router
from brp_match.web.api.single_match import SingleMatcher
from brp_match.web.bodies import BodyLimit
from brp_match.web.observe import OTLP_VARIABLE, Observatory, Observed, sender_of
from brp_match.web.overviews import Maker, Overviews
from brp_match.web.ratelimit import RateLimit
from brp_match.web.security import KnownHost, SecurityHeaders
from brp_match.web.settings import WebSettings, check, secret_of
from brp_match.web.traced import Traced
from brp_match.web.visit import CatchAll, Visit

STATIC = Path(__file__).with_name("static")

well_known = APIRouter(include_in_schema=False)


def create_app(settings: WebSettings, maker: Maker | None = None) -> FastAPI:
    """Make the application: database brought up to date, worker and prepared register at its start.

    `maker` makes the scorecards; in this process when none is given.
    Raises BrpMatchError for settings that cannot be, or a database that cannot be reached.
    """
    check(settings)
    private(settings.data)
    register_upload.clear(settings.data)
    if settings.register is None and settings.population is None:
        settings = replace(settings, register=register_upload.kept_register(settings.data))
    if not settings.secret:
        settings = _with_secret(settings)
    engine = open_engine(settings.url, settings.data)
    migrate(engine)
    with engine.begin() as con:
        policies.begin(con, load_policy(settings.policy), deps.now())
        told = municipality.read(con)
    app = FastAPI(
        title="brp-match",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.municipality = told
    app.state.provider = auth.provider_of(settings)
    app.state.overviews = Overviews(engine, maker or OverviewMaker(), deps.now)
    app.state.earlier = EarlierMonths(engine)
    app.state.observatory = Observatory(spans=bool(os.environ.get(OTLP_VARIABLE)))
    app.state.limit = RateLimit(settings.requests_per_minute)
    app.state.matcher = SingleMatcher(settings.register) if settings.register else None
    app.state.register_upload = register_upload.RegisterUpload(
        settings.data, settings.gemeente, lambda path, job: _new_register(app, path, job)
    )
    errors.install(app)
    app.add_exception_handler(deps.LoginNeeded, _to_login)
    app.router.routes.extend(routes())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # the one added last stands outermost
    app.add_middleware(Observed, observatory=app.state.observatory)
    app.add_middleware(CatchAll)
    app.add_middleware(Traced)
    app.add_middleware(Visit, settings=settings, engine=engine)
    app.add_middleware(BodyLimit, settings=settings, engine=engine)
    app.add_middleware(KnownHost, settings=settings)
    app.add_middleware(SecurityHeaders, settings=settings)
    return app


@cache
def routes() -> Sequence[BaseRoute]:
    """Return the routes of the service, in the order in which they are tried. They hold nothing of an application, and
    what they ask for is worked out at their first request: once a process, however many applications there are."""
    every = APIRouter()
    every.include_router(well_known)
    every.include_router(auth.router)
    every.include_router(api_router(), prefix="/v1")
    for router in pages.routers():
        every.include_router(router)
    return every.routes


@well_known.get("/.well-known/security.txt")
def security_txt(request: Request) -> Response:
    """Say where to report a weakness (RFC 9116)."""
    settings = deps.settings(request)
    if not settings.security_contact:
        raise errors.WebError(404, "GEEN_MELDPUNT", "Er is geen meldpunt ingesteld.")
    expires = (deps.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return PlainTextResponse("\n".join(lines) + "\n")


@well_known.get("/gezond")
def healthy(request: Request) -> Response:
    """Tell a monitor that the service and its database answer; 503 when the database does not."""
    with deps.engine(request).connect() as con:
        con.exec_driver_sql("SELECT 1")
    return PlainTextResponse("gezond\n")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    from brp_match.review.worker import Worker

    if app.state.matcher is not None:
        await run_sync(app.state.matcher.open)

    def forget_gone() -> None:
        app.state.overviews.forget_gone()
        kept_work.forget_gone()

    worker = Worker(
        app.state.engine, app.state.settings.data, deps.now, forget_gone,
        app.state.overviews.begin, app.state.settings.gemeente, app.state.settings.population, app.state.settings.keep_days,
        lambda: app.state.settings.register,
    )  # fmt: skip
    worker.start()
    sender = sender_of(app.state.observatory)
    if sender is not None:
        sender.start()
    try:
        yield
    finally:
        if sender is not None:
            await run_sync(sender.stop)
        await run_sync(worker.stop)
        app.state.overviews.close()
        if app.state.matcher is not None:
            app.state.matcher.close()
        app.state.engine.dispose()


async def _to_login(request: Request, error: Exception) -> Response:
    assert isinstance(error, deps.LoginNeeded)
    if errors.is_api(request.url.path):
        return errors.answer(request, error)
    return RedirectResponse(error.location, 303)


def _new_register(app: FastAPI, path: Path, job: register_upload.Job) -> None:
    """Use a register that was just prepared: for deliveries and single matches from now on."""
    before: SingleMatcher | None = app.state.matcher
    app.state.settings = replace(app.state.settings, register=path)
    made = SingleMatcher(path)
    made.open()
    app.state.matcher = made
    if before is not None:
        before.close()
    with app.state.engine.begin() as con:
        audit.write(
            con, "register_vervangen", account_id="", now=deps.now(), detail=dict(job.counts)
        )


def _with_secret(settings: WebSettings) -> WebSettings:
    return replace(settings, secret=secret_of(settings.data))
