"""The command line of the benchmark: its own options and those of export and merge."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from brp_match.benchmark import command, federation


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
    assert args.run is federation.export
    assert (args.sources, args.yes) == ([Path("a")], True)
    args = parser.parse_args(["benchmark", "merge", "a.json", "b.json", "--out", "x"])
    assert args.run is federation.merge
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
