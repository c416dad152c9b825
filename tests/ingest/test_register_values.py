"""What an export writes for nothing makes nobody dead or suspended."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register
from brp_match.ingest.register_values import AT_LEAST

COLUMNS = (
    "persoon_id",
    "geslachtsnaam",
    "geboortedatum",
    "gemeente",
    "geheim",
    "opschorting_reden",
    "overlijdensdatum",
)


def read(folder: Path, *status: tuple[str, str]) -> list[tuple[str | None, str | None]]:
    """The reason of suspension and the date of death of residents, as they are read."""
    path = folder / "inwoners.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows(
            (n, "Proef", "19620314", "9001", "0", *one) for n, one in enumerate(status)
        )
    con = connect(threads=1)
    try:
        load_register(con, path)
        return con.execute(
            "SELECT opschorting_reden, overlijdensdatum FROM raw_inwoners ORDER BY persoon_id::INT"
        ).fetchall()
    finally:
        con.close()


@pytest.mark.parametrize(
    "filler",
    ["NULL", "nvt", "-", "9999-12-31", "31-12-9999", "99991231", "0001-01-01", "01-01-0001", "2999-01-01"],
)  # fmt: skip
def test_a_filler_is_no_date_of_death(tmp_path: Path, filler: str) -> None:
    found = read(tmp_path, ("O", "20250302"), ("", filler), ("", filler))
    assert found == [("O", "20250302"), (None, None), (None, None)]


@pytest.mark.parametrize("nought", ["0", "00000000", "00-00-0000"])
def test_noughts_are_a_filler_where_most_have_them(tmp_path: Path, nought: str) -> None:
    most = [("", nought)] * AT_LEAST
    assert read(tmp_path, ("O", "20250302"), *most) == [
        ("O", "20250302"),
        *[(None, None)] * AT_LEAST,
    ]
    assert read(tmp_path, ("O", nought), ("", ""), ("", "")) == [
        ("O", nought),
        (None, None),
        (None, None),
    ]


def test_few_residents_may_have_died_on_one_day(tmp_path: Path) -> None:
    assert read(tmp_path, ("O", "20250302"), ("O", "20250302")) == [("O", "20250302")] * 2


def test_codes_of_the_register_stay(tmp_path: Path) -> None:
    assert read(tmp_path, (".", ""), (".", ""), ("NULL", "")) == [
        (".", None),
        (".", None),
        (None, None),
    ]
    assert read(tmp_path, ("E", ""), ("e", "")) == [("E", None)] * 2


@pytest.mark.parametrize("status", [("N", ""), ("", "19000101")])
def test_one_value_of_most_residents_is_asked_about(
    tmp_path: Path, status: tuple[str, str]
) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read(tmp_path, ("", ""), *[status] * AT_LEAST)
    assert [fault.code for fault in caught.value.faults] == ["INWONERS_VULWAARDE"]
    assert "19000101" not in str(caught.value)
