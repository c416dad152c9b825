"""What to mend first, ranked by the drop-out and reviews a fault causes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from brp_match.database import Connection, create_table
from brp_match.dutch import Month
from brp_match.report.build import build_overview
from brp_match.report.cards import MunicipalityScorecard, Overview
from brp_match.report.checks import CheckText
from brp_match.report.mending import repaired_by
from report.run_fixture import (
    CATALOGUE,
    LEGAL,
    NO_POSTCODE,
    PLACEHOLDER,
    Vlp,
    make_run,
    validate,
)


def card_of(tmp_path: Path, *vlps: Vlp) -> MunicipalityScorecard:
    run = make_run(tmp_path / "run", Month(2026, 1), vlps)
    return build_overview(run, [], CATALOGUE, validate).kaarten[0]


def test_the_dearest_fault_stands_first(march: Overview) -> None:
    water = next(c for c in march.kaarten if c.vlp == "Waterbedrijf Noord")
    assert [m.code for m in water.verbeteren] == [PLACEHOLDER, NO_POSTCODE, LEGAL]
    for card in march.kaarten:
        costs = [m.kosten for m in card.verbeteren]
        assert costs == sorted(costs, reverse=True)


def test_drop_out_and_reviews_are_weighed_by_the_policy(march: Overview) -> None:
    """A resident without help as ten reviews; a signal that should not have been sent as one."""
    for card in march.kaarten:
        for mend in card.verbeteren:
            each = 1 if CATALOGUE[mend.code].reden else 10
            assert mend.kosten == pytest.approx(each * mend.uitval + mend.beoordeling)


def test_a_few_legal_persons_stand_after_many_reviews(tmp_path: Path) -> None:
    card = card_of(tmp_path, Vlp("Water", "Water", goed=50, standaard_twee=20, rechtspersoon=7))
    assert [m.code for m in card.verbeteren] == [PLACEHOLDER, LEGAL]
    assert card.verbeteren[1].kosten == 7


def test_a_placeholder_before_twin_candidates_costs_its_reviews(tmp_path: Path) -> None:
    card = card_of(tmp_path, Vlp("Water", "Water", goed=50, standaard_twee=20))
    (mend,) = card.verbeteren
    assert (mend.code, mend.rijen, mend.uitval) == (PLACEHOLDER, 20, 0.0)
    # each would be a match with 0.4999 + 0.4998, and a reject (so not a review) with the rest
    assert mend.beoordeling == pytest.approx(20.0, abs=0.02)


def test_a_drop_out_counts_for_as_much_as_a_resident_was_likely(tmp_path: Path) -> None:
    # many good signals of full agreement: a right date lifts 0.06 over the threshold
    card = card_of(tmp_path, Vlp("Water", "Water", goed=200, onbekend=20, standaard_weg=20))
    (mend,) = card.verbeteren
    assert mend.rijen == 20
    assert mend.uitval == pytest.approx(20 * 0.06, abs=1e-6)


def test_a_placeholder_that_did_no_harm_costs_nothing(tmp_path: Path) -> None:
    card = card_of(tmp_path, Vlp("Water", "Water", goed=50, standaard_goed=20))
    (mend,) = card.verbeteren
    assert (mend.rijen, mend.uitval, mend.beoordeling, mend.kosten) == (20, 0.0, 0.0, 0.0)


def test_a_legal_person_costs_exactly_its_own_drop_out(tmp_path: Path) -> None:
    card = card_of(tmp_path, Vlp("Stroom", "Energie", goed=50, rechtspersoon=7))
    (mend,) = card.verbeteren
    assert (mend.code, mend.rijen, mend.uitval, mend.beoordeling) == (LEGAL, 7, 7.0, 0.0)
    assert card.zonder_kandidaat == 7


def test_each_deliverer_answers_for_its_own_signals_only(tmp_path: Path) -> None:
    run = make_run(
        tmp_path / "run",
        Month(2026, 1),
        [Vlp("Stroom", "Energie", rechtspersoon=7), Vlp("Water", "Water", zonder_postcode=4)],
    )
    cards = build_overview(run, [], CATALOGUE, validate).kaarten
    assert [[(m.code, m.rijen) for m in c.verbeteren] for c in cards] == [
        [(LEGAL, 7)],
        [(NO_POSTCODE, 4)],
    ]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("geboortedatum",), ("geboortedatum",)),
        (("volledige_naam",), ("achternaam", "voornaam")),
        (("postcode", "voornamen"), ("voornaam", "adres")),
        (("bedrag", "telefoon"), ()),
    ],
)
def test_columns_map_to_what_would_agree(
    columns: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert repaired_by(columns) == expected


def test_a_missing_street_costs_nothing_where_the_postcode_settles_the_address(
    tmp_path: Path,
) -> None:
    run = make_run(
        tmp_path / "run",
        Month(2026, 1),
        [Vlp("Water", "Water", goed=200, standaard_weg=12, zonder_postcode=8)],
    )

    def rule(runs: Sequence[Connection]) -> None:
        """Every signal of the made-up run is without a street."""
        (con,) = runs
        create_table(
            con,
            "bevindingen",
            "SELECT 'STRAAT_ONTBREEKT' AS code, vlp, bron, regel, signaal_id FROM signalen",
        )
        create_table(
            con,
            "bevindingen_telling",
            "SELECT 'STRAAT_ONTBREEKT' AS code, vlp, count(*) AS noemer, count(*) AS teller "
            "FROM signalen GROUP BY vlp",
        )

    text = CheckText("STRAAT_ONTBREEKT", "Straat", "Geen straat", "compleetheid", "fout", "Vul in.", ("straatnaam",), None, "", True)  # fmt: skip
    (card,) = build_overview(run, [], {text.code: text}, rule).kaarten
    (mend,) = card.verbeteren
    # only the 8 in review without a postcode: each was the person with 0.6, else nobody
    assert (mend.rijen, mend.uitval) == (225, 0.0)
    assert 0 < mend.beoordeling <= 8


def test_one_of_ten_is_no_failure_of_a_norm_of_a_tenth() -> None:
    from brp_match.report.judged import may_be_chance

    assert may_be_chance(1, 10, 0.05)  # P(1 or more of 10) = 0.40
    assert may_be_chance(2, 10, 0.05)  # 0.086
    assert not may_be_chance(3, 10, 0.05)  # 0.012
    assert not may_be_chance(90, 1000, 0.05)
    assert not may_be_chance(1, 1000, 0.0)
