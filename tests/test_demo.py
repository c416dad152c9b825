"""The demo: a newcomer's first minute."""

from __future__ import annotations

import csv
import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from brp_match import demo
from brp_match.cli import main
from brp_match.report import pdf


class QuickPdfs(pdf.PdfWriter):
    """Writes a file that stands where the PDF would: tests/report/test_pdf.py makes real ones."""

    def __init__(self) -> None:
        super().__init__([])

    def write(self, page: Path) -> None:
        page.with_suffix(".pdf").write_bytes(b"%PDF-")


def test_demo_prints_its_table_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last two of the six months: the scorecards take most of the demo's time."""
    monkeypatch.setattr(pdf, "pdf_writer", lambda _pages: nullcontext(QuickPdfs()))
    monkeypatch.setattr(demo, "MONTHS", demo.MONTHS[-2:])
    monkeypatch.setattr(demo, "SIGNALS", (200, 1000))
    out = tmp_path / "demo"
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "env" / "brp-match"), "demo"])
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.startswith(
        "1.000 signalen in een verzonnen samenwerking van twee gemeenten met 20.000 inwoners."
    )
    with (out / "uitkomst" / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        decided = list(csv.DictReader(stream, delimiter=";"))
    assert len(decided) == 1000
    # moved from one to the other of the two is moved within: nobody is dropped for it
    assert {"9101", "9102"} <= {row["gemeente"] for row in decided}
    known = sum("BEKEND_BIJ_SHV" in row["redenen"] for row in decided)
    assert known > 5
    assert f"{known} signalen gaan daarom langs een mens" in told.out
    assert re.search(r"bekend bij SHV +\d+ ", told.out)
    assert "Lijst van het CAK: 8 rijen zijn nieuw sinds de vorige lijst, van 81." in told.out
    # in October one deliverer knows these people elsewhere; in August, which is left out here, another
    assert re.search(
        r"misschien niet klopt: 3, waarvan 0 bij .* hoort: hier 1, waarvan 1 omdat ook", told.out
    )
    assert "De exacte controle laat 90 signalen uitvallen." in told.out
    before = json.loads((out / "eerder" / "2026-10" / "run.json").read_text(encoding="utf-8"))
    assert before["afstemming"] == {
        "rijen_in": 200, "besloten": 200, "quarantaine": 0, "klopt": True,
    }  # fmt: skip
    months = [out / "eerder" / "2026-10", out / "uitkomst"]
    held: dict[str, str] = {}
    for run in months:
        with (run / "zaken.csv").open(encoding="utf-8", newline="") as stream:
            for case in csv.DictReader(stream, delimiter=";"):
                for signal in case["signalen"].split("|"):
                    # a late delivery may stand in the case again, never in another
                    assert held.setdefault(signal, case["zaak_id"]) == case["zaak_id"]
    assert len(held) == 1200
    assert "gemeente-6" in told.out
    assert re.search(r"Vandaag ziet een gemeente er \d+ niet", told.out)
    page = (out / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    assert {
        "uitkomst/oppaklijst.xlsx", "uitkomst/ddas.json", "uitkomst/uitval.csv", "uitkomst/shv.csv",
        "lijst/lijst.html", "lijst/voor-afzender.html", "burgerzaken/twijfel.csv", "gemeente/clienten.csv",
        "gemeente/cak-2026-11.csv", "burgerzaken/keuze.csv", "burgerzaken/terugmelding.xlsx",
    } <= set(links)  # fmt: skip
    assert [link for link in links if not (out / link).is_file()] == []
    assert "Kaart van Huis en Haard</a>" in page
    opened = told.out.partition("Open eerst:")[2]
    # reports stay per municipality, also where two work as one
    pages = [out / "scorekaarten" / code / "gemeente" for code in ("9101", "9102")]
    shown = [*(page / "index.html" for page in pages), pages[0] / "stroomwerk.html"]
    assert {page.relative_to(out).as_posix() for page in shown} <= set(links)
    assert "Voorbeeldstad 2" in shown[1].read_text(encoding="utf-8")
    for path in (out / "uitkomst" / "decisions.csv", *shown):
        assert str(path) in opened
        assert path.is_file()
    # what is printed can be typed, also where the command is not on the PATH
    assert re.search(r"^  env/brp-match explain 202611-\d{6} --run ", opened, re.MULTILINE)


def test_the_worked_example_mends_its_placeholders_in_month_four() -> None:
    from brp_match.synthetic import load_scenario
    from brp_match.synthetic.deliverers import in_month

    town = load_scenario(demo.SCENARIO)
    assert len(demo.MONTHS) == len(demo.SIGNALS) == 6
    assert demo.SIGNALS[-1] == town.signals == 1000
    assert len(town.deliverers) == 7
    rates = {
        month: {
            one.name: one.rates["geboortedatum_standaard"]
            for one in in_month(town.deliverers, town.changes, month)
        }
        for month in demo.MONTHS
    }
    mended = [rates[month].pop("Stroomwerk") for month in demo.MONTHS]
    assert mended == [0.2, 0.2, 0.2, 0.005, 0.005, 0.005]
    assert all(others == rates[demo.MONTHS[0]] for others in rates.values())
