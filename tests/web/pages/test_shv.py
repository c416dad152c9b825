"""The page of debt counselling: the file is kept for its own time, its rows stand beside residents, nothing stays."""

from __future__ import annotations

import csv
import hashlib
import html
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from brp_match.review import clients, shv
from brp_match.review.accounts import Role
from brp_match.review.schema import candidates, cases, runs
from brp_match.web import deps
from web.pages.service import Service, csrf_of

FILE = b"naam;geboortedatum;postcode;soort traject\nW. Kampstra;2-11-1958;9911AA;Budgetbeheer\n"


def post(client: Any, path: str, files: Any = None, **form: str) -> Any:
    token = csrf_of(client.get("/schuldhulpverlening").text)
    return client.post(path, data={"csrf_token": token, **form}, files=files)


def kept(service: Service) -> list[Path]:
    return [path for path in (service.data / "shv").rglob("*") if path.is_file()]


def test_the_file_is_kept_shown_judged_and_removed(service: Service) -> None:
    client = service.sign_in("coor")
    wrong = post(client, "/schuldhulpverlening", {"bestand": ("a.csv", b"pc\n1\n")}, dagen="31")
    assert wrong.status_code == 400
    assert kept(service) == []
    sent = {"bestand": ("a.csv", FILE)}
    assert post(client, "/schuldhulpverlening", sent, dagen="93").status_code == 400
    assert post(client, "/schuldhulpverlening", sent, dagen="31").status_code == 303
    assert len(kept(service)) == 1
    engine = service.app.state.engine
    with engine.begin() as con:
        person = con.execute(
            select(candidates.c.persoon_id, cases.c.run_id, runs.c.folder, runs.c.record)
            .join(cases, cases.c.id == candidates.c.case_id).join(runs, runs.c.id == cases.c.run_id)
            .where(candidates.c.geheim == 0)
        ).first()  # fmt: skip
        assert person is not None
        of_run = select(cases).where(
            cases.c.run_id == person.run_id, ~cases.c.secret, ~cases.c.stand_in
        )
        everybody = con.execute(of_run.order_by(cases.c.id)).all()
        stranger, known = everybody[:2]
        nobody = {**stranger.decision, "persoon_id": ""}
        con.execute(update(cases).where(cases.c.id == stranger.id).values(decision=nobody))
        listed = {"soort": "shv", "sha256": hashlib.sha256(FILE).hexdigest()}
        record = {**person.record, "instellingen": [listed]}
        con.execute(update(runs).where(runs.c.id == person.run_id).values(record=record))
    target = Path(person.folder) / "shv.csv"
    before = target.read_bytes() if target.is_file() else None
    try:
        with target.open("w", encoding="utf-8", newline="") as stream:
            rows = [
                ("persoon_id", "bekend", "regel", "signaal_id"),
                (person.persoon_id, "misschien", "2", ""),
                ("", "ja", "2", stranger.signaal_id),
                ("", "ja", "2", known.signaal_id),
            ]
            csv.writer(stream, delimiter=";").writerows(rows)
        shown = client.get("/schuldhulpverlening").text
        assert "W. Kampstra" in shown
        assert "Traject: Budgetbeheer" in shown
        # a client whom the register does not know stands beside the signal, which leads to its case
        apart = shown.partition("Cliënten die de BRP niet kent")[2]
        assert f'href="/zaak/{stranger.id}"' in apart
        assert f"Signaal van {(stranger.signal['vlp'])}" in html.unescape(apart)
        assert known.id not in apart
        said = {"persoon": person.persoon_id, "zelfde": "nee"}
        assert post(client, "/schuldhulpverlening/oordeel", **said).status_code == 303
        unknown = {"persoon": "X1", "zelfde": "ja"}
        assert post(client, "/schuldhulpverlening/oordeel", **unknown).status_code == 404
        with engine.begin() as con:
            assert shv.said(con) == {person.persoon_id: False}
    finally:
        with engine.begin() as con:
            was = update(cases).where(cases.c.id == stranger.id).values(decision=stranger.decision)
            con.execute(was)
        if before is None:
            target.unlink()
        else:
            target.write_bytes(before)
    assert post(client, "/schuldhulpverlening/verwijderen").status_code == 303
    with engine.begin() as con:
        assert (kept(service), shv.said(con)) == ([], {})


def test_a_system_sends_the_file_sees_that_it_is_kept_and_removes_it(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        key = clients.add_client(con, "suite", [Role.COORDINATOR], deps.now())
    system = service.visitor()
    system.headers["Authorization"] = f"Bearer {key}"
    sent = {"bestand": ("a.csv", FILE)}
    wrong = system.post("/v1/schuldhulpverlening", files=sent, data={"dagen": "93"})
    assert (wrong.status_code, kept(service)) == (400, [])
    unread = system.post("/v1/schuldhulpverlening", files={"bestand": ("a.csv", b"pc\n1\n")})
    assert (unread.status_code, unread.json()["code"]) == (400, "KOLOM_ONTBREEKT")
    made = system.post("/v1/schuldhulpverlening", files=sent, data={"dagen": "2"})
    assert made.status_code == 201
    told = {
        "aanwezig": True, "rijen": 1, "ontvangen": deps.now().date().isoformat(),
        "bewaardTot": (deps.now().date() + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    assert system.get("/v1/schuldhulpverlening").json() == made.json() == told
    assert system.delete("/v1/schuldhulpverlening").json()["aanwezig"] is False
    assert kept(service) == []


def test_the_file_goes_when_its_last_day_is_over(service: Service) -> None:
    client = service.sign_in("coor")
    sent = {"bestand": ("a.csv", FILE)}
    assert post(client, "/schuldhulpverlening", sent, dagen="2").status_code == 303
    engine = service.app.state.engine
    shv.remove_if_due(engine, service.data, deps.now() + timedelta(days=2))
    assert len(kept(service)) == 1
    shv.remove_if_due(engine, service.data, deps.now() + timedelta(days=3))
    assert kept(service) == []


def test_who_is_said_to_be_somebody_else_is_not_known() -> None:
    decision = {"persoon_id": "P1", "redenen": "BEKEND_BIJ_SHV|NAAM_GELIJK"}
    assert shv.as_said(decision, {"P1": False})["redenen"] == "NAAM_GELIJK"
    assert shv.as_said(decision, {"P1": True}) == shv.as_said(decision, {}) == decision
