"""What a judgement makes of a decision: who it is first, then what the BRP says of that person."""

from __future__ import annotations

from typing import Any

import pytest

from brp_match.model import Besluit
from brp_match.policy import load_policy, policy_of
from brp_match.review.after import Result, after_review
from brp_match.review.judge import risks
from brp_match.review.votes import Ground, Verdict, Vote

POLICY = load_policy()
OTHER = "Niet opgepakt: andere reden"
REVIEW = {"besluit": "review", "redenen": "MEERDERE_KANDIDATEN", "terugkoppeling": ""}


def vote(outcome: Verdict, person: str = "p1") -> Vote:
    return Vote(1, "anna", outcome, person if outcome is Verdict.DEZELFDE_PERSOON else "")


def person(**changes: Any) -> dict[str, Any]:
    return {
        "persoon_id": "p1",
        "status": "inwoner",
        "adres_niveau": "gelijk",
        "huidig_adres": True,
    } | changes


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("inwoner", ("match", "p1", "", "")),
        ("onbekend", ("match", "p1", "", "")),
        ("overleden", ("reject", "p1", "overleden", "bevestigd")),
        ("andere_gemeente", ("reject", "p1", "geen_inwoner", "bevestigd")),
        ("geemigreerd", ("reject", "p1", "niet_opgepakt", "volgens_regel")),
        ("vertrokken_onbekend", ("reject", "p1", "niet_opgepakt", "volgens_regel")),
        ("vertrokken", ("reject", "p1", "niet_opgepakt", "volgens_regel")),
    ],
)
def test_who_died_or_left_is_not_picked_up(status: str, expected: tuple[str, ...]) -> None:
    found = after_review(vote(Verdict.DEZELFDE_PERSOON), REVIEW, person(status=status), POLICY)
    assert found is not None
    assert (
        found.besluit,
        found.persoon_id,
        found.terugkoppeling,
        found.terugkoppeling_status,
    ) == expected


def test_who_moved_within_the_municipality_is_picked_up_unless_the_policy_says_otherwise() -> None:
    moved = person(adres_niveau="vorig_recent", huidig_adres=False)
    told = [
        after_review(
            vote(Verdict.DEZELFDE_PERSOON), REVIEW, moved, policy_of({"moved_within": policy})
        )
        for policy in ("pick_up", "review", "reject")
    ]
    assert [one.besluit for one in told if one] == ["match", "match", "reject"]
    assert told[2] == Result(Besluit.REJECT, "p1", "niet_opgepakt", "volgens_regel", OTHER)


@pytest.mark.parametrize("code", ["", "overleden", "geen_inwoner"])
def test_nobody_of_these_tells_nothing_about_a_person(code: str) -> None:
    decision = {"besluit": "reject", "redenen": "OVERLEDEN|NAAM_GELIJK", "terugkoppeling": code}
    found = after_review(vote(Verdict.GEEN_VAN_DEZE), decision, None, POLICY)
    assert found == Result(Besluit.REJECT, "", "niet_opgepakt", "volgens_regel", OTHER)


def test_nobody_of_these_keeps_what_the_delivery_itself_says() -> None:
    decision = {
        "besluit": "reject",
        "redenen": "RECHTSPERSOON",
        "terugkoppeling": "onterecht_signaal",
    }
    found = after_review(vote(Verdict.GEEN_VAN_DEZE), decision, None, POLICY)
    assert found is not None
    assert found.terugkoppeling == "onterecht_signaal"


@pytest.mark.parametrize(
    ("ground", "home", "changes"),
    [
        ("HERHAALDE_MELDING", True, False),
        ("GEEN_WONING", False, False),
        ("GEEN_WONING", True, True),
        ("RECHTSPERSOON", False, True),
        ("ONDER_DREMPEL", True, False),
        ("ACHTERSTAND_TE_OUD", True, False),
        ("NIET_GEVONDEN", False, True),
    ],
)
def test_knowing_the_person_overturns_only_rejects_about_the_person(
    ground: str, home: bool, changes: bool
) -> None:
    decision = {"besluit": "reject", "redenen": f"{ground}|NAAM_GELIJK", "persoon_id": "p1"}
    found = after_review(
        vote(Verdict.DEZELFDE_PERSOON), decision, person(huidig_adres=home), POLICY
    )
    assert (found is not None and found.besluit == "match") is changes


def test_somebody_else_than_was_picked_up_before_is_no_repeat() -> None:
    decision = {"besluit": "reject", "redenen": "HERHAALDE_MELDING", "persoon_id": "p9"}
    found = after_review(vote(Verdict.DEZELFDE_PERSOON), decision, person(), POLICY)
    assert found is not None
    assert found.besluit == "match"


