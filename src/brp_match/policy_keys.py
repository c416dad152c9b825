"""Every key of the policy: its kind, its bounds, and what it means in plain Dutch. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from brp_match.model import Sector

EVERY_SECTOR = "alle"
"""In a table by sector: every sector that has no line of its own."""

SECTORS = (*(str(sector) for sector in Sector), EVERY_SECTOR)
"""The lines that a table by sector may have."""

_HIGHEST_AMOUNT, _MOST_DAYS = 1_000_000, 3_660


@dataclass(frozen=True)
class Key:
    """One key: `kind` is number, whole, choice, amounts, partners, days or rulings; `low` and `high` bound a number,
    `choices` are the words of a choice. `title`, `meaning` and `source` (what the rule rests on) stand on the
    policy page."""

    name: str
    kind: str
    title: str
    meaning: str
    source: str
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()


OWN_CHOICE = "Eigen keuze van de gemeente"

KEYS = (
    Key("false_match", "number", "Kosten van een verkeerde koppeling",
        "Een brief over schulden aan de verkeerde persoon, een datalek. In beoordelingen.", OWN_CHOICE, 0.001, 1e9),
    Key("missed_resident", "number", "Kosten van een gemiste inwoner",
        "Een inwoner die ten onrechte geen hulp krijgt. In beoordelingen.", OWN_CHOICE, 0.001, 1e9),
    Key("review", "number", "Kosten van een beoordeling", "Een paar minuten van een medewerker.", OWN_CHOICE,
        0.0001, 1e9),
    Key("moved_within", "choice", "Verhuisd binnen de gemeente",
        "Wat er gebeurt met een signaal op het vorige adres van een inwoner. De landelijke regel is oppakken.",
        "DDAS 1.2: wie binnen de gemeente verhuisde, wordt opgepakt", choices=("pick_up", "review", "reject")),
    Key("minor_below", "whole", "Minderjarig onder", "Wie jonger is, bekijkt een medewerker. In jaren.",
        "Eigen keuze; met 18 jaar is iemand meerderjarig (Burgerlijk Wetboek 1, artikel 233)", 0, 30),
    Key("threshold", "amounts", "Drempelbedrag",
        "Een signaal met een lager bedrag pakt u niet op. In euro, per sector.",
        "Eigen keuze; DDAS 1.2 noemt de uitkomst een onterecht signaal", 0, _HIGHEST_AMOUNT),
    Key("threshold_vlp", "partners", "Drempelbedrag per vastelastenpartner",
        "Gaat voor het drempelbedrag van de sector; 0 is geen drempel. In euro, per naam. Een naam erbij zet u bij "
        "Instellingen.",
        "Eigen keuze, of een afspraak met deze vastelastenpartner; DDAS 1.2 noemt de uitkomst een onterecht signaal",
        0, _HIGHEST_AMOUNT),
    Key("arrears_days", "days", "Ouderdom van de achterstand",
        "Een achterstand die jonger of ouder is pakt u niet op. In dagen tot de signaaldatum, per sector.",
        "Eigen keuze; DDAS 1.2 noemt de uitkomst een onterecht signaal", 0, _MOST_DAYS),
    Key("repeat_within_days", "whole", "Herhaalde melding binnen",
        "Zo lang na het oppakken geldt een signaal over dezelfde inwoner, van dezelfde vastelastenpartner en "
        "niet hoger, als herhaald. In dagen; 0 is nooit.",
        "DDAS 1.2: herhaalde melding; hoe lang is een eigen keuze", 0, _MOST_DAYS),
    Key("legal_person", "choice", "Rechtspersoon",
        "Wat er gebeurt met een rechtspersoon waarin de naam van een inwoner staat, met adres of geboortedatum: "
        "die kan persoonlijk aansprakelijk zijn. Elke andere rechtspersoon valt uit.",
        "Vroegsignalering is voor natuurlijke personen (Wet gemeentelijke schuldhulpverlening, artikel 1)",
        choices=("review", "reject")),
    Key("legal_person_status", "choice", "Terugkoppeling bij een rechtspersoon",
        "Wat de vastelastenpartner hoort. De versies van de standaard verschillen.",
        "DDAS 1.2: onterecht signaal; DDAS 0.9: andere reden", choices=("onterecht_signaal", "andere_reden")),
    Key("garage_box_status", "choice", "Terugkoppeling bij een garagebox",
        "Wat de vastelastenpartner hoort. DDAS noemt een garagebox niet.",
        "Eigen keuze, tot de NVVK er een uitspraak over doet", choices=("onterecht_signaal", "andere_reden")),
    Key("ddas_status", "rulings", "Eigen uitspraken over de terugkoppeling",
        "Wat de vastelastenpartner bij een uitkomst hoort, waar uw gemeente anders oordeelt dan de standaard.",
        "DDAS 1.2 (EnumSignaalstatus); uw uitspraak kan alleen minder zeggen",
        choices=("onterecht_signaal", "andere_reden")),
    Key("shv", "choice", "Bekend bij schuldhulpverlening",
        "Wat er gebeurt met een inwoner die daar bekend is. Een medewerker bevestigt het, of het telt niet mee.",
        "DDAS 1.2: inwoner al bekend bij schuldhulpverlening", choices=("review", "ignore")),
    Key("matching_period", "choice", "Periode van een zaak",
        "Signalen over één inwoner in deze periode zijn één zaak.",
        "DDAS 1.2: vroegsignaalzaak; hoe lang is een eigen keuze", choices=("month", "week", "quarter")),
    Key("crisis_working_days", "whole", "Klok van een crisis",
        "Binnen zo veel werkdagen na het signaal doet u iets met een crisis.",
        "Wet gemeentelijke schuldhulpverlening, artikel 4: bij een bedreigende situatie binnen drie werkdagen", 1, 3),
    Key("case_days", "whole", "Klok van een zaak",
        "Binnen zo veel dagen na het oudste signaal doet u iets met een zaak.",
        "RIS en VPS sluiten een zaak na 28 dagen; korter is een eigen keuze", 7, 28),
    Key("end_working_days", "whole", "Klok van een eindelevering",
        "Zo veel werkdagen voordat het contract eindigt, hebt u iets gedaan.",
        "De signaalreis noemt 20 werkdagen; een eigen keuze", 5, 60),
    Key("audit_sample", "number", "Steekproef uit de uitval",
        "Deel van de afgewezen signalen dat een medewerker bekijkt. Van 0 tot 1.", OWN_CHOICE, 0, 1),
    Key("minimum_cell", "whole", "Kleinste aantal naar buiten",
        "Een aantal of percentage voor anderen gaat over ten minste zo veel signalen.", OWN_CHOICE, 2, 10_000),
    Key("feedback_version", "choice", "Versie van de terugkoppeling",
        "De standaard waarvan de woorden komen.", "VNG, Data Delen Armoede en Schulden (DDAS)",
        choices=("ddas-1.2",)),
    Key("seed", "whole", "Beginwaarde van de loting", "Bepaalt welke signalen in de steekproef komen.", OWN_CHOICE,
        0, 2**31),
)  # fmt: skip
"""The keys in the order of policy.toml."""

WORDS = {
    "pick_up": "oppakken",
    "review": "een medewerker bekijkt het",
    "reject": "niet oppakken",
    "ignore": "telt niet mee",
    "onterecht_signaal": "onterecht signaal",
    "andere_reden": "andere reden",
    "month": "maand",
    "week": "week",
    "quarter": "kwartaal",
    "ddas-1.2": "DDAS 1.2",
}
"""The words of the choices in plain Dutch."""

RULED = {
    "herhaalde_melding": ("onterecht_signaal", "andere_reden"),
    "onder_drempel": ("andere_reden",),
    "achterstand_te_jong": ("andere_reden",),
    "achterstand_te_oud": ("andere_reden",),
    "overleden": ("andere_reden",),
    "andere_gemeente": ("andere_reden",),
    "bekend_bij_shv": ("andere_reden",),
}
"""Outcome → the words a municipality may say in the place of the standard's. Never one that says more."""
