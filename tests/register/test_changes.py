"""A month's changes over a prepared register give what all files together would have given."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.database import connect, quote_literal, run_step
from brp_match.lookup.store import store_of
from brp_match.prepare import prepare

HEADER = "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode;woonplaats\n"
FORMER = "persoon_id;straat;huisnummer;postcode;woonplaats;datum_tot\n"


def person(
    number: int, street: str = "Kerkstraat", name: str = "Jansen", given: str = "Anna"
) -> str:
    return f"10000000{number:02};{given};{name};1980{number % 12 + 1:02}14;9001;0;{street};{number};1234AB;Proef\n"


def former(number: int, street: str) -> str:
    return f"10000000{number:02};{street};3;1234AC;Proef;20240102\n"


@pytest.fixture
def registers(tmp_path: Path) -> tuple[Path, Path]:
    """The register of before with the changes laid over it, and the whole new one."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    old = write("oud.csv", HEADER + "".join(person(n) for n in range(1, 9)))
    old_former = write("oud-vorige.csv", FORMER + former(1, "Oudpad") + former(2, "Oudweg"))
    # 2 moved, 5 has another name, 9 is new, and whoever came before the others by number too
    changed = person(2, "Dorpsweg") + person(5, name="de Vries") + person(9, given="Bo") + person(0)
    changes = write("nieuw.csv", HEADER + changed)
    changes_former = write(
        "nieuw-vorige.csv", FORMER + former(2, "Kerkstraat") + former(5, "Zijpad")
    )
    whole = write("alles.csv", HEADER + "".join(person(n) for n in (1, 3, 4, 6, 7, 8)) + changed)
    whole_former = write(
        "alles-vorige.csv",
        FORMER + former(1, "Oudpad") + former(2, "Kerkstraat") + former(5, "Zijpad"),
    )
    prepare(old, tmp_path / "oud.duckdb", previous_addresses=old_former, threads=1)
    prepare(whole, tmp_path / "alles.duckdb", previous_addresses=whole_former, threads=1)
    asked = ["prepare", "--register", str(tmp_path / "oud.duckdb"), "--changes", str(changes),
             "--previous-addresses", str(changes_former), "--threads", "1", "--out", str(tmp_path / "bij.duckdb")]  # fmt: skip
    assert main(asked) == 0
    return tmp_path / "bij.duckdb", tmp_path / "alles.duckdb"


def test_changes_give_the_whole_register(registers: tuple[Path, Path]) -> None:
    con = connect()
    try:
        for name, path in zip("ab", registers, strict=True):
            run_step(con, f"ATTACH {quote_literal(str(path))} AS {name} (READ_ONLY)")
        tables = [
            str(row[0])
            for row in con.execute(
                """SELECT table_name FROM information_schema.tables WHERE table_catalog = 'a'
                AND (table_name LIKE 'std_%' OR table_name LIKE 'tel_%' OR table_name LIKE 'raw_%') ORDER BY 1"""
            ).fetchall()
        ]
        assert len(tables) > 15
        for table in tables:
            less = "EXCLUDE (bron, regel)" if table.startswith("raw_") else ""
            a, b = (
                con.execute(f"SELECT * {less} FROM {one}.{table} ORDER BY ALL").fetchall()
                for one in "ab"
            )
            assert a == b, table
        assert con.execute("SELECT count(*) FROM a.std_inwoners").fetchall() == [(10,)]
    finally:
        con.close()
    # and what a single look-up reads, to the byte
    assert store_of(registers[0]).read_bytes() == store_of(registers[1]).read_bytes()


def test_changes_need_a_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["prepare", "--changes", str(tmp_path / "x.csv"), "--out", str(tmp_path / "r.duckdb")]
    assert main(asked) == 2
    assert "WIJZIGINGEN_ONVOLLEDIG" in capsys.readouterr().err
