"""One person found, shown what is theirs, and erased from everything the service holds."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Engine, select, update

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.review import audit, person, person_erase, processing_log, retention, schema
from brp_match.review.person_erase import GROUNDS, REMADE, erase
from review.conftest import NOW


@pytest.fixture
def own_run(engine: Engine, run_id: str, run_folder: Path, tmp_path: Path) -> Path:
    """The run with a folder of its own, beside the files as they were delivered."""
    folder = tmp_path / "data" / run_id / "uitkomst"
    shutil.copytree(run_folder, folder)
    (folder.parent / "in").mkdir()
    (folder.parent / "in" / "signalen-1.csv").write_text("alles van iedereen", encoding="utf-8")
    with engine.begin() as con:
        con.execute(update(schema.runs).values(folder=str(folder)))
    return folder


def decided(folder: Path) -> list[dict[str, str]]:
    with (folder / "decisions.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def in_review(folder: Path) -> str:
    """A resident who is a candidate of a signal in doubt."""
    return next(
        r["persoon_id"] for r in decided(folder) if r["besluit"] == "review" and r["persoon_id"]
    )


def matched(folder: Path) -> str:
    """A resident with a match."""
    return next(r["persoon_id"] for r in decided(folder) if r["besluit"] == "match")


def held(folder: Path, text: str) -> list[str]:
    """Files that hold a text, those of Parquet read."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            rows = duckdb.sql(f"SELECT * FROM '{path}'").fetchall()
            if any(text in str(row) for row in rows):
                found.append(path.name)
        elif path.is_file() and text.encode() in path.read_bytes():
            found.append(path.name)
    return found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_held_and_what_the_person_may_see(engine: Engine, own_run: Path) -> None:
    who, other = matched(own_run), in_review(own_run)
    with engine.begin() as con:
        found, doubt = person.find(con, who), person.find(con, other)
        told, less = person.export(con, found, NOW), person.export(con, doubt, NOW)
    mine = [
        r["signaal_id"]
        for r in decided(own_run)
        if r["persoon_id"] == who and r["besluit"] != "review"
    ]
    assert [s["geleverd"]["signaal_id"] for s in told["signalen"]] == sorted(mine)
    assert told["signalen"][0]["besluit"]["toelichting"]
    assert found.counts()["signalen"] == len(mine)
    assert found.log_lines >= 1
    assert {line["wat"] for line in told["verwerkingen"]} == {"signaal vergelijken"}
    # a signal in doubt may be of another: it is counted and not told
    assert doubt.counts()["kandidaat"] >= 1
    unsure = {
        r["signaal_id"]
        for r in decided(own_run)
        if r["persoon_id"] == other and r["besluit"] == "review"
    }
    assert unsure
    assert unsure.isdisjoint(s["geleverd"]["signaal_id"] for s in less["signalen"])
    assert "anna" not in json.dumps(told)


