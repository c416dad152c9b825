"""`explain` shows one decision: nothing cut off, weights that add up, and what became of a row set aside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.database import connect, parquet_sql
from ingest.broken import GOOD, HEADER, MARK

RESIDENTS = (
    "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode;woonplaats\n"
    f"P1;Piet;{MARK};19800102;9999;0;Burgemeester van der Lange Naamlaan;3;1234AB;Dorp\n"
    f"P2;Karel;{MARK};19820102;9999;0;Burgemeester van der Lange Naamlaan;3;1234AB;Dorp\n"
)
FORMER = (
    "persoon_id;straat;huisnummer;postcode;woonplaats;datum_van;datum_tot\n"
    "P1;Oudeweg;1;1234AD;Dorp;19900101;20000630\nP1;Nieuweweg;2;1234AE;Dorp;20000701;20240100\n"
)
BUSINESS = "S2;Waterbron;Water;Grillroom Kaya B.V.;;;Winkelstraat;8;1234AC;10"
NOBODY = "S3;Waterbron;Water;Qureshi;Zed;1961-05-05;Verweg;99;9999ZZ;10"
NO_DELIVERER = GOOD.replace("S1;Waterbron", "S4;")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uitleg")
    (folder / "r.csv").write_text(RESIDENTS, encoding="utf-8")
    rows = [HEADER, GOOD, BUSINESS, NOBODY, NO_DELIVERER]
    (folder / "s.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "v.csv").write_text(FORMER, encoding="utf-8")
    args = ["link", "--signals", str(folder / "s.csv"), "--residents", str(folder / "r.csv")]
    args += ["--previous-addresses", str(folder / "v.csv")]
    assert main([*args, "--out", str(folder / "uit")]) == 0
    return folder / "uit"


def told(
    signal: str, run: Path, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> str:  # fmt: skip
    monkeypatch.setenv("COLUMNS", str(width))
    capsys.readouterr()
    assert main(["explain", signal, "--run", str(run)]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [44, 60, 100])
def test_weights_add_up_and_nothing_is_cut_off(
    width: int, run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = told("S1", run, width, capsys, monkeypatch)
    assert max(len(line) for line in text.splitlines()) <= width
    table = [
        [float(number.replace(",", ".")) for number in re.findall(r"[+-]?\d+,\d", line)]
        for line in text.splitlines()
        if re.match(r"(Achternaam|Voornaam|Adres|Geboortedatum|Samen) +[+-]?\d+,\d +[+-]?\d+,\d", line)
    ]  # fmt: skip
    *parts, total = table
    assert len(parts) == 4
    assert total == [pytest.approx(sum(column)) for column in zip(*parts, strict=True)]
    assert total[0] > total[1]
    words = " ".join(text.split())
    assert "Burgemeester" in words
    assert "Naamlaan" in words
    assert "2. P2" in words


def test_a_legal_person_and_nobody(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "RECHTSPERSOON" in told("S2", run, 100, capsys, monkeypatch)
    nobody = told("S3", run, 100, capsys, monkeypatch)
    assert "Geen enkele inwoner leek op dit signaal." in nobody
    assert "Zed Qureshi" in nobody


@pytest.mark.parametrize(
    ("signal", "code"), [("S4", "SIGNAAL_IN_QUARANTAINE"), ("S", "SIGNAAL_ONBEKEND")]
)
def test_no_such_decision(
    signal: str, code: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["explain", signal, "--run", str(run)]) == 2
    said = capsys.readouterr().err
    assert f"[{code}]" in said
    assert MARK not in said
    if signal == "S4":
        assert said.startswith("fout: s.csv, regel 5: ")


def test_the_previous_addresses_of_a_candidate_are_kept_with_their_dates_the_last_first(
    run: Path,
) -> None:
    con = connect(threads=1)
    rows = con.execute(
        f"""SELECT persoon_id, vorige_adressen FROM {parquet_sql(run / "candidates.parquet")}
        WHERE signaal_id = 'S1' ORDER BY persoon_id"""
    ).fetchall()
    con.close()
    told = dict(rows)
    assert told["P2"] is None
    assert [(one["straat"], one["datum_van"], one["datum_tot"]) for one in told["P1"]] == [
        ("Nieuweweg", "20000701", "20240100"), ("Oudeweg", "19900101", "20000630"),
    ]  # fmt: skip
