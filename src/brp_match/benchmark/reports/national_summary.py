"""The first pages of the national report: what was found, what a measure would save, and the same in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.families import OTHER, WORDS
from brp_match.benchmark.reports.blocks import Block, Section, Table, bullets
from brp_match.benchmark.reports.national_groups import looked, wrongful
from brp_match.benchmark.reports.words import counted_range, part
from brp_match.dutch import listed, whole

MEASURES = {
    "naam": "namen soepeler vergelijken: verwisselde delen, partnernaam, voorvoegsels, schrijfwijze",
    "geboortedatum": "een ontbrekende, standaard- of vertypte datum niet als bewijs tegen nemen",
    "adres": "verhuisd binnen de gemeente oppakken, en toevoegingen en bedrijfsadressen herkennen",
    "levering": "bij de bron tegenhouden wat niet gestuurd hoeft te worden",
}
"""Family → what would make it smaller."""


def summary(results: Mapping[str, Any], headline: str) -> Section:
    """Return the chapter to read when there is time for one."""
    total, (today, ours) = results["totaal"], results["methoden"]
    found = [row for row in results["families"] if row["uitval"] and row["naam"] != OTHER]
    most = [f"{WORDS[row['naam']]} ({part(row['uitval'], total['uitval'])})" for row in found[:3]]
    lines = [f"Wat het vaakst speelt bij de uitgevallen signalen: {listed(most)}."] if most else []
    if ours["signalen"] and today["signalen"]:
        low, high = ours["beoordeling"]
        narrow = high is not None and high - low <= 0.1 * ours["signalen"]
        lines.append(
            f"Met brp-match was op dezelfde signalen de uitval {part(ours['uitval'], ours['signalen'])} in plaats van "
            f"{part(today['uitval'], today['signalen'])}"
            + (f"; een medewerker moest er {counted_range(low, high)} bekijken." if narrow else ".")
        )
    return Section(
        "samenvatting", "Samenvatting", (bullets("", (headline, *lines)), _measures(found, total)),
    )  # fmt: skip


def _measures(found: Sequence[Mapping[str, Any]], total: Mapping[str, Any]) -> Block:
    rows = [row for row in found if row["naam"] in MEASURES]
    return Block(
        title="Aanbevelingen, en wat elk ten hoogste scheelt",
        text=(
            "Een maatregel kan niet meer schelen dan de uitval in zijn groep. Hoeveel daarvan een inwoner zou zijn die hulp "
            "krijgt, zegt wat is nagekeken.",
        ),
        table=Table(
            "Wat een maatregel ten hoogste scheelt",
            ("maatregel", "minder uitval, ten hoogste", "van alle uitval", "nagekeken", "daarvan onterecht"),
            tuple(
                (MEASURES[row["naam"]].capitalize(), whole(row["uitval"]), part(row["uitval"], total["uitval"]),
                 looked(row), wrongful(row))
                for row in rows
            ),
        ),
    )  # fmt: skip


def abstract(results: Mapping[str, Any], says_next: bool) -> list[str]:
    """Return the report in a few sentences of English; `says_next`: the prediction may be quoted."""
    total, spread = results["totaal"], results["spreiding"]
    places = len(results["per_gemeente"])
    if not total["signalen"]:
        return []
    share = round(100 * total["uitval"] / total["signalen"])
    text = [
        f"{places} Dutch municipalities counted what their check against the population register (BRP) drops of the "
        f"signals of payment arrears they receive: {share} of every 100."
    ]
    if says_next:
        low, typical, high = (round(100 * spread[name]) for name in ("low", "share", "high"))
        text.append(
            f"In a typical municipality {typical}% of what was dropped concerned a resident who should have been "
            f"offered help; in a next municipality we expect between {low}% and {high}%."
        )
    ours = results["methoden"][1]
    if ours["signalen"]:
        rest = round(100 * ours["uitval"] / ours["signalen"])
        text.append(f"A probabilistic comparison of the same signals drops {rest} of every 100.")
    text.append("No personal data left a municipality; counts below the minimum were withheld.")
    return [" ".join(text)]
