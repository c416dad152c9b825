"""Funnels of the national report: who differs more than chance, and how far municipalities lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.funnel_chart import PLACES, funnel_plot
from brp_match.benchmark.reports.national_groups import (
    HUNDREDS,
    NOT_GIVEN,
    says_next,
    share_dropped,
    signals_of,
    wrong,
    wrongful,
)
from brp_match.benchmark.reports.words import OPEN, best, spanned, together, vague
from brp_match.dutch import counted, decimal, percent, whole
from brp_match.report.statistics.funnel import LEAST_UNITS

POSITIONS = {
    "": "niet nagekeken",
    "binnen": "binnen de grenzen",
    "open": OPEN,
    "boven95": "boven de 95%-grens",
    "onder95": "onder de 95%-grens",
    "boven999": "boven de 99,9%-grens",
    "onder999": "onder de 99,9%-grens",
}

Rows = Sequence[Mapping[str, Any]]


def letters(rows: Rows, own: str) -> dict[str, str]:
    """Return a letter for everybody outside the limits, and for `own`, by the alphabet of their names."""
    named = sorted(
        {row["naam"] for row in rows if row["positie"] and row["positie"] not in PLACES}
        | ({own} - {""}),
        key=str.lower,
    )
    return {name: _letter(place) for place, name in enumerate(named)}


def _letter(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def funnel_block(results: Mapping[str, Any], which: str) -> Block:
    """Return the funnel of the municipalities or of the deliverers, with its table."""
    rows: Rows = results[which]
    vlps = which == "per_vlp"
    noun = "vastelastenpartner" if vlps else "gemeente"
    units = [
        (row["naam"], row["nagekeken"], best(row)["aandeel_van"], best(row)["aandeel_tot"], row["positie"])
        for row in rows
        if row["aandeel_van"] is not None
    ]  # fmt: skip
    phi = results["overspreiding"]["vlps" if vlps else "gemeenten"]
    own = "" if vlps else results.get("eigen", "")
    codes = letters(rows, own)
    lines = [
        f"Elk teken is een {noun}. {_middle_said(results)} {_within_said(phi)} Een "
        f"streep in plaats van een teken: een deel van de aantallen is {_how_given(rows)}, en de waarde ligt "
        "ergens op de streep; dezelfde grenzen staan in de tabel.",
        counts_said(rows, noun) + (" De letter staat in de tabel achter de naam." if codes else ""),
        widened_said(rows, phi),
    ]
    if own:
        lines.append(
            f"De cirkel staat om {own}, de gemeente voor wie dit verslag is gemaakt ({codes[own]}): "
            f"{POSITIONS[_position(rows, own)]}."
            if any(name == own for name, *_ in units)
            else f"{own} staat niet in de tekening, want haar aantallen zijn te klein om zo te geven; zie de tabel."
        )
    if any(_wrong_here(row) == OPEN for row in rows):
        lines.append(
            f"Van een kleine {noun} alleen is niet te zeggen hoeveel onterecht was: het kleine aantal zelf wordt beschermd. Waar "
            "haar uitval wel staat, telt die mee in de getallen van alle samen"
            + (
                f"; waar “{NOT_GIVEN}” staat niet"
                if any(signals_of(row) == NOT_GIVEN for row in rows)
                else ""
            )
            + ". Geeft zij de aantallen van meer maanden samen, dan worden haar grenzen smaller."
        )
    names = ("vastelastenpartner", "sector") if vlps else ("gemeente",)
    ordered = sorted(rows, key=lambda row: (row["naam"].lower(), row.get("sector", "")))
    return Block(
        text=tuple(lines),
        picture=(
            lambda: funnel_plot(
                units, results["streef"], "nagekeken uitgevallen signalen", "onterecht", phi, own, codes
            )
        ) if units else None,
        alt=f"Trechter: aandeel onterecht per {noun} tegen het aantal nagekeken signalen; {counts_said(rows, noun)} "
        "Zie de tabel",
        table=Table(
            f"Uitval per {noun}, op alfabet",
            (*names, "signalen", "uitval", "onterecht", "aandeel onterecht", "plaats"),
            tuple(
                (_named(row["naam"], codes), *((row["sector"],) if vlps else ()),
                 signals_of(row), share_dropped(row), _wrong_here(row), wrongful(row), _place(row))
                for row in ordered
            ),
        ),
    )  # fmt: skip


def deliverers_block(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the funnel of the deliverers; of deliverers of none of which a place can be told only a sentence, since
    their figures stand in the next table.
    """
    rows: Rows = results["per_vlp"]
    placed = [row["positie"] for row in rows if row["aandeel_van"] is not None]
    if any(place != "open" for place in placed):
        return (funnel_block(results, "per_vlp"),)
    said = (
        counts_said(rows, "vastelastenpartner")
        if placed
        else "Geen vastelastenpartner is nagekeken."
    )
    why = (
        " Daarvoor zijn de aantallen per vastelastenpartner te klein; een trechter van hun deel onterecht is er dus niet."
        if placed
        else ""
    )
    return (Block(text=(said + why,)),)


