"""What a deliverer gets: its released card as a page, a workbook, data, and a PDF where that can be made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from brp_match.json_file import write_json
from brp_match.report.checks import Catalogue
from brp_match.report.data import released_json
from brp_match.report.firewall import Sender, VlpScorecard

if TYPE_CHECKING:
    from brp_match.report.pdf import PdfWriter

NAME = "scorekaart"
FORMS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Ending of a file of a card → its media type."""


def write_card(
    card: VlpScorecard,
    catalogue: Catalogue,
    minimum: int,
    sender: Sender,
    folder: Path,
    pdfs: PdfWriter,
) -> None:
    """Write the files of one card in `folder`; the PDF stands there once `pdfs` is done.

    Raises FirewallError for a card that holds anything that may not go out.
    """
    from brp_match.report.html import released_page
    from brp_match.report.workbook import released_workbook

    page = released_page(card, catalogue, minimum, sender)
    (folder / f"{NAME}.html").write_text(page, encoding="utf-8")
    pdfs.write(folder / f"{NAME}.html")
    released_workbook(card, catalogue, folder / f"{NAME}.xlsx", sender)
    write_json(released_json(card, sender), folder / f"{NAME}.json", indent=1)


def card_hash(card: VlpScorecard) -> str:
    """Return the SHA-256 of what the deliverer gets: the same card, the same hash."""
    text = json.dumps(released_json(card), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
