"""The loader of expectations refuses what it does not know, all faults at once; and what we ship."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from brp_match.content import Dimension, Expectation, Severity, load_expectations
from brp_match.content.expectations import CHECKS, NormOf
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import RESIDENTS, SIGNALS

GOOD: dict[str, Any] = {
    "id": "POSTCODE_ONTBREEKT", "titel": "De postcode is ingevuld", "melding": "Geen postcode",
    "dimensie": "compleetheid",
    "ernst": "fout", "velden": ["postcode"], "kolom": "postcode",
    "verwachting": "expect_column_values_to_not_be_null", "norm": 0.99, "norm_van": "eigen keuze", "advies": "Vul hem in.",
    "bron": "eigen keuze", "voorbeelden": {"goed": [{}], "fout": [{"postcode": None}]},
}  # fmt: skip
FATAL = {key: GOOD[key] for key in GOOD if key not in ("kolom", "verwachting")} | {
    "ernst": "fataal", "voorwaarde": "postcode IS NULL", "melding": "Er is geen postcode.",
}  # fmt: skip


def load(folder: Path, *entries: dict[str, Any], name: str = "a.yaml", **top: Any) -> Any:
    raw = {"over": "signalen", "onderwerp": "Proef", "verwachtingen": list(entries)} | top
    (folder / name).write_text(yaml.safe_dump(raw), encoding="utf-8")
    return load_expectations(folder)


def codes(folder: Path, *entries: dict[str, Any], name: str = "a.yaml", **top: Any) -> list[str]:
    with pytest.raises(BrpMatchError) as caught:
        load(folder, *entries, name=name, **top)
    return [fault.code for fault in caught.value.faults]


def test_a_good_entry_is_typed(tmp_path: Path) -> None:
    (item,) = load(tmp_path, GOOD | {"sectoren": ["Water"], "alleen": "is_vroegsignaal"})
    assert item.id == "POSTCODE_ONTBREEKT"
    assert item.dimensie is Dimension.COMPLEETHEID
    assert item.ernst is Severity.FOUT
    assert (item.sectoren, item.alleen, item.kolom) == (("Water",), "is_vroegsignaal", "postcode")
    assert item.hoogste_foutdeel == 0.01
    assert item.bestand == "a.yaml"


def test_a_fatal_entry_checks_its_own_condition(tmp_path: Path) -> None:
    (item,) = load(tmp_path, FATAL, name="a_fataal.yaml")
    assert item.kolom == "postcode_ontbreekt"
    assert item.argumenten == {"value_set": [False]}
    assert item.voorwaarde == "postcode IS NULL"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"onbekend": 1}, "INHOUD_ONBEKEND"),
        ({"advies": ""}, "INHOUD_ONVOLLEDIG"),
        ({"kolom": None}, "INHOUD_ONVOLLEDIG"),
        ({"id": "postcode"}, "INHOUD_CODE"),
        ({"dimensie": "mooi"}, "INHOUD_WAARDE"),
        ({"ernst": "erg"}, "INHOUD_WAARDE"),
        ({"sectoren": ["Gas"]}, "INHOUD_WAARDE"),
        ({"reden": "ZOMAAR"}, "INHOUD_REDEN"),
        ({"norm": 1.5}, "INHOUD_GETAL"),
        ({"norm": True}, "INHOUD_GETAL"),
        ({"norm": "veel"}, "INHOUD_GETAL"),
        ({"norm_van": "misschien"}, "INHOUD_WAARDE"),
        ({"verwachting": "expect_nothing"}, "INHOUD_WAARDE"),
        ({"verwachting": "expect_column_values_to_be_in_set"}, "INHOUD_WAARDE"),
        ({"argumenten": {"regex": "x"}}, "INHOUD_WAARDE"),
        ({"verwachting": "expect_column_values_to_be_between"}, "INHOUD_WAARDE"),
        ({"verwachting": "expect_column_values_to_match_regex", "argumenten": {"regex": "("}}, "INHOUD_WAARDE"),
        ({"verwachting": "expect_column_values_to_match_regex", "argumenten": {"regex": "(a)"}}, "INHOUD_WAARDE"),
        ({"voorbeelden": {"goed": [{}]}}, "INHOUD_VOORBEELD"),
        ({"voorbeelden": {"goed": [{}], "fout": [{}], "soms": []}}, "INHOUD_ONBEKEND"),
    ],
)  # fmt: skip
def test_a_bad_entry_is_refused(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    assert code in codes(tmp_path, GOOD | change)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("over: niets\nonderwerp: x\nverwachtingen: []\n")
    assert codes(tmp_path, GOOD | {"norm": 2, "id": "x"}) == [
        "INHOUD_CODE", "INHOUD_GETAL", "INHOUD_TABEL",
    ]  # fmt: skip


def test_an_id_stands_once_and_fatal_stands_apart(tmp_path: Path) -> None:
    assert codes(tmp_path, GOOD, GOOD) == ["INHOUD_DUBBEL"]
    assert codes(tmp_path, FATAL) == ["INHOUD_ERNST"]
    (tmp_path / "a.yaml").unlink()
    assert codes(tmp_path, GOOD, name="a_fataal.yaml") == ["INHOUD_ERNST"]
    two = FATAL | {"voorwaarde": "true; DROP TABLE raw_signalen"}
    assert codes(tmp_path, two, name="a_fataal.yaml") == ["INHOUD_WAARDE"]


def test_an_empty_folder_and_broken_yaml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        load_expectations(tmp_path)
    assert caught.value.faults[0].code == "INHOUD_ONTBREEKT"
    (tmp_path / "a.yaml").write_text("a: [")
    with pytest.raises(BrpMatchError) as caught:
        load_expectations(tmp_path)
    assert caught.value.faults[0].code == "INHOUD_ONLEESBAAR"


SHIPPED = load_expectations()


def test_enough_are_shipped_over_every_dimension() -> None:
    signals = [e for e in SHIPPED if e.over != "inwoners"]
    assert len(signals) >= 40
    assert {e.dimensie for e in signals} == set(Dimension)
    assert {e.verwachting for e in SHIPPED} <= set(CHECKS)
    assert load_expectations(fatal_only=True) == tuple(e for e in SHIPPED if e.ernst == "fataal")


@pytest.mark.parametrize("item", SHIPPED, ids=lambda e: f"{e.over}-{e.id}")
def test_what_is_shipped_is_said_in_plain_words(item: Expectation) -> None:
    columns = RESIDENTS if item.over == "inwoners" else SIGNALS
    assert set(item.velden) <= set(columns)
    for sentence in re.split(r"(?<=[.!?:])\s+", item.advies):
        assert len(sentence.split()) <= 25, "B1: korte zinnen"
    assert item.advies.endswith(".")
    assert not item.titel.endswith(".")
    assert len(item.titel) <= 75


def test_a_norm_of_law_or_covenant_names_it_and_what_is_our_choice_says_so() -> None:
    words = {
        NormOf.WET: r"\bWet\b|Besluit|regeling|Handelsregister",
        NormOf.CONVENANT: "Convenant",
        NormOf.STANDAARD: "Logisch Ontwerp|DDAS|BAG|NEN|Nummerplan",
    }
    for one in load_expectations():
        own = "eigen keuze" in one.bron or "eigen schatting" in one.bron
        if one.norm_van in words:
            assert re.search(words[one.norm_van], one.bron), one.id
            assert not own, one.id
    known = {one.id: one.norm_van for one in load_expectations()}
    assert known["EINDELEVERING_ZONDER_VROEGSIGNAAL"] is NormOf.WET
    assert known["ACHTERSTAND_TE_JONG"] is NormOf.CONVENANT
    assert known["BEDRAG_ONDER_GRENS_CAK"] is known["BEDRAG_ONDER_GRENS_BELASTING"] is NormOf.WET
    assert known["POSTCODE_ONTBREEKT"] is NormOf.EIGEN_KEUZE
