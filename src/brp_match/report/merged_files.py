"""A card over many municipalities as files: a page, its PDF, a workbook and data."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

from brp_match.dutch import whole
from brp_match.json_file import write_json
from brp_match.report.answers import norms
from brp_match.report.cards import ExpectationResult
from brp_match.report.checks import Catalogue
from brp_match.report.data import SCHEMA_VERSION
from brp_match.report.html import render
from brp_match.report.merged import MergedCard, Told
from brp_match.report.pdf import PdfWriter
from brp_match.report.trend import Direction, Trend
from brp_match.report.wording import WITHHELD, about_percent
from brp_match.workbooks import write_workbook


def write_merged(
    card: MergedCard, catalogue: Catalogue, folder: Path, pdfs: PdfWriter, today: date
) -> None:
    """Write scorekaart.html, .pdf, .xlsx and .json. Raises OSError."""
    page = render(
        "merged.html",
        card=card,
        catalogue=catalogue,
        told=told_text,
        headline=headline(card, catalogue),
        norms=norms(results(card, catalogue), catalogue),
        results=results(card, catalogue),
        today=today,
    )
    (folder / "scorekaart.html").write_text(page, encoding="utf-8")
    pdfs.write(folder / "scorekaart.html")
    write_workbook(
        folder / "scorekaart.xlsx",
        f"Scorekaart {card.vlp}, {card.maand.words}",
        (
            ("Gemeenten", ("gemeente", "vragen", "geleverd", *(f"{what}{part}" for what in ("uitval", "uw gegevens") for part in PARTS),
                           "eerst verbeteren"), [
                (one.gemeente, one.contact, one.geleverd, *_numbers(one.uitval), *_numbers(one.uw_gegevens), _name(catalogue, one.eerst))
                for one in card.gemeenten
            ]),
            ("Controles", ("code", "controle", "fouten", "bekeken", "gemeenten"), [
                (code, _name(catalogue, code), *counts) for code, counts in card.controles().items()
            ]),
            ("Controles per gemeente", ("gemeente", "code", "controle", "fouten", "bekeken"), [
                (one.gemeente, code, _name(catalogue, code), *counts)
                for one in card.gemeenten for code, counts in one.fouten.items()
            ]),
        ),
    )  # fmt: skip
    content = {
        "schema": SCHEMA_VERSION, "voor": "vlp", "vlp": card.vlp, "sector": str(card.sector), "maand": card.maand.code,
        "gemeenten": [asdict(one) for one in card.gemeenten],
    }  # fmt: skip
    write_json(content, folder / "scorekaart.json", indent=1)


def headline(card: MergedCard, catalogue: Catalogue) -> str:
    """One sentence: how much was delivered where, what dropped out, what to mend first."""
    text = f"U leverde {whole(card.geleverd)} signalen aan {whole(len(card.gemeenten))} gemeenten in {card.maand.words}"
    dropped, places = card.over("uitval")
    if dropped:
        text += f"; bij de {whole(places)} die dat tonen viel {about_percent(dropped.teller, dropped.noemer)} uit"
    worst = next(iter(card.verbeteren()), None)
    if worst:
        text += f"; eerst te verbeteren: “{_name(catalogue, worst)}” ({whole(card.controles()[worst][0])} keer)"
    return f"{text}."


def results(card: MergedCard, catalogue: Catalogue) -> list[ExpectationResult]:
    """Return the checks over all municipalities, each against its norm; those of another version left out."""
    same = Trend(Direction.SAME)
    return [
        ExpectationResult(code, faults, checked, catalogue[code].norm, (), same)
        for code, (faults, checked, _) in card.controles().items()
        if code in catalogue
    ]


PARTS = ("", ", van", ", aandeel", ", toelichting")
"""Columns of a share in the workbook, after its name."""


def _numbers(share: Told | None) -> tuple[int | str, int | str, float | str, str]:
    """A share as numbers to compute with; in words what is no plain figure."""
    if share is None or share.ten_minste or not share.noemer:
        return "", "", "", told_text(share)
    return share.teller, share.noemer, share.teller / share.noemer, ""


def told_text(share: Told | None) -> str:
    """A share of a municipality as it was released."""
    if share is None:
        return WITHHELD
    if share.ten_minste:
        return f"ten minste {whole(share.teller)} van {whole(share.noemer)}"
    return f"{about_percent(share.teller, share.noemer)} ({whole(share.teller)} van {whole(share.noemer)})"


def _name(catalogue: Catalogue, code: str) -> str:
    """What is wrong, in words; the code of another version stays a code."""
    return catalogue[code].melding if code in catalogue else code
