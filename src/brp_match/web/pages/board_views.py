"""The board, and who works on a case, as their templates want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, select

from brp_match.report.release_log import release_key
from brp_match.review import assigning, mending, municipality, releases, runs
from brp_match.review.accounts import list_accounts
from brp_match.review.board import Board, Waiting, board, deliveries_that_ask
from brp_match.review.due import SOON
from brp_match.review.forecast import WORKING_DAYS, Forecast
from brp_match.review.mending import Mend
from brp_match.review.schema import cases
from brp_match.review.sight import EVERYTHING
from brp_match.review.team import Team, team_of
from brp_match.review.votes import State
from brp_match.web import card_places
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.run_views import STATES, run_name
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import HERE, count, day, decimal, month_words
from brp_match.web.register_upload import register_age

TASKS = {State.OPEN: "oordeel", State.TWEEDE: "tweede oordeel", State.DERDE: "derde oordeel"}

ENOUGH = 10
"""Judgements in the weeks that the pace is taken over under which it tells nothing."""

NOBODY_SAID = {
    "zaken": (
        "1 zaak wacht op niemand", "{n} zaken wachten op niemand",
        "Geen beoordelaar mag ze zien. Vraag de beheerder om een account dat mag oordelen.",
    ),
    "terugkoppeling": (
        "1 terugkoppeling wacht op niemand", "{n} terugkoppelingen wachten op niemand",
        "Geen coördinator mag ze zien. Vraag de beheerder om een coördinator die ze mag zien.",
    ),
    "geheim": (
        "Niemand in uw team mag personen met geheimhouding zien", "",
        "Komt er een zaak over zo'n persoon, dan beoordeelt niemand die. Vraag de beheerder om een account dat dit mag.",
    ),
    "leveringen": (
        "1 levering wacht op niemand", "{n} leveringen wachten op niemand",
        "Er is geen coördinator. Vraag de beheerder om er een te maken.",
    ),
}  # fmt: skip
"""What waits for nobody → one, more, and what to do about it."""

LOOKED_AT = 20
"""Newest deliveries of which the board tells that their files are lost."""

TEAM = {
    0: "Er is nog niemand die mag oordelen. Vraag de beheerder om een account.",
    1: "Uw team heeft één beoordelaar. Een tweede blik kan dan niet: het oordeel telt meteen. Wie het niet wist, "
    "oordeelt later opnieuw.",
    2: "Uw team heeft twee beoordelaars. Een deel van de zaken krijgt een tweede blik. Verschillen de oordelen, dan "
    "overleggen zij samen: wie daarna opnieuw oordeelt, beslist.",
}
THREE = (
    "Uw team heeft {n} beoordelaars. Een deel van de zaken krijgt een tweede blik. Verschillen de oordelen, dan "
    "beslist een derde."
)


def board_page(seat: Seat, faults: list[str]) -> Context:
    """Return the context of board.html."""
    today = seat.now.astimezone(HERE).date()
    with seat.reading() as con:
        found = board(con, seat.user, seat.now, today)
        names = {one.id: one.name for one in list_accounts(con)}
        asking = deliveries_that_ask(con)
        mended = mending.waiting(con)
        vlps = sorted(
            con.execute(
                select(cases.c.vlp)
                .where(cases.c.state != str(State.KLAAR), seat.user.sight.cases())
                .distinct()
            ).scalars(),
            key=str.casefold,
        )
        cards = _cards(con)
        recent = runs.list_runs(con, size=LOOKED_AT, finished=True, own=True)
        lost = [_lost(one) for one in recent if card_places.lost(one)]
        missing = _missing(con, today)
        collegas = list(team_of(con).names.items())
        nothing = not runs.list_runs(con, size=1)
    made, old = register_age(seat.settings, seat.now)
    return {
        "nog_niets": nothing,
        "register_oud": made if old else None,
        "tellingen": {
            "oordeel": found.states.get(State.OPEN, 0),
            "tweede": found.states.get(State.TWEEDE, 0),
            "derde": found.states.get(State.DERDE, 0),
            "bevestigen": found.confirm,
            "kaarten": cards[1] if cards else 0,
            "te_laat": found.late,
            "bijna": found.soon,
        },
        "kaarten_href": cards[0] if cards else None,
        "niemand": [
            (
                (NOBODY_SAID[what][0] if n == 1 else NOBODY_SAID[what][1].format(n=count(n))),
                NOBODY_SAID[what][2],
            )
            for what, n in found.nobody.items()
        ],
        "leveringen": _waits_on_somebody(asking, mended) + lost,
        "ontbreekt": missing,
        "klokken": found.terms,
        "verwachting": forecast_said(found.forecast, sum(found.states.values())),
        "team": TEAM.get(found.team, THREE.format(n=found.team)),
        "weken": [f"{week.day}-{week.month}" for week in found.weeks],
        "mensen": [
            {"naam": one.name, "van": one.assigned, "weken": one.weeks} for one in found.people
        ],
        "van_niemand": found.unassigned,
        "eerst": [_first(one, today, names) for one in _pressing(found, today)],
        "vlps": [(vlp, vlp) for vlp in vlps],
        "collegas": collegas,
        "fouten": faults,
    }


def _first(one: Waiting, today: date, names: Mapping[str, str]) -> Context:
    return {
        "href": f"/zaak/{one.id}",
        "nummer": number_of(one.id),
        "vlp": one.vlp,
        "taak": TASKS[one.state],
        "dag": one.due,
        "over": (one.due - today).days if one.due else None,
        "wie": names.get(one.assigned, ""),
    }


def _waits_on_somebody(
    asking: Sequence[Row[Any]], mended: Sequence[tuple[runs.Run, Sequence[Mend]]]
) -> list[Context]:
    """The deliveries that ask something, and those with mended rows that nobody compared yet."""
    found: list[Context] = [
        {
            "href": f"/leveringen/{row.id}",
            "naam": run_name(row),
            "stand": STATES[runs.RunState(row.state)][0],
        }
        for row in asking
    ]
    return found + [
        {
            "href": f"/leveringen/{run.id}/apart-gezet",
            "naam": run_name(run),
            "stand": "1 verbeterde rij doet nog niet mee"
            if len(rows) == 1
            else f"{len(rows)} verbeterde rijen doen nog niet mee",
        }
        for run, rows in mended
    ]


def _lost(run: runs.Run) -> Context:
    """A delivery whose files are not there any more, or damaged: without them there is no card and no pick-up list."""
    return {
        "href": f"/leveringen/{run.id}",
        "naam": run_name(run),
        "stand": "de bestanden van de uitkomst zijn weg of beschadigd; de beheerder zet een reservekopie terug",
    }


def _pressing(found: Board, today: date) -> list[Waiting]:
    """Return the cases that are late or about to be."""
    return [one for one in found.first if one.due is not None and (one.due - today).days <= SOON]


def _cards(con: Connection) -> tuple[str, int] | None:
    """Return where the newest month's cards are released, and how many of all its deliveries are still to be; None
    without any delivery."""
    newest = runs.list_runs(con, size=1, finished=True, own=True)
    if not newest:
        return None
    ids = [
        run_id for run_id, month in runs.finished_months(con, own=True) if month == newest[0].month
    ]
    waiting = {}
    for run_id in ids:
        out = releases.standing(con, run_id)
        run = runs.get_run(con, run_id)
        # of a delivery whose files are lost there is nothing to release
        cards = () if card_places.lost(run) else card_places.places(run, EVERYTHING)
        keys = [release_key(one.vlp, one.code) for one in cards]
        waiting[run_id] = sum(key not in out for key in keys)
    first = next((run_id for run_id in ids if waiting[run_id]), ids[0])
    return f"/scorekaarten/{first}/vrijgeven", sum(waiting.values())


def _missing(con: Connection, today: date) -> list[str]:
    """Return in words which deliverers delivered nothing this month while their day is past."""
    told = municipality.read(con)
    month = f"{today:%Y-%m}"
    came = {
        vlp
        for run in runs.list_runs(con, size=20, finished=True, own=True)
        if f"{run.created.astimezone(HERE):%Y-%m}" == month
        for vlp in card_places.delivered_by(run) or ()
    }
    return [
        f"{one.name}: verwacht op {day(today.replace(day=one.day))}, nog niets ontvangen in {month_words(month)}."
        for one in told.partners
        if one.day and one.day < today.day and one.name not in came
    ]


def forecast_said(found: Forecast, waiting: int) -> list[str]:
    """Return in plain Dutch what becomes of the open cases at this pace."""
    if not waiting:
        return ["Er wacht geen zaak op een oordeel."]
    lines = []
    if found.done is None:
        lines.append("De laatste vier weken is er niets beoordeeld. Zo komt het werk niet af.")
    elif found.per_day * WORKING_DAYS < ENOUGH:
        judged = round(found.per_day * WORKING_DAYS)
        lines.append(
            f"De laatste vier weken {'was er 1 oordeel' if judged == 1 else f'waren er {judged} oordelen'}: te weinig om "
            "te zeggen wanneer het werk af is."
        )
        if found.needed:
            lines.append(f"Om op tijd te zijn, {needed_said(found.needed)} per werkdag nodig.")
        return lines
    else:
        lines.append(
            f"De laatste vier weken waren er {decimal(found.per_day)} oordelen per werkdag. In dit tempo is alles "
            f"beoordeeld op {day(found.done)}."
        )
    if found.late:
        lines.append(
            f"{'1 zaak haalt' if found.late == 1 else f'{count(found.late)} zaken halen'} dan de uiterste dag niet. "
            f"Daarvoor {needed_said(found.needed)} per werkdag nodig."
        )
    elif found.done is not None:
        lines.append("Elke zaak die nog op tijd kan zijn, is dan op tijd.")
    return lines


def needed_said(needed: float) -> str:
    """Whole judgements: a part of one does not make it."""
    whole = ceil(needed)
    return "is 1 oordeel" if whole == 1 else f"zijn {count(whole)} oordelen"


def of_case(con: Connection, case_id: str, team: Team) -> Context:
    """Return who a case is for, its notes, and who it may be given to."""
    account_id, name = assigning.assigned_to(con, case_id)
    return {
        "van": account_id,
        "van_naam": name,
        "notities": assigning.notes_of(con, case_id),
        "collegas": list(team.names.items()),
    }
