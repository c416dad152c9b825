"""Funnels of the national report: who differs more than chance, and how far municipalities lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.charts import OPEN, PLACES, funnel_plot
from brp_match.benchmark.reports.national_groups import share_dropped, wrong, wrongful
from brp_match.benchmark.reports.words import WIDEST, best, spanned
from brp_match.dutch import decimal, percent, whole

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
        (row["naam"], row["nagekeken"], row["aandeel_van"], row["aandeel_tot"], row["positie"])
        for row in rows
        if row["aandeel_van"] is not None
    ]
    phi = results["overspreiding"]["vlps" if vlps else "gemeenten"]
    own = "" if vlps else results.get("eigen", "")
    codes = letters(rows, own)
    outside = len(codes) - (own in codes and _position(rows, own) in (*PLACES, ""))
    lines = [
        f"Elk teken is een {noun}. De lijn in het midden is het gemiddelde van alle gemeenten samen, "
        f"{percent(results['streef'])}. Binnen de lijnen eromheen kan het verschil toeval zijn. Een "
        "streep in plaats van een teken: een deel van de aantallen is niet gegeven, en de waarde ligt "
        "ergens op de streep.",
        f"Buiten de grenzen: {whole(outside)} van de {whole(len(units))}."
        + (" De letter staat in de tabel achter de naam." if codes else ""),
    ]
    if phi > 1:
        lines.append(
            f"Zij verschillen onderling meer dan toeval alleen verklaart; daarom zijn de grenzen verruimd (factor "
            f"{decimal(phi)})."
        )
    if own:
        lines.append(
            f"De cirkel wijst {own} aan ({codes[own]}): {POSITIONS[_position(rows, own)]}."
            if any(name == own for name, *_ in units)
            else f"{own} staat niet in de tekening, want haar aantallen zijn te klein om zo te geven; zie de tabel."
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
        alt=f"Trechter: aandeel onterecht per {noun} tegen het aantal nagekeken signalen; {outside} van de {len(units)} "
        "liggen buiten de grenzen; zie de tabel",
        table=Table(
            f"Uitval per {noun}, op alfabet",
            (*names, "signalen", "uitval", "onterecht", "aandeel onterecht", "plaats"),
            tuple(
                (_named(row["naam"], codes), *((row["sector"],) if vlps else ()),
                 whole(best(row)["signalen"]), share_dropped(row), wrong(row), wrongful(row), _place(row))
                for row in ordered
            ),
        ),
    )  # fmt: skip


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
        if found["high"] - found["low"] > WIDEST
        else f"In een volgende gemeente verwachten wij een aandeel onterecht tussen {percent(found['low'])} "
        f"en {percent(found['high'])}. Van het verschil tussen de gemeenten is "
        f"{percent(found['i2'], 10)} geen toeval."
    )
    return (
        Block(title="Verschil tussen gemeenten", text=(text,)),
        Block(
            title="Voor wie het wil narekenen",
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
                    ("gemiddelde gemeente", percent(found["share"])),
                    ("voorspelling voor een volgende gemeente", spanned(found["low"], found["high"])),
                ),
            ),
        ),
    )  # fmt: skip
