"""What is known of the delivery beside a signal, and the municipality that a decision is of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.decide.assemble import _marked, _municipality
from brp_match.decide.grounds import CLEAR
from brp_match.decide.month import ToDecide
from brp_match.decide.rules import decide
from brp_match.delivery.profile import Marks
from brp_match.policy import load_policy
from decide.test_rules import PERSON, SIGNAL

POLICY = load_policy()


def test_a_signal_is_marked_with_what_is_known_beside_it() -> None:
    plain = _marked(SIGNAL, {"S2": Marks(("naam",), True)}, ["S2"], ["S2"])
    assert plain == SIGNAL
    told = _marked(SIGNAL, {"S1": Marks(("naam", "adres"), True)}, ["S1"], ["S1"])
    assert told == replace(
        SIGNAL, client=True, kans_ongezien=CLEAR, onleesbaar=("naam", "adres"), verschoven=True
    )
    likelier = replace(SIGNAL, kans_ongezien=CLEAR + 0.1)
    assert _marked(likelier, {}, ["S1"], []) == likelier


HERE = replace(PERSON, gemeente="0363")
THERE = replace(PERSON, persoon_id="P2", gemeente="0518")


@pytest.mark.parametrize(
    ("signal", "candidates", "own", "found"),
    [
        # sent to one: that one, whoever was found
        ("0518", [HERE], ["0363", "0518"], "0518"), ("0999", [HERE], ["0363"], "0999"),
        # the resident found
        ("", [THERE, HERE], ["0363", "0518"], "0363"),
        # a resident of elsewhere: who lives at the address
        ("", [HERE, THERE], ["0518", "0599"], "0518"),
        # nobody found: one home at the address, and not of a person with secrecy
        ("", [THERE], ["0363", "0518"], "0518"), ("", [replace(THERE, geheim=True)], ["0363", "0518"], ""),
        ("", [replace(THERE, op_adres=False)], ["0363", "0518"], ""),
        ("", [THERE, replace(THERE, persoon_id="P3", gemeente="0363")], ["0363", "0518"], ""),
        ("", [], ["0363"], "0363"), ("", [], ["0363", "0518"], ""), ("", [], [], ""),
    ],
)  # fmt: skip
def test_a_decision_is_of_one_municipality_or_of_none_that_is_known(
    signal: str, candidates: list, own: list[str], found: str
) -> None:
    case = ToDecide(replace(SIGNAL, gemeente=signal), candidates)
    decision = replace(decide(SIGNAL, [HERE], POLICY), persoon_id="P1")
    assert _municipality(case, decision, own) == found
