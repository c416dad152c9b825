"""The types for deliverers: what they take, what they refuse, and that no refusal names a value."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.content.expectations import load_expectations
from brp_match.delivery.findings import Kind
from brp_match.dutch import Month
from brp_match.model import Reason, Sector
from brp_match.report import firewall as fw
from report.run_fixture import PLANTED, PLANTED_BSN, PLANTED_DATES, PLANTED_NAMES


def card(**changed: Any) -> fw.VlpScorecard:
    parts: dict[str, Any] = {
        "vlp": fw.DelivererName("Waterbedrijf Noord"), "sector": Sector.WATER,
        "maand": Month(2026, 3), "uitkomsten": (), "gemiddelde_uitval": fw.Withheld(),
        "verbeteren": (), "controles": (), "velden": (), "maanden": (), "feiten": (),
    }  # fmt: skip
    return fw.VlpScorecard(**(parts | changed))


def test_a_clean_card_passes() -> None:
    code = fw.ExpectationCode("POSTCODE_ONTBREEKT")
    fw.check(card(feiten=(fw.DeliveryFact(12, code, fw.CustomerNumber("K-00012")),)))


@pytest.mark.parametrize(
    "value",
    [
        PLANTED_NAMES[0], int(PLANTED_BSN[0]), int(PLANTED_DATES[0]), 0.98, True, -1,
        datetime.date(1947, 2, 13), [1], {"a": 1}, {1}, Reason.NAAM_OMGEDRAAID, b"x", object(),
        (fw.Withheld(), (PLANTED_NAMES[1],)),
    ],
    ids=lambda v: type(v).__name__,
)  # fmt: skip
def test_nothing_else_fits_in_a_card_anywhere(value: object) -> None:
    for place in ("uitkomsten", "gemiddelde_uitval", "verbeteren", "feiten", "sector"):
        with pytest.raises(fw.FirewallError) as caught:
            card(**{place: value if place in ("gemiddelde_uitval", "sector") else (value,)})
        assert [v for v in PLANTED if v in str(caught.value)] == []


def test_a_subclass_or_a_look_alike_of_a_record_is_refused() -> None:
    class Month2(Month):
        """Holds a text beside its month."""

    class Text(str):
        """Not a plain text."""

    with pytest.raises(fw.FirewallError):
        card(maand=Month2(2026, 3))
    with pytest.raises(fw.FirewallError):
        card(feiten=(Text("x"),))


def test_a_value_put_in_later_is_found_by_the_check() -> None:
    fact = fw.DeliveryFact(12, fw.ExpectationCode("POSTCODE_ONTBREEKT"))
    made = card(feiten=(fact,))
    object.__setattr__(fact, "regel", PLANTED_NAMES[0])
    with pytest.raises(fw.FirewallError):
        fw.check(made)


@pytest.mark.parametrize("text", ["Jansen", "K 12", "12 januari", "", "K" * 31, "=1+1", "x12\n3"])
def test_a_customer_number_is_no_name_and_no_formula(text: str) -> None:
    with pytest.raises(ValueError):
        fw.CustomerNumber(text)


@pytest.mark.parametrize("text", ["", "Hertogkruid", "hertog_kruid", "A" * 21 + "_B", "99_1"])
def test_a_code_is_no_name(text: str) -> None:
    with pytest.raises(ValueError):
        fw.ExpectationCode(text)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-5, 30))
def test_a_rate_has_enough_in_either_part(teller: int, noemer: int, minimum: int) -> None:
    enough = minimum >= 2 and teller >= minimum and noemer - teller >= minimum
    if enough:
        assert fw.Rate(teller, noemer, minimum).teller == teller
    else:
        with pytest.raises(ValueError):
            fw.Rate(teller, noemer, minimum)


def test_the_smallest_minimum_is_two() -> None:
    assert fw.Rate(2, 4, 2).noemer == fw.AtLeast(2, 4, 2).noemer == 4
    for teller, noemer, minimum in ((1, 3, 1), (1, 4, 2), (3, 4, 2)):
        with pytest.raises(ValueError):
            fw.Rate(teller, noemer, minimum)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-5, 30))
def test_a_bound_is_in_tens_and_leaves_room(teller: int, noemer: int, minimum: int) -> None:
    fits = minimum >= 2 and teller >= minimum and teller % minimum == 0
    if fits and noemer - teller >= minimum:
        assert fw.AtLeast(teller, noemer, minimum).noemer == noemer
    else:
        with pytest.raises(ValueError):
            fw.AtLeast(teller, noemer, minimum)


@pytest.mark.parametrize("number", [int(PLANTED_BSN[0]), int(PLANTED_DATES[0]), -1, True, 1.0])
def test_a_count_is_never_a_bsn_or_a_date(number: Any) -> None:
    assert fw.OwnCount(9_999_999, 9_999_999).noemer == 9_999_999
    with pytest.raises(ValueError):
        # the smallest of eight figures
        fw.OwnCount(10_000_000, 10_000_000)
    with pytest.raises(ValueError):
        fw.OwnCount(number, number)
    with pytest.raises(ValueError):
        fw.DeliveryFact(number, fw.ExpectationCode("POSTCODE_ONTBREEKT"))


@pytest.mark.parametrize(
    ("delivered", "shown"),
    [
        ("Water NV", "Water NV"),
        ("W" * 80, "W" * 80),
        ("W" * 81, "W" * 79 + "…"),
        ("Water\tNV\u202e", "Water NV"),
        ("\u200b", "–"),
    ],
)
def test_every_name_as_delivered_fits_on_a_card(delivered: str, shown: str) -> None:
    assert fw.DelivererName.of(delivered).value == shown


def test_a_finding_about_the_delivery_goes_out_as_kind_column_and_counts() -> None:
    habit = fw.HabitCount(
        fw.HabitKind("datumvolgorde"), fw.ColumnName("geboortedatum"), fw.OwnCount(12, 40), fw.OwnCount(12, 40)
    )  # fmt: skip
    fw.check(card(gewoonten=(habit,)))
    for wrong in ("Kwarfels", "01-02-1970", "datumvolgorde "):
        with pytest.raises(ValueError, match="not a kind"):
            fw.HabitKind(wrong)
        with pytest.raises(ValueError, match="not a column"):
            fw.ColumnName(wrong)


@pytest.mark.parametrize("value", [*PLANTED_NAMES[:2], True, 0.5, b"x"])
def test_nothing_but_such_a_finding_fits_in_its_place(value: object) -> None:
    with pytest.raises(fw.FirewallError):
        card(gewoonten=(value,))


@pytest.mark.parametrize(
    "given", [("x" * 81,), ("x", "y" * 81), ("a\nb",), ("x", "a\tb"), ("\u202e",)]
)
def test_who_gives_a_card_is_named_in_eighty_signs_that_can_be_printed(
    given: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="not a name or a contact"):
        fw.Sender(*given)
    assert fw.Sender("x" * 80, "").gemeente == "x" * 80


def test_nothing_changes_in_a_card_once_it_is_made() -> None:
    for one, name in ((fw.Sender("Gemeente"), "gemeente"), (fw.DelivererName("Stroom"), "value")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, "x")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (fw.ExpectationCode, None),
        (fw.CustomerNumber, ("K1", "K2")),
        (fw.SignalNumber, ("S1", "S2")),
        (fw.DelivererName, ("Stroom", "Water")),
        (fw.HabitKind, None),
        (fw.ColumnName, ("achternaam", "postcode")),
    ],
)
def test_what_stands_in_a_list_on_a_card_has_an_order(kind: Any, values: Any) -> None:
    known = {
        fw.ExpectationCode: [e.id for e in load_expectations()],
        fw.HabitKind: list(map(str, Kind)),
    }
    low, high = sorted(values or known[kind])[:2]
    assert sorted([kind(high), kind(low)]) == [kind(low), kind(high)]
