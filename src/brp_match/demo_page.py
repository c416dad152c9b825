"""The start page of the demo: a link to everything it made, in the order in which a newcomer looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from brp_match.html_page import page
from brp_match.output import put_text


@dataclass(frozen=True)
class Link:
    """A file of the demo and what it is."""

    path: Path
    name: str
    says: str


@dataclass(frozen=True)
class Part:
    """A part of the page: links under a heading, and lines as the terminal shows them."""

    title: str
    links: Sequence[Link] = ()
    lines: Sequence[str] = ()


def write_page(parts: Sequence[Part], intro: str, out: Path) -> Path:
    """Write `index.html` in `out`, with links relative to it to the files that are there; returns its path."""
    body = "\n".join(_part(part, out) for part in parts)
    path = out / "index.html"
    put_text(page("Demo van brp-match", f"<p>{escape(intro)}</p>\n{body}"), path)
    return path


def _part(part: Part, out: Path) -> str:
    there = [link for link in part.links if link.path.exists()]
    items = "\n".join(
        f'<li><a href="{escape(link.path.relative_to(out).as_posix())}">{escape(link.name)}</a>: {escape(link.says)}</li>'
        for link in there
    )
    listed = f"<ul>\n{items}\n</ul>" if items else ""
    lines = f'<pre tabindex="0">{escape(chr(10).join(part.lines))}</pre>' if part.lines else ""
    return f"<section><h2>{escape(part.title)}</h2>\n{lines}{listed}</section>"


def parts_of(
    out: Path,
    runs: Sequence[Path],
    cards: Mapping[str, Path],
    found: Sequence[str],
    month: Sequence[str],
) -> list[Part]:
    """Return the parts of the page: `runs` old to new, `cards` the scorecards by municipality, `found` the
    table and `month` what came of the last month, as lines."""
    last, others, towns = runs[-1], out / "lijst", sorted((out / "gemeente").glob("*.csv"))
    earlier = (
        Link(run / "decisions.csv", f"Besluiten van {run.name}", "een eerdere maand")
        for run in runs[:-1]
    )
    return [
        Part("Wat valt er uit, en terecht?", lines=found),
        Part("Aan het werk", (
            Link(last / "oppaklijst.xlsx", "Oppaklijst", "wie, waar, in welk bakje, voor welke dag"),
            Link(last / "zaken.csv", "Zaken", "een rij per inwoner en maand, met bakje en reden"),
            Link(last / "bakjes.csv", "Bakjes naast elkaar", "elke zaak bij zes manieren van werken"),
            Link(last / "uitval.csv", "Uitvallijst met antwoord", "wat vandaag uitvalt, en wie het is"),
            Link(out / "burgerzaken" / "twijfel.csv", "Twijfel over de BRP",
                 "adressen die de BRP niet kent; een mens kiest wat Burgerzaken hoort"),
            Link(out / "burgerzaken" / "keuze.csv", "De keuze van een mens", "dezelfde lijst, ingevuld: wat gemeld wordt"),
            Link(out / "burgerzaken" / "terugmelding.xlsx", "Terugmelding",
                 "wat Burgerzaken krijgt: niets over schulden of wie het weet"),
            Link(last / "ddas.json", "DDAS-bestand", "signalen en zaken in de standaard 1.2"),
        ), month),
        Part("Andere lijsten", (
            Link(others / "lijst.html", "Lijst van het CAK, getoetst", "wie er woont, wie niet, wie er nieuw is"),
            Link(others / "lijst.xlsx", "Elke rij van die lijst", "werkboek, alleen voor de gemeente"),
            Link(others / "voor-afzender.html", "Wat het CAK ervan mag horen", "niets uit de BRP over een persoon"),
            Link(last / "shv.csv", "Bekend bij schuldhulpverlening", "welke inwoners met een signaal, of misschien"),
        )),
        Part("Besluiten", (
            Link(last / "decisions.csv", "Besluiten", "elk met kans, redenen en uitleg"),
            Link(last / "run.json", "Verslag van de run", "wat erin ging, wat eruit kwam, en of dat klopt"),
            *earlier,
        )),
        *(_cards(index, f"Kwaliteit van de leveringen aan {name}") for name, index in cards.items()),
        Part("De verzonnen gemeenten", tuple(Link(path, path.name, "invoer") for path in towns)),
    ]  # fmt: skip


_HEADING = re.compile(r"<h1[^>]*>(?:Scorekaart )?([^<]+)</h1>")


def _deliverer(page: Path) -> str:
    """Of whom a card is, as its heading says; by the name of the file it would lose its capitals."""
    found = _HEADING.search(page.read_text(encoding="utf-8"))
    return unescape(found[1]) if found else page.stem


def _cards(index: Path, title: str) -> Part:
    """Return the part about the cards of one municipality: its own pages, and those that went out."""
    pages = index.parent
    return Part(
        title,
        (
            Link(index, "Scorekaarten", "wat elke vastelastenpartner het eerst kan verbeteren"),
            *(
                Link(page, f"Kaart van {_deliverer(page)}", "voor de gemeente")
                for page in sorted(pages.glob("*.html"))
                if page != index
            ),
            *(
                Link(page, f"Kaart voor {_deliverer(page)}", "wat die zelf krijgt: niets uit de BRP")
                for page in sorted(pages.parent.glob("vlp/*/scorekaart.html"))
            ),
        ),
    )  # fmt: skip