def _middle_said(results: Mapping[str, Any]) -> str:
    """Say what the line in the middle is: all drop-out together, or the middle of the bounds of it."""
    if best(results["totaal"])["aandeel"] is None:
        return f"Van alle uitval samen is {together(results)} onterecht; de lijn in het midden ligt halverwege die grenzen."
    return f"De lijn in het midden is alle uitval samen, {together(results)}."


def _how_given(rows: Rows) -> str:
    """Say how counts that are not known were given."""
    noise = any((row.get("geschat") or {}).get("met_ruis") for row in rows)
    return "niet of alleen met ruis gegeven" if noise else "niet gegeven"


def _within_said(phi: float) -> str:
    """Say what it means to lie between the limits: no more than chance, or no more than they differ by nature."""
    if phi > 1:
        return (
            "Binnen de lijnen eromheen is het verschil niet groter dan zij onderling gewoon zijn."
        )
    return "Binnen de lijnen eromheen kan het verschil toeval zijn."


def given_openly(rows: Rows) -> int:
    """Return how many gave their counts openly; with fewer than LEAST_UNITS it cannot be seen how they differ by nature."""
    return sum(
        bool(row["nagekeken"]) and row["onterecht_van"] == row["onterecht_tot"] for row in rows
    )


def counts_said(rows: Rows, noun: str) -> str:
    """Say how many lie outside the limits, how many within, of how many that cannot be said, and how many are not drawn."""
    placed = [str(row["positie"]) for row in rows if row["aandeel_van"] is not None]
    within, unsure = placed.count("binnen"), placed.count("open")
    if placed and unsure == len(placed):
        return f"Van geen van de {whole(len(rows))} is te zeggen of zij buiten de grenzen ligt."
    said = f"Buiten de grenzen: {whole(len(placed) - within - unsure)}; erbinnen: {whole(within)}"
    if unsure:
        said += f"; niet te zeggen: {whole(unsure)}"
    if len(rows) > len(placed):
        said += f"; niet getekend, want {_how_given(rows)}: {whole(len(rows) - len(placed))}"
    return f"{said}. Samen {counted(len(rows), noun, 'gemeenten' if noun == 'gemeente' else 'vastelastenpartners')}."


def widened_said(rows: Rows, phi: float) -> str:
    """Say whether the limits were widened, and by what rule."""
    rule = (
        f"De grenzen worden verruimd als er {LEAST_UNITS} of meer hun aantallen open gaven en die onderling meer verschillen dan "
        "toeval verklaart"
    )
    if phi > 1:
        return f"{rule}; dat is hier zo: zij verschillen {decimal(phi)} keer zo veel als toeval geeft (in variantie)."
    known = given_openly(rows)
    if known < LEAST_UNITS:
        return (
            f"{rule}. Hier zijn het er te weinig ({whole(known)}), dus zijn zij niet verruimd. Buiten de grenzen liggen zegt "
            "daarom weinig."
        )
    return f"{rule}; dat is hier niet zo."


