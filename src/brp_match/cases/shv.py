"""Who is known to debt counselling (SHV), and who may be: the outcome of matching its file with the residents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from brp_match.cases.facts import Case
from brp_match.cells import safe_cell
from brp_match.csv_file import write_csv
from brp_match.database import Connection, scalar
from brp_match.policy import Policy

LISTED = "Schuldhulpverlening"
"""Name of the file as a list."""

FILE = "shv.csv"

YES, MAYBE, NO = "ja", "misschien", "nee"
"""What `bekend_bij_shv` of a case says; '' where no file was given."""


@dataclass(frozen=True)
class Row:
    """One row of the file that may be a resident: `regel` its line, `kans` P(it is this resident)."""

    regel: int
    kans: float


@dataclass(frozen=True)
class Shv:
    """persoon_id → the row most like that resident: surely so in `zeker`, perhaps in `misschien`.

    `rijen` rows were delivered, of which `onbruikbaar` could not be read; `niet_gevonden` are about no resident.
    `los`: the lines of these, and of who is only a resident with secrecy: who has no right to those must read the same
    as where nobody has it. `zonder`: signaal_id → the row of `los` most like it; sure from `match_at` on.
    """

    zeker: Mapping[str, Row]
    misschien: Mapping[str, Row] = field(default_factory=dict)
    rijen: int = 0
    onbruikbaar: int = 0
    niet_gevonden: int = 0
    gevonden: int = 0
    los: tuple[int, ...] = ()
    zonder: Mapping[str, Row] = field(default_factory=dict)
    match_at: float = 1.0

    @property
    def known(self) -> frozenset[str]:
        """The residents who are surely known."""
        return frozenset(self.zeker)

    @property
    def clients(self) -> frozenset[str]:
        """The signals (signaal_id) that are surely about a client whom the register does not know."""
        return frozenset(name for name in self.zonder if self.of_signal(name) == YES)

    def of_signal(self, signaal_id: str) -> str:
        """Return YES or MAYBE of who a signal about nobody is about; '' for no client."""
        row = self.zonder.get(signaal_id)
        return "" if row is None else YES if row.kans >= self.match_at else MAYBE

    def said(self, persoon_id: str) -> str:
        """Return YES, MAYBE or NO of a resident."""
        return YES if persoon_id in self.zeker else MAYBE if persoon_id in self.misschien else NO

    def counts(self, cases: Iterable[Case]) -> dict[str, int]:
        """Return `schuldhulpverlening` of run.json: counts of rows, nothing of a person; and how many of these cases
        are about nobody known and a client, or perhaps."""
        unsure = self.rijen - self.onbruikbaar - self.gevonden - self.niet_gevonden
        return {
            "rijen": self.rijen, "gevonden": self.gevonden, "onzeker": unsure,
            "niet_gevonden": self.niet_gevonden, "onbruikbaar": self.onbruikbaar,
            "signalen_zonder_inwoner": sum(
                not case.persoon_id and case.bekend_bij_shv != "" for case in cases
            ),
        }  # fmt: skip


def read_shv(con: Connection, policy: Policy, told: Mapping[str, bool]) -> Shv:
    """Read who the rows of a matched file are, from its own raw_signalen, uitkomst and quarantaine.

    A row is a resident from `match_at` of the policy on, and may be one from `reject_below` on: the same costs
    as of a signal. `told` (persoon_id → is it that client) goes before it.
    """
    rows = con.execute(
        """SELECT s.regel, u.persoon_id, u.kans, u.geheim > 0 FROM raw_signalen s JOIN uitkomst u USING (signaal_id)
        WHERE u.kans >= $1 ORDER BY u.kans DESC, s.regel, u.persoon_id""",
        [policy.reject_below],
    ).fetchall()
    sure: dict[str, Row] = {}
    maybe: dict[str, Row] = {}
    open_lines: set[int] = set()
    for line, person, chance, secret in rows:
        if told.get(person, True):
            certain = told.get(person) or chance >= policy.match_at
            (sure if certain else maybe).setdefault(person, Row(line, chance))
            open_lines |= set() if secret else {line}
    every = [
        line for (line,) in con.execute("SELECT regel FROM raw_signalen ORDER BY regel").fetchall()
    ]
    read = len(every)
    aside = int(scalar(con, "SELECT count(DISTINCT regel) FROM quarantaine"))
    return Shv(
        zeker=sure,
        misschien={person: row for person, row in maybe.items() if person not in sure},
        rijen=read + aside,
        onbruikbaar=aside,
        niet_gevonden=read - len({line for line, *_ in rows}),
        gevonden=len({line for line, _, chance, _ in rows if chance >= policy.match_at}),
        los=tuple(line for line in every if line not in open_lines),
        match_at=policy.match_at,
    )


def tell_cases(cases: Sequence[Case], shv: Shv | None) -> list[Case]:
    """Return the cases with what debt counselling knows of who they are about; unchanged without a file."""
    if shv is None:
        return list(cases)
    return [
        replace(
            case,
            bekend_bij_shv=shv.said(case.persoon_id)
            if case.persoon_id
            else shv.of_signal(case.signalen[0].signaal_id),
        )
        for case in cases
    ]


COLUMNS = ("persoon_id", "bekend", "regel", "kans", "zaak_id", "signaal_id")
"""Columns of shv.csv: nothing of the file but the line."""


def write_shv(cases: Sequence[Case], seen: Sequence[Case], shv: Shv | None, folder: Path) -> None:
    """Write shv.csv: who of the cases is a client, or perhaps, with the line in the file and the case; no row without
    a file.

    A row has a persoon_id, or the signaal_id of a signal about nobody known: also where only `seen`, the cases as if
    nobody had secrecy, know nobody.
    """
    rows = _rows(cases, seen, shv) if shv is not None else []
    write_csv(folder / FILE, COLUMNS, ([safe_cell(cell) for cell in one] for one in rows))


def _rows(cases: Sequence[Case], seen: Sequence[Case], shv: Shv) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for case in cases:
        row = shv.zeker.get(case.persoon_id) or shv.misschien.get(case.persoon_id)
        if row:
            rows.append((case.persoon_id, case.bekend_bij_shv, *_told(row), case.zaak_id, ""))
    for case in seen:
        signal = case.signalen[0].signaal_id
        if not case.persoon_id and (row := shv.zonder.get(signal)):
            rows.append(("", shv.of_signal(signal), *_told(row), case.zaak_id, signal))
    return rows


def _told(row: Row) -> tuple[str, str]:
    return str(row.regel), f"{row.kans:.6f}"
