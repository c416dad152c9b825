"""Which municipality a row is for, on tables of a few rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.country.split import split
from brp_match.database import connect, parquet_sql
from brp_match.errors import BrpMatchError
from brp_match.pipeline import LinkRequest
from brp_match.prepare import prepare

RESIDENTS = """persoon_id;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode;woonplaats
1;Aa;19800101;9101;0;Kerkstraat;1;1000AA;Stad
2;Bee;19800101;9101;0;Kerkstraat;2;1000AA;Stad
3;Cee;19800101;9102;0;Dorpsweg;1;2000 ab;Dorp
4;Dee;19800101;9102;0;Dorpsweg;2;2000AB;Dorp
5;Ee;19800101;9103;0;Verweg;1;3000AA;Ver
6;Ef;19800101;1999;0;;;;
7;Gee;19800101;;0;;;;
"""
FORMER = """persoon_id;straat;huisnummer;postcode;woonplaats
5;Kerkstraat;3;1000AA;Stad
6;Dorpsweg;3;2000AB;Dorp
"""
ADDRESSES = """straat;huisnummer;postcode;woonplaats;gebruiksdoel
Kerkstraat;9;1000AA;Stad;winkelfunctie
Zijpad;1;;Dorp;overige gebruiksfunctie
Nergens;1;9999ZZ;Nergens;winkelfunctie
"""
SIGNALS = """signaal_id;vlp;achternaam;gemeente;postcode;plaatsnaam
a;Bron;Aa;9101;2000AB;
b;Bron;Bee;;2000AB;
c;Bron;Cee;;9999ZZ;DORP
d;Bron;Dee;0363;1000AA;Stad
e;Bron;Ee;Stad;1000AA;
f;Bron;Ef;;;
g;Bron;Gee;9103;;
h;Bron;Haa;9103;;
"""


@pytest.fixture
def files(tmp_path: Path) -> LinkRequest:
    for name, text in (
        ("inwoners", RESIDENTS), ("vorige", FORMER), ("adressen", ADDRESSES), ("signalen", SIGNALS),
    ):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return LinkRequest(
        signals=(tmp_path / "signalen.csv",), residents=tmp_path / "inwoners.csv",
        previous_addresses=tmp_path / "vorige.csv", addresses=tmp_path / "adressen.csv", out=tmp_path / "uit",
    )  # fmt: skip


def held(folder: Path, table: str, column: str) -> list[tuple[str, str]]:
    con = connect()
    try:
        source = parquet_sql(folder / f"{table}.parquet")
        return con.execute(f"SELECT deel, {column} FROM {source} ORDER BY ALL").fetchall()
    finally:
        con.close()


def test_rows_go_where_they_belong(files: LinkRequest, tmp_path: Path) -> None:
    folder = tmp_path / "delen"
    folder.mkdir()
    found = split(files, (), folder)
    # what the signal says goes before its postcode, and that before its town
    assert held(folder, "raw_signalen", "signaal_id") == [
        ("9101", "a"), ("9101", "e"), ("9102", "b"), ("9102", "c"),
    ]  # fmt: skip
    # who left, for whatever place, is looked for where they left
    assert held(folder, "raw_inwoners", "persoon_id") == [
        ("9101", "1"), ("9101", "2"), ("9101", "5"), ("9102", "3"), ("9102", "4"), ("9102", "6"),
    ]  # fmt: skip
    assert held(folder, "raw_vorige_adressen", "persoon_id") == [("9101", "5"), ("9102", "6")]
    assert held(folder, "raw_adressen", "straat") == [("9101", "Kerkstraat"), ("9102", "Zijpad")]
    counts = held(folder, "bronnen", "[soort, rijen::VARCHAR]")
    assert ("9101", ["signalen", "2"]) in counts
    assert ("9102", ["inwoners", "3"]) in counts
    aside = (folder / "quarantine.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(";")[1:3] for line in aside] == [
        ["5", "GEMEENTE_ONBEKEND"], ["7", "GEMEENTE_ONTBREEKT"], ["8", "GEMEENTE_ONVOLLEDIG"],
        ["9", "GEMEENTE_ONVOLLEDIG"],
    ]  # fmt: skip
    assert (found.rows, found.aside, found.idle, found.nowhere) == (8, 4, 2, 1)


def test_a_register_that_does_not_tell_who_is_secret_is_refused(
    files: LinkRequest, tmp_path: Path
) -> None:
    text = (tmp_path / "inwoners.csv").read_text(encoding="utf-8")
    (tmp_path / "inwoners.csv").write_text(text.replace("geheim", "onbekend"), encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        split(files, (), tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["GEHEIM_ONTBREEKT"]


def test_a_prepared_register_is_shared_out_the_same(files: LinkRequest, tmp_path: Path) -> None:
    assert files.residents is not None
    prepare(
        files.residents, tmp_path / "register.duckdb", previous_addresses=files.previous_addresses,
        addresses=files.addresses, gemeente="9101,9102,9103", threads=1,
    )  # fmt: skip
    prepared = replace(
        files, residents=None, previous_addresses=None, addresses=None, register=tmp_path / "register.duckdb"
    )  # fmt: skip
    shares = []
    for name, request in (("bestanden", files), ("register", prepared)):
        (tmp_path / name).mkdir()
        shares.append(split(request, (), tmp_path / name).shares)
    assert shares[0] == shares[1]
    for table, column in (
        ("raw_signalen", "signaal_id"), ("raw_inwoners", "persoon_id"), ("raw_adressen", "straat"),
        ("raw_vorige_adressen", "persoon_id"), ("bronnen", "[bron::VARCHAR, soort, rijen::VARCHAR]"),
    ):  # fmt: skip
        assert held(tmp_path / "register", table, column) == held(
            tmp_path / "bestanden", table, column
        )
