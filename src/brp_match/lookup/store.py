"""The rows of a prepared register by key: an SQLite file that `prepare` fills and a look-up reads.

DuckDB keeps columns: a row by key costs it a scan (fifteen keys and 25 residents of 160,000: 30 ms of
processor time, growing with the register). A B-tree answers the same in less than one, at any size.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from brp_match.content import model_figures
from brp_match.database import Connection
from brp_match.link.outcome import STATUS_FACTS
from brp_match.link.rows import LIVED_WITH, ResidentRow
from brp_match.register.candidate_keys import stored_key
from brp_match.register.keys import keys_sql

SUFFIX = ".opzoeken"
"""What the file is called after: the register's own name."""

ROWS_AT_ONCE = 20_000

ROWID = "persoon_nr"
"""The one number that a row of a resident is found by."""

DECIDED_BY = (
    "persoon_id", *STATUS_FACTS, "geheim", "functie_adres", "onderzoek_adres",
)  # fmt: skip
"""Fields of a resident that a decision asks, beside those that are compared."""

_OF_PEOPLE = frozenset({"persoon_nr", "persoon_id", "jaar", "maand", "dag"})
"""Columns of std_inwoners; the others are those of raw_inwoners."""

_PERSON = ", ".join(
    f"{'i' if name in _OF_PEOPLE else 'b'}.{name}" for name in (*ResidentRow._fields, *DECIDED_BY)
)

_SOURCES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "kenmerken": (
        """SELECT gemeente, inwoners, greatest(bestaand, 1) AS bestaand, fijn::INTEGER AS fijn, gemaakt_met,
            (SELECT coalesce(sum(n), 0)::BIGINT FROM tel_datum WHERE maand = 1 AND dag = 1) AS januari
        FROM std_kenmerken""",
        "", (),
    ),
    "inwoners": (
        f"""SELECT {_PERSON} FROM std_inwoners i JOIN raw_inwoners b USING (persoon_id) ORDER BY i.persoon_nr""",
        ROWID, (),
    ),
    "ongedateerd": (
        "SELECT persoon_nr FROM std_inwoners WHERE maand IS NULL OR dag IS NULL ORDER BY persoon_nr",
        ROWID, (),
    ),
    "geheim": (
        """SELECT i.persoon_nr, b.geheim FROM std_inwoners i JOIN raw_inwoners b USING (persoon_id)
        WHERE coalesce(trim(b.geheim), '') NOT IN ('', '0') ORDER BY i.persoon_nr""",
        "", (),
    ),
    "verblijf": (
        f"""SELECT v.persoon_nr, v.postcode, v.straat, v.nummer, v.toevoeging, v.huidig::INTEGER AS huidig,
            v.datum_tot::VARCHAR AS datum_tot, {LIVED_WITH} AS bewoners
        FROM std_verblijf v LEFT JOIN tel_adres t ON v.huidig AND t.postcode = v.postcode AND t.nummer = v.nummer
            AND t.toevoeging = v.toevoeging ORDER BY ALL""",
        "persoon_nr, rij", (),
    ),
    "vorige_namen": (
        "SELECT persoon_nr, array_to_string(vorig, ' ') AS vorig FROM std_vorige_namen ORDER BY ALL",
        "persoon_nr, rij", (),
    ),
    "adressen": (
        """SELECT postcode, straat, nummer, toevoeging, geen_woning::INTEGER AS geen_woning, box::INTEGER AS box
        FROM std_adressen ORDER BY ALL""",
        "", ("postcode, nummer", "straat, nummer"),
    ),
    "tel_achternaam": ("SELECT vorm, n FROM tel_achternaam ORDER BY ALL", "vorm", ()),
    "tel_voornaam": (
        "SELECT deel, n_eerste, n, n_januari FROM tel_voornaam ORDER BY ALL", "deel", ()
    ),
    "tel_groep": ("SELECT groep, n_formeel, n_roep FROM tel_groep ORDER BY ALL", "groep", ()),
    "tel_letter": ("SELECT letter, n FROM tel_letter ORDER BY ALL", "letter", ()),
    "tel_naampaar": ("SELECT vorm, deel, n FROM tel_naampaar ORDER BY ALL", "vorm, deel", ()),
    "tel_datum": (
        "SELECT jaar, maand, dag, n FROM tel_datum WHERE maand IS NOT NULL AND dag IS NOT NULL ORDER BY ALL",
        "jaar, maand, dag", (),
    ),
    "tel_adres": (
        "SELECT postcode, nummer, toevoeging, n, n_ooit FROM tel_adres ORDER BY ALL",
        "postcode, nummer, toevoeging", (),
    ),
}  # fmt: skip
"""Table of the file → the query of the register that fills it, the columns that its rows stand in order of and are found
by (`rij` numbers rows that are alike in the others), and what else it is asked by."""

