"""Standardised values by hand: text, dates, amounts, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from brp_match.database import Connection, connect, scalar
from brp_match.standardise import prepare_macros
from brp_match.standardise.text import LETTER, NUMBERS


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    made = connect()
    prepare_macros(made)
    yield made
    made.close()


def value(con: Connection, expression: str, *parameters: Any) -> Any:
    return scalar(con, f"SELECT {expression}", list(parameters))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MÜLLER", "muller"), ("Yıldız", "yildiz"), ("Łukasz", "lukasz"), ("Đorđe", "dorde"), ("Æbeltoft", "aebeltoft"),
        ("Straße", "strasse"), ("Þór", "thor"), ("Gaël", "gael"), ("MÃ¼ller", "muller"), ("JosÃ©", "jose"),
        ("d'Hont", "dhont"), ("Anne-Marie", "anne marie"), ("IJsbrand", "ijsbrand"), ("  van   Dam ", "van dam"),
        ("Søren", "soren"), ("Ångström", "angstrom"), ("?!", None),
    ],
)  # fmt: skip
def test_folding(con: Connection, text: str, folded: str | None) -> None:
    assert value(con, "vouw(?)", text) == folded


def _told_apart(con: Connection, ours: str, theirs: str, past: int) -> list[str]:
    """Characters up to `past` of which two patterns say something else."""
    rows = con.execute(
        f"""SELECT teken FROM (SELECT chr(i::INTEGER) AS teken FROM range(1, {past}) AS t(i)
            WHERE i NOT BETWEEN 55296 AND 57343)
        WHERE regexp_full_match(teken, ?) <> regexp_full_match(teken, ?) ORDER BY 1""",
        [ours, theirs],
    ).fetchall()
    return [row[0] for row in rows]


def test_letters_are_those_of_unicode(con: Connection) -> None:
    """The short classes say the same as the Unicode ones, but for numbers that no character has yet."""
    unassigned = "\u0378\u0379\u038b\u038d\u03a2\u0530\u0557\u0558"
    assert "".join(_told_apart(con, LETTER, r"\pL", 0x590)) == unassigned
    assert _told_apart(con, f"[{NUMBERS}]", r"\pN", 0x700) == []
    # further on every letter of a script is one; a few symbols that Unicode calls letters are not
    missed = con.execute(
        r"""SELECT count(*), min(i), max(i)
        FROM (SELECT i, chr(i::INTEGER) AS teken FROM range(1, 262144) AS t(i) WHERE i NOT BETWEEN 55296 AND 57343)
        WHERE regexp_full_match(teken, '\pL') AND NOT regexp_full_match(teken, ?)""",
        [LETTER],
    ).fetchall()
    assert missed == [(64, 0x2071, 0x2E2F)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1-1-2000", (2000, 1, 1)), ("01-01-2000", (2000, 1, 1)), ("2000-01-01", (2000, 1, 1)), ("20000101", (2000, 1, 1)),
        ("31.12.1999", (1999, 12, 31)), ("31/12/1999", (1999, 12, 31)), ("14 maart 1962", (1962, 3, 14)),
        ("14-mrt-62", (1962, 3, 14)), ("36526", (2000, 1, 1)), ("1962-03-14T00:00:00", (1962, 3, 14)),
        ("14031962", (1962, 3, 14)), ("19900000", (1990, 0, 0)), ("19900300", (1990, 3, 0)),
    ],
)  # fmt: skip
def test_dates(con: Connection, text: str, parts: tuple[int, int, int]) -> None:
    found = value(con, "datum_delen(?)", text)
    assert (found["jaar"], found["maand"] or 0, found["dag"] or 0) == parts


@pytest.mark.parametrize("text", ["31-02-1990", "onbekend", "n.v.t.", "-", "99-99-9999"])
def test_what_is_no_date(con: Connection, text: str) -> None:
    assert value(con, "datum_delen(?)", text)["soort"] != "geldig"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", 1234.56), ("1234.56", 1234.56), ("1234,56", 1234.56), ("€ 212,85", 212.85), ("100", 100.0),
        ("1.234", 1234.0), ("12.345.678,90", 12345678.90), ("n.v.t.", None), ("", None),
    ],
)  # fmt: skip
def test_amounts(con: Connection, text: str, amount: float | None) -> None:
    assert value(con, "bedrag_waarde(?)", text) == amount


@pytest.mark.parametrize(
    ("number", "letter", "addition", "parts"),
    [
        ("12", None, None, (12, "", "")), ("12A", None, None, (12, "A", "")), ("12", "a", None, (12, "A", "")),
        ("12A-3", None, None, (12, "A", "3")), ("12-3", None, None, (12, "", "3")), ("12 hs", None, None, (12, "", "HS")),
        ("0012", None, None, (12, "", "")), ("12 bis", None, None, (12, "", "BIS")), ("12", None, "II", (12, "", "2")),
    ],
)  # fmt: skip
def test_house_numbers(
    con: Connection,
    number: str,
    letter: str | None,
    addition: str | None,
    parts: tuple[int, str, str],
) -> None:
    found = value(con, "huisnummer_delen(?, ?, ?)", number, letter, addition)
    assert found["nummer"] == parts[0]
    whole = (found["letter"] + found["toevoeging"]).upper()
    assert whole == (parts[1] + parts[2]).upper()


@pytest.mark.parametrize(
    ("text", "key"), [("1234 ab", "1234AB"), ("1234AB", "1234AB"), ("123", None), ("", None)]
)
def test_postcodes(con: Connection, text: str, key: str | None) -> None:
    assert value(con, "postcode_sleutel(?)", text) == key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Burgemeester de Vlugtlaan", "Burg. de Vlugtln"), ("Eerste Dorpsstraat", "1e Dorpsstr."), ("St. Jansplein", "Sint Jansplein"),
        ("Prof. Lorentzlaan", "Professor Lorentzlaan"), ("KERKSTRAAT", "Kerkstraat"), ("Dr. Schaepmanstraat", "Doctor Schaepmanstraat"),
    ],
)  # fmt: skip
def test_streets_written_differently_have_one_key(con: Connection, left: str, right: str) -> None:
    assert value(con, "straat_sleutel(?) = straat_sleutel(?)", left, right)


def test_different_streets_stay_different(con: Connection) -> None:
    assert not value(con, "straat_sleutel('Kerkstraat') = straat_sleutel('Kerklaan')")
    assert not value(con, "straat_sleutel('Dorpsstraat') = straat_sleutel('Torpstraat')")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("cornelis", "kornelis"), ("dijkstra", "dykstra"), ("janssen", "jansen"), ("mohammed", "mohamed"), ("philips", "filips"),
         ("yusuf", "jusuf"), ("kuijpers", "kuypers"), ("visser", "fisser"), ("oude", "aude"),
    ],
)  # fmt: skip
def test_sounds(con: Connection, left: str, right: str) -> None:
    assert value(con, "klank(?) = klank(?)", left, right)


WORDS = ("jansen", "janssen", "jnasen", "hansen", "jansek", "jan", "anna", "ann", "aaaa", "aaab", "baaa", "abba",
    "schouten", "schoutne", "cshoutne", "chouten", "schoutenaar", "vandenberg", "vandnebreg", "avndenbegr",
    "berg", "gber", "bergh", "verg", "dijkstra", "dykstra", "ijkstra", "hoogendoorn", "hogendoren")  # fmt: skip


def test_typing_distance_is_damerau_levenshtein(con: Connection) -> None:
    """What is asked first to spare the distance leaves its answer as it is."""
    con.execute("CREATE OR REPLACE TEMP TABLE woord AS SELECT unnest(?) AS w", [list(WORDS)])
    rows = con.execute("SELECT x.w, y.w, op_elkaar(x.w, y.w), damerau_levenshtein(x.w, y.w) FROM woord x, woord y").fetchall()  # fmt: skip
    for x, y, near, distance in rows:
        shortest = min(len(x), len(y))
        allowed = 0 if shortest < 4 else 2 if shortest >= 9 else 1
        assert near == (shortest >= 4 and abs(len(x) - len(y)) <= 2 and distance <= allowed), (x, y)
    assert 20 < sum(near for _, _, near, _ in rows) - len(WORDS) < 200
