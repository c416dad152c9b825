"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen; and their keys, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a reading; a candidate is compared with every reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brp_match.arrays import as_table
from brp_match.database import Connection, create_table, create_table_of, scalar, together
from brp_match.reading import read_address, read_amount, read_date, read_day, sound, street_key
from brp_match.reading.name_age import read_age
from brp_match.reading.names import NameReading
from brp_match.reading.text import first_letters, glue
from brp_match.reading.word_lists import name_groups
from brp_match.register.candidate_keys import ASKED_TYPES, Known, asked_keys, asked_sql
from brp_match.standardise.signal_names import (
    build_name_readings,
    build_organisations,
    name_readings,
)


def build_signals(con: Connection) -> None:
    """Make the signal tables. Needs raw_signalen; nothing of a register.

    std_signalen: `signaal_nr` (1…, ordered by vlp, signaal_id), signaal_id, vlp, sector,
    klantnummer, signaaldatum DATE, bedrag DOUBLE, geboortedatum parts (jaar, maand, dag, soort),
    address (postcode, nummer, toevoeging, straat), rechtsvorm, onderneming, handelswoord.
    std_signaal_namen: see `build_name_readings`.
    """
    together(
        con,
        lambda c: build_organisations(
            c, "sig_organisaties", "SELECT coalesce(achternaam, volledige_naam) FROM raw_signalen"
        ),
        _build_fields,
    )
    create_table(
        con,
        "std_signalen",
        """SELECT (row_number() OVER (ORDER BY vlp, signaal_id))::INTEGER AS signaal_nr,
            v.* EXCLUDE (kvk_nummer) REPLACE (coalesce(sector, 'Overige') AS sector), o.soort AS rechtsvorm,
            coalesce(o.handelsnaam, false) OR coalesce(o.soort = 'natuurlijk', false)
                OR kvk_nummer IS NOT NULL AS onderneming,
            coalesce(o.handelswoord, false) AS handelswoord
        FROM sig_velden v LEFT JOIN sig_organisaties o ON o.tekst = v.naam""",
    )
    build_name_readings(con)


_WRITTEN = (
    "signaal_id", "vlp", "sector", "klantnummer", "soort_signaal", "kvk_nummer", "voornamen", "voorletters", "voorvoegsel",
    "achternaam", "volledige_naam",
)  # fmt: skip
"""Columns of raw_signalen that are taken over as they are."""

_READ = (
    "signaaldatum", "bedrag", "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode",
)  # fmt: skip
"""Columns of raw_signalen that are read."""

_FIELDS = dict.fromkeys(_WRITTEN, "VARCHAR") | {
    "signaaldatum": "DATE", "bedrag": "DOUBLE", "jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT", "geb_soort": "VARCHAR", "leeftijd": "SMALLINT",
    "postcode": "VARCHAR", "nummer": "INTEGER", "toevoeging": "VARCHAR", "straat": "VARCHAR", "naam": "VARCHAR",
}  # fmt: skip


def _build_fields(con: Connection) -> None:
    """Make `sig_velden`: dates, amount and address of each signal; what the organisations need nothing of."""
    signals = con.execute(f"SELECT {', '.join(_WRITTEN + _READ)} FROM raw_signalen").fetchall()
    columns = _WRITTEN + _READ
    create_table_of(
        con,
        "sig_velden",
        _FIELDS,
        [
            (*row[: len(_WRITTEN)], *read_fields(dict(zip(columns, row, strict=True))))
            for row in signals
        ],
    )


class ReadFields(NamedTuple):
    """What was read of a signal's fields: dates, amount (EUR), parts of the birth date or the age in its place, the address as the
    register has it, and the name by which an organisation is known."""

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
    naam: str | None


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
        signal.get("achternaam") or signal.get("volledige_naam"),
    )  # fmt: skip


def build_signal_keys(con: Connection, *, register: str = "") -> None:
    """Make `sig_sleutels(soort, sleutel, signaal_nr)`: what a signal asks the register for. Needs the tables
    of `build_signals`, and `std_kenmerken` of the register: in a large one the key of a birth date is finer.
    """
    fine = bool(scalar(con, f"SELECT fijn FROM {register}std_kenmerken"))
    readings = name_readings(con)
    rows = con.execute(
        """SELECT signaal_nr, postcode, straat, nummer, geb_soort, jaar, maand, dag FROM std_signalen
        ORDER BY signaal_nr"""
    ).fetchall()
    asked = [
        (*one, number)
        for number, postcode, street, house, kind, *birth in rows
        for one in asked_keys(
            known_of(
                postcode,
                street,
                house,
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
                SELECT soort, {asked_sql(fine=fine)} AS sleutel, signaal_nr FROM ({keys}))
            WHERE sleutel IS NOT NULL""",
        )


def known_of(
    postcode: str | None,
    street: str | None,
    number: int | None,
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
    for one in readings:
        words.update(dict.fromkeys(_known_by(one)))
        daily = name_groups().get(one.given[0], ()) if one.given else ()
        letters.update(
            dict.fromkeys((*one.initials, *first_letters((*one.surname, *one.given, *daily))))
        )
    sounds = [(word, sound(word) if len(word) > 1 else None) for word in words]
    return Known(postcode, street, number, dates, sounds, list(letters))


def _known_by(reading: NameReading) -> Iterator[str]:
    """Every word of a reading, and the surname as one word, with its prefix and without."""
    yield from reading.surname
    yield from reading.given
    if len(reading.surname) > 1:
        yield glue(reading.surname)
    if reading.surname_full:
        yield reading.surname_full
