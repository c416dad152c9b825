"""Tables of the national report by group: causes, sectors, size of the municipality, months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.families import WORDS
from brp_match.benchmark.reports.blocks import Block, Table, cause_words
from brp_match.benchmark.reports.charts import beside, intervals, trend
from brp_match.benchmark.reports.words import counted_range, known, method_name, part, spanned
from brp_match.dutch import Month, percent, whole

Rows = Sequence[Mapping[str, Any]]


def looked(row: Mapping[str, Any]) -> str:
    """Return how many were reviewed; a dash where none gave it, which is not nought."""
    return whole(row["nagekeken"]) if row["nagekeken"] else "–"


def wrongful(row: Mapping[str, Any]) -> str:
    """Return how many of those reviewed were wrongful, with their share; bounds where it is not known."""
    if not row["nagekeken"]:
        return "–"
    return f"{counted_range(row['onterecht_van'], row['onterecht_tot'])} ({known(row)})"


def families_block(rows: Rows) -> Block:
    """Return the families of causes: how much dropped, and how much of it was wrongful."""
    points = [
        (WORDS[row["naam"]], (row["aandeel_van"] + row["aandeel_tot"]) / 2, row["aandeel_van"], row["aandeel_tot"])
        for row in rows
        if row["aandeel_van"] is not None and row["uitval"]
    ]  # fmt: skip
    return Block(
        title="In groepen",
        text=(
            "Een groep wordt geteld voordat er iets wordt weggelaten; daardoor zegt zij ook iets waar een oorzaak te klein is "
            "om te geven. Een streep in de tekening loopt van het minste tot het meeste dat onterecht kan zijn.",
        ),
        picture=(lambda: intervals(points, "onterecht van wat is nagekeken")) if points else None,
        alt="Strepen: tussen welke grenzen het aandeel onterecht ligt per groep van oorzaken; zie de tabel",
        table=Table(
            "Uitval van de controle van vandaag per groep van oorzaken",
            ("groep", "uitval", "nagekeken", "daarvan onterecht", "gemeenten die het niet gaven"),
            tuple(
                (WORDS[row["naam"]], whole(row["uitval"]) if row["bestanden"] else "–", looked(row), wrongful(row),
                 whole(row["niet_gegeven"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def causes_block(rows: Rows, whole_country: Mapping[str, Any]) -> Block:
    """Return the single causes, where municipalities gave them."""
    return Block(
        title="Elke oorzaak",
        text=(
            "De oorzaak is de reden die brp-match als eerste geeft voor het verschil tussen signaal "
            "en BRP. Een oorzaak die in een gemeente weinig voorkomt, telt daar bij de overige. Hoeveel er onterecht was, wordt "
            "per groep geteld.",
        ),
        table=Table(
            "Uitval van de controle van vandaag per oorzaak",
            ("oorzaak", "uitval", "van alle uitval", "gemeenten die het niet gaven"),
            tuple(
                (cause_words(row["naam"]), whole(row["uitval"]) if row["bestanden"] else "–",
                 percent(row["uitval"] / whole_country["uitval"]) if row["bestanden"] and whole_country["uitval"] else "–",
                 whole(row["niet_gegeven"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def both_block(rows: Rows, what: str, title: str = "") -> Block:
    """Return the drop-out of groups as shares, today's beside ours. `rows`: each with its `brp_match`."""
    shown = [row for row in rows if row["signalen"]]
    points = [
        (row["naam"], method_name(method), one["uitval"] / one["signalen"])
        for row in shown
        for method, one in (("exact", row), ("brp_match", row["brp_match"]))
        if one["signalen"]
    ]
    return Block(
        title=title,
        picture=(lambda: beside(points, "uitval van de signalen")) if points else None,
        alt=f"Punten: aandeel uitval per {what}, van de controle van vandaag en van brp-match; zie de tabel",
        table=Table(
            f"Uitval per {what}, als aandeel van de signalen",
            (what, *(("gemeenten",) if "gemeenten" in (rows or [{}])[0] else ()), "signalen", "uitval nu",
             "onterecht van wat is nagekeken", "uitval bij brp-match"),
            tuple(
                (row["naam"], *((_places(row),) if "gemeenten" in row else ()), whole(row["signalen"]),
                 part(row["uitval"], row["signalen"]), known(row),
                 part(row["brp_match"]["uitval"], row["brp_match"]["signalen"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _places(row: Mapping[str, Any]) -> str:
    """How many municipalities, and between which shares of drop-out they lie."""
    if row["uitval_van"] is None or row["gemeenten"] < 2:
        return whole(row["gemeenten"])
    return f"{whole(row['gemeenten'])} ({spanned(row['uitval_van'], row['uitval_tot'])})"


def months_block(rows: Rows) -> Block:
    """Return drop-out and wrongful drop-out by month."""
    points = []
    for row in rows:
        month = Month.parse(row["naam"]).short
        if row["signalen"]:
            points.append((month, "uitval", row["uitval"] / row["signalen"]))
        if row["aandeel_van"] is not None:
            points.append((month, "onterecht, ten minste", row["aandeel_van"]))
            points.append((month, "onterecht, ten hoogste", row["aandeel_tot"]))
    return Block(
        text=("Niet elke gemeente heeft elke maand gegeven: kijk naar het aantal gemeenten en signalen.",),
        picture=(lambda: trend(points, "aandeel")) if len(rows) > 1 and points else None,
        alt="Lijnen: uitval en onterechte uitval per maand; zie de tabel",
        table=Table(
            "Uitval per maand",
            ("maand", "gemeenten", "signalen", "uitval", "nagekeken", "aandeel onterecht"),
            tuple(
                (Month.parse(row["naam"]).words, whole(row["bestanden"]), whole(row["signalen"]),
                 part(row["uitval"], row["signalen"]), looked(row), known(row))
                for row in rows
            ),
        ),
    )  # fmt: skip
