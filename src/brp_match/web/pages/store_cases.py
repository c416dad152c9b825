"""The queue and the cases of the database, as their pages want them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from brp_match.errors import BrpMatchError
from brp_match.review import cases, judge, queue, second_look
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.schema import candidates, judgements
from brp_match.review.votes import Outcome, State
from brp_match.web.errors import WebError
from brp_match.web.pages import case_views
from brp_match.web.pages.desk import Context, QueueFilter, Refused, Verdict
from brp_match.web.pages.dutch import OUTCOMES, sentence, told
from brp_match.web.pages.store_feedback import feedback_shown

PAGE = 25
SECOND_LOOKS_SHOWN = 200
SECOND_LOOK = QueueFilter(tweede=True)
TASKS = {State.TWEEDE: "Tweede oordeel", State.DERDE: "Derde oordeel: u beslist"}


class CasesOfStore:
    """Cases for one reviewer: what he may not see is not there."""

    def __init__(self, engine: Engine, user: Account, now: datetime) -> None:
        self.engine = engine
        self.user = user
        self.now = now

    def queue(self, chosen: QueueFilter, cursor: str) -> Context:
        """Return the context of queue.html."""
        filters = _filters(chosen)
        with reading(self.engine) as con:
            found = queue.list_cases(
                con, self.user, filters, now=self.now, cursor=cursor, size=PAGE
            )
            first = queue.next_case(con, self.user, filters, now=self.now)
            vlps, reasons = queue.choices(con)
        return {
            "hier": "/werkvoorraad",
            "totaal": found.total,
            "eerste": chosen.link(f"/zaak/{first}") if first else None,
            "gefilterd": chosen.any,
            "filters": {
                "vlps": [(vlp, vlp) for vlp in vlps],
                "redenen": [(code, sentence(code)) for code in reasons],
                "vlp": chosen.vlp,
                "reden": chosen.reden,
                "leeftijd": chosen.leeftijd,
            },
            "zaken": [case_views.queue_row(row, chosen) for row in found.rows],
            "vorige": chosen.link("/werkvoorraad") if cursor else None,
            "volgende": chosen.link("/werkvoorraad", vanaf=found.next_cursor)
            if found.next_cursor
            else None,
        }

    def second_look(self) -> Context:
        """Return the context of second_look.html."""
        with reading(self.engine) as con:
            found = queue.list_cases(
                con, self.user, _filters(SECOND_LOOK), now=self.now, size=SECOND_LOOKS_SHOWN
            )
            first = queue.next_case(con, self.user, _filters(SECOND_LOOK), now=self.now)
            agreed = second_look.agreement(con)
        rows = [
            case_views.queue_row(row, SECOND_LOOK) | {"taak": TASKS[row.state]}
            for row in found.rows
        ]
        return {
            "eerste": SECOND_LOOK.link(f"/zaak/{first}") if first else None,
            "totaal": found.total,
            "zaken": rows,
            "overeenstemming": {
                "paren": agreed.n,
                "gelijk": agreed.equal / agreed.n if agreed.n else None,
                "kappa": agreed.kappa,
                "laag": agreed.low,
                "hoog": agreed.high,
            },
        }

    def case(self, case_id: str, rang: int | None, score: bool, chosen: QueueFilter) -> Context:
        """Return the context of decide.html; the store notes that the case was seen."""
        with self.engine.begin() as con:
            case = cases.get_case(con, self.user, case_id, now=self.now)
            row = cases.case_row(con, self.user, case_id)
            votes = cases.votes_of(con, case_id)
            open_to_me = cases.may_judge(row, votes, self.user)
            said = self._said(con, case)
            previous = judge.previous_case(con, self.user)
            following = queue.next_case(con, self.user, _filters(chosen), now=self.now)
            shown = case_views.candidate_shown(case, rang, self.user.secrecy)
            risky = (
                judge.risks_of(con, case_id, shown["persoon_id"])
                if shown is not None and open_to_me
                else ()
            )
            about_feedback = feedback_shown(con, self.user, row)
        if said is not None:
            said["kan_terug"] = votes[-1].account_id == self.user.id
        context = case_views.case_page(case, shown, self.user.secrecy, self.now, chosen)
        here = f"/zaak/{case_id}"
        return context | {
            "tweede_blik": case.state in TASKS and case.mine is None and open_to_me,
            "mag_oordelen": open_to_me,
            "besluit": said,
            "score": case_views.score_of(case, self.user.secrecy) if said and score else None,
            "score_href": chosen.link(here, score="ja") if said and not score else None,
            "risico": case_views.risk_words(risky),
            "terugkoppeling": about_feedback,
            "vorige": chosen.link(f"/zaak/{previous}") if previous not in (None, case_id) else None,
            "volgende": chosen.link(f"/zaak/{following}")
            if following not in (None, case_id)
            else None,
            "terug": "/tweede-blik" if chosen.tweede else chosen.link("/werkvoorraad"),
            "terug_href": chosen.link(f"{here}/terugdraaien"),
        }

    def decide(self, case_id: str, verdict: Verdict, chosen: QueueFilter) -> str:
        """Keep a judgement; return the path of the next case in the filter, '' when there is none."""
        version = _version(verdict.versie)
        try:
            with self.engine.begin() as con:
                person = ""
                if verdict.uitkomst == Outcome.DEZELFDE_PERSOON:
                    person = self._person(con, case_id, verdict.rang)
                judge.judge(
                    con, self.user, case_id, outcome=Outcome(verdict.uitkomst), persoon_id=person,
                    reason=verdict.reden, version=version, now=self.now,
                    key=self._key(case_id, verdict),
                )  # fmt: skip
                following = queue.next_case(con, self.user, _filters(chosen), now=self.now)
        except BrpMatchError as error:
            if error.http_status != 400:
                raise
            raise Refused([told(fault.detail) for fault in error.faults]) from None
        # skipping the last one leads back to the list, not to the same case again
        return f"/zaak/{following}" if following and following != case_id else ""

    def undo(self, case_id: str, versie: str) -> None:
        """Take the user's own judgement back."""
        with self.engine.begin() as con:
            judge.undo(con, self.user, case_id, version=_version(versie), now=self.now)

    def _said(self, con: Connection, case: cases.Case) -> Context | None:
        if case.mine is None:
            return None
        row = con.execute(select(judgements).where(judgements.c.id == case.mine.id)).one()
        rank = next(
            (p["rang"] for p in case.candidates if p["persoon_id"] == case.mine.persoon_id), None
        )
        return {
            "uitkomst": OUTCOMES[case.mine.outcome],
            "inwoner": rank,
            "moment": row.at,
            "reden": row.reason,
        }

    def _person(self, con: Connection, case_id: str, rang: int | None) -> str:
        """The person of a tab; one that this user may not see is none."""
        row = con.execute(
            select(candidates.c.persoon_id, candidates.c.geheim).where(
                candidates.c.case_id == case_id, candidates.c.rang == (rang or 0)
            )
        ).first()
        return "" if row is None or (row.geheim and not self.user.secrecy) else str(row.persoon_id)

    def _key(self, case_id: str, verdict: Verdict) -> str:
        """The same form sent twice is one judgement."""
        parts = (self.user.id, case_id, verdict.versie, verdict.uitkomst, str(verdict.rang))
        return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _version(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise WebError(
            409, "ZAAK_GEWIJZIGD", "Deze zaak is intussen gewijzigd; bekijk hem opnieuw."
        )
    return int(text)


def _filters(chosen: QueueFilter) -> queue.Filters:
    age = int(chosen.leeftijd) if chosen.leeftijd else None
    return queue.Filters(chosen.vlp, chosen.reden, age, second=chosen.tweede)
