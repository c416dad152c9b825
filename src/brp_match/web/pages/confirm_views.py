"""Proposals as their pages want them: groups with what is left, one with its ground, a page of grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from sqlalchemy import Row

from brp_match.review import case_file, claims, feedback, feedback_queue, runs
from brp_match.review.compare import compare_rows
from brp_match.review.feedback_queue import Group
from brp_match.web.pages import case_views
from brp_match.web.pages.feedback_views import REFUSE
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.signal_views import signal_facts
from brp_match.web.pages.words import FEEDBACK, month_words


@dataclass(frozen=True)
class Within:
    """The part of the proposals that a coordinator works through: a delivery, a kind; '' for all."""

    levering: str = ""
    soort: str = ""

    def of(self, groups: Sequence[Group]) -> list[Group]:
        """Return the groups within it."""
        return [
            one
            for one in groups
            if self.levering in ("", one.run_id) and self.soort in ("", one.code)
        ]

    def link(self, path: str, **more: str) -> str:
        """Return an address of ours that stays within it."""
        values = {"levering": self.levering, "soort": self.soort} | more
        kept = {key: value for key, value in values.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def _within(
    levering: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = "",
    soort: Annotated[str, Query(pattern=r"^[a-z_]{0,30}$")] = "",
) -> Within:
    return Within(levering, soort)


Asked = Annotated[Within, Depends(_within)]
"""What an address asks for, as a parameter of a route."""


def overview(seat: Seat) -> Context:
    """Return the context of confirm_groups.html."""
    with seat.reading() as con:
        found = feedback_queue.groups(con, seat.user.sight)
        for_nobody = feedback_queue.waits_for_nobody(con)
        many = len({group.run_id for group in found}) > 1
    return {
        "hier": "/terugkoppeling",
        "totaal": sum(len(group.waiting) for group in found),
        "voor_niemand": for_nobody,
        "groepen": [
            {
                "naam": FEEDBACK[group.code],
                "levering": f"{month_words(group.month)}",
                "levering_href": f"/leveringen/{group.run_id}",
                "aantal": len(group.waiting),
                "proef": len(group.drawn),
                "fout": group.wrong,
                "een_voor_een": Within(group.run_id, group.code).link("/terugkoppeling/volgende"),
                "samen": f"/terugkoppeling/{group.run_id}/{group.code}" if group.together else None,
            }
            for group in found
        ],
        "meer_leveringen": many,
    }


def one(seat: Seat, case_id: str, within: Within) -> Context | None:
    """Return the context of confirm_one.html without what a form says; None where it waits no longer.

    The store notes that the case was seen. Raises BrpMatchError 404.
    """
    user = seat.user
    with seat.writing() as con:
        row = case_file.case_row(con, user, case_id)
        if not feedback.may_be_said(con, row):
            return None
        case = case_file.get_case(con, user, case_id, now=seat.now)
        claims.claim(con, user, case_id, seat.now)
        found = within.of(feedback_queue.groups(con, user.sight))
        run = runs.get_run(con, case.run_id)
    about = next(
        (p for p in case.candidates if p["persoon_id"] == case.decision.get("persoon_id")), None
    )
    here = f"/terugkoppeling/zaak/{case_id}"
    drawn = any(case_id in group.drawn for group in found)
    code = str(row.decision["terugkoppeling"])
    return {
        "zaak": {
            "nummer": case_views.number_of(case_id), "href": f"/zaak/{case_id}", "hier": within.link(here),
            "vlp": row.vlp, "sector": row.sector, "levering": month_words(run.month),
        },
        "code": code,
        "tekst": FEEDBACK[code],
        "feiten": case_views.gone(about) if about else [],
        "geheim": bool(about and about["geheim"]),
        "rijen": case_views.rows_of(case.signal, about),
        "inwoner": about is not None,
        "signaal": signal_facts(case.signal),
        "proef": drawn,
        "over": sum(len(group.waiting) for group in found),
        "anders": [
            (other, FEEDBACK[other])
            for other in feedback.CHOICES
            if other not in (code, feedback.REFUSED)
        ],
        "weiger": REFUSE,
        "volgende": within.link("/terugkoppeling/volgende"),
    }  # fmt: skip


def together(seat: Seat, run_id: str, code: str) -> Context | None:
    """Return the context of confirm_together.html; None where the group cannot be confirmed together.

    The store notes of every case on the page that it was seen.
    """
    user = seat.user
    with seat.writing() as con:
        group = feedback_queue.group_of(con, run_id, code, user.sight)
        if group is None or not group.together:
            return None
        page = group.waiting[: feedback_queue.ON_A_PAGE]
        shown = feedback_queue.seen_together(con, user, page, seat.now)
        month = runs.get_run(con, run_id).month
    return {
        "naam": FEEDBACK[code],
        "levering": month_words(month),
        "hier": f"/terugkoppeling/{run_id}/{code}",
        "totaal": len(group.waiting),
        "rijen": [_line(row, people) for row, people in shown],
    }


def _line(row: Row[Any], people: Sequence[Context]) -> Context:
    """One case of a page: who, by the signal and by the BRP, and the ground."""
    person = people[0] if people else {}
    compared = compare_rows(row.signal, person)
    return {
        "id": row.id,
        "nummer": case_views.number_of(row.id),
        "href": f"/terugkoppeling/zaak/{row.id}",
        "vlp": row.vlp,
        "geheim": bool(person.get("geheim")),
        "signaal": ", ".join(
            text
            for text in ("".join(piece for piece, _ in one.difference.left) for one in compared)
            if text
        ),
        "inwoner": ", ".join(
            text
            for text in ("".join(piece for piece, _ in one.difference.right) for one in compared)
            if text
        ),
        "anders": [
            f"{one.label}: {one.difference.words[:1].lower()}{one.difference.words[1:]}"
            for one in compared
            if one.difference.words
        ],
        "feiten": case_views.gone(person) if person else [],
    }


def undo_offer(seat: Seat) -> Context | None:
    """Return how to take back what this user said last of a proposal; None where that cannot be."""
    with seat.reading() as con:
        case_id = feedback_queue.last_said(con, seat.user)
    if case_id is None:
        return None
    return {
        "href": f"/terugkoppeling/zaak/{case_id}/terug", "versie": "",
        "tekst": f"Terugdraaien (zaak {case_views.number_of(case_id)})",
    }  # fmt: skip
