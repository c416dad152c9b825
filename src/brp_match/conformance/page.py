"""The report of a scored set: a page, a table a signal, and lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from brp_match import __version__
from brp_match.conformance.causes import CAUSES, FAMILIES
from brp_match.conformance.make import Expected, expected_row
from brp_match.conformance.readme import LICENCE
from brp_match.conformance.score import WRONG, CauseScore, Score, SetOutcome, sentence
from brp_match.csv_file import write_csv
from brp_match.dutch import listed, percent, whole
from brp_match.report.html import render

PAGE, ROWS = "toets.html", "per-signaal.csv"

COLUMNS = (SetOutcome.RIGHT, SetOutcome.TO_A_PERSON, *WRONG)
"""Outcomes in the order of the tables."""


def write_report(
    results: Sequence[tuple[str, Score]],
    expected: Sequence[Expected],
    edition: str,
    folder: Path,
    today: date,
    who: str = "Uw controle",
) -> None:
    """Write the page (one check, or examples side by side) and the rows of the set with what each came to.

    `who`: a single check in a sentence. Raises OSError.
    """
    _, first = results[0]
    header = [*expected_row(expected[0]), *(f"uitkomst {name}" for name, _ in results)]
    rows = (
        [
            *expected_row(one).values(),
            *(str(score.outcomes[one.signaal_id]) for _, score in results),
        ]
        for one in expected
    )
    write_csv(folder / ROWS, header, rows)
    lead = side_by_side(results) if len(results) > 1 else sentence(first, who)
    page = render(
        "conformance.html",
        results=results,
        lead=lead,
        told=[o for o in COLUMNS if any(score.count(o) for _, score in results)],
        used=[
            o
            for o in COLUMNS
            if o is not SetOutcome.NO_ANSWER or any(s.count(o) for _, s in results)
        ],
        families=_families(results),
        wrong=[
            [one]
            for one in sorted(first.causes, key=lambda c: (-c.wrong, c.cause.key))
            if one.wrong
        ],
        edition=edition,
        version=__version__,
        today=today,
        licence=LICENCE,
        rows=ROWS,
    )
    (folder / PAGE).write_text(page, encoding="utf-8")


def _families(results: Sequence[tuple[str, Score]]) -> list[tuple[str, list[list[CauseScore]]]]:
    """Family title → its causes, each with the score of every check."""
    found = []
    for key, title in FAMILIES.items():
        rows = [
            [next(c for c in score.causes if c.cause.key == one.cause.key) for _, score in results]
            for one in _in_order(results[0][1])
            if one.cause.family == key
        ]
        if rows:
            found.append((title, rows))
    return found


def _in_order(score: Score) -> list[CauseScore]:
    place = {cause.key: number for number, cause in enumerate(CAUSES)}
    return sorted(score.causes, key=lambda one: place[one.cause.key])


def side_by_side(results: Sequence[tuple[str, Score]]) -> str:
    """Say of several checks how many residents each drops."""
    parts = [f"bij {name} {whole(score.count(SetOutcome.DROPPED))}" for name, score in results]
    return f"Van de {whole(results[0][1].residents)} signalen van inwoners vallen ten onrechte uit: {listed(parts)}."


def lines(result: Score, who: str = "Uw controle") -> list[str]:
    """Say a score in lines for a terminal: the sentence, every outcome, every cause with something wrong."""
    found = [sentence(result, who)]
    if result.unknown:
        found.append(
            f"{whole(result.unknown)} antwoorden gaan over signalen die niet in de set staan."
        )
    if not result.named:
        found.append(
            "De antwoorden noemen geen persoon: of de juiste persoon is gevonden, is niet getoetst."
        )
    found.append("")
    for outcome in COLUMNS:
        count = result.count(outcome)
        if count or outcome is not SetOutcome.NO_ANSWER:
            found.append(
                f"{outcome.capitalize():28}{count:>5}  {percent(count / result.signals):>7}"
            )
    wrong = sorted((c for c in result.causes if c.wrong), key=lambda c: (-c.wrong, c.cause.key))
    if wrong:
        found += ["", f"{'Oorzaak':58}{'fout':>5}{'van':>6}"]
        found += [f"{one.cause.title:58}{one.wrong:>5}{one.signals:>6}" for one in wrong]
    return found
