"""Counts per deliverer, row references, what may never come out, and faults of ours."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.content import Expectation, load_expectations
from brp_match.database import Connection, connect, create_table, run_step
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.validate import suite
from brp_match.validate.data_docs import write_data_docs
from brp_match.validate.outcome import as_json, lines, summary
from brp_match.validate.resident_table import build_resident_table
from brp_match.validate.run import Result, validate_signals, write_findings
from brp_match.validate.signal_addresses import addresses_of_delivery, ask_postcodes
from validate.examples import write_run
from validate.tables import ADDRESSES_OF_EXAMPLES, RESIDENT, SIGNAL, Row, add, empty

PLANTED = (
    "Plantagezaad",
    "Verklikkersma",
    "0698765432",
    "13-02-2047",
    "Qzx98",
    "Geheimzinnigsteeg",
)
BAD: Row = {
    **SIGNAL, "achternaam": "Plantagezaad 0698765432", "voornamen": "V.", "voorletters": "Verklikkersma",
    "geboortedatum": "13-02-2047", "straatnaam": "t.a.v. Geheimzinnigsteeg", "postcode": "Qzx98",
    "volledige_naam": "Fam. Verklikkersma en Plantagezaad", "bedrag": "Qzx98", "telefoon": "0698765432 x9",
    "email": "Plantagezaad", "kvk_nummer": "Qzx98", "plaatsnaam": "Geheimzinnigsteeg\ufffd",
}  # fmt: skip


Validated = tuple[Connection, tuple[Result, ...]]


def delivery() -> Connection:
    """Two deliverers: A with four signals, B with two."""
    con = empty()
    rows: list[Row] = [
        {**SIGNAL, "vlp": "A", "signaal_id": "A1", "klantnummer": "1"},
        {**SIGNAL, "vlp": "A", "signaal_id": "A2", "klantnummer": "2", "geboortedatum": "1-1-2000"},
        {**SIGNAL, "vlp": "A", "signaal_id": "A3", "klantnummer": "3", "geboortedatum": "1-1-1900"},
        {**SIGNAL, "vlp": "A", "signaal_id": "A4", "klantnummer": "4", "geboortedatum": None},
        {**SIGNAL, "vlp": "B", "signaal_id": "B1", "klantnummer": "1", "geboortedatum": "2-3-1970"},
        {**SIGNAL, "vlp": "B", "signaal_id": "A1", "klantnummer": "2", "postcode": "12"},
    ]
    add(con, "signalen", rows)
    return con


@pytest.fixture(scope="module")
def validated() -> Validated:
    """The delivery, validated once; for tests that only look."""
    con = delivery()
    return con, validate_signals(con)


def by_code(results: tuple[Result, ...]) -> dict[str, Result]:
    return {result.verwachting.id: result for result in results}


def test_counts_per_deliverer_are_exact(validated: Validated) -> None:
    con, results = validated
    found = by_code(results)
    placeholder = found["GEBOORTEDATUM_STANDAARDWAARDE"]
    assert (placeholder.teller, placeholder.noemer) == (2, 5)
    assert placeholder.per_vlp == {"A": (2, 3), "B": (0, 2)}
    assert not placeholder.gehaald
    missing = found["GEBOORTEDATUM_ONTBREEKT"]
    assert missing.per_vlp == {"A": (1, 4), "B": (0, 2)}
    assert found["SIGNAAL_ID_DUBBEL"].per_vlp == {"A": (0, 4), "B": (1, 2)}
    assert found["BEDRAG_ONDER_GRENS_ZORG"].noemer == 0
    assert found["BEDRAG_ONDER_GRENS_ZORG"].gehaald
    rows = con.execute(
        "SELECT vlp, bron, regel, signaal_id FROM bevindingen WHERE code = 'GEBOORTEDATUM_STANDAARDWAARDE'"
    ).fetchall()
    assert rows == [("A", 0, 3, "A2"), ("A", 0, 4, "A3")]
    counts = con.execute(
        "SELECT vlp, teller, noemer FROM bevindingen_telling WHERE code = 'POSTCODE_ONGELDIG' ORDER BY vlp"
    ).fetchall()
    assert counts == [("A", 0, 4), ("B", 1, 2)]
    unchecked = con.execute(
        "SELECT count(*) FROM bevindingen_telling WHERE code = 'BEDRAG_ONDER_GRENS_ZORG'"
    ).fetchall()
    assert unchecked == [(0,)]


def test_the_validator_of_scorecards_reads_a_finished_run() -> None:
    whole = delivery()
    con = connect(threads=1)
    con.register("rijen", whole.sql("SELECT * FROM raw_signalen").to_arrow_table())
    create_table(con, "signalen", "SELECT *, 'signalen.csv' AS bestand FROM rijen")
    write_findings([con])
    write_findings([con])
    codes = {row[0] for row in con.execute("SELECT code FROM bevindingen_telling").fetchall()}
    assert "GEBOORTEDATUM_STANDAARDWAARDE" in codes
    assert not codes & {e.id for e in load_expectations(fatal_only=True)}
    assert con.execute(
        "SELECT signaal_id FROM bevindingen WHERE code = 'GEBOORTEDATUM_ONTBREEKT'"
    ).fetchall() == [("A4",)]


def test_only_months_before_count_as_history(tmp_path: Path) -> None:
    for month in (9, 10, 11, 12):
        day = {"signaaldatum": f"02-{month:02d}-2026"}
        write_run(tmp_path / str(month), [{**SIGNAL, **day, "vlp": "A", "klantnummer": "1"}])
    months = [tmp_path / str(month) for month in (9, 10, 11, 12)]
    con = delivery()
    repeated = by_code(validate_signals(con, months))["SIGNAAL_HERHAALD"]
    assert repeated.per_vlp == {"A": (1, 4), "B": (0, 2)}
    assert con.execute("SELECT count(*) FROM controle_eerder").fetchall() == [(2,)]
    with pytest.raises(BrpMatchError, match="GESCHIEDENIS_ONLEESBAAR"):
        validate_signals(con, [tmp_path])


def test_no_value_of_a_cell_comes_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    con = empty()
    add(con, "signalen", [BAD, {**BAD, "signaal_id": "S2"}, {**SIGNAL, "signaal_id": "S3"}])
    results = validate_signals(con)
    assert sum(1 for result in results if result.teller) >= 10
    before = tmp_path / "docs" / "validations" / "vorige_keer.html"
    before.parent.mkdir(parents=True)
    before.touch()
    write_data_docs(con, tmp_path / "docs")
    assert not before.exists()
    findings = con.execute("SELECT code, vlp, bron, regel, signaal_id FROM bevindingen").fetchall()
    assert {row[3] for row in findings} == {2, 3, None} - {None}
    pages = sorted((tmp_path / "docs").rglob("*.html"))
    assert len(pages) >= 15
    texts = [page.read_text(encoding="utf-8") for page in pages]
    texts += [
        as_json(con, results),
        "\n".join(lines(results)),
        summary(results),
        caplog.text,
        repr(results),
    ]
    texts += [*capfd.readouterr(), str(findings)]
    for planted in PLANTED:
        for text in texts:
            assert planted not in text


def test_data_docs_come_whole_or_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        assert [one.name for one in tmp_path.iterdir() if one.name != "docs"]  # written beside
        raise OSError(28, "vol")

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.html").write_text("vorige keer", encoding="utf-8")
    monkeypatch.setattr("brp_match.validate.data_docs._suites", full)
    with pytest.raises(BrpMatchError, match="UITVOER_MISLUKT"):
        write_data_docs(empty(), tmp_path / "docs")
    assert [one.name for one in tmp_path.rglob("*")] == ["docs", "index.html"]


def test_a_value_in_a_result_is_refused(
    validated: Validated, monkeypatch: pytest.MonkeyPatch
) -> None:
    con, _ = validated
    wanted = [e for e in load_expectations() if e.id == "POSTCODE_ONGELDIG"]
    monkeypatch.setitem(suite.RESULT_FORMAT, "exclude_unexpected_values", False)
    with pytest.raises(BrpMatchError) as caught:
        suite.run_suite([con], "controle_signalen", wanted)
    assert caught.value.faults[0].code == "CONTROLE_MISLUKT"
    assert caught.value.exit_code == ExitCode.OUR_FAULT


def test_an_expectation_that_cannot_be_evaluated_is_our_fault(validated: Validated) -> None:
    con, _ = validated
    (one,) = [e for e in load_expectations() if e.id == "LEEFTIJD_TE_HOOG"]
    words: Expectation = replace(one, kolom="achternaam")
    with pytest.raises(BrpMatchError) as caught:
        suite.run_suite([con], "controle_signalen", [words])
    assert caught.value.faults[0].code == "CONTROLE_MISLUKT"
    assert "Vries" not in str(caught.value)


def test_many_rows_are_checked_column_by_column_with_the_same_outcome(
    validated: Validated, monkeypatch: pytest.MonkeyPatch
) -> None:
    con, results = validated
    wanted = [r.verwachting for r in results if r.verwachting.over == "signalen"]
    whole = suite.run_suite([con], "controle_signalen", wanted)
    monkeypatch.setattr(suite, "WHOLE_TABLE", 1)
    assert suite.run_suite([con], "controle_signalen", wanted) == whole
    assert [item.verwachting for item in whole] == wanted


def test_json_names_files_and_lines(validated: Validated) -> None:
    con, results = validated
    found = {e["code"]: e for e in json.loads(as_json(con, results))["verwachtingen"]}
    entry = found["GEBOORTEDATUM_STANDAARDWAARDE"]
    assert entry["regels"] == {"signalen.csv": [3, 4]}
    assert entry["per_vlp"][0] == {"vlp": "A", "teller": 2, "noemer": 3}
    assert found["EMAIL_ONGELDIG"]["gehaald"] is None


def test_row_order_and_threads_change_nothing(validated: Validated) -> None:
    first = as_json(*validated)
    con = delivery()
    run_step(con, "CREATE TABLE anders AS SELECT * FROM raw_signalen ORDER BY regel DESC")
    run_step(con, "DROP TABLE raw_signalen")
    run_step(con, "ALTER TABLE anders RENAME TO raw_signalen")
    run_step(con, "SET threads = 4")
    assert as_json(con, validate_signals(con)) == first


def test_months_checked_together_have_what_each_has_alone(tmp_path: Path) -> None:
    def opened(number: int) -> Connection:
        con = connect(threads=1)
        rows = delivery().sql("SELECT * FROM raw_signalen").to_arrow_table().slice(0, number)
        con.register("rijen", rows)
        create_table(con, "signalen", "SELECT *, 'signalen.csv' AS bestand FROM rijen")
        return con

    def found(con: Connection) -> list[tuple[object, ...]]:
        return con.execute(
            """SELECT code, vlp, regel::VARCHAR FROM bevindingen UNION ALL
            SELECT code, vlp, teller || '/' || noemer FROM bevindingen_telling ORDER BY ALL"""
        ).fetchall()

    together = [opened(6), opened(3)]
    write_findings(together)
    for con, number in zip(together, (6, 3), strict=True):
        alone = opened(number)
        write_findings([alone])
        assert found(con) == found(alone)
    missing = "SELECT signaal_id FROM bevindingen WHERE code = 'GEBOORTEDATUM_ONTBREEKT'"
    assert [con.execute(missing).fetchall() for con in together] == [[("A4",)], []]


def test_a_run_keeps_what_the_address_file_says_of_its_postcodes() -> None:
    con = delivery()
    add(con, "adressen", ADDRESSES_OF_EXAMPLES)
    results = by_code(validate_signals(con))
    assert results["ADRES_ONBEKEND"].per_vlp == {"A": (0, 4), "B": (0, 1)}
    ask_postcodes(con, "raw_signalen")
    kept = addresses_of_delivery("std_adressen")
    # the postcode delivered whole, and no more than one row of the others with its four figures
    assert con.execute(
        f"SELECT postcode, nummer, toevoeging, geen_woning FROM ({kept})"
    ).fetchall() == [("1234AB", 1, "", False), ("1234AB", 3, "A", False)]


@pytest.mark.parametrize(
    "codes", [("0599", "0363"), ("0363", "0599"), ("363", "599", "0363", "0599")]
)
def test_of_two_municipalities_as_large_the_lowest_code_is_the_own_one(
    codes: tuple[str, ...],
) -> None:
    """As the register is built: with or without the leading zero, in whatever order they come."""
    con = empty()
    without = {**RESIDENT, "postcode": None, "huisnummer": None, "straat": None}
    add(con, "inwoners", [{**without, "gemeente": code} for code in codes])
    build_resident_table(con)
    asked = con.sql(
        "SELECT DISTINCT gemeente FROM controle_inwoners WHERE adres_gegeven IS NOT NULL ORDER BY ALL"
    ).fetchall()
    assert [lone.zfill(4) for (lone,) in asked] == ["0363"] * len(asked) != []
