"""A case as its page shows it: plain values in Dutch, nothing of who the engine thinks it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from brp_match.cases.clocks import Terms
from brp_match.content import model_figures
from brp_match.decide.reasons import OF_STATUS
from brp_match.model import Reason
from brp_match.reading.addresses import read_address
from brp_match.reading.status import LEFT, Status, about_address, code_of, inquiry, status_of
from brp_match.review.case_file import CaseFile
from brp_match.review.compare import FieldDifference, compare_rows
from brp_match.review.compare_text import Spans
from brp_match.review.due import days_until
from brp_match.review.load_run import kind_of
from brp_match.review.queue import CaseRow
from brp_match.web.pages.queue_filter import QueueFilter
from brp_match.web.pages.seat import Context
from brp_match.web.pages.signal_views import signal_facts, weighed
from brp_match.web.pages.words import day, sentence

NO_FILTER = QueueFilter()

NAMED_FROM = 0.01
"""Chance from which a resident gets a line of its own in what the engine thought."""

HELPS = (
    Reason.NAAM_OMGEDRAAID, Reason.NAAM_PARTNER, Reason.ROEPNAAM,
    Reason.GEBOORTEDATUM_STANDAARDWAARDE, Reason.GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID,
    Reason.ADRES_VORIG, Reason.ADRES_BEDRIJF, Reason.VERHUISD_BINNEN_GEMEENTE,
)  # fmt: skip
"""Reasons that tell a fact which the two columns do not show; they say nothing of the chance."""

RISKS = {
    "GEHEIMHOUDING": "De gegevens van deze persoon zijn geheim.",
    "MINDERJARIG": "De persoon is minderjarig.",
}
RISK_OTHERWISE = "Een vergissing heeft hier grote gevolgen."
"""Said for risks that would give the answer away."""


def number_of(case_id: str) -> str:
    """Return the short number of a case, for people."""
    return case_id[:8].upper()


def queue_row(row: CaseRow, chosen: QueueFilter) -> Context:
    """Return a line of the queue; its link keeps the filter."""
    return {
        "href": chosen.link(f"/zaak/{row.id}"),
        "nummer": number_of(row.id),
        "vlp": row.vlp,
        "sector": row.sector,
        "soort": _kind(row.kind),
        "spoed": row.urgent,
        "waarom": sentence(row.reasons[0]) if row.reasons else "–",
        "ontvangen": row.signal_date,
        "dagen_over": row.days_left,
        "van": "u" if row.mine else "een collega" if row.of_other else "",
    }


def _kind(kind: str) -> str:
    """A kind of signal as people read it; one without a kind is an early signal."""
    return (kind or "vroegsignaal").capitalize()


def candidate_shown(case: CaseFile, rang: int | None) -> dict[str, Any] | None:
    """Return the candidate of the tab asked for, else the first; None when there is none."""
    seen = case.candidates
    return next((one for one in seen if one["rang"] == rang), seen[0] if seen else None)


def case_page(
    case: CaseFile,
    shown: Mapping[str, Any] | None,
    now: datetime,
    terms: Terms,
    chosen: QueueFilter = NO_FILTER,
) -> Context:
    """Return what decide.html shows of the signal, the candidates and the household.

    `terms`: how long the clocks run; `chosen`: the filter of the queue this reviewer works through; its links keep it.
    """
    href = f"/zaak/{case.id}"
    at_home = {one["rang"] for one in case.household}
    return {
        "zaak": {
            "href": href,
            "hier": chosen.link(href),
            "nummer": number_of(case.id),
            "vlp": case.signal["vlp"],
            "sector": case.signal.get("sector") or "",
            "soort": _kind(kind_of(case.signal)),
            "spoed": case.urgent,
            "dagen_over": days_until(case.signal, case.signal_date, now.date(), terms),
        },
        "kandidaten": [
            {
                "rang": one["rang"],
                "href": chosen.link(href, inwoner=str(one["rang"])),
                "gekozen": one is shown,
                "naam": name_of(one),
                "geboortedatum": one["geboortedatum"],
                "adres": address_of(one),
                "op_adres": one["rang"] in at_home,
            }
            for one in case.candidates
        ],
        "meer": len(case.candidates) >= model_figures().keep_at_most,
        "kandidaat": None
        if shown is None
        else {
            "rang": shown["rang"],
            "geheim": bool(shown["geheim"]),
            "bijzonder": [*known_client(case.decision, shown), *special(shown)],
            "vorige_adressen": former_addresses(case.signal, shown),
        },
        "rijen": rows_of(case.signal, shown),
        "signaal": signal_facts(case.signal),
        "etag": str(case.version),
    }


def rows_of(signal: Mapping[str, Any], person: Mapping[str, Any] | None) -> list[Context]:
    """Return a signal beside a resident, field by field, as a page shows it."""
    return [_row(one) for one in compare_rows(signal, person or {})]


def former_addresses(signal: Mapping[str, Any], person: Mapping[str, Any]) -> list[Context]:
    """Return where a resident lived before, the last first, as far as the register has it: the address, from when to
    when, and whether it is the one in the signal. Dates are jjjjmmdd, '' where not known."""
    sent = _home(signal, str(signal.get("straatnaam") or ""))
    return [
        {
            "adres": _joined({"a": address_of(one), "w": one.get("woonplaats")}, "a", "w"),
            "van": _known_date(one.get("datum_van")),
            "tot": _known_date(one.get("datum_tot")),
            "signaal": bool(sent[0]) and _home(one, str(one.get("straat") or "")) == sent,
        }
        for one in person.get("vorige_adressen") or []
    ]


def _home(row: Mapping[str, Any], street: str) -> tuple[str, int | None, str]:
    """Postal code, number and addition as they are read, by which two homes are the same."""
    cells = (
        row.get(name) for name in ("huisnummer", "huisletter", "huisnummertoevoeging", "postcode")
    )
    read = read_address(street, *(str(cell or "") for cell in cells))
    return read.postcode or "", read.number, read.addition or ""


def _known_date(date: object) -> str:
    text = str(date or "")
    return text if text.strip("0- ") else ""


KNOWN_CLIENT = (
    "Volgens het bestand van schuldhulpverlening is deze inwoner daar cliënt. Kiest u “Dezelfde persoon”, dan hoort de "
    "vastelastenpartner dat de inwoner al bekend is."
)


def known_client(decision: Mapping[str, Any], person: Mapping[str, Any]) -> list[str]:
    """Return what to know where this resident may be a client of debt counselling: what confirming it does."""
    codes = str(decision.get("redenen") or "").split("|")
    same = person.get("persoon_id") == decision.get("persoon_id")
    return [KNOWN_CLIENT] if same and Reason.BEKEND_BIJ_SHV in codes else []


def special(person: Mapping[str, Any]) -> list[str]:
    """Return what to know of a person beside name, date and address."""
    codes = str(person.get("redenen") or "").split("|")
    said = [reason.sentence for reason in HELPS if reason.value in codes]
    partner = _joined(person, "partner_voorvoegsel", "partner_geslachtsnaam")
    if partner:
        said.insert(0, f"Naam van de partner: {partner}.")
    said += gone(person)
    facts = (
        (about_address(inquiry(person.get("onderzoek_adres"))), Reason.ADRES_IN_ONDERZOEK),
        (person.get("functie_adres") == "B", Reason.BRIEFADRES),
    )
    return said + [reason.sentence for holds, reason in facts if holds]


def gone(person: Mapping[str, Any]) -> list[str]:
    """Return what the BRP says of who died or left: that, the date, the address left, the other municipality.

    What feedback of it is confirmed by; where the BRP is silent a line says so. Nothing of a resident.
    """
    status = _status(person)
    said = [reason.sentence for reason in OF_STATUS.get(status, ())[:1]]
    address = _joined({"a": address_of(person), "w": person.get("woonplaats")}, "a", "w")
    if status is Status.OVERLEDEN:
        said.append(_on("overlijden", person.get("overlijdensdatum")))
        said.append(f"Laatste adres: {address}." if address else "De BRP geeft geen laatste adres.")
    if status in LEFT:
        said.append(_on("vertrek", person.get("datum_vertrek")))
        left = str(person.get("adres_niveau") or "").startswith("vorig")
        if left:
            said.append("Verlaten adres: het adres in het signaal.")
        if address:
            said.append(f"Adres in de BRP: {address}.")
        elif not left:
            said.append("De BRP geeft geen verlaten adres.")
    if status is Status.ANDERE_GEMEENTE:
        # so that the signal can be handed over
        said.append(f"Gemeente van inschrijving: {code_of(person.get('gemeente'))}.")
    return said


def _status(person: Mapping[str, Any]) -> Status:
    if person.get("status"):
        return Status(str(person["status"]))
    # a run of before does not tell the status: the register's own fields do
    return status_of(
        person.get("opschorting_reden"), person.get("overlijdensdatum"), None, None, frozenset()
    )


def _on(event: str, date: object) -> str:
    """The date of an event; nothing but zeros is a date that nobody knows."""
    if not str(date or "").strip("0- "):
        return f"De BRP geeft geen datum van {event}."
    return f"Datum van {event}: {day(date)}."


def score_of(case: CaseFile) -> Context:
    """Return what the engine thought, for after the judgement: those that count, the others together."""
    seen = case.candidates
    named = [one for one in seen if one["kans"] >= NAMED_FROM or one is seen[0]]
    weights, together = weighed(seen[0], seen[1] if len(seen) > 1 else None) if seen else ([], [])
    return {
        "weging": weights,
        "samen": together,
        "nummers": [one["rang"] for one in seen[:2]],
        "inwoners": [{"rang": one["rang"], "kans": one["kans"]} for one in named],
        "anderen": sum(one["kans"] for one in seen if one not in named)
        if len(named) < len(seen)
        else None,
        "niemand": case.decision["kans_geen"],
        "redenen": [code for code in str(case.decision.get("redenen") or "").split("|") if code],
    }


def risk_words(codes: Sequence[str]) -> list[str]:
    """Say why a reason is needed, without giving the answer away."""
    said = [RISKS[code] for code in codes if code in RISKS]
    return said or [RISK_OTHERWISE] if codes else []


def signal_name(signal: Mapping[str, Any]) -> str:
    """Return the name as the deliverer wrote it."""
    parts = _joined(signal, "voornamen", "voorletters", "voorvoegsel", "achternaam")
    return parts or str(signal.get("volledige_naam") or "")


def name_of(person: Mapping[str, Any]) -> str:
    """Return first names, prefix and surname of a resident."""
    return _joined(person, "voornamen", "voorvoegsel", "geslachtsnaam")


def address_of(person: Mapping[str, Any]) -> str:
    """Return street, number and postal code of a resident, on one line."""
    number = "".join(str(person.get(name) or "") for name in ("huisnummer", "huisletter"))
    addition = person.get("huisnummertoevoeging")
    parts = (
        person.get("straat"), f"{number}-{addition}" if addition else number, person.get("postcode"),
    )  # fmt: skip
    return " ".join(str(part) for part in parts if part)


def _joined(row: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(row[name]) for name in names if row.get(name))


def _row(field: FieldDifference) -> Context:
    pieces = field.difference
    return {
        "naam": field.label,
        "signaal": _parts(pieces.left),
        "inwoner": _parts(pieces.right),
        "verschil": any(differs for _, differs in (*pieces.left, *pieces.right)),
        "woorden": pieces.words or ("Gelijk." if pieces.left and pieces.right else "–"),
    }


def _parts(spans: Spans) -> list[Context]:
    return [{"tekst": text, "anders": differs} for text, differs in spans]
