"""The report of the working group: the exports of many municipalities together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import (
    Block,
    Report,
    Section,
    Table,
    bullets,
    cause_words,
)
from brp_match.benchmark.reports.charts import bars, funnel_plot, intervals, trend
from brp_match.benchmark.reports.families import OTHER, families
from brp_match.benchmark.reports.national_method import how_measured, not_to_conclude
from brp_match.benchmark.reports.publication import colophon, glossary
from brp_match.benchmark.reports.words import counted_range, known, method_name, part, spanned
from brp_match.dutch import Month, counted, decimal, listed, percent, whole

TITLE = "Uitval door de BRP-controle bij vroegsignalering"

POSITIONS = {
    "": "niet nagekeken",
    "binnen": "binnen de grenzen",
    "open": "niet te zeggen",
    "boven95": "boven de 95%-grens",
    "onder95": "onder de 95%-grens",
    "boven999": "boven de 99,9%-grens",
    "onder999": "onder de 99,9%-grens",
}


def from_national(results: Mapping[str, Any]) -> Report:
    """Make the report out of landelijk.json."""
    months = [Month.parse(month).words for month in results["maanden"]]
    places, whole_country = results["per_gemeente"], results["totaal"]
    return Report(
        title=TITLE,
        about=f"{counted(len(places), 'gemeente', 'gemeenten')}, {listed(months)}. Er staat geen aantal "
        f"onder {results['minimum']} van één gemeente in.",
        headline=headline(results),
        facts=(
            ("gemeenten", whole(len(places))),
            ("signalen", whole(whole_country["signalen"])),
            ("uitval nu", part(whole_country["uitval"], whole_country["signalen"])),
            ("nagekeken uitval", whole(whole_country["nagekeken"])),
        ),
        sections=(
            summary_of(results),
            Section("oorzaken", "De oorzaken", (_families(results), _causes(results["oorzaken"]))),
            Section("methoden", "De methoden", (_methods(results["methoden"]),)),
            Section("sectoren", "Per sector", (_sectors(results["per_sector"]),)),
            Section("vlps", "Per vastelastenpartner", (_funnel(results, "per_vlp"),)),
            Section(
                "gemeenten", "Per gemeente", (_funnel(results, "per_gemeente"), _spread(results))
            ),
            Section("maanden", "Per maand", (_months(results["per_maand"]),)),
            Section("meting", "Hoe dit is gemeten", how_measured(results)),
            Section("niet", "Wat u hier niet uit kunt concluderen", not_to_conclude(results)),
            glossary(),
            colophon(
                TITLE,
                listed(months),
                f"De cijfers zijn van {counted(len(places), 'gemeente', 'gemeenten')}, die zelf telden.",
                results,
                _abstract(results),
            ),
        ),
    )


def headline(results: Mapping[str, Any]) -> str:
    """Say the one thing to remember: how much drops out, how much of it wrongly, and what to expect elsewhere."""
    whole_country, spread = results["totaal"], results["spreiding"]
    found = results["methoden"][0]["schatting"]
    if not whole_country["signalen"]:
        return "Geen gemeente gaf haar uitval."
    shares = drop_shares(results)
    start = f"Van elke 100 signalen vallen er {decimal(100 * whole_country['uitval'] / whole_country['signalen'], 0)} uit"
    if len(shares) > 1:
        start += f" (per gemeente {decimal(100 * shares[0], 0)} tot {decimal(100 * shares[-1], 0)})"
    if spread is not None:
        return (
            f"{start}; in een doorsnee gemeente is daarvan {percent(spread['share'], 10)} onterecht, en in een volgende "
            f"gemeente verwachten wij tussen {percent(spread['low'], 10)} en {percent(spread['high'], 10)}."
        )
    if found is None:
        return f"{start}; hoeveel daarvan onterecht is, is niet nagekeken."
    sure = f"95% zeker: {percent(found['van'])} tot {percent(found['tot'])}"
    if found["van"] == found["tot"]:
        sure = "alles wat telt is nagekeken"
    return (
        f"{start}, en van die uitval is bij deze gemeenten samen {percent(found['aandeel'])} onterecht ({sure}). "
        "Wat een volgende gemeente mag verwachten, is uit zo weinig gemeenten niet te zeggen."
    )


def drop_shares(results: Mapping[str, Any]) -> list[float]:
    """Return the drop-out of every municipality that gave it as a share, the least first."""
    rows = results["per_gemeente"]
    return sorted(row["uitval"] / row["signalen"] for row in rows if row["signalen"])


def summary_of(results: Mapping[str, Any]) -> Section:
    """The chapter to read when there is time for one: what was found, and what each measure would save."""
    total, (today, ours) = results["totaal"], results["methoden"]
    found = [
        one for one in families(results["oorzaken"], total) if one.dropped and one.name != OTHER
    ]
    most = [f"{one.name} ({part(one.dropped, total['uitval'])})" for one in found[:3]]
    lines = [f"Wat het vaakst speelt bij de uitgevallen signalen: {listed(most)}."] if most else []
    saved = [
        f"Een controle die verschillen in {one.name} herkent, bekijkt deze {whole(one.dropped)} signalen opnieuw"
        + (
            f"; van de {whole(one.seen)} die zijn nagekeken was onterecht: {one.wrongful}."
            if one.seen
            else "."
        )
        for one in found
        if one.name in SOFTER
    ]
    if ours["signalen"] and today["signalen"]:
        saved.append(
            f"Vergelijken met brp-match: uitval {part(ours['uitval'], ours['signalen'])} in plaats van "
            f"{part(today['uitval'], today['signalen'])} op dezelfde signalen."
        )
    return Section(
        "samenvatting", "Samenvatting",
        (bullets("", (headline(results), *lines)), bullets("Wat een maatregel scheelt", saved)),
    )  # fmt: skip


SOFTER = ("de naam", "de geboortedatum", "het adres")
"""Families in which a softer comparison finds people again."""


def _abstract(results: Mapping[str, Any]) -> list[str]:
    """The report in three sentences of English."""
    total, spread = results["totaal"], results["spreiding"]
    places = len(results["per_gemeente"])
    if not total["signalen"]:
        return []
    share = round(100 * total["uitval"] / total["signalen"])
    text = [
        f"{places} Dutch municipalities counted what their check against the population register (BRP) drops of the "
        f"signals of payment arrears they receive: {share} of every 100."
    ]
    if spread is not None:
        low, typical, high = (round(100 * spread[name]) for name in ("low", "share", "high"))
        text.append(
            f"In a typical municipality {typical}% of what was dropped concerned a resident who should have been "
            f"offered help; in a next municipality we expect between {low}% and {high}%."
        )
    text.append("No personal data left a municipality; counts below the minimum were withheld.")
    return [" ".join(text)]


def _families(results: Mapping[str, Any]) -> Block:
    rows = families(results["oorzaken"], results["totaal"])
    return Block(
        title="In groepen",
        text=(
            "Waar een oorzaak in een gemeente te klein is om te geven, zegt de groep vaak nog wel iets.",
        ),
        table=Table(
            "Uitval van de controle van vandaag per groep van oorzaken",
            ("groep", "uitval", "nagekeken", "daarvan onterecht"),
            tuple(
                (
                    one.name,
                    whole(one.dropped) if one.given else "–",
                    whole(one.seen) if one.seen else "–",
                    one.wrongful,
                )
                for one in rows
            ),
        ),
    )


def _causes(rows: Sequence[Mapping[str, Any]]) -> Block:
    data = [(cause_words(row["naam"]), "uitval", float(row["uitval"])) for row in rows]
    return Block(
        text=(
            "De oorzaak is de reden die brp-match als eerste geeft voor het verschil tussen signaal "
            "en BRP. Een oorzaak die in een gemeente weinig voorkomt, telt daar bij de overige.",
        ),
        picture=(lambda: bars(data, ("uitval",), "uitgevallen signalen")) if data else None,
        alt="Staven: uitgevallen signalen per oorzaak; de cijfers staan in de tabel hieronder",
        table=Table(
            "Uitval van de controle van vandaag per oorzaak",
            ("oorzaak", "uitval", "nagekeken", "onterecht", "aandeel onterecht", "gemeenten die het niet gaven"),
            tuple(
                (cause_words(row["naam"]), whole(row["uitval"]) if row["bestanden"] else "–", _looked(row),
                 counted_range(row["onterecht_van"], row["onterecht_tot"]), known(row),
                 whole(row["niet_gegeven"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _methods(rows: Sequence[Mapping[str, Any]]) -> Block:
    points = [
        (method_name(row["naam"]), s["aandeel"], s["van"], s["tot"])
        for row in rows
        if (s := row["schatting"]) is not None
    ]
    return Block(
        text=(
            "Beide methoden kregen dezelfde signalen. Wat brp-match aan een medewerker voorlegt, is "
            "geen uitval.",
        ),
        picture=(lambda: intervals(points, "onterecht van de uitval")) if points else None,
        alt="Punten met een interval: aandeel onterecht van de uitval per methode; zie de tabel",
        table=Table(
            "Uitval per methode over alle gemeenten",
            ("methode", "signalen", "uitval", "te beoordelen", "nagekeken", "onterecht", "onterecht van alle uitval"),
            tuple(
                (method_name(row["naam"]), whole(row["signalen"]), part(row["uitval"], row["signalen"]),
                 counted_range(*row["beoordeling"]) if row["beoordeling"] else "–",
                 _looked(row), counted_range(row["onterecht_van"], row["onterecht_tot"]),
                 _estimate(row))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _looked(row: Mapping[str, Any]) -> str:
    """Return how many were reviewed; a dash where none gave it, which is not nought."""
    return whole(row["nagekeken"]) if row["nagekeken"] else "–"


def _estimate(row: Mapping[str, Any]) -> str:
    """Return the estimate; where counts are withheld, between which bounds the reviewed ones lie."""
    found = row["schatting"]
    if found is None:
        return f"{known(row)} van de nagekeken" if row["nagekeken"] else "niet bekend"
    return f"{percent(found['aandeel'])} ({spanned(found['van'], found['tot'])})"


def _sectors(rows: Sequence[Mapping[str, Any]]) -> Block:
    data = [
        (row["naam"], word, float(count))
        for row in rows
        for word, count in (
            ("uitval", row["uitval"]),
            ("opgepakt", row["signalen"] - row["uitval"]),
        )
    ]
    return Block(
        picture=lambda: bars(data, ("uitval", "opgepakt"), "signalen"),
        alt="Staven: signalen per sector, verdeeld in uitval en opgepakt; zie de tabel",
        table=Table(
            "Uitval per sector",
            ("sector", "signalen", "uitval nu", "nagekeken", "aandeel onterecht", "uitval bij brp-match"),
            tuple(
                (row["naam"], whole(row["signalen"]), part(row["uitval"], row["signalen"]),
                 _looked(row), known(row),
                 part(row["brp_match"]["uitval"], row["brp_match"]["signalen"]))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _funnel(results: Mapping[str, Any], which: str) -> Block:
    rows = results[which]
    vlps = which == "per_vlp"
    noun = "vastelastenpartner" if vlps else "gemeente"
    units = [
        (row["naam"], row["nagekeken"], row["aandeel_van"], row["aandeel_tot"], row["positie"])
        for row in rows
        if row["aandeel_van"] is not None
    ]
    phi = results["overspreiding"]["vlps" if vlps else "gemeenten"]
    lines = [
        f"Elke stip is een {noun}. De lijn in het midden is het gemiddelde van alle gemeenten samen, "
        f"{percent(results['streef'])}. Binnen de lijnen eromheen kan het verschil toeval zijn. Een "
        "streep in plaats van een stip: een deel van de aantallen is niet gegeven, en de waarde ligt "
        "ergens op de streep.",
    ]
    if phi > 1:
        lines.append(
            f"Zij verschillen onderling meer dan toeval alleen verklaart; daarom zijn de grenzen verruimd (factor "
            f"{decimal(phi)})."
        )
    own = "" if vlps else results.get("eigen", "")
    if own:
        lines.append(f"De cirkel wijst {own} aan.")
    names = ("vastelastenpartner", "sector") if vlps else ("gemeente",)
    return Block(
        text=tuple(lines),
        picture=(
            lambda: funnel_plot(units, results["streef"], "nagekeken uitgevallen signalen", "onterecht", phi, own)
        ) if units else None,
        alt=f"Trechter: aandeel onterecht per {noun} tegen het aantal nagekeken signalen; zie de tabel",
        table=Table(
            f"Uitval per {noun}, op alfabet",
            (*names, "signalen", "uitval", "nagekeken", "onterecht", "aandeel onterecht", "plaats"),
            tuple(
                ((row["naam"], row["sector"]) if vlps else (row["naam"],))
                + (whole(row["signalen"]), part(row["uitval"], row["signalen"]), _looked(row),
                   counted_range(row["onterecht_van"], row["onterecht_tot"]), known(row),
                   POSITIONS[row["positie"]])
                for row in sorted(rows, key=lambda row: (row["naam"].lower(), row.get("sector", "")))
            ),
        ),
    )  # fmt: skip


def _spread(results: Mapping[str, Any]) -> Block:
    found = results["spreiding"]
    if found is None:
        return Block(
            title="Verschil tussen gemeenten",
            text=("Daarvoor zijn aantallen van ten minste drie gemeenten nodig.",),
        )
    return Block(
        title="Verschil tussen gemeenten",
        text=(
            f"In een volgende gemeente verwachten wij een aandeel onterecht tussen {percent(found['low'])} "
            f"en {percent(found['high'])}. Van het verschil tussen de gemeenten is "
            f"{percent(found['i2'], 10)} geen toeval.",
        ),
        table=Table(
            "Maten van het verschil tussen gemeenten",
            ("maat", "waarde"),
            (
                ("gemeenten", whole(found["units"])),
                ("Q van Cochran (vrijheidsgraden)", f"{decimal(found['q'])} ({found['df']})"),
                ("p-waarde bij Q", "minder dan 0,001" if found["p"] < 0.001 else decimal(found["p"], 3)),
                ("I²", percent(found["i2"], 10)),
                ("standaarddeviatie tussen gemeenten (logit)", decimal(found["tau"], 2)),
                ("gemiddelde gemeente", percent(found["share"])),
                ("voorspelling voor een volgende gemeente", spanned(found["low"], found["high"])),
            ),
        ),
    )  # fmt: skip


def _months(rows: Sequence[Mapping[str, Any]]) -> Block:
    points = []
    for row in rows:
        month = Month.parse(row["naam"]).short
        if row["signalen"]:
            points.append((month, "uitval", row["uitval"] / row["signalen"]))
        if row["aandeel_van"] is not None:
            points.append((month, "onterecht, ten minste", row["aandeel_van"]))
            points.append((month, "onterecht, ten hoogste", row["aandeel_tot"]))
    return Block(
        text=("Niet elke gemeente heeft elke maand gegeven: kijk naar het aantal signalen.",),
        picture=(lambda: trend(points, "aandeel")) if len(rows) > 1 and points else None,
        alt="Lijnen: uitval en onterechte uitval per maand; zie de tabel",
        table=Table(
            "Uitval per maand",
            ("maand", "signalen", "uitval", "nagekeken", "aandeel onterecht"),
            tuple(
                (Month.parse(row["naam"]).words, whole(row["signalen"]), part(row["uitval"], row["signalen"]),
                 _looked(row), known(row))
                for row in rows
            ),
        ),
    )  # fmt: skip
