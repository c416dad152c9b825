"""Which signals count for a deliverer: one a person, and none that probes the register.

A minimum of ten signals protects nobody from a deliverer that sends one person ten times. So what is
released counts persons: of the signals about one person (by the delivery, or by the resident found) the
earliest only, and of a person who is probed none. What the municipality sees counts every signal.
"""

from __future__ import annotations

from collections.abc import Sequence

from brp_match.content import model_figures
from brp_match.database import Connection, create_table
from brp_match.delivery.probing import Counted, Month, counting, read_delivered


def count_persons(con: Connection, month: Month, before: Sequence[Month]) -> Counted:
    """Choose the signals of an opened run that count, and make `telt(signaal_id)` of them, and `telt_eenmaal` of those
    that count in a sum over deliverers.

    `month` is `read_delivered` of the run, `before` the same of earlier months.
    """
    counted = counting(month, before, residents_of(con, "besluiten"))
    for name, signals in (("telt", counted.signalen), ("telt_eenmaal", counted.eenmaal)):
        create_table(
            con, name, "SELECT unnest($1::VARCHAR[]) AS signaal_id", [sorted(signals)]
        )  # fmt: skip
    return counted


def delivered_of(con: Connection) -> Month:
    """Return the signals of an opened run that were decided, by VLP."""
    return read_delivered(con, "signalen SEMI JOIN besluiten USING (signaal_id)")


def residents_of(con: Connection, decisions: str) -> dict[str, str]:
    """signaal_id → the resident it is about, where that is clear, of a table (or SQL that reads a file) of decisions."""
    rows = con.execute(
        f"SELECT signaal_id, persoon_id FROM {decisions} WHERE persoon_id <> '' AND kans >= $1",
        [model_figures().clear],
    ).fetchall()
    return {str(signal): str(person) for signal, person in rows}
