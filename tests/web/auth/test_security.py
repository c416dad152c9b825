"""Headers on every answer, hosts, sizes, bombs, and faults that tell nothing."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from brp_match.errors import BrpMatchError
from brp_match.review import clients
from brp_match.review.accounts import Role
from brp_match.web import deps, errors
from brp_match.web.app import create_app
from brp_match.web.command import greeting
from brp_match.web.errors import WebError, status_of
from brp_match.web.ratelimit import KEYS_KEPT, RateLimit
from brp_match.web.settings import WebSettings, check, is_loopback, oidc_from, secret_of
from web.conftest import BASE, Town
from web.town import signal

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.parametrize(
    "path",
    ["/inloggen", "/werkvoorraad", "/nergens", "/static/tokens.css", "/v1/openapi.json",
     "/v1/leveringen", "/v1/docs", "/oidc/start", "/gezond"],
)  # fmt: skip
def test_headers_of_every_answer(visitor: TestClient, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    kept = "public, max-age=3600" if path.startswith("/static") else "no-store"
    assert headers["cache-control"] == kept
    assert "server" not in headers
    assert "strict-transport-security" not in headers  # not over plain http


def test_no_inline_script_or_style_on_the_pages_that_need_no_case(visitor: TestClient) -> None:
    for path in ("/inloggen", "/uitleg", "/toegankelijkheid", "/v1/docs", "/nergens"):
        text = visitor.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        assert "<script>" not in text


@pytest.mark.parametrize(
    "host", ["elders.example", "127.0.0.1.elders.example", "", "[::1", "10.0.0.1"]
)
def test_a_foreign_host_is_refused(visitor: TestClient, host: str) -> None:
    assert visitor.get("/inloggen", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:9"])
def test_our_own_hosts_are_welcome(visitor: TestClient, host: str) -> None:
    assert visitor.get("/inloggen", headers={"Host": host}).status_code == 200


def test_security_txt(settings: WebSettings, visitor: TestClient) -> None:
    assert visitor.get("/.well-known/security.txt").status_code == 404
    app = create_app(replace(settings, security_contact="mailto:ciso@voorbeeld.nl"))
    text = TestClient(app, BASE).get("/.well-known/security.txt").text
    assert "Contact: mailto:ciso@voorbeeld.nl\n" in text
    assert "\nExpires: 20" in text


class TestSizes:
    """Bodies over the limit: by their length, and by what comes without one."""

    @pytest.fixture
    def small(self, settings: WebSettings) -> TestClient:
        app = create_app(replace(settings, form_limit=2000, upload_limit=5000))
        return TestClient(app, BASE, raise_server_exceptions=False)

    def test_by_length(self, small: TestClient) -> None:
        assert small.post("/v1/vergelijkingen", content=b"x" * 2001).status_code == 413
        assert small.post("/inloggen", content=b"x" * 2001).status_code == 413
        key = {"Authorization": "Bearer x"}
        assert small.post("/v1/leveringen", content=b"x" * 5001, headers=key).status_code == 413
        assert small.post("/v1/leveringen", content=b"x" * 4000, headers=key).status_code == 401
        # without a key or a cookie nothing large is taken in
        assert small.post("/v1/leveringen", content=b"x" * 4000).status_code == 413

    def test_streamed_without_a_length(self, small: TestClient) -> None:
        read = 0

        def parts() -> Any:
            nonlocal read
            for _ in range(1000):
                read += 1
                yield b"x" * 500

        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = small.post("/inloggen", content=parts(), headers=kind)
        assert answer.status_code == 413

    def test_streamed_by_who_may_send_and_by_a_stranger(self, small: TestClient) -> None:
        with small.app.state.engine.begin() as con:  # type: ignore[attr-defined]
            key = clients.add_client(con, "test", [Role.COORDINATOR], deps.now())
            other = clients.add_client(con, "test", [Role.BEOORDELAAR], deps.now())
        read = 0

        def parts() -> Any:
            nonlocal read
            for _ in range(100):
                read += 1
                yield b"--b\r\n" + b"x" * 500

        def sent(token: str) -> Any:
            headers = {
                "Content-Type": "multipart/form-data; boundary=b",
                "Authorization": f"Bearer {token}",
            }
            return small.post("/v1/leveringen", content=parts(), headers=headers)

        problem = sent(key)
        assert (problem.status_code, problem.json()["code"]) == (413, "TE_GROOT")
        assert sent(other).status_code == 403
        assert sent("x").status_code == 401
        answer = small.post(
            "/leveringen/nieuw", content=b"x" * 4000, headers={"Cookie": "sessie=x"},
            follow_redirects=False,
        )  # fmt: skip
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/inloggen?next=%2Fleveringen%2Fnieuw")

    @pytest.mark.parametrize("length", ["-1", "1e9", "abc", "９"])
    def test_a_length_that_is_no_number(self, small: TestClient, length: str) -> None:
        headers = {"Content-Length": length.encode()}
        assert small.post("/inloggen", content=b"", headers=headers).status_code == 413


def bomb(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>&g;</sheets></workbook>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>&x;</sheets></workbook>"""
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        # of these alone the zeros are made in the test: they take a second to press
        ("zip bomb", {"[Content_Types].xml": TYPES, "xl/workbook.xml": None}),
        ("billion laughs", {"[Content_Types].xml": TYPES, "xl/workbook.xml": LAUGHS}),
        ("outside entity", {"[Content_Types].xml": TYPES, "xl/workbook.xml": OUTSIDE}),
        ("path out", {"../../../tmp/planted.txt": b"x"}),
    ],
)
def test_bombs_in_a_workbook_are_refused(
    api: Callable[..., TestClient], town: Town, name: str, parts: dict[str, bytes | None]
) -> None:
    content = bomb(
        {path: b"\0" * 300_000_000 if one is None else one for path, one in parts.items()}
    )
    files = {
        "signalen": ("a.xlsx", content, "application/octet-stream"),
        "inwoners": ("i.csv", town.residents.read_bytes(), "text/csv"),
    }
    answer = api("coordinator").post("/v1/leveringen", files=files)
    assert (name, answer.status_code) == (name, 400)
    assert "root:" not in answer.text
    assert not Path("/tmp/planted.txt").exists()


