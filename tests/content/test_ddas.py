"""Every outcome has its word, and every word is the standard's."""

from __future__ import annotations

import json

from brp_match.content import ddas_rows
from brp_match.model import Ending, Feedback
from shared_data import shared


def test_the_words_are_those_of_the_standard() -> None:
    path = shared("data/standards/ddas_vroegsignalering_1.2.json")
    words = json.loads(path.read_text(encoding="utf-8"))["EnumSignaalstatus"]
    assert sorted({row.status for row in ddas_rows().values()}) == sorted(words)
    assert {feedback.status for feedback in Feedback} <= set(words)


def test_what_the_deliverer_hears_of_each_outcome() -> None:
    said = {str(ending): row.status for ending, row in ddas_rows().items()}
    other, unjust = "Niet opgepakt: andere reden", "Niet opgepakt: onterecht signaal"
    assert said == {
        "gekoppeld": "Nog niet opgepakt", "opgepakt": "Opgepakt", "te_beoordelen": "Nog niet opgepakt",
        "bekend_bij_shv": "Inwoner al bekend bij schuldhulpverlening",
        "herhaalde_melding": "Niet opgepakt: herhaalde melding", "onder_drempel": unjust,
        "achterstand_te_jong": unjust, "achterstand_te_oud": unjust, "rechtspersoon": unjust,
        "geen_woning": other, "overleden": "Inwoner is overleden",
        "andere_gemeente": "Persoon is geen inwoner (meer) in de gemeente", "vertrokken_onbekend": other,
        "geemigreerd": other, "niet_gevonden": other, "geheim": other, "anders": other,
    }  # fmt: skip


def test_only_a_person_says_that_somebody_died_left_or_is_known() -> None:
    confirm = {ending for ending, row in ddas_rows().items() if row.confirm}
    assert confirm == {Ending.OVERLEDEN, Ending.ANDERE_GEMEENTE, Ending.BEKEND_BIJ_SHV}


def test_where_the_reason_may_not_be_given_nothing_is_ruled_otherwise() -> None:
    fixed = {ending for ending, row in ddas_rows().items() if row.fixed}
    silent = {Ending.VERTROKKEN_ONBEKEND, Ending.GEEMIGREERD, Ending.NIET_GEVONDEN, Ending.GEHEIM}
    assert silent <= fixed