SHIFT = 2**63
"""The number of a key has no sign, a number of SQLite has: less this they are in the same order."""


def store_of(register: Path) -> Path:
    """Return where the rows of a prepared register stand: beside it."""
    return register.with_name(register.name + SUFFIX)


def write_store(con: Connection, path: Path) -> None:
    """Write the rows of the register in `con` to the new file `path`, a batch at a time.

    Needs the tables of `build_register`, in the schema that `con` uses. Raises OSError when it
    cannot be written.
    """
    to = sqlite3.connect(path)
    try:
        # a file that is not whole is thrown away: nothing to undo
        to.execute("PRAGMA journal_mode = OFF")
        to.execute("PRAGMA synchronous = OFF")
        for name, source in _SOURCES.items():
            _fill(con, to, name, *source)
        to.execute("CREATE TABLE sleutels (sleutel INTEGER PRIMARY KEY, aantal, personen TEXT)")
        # who holds a key stands in one row, as text: three times as few rows; a key that too many hold (`aantal`) finds
        # nobody, of whom those with secrecy are none. A key without all its parts is none: said of the groups, as of the rows DuckDB
        # would make the sum of every key once more
        holders = f"""SELECT (sleutel::HUGEINT - {SHIFT})::BIGINT, count(*) - count(verborgen) AS aantal,
                array_to_string(list_sort(list(persoon_nr)), ' ')
            FROM (SELECT DISTINCT sleutel, persoon_nr FROM ({keys_sql(con, stored_key)}))
            LEFT JOIN (SELECT persoon_nr, 1 AS verborgen FROM std_inwoners WHERE bestaat AND NOT geteld) USING (persoon_nr)
            GROUP BY sleutel HAVING count(sleutel) > 0 AND aantal <= {max(model_figures().holders_at_most.values()):.0f} ORDER BY 1"""
        for batch in _batches(con, holders):
            to.executemany("INSERT INTO sleutels VALUES (?, ?, ?)", batch)
        to.commit()
    except sqlite3.OperationalError as error:
        raise OSError(
            errno.ENOSPC if "full" in str(error) else errno.EIO, "rows of a register"
        ) from error
    finally:
        to.close()


def _fill(
    con: Connection,
    to: sqlite3.Connection,
    name: str,
    source: str,
    order: str,
    keys: tuple[str, ...],
) -> None:
    columns = [str(column[0]) for column in con.execute(f"DESCRIBE {source}").fetchall()]
    batches: Iterator[Iterable[tuple[Any, ...]]] = _batches(con, source)
    if "rij" in order:
        columns.append("rij")
        numbers = count(1)
        batches = ([(*row, next(numbers)) for row in batch] for batch in batches)
    to.execute(f"CREATE TABLE {name} {_layout(columns, order)}")
    places = ", ".join("?" for _ in columns)
    for batch in batches:
        to.executemany(f"INSERT INTO {name} VALUES ({places})", batch)
    for number, key in enumerate(keys):
        to.execute(f"CREATE INDEX {name}_{number} ON {name} ({key})")


def _layout(columns: Sequence[str], order: str) -> str:
    """SQL of the columns of a table; rows that stand in the order of their key are found in one tree of pages, others in two."""
    if order == ROWID:
        columns = [f"{c} INTEGER PRIMARY KEY" if c == ROWID else c for c in columns]
    elif order:
        return f"({', '.join(columns)}, PRIMARY KEY ({order})) WITHOUT ROWID"
    return f"({', '.join(columns)})"


def _batches(con: Connection, query: str) -> Iterator[list[tuple[Any, ...]]]:
    rows = con.execute(query)
    while batch := rows.fetchmany(ROWS_AT_ONCE):
        yield batch
