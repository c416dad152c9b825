"""PDFs made by processes beside the command: all of them, none of them, or a clear end."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.dutch import Month
from brp_match.report.html import TEMPLATES
from brp_match.report.pdf import pdf_writer
from report.run_fixture import Vlp, make_run


def test_a_card_is_set_in_no_columns_on_paper() -> None:
    """Balancing columns took four fifths of the time of a PDF: 4.6 s of processor a card, without them 1.0."""
    style = TEMPLATES.joinpath("scorecard.css").read_text(encoding="utf-8")
    print_only = style[style.index("@media print") :]
    assert re.findall(r"columns: ([^;]+);", print_only) == [
        "1"
    ]  # of the words, which have two on a screen
    assert "columns: 2" in style[: style.index("@media print")]


def test_more_pages_than_processes(tmp_path: Path) -> None:
    with pdf_writer(2) as pdfs:
        for number in range(5):
            page = tmp_path / f"{number}.html"
            page.write_text(f"<title>Bladzijde {number}</title>", encoding="utf-8")
            pdfs.write(page)
        pdfs.finish()
    from pypdf import PdfReader

    titles = {p.name: PdfReader(p).metadata for p in tmp_path.glob("*.pdf")}
    assert {name: m and m.title for name, m in titles.items()} == {
        f"{number}.pdf": f"Bladzijde {number}" for number in range(5)
    }


def test_a_place_that_cannot_be_written_is_an_oserror(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "a.html").write_text("<p>x", encoding="utf-8")
    with pdf_writer(1) as pdfs:
        pdfs.write(tmp_path / "a.html")
        with pytest.raises(IsADirectoryError):
            pdfs.finish()


def test_without_pango_the_other_forms_are_written_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """WeasyPrint without its libraries prints a text, and raises OSError when it is imported."""
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "weasyprint.py").write_text("print('veel tekst')\nraise OSError('pango')\n")
    monkeypatch.setenv("PYTHONPATH", f"{fake}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    vlp = Vlp("Waterbedrijf Noord", "Water", 80, 20, 10, 10, 6, 3, 14, 12)
    run = make_run(tmp_path / "run", Month(2026, 3), [vlp])
    out = tmp_path / "uit"
    assert main(["scorecard", "--run", str(run), "--out", str(out), "--release"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("1 scorekaart. Begin hier: ")
    assert told.err.startswith("let op: er zijn geen pdf's gemaakt, want Pango is niet")
    assert sorted(p.name for p in out.rglob("*.*")) == [
        "index.html",
        *(f"scorekaart.{ending}" for ending in ("html", "json", "xlsx")),
        *(f"waterbedrijf-noord.{ending}" for ending in ("html", "json", "xlsx")),
    ]
    assert not [p for p in out.rglob("*.html") if ".pdf" in p.read_text(encoding="utf-8")]
