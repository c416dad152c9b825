"""Which reason codes the levels of a pair bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brp_match.content import Comparator
from brp_match.content.comparators import FACTS
from brp_match.database import Connection, create_table_of
from brp_match.link.comparisons import ORDER


def reasons(
    comparator: Comparator, levels: Mapping[str, str], facts: Mapping[str, bool]
) -> tuple[str, ...]:
    """Return the codes of the comparator's level, then its extra ones whose condition holds, each once.

    `levels`: comparator → level of the pair; `facts`: every one of FACTS.
    """
    found = list(comparator.by_id[levels[comparator.naam]].redenen)
    for extra in comparator.extra_redenen:
        if any(condition.holds(levels, facts) for condition in extra.voorwaarde):
            found += extra.redenen
    return tuple(dict.fromkeys(found))


def reasons_of_pair(
    comparators: Sequence[Comparator],
    levels: Mapping[str, str],
    facts: Mapping[str, bool],
    weights: Mapping[str, float],
) -> tuple[str, ...]:
    """Return the codes of all comparators, each once, those of the heaviest first (log2, for or against)."""
    by_name = {comparator.naam: comparator for comparator in comparators}
    found = sorted(
        (-abs(weights[name]), list(reasons(by_name[name], levels, facts))) for name in ORDER
    )
    return tuple(dict.fromkeys(code for _, codes in found for code in codes))


def build_reasons(con: Connection, comparators: Sequence[Comparator], source: str) -> None:
    """Make `redenen(<c>_niveau…, <fact>…, <c>_redenen VARCHAR[]…)`: of every combination of levels and facts
    in the table `source` the codes of each comparator. There are far fewer combinations than pairs.
    """
    columns = [*(f"{name}_niveau" for name in ORDER), *FACTS]
    rows = con.execute(
        f"SELECT DISTINCT {', '.join(columns)} FROM {source} ORDER BY ALL"
    ).fetchall()
    by_name = {comparator.naam: comparator for comparator in comparators}
    made = []
    for row in rows:
        levels = dict(zip(ORDER, row[: len(ORDER)], strict=True))
        facts = dict(zip(FACTS, row[len(ORDER) :], strict=True))
        made.append((*row, *(list(reasons(by_name[name], levels, facts)) for name in ORDER)))
    kinds = {column: "BOOLEAN" if column in FACTS else "VARCHAR" for column in columns}
    kinds |= {f"{name}_redenen": "VARCHAR[]" for name in ORDER}
    create_table_of(con, "redenen", kinds, made)
