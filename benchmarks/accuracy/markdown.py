"""A report as Markdown, with its pictures as SVG files beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brp_match.benchmark.reports.blocks import Block, Report, Table
from brp_match.benchmark.reports.charts import can_draw, svg


def write_markdown(report: Report, out: Path) -> None:
    """Write the report to the file `out`, and each picture as `<section><place>.svg` beside it.

    Without the packages that draw, the pictures are left out; their figures stand in the tables.
    """
    drawn = can_draw()
    parts = [f"# {report.title}", report.headline, report.about]
    for section in report.sections:
        parts.append(f"## {section.title}")
        for place, block in enumerate(section.blocks, start=1):
            name = f"{section.key}{place}"
            if drawn and block.picture is not None:
                picture = svg(block.picture(), name)
                (out.parent / f"{name}.svg").write_text(picture, encoding="utf-8")
            parts += _parts(block, name if drawn and block.picture else "")
    out.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _parts(block: Block, picture: str) -> list[str]:
    parts = [f"### {block.title}"] if block.title else []
    parts += block.text
    if picture:
        parts.append(f"![{block.alt}]({picture}.svg)")
    if block.table is not None:
        parts.append(_grid(block.table))
    return parts


def _grid(table: Table) -> str:
    lines = [f"*{table.caption}*", "", _line(table.header), _line(["---"] * len(table.header))]
    return "\n".join([*lines, *(_line(row) for row in table.rows)])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
