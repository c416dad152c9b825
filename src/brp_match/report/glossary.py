"""Words of a card, explained on it where it uses them."""

from __future__ import annotations

import re

WORDS = (
    ("Signaal", "een melding dat iemand een betalingsachterstand heeft", r"signa(al|len)"),
    ("Vroegsignaal", "een signaal over een achterstand die nog klein is", r"vroegsigna(al|len)"),
    ("Eindelevering", "een melding dat de levering van energie of water gaat stoppen", r"eindelevering(en)?"),
    ("BRP", "de Basisregistratie Personen, het bevolkingsregister van de gemeente", r"BRP"),
    ("BAG", "de Basisregistratie Adressen en Gebouwen: alle adressen van Nederland", r"BAG"),
    ("brp-match", "het programma waarmee de gemeente signalen naast de BRP legt", r"brp-match"),
    ("Opgepakt", "de gemeente weet om welke inwoner het gaat en kan hulp aanbieden", r"opgepakt"),
    ("In beoordeling", "een medewerker bekijkt het signaal nog", r"(in|nog in|een) beoordeling|worden beoordeeld"),
    ("Uitgevallen, uitval", "het signaal wordt niet opgepakt", r"uitval|uitgevallen|vie(l|len)"),
    ("Onterecht signaal", "het had niet gestuurd hoeven worden, zoals een signaal over een onderneming", r"onterecht signaal"),
    ("Herhaalde melding", "dezelfde achterstand was al eerder gemeld", r"herhaalde melding"),
    ("Standaardwaarde", "een vaste waarde die een programma invult als het echte gegeven er niet is", r"standaardwaarden?"),
    ("Norm", "het grootste aandeel fouten dat nog goed is, en waar dat op rust", r"norm(en)?"),
    ("Bekeken", "de signalen waarin staat wat deze controle nodig heeft; dat kunnen er minder zijn dan er zijn geleverd", r"bekeken"),
    ("Niveau", "het aandeel over de maanden in de tekening samen; daaromheen liggen de grenzen van het toeval", r"niveau"),
    ("Grenzen van het toeval", "wat een aandeel van maand tot maand kan schommelen zonder dat er iets is veranderd", r"grenzen van het toeval"),
    ("Ten minste", "een ondergrens van een aantal dat met opzet iets te hoog of te laag is: het echte aantal is meestal even groot of groter", r"ten minste"),
    ("Wet", "deze norm staat in de wet", r"\(wet\)"),
    ("Convenant", "deze norm staat in de landelijke afspraken over vroegsignalering", r"\(convenant\)"),
    ("Standaard", "deze norm hoort bij de afgesproken vorm van een levering", r"\(standaard\)"),
    ("Eigen keuze", "deze norm is gekozen door de gemeente of door wie dit programma maakt", r"\(eigen keuze\)"),
    ("Compleetheid", "of een gegeven is ingevuld", r"compleetheid"),
    ("Validiteit", "of een gegeven de afgesproken vorm heeft", r"validiteit"),
    ("Juistheid", "of een gegeven klopt", r"juistheid"),
    ("Consistentie", "of gegevens bij elkaar passen", r"consistentie"),
)  # fmt: skip
"""Word, what it means, and how it stands on a card (a regular expression)."""


def used_words(page: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the words that a page uses, what they mean, and whether they are on paper too: what is folded away (details)
    is not printed. `page`: HTML; its tags count for nothing."""
    screen, paper = (
        _text(page),
        _text(re.sub(r"<details>.*?</details>", " ", page, flags=re.DOTALL)),
    )
    return tuple(
        (word, said, _uses(paper, form)) for word, said, form in WORDS if _uses(screen, form)
    )


def _text(page: str) -> str:
    return re.sub(r"<[^>]*>", " ", page)


def _uses(text: str, form: str) -> bool:
    return re.search(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE) is not None
