"""How often a field of a source is right: expected counts of levels per VLP, as a share with its interval."""

from __future__ import annotations

from brp_match.link.accuracy import field_accuracy
from brp_match.proportion import wilson


def test_what_a_source_has_right_and_what_it_leaves_out() -> None:
    counts = {
        ("Water", "geboortedatum", "gelijk"): 6.0,
        ("Water", "geboortedatum", "afwijkend"): 2.0,
        ("Water", "geboortedatum", "ontbreekt"): 2.0,
        ("Huur", "geboortedatum", "gelijk"): 5.0,
        ("Water", "adres", "afwijkend"): 4.0,
    }
    found = field_accuracy(["Water", "Huur", "Gas"], counts)
    interval = wilson(6.0, 8.0)
    assert found["Water"]["geboortedatum"] == {
        "schatting": 0.75, "van": round(interval.low, 4), "tot": round(interval.high, 4), "n": 8.0, "ontbreekt": 0.2,
    }  # fmt: skip
    assert found["Water"]["adres"]["schatting"] == 0.0
    assert found["Huur"]["geboortedatum"]["schatting"] == 1.0
    # of whom nothing was counted nothing is said
    assert found["Gas"]["adres"] == {
        "schatting": None, "van": 0.0, "tot": 1.0, "n": 0, "ontbreekt": None,
    }  # fmt: skip
