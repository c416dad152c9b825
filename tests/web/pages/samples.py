"""One context per template and state; used by the render tests and by the axe gallery."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace
from typing import Any

from brp_match.policy import load_policy
from brp_match.policy_checks import faults_of
from brp_match.policy_keys import KEYS
from brp_match.web.pages import policy_form
from brp_match.web.pages.mapping_helper import Column, FileColumns
from brp_match.web.pages.run_views import NEEDED
from brp_match.web.pages.words import GROUNDS
from web.pages.samples_board import BOARD_SAMPLES

MENU = [
    {"href": "/werkvoorraad", "text": "Werkvoorraad", "current": True},
    {"href": "/tweede-blik", "text": "Tweede blik", "current": False},
    {"href": "/leveringen", "text": "Leveringen", "current": False},
    {"href": "/scorekaarten", "text": "Scorekaarten", "current": False},
    {"href": "/benchmark", "text": "Benchmark", "current": False},
    {"href": "/audit", "text": "Audit", "current": False},
    {"href": "/accounts", "text": "Accounts", "current": False},
]
DOUBT: dict[str, Any] = {
    "sleutel": "P1|9922CC 8 B", "persoon": "P1", "naam": "Anna van Voorbeeld", "geboren": "19581102",
    "adres": "Kerkstraat 1, 1234AB Voorbeeld", "briefadres": True, "ander": "9922CC 8 B",
    "straat": "Elderslaan", "bronnen": 2, "genoeg": True, "sinds": "oktober 2026", "melden": True, "retour": False,
}  # fmt: skip
PICK_UP: dict[str, Any] = {
    "href": "/oppaklijst/zaak/2026-03-4f1c9a20b7d3", "naam": "Anna van Voorbeeld",
    "adres": "Proefstraat 12A, 9999ZZ Proefstad", "bakje": "huisbezoek", "dag": "2026-03-30",
    "bedrag": 312.85, "sectoren": "Energie, Water", "let_op": "verhuisd: dit is het huidige adres", "spoed": True,
}  # fmt: skip
FRAME: dict[str, Any] = {
    "user": SimpleNamespace(name="beoordelaar1"),
    "csrf_token": "token",
    "menu": MENU,
    "menu_meer": [{"href": "/beleid", "text": "Beleid", "current": False}],
    "bericht": ("ok", "Uw oordeel is opgeslagen."),
    "toetsen": True,
    "ongedaan": {
        "href": "/zaak/K4QX2M/terugdraaien",
        "versie": "4",
        "tekst": "Terugdraaien (zaak K4QX2M)",
    },
    "mag_oefenen": True,
    "thema": None,
    "gemeente_naam": "",
    "heeft_logo": True,
}
NOBODY: dict[str, Any] = {
    **FRAME,
    "user": None,
    "menu": [],
    "menu_meer": [],
    "bericht": None,
    "ongedaan": None,
    "mag_oefenen": False,
}
POLICY: dict[str, Any] = {
    "nu": {
        "nummer": 2, "kenmerk": "3f2a9c01d4e7", "sinds": "2026-03-02T08:15:00+00:00", "match_vanaf": 0.98,
        "afwijzen_onder": 0.1,
    },
    "velden": policy_form.fields(policy_form.form_of(load_policy()), []),
    "fouten": [],
    "waarom": "",
    "nummer": "2",
    "voorbeeld": None,
    "versies": [
        {
            "href": f"/beleid/{number}", "nummer": number, "kenmerk": "3f2a9c01d4e7", "wie": "coordinator1",
            "moment": "2026-03-02T08:15:00+00:00", "waarom": "Afspraak met het team",
            "gewijzigd": [{"titel": "Minderjarig onder", "van": "18", "naar": "21"}] if number == 2 else [],
        }
        for number in (2, 1)
    ],
}  # fmt: skip
_WRONG = {
    "minor_below": "99",
    "threshold.Huur": "-3",
    "arrears_days.Zorg.tot": "x",
    "ddas_status.overleden": "",
}
POLICY_FAULTS: dict[str, Any] = POLICY | {
    "velden": policy_form.fields(_WRONG, faults_of(policy_form.values_of(_WRONG))),
    "fouten": [
        {"veld": "minor_below", "tekst": "Minderjarig onder moet een getal van 0 tot 30 zijn."}
    ],
}
MOMENT = "2026-03-31T12:00:00+00:00"
MENDED = {
    "verbeterd": 2, "verbeterd_in": [{"href": "/leveringen/r9", "nummer": "AB12CD34"}],
    "hoort_bij": {"href": "/leveringen/r6", "naam": "maart 2026, ontvangen 01-03-2026 09:15"},
}  # fmt: skip
"""Of a delivery with mended rows, and of such rows themselves."""
RUN = {
    "id": "r7",
    "nummer": "7",
    "naam": "maart 2026, ontvangen 02-03-2026 09:15",
    "href": "/leveringen/r7",
    "hier": "/leveringen/r7",
    "ontvangen": "2026-03-02T08:15:00+00:00",
    "stand": {"tekst": "klaar", "soort": "ok"},
    "bezig": False,
    "wacht_op_kolommen": False,
    "wacht_op_antwoord": False,
    "mislukt": False,
    "stap": "",
    "procent": None,
    "fouten": [],
}


def _part(text: str, differs: bool = False) -> dict[str, Any]:
    return {"tekst": text, "anders": differs}


ROWS = [
    {
        "naam": "Achternaam",
        "signaal": [_part("Jans"), _part("s", True), _part("en")],
        "inwoner": [_part("Jansen")],
        "verschil": True,
        "woorden": "Het signaal heeft een s meer.",
    },
    {
        "naam": "Geboortedatum",
        "signaal": [_part("12-03-1980")],
        "inwoner": [_part("12-03-1980")],
        "verschil": False,
        "woorden": "Gelijk.",
    },
    {
        "naam": "Adres",
        "signaal": [],
        "inwoner": [_part("Burgemeester van Nispen van Sevenaerstraat 123A-hs, 1234 AB")],
        "verschil": False,
        "woorden": "Het signaal heeft geen adres.",
    },
]
CASE = {
    "nummer": "K4QX2M",
    "href": "/zaak/K4QX2M",
    "hier": "/zaak/K4QX2M?vlp=Waterbedrijf",
    "vlp": "Waterbedrijf Noord",
    "sector": "Water",
    "soort": "Eindelevering",
    "spoed": True,
    "van": "u",
    "dagen_over": 3,
}


def _candidate(rang: int, name: str, home: bool = False) -> dict[str, Any]:
    return {
        "rang": rang, "href": f"/zaak/K4QX2M?inwoner={rang}", "gekozen": rang == 1, "naam": name,
        "geboortedatum": "19500000", "adres": "Verzonnenlaan 12 1234AB", "op_adres": home,
    }  # fmt: skip


CANDIDATES = [_candidate(1, "Jan Jansen", True), _candidate(2, "P. Jansen")]
LONG = "Wolfeschlegelsteinhausenbergerdorff-" * 5 + "Zoutelande"
"""A name of 190 signs with few places to break."""
MANY = [_candidate(rang, f"{LONG} {rang}", rang < 21) for rang in range(1, 26)]

TEAMWORK: dict[str, Any] = {
    "van": "a1", "van_naam": "beoordelaar1", "collegas": [("a1", "beoordelaar1"), ("a2", "beoordelaar2")],
    "notities": [SimpleNamespace(by="beoordelaar2", at="2026-03-02T08:15:00+00:00", text="Ik heb gebeld.")],
}  # fmt: skip
DECIDE: dict[str, Any] = {
    "zaak": CASE,
    "team": TEAMWORK,
    "tweede_blik": False,
    "mag_oordelen": True,
    "alleen": False,
    "signaal": [
        ("Signaalnummer", "S-000123"),
        ("Klantnummer", "K-4411"),
        ("Bedrag", "€ 1.204,50"),
        ("Datum van het signaal", "02-03-2026"),
        ("Telefoon", "020 000 00 00"),
        ("E-mail", "naam@voorbeeld.example"),
    ],
    "fouten": [],
    "kandidaat": {
        "rang": 1,
        "geheim": True,
        "bijzonder": ["De persoon heeft een briefadres."],
        "vorige_adressen": [
            {
                "adres": "Oude Laan 12 1234AB Stad",
                "van": "20100400",
                "tot": "20250403",
                "signaal": True,
            },
            {"adres": "Zijpad 3 1234EF", "van": "", "tot": "20100400", "signaal": False},
            {"adres": "Zijpad 4 1234EF", "van": "", "tot": "", "signaal": False},
        ],
    },
    "kandidaten": CANDIDATES,
    "rijen": ROWS,
    "meer": False,
    "terugkoppeling": None,
    "terug_href": "/zaak/K4QX2M/terugdraaien",
    "besluit": None,
    "score": None,
    "score_href": None,
    "etag": "3",
    "risico": ["De achternaam is anders."],
    "reden": "",
    "reden_fout": False,
    "gronden": [
        {
            "code": code,
            "tekst": text,
            "toets": str(key),
            "gevolg": "Niet opgepakt. De vastelastenpartner hoort: onterecht signaal.",
        }
        for key, (code, text) in enumerate(GROUNDS.items(), 5)
    ],
    "grond": "",
    "grond_fout": False,
    "ook": ["b2:1"],
    "anderen": [
        {
            "signaal": f"S-00012{number}",
            "vlp": "Stroomwerk Energie",
            "naam": "J. Janssen",
            "geboortedatum": "12-03-1980",
            "adres": "Verzonnenlaan 12 1234AB",
            "bedrag": "€ 88,00",
            "datum": "02-03-2026",
            "soort": "vroegsignaal",
            "waarom": "deze inwoner en hetzelfde adres",
            "href": "/zaak/B2" if number < 6 else None,
            "nummer": "B2",
            "wacht": number < 5,
            "samen": "b2:1" if number < 5 else None,
        }
        for number in (4, 5, 6)
    ],
    "eerder": [
        {"href": "/zaak/C3", "nummer": "C3", "vlp": "Waterbedrijf Noord", "maand": "februari 2026"}
    ],
    "fouten_terug": [],
    "gekozen": "",
    "waarom": "",
    "vorige": "/zaak/AAAAAA",
    "volgende": None,
    "terug": "/werkvoorraad",
}
PROPOSAL = {
    "code": "overleden",
    "vast": "",
    "tekst": "Overleden",
    "feiten": [
        "De persoon is overleden.",
        "Datum van overlijden: 14-02-2026.",
        "De BRP geeft geen laatste adres.",
    ],
    "anders": [("niet_opgepakt", "Weiger: niet opgepakt"), ("geen_inwoner", "Geen inwoner")],
    "lijst": "/leveringen/r7",
}
PRACTICE: dict[str, Any] = {
    "nummer": 7, "hier": "/oefenen/7", "klaar": 6, "van": 30, "vlp": "Waterbedrijf Noord", "kandidaten": CANDIDATES, "rang": 1,
    "bijzonder": ["De persoon heeft een briefadres."], "rijen": ROWS, "signaal": DECIDE["signaal"], "waarheid": None, "volgende": 8,
}  # fmt: skip
CONFIRM: dict[str, Any] = {
    "zaak": {
        "nummer": "K4QX2M", "href": "/zaak/K4QX2M", "hier": "/terugkoppeling/zaak/K4QX2M?soort=overleden",
        "vlp": "Waterbedrijf Noord", "sector": "Water", "levering": "maart 2026",
    },
    "code": "overleden", "tekst": "Overleden", "feiten": PROPOSAL["feiten"], "geheim": True, "rijen": ROWS,
    "inwoner": True, "signaal": DECIDE["signaal"], "proef": True, "over": 23,
    "anders": [("geen_inwoner", "Geen inwoner")], "weiger": "Weiger: niet opgepakt",
    "volgende": "/terugkoppeling/volgende?soort=overleden", "fouten": [], "gekozen": "", "waarom": "",
}  # fmt: skip
DECIDED: dict[str, Any] = {
    **DECIDE,
    "mag_oordelen": False,
    "besluit": {
        "uitkomst": "Dezelfde persoon",
        "inwoner": 1,
        "grond": "Staat onder bewind",
        "moment": "2026-03-02T09:00:00+00:00",
        "reden": "Zelfde huis.",
        "kan_terug": True,
    },
    "score_href": "/zaak/K4QX2M?score=ja",
}
SHARE = {"niet_gegeven": False, "teller": 20, "noemer": 80, "aandeel": 0.25, "tekst": "Opgepakt"}
HIDDEN = {
    "niet_gegeven": True,
    "teller": None,
    "noemer": None,
    "aandeel": None,
    "tekst": "Overleden",
}

SAMPLES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "werkvoorraad": (
        "queue.html",
        FRAME,
        {
            "hier": "/werkvoorraad",
            "totaal": 1234,
            "voor_niemand": 2,
            "eerste": "/zaak/K4QX2M",
            "nog_niets": False,
            "gefilterd": False,
            "filters": {
                "vlps": [("w", "Waterbedrijf Noord")],
                "redenen": [("NAAM_AFWIJKEND", "De naam is anders.")],
                "vlp": "",
                "reden": "",
                "leeftijd": "",
                "sorteer": "",
            },
            "van": 26,
            "bewaard": [{"naam": "Mijn water", "href": "/werkvoorraad?vlp=w"}],
            "bewaren_href": "/werkvoorraad/filters",
            "zaken": [
                {**CASE, "waarom": "De naam is anders.", "ontvangen": "2026-03-02"},
                {
                    **CASE,
                    "spoed": False,
                    "dagen_over": -2,
                    "waarom": "Meer dan één inwoner past.",
                    "ontvangen": "2026-02-01",
                },
            ],
            "vorige": None,
            "volgende": "/werkvoorraad?vanaf=x",
        },
    ),
    "beslis": ("decide.html", FRAME, DECIDE),
    "beslis-fout": (
        "decide.html",
        {**FRAME, "bericht": None},
        {**DECIDE, "fouten": ["Schrijf op waarom dit dezelfde persoon is."], "reden_fout": True},
    ),
    "beslis-niemand": (
        "decide.html",
        FRAME,
        {**DECIDE, "kandidaat": None, "kandidaten": [], "risico": []},
    ),
    "beslis-veel": (
        "decide.html",
        FRAME,
        {
            **DECIDE,
            "kandidaten": MANY,
            "meer": True,
            "zaak": {**CASE, "vlp": LONG, "dagen_over": -1},
            "rijen": [
                {
                    **ROWS[0],
                    "signaal": [_part(LONG)],
                    "inwoner": [_part(LONG[:60]), _part(LONG, True)],
                }
            ],
        },
    ),
    "beslis-terugkoppeling": (
        "decide.html",
        FRAME,
        {
            **DECIDE,
            "mag_oordelen": False,
            "terugkoppeling": {**PROPOSAL, "gezegd": None},
            "fouten_terug": ["Zeg kort waarom het voorstel niet klopt."],
            "gekozen": "geen_inwoner",
            "waarom": "Nee",
        },
    ),
    "beslis-geweigerd": (
        "decide.html",
        FRAME,
        {
            **DECIDE,
            "mag_oordelen": False,
            "terugkoppeling": {
                **PROPOSAL,
                "gezegd": {
                    "tekst": "Niet opgepakt",
                    "geweigerd": True,
                    "wie": "coördinator1",
                    "moment": "2026-03-02T09:00:00+00:00",
                    "reden": "Gebeld op dinsdag. " + "x" * 200,
                    "vast": False,
                },
            },
        },
    ),
    "beslis-vast": (
        "decide.html",
        FRAME,
        {
            **DECIDE,
            "mag_oordelen": False,
            "terugkoppeling": {
                "vast": "Dit volgt uit een vaste regel. Niemand hoeft het te bevestigen.",
                "tekst": "Niet opgepakt",
                "lijst": "/leveringen/r7",
            },
        },
    ),
    "beslis-tweede": ("decide.html", {**FRAME, "toetsen": False}, {**DECIDE, "tweede_blik": True}),
    "beslis-klaar": ("decide.html", FRAME, {**DECIDE, "mag_oordelen": False}),
    "besloten": ("decide.html", FRAME, DECIDED),
    "besloten-score": (
        "decide.html",
        FRAME,
        {
            **DECIDED,
            "score": {
                "inwoners": [{"rang": 1, "kans": 0.81}, {"rang": 2, "kans": 0.07}],
                "anderen": 0.004,
                "niemand": 0.12,
                "redenen": ["NAAM_SCHRIJFWIJZE", "GEBOORTEDATUM_GELIJK"],
                "nummers": [1, 2],
                "samen": [17.9, 9.2],
                "weging": [
                    {
                        "naam": "Naam",
                        "gewicht": 9.4,
                        "tweede": 9.4,
                        "woorden": "De naam lijkt erg.",
                    },
                    {"naam": "Adres", "gewicht": 8.5, "tweede": -0.2, "woorden": ""},
                ],
            },
        },
    ),
    "tweede-blik": (
        "second_look.html",
        FRAME,
        {
            "eerste": "/zaak/K4QX2M",
            "totaal": 201,
            "team": 2,
            "zaken": [{**CASE, "taak": "Tweede oordeel"}],
            "overeenstemming": {
                "paren": 40,
                "gelijk": 0.925,
                "kappa": 0.81,
                "laag": 0.6,
                "hoog": 1.0,
            },
        },
    ),
    "oppaklijst": (
        "casework.html",
        FRAME,
        {
            "maanden": [("2026-03", "maart 2026")],
            "maand": "2026-03",
            "maand_tekst": "maart 2026",
            "bakjes": [("huisbezoek", "huisbezoek", 2, ""), ("brief", "brief", 60, "")],
            "bakje": "huisbezoek",
            "rijen": [PICK_UP],
            "totaal": 62,
            "manier": "Gemeente 4",
            "vorige": None,
            "volgende": "/oppaklijst?vanaf=50",
            "csv": "/oppaklijst/2026-03/oppaklijst.csv",
            "xlsx": "/oppaklijst/2026-03/oppaklijst.xlsx",
        },
    ),
    "oppaklijst leeg": (
        "casework.html",
        FRAME,
        {
            "maanden": [],
            "maand": "",
            "maand_tekst": "",
            "bakjes": [],
            "bakje": "",
            "rijen": [],
            "totaal": 0,
            "manier": "",
            "vorige": None,
            "volgende": None,
            "csv": None,
            "xlsx": None,
        },
    ),
    "zaak van de oppaklijst": (
        "casework_case.html",
        FRAME,
        {
            "zaak_id": "2026-03-4f1c9a20b7d3",
            "terug": "/oppaklijst?maand=2026-03",
            "staat": "match",
            "rij": {
                **PICK_UP,
                "telefoon": "0612345678",
                "email": "",
                "gemeente": "9999",
                "leeftijdsgroep": "28-66",
                "zaken_6_maanden": 1,
                "laatste_zaak": "2026-01-4f1c9a20b7d3",
                "maanden_zelfde_vlp": 2,
                "warme_overdracht": "nee",
                "bekend_bij_shv": "",
            },
            "signalen": [
                {
                    "id": "S-1",
                    "vlp": "Waterbron",
                    "sector": "Water",
                    "soort": "vroegsignaal",
                    "besluit": "match",
                    "dag": "2026-03-02",
                    "bedrag": 312.85,
                }
            ],
            "klokken": [{"naam": "zaak", "dag": "2026-03-30"}],
            "huishouden": ["/oppaklijst/zaak/2026-03-90ab12cd34ef"],
            "waarom": "Match: signalen van 2 vastelastenpartners",
            "retour": True,
            "geschiedenis": [
                {
                    "signaal": "S-1",
                    "tekst": "kwam binnen met een levering",
                    "href": None,
                    "anders": "",
                },
                {
                    "signaal": "S-2",
                    "tekst": "kwam erbij door een oordeel",
                    "href": "/oppaklijst/zaak/2026-03-90ab12cd34ef",
                    "anders": "2026-03-90ab12cd34ef",
                },
            ],
        },
    ),
    "zaak van de oppaklijst zonder signalen": (
        "casework_case.html",
        FRAME,
        {
            "zaak_id": "2026-03-4f1c9a20b7d3",
            "terug": "/oppaklijst?maand=2026-03",
            "staat": "",
            "rij": None,
            "signalen": [],
            "klokken": [],
            "huishouden": [],
            "waarom": "",
            "retour": False,
            "geschiedenis": [
                {
                    "signaal": "S-1",
                    "tekst": "ging eruit door een oordeel",
                    "href": None,
                    "anders": "",
                }
            ],
        },
    ),
    "oppaklijst instellen": (
        "casework_settings.html",
        FRAME,
        {
            "bakjes": 'titel = "Proef"',
            "indeling": "",
            "fouten": ["elke regel heeft een naam"],
            "voorbeelden": [
                {"titel": "Gemeente 1", "bron": "bijlage 1", "tekst": 'titel = "Gemeente 1"'}
            ],
        },
    ),
    "lijsten": (
        "lists.html",
        FRAME,
        {
            "fouten": ["Kies een bestand."],
            "naam": "CAK",
            "register": True,
            "dagen": 62,
            "grens_mb": 50,
            "bezig": True,
            "lijsten": [
                {
                    "naam": "CAK",
                    "ontvangen": "2026-11-02",
                    "tot": "2027-01-03",
                    "stand": {"tekst": "klaar", "soort": "ok"},
                    "zin": "2 rijen zijn nieuw sinds de vorige lijst, van 6. Van de nieuwe gaat er 1 over een inwoner.",
                    "fouten": [],
                    "klaar": True,
                    "pad": "/lijsten/abc",
                    "vergeleken": True,
                    "aantallen": [
                        ("Woont hier, op het adres van de lijst", 4, 1),
                        ("Overleden", 2, 1),
                    ],
                },
                {
                    "naam": "CAK",
                    "ontvangen": "2026-10-02",
                    "tot": "2026-12-03",
                    "stand": {"tekst": "mislukt", "soort": "error"},
                    "zin": "",
                    "fouten": ["lijst.csv: kolom 'achternaam' ontbreekt [KOLOM_ONTBREEKT]"],
                    "klaar": False,
                    "pad": "/lijsten/def",
                    "vergeleken": False,
                    "aantallen": [],
                },
            ],
        },
    ),
    "lijsten zonder register": (
        "lists.html",
        FRAME,
        {
            "fouten": [],
            "naam": "",
            "register": False,
            "dagen": 62,
            "grens_mb": 50,
            "bezig": False,
            "lijsten": [],
        },
    ),
    "terugmelding": (
        "report_back.html",
        FRAME,
        {
            "fouten": ["Rij 2: zonder tweede vastelastenpartner is er geen gerede twijfel."],
            "rijen": [DOUBT, {**DOUBT, "sleutel": "P2|1234AB 1", "bronnen": 1, "genoeg": False}],
            "totaal": 2,
            "gekozen": 1,
            "onderzoek": 3,
            "gemeld": [{**DOUBT, "gemeld": "2026-11-02"}],
        },
    ),
    "terugmelding leeg": (
        "report_back.html",
        FRAME,
        {"fouten": [], "rijen": [], "totaal": 0, "gekozen": 0, "onderzoek": 0, "gemeld": []},
    ),
    "leveringen": (
        "runs.html",
        FRAME,
        {
            "mag_leveren": True,
            "vorige": None,
            "volgende": "/leveringen?vanaf=50",
            "runs": [{**RUN, "signalen": 1200, "apart": 3, "open": 60, "maand": "maart 2026"}],
        },
    ),
    "gezondheid": (
        "health.html",
        FRAME,
        {
            "vrij_gb": 120,
            "gezond": {
                "open_cases": 12,
                "waiting": 1,
                "working": 1,
                "last_delivery": "2026-03-02T08:15:00+00:00",
                "failed": 0,
                "register": "2026-01-02T08:15:00+00:00",
                "register_is_old": True,
                "faults": 2,
                "purged": "2026-03-02",
                "started": "2026-03-01T08:15:00+00:00",
            },
        },
    ),
    "rechten": (
        "rights.html",
        FRAME,
        {
            "persoon": "1234567890",
            "fouten": ["Zet een vinkje."],
            "tellingen": [("Signalen over deze persoon", 2)],
            "bewaard": True,
            "iets": True,
            "gronden": [("a", "niet meer nodig voor het doel")],
        },
    ),
    "kansen": (
        "shared_rates.html",
        FRAME,
        {
            "fouten": ["Kies een bestand."],
            "niet_gemaakt": ["Kies ten minste één vastelastenpartner van uw leveringen."],
            "eigen": [
                {"naam": "Stroomwerk", "gekozen": False},
                {"naam": "Waterbron", "gekozen": True},
            ],
            "grens_mb": 20,
            "tabel": {
                "sinds": "2026-11-02",
                "leesbaar": True,
                "gemeenten": 12,
                "vlps": [
                    {
                        "naam": "Waterbron",
                        "sector": "Water",
                        "gemeenten": 12,
                        "signalen": 1240,
                        "gewoonten": "kolommen verschoven vanaf voorvoegsel",
                    },
                    {
                        "naam": "Stroomwerk",
                        "sector": "Energie",
                        "gemeenten": 3,
                        "signalen": 40,
                        "gewoonten": "",
                    },
                ],
            },
        },
    ),
    "kansen zonder tabel": (
        "shared_rates.html",
        FRAME,
        {"fouten": [], "niet_gemaakt": [], "eigen": [], "grens_mb": 20, "tabel": None},
    ),
    "kansen van een andere versie": (
        "shared_rates.html",
        FRAME,
        {
            "fouten": [],
            "niet_gemaakt": [],
            "eigen": [],
            "grens_mb": 20,
            "tabel": {"sinds": "2026-11-02", "leesbaar": False},
        },
    ),
    "schuldhulpverlening": (
        "shv.html",
        FRAME,
        {
            "fouten": ["Kies een bestand."],
            "bestand": {"rijen": 1200, "sinds": "2026-11-02", "tot": "2026-12-03"},
            "dagen": 31,
            "hoogstens": 92,
            "grens_mb": 50,
            "levering": "/leveringen/abc",
            "paren": [
                {
                    "persoon_id": "P1",
                    "zeker": zeker,
                    "gezegd": gezegd,
                    "velden": [
                        ("Naam", "W. Kampstra", "Wouter Kampstra"),
                        ("Postcode", "", "9911AA"),
                    ],
                    "traject": "Budgetbeheer, sinds 3-2-2026",
                }
                for zeker, gezegd in ((False, None), (True, None), (True, False), (False, True))
            ],
            "zonder": [
                {
                    "href": "/zaak/abc",
                    "vlp": "Stroomwerk",
                    "zeker": zeker,
                    "velden": [
                        ("Naam", "O. Buitenman", "Olga Buitenman"),
                        ("Postcode", "", "9955YY"),
                    ],
                    "traject": "Budgetbeheer",
                }
                for zeker in (True, False)
            ],
        },
    ),
    "upload": (
        "upload.html",
        FRAME,
        {
            "fouten": [],
            "grens_mb": 50,
            "gemeenten": [],
            "register_oud": True,
            "heeft_register": False,
            "bevraagt_brp": False,
            "register_datum": None,
            "nodig": NEEDED,
        },
    ),
    "upload-fout": (
        "upload.html",
        FRAME,
        {
            "fouten": ["Het bestand is leeg."],
            "grens_mb": 50,
            "gemeenten": ["0225", "0296"],
            "register_oud": True,
            "heeft_register": True,
            "bevraagt_brp": False,
            "nodig": NEEDED,
            "register_datum": "2026-03-01",
        },
    ),
    "kolommen": (
        "mapping.html",
        FRAME,
        {
            "waarschuwingen": [["Er is geen geboortedatum."], []],
            "twijfel": [True, False],
            "zonder_maand": True,
            "maand": "2026-03",
            "maanden": [("2026-03", "maart 2026")],
            "hier": "/leveringen/r7/kolommen",
            "run_href": "/leveringen/r7",
            "fouten": [],
            "doelen": ["signaal_id", "vlp", "achternaam"],
            "sectoren": [("Energie", "Energie"), ("Water", "Water")],
            "bestanden": [
                FileColumns(
                    "signalen-1.csv",
                    "Water " + "heel lang " * 7 + ".csv",
                    40,
                    "csv",
                    (
                        Column("Klantnaam", "k0_0", "achternaam", "andere naam", ("Jansen", "Öz")),
                        Column("Opmerking", "k0_1", "", "", ("x" * 40, "\u202eomgekeerd")),
                        Column("Leeg", "k0_2", "", ""),
                    ),
                    0,
                    {"sector": "Water"},
                )
            ],
        },
    ),
    "vragen": (
        "questions.html",
        FRAME,
        {
            "run": RUN,
            "vooraf": True,
            "hier": "/leveringen/r7/vragen",
            "fouten": [],
            "vragen": [
                {
                    "veld": "v0",
                    "id": "datumvolgorde/Water/geboortedatum",
                    "vlp": "Waterbedrijf Noord",
                    "bestand": "Water " + "heel lang " * 7 + ".csv",
                    "tekst": "Deze 122 datums staan als maand-dag-jaar: klopt dat?",
                    "standaard": "herstellen",
                    "cellen": [
                        {
                            "regel": 4,
                            "kolom": "geboortedatum",
                            "geleverd": "04-05-1980",
                            "ja": "05-04-1980",
                            "nee": "04-05-1980",
                        },
                        {
                            "regel": 9,
                            "kolom": "achternaam",
                            "geleverd": LONG,
                            "ja": LONG,
                            "nee": "\u202eom",
                        },
                    ],
                },
                {
                    "veld": "v1",
                    "id": "x",
                    "vlp": LONG,
                    "bestand": "a.csv",
                    "tekst": "Klopt dat?",
                    "standaard": "zoals_geleverd",
                    "cellen": [],
                },
            ],
        },
    ),
    "gewoonten": (
        "habits.html",
        FRAME,
        {
            "run": RUN,
            "vragen": 2,
            "groepen": [
                {
                    "vlp": "Waterbedrijf Noord",
                    "bestand": "a.csv",
                    "rijen": 1200,
                    "bevindingen": [
                        {
                            "tekst": "12 datums staan als maand-dag-jaar.",
                            "aantal": 12,
                            "van": 1200,
                            "stand": ("hersteld", "ok"),
                        },
                        {
                            "tekst": "In 1 rij staat iets.",
                            "aantal": 1,
                            "van": 1,
                            "stand": ("vraag", "warning"),
                        },
                    ],
                },
                {"vlp": LONG, "bestand": "x" * 80, "rijen": 1, "bevindingen": []},
            ],
            "antwoorden": [
                {
                    "vlp": "Waterbedrijf Noord",
                    "kolom": "geboortedatum",
                    "antwoord": "gelezen zoals geleverd",
                }
            ],
        },
    ),
    "bezig": (
        "run.html",
        FRAME,
        {
            **MENDED,
            "seconden": 5,
            "resterend": "Nog ongeveer 2 minuten.",
            "zelfde_maand": [{"href": "/leveringen/r6", "nummer": "AB12CD34"}],
            "beleid": ["versie 3, kenmerk 3f2a9c01d4e7"],
            "gemeenten": ["0225", "0296"],
            "run": {
                **RUN,
                "bezig": True,
                "stap": "Namen vergelijken",
                "procent": 40,
                "stand": {"tekst": "bezig", "soort": ""},
            },
            "tellingen": None,
            "bestanden": [{"soort": "Signalen", "naam": "x" * 80}],
            "mag_leveren": True,
            "mag_beoordelen": True,
            "mag_uitvoeren": True,
            "open_zaken": 0,
            "terugkoppelingen": [],
            "te_bevestigen": 0,
            "vragen": 0,
            "bevindingen": 0,
            "ververst": True,
            "fouten": [],
        },
    ),
    "wacht-op-antwoord": (
        "run.html",
        FRAME,
        {
            **MENDED,
            "seconden": 5,
            "resterend": "Nog ongeveer 2 minuten.",
            "zelfde_maand": [{"href": "/leveringen/r6", "nummer": "AB12CD34"}],
            "run": {
                **RUN,
                "wacht_op_antwoord": True,
                "stand": {"tekst": "wacht op antwoord", "soort": "warning"},
            },
            "tellingen": None,
            "bestanden": [],
            "mag_leveren": True,
            "mag_beoordelen": True,
            "mag_uitvoeren": True,
            "open_zaken": 0,
            "terugkoppelingen": [],
            "te_bevestigen": 0,
            "vragen": 2,
            "bevindingen": 0,
            "ververst": True,
            "fouten": [],
        },
    ),
    "mislukt": (
        "run.html",
        FRAME,
        {
            **MENDED,
            "seconden": 5,
            "resterend": "Nog ongeveer 2 minuten.",
            "zelfde_maand": [{"href": "/leveringen/r6", "nummer": "AB12CD34"}],
            "beleid": ["versie 3, kenmerk 3f2a9c01d4e7"],
            "gemeenten": ["0225", "0296"],
            "run": {
                **RUN,
                "mislukt": True,
                "fouten": ["signalen.csv: kolom vlp ontbreekt"],
                "stand": {"tekst": "mislukt", "soort": "error"},
            },
            "tellingen": None,
            "bestanden": [{"soort": "Signalen", "naam": "x" * 80}],
            "mag_leveren": True,
            "mag_beoordelen": True,
            "mag_uitvoeren": True,
            "open_zaken": 0,
            "terugkoppelingen": [],
            "te_bevestigen": 0,
            "vragen": 0,
            "bevindingen": 0,
            "ververst": True,
            "fouten": [],
        },
    ),
    "klaar": (
        "run.html",
        FRAME,
        {
            **MENDED,
            "seconden": 5,
            "resterend": "Nog ongeveer 2 minuten.",
            "zelfde_maand": [{"href": "/leveringen/r6", "nummer": "AB12CD34"}],
            "beleid": ["versie 3, kenmerk 3f2a9c01d4e7"],
            "gemeenten": ["0225", "0296"],
            "run": RUN,
            "bestanden": [],
            "tellingen": {
                "match": 900,
                "review": 60,
                "reject": 237,
                "apart": 3,
                "rijen": 1200,
                "klopt": True,
            },
            "mag_leveren": True,
            "mag_beoordelen": True,
            "mag_uitvoeren": True,
            "open_zaken": 60,
            "te_bevestigen": 120,
            "vragen": 1,
            "bevindingen": 9,
            "ververst": True,
            "fouten": ["Zet een vinkje als u zeker weet dat deze levering weg mag."],
            "terugkoppelingen": [("Geen inwoner", 40), ("Overleden", 80)],
        },
    ),
    "oefenen": (
        "practice.html",
        FRAME,
        {
            "klaar": 12,
            "van": 30,
            "goed": 0.9,
            "telling": [("goed", 9), ("brief naar de verkeerde", 1)],
            "volgende": 13,
            "fouten_gezien": [
                {"nummer": 3, "href": "/oefenen/3", "wat": "brief naar de verkeerde"}
            ],
        },
    ),
    "oefenen-nieuw": (
        "practice.html",
        FRAME,
        {"klaar": 0, "van": 30, "goed": None, "telling": [], "volgende": None, "fouten_gezien": []},
    ),
    "oefenzaak": ("practice_case.html", {**FRAME, "bericht": None}, PRACTICE),
    "oefenzaak-waarheid": (
        "practice_case.html",
        {**FRAME, "bericht": None},
        {
            **PRACTICE,
            "waarheid": {
                "soort": "error",
                "oordeel": "Niet goed.",
                "u_koos": "Geen van deze",
                "is": "inwoner 1",
                "wie": "woont op het adres",
                "fouten": ["roepnaam"],
                "kansen": [(1, 0.9)],
                "niemand": 0.1,
                "nummers": [1, 2],
                "samen": [6.5, -2.0],
                "weging": [
                    {
                        "naam": "Naam",
                        "gewicht": 6.5,
                        "tweede": -2.0,
                        "woorden": "De naam is gelijk.",
                    }
                ],
            },
        },
    ),
    "eerste-dag": (
        "first_day.html",
        FRAME,
        {
            "klaar": False,
            "stappen": [
                {
                    "naam": "Mensen",
                    "klaar": True,
                    "nu": False,
                    "mag_later": True,
                    "tekst": "Er is één beoordelaar.",
                    "href": None,
                    "knop": "",
                },
                {
                    "naam": "Levering",
                    "klaar": False,
                    "nu": True,
                    "mag_later": False,
                    "tekst": "Geef het bestand.",
                    "href": "/leveringen/nieuw",
                    "knop": "Nieuwe levering",
                },
                {
                    "naam": "Eerste zaak",
                    "klaar": False,
                    "nu": False,
                    "mag_later": False,
                    "tekst": "Na de eerste levering.",
                    "href": None,
                    "knop": "",
                },
            ],
        },
    ),
    "zoeken": (
        "search.html",
        {**FRAME, "bericht": None},
        {
            "vraag": "jansen 1234AB",
            "meer": True,
            "zaken": [
                {
                    "href": "/zaak/K4QX2M",
                    "nummer": "K4QX2M",
                    "signaal": "S-000123",
                    "naam": LONG,
                    "vlp": "Waterbedrijf Noord",
                    "sector": "Water",
                    "maand": "maart 2026",
                    "stand": "wacht op een tweede oordeel",
                }
            ],
        },
    ),
    "zoeken-niets": ("search.html", FRAME, {"vraag": "jansen", "meer": False, "zaken": []}),
    "terugkoppeling": (
        "confirm_groups.html",
        {**FRAME, "ongedaan": None, "mag_oefenen": False},
        {
            "totaal": 69,
            "voor_niemand": 2,
            "meer_leveringen": True,
            "groepen": [
                {
                    "naam": name,
                    "levering": "maart 2026",
                    "levering_href": "/leveringen/r7",
                    "aantal": 23,
                    "proef": left,
                    "fout": wrong,
                    "een_voor_een": "/terugkoppeling/volgende?soort=overleden",
                    "samen": None if left or wrong else "/terugkoppeling/r7/overleden",
                }
                for name, left, wrong in (
                    ("Overleden", 3, 0),
                    ("Geen inwoner", 0, 1),
                    ("Bekend bij schuldhulpverlening", 0, 0),
                )
            ],
        },
    ),
    "terugkoppeling-leeg": (
        "confirm_groups.html",
        FRAME,
        {"totaal": 0, "voor_niemand": 0, "meer_leveringen": False, "groepen": []},
    ),
    "bevestig": ("confirm_one.html", FRAME, CONFIRM),
    "bevestig-fout": (
        "confirm_one.html",
        {**FRAME, "bericht": None},
        {
            **CONFIRM,
            "fouten": ["Zeg kort waarom het voorstel niet klopt."],
            "inwoner": False,
            "feiten": [],
            "waarom": "nee",
        },
    ),
    "bevestig-samen": (
        "confirm_together.html",
        FRAME,
        {
            "naam": "Overleden",
            "levering": "maart 2026",
            "hier": "/terugkoppeling/r7/overleden",
            "totaal": 61,
            "rijen": [
                {
                    "id": f"a{number}",
                    "nummer": f"A{number}",
                    "href": f"/terugkoppeling/zaak/a{number}",
                    "vlp": "Waterbedrijf Noord",
                    "geheim": number == 1,
                    "gemeenten": ["0225", "0296"] if number == 1 else [],
                    "signaal": f"Jan Janssen, 12-03-1980, {LONG}",
                    "inwoner": "Jan Jansen, 12-03-1980, Proefstraat, 12A",
                    "anders": ["Achternaam: het signaal heeft een s meer."],
                    "feiten": ["De persoon is overleden.", "Datum van overlijden: 14-02-2026."],
                }
                for number in (1, 2)
            ],
        },
    ),
    "apart": (
        "quarantine.html",
        FRAME,
        {
            "terugsturen": True,
            "run": RUN,
            "wachten": 1,
            "verbeterd": {
                1: {
                    "href": "/leveringen/r7/apart-gezet/1",
                    "wie": "coordinator1",
                    "moment": MOMENT,
                    "waarom": "nagevraagd bij de vastelastenpartner",
                    "in": None,
                },
                2: {
                    "href": "",
                    "wie": "coordinator1",
                    "moment": MOMENT,
                    "waarom": "nagevraagd",
                    "in": {"href": "/leveringen/r9", "nummer": "AB12CD34"},
                },
                3: {
                    "href": "/leveringen/r7/apart-gezet/3",
                    "wie": "",
                    "moment": "",
                    "waarom": "",
                    "in": None,
                },
            },
            "totaal": 4,
            "van": 1,
            "tot": 1,
            "vorige": None,
            "volgende": None,
            "groepen": [{"aantal": 1, "melding": "De rij heeft te veel kolommen."}],
            "rijen": [
                {
                    "bestand": "signalen.csv",
                    "nummer": number,
                    "regel": 11 + number,
                    "code": "RIJ_TE_LANG",
                    "melding": "De rij heeft te veel kolommen.",
                    "tekst": "S12;Waterbedrijf;;;" + "x" * 90,
                }
                for number in (1, 2, 3, 4)
            ],
        },
    ),
    "rij-verbeteren": (
        "mend.html",
        FRAME,
        {
            "hier": "/leveringen/r7/apart-gezet/1",
            "terug": "/leveringen/r7/apart-gezet",
            "regel": 12,
            "bestand": "signalen.csv",
            "melding": "Deze rij heeft meer velden dan de kopregel.",
            "reden": "",
            "bevestigd": False,
            "fouten": [
                {"veld": "bevestigd", "tekst": "Dat mag alleen na bevestiging."},
                {"veld": "signaaldatum", "tekst": "Deze datum is niet te lezen."},
            ],
            "velden": [
                {
                    "naam": "signaal_id",
                    "titel": "Nummer van het signaal",
                    "waarde": "S-12",
                    "geleverd": "x" * 90,
                    "fout": "",
                    "eerst": True,
                    "wie": True,
                },
                {
                    "naam": "signaaldatum",
                    "titel": "Datum van het signaal",
                    "waarde": "32-13-2026",
                    "geleverd": "32-13-26",
                    "fout": "Deze datum is niet te lezen.",
                    "eerst": True,
                    "wie": False,
                },
                {
                    "naam": "telefoon",
                    "titel": "Telefoon",
                    "waarde": "",
                    "geleverd": "",
                    "fout": "",
                    "eerst": False,
                    "wie": False,
                },
            ],
        },
    ),
    "scorekaarten": (
        "scorecards.html",
        FRAME,
        {
            "stand": "2026-03-31T12:00:00+00:00",
            "nieuwer": True,
            "maanden": [("r7", "maart 2026"), ("r6", "februari 2026")],
            "gekozen": "r7",
            "maand": "Maart 2026",
            "kaarten": [
                {
                    "href": "/scorekaarten/r7/0",
                    "gemeente": "0225",
                    "vlp": "Waterbedrijf Noord",
                    "sector": "Water",
                    "geleverd": 100,
                    "opgepakt": 70,
                    "beoordeling": 10,
                    "uitval": 20,
                    "aandeel": 0.2,
                }
            ],
            "steekproef": {"n": 40, "schatting": 0.25, "laag": 0.127, "hoog": 0.412},
            "vrijgeven_href": "/scorekaarten/r7/vrijgeven",
            "zonder_gemeente": 3,
            "zelfde_maand": [("/scorekaarten?levering=r8", "AB12CD34")],
        },
    ),
    "scorekaart": (
        "scorecard.html",
        FRAME,
        {
            "stand": "2026-03-31T12:00:00+00:00",
            "mag_vrijgeven": True,
            "vrijgave_href": "/scorekaarten/r7/0/vrijgave",
            "gemeente": "0123",
            "kaart": {
                "gewoonten": ["In 12 datums staat de maand vooraan. Klopt dat?"],
                "vlp": "Waterbedrijf Noord",
                "sector": "Water",
                "maand": "maart 2026",
                "geleverd": 100,
                "opgepakt": 70,
                "beoordeling": 10,
                "uitval": 20,
                "verbeteren": [
                    {
                        "tekst": "Geboortedatum ontbreekt.",
                        "rijen": 12,
                        "uitval": 3.2,
                        "beoordeling": 1.0,
                    }
                ],
                "oorzaken": [
                    {
                        "tekst": "De persoon is overleden.",
                        "terugkoppeling": "Overleden",
                        "bevestigd": False,
                        "aantal": 2,
                    }
                ],
                "velden": [
                    {
                        "veld": "achternaam",
                        "schatting": 0.97,
                        "laag": 0.9,
                        "hoog": 0.99,
                        "ontbreekt": 0.01,
                    }
                ],
                "controles": [
                    {
                        "tekst": "Huisnummer is ingevuld",
                        "teller": 3,
                        "noemer": 100,
                        "aandeel": 0.03,
                        "norm": None,
                        "norm_van": "wet",
                    }
                ],
            },
        },
    ),
    "benchmark": (
        "benchmark.html",
        FRAME,
        {
            "tabellen": [
                {
                    "titel": "Gemiddelde gemeente",
                    "koppen": ["Methode", "Uitval", "Ten onrechte"],
                    "rijen": [["Exact", "24,1%", "9,8%"]],
                }
            ]
        },
    ),
    "audit": (
        "audit.html",
        FRAME,
        {
            "mag_rechten": True,
            "soorten": [("gezien", "Zaak gezien")],
            "gebruikers": [("beoordelaar1", "beoordelaar1")],
            "filter": {
                "wat": "",
                "wie": "",
                "zaak": "ab12",
                "van": "2026-03-01",
                "tot": "2026-03-02",
                "namen": True,
            },
            "mag_namen": True,
            "csv": "/audit.csv",
            "nieuwste": "/audit",
            "vorige": "/audit?na=60",
            "volgende": "/audit?voor=10",
            "regels": [
                {
                    "moment": "2026-03-02T08:15:00+00:00",
                    "wie": "beoordelaar1",
                    "wat": "Zaak gezien",
                    "bijzonderheid": "",
                    "zaak": "K4QX2M",
                    "zaak_href": "/zaak/z1",
                    "naam": "P. Jansen",
                    "versies": "model 1a2b, beleid 3c4d",
                }
            ],
        },
    ),
    "audit-klopt": (
        "audit_check.html",
        FRAME,
        {
            "regels": 1204,
            "zonder_sleutel": 3,
            "ouder": 12,
            "gebroken": None,
            "afgeknipt": False,
            "zegel": "5f" * 32,
        },
    ),
    "audit-afgeknipt": (
        "audit_check.html",
        FRAME,
        {
            "regels": 90,
            "zonder_sleutel": 0,
            "ouder": 0,
            "gebroken": None,
            "afgeknipt": True,
            "zegel": "5f" * 32,
        },
    ),
    "audit-gebroken": (
        "audit_check.html",
        FRAME,
        {
            "regels": 7,
            "zonder_sleutel": 0,
            "ouder": 0,
            "gebroken": 8,
            "afgeknipt": False,
            "zegel": "",
        },
    ),
    "verwerkingen": (
        "processing_log.html",
        FRAME,
        {
            "mag_niet": False,
            "vorige": None,
            "volgende": None,
            "regels": [
                {
                    "begin": "2026-03-02T08:15:00+00:00",
                    "naam": "signaal-vergelijken",
                    "uitkomst": "STATUS_CODE_OK",
                    "kenmerken": [("dpl.core.processing_activity_id", "https://voorbeeld/1")],
                }
            ],
        },
    ),
    "sleutels": (
        "clients.html",
        FRAME,
        {
            "fout_veld": "naam",
            "fouten": [],
            "nieuw": {"naam": "", "rollen": [], "geheim": False, "bereik": "", "gemeenten": ""},
            "gemaakt": {"sleutel": "x" * 43, "naam": LONG[:80]},
            "sleutels": [
                {
                    "href": f"/sleutels/{number}",
                    "nummer": "AB12CD34",
                    "naam": name,
                    "rollen": ["coordinator", "datakwaliteit"],
                    "geheim": number == 1,
                    "gemeenten": ["0225", "0296"] if number == 1 else [],
                    "sinds": "2026-03-01T10:00:00+00:00",
                    "actief": number == 1,
                }
                for number, name in ((1, "RIS"), (2, LONG[:120]))
            ],
        },
    ),
    "sleutels-leeg": (
        "clients.html",
        FRAME,
        {
            "fout_veld": "naam",
            "fouten": ["Kies een rol."],
            "nieuw": {
                "naam": "RIS",
                "rollen": ["coordinator"],
                "geheim": True,
                "bereik": "deze",
                "gemeenten": "Haarlem",
            },
            "gemaakt": None,
            "sleutels": [],
        },
    ),
    "accounts": (
        "accounts.html",
        FRAME,
        {
            "geheim_niemand": False,
            "fout_veld": "naam",
            "voor_niemand": 2,
            "terug_voor_niemand": 1,
            "fouten": ["De naam bestaat al."],
            "wachtwoord_lengte": 12,
            "nieuw": {
                "naam": "piet",
                "rollen": ["beoordelaar"],
                "geheim": False,
                "bereik": "",
                "gemeenten": "",
            },
            "accounts": [
                {
                    "href": "/accounts/1",
                    "naam": "beoordelaar1",
                    "rollen": ["coordinator"],
                    "geheim": True,
                    "gemeenten": ["0225", "0296"],
                    "actief": True,
                    "wachtwoord": True,
                }
            ],
        },
    ),
    "beleid": ("policy.html", FRAME, POLICY),
    "beleid-fouten": ("policy.html", FRAME, POLICY_FAULTS),
    "beleid-voorbeeld": (
        "policy.html",
        FRAME,
        POLICY
        | {
            "voorbeeld": {
                "maand": "februari 2026",
                "leveringen": 2,
                "weggelaten": 1,
                "signalen": 812,
                "anders": 2,
                "besluiten": [{"titel": "Gevonden", "was": 640, "wordt": 638, "verschil": "-2"}],
                "redenen": [
                    {
                        "titel": "Niet gevonden",
                        "reden": "Het bedrag is te laag.",
                        "was": 0,
                        "wordt": 2,
                    }
                ],
                "signalen_lijst": [
                    {
                        "signaal": "S-000123",
                        "vlp": "Waterbron",
                        "was": "Gevonden.",
                        "wordt": "Niet gevonden.",
                    }
                ],
            }
        },
    ),
    "beleid-versie": (
        "policy_version.html",
        FRAME,
        {
            "versie_beleid": POLICY["nu"] | POLICY["versies"][1],
            "sleutels": [
                {"titel": key.title, "betekenis": key.meaning, "bron": key.source, "waarde": "18"}
                for key in KEYS
            ],
            "nu_nummer": 2,
            "verschillen": POLICY["versies"][0]["gewijzigd"],
            "fouten": ["Zeg kort waarom u het beleid verandert."],
        },
    ),
    "wachtwoord": (
        "password.html",
        FRAME,
        {"eigen": True, "wachtwoord_lengte": 12, "fouten": ["Uw huidige wachtwoord klopt niet."]},
    ),
    "wachtwoord-gemeente": (
        "password.html",
        FRAME,
        {"eigen": False, "wachtwoord_lengte": 12, "fouten": []},
    ),
    "inloggen": (
        "login.html",
        NOBODY,
        {"fout": "", "naam": "", "oidc": True, "next": "/werkvoorraad"},
    ),
    "inloggen-fout": (
        "login.html",
        NOBODY,
        {"fout": "Naam of wachtwoord klopt niet.", "naam": "jan", "oidc": False, "next": "/"},
    ),
    "fout": (
        "error.html",
        FRAME,
        {
            "titel": "Deze zaak is veranderd",
            "uitleg": "Een ander heeft deze zaak intussen beoordeeld.",
            "fouten": ["Uw oordeel is niet opgeslagen."],
            "vervolg": ("/werkvoorraad", "Naar de werkvoorraad"),
            "kenmerk": "a1b2",
        },
    ),
    "uitleg": ("about.html", FRAME, {}),
    "toegankelijkheid": ("accessibility.html", NOBODY, {}),
}
SAMPLES |= {name: (page, FRAME, context) for name, (page, context) in BOARD_SAMPLES.items()}


def sample(name: str) -> tuple[str, dict[str, Any]]:
    """Return the template and the full context of one state, safe to change."""
    template, frame, context = SAMPLES[name]
    return template, deepcopy({**frame, **context})
