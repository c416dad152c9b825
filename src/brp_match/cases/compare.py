"""Ways of working side by side: what each would do with the same cases. Pure but for the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.cases.facts import Case
from brp_match.cases.trays import Placed, Way, has_tray, place_cases
from brp_match.cells import safe_cell
from brp_match.csv_file import write_csv
from brp_match.dutch import whole


@dataclass(frozen=True)
class Compared:
    """`cases` in order; `placed[i]` is where `ways[i]` puts each of them, by zaak_id."""

    cases: tuple[Case, ...]
    ways: tuple[Way, ...]
    placed: tuple[Mapping[str, Placed], ...]

    def count(self, tray: str, place: int) -> tuple[int, int]:
        """How many cases a way puts in a tray, and how many of those because another was full or had room."""
        inside = [one for one in self.placed[place].values() if one.bakje == tray]
        return len(inside), sum(bool(one.stappen) for one in inside)

    @property
    def trays(self) -> tuple[str, ...]:
        """Names of all trays, each once, in the order of the ways."""
        return tuple(dict.fromkeys(tray.naam for way in self.ways for tray in way.bakjes))


def compare_ways(cases: Sequence[Case], ways: Sequence[Way]) -> Compared:
    """Place the same cases by each way: those that are matched, and those that a way sends aside because debt
    counselling knows the resident."""
    placed = tuple(
        place_cases([case for case in cases if has_tray(case, way)], way) for way in ways
    )
    shown = tuple(case for case in cases if any(case.zaak_id in one for one in placed))
    return Compared(shown, tuple(ways), placed)


def table_lines(compared: Compared) -> list[str]:
    """Return a table for a terminal: a row a tray, a column a way; `+n` came there by capacity."""
    width = max([len("bakje"), *(len(tray) for tray in compared.trays)]) + 2
    columns = [max(len(way.naam), 9) + 2 for way in compared.ways]
    head = "bakje".ljust(width) + "".join(
        way.naam.rjust(size) for way, size in zip(compared.ways, columns, strict=True)
    )
    lines = [f"{told_count(compared.cases)}\n", head]
    for tray in compared.trays:
        cells = [_cell(compared, tray, place) for place in range(len(compared.ways))]
        lines.append(
            tray.ljust(width)
            + "".join(cell.rjust(size) for cell, size in zip(cells, columns, strict=True))
        )
    totals = [whole(len(one)) for one in compared.placed]
    lines.append(
        "samen".ljust(width)
        + "".join(cell.rjust(size) for cell, size in zip(totals, columns, strict=True))
    )
    lines.append("\n(+n): zoveel daarvan omdat een ander bakje vol was, of hier nog plaats")
    return lines


def told_count(cases: Sequence[Case]) -> str:
    """Say how many cases there are to pick up, and how many more are in doubt but set apart already."""
    matched = sum(case.besluit == "match" for case in cases)
    told = f"{whole(matched)} {'zaak' if matched == 1 else 'zaken'} om op te pakken"
    if apart := len(cases) - matched:
        told += (
            f", en {whole(apart)} nog te beoordelen van wie bij schuldhulpverlening bekend is: alleen een werkwijze "
            "met een eigen bakje daarvoor legt die apart"
        )
    return told


def _cell(compared: Compared, tray: str, place: int) -> str:
    if tray not in {one.naam for one in compared.ways[place].bakjes}:
        return "-"
    count, moved = compared.count(tray, place)
    return f"{whole(count)} (+{whole(moved)})" if moved else whole(count)


def written_ways(compared: Compared, path: Path) -> None:
    """Write a row a case: its tray by each way, and why. Nothing of a person stands in it."""
    header = ["zaak_id"]
    for way in compared.ways:
        header += [way.naam, f"{way.naam} waarom"]
    rows = []
    for case in compared.cases:
        row = [case.zaak_id]
        for placed in compared.placed:
            where = placed.get(case.zaak_id)
            row += [where.bakje, where.why] if where else ["", ""]
        rows.append([safe_cell(cell) for cell in row])
    write_csv(path, header, rows)