def test_erased_everywhere_with_proof(engine: Engine, own_run: Path) -> None:
    for who in (matched(own_run), in_review(own_run)):
        before = decided(own_run)
        assert held(own_run, who)
        with engine.begin() as con:
            # beside the case of somebody else stands a signal of this person
            other = con.execute(
                select(schema.cases).where(
                    ~schema.cases.c.decision["persoon_id"].as_string().in_([who])
                )
            ).first()
            assert other is not None
            beside = {"signaal_id": "anders", "persoon_id": who, "geheim": 0}
            told = other.decision | {"anderen": [beside]}
            con.execute(
                update(schema.cases).where(schema.cases.c.id == other.id).values(decision=told)
            )
        proof = erase(engine, who, ground="c", account_id="", now=NOW)
        assert held(own_run.parent, who) == []
        about = {
            r["signaal_id"] for r in before if r["persoon_id"] == who and r["besluit"] != "review"
        }
        assert {r["signaal_id"] for r in decided(own_run)} == {
            r["signaal_id"] for r in before
        } - about
        assert proof.rewritten >= 3
    assert not (own_run.parent / "in").exists()
    assert [name for name in REMADE if (own_run / name).exists()] == []
    with engine.begin() as con:
        assert not person.find(con, who).anything
        decisions = con.execute(select(schema.cases.c.decision)).scalars().all()
        assert who not in json.dumps(decisions)
        (line,) = [
            one
            for one in audit.read(con, kind="persoon_gewist")
            if one.detail["rijen"]["candidates"]
        ][:1]
        assert line.detail["grond"] == "c"
        assert who not in json.dumps(line.detail)
        assert line.detail["inhoud"] == proof.content_hash
        assert audit.check(con).broken is None
        assert (
            con.execute(
                select(schema.candidates).where(schema.candidates.c.persoon_id == who)
            ).first()
            is None
        )
        # the protocol duty: the log keeps that data were processed, under the keyed form
        subject = processing_log.subject_of(processing_log.log_key(con), who)
        assert [row.name for row in processing_log.about(con, subject)][-1] == "persoon wissen"
    with pytest.raises(BrpMatchError, match="PERSOON_ONBEKEND"):
        erase(engine, who, ground="c", account_id="", now=NOW)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_erasure_that_was_broken_off_is_ended_with_its_proof(
    engine: Engine, own_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed behind the files and before the commit: the database names the one in doubt still, the files do not; of
    the other nothing is left to find."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    people = (in_review(own_run), matched(own_run))
    for number, who in enumerate(people, start=1):
        with monkeypatch.context() as patched:
            patched.setattr(audit, "write", stop)
            with pytest.raises(KeyboardInterrupt):
                erase(engine, who, ground="c", account_id="", now=NOW)
        assert held(own_run, who) == []
        # what was being written then: of the files themselves nobody writes one again
        left = own_run / f".bezig-decisions.csv.{number}" / "decisions.csv"
        left.parent.mkdir()
        left.write_text(who, encoding="utf-8")
        with engine.begin() as con:
            assert bool(person.find(con, who).cases_candidate) is (number == 1)
        erase(engine, who, ground="c", account_id="", now=NOW)
        assert not left.parent.exists()
        with engine.begin() as con:
            assert not person.find(con, who).anything
            named = schema.candidates.c.persoon_id == who
            assert con.execute(select(schema.candidates).where(named)).first() is None
            told = con.execute(select(schema.cases.c.decision)).scalars().all()
            assert who not in json.dumps(told)
            assert len(audit.read(con, kind="persoon_gewist")) == number
        with pytest.raises(BrpMatchError, match="PERSOON_ONBEKEND"):
            erase(engine, who, ground="c", account_id="", now=NOW)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_erasure_that_was_broken_off_among_the_files_is_ended(
    engine: Engine, own_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stops, nothing of the person stays in a file that is not looked into: the list of who to pick up, what
    was delivered."""
    who, replaced = matched(own_run), person_erase.replaced
    for name in REMADE:
        (own_run / name).write_text(who, encoding="utf-8")
    written = 0
    for stop in range(1, 30):
        written = 0

        def broken(path: Path, stop: int = stop) -> Any:
            nonlocal written
            written += 1
            if written == stop:
                raise KeyboardInterrupt
            return replaced(path)

        monkeypatch.setattr(person_erase, "replaced", broken)
        try:
            erase(engine, who, ground="c", account_id="", now=NOW)
        except KeyboardInterrupt:
            with engine.begin() as con:
                assert person.find(con, who).in_runs, "and is found again"
        else:
            break
    assert written < stop
    assert held(own_run.parent, who) == []
    assert not {one.name for one in own_run.iterdir()} & set(REMADE)
    assert not (own_run.parent / "in").exists()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_erased(engine: Engine, own_run: Path) -> None:
    with pytest.raises(BrpMatchError, match="GROND_ONBEKEND"):
        erase(engine, matched(own_run), ground="z", account_id="", now=NOW)
    with engine.begin() as con:
        con.execute(update(schema.runs).values(state="bezig"))
    with pytest.raises(BrpMatchError, match="RUN_BEZIG"):
        erase(engine, matched(own_run), ground="a", account_id="", now=NOW)
    assert set(GROUNDS) == set("abcde")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_too_old_goes_by_itself_once_a_day(engine: Engine, own_run: Path) -> None:
    later = NOW + timedelta(days=200)
    assert retention.purge_if_due(engine, 400, later) == []
    # looked at today already
    assert retention.purge_if_due(engine, 100, later) == []
    assert own_run.exists()
    (proof,) = retention.purge_if_due(engine, 100, later + timedelta(days=1))
    assert proof.rows["runs"] == 1
    assert not own_run.exists()


def test_the_command_asks_for_nobody_on_its_own_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert main(["person", *where]) == 2
    assert "PERSOON_ONTBREEKT" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("1234567890\n"))
    assert main(["person", "--export", str(tmp_path / "inzage.json"), *where]) == 0
    shown = capsys.readouterr().out
    assert "signalen: 0" in shown
    assert "1234567890" not in shown
    assert json.loads((tmp_path / "inzage.json").read_text(encoding="utf-8"))["signalen"] == []
    monkeypatch.setattr(sys, "stdin", io.StringIO("1234567890\n"))
    assert main(["person", "--wis", "a", *where]) == 2
    assert "PERSOON_ONBEKEND" in capsys.readouterr().err