PLANTED = "Geheimzinnigsma"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (WebError(418, "X", "x"), 418),
        (BrpMatchError("X", "w", "d"), 400),
        (BrpMatchError("X", "w", "d", http_status=409), 409),
        (RequestValidationError([]), 400),
        (HTTPException(405), 405),
        (OperationalError("SELECT", {}, Exception("database is locked")), 503),
        (OperationalError("SELECT", {}, Exception("database or disk is full")), 507),
        (DataError("SELECT", {}, Exception("integer out of range")), 400),
        (IntegrityError("INSERT", {}, Exception("duplicate key")), 409),
        (OSError(28, "No space left on device"), 507),
        (ConnectionRefusedError(), 503),
        (TimeoutError(), 503),
        (NoConnection("QueuePool limit of size 5 overflow 10 reached"), 503),
        (PermissionError(13, "x"), 500),
        (ValueError(PLANTED), 500),
        (KeyError(PLANTED), 500),
    ],
)
def test_the_table_from_exception_to_status(error: Exception, status: int) -> None:
    assert status_of(error) == status


def test_every_status_that_is_answered_has_a_title() -> None:
    assert {400, 401, 403, 404, 405, 409, 410, 412, 413, 421, 428, 429, 500, 503, 507} <= set(
        errors.TITLES
    )


