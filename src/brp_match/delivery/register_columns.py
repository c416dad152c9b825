"""A register whose program put values in another column than they belong in: put back, or refused by name.

Whole addresses in one cell, given names and surnames in each other's column, prefixes behind the given names: what one
program did to all residents. Rows that stand a column off are told by values that cannot be there at all.
"""

from __future__ import annotations

import re

from brp_match.content.expectations import load_expectations
from brp_match.database import Connection, create_reading, run_step, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest.register_values import AT_LEAST, MOST
from brp_match.reading.addresses import read_address, read_postcode

_ADDRESS = ("huisnummer", "straat", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats")

_POSTCODE_AHEAD = re.compile(
    r"\s*((?:NL[- ]?)?[1-9]\d{3}\s*[A-Za-z]{2})\b[\s,]*([^\d,;\n]*)[,;\s]*(.*?)\s*", re.DOTALL
)
"""A postcode in front, the town behind it, and what follows."""

_POSTCODE_BEHIND = re.compile(
    r"(.*?\d.*?)[\s,;(]*\b((?:NL[- ]?)?[1-9]\d{3}\s?[A-Za-z]{2})\b[\s,]*([^\d,;\n]*).*", re.DOTALL
)

PAIRS, TIMES = 20, 5
"""So many people who share an address must share what stands as their given names, and so many times as many as share
what stands as their surname, before the two columns are taken for each other's."""

LOOKED_AT = 20_000
"""Of a register with more residents, the people of every so many addresses tell whether their names are exchanged."""

_PREFIX = (
    "(?i:van|von|de|den|der|des|het|ter|ten|te|['’`]t|in|op|aan|onder|uit|el|al|la|le|du|d['’`])"
)
_BEHIND = (
    f"^(.*?[^\\s,]),?\\s+((?i:van|de|den|der|ter|ten|te|het|['’`]t)|{_PREFIX}(?: {_PREFIX})+)$"
)
"""SQL pattern of names with a prefix behind them."""

BEHIND_AT_LEAST, BEHIND_SHARE = 5, 0.02
"""So many residents, and such a share of them, have a prefix behind a name where it is a program's habit."""

NAMELESS = 0.9
"""Where more than this share of the residents have no given names, these stand in another column or are not delivered."""

SHIFTED = "INWONER_VERSCHOVEN"
"""The fatal expectation of a resident whose values stand in other columns."""

SHIFTED_SHARE = 0.01
"""From this share on a register is refused; fewer residents are set aside."""


def mend_columns(con: Connection) -> list[str]:
    """Put the values of `raw_inwoners` in the columns they belong in; return what was done, in words.

    Raises BrpMatchError INWONERS_VERSCHOVEN, INWONERS_HUISNUMMER and INWONERS_NAMEN where that cannot be done.
    """
    done = {
        "huisnummer en toevoeging verwisseld": exchange_numbers(con),
        "adressen uit elkaar gehaald": split_addresses(con, "raw_inwoners"),
        "straat en woonplaats verwisseld": exchange_places(con),
        "voornamen en geslachtsnaam verwisseld": exchange_names(con),
        "voorvoegsels uit de voornamen": take_prefixes(con, "voornamen"),
        "voorvoegsels uit de geslachtsnaam": take_prefixes(con, "geslachtsnaam"),
        "voornamen uit de geslachtsnaam": drop_given_names(con),
    }
    refuse_shifted(con)
    refuse_numbers(con)
    refuse_names(con)
    return [name for name, changed in done.items() if changed]


def exchange_numbers(con: Connection) -> bool:
    """Exchange house number and addition where hardly anybody has the first without the second; tell whether they were."""
    behind, alone = con.execute(
        """SELECT count(*) FILTER (huisnummer IS NULL AND huisnummertoevoeging BETWEEN '0' AND ':'),
            count(*) FILTER (huisnummer IS NOT NULL AND huisnummertoevoeging IS NULL) FROM raw_inwoners"""
    ).fetchall()[0]
    exchanged = bool(behind >= AT_LEAST and TIMES * alone < behind)
    if exchanged:
        _exchange(con, "huisnummer", "huisnummertoevoeging")
    return exchanged


def exchange_places(con: Connection) -> bool:
    """Exchange street and town where there are many more towns than streets; tell whether they were."""
    streets, towns = con.execute(
        "SELECT approx_count_distinct(straat), approx_count_distinct(woonplaats) FROM raw_inwoners"
    ).fetchall()[0]
    exchanged = towns >= PAIRS and towns >= TIMES * streets > 0
    if exchanged:
        _exchange(con, "straat", "woonplaats")
    return bool(exchanged)


def _exchange(con: Connection, one: str, other: str) -> None:
    run_step(con, f"UPDATE raw_inwoners SET {one} = {other}, {other} = {one}")


def split_addresses(con: Connection, table: str) -> bool:
    """Put whole addresses in the columns of their parts, where most rows of a raw table have no house number, or a
    postcode and a town in one cell; tell whether any was."""
    filled, numbered, together = con.execute(
        f"""SELECT count(coalesce(straat, postcode, woonplaats, huisnummertoevoeging)), count(huisnummer),
            count(*) FILTER (woonplaats BETWEEN '1' AND ':' OR length(postcode) > 9) FROM {table}"""
    ).fetchall()[0]
    if max(filled - numbered, together) <= MOST * filled:
        return False
    listed = ", ".join(_ADDRESS)
    create_reading(
        con, "hele_adressen", f"SELECT {listed} FROM {table}",
        {f"nieuw_{column}": "VARCHAR" for column in _ADDRESS}, whole_address, inputs=_ADDRESS,
    )  # fmt: skip
    new = ", ".join(f"{column} = a.nieuw_{column}" for column in _ADDRESS)
    same = " AND ".join(f"a.{column} IS NOT DISTINCT FROM {table}.{column}" for column in _ADDRESS)
    run_step(con, f"UPDATE {table} SET {new} FROM hele_adressen a WHERE {same}")
    run_step(con, "DROP TABLE hele_adressen")
    found = int(scalar(con, f"SELECT count(huisnummer) FROM {table}"))
    return bool(found > numbered or together)


def whole_address(
    number: str | None,
    street: str | None,
    letter: str | None,
    addition: str | None,
    postcode: str | None,
    town: str | None,
) -> tuple[str | None, ...]:
    """Return number, street, letter, addition, postcode and town of an address, taken from whichever of its cells has
    them. An address abroad, or one without a number, stays as it is."""
    if postcode and (found := _POSTCODE_AHEAD.fullmatch(postcode)):
        postcode, town = found[1], town or found[2].strip() or None
        street = street or found[3] or None
    elif not postcode and town and (found := _POSTCODE_AHEAD.fullmatch(town)):
        postcode, town = found[1], found[2].strip() or None
        street = street or found[3] or None
    elif not postcode and street and (found := _POSTCODE_AHEAD.fullmatch(street)) and found[3]:
        postcode, town, street = found[1], town or found[2].strip() or None, found[3]
    elif not postcode and street and (found := _POSTCODE_BEHIND.fullmatch(street)):
        street, postcode, town = found[1], found[2], town or found[3].strip() or None
    if number is None:
        read = read_address(street, None, letter, addition, postcode)
        if read.number is not None:
            return (
                str(read.number),
                read.street or None,
                None,
                read.addition or None,
                read_postcode(postcode),
                town,
            )
    return number, street, letter, addition, postcode, town


def exchange_names(con: Connection) -> bool:
    """Put given names and surnames back where all residents have them in each other's column; tell whether they were.

    Who live together share a surname and hardly ever their given names, in any language.
    """
    address = "postcode, huisnummer, huisletter, huisnummertoevoeging"
    given, surnames = (
        int(scalar(
            con,
            f"""SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (SELECT count(*) AS n FROM raw_inwoners
            WHERE postcode IS NOT NULL AND huisnummer IS NOT NULL AND hash(postcode) % {one_in(con)} = 0 AND length({column}) > 1
            GROUP BY {address}, {column} HAVING count(*) BETWEEN 2 AND 8)""",
        ))
        for column in ("voornamen", "geslachtsnaam")
    )  # fmt: skip
    exchanged = bool(given >= max(PAIRS, TIMES * surnames))
    if exchanged:
        _exchange(con, "voornamen", "geslachtsnaam")
    return exchanged


def one_in(con: Connection) -> int:
    """Return of how many residents one is looked at: of a large register some tell what its program did."""
    return int(scalar(con, "SELECT count(*) FROM raw_inwoners")) // LOOKED_AT + 1


def take_prefixes(con: Connection, column: str) -> bool:
    """Take prefixes from behind the names of a column where no resident has one in its own; tell whether any was."""
    if scalar(con, "SELECT count(voorvoegsel) FROM raw_inwoners"):
        return False
    behind, every = con.execute(
        f"SELECT count(*) FILTER (regexp_full_match({column}, $1)), count(*) FROM raw_inwoners",
        [_BEHIND],
    ).fetchall()[0]
    if behind < max(BEHIND_AT_LEAST, BEHIND_SHARE * every):
        return False
    run_step(
        con,
        f"""UPDATE raw_inwoners SET {column} = regexp_extract({column}, $1, 1), voorvoegsel = regexp_extract({column}, $1, 2)
        WHERE regexp_full_match({column}, $1)""",
        [_BEHIND],
    )
    return True


def drop_given_names(con: Connection) -> bool:
    """Take the given names out of the surname where most surnames begin with them; tell whether any was."""
    condition = "starts_with(lower(geslachtsnaam), lower(voornamen) || ' ')"
    found, named = con.execute(
        f"SELECT count(*) FILTER ({condition}), count(voornamen) FROM raw_inwoners WHERE regel % {one_in(con)} = 0"
    ).fetchall()[0]
    if found <= max(AT_LEAST, MOST * named):
        return False
    run_step(
        con,
        f"UPDATE raw_inwoners SET geslachtsnaam = trim(substr(geslachtsnaam, length(voornamen) + 2)) WHERE {condition}",
    )
    return True


def refuse_shifted(con: Connection) -> None:
    """Raise BrpMatchError INWONERS_VERSCHOVEN where more than `SHIFTED_SHARE` of the residents have values in columns that
    these cannot stand in."""
    (rule,) = (one for one in load_expectations(fatal_only=True) if one.id == SHIFTED)
    count = f"SELECT count(*) FILTER ({rule.voorwaarde}), count(*), min(regel) FILTER ({rule.voorwaarde}) FROM raw_inwoners"
    shifted, every, _ = con.execute(f"{count} WHERE regel % {one_in(con)} = 0").fetchall()[0]
    if shifted > SHIFTED_SHARE * every:
        shifted, every, first = con.execute(count).fetchall()[0]
        raise BrpMatchError(
            "INWONERS_VERSCHOVEN", "inwoners",
            f"bij {shifted} van de {every} inwoners staan waarden in een andere kolom (de eerste op regel {first}); "
            "maak het uittreksel opnieuw, met elke waarde in zijn eigen kolom",
        )  # fmt: skip


def refuse_numbers(con: Connection) -> None:
    """Raise BrpMatchError INWONERS_HUISNUMMER where most residents with a postcode have no house number."""
    without, placed = con.execute(
        "SELECT count(*) FILTER (huisnummer IS NULL), count(*) FROM raw_inwoners WHERE postcode IS NOT NULL"
    ).fetchall()[0]
    if without > max(AT_LEAST, MOST * placed):
        raise BrpMatchError(
            "INWONERS_HUISNUMMER", "inwoners",
            "bij de meeste inwoners staat er geen huisnummer; staan de kolommen goed?",
        )  # fmt: skip


def refuse_names(con: Connection) -> None:
    """Raise BrpMatchError INWONERS_NAMEN where nearly nobody has given names and most have a surname of several words."""
    given, every = con.execute("SELECT count(voornamen), count(*) FROM raw_inwoners").fetchall()[0]
    if given > (1 - NAMELESS) * every:
        return
    several = int(scalar(
        con,
        """SELECT count(*) FROM raw_inwoners
        WHERE regexp_matches(regexp_replace(geslachtsnaam, $1, ''), '\\pL[.]?[ ,]+\\pL')""",
        [f"^({_PREFIX} )+"],
    ))  # fmt: skip
    if several > max(AT_LEAST, MOST * every):
        raise BrpMatchError(
            "INWONERS_NAMEN", "inwoners",
            "bij de meeste inwoners staan voornamen en geslachtsnaam in één kolom; lever ze elk in een eigen kolom",
        )  # fmt: skip
