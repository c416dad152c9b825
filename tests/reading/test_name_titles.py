"""Titles and forms of address: in any number and place they never change who is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brp_match.reading.name_titles import title_readings, without_address, without_titles
from brp_match.reading.names import NameReading, read_name


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Aan de heer A. Vos", "A. Vos"), ("De hoogwelgeboren vrouwe A. Vos", "A. Vos"), ("Weledelgestrenge heer mr. A. Vos", "A. Vos"),
        ("De bewoner(s) A. Vos", "A. Vos"), ("De bewoners van A. Vos", "A. Vos"), ("Aan: de familie Van Dijk", "Van Dijk"),
        ("Bewoners van Dijk", "van Dijk"), ("De erven van wijlen A. Vos", "A. Vos"), ("dhr. dr. mr. A. Vos", "A. Vos"),
        ("t.a.v. de zeergeleerde heer A. Vos", "A. Vos"), ("Mr. Anna Vos", "Anna Vos"), ("Vos, mr. A.", "Vos, A."), ("Vos, A., mr.", "Vos, A.,"),
        ("H. baron de Raet", "H. de Raet"), ("A. de Vos-jonkheer van den Berg", "A. de Vos-van den Berg"), ("gravin van den Berg", "van den Berg"),
        ("Anna Maria prinses van Dam", "Anna Maria van Dam"), ("A. ridder van Dam", "A. van Dam"), ("A. Vos RA", "A. Vos"), ("Onbekend Vos", "Vos"), ("Rev. Anna Vos III", "Anna Vos"),
        ("Particulier: A. Vos", "A. Vos"), ("Natuurlijk persoon - A. Vos", "- A. Vos"), ("Aanvrager: Vos, A.", "Vos, A."), ("A. Vos (particulier)", "A. Vos ("),
        ("De Heer en De Boer", "De Heer en De Boer"), ("Aan de bewoners/eigenaar A. Vos", "A. Vos"), ("Kinderen Vos", "Vos"), ("Aan: A. van den Berg", "A. van den Berg"), ("Van der Aan", "Van der Aan"),
    ],
)  # fmt: skip
def test_a_name_without_its_titles(text: str, bare: str) -> None:
    assert squeezed(without_titles(text)) == bare


@pytest.mark.parametrize(
    "text",
    ["de heer", "De Heer ", "Dhr.", "dhr", "DHR", "Mevrouw", "mevr.", "Mw", "Hr/Mw", "Dhr. en mevr.", "de heer/mevrouw", "Fam.",
     "De weledelgestrenge heer", "Drs.", "mr. drs.", "Mej.", "t.a.v. de heer"],
)  # fmt: skip
def test_a_form_of_address_beside_a_surname_is_no_given_name(text: str) -> None:
    (alone,) = read_name(achternaam="Vos")
    for field in ("voornamen", "voorletters", "voorvoegsel"):
        assert read_name(achternaam="Vos", **{field: text}) == (alone,)


@pytest.mark.parametrize(
    ("text", "given", "initials"),
    [("MW", (), ("m", "w")), ("HR", (), ("h", "r")), ("M.R.", (), ("m", "r")), ("Junior", ("junior",), ()), ("Prins", ("prins",), ()),
     ("de heer Jan", ("jan",), ()), ("Dhr. J.M.", (), ("j", "m")), ("Ing", ("ing",), ()), ("En", ("en",), ())],
)  # fmt: skip
def test_initials_and_names_that_look_like_a_form_of_address_are_kept(
    text: str, given: tuple[str, ...], initials: tuple[str, ...]
) -> None:
    reading = read_name(achternaam="Vos", voornamen=text)[0]
    assert (reading.given, reading.initials) == (given, initials)


def test_what_stands_last_behind_a_comma_is_no_surname() -> None:
    assert [squeezed(text) for text in title_readings("Vos, Anna, MSc")] == ["Vos, Anna,"]
    assert "Vos, C.S." in [squeezed(text) for text in title_readings("Vos, C.S.")]


@pytest.mark.parametrize(
    "name",
    ["de Heer", "J. de Heer", "J. Prins", "Jan Ridder", "De Graaf", "Baron", "J. de Ridder van Dam", "Edelman", "Hoogeboom", "Meester"],
)  # fmt: skip
def test_a_title_that_is_the_surname_stays(name: str) -> None:
    assert name in [squeezed(text) for text in title_readings(name)]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Dhr. Jan", "Jan"), ("mr. J.P.", "J.P."), ("DR", "DR"), ("M.R.", "M.R."), ("van der", "van der"), ("Mevr. van", "van"), ("", "")],
)  # fmt: skip
def test_forms_of_address_in_the_field_of_a_part(text: str, bare: str) -> None:
    assert without_address(text) == bare


def test_titles_in_the_fields_beside_the_surname() -> None:
    assert read_name(
        voornamen="Dhr. Jan", voorletters="mr. J.P.", voorvoegsel="Dhr. van", achternaam="Dijk"
    ) == (NameReading(0, ("dijk",), ("jan",), ("j", "p"), "van", "vandijk", False, False),)


def meant(**fields: str) -> set[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]]:
    return {(r.surname, r.given, r.initials, r.prefix) for r in read_name(**fields)}


IN_FRONT = st.lists(
    st.sampled_from(
        ["dhr.", "Dhr", "mevr.", "mw.", "mr.", "dr.", "drs.", "ir.", "ing.", "prof.", "Aan de heer", "De weledelgestrenge heer",
         "Geachte heer", "t.n.v.", "De bewoner(s)", "fam.", "jhr.", "Erven", "Mevrouw"],
    ),
    max_size=4,
).map(" ".join)  # fmt: skip
BEHIND = st.sampled_from(["", " MSc", " RA", " jr.", ", mr.", " LLM", " c.s.", " 79 jr"])
NAME = st.sampled_from(
    [
        "A. Vos",
        "A.B. van den Berg",
        "Anna Vos",
        "Anna van den Berg",
        "Vos, A.",
        "Berg, Anna van den",
        "A. de Vos-van Dam",
    ]
)


@settings(max_examples=300, deadline=None)
@given(front=IN_FRONT, name=NAME, behind=BEHIND)
def test_titles_in_any_number_never_change_who_is_meant(front: str, name: str, behind: str) -> None:
    assert meant(volledige_naam=name) <= meant(volledige_naam=f"{front} {name}{behind}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A. van den Berg", "van den Berg, A."), ("A. van den Berg", "Berg, A. van den"), ("Anna van den Berg", "van den Berg, Anna"),
        ("A.B. Vos", "Vos A.B."), ("A.B. Vos", "Vos, A.B."), ("A.B. Vos", "VOS A B"), ("A.Th.Chr. Vos", "Vos, A.Th.Chr."),
    ],
)  # fmt: skip
def test_the_order_of_the_parts_never_changes_who_is_meant(one: str, other: str) -> None:
    assert meant(volledige_naam=one) & meant(volledige_naam=other)
