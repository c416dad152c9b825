"""What earlier runs picked up, as far as a signal of today can repeat it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from brp_match.database import Connection, quote_literal
from brp_match.decide.repeats import PickUp, kind_of
from brp_match.link.history import has_dates, sent_since, unreadable_run
from brp_match.model import Reason
from brp_match.reading import customer_key, read_amount, read_day
from brp_match.reading.status import HELPED
from brp_match.run_tables import run_sql, seen_sql

DROPPED = (
    Reason.HERHAALDE_MELDING, Reason.GEEN_WONING, Reason.ONDER_DREMPEL, Reason.ACHTERSTAND_TE_JONG,
    Reason.ACHTERSTAND_TE_OUD,
)  # fmt: skip
"""Grounds by which a signal is not picked up whoever it is about: a judgement who it is changes nothing."""


def load_pick_ups(
    con: Connection,
    history: Sequence[Path],
    since: date | None,
    until: date | None = None,
    people: str = "",
    *,
    secrecy: bool = True,
) -> list[PickUp]:
    """Return what the earlier runs (folders of `link`) picked up, as they decided and people judged after.

    Only what can be repeated is read: signals dated from `since` (`repeatable_since`; None for nothing) up to
    `until`, about the persoon_id of the table `people` ('' for anybody), so memory does not grow with history.
    Without `secrecy` as if nobody who has it stood in the register.
    A person's judgement (`oordelen_alle`) goes before the decision: who turned out to be nobody was not
    picked up, who turned out to be a resident was. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR.
    """
    if since is None:
        return []
    runs = sent_since(con, sorted(set(history)), since)
    return [one for folder in runs for one in _of_run(con, folder, since, until, people, secrecy)]


def repeatable_since(first: date | None, within_days: int) -> date | None:
    """Return the first day on which a signal can have been sent that one of `first` repeats; None for no such day."""
    if first is None or within_days <= 0:
        return None
    return first - timedelta(days=min(within_days, (first - date.min).days))


def repeatable_until(last: date | None) -> date | None:
    """Return the last day on which a signal can have been sent that one of `last` repeats: of one month whichever came
    first counts. None for no bound."""
    if last is None:
        return None
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


def _of_run(
    con: Connection, folder: Path, since: date, until: date | None, people: str, secrecy: bool
) -> list[PickUp]:
    decisions, candidates = (
        seen_sql(folder, name, secrecy=secrecy) for name in ("decisions", "candidates")
    )
    signals = run_sql(folder / "signals.parquet")
    helped = ", ".join(quote_literal(str(status)) for status in sorted(HELPED))
    dropped = ", ".join(quote_literal(str(reason)) for reason in DROPPED)
    among = f"WHERE persoon_id IN (SELECT persoon_id FROM {people})" if people else ""
    try:
        # a run of an earlier version has no dates read: of those every row is looked at
        sent = "b.signaaldatum_gelezen" if has_dates(con, folder) else "s.signaaldatum"
        rows = con.execute(
            f"""SELECT signaal_id, vlp, soort, bedrag, sent, klantnummer, persoon_id FROM (
                SELECT b.signaal_id, s.vlp, s.soort_signaal AS soort, s.bedrag, {sent} AS sent, s.klantnummer,
                    CASE WHEN o.signaal_id IS NULL THEN b.persoon_id ELSE o.persoon_id END AS persoon_id
                FROM {decisions} b JOIN {signals} s USING (signaal_id)
                LEFT JOIN oordelen_alle o USING (signaal_id)
                WHERE CASE WHEN o.signaal_id IS NULL THEN b.besluit = 'match'
                    ELSE o.persoon_id IN (SELECT c.persoon_id FROM {candidates} c
                            WHERE c.signaal_id = b.signaal_id AND c.status IN ({helped}))
                        AND split_part(coalesce(b.redenen, ''), '|', 1) NOT IN ({dropped}) END) {among}
            ORDER BY ALL"""
        ).fetchall()
    except duckdb.Error as error:
        raise unreadable_run(folder) from error
    found = (
        PickUp(
            vlp,
            person,
            kind_of(kind),
            _euros(amount),
            read_day(sent),
            signal,
            customer_key(number) or "",
        )
        for signal, vlp, kind, amount, sent, number, person in rows
    )
    return [one for one in found if one.datum and since <= one.datum <= (until or date.max)]


def _euros(text: str | None) -> float | None:
    amount = read_amount(text)
    return float(amount) if amount is not None else None
