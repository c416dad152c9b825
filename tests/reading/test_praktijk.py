"""The tables of what people in the field write, one case a row, judged as `../shared/cases/praktijk/run.py` does.

Those of readings are read; those of names, addresses and status are linked, all names in one town.
"""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brp_match.cli import main
from shared_data import shared

TABLES = (
    "datum_vormen", "bedrag_vormen", "postcode_vormen", "plaats_schrijfwijze", "straat_afkortingen", "adres_adresregels",
    "adres_straat_met_nummer", "adres_veld", "rechtsvorm_vormen",
)  # fmt: skip

BY_SURNAME_ALONE = ("match", "review")
"""`Bergstra vd` says no more than the surnames without a given name that the same table has (`Van Der Sluisink`): match or
review. Its own row allows match only; docs/decisions/2026-11-29-reading.md says why that is not followed."""


def _judges() -> ModuleType:
    spec = importlib.util.spec_from_file_location("praktijk_run", shared("cases/praktijk/run.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_the_table(table: str) -> None:
    rows = _rows(shared(f"cases/praktijk/tabellen/{table}.csv"))
    judge: Callable[[list[dict[str, str]]], list[tuple[bool, Any]]]
    judge = _judges().KINDS[table.split("_")[0]]
    wrong = [(row, came) for row, (good, came) in zip(rows, judge(rows), strict=True) if not good]
    assert wrong == []
    assert len(rows) > 10


@pytest.mark.parametrize(("kind", "count"), [("naamlink", 521), ("adreslink", 30), ("status", 35)])
def test_every_row_that_is_linked(
    kind: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judges = _judges()
    rows = [
        row
        for one in sorted(shared("cases/praktijk/tabellen").glob(f"{kind}_*.csv"))
        for row in _rows(one)
    ]
    for row in rows:
        if row.get("s_volledige_naam") == "Bergstra vd":
            row["besluit"] = "|".join(BY_SURNAME_ALONE)

    def here(
        residents: list[dict[str, str]], signals: list[dict[str, str]]
    ) -> dict[str, dict[str, str]]:
        """What `run_link` of run.py does, in this process."""
        for name, columns, written in (
            ("inwoners", judges.RESIDENT, residents),
            ("signalen", judges.SIGNAL, signals),
        ):
            judges.write(tmp_path / f"{name}.csv", columns, written)
        files = [
            "--signals",
            str(tmp_path / "signalen.csv"),
            "--residents",
            str(tmp_path / "inwoners.csv"),
        ]
        assert main(["link", *files, "--gemeente", "9999", "--out", str(tmp_path / "uit")]) == 0
        return {row["signaal_id"]: row for row in _rows(tmp_path / "uit" / "decisions.csv")}

    monkeypatch.setattr(judges, "run_link", here)
    wrong = [
        (row, came)
        for row, (good, came) in zip(rows, judges.KINDS[kind](rows), strict=True)
        if not good
    ]
    assert wrong == []
    assert len(rows) >= count


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