def test_a_legal_person_that_no_resident_is_liable_for_is_told_as_the_policy_says() -> None:
    decision = {"besluit": "review", "redenen": "RECHTSPERSOON|NAAM_SCHRIJFWIJZE"}
    for word, told in (
        ("onterecht_signaal", "onterecht_signaal"),
        ("andere_reden", "niet_opgepakt"),
    ):
        policy = policy_of({"legal_person_status": word})
        found = after_review(vote(Verdict.GEEN_VAN_DEZE), decision, None, policy)
        assert found is not None
        assert found.terugkoppeling == told


@pytest.mark.parametrize("status", ["overleden", "andere_gemeente"])
def test_of_who_has_secrecy_nothing_is_told_whoever_saw_it(status: str) -> None:
    secret = person(status=status, geheim=7)
    found = after_review(vote(Verdict.DEZELFDE_PERSOON), REVIEW, secret, POLICY)
    assert found == Result(Besluit.REJECT, "p1", "niet_opgepakt", "volgens_regel", OTHER)


def test_not_knowing_changes_nothing() -> None:
    assert after_review(vote(Verdict.WEET_IK_NIET), REVIEW, None, POLICY) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"kans": 0.489}, ("KANS_LAAG",)),
        ({"kans": 0.49}, ()),
        ({"rang": 2}, ("NIET_DE_EERSTE",)),
        ({"geheim": 7}, ("GEHEIMHOUDING",)),
        ({"leeftijd": 17}, ("MINDERJARIG",)),
        ({"leeftijd": 18}, ()),
        ({"leeftijd": None}, ()),
    ],
)
def test_what_is_risky(changes: dict[str, Any], expected: tuple[str, ...]) -> None:
    row = {"kans": 0.9, "rang": 1, "geheim": 0, "leeftijd": 40} | changes
    assert risks(row, match_at=0.98, minor_below=18) == expected


SHV = {"besluit": "review", "redenen": "BEKEND_BIJ_SHV|NAAM_GELIJK", "persoon_id": "p1"}
KNOWN = "Inwoner al bekend bij schuldhulpverlening"


@pytest.mark.parametrize(
    ("decision", "chosen", "expected"),
    [
        (SHV, {}, Result(Besluit.MATCH, "p1", "bekend_bij_shv", "bevestigd", KNOWN)),
        # of another resident nobody said that
        (SHV | {"persoon_id": "p2"}, {}, Result(Besluit.MATCH, "p1", "", "", "Nog niet opgepakt")),
        (SHV, {"geheim": 7}, Result(Besluit.MATCH, "p1", "niet_opgepakt", "volgens_regel", OTHER)),
        (SHV, {"status": "overleden"},
         Result(Besluit.REJECT, "p1", "overleden", "bevestigd", "Inwoner is overleden")),
    ],
)  # fmt: skip
def test_known_to_debt_counselling_is_told_once_a_person_confirmed_it(
    decision: dict[str, Any], chosen: dict[str, Any], expected: Result
) -> None:
    found = after_review(vote(Verdict.DEZELFDE_PERSOON), decision, person(**chosen), POLICY)
    assert found == expected


RULED = {
    Ground.RECHTSPERSOON: "onterecht_signaal",
    Ground.GARAGEBOX: "niet_opgepakt",
    Ground.OVERLEDEN: "overleden",
    Ground.VERTROKKEN: "niet_opgepakt",
}


@pytest.mark.parametrize("ground", RULED)
@pytest.mark.parametrize("outcome", [Verdict.GEEN_VAN_DEZE, Verdict.DEZELFDE_PERSOON])
def test_what_a_reviewer_sees_is_going_on_decides_how_it_ends(
    ground: Ground, outcome: Verdict
) -> None:
    said = Vote(1, "anna", outcome, "p1" if outcome is Verdict.DEZELFDE_PERSOON else "", ground)
    found = after_review(said, REVIEW, person(), POLICY)
    assert found is not None
    assert (found.besluit, found.terugkoppeling) == (Besluit.REJECT, RULED[ground])
    # who it is stays known: that is what is learned from
    assert found.persoon_id == said.persoon_id
    # a person saw the case: nothing is left to confirm
    assert found.terugkoppeling_status in {"bevestigd", "volgens_regel"}


def test_the_brp_tells_better_where_somebody_went_and_secrecy_is_never_told() -> None:
    def ended(ground: Ground, **changes: Any) -> tuple[str, str]:
        said = Vote(1, "anna", Verdict.DEZELFDE_PERSOON, "p1", ground)
        found = after_review(said, REVIEW, person(**changes), POLICY)
        assert found is not None
        return str(found.besluit), found.terugkoppeling

    assert ended(Ground.VERTROKKEN, status="andere_gemeente") == ("reject", "geen_inwoner")
    assert ended(Ground.OVERLEDEN, status="andere_gemeente") == ("reject", "overleden")
    assert ended(Ground.OVERLEDEN, geheim=7) == ("reject", "niet_opgepakt")
    assert ended(Ground.BEWIND) == ("match", "")
    assert ended(Ground.BEWIND, status="overleden") == ("reject", "overleden")
