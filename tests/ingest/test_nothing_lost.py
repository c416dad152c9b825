"""Whatever the delivery: every row is a signal or in quarantine, with the line it starts at."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brp_match.database import connect
from brp_match.ingest import load_register, load_signals, register
from brp_match.ingest.columns import KINDS
from brp_match.ingest.fast_text import look_at_text, read_text
from brp_match.validate.fatal import quarantine_fatal

COLUMNS = ("signaal_id", "vlp", "achternaam", "voornamen", "straatnaam")

PIECES = st.sampled_from(
    ["a", "é", "Ł", " ", "\t", ";", ",", "|", '"', '""', "'", "\n", "\r\n", "\r", "\u2028", "\u00a0", "\ufeff",
     "\x00", "\x07", "\x85", "{", "[", "=1+1", "-", "0", "NULL", "\\", "😀", "x" * 300]
)  # fmt: skip
FIELDS = st.lists(PIECES, max_size=4).map("".join)
LONGER = st.lists(FIELDS, min_size=len(COLUMNS), max_size=len(COLUMNS))
USUAL = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path: Path) -> tuple[int, list[tuple[int, str]], list[tuple[int, str, str]]]:
    """Return rows counted, (line, id) of the signals, (line, code, text) of the quarantine."""
    con = connect(threads=1)
    try:
        load_signals(con, [path])
        quarantine_fatal(con)
        counted = con.execute("SELECT rijen FROM bronnen").fetchall()[0][0]
        kept = con.execute("SELECT regel, signaal_id FROM raw_signalen ORDER BY ALL").fetchall()
        aside = con.execute(
            "SELECT regel, code, tekst FROM quarantaine ORDER BY regel, code"
        ).fetchall()
    finally:
        con.close()
    return counted, kept, aside


def quoted(row: Sequence[str], separator: str) -> str:
    return separator.join('"' + field.replace('"', '""') + '"' for field in row)


def in_file(text: str) -> str:
    """Line ends as the reader sees them: a lone carriage return ends a line as well."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@USUAL
@given(
    rows=st.lists(LONGER, min_size=1, max_size=6),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_well_quoted_rows(
    tmp_path: Path, rows: list[list[str]], separator: str, encoding: str, end: str
) -> None:
    """Each row a signal of its own, or set aside; none runs into the next, and lines are right."""
    # one good row: a delivery of which nothing is left is refused as a whole
    rows = [["", "", "Bakker", "Jan", "Kerkstraat"], *rows]
    rows = [[f"S{number}", "Waterbron", *row[2:]] for number, row in enumerate(rows)]
    path = tmp_path / "levering.csv"
    lines = [separator.join(COLUMNS), *(quoted(row, separator) for row in rows)]
    path.write_bytes((end.join(lines) + end).encode(encoding))
    starts, at = [], 2
    for line in lines[1:]:
        starts.append(at)
        at += in_file(line).count("\n") + 1
    counted, kept, aside = read(path)
    assert counted == len(rows) == len(kept) + len(aside)
    assert sorted([*(regel for regel, _ in kept), *(regel for regel, _, _ in aside)]) == starts
    assert dict(kept) == {starts[int(name[1:])]: name for _, name in kept}


@USUAL
@given(
    lines=st.lists(st.lists(FIELDS, max_size=7).map(";".join), min_size=1, max_size=6),
    odd=st.sampled_from([b"", b"\xe9", b"\x81", b"\xff\xfe", b"\xc3"]),
)
def test_lines_as_nobody_should_write_them(tmp_path: Path, lines: list[str], odd: bytes) -> None:
    """Quotes anywhere, any number of fields, bytes of no encoding: each line with text comes back."""
    path = tmp_path / "levering.csv"
    # long enough that a file with a few odd bytes is still a text
    good = b"S;Waterbron;" + b";".join([b"x" * 480] * 3) + b"\n"
    body = "\n".join(lines).encode() + odd + b"\n"
    path.write_bytes(";".join(COLUMNS).encode() + b"\n" + good + body)
    counted, kept, aside = read(path)
    assert counted == len(kept) + len(aside)
    assert (2, "S") in kept
    whole = in_file(body.decode("utf-8", "replace")).removesuffix("\n").split("\n")
    told = {regel for regel, _ in kept} | {regel for regel, _, _ in aside}
    assert told <= set(range(2, len(whole) + 3))
    # a line that is in no row's text was empty: nothing but separators and blanks
    covered = {2}
    for regel, _, text in aside:
        covered |= set(range(regel, regel + text.count("\n") + 1))
    con = connect(threads=1)
    load_signals(con, [path])
    for regel, text in con.execute("SELECT regel, tekst FROM levering").fetchall():
        covered |= set(range(regel, regel + text.count("\n") + 1))
    con.close()
    left = [line for number, line in enumerate(whole, start=3) if number not in covered]
    assert [line for line in left if not re.fullmatch(r'[\s;"\ufeff\x1a]*', line)] == []


@USUAL
@given(
    rows=st.lists(st.dictionaries(st.sampled_from(COLUMNS), FIELDS), min_size=1, max_size=6),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]),
    plain=st.booleans(),
)
def test_json(tmp_path: Path, rows: list[dict[str, str]], encoding: str, plain: bool) -> None:
    path = tmp_path / "levering.json"
    first = dict(zip(COLUMNS, ("S", "Waterbron", "Bakker", "Jan", "Kerkstraat"), strict=True))
    written = [json.dumps(row, ensure_ascii=plain) for row in [first, *rows]]
    path.write_bytes(("[" + ",\n".join(written) + "]").encode(encoding))
    counted, kept, aside = read(path)
    assert counted == len(written) == len(kept) + len(aside)
    told = sorted([*(regel for regel, _ in kept), *(regel for regel, _, _ in aside)])
    assert told == list(range(1, len(written) + 1))


