"""Reporting back to the keepers of the register: the list a person chooses from, and what was chosen as a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from brp_match.cases.doubts import (
    COLUMNS,
    Choice,
    Doubt,
    Place,
    home_of,
    place_of,
    reportable,
    reported,
)
from brp_match.cases.doubts_of_runs import Found
from brp_match.cases.layout import Column, Layout
from brp_match.cases.pick_up_files import OWNER_ONLY, list_csv, list_xlsx
from brp_match.cases.residents import Resident
from brp_match.cases.store import YES
from brp_match.cells import plain_cell, safe_cell
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import Kind
from brp_match.ingest.named_table import named_table
from brp_match.ingest.rows import STAGE

CHOOSE = "twijfel.csv"
REPORT = ("terugmelding.csv", "terugmelding.xlsx")

LAYOUT = Layout(tuple(Column(name, name) for name in COLUMNS))

CHOICES = (
    "melden", "post_retour", "persoon_id", "naam", "adres_brp", "ander_adres_straat", "ander_adres_postcode",
    "ander_adres_huisnummer", "ander_adres_toevoeging", "bronnen", "bekend_sinds", "laatst_gezien",
)  # fmt: skip
"""Columns of twijfel.csv: the first two are for the person who chooses; `bronnen` how many deliverers."""

_ASKED = ("persoon_id", "ander_adres_postcode", "ander_adres_huisnummer", "ander_adres_toevoeging",
          "melden", "post_retour")  # fmt: skip
_KIND = Kind("keuze", "raw_keuze", _ASKED, (("persoon_id",), ("melden",)))

Chosen = Sequence[tuple[Doubt, Choice]]


def visible(found: Found, seen: Callable[[Resident], bool]) -> Found:
    """Return the same with only the residents who may be seen."""
    residents = {who: one for who, one in found.residents.items() if seen(one)}
    return Found(tuple(one for one in found.doubts if one.persoon_id in residents), residents)


def write_doubts(found: Found, folder: Path) -> None:
    """Write CHOOSE: every doubt, with two empty columns for a person's choice. Raises OSError."""
    path = folder / CHOOSE
    path.touch(mode=OWNER_ONLY)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(CHOICES)
        for one in found.doubts:
            who, place = found.residents[one.persoon_id], one.plaats
            home = home_of(who)
            row = (
                "", "", one.persoon_id, who.naam, home.text if home else "", one.straat,
                place.postcode if place else "", place.nummer if place else "", place.toevoeging if place else "",
                one.bronnen, one.sinds, one.laatst,
            )  # fmt: skip
            writer.writerow([safe_cell(str(cell)) for cell in row])


def read_choices(path: Path, found: Found) -> Chosen:
    """Return the rows of a filled-in CHOOSE that are to be reported.

    A row without another address is about post that came back. Raises BrpMatchError with every fault:
    KEUZE_KOLOMMEN, KEUZE_ONBEKEND for who is not surely found here, KEUZE_ZONDER_GROND; or as reading a delivery.
    """
    doubts = {(one.persoon_id, one.plaats): one for one in found.doubts}
    chosen: list[tuple[Doubt, Choice]] = []
    faults = []
    for line, person, place, choice in _rows(path):
        if not choice.melden:
            continue
        doubt = doubts.get((person, place)) or Doubt(person, None, 0)
        where = f"{path.name}, regel {line}"
        if person not in found.residents or (place is not None and doubt.plaats is None):
            said = "dit is geen inwoner of adres van twijfel uit deze runs"
            faults.append(Fault("KEUZE_ONBEKEND", where, said))
        elif not reportable(doubt, choice):
            said = "één bron alleen geeft geen gerede twijfel; kwam ook de post terug, zet dan post_retour op ja"
            faults.append(Fault("KEUZE_ZONDER_GROND", where, said))
        else:
            chosen.append((doubt, choice))
    if faults:
        raise BrpMatchError.from_faults(faults)
    return chosen


def _rows(path: Path) -> list[tuple[int, str, Place | None, Choice]]:
    said = "dit bestand heeft geen kolommen persoon_id en melden"
    with named_table(path, _KIND, "KEUZE_KOLOMMEN", said) as (con, known):
        columns = ", ".join(known.get(name, "NULL") for name in _ASKED)
        rows = con.execute(f"SELECT regel, {columns} FROM {STAGE} ORDER BY regel").fetchall()
    found = []
    for line, *cells in rows:
        person, postcode, number, addition, report, returned = (
            plain_cell((cell or "").strip()) for cell in cells
        )
        choice = Choice(report.lower() in YES, returned.lower() in YES)
        found.append((line, person, place_of("", number, "", addition, postcode), choice))
    return found


def report_rows(chosen: Chosen, found: Found) -> list[Mapping[str, str]]:
    """Return the rows for the keepers of the register, by person."""
    rows = [reported(doubt, choice, found.residents[doubt.persoon_id]) for doubt, choice in chosen]
    return sorted(rows, key=lambda row: (row["persoon_id"], row["ander_adres_postcode"]))


def report_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the rows as CSV."""
    return list_csv(rows, LAYOUT)


def report_xlsx(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the rows as a workbook; it does not tell which program made it, for that tells of debts."""
    return list_xlsx(rows, LAYOUT, title="Terugmelding", author="")


def write_report(rows: Sequence[Mapping[str, str]], folder: Path) -> None:
    """Write REPORT, readable by its owner only. Raises OSError."""
    for name, content in zip(REPORT, (report_csv(rows), report_xlsx(rows)), strict=True):
        path = folder / name
        path.touch(mode=OWNER_ONLY)
        path.write_bytes(content)
