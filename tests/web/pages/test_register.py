"""A register given in the service: checked at once, prepared beside, used from then on; told when it is old."""

from __future__ import annotations

import os
import time
from typing import Any

from brp_match.review import audit
from brp_match.web.register_upload import INCOMING
from web.pages.conftest import NOW
from web.pages.service import Service, csrf_of
from web.pages.town import write_residents


def send(client: Any, **files: tuple[str, bytes]) -> Any:
    token = csrf_of(client.get("/instellingen/register").text)
    return client.post("/instellingen/register", data={"csrf_token": token}, files=files)


def test_a_register_is_prepared_and_used(service: Service, tmp_path: Any) -> None:
    client = service.sign_in("coor")
    assert "Er staat nog geen register klaar." in client.get("/instellingen/register").text
    refused = send(client, inwoners=("i.csv", b"persoon_id;geboortedatum\n1;2\n"))
    assert refused.status_code == 400
    assert "De kolom geslachtsnaam ontbreekt." in refused.text
    assert "Kies een bestand met inwoners." in send(client).text
    sent = send(client, inwoners=("i.csv", write_residents(tmp_path).read_bytes()))
    assert sent.headers["location"] == "/instellingen/register?m=register"
    upload = service.app.state.register_upload
    deadline = time.monotonic() + 60
    while upload.job.state == "bezig" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (upload.job.state, upload.job.faults) == ("klaar", [])
    assert client.get("/instellingen/register/voortgang").json()["bezig"] is False
    # what was uploaded is gone; the register serves deliveries from now on
    assert list((service.data / INCOMING).glob("*")) == []
    register = service.app.state.settings.register
    assert register == service.data / "register" / "register.duckdb"
    assert service.app.state.matcher.register == register
    assert "Het nieuwe register staat klaar" in client.get("/instellingen/register").text
    assert (
        "Kies alleen een bestand als u een ander register" in client.get("/leveringen/nieuw").text
    )
    with service.app.state.engine.begin() as con:
        (line,) = audit.read(con, kind="register_vervangen")
    assert line.detail["inwoners"] == 26
    # a month later it is old, and every page where it matters says so
    past = NOW.timestamp() - 40 * 86_400
    os.utime(register, (past, past))
    for path in ("/bord", "/leveringen/nieuw", "/instellingen/register"):
        assert "ouder dan" in (text := client.get(path).text) or "Het register is van" in text, path
    service.app.state.matcher.close()
