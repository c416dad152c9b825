"""The pack written: every page, the files for registers, and a first page with all gaps."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from brp_match import __version__, html_page
from brp_match.csv_file import csv_text
from brp_match.evidence import algorithm_register, figures, html, roles
from brp_match.evidence.documents import DOCUMENTS, Document, content, document, filled
from brp_match.evidence.facts import facts, results
from brp_match.evidence.flow import drawing
from brp_match.html_page import table
from brp_match.output import written_beside
from brp_match.review.accounts import Role

Gap = tuple[str, str, str]
"""File, place, what to fill in."""

ACTIVITY = {
    "naam": "verwerking", "doel": "doel", "betrokkenen": "betrokkenen", "gegevens": "gegevens", "ontvangers": "ontvangers",
    "grondslag": "grondslag", "noodzaak": "noodzaak", "alternatieven": "alternatieven", "artikel_22": "geautomatiseerd besluit (artikel 22 AVG)",
}  # fmt: skip
"""Key of a processing → what it is called; the register of processings (art. 30 AVG) has them all."""

ACTIVITY_GAPS = {
    "bewaartermijn": "uw termijn per verwerking", "verantwoordelijke": "uw gemeente en haar functionaris gegevensbescherming",
    "beveiliging": "verwijs naar bio2.html en uw eigen maatregelen",
}  # fmt: skip


def write_pack(out: Path, *, tests: Path | None = None, model: bool = True) -> int:
    """Write the pack in `out`; returns how many gaps it has.

    `tests`: a JUnit file of pytest; without it the report of the tests is a gap. `model`: with model.html, which
    Splink draws. Raises BrpMatchError BEWIJS_FOUT or TESTVERSLAG_ONLEESBAAR.
    """
    from brp_match.model_card import model_card

    pages, files, gaps = pack(tests)
    if model:
        pages["model.html"] = model_card()
    with written_beside(out, files=(*pages, *files)) as folder:
        for name, text in {**pages, **files}.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return len(gaps)


def pack(tests: Path | None = None) -> tuple[dict[str, str], dict[str, str], list[Gap]]:
    """Return the pages and the other files by name, and every gap."""
    processings = content("verwerkingen")["verwerkingen"]
    known = facts(processings)
    processings = filled(processings, known, "verwerkingen.yaml")
    documents = [document(name, known) for name in DOCUMENTS]
    pages = {f"{one.name}.html": html.document_page(one) for one in documents}
    gaps = [
        (f"{one.name}.html", f"{part.number} {part.title}", part.gap)
        for one in documents
        for part in one.parts
        if part.gap
    ]
    files: dict[str, str] = {}
    _register(known, pages, files, gaps)
    _processings(processings, pages, files, gaps)
    _roles(pages, files)
    flow = filled(content("stromen"), known, "stromen.yaml")
    svg = drawing(flow["kolommen"], flow["pijlen"])
    files["gegevensstroom.svg"] = svg
    pages["gegevensstroom.html"] = html.page(
        "Gegevensstroom", svg + table(("van", "naar", "wat"), _arrows(flow))
    )
    _figures(pages)
    _tests(tests, pages, gaps)
    pages["index.html"] = _first(documents, gaps)
    return pages, files, gaps


def _register(
    known: dict[str, str], pages: dict[str, str], files: dict[str, str], gaps: list[Gap]
) -> None:
    said = filled(content("algoritmeregister"), known, "algoritmeregister.yaml")
    entry = algorithm_register.entry(said["velden"], said["gaten"])
    files["algoritmeregister.json"] = json.dumps(entry, ensure_ascii=False, indent=2) + "\n"
    rows = []
    for field in algorithm_register.FIELDS:
        value = entry[field.name]
        is_gap = field.name in said["gaten"]
        if is_gap:
            gaps.append(("algoritmeregister.json", field.title, said["gaten"][field.name]))
        shown = html.gap(said["gaten"][field.name]) if is_gap else f"<p>{escape(_told(value))}</p>"
        rows.append((field.title, field.name, "ja" if field.required else "nee", shown))
    body = html.source(
        "Publicatiestandaard 1.0 van het Algoritmeregister: namen, lengten en toegestane waarden nagelezen in de broncode van het register "
        "(MinBZK/Algoritmeregister, schemas/config/v1_0.json). Zelfde inhoud om aan te leveren: algoritmeregister.json."
    )
    columns = ("veld", "naam in de standaard", "verplicht", "inhoud")
    pages["algoritmeregister.html"] = html.page(
        "Algoritmeregister", body + table(columns, rows, "vragen")
    )


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(
            " – ".join(one.values()) if isinstance(one, dict) else str(one) for one in value
        )
    return str(value)


def _processings(
    processings: list[dict[str, str]], pages: dict[str, str], files: dict[str, str], gaps: list[Gap]
) -> None:
    body = html.source("Artikel 30 AVG. De grondslag is onze lezing; de gemeente stelt vast.")
    for one in processings:
        rows = [(words, one[key]) for key, words in ACTIVITY.items() if key != "naam"]
        rows += [(key, html.gap(text)) for key, text in ACTIVITY_GAPS.items()]
        body += f"<h2>{escape(one['naam'])}</h2>" + table(("onderdeel", "inhoud"), rows, "vragen")
    gaps += [
        ("verwerkingsregister.html", f"elke verwerking: {key}", text)
        for key, text in ACTIVITY_GAPS.items()
    ]
    pages["verwerkingsregister.html"] = html.page("Verwerkingsregister", body)
    lines = [[one[key] for key in ACTIVITY] + ["" for _ in ACTIVITY_GAPS] for one in processings]
    files["verwerkingsregister.csv"] = csv_text(
        [[*ACTIVITY.values(), *ACTIVITY_GAPS], *lines], end="\n"
    )


def _roles(pages: dict[str, str], files: dict[str, str]) -> None:
    everybody = [roles.NOBODY, *map(str, Role)]
    rows = [
        [method, path, *("ja" if one in allowed else "" for one in everybody)]
        for (method, path), allowed in sorted(
            roles.matrix().items(), key=lambda one: (one[0][1], one[0][0])
        )
    ]
    columns = ["methode", "adres", "niet ingelogd", *map(str, Role)]
    files["rollen.csv"] = csv_text([columns, *rows], end="\n")
    body = html.source(
        "Gemaakt uit de routes van de dienst zelf; tests/web/auth/test_roles.py probeert elke rol op elke route. Personen met "
        "geheimhouding ziet binnen deze rollen alleen wie dat recht apart heeft."
    )
    pages["rollen.html"] = html.page("Wie mag wat", body + table(columns, rows))


def _arrows(flow: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = {box: text for column in flow["kolommen"] for box, text in column["vakken"].items()}
    return [(names[start], names[end], text) for start, end, text in flow["pijlen"]]


def _figures(pages: dict[str, str]) -> None:
    found = results()
    body = html.source(
        f"benchmarks/results/results.json, gemaakt met `{found['command']}` (zaden {', '.join(map(str, found['seeds']))}); tussen haakjes het "
        "95%-interval van Wilson. Een test draait een deel opnieuw en vergelijkt."
    )
    for title, columns, rows in figures.accuracy(found):
        body += f"<h2>{escape(title)}</h2>" + table(columns, rows)
    body += (
        "<h2>IJking</h2><p>ECE is de gemiddelde afstand tussen de gegeven kans en wat het bleek te zijn; 0,003 betekent drie op duizend.</p>"
        "<h2>Grenzen</h2><p>De gemeenten zijn verzonnen door de makers. In uw gemeente meet de steekproef van afwijzingen het aandeel onterecht; "
        "de scorekaart toont het per maand. Zie ook bekende_fouten.html.</p>"
    )
    pages["nauwkeurigheid.html"] = html.page("Nauwkeurigheid, ijking en eerlijkheid", body)
    title, columns, rows = figures.ddas_table()
    said = html.source(
        "feedback/ddas_status.yaml en DDAS vroegsignalering 1.2; ddas.json van elke run wordt tegen het schema van de standaard getoetst."
    )
    pages["ddas.html"] = html.page(
        "DDAS", said + f"<h2>{escape(title)}</h2>" + table(columns, rows)
    )


def _tests(tests: Path | None, pages: dict[str, str], gaps: list[Gap]) -> None:
    if tests is None:
        text = "draai `python -m pytest --junitxml tests.xml` in de broncode, en daarna `brp-match evidence --testverslag tests.xml`"
        gaps.append(("testverslag.html", "testverslag", text))
        pages["testverslag.html"] = html.page("Testverslag", html.gap(text))
        return
    title, columns, rows = figures.test_table(tests)
    body = html.source(f"{tests.name}, gemaakt door pytest") + f"<h2>{escape(title)}</h2>"
    pages["testverslag.html"] = html.page("Testverslag", body + table(columns, rows))


TITLES = {
    "algoritmeregister.html": "Algoritmeregister", "verwerkingsregister.html": "Verwerkingsregister (artikel 30 AVG)",
    "rollen.html": "Wie mag wat, uit de code", "gegevensstroom.html": "Gegevensstroom", "nauwkeurigheid.html": "Nauwkeurigheid, ijking en eerlijkheid",
    "ddas.html": "DDAS", "testverslag.html": "Testverslag", "model.html": "Het model: alle getallen met hun bron",
}  # fmt: skip


def _first(documents: list[Document], gaps: list[Gap]) -> str:
    named = {f"{one.name}.html": one.title for one in documents} | TITLES
    links = "".join(
        f'<li><a href="{name}">{escape(title)}</a></li>' for name, title in named.items()
    )
    rows = [
        (f'<p><a href="{file.replace(".json", ".html")}">{file}</a></p>', place, text)
        for file, place, text in gaps
    ]
    body = (
        f"<p>Stukken bij brp-match {escape(__version__)}, gemaakt uit de code en uit bevroren metingen. Feiten en bewijsplaatsen worden bij elke "
        "wijziging nagezien. Teksten over wetten zijn de lezing van de makers: laat uw eigen mensen ze vaststellen.</p>"
        f"<ul>{links}</ul><h2>Wat alleen uw gemeente kan invullen ({len(gaps)})</h2>"
        + table(("stuk", "plaats", "wat"), rows, "vragen")
    )
    return html_page.page("Stukken voor FG, CISO en jurist", body)
