"""How often names, dates and addresses occur: of who has secrecy nothing is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from brp_match.database import connect
from brp_match.prepare import load_and_build
from rules.town import RESIDENT, Row, filler, resident, write

COUNTS = (
    "tel_achternaam", "tel_voornaam", "tel_groep", "tel_letter", "tel_naampaar", "tel_datum", "tel_adres",
)  # fmt: skip
VISIBLE = resident("P1", voornamen="Anna Maria", geslachtsnaam="Zonderling", naamgebruik="E")
SECRET = resident(
    "P2", voornamen="Anna", geslachtsnaam="Zonderling", partner_geslachtsnaam="Kampstra", geboortedatum="19810101",
)  # fmt: skip


def counted(folder: Path, people: list[Row]) -> dict[str, list[tuple[Any, ...]]]:
    """Every count of a register of these people, without what does not occur."""
    folder.mkdir()
    con = connect(threads=1)
    try:
        path = write(folder / "inwoners.csv", RESIDENT, people)
        load_and_build(con, path, None, None, None, lambda _: None)
        found = {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in COUNTS}
    finally:
        con.close()
    return {name: [row for row in rows if any(row[-2:])] for name, rows in found.items()}


@pytest.mark.parametrize("geheim", ["1", "7", "0"])
def test_who_has_secrecy_is_in_no_count(tmp_path: Path, geheim: str) -> None:
    """Else the chance of a housemate or a namesake tells who may not see them that somebody lives there."""
    others = [*filler(20), VISIBLE]
    with_one = counted(tmp_path / "met", [*others, {**SECRET, "geheim": geheim}])
    assert (with_one == counted(tmp_path / "zonder", others)) is (geheim != "0")
