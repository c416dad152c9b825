"""Exchanged columns, damaged letters, figures a spreadsheet changed."""

from __future__ import annotations

import pytest

from brp_match.delivery.damage import mend_damage
from brp_match.delivery.findings import Kind, Values
from brp_match.delivery.homes import Fit
from brp_match.delivery.joined import split_dated, split_joined, split_keys
from brp_match.delivery.known import KnownWords
from brp_match.delivery.numbers import house_number, mend_numbers
from brp_match.delivery.stray_signs import mend_stray_signs
from brp_match.delivery.swap import mend_swaps

KNOWN = KnownWords(
    given={"zoe": 40, "andre": 60, "jurgen": 30, "rene": 50, "fatma": 20, "kees": 80, "marlies": 30, "bram": 30},
    surnames={"kwarfels": 20, "muller": 90, "ozturk": 30, "cetin": 20, "zwaluw": 10},
    towns=frozenset({"proefstad"}),
    streets=frozenset({"proefweg"}),
)  # fmt: skip
FIT = Fit(KNOWN)


def rows_of(column: str, texts: list[str]) -> list[Values]:
    return [{column: text} for text in texts]


def after(rows: list[Values], mends: dict[int, dict[str, str | None]]) -> list[dict[str, object]]:
    return [{**row, **mends.get(place, {})} for place, row in enumerate(rows)]


def test_given_names_and_surnames_of_a_whole_vlp_are_exchanged_back() -> None:
    names = [("Zoë", "Kwarfels"), ("Kees", "Muller"), ("Fatma", "Öztürk"), ("Bram", "Zwaluw")]
    right: list[Values] = [{"voornamen": first, "achternaam": last} for first, last in names * 3]
    wrong: list[Values] = [
        {"voornamen": r["achternaam"], "achternaam": r["voornamen"]} for r in right
    ]
    assert after(wrong, mend_swaps(wrong, "A", FIT, KNOWN, {}).mends) == right
    assert mend_swaps(right, "A", FIT, KNOWN, {}).findings == ()


def test_one_exchanged_name_is_left_to_the_comparison() -> None:
    rows: list[Values] = [{"voornamen": "Kees", "achternaam": "Muller"}] * 5
    rows = [*rows, {"voornamen": "Kwarfels", "achternaam": "Bram"}]
    assert mend_swaps(rows, "A", FIT, KNOWN, {}).mends == {}


def test_one_name_on_many_rows_is_one_piece_of_evidence() -> None:
    # two names that look exchanged, one of them on nine rows, beside rows that tell nothing
    exchanged: list[Values] = [{"voornamen": "Muller", "achternaam": "Kees"}] * 9
    exchanged.append({"voornamen": "Zwaluw", "achternaam": "Bram"})
    rows = [*exchanged, *[{"voornamen": f"Onbekend{n}", "achternaam": f"Naam{n}"} for n in "abcd"]]
    assert mend_swaps(rows, "A", FIT, KNOWN, {}).mends == {}


def test_a_few_exchanged_names_are_asked_about_and_left_to_the_comparison() -> None:
    """Two or three rows, or one name in many rows, are not beyond doubt that a column is exchanged."""
    two: list[Values] = [
        {"voornamen": "Kwarfels", "achternaam": "Bram"},
        {"voornamen": "Zwaluw", "achternaam": "Kees"},
    ]
    beside: list[Values] = [{"voorletters": "J.", "achternaam": "Muller"}] * 4
    for rows in ([*two, *beside], [two[0]] * 12, [*two, {**two[1], "voornamen": "Muller"}]):
        step = mend_swaps(rows, "A", FIT, KNOWN, {})
        assert step.mends == {}
        assert all(
            f.question is None or f.question.default == "zoals_geleverd" for f in step.findings
        )
    (finding,) = mend_swaps([*two, *beside], "A", FIT, KNOWN, {}).findings
    assert finding.question is not None
    assert not finding.mended


def test_a_surname_beside_initials_stays_where_a_vlp_exchanged_its_names() -> None:
    names = [("Kwarfels", "Zoë"), ("Muller", "Kees"), ("Ozturk", "Fatma"), ("Zwaluw", "Bram")]
    wrong: list[Values] = [{"voornamen": last, "achternaam": first} for last, first in names]
    initials: Values = {"voorletters": "J.", "achternaam": "Muller"}
    mends = mend_swaps([*wrong, initials], "A", FIT, KNOWN, {}).mends
    assert sorted(mends) == [0, 1, 2, 3]


