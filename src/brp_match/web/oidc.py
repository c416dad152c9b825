"""Logging in at the municipality's own provider: OpenID Connect, code flow with PKCE."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from brp_match.web.errors import WebError
from brp_match.web.settings import OidcSettings

SCOPE = "openid profile email"
ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Signatures we take; never `none`, and never a shared secret that the provider also tells others."""

ATTEMPT_SECONDS = 600
DISCOVERY_SECONDS = 3600
TIMEOUT_SECONDS = 10.0
LEEWAY_SECONDS = 60


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is: issuer and subject (stable), a name to show, our roles."""

    issuer: str
    subject: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Attempt:
    """One try to log in: what the callback must bring back, kept signed in the visitor's cookie."""

    state: str
    nonce: str
    verifier: str
    next: str


class Provider:
    """One provider: its discovery document and keys are fetched when needed and kept an hour."""

    def __init__(self, settings: OidcSettings, redirect_uri: str, secret: str) -> None:
        self.settings = settings
        self.redirect_uri = redirect_uri
        self._signer = URLSafeTimedSerializer(secret, salt="oidc")
        self._lock = threading.Lock()
        self._metadata: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def start(self, next_path: str) -> tuple[str, str]:
        """Return where to send the visitor, and the value of the cookie that remembers the attempt."""
        attempt = Attempt(
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(48),
            next_path,
        )
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.settings.client_id,
                "redirect_uri": self.redirect_uri,
                "scope": SCOPE,
                "state": attempt.state,
                "nonce": attempt.nonce,
                "code_challenge": create_s256_code_challenge(attempt.verifier),
                "code_challenge_method": "S256",
            }
        )
        endpoint = self.metadata()["authorization_endpoint"]
        cookie = self._signer.dumps([attempt.state, attempt.nonce, attempt.verifier, next_path])
        return f"{endpoint}?{query}", str(cookie)

    def finish(self, cookie: str, query: Mapping[str, str]) -> tuple[Identity, str]:
        """Check what came back, fetch and check the token: who it is, and where to go on.

        Raises WebError 400 for an attempt that is not ours or too old, 403 for a token that is not
        good or a person without a role here, 503 when the provider does not answer.
        """
        attempt = self._attempt(cookie)
        if not hmac.compare_digest(attempt.state.encode(), query.get("state", "").encode()):
            raise WebError(400, "OIDC_STATE", "Deze poging om in te loggen is niet van u.")
        if query.get("iss", self.settings.issuer) != self.settings.issuer:
            raise WebError(400, "OIDC_ISSUER", "Het antwoord komt van een andere aanbieder.")
        if "error" in query or not query.get("code"):
            raise WebError(403, "OIDC_GEWEIGERD", "Inloggen is geweigerd of afgebroken.")
        token = self._token(query["code"], attempt.verifier)
        claims = self._claims(str(token.get("id_token", "")), attempt.nonce)
        return self._identity(claims), attempt.next

    def metadata(self) -> Mapping[str, Any]:
        """Return the discovery document; its issuer must be the one of our settings."""
        with self._lock:
            if self._metadata is None or self._metadata[0] < time.monotonic() - DISCOVERY_SECONDS:
                found = _get(f"{self.settings.issuer}/.well-known/openid-configuration")
                if found.get("issuer", "").rstrip("/") != self.settings.issuer:
                    raise WebError(
                        503, "OIDC_ISSUER", "De aanbieder noemt zich anders dan ingesteld."
                    )
                self._metadata = (time.monotonic(), found)
            return self._metadata[1]

    def _attempt(self, cookie: str) -> Attempt:
        try:
            return Attempt(*self._signer.loads(cookie, max_age=ATTEMPT_SECONDS))
        except (BadSignature, TypeError) as error:
            raise WebError(
                400, "OIDC_VERLOPEN", "Deze poging om in te loggen is verlopen. Begin opnieuw."
            ) from error

    def _token(self, code: str, verifier: str) -> Mapping[str, Any]:
        client = OAuth2Client(
            self.settings.client_id,
            self.settings.client_secret,
            redirect_uri=self.redirect_uri,
            timeout=TIMEOUT_SECONDS,
        )
        try:
            with client:
                found: Mapping[str, Any] = client.fetch_token(
                    self.metadata()["token_endpoint"], code=code, code_verifier=verifier
                )
                return found
        except AuthlibBaseError as error:
            raise WebError(
                403, "OIDC_CODE", "De aanbieder geeft geen token voor deze poging."
            ) from error
        except httpx.HTTPError as error:
            raise _away() from error

    def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            try:
                token = jwt.decode(id_token, self._key_set(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # the provider may have changed its keys since we fetched them: once more
                token = jwt.decode(id_token, self._key_set(fresh=True), algorithms=ALGORITHMS)
            registry.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise WebError(403, "OIDC_TOKEN", "Het token van de aanbieder klopt niet.") from error
        audience = token.claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if several and token.claims.get("azp") != self.settings.client_id:
            raise WebError(403, "OIDC_TOKEN", "Het token van de aanbieder is niet voor ons.")
        return dict(token.claims)

    def _key_set(self, *, fresh: bool = False) -> KeySet:
        with self._lock:
            known = self._keys
        if fresh or known is None or known[0] < time.monotonic() - DISCOVERY_SECONDS:
            keys = KeySet.import_key_set(_get(self.metadata()["jwks_uri"]))  # type: ignore[arg-type]
            known = (time.monotonic(), keys)
            with self._lock:
                self._keys = known
        return known[1]

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        found = claims.get(self.settings.role_claim, [])
        values = [found] if isinstance(found, str) else list(found)
        roles = frozenset(
            self.settings.roles[str(value)] for value in values if str(value) in self.settings.roles
        )
        if not roles:
            raise WebError(403, "GEEN_ROL", "U heeft bij uw gemeente geen rol voor deze dienst.")
        name = str(claims.get("name") or claims.get("preferred_username") or claims["sub"])
        return Identity(self.settings.issuer, str(claims["sub"]), name[:200], roles)


def _get(url: str) -> Mapping[str, Any]:
    try:
        response = httpx.get(url, timeout=TIMEOUT_SECONDS).raise_for_status()
        found: Mapping[str, Any] = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise _away() from error
    return found


def _away() -> WebError:
    return WebError(503, "OIDC_ONBEREIKBAAR", "De aanbieder van het inloggen antwoordt niet.")
