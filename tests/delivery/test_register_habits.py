"""A register as programs export it: the same residents come out, whatever its program did to dates and cells."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.delivery.register_habits import cleaner, fillers, may_be_born, mend_register
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register
from brp_match.reading.dates import read_date

Row = dict[str, str]
COLUMNS = (
    "persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "partner_geslachtsnaam", "geboortedatum", "gemeente",
    "overlijdensdatum", "geheim", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
)  # fmt: skip
NAMES = ("Kraljić", "d'Aulnis", "van der Zwaan-Müller", "Smit", "Null", "O'Brien", ".")


def people(count: int = 40) -> list[Row]:
    chance = random.Random(5)
    born = [date(1940, 1, 1) + timedelta(days=chance.randrange(24_000)) for _ in range(count)]
    return [
        dict.fromkeys(COLUMNS, "")
        | {"persoon_id": f"P{n}", "voornamen": "Zoë Ann", "geslachtsnaam": NAMES[n % 7], "geboortedatum": day.strftime("%Y%m%d"),
           "gemeente": "9001", "geheim": "0", "straat": "1e Kerkstraat", "huisnummer": str(n + 1), "postcode": "1000AA",
           "woonplaats": "'s-Proefstad"}
        for n, day in enumerate(born)
    ]  # fmt: skip


def read(rows: list[Row], folder: Path) -> tuple[list[Row], str]:
    """The residents as they are read, and how the file was taken."""
    lines = [";".join(row.values()) for row in rows]
    (folder / "i.csv").write_text("\n".join([";".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    con = connect(threads=1)
    load_register(con, folder / "i.csv")
    mend_register(con)
    found = con.execute(f"SELECT {', '.join(COLUMNS)} FROM raw_inwoners ORDER BY regel").fetchall()
    told = con.execute("SELECT indeling FROM bronnen").fetchall()[0][0]
    con.close()
    return [dict(zip(COLUMNS, (text or "" for text in row), strict=True)) for row in found], told


def with_date(write: Callable[[date], str]) -> list[Row]:
    return [
        row | {"geboortedatum": write(date.fromisoformat(row["geboortedatum"]))} for row in people()
    ]


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda d: d.strftime("%Y%m%d"), "plat"), (lambda d: d.strftime("%m/%d/%Y"), "plat; geboortedatum als maand-dag-jaar"),
        (lambda d: d.strftime("%Y-%d-%m"), "plat; geboortedatum als jaar-dag-maand"), (lambda d: d.strftime("%Y%d%m"), "plat; geboortedatum als jaar-dag-maand"),
        (lambda d: f"{d.month}/{d.day}/{d.year} 12:00:00 AM", "plat; geboortedatum als maand-dag-jaar"),
        (lambda d: d.strftime("%Y-%d-%m 00:00:00") if d.day <= 12 else d.strftime("%d-%m-%Y"), "plat; geboortedatum als jaar-dag-maand"),
    ],
)  # fmt: skip
def test_birth_dates_are_read_in_the_order_of_the_register(
    write: Callable[[date], str], told: str, tmp_path: Path
) -> None:
    found, taken = read(with_date(write), tmp_path)
    assert [read_date(row["geboortedatum"]).date for row in found] == [
        date.fromisoformat(row["geboortedatum"]) for row in people()
    ]
    assert taken == told


@pytest.mark.parametrize(
    "word", ["NULL", "-", ".", "0", "NaN", "n.v.t.", "#N/B", "None", "onbekend"]
)
def test_a_word_in_every_empty_cell_is_nothing(word: str, tmp_path: Path) -> None:
    rows = [{column: text or word for column, text in row.items()} for row in people()]
    found, _ = read(rows, tmp_path)
    assert found == people()


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text + "_x000D_", lambda text: f"<![CDATA[{text}]]>", lambda text: f"b'{text}'" if "'" not in text else text,
        lambda text: "\u200b" + text, lambda text: text + "\\n", lambda text: text.encode().decode("cp850"),
    ],
)  # fmt: skip
def test_what_a_program_put_into_cells_is_taken_out(
    write: Callable[[str], str], tmp_path: Path
) -> None:
    rows = [{column: write(text) if text else "" for column, text in row.items()} for row in people()]  # fmt: skip
    found, _ = read(rows, tmp_path)
    assert found == people()


@pytest.mark.parametrize("write", [lambda d: "########", lambda d: str(d.toordinal()), lambda d: f"{d.year + 543}{d:%m%d}", lambda d: "19000101"])  # fmt: skip
def test_a_register_without_birth_dates_that_can_be_is_refused(
    write: Callable[[date], str], tmp_path: Path
) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read(with_date(write), tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["INWONERS_GEBOORTEDATUM"]


def test_a_register_whose_columns_stand_wrong_is_refused(tmp_path: Path) -> None:
    rows = [row | {"postcode": row["woonplaats"], "huisnummertoevoeging": row["postcode"]} for row in people()]  # fmt: skip
    with pytest.raises(BrpMatchError) as caught:
        read(rows, tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["INWONERS_POSTCODE"]
    found, _ = read([row | {"postcode": "1000"} for row in people()], tmp_path)
    assert {row["postcode"] for row in found} == {"1000"}


def test_numbers_that_became_fractions_name_the_same_people(tmp_path: Path) -> None:
    rows = [row | {"persoon_id": f"{1000 + n}.0", "geheim": "0.0"} for n, row in enumerate(people())]  # fmt: skip
    found, _ = read(rows, tmp_path)
    assert [row["persoon_id"] for row in found] == [str(1000 + n) for n in range(40)]


@pytest.mark.parametrize(
    ("none", "some"), [("N", "J"), ("nee", "ja"), ("False", "True"), ("", "x"), ("0", "7.0"), ("geen", "geheim"), ("NULL", "1")],
)  # fmt: skip
def test_secrecy_is_read_whatever_its_word(none: str, some: str, tmp_path: Path) -> None:
    rows = [row | {"geheim": some if n == 3 else none} for n, row in enumerate(people())]
    found, _ = read(rows, tmp_path)
    assert [n for n, row in enumerate(found) if int(row["geheim"] or 0) > 0] == [3]


def test_words_and_texts_by_themselves() -> None:
    assert fillers([("null", "NULL", "Null", "-"), ("a", "", None, "-")]) == set()
    assert fillers([("NULL", "NULL", "NULL", "-"), ("Null", "", None, "-")]) == {"NULL"}
    clean = cleaner(alone=False)
    assert clean("d&#39;Aulnis", "geslachtsnaam") == "d'Aulnis"
    assert clean("Kerkstraat 12 (achter)", "straat") == "Kerkstraat 12 (achter)"
    assert clean("Дмитрий", "voornamen") == "Дмитрий"
    today = date(2026, 11, 29)
    assert [may_be_born(text, today) for text in ("19620314", "19900000", "", "0", "2062-03-14", "18991231", "x9")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip
