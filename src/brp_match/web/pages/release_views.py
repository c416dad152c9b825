"""Cards on their way out as their templates want them: what would go, what went, who has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from brp_match.report import release_log
from brp_match.review import clients, municipality, releases
from brp_match.review.runs import Run
from brp_match.web.card_files import Outgoing, kept_files
from brp_match.web.pages.seat import Context, Seat

FORMS = {"html": "bladzijde", "pdf": "PDF", "xlsx": "Excel", "json": "gegevens (JSON)"}
"""Ending of a file of a card → what people call it."""

WAYS = {"mail": "verstuurd per e-mail", "map": "klaargezet in de map met uitgaande post"}


def state_of(
    card: Outgoing, standing: releases.Release | None, elsewhere: release_log.Act | None
) -> str:
    """Return where a card stands: nieuw, vrijgegeven, veranderd (since) or opdracht (released by the command).

    What the command released counts as released where its content is the same.
    """  # fmt: skip
    if standing is not None:
        return "vrijgegeven" if standing.card_hash == card.etag else "veranderd"
    if elsewhere is not None:
        return "opdracht" if elsewhere.inhoud == card.etag else "veranderd"
    return "nieuw"


def all_page(seat: Seat, run: Run, cards: Sequence[Outgoing], month: str) -> Context:
    """Return the context of releases.html without `fouten`: every deliverer of a run."""
    with seat.reading() as con:
        held = releases.standing(con, run.id)
        told = municipality.read(con)
        new = releases.new_names(con, run.id, [card.key for card in cards])
        gone = {(one.vlp, one.number) for one in releases.handed_over(con, run.id) if one.kind == releases.SENT}  # fmt: skip
    elsewhere = release_log.standing(Path(run.folder))
    rows = []
    for number, card in enumerate(cards):
        one = held.get(card.key)
        state = state_of(card, one, elsewhere.get(card.key))
        rows.append(
            {
                "nummer": number,
                "vlp": card.key,
                "href": f"/scorekaarten/{run.id}/{number}/vrijgave",
                "etag": card.etag,
                "stand": state,
                "open": state in ("nieuw", "veranderd"),
                # nobody said yet that this is a deliverer
                "nieuwe_naam": state == "nieuw" and card.key in new,
                "moment": one.at if one else None,
                "email": told.partner(card.vlp).email,
                "verstuurd": one is not None and (one.vlp, one.number) in gone,
            }
        )
    return {
        "maand": month,
        "hier": f"/scorekaarten/{run.id}/vrijgeven",
        "terug": f"/scorekaarten?levering={run.id}",
        "kaarten": rows,
        "open": sum(row["open"] for row in rows),
        "post": seat.settings.mail is not None,
    }


def one_page(seat: Seat, run: Run, number: int, card: Outgoing) -> Context:
    """Return the context of release.html without `fouten`: one deliverer."""
    base = f"/scorekaarten/{run.id}/{number}"
    with seat.reading() as con:
        held = [one for one in releases.list_releases(con, run.id) if one.vlp == card.key]
        given = [one for one in releases.handed_over(con, run.id) if one.vlp == card.key]
        names = clients.names_of(con)
        told = municipality.read(con)
    last = next((one for one in held if one.withdrawn is None), None)
    elsewhere = release_log.standing(Path(run.folder)).get(card.key)
    files = kept_files(seat.settings.data, run.id, card.key, last.number) if last else {}
    return {
        "vlp": card.key,
        "maand": card.card.maand.words,
        "hier": f"{base}/vrijgave",
        "terug": base,
        "alle": f"/scorekaarten/{run.id}/vrijgeven",
        "voorbeeld": f"{base}/voorbeeld.html",
        "vormen": [(f"{base}/voorbeeld.{end}", text) for end, text in FORMS.items()],
        "etag": card.etag,
        "stand": state_of(card, last, elsewhere),
        "opdracht": elsewhere.moment if elsewhere and elsewhere.door == release_log.BY_COMMAND else None,
        "vrijgegeven": None if last is None else _released(last, names),
        "bestanden": [
            (f"{base}/vrijgave/{last.number}/scorekaart.{end}", FORMS[end]) for end in FORMS if end in files
        ]
        if last
        else [],
        "email": told.partner(card.vlp).email,
        "post": seat.settings.mail is not None,
        "eerder": [_released(one, names) for one in reversed(held) if one is not last],
        "gegeven": [
            {
                "moment": one.at,
                "wie": names.get(one.account_id, one.account_id),
                "wat": WAYS.get(one.how) or f"opgehaald als {FORMS.get(one.how, one.how)}",
                "nummer": one.number,
            }
            for one in given
        ],
    }  # fmt: skip


def _released(one: releases.Release, names: Mapping[str, str]) -> Context:
    return {
        "nummer": one.number,
        "moment": one.at,
        "wie": names.get(one.account_id, one.account_id),
        "ingetrokken": one.withdrawn,
        "door": names.get(one.withdrawn_by, one.withdrawn_by),
        "reden": one.reason,
    }
