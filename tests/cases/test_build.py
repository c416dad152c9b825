"""Signals to cases: grouping, names of cases, recidive and clocks, on literal signals."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from brp_match.cases.build import age_group, build_cases
from brp_match.cases.clocks import Terms, terms_of
from brp_match.cases.facts import CaseSignal
from brp_match.cases.periods import bounds, period_of
from brp_match.cases.working_days import add_working_days, easter_sunday, is_working_day
from brp_match.policy import policy_of

cases_of = partial(build_cases, terms=Terms(crisis=3, case=28, end=20))


def signal(
    signaal_id: str, person: str = "A", day: str = "2026-11-02", **more: object
) -> CaseSignal:
    """A matched signal of 100 euros."""
    plain = CaseSignal(
        signaal_id, f"vlp {signaal_id}", "Water", "0225", person, "match" if person else "reject",
        date.fromisoformat(day) if day else None, Decimal(100),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def test_signals_of_one_resident_in_one_month_are_one_case() -> None:
    cases = cases_of([signal("1"), signal("2"), signal("3", "B"), signal("4", ""), signal("5", "")])
    found = sorted(tuple(one.signaal_id for one in case.signalen) for case in cases)
    assert found == [("1", "2"), ("3",), ("4",), ("5",)]
    (case,) = (case for case in cases if case.persoon_id == "A")
    assert case.bedrag == Decimal(200)
    assert {one.besluit for one in cases} == {"match", "reject"}
    assert len({case.zaak_id for case in cases}) == 4


def test_the_order_of_the_rows_changes_nothing() -> None:
    signals = [signal(str(n), "ABC"[n % 3], f"2026-11-{n % 9 + 1:02d}") for n in range(30)]
    shuffled = random.Random(1).sample(signals, len(signals))
    assert cases_of(signals) == cases_of(shuffled)


def test_a_case_of_another_month_is_another_case_and_recidive() -> None:
    (first,) = cases_of([signal("1", day="2026-05-31")])
    (second,) = cases_of([signal("2")], first.signalen)
    assert (second.zaken_6_maanden, second.laatste_zaak) == (1, first.zaak_id)
    assert [one.signaal_id for one in second.signalen] == ["2"]
    (too_old,) = cases_of([signal("1", day="2026-04-30")])
    (third,) = cases_of([signal("2")], too_old.signalen)
    assert (third.zaken_6_maanden, third.laatste_zaak) == (0, too_old.zaak_id)


def test_who_was_not_picked_up_before_is_no_recidive() -> None:
    (first,) = cases_of([signal("1", day="2026-10-02", besluit="reject")])
    (second,) = cases_of([signal("2")], first.signalen)
    assert (second.zaken_6_maanden, second.laatste_zaak) == (0, "")


def test_a_late_delivery_joins_the_case_that_stands() -> None:
    (first,) = cases_of([signal("9")])
    (second,) = cases_of([signal("1", day="2026-11-20")], first.signalen)
    assert second.zaak_id == first.zaak_id
    assert [one.signaal_id for one in second.signalen] == ["9", "1"]
    assert second.bedrag == Decimal(200)
    assert second.oudste_signaal == date(2026, 11, 2)
    assert second.zaken_6_maanden == 0


def test_a_signal_delivered_once_more_counts_once() -> None:
    (first,) = cases_of([signal("1")])
    (second,) = cases_of([signal("1", bedrag=Decimal(70))], first.signalen)
    assert (second.zaak_id, second.bedrag, len(second.signalen)) == (first.zaak_id, Decimal(70), 1)


def test_two_deliverers_may_number_their_signals_alike() -> None:
    (first,) = cases_of([signal("1", vlp="Stroom")])
    (second,) = cases_of([signal("1", vlp="Water")], first.signalen)
    assert (second.zaak_id, second.bedrag, len(second.signalen)) == (first.zaak_id, Decimal(200), 2)
    # about somebody else, whom nobody signalled before: another case, of another name
    (other,) = cases_of([signal("1", "B", vlp="Water")])
    assert other.zaak_id != first.zaak_id
    nobodies = cases_of([signal("1", "", vlp="Stroom"), signal("1", "", vlp="Water")])
    assert len({one.zaak_id for one in nobodies}) == 2


def test_a_signal_that_turned_out_to_be_of_somebody_else_does_not_take_the_case_along() -> None:
    (first,) = cases_of([signal("1"), signal("2")])
    stood = [replace(one, zaak_id=first.zaak_id) for one in first.signalen]
    moved = [replace(stood[0], persoon_id="B", left=True), stood[1]]
    cases = {case.persoon_id: case for case in cases_of([signal("3"), signal("4", "B")], moved)}
    assert cases["A"].zaak_id == first.zaak_id
    assert cases["B"].zaak_id != first.zaak_id
    assert [one.signaal_id for one in cases["B"].signalen] == ["1", "4"]


def test_a_case_about_nobody_goes_on_when_it_is_about_somebody_and_joins_the_one_that_stands() -> (
    None
):
    (alone,) = cases_of([signal("1", "")])
    judged = replace(alone.signalen[0], persoon_id="A", besluit="match", left=True, alone=True)
    (same,) = cases_of([signal("2", day="2026-11-09")], [judged])
    assert (same.zaak_id, len(same.signalen)) == (alone.zaak_id, 2)
    (stood,) = cases_of([signal("9")])
    (joined,) = cases_of([signal("2")], [judged, *stood.signalen])
    assert (joined.zaak_id, len(joined.signalen)) == (stood.zaak_id, 3)


def test_the_name_of_a_case_holds_nothing_of_a_person() -> None:
    (of_a,) = cases_of([signal("1", "A")])
    (of_b,) = cases_of([signal("1", "B")])
    assert of_a.zaak_id == of_b.zaak_id
    assert of_a.zaak_id.startswith("2026-11-")


def test_a_repeat_is_counted_once_and_stands_in_the_case() -> None:
    (case,) = cases_of([signal("1"), signal("2", vlp="vlp 1", besluit="reject", repeat=True)])
    assert (case.bedrag, case.besluit, len(case.signalen)) == (Decimal(100), "match", 2)


def test_the_arrears_of_a_repeat_count_where_what_it_repeats_does_not() -> None:
    """What was picked up in October stands in October's case: in November the resident owes it as well."""
    once = signal("1", vlp="Stroom", besluit="reject", repeat=True)
    again = [once, replace(once, signaal_id="2", bedrag=Decimal(80))]
    (case,) = cases_of([*again, signal("3", vlp="Water", bedrag=Decimal(30))])
    assert (case.bedragen, case.bedrag) == ({"Stroom": 100, "Water": 30}, 130)
    (alone,) = cases_of(again)
    assert (alone.bedrag, alone.besluit) == (100, "reject")


