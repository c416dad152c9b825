"""The ten questions that a reader of the national report comes with, each with its answer in a sentence or two.

The list stands in docs/landelijk-verslag.md too; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brp_match.benchmark.families import FAMILIES, OTHER, WORDS, family_of
from brp_match.benchmark.reports.blocks import Answer, Block, cause_words
from brp_match.benchmark.reports.national_funnel import (
    POSITIONS,
    counts_said,
    given_openly,
    letters,
)
from brp_match.benchmark.reports.national_groups import (
    HUNDREDS,
    drop_shares,
    says_next,
    wrongful,
)
from brp_match.benchmark.reports.national_sectors import sectors_said, share_alone
from brp_match.benchmark.reports.national_summary import (
    MEASURES,
    methods_said,
    rest_said,
    saves,
    sides_said,
)
from brp_match.benchmark.reports.publication import DATA, cited
from brp_match.benchmark.reports.words import OPEN, about, best, gave, together, vague
from brp_match.dutch import counted, decimal, listed, percent
from brp_match.report.statistics.funnel import LEAST_UNITS


def answers(results: Mapping[str, Any], title: str, months: str) -> Block:
    """Return the ten questions with their answers; `title` and `months`: how the report is cited."""
    given = (
        ("Hoeveel valt er uit, en verschilt dat tussen gemeenten?", drop_out(results), "gemeenten", "Per gemeente"),
        ("Hoeveel daarvan is onterecht, en wat mag een volgende gemeente verwachten?", wrongful_share(results),
         "gemeenten", "Per gemeente"),
        ("Wat is de grootste oorzaak?", largest_cause(results), "oorzaken", "De oorzaken"),
        ("Hoeveel van een oorzaak was onterecht?", wrongful_causes(results), "oorzaken", "De oorzaken"),
        ("Wat scheelt een maatregel?", best_measure(results), "aanbevelingen", "Aanbevelingen"),
        ("Hoe doet een andere manier van vergelijken het op dezelfde signalen?", methods_said(results), "methoden",
         "De methoden"),
        ("Welke sector en welke vastelastenpartner?", sectors_said(results["per_sector"]) + " " + deliverers(results),
         "sectoren", "Per sector"),
        ("Waar staat mijn gemeente, en is dat toeval?", own_place(results), "gemeenten", "Per gemeente"),
        ("Wie telde, welke uitgave is dit en hoe verwijs ik ernaar?",
         f"{counted(len(results['per_gemeente']), 'gemeente', 'gemeenten')}, elk zelf, op eigen signalen en de eigen BRP{_gave_less(results)}. "
         f"Verwijs zo: {cited(title, months, results)}", "colofon", "Colofon"),
        ("Waar zijn de cijfers om mee te rekenen?",
         f"In {DATA}, in de map van dit verslag, met ernaast een beschrijving van elke kolom. De tabellen zoals zij hier "
         "staan: rapport-cijfers.csv.", "colofon", "Colofon"),
    )  # fmt: skip
    return Block(answers=tuple(Answer(*one) for one in given))


def _gave_less(results: Mapping[str, Any]) -> str:
    """Say how many gave today's drop-out, where not all did."""
    given = gave(results)
    if given == len(results["per_gemeente"]):
        return ""
    return (
        f"; {counted(given, 'gemeente gaf', 'gemeenten gaven')} hun uitval nu"
        if given != 1
        else "; 1 gemeente gaf haar uitval nu"
    )


def drop_out(results: Mapping[str, Any]) -> str:
    """Say how many of a hundred signals drop, and between which numbers that lies by municipality."""
    country, shares = best(results["totaal"]), drop_shares(results)
    if not country["signalen"]:
        return "Geen gemeente gaf haar uitval."
    said = f"Van elke 100 signalen {decimal(100 * country['uitval'] / country['signalen'], 0)}."
    if len(shares) > 1:
        low, high = (decimal(100 * share, 0) for share in (shares[0], shares[-1]))
        places = len(results["per_gemeente"])
        whose = f" (van de {len(shares)} die dat zonder ruis gaven)" if len(shares) < places else ""
        said += (
            f" Per gemeente {low} tot {high}{whose}."
            if low != high
            else f" In elke gemeente {low}{whose}."
        )
    return said


def wrongful_share(results: Mapping[str, Any]) -> str:
    """Say which part of the drop-out was wrongful, and what to expect elsewhere."""
    found, spread = results["methoden"][0]["schatting"], results["spreiding"]
    if found is None:
        return "Hoeveel daarvan onterecht is, is niet nagekeken."
    share = about(found["aandeel"], found["van"], found["tot"], HUNDREDS)
    limits = " (tussen haakjes de grenzen, 95% zeker)" if found["van"] != found["tot"] else ""
    if share == OPEN:
        return "Hoeveel daarvan onterecht is, is niet te zeggen: de aantallen zijn te klein."
    if found["aandeel"] is None:
        sure = "deze grenzen zijn zeker" if found["zeker"] else "deze grenzen zijn 95% zeker"
        limits = f"; een deel van de aantallen is niet gegeven, {sure}"
    start = f"Van alle uitval samen is {share} onterecht{limits}."
    if not says_next(spread):
        return f"{start} Wat een volgende gemeente mag verwachten, is uit zo weinig gemeenten niet te zeggen."
    typical, low, high = (percent(spread[name], HUNDREDS) for name in ("share", "low", "high"))
    return (
        f"{start} In een doorsnee gemeente is het {typical}: de helft van de gemeenten ligt daarboven, de helft eronder. In "
        f"het eerste getal telt elk signaal even zwaar, dus een grote gemeente het meest. In een volgende gemeente verwachten "
        f"wij tussen {low} en {high}."
    )


