"""A list of persons checked against a prepared register: linked, answered, and held against the expectations."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brp_match.dutch import Month
from brp_match.json_file import write_json
from brp_match.lists.answers import Answered, answer_list, gone
from brp_match.lists.files import FILES, CheckedList, write_list
from brp_match.lists.linked import Linked, link_list
from brp_match.lists.sentence import sentence
from brp_match.output import written_beside
from brp_match.pipeline import LinkRequest
from brp_match.prepare import Progress, silent
from brp_match.report.build import build_overview
from brp_match.report.cards import Overview
from brp_match.report.catalogue import load_catalogue, validator
from brp_match.report.checks import Catalogue
from brp_match.report.data import released_json
from brp_match.report.html import released_page
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.run_files import Part
from brp_match.report.workbook import released_workbook

SENDER = "voor-afzender"
"""Name of the files that may go back to who sent the list: nothing of the register, rates over at least ten rows."""

SENDER_FILES = tuple(f"{SENDER}.{ending}" for ending in ("html", "xlsx", "json"))

PERSON = frozenset({
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum",
    "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam",
})  # fmt: skip
"""Columns that a list is asked for; expectations about others (an amount, a date of a signal) say nothing of it."""


@dataclass(frozen=True)
class ListRequest:
    """What is asked: `lijst`, `register` and `out`; `vorige` is the list before, `geheim` whether residents
    with secrecy may be seen, `month` a day of the month the card is of."""

    lijst: Path
    register: Path
    out: Path
    vorige: Path | None = None
    mapping: Path | None = None
    policy: Path | None = None
    geheim: bool = False
    name: str = "Lijst"
    month: date | None = None
    threads: int | None = None


@dataclass(frozen=True)
class ListResult:
    """The rows with their answers, and the sentence about them."""

    answered: tuple[Answered, ...]
    sentence: str


def check_list(request: ListRequest, progress: Progress = silent) -> ListResult:
    """Check a list and write lijst.csv, lijst.xlsx, lijst.html, and SENDER_FILES for who sent it.

    Everything is written beside and renamed; the runs behind it go. Raises BrpMatchError as `link` does.
    """
    files = (*FILES, *SENDER_FILES)
    with written_beside(request.out, inputs=_inputs(request), files=files) as folder:
        now = _linked(request, request.lijst, folder / "lijst", progress)
        before = None
        if request.vorige is not None:
            progress("vorige lijst")
            before = _linked(request, request.vorige, folder / "vorige", progress)
        progress("kaart maken")
        catalogue = about_persons(load_catalogue())
        month = request.month or date.today()
        overview = build_overview(
            folder / "lijst",
            (),
            catalogue,
            validator(()),
            undated={folder / "lijst": Month(month.year, month.month)},
            part=Part(secrecy=request.geheim),
        )
        for name in ("lijst", "vorige"):
            shutil.rmtree(folder / name, ignore_errors=True)
        answered = answer_list(now.rows, now.match_at, before.rows if before else None)
        checked = CheckedList(
            name=request.name,
            answered=answered,
            match_at=now.match_at,
            gone=len(gone(before.rows, now.rows, now.match_at)) if before else None,
            dropped=now.weggelaten,
            card=overview.kaarten[0],
            catalogue=catalogue,
        )
        write_list(checked, folder)
        _write_sender(overview, catalogue, folder)
    return ListResult(tuple(answered), sentence(answered))


def about_persons(catalogue: Catalogue) -> Catalogue:
    """Return the expectations that look at nothing but a person's name, birth date and address."""
    return {code: text for code, text in catalogue.items() if PERSON.issuperset(text.velden)}


def _linked(request: ListRequest, file: Path, run: Path, progress: Progress) -> Linked:
    asked = LinkRequest(
        signals=(file,),
        out=run,
        register=request.register,
        mapping=request.mapping,
        policy=request.policy,
        threads=request.threads,
        listed=request.name,
    )
    return link_list(asked, request.geheim, progress)


def _inputs(request: ListRequest) -> tuple[Path | None, ...]:
    return request.lijst, request.register, request.vorige, request.mapping, request.policy


def _write_sender(overview: Overview, catalogue: Catalogue, folder: Path) -> None:
    """Write what the sender may have: the card that a deliverer of signals would get, by the same release."""
    order = ReleaseOrder(overview.kaarten[0].vlp, overview.maand)
    card = release(overview, order, catalogue)
    page = released_page(card, catalogue, overview.minimum)
    (folder / f"{SENDER}.html").write_text(page, encoding="utf-8")
    released_workbook(card, catalogue, folder / f"{SENDER}.xlsx")
    write_json(released_json(card), folder / f"{SENDER}.json", indent=1)
