"""A list in the service: given, checked beside the one before, fetched, and gone after its time."""

from __future__ import annotations

import csv
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from brp_match.options import build_parser
from brp_match.review import list_check
from brp_match.review.list_check import KeptList, State
from brp_match.review.schema import audit
from brp_match.web import deps
from web.pages.service import Service, csrf_of

LIST = b"naam;gebdat;pc\nW. Kampstra;2-11-1958;9911AA\n"
OUTCOME = [("op_adres", "ja", "P1"), ("niet_gevonden", "nee", ""), ("op_adres", "nee", "P2")]


def post(client: Any, path: str, files: Any = None, **form: str) -> Any:
    token = csrf_of(client.get("/lijsten").text)
    return client.post(path, data={"csrf_token": token, **form}, files=files)


def test_a_list_is_checked_beside_the_one_before_fetched_and_removed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def checked(command: Sequence[str], one: KeptList, _: threading.Event) -> KeptList:
        assert Path(one.path).read_bytes() == LIST
        asked.append(build_parser().parse_args(command[3:]))
        one.out.mkdir()
        with (one.out / "lijst.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = [("uitkomst", "nieuw", "persoon_id"), *OUTCOME]
            csv.writer(stream, delimiter=";").writerows(rows)
        return replace(one, state=str(State.KLAAR), sentence="1 rij is nieuw.")

    monkeypatch.setattr(list_check, "_checked", checked)
    monkeypatch.setattr(service.app.state, "settings", replace(service.app.state.settings, register=Path("r.duckdb")))  # fmt: skip
    engine, stop, client = service.app.state.engine, threading.Event(), service.sign_in("coor")
    wrong = post(client, "/lijsten", naam="")
    assert wrong.status_code == 400
    assert "Kies een bestand." in wrong.text
    assert "Geef de lijst een naam" in wrong.text
    for _ in range(2):
        sent = {"bestand": ("a.csv", LIST)}
        assert post(client, "/lijsten", sent, naam="CAK").status_code == 303
        assert list_check.check_waiting(engine, Path("r.duckdb"), stop)
    assert not list_check.check_waiting(engine, Path("r.duckdb"), stop)
    with engine.begin() as con:
        newest, before = list_check.lists(con)
    assert [one.vorige for one in asked] == [None, Path(before.path)]
    assert (asked[0].naam, asked[0].register) == ("CAK", Path("r.duckdb"))
    shown = client.get("/lijsten").text
    assert "1 rij is nieuw." in shown
    assert "Woont hier, op het adres van de lijst" in shown
    assert client.get(f"/lijsten/{newest.id}/lijst.csv").text.startswith("uitkomst;nieuw;")
    assert client.get(f"/lijsten/{newest.id}/voor-afzender.html").status_code == 404
    assert client.get(f"/lijsten/{newest.id}/beleid.toml").status_code in (400, 404)
    assert client.get(f"/lijsten/{'a' * 32}/lijst.csv").status_code == 404
    assert post(client, f"/lijsten/{before.id}/verwijderen").status_code == 303
    assert not Path(before.path).parent.exists()
    list_check.remove_if_due(
        engine, service.data, deps.now() + timedelta(days=list_check.KEPT_DAYS)
    )
    assert Path(newest.path).exists()
    list_check.remove_if_due(engine, service.data, deps.now() + timedelta(days=list_check.KEPT_DAYS + 1))  # fmt: skip
    with engine.begin() as con:
        assert list_check.lists(con) == []
        kinds = con.execute(select(audit.c.kind)).scalars().all()
    assert not Path(newest.path).parent.exists()
    assert [kinds.count(f"lijst_{what}") for what in ("ontvangen", "opgehaald", "verwijderd")] == [2, 1, 2]  # fmt: skip


def test_a_list_cut_off_by_a_stop_waits_again_and_a_wrong_one_says_why(
    service: Service, tmp_path: Path
) -> None:
    client, engine = service.sign_in("coor"), service.app.state.engine
    with engine.begin() as con:
        kept = KeptList("a" * 32, "CAK", str(tmp_path / "l.csv"), "2026-11-02", "2027-01-03")
        list_check._write(con, [replace(kept, state=str(State.BEZIG))])
        list_check.put_back(con)
        assert [one.state for one in list_check.lists(con)] == ["wacht"]
    stop = threading.Event()
    command = ["/bin/sh", "-c", "echo 'fout: a.csv: geen naam [KOLOM_ONTBREEKT]' >&2; exit 2"]
    failed = list_check._checked(command, kept, stop)
    assert failed is not None
    assert (failed.state, failed.faults) == ("mislukt", ("a.csv: geen naam [KOLOM_ONTBREEKT]",))
    stop.set()
    assert list_check._checked(["/bin/sleep", "30"], kept, stop) is None
    assert "een klaargezet register nodig" in client.get("/lijsten").text
