"""The queue, a case and the second looks as their templates want them, read from the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from brp_match.decide.feedback import told
from brp_match.policy import Policy, policy_of_record
from brp_match.review import case_file, judge, policies, queue, runs, second_look, together
from brp_match.review.accounts import Role
from brp_match.review.after import BY_GROUND
from brp_match.review.schema import judgements
from brp_match.review.team import team_of
from brp_match.review.votes import Ground, State
from brp_match.web.pages import (
    board_views,
    case_views,
    other_views,
    policy_views,
    saved_filters,
)
from brp_match.web.pages.feedback_views import feedback_shown
from brp_match.web.pages.queue_filter import QueueFilter
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import FEEDBACK, GROUNDS, OUTCOMES, sentence

PAGE = 25
SECOND_LOOKS_SHOWN = 200
SECOND_LOOK = QueueFilter(tweede=True)
BEGIN = "/werkvoorraad/volgende"
"""Leads to the case to begin with."""

TASKS = {State.TWEEDE: "Tweede oordeel", State.DERDE: "Derde oordeel: u beslist"}


def queue_page(seat: Seat, chosen: QueueFilter, start: int) -> Context:
    """Return the context of queue.html, a page of cases from `start` (0 is the first)."""
    with seat.reading() as con:
        team = team_of(con)
        found = queue.list_cases(
            con, seat.user, chosen.of_store, now=seat.now, start=start, size=PAGE, team=team
        )
        vlps, reasons = queue.choices(con, seat.user.sight)
        for_nobody = queue.waits_for_nobody(con) if seat.is_a(Role.COORDINATOR) else 0
        nothing = not found.total and not runs.list_runs(con, size=1, finished=True)
        kept = saved_filters.read(con, seat)
    return {
        "nog_niets": nothing,
        "hier": "/werkvoorraad",
        "totaal": found.total,
        "voor_niemand": for_nobody,
        "eerste": chosen.link(BEGIN) if found.total else None,
        "gefilterd": chosen.any,
        "filters": {
            "vlps": [(vlp, vlp) for vlp in vlps],
            "redenen": [(code, sentence(code)) for code in reasons],
            "vlp": chosen.vlp,
            "reden": chosen.reden,
            "leeftijd": chosen.leeftijd,
            "sorteer": chosen.sorteer,
        },
        "zaken": [case_views.queue_row(row, chosen) for row in found.rows],
        "van": start + 1,
        "bewaard": [{"naam": name, "href": one.link("/werkvoorraad")} for name, one in kept],
        "bewaren_href": chosen.link("/werkvoorraad/filters"),
        "vorige": _page_from(chosen, start - PAGE) if start else None,
        "volgende": _page_from(chosen, start + PAGE) if start + PAGE < found.total else None,
    }


def _page_from(chosen: QueueFilter, start: int) -> str:
    """The address of the page of the queue that begins at a place."""
    return chosen.link("/werkvoorraad", vanaf=str(start) if start > 0 else "")


def begin(seat: Seat, chosen: QueueFilter) -> str:
    """Return the address of the case to begin with, held for this user: two who begin at once get different ones.
    Of the list where none waits."""
    with seat.writing() as con:
        first = queue.offer(con, seat.user, chosen.of_store, now=seat.now)
    return chosen.link(f"/zaak/{first}" if first else chosen.list_path)


def second_look_page(seat: Seat) -> Context:
    """Return the context of second_look.html."""
    with seat.reading() as con:
        team = team_of(con)
        found = queue.list_cases(
            con, seat.user, SECOND_LOOK.of_store, now=seat.now, size=SECOND_LOOKS_SHOWN, team=team
        )
        agreed = second_look.agreement(con)
    rows = [
        case_views.queue_row(row, SECOND_LOOK) | {"taak": TASKS[row.state]} for row in found.rows
    ]
    return {
        "eerste": SECOND_LOOK.link(BEGIN) if found.total else None,
        "totaal": found.total,
        "zaken": rows,
        "team": len(team.members),
        "overeenstemming": {
            "paren": agreed.n,
            "gelijk": agreed.equal / agreed.n if agreed.n else None,
            "kappa": agreed.kappa,
            "laag": agreed.low,
            "hoog": agreed.high,
        },
    }


def case_page(
    seat: Seat, case_id: str, rang: int | None, score: bool, chosen: QueueFilter
) -> Context:
    """Return the context of decide.html without what a form says; the store notes that it was seen.

    `rang`: the candidate whose tab is open; `score`: whether what the engine thought is asked for, which
    is told only after the user's own judgement. Raises BrpMatchError 404.
    """
    user = seat.user
    with seat.writing() as con:
        opened = case_file.open_case(con, user, case_id, now=seat.now)
        case, row, votes = opened.case, opened.row, opened.votes
        team = team_of(con)
        open_to_me = case_file.may_judge(row, votes, user, team)
        said = _said(con, case)
        previous = judge.previous_case(con, user)
        following = queue.next_case(con, user, chosen.of_store, now=seat.now, team=team)
        shown = case_views.candidate_shown(case, rang)
        about_feedback = feedback_shown(con, user, row, case.candidates)
        person = str(shown["persoon_id"]) if shown is not None else ""
        others = together.others_of(con, user, row, person, team)
        earlier = other_views.earlier_shown(con, user, case_id, case.run_id, person)
        place = case_file.place_of(con, user, case_id, shown) if shown is not None else 1
        teamwork = board_views.of_case(con, case_id, team)
        terms = policies.terms(con)
    if said is not None:
        said["kan_terug"] = votes[-1].account_id == user.id
    here, record = f"/zaak/{case_id}", opened.rules.record
    risky = _risks(record, shown, place) if shown is not None and open_to_me else ()
    context = case_views.case_page(case, shown, seat.now, terms, chosen)
    context["signaal"] += [("Beleid", label) for label in policy_views.labels(record)]
    return context | {
        "tweede_blik": case.state in TASKS and case.mine is None and open_to_me,
        "mag_oordelen": open_to_me,
        "alleen": open_to_me and case.mine is not None,
        "gronden": _grounds(record) if open_to_me else [],
        "anderen": other_views.others_shown(others),
        "eerder": earlier,
        "besluit": said,
        "score": case_views.score_of(case) if said and score else None,
        "team": teamwork,
        "score_href": chosen.link(here, score="ja") if said and not score else None,
        "risico": case_views.risk_words(risky),
        "terugkoppeling": about_feedback,
        "vorige": chosen.link(f"/zaak/{previous}") if previous not in (None, case_id) else None,
        "volgende": chosen.link(f"/zaak/{following}") if following not in (None, case_id) else None,
        "terug": chosen.list_path if chosen.tweede else chosen.link(chosen.list_path),
        "terug_href": chosen.link(f"{here}/terugdraaien"),
    }


def undo_offer(seat: Seat, chosen: QueueFilter) -> Context | None:
    """Return how to take back what this user judged last; None where somebody judged after it."""
    with seat.reading() as con:
        case_id = judge.previous_case(con, seat.user)
        if case_id is None:
            return None
        row = case_file.case_row(con, seat.user, case_id)
        votes = case_file.votes_of(con, case_id)
    if not votes or votes[-1].account_id != seat.user.id:
        return None
    href = chosen.link(f"/zaak/{case_id}/terugdraaien")
    return {
        "href": href,
        "versie": str(row.version),
        "tekst": f"Terugdraaien (zaak {case_views.number_of(case_id)})",
    }


def _risks(record: Mapping[str, Any], person: Mapping[str, Any], place: int) -> tuple[str, ...]:
    return judge.risks(
        {**person, "rang": place},
        match_at=float(record["drempels"]["match_vanaf"]),
        minor_below=int(record["beleid"]["minor_below"]),
    )


def _grounds(record: Mapping[str, Any]) -> list[Context]:
    """What a reviewer may say is going on, with what follows under the policy of the delivery."""
    return list(_grounds_under(json.dumps(record.get("beleid"), sort_keys=True)))


@lru_cache(maxsize=16)
def _grounds_under(policy_text: str) -> tuple[Context, ...]:
    # every case of a delivery has the same policy: it is read once
    policy = policy_of_record({"beleid": json.loads(policy_text)})
    return tuple(
        {"code": code, "tekst": text, "toets": str(key), "gevolg": _follows(Ground(code), policy)}
        for key, (code, text) in enumerate(GROUNDS.items(), len(OUTCOMES) + 1)
    )


def _follows(ground: Ground, policy: Policy) -> str:
    ending = BY_GROUND.get(ground)
    if ending is None:
        return "Bij “dezelfde persoon”: wel opgepakt. Op de oppaklijst staat dat er een bewindvoerder is."
    heard = FEEDBACK[str(told(ending, policy).feedback)].lower()
    said = f"Niet opgepakt. De vastelastenpartner hoort: {heard}"
    if ground is Ground.VERTROKKEN:
        return f"{said}. Staat in de BRP een andere gemeente, dan: geen inwoner."
    return f"{said}."


def _said(con: Connection, case: case_file.CaseFile) -> Context | None:
    """What this user said of a case; None for nothing."""
    if case.mine is None:
        return None
    row = con.execute(select(judgements).where(judgements.c.id == case.mine.id)).one()
    rank = next(
        (p["rang"] for p in case.candidates if p["persoon_id"] == case.mine.persoon_id), None
    )
    return {
        "uitkomst": OUTCOMES[case.mine.outcome],
        "grond": GROUNDS.get(case.mine.ground, ""),
        "inwoner": rank,
        "moment": row.at,
        "reden": row.reason,
    }
