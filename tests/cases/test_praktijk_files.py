"""Files as programs of the field really write them (../shared/cases/praktijk): each folder comes out as it should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from brp_match.cli import main
from shared_data import shared

FOLDERS = (
    "01-xlsx-dimension-rijen", "02-xlsx-dimension-kolommen", "03-haalcentraal-vastgesteld-niet-op-adres",
    "04-onderzoek-89999", "05-appartement-achter-nummer", "06-aanspreekvorm-aan-de-heer", "07-titels-achter-elkaar",
    "09-geslachtsnaam-punt-of-streepje", "11-geboortedatum-onleesbaar-is-ontbreekt", "13-xlsx-fout-in-ongebruikte-kolom", "14-csv-korte-rijen", "16-nlextract-adres-full",
    "19-csv-kop-met-regeleinde", "21-klantnummer-voorloopnullen", "23-xlsx-dimension-inwoners",
)  # fmt: skip


WRONG_IN_THE_CASE = {("11-geboortedatum-onleesbaar-is-ontbreekt", "S5")}
"""Its milliseconds are 23 March 1962, its resident is born on the 14th (docs/decisions/2026-11-29-reading.md)."""


def of(folder: Path, name: str) -> Path | None:
    return next(iter(sorted(folder.glob(f"{name}.*"))), None)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.mark.parametrize("name", FOLDERS)
def test_the_folder(name: str, tmp_path: Path) -> None:
    folder = shared(f"cases/praktijk/{name}")
    register = ["--residents", str(of(folder, "inwoners")), "--gemeente", "9999"]
    args = ["link", "--signals", str(of(folder, "signalen")), *register]
    if addresses := of(folder, "adressen"):
        args += ["--addresses", str(addresses)]
    if earlier := of(folder, "oktober"):
        out = tmp_path / "oktober"
        assert main(["link", "--signals", str(earlier), *register, "--out", str(out)]) == 0
        args += ["--history", str(out)]
    assert main([*args, "--out", str(tmp_path / "uit")]) == 0
    found = {row["signaal_id"]: row for row in rows(tmp_path / "uit" / "decisions.csv")}
    for wanted in rows(folder / "verwacht.csv"):
        if (name, wanted["signaal_id"]) in WRONG_IN_THE_CASE:
            continue
        got = found[wanted["signaal_id"]]
        assert got["besluit"] in wanted["besluit"].split("|")
        assert wanted["persoon_id"] in ("", got["persoon_id"])
        assert set(filter(None, wanted["redenen"].split("|"))) <= set(got["redenen"].split("|"))
