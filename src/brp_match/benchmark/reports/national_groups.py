"""Tables of the national report by group: causes, sectors, size of the municipality, months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.families import OTHER, SIDE_TITLES, WORDS
from brp_match.benchmark.reports.beside_noise import not_adding_up, ours_higher, with_noise
from brp_match.benchmark.reports.blocks import Block, Table, cause_words
from brp_match.benchmark.reports.charts import beside, intervals
from brp_match.benchmark.reports.words import (
    OPEN,
    WIDEST,
    about,
    about_count,
    best,
    method_name,
    part,
    spanned,
    vague,
)
from brp_match.dutch import listed, percent, whole

Rows = Sequence[Mapping[str, Any]]


def looked(row: Mapping[str, Any]) -> str:
    """Return how many were reviewed; a dash where none gave it, which is not nought."""
    if not row["nagekeken"]:
        return "–"
    noise = row.get("uitval_van", 0) != row.get("uitval_tot", 0)
    return f"{'ongeveer ' if noise else ''}{whole(row['nagekeken'])}"


def wrongful(row: Mapping[str, Any]) -> str:
    """Return which share of those reviewed was wrongful, with its limits."""
    one = best(row)
    if not one["nagekeken"] or one["aandeel_van"] is None:
        return "–"
    return about(one["aandeel"], one["aandeel_van"], one["aandeel_tot"], HUNDREDS)


HUNDREDS = 10
"""Of how many a share of a family is said: in whole per cents."""


def families_block(rows: Rows, sides: Rows = (), country: Mapping[str, Any] | None = None) -> Block:
    """Return the families of causes: how much dropped, and how much of it was wrongful; above them the two `sides`.

    `country`: all drop-out together, to which counts with noise do not quite add up.
    """
    named = [(SIDE_TITLES[row["naam"]], row) for row in sides]
    named += [(WORDS[row["naam"]], row) for row in rows]
    points = []
    for name, row in named:
        one = best(row)
        if one["aandeel_van"] is not None and one["uitval"]:
            low, high = one["aandeel_van"], one["aandeel_tot"]
            points.append((name, None if vague(one) else one["aandeel"], low, high))
    silent = [best(row).get("niet_gegeven", row.get("niet_gegeven", 0)) for _, row in named]
    lines = [
        "Een groep wordt geteld voordat er iets wordt weggelaten; daardoor zegt zij ook iets waar een oorzaak te klein is "
        "om te geven. Bovenaan staan twee soorten, elk met al haar groepen samen. Een streep in de tekening "
        + (
            "is een interval van 95%"
            if any(best(row).get("met_ruis") for _, row in named)
            else "loopt tussen de grenzen van wat het kan zijn"
        )
        + "; een punt staat er alleen bij als de beste schatting iets zegt."
        + (" Niet gegeven: zo veel gemeenten gaven dit aantal niet." if any(silent) else ""),
        *not_adding_up([row for _, row in named], country),
    ]
    if any(row["naam"] == OTHER for row in rows):
        lines.append(
            f"{WORDS[OTHER].capitalize()}: uitval in groepen die bij een gemeente te klein waren om apart te geven."
        )
    return Block(
        title="In groepen",
        text=tuple(lines),
        picture=(lambda: intervals(points, "onterecht van wat is nagekeken")) if points else None,
        alt="Strepen: tussen welke grenzen het aandeel onterecht ligt per groep van oorzaken; zie de tabel",
        table=Table(
            "Uitval van de controle van vandaag per groep van oorzaken",
            ("groep", "uitval", "onterecht", "aandeel onterecht", *(("niet gegeven",) if any(silent) else ())),
            tuple(
                (name, _dropped(row), wrong(row), wrongful(row), *((whole(left),) if any(silent) else ()))
                for (name, row), left in zip(named, silent, strict=True)
            ),
        ),
    )  # fmt: skip


def _dropped(row: Mapping[str, Any]) -> str:
    one = best(row)
    if not one.get("bestanden", 1):
        return "–"
    return about_count(one["uitval"], one["uitval_van"], one["uitval_tot"])


def wrong(row: Mapping[str, Any]) -> str:
    """Return how many of those reviewed were wrongful, with its limits; only these where the share says no more."""
    one = best(row)
    if not one["nagekeken"] or one["onterecht_van"] is None:
        return "–"
    if wrongful(row) == OPEN:
        return OPEN
    value = None if vague(one) else one["onterecht"]
    return about_count(value, one["onterecht_van"], one["onterecht_tot"])


def causes_block(rows: Rows, whole_country: Mapping[str, Any]) -> Block:
    """Return the single causes, where municipalities gave them."""
    every = best(whole_country)["uitval"]
    told = sum(row["uitval"] for row in rows if row["bestanden"])
    silent = any(row["niet_gegeven"] for row in rows)
    lines = [
        "De oorzaak is de reden die brp-match als eerste geeft voor het verschil tussen signaal en BRP. Elke oorzaak is een "
        "deel van een groep hierboven. Een oorzaak die in een gemeente weinig voorkomt, telt daar bij "
        f"“{cause_words(OTHER)}”; van elke andere is er dus ten minste zo veel als er staat. Hoeveel er onterecht was, wordt "
        "per groep geteld.",
    ]
    if 0 < told < every:
        lines.append(
            f"De rijen zijn samen {percent(told / every)} van alle uitval. De rest is van gemeenten die het aantal niet gaven."
        )
    return Block(
        title="Elke oorzaak",
        text=tuple(lines),
        table=Table(
            "Uitval van de controle van vandaag per oorzaak",
            ("oorzaak", "uitval", "van alle uitval", *(("gemeenten die het niet gaven",) if silent else ())),
            tuple(
                (cause_words(row["naam"]), whole(row["uitval"]) if row["bestanden"] else "–",
                 percent(row["uitval"] / every) if row["bestanden"] and every else "–",
                 *((whole(row["niet_gegeven"]),) if silent else ()))
                for row in rows
            ),
        ),
    )  # fmt: skip


def both_block(
    rows: Rows, what: str, title: str = "", caption: str = "", methods: Rows = ()
) -> Block:
    """Return the drop-out of groups as shares, today's beside ours. `rows`: each with its `brp_match`; `caption`: where
    "per" does not go with `what`; `methods`: today's and ours over all of them. Where the two are not of the same signals the row says so, gives both numbers of
    signals, and is not drawn: a difference would be one between signals and not between methods.
    """
    apart = any(not row["zelfde_signalen"] for row in rows)
    points = [
        (row["naam"], method_name(method), one["uitval"] / one["signalen"])
        for row in rows
        for method, one in (("exact", best(row)), ("brp_match", best(row["brp_match"])))
        if one["signalen"] and row["zelfde_signalen"]
    ]
    header = ("signalen nu", "uitval nu", "onterecht van de uitval", "signalen bij brp-match", "uitval bij brp-match") if apart else (
        "signalen", "uitval nu", "onterecht van de uitval", "uitval bij brp-match")  # fmt: skip
    return Block(
        title=title,
        text=(*_same_or_not(rows, what, drawn=bool(points)), *with_noise(rows, methods), *ours_higher(rows)),
        picture=(lambda: beside(points, "uitval van de signalen")) if points else None,
        alt=f"Punten: {caption or f'aandeel uitval per {what}'}, van de controle van vandaag en van brp-match; zie de tabel",
        table=Table(
            caption or f"Uitval per {what}, als aandeel van de signalen",
            (what, *(("gemeenten",) if "gemeenten" in (rows or [{}])[0] else ()), *header),
            tuple(
                (row["naam"], *((_places(row),) if "gemeenten" in row else ()), signals_of(row),
                 share_dropped(row), wrongful(row), *((signals_of(row["brp_match"]),) if apart else ()),
                 share_dropped(row["brp_match"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _same_or_not(rows: Rows, what: str, *, drawn: bool) -> tuple[str, ...]:
    """Say of which signals either method's drop-out is, and what a line in the picture is not. `what`: what a row is."""
    lines = []
    other = [row["naam"] for row in rows if not row["zelfde_signalen"]]
    if other:
        lines.append(
            f"Bij {listed([f'“{name}”' for name in other] if what not in NAMES else other)} gaan de uitval nu en die bij brp-match "
            "niet over dezelfde signalen, want niet elke gemeente gaf beide. Vergelijk ze daar niet"
            + ("; in de tekening staan zij niet." if drawn else "; daarom is er geen tekening.")
        )
        lines.append(
            "Een klein aantal wordt niet gegeven, en dan telt die gemeente hier niet mee. Deze aandelen zijn daardoor meestal "
            f"te hoog, en gaan over minder gemeenten dan het geheel{'' if what == 'sector' else ' of een sector'}: zet ze er niet naast."
        )
    if drawn:
        lines.append(
            "De tekening toont de beste schattingen. Raken de intervallen in de tabel elkaar, dan kan het verschil toeval zijn."
            if any(best(one)["uitval_van"] != best(one)["uitval_tot"] for row in rows for one in (row, row["brp_match"]))
            else "De tekening toont de aandelen uit de tabel."
        )  # fmt: skip
    return tuple(lines)


