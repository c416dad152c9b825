"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen; and their keys, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a reading; a candidate is compared with every reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from brp_match.arrays import as_table
from brp_match.database import Connection, add_rows, create_table, create_table_of, scalar
from brp_match.reading import read_address, read_amount, read_date, read_day, sound, street_key
from brp_match.reading.name_age import read_age
from brp_match.reading.names import NamedPeople, NameReading, count_people, read_name
from brp_match.reading.organisations import read_organisation
from brp_match.reading.text import first_letters, glue
from brp_match.reading.towns import town_key
from brp_match.reading.word_lists import name_groups
from brp_match.register.candidate_keys import (
    ASKED_TYPES,
    FIRST_SOUNDS,
    GIVEN,
    SURNAME,
    Known,
    asked_keys,
    asked_sql,
)
from brp_match.standardise.signal_names import (
    NAME_FIELDS,
    add_names,
    create_name_tables,
    find_cut_off,
    name_readings,
)
from brp_match.workers import Workers


def build_signals(
    con: Connection,
    workers: Workers | None = None,
    others: Mapping[str, date] = MappingProxyType({}),
) -> None:
    """Make the signal tables, reading in `workers` (this process without). Needs raw_signalen; nothing of a register.
    `others`: the other birth date that may be meant, by signaal_id, where a delivery did not tell the order of day and month.

    std_signalen: `signaal_nr` (1…, ordered by vlp, signaal_id), signaal_id, vlp, sector,
    klantnummer, signaaldatum DATE, bedrag DOUBLE, geboortedatum parts (jaar, maand, dag, soort),
    address (postcode, nummer, toevoeging, straat, plaats), rechtsvorm, onderneming, handelswoord.
    sig_twee_datums: signaal_nr, andere_datum. std_signaal_namen and its friends: see `create_name_tables`.
    """
    workers = workers or Workers()
    signals = con.execute(
        f"SELECT {', '.join(ASKED)} FROM raw_signalen ORDER BY vlp, signaal_id"
    ).fetchall()
    create_table_of(con, "std_signalen", _SIGNALS, [])
    create_name_tables(con)
    two = [(n, str(others[s])) for n, (s, *_) in enumerate(signals, start=1) if s in others]
    create_table_of(con, "sig_twee_datums", {"signaal_nr": "INTEGER", "andere_datum": "DATE"}, two)
    for first in range(0, len(signals), BLOCK):
        block = signals[first : first + BLOCK]
        parts = [block[place : place + PART] for place in range(0, len(block), PART)]
        read = [one for some in workers.each(read_signals, parts) for one in some]
        numbers = range(first + 1, first + 1 + len(block))
        add_rows(con, "std_signalen", _SIGNALS, list(map(_signal_row, numbers, block, read)))
        add_names(con, {n: (one.names, one.people) for n, one in zip(numbers, read, strict=True)})
    find_cut_off(con)


BLOCK, PART = 5_000, 100
"""Signals that are in memory at once, and those that a process is given."""

_WRITTEN = ("signaal_id", "vlp", "sector", "klantnummer", "soort_signaal", *NAME_FIELDS)
"""Columns of raw_signalen that are taken over as they are."""

ASKED = (
    *_WRITTEN, "signaaldatum", "bedrag", "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging",
    "postcode", "plaatsnaam", "kvk_nummer",
)  # fmt: skip
"""Columns of raw_signalen that are read."""

_SIGNALS = {"signaal_nr": "INTEGER"} | dict.fromkeys(_WRITTEN, "VARCHAR") | {
    "signaaldatum": "DATE", "bedrag": "DOUBLE", "jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT", "geb_soort": "VARCHAR", "leeftijd": "SMALLINT",
    "postcode": "VARCHAR", "nummer": "INTEGER", "toevoeging": "VARCHAR", "straat": "VARCHAR", "plaats": "VARCHAR",
    "rechtsvorm": "VARCHAR", "onderneming": "BOOLEAN", "handelswoord": "BOOLEAN",
}  # fmt: skip
"""Columns of std_signalen with their SQL types."""


class ReadSignal(NamedTuple):
    """One signal as it was read: its fields, the kind of its legal form, whether it names a business and by a trade word that is
    a surname too, the readings of its name and whom that names."""

    fields: ReadFields
    form: str | None
    business: bool
    trade_word: bool
    names: tuple[NameReading, ...]
    people: NamedPeople


def read_signals(signals: Sequence[Sequence[str | None]]) -> list[ReadSignal]:
    """Read signals, given by their values of ASKED."""
    return [read_one(dict(zip(ASKED, values, strict=True))) for values in signals]


def read_one(signal: Mapping[str, str | None]) -> ReadSignal:
    """Read one signal, given by the columns of the contract."""
    organisation = read_organisation(signal.get("achternaam") or signal.get("volledige_naam"))
    form = organisation.form.kind if organisation.form else None
    names = {name: signal.get(name) for name in NAME_FIELDS}
    return ReadSignal(
        read_fields(signal),
        form,
        organisation.trade_name or form == "natuurlijk" or bool(signal.get("kvk_nummer")),
        organisation.weak_word,
        read_name(**names),
        count_people(**{name: text for name, text in names.items() if name != "voorvoegsel"}),
    )


