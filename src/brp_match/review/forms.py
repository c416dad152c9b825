"""How the columns of a delivery were chosen, remembered for the next month of the same form.

A form is what a deliverer sends every month: the same columns under a file name that differs in its date only.
Kept are names of columns and what they are, and the deliverer and sector of the whole file; no cell of a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from brp_match.ingest.column_names import header_key
from brp_match.review import values

PREFIX = "koppeling:"


@dataclass(frozen=True)
class Form:
    """Column of the file (as `header_key` writes it) → ours, '' for one not used; what holds for all rows; and
    the order of dates (dmy or mdy, '' where the cells tell it). `month`: when it was chosen last, jjjj-mm."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    month: str = ""


def _keys(header: Sequence[str], name: str) -> tuple[str, str]:
    """Names under which a form is kept: with its file name, and by its columns alone."""
    columns = "|".join(header_key(one) for one in header)
    stem = re.sub(r"[\d\W_]+", "", re.sub(r"\.[^.]*$", "", name).casefold())
    stem = re.sub(
        r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
        "",
        stem,
    )

    def key(text: str) -> str:
        return PREFIX + hashlib.sha256(text.encode()).hexdigest()[:30]

    return key(f"{columns}#{stem}"), key(columns)


def remember(con: Connection, header: Sequence[str], name: str, form: Form) -> None:
    """Keep what was chosen for a file with this header and name."""
    whole, columns = _keys(header, name)
    values.write_json(con, whole, form)
    # a file of another deliverer may have the same columns: what holds for all rows is not carried over
    values.write_json(con, columns, replace(form, fixed={}, order=""))


def recall(con: Connection, header: Sequence[str], name: str) -> Form | None:
    """Return what was chosen for this form before; by its columns alone where the name is another."""
    for key in _keys(header, name):
        if found := values.read_json(con, key):
            return Form(**found)
    return None
