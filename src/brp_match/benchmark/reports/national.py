"""The report of the working group: the exports of many municipalities together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Report, Section, Table
from brp_match.benchmark.reports.charts import panels
from brp_match.benchmark.reports.national_answers import answers
from brp_match.benchmark.reports.national_funnel import (
    deliverers_block,
    funnel_block,
    spread_blocks,
)
from brp_match.benchmark.reports.national_groups import (
    HUNDREDS,
    both_block,
    causes_block,
    drop_shares,
    families_block,
    looked,
    says_next,
    share_dropped,
    signals_of,
)
from brp_match.benchmark.reports.national_method import how_measured, not_to_conclude
from brp_match.benchmark.reports.national_months import months_block
from brp_match.benchmark.reports.national_summary import (
    abstract,
    measures,
    reviews_of,
    same_signals,
)
from brp_match.benchmark.reports.publication import colophon, edition_line, glossary
from brp_match.benchmark.reports.words import (
    OPEN,
    about,
    any_noise,
    best,
    counted_range,
    gave,
    known,
    method_name,
    period,
)
from brp_match.dutch import counted, decimal, percent, whole

TITLE = "Uitval door de BRP-controle bij vroegsignalering"


def from_national(results: Mapping[str, Any]) -> Report:
    """Make the report out of landelijk.json."""
    months = period(results["maanden"])
    places, whole_country = results["per_gemeente"], results["totaal"]
    return Report(
        title=TITLE,
        about=f"{counted(len(places), 'gemeente', 'gemeenten')}, {months}. {_whose(results)}{_promise(results)}",
        headline=headline(results),
        facts=_facts(results),
        sections=(
            Section(
                "samenvatting",
                "Tien vragen, tien antwoorden",
                (answers(results, TITLE, months),),
            ),
            Section("aanbevelingen", "Aanbevelingen", (measures(results),)),
            Section(
                "oorzaken",
                "De oorzaken",
                (
                    families_block(results["families"], results.get("zijden", ()), whole_country),
                    causes_block(results["oorzaken"], whole_country),
                ),
            ),
            Section(
                "methoden",
                "De methoden",
                (_methods(results),),
            ),
            *_by_group(results),
            Section("meting", "Hoe dit is gemeten", how_measured(results)),
            Section("niet", "Wat u hier niet uit kunt concluderen", not_to_conclude(results)),
            glossary(),
            colophon(TITLE, months, results, abstract(results, says_next(results["spreiding"]))),
        ),
        edition=edition_line(results),
    )


def _by_group(results: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the chapters by sector, deliverer, municipality and month."""
    methods = results["methoden"]
    return (
        Section(
            "sectoren",
            "Per sector",
            (both_block(results["per_sector"], "sector", methods=methods),),
        ),
        Section(
            "vlps",
            "Per vastelastenpartner",
            (
                *deliverers_block(results),
                both_block(results["per_vlp"], "vastelastenpartner", "Uitval nu, en bij brp-match"),
            ),
        ),
        Section(
            "gemeenten",
            "Per gemeente",
            (
                funnel_block(results, "per_gemeente"),
                *spread_blocks(results),
                both_block(
                    results["per_grootte"],
                    "signalen per maand",
                    "Naar grootte van de gemeente",
                    "Uitval naar het aantal signalen dat een gemeente per maand krijgt",
                    methods,
                ),
            ),
        ),
        Section(
            "maanden",
            "Per maand",
            (months_block(results["per_maand"], best(results["totaal"])["signalen"]),),
        ),
    )