@pytest.mark.parametrize(("right", "mended"), [(1, True), (6, False)])
def test_a_part_of_the_rows_is_no_exchanged_column(right: int, mended: bool) -> None:
    """Twelve names the other way round: beside one it is the column, beside six it is a part of the rows."""
    given, surnames = ["zoe", "kees", "fatma", "bram"], ["kwarfels", "muller", "zwaluw"]
    wrong: list[Values] = [{"voornamen": s, "achternaam": g} for g in given for s in surnames]
    well: list[Values] = [{"voornamen": g, "achternaam": s} for g in given for s in surnames]
    step = mend_swaps([*wrong, *well[:right]], "A", FIT, KNOWN, {})
    assert sorted(step.mends) == (list(range(12)) if mended else [])


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("postcode", "plaatsnaam", "1234 AB", "Proefstad"),
        ("huisnummer", "huisnummertoevoeging", "12", "bis"),
        ("huisnummer", "huisletter", "12", "A"),
        ("straatnaam", "plaatsnaam", "Proefweg", "Proefstad"),
        ("telefoon", "email", "0612345678", "klant@example.org"),
        ("voornamen", "voorletters", "Kees Bram", "K.B."),
    ],
)
def test_two_columns_in_each_others_place(one: str, other: str, first: str, second: str) -> None:
    wrong: list[Values] = [{one: second, other: first}] * 6
    step = mend_swaps(wrong, "A", FIT, KNOWN, {})
    assert after(wrong, step.mends) == [{one: first, other: second}] * 6
    assert [(f.kind, f.column, f.to, f.rows) for f in step.findings] == [
        (Kind.VERWISSELD, one, other, 6)
    ]
    right: list[Values] = [{one: first, other: second}] * 6
    assert mend_swaps(right, "A", FIT, KNOWN, {}).findings == ()


DAMAGE = [
    lambda t: t.encode().decode("cp1252"),
    lambda t: t.encode().decode("latin-1"),
    lambda t: t.encode().decode("cp850"),
    lambda t: t.encode().decode("cp437"),
    lambda t: t.encode().decode("mac_roman"),
    lambda t: t.encode().decode("cp1252").encode().decode("cp1252"),
    lambda t: "".join(c if c.isascii() else f"&#{ord(c)};" for c in t),
    lambda t: "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in t),
    lambda t: "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in t),
    lambda t: "".join(c if c.isascii() else "".join(f"={b:02X}" for b in c.encode()) for c in t),
]


@pytest.mark.parametrize("spoil", DAMAGE)
@pytest.mark.parametrize("name", ["Zoë", "André", "Jürgen Müller", "René", "Öztürk", "Çetin"])
def test_damage_that_proves_itself_is_undone(spoil: object, name: str) -> None:
    assert callable(spoil)
    try:
        text = spoil(name)
    except UnicodeDecodeError:
        pytest.skip("these bytes have no sign in this code page")
    step = mend_damage(rows_of("achternaam", [text]), KnownWords())
    assert step.mends == {0: {"achternaam": name}}
    assert [one.kind for one in step.findings] == [Kind.TEKENS]


@pytest.mark.parametrize(
    ("written", "shown"), [("cp1252", "cp850"), ("cp850", "cp1252"), ("cp1252", "mac_roman")]
)
def test_between_code_pages_known_words_decide(written: str, shown: str) -> None:
    names = ["Zoë", "André", "Jürgen", "René", "Müller"]
    texts = [
        "".join(bytes([b]).decode(shown, "ignore") or chr(b) for b in name.encode(written))
        for name in names
    ]
    step = mend_damage(rows_of("voornamen", texts), KNOWN)
    assert after(rows_of("voornamen", texts), step.mends) == rows_of("voornamen", names)


def test_undamaged_names_stay() -> None:
    names = [
        "Zoë",
        "Đặng",
        "Łukasz",
        "Øyvind",
        "Jan & Piet",
        "D'Hont",
        "Nuñez",
        "Ünal",
        "100% Zaken",
    ]
    assert mend_damage(rows_of("achternaam", names), KNOWN).mends == {}


