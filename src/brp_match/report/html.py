"""Scorecards as HTML pages that stand alone: no request outside, printable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brp_match.dutch import counted, date_text, decimal, percent, sentence, whole
from brp_match.report import charts, judged, wording
from brp_match.report import firewall as fw
from brp_match.report.answers import answers
from brp_match.report.cards import ExpectationResult, MunicipalityScorecard, Overview
from brp_match.report.checks import Catalogue
from brp_match.report.glossary import used_words
from brp_match.report.own_results import own_results
from brp_match.report.progress import brought
from brp_match.report.trend import Direction, MonthCount, chart_of
from brp_match.templates import environment

if TYPE_CHECKING:
    from jinja2 import Environment

CHANGES_SHOWN = 3

TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, **context: Any) -> str:
    """Fill one template; an undefined name is an error, every value is escaped."""
    return _environment().get_template(template).render(context)


@cache
def _environment() -> Environment:
    from markupsafe import Markup

    made = environment(TEMPLATES)
    made.filters |= {
        "whole": whole, "percent": percent, "decimal": decimal, "sentence": sentence, "svg": Markup,
        "share": wording.share_text, "day": date_text,
    }  # fmt: skip
    made.globals |= {
        "style": Markup(TEMPLATES.joinpath("scorecard.css").read_text(encoding="utf-8")),
        "wording": wording,
        "judged": judged,
        "used_words": used_words,
        "counted": counted,
    }
    return made


def overview_page(
    overview: Overview,
    catalogue: Catalogue,
    files: dict[str, str],
    *,
    pdf: bool = True,
    sender: fw.Sender | None = None,
) -> str:
    """The page of one month over all deliverers; `files` maps a deliverer to its page.

    `pdf` tells whether a PDF of it stands beside it.
    """
    return render(
        "overview.html",
        overview=overview,
        catalogue=catalogue,
        files=files,
        pdf=pdf,
        sender=sender,
        drop_chart=charts.funnel_chart(overview.uitval, "Uitval per vastelastenpartner", "uitval"),
        review_chart=charts.funnel_chart(
            overview.beoordeling, "Beoordelingen per vastelastenpartner", "beoordeling"
        ),
        month_chart=_drop_chart(
            [
                MonthCount(m.maand, m.uitkomsten.uitval, m.uitkomsten.geleverd)
                for m in overview.maanden
            ],
            "Uitval per maand, alle vastelastenpartners",
            "maanden",
        ),
    )


def municipality_page(
    card: MunicipalityScorecard,
    overview: Overview,
    catalogue: Catalogue,
    name: str,
    *,
    pdf: bool = True,
    sender: fw.Sender | None = None,
) -> str:
    """One deliverer's page as the municipality sees it; `name` is that of its files, `pdf` as above."""
    first = wording.to_mend(card)
    worst = first[0].code if first else None
    row = next((r for r in card.verwachtingen if r.code == worst), None)
    return render(
        "card.html",
        card=card,
        overview=overview,
        catalogue=catalogue,
        headline=wording.headline(card, catalogue),
        first=first,
        targets={r.code: wording.target_text(r) for r in card.verwachtingen},
        brought=brought(card.verwachtingen),
        doubted=judged.seen_otherwise((g.soort, g.kolom) for g in card.gewoonten),
        also_rows=judged.also_to_mend(card.verwachtingen, [m.code for m in first]),
        name=name,
        pdf=pdf,
        sender=sender,
        unit=next((u for u in overview.uitval.units if u.name == card.vlp), None),
        funnel=charts.funnel_chart(
            overview.uitval, f"Uitval: {card.vlp} tussen de anderen", "uitval", card.vlp
        ),
        drop_chart=_drop_chart(
            [MonthCount(m.maand, m.uitkomsten.uitval, m.uitkomsten.geleverd) for m in card.maanden],
            "Uitval per maand",
            "maanden",
        ),
        worst=row,
        changed=_changed([r for r in card.verwachtingen if r.code != worst], catalogue),
        worst_chart=_drop_chart(
            row.maanden, f"{catalogue[row.code].melding}, per maand", "eerste", row.norm
        )
        if row
        else "",
    )


def released_page(
    card: fw.VlpScorecard, catalogue: Catalogue, minimum: int, sender: fw.Sender | None = None
) -> str:
    """One deliverer's page as the deliverer gets it. Raises FirewallError for a faulty card."""
    fw.check(card)
    results = own_results(card, catalogue)
    code = card.verbeteren[0].code.value if card.verbeteren else None
    first = next((r for r in results if r.code == code), None)
    return render(
        "released.html",
        card=card,
        sender=sender,
        catalogue=catalogue,
        minimum=minimum,
        headline=wording.released_headline(card, catalogue),
        results=results,
        targets={r.code: wording.target_text(r) for r in results},
        answers=answers(card, results, catalogue, minimum),
        brought=brought(results),
        doubted=judged.seen_otherwise((g.soort.value, g.kolom.value) for g in card.gewoonten),
        also_rows=judged.also_to_mend(results, [m.code.value for m in card.verbeteren]),
        first=first,
        first_chart=_drop_chart(
            first.maanden, f"{catalogue[first.code].melding}, per maand", "eerste", first.norm
        )
        if first
        else "",
        changed=_changed([r for r in results if r is not first], catalogue),
    )


def _changed(rows: Sequence[ExpectationResult], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Expectations whose share of faults moved, with their charts: the largest change first."""
    moved = [r for r in rows if r.trend.richting in (Direction.BETTER, Direction.WORSE)]
    moved.sort(key=lambda r: (-abs((r.trend.van or 0.0) - (r.trend.naar or 0.0)), r.code))
    return [
        {
            "melding": catalogue[r.code].melding,
            "trend": wording.trend_text(r),
            "maanden": r.maanden,
            "chart": _drop_chart(
                r.maanden, f"{catalogue[r.code].melding}, per maand", f"anders{number}", r.norm
            ),
        }
        for number, r in enumerate(moved[:CHANGES_SHOWN])
    ]


def _drop_chart(months: Any, title: str, name: str, norm: float | None = None) -> str:
    used, chart = chart_of(list(months))
    return charts.p_chart_svg(used, chart, title, name, norm)
