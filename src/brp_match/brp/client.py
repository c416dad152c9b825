"""The line to BRP API Personen: who we are, questions sent, answers and refusals read.

No message of the other side is passed on: it may repeat what was asked.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import secret_text

if TYPE_CHECKING:
    import httpx

ENV = "BRP_MATCH_BRP_"
TIMEOUT = 30.0
TRIES = 4
"""Times a question is asked that is refused for the moment (429, 502, 503, 504) or gets no answer."""
LONGEST_WAIT = 60.0
"""Seconds waited at most before the next try, whatever the other side asks."""

PATH = "/personen"
MEDIA_TYPE = "application/json; charset=utf-8"
TOO_MANY = "tooManyResults"
_FOR_THE_MOMENT = frozenset({429, 502, 503, 504})


class TooMany(Exception):
    """The BRP found more persons than it gives: ask more narrowly."""


@dataclass(frozen=True)
class Access:
    """How to reach the BRP: address, key or client of a token service, certificate files, further headers."""

    url: str
    key: str = field(default="", repr=False)
    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    certificate: str = ""
    certificate_key: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def access_from(environment: Mapping[str, str] = os.environ) -> Access:
    """Read how to reach the BRP from BRP_MATCH_BRP_URL and its fellows.

    Raises BrpMatchError with every fault: BRP_ADRES_ONTBREEKT, BRP_ZONDER_HTTPS, BRP_TOEGANG, BRP_KOPPEN.
    """
    url = environment.get(f"{ENV}URL", "").rstrip("/")
    token_url, client = (
        environment.get(f"{ENV}TOKEN_URL", ""),
        environment.get(f"{ENV}CLIENT_ID", ""),
    )
    key, secret = (
        secret_text(f"{ENV}SLEUTEL", environment),
        secret_text(f"{ENV}CLIENT_SECRET", environment),
    )
    faults = []
    if not url:
        faults.append(
            Fault("BRP_ADRES_ONTBREEKT", f"{ENV}URL", "geef het adres van BRP bevragen (https://…)")
        )
    for name, address in (("URL", url), ("TOKEN_URL", token_url)):
        if address and not _safe(address):
            faults.append(Fault("BRP_ZONDER_HTTPS", ENV + name, "dit adres moet https gebruiken"))
    if token_url and not (client and secret):
        said = "bij een tokendienst horen BRP_MATCH_BRP_CLIENT_ID en BRP_MATCH_BRP_CLIENT_SECRET"
        faults.append(Fault("BRP_TOEGANG", f"{ENV}TOKEN_URL", said))
    headers, wrong = _headers(environment.get(f"{ENV}KOPPEN", ""))
    if wrong:
        faults.append(
            Fault("BRP_KOPPEN", f"{ENV}KOPPEN", "schrijf Naam=waarde, met een puntkomma ertussen")
        )
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Access(
        url, key, token_url, client, secret, environment.get(f"{ENV}CERTIFICAAT", ""),
        environment.get(f"{ENV}CERTIFICAAT_SLEUTEL", ""), headers,
    )  # fmt: skip


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost", "::1")


def _headers(text: str) -> tuple[dict[str, str], bool]:
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return found, any(not name.isascii() or not name or not value for name, value in found.items())


class Client:
    """Asks one BRP. `transport` stands in for the network in tests, `wait` for the clock."""

    def __init__(
        self,
        access: Access,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        import ssl

        import httpx

        context = ssl.create_default_context()
        if access.certificate:
            try:
                context.load_cert_chain(access.certificate, access.certificate_key or None)
            except OSError as error:
                said = "dit certificaat of zijn sleutel is niet te lezen"
                raise BrpMatchError("BRP_CERTIFICAAT", f"{ENV}CERTIFICAAT", said) from error
        self._access, self._wait = access, wait
        self._http = httpx.Client(
            verify=context, transport=transport, timeout=TIMEOUT, headers=dict(access.headers)
        )
        self._token, self._token_until = "", 0.0

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def ask(self, body: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the persons of one question.

        Raises TooMany, and BrpMatchError BRP_GEEN_TOEGANG, BRP_WEIGERT or BRP_ONBEREIKBAAR.
        """
        answer = self._answer(body)
        if answer.status_code in (401, 403):
            said = "deze sleutel, dit certificaat of deze autorisatie mag dit niet vragen"
            raise BrpMatchError(
                "BRP_GEEN_TOEGANG", "BRP bevragen", f"{said} (status {answer.status_code})"
            )
        told = _json(answer.content)
        if answer.status_code == 400 and told.get("code") == TOO_MANY:
            raise TooMany
        persons = told.get("personen", [])
        if answer.status_code != 200 or not isinstance(persons, list):
            code = str(told.get("code") or "")
            told_code = f", {code}" if code.isalnum() else ""
            said = (
                f"de BRP geeft geen antwoord op een vraag (status {answer.status_code}{told_code})"
            )
            raise BrpMatchError("BRP_WEIGERT", "BRP bevragen", said)
        return [one for one in persons if isinstance(one, dict)]

    def _answer(self, body: Mapping[str, object]) -> httpx.Response:
        import httpx

        for tried in range(1, TRIES + 1):
            pause = min(2.0**tried, LONGEST_WAIT)
            try:
                answer = self._http.post(
                    self._access.url + PATH, content=json.dumps(body), headers=self._who()
                )
            except httpx.HTTPError as error:
                if tried == TRIES:
                    said = f"de BRP is niet te bereiken ({type(error).__name__})"
                    raise BrpMatchError("BRP_ONBEREIKBAAR", "BRP bevragen", said) from None
            else:
                if answer.status_code not in _FOR_THE_MOMENT or tried == TRIES:
                    return answer
                asked = answer.headers.get("Retry-After", "")
                pause = min(float(asked), LONGEST_WAIT) if asked.isdigit() else pause
            self._wait(pause)
        raise AssertionError("unreachable")

    def _who(self) -> dict[str, str]:
        headers = {"Content-Type": MEDIA_TYPE, "Accept": "application/json"}
        if self._access.key:
            headers["X-API-Key"] = self._access.key
        if self._access.token_url:
            headers["Authorization"] = f"Bearer {self._fresh_token()}"
        return headers

    def _fresh_token(self) -> str:
        """Return a token of the token service (OAuth 2.0 client credentials), a new one before it ends."""
        if time.monotonic() < self._token_until:
            return self._token
        form = {"grant_type": "client_credentials"}
        who = (self._access.client_id, self._access.client_secret)
        answer = self._http.post(self._access.token_url, data=form, auth=who)
        told = _json(answer.content)
        token = told.get("access_token")
        if answer.status_code != 200 or not isinstance(token, str):
            said = f"de tokendienst geeft geen token (status {answer.status_code})"
            raise BrpMatchError("BRP_GEEN_TOEGANG", "BRP bevragen", said)
        lasts = told.get("expires_in")
        self._token = token
        self._token_until = time.monotonic() + (lasts - 30 if isinstance(lasts, int) else 30)
        return token


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
