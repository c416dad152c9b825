"""Doubts about the register as their template wants them."""

from __future__ import annotations

from collections.abc import Collection

from brp_match.cases.doubts import ENOUGH, Choice, Doubt, in_inquiry, reportable
from brp_match.cases.doubts_of_runs import Found
from brp_match.cases.report_back import Chosen
from brp_match.cases.residents import Resident
from brp_match.errors import BrpMatchError, Fault
from brp_match.review import processing_log, report_back
from brp_match.review.report_back import Choices, Deliveries
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import address_line, month_words

SHOWN = 100
"""Doubts on the page; those of most deliverers first."""

Ticked = tuple[Collection[str], Collection[str]]
"""Keys of doubts to report, and residents whose post came back."""


def _read(seat: Seat) -> tuple[Deliveries, Choices, Found]:
    with seat.reading() as con:
        given, choices = (
            report_back.deliveries(con, secrecy=seat.user.secrecy),
            report_back.read(con),
        )
    return given, choices, report_back.doubts(given, choices, seat.user.sight)


def _open(found: Found, choices: Choices) -> list[tuple[Doubt, Resident]]:
    """Doubts that were not reported yet, with their resident."""
    return [
        (doubt, found.residents[doubt.persoon_id])
        for doubt in found.doubts
        if not (doubt.key in choices.melden and choices.melden[doubt.key].gemeld)
    ]


def doubts_page(seat: Seat, ticked: Ticked | None = None) -> Context:
    """Return the context of report_back.html, without `fouten`; `ticked` as a form sent it, what is kept for None.
    A line in the processing log for everybody shown."""
    _, choices, found = _read(seat)
    waiting = _open(found, choices)
    rows = [_row(doubt, who, choices, ticked) for doubt, who in waiting[:SHOWN]]
    done = [
        _row(doubt, found.residents[doubt.persoon_id], choices, None)
        | {"gemeld": choices.melden[doubt.key].gemeld}
        for doubt in found.doubts
        if doubt.key in choices.melden and choices.melden[doubt.key].gemeld
    ]
    people = sorted({row["persoon"] for row in (*rows, *done)})
    if people:
        with seat.writing() as con:
            processing_log.log_all(con, operation="terugmelding bekijken", subjects=people, now=seat.now)  # fmt: skip
    return {
        "rijen": rows, "totaal": len(waiting), "gemeld": done, "onderzoek": in_inquiry(found.residents),
        "gekozen": sum(choices.of(doubt, who).melden for doubt, who in waiting),
    }  # fmt: skip


def _row(doubt: Doubt, who: Resident, choices: Choices, ticked: Ticked | None) -> Context:
    kept = choices.of(doubt, who)
    return {
        "sleutel": doubt.key, "persoon": doubt.persoon_id, "naam": who.naam, "geboren": who.geboortedatum,
        "adres": address_line(vars(who)),
        "briefadres": who.briefadres,
        "ander": doubt.plaats.text if doubt.plaats else "", "straat": doubt.straat, "bronnen": doubt.bronnen,
        "genoeg": doubt.bronnen >= ENOUGH, "sinds": month_words(doubt.sinds) if doubt.sinds else "",
        "melden": doubt.key in ticked[0] if ticked else kept.melden,
        "retour": doubt.persoon_id in ticked[1] if ticked else kept.retour,
    }  # fmt: skip


def choose(seat: Seat, rows: Collection[str], report: Collection[str], returned: Collection[str]) -> None:  # fmt: skip
    """Keep what was ticked of the rows a form showed. Raises BrpMatchError ZONDER_GROND with every row that has none."""
    given, choices, found = _read(seat)
    shown = [(d, who, given.ids[d.run]) for d, who in _open(found, choices) if d.key in rows]
    faults = [
        Fault("ZONDER_GROND", "rij", f"rij {place}: zonder tweede vastelastenpartner of teruggekomen post is er geen gerede twijfel")
        for place, (doubt, who, _) in enumerate(shown, start=1)
        if doubt.key in report and not reportable(doubt, Choice(True, who.persoon_id in returned))
    ]  # fmt: skip
    if faults:
        raise BrpMatchError.from_faults(faults)
    with seat.writing() as con:
        report_back.choose(con, shown, report, returned, account_id=seat.user.id, now=seat.now)


def chosen(seat: Seat) -> tuple[Chosen, Found]:
    """Return what was chosen and not reported yet; without ground any more (the post came at last) it is left out."""
    _, choices, found = _read(seat)
    picked = [(doubt, choices.of(doubt, who)) for doubt, who in _open(found, choices)]
    return [(doubt, one) for doubt, one in picked if one.melden and reportable(doubt, one)], found
