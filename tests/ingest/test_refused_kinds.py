"""Kinds of files that are not read are told by name, with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.ingest.files import Format, format_of
from brp_match.ingest.xlsx import read_sheets

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
CELLS = b"<tr><td>signaal_id</td></tr></table>"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "dit is een oud Excel-bestand (xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "dit bestand heeft een wachtwoord"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 99, "dit is een oud Excel-bestand (xls)"),
        (b"<html><body><table>" + CELLS, "een webpagina die als Excel-bestand is bewaard (html)"),
        (
            b"\xef\xbb\xbf\r\n<table border=1>" + CELLS,
            "een webpagina die als Excel-bestand is bewaard",
        ),
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">', "een webpagina die als Excel"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related;",
            "als Excel-bestand is bewaard (mht)",
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "Excel-bestand in xml van 2003",
        ),
        (b"<html><body>tekst", "dit is een webpagina; lever csv"),
        (b"<?xml version='1.0'?><a/>", "dit is xml; lever csv"),
    ],
)
def test_by_content(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "levering.xls"
    path.write_bytes(content)
    with pytest.raises(BrpMatchError) as caught:
        format_of(path)
    assert caught.value.faults[0].code == "BESTANDSSOORT_ONBEKEND"
    assert told in caught.value.faults[0].detail
    assert (
        "bewaar het" in caught.value.faults[0].detail
        or "lever csv" in caught.value.faults[0].detail
    )


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl/workbook.bin": b"x"}, "binaire Excel-werkmap (xlsb)"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"},
            "OpenDocument-bestand (ods)",
        ),
    ],
)
def test_by_archive(tmp_path: Path, parts: dict[str, bytes], told: str) -> None:
    path = tmp_path / "levering.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert format_of(path) is Format.XLSX
    with pytest.raises(BrpMatchError) as caught:
        read_sheets(path)
    assert caught.value.faults[0].code == "BESTANDSSOORT_ONBEKEND"
    assert told in caught.value.faults[0].detail
