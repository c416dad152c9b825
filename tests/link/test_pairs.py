"""Every pair of a delivery compared: the same rows for any number of processes, the columns by name."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from brp_match import workers as workers_module
from brp_match.database import Connection, connect, create_table, run_step
from brp_match.ingest.columns import (
    ADDRESSES,
    PREVIOUS_ADDRESSES,
    PREVIOUS_NAMES,
    RESIDENTS,
    SIGNALS,
)
from brp_match.ingest.rows import create_log_tables
from brp_match.link import chunks, pairs
from brp_match.link.compare import Levels
from brp_match.link.compare_dates import DateEvidence
from brp_match.link.pairs import COLUMNS, compare_pairs, prepare_signals
from brp_match.link.placeholders import find_placeholders
from brp_match.link.rows import Rows, read_rows
from brp_match.register.build import build_register
from brp_match.standardise.signals import build_signals
from brp_match.workers import Workers
from link.raw_tables import insert

GIVEN = ("Bart", "Elena", "Zoë", "Mohamed", "Johannes", "Grietje")
SURNAMES = ("Mulder", "Smit-de Vries", "Yıldız", "Tesfay Gebremedhin", "Bakker")


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    """Thirty people and as many signals, every signal with every resident."""
    made = connect(threads=2)
    create_log_tables(made)
    signals, residents, previous = [], [], []
    for number in range(30):
        key, surname = f"P{number:05d}", SURNAMES[number % 5]
        day = f"{1950 + number}0{1 + number % 9}1{number % 10}"
        home = {"straat": "Kerkstraat", "huisnummer": str(1 + number // 2), "postcode": "1234AB"}
        residents.append(
            {"persoon_id": key, "gemeente": "9999", "geslachtsnaam": surname, "geboortedatum": day,
             "voornamen": GIVEN[number % 6], **home}
        )  # fmt: skip
        previous.append(
            {"persoon_id": key, "huisnummer": "9", "postcode": "1234CD", "datum_tot": "20260101"}
        )
        signals.append(
            {"signaal_id": key, "vlp": "Proef", "sector": "Overige", "signaaldatum": "2026-11-02",
             "volledige_naam": f"{GIVEN[number % 6][0]}. {surname}", "geboortedatum": day if number % 3 else "",
             "huisnummer": home["huisnummer"] if number % 4 else "9", "postcode": "1234AB" if number % 4 else "1234CD"}
        )  # fmt: skip
    insert(made, "raw_signalen", SIGNALS, signals)
    insert(made, "raw_inwoners", RESIDENTS, residents)
    insert(made, "raw_vorige_adressen", PREVIOUS_ADDRESSES, previous)
    insert(made, "raw_vorige_namen", PREVIOUS_NAMES, [])
    insert(made, "raw_adressen", ADDRESSES, [])
    build_register(made)
    build_signals(made)
    create_table(
        made,
        "paren",
        """SELECT (row_number() OVER (ORDER BY signaal_nr, persoon_nr))::INTEGER AS paar_nr, signaal_nr, persoon_nr
        FROM std_signalen CROSS JOIN std_inwoners""",
    )
    find_placeholders(made)
    prepare_signals(made)
    yield made
    made.close()


def rows(con: Connection) -> list[tuple[Any, ...]]:
    return con.execute(
        f"SELECT {', '.join(COLUMNS)} FROM vergelijkingen ORDER BY paar_nr"
    ).fetchall()


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_same_rows_for_any_number_of_processes(
    con: Connection, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare_pairs(con)
    expected = rows(con)
    assert len(expected) == 900
    assert {row[3:] for row in expected if row[1] != row[2]} - {
        row[3:] for row in expected if row[1] == row[2]
    }
    monkeypatch.setattr(chunks, "CHUNK_PAIRS", 70)
    monkeypatch.setattr(pairs, "BLOCK_SIGNALS", 11)
    with Workers() as workers:
        workers.start(processes - 1)
        compare_pairs(con, workers=workers)
    assert rows(con) == expected


def test_the_chunks_have_every_pair_once_in_the_order_of_comparing(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare_pairs(con)
    expected = [row[:3] for row in rows(con)]
    monkeypatch.setattr(chunks, "CHUNK_PAIRS", 70)
    monkeypatch.setattr(pairs, "BLOCK_SIGNALS", 11)
    parts = list(pairs.chunks_of_pairs(con))
    assert [
        (p.paar_nr, p.signaal_nr, p.persoon_nr) for part in parts for p in part.pairs
    ] == expected
    assert len(parts) > 10


def test_the_columns_tell_what_was_compared(con: Connection) -> None:
    compare_pairs(con)
    types = con.execute("SELECT column_name, column_type FROM (DESCRIBE vergelijkingen)").fetchall()
    assert dict(types) == COLUMNS
    # signal and resident 2 (number 1): Elena Smit-de Vries, by initial and surname, at the own address
    found = dict(zip(COLUMNS, rows(con)[31], strict=True))
    assert (found["signaal_nr"], found["persoon_nr"], found["paar_nr"]) == (2, 2, 32)
    assert (found["achternaam_niveau"], found["voornaam_niveau"]) == ("gelijk", "voorletters")
    assert (found["geboortedatum_niveau"], found["adres_niveau"]) == ("gelijk", "gelijk")
    assert (found["adres_klasse"], found["adres_huidig"], found["adres_dagen"]) == (
        "gelijk",
        True,
        None,
    )
    assert found["adres_u"] == pytest.approx(2 / 30)
    assert found["adres_huishoudens"] == 1
    assert 0 < found["achternaam_u"] < 0.01
    # signal 1 has no birth date and the previous address of everybody
    found = dict(zip(COLUMNS, rows(con)[0], strict=True))
    assert (found["geboortedatum_niveau"], found["geboortedatum_u"]) == ("ontbreekt", None)
    assert (found["adres_niveau"], found["adres_huidig"], found["adres_dagen"]) == (
        "vorig_recent", False, 305,
    )  # fmt: skip
    assert found["adres_u"] == pytest.approx(30 / 30)


def test_no_pairs_no_rows(con: Connection) -> None:
    own = con.cursor()
    try:
        create_table(own, "alle_paren", "FROM paren")
        run_step(own, "DELETE FROM paren")
        compare_pairs(own)
        assert rows(own) == []
    finally:
        create_table(own, "paren", "FROM alle_paren")
        own.close()


def test_what_a_process_that_is_gone_had_to_do_is_done_here(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK_PAIRS", 70)
    read = read_rows(con, 1, 30)
    with Workers() as workers:
        workers.start(1)
        workers._others[0].kill()
        workers._others[0].wait()
        assert chunks.levels_of(read, workers) == chunks.compare_rows(read)
        assert workers.beside(partial(pow, 2, 5))() == 32
    assert workers._others == []


def test_other_work_is_done_beside_and_its_fault_is_told_here() -> None:
    with Workers() as workers:
        assert workers.beside(os.getpid)() == os.getpid()
        workers.start(1)
        first, second = workers.beside(os.getpid), workers.beside(partial(pow, 2, 5))
        assert (first(), second()) == (workers._others[0].pid, 32)
        with pytest.raises(ZeroDivisionError):
            workers.beside(partial(pow, 0, -1))()


def test_who_is_stopped_asks_nothing_more(con: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_PAIRS", 70)
    read = read_rows(con, 1, 30)
    elsewhere: list[object] = []
    stopped = threading.Event()

    def here(part: Rows) -> list[Levels]:
        stopped.set()
        raise KeyboardInterrupt

    def there(other: object, work: object) -> list[Levels]:
        elsewhere.append(work)
        stopped.wait(10)
        return []

    monkeypatch.setattr(chunks, "compare_rows", here)
    monkeypatch.setattr(workers_module, "_asked", there)
    with Workers() as workers:
        workers.start(1)
        with pytest.raises(KeyboardInterrupt):
            chunks.levels_of(read, workers)
    assert len(elsewhere) < 9


def test_levels_come_back_from_another_process_as_they_went(con: Connection) -> None:
    found = chunks.compare_rows(read_rows(con, 1, 30))
    assert len(found) == 900
    back = pickle.loads(pickle.dumps(found))
    assert back == found
    assert all(isinstance(one, Levels) and isinstance(one.birth, DateEvidence) for one in back)


def test_chunks_hold_whole_signals_in_order(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK_PAIRS", 70)
    read = read_rows(con, 1, 30)
    cut = list(chunks.chunks(read))
    assert [len(part.pairs) for part in cut] == [90] * 10
    assert [pair for part in cut for pair in part.pairs] == list(read.pairs)
    assert set(cut[0].signals) == {1, 2, 3}
