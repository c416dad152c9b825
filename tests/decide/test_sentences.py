"""What is said of a decision is true to the comparison that was made: a level says it in its own words."""

from __future__ import annotations

import pytest

from brp_match.content import load_comparators
from brp_match.decide.sentences import explain, level_sentences
from brp_match.link.reasons import reasons
from brp_match.model import Besluit, Reason

FACTS = {
    "voorvoegsel_gelijk": True, "een_naam": False, "diakrieten_weg": False, "verder_anders": False,
    "deel_anders": False,
}  # fmt: skip
LEVELS = [(one.naam, level) for one in load_comparators() for level in one.by_id]
SAID = {
    ("adres", "straat_gelijk"): "Straat en nummer zijn gelijk; de postcode is anders of ontbreekt.",
    ("adres", "toevoeging_ontbreekt"): "Straat en nummer zijn gelijk; de huisletter of toevoeging ontbreekt.",
    ("adres", "vorig_recent"): "Het is een adres waar deze persoon tot kort geleden woonde.",
    ("geboortedatum", "dag_maand_gelijk"): "Dag en maand zijn gelijk, het jaar is anders.",
    ("geboortedatum", "deels"): "Het geboortejaar is gelijk, maar dag of maand niet.",
    ("geboortedatum", "onvolledig_past"): "Van de geboortedatum is maar een deel bekend; dat deel past.",
    ("geboortedatum", "leeftijd_past"): "Er staat een leeftijd in plaats van een geboortedatum, en die past.",
    ("achternaam", "deel"): "Een deel van de achternaam is gelijk.",
    ("voornaam", "voorletters_deels"): "De voorletters passen voor een deel.",
}  # fmt: skip


@pytest.mark.parametrize(("pair", "said"), SAID.items())
def test_a_level_says_its_own_sentence(pair: tuple[str, str], said: str) -> None:
    name, level = pair
    (code,) = next(one for one in load_comparators() if one.naam == name).by_id[level].redenen
    assert explain(Besluit.MATCH, [code], levels={name: level}) == said
    assert explain(Besluit.MATCH, [code]) == Reason[code].sentence


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_every_code_of_a_level_is_said_by_the_level_or_by_the_code(name: str, level: str) -> None:
    told = next(one for one in load_comparators() if one.naam == name).by_id[level]
    own = level_sentences({name: level})
    for code in told.redenen:
        expected = told.zin if len(told.redenen) == 1 else Reason[code].sentence
        assert own.get(Reason[code], Reason[code].sentence) == expected


def test_a_code_that_two_levels_bring_is_said_by_the_code() -> None:
    levels = {"achternaam": "deel", "voornaam": "variant"}
    assert level_sentences(levels) == {}
    said = explain(Besluit.MATCH, ["NAAM_SCHRIJFWIJZE"], levels=levels)
    assert said == "De naam is iets anders of niet helemaal geschreven."


@pytest.mark.parametrize(
    ("surname", "codes"),
    [("gelijk", ("ALLEEN_ACHTERNAAM",)), ("geen", ("ALLEEN_ACHTERNAAM",)), ("ontbreekt", ())],
)
def test_a_signal_without_any_name_does_not_have_only_a_surname(
    surname: str, codes: tuple[str, ...]
) -> None:
    given = next(one for one in load_comparators() if one.naam == "voornaam")
    assert reasons(given, {"voornaam": "ontbreekt", "achternaam": surname}, FACTS) == codes


def test_every_code_has_a_sentence_of_its_own() -> None:
    said = [code.sentence for code in Reason]
    assert len(set(said)) == len(said)
    assert all(one[0].isupper() and one.endswith(".") for one in said)