def largest_cause(results: Mapping[str, Any]) -> str:
    """Say which groups of causes are the largest, and how much is in none."""
    every = best(results["totaal"])["uitval"]
    found = [row for row in results["families"] if row["uitval"] and row["naam"] in FAMILIES]
    found.sort(key=lambda row: -best(row)["uitval"])
    if not every or not found:
        return "Niet te zeggen: geen gemeente gaf een groep van oorzaken."
    shares = [(WORDS[row["naam"]], percent(best(row)["uitval"] / every, HUNDREDS)) for row in found[:3]]  # fmt: skip
    (name, share), *others = shares
    said = f"De groep {name}: {share} van de uitval"
    if others:
        said += f"; daarna {listed([f'{other} ({its})' for other, its in others])}"
    said += "."
    return " ".join((said, *rest_said(results), *_single_cause(results, every)))


def _single_cause(results: Mapping[str, Any], every: int) -> list[str]:
    """Say which single cause is the largest of those given, and of which group it is a part."""
    given = [
        row for row in results.get("oorzaken", ()) if row["bestanden"] and row["naam"] != OTHER
    ]
    if not given:
        return []
    most = max(given, key=lambda row: row["uitval"])
    share = percent(most["uitval"] / every, HUNDREDS)
    group = WORDS[family_of(most["naam"])]
    return [
        f"De grootste enkele oorzaak, binnen {group}: {cause_words(most['naam'])}, ten minste {share}."
    ]


def wrongful_causes(results: Mapping[str, Any]) -> str:
    """Say how much was wrongful of the two kinds of causes, and of each group of which it is known."""
    told = [
        f"{WORDS[row['naam']]} {wrongful(row)}"
        for row in results["families"]
        if row["naam"] in FAMILIES and best(row)["nagekeken"] and best(row)["aandeel_van"] is not None
        and not vague(best(row))
    ]  # fmt: skip
    parts = [said] if (said := sides_said(results.get("zijden", ()))) else []
    if told:
        parts.append(f"Per groep, waar het te zeggen is: {listed(told)}.")
    rest = next((row for row in results["families"] if row["naam"] == OTHER), None)
    if parts and rest is not None and best(rest)["nagekeken"] and not vague(best(rest)):
        parts.append(f"Waar de groep niet is gegeven, is {wrongful(rest)} onterecht.")
    return " ".join(parts) or "Niet te zeggen: daarvoor zijn de aantallen te klein."


def best_measure(results: Mapping[str, Any]) -> str:
    """Say which measure would save the most wrongful drop-out, at most."""
    total = best(results["totaal"])["uitval"]
    rows = [row for row in results["families"] if row["uitval"] and row["naam"] in MEASURES]
    if not rows:
        return (
            "Niet te zeggen: geen gemeente gaf een groep van oorzaken waar een maatregel bij hoort."
        )
    most = max(rows, key=lambda row: (best(row).get("onterecht") or 0, best(row)["uitval"]))
    how, number = saves(most, results)
    share = f" ({percent(best(most)['uitval'] / total)} van alle uitval)" if total else ""
    part = wrongful(most)
    wrong = (
        f"hoeveel daarvan onterecht is, is {part}"
        if part == OPEN
        else f"daarvan is {part} onterecht"
    )
    return f"Het meest: {MEASURES[most['naam']]}. {'Dat scheelt' if how == 'ten hoogste' else 'Dat gaat over'} {how} {number} {'signaal' if number == '1' else 'signalen'}{share}; {wrong}."


def deliverers(results: Mapping[str, Any]) -> str:
    """Say which deliverers lie outside the limits of chance, by name."""
    rows = results["per_vlp"]
    codes = letters(rows, "")
    if codes:
        return f"Vastelastenpartners met een deel onterecht buiten de grenzen van het toeval: {listed([f'{name} ({code})' for name, code in codes.items()])}."
    said = counts_said(rows, "vastelastenpartner")
    return f"Vastelastenpartners, naar het deel onterecht: {said[0].lower()}{said[1:]}"


def own_place(results: Mapping[str, Any]) -> str:
    """Say where the reader's own municipality stands, or where to find it."""
    rows = results["per_gemeente"]
    own = next((row for row in rows if row["naam"] == results.get("eigen", "")), None)
    if own is None:
        return f"Zoek uw eigen naam of schuilnaam in de tabel. {counts_said(rows, 'gemeente')}"
    if not best(own)["signalen"]:
        return f"{own['naam']} gaf haar aantallen niet, want die zijn te klein."
    said = f"{own['naam']}: uitval {share_alone(own)}"
    one = best(own)
    if not one["nagekeken"] or one["aandeel_van"] is None:
        return f"{said}. Hoeveel daarvan onterecht is, is niet nagekeken of niet gegeven."
    if vague(one):
        return f"{said}. Hoeveel daarvan onterecht is, is van haar alleen niet te zeggen."
    place = str(own["positie"] or "open")
    said += f", daarvan onterecht {wrongful(own)} (alle samen {together(results)})."
    wider = results["overspreiding"]["gemeenten"] > 1
    if place == "open":
        return f"{said} Of dat toeval is, is niet te zeggen."
    said += f" Met dat deel onterecht ligt zij {POSITIONS[place]}"
    if place == "binnen" and wider:
        return f"{said}: het verschil met de andere is niet groter dan gemeenten onderling gewoon zijn."
    if place == "binnen":
        return f"{said}: het verschil met de andere kan toeval zijn."
    if not wider and given_openly(rows) < LEAST_UNITS:
        return f"{said}. Er zijn te weinig gemeenten om te zien hoe zij van nature verschillen, dus dat zegt weinig."
    return f"{said}: dat is meer dan toeval."
