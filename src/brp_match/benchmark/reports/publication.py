"""What makes a report a publication: words explained, who made it and how to cite it, an abstract in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from brp_match import __version__
from brp_match.benchmark.reports.blocks import Block, Section, Table, bullets
from brp_match.benchmark.reports.words import gave, part
from brp_match.dutch import counted, percent, whole
from brp_match.dutch import date_text as said_day

WORDS = (
    ("signaal", "een melding van een betalingsachterstand door een vastelastenpartner"),
    ("uitval", "een signaal dat niet wordt opgepakt, omdat het niet klopt met de BRP of niet gestuurd hoefde te worden"),
    ("onterechte uitval", "uitval van een inwoner die hulp aangeboden had moeten krijgen"),
    ("nagekeken", "een medewerker zocht uit of de uitval onterecht was"),
    ("95% zeker", "bij honderd van zulke onderzoeken ligt het echte getal er naar verwachting 95 keer tussen"),
    ("te beoordelen", "een medewerker beslist, omdat de gegevens te weinig zeggen"),
    ("interval", "de grenzen waartussen het echte getal ligt, meestal met 95% zekerheid; zij staan achter het getal"),
    ("controle van vandaag", "hoe een gemeente nu kijkt of een signaal klopt met de BRP, zonder brp-match, of een nabootsing daarvan"),
    ("grenzen", "de lijnen in een trechter; wie erbinnen ligt, kan door toeval van de andere verschillen"),
    ("ten minste, ten hoogste", "de grenzen van een aantal dat een gemeente niet gaf, omdat het klein is"),
    ("met ruis", "een geloot getal erbij of eraf, gemiddeld nul, zodat een klein aantal van één gemeente niet te zien is"),
    ("doorsnee gemeente", "de gemeente waar even veel gemeenten boven als onder liggen, naar het model van de verschillen"),
    ("grenzen verruimd", "wijder gemaakt, omdat gemeenten onderling meer verschillen dan toeval; wie erbinnen ligt, verschilt niet meer dan gewoon"),
    ("groep van oorzaken", "oorzaken die op elkaar lijken, samen geteld: naam, geboortedatum, adres"),
    ("methode brp-match", "zij weegt alle gegevens samen, en legt aan een medewerker voor wat zij niet zeker weet"),
    ("vroegsignalering", "hulp aanbieden aan wie achterloopt met vaste lasten, voordat de schuld groot is"),
    ("open gegeven", "het aantal zelf, zonder ruis"),
    ("vastelastenpartner", "een verhuurder, energie- of waterbedrijf, zorgverzekeraar of ander die achterstanden meldt"),
    ("BRP", "de Basisregistratie Personen, het bevolkingsregister"),
    ("trechter", "een tekening waarin de grenzen van het toeval wijder zijn waar minder signalen zijn"),
)  # fmt: skip


def glossary() -> Section:
    """Return the chapter that explains the words."""
    return Section(
        "begrippen",
        "Begrippen",
        (bullets("", [f"{word[0].upper()}{word[1:]}: {said}." for word, said in WORDS]),),
    )


def edition_line(results: Mapping[str, Any]) -> str:
    """Return what stands at the foot of every page: who publishes it, which edition, of which day."""
    own: Mapping[str, Any] = results.get("uitgave", NO_EDITION)
    day = said_day(date.fromisoformat(own["datum"])) if own["datum"] else ""
    return ", ".join(filter(None, (own["uitgever"], f"uitgave {own['nummer']}", day)))


def cited(title: str, period: str, results: Mapping[str, Any]) -> str:
    """Return how the report is cited, as a sentence."""
    own: Mapping[str, Any] = results.get("uitgave", NO_EDITION)
    by = f"{own['uitgever']}, " if own["uitgever"] else ""
    year = f" ({own['datum'][:4]})" if own["datum"] else ""
    return f"{by}{title}, {period}{year}, uitgave {own['nummer']}."


def colophon(
    title: str, period: str, results: Mapping[str, Any], abstract: Sequence[str]
) -> Section:
    """Return the chapter with edition, maker, how to cite, licence and data, and the abstract in English.

    `results`: landelijk.json; `uitgave` in it says who publishes it, when and how.
    """
    own: Mapping[str, Any] = results.get("uitgave", NO_EDITION)
    day = date.fromisoformat(own["datum"]) if own["datum"] else None
    dated = f" van {said_day(day)}" if day else ""
    by = own["uitgever"]
    places = counted(len(results["per_gemeente"]), "gemeente", "gemeenten")
    given = gave(results)
    less = f"; de uitval nu is van {whole(given)}" if given < len(results["per_gemeente"]) else ""
    lines = [
        f"Uitgave {own['nummer']}{dated}, gemaakt met brp-match {__version__}"
        f"{f', uitgegeven door {by}' if by else ''}. De cijfers zijn van {places}, die zelf telden{less}.",
        f"Zo verwijst u: {cited(title, period, results)}",
        f"Om mee te rekenen: {DATA}, met ernaast een beschrijving van elke kolom. De tabellen zoals ze hier staan: "
        "rapport-cijfers.csv. Beide horen in de map van dit verslag.",
        f"Licentie: {own['licentie']}."
        if own["licentie"]
        else "Licentie: wie dit verslag uitgeeft, bepaalt hoe het hergebruikt mag worden. brp-match zelf valt onder de EUPL-1.2.",
    ]  # fmt: skip
    blocks: list[Block] = [bullets("", lines)]
    if own["eerder"]:
        blocks.append(_editions(own["eerder"]))
    if abstract:
        blocks.append(Block(title="Summary in English", text=tuple(abstract)))
    return Section("colofon", "Colofon", tuple(blocks))


def _editions(before: Sequence[Mapping[str, Any]]) -> Block:
    """The editions before this one, old to new."""
    return Block(
        title="Eerdere uitgaven",
        table=Table(
            "Eerdere uitgaven: wat zij zeiden",
            ("uitgave", "datum", "gemeenten", "signalen", "uitval", "onterecht in een doorsnee gemeente"),
            tuple(
                (one["nummer"], said_day(date.fromisoformat(one["datum"])), whole(one["gemeenten"]), whole(one["signalen"]),
                 part(one["uitval"], one["signalen"]),
                 "–" if one["onterecht"] is None else percent(one["onterecht"], 10))
                for one in before
            ),
        ),
    )  # fmt: skip


NO_EDITION: Mapping[str, Any] = {
    "nummer": "zonder nummer", "datum": "", "uitgever": "", "licentie": "", "eerder": (),
}  # fmt: skip
"""What stands in the colophon where nobody published it."""

DATA = "landelijk-gegevens.csv"
"""Name of the file with the numbers, beside the report."""
