"""A register as programs export it: the same residents come out, whatever its program did to dates and cells."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.delivery.register_columns import whole_address
from brp_match.delivery.register_habits import (
    cleaner,
    fillers,
    has_day,
    may_be_born,
    mend_register,
)
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register
from brp_match.reading.dates import read_date

Row = dict[str, str]
COLUMNS = (
    "persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "partner_geslachtsnaam", "geboortedatum", "gemeente",
    "overlijdensdatum", "geheim", "geslacht", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
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
    assert fillers([("null", "NULL", "Null", "-"), ("a", "", None, "-")]) == [set()] * 4
    assert fillers([("NULL", "NULL", "NULL", "-"), ("Null", "", None, "-")]) == [{"NULL"}] * 4
    assert fillers([("onbekend", "a")] * 21 + [("Smit", "-")] * 20) == [{"onbekend"}, set()]
    clean = cleaner(alone=False)
    assert clean("d&#39;Aulnis", "geslachtsnaam") == "d'Aulnis"
    assert clean("Kerkstraat 12 (achter)", "straat") == "Kerkstraat 12 (achter)"
    assert clean("Дмитрий", "voornamen") == "Дмитрий"
    today = date(2026, 11, 29)
    assert [may_be_born(text, today) for text in ("19620314", "19900000", "", "0", "2062-03-14", "18991231", "x9")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


def families(count: int = 120) -> list[Row]:
    """Two who are married and two children at every address."""
    chance = random.Random(7)
    surnames = (
        "Bakker",
        "Visser",
        "Kok",
        "Mulder",
        "Bos",
        "Vos",
        "Peters",
        "Dekker",
        "Brouwer",
        "Dijkstra",
    )
    given = {
        "M": ("Jan", "Piet", "Henk", "Kees", "Tom"),
        "V": ("Anna", "Maria", "Sara", "Eva", "Lies"),
    }
    rows = []
    for house in range(count // 4):
        his, hers = chance.sample(surnames, 2)
        for n, (sex, own, partner, born) in enumerate((
            ("M", his, hers, 1970), ("V", hers, his, 1972), ("V", his, "", 2014), ("M", his, "", 2016),
        )):  # fmt: skip
            rows.append(dict.fromkeys(COLUMNS, "") | {
                "persoon_id": f"P{house}-{n}", "voornamen": f"{chance.choice(given[sex])} {chance.choice(given[sex])}", "geslacht": sex,
                "geslachtsnaam": own, "voorvoegsel": "van der" if own < "D" else "", "partner_geslachtsnaam": partner,
                "geboortedatum": f"{born}{chance.randrange(2, 13):02d}{chance.randrange(2, 29):02d}", "gemeente": "9001", "geheim": "0",
                "straat": f"{surnames[house % 10]}laan", "huisnummer": str(house + 10), "huisnummertoevoeging": "2" if house % 3 else "",
                "postcode": f"10{house % 90 + 10:02d}AB", "woonplaats": "Verzonnenstad",
            })  # fmt: skip
    return rows


def moved(rows: list[Row], *columns: str) -> list[Row]:
    """The rows with some columns a row lower."""
    return [row | {c: above[c] for c in columns} for row, above in zip(rows, rows[-1:] + rows, strict=False)]  # fmt: skip


def refugees() -> list[Row]:
    """Families of whom a quarter has 1 January for a birth date that nobody knows."""
    rows = families()
    return [r | {"geboortedatum": r["geboortedatum"][:4] + "0101"} for r in rows[:48]] + rows[48:]


def counted_from(days: int, rows: list[Row]) -> list[Row]:
    """The rows with their birth dates so many days later, as a spreadsheet with the other calendar writes them."""
    born = (date.fromisoformat(row["geboortedatum"]) + timedelta(days) for row in rows)
    return [row | {"geboortedatum": f"{day:%Y%m%d}"} for row, day in zip(rows, born, strict=True)]


def number(row: Row) -> str:
    return f"{row['huisnummer']}-{row['huisnummertoevoeging']}".strip("-")


NO_NUMBER = {"huisnummer": "", "huisletter": "", "huisnummertoevoeging": ""}
PLACED = ("straat", "huisnummer", "huisnummertoevoeging", "postcode", "woonplaats")


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda r: r | NO_NUMBER | {"straat": f"{r['straat']} {number(r)}, {r['postcode']} {r['woonplaats']}", "postcode": "", "woonplaats": ""}, "adressen uit elkaar gehaald"),
        (lambda r: r | NO_NUMBER | {"straat": f"{r['postcode']} {r['woonplaats']}, {r['straat']} {number(r)}", "postcode": "", "woonplaats": ""}, "adressen uit elkaar gehaald"),
        (lambda r: r | NO_NUMBER | {"straat": f"{r['straat']} {number(r)}"}, "adressen uit elkaar gehaald"),
        (lambda r: r | {"postcode": "", "woonplaats": f"{r['postcode']} {r['woonplaats']}"}, "adressen uit elkaar gehaald"),
        (lambda r: r | {"huisnummer": r["huisnummertoevoeging"], "huisnummertoevoeging": r["huisnummer"]}, "huisnummer en toevoeging verwisseld"),
        (lambda r: r | {"straat": r["woonplaats"], "woonplaats": r["straat"] + r["huisnummer"]}, "straat en woonplaats verwisseld"),
        (lambda r: r | {"voornamen": r["geslachtsnaam"], "geslachtsnaam": r["voornamen"]}, "voornamen en geslachtsnaam verwisseld"),
        (lambda r: r | {"voorvoegsel": "", "voornamen": f"{r['voornamen']} {r['voorvoegsel']}".strip()}, "voorvoegsels uit de voornamen"),
        (lambda r: r | {"voorvoegsel": "", "geslachtsnaam": f"{r['geslachtsnaam']}, {r['voorvoegsel']}".strip(" ,")}, "voorvoegsels uit de geslachtsnaam"),
        (lambda r: r | {"geslachtsnaam": f"{r['voornamen']} {r['geslachtsnaam']}"}, "voornamen uit de geslachtsnaam"),
    ],
)  # fmt: skip
def test_values_are_put_back_in_the_column_they_belong_in(
    write: Callable[[Row], Row], told: str, tmp_path: Path
) -> None:
    found, taken = read([write(row) for row in families()], tmp_path)
    names = ("voornamen", "voorvoegsel", "geslachtsnaam")
    keep = tuple(c for c in PLACED if c != "straat" and not told.startswith("straat")) + names
    assert [[row[c] for c in keep] for row in found] == [[row[c] for c in keep] for row in families()]  # fmt: skip
    assert taken == f"plat; {told}"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (families()[:100] + [r | {"straat": r["huisnummer"], "woonplaats": r["postcode"], "postcode": ""} for r in families()[100:]], "INWONERS_VERSCHOVEN"),
        ([r | {"huisnummer": ""} for r in people()], "INWONERS_HUISNUMMER"),
        ([r | {"geslachtsnaam": f"{r['voornamen']} {r['geslachtsnaam']}", "voornamen": ""} for r in families()], "INWONERS_NAMEN"),
        (moved(families(), "geboortedatum"), "INWONERS_DOOR_ELKAAR"), (moved(families(800), *PLACED), "INWONERS_DOOR_ELKAAR"),
        (moved(families(800), "voornamen", "geslachtsnaam"), "INWONERS_DOOR_ELKAAR"), (moved(families(), "voornamen"), "INWONERS_DOOR_ELKAAR"),
        ([r | {"persoon_id": "1E+09"} for r in families()], "INWONERS_PERSOON_ID"),
        ([r | {"geheim": "niet van toepassing hier"} for r in families()], "GEHEIM_ONLEESBAAR"), ([r | {"geheim": "7"} for r in families()], "GEHEIM_ONLEESBAAR"),
        ([r | {"geboortedatum": r["geboortedatum"][:4] + "0101"} for r in families()], "INWONERS_GEBOORTEDATUM"),
        (counted_from(1462, refugees()), "INWONERS_GEBOORTEDATUM"), (counted_from(-1462, refugees()), "INWONERS_GEBOORTEDATUM"),
        (counted_from(6000, families(400)), "INWONERS_GEBOORTEDATUM"),
    ],
)  # fmt: skip
def test_a_register_whose_values_are_of_others_is_refused(
    rows: list[Row], code: str, tmp_path: Path
) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read(rows, tmp_path)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_families_are_read_as_they_are(tmp_path: Path) -> None:
    for rows in (families(), families(40) + families(40), refugees()):
        assert read([{c: r.get(c, "") for c in COLUMNS} for r in rows], tmp_path)[1] == "plat"


@pytest.mark.parametrize("initials", ["{}.{}.", "{}{}", "{}. {}.", "{} {}"])
def test_initials_are_of_men_and_women(initials: str, tmp_path: Path) -> None:
    rows = families(800)
    short = [r | {"voornamen": initials.format(*(w[0] for w in r["voornamen"].split()))} for r in rows]  # fmt: skip
    assert len(read(short, tmp_path)[0]) == len(rows)


@pytest.mark.parametrize("write", [str.upper, "van der {}".format, "{}, van der".format])
def test_partners_are_partners_however_their_names_are_spelled(
    write: Callable[[str], str], tmp_path: Path
) -> None:
    rows = families(800)
    other = [r | {"partner_geslachtsnaam": r["partner_geslachtsnaam"] and write(r["partner_geslachtsnaam"])} for r in rows]  # fmt: skip
    assert len(read(other, tmp_path)[0]) == len(rows)


def test_an_address_is_taken_from_whichever_cell_has_it() -> None:
    stad = "'s-Verzonnenstad"
    assert whole_address(None, f"Plein 1953 12A-3, 1000 AA {stad}", None, None, None, None) == ("12", "Plein 1953", None, "A3", "1000AA", stad)  # fmt: skip
    assert whole_address(None, "Kerkstraat 12\n1000 AA  Stad\nNederland", None, None, None, None) == ("12", "Kerkstraat", None, None, "1000AA", "Stad")  # fmt: skip
    assert whole_address(None, "Rue de la Paix", None, None, None, "Parijs") == (None, "Rue de la Paix", None, None, None, "Parijs")  # fmt: skip
    assert whole_address("3", "Kerkstraat", "A", "2", "1000 AA Stad", None) == ("3", "Kerkstraat", "A", "2", "1000 AA", "Stad")  # fmt: skip
    assert [has_day(text) for text in ("19620314", "19620101", "19620000", "")] == [True, False, False, True]  # fmt: skip
