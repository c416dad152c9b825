"""Repeats by resident, over one delivery and over months; and what is seen without the right to secrecy."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from brp_match.decide import month
from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts, Status
from brp_match.decide.month import ToDecide, decide_month, picked_up_of
from brp_match.decide.repeats import PickUp
from brp_match.decide.rules import decide, without_secret
from brp_match.policy import load_policy, policy_of

POLICY = load_policy()
SIGNAL = SignalFacts(
    signaal_id="S2", vlp="Waterbron", sector="Water", rechtspersoon=False, onderneming=False, geen_woning=False,
    box=False, deels_geen_woning=False, zonder_geboortedatum=False, zonder_voornaam=False, kans_geen=0.001,
    kans_verwant=0.0, bedrag=212.85, signaaldatum=date(2026, 11, 2), contract="123",
)  # fmt: skip
PERSON = CandidateFacts(
    persoon_id="P1", kans=0.999, redenen=("NAAM_GELIJK",), niveaus={"adres": "gelijk"}, gewichten={},
    status=Status.INWONER, minderjarig=False, geheim=False, briefadres=False, onderzoek="", op_adres=True,
)  # fmt: skip
OCTOBER = PickUp("Waterbron", "P1", "vroegsignaal", 212.85, date(2026, 10, 2), "S1")


def decided(earlier: list[PickUp], signal: SignalFacts = SIGNAL) -> str:
    (found,), _ = decide_month([ToDecide(signal, [PERSON])], POLICY, earlier)
    return found.redenen[0] if found.besluit == "reject" else found.besluit


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "HERHAALDE_MELDING"),
        ({"bedrag": 300.0}, "HERHAALDE_MELDING"),
        ({"bedrag": 212.84}, "match"),
        ({"persoon_id": "P2"}, "match"),
        ({"vlp": "Gasbron"}, "match"),
        ({"soort": "eindelevering"}, "match"),
        ({"datum": date(2026, 9, 1)}, "HERHAALDE_MELDING"),
        ({"datum": date(2026, 8, 31)}, "match"),
        ({"datum": date(2025, 11, 2)}, "match"),
        # of the same month, another delivery: the same contract, whichever came first
        ({"datum": date(2026, 11, 3), "contract": "123"}, "HERHAALDE_MELDING"),
        ({"datum": date(2026, 11, 1), "contract": "123"}, "HERHAALDE_MELDING"),
        ({"datum": date(2026, 11, 1), "contract": "999"}, "match"),
        ({"datum": date(2026, 11, 1), "contract": "123", "bedrag": 212.0}, "match"),
        ({"datum": date(2026, 11, 1)}, "HERHAALDE_MELDING"),
        ({"datum": date(2026, 11, 1), "bedrag": 300.0}, "match"),
        ({"datum": date(2026, 12, 1), "contract": "123"}, "match"),
        # corrected: it is the signal itself
        ({"datum": date(2026, 11, 1), "contract": "123", "signaal_id": "S2"}, "match"),
        ({"datum": date(2026, 10, 1), "contract": "999", "signaal_id": "S2"}, "HERHAALDE_MELDING"),
        ({"datum": None}, "match"),
        ({"bedrag": None}, "match"),
        ({"signaal_id": "S2", "datum": date(2026, 11, 2)}, "match"),
    ],
)
def test_what_repeats_an_earlier_signal(change: dict[str, object], expected: str) -> None:
    assert decided([replace(OCTOBER, **change)]) == expected  # type: ignore[arg-type]


def test_without_an_amount_or_date_nothing_is_repeated() -> None:
    assert decided([OCTOBER], replace(SIGNAL, bedrag=None)) == "match"
    assert decided([OCTOBER], replace(SIGNAL, signaaldatum=None)) == "match"


def test_what_was_not_picked_up_is_not_repeated() -> None:
    assert decided([]) == "match"


def test_the_days_are_the_policy_s() -> None:
    short = policy_of({"repeat_within_days": 30})
    (found,), _ = decide_month([ToDecide(SIGNAL, [PERSON])], short, [OCTOBER])
    assert found.besluit == "match"
    never = policy_of({"repeat_within_days": 0})
    (found,), _ = decide_month(
        [ToDecide(SIGNAL, [PERSON])], never, [replace(OCTOBER, datum=SIGNAL.signaaldatum)]
    )
    assert found.besluit == "match"


def test_in_one_delivery_only_the_same_contract_is_a_repeat() -> None:
    first = replace(SIGNAL, signaal_id="S1")
    other = replace(SIGNAL, signaal_id="S3", contract="999", bedrag=10.0)
    none = replace(SIGNAL, signaal_id="S4", contract="", bedrag=10.0)
    cases = [ToDecide(one, [PERSON]) for one in (none, other, SIGNAL, first)]
    found, _ = decide_month(cases, POLICY)
    assert [one.besluit for one in found] == ["match", "match", "reject", "match"]
    assert found[2].redenen[0] == "HERHAALDE_MELDING"


def test_a_month_in_pieces_is_decided_as_in_one_delivery() -> None:
    draw = random.Random(14)
    month = [
        ToDecide(
            replace(
                SIGNAL, signaal_id=f"S{n:03d}", contract=draw.choice("12"), vlp=draw.choice(["Waterbron", "Gasbron"]),
                bedrag=draw.choice([50.0, 60.0, 70.0]), signaaldatum=date(2026, 11, 1 + n // 2),
            ),
            [replace(PERSON, persoon_id=draw.choice("ABC"))],
        )
        for n in range(60)
    ]  # fmt: skip
    whole, _ = decide_month(month, POLICY)
    pieces: list[str] = []
    earlier: list[PickUp] = []
    for first in range(0, 60, 20):
        part = month[first : first + 20]
        found, _ = decide_month(part, POLICY, earlier)
        pieces += [one.besluit for one in found]
        earlier += picked_up_of(part, found)
    assert pieces == [one.besluit for one in whole]
    assert 0 < pieces.count("reject") < 60
    # the last piece first: of no resident, deliverer and contract is anything picked up twice for one amount
    late, _ = decide_month(month[:20], POLICY, earlier[-len(earlier) // 3 :])
    assert sum(one.besluit == "reject" for one in late) > sum(
        one.besluit == "reject" for one in whole[:20]
    )


def test_a_repeat_of_what_was_dropped_in_the_same_delivery_is_picked_up() -> None:
    nobody = replace(SIGNAL, signaal_id="S1", kans_geen=1.0)
    found, _ = decide_month([ToDecide(nobody, []), ToDecide(SIGNAL, [PERSON])], POLICY)
    assert [one.besluit for one in found] == ["reject", "match"]


SECRET = replace(PERSON, persoon_id="G1", geheim=True, kans=0.9)


def test_without_the_right_a_secret_person_is_not_there() -> None:
    signal = replace(SIGNAL, kans_geen=0.1)
    shown, open_to_all = decide_month([ToDecide(signal, [SECRET])], POLICY)
    assert (shown[0].persoon_id, shown[0].besluit) == ("G1", "review")
    assert open_to_all[0] == decide(replace(signal, kans_geen=1.0), [], POLICY)
    assert "GEHEIMHOUDING" not in open_to_all[0].redenen


def test_the_others_get_the_share_they_would_have_had() -> None:
    signal = replace(SIGNAL, kans_geen=0.04)
    seen, others = without_secret(signal, [SECRET, replace(PERSON, kans=0.06)])
    assert seen.kans_geen == pytest.approx(0.4)
    assert [(one.persoon_id, one.kans) for one in others] == [("P1", pytest.approx(0.6))]
    sure, nobody = without_secret(replace(SIGNAL, kans_geen=1e-15), [replace(SECRET, kans=1.0)])
    assert (sure.kans_geen, nobody) == (1.0, [])


def test_where_nobody_is_secret_both_are_the_same() -> None:
    shown, open_to_all = decide_month([ToDecide(SIGNAL, [PERSON])], POLICY)
    assert shown == open_to_all


def test_what_is_left_without_a_secret_person_grows_alike() -> None:
    there = replace(PERSON, kans=0.06, op_adres=True)
    told = replace(SIGNAL, kans_geen=0.04, kans_verwant=0.02, kans_ongezien=0.005)
    seen, others = without_secret(told, [replace(SECRET, kans=0.9), there])
    found = (seen.kans_geen, seen.kans_verwant, seen.kans_ongezien, others[0].kans)
    assert found == pytest.approx((0.4, 0.2, 0.05, 0.6))
    alone, nobody = without_secret(told, [replace(SECRET, kans=1.0)])
    assert (alone.kans_geen, alone.kans_verwant, alone.kans_ongezien, nobody) == (1, 0, 0, [])


def test_only_who_has_a_candidate_with_secrecy_is_decided_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(signal: SignalFacts, *rest: object, **more: object) -> Decision:
        asked.append(signal.signaal_id)
        return decide(signal, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(month, "decide", counted)
    secret = replace(SIGNAL, signaal_id="S3", contract="9")
    cases = [ToDecide(SIGNAL, [PERSON]), ToDecide(secret, [replace(PERSON, geheim=True)])]
    shown, seen = decide_month(cases, POLICY)
    assert sorted(asked) == ["S2", "S3", "S3"]
    assert [one.besluit for one in shown] == ["match", "match"]
    assert [one.besluit for one in seen] == ["match", "reject"]


def test_of_one_month_the_earlier_day_goes_first_whatever_its_id_and_whatever_its_place() -> None:
    """The later one repeats it; without a date a signal is behind all others, and of one day the smaller id goes first."""
    days = {"S9": date(2026, 11, 2), "S2": date(2026, 11, 3), "S5": date(2026, 11, 3), "S1": None}
    for order in (["S9", "S2", "S5", "S1"], ["S1", "S5", "S2", "S9"], ["S2", "S9", "S1", "S5"]):
        cases = [
            ToDecide(replace(SIGNAL, signaal_id=name, signaaldatum=days[name]), [PERSON])
            for name in order
        ]
        found, _ = decide_month(cases, POLICY, [])
        told = {one.signaal_id: one.besluit for one in found}
        assert (told["S9"], told["S2"], told["S5"]) == ("match", "reject", "reject")
