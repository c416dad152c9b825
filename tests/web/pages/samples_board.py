"""Contexts of the pages of who leads the work: cards on their way out, the board, the settings."""

from __future__ import annotations

from typing import Any

MOMENT = "2026-03-31T12:00:00+00:00"
BOARD_SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "vrijgave": (
        "release.html",
        {
            "vlp": "Waterbedrijf Noord", "maand": "maart 2026", "hier": "/scorekaarten/r7/0/vrijgave",
            "terug": "/scorekaarten/r7/0", "alle": "/scorekaarten/r7/vrijgeven",
            "voorbeeld": "/scorekaarten/r7/0/voorbeeld.html",
            "vormen": [("/scorekaarten/r7/0/voorbeeld.html", "bladzijde"), ("/scorekaarten/r7/0/voorbeeld.pdf", "PDF")],
            "etag": "abc", "stand": "veranderd", "opdracht": None,
            "vrijgegeven": {
                "nummer": 2, "moment": MOMENT, "wie": "coordinator1", "ingetrokken": None, "door": "", "reden": "",
            },
            "bestanden": [("/scorekaarten/r7/0/vrijgave/2/scorekaart.pdf", "PDF")],
            "email": "data@waterbedrijf.example", "post": True,
            "eerder": [
                {
                    "nummer": 1, "moment": MOMENT, "wie": "coordinator1", "ingetrokken": MOMENT,
                    "door": "coordinator1", "reden": "Een verkeerd getal.",
                }
            ],
            "gegeven": [{"moment": MOMENT, "wie": "coordinator1", "wat": "opgehaald als PDF", "nummer": 2}],
            "fouten": ["Zeg kort waarom u de kaart intrekt."], "over": "reden",
        },
    ),
    "vrijgave-nieuw": (
        "release.html",
        {
            "vlp": "Waterbedrijf Noord", "maand": "maart 2026", "hier": "/scorekaarten/r7/0/vrijgave",
            "terug": "/scorekaarten/r7/0", "alle": "/scorekaarten/r7/vrijgeven",
            "voorbeeld": "/scorekaarten/r7/0/voorbeeld.html", "vormen": [], "etag": "abc", "stand": "opdracht",
            "opdracht": MOMENT, "vrijgegeven": None, "bestanden": [], "email": "", "post": False, "eerder": [],
            "gegeven": [], "fouten": ["Zet een vinkje."], "over": "akkoord",
        },
    ),
    "vrijgeven": (
        "releases.html",
        {
            "maand": "maart 2026", "hier": "/scorekaarten/r7/vrijgeven", "terug": "/scorekaarten?levering=r7",
            "open": 2, "post": False, "fouten": ["Kies ten minste één scorekaart."],
            "kaarten": [
                {
                    "nummer": place, "vlp": "Waterbedrijf Noord", "href": f"/scorekaarten/r7/{place}/vrijgave",
                    "etag": "abc", "stand": state, "gekozen": state in ("nieuw", "veranderd"), "moment": MOMENT,
                    "email": "data@waterbedrijf.example" if place else "", "verstuurd": True,
                }
                for place, state in enumerate(("nieuw", "veranderd", "opdracht", "vrijgegeven"))
            ],
        },
    ),
    "instellingen": (
        "settings.html",
        {
            "naam": "gemeente Verzonnenstad", "contact": "", "logo": True, "post": "", "team": 3, "is_beheerder": True,
            "is_coordinator": True, "fouten": [("email-0", "Dit is geen e-mailadres.")],
            "partners": [
                {"nummer": 0, "naam": "Waterbedrijf Noord", "email": "data", "dag": 5},
                {"nummer": 1, "naam": "", "email": "", "dag": ""},
            ],
        },
    ),
}  # fmt: skip
