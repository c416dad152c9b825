"""Imports point downward, Splink stands in one module, and the command starts fast."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "brp_match"

LAYERS = [
    {"errors", "model", "proportion", "beside", "cells", "dutch"},
    {"settings", "json_file", "terminal", "arguments", "policy_keys"},
    {"policy_checks"},
    {"reading"},
    {"database", "content", "policy"},
    {"output"},
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
        "import sys, brp_match.cli; brp_match.cli.build_parser(); "
        "print(sorted(m for m in ('splink', 'duckdb', 'pandas', 'great_expectations', 'faker', "
        "'altair', 'fastapi', 'numpy') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
