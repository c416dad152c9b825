"""Every figure of the model on one page of Markdown: docs/model.md.

`python -m brp_match.content.model_page` prints it; a test holds the page in docs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from brp_match.content.comparators import Comparator, Level, load_comparators
from brp_match.content.model import Figure, Part, load_parts
from brp_match.dutch import whole

_HEAD = """# Het model in getallen

Deze bladzijde komt uit `comparators/*.yaml`, met `make docs`. Verander de getallen daar, niet hier.

m is de kans op een niveau als signaal en inwoner dezelfde persoon zijn. u is de kans op dat niveau bij
twee verschillende mensen; "register" betekent: zo vaak als het in dit register voorkomt, met een
ondergrens. Het gewicht van een niveau is log2(m / u). Binnen een groep telt m op tot 1.
"""


def model_page() -> str:
    """Return the page: the levels of every comparator with m and u, then every other figure, with sources."""
    lines = [_HEAD]
    for comparator in load_comparators():
        lines += _comparator(comparator)
    for part in load_parts():
        lines += _part(part)
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Write a figure as it is read in Dutch: 0,00002 and 20.000; no digit is lost."""
    units, _, decimals = f"{value:.12f}".rstrip("0").partition(".")
    grouped = whole(int(units))
    return f"{grouped},{decimals}" if decimals else grouped


def level_rows(comparator: Comparator) -> list[tuple[str, ...]]:
    """Return of every level with information: title, group, m, u, where both come from."""
    return [
        (level.titel, group, number(level.m) + _sectors(level), _u(level), _sources(level))
        for group, members in comparator.groepen.items()
        for level in (comparator.by_id[name] for name in members)
    ]


def figure_rows(part: Part) -> list[tuple[str, ...]]:
    """Return of every figure: what it says, name, symbol, value, unit, source."""
    return [(f.zin, f.naam, f.teken, _value(f), f.eenheid, f.bron) for f in part.getallen]


def _comparator(comparator: Comparator) -> Iterator[str]:
    yield f"## {comparator.titel}\n\n{comparator.beschrijving}\n"
    rows = level_rows(comparator)
    yield from _table(("niveau", "groep", "m", "u", "bron"), rows)


def _sectors(level: Level) -> str:
    return "".join(f"; {sector} {number(m)}" for sector, m in level.sectoren.items())


def _u(level: Level) -> str:
    return number(level.u) if level.u is not None else f"register, ≥ {number(level.u_minimum)}"


def _sources(level: Level) -> str:
    return f"m: {level.m_bron} u: {level.u_bron}"


def _part(part: Part) -> Iterator[str]:
    yield f"## {part.titel}\n\n{part.beschrijving}\n"
    rows = [
        (says, f"`{name}`{f' ({sign})' if sign else ''}", *others)
        for says, name, sign, *others in figure_rows(part)
    ]
    yield from _table(("wat het zegt", "naam", "waarde", "eenheid", "bron"), rows)


def _value(figure: Figure) -> str:
    if isinstance(figure.waarde, Mapping):
        return "; ".join(f"{name} {number(value)}" for name, value in figure.waarde.items())
    return number(figure.waarde)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    print(model_page(), end="")