def _signal_row(number: int, signal: Sequence[str | None], read: ReadSignal) -> tuple[Any, ...]:
    """A row of std_signalen."""
    signal_id, vlp, sector, *written = signal[: len(_WRITTEN)]
    return (
        number, signal_id, vlp, sector or "Overige", *written, *read.fields, read.form, read.business, read.trade_word,
    )  # fmt: skip


class ReadFields(NamedTuple):
    """What was read of a signal's fields: dates, amount (EUR), parts of the birth date or the age in its place, the address as the
    register has it."""

    signaaldatum: str | None
    bedrag: float | None
    jaar: int | None
    maand: int | None
    dag: int | None
    geb_soort: str
    leeftijd: int | None
    postcode: str | None
    nummer: int | None
    toevoeging: str | None
    straat: str | None
    plaats: str | None


def read_fields(signal: Mapping[str, str | None]) -> ReadFields:
    """Read the fields of one signal, given by the columns of the contract."""
    dated, amount = read_day(signal.get("signaaldatum")), read_amount(signal.get("bedrag"))
    birth = read_date(signal.get("geboortedatum"))
    address = read_address(
        signal.get("straatnaam"), signal.get("huisnummer"), signal.get("huisletter"),
        signal.get("huisnummertoevoeging"), signal.get("postcode"),
    )  # fmt: skip
    return ReadFields(
        dated.isoformat() if dated else None, float(amount) if amount is not None else None,
        birth.year, birth.month, birth.day,
        # that nobody can be born on it is told by what is known of placeholders
        "geldig" if birth.kind == "standaard" else birth.kind,
        read_age(signal.get("geboortedatum")),
        address.postcode or None, address.number, address.addition, street_key(address.street) or None,
        town_key(signal.get("plaatsnaam")) or None,
    )  # fmt: skip


def build_signal_keys(con: Connection, *, register: str = "") -> None:
    """Make `sig_sleutels(soort, sleutel, signaal_nr)`: what a signal asks the register for. Needs the tables
    of `build_signals`, and `std_kenmerken` of the register: in a large one the key of a birth date is finer.
    """
    fine = bool(scalar(con, f"SELECT fijn FROM {register}std_kenmerken"))
    readings = name_readings(con)
    rows = con.execute(
        """SELECT signaal_nr, postcode, straat, nummer, plaats, geb_soort, jaar, maand, dag FROM std_signalen
        ORDER BY signaal_nr"""
    ).fetchall()
    asked = [
        (*one, number)
        for number, postcode, street, house, town, kind, *birth in rows
        for one in asked_keys(
            known_of(
                postcode,
                street,
                house,
                town,
                birth if kind == "geldig" else None,
                readings.get(number, ()),
            ),
            fine=fine,
        )
    ]
    with as_table(con, ASKED_TYPES | {"signaal_nr": "INTEGER"}, asked) as keys:
        create_table(
            con,
            "sig_sleutels",
            f"""SELECT DISTINCT soort, sleutel, signaal_nr FROM (
                SELECT soort, {asked_sql()} AS sleutel, signaal_nr FROM ({keys}))
            WHERE sleutel IS NOT NULL""",
        )


def known_of(
    postcode: str | None,
    street: str | None,
    number: int | None,
    town: str | None,
    birth: Sequence[int] | None,
    readings: Iterable[NameReading],
) -> Known:
    """Return what the keys of a signal are made of; `birth`: year, month and day of a whole date.

    Day and month may have been exchanged.
    """
    dates: list[tuple[int, int, int]] = []
    if birth is not None:
        year, month, day = birth
        dates = list(
            dict.fromkeys([(year, month, day), *([(year, day, month)] if day <= 12 else [])])
        )
    words: dict[str, None] = {}
    letters: dict[str, None] = {}
    named: dict[tuple[str, str], None] = {}
    firsts: dict[str, None] = {}
    for one in readings:
        surnames = [*_surnames(one)]
        words |= dict.fromkeys((*surnames, *one.given))
        daily = name_groups().get(one.given[0], ()) if one.given else ()
        surname, called = first_letters(one.surname), (*one.given[:1], *daily)
        starts = first_letters(called)
        given = (*one.initials[:1], *starts)
        letters |= dict.fromkeys((*one.initials, *surname, *first_letters((*one.given, *daily))))
        pairs = (*product(surnames, given), *product(one.given, surname))
        named |= {(sound(word), letter): None for word, letter in pairs if len(word) > 1}
        # of somebody of another given name, whose surname does not even sound the same, a birth date is not enough
        sounds = [sound(name)[:FIRST_SOUNDS] for name in called]
        # and beside a given name with that letter an initial says nothing
        initial = [first for first in one.initials[:1] if first not in starts]
        begins = [GIVEN + start for start in (*initial, *sounds)]
        firsts |= dict.fromkeys(begins or [SURNAME + letter for letter in surname])
    by_word = [(word, sound(word) if len(word) > 1 else None) for word in words]
    return Known(
        postcode, street, number, town, dates, by_word, list(letters), list(named), list(firsts)
    )


def _surnames(reading: NameReading) -> Iterator[str]:
    """Every word of the surname, and the surname as one word, with its prefix and without."""
    yield from reading.surname
    if len(reading.surname) > 1:
        yield glue(reading.surname)
    if reading.surname_full:
        yield reading.surname_full