def test_of_one_contract_the_newest_signal_tells_what_is_owed() -> None:
    sent = partial(signal, vlp="Stroom", contract="77")
    grown = [
        sent("2", day="2026-11-09", bedrag=Decimal(150)),
        sent("1"),
        sent("3", contract="8", bedrag=Decimal(5)),
    ]
    (case,) = cases_of([*grown, sent("4", contract="", bedrag=Decimal(1))])
    assert (case.bedragen, len(case.signalen)) == ({"Stroom": 156}, 4)
    # paid in part since; another deliverer's customer of that number is another
    (case,) = cases_of(
        [sent("1"), sent("2", day="2026-11-09", bedrag=Decimal(40)), sent("9", vlp="Water")]
    )
    assert case.bedragen == {"Stroom": 40, "Water": 100}


def test_what_is_not_picked_up_makes_no_case_of_several_deliverers() -> None:
    low = signal("2", besluit="reject", bedrag=Decimal(3))
    (case,) = cases_of([signal("1", sector="Energie"), low])
    assert (case.vlps, case.combinatie, case.bedrag, len(case.signalen)) == (
        ("vlp 1",),
        "E",
        100,
        2,
    )
    # where nothing is picked up the case still tells what it is about
    (gone,) = cases_of([low])
    assert (gone.vlps, gone.bedrag) == (("vlp 2",), 3)


def test_a_credit_takes_nothing_off_what_is_owed() -> None:
    (case,) = cases_of([signal("1"), signal("2", bedrag=Decimal(-60))])
    assert (case.bedrag, case.bedragen["vlp 2"]) == (100, 0)


