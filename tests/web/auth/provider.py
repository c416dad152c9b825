"""A small OpenID provider on a real port: strict about its own side, and able to misbehave on order."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT = "brp-match"
SECRET = "provider-client-secret-for-tests"


@dataclass
class Provider:
    """State of the provider. `person` logs in at once; `twist` changes claims before signing."""

    issuer: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u-1", "name": "Test Persoon", "roles": ["schuldhulp"]}
    )
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    twist: Callable[[dict[str, Any]], None] | None = None
    sign_with: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens_given: int = 0

    def rotate(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            **self.person,
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        if self.twist:
            self.twist(claims)
        if self.sign_with == "HS256":
            return by_hand(claims, bytes(self.key.as_pem(private=False)))
        if self.sign_with == "none":
            return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"])
        if self.sign_with == "other key":
            other = RSAKey.generate_key(2048, {"kid": self.key.kid})
            return jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, claims, other)
        return jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, claims, self.key)


def by_hand(claims: dict[str, Any], secret: bytes) -> str:
    """The old trick: sign with the public key as if it were a shared secret."""
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    text = b".".join(_b64(json.dumps(part).encode()) for part in parts)
    return (text + b"." + _b64(hmac.new(secret, text, "sha256").digest())).decode()


def _b64(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def provider_app(state: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": state.issuer,
            "authorization_endpoint": f"{state.issuer}/authorize",
            "token_endpoint": f"{state.issuer}/token",
            "jwks_uri": f"{state.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    @app.get("/jwks")
    def jwks() -> dict[str, Any]:
        return dict(KeySet([state.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        wrong = (
            asked.get("response_type") != "code"
            or asked.get("client_id") != CLIENT
            or "openid" not in asked.get("scope", "").split()
            or asked.get("code_challenge_method") != "S256"
            or len(asked.get("code_challenge", "")) != 43
            or not asked.get("nonce")
            or not asked.get("state")
        )
        if wrong:
            return JSONResponse({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(24)
        state.codes[code] = asked
        query = urlencode({"code": code, "state": asked["state"], "iss": state.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", 302)

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = state.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"] != challenge
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        state.tokens_given += 1
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        return JSONResponse(
            {**answer, "expires_in": 300, "id_token": state.id_token(asked["nonce"])}
        )

    return app


@contextmanager
def running() -> Iterator[Provider]:
    """Run the provider on a free port of this machine."""
    state = Provider()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        state.issuer = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(provider_app(state), log_level="error", lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield state
        finally:
            server.should_exit = True
            thread.join(5)


def query_of(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
