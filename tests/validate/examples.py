"""The examples in expectations/*.yaml as deliveries: one deliverer each, all checked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from brp_match.content import Expectation, load_expectations
from brp_match.ingest.columns import SIGNALS
from brp_match.validate.run import Result, validate_residents, validate_signals
from validate.tables import ADDRESSES_OF_EXAMPLES, RESIDENT, SIGNAL, add, empty

EXPECTATIONS = load_expectations()


@dataclass(frozen=True)
class Example:
    """One case of one expectation: `soort` goed, fout or niet, and the rows it is made of."""

    verwachting: Expectation
    soort: str
    nummer: int
    rijen: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return f"{self.verwachting.over}-{self.verwachting.id}-{self.soort}-{self.nummer}"


@dataclass
class Outcome:
    """What came out: codes per example and row (from 0), and examples that were checked at all."""

    codes: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    checked: set[tuple[str, str]] = field(default_factory=set)


def examples() -> list[Example]:
    return [
        Example(expectation, kind, number, tuple(case) if isinstance(case, list) else (case,))
        for expectation in EXPECTATIONS
        for kind, cases in expectation.voorbeelden.items()
        for number, case in enumerate(cases)
    ]


def rows_of(example: Example) -> list[dict[str, Any]]:
    """The rows of an example laid over a row without a fault; see expectations/README.md."""
    signals = example.verwachting.over == "signalen"
    key = "signaal_id" if signals else "persoon_id"
    base = SIGNAL if signals else RESIDENT
    rows: list[dict[str, Any]] = []
    for change in example.rijen:
        for _ in range(change.get("herhaal", 1)):
            number = len(rows)
            row = {**base, key: f"{example.name}-{number}"}
            if signals:
                row |= {"vlp": example.name, "klantnummer": f"K{number}"}
            else:
                row |= {"huisletter": None}
            for name, value in change.items():
                if name != "herhaal":
                    row[name] = _filled(value, number, f"{example.name}-0")
            rows.append(row)
    return rows


def _filled(value: Any, number: int, first: str) -> Any:
    if not isinstance(value, str):
        return value if value is None or isinstance(value, int) else _day(value)
    if value.endswith(" tekens}"):
        return "x" * int(value[1:].split()[0])
    a_day = (date(1950, 1, 2) + timedelta(days=number * 37)).strftime("%d-%m-%Y")
    letters = "".join(chr(97 + int(figure)) for figure in str(number))
    return value.replace("{eerste}", first).replace("{dag}", a_day).replace("{nr}", letters)


def _day(value: Any) -> str:
    assert isinstance(value, date), "write this value in quotes"
    return value.isoformat()


def check_signals(folder: Path) -> Outcome:
    """Check the examples over signals in one delivery with the months before in `folder`."""
    con = empty()
    add(con, "adressen", ADDRESSES_OF_EXAMPLES)
    now: list[dict[str, Any]] = []
    where: dict[int, tuple[str, int]] = {}
    before: list[dict[str, Any]] = []
    for example in examples():
        if example.verwachting.over == "signalen":
            for place, row in enumerate(rows_of(example)):
                if row.pop("eerder", None):
                    before.append(row)
                else:
                    now.append(row)
                    where[len(now) + 1] = (example.name, place)
    add(con, "signalen", now)
    write_run(folder, before)
    results = validate_signals(con, [folder])
    rows = con.execute("SELECT regel, code FROM bevindingen WHERE regel IS NOT NULL").fetchall()
    return _outcome(results, [(where[line], code) for line, code in rows])


def check_residents() -> Outcome:
    """Check the examples over residents; each in a town quarter of its own."""
    con = empty()
    where: dict[int, tuple[str, int]] = {}
    rows: list[dict[str, Any]] = []
    for number, example in enumerate(e for e in examples() if e.verwachting.over == "inwoners"):
        for place, row in enumerate(rows_of(example)):
            if row["huisnummer"] == "1":
                row["huisnummer"] = str(100 + number)
            rows.append(row)
            where[len(rows) + 1] = (example.name, place)
    add(con, "inwoners", rows)
    validate_residents(con)
    found = con.execute("SELECT regel, code FROM bevindingen_inwoners").fetchall()
    seen = con.execute("SELECT rij + 2 AS regel, * FROM controle_inwoners ORDER BY rij").fetchall()
    names = [column[0] for column in con.description or ()]
    outcome = _outcome((), [(where[line], code) for line, code in found])
    for values in seen:
        row = dict(zip(names, values, strict=True))
        for expectation in EXPECTATIONS:
            if expectation.over == "inwoners" and (
                row[expectation.kolom] is not None
                or expectation.verwachting.endswith("not_be_null")
            ):
                outcome.checked.add((where[row["regel"]][0], expectation.id))
    return outcome


def check_sizes(folder: Path) -> Outcome:
    """Check the examples over deliveries, those with as many months before at once."""
    outcome = Outcome()
    cases = [(e.name, e.rijen[0]) for e in examples() if e.verwachting.over == "leveringen"]
    for length in sorted({len(case["eerder"]) for _, case in cases}):
        wanted = {name: case for name, case in cases if len(case["eerder"]) == length}
        months = [folder / f"{length}-{number}" for number in range(length)]
        for number, month in enumerate(months):
            day = {"signaaldatum": f"02-0{number + 1}-2026"}
            sizes = {name: case["eerder"][number] for name, case in wanted.items()}
            write_run(
                month,
                [{**SIGNAL, **day, "vlp": n} for n, size in sizes.items() for _ in range(size)],
            )
        con = empty()
        now = [{**SIGNAL, "vlp": n} for n, case in wanted.items() for _ in range(case["aantal"])]
        add(con, "signalen", [{**row, "signaal_id": f"S{n}"} for n, row in enumerate(now)])
        part = _outcome(validate_signals(con, months), [])
        outcome.checked |= part.checked
        for vlp, code in con.execute("SELECT vlp, code FROM bevindingen").fetchall():
            outcome.codes.setdefault((vlp, 0), set()).add(code)
    return outcome


def write_run(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Write the signals.parquet of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in SIGNALS}
    pq.write_table(pa.table(columns), folder / "signals.parquet")


def _outcome(results: tuple[Result, ...], rows: list[tuple[tuple[str, int], str]]) -> Outcome:
    outcome = Outcome()
    for place, code in rows:
        outcome.codes.setdefault(place, set()).add(code)
    for result in results:
        outcome.checked |= {(vlp, result.verwachting.id) for vlp in result.per_vlp}
    return outcome