@pytest.mark.parametrize(
    ("text", "name"), [("Zo?", "Zoe"), ("J\ufffdrgen", "Jurgen"), ("M?ller", "Muller")]
)
def test_a_lost_letter_is_filled_in_where_one_known_name_fits(text: str, name: str) -> None:
    assert mend_damage(rows_of("achternaam", [text]), KNOWN).mends == {0: {"achternaam": name}}


def test_a_lost_letter_stays_lost_where_none_or_several_fit() -> None:
    known = KnownWords(surnames={"bakker": 5, "bekker": 4})
    assert mend_damage(rows_of("achternaam", ["B?kker", "?", "X??y"]), known).mends == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12-mrt", "12-3"), ("3-dec", "3-12"), ("mrt-62", "3-62"), ("1-okt.", "1-10"), ("2026-03-12", "12-3"),
        ("2026-03-12 00:00:00", "12-3"), ("46093", "12-3"), ("12", None), ("12-3", None), ("12 bis", None),
        ("1234", None), ("12-a", None), (None, None),
    ],
)  # fmt: skip
def test_a_house_number_made_a_date_is_a_number_again(text: str | None, number: str | None) -> None:
    assert house_number(text) == number


def test_figures_lost_in_exponents_are_gone_and_lost_zeros_come_back() -> None:
    rows: list[Values] = [
        {"klantnummer": "4,12E+08", "telefoon": "612345678", "huisnummer": "12.0"},
        {"klantnummer": "41234567", "telefoon": "0612345678", "huisnummer": "12"},
    ]
    step = mend_numbers(rows)
    assert step.mends == {0: {"klantnummer": None, "telefoon": "0612345678", "huisnummer": "12"}}
    assert {(f.column, f.to) for f in step.findings} == {
        ("klantnummer", "exponent"), ("telefoon", "nul vooraan"), ("huisnummer", "komma nul"),
    }  # fmt: skip


@pytest.mark.parametrize("column", ["postcode", "plaatsnaam"])
def test_a_postcode_with_its_town_in_one_cell_is_split(column: str) -> None:
    other = {"postcode": "plaatsnaam", "plaatsnaam": "postcode"}[column]
    rows: list[Values] = [
        {column: "1234 AB Proefstad aan Zee", other: None},
        {column: "1234AB", other: "x"},
    ]
    assert split_joined(rows).mends == {
        0: {"postcode": "1234 AB", "plaatsnaam": "Proefstad aan Zee"}
    }
    assert split_joined([{column: "1234 AB Proefstad", other: "9999 ZZ"}]).mends == {}


@pytest.mark.parametrize(
    ("text", "name", "born"),
    [
        ("H. Molstra (02-01-1960)", "H. Molstra", "02-01-1960"),
        ("Molstra, geb. 2-1-1960", "Molstra", "2-1-1960"),
        ("Molstra geboren 1960-01-02", "Molstra", "1960-01-02"),
        ("Molstra * 02.01.1960", "Molstra", "02.01.1960"),
    ],
)
def test_a_date_behind_a_name_goes_to_its_own_column(text: str, name: str, born: str) -> None:
    step = split_dated([{"volledige_naam": text, "geboortedatum": None}])
    assert step.mends == {0: {"volledige_naam": name, "geboortedatum": born}}
    assert [(one.column, one.to) for one in step.findings] == [("volledige_naam", "geboortedatum")]
    assert split_dated([{"volledige_naam": text, "geboortedatum": "03-04-1970"}]).mends == {}


@pytest.mark.parametrize(
    "text", ["Stichting 1 mei 1960", "Molstra 31-02-1960", "02-01-1960", "A (02-01-1960) en B"]
)
def test_what_is_no_name_with_one_date_stays(text: str) -> None:
    assert split_dated([{"achternaam": text}]).mends == {}


