"""Scorecards as the templates want them: plain values with Dutch words, from the report's records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brp_match.dutch import sentence
from brp_match.report.cards import MunicipalityScorecard, Overview
from brp_match.report.checks import Catalogue
from brp_match.report.wording import FIELDS
from brp_match.review.run_folder import confirmable
from brp_match.web.card_places import Place
from brp_match.web.pages.words import FEEDBACK


def overview_rows(
    overviews: Sequence[tuple[str, Overview]], places: Sequence[Place], base: str
) -> list[dict[str, Any]]:
    """Return a row per deliverer, in a cooperation per municipality (code → overview); `base` is the address before
    /N."""
    cards = {(code, card.vlp): card for code, one in overviews for card in one.kaarten}
    shown = [(one, cards[one.code, one.vlp]) for one in places if (one.code, one.vlp) in cards]
    return [
        {
            "href": f"{base}/{place.number}",
            "gemeente": place.code,
            "vlp": card.vlp,
            "sector": card.sector.value,
            "geleverd": card.uitkomsten.geleverd,
            "opgepakt": card.uitkomsten.opgepakt,
            "beoordeling": card.uitkomsten.beoordeling,
            "uitval": card.uitkomsten.uitval,
            "aandeel": _share(card.uitkomsten.uitval, card.uitkomsten.geleverd),
        }
        for place, card in shown
    ]


def own_card(card: MunicipalityScorecard, catalogue: Catalogue) -> dict[str, Any]:
    """Return the municipality's card of one deliverer; may show all, and holds no person."""
    return {
        "vlp": card.vlp,
        "sector": card.sector.value,
        "maand": card.maand.words,
        "geleverd": card.uitkomsten.geleverd,
        "opgepakt": card.uitkomsten.opgepakt,
        "beoordeling": card.uitkomsten.beoordeling,
        "uitval": card.uitkomsten.uitval,
        "gewoonten": [f"{one.tekst} {one.vraag}".strip() for one in card.gewoonten],
        "verbeteren": [
            {
                "tekst": sentence(catalogue[mend.code].titel),
                "rijen": mend.rijen,
                "uitval": mend.uitval,
                "beoordeling": mend.beoordeling,
            }
            for mend in card.verbeteren
        ],
        "oorzaken": [
            {
                "tekst": cause.reden.sentence,
                "terugkoppeling": FEEDBACK[cause.terugkoppeling.value],
                "bevestigd": cause.bevestigd or cause.terugkoppeling not in confirmable(),
                "aantal": cause.aantal,
            }
            for cause in card.oorzaken
        ],
        "velden": [
            {
                "veld": FIELDS.get(field.veld, field.veld),
                "schatting": field.schatting,
                "laag": field.laag,
                "hoog": field.hoog,
                "ontbreekt": field.ontbreekt,
            }
            for field in card.velden
        ],
        "controles": [
            {
                "tekst": sentence(catalogue[row.code].titel),
                "teller": row.teller,
                "noemer": row.noemer,
                "aandeel": _share(row.teller, row.noemer),
                "norm": row.norm,
                "norm_van": catalogue[row.code].norm_van,
            }
            for row in card.verwachtingen
            if row.teller
        ],
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
