"""The OIDC client against a provider on a real port: what it takes, and every way it must refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.review.accounts import change_account, list_accounts
from brp_match.web.errors import WebError
from brp_match.web.oidc import Identity, Provider
from brp_match.web.settings import OidcSettings, WebSettings
from web.auth import provider as op

CALLBACK = "http://127.0.0.1:8000/oidc/callback"
KEY = "k" * 40


@pytest.fixture
def issuer() -> Iterator[op.Provider]:
    with op.running() as state:
        yield state


def client(issuer: op.Provider, **other: Any) -> Provider:
    settings = OidcSettings(
        issuer.issuer, op.CLIENT, op.SECRET, roles={"schuldhulp": "beoordelaar"}, **other
    )
    return Provider(settings, CALLBACK, KEY)


def walk(ours: Provider) -> tuple[str, dict[str, str]]:
    """Do what a browser does: our redirect, the provider's redirect, back with a query."""
    url, cookie = ours.start("/werkvoorraad")
    back = httpx.get(url, follow_redirects=False)
    assert back.status_code == 302
    assert back.headers["location"].startswith(CALLBACK + "?")
    return cookie, op.query_of(back.headers["location"])


def refusal(act: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises(WebError) as caught:
        act()
    return caught.value.status, caught.value.code


def test_a_whole_login(issuer: op.Provider) -> None:
    ours = client(issuer)
    cookie, query = walk(ours)
    identity, on = ours.finish(cookie, query)
    assert identity == Identity(issuer.issuer, "u-1", "Test Persoon", frozenset({"beoordelaar"}))
    assert on == "/werkvoorraad"


def test_pkce_and_secrets_do_not_show_in_the_url(issuer: op.Provider) -> None:
    url, cookie = client(issuer).start("/")
    sent = op.query_of(url)
    assert sent["code_challenge_method"] == "S256"
    assert op.SECRET not in url
    assert sent["code_challenge"] not in cookie  # the cookie holds the verifier, the url its hash


def test_a_code_is_used_once(issuer: op.Provider) -> None:
    ours = client(issuer)
    cookie, query = walk(ours)
    ours.finish(cookie, query)
    assert refusal(lambda: ours.finish(cookie, query)) == (403, "OIDC_CODE")


def test_a_code_of_another_attempt_fails_on_pkce(issuer: op.Provider) -> None:
    ours = client(issuer)
    cookie, query = walk(ours)
    _, stolen = walk(ours)
    assert refusal(lambda: ours.finish(cookie, {**query, "code": stolen["code"]})) == (
        403,
        "OIDC_CODE",
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "anders"}, (400, "OIDC_STATE")),
        ({"state": ""}, (400, "OIDC_STATE")),
        ({"state": "é"}, (400, "OIDC_STATE")),
        ({"iss": "https://elders.example"}, (400, "OIDC_ISSUER")),
        ({"code": ""}, (403, "OIDC_GEWEIGERD")),
        ({"error": "access_denied"}, (403, "OIDC_GEWEIGERD")),
    ],
)
def test_a_changed_answer_is_refused(
    issuer: op.Provider, change: dict[str, str], expected: tuple[int, str]
) -> None:
    ours = client(issuer)
    cookie, query = walk(ours)
    assert refusal(lambda: ours.finish(cookie, {**query, **change})) == expected
    assert issuer.tokens_given == 0


@pytest.mark.parametrize("cookie", ["", "onzin", "WyJhIl0.aaaa.bbbb"])
def test_an_attempt_that_is_not_ours_is_refused(issuer: op.Provider, cookie: str) -> None:
    ours = client(issuer)
    _, query = walk(ours)
    assert refusal(lambda: ours.finish(cookie, query)) == (400, "OIDC_VERLOPEN")


def test_an_attempt_signed_with_another_key_is_refused(issuer: op.Provider) -> None:
    _, query = walk(client(issuer))
    other = Provider(client(issuer).settings, CALLBACK, "z" * 40)
    _, cookie = other.start("/")
    assert refusal(lambda: client(issuer).finish(cookie, query)) == (400, "OIDC_VERLOPEN")


TWISTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "other nonce": lambda c: c.update(nonce="x"),
    "no nonce": lambda c: c.pop("nonce"),
    "other audience": lambda c: c.update(aud="iemand-anders"),
    "two audiences without azp": lambda c: c.update(aud=[op.CLIENT, "ander"]),
    "other issuer": lambda c: c.update(iss="https://elders.example"),
    "expired": lambda c: c.update(exp=c["iat"] - 3600),
    "no expiry": lambda c: c.pop("exp"),
    "no subject": lambda c: c.pop("sub"),
    "issued in the future": lambda c: c.update(iat=c["iat"] + 3600, exp=c["exp"] + 7200),
}


