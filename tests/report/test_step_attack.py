"""A deliverer that makes up customers until a step of its card begins at one guess: what it reads, before and now.

Of people who do not exist the answer is always no. With 22 of those, 77 customers that it knows to live there and
one guess, a card told 20 or 25 of 100 dropped out, by the guess alone.
"""

from __future__ import annotations

from collections import Counter
from math import log
from random import Random
from typing import Any

import pytest

from brp_match.dutch import Month
from brp_match.model import Feedback, Reason, Sector
from brp_match.noise import TIMES, ratio, widest
from brp_match.report import firewall as fw
from brp_match.report.cards import (
    Cause,
    FieldAccuracy,
    Mend,
    MonthOutcomes,
    MunicipalityScorecard,
    Outcomes,
    Overview,
    Releasable,
    Sides,
    Split,
)
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.release_noise import Draws, key_of, with_noise
from brp_match.report.release_tables import own_outcomes, rate
from brp_match.report.statistics.funnel import funnel
from report.run_fixture import CATALOGUE, NO_POSTCODE

MINIMUM, KEYS, MONTHS = 10, 2_000, 12
ME, MAY = "Waterbedrijf Noord", Month(2026, 5)
SENT, PLACES = 100, range(20, 35)
"""Signals, and numbers of made-up customers among them that the deliverer may choose."""


def overview(made_up: int, lives_there: bool, key: bytes) -> Overview:
    """The month of a deliverer that made up customers, beside four others."""
    drop = made_up + (not lives_there)
    mine = Outcomes(SENT, SENT - drop, 0, drop)
    causes = (Cause(Reason.NIET_GEVONDEN, Feedback.NIET_OPGEPAKT, False, drop),)
    sides = Sides(Split(0, made_up, drop - made_up), made_up)
    month = MonthOutcomes(MAY, mine, causes, sides)
    everybody = MonthOutcomes(MAY, Outcomes(SENT + 200, SENT + 150 - drop, 0, drop + 50))
    mend = Mend(NO_POSTCODE, made_up, float(drop), 0.0, 1.0)
    field = FieldAccuracy("adres", (SENT - drop) / SENT, 0.5, 1.0, float(SENT), 0.0)
    own = Releasable((mend,), (field,), (month,))
    cards = tuple(
        MunicipalityScorecard(
            vlp, Sector.WATER, MAY, mine, causes, (), (mend,), 0, (field,), (month,), (), vrijgave=own
        )
        for vlp in (ME, "Stroom", "Zorg", "Huur", "Wonen")
    )  # fmt: skip
    return Overview(
        MAY, "0392", cards, funnel([]), funnel([]), (everybody,), 0, MINIMUM, sleutels=((MAY, key),)
    )


def card(made_up: int, lives_there: bool, key: bytes = b"") -> fw.VlpScorecard:
    return release(overview(made_up, lives_there, key), ReleaseOrder(ME, MAY), CATALOGUE)


def told(made_up: int, lives_there: bool, key: bytes) -> fw.Share:
    """The drop-out on the card, where its size alone decides that it is told."""
    of = overview(made_up, lives_there, key)
    month = with_noise(of.kaarten[0].releasable.maanden[0], SENT, Draws.of(of, MAY, ME))
    return rate(month.uitkomsten.uitval, month.uitkomsten.geleverd, MINIMUM)


def test_without_noise_one_number_in_five_of_made_up_customers_reads_the_guess() -> None:
    assert [n for n in PLACES if told(n, True, b"") != told(n, False, b"")] == [22, 27, 32]
    shares = [card(22, lives).maanden[-1].uitval for lives in (True, False)]
    assert shares == [fw.Rate(20, SENT, MINIMUM), fw.Rate(25, SENT, MINIMUM)]
    # and one that stands where a figure is first told
    assert told(9, True, b"") == fw.Withheld()
    assert told(9, False, b"") == fw.Rate(10, SENT, MINIMUM)


@pytest.mark.parametrize("made_up", [9, 22, 24])
def test_with_noise_a_month_hardly_helps_and_a_year_does_not_settle_it(made_up: int) -> None:
    """The reader knows the code and all but the key and the guess: it chooses what is likelier, and can do no better."""
    keys = [f"sleutel {n}".encode() for n in range(KEYS)]
    seen = [Counter(told(made_up, lives, key) for key in keys) for lives in (True, False)]
    for shown in {*seen[0], *seen[1]}:
        # nothing is told that the other answer could not have given
        often = sorted(one[shown] for one in seen)
        assert often[1] < 40 or often[0] > often[1] / 2, (shown, often)
    right = sum(max(one[shown] for one in seen) for shown in {*seen[0], *seen[1]}) / (2 * KEYS)
    assert 0.5 < right < 0.6
    assert 0.6 < _after_a_year(seen) < 0.75


