"""The names of signals read: which name a business, and every reading of a person's name.

Plain Python does it (`reading.trade_names`, `reading.names`); what comes out are tables again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from brp_match.database import Connection, add_rows, create_table_of
from brp_match.reading.field_width import filled_widths
from brp_match.reading.names import NamedPeople, NameReading
from brp_match.reading.organisations import read_organisation

_CUT = ("volledige_naam", "achternaam")
"""Fields whose last word may be cut off."""

_READINGS = {
    "signaal_nr": "INTEGER", "variant": "INTEGER", "a": "VARCHAR[]", "v": "VARCHAR[]", "letters": "VARCHAR[]",
    "voorvoegsel": "VARCHAR", "a_vol": "VARCHAR", "alles_achternaam": "BOOLEAN", "geplakt": "BOOLEAN",
}  # fmt: skip
_PEOPLE = {"signaal_nr": "INTEGER", "houders": "INTEGER", "bewind": "BOOLEAN", "erven": "BOOLEAN"}

NAME_FIELDS = ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")
"""Columns of a signal that hold its name."""


def build_organisations(con: Connection, name: str, source: str) -> None:
    """Make table `name(tekst, soort, handelsnaam, handelswoord)` of every text of the query `source`.

    `source` has one column. `soort` of the legal form (`rechtspersoon`, `natuurlijk`, NULL), `handelsnaam`:
    a word that only trade names have, `handelswoord`: a trade word that is a surname too.
    """
    texts = con.execute(
        f"SELECT DISTINCT tekst FROM ({source}) AS t(tekst) WHERE tekst IS NOT NULL ORDER BY tekst"
    ).fetchall()
    found = ((text, read_organisation(text)) for (text,) in texts)
    create_table_of(
        con, name,
        {"tekst": "VARCHAR", "soort": "VARCHAR", "handelsnaam": "BOOLEAN", "handelswoord": "BOOLEAN"},
        [(text, o.form.kind if o.form else None, o.trade_name, o.weak_word) for text, o in found],
    )  # fmt: skip


def create_name_tables(con: Connection) -> None:
    """Make the empty tables of `add_names`: `std_signaal_namen`, a row for each reading of a signal's name, and
    `sig_mensen(signaal_nr, houders, bewind, erven)`, how many holders a signal names, whether an administrator stands in
    between and whether it names heirs.

    `variant` counts the readings of a signal from 0, the preferred first; `a` surname without prefix, `v`
    given names, `letters` initials; `voorvoegsel` the prefix and `a_vol` prefix and surname, glued;
    `alles_achternaam` and `geplakt` as `NameReading` has them.
    """
    create_table_of(con, "std_signaal_namen", _READINGS, [])
    create_table_of(con, "sig_mensen", _PEOPLE, [])


def add_names(
    con: Connection, read: Mapping[int, tuple[Sequence[NameReading], NamedPeople]]
) -> None:
    """Add the readings of the names of signals, by signaal_nr, and whom these name."""
    rows = [
        (
            number, reading.rank, list(reading.surname), list(reading.given), list(reading.initials),
            reading.prefix, reading.surname_full or None, reading.whole_as_surname, reading.glued,
        )
        for number, (readings, _) in read.items()
        for reading in readings
    ]  # fmt: skip
    add_rows(con, "std_signaal_namen", _READINGS, rows)
    people = [
        (number, named.holders, named.administrator, named.heirs)
        for number, (_, named) in read.items()
    ]
    add_rows(con, "sig_mensen", _PEOPLE, people)


def name_readings(
    con: Connection, first: int = 1, last: int | None = None
) -> dict[int, tuple[NameReading, ...]]:
    """Return the readings that `std_signaal_namen` holds of the signals numbered `first` to `last`, of every signal
    that has one, the preferred first."""
    found: dict[int, list[NameReading]] = defaultdict(list)
    for number, rank, surname, given, initials, prefix, full, whole, glued in con.execute(
        f"""SELECT {", ".join(_READINGS)} FROM std_signaal_namen
        WHERE signaal_nr >= $1 AND signaal_nr <= coalesce($2, signaal_nr) ORDER BY signaal_nr, variant""",
        [first, last],
    ).fetchall():
        found[number].append(
            NameReading(
                rank,
                tuple(surname),
                tuple(given),
                tuple(initials),
                prefix,
                full or "",
                whole,
                glued,
            )
        )
    return {number: tuple(readings) for number, readings in found.items()}


def find_cut_off(con: Connection) -> None:
    """Make `sig_afgekapt(signaal_nr)`: signals whose name fills a field that is too short. Needs std_signalen."""
    by_field: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for number, vlp, *texts in con.execute(
        f"SELECT signaal_nr, vlp, {', '.join(_CUT)} FROM std_signalen ORDER BY signaal_nr"
    ).fetchall():
        for field, text in zip(_CUT, texts, strict=True):
            if text is not None:
                by_field[vlp, field].append((number, text))
    cut = set()
    for named in by_field.values():
        widths = filled_widths(text for _, text in named)
        cut |= {number for number, text in named if len(text) in widths}
    create_table_of(con, "sig_afgekapt", {"signaal_nr": "INTEGER"}, [(one,) for one in sorted(cut)])
