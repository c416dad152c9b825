"""The decision: thresholds from costs, the second question, rules of the delivery; values by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.decide.facts import CandidateFacts, SignalFacts, Status
from brp_match.decide.feedback import going_out
from brp_match.decide.rules import decide
from brp_match.decide.sentences import HOUSEHOLD
from brp_match.policy import load_policy, policy_of

POLICY = load_policy()

SIGNAL = SignalFacts(
    signaal_id="S1", vlp="Waterbron", sector="Water", rechtspersoon=False, onderneming=False, geen_woning=False,
    box=False, deels_geen_woning=False, zonder_geboortedatum=False,
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


def test_many_who_fit_alike_are_somebody_though_few_of_them_are_kept() -> None:
    signal = replace(SIGNAL, kans_geen=0.00001)
    kept = [replace(PERSON, kans=0.004, persoon_id=f"P{n}") for n in range(20)]
    found = decide(signal, kept, POLICY)
    assert (found.besluit, found.redenen[0]) == ("review", "MEERDERE_KANDIDATEN")
    nobody = replace(SIGNAL, kans_geen=0.92)
    assert decide(nobody, kept, POLICY).besluit == "reject"


def test_nobody_found() -> None:
    found = decide(replace(SIGNAL, kans_geen=1.0), [], POLICY)
    assert (found.besluit, found.persoon_id, found.redenen) == ("reject", "", ("NIET_GEVONDEN",))
    assert (found.kans, found.kans_geen, found.tweede_persoon_id, found.tweede_kans) == (
        0,
        1,
        "",
        0,
    )
    assert (found.terugkoppeling, found.terugkoppeling_status) == ("niet_opgepakt", "volgens_regel")
    assert found.ddas_status == "Niet opgepakt: andere reden"


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
        ({"status": Status.ANDERE_GEMEENTE}, "reject", "VERHUISD_ANDERE_GEMEENTE", "geen_inwoner"),
        ({"status": Status.GEEMIGREERD}, "reject", "VERTROKKEN", "niet_opgepakt"),
        ({"status": Status.VERTROKKEN_ONBEKEND}, "reject", "VERTROKKEN_ONBEKEND", "niet_opgepakt"),
        ({"status": Status.NIET_BIJGEHOUDEN}, "review", "VERTROKKEN", ""),
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


STRANGER = replace(PERSON, kans=0.001, niveaus={"achternaam": "geen"}, op_adres=False)


def test_a_legal_person_is_nobody_in_the_register() -> None:
    signal = replace(SIGNAL, rechtspersoon=True)
    found = decide(signal, [STRANGER], POLICY)
    said = (found.besluit, found.persoon_id, found.kans, found.kans_geen)
    assert said == ("reject", "", 0.0, 1.0)
    assert (found.redenen, found.terugkoppeling) == (("RECHTSPERSOON",), "onterecht_signaal")
    other = replace(POLICY, legal_person_status="andere_reden")
    assert decide(signal, [STRANGER], other).ddas_status == "Niet opgepakt: andere reden"


@pytest.mark.parametrize(
    ("levels", "at_address", "besluit"),
    [
        ({"achternaam": "deel"}, True, "review"),
        ({"achternaam": "gelijk", "geboortedatum": "gelijk"}, False, "review"),
        ({"achternaam": "deel", "geboortedatum": "ontbreekt"}, False, "reject"),
        ({"achternaam": "geen", "geboortedatum": "gelijk"}, True, "reject"),
    ],
)
def test_who_may_be_liable_for_a_legal_person_is_looked_at(
    levels: dict[str, str], at_address: bool, besluit: str
) -> None:
    signal = replace(SIGNAL, rechtspersoon=True)
    named = replace(PERSON, kans=0.3, niveaus=levels, op_adres=at_address)
    found = decide(signal, [named], POLICY)
    assert (found.besluit, found.redenen[0]) == (besluit, "RECHTSPERSOON")
    assert decide(signal, [named], replace(POLICY, legal_person="reject")).besluit == "reject"


def test_a_garage_box_is_no_home_unless_somebody_lives_there() -> None:
    box = replace(SIGNAL, sector="Huur", geen_woning=True, box=True)
    elsewhere = replace(PERSON, op_adres=False, niveaus={"adres": "bedrijf"})
    found = decide(box, [elsewhere], POLICY)
    assert (found.redenen, found.ddas_status) == (("GEEN_WONING",), "Niet opgepakt: andere reden")
    ruled = replace(POLICY, garage_box_status="onterecht_signaal")
    assert decide(box, [elsewhere], ruled).terugkoppeling == "onterecht_signaal"
    assert decide(box, [PERSON], POLICY).besluit == "match"
    assert decide(replace(box, sector="Water"), [elsewhere], POLICY).besluit == "match"
    shop = replace(box, box=False)
    assert decide(shop, [elsewhere], POLICY).besluit == "review"
    near = replace(elsewhere, niveaus={"adres": "nabij"})
    assert decide(box, [near], POLICY).besluit == "review"
    # rent without a house number, where there are boxes
    unnumbered = replace(SIGNAL, sector="Huur", deels_geen_woning=True)
    assert (
        decide(unnumbered, [replace(elsewhere, niveaus={"adres": "ontbreekt"})], POLICY).besluit
        == "review"
    )


def test_a_box_that_only_the_signal_names_counts_too() -> None:
    box = replace(SIGNAL, sector="Huur", box_genoemd=True)
    elsewhere = replace(PERSON, op_adres=False, niveaus={"adres": "afwijkend"})
    assert decide(box, [elsewhere], POLICY).redenen == ("GEEN_WONING",)
    assert decide(box, [], POLICY).redenen == ("GEEN_WONING",)
    home = replace(PERSON, niveaus={"adres": "toevoeging_afwijkend"})
    assert decide(box, [home], POLICY).besluit == "review"
    assert decide(box, [PERSON], POLICY).besluit == "match"
    assert decide(replace(box, sector="Energie"), [elsewhere], POLICY).besluit == "match"


@pytest.mark.parametrize(
    ("amount", "days", "reason"),
    [
        (49.99, 60, "ONDER_DREMPEL"),
        (50.0, 29, "ACHTERSTAND_TE_JONG"),
        (50.0, 101, "ACHTERSTAND_TE_OUD"),
        (50.0, 30, None),
        (50.0, 100, None),
        (None, None, None),
    ],
)
def test_too_little_too_young_too_old(
    amount: float | None, days: int | None, reason: str | None
) -> None:
    policy = policy_of({"threshold": {"Water": 50}, "arrears_days": {"Water": [30, 100]}})
    signal = replace(SIGNAL, bedrag=amount, achterstand_dagen=days)
    found = decide(signal, [PERSON], policy)
    if reason is None:
        assert found.besluit == "match"
    else:
        assert (found.besluit, found.redenen[0], found.persoon_id) == ("reject", reason, "P1")
        assert (found.ddas_status, found.terugkoppeling_status) == (
            "Niet opgepakt: onterecht signaal",
            "volgens_regel",
        )
    assert decide(signal, [PERSON], POLICY).besluit == "match"
    assert decide(replace(signal, sector="Huur"), [PERSON], policy).besluit == "match"


def test_the_threshold_of_a_deliverer_goes_before_that_of_its_sector_and_is_told() -> None:
    policy = policy_of(
        {"threshold": {"Water": 50}, "threshold_vlp": {"Vitaal  Water": 75.5, "Bron": 0}}
    )

    def said(amount: float, vlp: str, sector: str = "Water") -> str:
        found = decide(replace(SIGNAL, bedrag=amount, vlp=vlp, sector=sector), [PERSON], policy)
        return found.toelichting if found.redenen[0] == "ONDER_DREMPEL" else found.besluit

    own = (
        "Het bedrag is lager dan de drempel van de gemeente voor deze vastelastenpartner (€ 75,50)."
    )
    assert said(75, "vitaal water").startswith(own)
    assert said(75, "vitaal water", "Energie").startswith(own)
    assert said(75.5, "vitaal water") == "match"
    # a threshold of nothing holds against that of the sector
    assert said(10, "Bron") == "match"
    assert said(49, "Ander").startswith(
        "Het bedrag is lager dan de drempel van de gemeente voor deze sector (€ 50,00)."
    )
    everywhere = policy_of({"threshold": 50})
    found = decide(replace(SIGNAL, bedrag=49), [PERSON], everywhere)
    assert "de gemeente voor alle sectoren (€ 50,00)." in found.toelichting


def test_what_could_not_be_read_is_no_proof_that_nobody_is_there() -> None:
    unread = replace(SIGNAL, kans_geen=1.0, onleesbaar=("naam",))
    found = decide(unread, [], POLICY)
    assert (found.besluit, found.redenen) == ("review", ("GEGEVENS_ONLEESBAAR",))
    assert found.ddas_status == "Nog niet opgepakt"
    free = policy_of({"missed_resident": 1.1, "review": 1.0})
    assert decide(unread, [STRANGER], free).besluit == "review"
    # who died is somebody
    dead = replace(PERSON, status=Status.OVERLEDEN)
    assert decide(replace(unread, kans_geen=0.001), [dead], POLICY).redenen[0] == "OVERLEDEN"


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in (Status.INWONER, Status.ONBEKEND)]
)
def test_of_who_has_secrecy_the_deliverer_hears_no_reason(status: Status) -> None:
    found = decide(SIGNAL, [replace(PERSON, geheim=True, status=status)], POLICY)
    if found.besluit == "reject":
        assert (found.ddas_status, found.terugkoppeling_status) == (
            "Niet opgepakt: andere reden",
            "volgens_regel",
        )
    else:
        assert found.ddas_status == "Nog niet opgepakt"


def test_secrecy_goes_before_every_ground() -> None:
    policy = policy_of({"threshold": 1000, "moved_within": "reject"})
    secret = replace(PERSON, geheim=True)
    little = decide(replace(SIGNAL, bedrag=3.0), [secret], policy)
    again = decide(SIGNAL, [secret], policy, picked_up=True)
    moved = decide(SIGNAL, [replace(secret, niveaus={"adres": "vorig_lang"})], policy)
    for found in (little, again, moved):
        assert (found.besluit, found.ddas_status) == ("reject", "Niet opgepakt: andere reden")


def test_who_died_and_who_moved_to_another_municipality_is_proposed_only() -> None:
    for status in (Status.OVERLEDEN, Status.ANDERE_GEMEENTE):
        found = decide(SIGNAL, [replace(PERSON, status=status)], POLICY)
        assert found.terugkoppeling_status == "voorstel"
        assert going_out(found.ddas_status, found.terugkoppeling_status) == "Nog niet opgepakt"
    ruled = policy_of({"ddas_status": {"overleden": "andere_reden"}})
    found = decide(SIGNAL, [replace(PERSON, status=Status.OVERLEDEN)], ruled)
    assert (found.terugkoppeling, found.terugkoppeling_status) == ("niet_opgepakt", "volgens_regel")


def test_the_household_of_who_died_is_pointed_at() -> None:
    dead = replace(PERSON, status=Status.OVERLEDEN)
    widow = replace(PERSON, persoon_id="P2", kans=0.0001)
    assert decide(SIGNAL, [dead, widow], POLICY).toelichting.endswith(HOUSEHOLD)
    assert HOUSEHOLD not in decide(SIGNAL, [dead], POLICY).toelichting
    gone = replace(widow, status=Status.GEEMIGREERD)
    assert HOUSEHOLD not in decide(SIGNAL, [dead, gone], POLICY).toelichting


def test_known_to_debt_counselling_is_confirmed_by_a_person() -> None:
    known = replace(PERSON, bekend_bij_shv=True)
    found = decide(SIGNAL, [known], POLICY)
    assert (found.besluit, found.redenen[0]) == ("review", "BEKEND_BIJ_SHV")
    assert decide(SIGNAL, [known], replace(POLICY, shv="ignore")).besluit == "match"


def test_a_repeated_signal_is_not_picked_up_twice() -> None:
    found = decide(SIGNAL, [PERSON], POLICY, picked_up=True)
    assert (found.besluit, found.terugkoppeling) == ("reject", "herhaalde_melding")
    assert found.ddas_status == "Niet opgepakt: herhaalde melding"
    assert found.redenen[0] == "HERHAALDE_MELDING"
    # who it is must be sure first
    unsure = decide(SIGNAL, [replace(PERSON, kans=0.6)], POLICY, picked_up=True)
    assert unsure.besluit == "review"


def test_the_dead_do_not_count_as_somebody_to_help() -> None:
    signal = replace(SIGNAL, kans_geen=0.35)
    dead = replace(PERSON, kans=0.6, status=Status.OVERLEDEN)
    alive = replace(PERSON, persoon_id="P2", kans=0.05)
    assert decide(signal, [dead, alive], POLICY).besluit == "reject"
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


@pytest.mark.parametrize(
    ("change", "surname", "code", "holds"),
    [
        ({"houders": 2}, "gelijk", "MEDEHOUDER", True), ({"houders": 2}, "geen", "MEDEHOUDER", False), ({"houders": 1}, "gelijk", "MEDEHOUDER", False),
        ({"bewind": True}, "gelijk", "BEWIND", True), ({}, "gelijk", "BEWIND", False),
    ],
)  # fmt: skip
def test_who_else_the_signal_names(
    change: dict[str, int | bool], surname: str, code: str, holds: bool
) -> None:
    person = replace(PERSON, niveaus={"achternaam": surname, "adres": "gelijk"})
    found = decide(replace(SIGNAL, **change), [person], POLICY)
    assert (found.besluit, code in found.redenen) == ("match", holds)


def test_who_names_heirs_is_looked_at_however_likely_the_resident() -> None:
    found = decide(replace(SIGNAL, erven=True), [PERSON], POLICY)
    assert (found.besluit, found.persoon_id) == ("review", "P1")
    assert "HUISGENOOT_MOGELIJK" in found.redenen


@pytest.mark.parametrize(
    ("level", "dated", "besluit"),
    [
        ("ontbreekt", False, "review"), ("ontbreekt", True, "match"), ("gelijk", False, "match"),
        ("geen", False, "review"), ("geen", True, "match"), ("deel", False, "match"),
    ],
)  # fmt: skip
def test_an_address_alone_is_no_ground_for_a_letter(level: str, dated: bool, besluit: str) -> None:
    signal = replace(SIGNAL, zonder_geboortedatum=not dated)
    person = replace(PERSON, niveaus={"achternaam": level, "adres": "gelijk"})
    found = decide(signal, [person], POLICY)
    assert found.besluit == besluit
    assert ("ONVOLDOENDE_GEGEVENS" in found.redenen) is (besluit == "review")
