"""Contexts of the pages of who leads the work: cards on their way out, the board, the settings."""

from __future__ import annotations

from typing import Any

from brp_match.cases.clocks import Terms

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
                    "etag": "abc", "stand": state, "open": state in ("nieuw", "veranderd"), "moment": MOMENT,
                    "nieuwe_naam": state == "nieuw",
                    "email": "data@waterbedrijf.example" if place else "", "verstuurd": True,
                }
                for place, state in enumerate(("nieuw", "veranderd", "opdracht", "vrijgegeven"))
            ],
        },
    ),
    "instellingen": (
        "settings.html",
        {
            "register_datum": MOMENT, "register_oud": True,
            "naam": "gemeente Verzonnenstad", "contact": "", "logo": True, "beleid_nummer": 3, "mag_drempel": True, "post": "", "team": 3, "is_beheerder": True,
            "is_coordinator": True, "fouten": [("email-0", "Dit is geen e-mailadres.")],
            "fout_velden": {"email-0"},
            "partners": [
                {"nummer": 0, "naam": "Waterbedrijf Noord", "nieuw": False, "email": "data", "dag": 5, "drempel": "75"},
                {"nummer": 1, "naam": "", "nieuw": True, "email": "", "dag": "", "drempel": ""},
            ],
        },
    ),
    "bord": (
        "board.html",
        {
            "klokken": Terms(3, 28, 20),
            "register_oud": MOMENT, "nog_niets": False,
            "tellingen": {
                "oordeel": 17, "tweede": 2, "derde": 1, "bevestigen": 69, "kaarten": 7, "te_laat": 1, "bijna": 4,
            },
            "kaarten_href": "/scorekaarten/r7/vrijgeven",
            "niemand": [("1 zaak wacht op niemand", "Vraag de beheerder om een account.")],
            "leveringen": [
                {"href": "/leveringen/r8", "naam": "november 2026, ontvangen 26-11-2026 10:00", "stand": "wacht op antwoord"}
            ],
            "ontbreekt": ["Waterbedrijf Noord: verwacht op 05-03-2026, nog niets ontvangen in maart 2026."],
            "verwachting": ["In dit tempo is alles beoordeeld op 12-04-2026."],
            "team": "Uw team heeft één beoordelaar.", "weken": ["30-3", "23-3", "16-3", "9-3"],
            "mensen": [{"naam": "beoordelaar1", "van": 9, "weken": (4, 12, 0, 7)}], "van_niemand": 8,
            "eerst": [
                {
                    "href": "/zaak/z1", "nummer": "K4QX2M00", "vlp": "Waterbedrijf Noord", "taak": "oordeel",
                    "dag": "2026-03-30", "over": over, "wie": "beoordelaar1" if over else "",
                }
                for over in (-1, 0, 5)
            ],
            "vlps": [("Waterbedrijf Noord", "Waterbedrijf Noord")], "collegas": [("a1", "beoordelaar1")],
            "fouten": ["Kies iemand die mag oordelen."],
        },
    ),
    "bord-leeg": (
        "board.html",
        {
            "register_oud": MOMENT, "nog_niets": True,
            "tellingen": {
                "oordeel": 0, "tweede": 0, "derde": 0, "bevestigen": 0, "kaarten": 0, "te_laat": 0, "bijna": 0,
            },
            "kaarten_href": None, "niemand": [], "leveringen": [], "ontbreekt": [],
            "verwachting": ["Er wacht geen zaak op een oordeel."], "team": "Er is nog niemand die mag oordelen.",
            "weken": ["30-3"], "mensen": [], "van_niemand": 0, "eerst": [], "vlps": [], "collegas": [], "fouten": [],
        },
    ),
    "register": (
        "register.html",
        {
            "datum": MOMENT, "oud": True, "dagen_oud": 35, "van_elders": False, "bezig": False, "gezegd": "",
            "aantallen": [], "mislukt": ["De kolom gemeente ontbreekt."], "grens_mb": 200,
            "nodig": {"inwoners": "persoon_id"}, "fouten": ["Kies een bestand met inwoners."],
        },
    ),
    "register-bezig": (
        "register.html",
        {
            "datum": None, "oud": False, "dagen_oud": 35, "van_elders": False, "bezig": True,
            "gezegd": "Het register wordt voorbereid.", "aantallen": [], "mislukt": [], "grens_mb": 200,
            "nodig": {"inwoners": "persoon_id"}, "fouten": [],
        },
    ),
}  # fmt: skip
