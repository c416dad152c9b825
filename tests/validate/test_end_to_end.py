"""Every fault of the examples in files, through `brp-match validate`: what fires, and what does not."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from brp_match.cli import main
from brp_match.ingest.columns import ADDRESSES, RESIDENTS, SIGNALS
from validate.examples import EXPECTATIONS, Example, examples, rows_of, write_run
from validate.tables import ADDRESSES_OF_EXAMPLES, RESIDENT, SIGNAL

Found = dict[tuple[str, str], set[int]]
"""(signalen or inwoners, code) → line numbers."""


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def validated(folder: Path, *argv: str | Path) -> Found:
    assert main(["validate", *map(str, argv), "--out", str(folder / "uit")]) == 0
    record = json.loads((folder / "uit" / "expectations.json").read_text(encoding="utf-8"))
    return {
        (item["over"], item["code"]): {line for lines in item["regels"].values() for line in lines}
        for item in record["verwachtingen"]
    }


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Found, dict[str, list[int]]]:
    """All faults in two files; with each example the lines it stands on."""
    folder = tmp_path_factory.mktemp("planted")
    files: dict[str, list[dict[str, Any]]] = {"signalen": [], "inwoners": []}
    before: list[dict[str, Any]] = []
    lines: dict[str, list[int]] = {}
    for number, example in enumerate(e for e in examples() if e.soort == "fout"):
        over = example.verwachting.over
        if over == "leveringen":
            continue
        for row in rows_of(example):
            if row.pop("eerder", None):
                before.append(row)
                continue
            if over == "inwoners" and row["huisnummer"] == "1":
                row["huisnummer"] = str(100 + number)
            files[over].append(row)
            lines.setdefault(example.name, []).append(len(files[over]) + 1)
    write_run(folder / "eerder", before)
    found = validated(
        folder,
        "--signals", write_csv(folder / "signalen.csv", SIGNALS, files["signalen"]),
        "--residents", write_csv(folder / "inwoners.csv", RESIDENTS, files["inwoners"]),
        "--addresses", write_csv(folder / "adressen.csv", ADDRESSES, ADDRESSES_OF_EXAMPLES),
        "--history", folder / "eerder",
    )  # fmt: skip
    return found, lines


def faults() -> list[Example]:
    return [e for e in examples() if e.soort == "fout" and e.verwachting.over != "leveringen"]


@pytest.mark.parametrize("example", faults(), ids=lambda example: str(example.name))
def test_a_planted_fault_is_found_on_its_line(
    example: Example, planted: tuple[Found, dict[str, list[int]]]
) -> None:
    found, lines = planted
    assert lines[example.name][-1] in found[example.verwachting.over, example.verwachting.id]


def test_a_clean_delivery_raises_nothing(tmp_path: Path) -> None:
    signals = [{**SIGNAL, "signaal_id": "S1"}]
    found = validated(
        tmp_path,
        "--signals", write_csv(tmp_path / "signalen.csv", SIGNALS, signals),
        "--residents", write_csv(tmp_path / "inwoners.csv", RESIDENTS, [RESIDENT]),
        "--addresses", write_csv(tmp_path / "adressen.csv", ADDRESSES, ADDRESSES_OF_EXAMPLES),
    )  # fmt: skip
    assert {code: rows for code, rows in found.items() if rows} == {}
    assert len(found) == len(EXPECTATIONS)
