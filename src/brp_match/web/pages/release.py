"""Cards go out: seen as they will be, released for one or for all, fetched, sent, withdrawn and replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.report import release_log
from brp_match.report.released_files import FORMS, NAME
from brp_match.review import municipality, releases, runs
from brp_match.review.runs import Run
from brp_match.web import card_files, card_places, mail
from brp_match.web.card_files import Outgoing
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages import release_views
from brp_match.web.pages.card_post import send_card
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seat, Seated, faults_told
from brp_match.web.pages.words import month_words
from brp_match.web.security import CONTENT_SECURITY_POLICY

router = APIRouter(include_in_schema=False)

RunId = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Number = Annotated[int, InPath(ge=0, le=100_000)]
Form_ = Annotated[str, InPath(alias="soort", pattern=f"^({'|'.join(FORMS)})$")]
RELEASERS = Depends(require("coordinator"))
TICK = "Zet een vinkje als u het voorbeeld hebt bekeken."
NONE_CHOSEN = "Kies ten minste één scorekaart."

WITH_FRAME = {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"}
"""The page of a release shows the card in a frame."""

FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}
"""The card is a page that stands alone, with its style in itself; it may do nothing here."""


@router.get("/scorekaarten/{run_id}/vrijgeven", dependencies=[RELEASERS])
def all_cards(request: Request, seat: Seated, run_id: RunId) -> HTMLResponse:
    """Show where the card of every deliverer stands, and release them together."""
    run, cards = _cards(seat, run_id)
    return _all(request, seat, run, cards, [])


@router.post("/scorekaarten/{run_id}/vrijgeven", dependencies=[RELEASERS, Depends(csrf)])
def release_chosen(
    request: Request,
    seat: Seated,
    run_id: RunId,
    kaart: Annotated[list[str] | None, Form()] = None,
    akkoord: Annotated[str, Form()] = "",
    versturen: Annotated[str, Form()] = "",
) -> Response:
    """Release the ticked cards (place and version of each); with `versturen` send them too."""
    run, cards = _cards(seat, run_id)
    chosen = [_chosen(one, cards) for one in kaart or []]
    if not chosen or akkoord != "ja":
        return _all(request, seat, run, cards, [TICK] if chosen else [NONE_CHOSEN])
    _release(seat, run, chosen)
    if versturen != "ja":
        return RedirectResponse(f"/scorekaarten/{run_id}/vrijgeven?m=kaarten", 303)
    done = _send_all(seat, run, chosen)
    return RedirectResponse(f"/scorekaarten/{run_id}/vrijgeven?m={done}", 303)


@router.get("/scorekaarten/{run_id}/{number}/vrijgave", dependencies=[RELEASERS])
def preview(request: Request, seat: Seated, run_id: RunId, number: Number) -> HTMLResponse:
    """Show what the deliverer would get."""
    run, card = _card(seat, run_id, number)
    return _one(request, seat, run, number, card, [])


@router.post("/scorekaarten/{run_id}/{number}/vrijgave", dependencies=[RELEASERS, Depends(csrf)])
def release(
    request: Request,
    seat: Seated,
    run_id: RunId,
    number: Number,
    versie: Annotated[str, Form(max_length=200)],
    akkoord: Annotated[str, Form()] = "",
) -> Response:
    """Release the card as previewed: an explicit act, with a tick and the version seen."""
    run, card = _card(seat, run_id, number)
    if akkoord != "ja":
        return _one(request, seat, run, number, card, [TICK])
    if card.etag != versie:
        raise _changed()
    _release(seat, run, [card])
    return RedirectResponse(f"/scorekaarten/{run_id}/{number}/vrijgave?m=vrijgegeven", 303)


@router.post(
    "/scorekaarten/{run_id}/{number}/vrijgave/intrekken", dependencies=[RELEASERS, Depends(csrf)]
)
def withdraw(
    request: Request,
    seat: Seated,
    run_id: RunId,
    number: Number,
    reden: Annotated[str, Form()] = "",
) -> Response:
    """Take a released card back."""
    run, card = _card(seat, run_id, number)
    try:
        with seat.writing() as con:
            before = releases.standing(con, run_id).get(card.key)
            releases.withdraw(
                con, run_id=run_id, vlp=card.key, reason=reden, account_id=seat.user.id, now=seat.now
            )  # fmt: skip
    except BrpMatchError as error:
        return _one(request, seat, run, number, card, faults_told(error), "reden")
    content = before.card_hash if before else ""
    card_files.tell_command(Path(run.folder), card.key, content, release_log.WITHDRAWN, seat.now)
    return RedirectResponse(f"/scorekaarten/{run_id}/{number}/vrijgave?m=kaart_weg", 303)


@router.post(
    "/scorekaarten/{run_id}/{number}/vrijgave/versturen", dependencies=[RELEASERS, Depends(csrf)]
)
def send(request: Request, seat: Seated, run_id: RunId, number: Number) -> Response:
    """Send the card that stands to the address of its deliverer."""
    run, card = _card(seat, run_id, number)
    try:
        way = send_card(seat, run, card)
    except BrpMatchError as error:
        return _one(request, seat, run, number, card, faults_told(error, 400, 503), "versturen")
    done = "verstuurd" if way == mail.BY_MAIL else "klaargezet"
    return RedirectResponse(f"/scorekaarten/{run_id}/{number}/vrijgave?m={done}", 303)


@router.get("/scorekaarten/{run_id}/{number}/voorbeeld.{soort}", dependencies=[RELEASERS])
def preview_file(seat: Seated, run_id: RunId, number: Number, form: Form_) -> Response:
    """Hand over what would go out, in one of its forms."""
    run, card = _card(seat, run_id, number)
    with seat.reading() as con:
        told = municipality.read(con)
    if form == "html":
        # what stands in the frame of the preview waits for no PDF
        return _file(card_files.as_page(card, told, seat.now), form)
    with card_files.made(seat.settings.data, run.id, [card], told, seat.now) as (folder,):
        path = folder / f"{NAME}.{form}"
        if not path.is_file():
            raise _no_pdf()
        return _file(path.read_bytes(), form)


@router.get(
    "/scorekaarten/{run_id}/{number}/vrijgave/{nummer}/scorekaart.{soort}", dependencies=[RELEASERS]
)
def fetch(
    seat: Seated, run_id: RunId, number: Number, nummer: Annotated[int, InPath(ge=1, le=10_000)], form: Form_
) -> Response:  # fmt: skip
    """Hand over a card as it was released; who fetched it is kept."""
    _, card = _card(seat, run_id, number)
    with seat.reading() as con:
        held = releases.list_releases(con, run_id)
    found = next((one for one in held if one.vlp == card.key and one.number == nummer), None)
    path = card_files.kept_files(seat.settings.data, run_id, card.key, nummer).get(form)
    if found is None or path is None:
        raise WebError(404, "KAART_ONBEKEND", "Deze scorekaart is er niet.")
    content = path.read_bytes()
    with seat.writing() as con:
        releases.hand_over(
            con, found, releases.FETCHED, form, account_id=seat.user.id, now=seat.now
        )
    return _file(content, form)


def _cards(seat: Seat, run_id: str) -> tuple[Run, list[Outgoing]]:
    """Return a run and the cards as they would go out now, of every deliverer of every municipality that may be
    seen. 404 for no run."""
    with seat.reading() as con:
        run = runs.finished_run(con, run_id)
    return run, card_places.outgoing(seat.overviews, run, seat.user.sight)


def _card(seat: Seat, run_id: str, number: int) -> tuple[Run, Outgoing]:
    with seat.reading() as con:
        run = runs.finished_run(con, run_id)
    place = card_places.place_at(run, seat.user.sight, number)
    return run, card_places.outgoing_at(seat.overviews, run, place)


def _chosen(text: str, cards: Sequence[Outgoing]) -> Outgoing:
    """Return the card of a tick, `place:version`. 409 when it is another than was shown."""
    place, _, version = text.partition(":")
    if not (place.isascii() and place.isdecimal() and len(place) < 6 and int(place) < len(cards)):
        raise _changed()
    card = cards[int(place)]
    if card.etag != version:
        raise _changed()
    return card


def _release(seat: Seat, run: Run, cards: Sequence[Outgoing]) -> None:
    """Make the files of cards, keep them and note the release; nothing of it when one cannot be."""
    data = seat.settings.data
    with seat.reading() as con:
        told = municipality.read(con)
    with (
        card_files.made(data, run.id, cards, told, seat.now) as folders,
        seat.writing() as con,
    ):
        for card, folder in zip(cards, folders, strict=True):
            number = releases.release_card(
                con, run_id=run.id, vlp=card.key, card_hash=card.etag,
                account_id=seat.user.id, now=seat.now,
            )  # fmt: skip
            card_files.keep(folder, data, run.id, card.key, number)
    for card in cards:
        card_files.tell_command(
            Path(run.folder), card.key, card.etag, release_log.RELEASED, seat.now
        )


def _send_all(seat: Seat, run: Run, cards: Sequence[Outgoing]) -> str:
    """Send cards that were released; returns the message that tells what became of it. What a mail server does not take
    stands released and not sent: the others that would follow are not tried, as each would wait for that server."""
    with seat.reading() as con:
        told = municipality.read(con)
    to = [card for card in cards if told.partner(card.vlp).email]
    way = ""
    for card in to:
        try:
            way = send_card(seat, run, card)
        except BrpMatchError:
            return "niet_verstuurd"
    if len(to) < len(cards):
        return "zonder_adres"
    return "verstuurd" if way == mail.BY_MAIL else "klaargezet"


def _file(content: bytes, form: str) -> Response:
    headers = dict(FRAMED) if form == "html" else {"Content-Disposition": f'attachment; filename="{NAME}.{form}"'}  # fmt: skip
    return Response(content, media_type=FORMS[form], headers=headers)


def _all(
    request: Request, seat: Seat, run: Run, cards: Sequence[Outgoing], faults: list[str]
) -> HTMLResponse:
    context = release_views.all_page(seat, run, cards, month_words(run.month))
    return page(request, "releases.html", 400 if faults else 200, **context, fouten=faults)


def _one(
    request: Request,
    seat: Seat,
    run: Run,
    number: int,
    card: Outgoing,
    faults: list[str],
    about: str = "akkoord",
) -> HTMLResponse:
    context = release_views.one_page(seat, run, number, card)
    answer = page(
        request, "release.html", 400 if faults else 200, **context, fouten=faults, over=about
    )
    answer.headers.update(WITH_FRAME)
    return answer


def _changed() -> WebError:
    return WebError(
        409, "KAART_VERANDERD",
        "De scorekaart is veranderd sinds u het voorbeeld zag. Bekijk hem opnieuw.",
    )  # fmt: skip


def _no_pdf() -> WebError:
    return WebError(
        404, "GEEN_PDF", "Hier worden geen PDF's gemaakt: de beheerder moet Pango installeren."
    )
