"""Which signals count for a deliverer: one a person, and none that probes the register.

A minimum of ten signals protects nobody from a deliverer that sends one person ten times. So what is
released counts persons: of the signals about one person (by the delivery, or by the resident found) the
earliest only, and of a person who is probed none. What the municipality sees counts every signal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brp_match.content import model_figures
from brp_match.database import Connection, create_table
from brp_match.delivery.probing import Delivered, persons, probes, read_delivered

Month = Mapping[str, Sequence[Delivered]]


@dataclass(frozen=True)
class Counted:
    """`signalen`: signaal_id of those that count. `sonderen`: VLP → signals that probe."""

    signalen: frozenset[str]
    sonderen: Mapping[str, int]


def count_persons(con: Connection, month: Month, before: Sequence[Month]) -> Counted:
    """Choose the signals of an opened run that count, and make `telt(signaal_id)` of them.

    `month` is `read_delivered` of the run, `before` the same of earlier months.
    """
    found = _residents(con)
    counted: set[str] = set()
    probing: dict[str, int] = {}
    for vlp, rows in month.items():
        aside = probes(rows, [row for one in before for row in one.get(vlp, ())])
        if aside:
            probing[vlp] = len(aside)
        seen: set[str] = set()
        for group in persons(rows):
            first = group[0].signaal_id
            resident = found.get(first, "")
            if first in aside or resident in seen:
                continue
            if resident:
                seen.add(resident)
            counted.add(first)
    create_table(
        con,
        "telt",
        "SELECT unnest($1::VARCHAR[]) AS signaal_id",
        [sorted(counted)],
    )
    return Counted(frozenset(counted), probing)


def delivered_of(con: Connection) -> Month:
    """Return the signals of an opened run that were decided, by VLP."""
    return read_delivered(con, "signalen SEMI JOIN besluiten USING (signaal_id)")


def _residents(con: Connection) -> dict[str, str]:
    """signaal_id → the resident it is about, where that is clear."""
    rows = con.execute(
        "SELECT signaal_id, persoon_id FROM besluiten WHERE persoon_id <> '' AND kans >= $1",
        [model_figures().clear],
    ).fetchall()
    return {str(signal): str(person) for signal, person in rows}
