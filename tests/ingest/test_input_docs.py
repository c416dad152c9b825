"""docs/invoer.md has every column that is read: which are needed, and by which other names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brp_match.ingest.column_names import SYNONYMS
from brp_match.ingest.columns import KINDS
from brp_match.ingest.records import HEADER_WITHIN

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "invoer.md").read_text(encoding="utf-8")
TITLES = {
    "signalen": "Signalen",
    "inwoners": "Inwoners",
    "vorige_adressen": "Vorige adressen",
    "adressen": "Adressen",
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.soort)
def test_columns_are_those_of_the_reader(kind):
    part = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    (section,) = [one for one in part if one.startswith(TITLES[kind.soort] + "\n")]
    rows = re.findall(r"^\| (\**)`(\w+)`\**( ¹)? \| (.+?) \| (.*?) ?\|$", section, re.MULTILINE)
    assert tuple(name for _, name, _, _, _ in rows) == kind.columns
    alone = {group[0] for group in kind.required if len(group) == 1}
    assert {name for stars, name, _, _, _ in rows if stars} == alone
    either = {name for group in kind.required if len(group) > 1 for name in group}
    assert {name for _, name, note, _, _ in rows if note} == either
    told = {name: tuple(filter(None, others.split(", "))) for _, name, _, _, others in rows}
    assert told == {name: SYNONYMS.get(name, ()) for name in kind.columns}


def test_where_a_header_is_looked_for():
    assert HEADER_WITHIN == 20
    assert "eerste twintig gevulde regels" in TEXT
