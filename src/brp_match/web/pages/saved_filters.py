"""Filters of the queue that a user kept under a name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from brp_match.review import values
from brp_match.web.deps import csrf, require
from brp_match.web.pages.queue_filter import Chosen, QueueFilter
from brp_match.web.pages.seat import Seat, Seated

router = APIRouter(include_in_schema=False)

REVIEWERS = Depends(require("beoordelaar", "coordinator"))
MOST = 20
"""Filters that a user keeps; the oldest goes first."""


def read(con: Connection, seat: Seat) -> list[tuple[str, QueueFilter]]:
    """Return name and filter of those this user kept, the oldest first."""
    kept = values.read_json(con, _key(seat)) or {}
    return [(name, QueueFilter(**filters)) for name, filters in kept.items()]


@router.post("/werkvoorraad/filters", dependencies=[REVIEWERS, Depends(csrf)])
def keep(
    seat: Seated,
    chosen: Chosen,
    naam: Annotated[str, Form(max_length=40)] = "",
    weg: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Keep the filter in the address under a name, or take the one of that name away."""
    name = " ".join(naam.split())
    with seat.writing() as con:
        values.hold(con, _key(seat))
        kept = dict(read(con, seat))
        kept.pop(name, None)
        if weg != "ja" and name and chosen.any:
            kept[name] = chosen
        newest = list(kept.items())[-MOST:]
        values.write_json(con, _key(seat), dict(newest))
    return RedirectResponse(chosen.link("/werkvoorraad", m="filter"), 303)


def _key(seat: Seat) -> str:
    return f"filters:{seat.user.id}"