def _after_a_year(seen: list[Counter[fw.Share]]) -> float:
    """How often the reader is right that repeats it for a year, every month with customers of its own."""
    weight = {shown: log((seen[0][shown] + 1) / (seen[1][shown] + 1)) for shown in seen[0] | seen[1]}  # fmt: skip
    draw, right = Random(1), 0.0
    for lives in (0, 1):
        shown, often = list(seen[lives]), list(seen[lives].values())
        for _ in range(2_000):
            says = sum(weight[one] for one in draw.choices(shown, often, k=MONTHS))
            right += 0.5 if says == 0 else (says > 0) == (lives == 0)
    return right / 4_000


@pytest.mark.parametrize("made_up", [9, 22, 27])
def test_the_card_knows_the_guess_by_draws_alone_and_by_few(
    made_up: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the draws come out alike every byte is alike: the rules of steps, minimum and hiding tell nothing beside them."""
    asked: dict[str, set[int]] = {}

    def drawn(self: Draws, what: str, count: int) -> int:
        asked.setdefault(what, set()).add(count)
        return Random(f"{self.about}{what}{seed}").randint(0, 60)

    monkeypatch.setattr(Draws, "on", drawn)
    for seed in range(4):
        cards = [card(made_up, lives, b"x") for lives in (True, False)]
        assert cards[0] == cards[1], seed
    spent = {what: max(counts) - min(counts) for what, counts in asked.items()}
    # the drop-out, what it cost by the one fault, and how often the address agrees of persons found
    assert {what: n for what, n in spent.items() if n} == {
        "uitval": 1, f"{NO_POSTCODE} uitval": 1, "adres klopt": 1,
    }  # fmt: skip


def test_the_same_month_is_told_the_same_and_another_is_not() -> None:
    """What a reader asks twice teaches nothing; keys of other registers draw otherwise."""
    cards = [card(12, True, key) for key in (b"een", b"een", b"twee", b"drie")]
    assert cards[0] == cards[1]
    assert len({repr(one) for one in cards}) > 1


def test_noise_keeps_sums_and_what_the_deliverer_counts_itself() -> None:
    causes = (
        Cause(Reason.RECHTSPERSOON, Feedback.ONTERECHT_SIGNAAL, True, 7),
        Cause(Reason.OVERLEDEN, Feedback.OVERLEDEN, True, 12),
        Cause(Reason.NIET_GEVONDEN, Feedback.NIET_OPGEPAKT, False, 20),
    )
    month = MonthOutcomes(MAY, Outcomes(130, 80, 11, 39), causes, Sides(Split(15, 14, 10), 30))
    moved = []
    for n in range(300):
        one = with_noise(month, 131, Draws(f"{n}".encode(), "x", MINIMUM))
        counts, split = own_outcomes(one), one.zijden.split if one.zijden else Split()
        o = one.uitkomsten
        assert o.geleverd <= 131
        assert min(counts.values()) >= 0
        assert counts[fw.Outcome.ONTERECHT_SIGNAAL] == 7
        assert sum(counts.values()) == o.geleverd
        assert split.terecht + split.levering + split.onze == o.uitval
        moved.append(o.uitval - 39)
    assert abs(sum(moved) / 300) < 1
    assert 0.92 < sum(abs(n) <= widest(MINIMUM) for n in moved) / 300 <= 1
    assert max(map(abs, moved)) > 8


def test_the_widest_is_what_it_says() -> None:
    for minimum in (2, 5, 10, 20):
        alpha, far = ratio(minimum), widest(minimum)
        outside = [2 * alpha ** (k + 1) / (1 + alpha) for k in (far, far - 1)]
        assert outside[0] <= 0.05 < outside[1]
    assert (TIMES, widest(10)) == (20, 10)


def test_the_key_is_that_of_the_register() -> None:
    read: list[dict[str, Any]] = [
        {"soort": "signalen", "sha256": "aa"},
        {"soort": "inwoners", "sha256": "bb"},
    ]
    key = key_of({"invoer": read})
    assert len(key) == 32
    assert key == key_of({"invoer": [{**read[0], "sha256": "cc"}, read[1]]})
    assert key != key_of({"invoer": [read[0], {**read[1], "sha256": "cc"}]})
    assert key_of({}) == b""
    assert repr(Draws(key, "x", 10)).count("key") == 0
