"""The fatal expectations held against one signal; their conditions are SQL, so DuckDB is asked.

It plans a statement for milliseconds and runs it on one row in less than one: so it is planned once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from brp_match.content.expectations import Expectation
from brp_match.database import Connection, connect, quote_literal
from brp_match.validate.fatal import NAMES, fatal_rules, first_broken_sql


class FatalRules:
    """A connection without tables; from any thread, one question at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules = fatal_rules("signalen")
        self._con: Connection | None = connect(threads=1)
        self._columns, select = first_broken_sql("signalen", self._rules)
        self._con.execute(f"PREPARE fataal AS {select}").fetchall()

    def broken(self, values: Mapping[str, str | None]) -> Expectation | None:
        """Return the first that a signal breaks, of which `values` are the columns of SIGNALS."""
        fields = [value for value in values.values() if value is not None]
        # a NULL without a type would have DuckDB plan it anew whenever other fields are empty
        given = [
            "NULL::VARCHAR" if (value := values[name]) is None else quote_literal(value)
            for name in self._columns
        ]
        letter = any(map(str.isalpha, "".join(values[name] or "" for name in NAMES)))
        given += [
            str(max(map(len, fields), default=0)),
            quote_literal(" ".join(fields)),
            str(letter),
        ]
        with self._lock:
            assert self._con is not None
            ((place,),) = self._con.execute(f"EXECUTE fataal({', '.join(given)})").fetchall()
        return None if place is None else self._rules[place]

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._con is not None:
                self._con.close()
                self._con = None
