"""What the decide page shows of a case: initials, secrecy, the household, and never the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from brp_match.cases.clocks import Terms
from brp_match.review.case_file import CaseFile
from brp_match.review.votes import State
from brp_match.web.pages import case_views
from brp_match.web.pages.queue_filter import QueueFilter

NOW = datetime(2026, 11, 10, tzinfo=UTC)
TERMS = Terms(crisis=3, case=28, end=20)


def person(rang: int, **more: Any) -> dict[str, Any]:
    return {
        "rang": rang, "persoon_id": f"p{rang}", "kans": 0.5 / rang, "geheim": 0,
        "voornamen": "Jan Pieter", "voorvoegsel": None, "geslachtsnaam": "Aardbeek",
        "partner_voorvoegsel": None, "partner_geslachtsnaam": None, "geboortedatum": "19550301",
        "opschorting_reden": None, "onderzoek_adres": None, "functie_adres": "W", "redenen": "",
        "straat": "Laan", "huisnummer": "1", "postcode": "1234AB", "woonplaats": "Stad",
        "huidig_adres": True, **more,
    }  # fmt: skip


def case(*people: dict[str, Any], **signal: Any) -> CaseFile:
    return CaseFile(
        id="ab" * 16, run_id="r", version=4, state=State.OPEN, second_look=False,
        signal={"vlp": "W", "sector": "Water", "soort_signaal": "eindelevering",
                "signaaldatum": "2026-10-20", "achternaam": "Aardbeek", **signal},
        decision={"kans_geen": 0.1, "redenen": "MEERDERE_KANDIDATEN|NAAM_GELIJK"},
        candidates=people, household=people, mine=None, model="m",
        urgent=True, signal_date="2026-10-20",
    )  # fmt: skip


def page(of: CaseFile, rang: int | None = None) -> dict[str, Any]:
    return case_views.case_page(of, case_views.candidate_shown(of, rang), NOW, TERMS)


def test_a_candidate_with_secrecy_is_said_to_be_one() -> None:
    of = case(person(1), person(2, geheim=7))
    assert page(of, rang=2)["kandidaat"] == {
        "rang": 2,
        "geheim": True,
        "bijzonder": [],
        "vorige_adressen": [],
    }
    assert page(of, rang=3)["kandidaat"]["rang"] == 1


def test_the_household_is_marked_among_the_candidates() -> None:
    of = case(
        person(1), person(2, voornamen="Joris", geboortedatum="19850300", huisnummertoevoeging="hs")
    )
    one, other = page(replace(of, household=of.candidates[1:]))["kandidaten"]
    assert (one["op_adres"], other["op_adres"]) == (False, True)
    assert (other["naam"], other["geboortedatum"]) == ("Joris Aardbeek", "19850300")
    assert other["adres"] == "Laan 1-hs 1234AB"
    assert page(of)["meer"] is False
    assert page(case(*(person(n) for n in range(1, 26))))["meer"] is True


def test_the_filter_of_the_queue_goes_along() -> None:
    chosen = QueueFilter(vlp="A & B", leeftijd="7")
    of = case(person(1))
    shown = case_views.case_page(of, of.candidates[0], NOW, TERMS, chosen)
    assert shown["zaak"]["hier"] == f"/zaak/{of.id}?vlp=A+%26+B&leeftijd=7"
    assert shown["kandidaten"][0]["href"] == f"/zaak/{of.id}?vlp=A+%26+B&leeftijd=7&inwoner=1"


def test_the_page_holds_no_chance_and_no_decision() -> None:
    shown = str(page(case(person(1, kans=0.7654), person(2))))
    assert "0.7654" not in shown
    assert "MEERDERE" not in shown
    assert "persoon_id" not in shown


def test_the_score_names_those_that_count() -> None:
    of = case(
        person(1, kans=0.7), person(2, kans=0.2), person(3, kans=0.002), person(4, kans=0.001)
    )
    score = case_views.score_of(of)
    assert [one["rang"] for one in score["inwoners"]] == [1, 2]
    assert score["anderen"] == pytest.approx(0.003)
    assert case_views.score_of(case(person(1, kans=0.001)))["anderen"] is None


def test_what_to_know_of_a_person() -> None:
    special = case_views.special(
        person(
            1, partner_voorvoegsel="van", partner_geslachtsnaam="Dorenveld", functie_adres="B",
            opschorting_reden="O", onderzoek_adres="080000", redenen="NAAM_PARTNER|ADRES_VORIG",
        )
    )  # fmt: skip
    assert special == [
        "Naam van de partner: van Dorenveld.",
        "De naam klopt met de naam van de partner of een andere vorm van de naam.",
        "Het adres is een vorig adres van deze persoon.",
        "De persoon is overleden.",
        "De BRP geeft geen datum van overlijden.",
        "Laatste adres: Laan 1 1234AB Stad.",
        "Het adres van deze persoon is in onderzoek.",
        "De persoon heeft een briefadres.",
    ]


def test_who_moved_to_another_municipality_is_said_to_have_left() -> None:
    assert case_views.special(person(1, status="vertrokken")) == [
        "De persoon woont niet meer in deze gemeente.",
        "De BRP geeft geen datum van vertrek.",
        "Adres in de BRP: Laan 1 1234AB Stad.",
    ]
    assert case_views.special(person(1, status="inwoner")) == []


NOWHERE = {"straat": None, "huisnummer": None, "postcode": None, "woonplaats": None}


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({"status": "overleden", "overlijdensdatum": "20260214"},
         ["Datum van overlijden: 14-02-2026.", "Laatste adres: Laan 1 1234AB Stad."]),
        ({"status": "overleden", "overlijdensdatum": "20260200"},
         ["Datum van overlijden: ??-02-2026.", "Laatste adres: Laan 1 1234AB Stad."]),
        ({"status": "overleden", "overlijdensdatum": "00000000", **NOWHERE},
         ["De BRP geeft geen datum van overlijden.", "De BRP geeft geen laatste adres."]),
        ({"status": "andere_gemeente", "datum_vertrek": "20260901", "gemeente": "363",
          "adres_niveau": "vorig_recent"},
         ["Datum van vertrek: 01-09-2026.", "Verlaten adres: het adres in het signaal.",
          "Adres in de BRP: Laan 1 1234AB Stad.", "Gemeente van inschrijving: 0363."]),
        ({"status": "geemigreerd", "datum_vertrek": "20260901", **NOWHERE},
         ["Datum van vertrek: 01-09-2026.", "De BRP geeft geen verlaten adres."]),
        ({"status": "vertrokken_onbekend", "adres_niveau": "vorig_lang", **NOWHERE},
         ["De BRP geeft geen datum van vertrek.", "Verlaten adres: het adres in het signaal."]),
    ],
)  # fmt: skip
def test_when_and_from_where_somebody_went_is_said_or_that_it_is_not_known(
    facts: dict[str, Any], lines: list[str]
) -> None:
    assert case_views.gone(person(1, **facts))[1:] == lines
    assert case_views.gone(person(1, status="inwoner", overlijdensdatum=None)) == []


def test_the_clock_and_no_candidate_at_all() -> None:
    shown = page(case())
    assert shown["zaak"]["dagen_over"] == 7
    assert shown["kandidaat"] is None
    assert {row["naam"] for row in shown["rijen"]} == {"Naam"}


def test_risks_that_would_tell_the_answer_are_said_in_general() -> None:
    assert case_views.risk_words(()) == []
    assert case_views.risk_words(("KANS_LAAG",)) == [case_views.RISK_OTHERWISE]
    assert case_views.risk_words(("KANS_LAAG", "MINDERJARIG")) == ["De persoon is minderjarig."]


def test_nothing_is_called_equal_that_one_side_does_not_have() -> None:
    rows = case_views.rows_of(
        {"achternaam": "Proef", "huisnummer": "3"}, {"geslachtsnaam": "Proef", "persoon_id": "p1"}
    )
    assert {row["naam"]: row["woorden"] for row in rows} == {
        "Naam": "Het signaal heeft geen voornaam. De achternaam is gelijk.", "Huisnummer": "Staat niet in de BRP.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "person", "said"),
    [
        ({"persoon_id": "P1", "redenen": "BEKEND_BIJ_SHV|NAAM_GELIJK"}, {"persoon_id": "P1"}, 1),
        ({"persoon_id": "P1", "redenen": "BEKEND_BIJ_SHV"}, {"persoon_id": "P2"}, 0),
        ({"persoon_id": "P1", "redenen": "NAAM_GELIJK"}, {"persoon_id": "P1"}, 0),
        ({"persoon_id": "", "redenen": None}, {}, 0),
    ],
)
def test_of_a_client_of_debt_counselling_is_said_what_confirming_it_does(
    decision: dict[str, Any], person: dict[str, Any], said: int
) -> None:
    assert case_views.known_client(decision, person) == [case_views.KNOWN_CLIENT] * said


def test_where_somebody_lived_before_stands_with_its_dates() -> None:
    former = [
        {"straat": "Dorpsweg", "huisnummer": "12", "huisletter": "A", "postcode": "1234 CD", "woonplaats": "Dorp",
         "datum_van": "20100400", "datum_tot": "20250403"},
        {"straat": "Zijpad", "huisnummer": "3", "postcode": "1234EF", "datum_van": None, "datum_tot": "00000000"},
    ]  # fmt: skip
    of = case(
        person(1, vorige_adressen=former),
        straatnaam="dorpsweg 12a",
        postcode="1234cd",
        huisnummer="",
    )
    shown = page(of)["kandidaat"]["vorige_adressen"]
    assert [(one["adres"], one["van"], one["tot"]) for one in shown] == [
        ("Dorpsweg 12A 1234 CD Dorp", "20100400", "20250403"), ("Zijpad 3 1234EF", "", ""),
    ]  # fmt: skip
    # spelled otherwise it is the same home
    assert [one["signaal"] for one in shown] == [True, False]
    nowhere = case(person(1, vorige_adressen=[{"straat": "Zijpad"}]))
    assert page(nowhere)["kandidaat"]["vorige_adressen"][0]["signaal"] is False
