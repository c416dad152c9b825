"""The pages of the review service: server-rendered HTML that works without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """Return the routers of all pages; the app includes them in this order."""
    from brp_match.web.pages import (
        accounts,
        audit,
        board,
        casework,
        clients,
        confirm,
        desk,
        first_day,
        health,
        list_check,
        mending,
        municipality,
        password,
        policy,
        practice,
        register,
        release,
        report_back,
        rights,
        runs,
        saved_filters,
        scorecards,
        search,
        shared_rates,
        shv,
        start,
    )

    return [
        start.router,
        board.router,
        saved_filters.router,
        desk.router,
        confirm.router,
        first_day.router,
        practice.router,
        search.router,
        casework.router,
        report_back.router,
        rights.router,
        runs.router,
        mending.router,
        release.router,
        scorecards.router,
        policy.router,
        shared_rates.router,
        shv.router,
        list_check.router,
        register.router,
        municipality.router,
        audit.router,
        health.router,
        accounts.router,
        clients.router,
        password.router,
    ]
