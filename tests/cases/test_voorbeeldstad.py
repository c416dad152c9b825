"""The hand-made town: every decision, person and reason code that is expected."""

from __future__ import annotations

import csv
import hashlib
import random
from pathlib import Path

import pytest

from brp_match.cli import main
from shared_data import shared


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def link(town: Path, out: Path, *more: str, signals: Path | None = None) -> int:
    return main(
        [
            "link",
            "--signals", str(signals or town / "signalen.csv"),
            "--residents", str(town / "inwoners.csv"),
            "--previous-addresses", str(town / "vorige_adressen.csv"),
            "--addresses", str(town / "bag.csv"),
            "--out", str(out),
            *more,
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def town() -> Path:
    return shared("cases/voorbeeldstad")


@pytest.fixture(scope="module")
def decided(town: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    out = tmp_path_factory.mktemp("voorbeeldstad") / "uit"
    assert link(town, out) == 0
    return {row["signaal_id"]: row for row in rows(out / "decisions.csv")}


def test_every_signal_is_decided(town: Path, decided: dict[str, dict[str, str]]) -> None:
    assert sorted(decided) == sorted(row["signaal_id"] for row in rows(town / "signalen.csv"))


@pytest.mark.parametrize("number", range(1, 35))
def test_case(number: int, town: Path, decided: dict[str, dict[str, str]]) -> None:
    signaal_id = f"C{number:03d}"
    expected = next(r for r in rows(town / "verwacht.csv") if r["signaal_id"] == signaal_id)
    found = decided[signaal_id]
    assert found["besluit"] in expected["besluit"].split("|"), expected["situatie"]
    if expected["persoon_id"]:
        assert found["persoon_id"] == expected["persoon_id"]
    assert set(expected["redenen"].split("|")) <= set(found["redenen"].split("|"))


def test_same_bytes_over_row_order_and_threads(town: Path, tmp_path: Path) -> None:
    lines = (town / "signalen.csv").read_text(encoding="utf-8").splitlines()
    shuffled = lines[1:]
    random.Random(5).shuffle(shuffled)
    other = tmp_path / "andersom.csv"
    other.write_text("\n".join([lines[0], *shuffled]) + "\n", encoding="utf-8")
    link(town, tmp_path / "a", "--threads", "1")
    link(town, tmp_path / "b", "--threads", "4", signals=other)
    digests = {
        hashlib.sha256((tmp_path / name / "decisions.csv").read_bytes()).hexdigest()
        for name in "ab"
    }
    assert len(digests) == 1


def test_prepared_register_decides_the_same(town: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.duckdb"
    assert (
        main(
            [
                "prepare",
                "--residents", str(town / "inwoners.csv"),
                "--previous-addresses", str(town / "vorige_adressen.csv"),
                "--addresses", str(town / "bag.csv"),
                "--out", str(register),
            ]
        )
        == 0
    )  # fmt: skip
    code = main(
        [
            "link",
            "--signals",
            str(town / "signalen.csv"),
            "--register",
            str(register),
            "--out",
            str(tmp_path / "b"),
        ]
    )
    assert code == 0
    link(town, tmp_path / "a")
    assert (tmp_path / "a/decisions.csv").read_bytes() == (
        tmp_path / "b/decisions.csv"
    ).read_bytes()
