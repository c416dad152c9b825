"""A case as its page shows it: plain values in Dutch, nothing of who the engine thinks it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from brp_match.model import Reason
from brp_match.review.cases import Case
from brp_match.review.compare import FieldDifference, Spans, compare_rows
from brp_match.review.queue import CaseRow, days_left
from brp_match.web.pages.desk import Context
from brp_match.web.pages.dutch import sentence

URGENT = "eindelevering"

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


def queue_row(row: CaseRow) -> Context:
    """Return a line of the queue."""
    return {
        "href": f"/zaak/{row.id}",
        "nummer": number_of(row.id),
        "vlp": row.vlp,
        "sector": row.sector,
        "soort": "Eindelevering" if row.urgent else "Vroegsignaal",
        "spoed": row.urgent,
        "waarom": sentence(row.reasons[0]) if row.reasons else "–",
        "ontvangen": row.signal_date,
        "dagen_over": row.days_left,
    }


def seen_candidates(case: Case, secrecy: bool) -> list[dict[str, Any]]:
    """Return the candidates this user may see."""
    return [one for one in case.candidates if secrecy or not one["geheim"]]


def candidate_shown(case: Case, rang: int | None, secrecy: bool) -> dict[str, Any] | None:
    """Return the candidate of the tab asked for, else the first; None when there is none."""
    seen = seen_candidates(case, secrecy)
    return next((one for one in seen if one["rang"] == rang), seen[0] if seen else None)


def case_page(case: Case, shown: Mapping[str, Any] | None, secrecy: bool, now: datetime) -> Context:
    """Return what decide.html shows of the signal, the candidates and the household."""
    href = f"/zaak/{case.id}"
    seen = seen_candidates(case, secrecy)
    urgent = case.signal.get("soort_signaal") == URGENT
    return {
        "zaak": {
            "href": href,
            "nummer": number_of(case.id),
            "vlp": case.signal["vlp"],
            "sector": case.signal.get("sector") or "",
            "soort": "Eindelevering" if urgent else "Vroegsignaal",
            "spoed": urgent,
            "dagen_over": days_left(str(case.signal.get("signaaldatum") or ""), now.date()),
        },
        "kandidaten": [
            {
                "rang": one["rang"],
                "href": f"{href}?inwoner={one['rang']}",
                "gekozen": one is shown,
            }
            for one in seen
        ],
        "verborgen": len(case.candidates) - len(seen),
        "kandidaat": None
        if shown is None
        else {
            "rang": shown["rang"],
            "geheim": bool(shown["geheim"]),
            "bijzonder": special(shown),
        },
        "rijen": [
            _initials(one, case.signal, shown) or _row(one)
            for one in compare_rows(case.signal, shown or {})
        ],
        "huisgenoten": [
            {"naam": name_of(one), "geboortedatum": one["geboortedatum"]}
            for one in case.household
            if one is not shown and (secrecy or not one["geheim"])
        ],
        "etag": str(case.version),
    }


def special(person: Mapping[str, Any]) -> list[str]:
    """Return what to know of a person beside name, date and address."""
    codes = str(person.get("redenen") or "").split("|")
    said = [reason.sentence for reason in HELPS if reason.value in codes]
    partner = _joined(person, "partner_voorvoegsel", "partner_geslachtsnaam")
    if partner:
        said.insert(0, f"Naam van de partner: {partner}.")
    facts = (
        (person.get("opschorting_reden") == "O", Reason.OVERLEDEN),
        (person.get("opschorting_reden") in {"E", "M", "R"}, Reason.VERTROKKEN),
        (bool(person.get("onderzoek_adres")), Reason.ADRES_IN_ONDERZOEK),
        (person.get("functie_adres") == "B", Reason.BRIEFADRES),
    )
    return said + [reason.sentence for holds, reason in facts if holds]


def score_of(case: Case, secrecy: bool) -> Context:
    """Return what the engine thought, for after the judgement."""
    return {
        "inwoners": [
            {"rang": one["rang"], "kans": one["kans"]} for one in seen_candidates(case, secrecy)
        ],
        "niemand": case.decision["kans_geen"],
        "redenen": [code for code in str(case.decision.get("redenen") or "").split("|") if code],
    }


def risk_words(codes: Sequence[str]) -> list[str]:
    """Say why a reason is needed, without giving the answer away."""
    said = [RISKS[code] for code in codes if code in RISKS]
    return said or [RISK_OTHERWISE] if codes else []


def name_of(person: Mapping[str, Any]) -> str:
    """Return first names, prefix and surname of a resident."""
    return _joined(person, "voornamen", "voorvoegsel", "geslachtsnaam")


def told(text: str) -> str:
    """Return a detail of an error as a sentence: a capital first, a full stop last."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _joined(row: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(row[name]) for name in names if row.get(name))


def _initials(
    field: FieldDifference, signal: Mapping[str, Any], shown: Mapping[str, Any] | None
) -> Context | None:
    """A row of first names where the signal has initials only: they are held against initials."""
    delivered = str(signal.get("voorletters") or "")
    if field.label != "Voornamen" or signal.get("voornamen") or not delivered or not shown:
        return None
    names = str(shown.get("voornamen") or "")
    asked = [letter for letter in delivered.upper() if letter.isalpha()]
    held = [name[0].upper() for name in names.split()]
    fits = bool(held) and held[: len(asked)] == asked[: len(held)]
    return {
        "naam": "Voornamen",
        "signaal": _parts(((delivered, not fits),)),
        "inwoner": _parts(((names, not fits),)) if names else [],
        "verschil": not fits,
        "woorden": "Het signaal heeft alleen voorletters. Die passen."
        if fits
        else "Het signaal heeft alleen voorletters. Die passen niet."
        if names
        else "Dit ontbreekt in de BRP.",
    }


def _row(field: FieldDifference) -> Context:
    pieces = field.difference
    return {
        "naam": field.label,
        "signaal": _parts(pieces.left),
        "inwoner": _parts(pieces.right),
        "verschil": any(differs for _, differs in (*pieces.left, *pieces.right)),
        "woorden": pieces.words or "Gelijk.",
    }


def _parts(spans: Spans) -> list[Context]:
    return [{"tekst": text, "anders": differs} for text, differs in spans]