def test_a_signal_without_a_date_is_of_the_month_of_its_delivery() -> None:
    (case,) = cases_of([signal("1"), signal("2", day="")], month=date(2026, 11, 1))
    assert len(case.signalen) == 2
    (alone,) = cases_of([signal("2", day="")])
    assert alone.zaak_id.startswith("zonder-datum-")


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({}, "2026-11-30"),
        ({"crisis": True}, "2026-11-05"),
        ({"eindelevering": True, "einde": date(2026, 12, 4)}, "2026-11-06"),
        ({"eindelevering": True, "einde": date(2027, 6, 1)}, "2026-11-30"),
        ({"eindelevering": True}, "2026-11-30"),
    ],
)
def test_the_last_day_is_the_first_clock_that_ends(more: dict[str, object], day: str) -> None:
    (case,) = cases_of([signal("1", **more)])
    assert case.uiterste_dag == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({}, "2026-11-16"),
        ({"crisis": True}, "2026-11-03"),
        ({"eindelevering": True, "einde": date(2026, 11, 20)}, "2026-11-13"),
    ],
)
def test_the_policy_says_how_long_the_clocks_run(more: dict[str, object], day: str) -> None:
    policy = policy_of({"crisis_working_days": 1, "case_days": 14, "end_working_days": 5})
    (case,) = cases_of([signal("1", **more)], terms=terms_of(policy))
    assert case.uiterste_dag == date.fromisoformat(day)


def test_nothing_is_to_be_done_about_what_was_rejected() -> None:
    (case,) = cases_of([signal("1", "", crisis=True)])
    assert case.uiterste_dag is None


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2026, 11, 27), 3) == date(2026, 12, 2)
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 28), -1) == date(2026, 12, 24)
    assert easter_sunday(2026) == date(2026, 4, 5)
    assert easter_sunday(2008) == date(2008, 3, 23)
    free = [
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 14),
        date(2026, 5, 25),
    ]
    assert not any(map(is_working_day, free))
    assert not is_working_day(date(2025, 4, 26))
    # King's Day 2025 is a Saturday; the Monday after is a day of work
    assert is_working_day(date(2025, 4, 28))


@pytest.mark.parametrize(
    ("kind", "name", "first", "last"),
    [
        ("month", "2026-11", "2026-11-01", "2026-11-30"),
        ("week", "2026-W48", "2026-11-23", "2026-11-29"),
        ("quarter", "2026-K4", "2026-10-01", "2026-12-31"),
    ],
)
def test_periods(kind: str, name: str, first: str, last: str) -> None:
    assert period_of(date(2026, 11, 29), kind) == name
    assert bounds(name) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_age_has_a_group() -> None:
    assert [age_group(years) for years in (17, 18, 27, 28, 66, 67, 119)] == [
        "0-17", "18-27", "18-27", "28-66", "28-66", "67+", "67+",
    ]  # fmt: skip


def test_every_signal_stands_in_exactly_one_case_over_six_months_of_late_deliveries() -> None:
    draw = random.Random(14)
    delivered = [
        signal(f"{month}-{n}", draw.choice(["", *"ABCDEFG"]), f"2026-{month:02d}-{draw.randint(1, 28):02d}")
        for month in range(6, 12) for n in range(20)
    ]  # fmt: skip
    # a tenth comes a month late, and joins the case that stands
    late = {one.signaal_id for one in draw.sample(delivered, 12)}
    earlier: list[CaseSignal] = []
    held: dict[str, str] = {}
    for month in range(6, 13):
        now = [
            one for one in delivered
            if int(one.signaal_id.split("-")[0]) + (one.signaal_id in late) == month
        ]  # fmt: skip
        for case in cases_of(now, earlier):
            for one in case.signalen:
                assert held.setdefault(one.signaal_id, case.zaak_id) == case.zaak_id
        earlier += [replace(one, zaak_id=held[one.signaal_id]) for one in now]
    assert held.keys() == {one.signaal_id for one in delivered}
    by_case: dict[str, set[tuple[str, str]]] = {}
    for one in delivered:
        who = (one.persoon_id or one.signaal_id, f"{one.datum:%Y-%m}")
        by_case.setdefault(held[one.signaal_id], set()).add(who)
    assert {len(who) for who in by_case.values()} == {1}
