"""One signal against a resident, and against residents who are each other's housemates."""

from __future__ import annotations

from brp_match.link.compare import candidate, compare, compare_candidates
from brp_match.link.records import (
    BirthDate,
    Resident,
    Signal,
    SignalAddress,
    SignalDate,
    Stay,
)
from brp_match.reading.names import NameReading

HOME = Stay("1234AB", "kerkstr", 1, "", household=2)
BART = Resident(1, "P1", "Bart", geslachtsnaam="Proef", birth=BirthDate(1969, 7, 17), stays=(HOME,))
ELENA = Resident(
    2, "P2", "Elena", geslachtsnaam="Proef", birth=BirthDate(1966, 6, 24), stays=(HOME,)
)


def signal(given: str, year: int = 1966) -> Signal:
    return Signal(
        (NameReading(0, ("proef",), (given,), (), "", "proef", False, False),),
        birth=SignalDate("geldig", BirthDate(year, 6, 24)),
        address=SignalAddress("1234AB", None, 1),
    )


def dates(one: Signal, *residents: Resident) -> list[str]:
    return [
        levels.birth.level
        for levels in compare_candidates(one, [candidate(resident) for resident in residents])
    ]


def test_levels_of_one_pair() -> None:
    assert compare(signal("elena"), ELENA).ids == {
        "achternaam": "gelijk",
        "voornaam": "gelijk",
        "geboortedatum": "gelijk",
        "adres": "gelijk",
    }
    assert compare(Signal(), ELENA).ids == dict.fromkeys(
        ("achternaam", "voornaam", "geboortedatum", "adres"), "ontbreekt"
    )


def test_the_name_of_one_and_the_date_of_the_other() -> None:
    assert dates(signal("bart"), BART, ELENA) == ["huisgenoot", "gelijk"]
    assert dates(signal("bart"), ELENA, BART) == ["gelijk", "huisgenoot"]
    assert dates(signal("bart"), BART) == ["afwijkend"]


def test_a_date_is_not_mixed_up_with_a_housemates() -> None:
    assert dates(signal("elena"), BART, ELENA) == ["afwijkend", "gelijk"], "her own name and date"
    assert dates(signal("bart", 1967), BART, ELENA) == ["afwijkend", "typefout"], "of neither"
    assert dates(signal("willem"), BART, ELENA) == ["afwijkend", "gelijk"], "the name of neither"
    elsewhere = ELENA._replace(stays=(HOME._replace(addition="A"),))
    assert dates(signal("bart"), BART, elsewhere) == ["afwijkend", "gelijk"]
    gone = ELENA._replace(stays=(HOME._replace(current=False),))
    assert dates(signal("bart"), BART, gone) == ["afwijkend", "gelijk"]


def test_a_town_hall_is_no_household() -> None:
    def at(household: int) -> list[Resident]:
        return [one._replace(stays=(HOME._replace(household=household),)) for one in (BART, ELENA)]

    assert dates(signal("bart"), *at(12)) == ["huisgenoot", "gelijk"]
    assert dates(signal("bart"), *at(13)) == ["afwijkend", "gelijk"]
    nowhere = [one._replace(stays=(HOME._replace(postcode=None),)) for one in (BART, ELENA)]
    assert dates(signal("bart"), *nowhere) == ["afwijkend", "gelijk"]
