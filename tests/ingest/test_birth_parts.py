"""A birth date in three columns is one column, wherever they stand and whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.ingest import load_signals
from brp_match.ingest.birth_parts import birth_parts


def births(tmp_path: Path, text: str) -> list[str | None]:
    path = tmp_path / "levering.csv"
    path.write_text(text, encoding="utf-8")
    con = connect(threads=1)
    load_signals(con, [path])
    found = con.execute("SELECT geboortedatum FROM raw_signalen ORDER BY regel").fetchall()
    ((left_out,),) = con.execute("SELECT weggelaten FROM bronnen").fetchall()
    con.close()
    assert left_out == []
    return [row[0] for row in found]


@pytest.mark.parametrize(
    "names", ["geb_dag;geb_maand;geb_jaar", "Geboortedag;Geboortemaand;Geboortejaar", "dag geboorte;mnd geboorte;jaar geboorte"]
)  # fmt: skip
def test_the_parts_are_one_date(names: str, tmp_path: Path) -> None:
    day, month, year = names.split(";")
    head = f"signaal_id;vlp;{year};achternaam;{day};{month}"
    rows = ["S1;Water;1962;Vos;14;3", "S2;Water;1970;Bok;1;maart", "S3;Water;1980;Smit;;", "S4;Water;;Dam;;", "S5;Water;1981;Bos;;5"]  # fmt: skip
    again = [head, "S6;Water;1990;Pot;2;12"]
    assert births(tmp_path, "\n".join([head, *rows, *again]) + "\n") == [
        "14-3-1962", "1-maart-1970", "1980", None, "00-5-1981", "2-12-1990",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        # one is missing, one stands twice, or the whole date is there
        ["geb_dag", "geb_maand"],
        ["geb_dag", "geb_maand", "geb_jaar", "geboortejaar"],
        ["geboortedatum", "geb_dag", "geb_maand", "geb_jaar"],
        ["dag", "maand", "jaar"],
        ["geboortedag"],
    ],
)
def test_other_columns_are_no_parts(header: list[str]) -> None:
    assert birth_parts(header) is None
