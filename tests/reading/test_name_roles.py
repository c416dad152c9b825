"""Who a name field names, and in which role."""

from __future__ import annotations

import pytest

from brp_match.reading.name_roles import People, Roles, split_people, split_roles
from brp_match.reading.names import NamedPeople, count_people, read_name
from brp_match.reading.organisations import legal_form


@pytest.mark.parametrize(
    ("field", "holder", "administrator"),
    [
        ("J. Smit", "J. Smit", False), ("Bewindkantoor De Jong inzake J. Smit", "J. Smit", True), ("Stichting Noord inzake J. Smit", "J. Smit", True),
        ("J. Smit inzake bewind", "J. Smit", True), ("J. Smit onder bewind", "J. Smit", True), ("J. Smit onder bewind van De Jong", "J. Smit", True),
        ("J. Smit p/a Bewindkantoor Noord", "J. Smit", True), ("J. Smit p/a A. Bos", "J. Smit", False), ("p/a J. Smit", "J. Smit", False),
        ("J. Smit - Bewindvoering De Vries", "J. Smit", True), ("J. Smit (mentor: A. Bos)", "J. Smit", True), ("t.n.v. J. Smit", "J. Smit", False),
        ("De Jong, bewindvoerder van J. Smit", "J. Smit", True), ("A. Bos q.q. J. Smit", "J. Smit", True), ("Betreft: J. Smit", "Betreft: J. Smit", False),
        ("Curator A. Bos inz. faillissement J. Smit", "J. Smit", True), ("J. Smit, wsnp-bewindvoerder A. Bos", "J. Smit", True),
        ("A. Bos namens J. Smit", "J. Smit", False), ("Gemachtigde van J. Smit", "J. Smit", False), ("J. Smit onder curatele", "J. Smit", True),
        ("J. Smit t.a.v. Budgetbeheer Noord", "J. Smit", True),
        ("Smit J. p/a Bureau Noord", "Smit J.", False), ("Smit, J.P. (bewind)", "Smit, J.P.", True), ("SMIT J P onder bewind", "SMIT J P", True),
        ("Smit J. *WSNP*", "Smit J.", True), ("J. Smit [bewind]", "J. Smit", True), ("Smit J.P. wsnp", "Smit J.P.", True),
        ("*WSNP* Smit J.", "Smit J.", True), ("WSNP: J. Smit", "J. Smit", True), ("WSNP-bewindvoerder A. Bos", "WSNP-bewindvoerder A. Bos", False),
    ],
)  # fmt: skip
def test_the_holder_and_an_administrator(field: str, holder: str, administrator: bool) -> None:
    assert split_roles(field) == Roles(holder, administrator)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("J. Smit", People(("J. Smit",))), ("J. Smit en M. de Vries", People(("J. Smit", "M. de Vries"))), ("J. Smit e/o M. Bos", People(("J. Smit", "M. Bos"))),
        ("Bewindvoerder De Jong / M. Smit", People(("M. Smit",))), ("Dhr. en mevr. Smit", People(("Smit",))), ("mw/dhr Smit", People(("Smit",))),
        ("A. de Boer voorheen Jansen", People(("A. de Boer",), ("Jansen",))), ("J. Smit (oud-bewoner A. Bos)", People(("J. Smit",), ("A. Bos)",))),
        ("A. Smit h/o Kapsalon Zon", People(("A. Smit", "Kapsalon Zon"))), ("", People(())), ("Aan de heer en mevrouw A. Vos", People(("A. Vos",))), ("A. Vos en gezin", People(("A. Vos",))), ("Mr. and Mrs. A. Vos", People(("A. Vos",))),
        ("De Heer en De Boer", People(("De Heer", "De Boer"))), ("J. Smit; M. Bos; A. Vos", People(("J. Smit", "M. Bos", "A. Vos"))),
    ],
)  # fmt: skip
def test_the_people_of_a_field(text: str, people: People) -> None:
    assert split_people(text) == people


def meant(**fields: str) -> list[tuple[str, str, str]]:
    return [
        (" ".join(r.given), " ".join(r.initials), " ".join(r.surname)) for r in read_name(**fields)
    ]


def test_initials_belong_to_the_person_who_has_none_in_the_field() -> None:
    found = meant(achternaam="R.H. Kalee en Jansen", voorletters="A.B.C.")
    assert ("", "a b c", "jansen") in found
    assert ("", "r h", "kalee") in found
    assert ("", "a b c", "kalee") not in found


def test_given_names_of_two_people() -> None:
    assert meant(voornamen="Jan en Marie", achternaam="Jansen") == [
        ("jan", "", "jansen"), ("marie", "", "jansen"),
    ]  # fmt: skip
    assert meant(voorletters="J./M.", achternaam="Jansen") == [("", "j", "jansen"), ("", "m", "jansen")]  # fmt: skip
    found = meant(voornamen="Jan en Marie", voorletters="J. en M.", achternaam="Jansen en Bos")
    assert found[-2:] == [("jan", "j", "jansen"), ("marie", "m", "bos")]


def test_two_names_with_initials_are_no_third() -> None:
    assert meant(volledige_naam="J. Smit en/of M. Bos") == [("", "j", "smit"), ("", "m", "bos")]


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("J. Smit p/a Bewind Noord B.V.", "persoon"), ("J. Smit (bewindvoerder: Noord BV)", "persoon"), ("Stichting Noord inzake J. Smit", "persoon"),
        ("J. Smit t.a.v. Bewindkantoor Noord BV", "persoon"), ("Stichting Noord p/a J. Smit", "rechtspersoon"), ("Jansen Bewindvoering BV", "rechtspersoon"),
        ("Jansen Bewindvoering", "onderneming"), ("Noord BV t.a.v. J. Smit", "rechtspersoon"), ("Stichting Onder de Linde", "rechtspersoon"),
    ],
)  # fmt: skip
def test_a_company_in_another_role_makes_no_company(field: str, kind: str) -> None:
    assert legal_form(field) == kind


@pytest.mark.parametrize(
    ("fields", "holders", "administrator"),
    [
        ({"achternaam": "Smit"}, 1, False), ({"volledige_naam": "J. Smit en/of M. Bos"}, 2, False), ({"voornamen": "Jan en Marie", "achternaam": "Smit"}, 2, False),
        ({"volledige_naam": "Bewindkantoor De Jong inzake J. Smit"}, 1, True), ({"achternaam": "Smit inzake bewind"}, 1, True),
        ({"volledige_naam": "Dhr. en mevr. Smit"}, 1, False), ({"volledige_naam": "Maatschap Smit en Bos"}, 1, False), ({"volledige_naam": "A. Smit h/o Kapsalon Zon"}, 1, False),
        ({"volledige_naam": "A. Smit voorheen Bos"}, 1, False), ({}, 0, False), ({"volledige_naam": "J. Smit, M. Bos en A. Vos"}, 2, False),
    ],
)  # fmt: skip
def test_how_many_holders(fields: dict[str, str], holders: int, administrator: bool) -> None:
    assert count_people(**fields) == NamedPeople(holders, administrator)
