"""What a report consists of: sections in a fixed order, each of blocks with text, picture and table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from brp_match.model import Reason


@dataclass(frozen=True)
class Table:
    """A table as read: `header` and `rows` of finished text; columns after the first are numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("a row is as long as the header")


@dataclass(frozen=True)
class Answer:
    """A question of a reader and its answer; more of it stands in the chapter `where` with the anchor `section`."""

    question: str
    said: str
    section: str
    where: str


@dataclass(frozen=True)
class Block:
    """A piece of a section. `picture` makes an Altair chart (with `alt` saying what it shows); its data is `table`.

    `aside`: a side text, for who wants to know how the figures came about.
    """

    title: str = ""
    text: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    picture: Callable[[], Any] | None = None
    alt: str = ""
    table: Table | None = None
    aside: bool = False


@dataclass(frozen=True)
class Section:
    """A chapter with the anchor `key`."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report. `facts`: label and number under the headline; `edition`: what stands at the foot of a page."""

    title: str
    about: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default=())
    edition: str = ""


def grid(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], text: str = ""
) -> Block:
    """Make a block of a table, with a paragraph above it."""
    table = Table(caption, tuple(header), tuple(tuple(row) for row in rows))
    return Block(text=(text,) if text else (), table=table)


def bullets(title: str, lines: Sequence[str], *, aside: bool = False) -> Block:
    """Make a block of one paragraph a line."""
    return Block(title=title, text=tuple(lines), aside=aside)


CAUSE_WORDS = {
    "GEBOORTEDATUM_ONLEESBAAR": "geboortedatum onleesbaar",
    "VERTROKKEN_ONBEKEND": "vertrokken, onbekend waarheen",
    "VERHUISD_ANDERE_GEMEENTE": "verhuisd naar andere gemeente",
    "BEKEND_BIJ_SHV": "bekend bij schuldhulpverlening",
    "MEDEHOUDER": "twee namen in één veld",
    "BEWIND": "bewindvoerder ertussen",
    "GEGEVENS_VERSCHOVEN": "gegevens verschoven",
    "GEGEVENS_ONLEESBAAR": "gegevens onleesbaar",
    "ONDER_DREMPEL": "onder de drempel",
    "ACHTERSTAND_TE_JONG": "achterstand te jong",
    "ACHTERSTAND_TE_OUD": "achterstand te oud",
    "NAAM_OMGEDRAAID": "naamdelen omgedraaid",
    "NAAM_PARTNER": "naam van de partner",
    "NAAM_SCHRIJFWIJZE": "naam anders geschreven",
    "VOORVOEGSEL_AFWIJKEND": "voorvoegsel anders",
    "ROEPNAAM": "roepnaam",
    "ALLEEN_VOORLETTERS": "alleen voorletters",
    "ALLEEN_ACHTERNAAM": "alleen een achternaam",
    "VOORNAAM_AFWIJKEND": "andere voornaam",
    "NAAM_AFWIJKEND": "andere naam",
    "NAAM_GELIJK": "alleen anders opgeschreven",
    "GEBOORTEDATUM_GELIJK": "geboortedatum anders opgeschreven",
    "GEBOORTEDATUM_ONTBREEKT": "geboortedatum ontbreekt",
    "GEBOORTEDATUM_STANDAARDWAARDE": "geboortedatum standaardwaarde",
    "GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID": "dag en maand omgedraaid",
    "GEBOORTEDATUM_TYPEFOUT": "typefout in geboortedatum",
    "GEBOORTEDATUM_BRP_ONVOLLEDIG": "geboortedatum BRP onvolledig",
    "GEBOORTEDATUM_AFWIJKEND": "andere geboortedatum",
    "ADRES_GELIJK": "adres anders opgeschreven",
    "ADRES_TOEVOEGING_AFWIJKEND": "huisletter of toevoeging anders",
    "ADRES_VORIG": "vorig adres",
    "ADRES_BEDRIJF": "adres van het bedrijf",
    "ADRES_AFWIJKEND": "ander adres",
    "ADRES_ONTBREEKT": "adres ontbreekt",
    "VERHUISD_BINNEN_GEMEENTE": "verhuisd binnen de gemeente",
    "VERTROKKEN": "vertrokken uit de gemeente",
    "OVERLEDEN": "overleden",
    "ADRES_IN_ONDERZOEK": "adres in onderzoek",
    "BRIEFADRES": "briefadres",
    "GEHEIMHOUDING": "gegevens geheim",
    "MINDERJARIG": "minderjarig",
    "ONDERNEMER": "ondernemer",
    "MEERDERE_KANDIDATEN": "meer dan één inwoner past",
    "HUISGENOOT_MOGELIJK": "familielid of huisgenoot",
    "NIET_GEVONDEN": "geen inwoner gevonden",
    "ONVOLDOENDE_GEGEVENS": "te weinig gegevens",
    "RECHTSPERSOON": "rechtspersoon",
    "GEEN_WONING": "geen woning",
    "HERHAALDE_MELDING": "herhaalde melding",
    "overige": "oorzaak niet apart gegeven",
}
"""Short words for a reason code, for an axis or the first column of a table."""


def cause_words(code: str) -> str:
    """Return short words for a cause; for a new code its sentence."""
    return CAUSE_WORDS.get(code) or Reason[code].sentence.rstrip(".")
