"""The comparators: read whole, by any YAML reader, or refused with every fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from brp_match.content import load_comparators
from brp_match.content.comparators import FACTS, Condition
from brp_match.errors import BrpMatchError
from brp_match.settings import content_root

YAML_FILES = sorted(
    path for kind in ("comparators", "expectations") for path in content_root(kind).glob("*.yaml")
)


def faults_of(tmp_path: Path, name: str, change: Callable[[str], str]) -> list[tuple[str, str]]:
    """Code and text of every fault after a change of one of the shipped files."""
    for path in content_root("comparators").glob("*.yaml"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert change(text) != text
    (tmp_path / name).write_text(change(text), encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        load_comparators(tmp_path)
    return [(fault.code, f"{fault.where}: {fault.detail}") for fault in caught.value.faults]


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_every_reader_of_yaml_reads_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(
        text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )


def test_conditions_are_read() -> None:
    surname, given = load_comparators()[:2]
    marks, prefix, differs = surname.extra_redenen
    assert differs.voorwaarde[0].feiten == {"deel_anders": True}
    assert marks.voorwaarde == (
        Condition(
            {"achternaam": frozenset({"gelijk", "partner", "deel", "omgedraaid"})},
            {"diakrieten_weg": True},
        ),
    )
    assert prefix.voorwaarde == (Condition({}, {"voorvoegsel_gelijk": False}),)
    assert len(given.extra_redenen[0].voorwaarde) == 2


def test_a_condition_holds_when_all_of_it_does() -> None:
    condition = Condition({"achternaam": frozenset({"gelijk", "deel"})}, {"een_naam": True})
    facts = dict.fromkeys(FACTS, False)
    assert condition.holds({"achternaam": "deel"}, facts | {"een_naam": True})
    assert not condition.holds({"achternaam": "deel"}, facts)
    assert not condition.holds({"achternaam": "geen"}, facts | {"een_naam": True})


PREFIX = "{voorvoegsel_gelijk: false}"


@pytest.mark.parametrize(
    ("new", "text"),
    [
        ("{voorvoegsel_gelijk: nee}", "voorvoegsel_gelijk is true of false"),
        ("{achternaam: gelijk}", "achternaam is een lijst van niveaus"),
        ("{achternaam: []}", "achternaam is een lijst van niveaus"),
        ("{achternaam: [gelyk]}", "achternaam: gelyk bestaat niet"),
        ("{voornamen: [gelijk]}", "voornamen: gelijk bestaat niet"),
        ("{}", "een voorwaarde noemt wat moet gelden"),
        ("NOT voorvoegsel_gelijk", "een voorwaarde noemt wat moet gelden"),
    ],
)
def test_a_wrong_condition_is_told(tmp_path: Path, new: str, text: str) -> None:
    assert faults_of(tmp_path, "achternaam.yaml", lambda t: t.replace(PREFIX, new)) == [
        ("INHOUD_VOORWAARDE", f"achternaam.yaml, extra_redenen: {text}")
    ]


def test_a_condition_is_no_text(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        "achternaam.yaml",
        lambda t: t.replace(f"voorwaarde:\n      - {PREFIX}", "voorwaarde: NOT voorvoegsel_gelijk"),
    )
    assert found == [
        (
            "INHOUD_VOORWAARDE",
            "achternaam.yaml, extra_redenen: 'voorwaarde' is een lijst van regels waarvan er één moet gelden",
        )
    ]


def test_an_unknown_key_and_reason_are_told(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        "achternaam.yaml",
        lambda t: t.replace(
            "redenen: [VOORVOEGSEL_AFWIJKEND]", "reden: [X]\n    redenen: [NAAM_X]"
        ),
    )
    assert (
        "INHOUD_ONBEKEND",
        "achternaam.yaml, extra_redenen: de sleutel 'reden' bestaat niet",
    ) in found
    assert (
        "INHOUD_REDEN",
        "achternaam.yaml, extra_redenen: de redencode NAAM_X bestaat niet",
    ) in found
