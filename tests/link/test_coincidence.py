"""u of a pair: how often a random resident agrees this specifically, from what the register counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.content import load_comparators, model_figures
from brp_match.link.coincidence import (
    Model,
    address_u,
    coincidence,
    date_u,
    given_u,
    households,
    placeholder_u,
    surname_u,
)
from brp_match.link.compare import Levels
from brp_match.link.compare_addresses import AddressEvidence
from brp_match.link.compare_dates import DateEvidence
from brp_match.link.counts import Counts, GivenCount, GroupCount, NumberCount
from brp_match.link.name_evidence import NameEvidence
from brp_match.link.records import BirthDate
from brp_match.reading.word_lists import given_name_shares, surname_shares

FIGURES = replace(
    model_figures(), name_smoothing=1000.0, rare_surname=0.001, rare_given=0.002, birth_dates=100.0,
    surname_weight=20.0, extra_initial=0.1, extra_initials_at_most=2, extra_name=0.05, other_names=3.0,
    daily_share=0.1, letter_smoothing=400.0, letter_share=0.05, first_january_weight=5.0,
    first_january_years=50.0, first_january_year_like=0.25, placeholder_true_kept=0.9,
    placeholder_by_error=0.001, in_use_own={"geen_partner": 1.25, "partner": 0.5},
    in_use_partner={"geen_partner": 0.2, "partner": 8.0},
)  # fmt: skip
NAMES = NameEvidence(
    surname="gelijk", given="gelijk", reading=0, swapped=False, surname_form="proefnaam",
    given_form="proefina", given_written="proefina", first_initial="p", initials_agree=0,
    shared_groups=frozenset(), further_agree=0, further_differ=False, parts_differ=False, prefix_agrees=True,
    one_name=False, in_use="geen_partner", first_given="proefina", marks_lost=False,
)  # fmt: skip
COUNTS = Counts(
    residents=9000,
    first_januaries=900,
    surnames={"proefnaam": 49},
    given={"proefina": GivenCount(18, 38, 7)},
    groups={"vol": GroupCount(30, 10), "rond": GroupCount(5, 100)},
    letters={"p": 450},
    names={("proefnaam", "proefina"): 3, ("proefnaam", "p"): 9},
    dates={BirthDate(1962, 3, 14): 4, BirthDate(1990, 1, 1): 40},
    addresses={("1234AB", 5, "A"): 3},
    numbers={("1234AB", 5): NumberCount(now=12, ever=40, addresses=6)},
    postcodes={"1234AB": 60},
)
DAY = BirthDate(1962, 3, 14)
"""The names, the date and the address of these tests; nobody of the national lists is called so."""


def test_the_names_of_this_test_are_in_no_list() -> None:
    assert "proefnaam" not in surname_shares()
    assert "proefina" not in given_name_shares()


def test_surname() -> None:
    share = (49 + 1000 * 0.001) / 10_000
    assert surname_u(NAMES._replace(surname="deel"), COUNTS, FIGURES) == pytest.approx(share)
    assert surname_u(NAMES, COUNTS, FIGURES) == pytest.approx(share / 1.25)
    used = NAMES._replace(in_use="partner")
    assert surname_u(used, COUNTS, FIGURES) == pytest.approx(share / 0.5)
    assert surname_u(used._replace(surname="partner"), COUNTS, FIGURES) == pytest.approx(share / 8)
    differ = NAMES._replace(surname="deel", parts_differ=True)
    assert surname_u(differ, COUNTS, FIGURES) == pytest.approx(share * 3)
    assert surname_u(differ, COUNTS, replace(FIGURES, other_names=1e6)) == 1.0


def test_a_name_nobody_has_counts_once_and_a_national_one_as_often_as_it_is() -> None:
    plain = NAMES._replace(surname="deel")
    assert surname_u(plain._replace(surname_form="zz"), COUNTS, FIGURES) == pytest.approx(
        (1 + 1) / 10_000
    )
    name, national = max(surname_shares().items(), key=lambda one: one[1])
    assert surname_u(plain._replace(surname_form=name), COUNTS, FIGURES) == pytest.approx(
        (1 + 1000 * national) / 10_000
    )


def test_given_name_among_the_bearers_of_the_surname() -> None:
    first = (18 + 1000 * 0.002) / 10_000
    lift = (2 + 20 * first) / (48 + 20) / first
    assert lift > 1
    assert given_u(NAMES, COUNTS, FIGURES) == pytest.approx(first * lift)
    alone = NAMES._replace(surname_form="zz")
    assert given_u(alone, COUNTS, FIGURES) == pytest.approx(first)


@pytest.mark.parametrize("surname", ["geen", "ontbreekt"])
def test_bearers_of_a_surname_that_does_not_agree_say_nothing(surname: str) -> None:
    first = (18 + 1000 * 0.002) / 10_000
    assert given_u(NAMES._replace(surname=surname), COUNTS, FIGURES) == pytest.approx(first)


def test_further_given_names() -> None:
    alone = NAMES._replace(surname_form="zz")
    u = given_u(alone, COUNTS, FIGURES)
    assert given_u(alone._replace(further_agree=2), COUNTS, FIGURES) == pytest.approx(u * 0.05)
    assert given_u(alone._replace(further_differ=True), COUNTS, FIGURES) == pytest.approx(u * 3)
    # more often than always it is not
    many = replace(COUNTS, given={"proefina": GivenCount(9000, 9000, 0)})
    assert given_u(alone._replace(further_differ=True), many, FIGURES) == 1.0


def test_later_and_daily_names() -> None:
    alone = NAMES._replace(surname_form="zz")
    later = alone._replace(given="tweede")
    assert given_u(later, COUNTS, FIGURES) == pytest.approx((38 + 2) / 10_000)
    daily = alone._replace(
        given="roepnaam", given_written="v", shared_groups=frozenset({"vol", "rond"})
    )
    assert given_u(daily, COUNTS, FIGURES) == pytest.approx((100 + 0.1 * 5 + 2) / 10_000)
    formal = daily._replace(given_written="vol", shared_groups=frozenset({"vol"}))
    assert given_u(formal, COUNTS, FIGURES) == pytest.approx((30 + 2) / 10_000)
    unknown = daily._replace(shared_groups=frozenset({"onbekend"}))
    assert given_u(unknown, COUNTS, FIGURES) == pytest.approx((1 + 2) / 10_000)


def test_initials() -> None:
    alone = NAMES._replace(surname_form="zz", given="voorletters", initials_agree=1)
    share = (450 + 20) / 9400
    assert given_u(alone, COUNTS, FIGURES) == pytest.approx(share)
    for agree, factor in ((2, 0.1), (3, 0.01), (4, 0.01)):
        more = alone._replace(initials_agree=agree)
        assert given_u(more, COUNTS, FIGURES) == pytest.approx(share * factor)
    shared = alone._replace(surname_form="proefnaam", first_given="willem")
    lift = (9 + 20 * share) / (48 + 20) / share
    assert given_u(shared, COUNTS, FIGURES) == pytest.approx(share * lift)
    own = shared._replace(first_given="proefina")
    assert given_u(own, COUNTS, FIGURES) == pytest.approx(
        share * max(1, (8 + 20 * share) / 68 / share)
    )


def levels(birth: str, address: AddressEvidence | None = None, p: float | None = None) -> Levels:
    return Levels(NAMES, DateEvidence(birth, p), address or AddressEvidence("afwijkend"))


def test_birth_date() -> None:
    share = (4 + 1000 / 100) / 10_000
    assert date_u(levels("gelijk"), DAY, DAY, COUNTS, FIGURES) == pytest.approx(share)
    assert date_u(levels("typefout"), DAY, DAY, COUNTS, FIGURES) == 0.0


@pytest.mark.parametrize(
    ("level", "factor"), [("gelijk", 1 / 50), ("typefout", 0.25), ("dag_maand_gelijk", 0.75)]
)
def test_first_of_january_by_given_name(level: str, factor: float) -> None:
    day = BirthDate(1990, 1, 1)
    among = (7 + 5 * 900 / 9000) / (18 + 5) * factor
    expected = max(among, (40 + 10) / 10_000 if level == "gelijk" else 0)
    assert date_u(levels(level), day, day, COUNTS, FIGURES) == pytest.approx(expected)
    # on one side it is chance like any other
    assert date_u(levels("typefout"), day, DAY, COUNTS, FIGURES) == 0.0
    assert date_u(levels("typefout"), DAY, day, COUNTS, FIGURES) == 0.0


def test_placeholders_weigh_what_the_source_and_the_register_say() -> None:
    share, m = (4 + 10) / 10_000, {"standaard_gelijk": 0.5, "standaard_anders": 0.4}
    ratio = (0.2 + 0.8 * 0.9) / (0.2 + 0.8 * share)
    equal = DateEvidence("standaard_gelijk", 0.2)
    assert placeholder_u(equal, DAY, COUNTS, FIGURES, m) == pytest.approx(0.5 / ratio)
    ratio = (0.2 + 0.8 * 0.001) / (0.2 + 0.8 * share)
    other = DateEvidence("standaard_anders", 0.2)
    assert placeholder_u(other, DAY, COUNTS, FIGURES, m) == pytest.approx(0.4 / ratio)


@pytest.mark.parametrize(
    ("level", "n", "homes"),
    [
        ("gelijk", 3, 1), ("nabij", 60, 6), ("vorig_recent", 28, 6), ("vorig_lang", 28, 6),
        ("toevoeging_ontbreekt", 12, 6), ("straat_gelijk", 12, 6),
    ],
)  # fmt: skip
def test_address(level: str, n: int, homes: int) -> None:
    evidence = AddressEvidence(level, True, None, "1234AB", 5, "A")
    assert address_u(evidence, COUNTS) == pytest.approx(n / 9000)
    assert households(evidence, COUNTS) == homes
    nowhere = AddressEvidence(level)
    assert (address_u(nowhere, COUNTS), households(nowhere, COUNTS)) == (1 / 9000, 1)


def test_u_is_asked_of_the_levels_that_have_none_of_their_own() -> None:
    comparators = load_comparators()
    model = Model.of(comparators, model_figures())
    assert model.placeholder_m == {"standaard_gelijk": 0.5, "standaard_anders": 0.5}
    equal = levels("gelijk", AddressEvidence("gelijk", True, None, "1234AB", 5, "A"))
    found = coincidence(equal, DAY, DAY, COUNTS, model)
    assert None not in (found.achternaam, found.voornaam, found.geboortedatum, found.adres)
    other = Levels(
        NAMES._replace(surname="geen", given="anders"), DateEvidence("afwijkend"), AddressEvidence("bedrijf")
    )  # fmt: skip
    found = coincidence(other, DAY, DAY, COUNTS, model)
    assert (found.achternaam, found.voornaam, found.geboortedatum, found.adres) == (None,) * 4
    assert coincidence(Levels(None, DateEvidence("ontbreekt"), AddressEvidence("ontbreekt")), DAY, DAY,
                       COUNTS, model).households == 1  # fmt: skip
