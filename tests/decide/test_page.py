"""docs/besluiten.md is what the code decides."""

from __future__ import annotations

from pathlib import Path

from brp_match.decide.page import SITUATIONS, lines

PAGE = Path(__file__).resolve().parents[2] / "docs" / "besluiten.md"


def test_the_page_is_what_the_code_decides() -> None:
    assert PAGE.read_text(encoding="utf-8") == "\n".join(lines()) + "\n"


def test_of_who_has_secrecy_no_row_says_more_than_another_reason() -> None:
    rows = [line for line in lines() if "met geheimhouding" in line and "| reject |" in line]
    assert len(rows) == 5
    assert all("Niet opgepakt: andere reden" in row for row in rows)
    assert len(SITUATIONS) == 42


def test_of_another_reason_the_deliverer_never_hears_which() -> None:
    rows = [
        line
        for line in lines()
        if "| Niet opgepakt: andere reden | " in line and "| reject |" in line
    ]
    assert len(rows) >= 10
    assert all(row.endswith("| alleen dit, en niet waarom |") for row in rows)
