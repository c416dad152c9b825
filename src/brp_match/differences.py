"""`brp-match differences`: two runs of the same signals beside each other, every changed decision by kind.

For who changes a rule, a policy or a version: what came out otherwise, how often, why, and which signals to look at.
Names no person: signal numbers, decisions, codes. People show the table to others: without `--geheim` it is that of runs in
whose register nobody with secrecy stands.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brp_match.csv_file import read_csv
from brp_match.errors import ExitCode
from brp_match.model import FeedbackState, Reason
from brp_match.output import DECISIONS, OPEN_DECISIONS
from brp_match.run_tables import refused_run

Row = Mapping[str, str]

NOBODY_CHANGED = "dezelfde besluiten, dezelfde personen en dezelfde terugkoppeling"


@dataclass(frozen=True, order=True)
class Side:
    """What one run made of a signal: the decision, its ground (the first reason; '' of a match), and what the
    deliverer hears with how sure that is."""

    besluit: str
    grond: str
    terugkoppeling: str

    @property
    def words(self) -> str:
        """In words, as a line of the table has it."""
        told = f", hoort: {self.terugkoppeling}" if self.terugkoppeling else ""
        return f"{self.besluit}{f' ({self.grond})' if self.grond else ''}{told}"


@dataclass(frozen=True)
class Kind:
    """One kind of change: from what to what, whether another person is meant, and the signals, in order."""

    before: Side
    after: Side
    other_person: bool
    signals: tuple[str, ...]

    @property
    def _heard(self) -> str:
        """What is different in what the deliverer hears, where the decision is the same."""
        was, now = (one.terugkoppeling.split(", ") for one in (self.before, self.after))
        parts = []
        if was[0] != now[0]:
            parts.append("De vastelastenpartner hoort iets anders (feedback/ddas_status.yaml).")
        if now[-1] == FeedbackState.RULE != was[-1]:
            parts.append("Dit volgt uit een vaste regel: niemand hoeft het te bevestigen.")
        if now[-1] == FeedbackState.PROPOSED != was[-1]:
            parts.append("Een mens moet het eerst bevestigen.")
        return " ".join(parts) or "Alleen wat de vastelastenpartner hoort, is anders."

    @property
    def why(self) -> str:
        """What decides now, in the sentence of its code; else what no longer does."""
        if self.before == self.after and self.other_person:
            return "Er wordt een andere inwoner bedoeld."
        if self.before.besluit == self.after.besluit and self.before.grond == self.after.grond:
            return self._heard
        if self.after.grond in Reason.__members__:
            return Reason[self.after.grond].sentence
        if self.before.grond in Reason.__members__:
            return f"Geldt niet meer: {Reason[self.before.grond].sentence}"
        return "De kans is hoger of lager dan eerst."


def side_of(row: Row) -> Side:
    """Return what a row of decisions.csv says; also of a version that had fewer columns."""
    decided = row["besluit"]
    ground = "" if decided == "match" else str(row.get("redenen") or "").split("|")[0]
    told = str(row.get("terugkoppeling") or "")
    state = str(row.get("terugkoppeling_status") or "")
    return Side(decided, ground, f"{told}, {state}" if told and state else told)


def kinds_of(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Kind]:
    """Return the changes of the signals that both have (signaal_id → row), the largest kind first. Pure."""
    found: dict[tuple[Side, Side, bool], list[str]] = {}
    for signal in sorted(before.keys() & after.keys()):
        was, now = before[signal], after[signal]
        people = (was.get("persoon_id") or "", now.get("persoon_id") or "")
        # who is named where there was nobody, or the other way round, is a change of the decision
        other = people[0] != people[1] and all(people)
        key = (side_of(was), side_of(now), other)
        if key[0] != key[1] or other:
            found.setdefault(key, []).append(signal)
    kinds = [Kind(was, now, other, tuple(ids)) for (was, now, other), ids in found.items()]
    return sorted(kinds, key=lambda one: (-len(one.signals), one.before, one.after))


def lines(before: Mapping[str, Row], after: Mapping[str, Row], examples: int = 3) -> Iterator[str]:
    """Yield the table as Markdown: decisions by kind of both runs, then every change by kind."""
    both = before.keys() & after.keys()
    yield f"{len(both)} signalen in beide runs; alleen in de eerste: {len(before) - len(both)}, alleen in de tweede: {len(after) - len(both)}"  # fmt: skip
    yield ""
    yield "| besluit | ervoor | erna |"
    yield "|---|---|---|"
    for decided in ("match", "review", "reject"):
        counts = [sum(run[one]["besluit"] == decided for one in both) for run in (before, after)]
        yield f"| {decided} | {counts[0]} | {counts[1]} |"
    yield ""
    kinds = kinds_of(before, after)
    changed = sum(len(one.signals) for one in kinds)
    yield f"Anders: {changed} van {len(both)}" if kinds else f"Anders: 0 ({NOBODY_CHANGED})"
    if not kinds:
        return
    yield ""
    yield "| aantal | ervoor | erna | waarom | signalen |"
    yield "|---|---|---|---|---|"
    for one in kinds:
        shown = ", ".join(one.signals[:examples]) + (", …" if len(one.signals) > examples else "")
        person = " Er wordt een andere inwoner bedoeld." if one.other_person and one.before != one.after else ""  # fmt: skip
        yield f"| {len(one.signals)} | {one.before.words} | {one.after.words} | {one.why}{person} | {shown} |"


def read_decisions(folder: Path, *, secrecy: bool) -> dict[str, Row]:
    """Return signaal_id → row of the decisions of a run, those of secret residents with the right of `secrecy`.

    BrpMatchError RUN_ONLEESBAAR for another folder, or a run of a version that did not keep them apart.
    """
    name = DECISIONS if secrecy else OPEN_DECISIONS
    if not secrecy and (folder / DECISIONS).is_file() and not (folder / name).is_file():
        said = "deze run kent geen besluiten zonder geheimhouding; link opnieuw, of geef --geheim als u ze mag zien"
        raise refused_run(folder, said)
    try:
        return {row["signaal_id"]: row for row in read_csv(folder / name)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise refused_run(folder) from error


def run(args: argparse.Namespace) -> int:
    """Print the table."""
    before, after = (read_decisions(one, secrecy=args.geheim) for one in (args.before, args.after))
    print("\n".join(lines(before, after)))
    return int(ExitCode.DONE)
