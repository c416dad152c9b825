"""The model on one page of HTML, for a statistician and for the algorithm register: `brp-match model --out MAP`.

With a register and deliveries it has m and u as they are there beside the figures that are used.
"""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

from brp_match import html_page
from brp_match.benchmark.reports.charts import drawn
from brp_match.content import load_comparators
from brp_match.content.model import load_parts
from brp_match.content.model_page import figure_rows, level_rows
from brp_match.database import connect
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.html_page import table
from brp_match.link.model_charts import ExamplePair, model_charts
from brp_match.link.own_rates import own_rates, shares_of_chance
from brp_match.model_rates import chance_section, rates_section
from brp_match.output import written_beside
from brp_match.pipeline import LinkRequest, weighed
from brp_match.register.prepared import attach_register
from brp_match.steps import known

PAGE = "model.html"

EXAMPLE = ExamplePair(
    {"achternaam": "gelijk", "voornaam": "voorletters", "geboortedatum": "typefout", "adres": "gelijk"},
    {"achternaam": 0.001, "voornaam": 0.08, "geboortedatum": 0.0016, "adres": 0.00003},
)  # fmt: skip
"""A pair as there are many: surname of one in a thousand, an initial of one in twelve, a typing error in the birth
date, an address of three in a hundred thousand residents."""

INTRO = """<p>Dit programma zoekt bij elk signaal de inwoner over wie het gaat. Het vergelijkt het signaal met
inwoners die erop lijken: op achternaam, voornaam, geboortedatum en adres. Op elk onderdeel valt de vergelijking in een
niveau, zoals "gelijk" of "typefout".</p>
<p>Bij elk niveau horen twee kansen. <b>m</b> is de kans op dat niveau als signaal en inwoner dezelfde persoon zijn.
<b>u</b> is de kans op dat niveau bij twee verschillende mensen. Een gewone naam past vaker toevallig, dus u hangt af van
hoe vaak een naam, datum of adres in het register staat.</p>
<p>Het gewicht van een niveau is log2(m / u). Een gewicht van 10 maakt het 1.024 keer zo aannemelijk dat het deze persoon is;
een gewicht van −3 maakt het 8 keer zo onaannemelijk. De gewichten van de vier onderdelen worden opgeteld.</p>
<p>Daarna wordt de kans verdeeld over alle kandidaten <i>en niemand</i>: een vreemde, of een familielid of huisgenoot die niet is
ingeschreven. De kansen van een signaal zijn samen 1. Pas dan wordt besloten, naar de kosten van fouten in het beleid van
de gemeente.</p>
<p>De drie grafieken zijn van Splink, het pakket dat de gewichten bepaalt; hun vaste teksten zijn Engels. Het niveau "ander" komt
nooit voor. Alle getallen zijn die waarmee het programma begint; daarna leert het per vastelastenpartner bij.</p>"""

CHARTS = {
    "gewichten": (
        "Gewicht van elk niveau",
        "Naar rechts: het niveau maakt het aannemelijker dat het deze persoon is. Naar links: minder aannemelijk. Waar u uit het register "
        "komt, is hier de ondergrens van u gebruikt; het gewicht is dan het hoogste dat voorkomt.",
    ),
    "kansen": (
        "De kansen m en u",
        "Links m: hoe vaak komt het niveau voor bij dezelfde persoon. Rechts u: hoe vaak bij twee verschillende mensen.",
    ),
    "voorbeeld": (
        "Een voorbeeld",
        "Een signaal met een achternaam die één op de duizend inwoners heeft, een passende voorletter, een typefout in de geboortedatum "
        "en het adres van de inwoner. De gewichten tellen op, te beginnen bij gelijke kansen. Een balk met tf_ ervoor brengt het gewicht "
        "terug naar hoe vaak deze naam of dit adres echt voorkomt.",
    ),
}  # fmt: skip
"""Chart of `model_charts` → its title and what it shows."""


def model_card(own: str = "") -> str:
    """Return the page: how it works, Splink's charts, every figure with its meaning and source; `own`: HTML of
    `own_section` before the figures."""
    comparators = load_comparators()
    parts = [INTRO]
    specs = model_charts(comparators, EXAMPLE)
    for name, (title, text) in CHARTS.items():
        spec = specs[name]
        # a still picture does not zoom
        spec["title"] = {**spec["title"], "subtitle": ""}
        picture = drawn(spec, name)
        parts.append(f'<h2>{title}</h2><p>{text}</p><figure tabindex="0">{picture}</figure>')
    parts.append(own)
    for comparator in comparators:
        parts.append(f"<h2>{escape(comparator.titel)}</h2><p>{escape(comparator.beschrijving)}</p>")
        parts.append(table(("niveau", "groep", "m", "u", "bron"), level_rows(comparator)))
    for part in load_parts():
        parts.append(f"<h2>{escape(part.titel)}</h2><p>{escape(part.beschrijving)}</p>")
        head = ("wat het zegt", "naam", "teken", "waarde", "eenheid", "bron")
        parts.append(table(head, figure_rows(part)))
    return html_page.page("Het model van brp-match", "".join(parts))


def own_section(request: LinkRequest) -> str:
    """Return what the register of the request, and its deliveries where there are any, say of m and u.

    Raises BrpMatchError as `link` does. No level of fewer than ten signals is told, and no value of anybody.
    """
    assert request.register is not None
    if not request.signals:
        with connect(threads=request.threads) as con:
            attach_register(con, request.register)
            return chance_section(shares_of_chance(con))
    with weighed(request) as (con, run):
        comparators = known(run.scorer).comparators
        chance = chance_section(shares_of_chance(con, run.register))
        return chance + rates_section(comparators, own_rates(con, comparators, run.register))


def run(args: argparse.Namespace) -> int:
    """Run `model`: write the page in a folder. Raises BrpMatchError where a file cannot be used."""
    if args.signals and args.register is None:
        raise BrpMatchError("REGISTER_ONTBREEKT", "--signals", "geef ook --register")
    out: Path = args.out
    own = ""
    if args.register is not None:
        own = own_section(
            LinkRequest(tuple(args.signals), out, register=args.register, mapping=args.mapping)
        )
    page = model_card(own)
    with written_beside(out, inputs=(args.register, args.mapping, *args.signals)) as folder:
        (folder / PAGE).write_text(page, encoding="utf-8")
    print(f"Het model: {out / PAGE}")
    return int(ExitCode.DONE)
