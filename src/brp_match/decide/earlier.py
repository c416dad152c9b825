"""What earlier runs picked up, as far as a signal of today can repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from brp_match.database import Connection, parquet_sql, quote_literal
from brp_match.decide.repeats import PickUp, kind_of
from brp_match.errors import BrpMatchError
from brp_match.model import Reason
from brp_match.reading import read_amount, read_day
from brp_match.reading.status import HELPED

FILES = ("decisions.parquet", "signals.parquet", "candidates.parquet")

DROPPED = (
    Reason.HERHAALDE_MELDING, Reason.GEEN_WONING, Reason.ONDER_DREMPEL, Reason.ACHTERSTAND_TE_JONG,
    Reason.ACHTERSTAND_TE_OUD,
)  # fmt: skip
"""Grounds by which a signal is not picked up whoever it is about: a judgement who it is changes nothing."""


def load_pick_ups(con: Connection, history: Sequence[Path]) -> list[PickUp]:
    """Return what the earlier runs (folders of `link`) picked up, as they decided and people judged after.

    A person's judgement (`oordelen_alle`) goes before the decision: who turned out to be nobody was not
    picked up, who turned out to be a resident was. Raises BrpMatchError GESCHIEDENIS_ONLEESBAAR.
    """
    return [one for folder in sorted(set(history)) for one in _of_run(con, folder)]


def _of_run(con: Connection, folder: Path) -> list[PickUp]:
    decisions, signals, candidates = (parquet_sql(folder / f) for f in FILES)
    helped = ", ".join(quote_literal(str(status)) for status in sorted(HELPED))
    dropped = ", ".join(quote_literal(str(reason)) for reason in DROPPED)
    try:
        rows = con.execute(
            f"""SELECT b.signaal_id, s.vlp, s.soort_signaal, s.bedrag, s.signaaldatum,
                CASE WHEN o.signaal_id IS NULL THEN b.persoon_id ELSE o.persoon_id END
            FROM {decisions} b JOIN {signals} s USING (signaal_id)
            LEFT JOIN oordelen_alle o USING (signaal_id)
            WHERE CASE WHEN o.signaal_id IS NULL THEN b.besluit = 'match'
                ELSE o.persoon_id IN (SELECT c.persoon_id FROM {candidates} c
                        WHERE c.signaal_id = b.signaal_id AND c.status IN ({helped}))
                    AND split_part(coalesce(b.redenen, ''), '|', 1) NOT IN ({dropped}) END
            ORDER BY ALL"""
        ).fetchall()
    except duckdb.Error as error:
        raise BrpMatchError(
            "GESCHIEDENIS_ONLEESBAAR",
            folder.name,
            "deze eerdere run is beschadigd of met een andere versie van brp-match gemaakt",
        ) from error
    return [
        PickUp(vlp, person, kind_of(kind), _euros(amount), read_day(sent), signal)
        for signal, vlp, kind, amount, sent, person in rows
    ]


def _euros(text: str | None) -> float | None:
    amount = read_amount(text)
    return float(amount) if amount is not None else None
