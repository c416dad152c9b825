"""The pick-up list, one case and their settings as their templates want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from brp_match.cases.pick_up import pick_up_rows
from brp_match.cases.trays import Way
from brp_match.cases.work import Work
from brp_match.errors import BrpMatchError
from brp_match.review import casework, processing_log, report_back
from brp_match.review.casework import Event, MonthFiles
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import address_line, month_words

PAGE = 50
"""Cases on one page."""

HERE = "/oppaklijst"
WORDS = {
    "geleverd": "kwam binnen met een levering",
    "erbij": "kwam erbij door een oordeel",
    "eruit": "ging eruit door een oordeel",
}


def _read(seat: Seat, month: str) -> tuple[MonthFiles, list[Work]]:
    with seat.reading() as con:
        files = casework.month_files(con, month, secrecy=seat.user.secrecy)
    return files, casework.work_of(files)


def list_page(seat: Seat, month: str, tray: str, start: int) -> Context:
    """Return the context of casework.html: matched cases of a month, from place `start` (0 is the first)."""
    empty: Context = {
        "maanden": [], "maand": "", "maand_tekst": "", "bakjes": [], "bakje": "", "rijen": [], "totaal": 0,
        "manier": "", "vorige": None, "volgende": None, "csv": None, "xlsx": None,
    }  # fmt: skip
    try:
        files, work = _read(seat, month)
    except BrpMatchError:
        if month:
            raise
        return empty
    seen = casework.visible(work, seat.user.sight)
    counts = Counter(one.placed.bakje for one in seen if one.placed)
    by_name = {one.case.zaak_id: one for one in seen}
    rows = [row for row in pick_up_rows(seen, secrecy=True) if tray in ("", row["bakje"])]
    shown = rows[start : start + PAGE]
    note_seen(seat, [by_name[row["zaak_id"]] for row in shown], "oppaklijst_gezien")
    asked = {"maand": files.month, "bakje": tray}
    return empty | {
        "maanden": [(one, month_words(one)) for one in files.months],
        "maand": files.month,
        "maand_tekst": month_words(files.month),
        "bakjes": [(one.naam, one.naam, counts[one.naam], one.uitleg) for one in files.way.bakjes],
        "bakje": tray,
        "rijen": [_row(row, by_name[row["zaak_id"]]) for row in shown],
        "totaal": len(rows),
        "manier": files.way.titel,
        "vorige": _link(asked, max(0, start - PAGE)) if start else None,
        "volgende": _link(asked, start + PAGE) if start + PAGE < len(rows) else None,
        "csv": f"{HERE}/{files.month}/oppaklijst.csv",
        "xlsx": f"{HERE}/{files.month}/oppaklijst.xlsx",
    }


def _link(asked: dict[str, str], start: int) -> str:
    return f"{HERE}?" + urlencode(
        {key: value for key, value in asked.items() if value} | {"vanaf": start}
    )


def _row(row: dict[str, Any], work: Work) -> Context:
    """A row with its address on one line; dates and amounts are left to the template."""
    return {
        "href": f"{HERE}/zaak/{row['zaak_id']}",
        "naam": row["naam"],
        "adres": address_line(row),
        "bakje": row["bakje"],
        "dag": row["uiterste_dag"].isoformat() if row["uiterste_dag"] else None,
        "bedrag": float(row["bedrag"]),
        "sectoren": ", ".join(work.case.sectoren) or "–",
        "let_op": row["let_op"],
        "spoed": row["crisis"] == "ja" or row["eindelevering"] == "ja",
    }


def case_page(seat: Seat, zaak_id: str) -> Context:
    """Return the context of casework_case.html. Raises BrpMatchError 404, also for who lacks the right."""
    files, work = _read(seat, _month_of(zaak_id))
    now = casework.places(work)
    here = {signal for signal, name in now.items() if name == zaak_id}
    first = casework.first_cases(
        [*files.history, *files.folders], zaak_id, here, secrecy=seat.user.secrecy
    )
    open_to = casework.visible(work, seat.user.sight)
    one = next((one for one in open_to if one.case.zaak_id == zaak_id), None)
    stands = next((other.case.besluit for other in work if other.case.zaak_id == zaak_id), "")
    events = casework.history_of(zaak_id, first, now)
    names = {other.case.zaak_id for other in open_to}
    # a case that is not picked up, or of which every signal went elsewhere, still tells its history
    spoken_of = {event.zaak_id for event in events if event.zaak_id} | (
        {zaak_id} if stands else set()
    )
    if one is None and (not spoken_of or not spoken_of <= _may_be_named(seat, files, work)):
        raise BrpMatchError(
            "ZAAK_ONBEKEND", "zaak", "deze zaak is er niet, of niet voor u", http_status=404
        )
    found: Context = {
        "zaak_id": zaak_id, "terug": f"{HERE}?maand={files.month}", "rij": None, "staat": stands, "signalen": [], "klokken": [],
        "huishouden": [], "waarom": "", "retour": False, "geschiedenis": [_event(event, names) for event in events],
    }  # fmt: skip
    if one is None:
        return found
    note_seen(seat, [one], "oppaklijst_gezien")
    (row,) = pick_up_rows([one], secrecy=True)
    return found | {
        "rij": _row(row, one)
        | {
            key: row[key]
            for key in (
                "telefoon", "email", "gemeente", "leeftijdsgroep", "zaken_6_maanden", "laatste_zaak",
                "maanden_zelfde_vlp", "warme_overdracht", "bekend_bij_shv",
            )
        },
        "signalen": [
            {
                "id": signal.signaal_id, "vlp": signal.vlp, "sector": signal.sector,
                "soort": signal.sent.soort or "vroegsignaal", "besluit": signal.besluit,
                "dag": signal.datum.isoformat() if signal.datum else None,
                "bedrag": float(signal.bedrag) if signal.bedrag is not None else None,
            }
            for signal in one.case.signalen
        ],
        "klokken": [{"naam": clock.naam, "dag": clock.dag.isoformat()} for clock in one.case.klokken],
        "huishouden": [f"{HERE}/zaak/{name}" for name in one.household if name in names],
        "waarom": one.placed.why if one.placed else "",
        "retour": _returned(seat, one),
    }  # fmt: skip


def _may_be_named(seat: Seat, files: MonthFiles, work: Sequence[Work]) -> set[str]:
    """The cases this account may hear of: those it may see, and those about nobody known whose signals it may see."""
    with seat.reading() as con:
        unseen = casework.may_not_see(con, files.month, seat.user.sight)
    seen = {one.case.zaak_id for one in casework.every(work, seat.user.sight, unseen)}
    return seen | {
        one.case.zaak_id
        for one in work
        if not one.case.persoon_id
        and not any(signal.signaal_id in unseen for signal in one.case.signalen)
    }


def _returned(seat: Seat, one: Work) -> bool:
    with seat.reading() as con:
        return one.resident is not None and report_back.read(con).returned(one.resident)


def case_of(seat: Seat, zaak_id: str) -> Work | None:
    """Return a case that an account may see; None for another."""
    _, work = _read(seat, _month_of(zaak_id))
    shown = casework.visible(work, seat.user.sight)
    return next((one for one in shown if one.case.zaak_id == zaak_id), None)


def _month_of(zaak_id: str) -> str:
    return zaak_id[:7] if zaak_id[4:5] == "-" and zaak_id[5:7].isdecimal() else ""


def _event(event: Event, names: set[str]) -> Context:
    """A line of the history; another case is named only where this account may open it."""
    known = event.zaak_id if event.zaak_id in names else ""
    return {
        "signaal": event.signaal_id,
        "tekst": WORDS[event.wat],
        "href": f"{HERE}/zaak/{known}" if known else None,
        "anders": known,
    }


def settings_page(
    seat: Seat, faults: Sequence[str], texts: tuple[str, str] | None = None
) -> Context:
    """Return the context of casework_settings.html; `texts` as a form sent them, those kept for None."""
    with seat.reading() as con:
        kept = casework.kept_texts(con)
    trays, layout = texts if texts is not None else kept
    return {"bakjes": trays, "indeling": layout, "fouten": list(faults), "voorbeelden": examples()}


def examples() -> list[Context]:
    """Return the ways of working that come along, with their text."""
    from brp_match.cases.ways import load_way, shipped, shipped_text

    found: list[tuple[str, Way]] = [(name, load_way(name)) for name in shipped()]
    return [
        {"titel": way.titel, "bron": way.bron, "tekst": shipped_text(name)} for name, way in found
    ]


def note_seen(seat: Seat, shown: Sequence[Work], kind: str) -> None:
    """Write in the audit and the processing log whose cases were shown."""
    people = sorted({one.case.persoon_id for one in shown})
    if not people:
        return
    with seat.writing() as con:
        processing_log.log_all(con, operation="oppaklijst bekijken", subjects=people, now=seat.now)
        seat.note(con, kind, zaken=len(shown))
