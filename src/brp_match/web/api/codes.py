"""The codes that fields of the API may have, with what each means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from brp_match.model import Feedback, FeedbackState, Reason, Sector
from brp_match.web.api.models import Code, Codelijst, Codelijsten
from brp_match.web.pages import words

router = APIRouter(tags=["beschrijving"])

STATES = {
    "wacht_op_kolommen": "Iemand moet op de bladzijde de kolommen kiezen.",
    "wacht_op_antwoord": "Er zijn vragen over de levering.",
    "wachtend": "De levering wacht op haar beurt.",
    "bezig": "De levering wordt vergeleken.",
    "klaar": "De besluiten zijn op te halen.",
    "mislukt": "De levering is niet verwerkt; fouten zegt waarom.",
}
CASE_STATES = {
    "open": "Wacht op een oordeel.",
    "tweede": "Wacht op een tweede oordeel, van iemand anders.",
    "derde": "De oordelen verschillen: een derde beslist.",
    "klaar": "Er is besloten.",
}
FEEDBACK_STATES = {
    str(FeedbackState.RULE): "Volgt uit een regel en mag weg.",
    str(FeedbackState.PROPOSED): "Een voorstel: een mens moet het bevestigen.",
    str(FeedbackState.CONFIRMED): "Een mens bevestigde het.",
    str(
        FeedbackState.REFUSED
    ): "Een mens weigerde het voorstel; de vastelastenpartner hoort niet_opgepakt.",
}
DATE_ANSWERS = {
    "herstellen": "Lees de cellen zoals de vraag voorstelt.",
    "zoals_geleverd": "Lees de cellen zoals ze kwamen.",
}


# for everybody, and it says so: words only, nothing about anybody
@router.get("/codelijsten", response_model=Codelijsten, openapi_extra={"security": []})
def code_lists() -> Any:
    """Alle codes die in antwoorden staan, met wat ze betekenen."""
    return Codelijsten(
        items=[
            _list("redenen", "Waarom een besluit viel zoals het viel.", {r.value: r.sentence for r in Reason}),
            _list("besluiten", "Wat er met een signaal gebeurt.", words.DECISIONS),
            _list("terugkoppelingen", "Wat de vastelastenpartner hoort.", {f.value: words.FEEDBACK[f.value] for f in Feedback if f.value}),
            _list("ddasStatussen", "Dezelfde terugkoppeling in de woorden van DDAS 1.2.", {f.value: f.status for f in Feedback if f.value}),
            _list("terugkoppelingStatussen", "Hoe zeker een terugkoppeling is.", FEEDBACK_STATES),
            _list("leveringStanden", "Hoe ver een levering is.", STATES),
            _list("zaakStanden", "Hoe ver een zaak is.", CASE_STATES),
            _list("uitkomsten", "Wat een mens van een zaak zegt.", words.OUTCOMES),
            _list("antwoorden", "Wat u op een vraag over een levering antwoordt.", DATE_ANSWERS),
            _list("sectoren", "De sectoren van vastelastenpartners.", {s.value: s.value for s in Sector}),
            _list("soortenSignaal", "De soorten signalen.", {"vroegsignaal": "Vroegsignaal", "eindelevering": "Eindelevering"}),
        ]
    )  # fmt: skip


def _list(name: str, about: str, codes: Mapping[str, str]) -> Codelijst:
    return Codelijst(
        naam=name,
        uitleg=about,
        codes=[Code(code=str(code), tekst=text) for code, text in codes.items()],
    )
