"""Raw tables to standardised columns; one module a kind."""

from __future__ import annotations

from brp_match.database import Connection
from brp_match.standardise import addresses, amounts, dates, names, text
from brp_match.standardise.tables import copy_tables, load_tables


def prepare_macros(con: Connection, *, register: str = "") -> None:
    """Create every SQL macro of standardising and the word lists they read; may be repeated.

    `register` is the schema prefix of a prepared register, which has the word lists already.
    """
    text.create_macros(con)
    dates.create_macros(con)
    amounts.create_macros(con)
    addresses.create_macros(con)
    if register:
        copy_tables(con, register)
    else:
        load_tables(con)
    names.create_macros(con)
