"""A register as the program of its export wrote it: what a delivery shows of itself, looked for in residents and addresses.

A register that is misread rejects everybody, so the same habits are mended as in signals: birth dates with the month in
front or half converted by a spreadsheet, a word for nothing in every empty cell (`NULL`), what a program put around or
into cells, letters shown in another code page. A program does so in all rows; whether it did shows from some of them,
and only then all are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from brp_match.database import Connection, run_step, scalar
from brp_match.delivery.cells import NO_VALUE
from brp_match.delivery.damage import undone
from brp_match.delivery.date_order import mend_dates
from brp_match.delivery.findings import Kind
from brp_match.delivery.known import KnownWords
from brp_match.delivery.placeholders import OLDEST
from brp_match.delivery.register_columns import mend_columns, split_addresses
from brp_match.delivery.register_mixed import refuse_mixed
from brp_match.delivery.stray_signs import MIXED_AT_LEAST, is_mixed, latin, without_stray_signs
from brp_match.delivery.wrapped import PLAIN, inside
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import KINDS
from brp_match.ingest.register_values import AT_LEAST, MOST, close_secrecy, mend_values
from brp_match.reading.addresses import read_postcode
from brp_match.reading.dates import read_date

SAMPLE = 1000
"""So many rows of a table are looked at, spread over it."""

CHECKED = 5000
"""So many residents tell whether a column can be read."""

EVERYWHERE = 3
"""A word for nothing that stands in so many columns is what a program writes in every empty cell."""

_SOURCES = ("inwoners", "vorige_adressen", "adressen")

_NEVER_EMPTY = (
    "persoon_id",
    "bsn",
    "gemeente",
    "geheim",
    "opschorting_reden",
    "onderzoek_adres",
    "huisnummer",
)
"""Columns in which a 0 or a point is a value; those of the status see `ingest.register_values`."""

_UNKNOWN_NAME = ("geslachtsnaam", "voornamen")
"""Columns in which a point says that the name is not known."""

_DATES = {
    "inwoners": ("geboortedatum", "overlijdensdatum", "datum_vertrek"), "vorige_adressen": ("datum_van", "datum_tot"),
}  # fmt: skip
_WORDS = re.compile("voornamen|voorvoegsel|geslachtsnaam|partner_|straat|woonplaats|locatie")
_AS_FRACTION = re.compile(r"\s*(\d+)[.,]0+\s*")
"""A number that a program wrote as a fraction (1000000040.0); the other file has it whole."""

_REGISTER_DATE = "(1[5-9]|20)[0-9]{2}(0[0-9]|1[0-2])([0-2][0-9]|3[01])"
"""jjjjmmdd, with noughts for what is not known: no other order is possible but where the month is above 12."""


def mend_register(con: Connection) -> None:
    """Mend the raw tables of a register in `con`, and say in `bronnen` in which order dates stood.

    Raises BrpMatchError INWONERS_GEBOORTEDATUM or INWONERS_POSTCODE where most of them cannot be read or cannot be, and
    as `mend_values`, `mend_columns` and `refuse_mixed` do.
    """
    changed = False
    for source in _SOURCES:
        table, columns = KINDS[source].table, list(KINDS[source].columns)
        if count := int(scalar(con, f"SELECT count(*) FROM {table}")):
            changed |= _mend_cells(con, table, columns, max(1, count // SAMPLE))
            for column in _DATES.get(source, ()):
                _mend_dates(con, table, column)
    if changed:
        mend_values(con)
    split_addresses(con, "raw_vorige_adressen")
    for told in mend_columns(con):
        run_step(
            con,
            "UPDATE bronnen SET indeling = indeling || '; ' || $1 WHERE soort = 'inwoners'",
            [told],
        )
    close_secrecy(con)
    _check(con, "geboortedatum", lambda text: may_be_born(text, date.today()), (
        "de meeste geboortedatums zijn niet te lezen of kunnen niet bestaan (nog niet geboren, of ouder dan "
        f"{OLDEST} jaar); lever ze als jjjjmmdd"
    ))  # fmt: skip
    _check(con, "geboortedatum", has_day, (
        "van de meeste inwoners is alleen het jaar van geboorte te lezen, of het is 1 januari; lever geboortedatums als jjjjmmdd"
    ))  # fmt: skip
    _check(con, "postcode", may_be_postcode, "de meeste postcodes zijn niet te lezen; staan de kolommen goed?")  # fmt: skip
    refuse_mixed(con, date.today())


def _mend_cells(con: Connection, table: str, columns: Sequence[str], step: int) -> bool:
    """Mend the cells of the columns that need it, by every so many of the rows; tell whether any did."""
    listed = ", ".join(columns)
    rows = con.execute(f"SELECT {listed} FROM {table} WHERE regel % {step:d} = 0").fetchall()
    seen = {column: {one for one in texts if one} for column, texts in zip(columns, zip(*rows, strict=True), strict=True)}  # fmt: skip
    mixed = sum(is_mixed(text) for texts in seen.values() for text in texts if not text.isascii())
    clean = cleaner(alone=mixed >= MIXED_AT_LEAST)
    changed = False
    for column, texts in seen.items():
        if any(clean(text, column) != text for text in texts):
            changed |= _replace(con, table, column, lambda text, column=column: clean(text, column))  # type: ignore[misc]
    return _empty_fillers(con, table, columns, rows) or changed


def cleaner(*, alone: bool) -> Callable[[str, str], str]:
    """Return what makes of a text of a column the text that was meant; `alone` as in `stray_signs.latin`."""

    def clean(text: str, column: str) -> str:
        if column == "persoon_id" and (number := _AS_FRACTION.fullmatch(text)):
            return number[1]
        if text.isascii() and PLAIN.fullmatch(text) and "_x00" not in text:
            return text
        plain = latin(without_stray_signs(text), alone=alone)
        plain = inside(plain, column)[0].strip()
        return undone(plain, KnownWords(), ())[0] if _WORDS.match(column) else plain

    return clean


def fillers(rows: Sequence[Sequence[str | None]]) -> list[frozenset[str]]:
    """Return by column the words for nothing, as they are written: those that stand in `EVERYWHERE` columns of rows or
    more, and those in most rows of the column itself."""
    columns = [Counter(one.strip() for one in texts if one and one.strip().lower() in NO_VALUE) for texts in zip(*rows, strict=True)]  # fmt: skip
    everywhere = Counter(word for words in columns for word in words)
    common = {word for word, count in everywhere.items() if count >= EVERYWHERE}
    most = max(AT_LEAST, MOST * len(rows))
    return [frozenset(w for w, count in words.items() if w in common or count > most) | common for words in columns]  # fmt: skip


def _empty_fillers(
    con: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> bool:
    found = dict(zip(columns, fillers(rows), strict=True))
    for column, words in found.items():
        if none := sorted(word for word in words if not _is_value(word, column)):
            run_step(
                con, f"UPDATE {table} SET {column} = NULL WHERE list_contains($1, trim({column}))", [none]
            )  # fmt: skip
    return any(found.values())


def _is_value(word: str, column: str) -> bool:
    """Tell whether a word for nothing may be the value of a column: 0 in a code, a point for a name that is not known."""
    return not word.strip("0.") and column in (
        *_NEVER_EMPTY,
        *(_UNKNOWN_NAME if word == "." else ()),
    )


def _mend_dates(con: Connection, table: str, column: str) -> None:
    """Write the dates of every source whose order is another as jjjj-mm-dd."""
    odd = con.execute(
        f"SELECT DISTINCT bron FROM {table} WHERE NOT regexp_full_match({column}, '{_REGISTER_DATE}') ORDER BY 1"
    ).fetchall()
    for (number,) in odd:
        texts = [text for (text,) in con.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE bron = {int(number)} AND {column} IS NOT NULL ORDER BY 1"
        ).fetchall()]  # fmt: skip
        step = mend_dates(texts, "", column, {})
        mends = {texts[place]: cells[column] for place, cells in step.mends.items()}
        _write(con, table, column, mends, f"AND bron = {int(number)}")
        orders = [f"{column} als {one.to}" for one in step.findings if one.mended and one.kind in (Kind.DATUMVOLGORDE, Kind.HALF_OMGEZET)]  # fmt: skip
        for told in orders:
            run_step(con, "UPDATE bronnen SET indeling = indeling || '; ' || $1 WHERE bron = $2", [told, number])  # fmt: skip


def _replace(con: Connection, table: str, column: str, clean: Callable[[str], str]) -> bool:
    texts = con.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()  # fmt: skip
    mends = {text: clean(text) or None for (text,) in texts}
    return _write(con, table, column, {old: new for old, new in mends.items() if old != new})


def _write(
    con: Connection, table: str, column: str, mends: Mapping[str, str | None], where: str = ""
) -> bool:
    if mends:
        run_step(
            con,
            f"""UPDATE {table} SET {column} = m.nieuw
            FROM (SELECT unnest($1::VARCHAR[]) AS oud, unnest($2::VARCHAR[]) AS nieuw) m
            WHERE {column} = m.oud {where}""",
            [list(mends), list(mends.values())],
        )
    return bool(mends)


def _check(con: Connection, column: str, fits: Callable[[str], bool], told: str) -> None:
    """Refuse a register of which most cells of a column say nothing: everybody would be somebody else."""
    step = int(scalar(con, "SELECT count(*) FROM raw_inwoners")) // CHECKED + 1
    found = con.execute(
        f"SELECT {column}, count(*) FROM raw_inwoners WHERE {column} IS NOT NULL AND regel % {step} = 0 GROUP BY 1"
    ).fetchall()
    filled = sum(count for _, count in found)
    wrong = sum(count for text, count in found if not fits(text))
    if filled >= AT_LEAST and wrong > MOST * filled:
        raise BrpMatchError(f"INWONERS_{column.upper()}", "inwoners", told)


def may_be_postcode(text: str) -> bool:
    """Tell whether a text is a postcode, or its figures alone."""
    return read_postcode(text) is not None or re.fullmatch(r"\s*[1-9]\d{3}\s*", text) is not None


def has_day(text: str) -> bool:
    """Tell whether a birth date has a day, that is not the first of a year as programs write for a year; or is none."""
    read = read_date(text)
    return read.kind == "ontbreekt" or (bool(read.day) and (read.month, read.day) != (1, 1))


def may_be_born(text: str, today: date) -> bool:
    """Tell whether a text is a birth date, known in part or whole, that somebody alive can have, or none at all."""
    read = read_date(text)
    if read.kind == "ontbreekt":
        return True
    return (
        read.kind in ("geldig", "onvolledig")
        and today.year - OLDEST - 1 <= (read.year or 0) <= today.year
    )