def test_characters_that_nobody_sees_are_taken_out() -> None:
    rows: list[Values] = [
        {
            "signaal_id": "\u200b1",
            "achternaam": "\ufeffHuis\u00adman\u200b",
            "postcode": "\u200b",
            "plaatsnaam": "Zoë",
        }
    ]
    step = mend_stray_signs(rows)
    assert step.mends == {0: {"achternaam": "Huisman", "postcode": None}}
    # one habit is one finding, whatever columns it touches
    (finding,) = step.findings
    assert (finding.rows, finding.of, finding.to) == (1, 1, "onzichtbare tekens")
    assert finding.evidence == {"achternaam": 1, "postcode": 1}


def test_a_sector_alone_is_no_vlp() -> None:
    rows: list[Values] = [{"sector": "Energie", "vlp": ""}] * 23
    assert mend_swaps(rows, "", Fit(KnownWords()), KnownWords(), {}).mends == {}


def test_wide_letters_and_tags_are_written_as_usual() -> None:
    rows: list[Values] = [
        {
            "achternaam": "Ｊａｎｓｅｎ",
            "huisnummer": "１２",
            "straatnaam": "Kerk<br/>straat",
            "plaatsnaam": "<onbekend>",
        }
    ]
    step = mend_stray_signs(rows)
    assert step.mends == {
        0: {"achternaam": "Jansen", "huisnummer": "12", "straatnaam": "Kerk straat"}
    }
    assert {one.to for one in step.findings} == {"brede of sierletters", "opmaakcodes"}


def test_a_day_of_birth_after_the_signal_is_the_day_of_the_signal() -> None:
    births = [f"{day:02}-03-19{60 + day}" for day in range(1, 11)]
    well: list[Values] = [{"geboortedatum": one, "signaaldatum": "02-11-2026"} for one in births]
    turned = [
        {"geboortedatum": row["signaaldatum"], "signaaldatum": row["geboortedatum"]} for row in well
    ]
    step = mend_swaps(turned, "A", Fit(KnownWords()), KnownWords(), {})
    assert [step.mends[n] for n in range(len(well))] == well
    assert not mend_swaps(well, "A", Fit(KnownWords()), KnownWords(), {}).mends


def test_a_surname_among_the_initials_goes_back_for_a_row_alone() -> None:
    rows: list[Values] = [{"voorletters": "Molemaker", "achternaam": "N.P."}]
    rows += [{"voorletters": "J.", "achternaam": "Huisman"}] * 9
    step = mend_swaps(rows, "A", Fit(KnownWords()), KnownWords(), {})
    assert step.mends == {0: {"voorletters": "N.P.", "achternaam": "Molemaker"}}


def test_a_street_among_the_towns_goes_back_for_a_row_alone() -> None:
    known = KnownWords(streets=frozenset({"zwaluwkade"}), towns=frozenset({"verzonnenstad"}))
    rows: list[Values] = [{"straatnaam": "Verzonnenstad", "plaatsnaam": "Zwaluwkade"}]
    rows += [{"straatnaam": "Zwaluwkade", "plaatsnaam": "Verzonnenstad"}] * 9
    step = mend_swaps(rows, "A", Fit(known), KnownWords(), {})
    assert step.mends == {0: {"straatnaam": "Zwaluwkade", "plaatsnaam": "Verzonnenstad"}}


BORN = [f"19{60 + n}-03-{n + 1:02}" for n in range(20)]
SENT: list[Values] = [
    {"geboortedatum": born, "signaaldatum": "2026-11-02", "klantnummer": str(35157961 + 17 * n)}
    for n, born in enumerate(BORN)
]


def test_three_columns_that_turned_round_go_back() -> None:
    turned: list[Values] = [
        {"geboortedatum": r["klantnummer"], "signaaldatum": r["geboortedatum"], "klantnummer": r["signaaldatum"]}
        for r in SENT
    ]  # fmt: skip
    step = mend_swaps(turned, "A", Fit(KnownWords()), KnownWords(), {})
    assert after(turned, step.mends) == SENT
    assert mend_swaps(SENT, "A", Fit(KnownWords()), KnownWords(), {}).findings == ()


def test_birth_and_signal_date_of_some_rows_go_back() -> None:
    some: list[Values] = [
        {**r, "geboortedatum": r["signaaldatum"], "signaaldatum": r["geboortedatum"]} if n % 3 == 0 else r
        for n, r in enumerate(SENT)
    ]  # fmt: skip
    step = mend_swaps(some, "A", Fit(KnownWords()), KnownWords(), {})
    assert after(some, step.mends) == SENT
    # an empty date of a program in the column of the signals is no day of birth
    lowest: list[Values] = [{**SENT[0], "signaaldatum": "1970-01-01"}, *SENT[1:]]
    assert mend_swaps(lowest, "A", Fit(KnownWords()), KnownWords(), {}).mends == {}