def _wrong_here(row: Mapping[str, Any]) -> str:
    """Return the wrongful ones of one row; a count with noise on it says that it has, and one that says too little is
    left out."""
    one = best(row)
    if one["nagekeken"] and one["aandeel_van"] is not None and vague(one):
        return OPEN
    told = wrong(row)
    return f"ongeveer {told}, met ruis" if best(row)["met_ruis"] and told != "–" else told


def _place(row: Mapping[str, Any]) -> str:
    """Say where a row lies; of one that gave its figures with noise, or not, that this cannot be said."""
    if row["positie"] or row["bestanden"]:
        return POSITIONS[row["positie"]]
    return OPEN if best(row)["nagekeken"] else "niet gegeven"


def _position(rows: Rows, name: str) -> str:
    return next((str(row["positie"]) for row in rows if row["naam"] == name), "")


def _named(name: str, codes: Mapping[str, str]) -> str:
    return f"{name} ({codes[name]})" if name in codes else name


def spread_blocks(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return how far municipalities lie apart: what to expect, and in a side text the measures."""
    found = results["spreiding"]
    if found is None:
        said = "Daarvoor zijn open aantallen van ten minste drie gemeenten nodig."
        return (Block(title="Verschil tussen gemeenten", text=(said,)),)
    text = (
        "Uit zo weinig gemeenten met open aantallen is niet te zeggen wat een volgende gemeente mag verwachten; zie de maten."
        if not says_next(found)
        else f"In een volgende gemeente verwachten wij een aandeel onterecht tussen {percent(found['low'], HUNDREDS)} "
        f"en {percent(found['high'], HUNDREDS)}. Van het verschil tussen de gemeenten is "
        f"{percent(found['i2'], HUNDREDS)} geen toeval."
        + (
            " Daarom zijn de grenzen in de trechter verruimd."
            if results["overspreiding"]["gemeenten"] > 1
            else ""
        )
    )
    both = (
        f"Alle uitval samen: {together(results)} onterecht. In een doorsnee gemeente: "
        f"{percent(found['share'], HUNDREDS)}; de helft van de gemeenten ligt daarboven, de helft eronder. In het eerste getal telt elk "
        "uitgevallen signaal even zwaar, dus een grote gemeente het meest."
    )
    return (
        Block(title="Verschil tussen gemeenten", text=(text, both) if says_next(found) else (text,)),
        Block(
            title="Voor wie het wil narekenen",
            text=(
                _who_counts(found["df"] + 1, found["units"], len(results["per_gemeente"])),
            ),
            aside=True,
            table=Table(
                "Maten van het verschil tussen gemeenten",
                ("maat", "waarde"),
                (
                    ("gemeenten", whole(found["units"])),
                    ("Q van Cochran (vrijheidsgraden)", f"{decimal(found['q'])} ({found['df']})"),
                    ("p-waarde bij Q", "minder dan 0,001" if found["p"] < 0.001 else decimal(found["p"], 3)),
                    ("I²", percent(found["i2"], 10)),
                    ("standaarddeviatie tussen gemeenten (logit)", decimal(found["tau"], 2)),
                    ("doorsnee gemeente", percent(found["share"])),
                    ("voorspelling voor een volgende gemeente",
                     spanned(found["low"], found["high"]) + ("" if says_next(found) else ", te wijd om iets te zeggen")),
                ),
            ),
        ),
    )  # fmt: skip


def _who_counts(given: int, units: int, places: int) -> str:
    """Say how many gave their counts without noise, whose noisy count is used too, and how many are left out."""
    said = f"{whole(given)} van de {whole(places)} gemeenten gaven hun aantallen open, zonder ruis."
    if units > given:
        said += (
            f" Van {whole(units - given)} andere is de uitval open en telt het aantal onterecht met ruis mee in de doorsnee en "
            "de voorspelling, niet in Q, I² en p."
        )
    if places > units:
        rest = places - units
        said += f" {whole(rest)} {'telt' if rest == 1 else 'tellen'} hier niet mee: daar hebben de aantallen ruis, of zijn zij niet alle gegeven."
    return said
