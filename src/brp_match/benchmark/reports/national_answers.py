"""The ten questions that a reader of the national report comes with, each with its answer in a sentence or two.

The list stands in docs/landelijk-verslag.md too; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    share_dropped,
    wrongful,
)
from brp_match.benchmark.reports.national_summary import (
    MEASURES,
    methods_said,
    rest_said,
    sides_said,
)
from brp_match.benchmark.reports.publication import DATA, cited
from brp_match.benchmark.reports.words import OPEN, about, best, vague
from brp_match.dutch import counted, decimal, listed, percent
from brp_match.report.statistics.funnel import LEAST_UNITS

CHANCE = 0.05
"""Two shares that differ as much with this chance, or more, may be the same."""


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
         f"{counted(len(results['per_gemeente']), 'gemeente', 'gemeenten')}, elk zelf, op eigen signalen en de eigen BRP. "
         f"Verwijs zo: {cited(title, months, results)}", "colofon", "Colofon"),
        ("Waar zijn de cijfers om mee te rekenen?",
         f"In {DATA}, in de map van dit verslag, met ernaast een beschrijving van elke kolom. De tabellen zoals zij hier "
         "staan: rapport-cijfers.csv.", "colofon", "Colofon"),
    )  # fmt: skip
    return Block(answers=tuple(Answer(*one) for one in given))


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
    one = best(most)
    share = f" ({percent(one['uitval'] / total)} van alle uitval)" if total else ""
    part = wrongful(most)
    wrong = (
        f"hoeveel daarvan onterecht is, is {part}"
        if part == OPEN
        else f"daarvan is {part} onterecht"
    )
    return f"Het meest: {MEASURES[most['naam']]}. Dat scheelt ten hoogste {counted(one['uitval'], 'signaal', 'signalen')}{share}; {wrong}."


def sectors_said(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say which sector drops most and least, and whether that may be chance."""
    given = [row for row in rows if best(row)["signalen"]]
    if len(given) < 2:
        return "Geen twee sectoren met getallen."
    given.sort(key=lambda row: -best(row)["uitval"] / best(row)["signalen"])
    most, least = given[0], given[-1]
    chance = "; dat verschil kan toeval zijn" if differs_by_chance(most, least) else ""
    said = f"{most['naam']} heeft de meeste uitval, {_share(most)}, en {least['naam']} de minste, {_share(least)}{chance}."
    known = [
        row for row in given if best(row)["nagekeken"] and best(row)["aandeel_van"] is not None
    ]
    known = [row for row in known if not vague(best(row))]
    roughly = [
        f"{row['naam']} ({wrongful(row)})"
        for row in given
        if row not in known and wrongful(row) not in (OPEN, "–")
    ]
    silent = [row["naam"] for row in given if wrongful(row) in (OPEN, "–")]
    if len(known) > 1:
        known.sort(key=lambda row: -best(row)["aandeel"])
        top, low = known[0], known[-1]
        same = best(top)["aandeel_van"] <= best(low)["aandeel_tot"]
        said += (
            f" Van die uitval is het grootste deel onterecht bij {top['naam']}, {wrongful(top)}, en het kleinste bij "
            f"{low['naam']}, {wrongful(low)}"
            f"{'; ook dat kan toeval zijn' if same and chance else '; dat kan toeval zijn' if same else ''}."
            f"{f' Alleen ruw bekend: {listed(roughly)}.' if roughly else ''}"
            f"{f' Van {listed(silent)} is dat deel niet te zeggen.' if silent else ''}"
        )
    return said


def _share(row: Mapping[str, Any]) -> str:
    """The drop-out of a row as a share, with its limits where it was told with noise."""
    told = share_dropped(row)
    return told if best(row)["uitval_van"] != best(row)["uitval_tot"] else percent(best(row)["uitval"] / best(row)["signalen"])  # fmt: skip


def differs_by_chance(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the drop-out of two rows may differ by chance: their limits touch, or Fisher's exact test says so."""
    from scipy.stats import fisher_exact

    first, second = best(one), best(other)
    low = first["uitval_van"] / first["signalen"]
    if low <= second["uitval_tot"] / second["signalen"] and (
        first["uitval_van"] < first["uitval_tot"] or second["uitval_van"] < second["uitval_tot"]
    ):
        return True
    counts = [[row["uitval"], max(0, row["signalen"] - row["uitval"])] for row in (first, second)]
    return bool(fisher_exact(counts).pvalue >= CHANCE)


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
    said = f"{own['naam']}: uitval {_share(own)}"
    one = best(own)
    if not one["nagekeken"] or one["aandeel_van"] is None:
        return f"{said}. Hoeveel daarvan onterecht is, is niet nagekeken of niet gegeven."
    if vague(one):
        return f"{said}. Hoeveel daarvan onterecht is, is van haar alleen niet te zeggen."
    place = str(own["positie"] or "open")
    said += (
        f", daarvan onterecht {wrongful(own)} (alle samen {percent(results['streef'], HUNDREDS)})."
    )
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
