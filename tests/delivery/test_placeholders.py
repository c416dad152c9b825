"""Values that stand for nothing, and what is unreadable."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.delivery.findings import Habit, Kind, Values
from brp_match.delivery.known import KnownWords
from brp_match.delivery.placeholders import (
    may_owe,
    mend_placeholders,
    no_birth_dates,
)
from brp_match.delivery.too_frequent import binomial_tail
from brp_match.delivery.unreadable import (
    Field,
    cut_alike,
    cut_names,
    misplaced_postcodes,
    numberless,
    unreadable_by_habit,
    unreadable_fields,
)

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("achternaam", "onbekend"), ("voornamen", "-"), ("postcode", "NULL"), ("huisnummer", "0"), ("straatnaam", "n.v.t."),
        ("geboortedatum", "onbekend"), ("geboortedatum", "NaN"), ("plaatsnaam", "."), ("telefoon", "#N/B"),
    ],
)  # fmt: skip
def test_a_word_for_no_value_is_an_empty_cell(column: str, text: str) -> None:
    step = mend_placeholders([{column: text}, {column: "Proefweg 12"}])
    assert step.mends == {0: {column: None}}
    assert [(f.kind, f.column, f.rows) for f in step.findings] == [
        (Kind.STANDAARDWAARDE, column, 1)
    ]


@pytest.mark.parametrize("part", ["2000", "00-00-2000", "20000000", "01-2000", "30 jaar"])
def test_one_part_of_a_birth_date_for_many_names_is_nobodys(part: str) -> None:
    rows: list[Values] = [{"geboortedatum": part, "achternaam": f"Naam{n}"} for n in range(12)]
    rows += [
        {"geboortedatum": f"00-00-19{n + 50}", "achternaam": f"Ander{n % 8}"} for n in range(28)
    ]
    step = mend_placeholders(rows)
    assert step.mends == {n: {"geboortedatum": None} for n in range(12)}
    assert [(f.kind, f.to, f.rows) for f in step.findings] == [
        (Kind.STANDAARDWAARDE, "te vaak", 12)
    ]
    # one customer with twelve contracts, and a year that five of forty are of, say what they say
    for kept in ([row | {"achternaam": "Zelfde"} for row in rows[:12]], rows[:5]):
        assert mend_placeholders(kept + rows[12:]).mends == {}


@pytest.mark.parametrize(
    ("column", "text"), [("huisletter", "X"), ("achternaam", "Null"), ("voorletters", "N.A.")]
)
def test_what_may_be_real_is_kept(column: str, text: str) -> None:
    assert mend_placeholders([{column: text}]).mends == {}


def test_one_number_for_many_names_is_nobodys_number() -> None:
    names = ["Aa", "Bee", "Cee", "Dee", "Ee", "Fee"]
    rows: list[Values] = [{"klantnummer": "999999", "achternaam": name} for name in names]
    rows += [{"klantnummer": f"10{n}", "achternaam": f"Naam{n}"} for n in range(40)]
    step = mend_placeholders(rows)
    assert step.mends == {n: {"klantnummer": None} for n in range(6)}
    household: list[Values] = [{"klantnummer": "5", "achternaam": "Zelfde"}] * 6 + rows[6:]
    assert mend_placeholders(household).mends == {}


def looked_at(births: list[date | None], **answers: Habit) -> tuple[list[int], list[str]]:
    rows: list[Values] = [{"geboortedatum": "x" if born else None} for born in births]
    ids = {f"{kind}/A/geboortedatum": answer for kind, answer in answers.items()}
    places, findings = no_birth_dates(rows, births, TODAY, "A", ids)
    return places, [f.to for f in findings]


def test_lowest_dates_and_future_dates_are_nobodys() -> None:
    births: list[date | None] = [
        date(1753, 1, 1),
        date(1, 1, 1),
        date(2999, 12, 31),
        date(1960, 5, 5),
        None,
    ]
    assert looked_at(births) == ([0, 1, 2], ["onmogelijk"])


def test_the_start_of_contracts_is_nobodys_birth_date() -> None:
    grown: list[date | None] = [date(1950 + n, 3, 4) for n in range(30)]
    young: list[date | None] = [date(2014 + n, 1 + n, 1) for n in range(8)]
    assert looked_at(grown + young) == (list(range(30, 38)), ["begindatum"])
    assert looked_at(grown + young, geen_geboortedatum=Habit.LEAVE) == ([], [])
    assert looked_at(grown + young[:2]) == ([], [])


def test_the_start_of_a_contract_with_a_year_of_two_figures_is_nobodys_birth_date() -> None:
    starts = [date(2015 + n % 9, 3, 1) for n in range(30)]
    births: list[date | None] = [*starts, date(1922, 3, 1), date(1922, 3, 1), date(1960, 5, 2)]
    texts = [f"{day:%d-%m-%Y}" for day in starts] + ["01-03-22", "01-03-1922", "02-05-60"]
    rows: list[Values] = [{"geboortedatum": text} for text in texts]
    places, (finding,) = no_birth_dates(rows, births, TODAY, "A", {})
    assert sorted(places) == [*range(31)]
    assert (finding.to, finding.rows) == ("begindatum", 31)
    # two old people among many are old people
    old = [
        {"geboortedatum": "01-03-22"},
        {"geboortedatum": "07-06-24"},
        *({"geboortedatum": "02-05-60"},) * 40,
    ]
    assert no_birth_dates(
        old, [date(1922, 3, 1), date(1924, 6, 7), *[date(1960, 5, 2)] * 40], TODAY, "A", {}
    ) == ([], [])


def test_three_children_among_thousands_are_children() -> None:
    grown: list[date | None] = [date(1950 + n % 40, 3, 4) for n in range(2000)]
    assert looked_at([*grown, date(2015, 1, 1), date(2016, 5, 5), date(2017, 6, 6)]) == ([], [])


def test_binomial_tail_is_a_probability_with_known_values() -> None:
    assert binomial_tail(0, 10, 0.5) == 1.0
    assert binomial_tail(10, 10, 0.5) == pytest.approx(2**-10)
    assert binomial_tail(8, 10, 0.5) == pytest.approx(56 / 1024)
    assert binomial_tail(50, 1000, 0.005) < 1e-20


@pytest.mark.parametrize(
    ("row", "kind", "fields"),
    [
        ({"achternaam": "Kwarfels", "straatnaam": "Proefweg", "huisnummer": "1", "postcode": "1234AB"}, "geldig", ()),
        ({}, "ontbreekt", ()),
        ({"achternaam": "onbekend"}, "ontbreekt", ()),
        ({"achternaam": "Kwarfels"}, "ongeldig", (Field.GEBOORTEDATUM,)),
        ({"achternaam": "01-02-1970"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "????"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "K??r?"}, "ontbreekt", (Field.NAAM,)),
        ({"straatnaam": "12-05-1960", "achternaam": "Aa"}, "geldig", (Field.ADRES,)),
        ({"postcode": "Proefstad", "achternaam": "Aa"}, "geldig", (Field.ADRES,)),
        ({"huisnummer": "Proefweg", "achternaam": "Aa"}, "geldig", (Field.ADRES,)),
        ({"huisnummer": "bis", "straatnaam": "Proefweg 12", "achternaam": "Aa"}, "geldig", ()),
        ({"postcode": "B-2000", "achternaam": "Aa"}, "geldig", ()),
        ({"postcode": "400023", "achternaam": "Aa"}, "geldig", ()),
        ({"postcode": "01848899", "achternaam": "Aa"}, "geldig", (Field.ADRES,)),
        ({"achternaam": "AbdÇ?¶¬lkerimoÇ?¶?lu"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "Mevr. Abd¬¶lkerimoglu"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "Abd¶lkerimo¬lu"}, "ontbreekt", ()),
        ({"achternaam": "Ka¶e¬r"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "*** J. Smit||Bos – O’Brien ***"}, "ontbreekt", ()),
        ({"postcode": "1004M", "straatnaam": "Singelwe", "achternaam": "Aa"}, "geldig", (Field.ADRES,)),
        ({"postcode": "1004M", "straatnaam": "Singelweg", "achternaam": "Aa"}, "geldig", ()),
        ({"postcode": "1004", "straatnaam": "Singelwe", "achternaam": "Aa"}, "geldig", ()),
        ({"volledige_naam": "Dhr. D.B.O"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "D. Bo."}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "Dhr. D. Smit."}, "ontbreekt", ()),
        ({"volledige_naam": "Dhr. D. van der"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "Sofie van"}, "ontbreekt", ()),
        ({"achternaam": "van Es"}, "ontbreekt", ()),
        # a given name beside what is no surname does not tell that nobody is meant
        ({"achternaam": "Aan de bewoner(s)", "voornamen": "Jan"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "Dhr.", "voornamen": "Jan"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "71662003", "voornamen": "Jan"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "De Heer", "voornamen": "Jan"}, "ontbreekt", ()),
        ({"achternaam": "Woonstichting Proef", "vlp": "Woonstichting Proef"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "SINGELWEG", "straatnaam": "Singelweg", "huisnummer": "1"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "P. Zomerdijk", "achternaam": "Smit"}, "ontbreekt", (Field.NAAM,)),
        ({"volledige_naam": "Bakkerij De Zon", "achternaam": "Smit"}, "ontbreekt", ()),
        ({"volledige_naam": "J. Smit-Zomerdijk", "achternaam": "SMIT"}, "ontbreekt", ()),
        ({"achternaam": "Giovanni", "voornamen": "GIOVANNI"}, "ontbreekt", (Field.NAAM,)),
        ({"achternaam": "Singelweg", "voorletters": "A.", "straatnaam": "Singelweg"}, "ontbreekt", ()),
        ({"achternaam": "Wu", "voornamen": "Jan"}, "ontbreekt", ()),
        ({"achternaam": "-", "voornamen": "Jan"}, "ontbreekt", ()),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_what_it_should_be_is_unreadable(
    row: Values, kind: str, fields: tuple[Field, ...]
) -> None:
    assert unreadable_fields(row, kind, KnownWords(streets=frozenset({"singelweg"}))) == fields


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"voorvoegsel": "van de", "achternaam": "Water"}, ()),
        ({"sector": "Energie", "achternaam": "Water"}, ()),
        ({"sector": "Water", "achternaam": "Zorg"}, ()),
        ({"sector": "Bakker", "achternaam": "Water"}, (Field.NAAM,)),
        ({"achternaam": "Water"}, (Field.NAAM,)),
        ({"sector": "Water", "achternaam": "14-03-1962"}, (Field.NAAM,)),
    ],
)
def test_the_name_of_a_sector_is_a_surname_where_the_sector_stands_in_its_own_column(
    row: dict[str, str], fields: tuple[Field, ...]
) -> None:
    assert unreadable_fields(row, "geldig") == fields


def test_a_block_of_flats_shares_its_postcode() -> None:
    rows = [
        {"achternaam": f"Proef{'abcdefghi'[n]}", "straatnaam": f"Proefweg {n + 1} {unit} 2", "postcode": "1234AB"}
        for n, unit in enumerate(("app", "woning", "etage", "flat", "studio", "blok", "app.", "kamer", "bis"))
    ]  # fmt: skip
    assert mend_placeholders(rows).mends == {}
    others = [row | {"straatnaam": f"{row['achternaam']}straat 1"} for row in rows]
    assert {
        p: mend["postcode"] for p, mend in mend_placeholders(others).mends.items()
    } == dict.fromkeys(range(9))


@pytest.mark.parametrize("word", ["FOUT", "System.String", "idem", "Onwaar", "#WAARDE!"])
def test_one_word_in_columns_of_many_kinds_is_no_value(word: str) -> None:
    rows = [
        {"achternaam": f"Smit{n}", "voorvoegsel": word, "volledige_naam": word, "telefoon": word, "kvk_nummer": word}
        for n in range(3)
    ]  # fmt: skip
    step = mend_placeholders(rows)
    empty = {"voorvoegsel": None, "volledige_naam": None, "telefoon": None, "kvk_nummer": None}
    assert step.mends == dict.fromkeys(range(3), empty)
    assert mend_placeholders([{"achternaam": "Fout", "volledige_naam": "Fout"}] * 3).mends == {}


def test_what_a_spreadsheet_lost_of_who_is_meant_is_unreadable_and_not_absent() -> None:
    rows: list[Values] = [
        dict.fromkeys(("achternaam", "straatnaam", "postcode", "telefoon"), "#NAAM?")
        for _ in range(6)
    ]
    step = mend_placeholders(rows)
    assert step.mends == {row: {"telefoon": None} for row in range(6)}
    assert unreadable_fields(rows[0], "ontbreekt") == (Field.NAAM, Field.ADRES)


def test_figures_that_are_no_company_make_nobody_a_business() -> None:
    rows = [
        {"achternaam": "Smit", "kvk_nummer": number}
        for number in ("0", "999", "00000000", "12345678")
    ]
    assert mend_placeholders(rows).mends == {n: {"kvk_nummer": None} for n in range(3)}


def test_initials_that_spell_no_value_are_initials() -> None:
    rows = [
        {"achternaam": "Smit", "voorletters": letters} for letters in ("N.B.", "N.T.B.", "N.A.")
    ]
    assert mend_placeholders(rows).mends == {}


def test_a_given_name_that_is_the_surname_in_most_rows_is_none() -> None:
    names = ("Bakker", "Visser", "Kok", "Mulder", "Bos")
    rows = [{"voornamen": name, "achternaam": name} for name in names]
    assert mend_placeholders(rows).mends == {p: {"voornamen": None} for p in range(5)}
    others = [{"voornamen": "Jan", "achternaam": name} for name in names]
    assert mend_placeholders(rows[:1] + others).mends == {}


@pytest.mark.parametrize("number", ["0", None, ""])
def test_a_house_number_that_no_row_of_a_deliverer_has_was_not_delivered(
    number: str | None,
) -> None:
    delivered: list[Values] = [{"straatnaam": "Kerkstraat", "huisnummer": number} for _ in range(5)]
    rows: list[Values] = [row | {"huisnummer": None} for row in map(dict, delivered)]
    box: Values = {"straatnaam": "Postbus 12"}
    assert numberless([*rows, box], [*delivered, box]) == [0, 1, 2, 3, 4]
    whole: Values = {"straatnaam": "Kerkstraat 4"}
    assert numberless([*rows[:1], *[whole] * 4], [*delivered[:1], *[whole] * 4]) == (
        [0] if number else []
    )
    assert numberless([{"volledige_naam": "J. Smit"}] * 6, [{}] * 6) == []


@pytest.mark.parametrize("cell", ["848899", "K-1234", "34 AB", "234AB", "2026-11-02"])
def test_what_stands_for_postcodes_in_nearly_all_rows_and_is_none_is_no_address(cell: str) -> None:
    delivered: list[Values] = [{"straatnaam": "Kerkstraat", "postcode": cell} for _ in range(5)]
    # what stood there was put among the numbers of companies; one row had nothing there, one a postcode by chance
    rows = [row | {"postcode": None} for row in map(dict, delivered)]
    empty: Values = {"straatnaam": "Kerkstraat", "huisnummer": "4"}
    chance: Values = {"straatnaam": "Kerkstraat", "postcode": "1234AB"}
    assert misplaced_postcodes([*rows, empty, chance], [*delivered, empty, chance]) == [*range(6)]
    assert misplaced_postcodes(rows[:4], delivered[:4]) == []
    assert misplaced_postcodes([*rows, chance, chance], [*delivered, chance, chance]) == []
    assert unreadable_by_habit(rows, delivered) == dict.fromkeys(range(5), (Field.ADRES,))
    behind = [row | {"straatnaam": "Kerkstraat 4, 1234AB Proefstad"} for row in rows]
    assert misplaced_postcodes(behind, delivered) == []


@pytest.mark.parametrize(
    "cell", ["Proefstad", "1234", "1234 A", "NL-1234", "1234AB", "onbekend", "0"]
)
def test_a_town_no_value_or_figures_of_a_postcode_leave_an_address(cell: str) -> None:
    rows: list[Values] = [{"straatnaam": "Kerkstraat", "postcode": cell} for _ in range(6)]
    assert misplaced_postcodes(rows, rows, KnownWords(streets=frozenset({"kerkstraat"}))) == []


def test_a_town_for_every_postcode_leaves_no_address_in_a_street_that_nobody_knows() -> None:
    # columns that turned, of cells whose first letter was cut: the postcode stands for a house number, and reads as one
    delivered: list[Values] = [
        {"straatnaam": "8", "huisnummer": "003TB", "postcode": "erzonnenstad", "plaatsnaam": "octorweg"}
        for _ in range(5)
    ]  # fmt: skip
    rows: list[Values] = [
        {"straatnaam": "octorweg", "huisnummer": "003TB", "postcode": None, "plaatsnaam": "erzonnenstad"}
        for _ in delivered
    ]  # fmt: skip
    assert misplaced_postcodes(rows, delivered) == [*range(5)]
    assert misplaced_postcodes(rows, delivered, KnownWords(streets=frozenset({"octorweg"}))) == []


def test_a_surname_of_which_a_cut_field_leaves_three_letters_is_unreadable() -> None:
    names = ("Dhr. S. Be", "Mw. A. Kok", "T.A. Laarh", "Jan Mulder", "Fam. Bos", "K. Smit")
    rows: list[Values] = [{"volledige_naam": name} for name in names]
    assert cut_names(rows) == [0, 1]
    assert cut_names(rows[:2]) == []
    # a share of the rows went through the field: six of its length, as many lengths beside its own show it has none
    longer: list[Values] = [{"volledige_naam": f"{letter}. Janssens"} for letter in "PQR"]
    assert cut_names([*rows, longer[0]]) == []
    assert cut_names([*rows, *rows[:2], longer[0]]) == [0, 1, 6, 7]
    assert cut_names([*rows, *rows[:2], *longer]) == []
    assert cut_names([row | {"achternaam": "Benamara"} for row in map(dict, rows)]) == []
    # cut at the space behind the prefix, which the field lost
    assert cut_names([*rows, {"volledige_naam": "Sofie van"}]) == [0, 1, 6]
    assert cut_names([*rows, {"volledige_naam": "Sofie Kok"}]) == [0, 1]
    # of a whole name one word is left, which may be a given name
    assert cut_names([*rows, {"volledige_naam": "Mevr. Gael"}, {"volledige_naam": "Gaelle"}]) == [
        0,
        1,
        6,
    ]
    # nothing but initials, and no name at all
    assert cut_names([{"volledige_naam": name} for name in ("J", "K", "L", "M", "")]) == []


def test_a_name_that_lost_a_letter_is_unreadable_where_no_birth_date_tells_who() -> None:
    row = {"achternaam": "Yalt?sak", "voornamen": "Atnan"}
    assert unreadable_fields(row, "geldig", dated=True) == ()
    assert unreadable_fields(row, "ontbreekt", dated=False) == (Field.NAAM,)
    assert unreadable_fields(
        {"achternaam": "Ergün", "voornamen": "G³lbeyan I??n"}, "ontbreekt", dated=False
    ) == (Field.NAAM,)
    assert unreadable_fields({"achternaam": "Smit?"}, "ontbreekt", dated=False) == ()
    today = date(2026, 11, 5)
    assert [may_owe(date(year, 6, 1), today) for year in (1753, 1911, 1962, 2010, 2011, 2027)] == [False, True, True, True, False, False]  # fmt: skip


STREETS = KnownWords(streets=frozenset({"schoolstraat", "zeestraat", "molenstraat", "havenstraat"}))


@pytest.mark.parametrize(
    ("row", "cut"),
    [
        ({"volledige_naam": "van Straat", "straatnaam": "Schoolstra"}, True),
        ({"achternaam": "Dhr Karl-", "straatnaam": "Schoolstra"}, True),
        ({"volledige_naam": "J. Smit", "straatnaam": "Schoolstra"}, False),
        ({"volledige_naam": "T. Jansen", "straatnaam": "Zeestraat"}, False),
        ({"volledige_naam": "T. Jansen", "straatnaam": "Schoolstr"}, False),
        ({"volledige_naam": "van Straat", "straatnaam": "Kerkstraat"}, False),
        ({}, False),
    ],
)  # fmt: skip
def test_a_name_cut_at_the_length_of_its_street_is_unreadable(row: Values, cut: bool) -> None:
    assert cut_alike([row], STREETS) == ([0] if cut else [])


def test_a_name_as_long_as_several_streets_that_were_cut_is_unreadable() -> None:
    streets = ("Schoolstra", "Molenstraa", "Havenstraa")
    rows: list[Values] = [{"achternaam": "Bos", "straatnaam": street} for street in streets]
    rows += [{"achternaam": "El Benyouc", "straatnaam": "Zeestraat"}, {"achternaam": "Hoogendoorn"}]
    assert cut_alike(rows, STREETS) == [3]
    assert cut_alike(rows[1:], STREETS) == []