def test_numbers_for_dates_are_not_those_of_the_signals() -> None:
    rows: list[Values] = [{**r, "geboortedatum": str(62073 + 137 * n)} for n, r in enumerate(SENT)]
    assert mend_swaps(rows, "A", Fit(KnownWords()), KnownWords(), {}).mends == {}


def test_a_date_that_nobody_understands_is_no_name() -> None:
    rows: list[Values] = [
        {"volledige_naam": None, "achternaam": "Smit", "geboortedatum": f"{n}.{n}/{n}#7"}
        for n in range(10, 30)
    ]
    assert mend_swaps(rows, "A", Fit(KnownWords()), KnownWords(), {}).mends == {}


def test_letters_that_only_look_latin_are_written_so() -> None:
    rows: list[Values] = [
        {"achternaam": "Kооimаn", "postcode": "1234 АВ"},
        {"achternaam": "Дмитрий", "postcode": "1234AB"},
        {"achternaam": "Сара", "postcode": "1234AB"},
    ]
    assert mend_stray_signs(rows).mends == {0: {"achternaam": "Kooiman", "postcode": "1234 AB"}}
    many = [*rows, *({"achternaam": "Vоs"} for _ in range(3))]
    assert mend_stray_signs(many).mends[2] == {"achternaam": "Capa"}


def test_names_with_a_date_behind_each_keep_both() -> None:
    rows: list[Values] = [
        {"volledige_naam": "J. Smit (14-03-1962) e/o M. de Vries"},
        {"volledige_naam": "J. Smit geb. 14-03-1962 / M. de Vries geb. 02-05-1964"},
        {"volledige_naam": "J. Smit 12 a, 14-03-1962 Zwolle 9"},
    ]
    assert split_dated(rows).mends == {
        0: {"volledige_naam": "J. Smit e/o M. de Vries", "geboortedatum": "14-03-1962"},
        1: {
            "volledige_naam": "J. Smit / M. de Vries",
            "geboortedatum": "14-03-1962 / 02-05-1964",
        },
    }


def test_a_house_number_in_powers_of_ten_is_read_where_no_figure_is_lost() -> None:
    rows: list[Values] = [{"huisnummer": one} for one in ("1,20E+01", "3,00E+00", "1,23E+03")]
    assert mend_numbers(rows).mends == {0: {"huisnummer": "12"}, 1: {"huisnummer": "3"}}


def test_a_name_is_no_street_because_there_is_no_street() -> None:
    rows: list[Values] = [
        {"achternaam": f"Smit{letter}", "straatnaam": None, "postcode": "1234AB", "huisnummer": "1"}
        for letter in "abcdefghijklmnopqrst"
    ]
    assert mend_swaps(rows, "A", Fit(KnownWords()), KnownWords(), {}).mends == {}


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("1000AA-12-3", ("1000AA", "12", "3")), ("1001RA|17|", ("1001RA", "17", None)), ("1001 RA_17_A-3", ("1001 RA", "17", "A-3")),
        ("1001RA17", ("1001RA", "17", None)), ("1001RA17-3", ("1001RA", "17", "3")), ("1001ra17b", ("1001ra", "17", "b")),
        ("1001RA", None), ("1001 RA Proefstad", None),
    ],
)  # fmt: skip
def test_a_number_behind_a_postcode_is_split_from_it(
    key: str, parts: tuple[str, str, str | None] | None
) -> None:
    for column, other in (("postcode", "huisnummer"), ("huisnummer", "postcode")):
        mended = split_keys([{column: key, other: None, "straatnaam": "Kerkstraat"}]).mends.get(0)
        assert (mended and (mended["postcode"], mended["huisnummer"], mended.get("huisnummertoevoeging"))) == parts  # fmt: skip
    assert split_keys([{"postcode": key, "huisnummer": "4"}]).mends == {}
    assert split_keys([{"postcode": key, "straatnaam": "Kerkstraat 4"}]).mends == {}
