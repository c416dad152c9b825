"""Looking for a case by what stands in its signal, or by who it seems to be about. Only in the store: nothing leaves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from brp_match.reading.amounts import read_amount
from brp_match.reading.dates import read_day
from brp_match.reading.text import plain_letters
from brp_match.review import audit, processing_log
from brp_match.review.accounts import Account
from brp_match.review.schema import candidates, cases, runs

MOST = 50
"""Cases that are shown; who finds more asks more."""

LONGEST = 200
"""Signs of a question."""

NAMES = ("voornamen", "voorvoegsel", "geslachtsnaam", "partner_geslachtsnaam")
DATES = ("signaaldatum", "ontstaansdatum", "geboortedatum", "einddatum_contract")
AMOUNTS = ("bedrag", "termijnbedrag")


@dataclass(frozen=True)
class Hit:
    """A case that was found, and the month of its delivery (jjjj-mm)."""

    row: Row[Any]
    month: str


def find(con: Connection, account: Account, question: str) -> list[Hit]:
    """Return the cases that this account may see and that have every word of `question`, the newest delivery first.

    A word counts where it stands in the signal (numbers, names, address, telephone, mail), in the name of the resident
    who looks most like it, or is a date or an amount of it, however written. It reads every case there is and writes
    nothing: nobody's work waits for it. `note` tells the audit.
    """
    words = [word for word in question.split()[:12] if word.strip()]
    if not words:
        return []
    query = (
        select(
            cases, runs.c.month.label("maand"), candidates.c.data,
            runs.c.record["gemeente"].as_string().label("gemeenten"),
        )
        .join(runs, runs.c.id == cases.c.run_id)
        .outerjoin(candidates, (candidates.c.case_id == cases.c.id) & (candidates.c.rang == 1))
        .where(account.sight.cases())
        .order_by(runs.c.month.desc(), runs.c.created.desc(), cases.c.id)
    )  # fmt: skip
    asked = [Word.of(word) for word in words]
    found: list[Hit] = []
    for row in con.execute(query):
        own = str(row.gemeenten or "").split(",")
        person = row.data if row.data and not account.sight.hides(row.data, own) else {}
        if all(word.stands_in(*_texts(row, person)) for word in asked):
            found.append(Hit(row, row.maand))
            if len(found) > MOST:
                break
    return found


def note(con: Connection, account: Account, found: Sequence[Hit], now: datetime) -> None:
    """Keep that somebody looked and how many were found, never what for; and a line for everybody who was shown."""
    audit.write(con, "gezocht", account_id=account.id, now=now, detail={"aantal": len(found)})
    subjects = [
        str(one.row.decision["persoon_id"])
        for one in found[:MOST]
        if one.row.decision.get("persoon_id")
    ]
    processing_log.log_all(con, operation="zaak zoeken", subjects=subjects, now=now)


@dataclass(frozen=True)
class Word:
    """One word of a question, as it may stand in a case."""

    text: str
    day: str
    amount: str

    @classmethod
    def of(cls, word: str) -> Word:
        """Read a word: as text, as a date (jjjj-mm-dd) and as an amount; '' where it is none."""
        day, amount = read_day(word), read_amount(word)
        return cls(
            _plain(word), day.isoformat() if day else "", str(amount) if amount is not None else ""
        )

    def stands_in(self, text: str, days: frozenset[str], amounts: frozenset[str]) -> bool:
        """Tell whether a case has it."""
        return (
            (bool(self.text) and self.text in text)
            or (bool(self.day) and self.day in days)
            or (bool(self.amount) and self.amount in amounts)
        )


def _texts(row: Row[Any], person: Mapping[str, Any]) -> tuple[str, frozenset[str], frozenset[str]]:
    signal = row.signal
    days = {read_day(str(signal[name])) for name in DATES if signal.get(name)}
    amounts = {read_amount(str(signal[name])) for name in AMOUNTS if signal.get(name)}
    values = [str(value) for value in signal.values() if value]
    values += [str(person[name]) for name in NAMES if person.get(name)]
    # a postcode with a space in it is one word
    values += [str(signal.get("postcode") or "").replace(" ", ""), row.id[:8]]
    return (
        _plain(" ".join(values)),
        frozenset(day.isoformat() for day in days if day),
        frozenset(str(amount) for amount in amounts if amount is not None),
    )


def _plain(text: str) -> str:
    return plain_letters(text).strip()
