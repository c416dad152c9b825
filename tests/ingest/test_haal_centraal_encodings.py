"""Haal Centraal persons are read in every encoding that a file of signals may have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register

PERSONS = [
    {
        "aNummer": f"100000000{number}",
        "naam": {"voornamen": "Zoë", "geslachtsnaam": name},
        "geboorte": {"datum": "19800102"},
        "gemeenteVanInschrijving": {"code": "0518"},
    }
    for number, name in enumerate(("Müller", "Łukasz", "de Vries"))
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_every_encoding(tmp_path: Path, encoding: str, wrapped: bool) -> None:
    path = tmp_path / "inwoners.json"
    value = {"type": "Raadpleeg", "personen": PERSONS} if wrapped else PERSONS
    path.write_bytes(json.dumps(value, ensure_ascii=False, indent=1).encode(encoding))
    con = connect()
    load_register(con, path)
    assert con.execute(
        "SELECT regel, persoon_id, voornamen, geslachtsnaam, geboortedatum, gemeente FROM raw_inwoners ORDER BY 1"
    ).fetchall() == [
        (1, "1000000000", "Zoë", "Müller", "19800102", "0518"),
        (2, "1000000001", "Zoë", "Łukasz", "19800102", "0518"),
        (3, "1000000002", "Zoë", "de Vries", "19800102", "0518"),
    ]
    told = "utf-16" if encoding.startswith("utf-16") else encoding
    assert con.execute("SELECT indeling, codering, rijen FROM bronnen").fetchall() == [
        ("haalcentraal-gba", told, 3)
    ]
    con.close()


def test_cut_off_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.json"
    path.write_bytes(json.dumps(PERSONS, indent=1).encode("utf-16")[:-40])
    con = connect()
    with pytest.raises(BrpMatchError, match="JSON_ONLEESBAAR"):
        load_register(con, path)
    con.close()
