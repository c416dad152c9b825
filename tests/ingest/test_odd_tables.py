"""Tables without a separator of their own, and lines quoted as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.columns import KINDS
from brp_match.ingest.odd_tables import refuse_undivided, unquoted
from brp_match.ingest.rows import clean

HEAD = ["signaal_id", "vlp", "achternaam", "huisnummer"]
ROWS = [["S1", "Waterbron", "'t Hart", "3"], ["S2", "Waterbron", "Vos", ""]]


def fixed(rows: list[list[str]], *widths: int) -> list[str]:
    return [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (fixed([HEAD, *ROWS], 12, 14, 16, 12), "KOLOMBREEDTE_VAST"),
        (fixed([HEAD, *ROWS], 11, 10, 11, 10), "KOLOMBREEDTE_VAST"),
        (fixed(ROWS, 12, 14, 16, 12), "KOLOMBREEDTE_VAST"),
        (["~".join(row) for row in [HEAD, *ROWS]], "SCHEIDINGSTEKEN_ONBEKEND"),
        (["^".join(row) for row in [HEAD, *ROWS]], "SCHEIDINGSTEKEN_ONBEKEND"),
        ([";".join(row) for row in ROWS], None),
        (["een brief aan de gemeente", "over drie klanten"], None),
        (["naam"], None),
    ],
)  # fmt: skip
def test_what_divides_the_columns(lines: list[str], code: str | None) -> None:
    if code is None:
        refuse_undivided(lines, KINDS["signalen"], "a.txt")
        return
    with pytest.raises(BrpMatchError) as caught:
        refuse_undivided(lines, KINDS["signalen"], "a.txt")
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "Hart" not in caught.value.faults[0].detail


def test_lines_quoted_as_a_whole_are_opened() -> None:
    assert unquoted(['"a;b"', "", '"c;""d"""']) == ["a;b", "", 'c;"d"']
    for kept in (['"a";"b"', '"c";"d"'], ['"a;b"', "c;d"], ['"a;b"'], ['"a"', '"b"']):
        assert unquoted(kept) == kept


@pytest.mark.parametrize("residents", [False, True])
@pytest.mark.parametrize(
    "quote", [lambda row: '"' + ";".join(row) + '"', lambda row: ";".join(f"'{c}'" for c in row)]
)
def test_quoted_lines_are_read(tmp_path: Path, quote, residents: bool) -> None:
    head = ["persoon_id", "gemeente", "geslachtsnaam", "geboortedatum"] if residents else HEAD
    path = tmp_path / "a.csv"
    path.write_text("\n".join(map(quote, [head, *ROWS])) + "\n", encoding="utf-8")
    con = connect(threads=1)
    try:
        (load_register(con, path) if residents else load_signals(con, [path]))
        table, name = (
            ("raw_inwoners", "geslachtsnaam") if residents else ("raw_signalen", "achternaam")
        )
        assert con.execute(f"SELECT {head[0]}, {name} FROM {table} ORDER BY regel").fetchall() == [
            ("S1", "'t Hart"), ("S2", "Vos"),
        ]  # fmt: skip
    finally:
        con.close()


def test_quotes_of_one_stroke_are_taken_off() -> None:
    assert [clean(text) for text in ("'Vos'", "'t Hart", "''", "'", "'000123", "'s-Gravenhage")] == [
        "Vos", "'t Hart", "''", "'", "000123", "'s-Gravenhage",
    ]  # fmt: skip
