"""What goes in and out of a function does not change under it: records are frozen, but those that are filled."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "brp_match"
FILLED = {
    "benchmark/runner.py:Table", "brp/ask.py:Asked", "conformance/town.py:Town",
    "ingest/rows.py:Rows", "ingest/sheets.py:Sheet", "ingest/sheets.py:SheetRow", "rates/counts.py:SourceCounts",
    "report/release_mends.py:Room", "review/intake.py:Arrival", "steps.py:Run", "synthetic/person.py:Draft",
    "web/register_upload.py:Job",
}  # fmt: skip
"""Records that somebody fills or counts in while at work."""


def test_records_are_frozen_but_for_those_that_are_filled() -> None:
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for made in node.decorator_list if isinstance(node, ast.ClassDef) else ():
                text = ast.unparse(made)
                if text.startswith("dataclass"):
                    name = f"{path.relative_to(SOURCE).as_posix()}:{node.name}"
                    found["frozen=True" in text].add(name)
    assert found[False] == FILLED
    assert len(found[True]) > 300
