"""What a run says of its sources, and what it teaches later ones: with and without people's decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.database import Connection, connect, run_step
from brp_match.errors import BrpMatchError
from brp_match.link.history import counts_of_run, expected_counts, keep_judgements, read_history

CANDIDATES = """SELECT * FROM (VALUES
    ('S1', 1, 'P1', 0.9, 'gelijk', 'gelijk', 'gelijk', 'gelijk', 'achternaam|voornaam|geboortedatum|adres'),
    ('S1', 2, 'P2', 0.05, 'gelijk', 'anders', 'afwijkend', 'gelijk', ''),
    ('S2', 1, 'P3', 0.6, 'gelijk', 'anders', 'ontbreekt', 'gelijk', ''))
    t(signaal_id, rang, persoon_id, kans, achternaam_niveau, voornaam_niveau, geboortedatum_niveau, adres_niveau, leert)"""
SIGNALS = "SELECT * FROM (VALUES ('S1', 'Bron'), ('S2', 'Bron')) t(signaal_id, vlp)"


@pytest.fixture
def con() -> Connection:
    made = connect(threads=1)
    run_step(made, f"CREATE TABLE uitkomst AS {CANDIDATES}")
    run_step(made, f"CREATE TABLE std_signalen AS {SIGNALS}")
    return made


@pytest.fixture
def run(con: Connection, tmp_path: Path) -> Path:
    for table, name in (("uitkomst", "candidates"), ("std_signalen", "signals")):
        run_step(con, f"COPY {table} TO '{tmp_path / name}.parquet' (FORMAT parquet)")
    return tmp_path


def test_without_a_judgement_no_rate_moves(con: Connection, run: Path) -> None:
    """The record of a run and what is counted of its files later are one function."""
    keep_judgements(con, {})
    assert expected_counts(con) == counts_of_run(con, run)
    counts = expected_counts(con)
    assert counts["Bron", "achternaam", "gelijk"] == pytest.approx(1.55)
    assert counts["Bron", "voornaam", "anders"] == pytest.approx(0.65)


def test_a_judged_signal_counts_as_decided(con: Connection, run: Path) -> None:
    keep_judgements(con, {"S1": "P2", "S2": ""})
    counts = counts_of_run(con, run)
    assert counts["Bron", "voornaam", "anders"] == 1.0
    assert ("Bron", "voornaam", "gelijk") not in counts


def test_earlier_runs_teach_what_taught_then_for_half(con: Connection, run: Path) -> None:
    keep_judgements(con, {})
    lessons = read_history(con, [run, run])
    # the second signal may be about a relative
    assert lessons.taught == {
        ("Bron", "achternaam", "gelijk"): 0.5,
        ("Bron", "voornaam", "gelijk"): 0.5,
        ("Bron", "geboortedatum", "gelijk"): 0.5,
        ("Bron", "adres", "gelijk"): 0.5,
    }
    assert lessons.judged == {}


def test_a_signal_that_comes_once_more_teaches_once(con: Connection, run: Path) -> None:
    """A delivery of the same month may be an earlier one mended: what stands in both counts in the new one."""
    dated = "SELECT *, '2-11-2026' AS signaaldatum FROM std_signalen"
    run_step(con, f"COPY ({dated}) TO '{run / 'signals.parquet'}' (FORMAT parquet)")
    run_step(con, f"CREATE TABLE geleverd AS {dated} WHERE signaal_id = 'S2'")
    keep_judgements(con, {"S2": "P3"})
    assert sum(read_history(con, [run]).taught.values()) == 2.0
    assert read_history(con, [run]).judged == {}
    run_step(con, "UPDATE geleverd SET signaal_id = 'S1', signaaldatum = '2-12-2026'")
    assert sum(read_history(con, [run]).taught.values()) == 2.0
    run_step(con, "UPDATE geleverd SET signaaldatum = '2-11-2026'")
    assert read_history(con, [run]).taught == {}


def test_decisions_about_earlier_runs_teach_what_pairs_could_not(
    con: Connection, run: Path
) -> None:
    keep_judgements(con, {"S2": "P3", "S1": ""})
    lessons = read_history(con, [run])
    assert lessons.taught == {}
    assert lessons.judged["Bron", "voornaam", "anders"] == 0.5
    assert sum(lessons.judged.values()) == 2.0


def test_a_run_of_an_older_version_teaches_what_people_decided_and_nothing_else(
    con: Connection, run: Path
) -> None:
    run_step(con, "ALTER TABLE uitkomst DROP COLUMN leert")
    run_step(con, f"COPY uitkomst TO '{run / 'candidates.parquet'}' (FORMAT parquet)")
    keep_judgements(con, {})
    assert read_history(con, [run]).taught == {}
    keep_judgements(con, {"S2": "P3", "S1": ""})
    lessons = read_history(con, [run])
    assert lessons.taught == {}
    assert sum(lessons.judged.values()) == 2.0


def test_a_run_without_what_every_version_has_is_refused(con: Connection, run: Path) -> None:
    run_step(con, "ALTER TABLE uitkomst DROP COLUMN voornaam_niveau")
    run_step(con, f"COPY uitkomst TO '{run / 'candidates.parquet'}' (FORMAT parquet)")
    keep_judgements(con, {})
    with pytest.raises(BrpMatchError) as caught:
        read_history(con, [run])
    assert caught.value.faults[0].code == "GESCHIEDENIS_ONLEESBAAR"
