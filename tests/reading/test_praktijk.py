"""The tables of what people in the field write, one case a row, judged as `../shared/cases/praktijk/run.py` does."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from shared_data import shared

TABLES = (
    "datum_vormen", "bedrag_vormen", "postcode_vormen", "plaats_schrijfwijze", "straat_afkortingen", "adres_adresregels",
    "adres_straat_met_nummer", "adres_veld",
)  # fmt: skip


def _judges() -> ModuleType:
    spec = importlib.util.spec_from_file_location("praktijk_run", shared("cases/praktijk/run.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_table(table: str) -> None:
    path = shared(f"cases/praktijk/tabellen/{table}.csv")
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    judge: Callable[[list[dict[str, str]]], list[tuple[bool, Any]]]
    judge = _judges().KINDS[table.split("_")[0]]
    wrong = [(row, came) for row, (good, came) in zip(rows, judge(rows), strict=True) if not good]
    assert wrong == []
    assert len(rows) > 10
