"""One case as a reviewer sees it; who may see it; its votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, true

from brp_match.errors import BrpMatchError
from brp_match.model import Reason
from brp_match.review import audit, claims, processing_log, shv
from brp_match.review.accounts import Account
from brp_match.review.schema import candidates, cases, judgements, runs
from brp_match.review.sight import own_codes
from brp_match.review.team import Team
from brp_match.review.votes import Ground, State, Verdict, Vote


@dataclass(frozen=True)
class CaseFile:
    """A case with its candidates in order of probability.

    `candidates` and `household` are rows of candidates.parquet; `household` lives at the signal's
    address now. To an account without that right a resident with secrecy is not among them
    (`people_seen`). `mine` is this reviewer's own judgement that stands, `version` changes with every judgement;
    `urgent` and `signal_date` (jjjj-mm-dd, '' when it has none) are what the queue goes by.
    """

    id: str
    run_id: str
    version: int
    state: State
    second_look: bool
    signal: dict[str, Any]
    decision: dict[str, Any]
    candidates: tuple[dict[str, Any], ...]
    household: tuple[dict[str, Any], ...]
    mine: Vote | None
    model: str
    urgent: bool
    signal_date: str


_ROW = select(cases).where(cases.c.id == bindparam("case_id"))
_VOTES = (
    select(judgements).where(judgements.c.case_id == bindparam("case_id")).order_by(judgements.c.id)
)
_PEOPLE = (
    select(candidates.c.data)
    .where(candidates.c.case_id == bindparam("case_id"))
    .order_by(candidates.c.rang)
)
"""What every case asks, made once: making a statement costs more than the database needs to answer it."""


def not_found() -> BrpMatchError:
    """The answer for a case that is not there and for one that this user may not see: the same."""
    return BrpMatchError(
        "ZAAK_ONBEKEND", "zaak", "deze zaak is er niet, of niet voor u", http_status=404
    )


def stale() -> BrpMatchError:
    """The answer for a judgement on a version that is no longer the newest."""
    return BrpMatchError(
        "ZAAK_GEWIJZIGD",
        "zaak",
        "deze zaak is intussen gewijzigd; bekijk hem opnieuw",
        http_status=409,
    )


def case_row(con: Connection, account: Account, case_id: str) -> Row[Any]:
    """Return the row of a case. Raises `not_found` also where the data are secret for this account."""
    row = con.execute(_ROW, {"case_id": case_id}).first()
    if row is None or not account.sight.sees(row):
        raise not_found()
    return row


def votes_of(con: Connection, case_id: str) -> list[Vote]:
    """Return the judgements that count, in order."""
    return _standing(con.execute(_VOTES, {"case_id": case_id}).all()).get(case_id, [])


def votes_of_cases(con: Connection, case_ids: Sequence[str]) -> dict[str, list[Vote]]:
    """Return case id → judgements that count, of these cases, in one question."""
    query = select(judgements).where(judgements.c.case_id.in_(case_ids)).order_by(judgements.c.id)
    return _standing(con.execute(query).all())


def votes_of_run(
    con: Connection, run_id: str = "", signals: Sequence[str] | None = None
) -> dict[str, list[Vote]]:
    """Return case id → judgements that count, of one run (or some of its signals) or of all, in one question."""
    query = select(judgements).order_by(judgements.c.id)
    if run_id:
        query = query.join(cases, cases.c.id == judgements.c.case_id).where(
            cases.c.run_id == run_id, true() if signals is None else cases.c.signaal_id.in_(signals)
        )
    return _standing(con.execute(query).all())


def _standing(rows: Sequence[Row[Any]]) -> dict[str, list[Vote]]:
    taken_back = {row.retracts for row in rows if row.retracts is not None}
    found: dict[str, list[Vote]] = {}
    for row in rows:
        if row.retracts is None and row.id not in taken_back and row.outcome != Verdict.OVERSLAAN:
            found.setdefault(row.case_id, []).append(
                Vote(
                    row.id, row.account_id, Verdict(row.outcome), row.persoon_id, Ground(row.ground)
                )
            )
    return found


def people_seen(con: Connection, account: Account, case_id: str) -> list[dict[str, Any]]:
    """Return the candidates of a case that this account may see, in order, as rows of candidates.parquet.

    Without the right a resident with secrecy, or of another municipality of the delivery, is not there: the places
    (`rang`) of the others close up.
    """
    people = con.execute(_PEOPLE, {"case_id": case_id}).scalars().all()
    own = own_of_case(con, case_id) if account.municipalities else ()
    seen = [person for person in people if not account.sight.hides(person, own)]
    return [person | {"rang": place} for place, person in enumerate(seen, 1)]


def place_of(con: Connection, account: Account, case_id: str, person: Mapping[str, Any]) -> int:
    """Return the place of a candidate among all of a case, also those that this account may not see."""
    if account.sight.everything:
        return int(person["rang"])
    query = select(candidates.c.rang).where(
        candidates.c.case_id == case_id, candidates.c.persoon_id == person["persoon_id"]
    )
    return int(con.execute(query).scalar_one())


def own_of_case(con: Connection, case_id: str) -> list[str]:
    """Return the codes of the municipalities that the delivery of a case was decided for."""
    query = select(runs.c.record).join(cases, cases.c.run_id == runs.c.id)
    return own_codes(con.execute(query.where(cases.c.id == case_id)).scalar())


def person_at(con: Connection, account: Account, case_id: str, rang: int) -> str:
    """Return the persoon_id of the candidate this account sees at `rang`; '' for none."""
    seen = people_seen(con, account, case_id)
    return str(seen[rang - 1]["persoon_id"]) if 1 <= rang <= len(seen) else ""


def may_judge(row: Row[Any], votes: Sequence[Vote], account: Account, team: Team) -> bool:
    """Tell whether this account may judge now: a second or third look is by somebody else, if there is."""
    voters = {vote.account_id for vote in votes}
    return row.state != State.KLAAR and (
        account.id not in voters or team.stands_alone(account.id, voters, row)
    )


@dataclass(frozen=True)
class Opened:
    """A case as it was read when somebody opened it: the file, its row, the judgements that count, what its delivery
    was decided by."""

    case: CaseFile
    row: Row[Any]
    votes: list[Vote]
    rules: DecidedBy


@dataclass(frozen=True)
class DecidedBy:
    """What of the record of a run a case asks for; `beleid` and `drempels` as run.json has them."""

    record: Mapping[str, Any]

    @property
    def model(self) -> str:
        """The content hash of the comparators and the version, for the record."""
        return f"{str(self.record['comparators'] or '')[:16]}:{self.record['versie'] or ''}"


_PARTS = {
    "beleid": runs.c.record["beleid"],
    "drempels": runs.c.record["drempels"],
    "comparators": runs.c.record["inhoud"]["comparators"],
    **{name: runs.c.record[name] for name in ("versie", "beleid_versie", "beleid_nummer")},
}
"""Of the long record of a run what a case asks for."""

_RULES = select(*(part.label(name) for name, part in _PARTS.items())).where(
    runs.c.id == bindparam("run_id")
)
_MODEL = select(*(_PARTS[name].label(name) for name in ("comparators", "versie"))).where(
    runs.c.id == bindparam("run_id")
)


def decided_by(con: Connection, run_id: str) -> DecidedBy:
    """Return what a delivery was decided by: of its long record what a case asks for."""
    return _asked_of(con, _RULES, run_id)


def _asked_of(con: Connection, asked: Select[Any], run_id: str) -> DecidedBy:
    row = con.execute(asked, {"run_id": run_id}).first()
    return DecidedBy(dict(row._mapping) if row is not None else dict.fromkeys(_PARTS))


def get_case(con: Connection, account: Account, case_id: str, *, now: datetime) -> CaseFile:
    """Return a case, and note in the audit and the processing log that it was seen.

    Raises BrpMatchError 404.
    """
    return open_case(con, account, case_id, now=now).case


def open_case(con: Connection, account: Account, case_id: str, *, now: datetime) -> Opened:
    """Do what `get_case` does, and return what was read for it as well."""
    row = case_row(con, account, case_id)
    people = people_seen(con, account, case_id)
    votes = votes_of(con, case_id)
    seen = [str(person["persoon_id"]) for person in people]
    processing_log.log_all(con, operation="zaak bekijken", subjects=seen, now=now)
    if row.state != State.KLAAR:
        claims.claim(con, account, case_id, now)
    audit.write(
        con, audit.CASE_SEEN, account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"versie": row.version},
    )  # fmt: skip
    decision = dict(row.decision)
    if Reason.BEKEND_BIJ_SHV in str(decision.get("redenen") or ""):
        decision = dict(shv.as_said(decision, shv.said(con)))
    if decision.get("tweede_persoon_id") not in seen:
        decision["tweede_persoon_id"] = ""
    rules = decided_by(con, row.run_id)
    case = CaseFile(
        id=row.id, run_id=row.run_id, version=row.version, state=State(row.state), second_look=row.second_look,
        signal=row.signal, decision=decision, candidates=tuple(people),
        household=tuple(p for p in people if p["huidig_adres"]),
        mine=next((vote for vote in votes if vote.account_id == account.id), None), model=rules.model,
        urgent=bool(row.urgent), signal_date=row.signal_date,
    )  # fmt: skip
    return Opened(case, row, votes, rules)


def model_of(con: Connection, run_id: str) -> str:
    """Return the content hash of the comparators and policy a run was made with, for the record."""
    return _asked_of(con, _MODEL, run_id).model