def _facts(results: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    whole_country = results["totaal"]
    places, given = len(results["per_gemeente"]), gave(results)
    return (
        (
            "gemeenten",
            whole(places) if given in (0, places) else f"{whole(given)} van de {whole(places)}",
        ),
        ("signalen", whole(best(whole_country)["signalen"])),
        ("uitval nu", _fact(whole_country)),
        ("onterecht, alle uitval samen", _estimate(results["methoden"][0])),
    )


def _whose(results: Mapping[str, Any]) -> str:
    """Say of how many municipalities the figures of today are, and at how many the check was imitated."""
    places, given = len(results["per_gemeente"]), gave(results)
    said = ""
    if 0 < given < places:
        said += f"De uitval nu is van {whole(given)}; {whole(places - given)} gaf{'' if places - given == 1 else 'en'} die niet. "
    again = sum(row["gemeenten"] for row in results["per_controle"] if row["naam"] == "nabootsing")
    if again:
        said += (
            "De controle van vandaag is nagebootst"
            + (f" bij {whole(again)} van de {whole(places)}" if again < places else "")
            + ". "
        )
    return said


def _promise(results: Mapping[str, Any]) -> str:
    """Say what happened to small counts."""
    told = (
        "staat er alleen ongeveer in, met ruis: het echte aantal is niet te zien."
        if any_noise(results)
        else "is niet gegeven; soms staat er tussen welke grenzen het ligt."
    )
    return f"Een aantal onder {results['minimum']} van één gemeente, en een groter aantal dat het zou verraden, {told}"


def headline(results: Mapping[str, Any]) -> str:
    """Say the one thing to remember: how much drops out, how much of it wrongly, and what to expect elsewhere."""
    whole_country, spread = results["totaal"], results["spreiding"]
    found = results["methoden"][0]["schatting"]
    country = best(whole_country)
    if not country["signalen"]:
        return "Geen gemeente gaf haar uitval."
    shares = drop_shares(results)
    start = f"Van elke 100 signalen vallen er {decimal(100 * country['uitval'] / country['signalen'], 0)} uit"
    if len(shares) > 1:
        start += f" (per gemeente {decimal(100 * shares[0], 0)} tot {decimal(100 * shares[-1], 0)})"
    if says_next(spread):
        return (
            f"{start}; in een doorsnee gemeente is daarvan {percent(spread['share'], 10)} onterecht, en in een volgende "
            f"gemeente verwachten wij tussen {percent(spread['low'], 10)} en {percent(spread['high'], 10)}."
        )
    if found is None:
        return f"{start}; hoeveel daarvan onterecht is, is niet nagekeken."
    sure = f" (95% zeker: {percent(found['van'], 10)} tot {percent(found['tot'], 10)})"
    if found["van"] == found["tot"]:
        sure = " (alles wat telt is nagekeken)"
    share = percent(found["van"], 10)
    if found["aandeel"] is None:
        share, sure = about(None, found["van"], found["tot"], HUNDREDS), ""
        if share == OPEN:
            return f"{start}; hoeveel daarvan onterecht is, is niet te zeggen."
    elif found["van"] != found["tot"]:
        share = percent(found["aandeel"], 10)
    return (
        f"{start}, en van die uitval is bij deze gemeenten samen {share} onterecht{sure}. "
        "Wat een volgende gemeente mag verwachten, is uit zo weinig gemeenten niet te zeggen."
    )


def _fact(row: Mapping[str, Any]) -> str:
    """The drop-out as a whole per cent; a dash without signals."""
    one = best(row)
    return percent(one["uitval"] / one["signalen"], HUNDREDS) if one["signalen"] else "–"


def _methods(results: Mapping[str, Any]) -> Block:
    rows, places = same_signals(results)
    if not rows:
        return Block(
            text=(
                "Geen gemeente gaf de uitval van beide methoden; zij zijn dus niet te vergelijken.",
            )
        )
    all_of_them = places == len(results["per_gemeente"])
    points: list[tuple[str, str, float | None, float, float]] = []
    for row in rows:
        one = best(row)
        name, signals = method_name(row["naam"]), one["signalen"]
        if signals:
            middle, low, high = (
                one[key] / signals for key in ("uitval", "uitval_van", "uitval_tot")
            )
            points.append((name, "uitval van de signalen", middle, low, high))
        if (found := row["schatting"]) is not None and signals:
            drop = one["uitval"] / signals
            points.append(
                (name, "onterechte uitval van de signalen",
                 None if found["aandeel"] is None else found["aandeel"] * drop, found["van"] * drop, found["tot"] * drop)
            )  # fmt: skip
        if (reviews := reviews_of(row)) is not None and signals:
            low, high = (min(1.0, count / signals) for count in reviews)
            middle = low if low == high else None
            points.append((name, "naar een medewerker, van de signalen", middle, low, high))
    names = [method_name(row["naam"]) for row in rows]
    measures = list(dict.fromkeys(measure for _, measure, *_ in points))
    return Block(
        text=(
            ("Beide methoden kregen dezelfde signalen." if all_of_them else
             f"{counted(places, 'gemeente gaf', 'gemeenten gaven')} de uitval van beide methoden; hier staan alleen hun signalen.")
            + " Wat brp-match aan een medewerker voorlegt, is "
            f"geen uitval. {_line_said(rows)} Of een brief de "
            "verkeerde bereikte, is bij de gemeenten niet nagekeken en staat er dus niet bij.",
        ),
        picture=(lambda: panels(points, names, measures)) if points else None,
        alt="Per maat een tekening met beide methoden onder elkaar, elk een punt met een interval; zie de tabel",
        table=Table(
            "Uitval per methode over alle gemeenten" if all_of_them else "Uitval per methode over wie beide gaf",
            ("methode", "signalen", "uitval", "te beoordelen", "nagekeken", "onterecht", "onterecht van alle uitval"),
            tuple(
                (method_name(row["naam"]), signals_of(row), share_dropped(row),
                 "–" if not row["beoordeling"] else counted_range(*found) if (found := reviews_of(row)) else OPEN,
                 looked(best(row)), counted_range(best(row)["onterecht_van"], best(row)["onterecht_tot"]),
                 _estimate(row))
                for row in rows
            ),
        ),
    )  # fmt: skip


def _line_said(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say what a line in the picture is: limits that hold for certain, or with 95%."""
    found = [row["schatting"] for row in rows]
    noise = any(best(row)["met_ruis"] for row in rows)
    if not noise and all(one is None or one["zeker"] for one in found):
        return "Een streep loopt tussen de grenzen van wat het kan zijn; zonder punt is alleen bekend waartussen het ligt."
    return "Een streep is een interval van 95%; zonder punt is alleen bekend waartussen het ligt."


def _estimate(row: Mapping[str, Any]) -> str:
    """Return the estimate; where counts are withheld, between which bounds the reviewed ones lie."""
    found = row["schatting"]
    if found is None:
        return f"{known(row)} van de nagekeken" if row["nagekeken"] else "niet bekend"
    return about(found["aandeel"], found["van"], found["tot"], HUNDREDS)
