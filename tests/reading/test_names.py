"""Names as a signal writes them: which readings come out, written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brp_match.reading.letters import without_figures
from brp_match.reading.name_marks import mark
from brp_match.reading.name_split import cuts
from brp_match.reading.name_texts import Source
from brp_match.reading.names import NameReading, count_people, preferred_reading, read_name

Reading = tuple[str, str, str]
"""Given names, initials, surname without prefix; words joined by a space."""

CASES: list[tuple[str, Reading]] = [
    ("J.P. van den Berg", ("", "j p", "berg")),
    ("Dhr JP v.d. Berg", ("", "j p", "berg")),
    ("VAN DEN BERG J P", ("", "j p", "berg")),
    ("j.p. van den berg", ("", "j p", "berg")),
    ("V.D. BERG J.P.", ("", "j p", "berg")),
    ("J. van 't Hof", ("", "j", "hof")),
    ("A.Th.M. van den Berg", ("", "a t m", "berg")),
    ("Jan P. van den Berg", ("jan", "p", "berg")),
    ("J.P. (Jan) van den Berg", ("jan", "j p", "berg")),
    ("Jan (J.P.) van den Berg", ("jan", "", "berg")),
    ("van den Berg Jan", ("jan", "", "berg")),
    ("Berg Jan van den", ("jan", "", "berg")),
    ("Berg, Jan van den", ("jan", "", "berg")),
    ("Jan en Marie Jansen", ("jan", "", "jansen")),
    ("Jan en Marie Jansen", ("marie", "", "jansen")),
    ("M. de Vries, J.P. van den Berg", ("", "j p", "berg")),
    ("M. de Vries e/o J.P. van den Berg", ("", "m", "vries")),
    ("Bewindvoerder De Jong inzake J. Smit", ("", "j", "smit")),
    ("J. Smit p/a Bewindvoerder De Jong", ("", "j", "smit")),
    ("J. Smit tel. 020-1234567 j@example.nl", ("", "j", "smit")),
    ("J. Smit RA", ("", "j", "smit")),
    ("Senior, J.", ("", "j", "senior")),
    ("M.E. de Boer, geb. Jansen", ("", "m e", "boer jansen")),
    ("Jansen, M.E. e.v. de Boer", ("", "m e", "jansen boer")),
    ("Tesfay Gebremedhin Woldu", ("tesfay", "", "gebremedhin woldu")),
    ("Tesfay Gebremedhin Woldu", ("tesfay gebremedhin", "", "woldu")),
    ("Garcia Lopez", ("", "", "garcia lopez")),
    ("K. NG", ("", "k", "ng")),
    ("Onbekend Jansen", ("", "", "jansen")),
    ("ESH Akkerman (onder bewind)", ("", "e s h", "akkerman")),
    ("Fam. GHA Krones", ("", "g h a", "krones")),
    ("MARTENS NE", ("", "n e", "martens")),
    ("ERP TAALMAN KIP RHA VAN", ("", "r h a", "erp taalman kip")),
    ("JAN JANSEN", ("jan", "", "jansen")),
    ("JANSEN VAN", ("", "", "jansen")),
    ("Mw Hendrik van Es", ("hendrik", "", "van es")),
    ("Berg Hendrik van", ("hendrik", "", "berg")),
    ("Dhr. C.S. Voogt", ("", "c s", "voogt")),
    ("E.A. Smit", ("", "e a", "smit")),
    ("Voogt, C.S.", ("", "c s", "voogt")),
    ("E.V. Smit", ("", "e v", "smit")),
    ("J. Smit c.s.", ("", "j", "smit")),
    ("J. Smit e.a.", ("", "j", "smit")),
    ("Sarac Bouw", ("", "", "sarac")),
    ("Bloemenhuis K.P. Hoogman", ("", "k p", "hoogman")),
    ("Baumgartner Schildersbedr", ("", "", "baumgartner")),
    ("Jansen/van der/J.P.", ("", "j p", "jansen")),
    ("JANSEN//JP", ("", "j p", "jansen")),
    ("JANSEN/KWIRIJN MR", ("kwirijn", "", "jansen")),
    ("van den Berg/Jan Pieter", ("jan pieter", "", "berg")),
    ("Jansen / J.", ("", "j", "jansen")),
    ("A.Th.Chr. van der Berg", ("", "a t c", "berg")),
    ("Ph.Th.A. Vos", ("", "p t a", "vos")),
    ("RolandMertens", ("roland", "", "mertens")),
    ("JanDaniel Vos", ("jan daniel", "", "vos")),
    ("'Abd al-Aziz al-Nuristan", ("abd al aziz", "", "nuristan")),
    ("J. Jansen 79 jr", ("", "j", "jansen")),
    ("Nessim Ben Ali Sahraoui", ("nessim ben ali", "", "sahraoui")),
    ('Benjamin "Ben" Vos', ("benjamin", "", "vos")),
    ("A. de Boer nee Jansen", ("", "a", "boer jansen")),
]


def said(reading: NameReading) -> Reading:
    return " ".join(reading.given), " ".join(reading.initials), " ".join(reading.surname)


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_a_whole_name_has_this_reading(name: str, expected: Reading) -> None:
    found = [said(reading) for reading in read_name(volledige_naam=name)]
    assert expected in found


def test_the_preferred_reading_is_the_first_of_all() -> None:
    for name, _ in CASES:
        assert preferred_reading(volledige_naam=name) == read_name(volledige_naam=name)[0]
        assert preferred_reading(voornamen="Jan", achternaam=name) == read_name(voornamen="Jan", achternaam=name)[0]  # fmt: skip
    assert preferred_reading(achternaam="12") is None


def test_few_readings_a_name() -> None:
    """Every reading is one more chance for a stranger to agree."""
    counts = [len({said(r) for r in read_name(volledige_naam=name)}) for name, _ in CASES]
    assert max(counts) <= 8
    assert sum(counts) <= 2.5 * len(counts)


def test_fields_beside_the_surname() -> None:
    assert read_name(
        voornamen="Anna Maria", voorletters="A.M.", voorvoegsel="van der", achternaam="Berg"
    ) == (
        NameReading(
            0, ("berg",), ("anna", "maria"), ("a", "m"), "vander", "vanderberg", False, False
        ),
    )


@pytest.mark.parametrize(
    ("given_names", "initials", "expected"),
    [
        ("Jan", "J", ("jan", "j")), ("JP", None, ("", "j p")), (None, "Jan", ("jan", "")), (None, "Th.J.", ("", "t j")),
        (None, "JC", ("", "j c")), ("Jan P", None, ("jan", "p")), (None, "jan", ("", "j a n")), (None, "klaas", ("klaas", "")),
    ],
)  # fmt: skip
def test_given_names_and_initials_in_fields_of_each_other(
    given_names: str | None, initials: str | None, expected: tuple[str, str]
) -> None:
    (reading,) = read_name(voornamen=given_names, voorletters=initials, achternaam="Smit")
    assert said(reading)[:2] == expected


def test_a_prefix_in_the_field_of_the_surname() -> None:
    (reading,) = read_name(voorletters="J", achternaam="van den Berg")[:1]
    assert (reading.surname, reading.prefix, reading.surname_full) == (
        ("berg",),
        "vanden",
        "vandenberg",
    )


def test_the_order_of_preference() -> None:
    found = read_name(volledige_naam="Tesfay Gebremedhin Woldu")
    assert [said(reading) for reading in found] == [
        ("", "", "tesfay gebremedhin woldu"),
        ("tesfay gebremedhin", "", "woldu"),
        ("tesfay", "", "gebremedhin woldu"),
        ("tesfay", "", "tesfay gebremedhin woldu"),
    ]
    assert [reading.whole_as_surname for reading in found] == [True, False, False, True]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [("volledige_naam", "Jansen", [False]), ("voornamen", "Mohamed", [False, True])],
)
def test_a_whole_text_is_a_surname_of_its_own_only_beside_one_with_given_names(
    field: str, text: str, told: list[bool]
) -> None:
    assert [one.whole_as_surname for one in read_name(**{field: text})] == told


def test_what_stands_behind_a_comma_in_the_surname_field_comes_first() -> None:
    (cut,) = cuts(mark("Berg, Jan van den"), parts=True)
    assert (cut.given, cut.surname) == ((), ("jan", "van", "den", "berg"))


def test_initials_between_a_surname_with_its_prefix_and_a_given_name() -> None:
    first = read_name(volledige_naam="de Vries J. Anna")[0]
    assert (first.given, first.surname, first.initials) == (("anna",), ("vries",), ("j",))
    first = read_name(volledige_naam="van den Berg A. Jan Willem")[0]
    assert (first.given, first.surname, first.initials) == (("jan", "willem"), ("berg",), ("a",))


def test_every_source_of_a_name_has_a_rank_of_its_own() -> None:
    assert [one.name for one in sorted(Source)] == [
        "PARTS", "WHOLE", "BUSINESS", "SURNAME_ALONE", "GIVEN_ALONE",
    ]  # fmt: skip


def test_two_sources_of_one_text_have_ranks_of_their_own() -> None:
    """A trade name's person and the surname field, both with the last word read as initials: their ranks were
    one number, and every reading of the one was paired with every reading of the other."""
    found = read_name(achternaam="TAXI MARTENS NE")
    assert [reading.rank for reading in found] == list(range(len(found)))
    assert len(found) == 12
    assert [said(r) for r in found if r.glued and r.initials == ("n", "e")] == [
        ("", "n e", "martens"), ("", "n e", "taxi martens"), ("taxi", "n e", "martens"),
    ]  # fmt: skip


def test_letters_outside_ascii_do_not_end_a_word() -> None:
    """`bar` in Barışcanoğlu is no trade word: the letter behind it has a diacritic."""
    found = read_name(voornamen="Karcan", achternaam="Elnuroğlu-Barışcanoğlu")
    assert {word for reading in found for word in reading.surname} == {"elnuroglu", "bariscanoglu"}


def test_two_surnames_that_a_hyphen_joins_hold_no_given_name() -> None:
    found = read_name(volledige_naam="Wassim El Khelifa-El Saadi")
    assert [reading.given for reading in found] == [(), ("wassim",), ("wassim",)]


def test_one_capital_inside_a_word_is_no_second_name() -> None:
    for name in ("McDonald", "MacDonald", "O'Brien", "IJsbrand"):
        assert len(read_name(volledige_naam=name)) == 1


@pytest.mark.parametrize("text", ["", " ", ".", "-", "?", "12345678"])
def test_no_name_has_no_readings(text: str) -> None:
    assert read_name(achternaam=text) == ()
    assert read_name(volledige_naam=text) == ()


WORDS = st.sampled_from(
    ["Jan", "Marie", "van", "de", "der", "Berg", "Jansen", "J.", "J.P.", "NE", "GHA", "Taxi", "Bakkerij", "e/o", "en", ",", "mr.",
     "dhr.", "geb.", "h/o", "VOF", "inzake", "Yıldız", "Es", "O"],
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=7).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(full=TEXTS, surname=TEXTS, given_names=TEXTS, initials=TEXTS, prefix=TEXTS)
def test_no_reading_twice(
    full: str, surname: str, given_names: str, initials: str, prefix: str
) -> None:
    found = read_name(
        voornamen=given_names, voorletters=initials, voorvoegsel=prefix, achternaam=surname, volledige_naam=full
    )  # fmt: skip
    keys = [(r.surname, r.given, r.initials, r.prefix, r.surname_full) for r in found]
    assert len(set(keys)) == len(keys)
    assert [reading.rank for reading in found] == list(range(len(found)))
    for reading in found:
        assert reading.surname or reading.given or reading.initials
        assert all(len(letter) == 1 for letter in reading.initials)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for reading in read_name(volledige_naam=text):
        for word in (*reading.surname, *reading.given, *reading.initials):
            assert word == word.lower()


@pytest.mark.parametrize(
    ("fields", "heirs"),
    [
        ({"achternaam": "Erven van G. Smit"}, True), ({"volledige_naam": "De erven G. Smit"}, True),
        ({"volledige_naam": "wijlen G. Smit"}, True), ({"volledige_naam": "Mevr. G. Smit, erfgenamen van G. Bos"}, True),
        ({"achternaam": "van Erven"}, False), ({"volledige_naam": "J. van Wijlen"}, False),
        ({"achternaam": "Erven"}, False), ({"volledige_naam": "G. van Erven Dorens"}, False),
    ],
)  # fmt: skip
def test_who_names_heirs(fields: dict[str, str], heirs: bool) -> None:
    assert count_people(**fields).heirs is heirs


def test_a_surname_among_the_given_names_is_read_where_the_other_fields_tell() -> None:
    found = read_name(voornamen="Berhuis-Geneart", voorletters="J", voorvoegsel="van")
    assert (found[0].surname, found[0].given, found[0].prefix) == (
        ("berhuis", "geneart"),
        (),
        "van",
    )
    assert read_name(voornamen="Smit", voorletters="A.B.")[0].surname == ("smit",)
    # initials of these very names: the surname is not there
    assert all(not one.surname for one in read_name(voornamen="Anna", voorletters="A.B."))


@pytest.mark.parametrize(
    "text",
    [
        "J. van den Proef, Dorpsstraat 12", "J. van den Proef, Dorpsstraat 12 bis, 1234 AB Verzonnenstad",
        "J. van den Proef (Lange Dreef 3)", "J. van den Proef Dorpsstraat 12a", "J. van den Proef 1234AB",
        "J. van den Proef - Plein 3",
    ],
)  # fmt: skip
def test_an_address_behind_the_name_is_no_part_of_it(text: str) -> None:
    assert read_name(volledige_naam=text) == read_name(volledige_naam="J. van den Proef")


@pytest.mark.parametrize(
    "text", ["Proef, Jan 79 jr", "Proef, Jan geb. 1947", "Proef, Jan (1947)", "Proef, Jan 1962"]
)
def test_an_age_or_year_behind_the_name_is_no_address(text: str) -> None:
    assert read_name(volledige_naam=text)[0] == read_name(volledige_naam="Proef, Jan")[0]


def test_a_surname_alone_among_the_whole_names_goes_with_the_initials_beside_it() -> None:
    (reading,) = read_name(voorletters="T.A.", voorvoegsel="van", volledige_naam="Laarhoven")
    assert (reading.surname, reading.initials, reading.prefix) == (
        ("laarhoven",),
        ("t", "a"),
        "van",
    )
    whole = read_name(voorletters="T.A.", volledige_naam="Tine Laarhoven")
    assert (("laarhoven",), ("tine",)) in [(one.surname, one.given) for one in whole]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("J. Smit/M. de Boer", {"smit", "deboer"}), ("Smit/de Boer", {"smit", "deboer"}), ("Jan/Marie Jansen", {"jansen"}),
        ("Smit/Bakker", {"smit", "bakker"}), ("Jansen/van der", {"vanderjansen"}), ("Jansen/van der/J.P.", {"vanderjansen"}),
    ],
)  # fmt: skip
def test_a_slash_stands_between_two_people_or_behind_the_surname_of_one(
    text: str, people: set[str]
) -> None:
    found = {reading.surname_full for reading in read_name(volledige_naam=text)}
    assert people <= found
    assert len(people) == 2 or not found & {"vander", "jp"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # a name alone may be the surname of somebody of one name, whatever its column
        ({"voornamen": "Awet"}, ("awet", "", "")),
        # cut at the space behind the prefix: the given name is left
        ({"volledige_naam": "Sofie van"}, ("", "sofie", "")),
        ({"volledige_naam": "YÜKSEL ÖS"}, ("yuksel", "", "o s")),
        ({"volledige_naam": "JansenE.M."}, ("jansen", "", "e m")),
        ({"achternaam": "JansenEM"}, ("jansen", "", "e m")),
        ({"volledige_naam": "EMJansen"}, ("jansen", "", "e m")),
        ({"volledige_naam": "van den BergJP"}, ("berg", "", "j p")),
        ({"voornamen": "J0hn", "achternaam": "Wi1lems"}, ("willems", "john", "")),
        ({"achternaam": "W1LLEMS"}, ("willems", "", "")),
        ({"volledige_naam": "DE<VRIES<<ANNA<MARIA"}, ("vries", "anna maria", "")),
        ({"volledige_naam": "ASIMOGLU<<K"}, ("asimoglu", "", "k")),
    ],
)  # fmt: skip
def test_what_a_program_did_to_a_name_has_a_reading(
    fields: dict[str, str], expected: tuple[str, str, str]
) -> None:
    found = [
        (" ".join(one.surname), " ".join(one.given), " ".join(one.initials))
        for one in read_name(**fields)
    ]
    assert expected in found


def test_capitals_and_figures_that_are_no_initials_and_no_letters() -> None:
    assert [one.surname for one in read_name(volledige_naam="IJsselstein")] == [("ijsselstein",)]
    assert [one.surname for one in read_name(volledige_naam="MacDonald")] == [("macdonald",)]
    # more figures than a third of it: no word
    assert without_figures("Unit 101b, 79jr, 1e") == "Unit 101b, 79jr, 1e"
    assert without_figures("Ja0 Ja01 WI11EMS") == "Jao Ja01 WIIIEMS"
