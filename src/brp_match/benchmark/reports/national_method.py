"""How the national figures came about, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brp_match.benchmark.reports.blocks import Block, bullets
from brp_match.benchmark.reports.national_groups import both_block, looked
from brp_match.benchmark.reports.words import (
    REJECT_MEANS,
    WRONGFUL_MEANS,
    any_noise,
    best,
    of_today,
)
from brp_match.dutch import counted
from brp_match.noise import TIMES

METHODS = (
    "Schatting: aselecte steekproef zonder teruglegging uit een eindig aantal (Cochran 1977), "
    "exact interval per gemeente (omkering van de hypergeometrische toets) en de lagen opgeteld "
    "volgens Zou, Huang en Zhang (2009).",
    "Trechter: exacte binomiale grenzen volgens Spiegelhalter (2005); een streep ligt pas buiten "
    "de grens als zij er helemaal buiten ligt.",
    "Verschil tussen gemeenten: Q van Cochran (1954), I² van Higgins en Thompson (2002), en een "
    "logistisch model met een toevallig verschil per gemeente, met de grootste waarschijnlijkheid "
    "geschat (Stijnen, Hamza en Özdemir 2010).",
    "Aantallen die een gemeente niet gaf, zijn niet ingevuld. Er staat tussen welke grenzen zij "
    "liggen; die volgen uit de aantallen die zij wel gaf.",
    "Ruis: het verschil van twee trekkingen uit een meetkundige verdeling (Ghosh, Roughgarden en Sundararajan 2012), "
    f"zo dat een aantal dat het minimum verschilt hoogstens {TIMES} keer zo waarschijnlijk is. Het interval van een som "
    "volgt uit de verdeling van die ruis alleen, dat van een aandeel volgens Fieller (1954); zij gelden voor elke "
    "verdeling over gemeenten.",
)
"""How the figures were computed, for who wants to do it again."""


def how_measured(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Say how it was counted, by whom, and with which methods."""
    found = results["methoden"][0]["schatting"]
    lines = [
        "Elke gemeente telde zelf, met brp-match, op haar eigen signalen en haar eigen BRP. Alleen "
        f"aantallen gingen naar buiten, en een aantal onder {results['minimum']}, of een groter dat het zou verraden, "
        f"{'alleen met ruis' if any_noise(results) else 'niet'}.",
        of_today(results["controles"], [row["gemeenten"] for row in results["per_controle"]]),
        REJECT_MEANS,
        WRONGFUL_MEANS,
        "Of uitval onterecht is, stelde een medewerker van de gemeente vast: voor alle uitval, of voor "
        "een loting daaruit.",
    ]
    if found:
        lines.append(
            f"De schatting rust op {looked(best(results['totaal']))} nagekeken signalen uit "
            f"{counted(found['bestanden'], 'bestand', 'bestanden')} van gemeenten; elk bestand is apart geschat."
            + (
                f" {counted(found['zonder'], 'bestand telt', 'bestanden tellen')} daarin niet mee: de aantallen zijn niet gegeven of "
                "niet nagekeken."
                if found["zonder"]
                else ""
            )
        )
    if any(
        (row.get("geschat") or {}).get("met_ruis")
        for row in (results["totaal"], *results["families"])
    ):
        lines.append(
            "Een klein aantal geeft een gemeente niet. Van het totaal, een sector en een groep van oorzaken geeft zij dan het aantal "
            "met ruis: zij telt er een geloot getal bij op of trekt het eraf, gemiddeld nul. Wat het echte aantal was, is daaruit niet "
            "te zien. Over veel gemeenten samen valt de ruis weg; hoeveel er nog van over is, staat als interval achter het getal. "
            "Is een schatting gelijk aan haar onderste grens, dan zijn het er zeker niet minder; is zij gelijk aan haar bovenste "
            "grens, dan zijn het er zeker niet meer."
        )
    kinds = (
        (
            both_block(
                results["per_controle"],
                "hoe de uitval bekend is",
                "Echte uitval naast nabootsing",
                "Uitval van wie een echte lijst gaf, en van wie de controle nabootste",
            ),
        )
        if len(results["per_controle"]) > 1
        else ()
    )
    return (
        bullets("", lines),
        *kinds,
        bullets("De rekenwijze", METHODS if any_noise(results) else METHODS[:-1], aside=True),
    )


def not_to_conclude(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Say what a reader may be tempted to conclude and may not."""
    lines = [
        "Een gemeente of vastelastenpartner buiten de grenzen doet het niet slechter of beter. Zij "
        "verschilt: in klanten, in gegevens, in de controle, of in wie er nakeek.",
        "Sectoren, vastelastenpartners en gemeenten staan op alfabet: de volgorde is geen ranglijst.",
        "De gemeenten die meededen zijn niet geloot. Zij zeggen niet hoe het in heel Nederland is.",
        "Een aantal dat ontbreekt, is niet nul. Het is klein, of het zou een klein aantal verraden.",
        "De oorzaak is wat brp-match ziet. Zij is niet door een medewerker vastgesteld.",
        "Gemeenten keken zelf na, en niet allemaal op dezelfde manier.",
    ]
    if len(results["controles"]) > 1:
        lines.append(
            "Niet alle gemeenten gaven dezelfde controle op. Een deel van het verschil in uitval tussen gemeenten komt daarvan: "
            "vergelijk er geen twee zonder te weten welke controle zij gaven."
        )
    return (bullets("", lines),)
