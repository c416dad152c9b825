"""What an export writes where a register has nothing: NULL, 0, 9999-12-31. It tells nothing of anybody.

A resident has died who has a date of death, and is suspended who has a reason: a filler in those columns would
make a town of them.
"""

from __future__ import annotations

from brp_match.database import Connection, quote_literal, run_step
from brp_match.errors import BrpMatchError, Fault
from brp_match.reading.dates import MISSING

STATUS = (
    "overlijdensdatum",
    "opschorting_reden",
    "onderzoek_adres",
    "land_vertrek",
    "datum_vertrek",
)
"""Columns of the status of a resident."""

DATES = ("overlijdensdatum", "datum_vertrek")

REASONS = ("O", "E", "M", "R", "F", "W", ".")
"""Reasons of suspension, which are no filler."""

_OPEN_END = (
    r"9999.*|.*9999|(2[1-9]|[3-9]\d)\d\d-.*|.*-(2[1-9]|[3-9]\d)\d\d|0001-?01-?01|01-?01-?0001"
)
"""Dates that programs write for no date: the last and the first that their databases know."""

MOST, AT_LEAST = 0.5, 20
"""No date of death and no reason that is none is that of more than this share of the residents of a register, of at
least so many."""


def drop_fillers(con: Connection) -> None:
    """Empty the fillers in the columns of the status in `raw_inwoners`.

    Words for no value, and as a date the ends of a calendar, always; noughts as a date of death or a reason where most
    residents have them (of a few they are a date that is not known). Raises BrpMatchError INWONERS_VULWAARDE where
    most residents have one other date of death or one reason that is none.
    """
    words = ", ".join(quote_literal(word) for word in sorted(MISSING - {""}))
    reasons = ", ".join(map(quote_literal, REASONS))
    for column in STATUS:
        filler = f"lower({column}) IN ({words})"
        if column in DATES:
            filler += f" OR regexp_full_match({column}, '{_OPEN_END}')"
        run_step(
            con,
            f"UPDATE raw_inwoners SET {column} = NULL WHERE ({filler}) AND {column} NOT IN ({reasons})",
        )
    faults = []
    for column in ("overlijdensdatum", "opschorting_reden"):
        common = con.execute(
            f"""SELECT {column}, count(*) FROM raw_inwoners WHERE {column} NOT IN ({reasons}) GROUP BY ALL
            HAVING count(*) >= {AT_LEAST} AND count(*) > {MOST} * (SELECT count(*) FROM raw_inwoners)"""
        ).fetchall()
        for value, count in common:
            if value.strip("0-/. "):
                faults.append(_fault(column, int(count)))
            run_step(con, f"UPDATE raw_inwoners SET {column} = NULL WHERE {column} = ?", [value])
    if faults:
        raise BrpMatchError.from_faults(faults)


def _fault(column: str, count: int) -> Fault:
    return Fault(
        "INWONERS_VULWAARDE",
        "inwoners",
        f"bij {count} inwoners staat dezelfde waarde in de kolom {column}, meer dan de helft; "
        "laat de kolom leeg bij wie er niets te melden is",
    )
