"""The evidence pack: made of the code, every place there, every gap told, every table the code's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from brp_match.benchmark.reports import scenario_words
from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.evidence import algorithm_register, figures, roles
from brp_match.evidence.documents import DOCUMENTS, content, document
from brp_match.evidence.facts import facts, ratios, results
from brp_match.evidence.flow import drawing
from brp_match.evidence.pack import pack
from brp_match.html_page import words

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    return facts(content("verwerkingen")["verwerkingen"])


@pytest.fixture(scope="module")
def made():
    return pack()


def is_there(place: str) -> bool:
    """Tell whether a place that a document names in `where` is in the checkout."""
    path, _, test = place.partition("::")
    file = TOP / path
    return file.exists() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_place_a_document_names_is_there(name, known):
    found = document(name, known)
    assert [place for part in found.parts for place in part.where if not is_there(place)] == []
    assert found.source


def test_a_fact_that_is_gone_and_a_place_that_is_gone_are_told(known):
    with pytest.raises(BrpMatchError, match="BEWIJS_FOUT"):
        document("dpia", {k: v for k, v in known.items() if k != "uitval_ons"})
    assert not is_there("tests/nergens.py")
    assert not is_there("tests/web/auth/test_roles.py::test_nothing")


def test_the_dpia_has_the_seventeen_points_of_the_model(known):
    assert [part.number for part in document("dpia", known).parts] == [str(n) for n in range(1, 18)]


ASVS_SECTIONS = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3), 6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3), 11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4), 13: (1, 5, 2, 5),
    14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3), 17: (1, 4, 2),
}  # fmt: skip
"""Requirements of levels 1 and 2 by section, in the published table of ASVS 5.0.0; those of level 3 stand behind them."""


def test_the_asvs_has_every_requirement_of_level_2_and_says_where_it_is_met(known):
    asked = [
        f"V{chapter}.{section}.{number}"
        for chapter, sections in ASVS_SECTIONS.items()
        for section, many in enumerate(sections, 1)
        for number in range(1, many + 1)
    ]
    found = document("asvs", known)
    assert [part.number for part in found.parts] == asked
    assert len(asked) == 253
    assert [p.number for p in found.parts if p.state == "voldaan" and not p.where] == []
    assert (
        f"Van de 253 eisen: voldaan {sum(p.state == 'voldaan' for p in found.parts)},"
        in found.intro
    )


def test_the_iama_has_every_question(known):
    parts = document("iama", known).parts
    assert len({part.number for part in parts}) == len(parts) == 57
    assert {part.number.split(".")[0] for part in parts} == {"1", "2A", "2B", "3", "4"}


def test_the_entry_of_the_register_has_every_field_of_the_standard(made):
    _, files, _ = made
    entry = json.loads(files["algoritmeregister.json"])
    assert list(entry) == [field.name for field in algorithm_register.FIELDS]
    assert len(entry) == 29
    assert entry["publication_category"] == "Impactvolle algoritmes"
    assert entry["organization"].startswith(algorithm_register.MARK)


def test_the_standard_refuses_what_it_does_not_know():
    said = content("algoritmeregister")
    values = said["velden"] | {"status": "Klaar", "name": "x" * 101, "kleur": "rood"}
    with pytest.raises(BrpMatchError) as error:
        algorithm_register.entry(values, {k: v for k, v in said["gaten"].items() if k != "website"})
    assert {fault.where.split()[-1] for fault in error.value.faults} == {
        "status",
        "name",
        "kleur",
        "website",
    }


def test_the_matrix_is_the_one_every_role_is_tried_on():
    from web.auth.test_roles import ALLOWED

    assert roles.matrix() == ALLOWED


def test_every_gap_is_on_the_first_page_and_marked_where_it_is(made):
    pages, _, gaps = made
    assert len(gaps) > 30
    for file, _, text in gaps:
        shown = pages[file.replace(".json", ".html")]
        assert words(text) in shown
        assert words(text) in pages["index.html"]
    linked = set(re.findall(r'href="([\w.]+)"', pages["index.html"]))
    assert linked == (set(pages) | {"model.html"}) - {"index.html"}


def test_accuracy_is_that_of_the_frozen_results(known):
    ours = results()["methods"]["ours"]
    methods, _, fair = figures.accuracy(results())
    assert methods[2][0][0] == "brp-match"
    assert methods[2][0][1].startswith(known["uitval_ons"])
    assert {row[0] for row in fair[2]} == {
        scenario_words.words("herkomst", name) for name in ours["groups"]["herkomst"]
    }
    told = [row for row in fair[2] if row[5] != "binnen de grens"]
    above = [
        n
        for n, r in ratios(ours["groups"]["herkomst"], ours["all"], "review").items()
        if r > figures.UNEQUAL
    ]
    assert len(told) == len(above)


def test_a_report_of_the_tests(tmp_path):
    path = tmp_path / "t.xml"
    path.write_text(
        '<testsuites><testsuite><testcase classname="tests.reading.test_a" time="0.5"/>'
        '<testcase classname="tests.reading.test_a" time="1"><failure/></testcase>'
        '<testcase classname="tests.web.test_b"><skipped/></testcase></testsuite></testsuites>'
    )
    _, _, rows = figures.test_table(path)
    assert rows == [
        ("reading", "2", "1", "0", "1,5"),
        ("web", "1", "0", "1", "0,0"),
        ("samen", "3", "1", "1", "1,5"),
    ]
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(BrpMatchError, match="TESTVERSLAG_ONLEESBAAR"):
        figures.test_table(path)


def test_an_arrow_to_nowhere_is_refused():
    with pytest.raises(KeyError):
        drawing([{"titel": "a", "vakken": {"x": "X"}}], [["x", "y", "iets"]])


def test_the_command_writes_the_pack(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("brp_match.model_card.model_card", lambda own="": "<p>model</p>")
    assert main(["evidence", "--out", str(tmp_path / "stukken")]) == 0
    assert "gaten die alleen de gemeente kan invullen" in capsys.readouterr().out
    assert (tmp_path / "stukken" / "index.html").is_file()
    assert (tmp_path / "stukken" / "verwerkingsregister.csv").read_text(encoding="utf-8").count(
        "\n"
    ) == 9
