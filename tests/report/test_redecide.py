"""Deciding again as if one field had been right: by hand, and as a general rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.decide.facts import CandidateFacts, SignalFacts, Status
from brp_match.model import Besluit
from brp_match.policy import load_policy
from brp_match.report.redecide import USUAL, FieldWeights, KeptSignal, Known, redecide

POLICY = load_policy()
DATE = {"geboortedatum": FieldWeights(13.0, -6.0)}


def signal(none: float) -> SignalFacts:
    return SignalFacts(
        signaal_id="S-1", vlp="Waterbedrijf", sector="Water", rechtspersoon=False,
        onderneming=False, geen_woning=False, box=False, deels_geen_woning=False,
        zonder_geboortedatum=False, zonder_voornaam=False,
        kans_geen=none, kans_verwant=0.0,
    )  # fmt: skip


def known(number: int, chance: float, date: int | None, weight: float = 0.0) -> Known:
    levels = {
        "achternaam": "gelijk",
        "voornaam": "gelijk",
        "geboortedatum": "ontbreekt",
        "adres": "gelijk",
    }
    facts = CandidateFacts(
        persoon_id=f"P{number}", kans=chance, redenen=(), status=Status.INWONER,
        minderjarig=False, geheim=False, briefadres=False, onderzoek="", op_adres=True,
        niveaus=levels,
        gewichten={"achternaam": 10.0, "voornaam": 6.0, "geboortedatum": weight, "adres": 12.0},
    )  # fmt: skip
    return Known(facts, (1, 1, date, 1))


def chances(
    case: KeptSignal, weights: dict[str, FieldWeights] | None = None
) -> dict[Besluit, float]:
    (again,) = redecide([case], ["geboortedatum"], weights or DATE, POLICY)
    assert again.kansen is not None
    return dict(again.kansen)


def test_two_people_of_one_name_are_told_apart_by_a_right_date() -> None:
    case = KeptSignal(signal(0.02), (known(1, 0.49, 1), known(2, 0.49, 2)))
    # either is the person with 0.49: a right date makes it a match
    assert chances(case)[Besluit.MATCH] == pytest.approx(0.98)
    # nobody with 0.02: both differ; 0.98 * 2^-6 against 0.02 is 0.43, over the 0.1 of a reject
    assert chances(case)[Besluit.REVIEW] == pytest.approx(0.02)
    # 0.98 * 2^-12 against 0.02 is 0.012, under it
    far = chances(case, {"geboortedatum": FieldWeights(13.0, -12.0)})
    assert far[Besluit.REJECT] == pytest.approx(0.02)
    assert far[Besluit.REVIEW] == 0


def test_twins_share_the_date_so_a_right_date_tells_nothing_apart() -> None:
    case = KeptSignal(signal(0.02), (known(1, 0.49, 5), known(2, 0.49, 5)))
    again = chances(case)
    assert again[Besluit.REVIEW] == pytest.approx(1.0)
    assert again[Besluit.MATCH] == 0


def test_two_unknown_dates_in_the_register_are_not_equal() -> None:
    case = KeptSignal(signal(0.02), (known(1, 0.49, None), known(2, 0.49, None)))
    assert chances(case)[Besluit.MATCH] == pytest.approx(0.98)


def test_a_reject_comes_back_for_as_much_as_the_person_was_likely() -> None:
    case = KeptSignal(signal(0.94), (known(1, 0.06, 1),))
    again = chances(case)
    # right for the person: 0.06 * 2^13 against 0.94: odds 523, above the 0.98 of a match
    assert again[Besluit.MATCH] == pytest.approx(0.06)
    assert again[Besluit.REJECT] == pytest.approx(0.94)


def test_the_shift_is_held_against_the_threshold_of_the_policy() -> None:
    # 0.06 * 2^9 / 0.94 = odds 32.7 = 0.970: under 0.98, so still a review
    weak = {"geboortedatum": FieldWeights(9.0, -6.0)}
    again = chances(KeptSignal(signal(0.94), (known(1, 0.06, 1),)), weak)
    assert again[Besluit.REVIEW] == pytest.approx(0.06)
    strong = {"geboortedatum": FieldWeights(10.0, -6.0)}
    again = chances(KeptSignal(signal(0.94), (known(1, 0.06, 1),)), strong)
    assert again[Besluit.MATCH] == pytest.approx(0.06)


def test_a_field_that_agreed_better_than_usual_loses_nothing() -> None:
    # it agreed with weight 20 already; the usual 13 must not pull the person down
    case = KeptSignal(signal(0.5), (known(1, 0.5, 1, weight=20.0),))
    again = chances(case)
    assert again[Besluit.REVIEW] == pytest.approx(0.5)


def test_without_a_candidate_nothing_is_said() -> None:
    (again,) = redecide([KeptSignal(signal(1.0), ())], ["geboortedatum"], DATE, POLICY)
    assert again.kansen is None


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 3)), min_size=1, max_size=5),
    st.floats(0.001, 1),
    st.sampled_from([["geboortedatum"], ["adres"], ["achternaam", "voornaam"]]),
)
def test_probabilities_sum_to_one(
    parts: list[tuple[float, int]], none: float, names: list[str]
) -> None:
    total = none + sum(chance for chance, _ in parts)
    case = KeptSignal(
        signal(none / total),
        tuple(known(i, chance / total, date) for i, (chance, date) in enumerate(parts)),
    )
    (again,) = redecide([case], names, USUAL, POLICY)
    assert again.kansen is not None
    assert sum(again.kansen.values()) == pytest.approx(1.0)
    assert all(0 <= chance <= 1 + 1e-9 for chance in again.kansen.values())
