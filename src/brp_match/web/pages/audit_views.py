"""The audit and the processing log as their templates want them, read from the store."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, select

from brp_match.cells import safe_cell, yes_no
from brp_match.csv_file import csv_text
from brp_match.review import accounts, audit, clients, processing_log
from brp_match.review.schema import cases, runs
from brp_match.web.pages.case_views import number_of, signal_name
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import midnight_after, moment
from brp_match.web.validation import whole_number

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
    "zaken_opgehaald": "Zaken opgehaald",
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
    "rij_verbeterd": "Apart gezette rij verbeterd",
    "verbeterde_rijen_vergeleken": "Verbeterde rijen vergeleken",
    "register_vervangen": "Register vervangen",
    "zaken_toegewezen": "Zaken toegewezen",
    "notitie_gemaakt": "Notitie gemaakt",
    "instellingen_gewijzigd": "Instellingen gewijzigd",
    "run_ingelezen": "Levering verwerkt",
    "verwijderd": "Gegevens verwijderd",
    "resten_verwijderd": "Resten van een afgebroken dienst verwijderd",
    "levering_mislukt": "Levering mislukt",
    "levering_ontvangen": "Levering ontvangen",
    "levering_beantwoord": "Vragen over een levering beantwoord",
    "persoon_gewist": "Persoon gewist (AVG)",
    "persoon_gezien": "Gegevens van een persoon opgezocht (AVG)",
    "shv_ontvangen": "Bestand van schuldhulpverlening ontvangen",
    "shv_verwijderd": "Bestand van schuldhulpverlening verwijderd",
    "kansen_ontvangen": "Tabel van andere gemeenten ontvangen",
    "kansen_uitgevoerd": "Kennis van vastelastenpartners uitgevoerd",
    "kansen_verwijderd": "Tabel van andere gemeenten verwijderd",
    "shv_beoordeeld": "Bekend bij schuldhulpverlening beoordeeld",
    "audit_namen_gezien": "Namen in de audit gezien",
    "audit_opgehaald": "Audit opgehaald",
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
AUDIT_HEADER = ("moment", "wie", "wat", "bijzonderheid", "zaak", "levering", "zegelregel")
NAMES_SEEN, EXPORTED = "audit_namen_gezien", "audit_opgehaald"


@dataclass(frozen=True)
class AuditFilter:
    """Which lines are asked for: kind, account, how the id of a case begins, first and last day in Dutch time."""

    kind: str = ""
    account_id: str = ""
    case: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def in_address(self) -> dict[str, str]:
        """The same as the address has it."""
        return {
            "wat": self.kind,
            "wie": self.account_id,
            "zaak": self.case,
            "van": self.since.isoformat() if self.since else "",
            "tot": self.until.isoformat() if self.until else "",
        }

    def read(self, con: Connection, size: int, *, secrecy: bool, **place: int | None) -> list[audit.Entry]:  # fmt: skip
        """Return the lines from new to old; `secrecy`: also about cases with somebody who has it."""
        return audit.read(
            con, kind=self.kind, account_id=self.account_id, case=self.case,
            since=midnight_after(self.since - timedelta(days=1)) if self.since else None,
            until=midnight_after(self.until) if self.until else None, size=size, secrecy=secrecy, **place,
        )  # fmt: skip


def audit_page(seat: Seat, asked: AuditFilter, before: str, after: str, *, names: bool) -> Context:
    """Return the context of audit.html. `names`: tell about whom a case is, to who may see it; that is noted."""
    newer = whole_number(after)
    place = {"before": None if newer is not None else whole_number(before), "after": newer}
    with seat.reading() as con:
        rows = asked.read(con, LINES + 1, secrecy=seat.user.secrecy, **place)
        known = clients.names_of(con)
        about = {row.run_id for row in rows if row.run_id}
        records = {
            row.id: row.record
            for row in con.execute(select(runs.c.id, runs.c.record).where(runs.c.id.in_(about)))
        }
    more = len(rows) > LINES
    shown = rows[-LINES:] if newer is not None else rows[:LINES]
    at_start = (before == "" and newer is None) or (newer is not None and not more)
    values = asked.in_address
    older = more or newer is not None
    people = _people(seat, [row.case_id for row in shown if row.case_id]) if names else {}
    may_see = seat.is_a(accounts.Role.COORDINATOR, accounts.Role.BEOORDELAAR)
    return {
        "mag_rechten": seat.is_a(accounts.Role.COORDINATOR) and seat.user.secrecy,
        "soorten": sorted(KINDS.items(), key=lambda item: item[1]),
        "gebruikers": sorted(known.items(), key=lambda item: item[1].casefold()),
        "filter": values | {"namen": names},
        "mag_namen": may_see,
        "csv": _next("/audit.csv", None, **values),
        "nieuwste": None if at_start else _next("/audit", None, **values),
        "vorige": None if at_start or not shown else _next("/audit", None, **values, na=str(shown[0].id)),
        "volgende": _next("/audit", shown[-1].id, **values) if older and shown else None,
        "regels": [
            {
                "moment": row.at,
                "wie": known.get(row.account_id, row.account_id or "het systeem"),
                "wat": KINDS.get(row.kind, row.kind),
                "bijzonderheid": _detail(row.detail),
                "zaak": number_of(row.case_id),
                "zaak_href": f"/zaak/{row.case_id}" if row.case_id and may_see else None,
                "naam": people.get(row.case_id, ""),
                "versies": _versions(records.get(row.run_id, {})),
            }
            for row in shown
        ],
    }  # fmt: skip


def _people(seat: Seat, ids: Sequence[str]) -> dict[str, str]:
    """Return case → the name in its signal, of the cases this account may see and judge; that it looked is noted."""
    if not seat.is_a(accounts.Role.COORDINATOR, accounts.Role.BEOORDELAAR):
        return {}
    with seat.writing() as con:
        rows = con.execute(
            select(cases.c.id, cases.c.signal).where(
                cases.c.id.in_(set(ids)), seat.user.sight.cases()
            )
        ).all()
        seat.note(con, NAMES_SEEN, zaken=len(rows))
    return {row.id: signal_name(row.signal) or "–" for row in rows}


def audit_lines(seat: Seat, asked: AuditFilter) -> Iterator[bytes]:
    """Return the lines that were asked for as CSV with a header, new to old, a page a read; without names of persons."""
    with seat.writing() as con:
        seat.note(con, EXPORTED, **{key: value for key, value in asked.in_address.items() if value})
    return _csv_lines(seat, asked)


def _csv_lines(seat: Seat, asked: AuditFilter) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield csv_text([AUDIT_HEADER]).encode()
    before: int | None = None
    while True:
        with seat.reading() as con:
            rows = asked.read(con, 1_000, secrecy=seat.user.secrecy, before=before)
            known = clients.names_of(con)
        if not rows:
            return
        before = rows[-1].id
        for row in rows:
            cells = (
                moment(row.at), known.get(row.account_id, row.account_id or "het systeem"),
                KINDS.get(row.kind, row.kind), _detail(row.detail), row.case_id, row.run_id, str(row.id),
            )  # fmt: skip
            yield csv_text([[safe_cell(cell) for cell in cells]]).encode()


def check_page(seat: Seat) -> Context:
    """Return the context of audit_check.html."""
    with seat.reading() as con:
        found = audit.check(con)
        if found.broken is None and not found.cut:
            audit.keep_last(con)
    return {
        "regels": found.lines,
        "zonder_sleutel": found.keyless,
        "ouder": found.older,
        "gebroken": found.broken,
        "afgeknipt": found.cut,
        "zegel": found.head,
    }


def processing_page(seat: Seat, before: str) -> Context:
    """Return the context of processing_log.html."""
    with seat.reading() as con:
        rows = list(processing_log.lines(con, whole_number(before), LINES + 1))
    shown = rows[:LINES]
    base = "/audit/verwerkingen"
    return {
        "mag_niet": False,
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
