"""Values of residents as the register has them: codes whole, secrecy as a number, and nothing where an export wrote NULL,
0 or 9999-12-31.

A resident has died who has a date of death, and is suspended who has a reason: a filler in those columns would
make a town of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from brp_match.database import Connection, run_step
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

ONE_OF_MOST = ("overlijdensdatum", "opschorting_reden")
"""Columns in which most residents have nothing."""

CAPITALS = ("opschorting_reden", "functie_adres", "naamgebruik", "geslacht")
"""Codes of a letter."""

FIGURES = {
    "onderzoek_adres": (re.compile("8[0-9]{4}"), 6),
    "land_vertrek": (re.compile("[0-9]{1,3}"), 4),
}
"""Codes of figures: what is left without their leading zeros, and how many figures they have."""

SECRECY = "geheim"
_NO_SECRECY = frozenset(
    (
        "n",
        "nee",
        "no",
        "false",
        "f",
        "onwaar",
        "geen",
        "niet",
        "niet geheim",
        "openbaar",
        "geen beperking",
        "geen beperkingen",
        "geen geheimhouding",
    )
)
_MARKS = frozenset(("x", "xx", "?", "??"))
"""Marks that say something, in a column of yes and no."""

_NUMBER = re.compile(r"0*(\d+)(?:[.,]0+)?")

_OPEN_END = re.compile(
    r"9999.*|.*9999|(2[1-9]|[3-9]\d)\d\d-.*|.*-(2[1-9]|[3-9]\d)\d\d|0001-?01-?01|01-?01-?0001"
)
"""Dates that programs write for no date: the last and the first that their databases know."""

MOST, AT_LEAST = 0.5, 20
"""No date of death and no reason that is none is that of more than this share of the residents of a register, of at
least so many."""


def mend_values(con: Connection) -> None:
    """Write the codes in `raw_inwoners` as the register has them, and empty the fillers in the columns of the status.

    Noughts as a date of death or a reason are a filler where most residents have them (of a few they are a date that
    is not known). Raises BrpMatchError INWONERS_VULWAARDE where most residents have one other date of death or one
    reason that is none.
    """
    columns = tuple(dict.fromkeys((SECRECY, *STATUS, *CAPITALS)))
    each = " UNION ALL ".join(
        f"SELECT '{column}', {column}, count(*) FROM raw_inwoners WHERE {column} IS NOT NULL GROUP BY ALL"
        for column in columns
    )
    counts: dict[str, dict[str, int]] = {column: {} for column in ("", *columns)}
    # these columns hold few values: what becomes of them is settled before the table is touched
    for column, value, count in con.execute(
        f"SELECT '', '', count(*) FROM raw_inwoners UNION ALL {each}"
    ).fetchall():
        counts[column][value] = count
    faults = []
    for column in columns:
        new = {value: mended(column, value) for value in counts[column]}
        common = _of_most(new, counts[column], counts[""][""]) if column in ONE_OF_MOST else None
        if common and common.strip("0-/. "):
            faults.append(_fault(column, sum(counts[column][v] for v in new if new[v] == common)))
        changed = {
            value: None if one == common else one
            for value, one in new.items()
            if one != value or one == common
        }
        if changed:
            run_step(
                con,
                f"""UPDATE raw_inwoners SET {column} = m.nieuw
                FROM (SELECT unnest($1::VARCHAR[]) AS oud, unnest($2::VARCHAR[]) AS nieuw) m
                WHERE {column} = m.oud""",
                [list(changed), list(changed.values())],
            )
    if faults:
        raise BrpMatchError.from_faults(faults)


def mended(column: str, value: str) -> str | None:
    """Return a value of a resident in the form that the register has, None for a filler.

    A spreadsheet takes a leading zero, and a program of another make writes small letters. Words for no value are
    fillers, and as a date the ends of a calendar.
    """
    if column == SECRECY:
        return _secrecy(value.strip())
    if column in FIGURES:
        form, length = FIGURES[column]
        value = value.zfill(length) if form.fullmatch(value) else value
    if column in CAPITALS:
        value = value.upper()
    if column not in STATUS or value in REASONS:
        return value
    open_end = column in DATES and _OPEN_END.fullmatch(value)
    return None if open_end or value.lower() in MISSING else value


def _secrecy(value: str) -> str | None:
    """Secrecy as a number, 0 for none; a word that is not known to say that there is none stays, and closes the person
    (`close_secrecy`)."""
    low = value.lower()
    if found := _NUMBER.fullmatch(low):
        return found[1]
    if low in MISSING and low not in _MARKS:
        return None
    return "0" if low in _NO_SECRECY else value


def close_secrecy(con: Connection) -> None:
    """Give secrecy to everybody in `raw_inwoners` of whom a word tells it that is no number (J, ja, True, x): whoever is
    secret must not be shown for how a program writes it.

    Raises BrpMatchError GEHEIM_ONLEESBAAR where that would be most residents: then it is how the program writes that
    there is none."""
    said, every = con.execute(
        f"SELECT count(*) FILTER ({SECRECY} IS NOT NULL AND coalesce(try_cast({SECRECY} AS INTEGER), 1) > 0), count(*) FROM raw_inwoners"
    ).fetchall()[0]
    if said > max(AT_LEAST, MOST * every):
        raise BrpMatchError(
            "GEHEIM_ONLEESBAAR",
            "inwoners",
            "de meeste inwoners zouden geheim zijn; schrijf in de kolom geheim 0 bij wie geen geheimhouding heeft",
        )
    run_step(
        con,
        f"UPDATE raw_inwoners SET {SECRECY} = '1' WHERE {SECRECY} IS NOT NULL AND try_cast({SECRECY} AS INTEGER) IS NULL",
    )


def _of_most(
    new: Mapping[str, str | None], counts: Mapping[str, int], residents: int
) -> str | None:
    """The one value that most residents have, and that is no reason of suspension or a point; None where there is none."""
    after: Counter[str] = Counter()
    for value, one in new.items():
        if one is not None and one not in REASONS[:-1]:
            after[one] += counts[value]
    ((value, count),) = after.most_common(1) or [("", 0)]
    return value if count >= AT_LEAST and count > MOST * residents else None


def _fault(column: str, count: int) -> Fault:
    return Fault(
        "INWONERS_VULWAARDE",
        "inwoners",
        f"bij {count} inwoners staat dezelfde waarde in de kolom {column}, meer dan de helft; "
        "laat de kolom leeg bij wie er niets te melden is",
    )
