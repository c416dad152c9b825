"""Signals standardised: raw_signalen → std_signalen, std_signaal_namen; and their keys, sig_sleutels.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two
people in one field). Each way is a reading; a candidate is compared with every reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from brp_match.database import Connection, create_table, create_table_of, scalar, together
from brp_match.reading import read_address, read_amount, read_date, read_day, sound, street_key
from brp_match.reading.text import first_letters, glue
from brp_match.reading.word_lists import name_groups
from brp_match.register.candidate_keys import key
from brp_match.standardise.signal_names import build_name_readings, build_organisations


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
    "signaaldatum": "DATE", "bedrag": "DOUBLE", "jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT", "geb_soort": "VARCHAR",
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
        [_fields(dict(zip(columns, row, strict=True))) for row in signals],
    )


def _fields(signal: Mapping[str, str | None]) -> tuple[Any, ...]:
    """One row of `sig_velden`, in the order of `_FIELDS`."""
    dated, amount = read_day(signal["signaaldatum"]), read_amount(signal["bedrag"])
    birth = read_date(signal["geboortedatum"])
    address = read_address(
        signal["straatnaam"], signal["huisnummer"], signal["huisletter"],
        signal["huisnummertoevoeging"], signal["postcode"],
    )  # fmt: skip
    return (
        *(signal[column] for column in _WRITTEN),
        dated.isoformat() if dated else None, float(amount) if amount is not None else None,
        birth.year, birth.month, birth.day,
        # that nobody can be born on it is told by what is known of placeholders
        "geldig" if birth.kind == "standaard" else birth.kind,
        address.postcode or None, address.number, address.addition, street_key(address.street) or None,
        signal["achternaam"] or signal["volledige_naam"],
    )  # fmt: skip


def build_signal_keys(con: Connection, *, register: str = "") -> None:
    """Make `sig_sleutels(soort, sleutel, signaal_nr)`: what a signal asks the register for. Needs the tables
    of `build_signals`, and `std_kenmerken` of the register: in a large one the key of a birth date is finer.
    """
    fine = bool(scalar(con, f"SELECT fijn FROM {register}std_kenmerken"))
    date = "SELECT signaal_nr, jaar, maand, dag FROM std_signalen WHERE geb_soort = 'geldig'"
    dates = f"""{date} UNION SELECT signaal_nr, jaar, dag, maand FROM ({date}) WHERE dag <= 12"""
    birth = (
        f"""SELECT 'G', {key("G", "jaar", "maand", "dag", "letter")}, signaal_nr
            FROM datums JOIN letter USING (signaal_nr)"""
        if fine
        else f"SELECT 'G', {key('G', 'jaar', 'maand', 'dag')}, signaal_nr FROM datums"
    )
    _build_words(con)
    create_table(
        con,
        "sig_sleutels",
        f"""WITH datums AS ({dates}),
        klank AS (SELECT DISTINCT signaal_nr, klank FROM sig_delen WHERE klank IS NOT NULL),
        letter AS (SELECT signaal_nr, letter FROM sig_letters),
        sleutels(soort, sleutel, signaal_nr) AS (
            SELECT 'A', {key("A", "postcode", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL SELECT 'S', {key("S", "straat", "nummer")}, signaal_nr FROM std_signalen
            UNION ALL {birth}
            UNION ALL SELECT 'N', {key("N", "klank", "letter")}, signaal_nr
                FROM klank JOIN letter USING (signaal_nr)
            UNION ALL SELECT 'J', {key("J", "klank", "jaar")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'D', {key("D", "klank", "maand", "dag")}, signaal_nr
                FROM klank JOIN datums USING (signaal_nr)
            UNION ALL SELECT 'P', {key("P", "postcode", "klank")}, signaal_nr
                FROM klank JOIN std_signalen USING (signaal_nr)
            UNION ALL SELECT 'T', {key("T", "deel")}, signaal_nr FROM sig_delen)
        SELECT DISTINCT soort, sleutel, signaal_nr FROM sleutels WHERE sleutel IS NOT NULL""",
    )


def _build_words(con: Connection) -> None:
    """Make `sig_delen(signaal_nr, deel, klank)`, the words a signal's person may be known by, and
    `sig_letters(signaal_nr, letter)`, the first letters of its names; each once a signal.

    `klank` is NULL for a single letter.
    """
    readings = con.execute(
        "SELECT signaal_nr, a, v, letters, a_vol FROM std_signaal_namen ORDER BY signaal_nr, variant"
    ).fetchall()
    words: dict[tuple[int, str], None] = {}
    letters: dict[tuple[int, str], None] = {}
    for number, surname, given, initials, full in readings:
        words.update(((number, word), None) for word in _known_by(surname, given, full))
        daily = name_groups().get(given[0], ()) if given else ()
        firsts = (*initials, *first_letters((*surname, *given, *daily)))
        letters.update(((number, letter), None) for letter in firsts)
    create_table_of(
        con, "sig_delen", {"signaal_nr": "INTEGER", "deel": "VARCHAR", "klank": "VARCHAR"},
        [(number, word, sound(word) if len(word) > 1 else None) for number, word in words],
    )  # fmt: skip
    create_table_of(
        con, "sig_letters", {"signaal_nr": "INTEGER", "letter": "VARCHAR"}, list(letters)
    )


def _known_by(surname: list[str], given: list[str], full: str | None) -> Iterator[str]:
    """Every word of a reading, and the surname as one word, with its prefix and without."""
    yield from surname
    yield from given
    if len(surname) > 1:
        yield glue(surname)
    if full:
        yield full
