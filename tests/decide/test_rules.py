"""The decision: thresholds from costs, the second question, rules of the delivery; values by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.decide.facts import CandidateFacts, SignalFacts, Status
from brp_match.decide.rules import decide
from brp_match.policy import Policy, load_policy

POLICY = load_policy()

SIGNAL = SignalFacts(
    signaal_id="S1", vlp="Waterbron", sector="Water", rechtspersoon=False, onderneming=False, geen_woning=False,
    box=False, deels_geen_woning=False, adres_onbekend=False, herhaald=False, zonder_geboortedatum=False,
    zonder_voornaam=False, kans_geen=0.001, kans_verwant=0.0,
)  # fmt: skip
PERSON = CandidateFacts(
    persoon_id="P1", kans=0.999, redenen=("NAAM_GELIJK", "ADRES_GELIJK"), niveaus={"adres": "gelijk"},
    gewichten={"adres": 12.0}, status=Status.INWONER, minderjarig=False, geheim=False, briefadres=False,
    onderzoek="", op_adres=True,
)  # fmt: skip


def test_thresholds_follow_from_the_costs() -> None:
    assert POLICY.match_at == pytest.approx(1 - 1 / 50)
    assert POLICY.reject_below == pytest.approx(1 / 10)
    dearer = replace(POLICY, false_match=500.0)
    assert decide(SIGNAL, [replace(PERSON, kans=0.99)], POLICY).besluit == "match"
    assert decide(SIGNAL, [replace(PERSON, kans=0.99)], dearer).besluit == "review"


@pytest.mark.parametrize(
    ("kans", "besluit"), [(0.981, "match"), (0.979, "review"), (0.101, "review"), (0.099, "reject")]
)
def test_either_side_of_a_threshold(kans: float, besluit: str) -> None:
    signal = replace(SIGNAL, kans_geen=1 - kans)
    assert decide(signal, [replace(PERSON, kans=kans)], POLICY).besluit == besluit


def test_nobody_found() -> None:
    found = decide(replace(SIGNAL, kans_geen=1.0), [], POLICY)
    assert (found.besluit, found.persoon_id, found.redenen) == ("reject", "", ("NIET_GEVONDEN",))
    assert (found.terugkoppeling, found.terugkoppeling_status) == ("niet_opgepakt", "voorstel")


@pytest.mark.parametrize(("unseen", "besluit"), [(0.11, "review"), (0.09, "reject")])
def test_a_business_that_may_be_of_a_resident_is_looked_at(unseen: float, besluit: str) -> None:
    signal = replace(SIGNAL, kans_geen=1.0, kans_ongezien=unseen, onderneming=True)
    found = decide(signal, [], POLICY)
    assert (found.besluit, found.persoon_id) == (besluit, "")
    # who happens to come first is not shown as if the signal were about them
    faint = decide(signal, [replace(PERSON, kans=0.004)], POLICY)
    assert (faint.besluit, faint.persoon_id) == (besluit, "")


def test_a_business_without_a_name_says_so() -> None:
    signal = replace(SIGNAL, kans_geen=0.7, kans_ongezien=0.5, onderneming=True)
    found = decide(signal, [replace(PERSON, kans=0.3)], POLICY)
    assert (found.besluit, found.persoon_id) == ("review", "P1")
    assert found.redenen[:2] == ("ONVOLDOENDE_GEGEVENS", "ONDERNEMER")


@pytest.mark.parametrize(
    ("change", "besluit", "reason", "feedback"),
    [
        ({"status": Status.OVERLEDEN}, "reject", "OVERLEDEN", "overleden"),
        ({"status": Status.VERTROKKEN, "op_adres": False}, "reject", "VERTROKKEN", "geen_inwoner"),
        ({"minderjarig": True}, "review", "MINDERJARIG", ""),
        ({"onderzoek": "089999"}, "review", "ADRES_IN_ONDERZOEK", ""),
        ({"onderzoek": "080000"}, "match", "ADRES_IN_ONDERZOEK", ""),
        ({"briefadres": True}, "match", "BRIEFADRES", ""),
        ({"geheim": True}, "match", "GEHEIMHOUDING", ""),
        (
            {"niveaus": {"adres": "vorig_recent"}, "op_adres": False},
            "match",
            "VERHUISD_BINNEN_GEMEENTE",
            "",
        ),
    ],
)
def test_what_the_register_says_of_the_person(
    change: dict[str, object], besluit: str, reason: str, feedback: str
) -> None:
    found = decide(SIGNAL, [replace(PERSON, **change)], POLICY)  # type: ignore[arg-type]
    assert found.besluit == besluit
    assert reason in found.redenen
    assert found.terugkoppeling == feedback


def test_moved_within_follows_the_policy() -> None:
    moved = replace(PERSON, niveaus={"adres": "vorig_recent"}, op_adres=False)
    for setting, besluit in (("pick_up", "match"), ("review", "review"), ("reject", "reject")):
        assert decide(SIGNAL, [moved], replace(POLICY, moved_within=setting)).besluit == besluit


def test_a_legal_person_is_nobody_in_the_register() -> None:
    found = decide(replace(SIGNAL, rechtspersoon=True), [PERSON], POLICY)
    assert (found.besluit, found.persoon_id, found.kans, found.kans_geen) == (
        "reject",
        "",
        0.0,
        1.0,
    )
    assert (found.redenen, found.terugkoppeling) == (("RECHTSPERSOON",), "onterecht_signaal")


def test_a_garage_box_is_no_home_unless_somebody_lives_there() -> None:
    box = replace(SIGNAL, sector="Huur", geen_woning=True, box=True)
    elsewhere = replace(PERSON, op_adres=False, niveaus={"adres": "bedrijf"})
    assert decide(box, [elsewhere], POLICY).redenen == ("GEEN_WONING",)
    assert decide(box, [PERSON], POLICY).besluit == "match"
    assert decide(replace(box, sector="Water"), [elsewhere], POLICY).besluit == "match"
    shop = replace(box, box=False)
    assert decide(shop, [elsewhere], POLICY).besluit == "review"
    near = replace(elsewhere, niveaus={"adres": "nabij"})
    assert decide(box, [near], POLICY).besluit == "review"


def test_a_repeated_signal_is_not_picked_up_twice() -> None:
    found = decide(replace(SIGNAL, herhaald=True), [PERSON], POLICY)
    assert (found.besluit, found.terugkoppeling) == ("reject", "herhaalde_melding")
    assert found.redenen[0] == "HERHAALDE_MELDING"


def test_the_dead_do_not_count_as_somebody_to_help() -> None:
    dead = replace(PERSON, kans=0.6, status=Status.OVERLEDEN)
    alive = replace(PERSON, persoon_id="P2", kans=0.05)
    assert decide(SIGNAL, [dead, alive], POLICY).besluit == "reject"
    assert decide(SIGNAL, [dead, replace(alive, kans=0.3)], POLICY).besluit == "review"


def test_a_rival_is_named() -> None:
    found = decide(
        replace(SIGNAL, kans_geen=0.01),
        [replace(PERSON, kans=0.6), replace(PERSON, persoon_id="P2", kans=0.39)],
        POLICY,
    )
    assert found.besluit == "review"
    assert found.redenen[0] == "MEERDERE_KANDIDATEN"
    assert (found.tweede_persoon_id, found.tweede_kans) == ("P2", 0.39)


def test_the_sentence_says_at_most_four_facts_in_plain_words() -> None:
    found = decide(SIGNAL, [PERSON], POLICY)
    assert found.toelichting == "De naam is gelijk en het adres is gelijk."


def test_a_policy_is_a_policy() -> None:
    assert isinstance(POLICY, Policy)
    assert POLICY.minor_below == 18


def test_initials_that_look_like_a_legal_form() -> None:
    """`OZGUC N. V.` with a birth date may be a person; a company keeps its ground."""
    levels = {"voornaam": "voorletters", "geboortedatum": "gelijk", "adres": "gelijk"}
    signal = replace(SIGNAL, rechtspersoon=True)
    assert decide(signal, [replace(PERSON, niveaus=levels)], POLICY).besluit == "match"
    for other in (
        decide(signal, [replace(PERSON, niveaus=levels | {"voornaam": "ontbreekt"})], POLICY),
        decide(signal, [replace(PERSON, niveaus=levels | {"geboortedatum": "ontbreekt"})], POLICY),
        decide(signal, [replace(PERSON, niveaus=levels, kans=0.97)], POLICY),
        decide(replace(signal, onderneming=True), [replace(PERSON, niveaus=levels)], POLICY),
        decide(signal, [], POLICY),
    ):
        assert (other.besluit, other.redenen[0]) == ("reject", "RECHTSPERSOON")
