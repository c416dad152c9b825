"""What the municipality sees of a scorecard, and that the preview holds only the released record."""

from __future__ import annotations

from brp_match.dutch import Month
from brp_match.model import Feedback, Reason, Sector
from brp_match.report.cards import (
    Cause,
    ExpectationResult,
    FieldAccuracy,
    Mend,
    MunicipalityScorecard,
    Outcomes,
)
from brp_match.report.checks import CheckText
from brp_match.report.trend import Direction, MonthCount, Trend
from brp_match.web.pages.card_views import own_card
from brp_match.web.pages.render import render
from web.pages.samples import FRAME

MARCH = Month(2026, 3)
CODE = "POSTCODE_ONTBREEKT"
CATALOGUE = {
    CODE: CheckText(
        CODE,
        "postcode ontbreekt",
        "geen postcode",
        "compleetheid",
        "fout",
        "",
        ("postcode",),
        0.02,
        "",
        True,
    )
}


def card() -> MunicipalityScorecard:
    return MunicipalityScorecard(
        vlp="Waterbedrijf",
        sector=Sector.WATER,
        maand=MARCH,
        uitkomsten=Outcomes(100, 70, 10, 20),
        oorzaken=(Cause(Reason.OVERLEDEN, Feedback.OVERLEDEN, False, 2),),
        verwachtingen=(
            ExpectationResult(
                CODE, 3, 100, 0.02, (MonthCount(MARCH, 3, 100),), Trend(Direction.UNKNOWN)
            ),
        ),
        verbeteren=(Mend(CODE, 12, 3.25, 1.0, 33.5),),
        zonder_kandidaat=0,
        velden=(FieldAccuracy("adres", 0.9, 0.8, 0.95, 70.0, 0.01),),
        maanden=(),
        bevindingen=(),
    )


def test_the_own_card_says_causes_and_shares_in_dutch() -> None:
    shown = own_card(card(), CATALOGUE)
    assert shown["oorzaken"] == [
        {
            "tekst": "De persoon is overleden.",
            "terugkoppeling": "Overleden",
            "bevestigd": False,
            "aantal": 2,
        }
    ]
    html = render(
        "scorecard.html",
        **FRAME,
        kaart=shown,
        gemeente="",
        stand=None,
        mag_vrijgeven=False,
        vrijgave_href="/scorekaarten",
    )
    assert "Postcode ontbreekt." in html
    assert "3,2" in html
    assert "80,0% en 95,0%" in html
    assert "2,0%" in html
    assert "Bekijk wat de vastelastenpartner krijgt" not in html
