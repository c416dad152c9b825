"""What makes a report a publication: words explained, who made it and how to cite it, an abstract in English."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match import __version__
from brp_match.benchmark.reports.blocks import Block, Section, bullets

WORDS = (
    ("signaal", "een melding van een betalingsachterstand door een vastelastenpartner"),
    ("uitval", "een signaal dat niet wordt opgepakt, omdat het niet klopt met de BRP of niet gestuurd hoefde te worden"),
    ("onterechte uitval", "uitval van een inwoner die hulp aangeboden had moeten krijgen"),
    ("nagekeken", "een medewerker zocht uit of de uitval onterecht was"),
    ("95% zeker", "bij honderd van zulke onderzoeken ligt het echte getal er naar verwachting 95 keer tussen"),
    ("trechter", "een tekening waarin de grenzen van het toeval wijder zijn waar minder signalen zijn"),
)  # fmt: skip


def glossary() -> Section:
    """Return the chapter that explains the words."""
    return Section(
        "begrippen",
        "Begrippen",
        (bullets("", [f"{word.capitalize()}: {said}." for word, said in WORDS]),),
    )


def edition(results: Mapping[str, Any]) -> str:
    """Return eight signs of the content: the same figures have the same edition."""
    text = json.dumps(results, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def colophon(
    title: str, period: str, makers: str, results: Mapping[str, Any], abstract: Sequence[str]
) -> Section:
    """Return the chapter with edition, maker, how to cite and licence, and the abstract in English."""
    number = edition(results)
    lines = (
        f"Uitgave {number}, gemaakt met brp-match {__version__}. {makers}",
        f"Zo verwijst u: {title}, {period}, uitgave {number}.",
        "De cijfers van elke tabel staan ook in een bestand naast dit verslag (csv, met hoofdstuk, tabel, rij en kolom).",
        "Licentie: wie dit verslag uitgeeft, bepaalt hoe het hergebruikt mag worden. brp-match zelf valt onder de EUPL-1.2.",
    )  # fmt: skip
    blocks: list[Block] = [bullets("", lines)]
    if abstract:
        blocks.append(Block(title="Summary in English", text=tuple(abstract)))
    return Section("colofon", "Colofon", tuple(blocks))
