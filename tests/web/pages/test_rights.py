"""The page of the rights of a person: for a coordinator with the right to secrecy; nothing of it in an address."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from brp_match.review import accounts, audit
from brp_match.review.schema import candidates, runs
from web.pages.service import Service, csrf_of


def post(client: Any, path: str, **form: str) -> Any:
    return client.post(path, data={"csrf_token": csrf_of(client.get("/rechten").text), **form})


def a_person(service: Service, into: Path) -> str:
    """A candidate of the newest run, which gets a folder of its own: the town's is shared."""
    with service.app.state.engine.begin() as con:
        for row in con.execute(
            select(runs.c.id, runs.c.folder).where(runs.c.state == "klaar")
        ).all():
            shutil.copytree(row.folder, into / row.id)
            con.execute(update(runs).where(runs.c.id == row.id).values(folder=str(into / row.id)))
        return str(con.execute(select(candidates.c.persoon_id)).scalars().first())


def test_a_person_is_found_given_and_erased(service: Service, tmp_path: Path) -> None:
    who, engine = a_person(service, tmp_path / "runs"), service.app.state.engine
    client = service.sign_in("coor")
    with engine.begin() as con:
        coor = next(one for one in accounts.list_accounts(con) if one.name == "coor")
        accounts.change_account(con, coor.id, roles=coor.roles, secrecy=False, active=True)
    assert "recht op personen met geheimhouding" in client.get("/rechten").text
    assert post(client, "/rechten/wissen", persoon=who, grond="a", zeker="ja").status_code == 400
    with engine.begin() as con:
        accounts.change_account(con, coor.id, roles=coor.roles, secrecy=True, active=True)
    client = service.sign_in("coor")
    assert '<a href="/rechten">' in client.get("/audit").text
    shown = post(client, "/rechten", persoon=who)
    assert shown.status_code == 200
    assert "Wat wij bewaren" in shown.text
    assert post(client, "/rechten", persoon=" ").status_code == 400
    given = post(client, "/rechten/inzage", persoon=who)
    assert given.headers["content-disposition"] == 'attachment; filename="inzage.json"'
    assert "signalen" in given.json()
    assert post(client, "/rechten/wissen", persoon=who, grond="a").status_code == 400
    gone = post(client, "/rechten/wissen", persoon=who, grond="a", zeker="ja")
    assert gone.headers["location"] == "/rechten?m=gewist"
    assert "zijn gewist" in client.get("/rechten?m=gewist").text
    assert "Er is niets te wissen." in post(client, "/rechten", persoon=who).text
    nobody = post(client, "/rechten", persoon="0000000000").text
    assert "Wij bewaren niets over deze persoon." in nobody
    assert "<table" not in nobody
    with engine.begin() as con:
        (line,) = audit.read(con, kind="persoon_gewist")
    assert line.account_id == coor.id
