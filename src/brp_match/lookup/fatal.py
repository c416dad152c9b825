"""The fatal expectations held against one signal; their conditions are SQL, so a database is asked.

Of one row SQLite, which answers in some twenty microseconds where DuckDB takes five hundred.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Mapping

from brp_match.content.expectations import Expectation
from brp_match.validate.fatal import NAMES, fatal_rules, first_broken_sql


class FatalRules:
    """A connection without tables; from any thread, one question at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules = fatal_rules("signalen")
        self._select = first_broken_sql("signalen", self._rules)
        self._con = sqlite3.connect(":memory:", check_same_thread=False)
        self._con.create_function("lower", 1, _lower)
        self._con.create_function("regexp_matches", 2, _matches)

    def broken(self, values: Mapping[str, str | None]) -> Expectation | None:
        """Return the first that a signal breaks, of which `values` are the columns of SIGNALS."""
        fields = [value for value in values.values() if value is not None]
        letter = any(map(str.isalpha, "".join(values[name] or "" for name in NAMES)))
        whole = {
            "langste_veld": max(map(len, fields), default=0),
            "alle_velden": " ".join(fields),
            "heeft_letter": letter,
        }
        with self._lock:
            ((place,),) = self._con.execute(self._select, {**values, **whole}).fetchall()
        return None if place is None else self._rules[place]

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._con.close()


def _lower(text: str) -> str:
    """As DuckDB: one letter for one, an İ too."""
    return "".join(sign.lower()[0] for sign in text)


def _matches(text: str, pattern: str) -> bool:
    return re.search(pattern, text, re.ASCII) is not None
