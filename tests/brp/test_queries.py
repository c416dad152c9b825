"""What is asked of the BRP about a signal: kinds, order, and what is never asked."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.brp.ask import FIELDS, Asked
from brp_match.brp.client import TooMany
from brp_match.brp.queries import Query, Wanted, by_number, first_asked, last_asked

BORN = date(1980, 4, 3)


def told(ladders) -> list[list[tuple[str, dict[str, str | int]]]]:
    return [
        [(q.kind.removeprefix("ZoekMet"), dict(q.parameters)) for q in ladder] for ladder in ladders
    ]


def test_the_plan_of_a_whole_signal():
    wanted = Wanted("s1", "2000AA", 12, (), BORN, ("jansen",), ("piet",), "Jansen")
    address, name = told(first_asked(wanted, ["0225"]))
    assert address == [
        ("PostcodeEnHuisnummer", {"postcode": "2000AA", "huisnummer": 12}),
        (
            "PostcodeEnHuisnummer",
            {"postcode": "2000AA", "huisnummer": 12, "geboortedatum": "1980-04-03"},
        ),
    ]
    assert name == [
        ("GeslachtsnaamEnGeboortedatum", {"geslachtsnaam": "jans*", "geboortedatum": "1980-04-03"}),
        ("GeslachtsnaamEnGeboortedatum", {"geslachtsnaam": "jansen*", "geboortedatum": "1980-04-03"}),
        ("GeslachtsnaamEnGeboortedatum",
         {"geslachtsnaam": "jansen*", "geboortedatum": "1980-04-03", "gemeenteVanInschrijving": "0225"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bag", "kind"),
    [
        ("0225010000000012", "AdresseerbaarObjectIdentificatie"),
        ("0225200000000012", "NummeraanduidingIdentificatie"),
    ],
)
def test_a_number_of_the_bag_goes_first_where_only_one_address_is_meant(bag, kind):
    one = first_asked(Wanted("s1", "2000AA", 12, (bag,)), [])
    assert [q.kind for q in one[0]] == [f"ZoekMet{kind}", "ZoekMetPostcodeEnHuisnummer"]
    two = first_asked(Wanted("s1", "2000AA", 12, (bag, "0225010000000013")), [])
    assert [q.kind for q in two[0]] == ["ZoekMetPostcodeEnHuisnummer"]


def test_without_a_birth_date_the_name_is_asked_where_we_work():
    wanted = Wanted("s1", surnames=("jansen",), given=("p", "pieter"))
    assert told(first_asked(wanted, ["0225", "0296"])) == [
        [("NaamEnGemeenteVanInschrijving",
          {"geslachtsnaam": "jansen*", "voornamen": "pieter*", "gemeenteVanInschrijving": place})]
        for place in ("0225", "0296")
    ]  # fmt: skip
    assert first_asked(Wanted("s1", surnames=("jansen",), given=("p",)), ["0225"]) == []


def test_what_is_asked_only_when_nobody_was_found():
    wanted = Wanted("s1", None, None, (), BORN, ("jansen",), ("piet",), "Jansen")
    asked = told(last_asked(wanted, []))
    assert [(one[0][1]["geslachtsnaam"], one[0][1]["geboortedatum"]) for one in asked] == [
        ("jans*", "1980-03-04"), ("piet*", "1980-04-03"), ("Jansen", "1980-04-03"),
    ]  # fmt: skip
    assert last_asked(Wanted("s1", "2000AA", 12, surnames=("jansen",)), []) == []


def test_names_the_brp_cannot_be_asked_by():
    plain = first_asked(Wanted("s1", birth=BORN, surnames=("li",)), [])
    assert dict(plain[0][0].parameters)["geslachtsnaam"] == "li"
    arab = first_asked(Wanted("s1", birth=BORN, surnames=("masri",), written="Al-Masri"), [])
    assert [dict(ladder[0].parameters)["geslachtsnaam"] for ladder in arab] == ["masr*", "al-m*"]
    assert first_asked(Wanted("s1", "99AA", 0, birth=BORN, surnames=("иванов",)), []) == []


def test_a_question_asks_for_a_number_only_and_for_the_dead_too():
    body = Query.of("ZoekMetPostcodeEnHuisnummer", postcode="2000AA", huisnummer=1).body()
    assert body["fields"] == ["burgerservicenummer"]
    assert body["inclusiefOverledenPersonen"] is True


def test_twenty_numbers_at_most_and_no_field_that_comes_of_itself():
    with pytest.raises(ValueError, match="twenty"):
        by_number(["1"] * 21, FIELDS)
    automatic = (
        "inOnderzoek",
        "geheimhouding",
        "opschorting",
        "rni",
        "verificatie",
        "indicatieVastgesteld",
    )
    assert [field for field in FIELDS if any(word in field for word in automatic)] == []
    unread = (
        "nationaliteiten",
        "ouders",
        "kinderen",
        "verblijfstitel",
        "partners.burgerservicenummer",
    )
    assert [field for field in FIELDS if field.startswith(unread)] == []


class Crowd:
    """A BRP with too many persons at every address, and one of a name."""

    def __init__(self, known: str) -> None:
        self.known, self.bodies = known, []

    def ask(self, body):
        self.bodies.append(body)
        if body["type"] == "ZoekMetPostcodeEnHuisnummer":
            raise TooMany
        if "burgerservicenummer" in body:
            return [{"burgerservicenummer": n} for n in body["burgerservicenummer"]]
        return [{"burgerservicenummer": "000000012"}] if body["geslachtsnaam"] == self.known else []


def test_who_was_not_answered_is_told_and_nothing_is_asked_twice():
    line, logged = Crowd("jans*"), []
    asked = Asked(line, lambda kind, persons: logged.append((kind, len(persons))), ["0225"])
    found = Wanted("found", "2000AA", 1, birth=BORN, surnames=("jansen",))
    lost = Wanted("lost", "2000AA", 1, birth=BORN, surnames=("smit",))
    for _ in range(2):
        asked.round([found, lost], lambda _: None)
        assert asked.unanswered == {"lost"}
    assert list(asked.persons) == ["000000012"]
    assert (
        len(line.bodies)
        == len({str(body) for body in line.bodies})
        == sum(asked.questions.values())
    )
    assert logged.count(("RaadpleegMetBurgerservicenummer", 1)) == 1
    assert len(logged) == len(line.bodies)
