"""The command line of the benchmark: its own options and those of export and merge."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from brp_match.benchmark import command
from brp_match.benchmark.export.command import export
from brp_match.benchmark.merge.command import merge
from brp_match.cli import main


@pytest.fixture
def parser():
    whole = argparse.ArgumentParser()
    command.add(whole.add_subparsers())
    return whole


def test_the_benchmark_itself(parser):
    args = parser.parse_args(["benchmark", "--scenario", "a", "b", "--seeds", "3", "--out", "x"])
    assert args.run is command.run
    assert args.scenario == ["a", "b"]
    assert command.command_line(args) == "brp-match benchmark --scenario a b --seeds 3 --out MAP"


def test_a_list_of_the_users_own_is_named_without_its_path(parser):
    args = parser.parse_args(["benchmark", "--names", "/ergens/lijsten", "--speed", "--out", "x"])
    line = command.command_line(args)
    assert line == "brp-match benchmark --seeds 1 --names lijsten --speed --out MAP"


def test_export_and_merge_have_the_options_of_the_federation(parser):
    args = parser.parse_args(["benchmark", "export", "--from", "a", "--out", "b.json", "--yes"])
    assert args.run is export
    assert (args.sources, args.yes) == ([Path("a")], True)
    args = parser.parse_args(["benchmark", "merge", "a.json", "b.json", "--out", "x"])
    assert args.run is merge
    assert args.files == [Path("a.json"), Path("b.json")]


def test_own_data_has_its_options(parser):
    args = parser.parse_args(["benchmark", "--data", "map", "--controle", "exact", "--out", "x"])
    assert args.data == Path("map")
    assert args.controle == "exact"


def test_building_the_command_loads_no_database():
    code = """
import argparse, sys
from brp_match.benchmark import command
command.add(argparse.ArgumentParser().add_subparsers())
print(sorted({"duckdb", "pandas", "numpy", "altair"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "asked", [("--scenario", "onzin"), ("--method", "onzin"), ("--names", "nergens")]
)
def test_what_cannot_begin_leaves_no_folder(asked, tmp_path):
    assert main(["benchmark", *asked, "--out", str(tmp_path / "diep" / "uit")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path):
    assert main(["benchmark", "--scenario", "onzin", "--out", str(tmp_path)]) == 2
    assert tmp_path.is_dir()


def test_a_file_is_no_folder_for_the_results(tmp_path, capsys):
    (tmp_path / "uit").write_text("")
    assert main(["benchmark", "--out", str(tmp_path / "uit")]) == 2
    assert "[UITVOER_IS_BESTAND]" in capsys.readouterr().err


def test_the_help_of_export_and_merge_is_dutch(capsys):
    for inner in ("export", "merge"):
        assert main(["benchmark", inner, "--help"]) == 0
        told = capsys.readouterr().out
        assert told.startswith("gebruik: brp-match benchmark")
        assert "deze uitleg" in told
