"""The example cases of `comparators/*.yaml`, on the functions that compare."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

import pytest

from brp_match.content import load_comparators
from brp_match.link.compare import candidate, compare_candidates
from link.cases import resident, signal
from shared_data import shared

CASES = [
    (comparator.naam, number, case)
    for comparator in load_comparators()
    for number, case in enumerate(comparator.voorbeelden)
]


def level_of(naam: str, case: Mapping[str, Any]) -> str:
    """The level of a comparator for a case; a `huisgenoot` lives where the resident does."""
    fields = dict(case["signaal"])
    if naam == "voornaam" and not {"achternaam", "volledige_naam"} & fields.keys():
        fields["achternaam"] = "Proef"
    at_home = "huisgenoot" in case
    people = [resident(case["inwoner"], former=case.get("vorig"), at_home=at_home)]
    if at_home:
        people.append(resident(case["huisgenoot"], at_home=True))
    no_dwelling = "gebruik" in case and "woonfunctie" not in case["gebruik"]
    asked = signal(fields, no_dwelling=no_dwelling)
    return compare_candidates(asked, [candidate(one) for one in people])[0].ids[naam]


@pytest.mark.parametrize(
    ("naam", "case"),
    [(naam, case) for naam, _, case in CASES],
    ids=[f"{naam}-{number}" for naam, number, _ in CASES],
)
def test_case_reaches_its_level(naam: str, case: Mapping[str, Any]) -> None:
    assert level_of(naam, case) == case["niveau"], case


def test_every_comparator_has_twenty_five_cases() -> None:
    counts = {c.naam: len(c.voorbeelden) for c in load_comparators()}
    assert all(count >= 25 for count in counts.values()), counts


def test_every_level_has_a_case() -> None:
    for comparator in load_comparators():
        shown = {case["niveau"] for case in comparator.voorbeelden}
        assert {level.id for level in comparator.niveaus} - shown <= {"omgedraaid_variant"}


def test_transliteration_pairs_agree() -> None:
    """Every name of the register's own transliteration set equals its plain form."""
    path = shared("data/brp/transliteratie_paren.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        pairs = [
            (row["zonder_diakrieten"], row["met_diakrieten"]) for row in csv.DictReader(stream)
        ]
    levels = [
        level_of("achternaam", {"signaal": {"achternaam": plain}, "inwoner": {"geslachtsnaam": marked}})
        for plain, marked in pairs
    ]  # fmt: skip
    assert len(levels) == len(pairs) >= 100
    assert levels.count("gelijk") >= 0.97 * len(levels), [
        pair for pair, level in zip(pairs, levels, strict=True) if level != "gelijk"
    ]


def test_every_figure_says_where_it_comes_from() -> None:
    for comparator in load_comparators():
        for level in comparator.niveaus:
            if not level.geen_informatie:
                assert level.m_bron.endswith("."), level.id
                assert level.u_bron.endswith("."), level.id
