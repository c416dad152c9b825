"""Scores against numbers worked out by hand."""

import math

import pytest
from accuracy.measures import cost_curve, fairness

from brp_match.benchmark.curves import (
    calibration_error,
    log_loss,
    probability_pairs,
    reliability,
)
from brp_match.benchmark.scores import (
    Costs,
    candidate_recall,
    rate,
    score,
    score_groups,
)
from brp_match.benchmark.truth import Answer, AnswerOutcome, Truth, judge, outcome_of, read_truth
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit

COSTS = Costs(50, 10, 1)


def truth(number, soort, persoon="", fouten=(), herkomst="nl", vlp="Waternet", sector="Water"):
    return Truth(f"S{number}", soort, persoon, tuple(fouten), herkomst, vlp, sector)


def answer(number, besluit, persoon="", kans=None, kandidaten=None):
    return Answer(f"S{number}", Besluit(besluit), persoon, kans, kandidaten)


TRUTHS = [
    truth(1, "ter_plaatse", "A"),
    truth(2, "ter_plaatse", "B", ["gd_ontbreekt"]),
    truth(3, "verhuisd", "C", ["gd_ontbreekt", "naam_omgedraaid"], "tr"),
    truth(4, "ondernemer", "D", vlp="Gas", sector="Energie"),
    truth(5, "vertrokken", "E"),
    truth(6, "overleden", "F"),
    truth(7, "vreemde"),
    truth(8, "familielid", herkomst="tr"),
    truth(9, "garagebox", "G"),
    truth(10, "ter_plaatse", "H", herkomst="tr"),
]
ANSWERS = [
    answer(1, "match", "A", 0.99, ("A", "B")),
    answer(2, "reject", "B", 0.05, ("B",)),
    answer(3, "match", "X", 0.98, ("X",)),
    answer(4, "review", "D", 0.6, ("D",)),
    answer(5, "match", "E", 0.99, ("E",)),
    answer(6, "reject", "F", 0.9, ("F",)),
    answer(7, "match", "Y", 0.985, ("Y",)),
    answer(8, "reject", "", None, ()),
    answer(9, "reject", "G", 0.97, ("G",)),
    answer(10, "reject", "", None, ()),
]


@pytest.mark.parametrize(
    ("soort", "besluit", "persoon", "expected"),
    [
        ("ter_plaatse", "match", "A", AnswerOutcome.RIGHT_MATCH),
        ("verhuisd", "match", "B", AnswerOutcome.WRONG_PERSON),
        ("ondernemer", "reject", "A", AnswerOutcome.WRONGFUL_DROP),
        ("ondernemer", "review", "", AnswerOutcome.REVIEW),
        ("overleden", "match", "A", AnswerOutcome.LETTER_TO_GONE),
        ("overleden", "match", "B", AnswerOutcome.FALSE_MATCH),
        ("vertrokken", "reject", "A", AnswerOutcome.RIGHT_DROP),
        ("vorige_bewoner", "match", "A", AnswerOutcome.FALSE_MATCH),
        ("rechtspersoon", "reject", "", AnswerOutcome.RIGHT_DROP),
        ("garagebox", "match", "A", AnswerOutcome.FALSE_MATCH),
    ],
)
def test_each_kind_has_its_outcome(soort, besluit, persoon, expected):
    assert outcome_of(truth(1, soort, "A"), answer(1, besluit, persoon)) is expected


def test_scores_by_hand():
    scores = score(judge(TRUTHS, ANSWERS), COSTS)
    assert (scores.drop_out.count, scores.drop_out.of) == (5, 10)
    assert (scores.wrongful_drop.count, scores.wrongful_drop.of) == (2, 5)
    assert (scores.wrongful_of_drops.count, scores.wrongful_of_drops.of) == (2, 5)
    assert (scores.false_match.count, scores.false_match.of) == (3, 10)
    assert (scores.wrong_person.count, scores.wrong_person.of) == (1, 5)
    assert (scores.review.count, scores.review.of) == (1, 10)
    assert (scores.wrong_automatic.count, scores.wrong_automatic.of) == (3, 4)
    assert scores.precision_automatic == pytest.approx(0.25)
    assert scores.cost == pytest.approx((3 * 50 + 2 * 10 + 1) / 10)


def test_wilson_interval_of_the_source_report():
    # 10 of 40; Wilson (1927) worked out by hand with z = 1.959964
    ten_of_forty = rate(10, 40)
    assert ten_of_forty.low == pytest.approx(0.1419, abs=1e-4)
    assert ten_of_forty.high == pytest.approx(0.4019, abs=1e-4)
    assert rate(0, 0).value is None


