"""What the review service is told at its start: addresses, limits and times, from options and environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from brp_match.errors import BrpMatchError, Fault
from brp_match.review.accounts import Role
from brp_match.review.places import database_url, key_file
from brp_match.settings import secret_text
from brp_match.web.mail import MailServer

ENV_SECRET = "BRP_MATCH_SECRET"
ENV_OIDC = "BRP_MATCH_OIDC_"
SECRET_FILE = "geheim.sleutel"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class OidcSettings:
    """One OpenID Connect provider. `roles` gives our role for a value of `role_claim`."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str = "roles"
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WebSettings:
    """Settings of one service. Sizes in bytes, times in seconds.

    `data` holds uploads, runs and the embedded database; `register` is a file of `prepare`; `policy` the file
    of the first policy in force, which counts until somebody changes it in the service; `gemeente` the codes of the municipalities it works for, joined by a
    comma ('' for the one of the register); `population` their inhabitants where the BRP itself is asked for residents; `keep_days`: deliveries
    older than this are deleted by themselves (None: never); `theme` a CSS
    file with the design tokens of the municipality; `mail`: where cards are sent through (None: laid in a folder);
    a body may be silent for `body_silence`, and take `body_seconds`, longer as more of it came in, at most
    `body_seconds_most`;
    `proxies`: addresses or networks of the proxies in front; of X-Forwarded-For only what these added is
    believed, since a visitor may have written the rest;
    `https` says that visitors come over https (then cookies are Secure and HSTS is sent).
    """

    data: Path
    database_url: str = ""
    register: Path | None = None
    policy: Path | None = None
    gemeente: str = ""
    population: int | None = None
    keep_days: int | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    behind_proxy: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    public_url: str = ""
    secret: str = field(default="", repr=False)
    oidc: OidcSettings | None = None
    upload_limit: int = 200 * MEGABYTE
    form_limit: int = MEGABYTE
    body_silence: float = 20.0
    body_seconds: float = 60.0
    body_seconds_most: float = 1800.0
    logins_per_minute: int = 20
    requests_per_minute: int = 1200
    security_contact: str = ""
    theme: Path | None = None
    mail: MailServer | None = None

    @property
    def base_url(self) -> str:
        """Where visitors find the service, without a slash at the end."""
        return (self.public_url or f"http://{_in_url(self.host)}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        """Whether visitors come over https."""
        return self.base_url.startswith("https://")

    @property
    def url(self) -> str:
        """The SQLAlchemy URL: the one given, the environment's, else the embedded database in `data`."""
        return database_url(self.data, self.database_url)


def check(settings: WebSettings) -> None:
    """Raise BrpMatchError with every fault: a host that is not loopback without a proxy, no https."""
    faults = []
    if not is_loopback(settings.host) and not settings.behind_proxy:
        faults.append(
            Fault(
                "ALLEEN_LOOPBACK",
                "--host",
                "dit adres is van buiten te bereiken: zet een proxy met https ervoor en geef "
                "--behind-proxy en --public-url",
            )
        )
    if settings.behind_proxy and not settings.https:
        faults.append(
            Fault(
                "HTTPS_ONTBREEKT", "--public-url", "achter een proxy moet dit met https:// beginnen"
            )
        )
    for proxy in settings.proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            faults.append(
                Fault("PROXY_ONGELDIG", "--proxy", "dit is geen adres of netwerk van een proxy")
            )
    if settings.behind_proxy and not settings.security_contact:
        faults.append(
            Fault(
                "MELDPUNT_ONTBREEKT",
                "--security-contact",
                "waar meldt iemand een zwakke plek (mailto: of https:)?",
            )
        )
    if settings.population is not None and (settings.register is not None or not settings.gemeente):
        said = "met --brp hoort --gemeente en geen --register: de inwoners komen uit de BRP zelf"
        faults.append(Fault("BRP_EN_REGISTER", "--brp", said))
    if settings.register is not None and not settings.register.is_file():
        faults.append(
            Fault(
                "BESTAND_ONTBREEKT", settings.register.name, "dit voorbereide register bestaat niet"
            )
        )
    if settings.theme is not None and not settings.theme.is_file():
        faults.append(Fault("BESTAND_ONTBREEKT", settings.theme.name, "dit thema bestaat niet"))
    if faults:
        raise BrpMatchError.from_faults(faults)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def secret_of(data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the key that signs CSRF tokens: from the environment, else a file only we can read.

    Several services on one database need the same key: then set BRP_MATCH_SECRET (32 signs or more).
    """
    given = secret_text(ENV_SECRET, environment)
    if given:
        if len(given) < 32:
            raise BrpMatchError(
                "GEHEIM_TE_KORT", ENV_SECRET, "de sleutel moet 32 tekens of meer zijn"
            )
        return given
    return key_file(data / SECRET_FILE)


def oidc_from(environment: Mapping[str, str] = os.environ) -> OidcSettings | None:
    """Read the OIDC provider from BRP_MATCH_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _ROLE_CLAIM, _ROLES.

    `_ROLES` is `value=role` joined by commas. None when no issuer is set; BrpMatchError when part of
    it is missing or the issuer is not https (loopback excepted, for trying out).
    """
    issuer = environment.get(ENV_OIDC + "ISSUER", "").rstrip("/")
    if not issuer:
        return None
    secret = secret_text(ENV_OIDC + "CLIENT_SECRET", environment)
    faults = [
        Fault("OIDC_ONVOLLEDIG", ENV_OIDC + name, "deze instelling ontbreekt")
        for name in ("CLIENT_ID", "CLIENT_SECRET", "ROLES")
        if not (secret if name == "CLIENT_SECRET" else environment.get(ENV_OIDC + name))
    ]
    faults += _issuer_faults(issuer)
    roles, wrong = _roles(environment.get(ENV_OIDC + "ROLES", ""))
    faults += wrong
    if faults:
        raise BrpMatchError.from_faults(faults)
    return OidcSettings(
        issuer,
        environment[ENV_OIDC + "CLIENT_ID"],
        secret,
        environment.get(ENV_OIDC + "ROLE_CLAIM", "roles"),
        roles,
    )


def _issuer_faults(issuer: str) -> list[Fault]:
    """What is wrong with the address of a provider: it has no user, query or fragment, and uses https."""
    where = ENV_OIDC + "ISSUER"
    try:
        parts = urlsplit(issuer)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [Fault("OIDC_AANBIEDER", where, "dit is geen adres van een aanbieder")]
    if not host or "@" in parts.netloc or parts.query or parts.fragment or "\\" in issuer:
        return [Fault("OIDC_AANBIEDER", where, "dit is geen adres van een aanbieder")]
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        return [Fault("OIDC_ZONDER_HTTPS", where, "de aanbieder moet https gebruiken")]
    return []


def _roles(text: str) -> tuple[dict[str, str], list[Fault]]:
    """Read `value=role,…`; every role must be one of ours."""
    where, known = ENV_OIDC + "ROLES", {role.value for role in Role}
    found: dict[str, str] = {}
    faults = []
    for pair in text.split(",") if text else ():
        value, sign, role = (part.strip() for part in pair.partition("="))
        if not (value and sign):
            faults.append(
                Fault("OIDC_ROLLEN", where, "schrijf paren waarde=rol, met komma's ertussen")
            )
        elif role not in known:
            faults.append(
                Fault("OIDC_ROLLEN", where, f"kies uit de rollen {', '.join(sorted(known))}")
            )
        else:
            found[value] = role
    return found, faults


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
