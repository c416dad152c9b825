"""Rows whose cells stand in other columns, put back: every cell and nothing else."""

from __future__ import annotations

import pytest

from brp_match.delivery.findings import Habit, Kind
from brp_match.delivery.homes import Fit
from brp_match.delivery.known import KnownWords
from brp_match.delivery.shift import mend_shifts

COLUMNS = (
    "signaal_id", "vlp", "sector", "klantnummer", "bedrag", "voorletters", "voorvoegsel", "achternaam",
    "volledige_naam", "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging",
    "postcode", "plaatsnaam", "telefoon", "email",
)  # fmt: skip
FIT = Fit(KnownWords(towns=frozenset({"proefstad"})))


def row(number: int) -> list[str | None]:
    return [
        f"S{number}", "Proefpartij", "Energie", f"{10_000_000 + number}", f"{100 + number},50", "J.P.", None,
        "Kwarfels", None, f"{number % 28 + 1:02d}-03-1970", "Proefweg", f"{number + 1}", "A" if number % 3 else None,
        None, "1234 AB", "Proefstad", f"06{12345678 + number}", None,
    ]  # fmt: skip


def without(cells: list[str | None], place: int, end: int) -> list[str | None]:
    """Leave the cell at `place` out; those up to `end` move left."""
    return [*cells[:place], *cells[place + 1 : end + 1], None, *cells[end + 1 :]]


def put_back(rows: list[list[str | None]]) -> list[list[str | None]]:
    step = mend_shifts(rows, COLUMNS, "A", FIT, {})
    return [
        [step.mends.get(p, {}).get(c, cell) for c, cell in zip(COLUMNS, cells, strict=True)]
        for p, cells in enumerate(rows)
    ]


@pytest.mark.parametrize("end", ["straatnaam", "postcode", "email"])
@pytest.mark.parametrize("start", ["voorvoegsel", "volledige_naam"])
@pytest.mark.parametrize("share", [1, 3, 20])
def test_cells_that_moved_left_come_home(share: int, start: str, end: str) -> None:
    whole = [row(n) for n in range(20)]
    first, last = COLUMNS.index(start), COLUMNS.index(end)
    if end == "straatnaam":
        last = COLUMNS.index("huisnummertoevoeging")
    shifted = [without(r, first, last) if n < share else r for n, r in enumerate(whole)]
    assert put_back(shifted) == whole


def test_cells_that_moved_right_come_home() -> None:
    whole = [row(n) for n in range(10)]
    place = COLUMNS.index("geboortedatum")
    shifted = [[*r[:place], None, *r[place:-1]] if n % 2 else r for n, r in enumerate(whole)]
    assert put_back(shifted) == whole


def test_rows_at_home_stay() -> None:
    assert mend_shifts([row(n) for n in range(30)], COLUMNS, "A", FIT, {}).findings == ()


def test_a_finding_tells_where_how_many_and_which_way() -> None:
    first = COLUMNS.index("voorvoegsel")
    rows = [without(row(n), first, 17) if n < 5 else row(n) for n in range(20)]
    (finding,) = mend_shifts(rows, COLUMNS, "A", FIT, {}).findings
    assert (finding.kind, finding.rows, finding.of) == (Kind.VERSCHOVEN, 5, 20)
    assert finding.to == "naar links"
    assert finding.certainty > 0.999
    assert finding.mended


def test_the_answer_that_they_stand_right_leaves_them() -> None:
    rows = [without(row(n), COLUMNS.index("voorvoegsel"), 17) for n in range(5)]
    (finding,) = mend_shifts(rows, COLUMNS, "A", FIT, {}).findings
    question = f"verschoven/A/{finding.column}"
    assert mend_shifts(rows, COLUMNS, "A", FIT, {question: Habit.LEAVE}).mends == {}


def test_nothing_is_written_over() -> None:
    cells = row(1)
    cells[COLUMNS.index("huisnummertoevoeging")] = "bis"
    shifted = without(cells, COLUMNS.index("voorvoegsel"), 17)
    (back,) = put_back([shifted])
    assert sorted(filter(None, back)) == sorted(filter(None, shifted))
    assert back == cells