@pytest.mark.parametrize("path", ["/uitleg", "/v1/openapi.json"])
def test_a_fault_of_ours_tells_nothing(
    app: FastAPI,
    visitor: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(PLANTED)

    monkeypatch.setattr("brp_match.web.api.description.document_of", broken)
    monkeypatch.setattr("brp_match.web.pages.start.page", broken)
    with caplog.at_level(logging.DEBUG):
        answer = visitor.get(path)
    assert answer.status_code == 500
    assert PLANTED not in answer.text
    assert PLANTED not in caplog.text
    assert "RuntimeError at test_security.py" in caplog.text
    (ours,) = [one for one in caplog.records if one.name == "brp_match.web"]
    reference = ours.getMessage().split()[0]
    assert reference in answer.text


def test_the_database_gone_is_503_and_back_is_200(
    app: FastAPI, visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = app.state.engine

    class Gone:
        def connect(self) -> None:
            raise OperationalError("SELECT", {}, Exception("connection refused"))

    app.state.engine = Gone()
    answer = visitor.get("/gezond")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    app.state.engine = good
    assert visitor.get("/gezond").text == "gezond\n"


def test_nothing_of_a_delivery_reaches_a_page_as_markup(
    api: Callable[..., TestClient], town: Town, visitor: TestClient
) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    text = ";".join(signal(1, 1)) + "\n" + ";".join([attack.replace('"', "")] * 3) + "\n"
    files = {
        "signalen": (attack + ".csv", text.encode(), "text/csv"),
        "inwoners": ("i.csv", town.residents.read_bytes(), "text/csv"),
    }
    answer = api("coordinator").post("/v1/leveringen", files=files, data={"naam": attack[:200]})
    assert answer.headers["content-type"].startswith("application/")
    page = visitor.get("/inloggen", params={"next": attack, "m": attack}).text
    assert "<script>alert" not in page
    assert "onerror" not in page
    missing = visitor.get("/" + attack.replace("/", ""))
    assert "<img" not in missing.text


class TestSettings:
    """Where the service listens, and what it refuses to be told."""

    def test_only_loopback_without_a_proxy(self, tmp_path: Path) -> None:
        with pytest.raises(BrpMatchError) as caught:
            check(WebSettings(data=tmp_path, host="0.0.0.0"))
        assert [f.code for f in caught.value.faults] == ["ALLEEN_LOOPBACK"]
        with pytest.raises(BrpMatchError) as caught:
            check(WebSettings(data=tmp_path, host="0.0.0.0", behind_proxy=True))
        assert [f.code for f in caught.value.faults] == ["HTTPS_ONTBREEKT", "MELDPUNT_ONTBREEKT"]
        check(WebSettings(data=tmp_path, host="::1"))

    @pytest.mark.parametrize(
        ("host", "loopback"),
        [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
         ("0.0.0.0", False), ("::", False), ("192.168.1.1", False), ("voorbeeld.nl", False)],
    )  # fmt: skip
    def test_loopback(self, host: str, loopback: bool) -> None:
        assert is_loopback(host) is loopback

    def test_the_key_is_made_once_and_only_ours_to_read(self, tmp_path: Path) -> None:
        first = secret_of(tmp_path, {})
        assert len(first) >= 40
        assert secret_of(tmp_path, {}) == first
        assert (tmp_path / "geheim.sleutel").stat().st_mode & 0o777 == 0o600
        with pytest.raises(BrpMatchError):
            secret_of(tmp_path, {"BRP_MATCH_SECRET": "kort"})

    def test_a_provider_is_told_whole_or_not(self) -> None:
        assert oidc_from({}) is None
        with pytest.raises(BrpMatchError) as caught:
            oidc_from({"BRP_MATCH_OIDC_ISSUER": "http://elders.example"})
        assert [f.code for f in caught.value.faults] == ["OIDC_ONVOLLEDIG"] * 3 + [
            "OIDC_ZONDER_HTTPS"
        ]
        whole = {
            "BRP_MATCH_OIDC_ISSUER": "https://inloggen.example/",
            "BRP_MATCH_OIDC_CLIENT_ID": "a",
            "BRP_MATCH_OIDC_CLIENT_SECRET": "geheim",
            "BRP_MATCH_OIDC_ROLES": "grp-1=beoordelaar, grp-2=beheerder",
        }
        found = oidc_from(whole)
        assert found is not None
        assert found.issuer == "https://inloggen.example"
        assert found.roles == {"grp-1": "beoordelaar", "grp-2": "beheerder"}
        assert "geheim" not in repr(found)

    def test_the_greeting_shows_no_password(self, tmp_path: Path) -> None:
        told = greeting(
            WebSettings(data=tmp_path, database_url="postgresql://u:geheim@db/brp"), accounts=0
        )
        assert "geheim" not in " ".join(told)
        assert "brp-match account NAAM" in " ".join(told)


def test_rate_limit_refills_and_forgets_the_oldest() -> None:
    clock = [0.0]
    limit = RateLimit(60, lambda: clock[0])
    assert [limit.take("a") for _ in range(60)] == [0.0] * 60
    assert limit.take("a") == pytest.approx(1.0)
    clock[0] = 1.0
    assert limit.take("a") == 0.0
    for number in range(KEYS_KEPT + 5):
        limit.take(str(number))
    assert len(limit._buckets) == KEYS_KEPT


def test_the_clock_of_the_service_is_utc() -> None:
    assert deps.now().tzinfo is not None


@pytest.mark.parametrize("path", ["/uitleg?m=%00", "/zaak/a%00b", "/v1/leveringen?cursor=a%00"])
def test_an_address_with_a_nul_is_refused(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 400
    assert "een teken dat niet kan" in answer.text


def test_a_form_with_a_nul_is_refused(visitor: TestClient) -> None:
    token = visitor.get("/inloggen").text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "naam": "a\x00b", "wachtwoord": "x"}
    answer = visitor.post("/inloggen", data=sent)
    assert answer.status_code == 400
    assert "een teken dat niet kan" in answer.text
    assert visitor.post("/inloggen", data=sent | {"naam": "ab"}).status_code == 401


def test_too_large_says_how_much_may_be_sent_and_what_to_do(settings: WebSettings) -> None:
    for limit, size in ((200 * 1024, "200 kB"), (3 * 1024 * 1024, "3 MB")):
        app = create_app(replace(settings, upload_limit=limit, form_limit=limit))
        browser = TestClient(app, BASE)
        page = browser.post(
            "/leveringen/nieuw", headers={"Content-Length": str(limit + 1), "Cookie": "sessie=x"}
        )
        assert page.status_code == 413
        assert f"groter dan {size}." in page.text
        assert "Er is niets opgeslagen." in page.text
        assert '<a class="button" href="/leveringen/nieuw">Kies andere bestanden</a>' in page.text
        app.state.engine.dispose()
