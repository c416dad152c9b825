"""Unreadable is not absent: such a signal is never rejected as nobody, and the reason says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.decide.facts import CandidateFacts, SignalFacts, Status
from brp_match.decide.rules import decide
from brp_match.policy import load_policy

POLICY = load_policy()
NOBODY = SignalFacts(
    signaal_id="S1", vlp="Waterbron", sector="Water", rechtspersoon=False, onderneming=False, geen_woning=False,
    box=False, deels_geen_woning=False, zonder_geboortedatum=True,
    zonder_voornaam=False, kans_geen=1.0, kans_verwant=0.0,
)  # fmt: skip
PERSON = CandidateFacts(
    persoon_id="P1", kans=0.999, redenen=("NAAM_GELIJK", "ADRES_GELIJK", "GEBOORTEDATUM_ONTBREEKT"),
    niveaus={"adres": "gelijk"}, gewichten={"adres": 12.0}, status=Status.INWONER, minderjarig=False, geheim=False,
    briefadres=False, onderzoek="", op_adres=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        (("geboortedatum",), ("GEBOORTEDATUM_ONLEESBAAR",)),
        (("naam",), ("GEGEVENS_ONLEESBAAR",)),
        (("geboortedatum", "adres"), ("GEBOORTEDATUM_ONLEESBAAR", "GEGEVENS_ONLEESBAAR")),
    ],
)
@pytest.mark.parametrize("missed_resident", [1.5, 10.0, 1000.0])
def test_a_row_that_could_not_be_read_is_looked_at_whatever_the_policy(
    fields: tuple[str, ...], reasons: tuple[str, ...], missed_resident: float
) -> None:
    policy = replace(POLICY, missed_resident=missed_resident)
    assert decide(NOBODY, [], policy).besluit == "reject"
    found = decide(replace(NOBODY, onleesbaar=fields), [], policy)
    assert (found.besluit, found.persoon_id, found.redenen) == ("review", "", reasons)
    assert found.terugkoppeling == ""
    faint = decide(replace(NOBODY, onleesbaar=fields), [replace(PERSON, kans=1e-6)], policy)
    assert (faint.besluit, faint.persoon_id) == ("review", "")


def test_a_legal_person_is_rejected_as_before() -> None:
    signal = replace(NOBODY, rechtspersoon=True, onleesbaar=("geboortedatum",))
    assert decide(signal, [], POLICY).besluit == "reject"


def test_a_name_that_is_not_of_its_row_makes_nobody_a_legal_person_and_nobody_dead() -> None:
    signal = replace(NOBODY, onleesbaar=("naam",))
    assert decide(replace(signal, rechtspersoon=True), [], POLICY).besluit == "review"
    gone = replace(
        PERSON, status=Status.OVERLEDEN, op_adres=False,
        redenen=("NAAM_GELIJK", "ADRES_AFWIJKEND", "GEBOORTEDATUM_ONTBREEKT"),
    )  # fmt: skip
    assert decide(replace(signal, kans_geen=0.001), [gone], POLICY).besluit == "review"


@pytest.mark.parametrize("address", ["ADRES_AFWIJKEND", "ADRES_ONTBREEKT", "ADRES_BEDRIJF"])
def test_a_name_that_could_not_be_read_settles_nothing_alone(address: str) -> None:
    named = replace(PERSON, op_adres=False, redenen=("NAAM_GELIJK", address))
    signal = replace(NOBODY, kans_geen=0.001)
    assert decide(signal, [named], POLICY).besluit == "match"
    assert decide(replace(signal, onleesbaar=("naam",)), [named], POLICY).besluit == "review"


def test_who_died_is_found_and_no_nobody() -> None:
    signal = replace(NOBODY, kans_geen=0.001, onleesbaar=("geboortedatum",))
    found = decide(signal, [replace(PERSON, status=Status.OVERLEDEN)], POLICY)
    assert (found.besluit, found.persoon_id) == ("reject", "P1")


def test_a_match_says_that_the_date_could_not_be_read_and_that_cells_were_put_back() -> None:
    signal = replace(NOBODY, kans_geen=0.001, onleesbaar=("geboortedatum",), verschoven=True)
    found = decide(signal, [PERSON], POLICY)
    assert found.besluit == "match"
    assert found.redenen == (
        "NAAM_GELIJK", "ADRES_GELIJK", "GEBOORTEDATUM_ONLEESBAAR", "GEGEVENS_VERSCHOVEN",
    )  # fmt: skip
    assert "niet te lezen" in found.toelichting


@pytest.mark.parametrize(
    ("address", "date", "besluit"),
    [
        ("ADRES_AFWIJKEND", "GEBOORTEDATUM_ONTBREEKT", "review"), ("ADRES_AFWIJKEND", "ALLEEN_VOORLETTERS", "review"), ("ADRES_ONTBREEKT", "GEBOORTEDATUM_AFWIJKEND", "review"),
        ("ADRES_VORIG", "GEBOORTEDATUM_ONTBREEKT", "match"), ("ADRES_AFWIJKEND", "GEBOORTEDATUM_GELIJK", "match"),
    ],
)  # fmt: skip
def test_a_name_alone_is_no_match_where_something_else_could_not_be_read(
    address: str, date: str, besluit: str
) -> None:
    person = replace(PERSON, redenen=("NAAM_GELIJK", address, date), op_adres=False)
    signal = replace(NOBODY, kans_geen=0.001)
    assert decide(signal, [person], POLICY).besluit == "match"
    found = decide(replace(signal, onleesbaar=("geboortedatum",)), [person], POLICY)
    assert (found.besluit, found.persoon_id) == (besluit, "P1")