def test_groups_count_a_signal_under_each_of_its_errors():
    judged = judge(TRUTHS, ANSWERS)
    by_error = score_groups(judged, "fout", COSTS)
    assert {key: s.signals for key, s in by_error.items()} == {
        "gd_ontbreekt": 2,
        "geen": 8,
        "naam_omgedraaid": 1,
    }
    assert by_error["gd_ontbreekt"].wrongful_drop.value == 0.5
    assert score_groups(judged, "sector", COSTS)["Energie"].cost == 1
    assert list(score_groups(judged, "vlp", COSTS)) == ["Gas", "Waternet"]


def test_fairness_is_a_ratio_to_the_whole():
    by_origin = {f.herkomst: f for f in fairness(judge(TRUTHS, ANSWERS), COSTS)}
    # tr: 1 of 2 residents dropped; everybody: 2 of 5
    assert by_origin["tr"].wrongful_drop_ratio == pytest.approx(1.25)
    assert by_origin["tr"].review_ratio == 0
    assert not by_origin["tr"].clear


def test_candidate_recall_counts_residents_to_be_helped():
    recall = candidate_recall(judge(TRUTHS, ANSWERS))
    assert recall is not None
    assert (recall.count, recall.of) == (3, 5)
    nothing = judge(TRUTHS[:1], [answer(1, "match", "A")])
    assert candidate_recall(nothing) is None


def test_a_lost_signal_is_an_error_not_a_score():
    with pytest.raises(BrpMatchError, match="1 signalen zonder antwoord en 1 met twee"):
        judge(TRUTHS[:2], [ANSWERS[0], ANSWERS[0]])


def test_calibration_by_hand():
    pairs = [(0.2, False), (0.2, True), (0.8, True), (0.8, True)]
    bins = reliability(pairs, 2)
    assert [(b.mean, b.observed.value) for b in bins] == [
        (pytest.approx(0.2), 0.5),
        (pytest.approx(0.8), 1.0),
    ]
    assert calibration_error(pairs, 2) == pytest.approx(0.5 * 0.3 + 0.5 * 0.2)
    expected = -(2 * math.log(0.8) + math.log(0.2) + math.log(0.8)) / 4
    assert log_loss(pairs) == pytest.approx(expected)
    assert log_loss([(1.0, False)]) == pytest.approx(-math.log(1e-6))
    assert calibration_error([]) is None
    assert log_loss([]) is None


def test_bins_have_equal_mass_and_do_not_depend_on_order():
    pairs = [(i / 100, i % 3 == 0) for i in range(100)]
    assert [b.observed.of for b in reliability(pairs)] == [10] * 10
    assert calibration_error(pairs[::-1]) == calibration_error(pairs)
    assert len(reliability([(1.0, True)] * 50)) == 1


def test_pairs_leave_out_signals_without_a_person():
    assert len(probability_pairs(judge(TRUTHS, ANSWERS))) == 8
    assert (0.98, False) in probability_pairs(judge(TRUTHS, ANSWERS))


def test_cost_curve_by_hand():
    truths = [truth(1, "ter_plaatse", "A"), truth(2, "vreemde"), truth(3, "ter_plaatse", "C")]
    answers = [
        answer(1, "match", "A", 0.999),
        answer(2, "review", "B", 0.9),
        answer(3, "review", "C", 0.3),
    ]
    points = cost_curve(judge(truths, answers), COSTS, [0, 1, 2, 3, 9])
    # without reviews: S2 matched (50), S3 rejected (10); expected losses 6, 4 and 0.05
    assert [round(p.cost * 3) for p in points] == [60, 11, 2, 3, 3]


def test_truth_file_is_checked(tmp_path):
    file = tmp_path / "waarheid.csv"
    file.write_text(
        "signaal_id;soort;persoon_id;fouten;herkomst;vlp;sector\nS1;verhuisd;A;x|y;nl;V;Huur\n"
    )
    assert read_truth(file) == [Truth("S1", "verhuisd", "A", ("x", "y"), "nl", "V", "Huur")]
    file.write_text("signaal_id;soort;persoon_id;fouten;herkomst;vlp;sector\nS1;gek;;;;;\n")
    with pytest.raises(BrpMatchError, match="onbekende soort: gek"):
        read_truth(file)
