"""The audit and the processing log as their templates want them, read from the store."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from brp_match.cells import yes_no
from brp_match.review import accounts, audit, clients, processing_log
from brp_match.review.schema import runs
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.dutch import midnight_after
from brp_match.web.pages.seat import Context, Seat

KINDS = {
    "zaak_gezien": "Zaak gezien",
    "gezocht": "Naar een zaak gezocht",
    "zaak_beoordeeld": "Zaak beoordeeld",
    "oordeel_ingetrokken": "Oordeel teruggedraaid",
    "terugkoppeling_bevestigd": "Terugkoppeling bevestigd",
    "terugkoppeling_gewijzigd": "Terugkoppeling gewijzigd",
    "terugkoppeling_geweigerd": "Terugkoppeling geweigerd",
    "terugkoppeling_teruggezet": "Terugkoppeling teruggezet naar voorstel",
    "besluiten_uitgevoerd": "Besluiten opgehaald",
    "oppaklijst_gezien": "Oppaklijst gezien",
    "oppaklijst_opgehaald": "Oppaklijst opgehaald",
    "oppaklijst_ingesteld": "Oppaklijst ingesteld",
    "lijst_ontvangen": "Lijst ontvangen om te toetsen",
    "lijst_opgehaald": "Getoetste lijst opgehaald",
    "lijst_verwijderd": "Lijst verwijderd",
    "terugmelding_gekozen": "Terugmelding gekozen",
    "terugmelding_opgehaald": "Terugmelding opgehaald",
    "terugmelding_gedaan": "Teruggemeld aan Burgerzaken",
    "post_retour": "Post kwam terug",
    "los_signaal_vergeleken": "Los signaal vergeleken",
    "scorekaart_vrijgegeven": "Scorekaart vrijgegeven",
    "scorekaart_ingetrokken": "Scorekaart ingetrokken",
    "scorekaart_opgehaald": "Scorekaart opgehaald",
    "scorekaart_verstuurd": "Scorekaart verstuurd",
    "apart_gezet_opgehaald": "Apart gezette rijen opgehaald",
    "zaken_toegewezen": "Zaken toegewezen",
    "notitie_gemaakt": "Notitie gemaakt",
    "instellingen_gewijzigd": "Instellingen gewijzigd",
    "run_ingelezen": "Levering verwerkt",
    "verwijderd": "Gegevens verwijderd",
    "resten_verwijderd": "Resten van een afgebroken dienst verwijderd",
    "levering_ontvangen": "Levering ontvangen",
    "levering_beantwoord": "Vragen over een levering beantwoord",
    "persoon_gewist": "Persoon gewist (AVG)",
    "persoon_gezien": "Gegevens van een persoon opgezocht (AVG)",
    "shv_ontvangen": "Bestand van schuldhulpverlening ontvangen",
    "shv_verwijderd": "Bestand van schuldhulpverlening verwijderd",
    "shv_beoordeeld": "Bekend bij schuldhulpverlening beoordeeld",
    "ingelogd": "Ingelogd",
    "inloggen_mislukt": "Inloggen mislukt",
    "uitgelogd": "Uitgelogd",
    "beleid_vooruit_bekeken": "Gevolg van ander beleid bekeken",
    "beleid_gewijzigd": "Beleid gewijzigd",
    "account_gemaakt": "Account gemaakt",
    "account_gewijzigd": "Account gewijzigd",
    "sleutel_gemaakt": "API-sleutel gemaakt",
    "sleutel_ingetrokken": "API-sleutel ingetrokken",
    "wachtwoord_gewijzigd": "Wachtwoord gewijzigd",
}
"""Kinds of events in plain Dutch; a kind that is not here is shown by its code."""

LINES = 50


def audit_page(
    seat: Seat, kind: str, account_id: str, before: str, until: date | None = None
) -> Context:
    """Return the context of audit.html; `until` is the last day shown, in Dutch time."""
    asked = {"wat": kind, "wie": account_id, "tot": until.isoformat() if until else ""}
    end = None if until is None else midnight_after(until)
    with seat.reading() as con:
        rows = audit.read(
            con, kind=kind, account_id=account_id, before=_number(before), until=end, size=LINES + 1
        )
        names = {account.id: account.name for account in accounts.list_accounts(con)}
        names |= {one.id: f"{one.name} (API)" for one in clients.list_clients(con)}
        about = {row.run_id for row in rows if row.run_id}
        records = {
            row.id: row.record
            for row in con.execute(select(runs.c.id, runs.c.record).where(runs.c.id.in_(about)))
        }
    shown = rows[:LINES]
    more = _next("/audit", shown[-1].id, **asked) if len(rows) > LINES else None
    return {
        "mag_rechten": seat.is_a(accounts.Role.COORDINATOR) and seat.user.secrecy,
        "soorten": sorted(KINDS.items(), key=lambda item: item[1]),
        "gebruikers": sorted(names.items(), key=lambda item: item[1].casefold()),
        "filter": asked,
        "vorige": _next("/audit", None, **asked) if before else None,
        "volgende": more,
        "regels": [
            {
                "moment": row.at,
                "wie": names.get(row.account_id, row.account_id or "het systeem"),
                "wat": KINDS.get(row.kind, row.kind),
                "bijzonderheid": _detail(row.detail),
                "zaak": number_of(row.case_id),
                "versies": _versions(records.get(row.run_id, {})),
            }
            for row in shown
        ],
    }


def check_page(seat: Seat) -> Context:
    """Return the context of audit_check.html."""
    with seat.reading() as con:
        found = audit.check(con)
    return {
        "regels": found.lines,
        "zonder_sleutel": found.keyless,
        "ouder": found.older,
        "gebroken": found.broken,
        "zegel": found.head,
    }


def processing_page(seat: Seat, before: str) -> Context:
    """Return the context of processing_log.html."""
    with seat.reading() as con:
        rows = list(processing_log.lines(con, _number(before), LINES + 1))
    shown = rows[:LINES]
    base = "/audit/verwerkingen"
    return {
        "vorige": base if before else None,
        "volgende": _next(base, shown[-1]["id"]) if len(rows) > LINES else None,
        "regels": [
            {
                "begin": datetime.fromtimestamp(row["start_time"] / 1000, UTC).isoformat(),
                "naam": row["name"],
                "uitkomst": row["status"],
                "kenmerken": sorted(row["attributes"].items()),
            }
            for row in shown
        ],
    }


def processing_lines(seat: Seat) -> Iterator[bytes]:
    """Yield the whole log, new to old, a JSON object a line and a page a read."""
    before: int | None = None
    while True:
        with seat.reading() as con:
            rows = list(processing_log.lines(con, before, 1_000))
        if not rows:
            return
        before = rows[-1]["id"]
        for row in rows:
            line = {key: value for key, value in row.items() if key != "id"}
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _number(text: str) -> int | None:
    """The number of a line; None for what is none, also for one larger than the store can count."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _next(path: str, before: int | None, **filters: str) -> str:
    values = {key: value for key, value in filters.items() if value}
    if before is not None:
        values["voor"] = str(before)
    return f"{path}?{urlencode(values)}" if values else path


def _versions(record: Mapping[str, Any]) -> str:
    """The program, comparators and policy of the run that an event is about, short."""
    content = record.get("inhoud", {})
    parts = {
        "versie": record.get("versie"),
        "vergelijkingen": content.get("comparators"),
        "beleid": _hash(record["beleid"]) if record.get("beleid") else "",
    }
    return ", ".join(f"{name} {str(value)[:8]}" for name, value in parts.items() if value)


def _hash(policy: Mapping[str, Any]) -> str:
    """The SHA-256 of a policy: the same keys and values, the same hash."""
    return hashlib.sha256(json.dumps(policy, sort_keys=True).encode()).hexdigest()


def _detail(detail: Mapping[str, Any]) -> str:
    """The details of a line: codes and counts, lists of codes joined, nothing nested."""
    plain = {
        key: ", ".join(str(one) for one in value) if isinstance(value, list) else value
        for key, value in detail.items()
        if not isinstance(value, dict)
    }
    return ", ".join(f"{key}: {_dutch(value)}" for key, value in plain.items() if value != "")


def _dutch(value: object) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    text = str(value)
    if re.fullmatch(r"[0-9a-f]{32}", text):
        return number_of(text)
    return f"{text[:12]}…" if len(text) == 64 else text
