"""Values planted in the register part of a run, sought in every file, log and error that comes out."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.dutch import Month
from report.run_fixture import PLANTED, PLANTED_NAMES, Vlp, make_run

PLANTED_BYTES = [value.encode() for value in PLANTED]

VLPS = [
    Vlp("Waterbedrijf Noord", "Water", 80, 20, 10, 10, 6, 3, 14, 12),
    Vlp("Energie Direct", "Energie", 90, 6, 4, 6, 12, 12, 16, 3),
]


def texts_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Everything a reader could find in a file: its name, bytes, parts, pages and metadata."""
    yield path.name, path.name.encode()
    yield path.name, path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield f"{path.name}/{member}", archive.read(member)
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(path)
        yield f"{path.name} metadata", repr(reader.metadata).encode()
        for page in reader.pages:
            yield f"{path.name} text", page.extract_text().encode()


def found_in(folder: Path) -> list[str]:
    return sorted(
        {
            where
            for path in folder.rglob("*")
            if path.is_file()
            for where, content in texts_of(path)
            if any(value in content for value in PLANTED_BYTES)
        }
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted")
    run = make_run(root / "run", Month(2026, 3), VLPS)
    assert main(["scorecard", "--run", str(run), "--out", str(root / "uit"), "--release"]) == 0
    return root


def test_the_plants_are_there_to_be_found(written: Path) -> None:
    assert found_in(written / "run")


def test_every_form_is_written(written: Path) -> None:
    names = sorted(str(p.relative_to(written / "uit")) for p in (written / "uit").rglob("*.*"))
    assert names == [
        *(f"gemeente/{n}.{e}" for n in ("energie-direct",) for e in ("html", "json", "pdf", "xlsx")),
        "gemeente/index.html", "gemeente/index.pdf",
        *(f"gemeente/waterbedrijf-noord.{e}" for e in ("html", "json", "pdf", "xlsx")),
        *(
            f"vlp/{n}/scorekaart.{e}"
            for n in ("energie-direct", "waterbedrijf-noord")
            for e in ("html", "json", "pdf", "xlsx")
        ),
    ]  # fmt: skip


def test_no_file_holds_a_planted_value(written: Path) -> None:
    assert found_in(written / "uit") == []


def test_a_plant_in_a_pdf_or_workbook_would_be_found(tmp_path: Path) -> None:
    import xlsxwriter

    from brp_match.report.pdf import write_pdf

    write_pdf(f"<title>{PLANTED_NAMES[0]}</title><p>{PLANTED_NAMES[1]}", tmp_path / "a.pdf")
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.set_properties({"author": PLANTED_NAMES[2]})
    book.add_worksheet().write_string(0, 0, PLANTED_NAMES[0])
    book.close()
    found = found_in(tmp_path)
    assert {"a.pdf metadata", "a.pdf text"} <= set(found)
    assert {"a.xlsx/docProps/core.xml", "a.xlsx/xl/sharedStrings.xml"} <= set(found)


def test_without_an_order_nothing_goes_out_and_logs_are_clean(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    run = make_run(tmp_path / "run", Month(2026, 3), VLPS[:1])
    with caplog.at_level(logging.DEBUG):
        assert main(["scorecard", "--run", str(run), "--out", str(tmp_path / "uit")]) == 0
    assert not (tmp_path / "uit" / "vlp").exists()
    said = capfd.readouterr()
    everything = said.out + said.err + caplog.text
    assert [value for value in PLANTED if value in everything] == []
    assert said.out.startswith("1 scorekaart. Begin hier: ")


@pytest.mark.parametrize("damage", ["candidates.parquet", "run.json", "decisions.parquet", "vlp"])
def test_errors_name_no_value_and_leave_no_half_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    run = make_run(tmp_path / "run", Month(2026, 3), VLPS[:1])
    extra = ["--release", PLANTED_NAMES[0]] if damage == "vlp" else []
    if damage != "vlp":
        (run / damage).write_bytes(" ".join(PLANTED).encode())
    out = tmp_path / "uit"
    assert main(["scorecard", "--run", str(run), "--out", str(out), *extra]) == 2
    said = capfd.readouterr()
    assert [value for value in PLANTED if value in said.out + said.err] == []
    assert "Traceback" not in said.err
    assert not out.exists() or list(out.iterdir()) == []


def test_a_fault_while_a_card_is_written_tells_no_value_and_leaves_no_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(" ".join(PLANTED))

    monkeypatch.setattr("brp_match.report.workbook.released_workbook", broken)
    run = make_run(tmp_path / "run", Month(2026, 3), VLPS[:1])
    out = tmp_path / "uit"
    assert main(["scorecard", "--run", str(run), "--out", str(out), "--release"]) == 1
    said = capfd.readouterr()
    assert "ONZE_FOUT" in said.err
    assert [value for value in PLANTED if value in said.out + said.err] == []
    assert [path for path in out.rglob("*") if path.is_file()] == []
