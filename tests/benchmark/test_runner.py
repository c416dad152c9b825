"""Methods in their own process, and the command that puts them side by side."""

import argparse
import json
import sys
from dataclasses import replace

import pytest

from brp_match.benchmark import command, peers, runner
from brp_match.benchmark.measure import run_measured, run_method
from brp_match.benchmark.peers import TownFiles, available, load_peer, write_answers
from brp_match.benchmark.runner import Plan, run_plan
from brp_match.benchmark.speed import as_rows, measure_speed
from brp_match.benchmark.truth import Answer, read_answers
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit
from brp_match.synthetic import load_scenario


def run_command(*words):
    parser = argparse.ArgumentParser()
    command.options(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("benchmark")
    code = run_command(
        "--scenario", "schoon", "--method", "ours", "exact", "--seeds", 1, "--out", out
    )
    assert code == 0
    return out


def test_a_report_of_before_does_not_stay_beside_new_results(monkeypatch, tmp_path, small_towns):
    for name in ("rapport.html", "rapport-cijfers.csv", "aantekening.txt"):
        (tmp_path / name).write_text("van vorig jaar", encoding="utf-8")

    def no_report(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("brp_match.benchmark.reports.write.write_report", no_report)
    with pytest.raises(KeyboardInterrupt):
        run_command("--scenario", "waterbedrijf", "--method", "exact", "--out", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "results.json", "results.csv", "aantekening.txt",
    }  # fmt: skip


@pytest.mark.parametrize("method", ["exact", "ours"])
def test_the_clean_control_loses_nobody(results, method):
    table = json.loads((results / "results.json").read_text(encoding="utf-8"))
    found = table["methods"][method]["all"]
    assert found["signals"] == 300
    assert found["drop_out"]["count"] == 0
    assert found["wrong_automatic"]["count"] == 0
    assert found["cost"] == 0
    assert table["seeds"] == [1]
    assert table["command"].startswith("brp-match benchmark --scenario schoon --method ours exact")
    assert table["versions"]["splink"].startswith("5.")


def test_a_run_has_its_seconds_and_its_own_memory(results):
    runs = json.loads((results / "results.json").read_text(encoding="utf-8"))["runs"]
    assert [run["method"] for run in runs] == ["ours", "exact"]
    for run in runs:
        assert run["seconds"] > 0
        assert 30 < run["peak_mib"] < 1500
    lines = (results / "results.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("scenario;seed;method;residents;signals;seconds")
    assert len(lines) == 3


def test_memory_is_of_the_child_and_not_of_the_one_who_starts_it():
    ballast = bytearray(300 * 2**20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = run_measured([sys.executable, "-S", "-c", "pass"], "niets")
    large = run_measured([sys.executable, "-S", "-c", "b = b'x' * 80 * 2**20"], "80 MiB")
    assert small.peak_mib < 40
    assert 80 <= large.peak_mib < 120
    assert len(ballast) == 300 * 2**20


def test_a_method_that_fails_tells_its_kind_and_no_value():
    with pytest.raises(BrpMatchError, match=r"stopte met code 1 \(ValueError\)") as caught:
        run_measured([sys.executable, "-c", "raise ValueError('Jansen')"], "proef")
    assert "Jansen" not in str(caught.value)


def test_answers_survive_writing(tmp_path):
    answers = [
        Answer("S2", Besluit.REJECT, "", None, ()),
        Answer("S1", Besluit.MATCH, "A", 0.25, ("A", "B")),
        Answer("S3", Besluit.REVIEW, "C", 1.0, None),
    ]
    write_answers(answers, tmp_path / "a.csv")
    back = read_answers(tmp_path / "a.csv")
    assert back == [answers[1], answers[0], answers[2]]


def test_unknown_methods_and_missing_packages(monkeypatch):
    with pytest.raises(BrpMatchError, match="onbekende methode 'orakel'"):
        load_peer("orakel")
    monkeypatch.setattr(peers, "find_spec", lambda _name: None)
    ready, absent = available(["exact", "splink_stock"])
    assert ready == ["exact"]
    assert absent == {"splink_stock": "niet geïnstalleerd: splink"}


def test_bad_options_are_told():
    with pytest.raises(BrpMatchError, match="geef een map"):
        run_command("--seeds", 1)
    with pytest.raises(BrpMatchError, match="1 of meer"):
        run_command("--seeds", 0, "--out", "x")


def test_a_town_without_optional_files(tmp_path):
    (tmp_path / "signalen.csv").write_text("", encoding="utf-8")
    town = TownFiles.of_folder(tmp_path)
    assert town.signals == (tmp_path / "signalen.csv",)
    assert town.previous_addresses is None


@pytest.fixture
def small_towns(monkeypatch):
    """Scenarios of their own names with some hundreds of residents and twenty signals."""
    sizes = {"kleine-gemeente": 800, "waterbedrijf": 1200}
    monkeypatch.setattr(
        "brp_match.synthetic.scenario.load_scenario",
        lambda name: replace(load_scenario(name), residents=sizes[name], signals=20),
    )


def test_speed_times_the_commands_beside_splink(small_towns):
    plan = Plan(("kleine-gemeente",), (1, 2), ())
    timed = measure_speed(plan, rounds=1)
    assert [one.what for one in timed] == [
        "brp-match link",
        "Splink 5 volgens de handleiding",
        "brp-match prepare",
        "brp-match link --register",
    ]
    assert {(one.residents, one.signals) for one in timed} == {(800, 20)}
    assert all(one.seconds > 0 and one.peak_mib > 50 for one in timed)
    assert as_rows(timed)[0][:4] == ["kleine-gemeente", "800", "20", "brp-match link"]


def test_a_peer_that_fails_does_not_take_the_others_with_it(monkeypatch, small_towns):
    def fail(method, folder, threads, learned):
        if method != "exact":
            raise BrpMatchError("METHODE_MISLUKT", method, "stopte")
        return run_method(method, folder, threads)

    monkeypatch.setattr(runner, "run_method", fail)
    sizes = []
    plan = Plan(("kleine-gemeente",), (1,), ("lenient", "exact"))
    table = run_plan(plan, after_town=lambda table: sizes.append(len(table.runs)))
    assert table.failed == [("lenient", "kleine-gemeente", 1)]
    assert table.methods() == ["exact"]
    assert sizes == [1]
    with pytest.raises(BrpMatchError, match="ours"):
        run_plan(Plan(("kleine-gemeente",), (1,), ("ours",)))


def test_a_method_that_learns_does_so_once(monkeypatch, small_towns):
    class Pupil:
        LABEL, NEEDS, MOST_RESIDENTS = "leerling", (), 1_000
        learn = staticmethod(lambda out, threads: None)

    given = []

    def run(method, folder, threads, learned):
        given.append(learned.read_text(encoding="utf-8"))
        return run_method("exact", folder, threads)

    monkeypatch.setattr(peers, "load_peer", lambda _name: Pupil)
    monkeypatch.setattr(peers, "available", lambda _names: (["leerling"], {}))
    monkeypatch.setattr(
        runner, "learn_method", lambda m, out, n: out.write_text(m + str(len(given)))
    )
    monkeypatch.setattr(runner, "run_method", run)
    table = run_plan(Plan(("kleine-gemeente", "waterbedrijf"), (1, 2), ("leerling",)))
    assert given == ["leerling0", "leerling0"]
    assert table.too_large == [("leerling", "waterbedrijf", 1), ("leerling", "waterbedrijf", 2)]
