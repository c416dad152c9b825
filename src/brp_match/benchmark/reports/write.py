"""Reports as one HTML file: of the country, of one municipality's own data, of made-up ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brp_match import __version__
from brp_match.benchmark.reports.blocks import Report
from brp_match.benchmark.reports.charts import can_draw
from brp_match.cells import safe_cell
from brp_match.csv_file import write_csv
from brp_match.errors import BrpMatchError
from brp_match.templates import environment

TEMPLATES = Path(__file__).parents[1] / "templates"


def write_report(results: Mapping[str, Any], out: Path) -> Path:
    """Write the report of any results of ours to the file `out`; returns it.

    `results`: landelijk.json, eigen.json or results.json as read; its `schema` says which. Raises
    BrpMatchError for anything else.
    """
    report = make_report(results)
    out.write_text(render(report), encoding="utf-8")
    write_figures(report, out.with_name(f"{out.stem}-cijfers.csv"))
    return out


def write_figures(report: Report, path: Path) -> None:
    """Write every table of a report as rows `hoofdstuk; tabel; rij; kolom; waarde`, as read on the page."""
    rows = (
        [safe_cell(cell) for cell in (section.title, table.caption, row[0], name, value)]
        for section in report.sections
        for table in (block.table for block in section.blocks if block.table)
        for row in table.rows
        for name, value in zip(table.header[1:], row[1:], strict=True)
    )
    write_csv(path, ("hoofdstuk", "tabel", "rij", "kolom", "waarde"), rows)


def make_report(results: Mapping[str, Any]) -> Report:
    """Put results into words, tables and pictures."""
    from brp_match.benchmark.reports.national import from_national
    from brp_match.benchmark.reports.own_data import from_own_data
    from brp_match.benchmark.reports.scenarios import from_scenarios

    kinds = {
        "brp-match-landelijk": from_national,
        "brp-match-eigen-gegevens": from_own_data,
        "brp-match-benchmark": from_scenarios,
    }
    make = kinds.get(str(results.get("schema", "")).partition("/")[0])
    if make is None:
        raise BrpMatchError(
            "VERSLAG_ONBEKEND", "verslag", "van deze uitkomsten kan geen verslag worden gemaakt"
        )
    return make(results)


def render(report: Report) -> str:
    """Return the report as one HTML page, its pictures inside it."""
    drawn = can_draw()
    return (
        environment(TEMPLATES)
        .get_template("report.html.j2")
        .render(
            report=report,
            figures=_figures(report) if drawn else {},
            drawn=drawn,
            version=__version__,
        )
    )


def _figures(report: Report) -> dict[str, str]:
    from brp_match.benchmark.reports.charts import svg

    figures = {}
    for section in report.sections:
        for place, block in enumerate(section.blocks, start=1):
            if block.picture is not None:
                number = f"{section.key}{place}"
                figures[number] = svg(block.picture(), number)
    return figures