@pytest.mark.parametrize("threads", [1, 4])
def test_lines_of_a_large_file_are_in_order(tmp_path: Path, threads: int) -> None:
    """Large enough for several threads: each row still carries the line it stands on."""
    path = tmp_path / "inwoners.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("persoon_id;geslachtsnaam;geboortedatum;gemeente\n")
        stream.writelines(f"{n};{'x' * (n * 7919 % 60)};19800101;0518\n" for n in range(400_000))
    con = connect(threads=threads)
    kind = KINDS["inwoners"]
    read_text(con, path, kind, look_at_text(path, kind))
    wrong = "SELECT count(*), count(*) FILTER (regel <> {}::BIGINT + 2) FROM {}"
    assert con.execute(wrong.format("k0", "levering")).fetchall() == [(400_000, 0)]
    load_register(con, path)
    assert con.execute(wrong.format("persoon_id", "raw_inwoners")).fetchall() == [(400_000, 0)]
    con.close()


VALUES = st.sampled_from(
    [
        "1", "A'tje", "Böll", " x ", "", " ", "\t", "\xa0", "\ufeff", '"a;b"', '"a""b"', '"', "a\nb", "\x00", "\x07",
        "persoon_id", "1;1", "0518", "19800101", "d'", "'t Hart", "'1", "'Vos'", ' ="1"', '"=""1"""', "'=1", "=1",
    ]
)  # fmt: skip
HEADER = "persoon_id;bsn;geslachtsnaam;geboortedatum;gemeente"


@USUAL
@given(
    rows=st.lists(
        st.one_of(
            st.lists(VALUES, min_size=4, max_size=5).map(";".join),
            st.sampled_from([HEADER, ";;;;", "", "1;9;Bakker;19800101;0518", ";9;;;"]),
        ),
        min_size=1,
        max_size=4,
    ),
    head=st.sampled_from(["", "Uittreksel\n", "\ufeff"]),
)
def test_quick_and_careful_reader_agree(tmp_path: Path, rows: list[str], head: str) -> None:
    """What DuckDB reads straight into the raw table is what the reader in Python makes of the same file."""
    path = tmp_path / "inwoners.csv"
    path.write_text(head + "\n".join([HEADER, "2;9;Vos;19800101;0518", *rows]) + "\n", "utf-8")
    found = []
    for look in (look_at_text, lambda path, kind: None):
        con = connect(threads=1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(register, "look_at_text", look)
            load_register(con, path)
        found.append(
            [
                con.execute(f"FROM {table} ORDER BY ALL").fetchall()
                for table in ("raw_inwoners", "bronnen", "quarantaine")
            ]
        )
        con.close()
    assert found[0] == found[1]


def test_a_letter_with_a_stroke_does_not_slow_a_register_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A prefix d' and a place 's-Gravenhage are read straight; only what a spreadsheet wrote needs a closer look."""
    path = tmp_path / "inwoners.csv"
    path.write_text(HEADER + "\n2;9;d';19800101;0518\n3;9;'s-Gravenhage;19800101;0518\n", "utf-8")
    monkeypatch.setattr(register, "read_text", None)
    con = connect(threads=1)
    load_register(con, path)
    names = con.execute("SELECT geslachtsnaam FROM raw_inwoners ORDER BY regel").fetchall()
    assert names == [("d'",), ("'s-Gravenhage",)]
    con.close()
