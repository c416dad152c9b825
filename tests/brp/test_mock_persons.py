"""Asked of the BRP, mock persons of Haal Centraal get the decisions they get from a file: every third of them, or with
BRP_MATCH_QUESTIONS all."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from brp.server import OwnBrp
from brp_match.brp.client import Access, Client
from brp_match.brp.residents import BrpRequest, residents_from_brp
from brp_match.pipeline import LinkRequest, link
from shared_data import shared

EVERY = 1 if "BRP_MATCH_QUESTIONS" in os.environ else 3
KEY = "a key of thirty-two signs or more.."


def signals_about(persons: list[dict[str, Any]], path: Path) -> None:
    """One signal about every person who has an address, as the BRP writes them."""
    columns = ["signaal_id", "vlp", "sector", "voornamen", "voorvoegsel", "achternaam", "geboortedatum", "straatnaam",
               "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam"]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(columns)
        for n, person in enumerate(persons):
            name, stay = person.get("naam", {}), person.get("verblijfplaats", {})
            born = person.get("geboorte", {}).get("datum", "")
            birth = f"{born[6:]}-{born[4:6]}-{born[:4]}" if born and not born.endswith("00") else ""
            out.writerow([
                f"s{n:04d}", "Waterbedrijf" if n % 2 else "Woonstad", "Water" if n % 2 else "Huur",
                name.get("voornamen", "").strip(), name.get("voorvoegsel", ""), name.get("geslachtsnaam", ""), birth,
                stay.get("straat", ""), stay.get("huisnummer", ""), stay.get("huisletter", ""),
                stay.get("huisnummertoevoeging", ""), stay.get("postcode", ""), stay.get("woonplaats", ""),
            ])  # fmt: skip


def decisions(out: Path) -> dict[str, dict[str, str]]:
    with (out / "decisions.csv").open(encoding="utf-8") as file:
        return {row["signaal_id"]: row for row in csv.DictReader(file, delimiter=";")}


def test_the_same_decisions_as_with_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = shared("data/brp/haalcentraal_personen_mock_2024.json")
    monkeypatch.setenv("BRP_MATCH_LOG_KEY", KEY)
    persons = json.loads(source.read_text(encoding="utf-8"))[::EVERY]
    source = tmp_path / "personen.json"
    source.write_text(json.dumps(persons), encoding="utf-8")
    codes = Counter(p["gemeenteVanInschrijving"]["code"] for p in persons)
    own = ",".join(sorted(code for code, _ in codes.most_common(3)))
    signals = tmp_path / "signalen.csv"
    signals_about(persons, signals)
    from_file = LinkRequest((signals,), tmp_path / "bestand", residents=source, gemeente=own)
    link(from_file)
    asked_for = LinkRequest((signals,), tmp_path / "brp", gemeente=own)
    brp = OwnBrp(persons)
    line = Client(Access("https://brp.example/haalcentraal/api/brp"), brp.transport())
    with residents_from_brp(asked_for, BrpRequest(len(persons)), line=line) as answered:
        held = answered.residents
        record = link(answered).record
    assert held is not None
    assert not held.exists()
    file, asked = decisions(tmp_path / "bestand"), decisions(tmp_path / "brp")
    assert {i: row["besluit"] for i, row in asked.items()} == {
        i: row["besluit"] for i, row in file.items()
    }
    same = ("persoon_id", "terugkoppeling", "ddas_status")
    differ = {i for i in file if any(file[i][name] != asked[i][name] for name in same)}
    # without an address and a whole birth date the BRP can be asked nothing of who lives elsewhere
    askable = {i for i in differ if _address(persons[int(i[1:])]) or _born(persons[int(i[1:])])}
    assert askable == set()
    assert len(differ) <= 1
    assert record["bevraging"]["signalen_zonder_antwoord"] == 0
    assert Counter(row["besluit"] for row in file.values())["match"] > 500 / EVERY


def _address(person: dict[str, Any]) -> bool:
    return "postcode" in person.get("verblijfplaats", {})


def _born(person: dict[str, Any]) -> bool:
    return not person.get("geboorte", {}).get("datum", "00").endswith("00")