@pytest.mark.parametrize("name", sorted(TWISTS))
def test_a_token_with_a_wrong_claim_is_refused(issuer: op.Provider, name: str) -> None:
    issuer.twist = TWISTS[name]
    ours = client(issuer)
    cookie, query = walk(ours)
    assert refusal(lambda: ours.finish(cookie, query)) == (403, "OIDC_TOKEN")


@pytest.mark.parametrize("how", ["none", "HS256", "other key"])
def test_a_token_signed_wrongly_is_refused(issuer: op.Provider, how: str) -> None:
    issuer.sign_with = how
    ours = client(issuer)
    cookie, query = walk(ours)
    assert refusal(lambda: ours.finish(cookie, query)) == (403, "OIDC_TOKEN")


def test_new_keys_of_the_provider_are_fetched(issuer: op.Provider) -> None:
    ours = client(issuer)
    ours.finish(*walk(ours))
    issuer.rotate()
    identity, _ = ours.finish(*walk(ours))
    assert identity.subject == "u-1"


@pytest.mark.parametrize("roles", [[], ["iets anders"], "iets anders"])
def test_a_person_without_a_role_here_is_refused(issuer: op.Provider, roles: object) -> None:
    issuer.person["roles"] = roles
    ours = client(issuer)
    cookie, query = walk(ours)
    assert refusal(lambda: ours.finish(cookie, query)) == (403, "GEEN_ROL")


def test_a_role_as_plain_text_counts(issuer: op.Provider) -> None:
    issuer.person["roles"] = "schuldhulp"
    ours = client(issuer)
    identity, _ = ours.finish(*walk(ours))
    assert identity.roles == frozenset({"beoordelaar"})


def test_a_provider_that_is_away_is_503(issuer: op.Provider) -> None:
    gone = OidcSettings("http://127.0.0.1:9", op.CLIENT, op.SECRET, roles={"a": "beoordelaar"})
    assert refusal(lambda: Provider(gone, CALLBACK, KEY).start("/")) == (503, "OIDC_ONBEREIKBAAR")


def test_a_provider_that_names_itself_otherwise_is_refused(issuer: op.Provider) -> None:
    ours = client(issuer)
    issuer.issuer = "https://elders.example"
    assert refusal(lambda: ours.start("/")) == (503, "OIDC_ISSUER")


class TestInTheService:
    """The whole way through our pages, with the provider on its port."""

    @pytest.fixture
    def settings(self, settings: WebSettings, issuer: op.Provider) -> WebSettings:
        given = OidcSettings(
            issuer.issuer, op.CLIENT, op.SECRET, roles={"schuldhulp": "beoordelaar"}
        )
        return replace(settings, oidc=given)

    def log_in(self, visitor: TestClient, next_path: str = "/werkvoorraad") -> httpx.Response:
        away = visitor.get("/oidc/start", params={"next": next_path})
        assert away.status_code == 303
        back = httpx.get(away.headers["location"], follow_redirects=False)
        return visitor.get(back.headers["location"].removeprefix("http://127.0.0.1:8000"))

    def test_there_and_back(self, visitor: TestClient) -> None:
        assert "/oidc/start" in visitor.get("/inloggen").text
        done = self.log_in(visitor)
        assert (done.status_code, done.headers["location"]) == (303, "/werkvoorraad")
        page = visitor.get("/werkvoorraad")
        assert page.status_code == 200
        assert "Test Persoon" in page.text
        assert visitor.get("/accounts").status_code == 403

    def test_a_session_that_was_planted_is_not_kept(self, visitor: TestClient) -> None:
        visitor.cookies.set("sessie", "planted")
        self.log_in(visitor)
        assert "planted" not in [cookie.value for cookie in visitor.cookies.jar if cookie.domain]

    def test_the_same_person_is_the_same_account(self, app: FastAPI, visitor: TestClient) -> None:
        self.log_in(visitor)
        self.log_in(visitor)
        with app.state.engine.begin() as con:
            assert len(list_accounts(con)) == 1

    def test_roles_follow_the_provider(
        self, app: FastAPI, visitor: TestClient, issuer: op.Provider
    ) -> None:
        self.log_in(visitor)
        issuer.person["roles"] = []
        assert self.log_in(visitor).status_code == 403

    def test_a_closed_account_stays_out(self, app: FastAPI, visitor: TestClient) -> None:
        self.log_in(visitor)
        with app.state.engine.begin() as con:
            (account,) = list_accounts(con)
            change_account(con, account.id, roles=account.roles, secrecy=False, active=False)
        assert self.log_in(visitor).status_code == 403
        assert visitor.get("/werkvoorraad").status_code == 303

    def test_a_callback_out_of_nowhere(self, visitor: TestClient) -> None:
        answer = visitor.get("/oidc/callback?code=x&state=y")
        assert answer.status_code == 400
        assert "verlopen" in answer.text

    def test_leads_nowhere_else(self, visitor: TestClient) -> None:
        assert self.log_in(visitor, "https://elders.example").headers["location"] == "/"