NAMES = ("sector", "vastelastenpartner")
"""What a row can be that has a name of its own; others are put between quotes."""


def says_next(spread: Mapping[str, Any] | None) -> bool:
    """Tell whether the prediction for a next municipality is narrow enough to be quoted."""
    return spread is not None and spread["high"] - spread["low"] <= WIDEST


def drop_shares(results: Mapping[str, Any]) -> list[float]:
    """Return the drop-out of every municipality that gave it as a share, the least first."""
    rows = results["per_gemeente"]
    return sorted(row["uitval"] / row["signalen"] for row in rows if row["signalen"])


def signals_of(row: Mapping[str, Any]) -> str:
    """Return the signals whose drop-out was told; a drop-out that no municipality gave is not one of no signals."""
    return whole(best(row)["signalen"]) if best(row)["signalen"] else NOT_GIVEN


NOT_GIVEN = "niet gegeven"


def share_dropped(row: Mapping[str, Any]) -> str:
    """Return the drop-out of a row as count and share, or as a share with limits where it was told with noise."""
    one = best(row)
    signals = one["signalen"]
    if not signals:
        return NOT_GIVEN
    if one["uitval_van"] == one["uitval_tot"]:
        return part(one["uitval"], signals)
    low, high = one["uitval_van"] / signals, min(1.0, one["uitval_tot"] / signals)
    return about(one["uitval"] / signals, low, high)


def _places(row: Mapping[str, Any]) -> str:
    """How many municipalities, and between which shares the drop-out of those lies that gave it without noise."""
    given, gave = row["open"], row["gaven"]
    if gave < row["gemeenten"]:
        return f"{whole(row['gemeenten'])} ({whole(gave) if gave else 'geen'} met uitval nu)"
    if row["uitval_van"] is None or given < 2:
        return whole(row["gemeenten"])
    whose = "" if given == row["gemeenten"] else f"van {whole(given)} zonder ruis: "
    return (
        f"{whole(row['gemeenten'])} ({whose}uitval {spanned(row['uitval_van'], row['uitval_tot'])})"
    )
