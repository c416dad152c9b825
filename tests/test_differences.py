"""Two runs beside each other: what counts as a change, of which kind, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.differences import kinds_of, lines, side_of

MATCH = {"besluit": "match", "persoon_id": "P1", "redenen": "NAAM_GELIJK"}
DROPPED = {"besluit": "reject", "persoon_id": "", "redenen": "NIET_GEVONDEN", "terugkoppeling": "niet_opgepakt"}  # fmt: skip
PROPOSED = DROPPED | {"terugkoppeling_status": "voorstel"}
RULED = DROPPED | {"terugkoppeling_status": "volgens_regel"}


def test_a_kind_is_what_it_was_what_it_is_and_whether_another_is_meant() -> None:
    before = {"A": MATCH, "B": MATCH, "C": MATCH, "D": PROPOSED, "E": PROPOSED, "F": MATCH}
    after = {
        "A": MATCH | {"redenen": "ROEPNAAM"},
        "B": MATCH | {"persoon_id": "P2"},
        "C": RULED | {"redenen": "HERHAALDE_MELDING|NAAM_GELIJK"},
        "D": RULED,
        "E": RULED,
        "G": MATCH,
    }
    found = kinds_of(before, after)
    assert [(one.signals, one.other_person) for one in found] == [
        (("D", "E"), False),
        (("B",), True),
        (("C",), False),
    ]
    assert [one.why for one in found] == [
        "Dit volgt uit een vaste regel: niemand hoeft het te bevestigen.",
        "Er wordt een andere inwoner bedoeld.",
        "Deze inwoner is kort geleden opgepakt voor dezelfde achterstand, en die is niet hoger.",
    ]
    text = list(lines(before, after))
    assert text[0] == "5 signalen in beide runs; alleen in de eerste: 1, alleen in de tweede: 1"
    assert "| match | 3 | 2 |" in text
    assert "Anders: 4 van 5" in text
    assert next(line for line in lines(after, after) if "Anders" in line).startswith("Anders: 0 (")


def test_a_run_of_before_had_fewer_columns() -> None:
    assert side_of({"besluit": "review", "redenen": "MINDERJARIG|NAAM_GELIJK"}).words == (
        "review (MINDERJARIG)"
    )
    assert side_of(PROPOSED).words == "reject (NIET_GEVONDEN), hoort: niet_opgepakt, voorstel"


def test_a_folder_that_is_no_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["differences", "--before", str(tmp_path), "--after", str(tmp_path)]) == 2
    assert "RUN_ONLEESBAAR" in capsys.readouterr().err


def test_a_run_that_did_not_keep_secret_residents_apart_is_shown_to_who_may_see_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "decisions.csv").write_text("signaal_id;besluit\nS1;match\n", encoding="utf-8")
    asked = ["differences", "--before", str(tmp_path), "--after", str(tmp_path)]
    assert main(asked) == 2
    assert "geef --geheim" in capsys.readouterr().err
    assert main([*asked, "--geheim"]) == 0
    assert "1 signalen in beide runs" in capsys.readouterr().out
