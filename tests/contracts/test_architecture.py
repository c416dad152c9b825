"""Imports point downward, Splink stands in one module, and the command starts fast."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "brp_match"

LAYERS = [
    {
        "errors",
        "model",
        "proportion",
        "noise",
        "beside",
        "cells",
        "dutch",
        "html_page",
        "templates",
        "csv_file",
    },
    {
        "other_process",
        "settings",
        "json_file",
        "toml_file",
        "terminal",
        "arguments",
        "policy_keys",
        "scratch",
    },
    {"policy_checks", "workers"},
    {"reading"},
    {"database", "content", "policy"},
    {"arrays", "output", "run_tables", "workbooks"},
    {"ingest", "register"},
    {"standardise"},
    {"delivery"},
    {"validate"},
    {"link"},
    {"decide"},
    {"cases"},
    {"lookup"},
    {"run_record", "prepare"},
    {"steps"},
    {"reading_steps", "matching_steps", "deciding_steps"},
    {"link_steps"},
    {"pipeline"},
    {"brp", "country"},
    {"report", "synthetic", "explain", "differences", "demo_page"},
    {"lists"},
    {"review"},
    {"benchmark", "model_rates"},
    {"conformance", "demo_story"},
    {"rates"},
    {"web", "commands", "demo", "steps_page", "model_card"},
    {"evidence"},
    {"options"},
    {"cli"},
    {"__main__"},
]
"""From the bottom up: a module may import its own part and parts in rows above it."""

RANK = {part: rank for rank, row in enumerate(LAYERS) for part in row}
MODULES = sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "brp_match":
                names |= {alias.name for alias in node.names if alias.name in RANK}
            elif node.module.startswith("brp_match."):
                names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("brp_match.")}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_downward(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    assert part in RANK, f"{part} has no place in the house"
    wrong = {
        other
        for other in imported_parts(path)
        if other != part and RANK.get(other, -1) >= RANK[part]
    }
    assert not wrong


def test_only_the_engine_imports_splink() -> None:
    users = [
        str(path.relative_to(SOURCE))
        for path in MODULES
        if any(
            (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "splink")
            or (
                isinstance(node, ast.Import)
                and any(a.name.split(".")[0] == "splink" for a in node.names)
            )
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert [user for user in users if not user.startswith("benchmark")] == ["link/engine.py"]


def test_the_command_imports_nothing_heavy() -> None:
    code = (
        "import sys, brp_match.options; brp_match.options.build_parser(); "
        "print(sorted(m for m in ('splink', 'duckdb', 'pandas', 'great_expectations', 'faker', "
        "'altair', 'fastapi', 'numpy') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
    ]
    # the first migration stays as it was released
    assert long == ["review/migrations/versions/0001_start.py:_tables"]


def depth_of_selects(sql: str) -> int:
    """How many SELECTs stand one within the other, by brackets."""
    open_ones, deepest = [False], 1
    for sign in re.findall(r"\(|\)|\bSELECT\b", sql):
        if sign == "(":
            open_ones.append(False)
        elif sign == ")":
            open_ones = open_ones[:-1] or [False]
        else:
            open_ones[-1] = True
            deepest = max(deepest, sum(open_ones))
    return deepest


def test_the_depth_of_selects_is_counted() -> None:
    assert depth_of_selects("SELECT a FROM b") == 1
    assert depth_of_selects("WITH b AS (SELECT 1) SELECT a FROM (SELECT a FROM (SELECT 2))") == 3


def test_no_select_stands_deeper_than_three() -> None:
    deep = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant | ast.JoinedStr)
        and depth_of_selects(ast.unparse(node)) > 3
    ]
    assert deep == []


LARGEST = 300
"""Lines of a module. Rooms aim at 60 to 200; what is larger is one list or one set of records that is read whole."""

LARGER = {
    "report/firewall.py",
    "report/wording.py",
}


def test_no_other_module_grows_beyond_what_can_be_read_at_once() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for path in MODULES
        if len(path.read_text(encoding="utf-8").splitlines()) > LARGEST
    }
    assert found <= LARGER
