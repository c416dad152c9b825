"""A released card sent to the address of its deliverer, with a letter."""

from __future__ import annotations

from brp_match.errors import BrpMatchError
from brp_match.report.released_files import FORMS
from brp_match.review import municipality, releases
from brp_match.review.runs import Run
from brp_match.web import card_files, mail
from brp_match.web.card_files import Outgoing
from brp_match.web.pages.seat import Seat
from brp_match.web.pages.words import month_words


def send_card(seat: Seat, run: Run, card: Outgoing) -> str:
    """Send the card of a deliverer that stands; returns how. BrpMatchError 400, 503."""
    with seat.reading() as con:
        found = releases.standing(con, run.id).get(card.key)
        told = municipality.read(con)
    to = told.partner(card.vlp).email
    if found is None:
        raise BrpMatchError("NIET_VRIJGEGEVEN", "scorekaart", "deze kaart is niet vrijgegeven")
    if not to:
        raise BrpMatchError(
            "ADRES_ONTBREEKT", "email", "zet eerst bij Instellingen het e-mailadres van deze vastelastenpartner"
        )  # fmt: skip
    files = card_files.kept_files(seat.settings.data, run.id, card.key, found.number)
    month = month_words(run.month)
    server = seat.settings.mail
    made = mail.message(
        to=to,
        sender=server.sender if server else "",
        subject=f"Scorekaart vroegsignalering {month}",
        text=_letter(told, month, replaced=found.number > 1),
        files={path.name: (FORMS[form], path.read_bytes()) for form, path in files.items()},
        now=seat.now,
    )
    way = mail.send(made, server, seat.settings.data)
    with seat.writing() as con:
        releases.hand_over(con, found, releases.SENT, way, account_id=seat.user.id, now=seat.now)
    return way


def _letter(told: municipality.Municipality, month: str, *, replaced: bool) -> str:
    """The text that goes with a card."""
    lines = ["Geachte heer of mevrouw,", ""]
    if replaced:
        lines += ["Deze scorekaart vervangt de kaart die u eerder kreeg.", ""]
    lines += [
        f"Hierbij de scorekaart over de signalen die u aanleverde in {month}: wat er goed gaat, wat niet, en wat "
        "u het beste eerst kunt verbeteren. Open scorekaart.html of scorekaart.pdf; in scorekaart.xlsx staan de "
        "regels van uw levering om na te lopen.",
        "",
        f"Vragen? {told.contact}" if told.contact else "Vragen? Beantwoord dit bericht.",
        "",
        "Met vriendelijke groet,",
        told.name or "De gemeente",
    ]
    return "\n".join(lines) + "\n"
