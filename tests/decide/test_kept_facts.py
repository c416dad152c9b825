"""What a run was decided from is kept: deciding it again gives the very decisions of the run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from brp_match.decide.facts import Decision
from brp_match.decide.kept_facts import FILE, read_cases
from brp_match.decide.month import decide_month
from brp_match.errors import BrpMatchError
from brp_match.policy import load_policy, policy_of
from brp_match.review.policy_preview import preview
from brp_match.review.runs import Run, RunRequest, RunState
from brp_match.review.sight import EVERYTHING
from rules.town import TownOf, filler, resident, signal
from rules.town import town as town

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUSE = {"straat": "Proeflaan", "huisnummer": "5"}
PEOPLE = [
    *filler(),
    resident("P1"),
    resident(
        "P2", voornamen="Berend", geslachtsnaam="Oosterwijk", geboortedatum="20100305", **HOUSE
    ),
    resident("P3", voornamen="Femke", geslachtsnaam="Zonderlingsma", geheim="7", huisnummer="9"),
    resident("P4", voornamen="Ans", geslachtsnaam="Vertrekkens", gemeente="0363", huisnummer="11"),
]
SENT = [
    signal("S1"),
    signal("S2", voornamen="Berend", achternaam="Oosterwijk", geboortedatum="05-03-2010", huisnummer="5"),
    signal("S3", voornamen="Femke", achternaam="Zonderlingsma", huisnummer="9"),
    signal("S4", voornamen="Ans", achternaam="Vertrekkens", huisnummer="11", ontstaansdatum="2026-10-20"),
    signal("S5", voornamen="", achternaam="Kampstra Holding B.V."),
    signal("S6", voornamen="W", achternaam="Kampstr", geboortedatum="", bedrag="3,00"),
    signal("S7", achternaam="Zwaluwen", straatnaam="Nergensweg", postcode="1234AB", geboortedatum="01-02-1990"),
    signal("S8", straatnaam="Proeflaan box 4", sector="Huur"),
]  # fmt: skip


@pytest.mark.parametrize(
    "given", [{}, {"threshold": 50, "minor_below": 10, "legal_person": "reject"}]
)
def test_a_run_decided_again_decides_as_it_did(town: TownOf, given: dict[str, object]) -> None:
    policy = policy_of(given)
    text = "".join(f"{key} = {value!r}\n" for key, value in given.items())
    assert town.link(PEOPLE, SENT, policy=text) == 0
    decided, seen = decide_month(read_cases(town.folder / "uit", policy), policy)
    for again, name in ((decided, "decisions.csv"), (seen, "decisions_zonder_geheim.csv")):
        assert [_told(one) for one in again] == [
            (row["signaal_id"], row["besluit"], row["persoon_id"], row["redenen"], row["kans"], row["ddas_status"],
             row["terugkoppeling_status"], row["toelichting"])
            for row in town.decisions(name=name).values()
        ]  # fmt: skip
    assert {one.besluit for one in decided} >= {"match", "reject"}
    assert {row["signaaldatum_gelezen"] for row in town.decisions().values()} == {"2026-11-02"}


def test_a_preview_decides_the_deliveries_of_a_month_in_their_order(town: TownOf) -> None:
    """What the first picked up under the other policy decides what the second repeats."""
    first, second = [signal("S1"), signal("S2", klantnummer="2", bedrag="80,00")], [
        signal("S3", signaaldatum="2026-11-09"),
        signal("S4", klantnummer="2", bedrag="60,00", signaaldatum="2026-11-09"),
    ]  # fmt: skip
    assert town.link([*filler(), resident("P1")], first, out="een") == 0
    before = ("--history", str(town.folder / "een"))
    assert town.link([*filler(), resident("P1")], second, *before, out="twee") == 0
    made = [
        Run("r", "r", RunState.KLAAR, "", "2026-11", str(town.folder / name), NOW, None, None, RunRequest(()), {}, (), "")
        for name in ("twee", "een")
    ]  # fmt: skip
    found = preview(made, [], policy_of({"threshold": {"Energie": 70}}), EVERYTHING)
    # as the runs were: both contracts repeated
    assert found.before == {
        ("match", "GEBOORTEDATUM_GELIJK"): 2,
        ("reject", "HERHAALDE_MELDING"): 2,
    }
    # S4 repeats nothing lower than the threshold: it is itself too low
    assert {one.after.signaal_id: one.after.redenen[0] for one in found.changed} == {
        "S4": "ONDER_DREMPEL"
    }
    higher = preview(made, [], policy_of({"threshold": {"Energie": 100}}), EVERYTHING)
    assert {one.after.signaal_id: one.after.redenen[0] for one in higher.changed} == {
        "S2": "ONDER_DREMPEL", "S4": "ONDER_DREMPEL",
    }  # fmt: skip


def _told(one: Decision) -> tuple[str, ...]:
    return (
        one.signaal_id, one.besluit, one.persoon_id, "|".join(one.redenen), f"{one.kans:.6f}", one.ddas_status,
        one.terugkoppeling_status, one.toelichting,
    )  # fmt: skip


def test_what_is_kept_is_no_name_date_of_birth_or_address(town: TownOf) -> None:
    # of two with secrecy what is decided without that right is kept too
    people = [*PEOPLE, resident("P5", voornamen="Otto", geslachtsnaam="Verborgens", geheim="7", huisnummer="13")]  # fmt: skip
    sent = [*SENT, signal("S9", voornamen="Otto", achternaam="Verborgens", huisnummer="13")]
    assert town.link(people, sent) == 0
    import duckdb

    kept = f"FROM '{town.folder / 'uit' / FILE}'"
    rows = duckdb.sql(f"SELECT * {kept}").fetchall()
    whole = duckdb.sql(f"SELECT signaal_id {kept} WHERE NOT zonder_geheim").fetchall()
    assert sorted(whole) == sorted((one["signaal_id"],) for one in sent)
    assert len(rows) >= len(sent) + 2
    for word in ("Kampstra", "Proeflaan", "9911AA", "1958"):
        assert word not in str(rows)


def test_a_run_of_before_says_that_it_cannot(town: TownOf, tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read_cases(tmp_path, load_policy())
    assert caught.value.faults[0].code == "FEITEN_ONTBREKEN"


def test_facts_that_are_damaged_are_facts_that_are_missing(town: TownOf) -> None:
    assert town.link(PEOPLE, SENT) == 0
    facts = town.folder / "uit" / FILE
    facts.write_bytes(facts.read_bytes()[:40])
    with pytest.raises(BrpMatchError) as found:
        read_cases(town.folder / "uit", load_policy())
    assert [fault.code for fault in found.value.faults] == ["FEITEN_ONTBREKEN"]
