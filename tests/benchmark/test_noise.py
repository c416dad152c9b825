"""Counts told with noise: over many municipalities the truth, of one nothing that a reader can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import log, sqrt
from random import Random
from typing import Any

import numpy
import pytest

from benchmark.attacker import key as name_of
from benchmark.attacker import sums_of
from benchmark.federation_samples import make_cases
from brp_match.benchmark.export.cells import Cells, delivered, floors, make_cells
from brp_match.benchmark.export.file import _parsed, as_document, content_faults, schema_faults
from brp_match.benchmark.export.groups import prepared, reviewed_kinds
from brp_match.benchmark.export.noise import NOISY, with_noise
from brp_match.benchmark.export.suppression import hidden_counts
from brp_match.benchmark.merge.command import merged
from brp_match.benchmark.merge.noisy import Known, Pool, noise_limit, share, variance
from brp_match.benchmark.merge.ranges import Range
from brp_match.benchmark.merge.statistics import Unsure, heterogeneity
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.benchmark.own_data.summary import Sample
from brp_match.noise import TIMES, noise, ratio

MINIMUM = 10
WRONG = {
    "NAAM_OMGEDRAAID": 0.95,
    "GEBOORTEDATUM_STANDAARDWAARDE": 0.9,
    "VERTROKKEN": 0.03,
    "GEEN_WONING": 0.0,
}
"""How much of a cause is wrongful: nearly all or nearly nothing, so that what is small is hidden."""


def a_place(seed: int, number: int = 500, drop: float = 0.12) -> list[OwnSignal]:
    """Cases of one municipality whose causes are nearly all wrongful, or nearly none."""
    rng = Random(seed)
    return [
        replace(
            case,
            checked=Checked.WRONGFUL if rng.random() < WRONG[case.reason] else Checked.RIGHTFUL,
        )
        if case.dropped
        else case
        for case in make_cases(number, seed, drop=drop)
    ]


def counted(cases: list[OwnSignal]) -> tuple[Cells, frozenset[str], list[OwnSignal]]:
    rows = prepared(cases, MINIMUM)
    cells = make_cells(rows, reviewed_kinds(rows, Sample.RANDOM))
    hidden = hidden_counts(
        cells.table, cells.slack, MINIMUM, floors(cells, MINIMUM), delivered(cells), cells.unshown
    )
    return cells, hidden, rows


def document_of(
    cells: Cells, hidden: frozenset[str], key: bytes, place: str = "gemeente-a"
) -> dict[str, Any]:
    noisy = with_noise(cells, hidden, MINIMUM, key, ["2026-01"])
    return as_document(cells, hidden, place, MINIMUM, "exact", noisy)


@pytest.fixture(scope="module")
def places() -> list[tuple[Cells, frozenset[str], list[OwnSignal]]]:
    return [counted(a_place(seed, 300 + 90 * seed)) for seed in range(5)]


def test_noise_is_what_it_says() -> None:
    drawn = [noise(b"k" * 32, str(number), MINIMUM) for number in range(20_000)]
    assert numpy.mean(drawn) == pytest.approx(0, abs=0.15)
    assert numpy.var(drawn) == pytest.approx(variance(MINIMUM), rel=0.05)
    assert noise(b"k" * 32, "7", MINIMUM) == drawn[7]
    assert [noise(b"l" * 32, str(number), MINIMUM) for number in range(50)] != drawn[:50]
    # no count within the minimum is more than TIMES as likely, whatever is told
    assert ratio(MINIMUM) ** -MINIMUM == pytest.approx(TIMES)


def test_the_limit_of_a_sum_holds_what_it_says() -> None:
    for count in (1, 3, 40):
        sums = [
            sum(noise(b"k" * 32, f"{n}/{i}", MINIMUM) for i in range(count)) for n in range(4000)
        ]
        limit = noise_limit((MINIMUM,) * count)
        assert numpy.mean([abs(one) <= limit for one in sums]) >= 0.94
        assert numpy.mean([abs(one) <= 0.9 * limit - 1 for one in sums]) < 0.95


def test_only_what_is_withheld_is_told_with_noise(
    places: list[tuple[Cells, frozenset[str], list[OwnSignal]]],
) -> None:
    cells, hidden, _ = places[1]
    document = document_of(cells, hidden, b"k")
    assert schema_faults(document, "x") == content_faults(document, "x") == []
    told = 0
    for entry in document["groepen"]:
        for measure in entry.get("met_ruis", {}):
            assert measure in NOISY[entry["soort"]]
            assert measure not in entry["aantallen"]
            told += 1
    assert told > 5
    assert document_of(cells, hidden, b"k") == document
    assert document_of(cells, hidden, b"l") != document
    # nothing of one deliverer or one month
    assert not any(e.get("met_ruis") for e in document["groepen"] if e["soort"] in ("vlp", "maand"))


def spreads(document: Mapping[str, Any]) -> dict[str, float]:
    """The reader who lays every noisy count, every sum and every count given together: with what standard deviation
    each withheld count is known to it (least squares in the space that the sums leave), infinite where it is not.
    """
    known = {name_of(g, m) for g in document["groepen"] for m in g["aantallen"]}
    noisy = {name_of(g, m) for g in document["groepen"] for m in g.get("met_ruis", {})}
    sums = sums_of(document)
    names = sorted({n for total, parts in sums for n in (total, *parts)} - known)
    place = {name: i for i, name in enumerate(names)}
    matrix = numpy.zeros((len(sums), len(names)))
    for row, (total, parts) in enumerate(sums):
        for name, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if name in place:
                matrix[row, place[name]] += sign
    _, sizes, rows = numpy.linalg.svd(matrix)
    free = rows[int((sizes > 1e-9).sum()) :].T
    seen = free[[place[name] for name in sorted(noisy & set(place))]]
    inverse = numpy.linalg.pinv(seen.T @ seen)
    found = {}
    for name in sorted(noisy & set(place)):
        own = free[place[name]]
        found[name] = sqrt(variance(MINIMUM) * float(own @ inverse @ own))
    return found


def test_all_noisy_counts_and_sums_together_leave_a_small_count_its_range(
    places: list[tuple[Cells, frozenset[str], list[OwnSignal]]],
) -> None:
    """The 95% range of who knows everything that is told is wider than the minimum, for every count told with noise."""
    found = [
        spread
        for cells, hidden, _ in places
        for spread in spreads(document_of(cells, hidden, b"k")).values()
    ]
    assert len(found) > 30
    assert 2 * 1.96 * min(found) >= MINIMUM
    # the sums do tell something: the attack is no straw man
    assert min(found) < sqrt(variance(MINIMUM)) - 0.2


def test_planted_signals_do_not_read_an_answer() -> None:
    """A deliverer knows the outcome of all its customers but one. Its best guess from every noisy count, over 300 keys."""
    base = [one for one in a_place(3, 300) if one.vlp != "Waterbedrijf"]
    known = [one for one in a_place(4, 400, drop=0.5) if one.vlp == "Waterbedrijf"][:40]
    target = next(one for one in known if one.dropped and one.reason == "NAAM_OMGEDRAAID")
    rest = [one for one in known if one is not target]
    worlds = [
        counted([*base, *rest, replace(target, checked=checked)])
        for checked in (Checked.WRONGFUL, Checked.RIGHTFUL)
    ]
    assert worlds[0][1] == worlds[1][1], "what is hidden tells nothing here"
    names = list(with_noise(worlds[0][0], worlds[0][1], MINIMUM, b"", []))
    right = 0
    for number in range(300):
        truth = number % 2
        cells, hidden, _ = worlds[truth]
        told = with_noise(cells, hidden, MINIMUM, f"k{number}".encode(), ["2026-01"])
        score = [
            -sum(abs(told[name] - one.table.counts[name]) for name in names) for one, _, _ in worlds
        ]
        right += (score[truth] > score[1 - truth]) + 0.5 * (score[0] == score[1])
    moved = sum(worlds[0][0].table.counts[n] != worlds[1][0].table.counts[n] for n in names)
    assert moved >= 2
    # it can be no surer than the noise on the counts that move allows; a count that is given would tell it every time
    odds = ratio(MINIMUM) ** -moved
    assert right / 300 <= odds / (1 + odds)
    assert right / 300 < 0.75


def test_the_country_knows_what_no_municipality_tells(
    places: list[tuple[Cells, frozenset[str], list[OwnSignal]]],
) -> None:
    """Of every group and side the truth lies within the limits about as often as they say, and these are narrow."""
    inside = of = 0
    widths, bare = [], []
    for draw in range(4):
        exports = [
            _parsed(document_of(cells, hidden, f"{draw}-{n}".encode(), f"gemeente-{n}"))
            for n, (cells, hidden, _) in enumerate(places)
        ]
        results = merged(exports) if draw == 0 else {"families": [], **_families(exports)}
        for row in results["families"]:
            one = row["geschat"]
            if one is None or row["niet_gegeven"] or one["onterecht_van"] is None:
                continue
            truth = sum(
                case.family == row["naam"] and case.checked is Checked.WRONGFUL
                for _, _, rows in places
                for case in rows
                if case.dropped
            )
            of += 1
            inside += one["onterecht_van"] <= truth <= one["onterecht_tot"]
            widths.append(one["aandeel_tot"] - one["aandeel_van"])
            bare.append(row["aandeel_tot"] - row["aandeel_van"])
    assert of >= 10
    assert inside / of >= 0.85
    assert numpy.mean(widths) < 0.75 * numpy.mean(bare)


def _families(exports: list[Any]) -> dict[str, Any]:
    from brp_match.benchmark.merge.command import _causes
    from brp_match.benchmark.merge.ranges import Reader

    return {"families": _causes([Reader(one) for one in exports], exports, "familie")}


def test_a_share_by_hand() -> None:
    exact = Pool.of([Known(Range(30, 30)), Known(Range(10, 10))])
    whole = Pool.of([Known(Range(60, 60)), Known(Range(40, 40))])
    assert share(exact, whole) == share(exact, whole)
    assert (share(exact, whole).low, share(exact, whole).high) == (0.4, 0.4)
    noisy = Pool.of([Known(Range(30, 30)), Known(Range(0, 19), 12)])
    found = share(noisy, whole)
    # 42 ± 10, and no less than 30 nor more than 49
    assert (found.low, found.value, found.high) == (0.32, 0.42, 0.49)
    # what was neither given nor told with noise keeps its bounds
    older = Pool.of([Known(Range(30, 30)), Known(Range(0, 19))]).guess()
    assert (older.low, older.high) == (30, 49)
    # a whole with noise is less sure than one without
    loose = Pool.of([Known(Range(60, 60)), Known(Range(20, 60), 40)])
    unsure = share(noisy, loose)
    assert unsure.low < 0.33 < 0.42 < unsure.high
    assert share(Pool(), Pool()).low == 0.0


def test_limits_are_never_narrower_than_the_noise_at_a_bound() -> None:
    """A value of -6 is told of a count of 0 to 19: 0 to 4 would say more than anybody can know."""
    half = noise_limit((MINIMUM,))
    for told in (-6, -30, 0):
        found = Pool.single(Known(Range(0, 19), told)).guess()
        assert (found.value, found.low, found.high) == (0, 0, half)
    found = Pool.single(Known(Range(0, 19), 40)).guess()
    assert (found.value, found.low, found.high) == (19, 19 - half, 19)
    part, whole = Pool.single(Known(Range(0, 19), -6)), Pool.single(Known(Range(23, 23)))
    assert share(part, whole).high == half / 23


def test_a_municipality_told_with_noise_counts_in_the_spread() -> None:
    """Leaving out who withheld its small count made the typical share too high."""
    rng = Random(1)
    given, unsure, shares = [], [], []
    for _ in range(60):
        size = rng.choice((25, 40, 60))
        share_there = 1 / (1 + 2.718281828 ** -rng.gauss(-1.4, 0.3))
        wrong = sum(rng.random() < share_there for _ in range(size))
        shares.append(share_there)
        if wrong >= MINIMUM:
            given.append((wrong, size))
        else:
            told = wrong + noise(b"k" * 32, str(len(unsure)), MINIMUM)
            chances = tuple(
                ratio(MINIMUM) ** abs(told - k) if k < MINIMUM else 0.0 for k in range(size + 1)
            )
            unsure.append(Unsure(size, chances))
    without, with_them = heterogeneity(given), heterogeneity(given, unsure)
    assert without is not None
    assert with_them is not None
    truth = 1 / (1 + 2.718281828**1.4)
    assert abs(log(with_them.share / truth)) < 0.12 < log(without.share / truth)
    assert with_them.units == 60
    assert (with_them.q, with_them.df) == (without.q, without.df)


def test_small_families_are_told_by_their_side() -> None:
    """Names 18, left 14, and of others 11 with data and 12 of persons: the two are told apart, as one of each is not."""

    def cases(**numbers: int) -> list[OwnSignal]:
        made = make_cases(300, 1, drop=0.0)
        rows, place = [], 0
        for reason, number in numbers.items():
            for _ in range(number):
                rows.append(
                    replace(made[place], dropped=True, reason=reason, checked=Checked.RIGHTFUL)
                )
                place += 1
        return [*rows, *made[place:]]

    def families(**numbers: int) -> set[str]:
        return {case.family for case in prepared(cases(**numbers), MINIMUM) if case.dropped}

    named = {"NAAM_OMGEDRAAID": 18, "VERTROKKEN": 14}
    assert families(**named, GEBOORTEDATUM_TYPEFOUT=6, ADRES_VORIG=5, GEEN_WONING=7, NIET_GEVONDEN=5) == {
        "naam", "weg", "gegevens", "persoon",
    }  # fmt: skip
    # a side alone would say that there is nothing on the other
    assert families(**named, GEEN_WONING=7, NIET_GEVONDEN=6) == {"naam", "weg", "overige"}
    assert families(**named, GEBOORTEDATUM_TYPEFOUT=3, GEEN_WONING=9) == {"naam", "weg", "overige"}
    cells, _, _ = counted(
        cases(**named, ADRES_VORIG=5, GEBOORTEDATUM_TYPEFOUT=6, GEEN_WONING=7, NIET_GEVONDEN=5)
    )
    kinds = {group.name for group in cells.groups if group.kind == "familie"}
    assert kinds == {"naam", "weg", "gegevens", "persoon"}
