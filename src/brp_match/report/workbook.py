"""Scorecards as XLSX: the same tables, for who sorts and filters. Text is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.dutch import date_text
from brp_match.report import firewall as fw
from brp_match.report import wording
from brp_match.report.cards import ExpectationResult, MunicipalityScorecard
from brp_match.report.checks import Catalogue
from brp_match.report.judged import TASKS, also_to_mend
from brp_match.report.own_results import own_results
from brp_match.workbooks import Sheet, write_workbook


@dataclass(frozen=True)
class TaskRow:
    """One row with one fault: numbers as delivered, and where it stood."""

    code: str
    signaal: str
    klant: str
    bestand: str
    regel: int


def tasks(first: Sequence[str], rows: Sequence[TaskRow], catalogue: Catalogue) -> list[Sheet]:
    """Return a sheet for every task: what to do, and the rows to do it in.

    `first`: codes in the order of the card; then those with most rows. The sheet with all rows has the others too.
    """
    by_code: dict[str, list[TaskRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    rank = {code: place for place, code in enumerate(first)}
    order = sorted(by_code, key=lambda c: (rank.get(c, len(rank)), -len(by_code[c]), c))[
        : max(TASKS, len(first))
    ]
    return [
        (
            f"Taak {number}",
            ("signaalnummer", "klantnummer", "bestand", "regel", "fout", "wat te doen", "gedaan"),
            [
                (r.signaal, r.klant, r.bestand, r.regel, catalogue[code].melding, catalogue[code].advies, "")
                for r in by_code[code]
            ],
        )
        for number, code in enumerate(order, start=1)
    ]  # fmt: skip


def in_order(first: Sequence[str], results: Sequence[ExpectationResult]) -> list[str]:
    """Return the codes of the tasks in the order of the card: those of `first`, then what is to mend beside them."""
    return [*first, *(row.code for row, _ in also_to_mend(results, first))]


def task_list(sheets: Sequence[Sheet]) -> Sheet:
    """Return the first sheet: every task with its number of rows and the sheet they stand on."""
    return (
        "Taken",
        ("blad", "fout", "wat te doen", "rijen"),
        [(name, str(rows[0][4]), str(rows[0][5]), len(rows)) for name, _, rows in sheets],
    )


def about(sender: fw.Sender | None, vlp: str, month: str) -> Sheet:
    """Return the sheet that says whose card it is, from whom, of when."""
    made = sender.gemaakt if sender else None
    return (
        "Over deze kaart",
        ("wat", "toelichting"),
        [
            ("vastelastenpartner", vlp),
            ("van", sender.gemeente if sender else ""),
            ("vragen", sender.contact if sender else ""),
            ("periode", month),
            ("gemaakt op", date_text(made) if made else ""),
        ],
    )


def municipality_workbook(
    card: MunicipalityScorecard,
    catalogue: Catalogue,
    path: Path,
    sender: fw.Sender | None = None,
) -> None:
    """Write the municipality's card: tasks, overview, expectations, fields, causes, rows. Raises OSError."""
    work = tasks(
        in_order([m.code for m in wording.to_mend(card)], card.verwachtingen),
        [
            TaskRow(r.code, r.signaal_id, r.klantnummer, r.bestand, r.regel)
            for r in card.bevindingen
        ],
        catalogue,
    )
    outcomes = card.uitkomsten
    write_workbook(
        path,
        f"Scorekaart {card.vlp}, {card.maand.words}",
        (
            about(sender, card.vlp, card.maand.words),
            task_list(work),
            *work,
            ("Overzicht", ("wat", "aantal"), (
                ("geleverd", outcomes.geleverd), ("opgepakt", outcomes.opgepakt),
                ("beoordelen", outcomes.beoordeling), ("uitval", outcomes.uitval),
            )),
            ("Eerst verbeteren", ("code", "fout", "advies", "rijen", "minder uitval", "minder beoordelingen"), [
                (m.code, catalogue[m.code].melding, catalogue[m.code].advies, m.rijen, m.uitval, m.beoordeling)
                for m in card.verbeteren
            ]),
            ("Controles", ("code", "controle", "kenmerk", "ernst", "fouten", "bekeken", "norm", "norm van", "trend"), [
                (r.code, catalogue[r.code].titel, catalogue[r.code].dimensie, catalogue[r.code].ernst, r.teller,
                 r.noemer, r.norm if r.norm is not None else "", catalogue[r.code].norm_van, wording.trend_text(r))
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


def released_workbook(
    card: fw.VlpScorecard, catalogue: Catalogue, path: Path, sender: fw.Sender | None = None
) -> None:
    """Write a deliverer's card. Raises FirewallError when it holds anything that may not go out."""
    fw.check(card)
    work = tasks(
        in_order([m.code.value for m in card.verbeteren], own_results(card, catalogue)),
        [
            TaskRow(
                f.code.value,
                f.signaalnummer.value if f.signaalnummer else "",
                f.klantnummer.value if f.klantnummer else "",
                "",
                f.regel,
            )
            for f in card.feiten
        ],
        catalogue,
    )
    write_workbook(
        path,
        f"Scorekaart {card.vlp.value}, {card.maand.words}",
        (
            about(sender, card.vlp.value, card.maand.words),
            task_list(work),
            *work,
            ("Overzicht", ("uitkomst", "aantal", "van", "aandeel", "toelichting"), [
                *((wording.OUTCOMES[o.uitkomst], *_share(o.aandeel)) for o in card.uitkomsten),
                *((f"uitval: {name.lower()}", *_share(share)) for name, _, share in wording.parts(card)),
                *((f"uitval in {wording.period_text(t)}", *_share(t.uitval)) for t in card.tijdvakken),
            ]),
            ("Eerst verbeteren", ("code", "fout", "advies", "rijen", "uitval", "beoordeling"), [
                (m.code.value, catalogue[m.code.value].melding, catalogue[m.code.value].advies, m.rijen.teller,
                 wording.part_text(m.uitval), wording.part_text(m.beoordeling)) for m in card.verbeteren
            ]),
            ("Controles", ("code", "controle", "maand", "fouten", "bekeken"), [
                (r.code.value, catalogue[r.code.value].titel, m.maand.code, m.aantal.teller, m.aantal.noemer)
                for r in card.controles for m in r.maanden
            ]),
            ("Velden", ("veld", "aantal", "van", "aandeel", "toelichting"), [
                (wording.FIELDS[str(f.veld)], *_share(f.klopt)) for f in card.velden
            ]),
            ("Rijen", ("signaalnummer", "klantnummer", "regel", "code", "fout"), [
                (f.signaalnummer.value if f.signaalnummer else "", f.klantnummer.value if f.klantnummer else "",
                 f.regel, f.code.value, catalogue[f.code.value].melding)
                for f in card.feiten
            ]),
        ),
    )  # fmt: skip


def _share(share: fw.Share | fw.OwnCount) -> tuple[Any, Any, Any, str]:
    """Part, whole and share as numbers, and in words what is no plain figure."""
    if isinstance(share, fw.AtLeast | fw.Withheld):
        return ("", "", "", wording.share_text(share))
    part = share.teller / share.noemer if share.noemer else ""
    return (share.teller, share.noemer, part, "ongeveer" if isinstance(share, fw.Rate) else "")


def _number(value: float | None) -> float | str:
    return "" if value is None else value
