"""Scorecards as XLSX: the same tables, for who sorts and filters. Text is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from brp_match.report import firewall as fw
from brp_match.report import wording
from brp_match.report.cards import MunicipalityScorecard
from brp_match.report.checks import Catalogue

SHARE, TENTHS = "0.0%", "0.0"

FORMATS = {
    "norm": SHARE, "klopt": SHARE, "laag (95%)": SHARE, "hoog (95%)": SHARE, "ontbreekt": SHARE,
    "aandeel": SHARE, "personen": "0", "minder uitval": TENTHS, "minder beoordelingen": TENTHS,
}  # fmt: skip
"""Header → number format of its column; the reader's own program shows the comma."""

Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


WIDE_COLUMNS = {"code", "controle", "fout", "advies", "wat het is", "uitkomst", "toelichting"}
"""Columns with sentences or long codes."""

WIDE, USUAL = 34, 18
"""Widths in characters."""


def municipality_workbook(card: MunicipalityScorecard, catalogue: Catalogue, path: Path) -> None:
    """Write the municipality's card: overview, expectations, fields, causes, rows. Raises OSError."""
    outcomes = card.uitkomsten
    write_workbook(
        path,
        f"Scorekaart {card.maand.code}",
        (
            ("Overzicht", ("wat", "aantal"), (
                ("geleverd", outcomes.geleverd), ("opgepakt", outcomes.opgepakt),
                ("beoordelen", outcomes.beoordeling), ("uitval", outcomes.uitval),
            )),
            ("Eerst verbeteren", ("code", "fout", "advies", "rijen", "minder uitval", "minder beoordelingen"), [
                (m.code, catalogue[m.code].melding, catalogue[m.code].advies, m.rijen, m.uitval, m.beoordeling)
                for m in card.verbeteren
            ]),
            ("Controles", ("code", "controle", "kenmerk", "ernst", "fouten", "bekeken", "norm", "trend"), [
                (r.code, catalogue[r.code].titel, catalogue[r.code].dimensie, catalogue[r.code].ernst, r.teller,
                 r.noemer, r.norm if r.norm is not None else "", wording.trend_text(r.trend))
                for r in card.verwachtingen
            ]),
            ("Juistheid", ("veld", "klopt", "laag (95%)", "hoog (95%)", "personen", "ontbreekt"), [
                (wording.FIELDS[f.veld], _number(f.schatting), f.laag, f.hoog, f.n, _number(f.ontbreekt))
                for f in card.velden
            ]),
            ("Oorzaken", ("reden", "wat het is", "aantal"), [
                (str(c.reden), c.reden.sentence, c.aantal) for c in card.oorzaken
            ]),
            ("Rijen", ("signaal_id", "klantnummer", "bestand", "regel", "code", "fout", "besluit"), [
                (r.signaal_id, r.klantnummer, r.bestand, r.regel, r.code, catalogue[r.code].melding, r.besluit) for r in card.bevindingen
            ]),
        ),
    )  # fmt: skip


def released_workbook(card: fw.VlpScorecard, catalogue: Catalogue, path: Path) -> None:
    """Write a deliverer's card. Raises FirewallError when it holds anything that may not go out."""
    fw.check(card)
    write_workbook(
        path,
        f"Scorekaart {card.maand.code}",
        (
            ("Overzicht", ("uitkomst", "aandeel"), [
                (wording.OUTCOMES[o.uitkomst], wording.share_text(o.aandeel)) for o in card.uitkomsten
            ]),
            ("Eerst verbeteren", ("code", "fout", "advies", "rijen", "uitval", "beoordeling"), [
                (m.code.value, catalogue[m.code.value].melding, catalogue[m.code.value].advies, m.rijen.teller,
                 wording.part_text(m.uitval), wording.part_text(m.beoordeling)) for m in card.verbeteren
            ]),
            ("Controles", ("code", "controle", "maand", "fouten", "bekeken"), [
                (r.code.value, catalogue[r.code.value].titel, m.maand.code, m.aantal.teller, m.aantal.noemer)
                for r in card.controles for m in r.maanden
            ]),
            ("Velden", ("veld", "klopt"), [
                (wording.FIELDS[str(f.veld)], wording.share_text(f.klopt)) for f in card.velden
            ]),
            ("Rijen", ("regel", "klantnummer", "code", "fout"), [
                (f.regel, f.klantnummer.value if f.klantnummer else "", f.code.value, catalogue[f.code.value].melding)
                for f in card.feiten
            ]),
        ),
    )  # fmt: skip


def _number(value: float | None) -> float | str:
    return "" if value is None else value


def write_workbook(path: Path, title: str, sheets: Sequence[Sheet]) -> None:
    """Write sheets of texts and numbers, the same bytes every time; no cell is a formula. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    # a fixed moment: the same card gives the same bytes, and no clock leaks in the metadata
    book.set_properties({"title": title, "author": "brp-match", "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {
        header: book.add_format({"num_format": look, "valign": "top"})
        for header, look in FORMATS.items()
    }
    for name, header, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, bold)
            sheet.set_column(column, column, WIDE if text in WIDE_COLUMNS else USUAL)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, wrap)
                else:
                    look = formats.get(header[column])
                    sheet.write_number(number, column, round(value, 6), look)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    try:
        book.close()
    except FileCreateError as error:
        # it packs up an OSError, and that is what callers know (a full disk has its own message)
        raise OSError(*error.args[0].args) from error
