"""A released card on its way: by mail where a mail server is set, else as a message in a folder.

The folder (`post` in the data) holds one .eml a message, which any mail program opens and sends.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from brp_match.errors import BrpMatchError
from brp_match.settings import secret_text

SERVER, USER, PASSWORD, FROM = (
    "BRP_MATCH_SMTP",
    "BRP_MATCH_SMTP_USER",
    "BRP_MATCH_SMTP_PASSWORD",
    "BRP_MATCH_SMTP_FROM",
)
FOLDER = "post"
PATIENCE = 20.0
"""Seconds that a mail server may take."""

BY_MAIL, IN_FOLDER = "mail", "map"
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: `smtps` is encrypted from the start, `smtp` after STARTTLS.

    On this computer itself `smtp` goes without.
    """

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(environment: Mapping[str, str] = os.environ) -> MailServer | None:
    """Return the mail server of the environment; None without one. Raises BrpMatchError POST_ONGELDIG."""
    address = environment.get(SERVER, "").strip()
    if not address:
        return None
    parts = urlsplit(address)
    sender = environment.get(FROM, "").strip()
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in PORTS or not parts.hostname or port == -1:
        said = "dit moet smtp://naam of smtps://naam zijn, met een poort als die anders is"
        raise BrpMatchError("POST_ONGELDIG", SERVER, said)
    if "@" not in sender:
        raise BrpMatchError("POST_ONGELDIG", FROM, "geef het adres van de afzender")
    return MailServer(
        parts.scheme, parts.hostname, port or PORTS[parts.scheme], sender,
        environment.get(USER, "").strip(), secret_text(PASSWORD, environment),
    )  # fmt: skip


def message(
    *, to: str, sender: str, subject: str, text: str, files: Mapping[str, tuple[str, bytes]], now: datetime
) -> EmailMessage:  # fmt: skip
    """Return a message with files: name → media type and content."""
    made = EmailMessage()
    made["To"], made["Subject"], made["Date"] = to, subject, format_datetime(now)
    if sender:
        made["From"] = sender
    made["Message-ID"] = f"<{uuid.uuid4().hex}@brp-match.invalid>"
    made.set_content(text)
    for name, (kind, content) in files.items():
        main, _, sub = kind.partition(";")[0].partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


def send(made: EmailMessage, server: MailServer | None, data: Path) -> str:
    """Hand a message over, or lay it in the folder; returns BY_MAIL or IN_FOLDER.

    Raises BrpMatchError 503 POST_MISLUKT when the server does not take it; nothing was sent then.
    """
    if server is None:
        folder = data / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{uuid.uuid4().hex}.eml"
        beside = folder / f".{name}"
        beside.write_bytes(bytes(made))
        beside.rename(folder / name)
        return IN_FOLDER
    try:
        _hand_over(made, server)
    except (OSError, smtplib.SMTPException) as error:
        said = "de mailserver neemt het bericht niet aan; er is niets verstuurd"
        raise BrpMatchError("POST_MISLUKT", "mailserver", said, http_status=503) from error
    return BY_MAIL


def _hand_over(made: EmailMessage, server: MailServer) -> None:
    safe = ssl.create_default_context()
    con = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=safe)
        if server.scheme == "smtps"
        else smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    )
    with con:
        if server.scheme == "smtp" and server.host not in LOOPBACK:
            con.starttls(context=safe)
        if server.user:
            con.login(server.user, server.password)
        con.send_message(made)
