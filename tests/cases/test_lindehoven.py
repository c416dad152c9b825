"""The project's own hand-made town: what comes out of every situation, in a month and alone."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.model import Reason

TOWN = Path(__file__).resolve().parents[1] / "data" / "lindehoven"
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


EXPECTED = rows(TOWN / "verwacht.csv")
EXACT = (
    "besluit",
    "persoon_id",
    "redenen",
    "ddas_status",
    "terugkoppeling",
    "terugkoppeling_status",
    "toelichting",
)


def files(*kinds: str) -> list[str]:
    found = {
        "--signals": "signalen.csv",
        "--residents": "inwoners.csv",
        "--previous-addresses": "vorige_adressen.csv",
        "--addresses": "bag.csv",
    }
    return [text for kind in kinds for text in (kind, str(TOWN / found[kind]))]


REGISTER = ("--residents", "--previous-addresses", "--addresses")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    out = tmp_path_factory.mktemp("lindehoven") / "uit"
    assert main(["link", *files("--signals", *REGISTER), "--out", str(out)]) == 0
    return {row["signaal_id"]: row for row in rows(out / "decisions.csv")}


def log_odds(chance: str) -> float:
    bounded = min(max(float(chance), 1e-5), 1 - 1e-5)
    return math.log2(bounded / (1 - bounded))


def test_every_signal_is_decided_once(decided: dict[str, Row]) -> None:
    delivered = Counter(row["signaal_id"] for row in rows(TOWN / "signalen.csv"))
    assert delivered == Counter(list(decided))
    assert len(EXPECTED) == len(decided)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: f"{row['signaal_id']}")
def test_case(expected: Row, decided: dict[str, Row]) -> None:
    found = decided[expected["signaal_id"]]
    assert {name: found[name] for name in EXACT} == {name: expected[name] for name in EXACT}
    assert abs(log_odds(found["kans"]) - log_odds(expected["kans"])) < 1


def test_probabilities_of_a_signal_leave_room_for_nobody(decided: dict[str, Row]) -> None:
    for row in decided.values():
        chances = [
            float(row[name] or 0) for name in ("kans", "tweede_kans", "kans_geen") if row[name]
        ]
        assert all(0 <= chance <= 1 for chance in chances)
        # six decimals each
        assert sum(chances) < 1 + 3e-6


def test_every_reason_of_a_decision_is_said_somewhere(decided: dict[str, Row]) -> None:
    codes = {code for row in decided.values() for code in row["redenen"].split("|")}
    missing = codes - set(Reason.__members__)
    assert not missing
    # so many of the codes the town reaches: a code that falls out is a situation that went
    assert len(codes) >= 33


def test_a_prepared_register_decides_the_same(decided: dict[str, Row], tmp_path: Path) -> None:
    register = tmp_path / "register.duckdb"
    assert main(["prepare", *files(*REGISTER), "--out", str(register)]) == 0
    more = ["--register", str(register), "--out", str(tmp_path / "uit")]
    assert main(["link", *files("--signals"), *more]) == 0
    assert {row["signaal_id"]: row for row in rows(tmp_path / "uit/decisions.csv")} == decided
