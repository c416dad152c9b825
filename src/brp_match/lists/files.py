"""A checked list as files for the municipality: lijst.csv, lijst.xlsx and lijst.html."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.cells import safe_cell, yes_no
from brp_match.csv_file import write_csv
from brp_match.lists.answers import Answer, Answered, count, faults_of
from brp_match.lists.sentence import sentence
from brp_match.report.cards import MunicipalityScorecard
from brp_match.report.checks import Catalogue
from brp_match.report.html import render
from brp_match.workbooks import write_workbook

COLUMNS = (
    "regel", "kenmerk", "nieuw", "uitkomst", "dubbel_van", "persoon_id", "kans", "redenen", "toelichting",
)  # fmt: skip
"""Columns of lijst.csv; `nieuw` is empty where no list before was given."""

FILES = ("lijst.csv", "lijst.xlsx", "lijst.html")


@dataclass(frozen=True)
class CheckedList:
    """A list with its answers. `gone`: rows of the list before that are not on this one, None without one.

    `card`: the list's own scorecard; `catalogue`: the expectations it was held against.
    """

    name: str
    answered: Sequence[Answered]
    match_at: float
    gone: int | None
    dropped: Sequence[str]
    card: MunicipalityScorecard | None
    catalogue: Catalogue


def write_list(checked: CheckedList, folder: Path) -> None:
    """Write the three files. They hold nothing of the register but `persoon_id`. Raises OSError."""
    rows = [_cells(one) for one in checked.answered]
    safe = ([safe_cell(str(cell)) for cell in row] for row in rows)
    write_csv(folder / "lijst.csv", COLUMNS, safe)
    counts, faults = count(checked.answered), faults_of(checked.answered, checked.match_at)
    new = [one for one in checked.answered if one.nieuw]
    fresh = count(new)
    compared = checked.gone is not None
    expectations = checked.card.verwachtingen if checked.card else ()
    broken = [(r, checked.catalogue[r.code]) for r in expectations if r.teller]
    broken.sort(key=lambda pair: (-pair[0].teller, pair[0].code))
    write_workbook(
        folder / "lijst.xlsx",
        "Lijst getoetst aan de BRP",
        (
            ("Overzicht", ("uitkomst", "aantal", *(("nieuw",) if compared else ())), [
                (kind.says, counts[kind], *((fresh[kind],) if compared else ())) for kind in Answer
            ]),
            ("Per veld", ("veld", "wat het is", "aantal"), [
                (field, reason.sentence, number) for field, reason, number in faults
            ]),
            ("Controles", ("code", "controle", "fouten", "bekeken"), [
                (r.code, text.titel, r.teller, r.noemer) for r, text in broken
            ]),
            ("Rijen", COLUMNS, rows),
        ),
    )  # fmt: skip
    page = render(
        "list.html",
        checked=checked,
        lead=sentence(checked.answered),
        counts=counts,
        fresh=fresh,
        compared=compared,
        faults=faults,
        broken=broken,
        answers=tuple(Answer),
        total=len(checked.answered),
        new=len(new),
    )
    (folder / "lijst.html").write_text(page, encoding="utf-8")


def _cells(one: Answered) -> tuple[str | int | float, ...]:
    row = one.rij
    new = "" if one.nieuw is None else yes_no(one.nieuw)
    return (
        row.regel, row.kenmerk, new, str(one.antwoord), one.dubbel_van or "", row.persoon_id,
        round(row.kans, 6) if row.persoon_id else "", "|".join(row.redenen), row.toelichting,
    )  # fmt: skip
