"""The first pages of the national report: what was found in sentences, what a measure would save, and the same in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.families import OTHER, SIDE_WORDS
from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.national_groups import HUNDREDS, share_dropped, wrongful
from brp_match.benchmark.reports.words import WIDEST, about, best, counted_range, part
from brp_match.dutch import percent, whole

MEASURES = {
    "naam": "namen soepeler vergelijken (verwisselde delen, partnernaam, voorvoegsels, schrijfwijze)",
    "geboortedatum": "een signaal niet laten uitvallen alleen omdat de geboortedatum ontbreekt, een standaarddatum is of een typfout heeft",
    "adres": "verhuisd binnen de gemeente oppakken, en toevoegingen en bedrijfsadressen herkennen",
    "levering": "bij de bron tegenhouden wat niet gestuurd hoeft te worden",
}
"""Family → what would make it smaller."""


MOST_REVIEWS = 0.1
"""Share of the signals; bounds of reviews that lie further apart say nothing."""


def methods_said(results: Mapping[str, Any]) -> str:
    """Say what our method does on the same signals, beside today's check."""
    today, ours = results["methoden"]
    if not best(ours)["signalen"] or not best(today)["signalen"]:
        return "Niet te zeggen: geen gemeente gaf de uitval van beide."
    reviews = reviews_of(ours)
    same = "op dezelfde signalen " if results["zelfde_signalen"] else ""
    but = "" if same else " Zij gaan niet over dezelfde signalen: vergelijk ze niet."
    return (
        f"Met brp-match was {same}de uitval {share_dropped(ours)} in plaats van {share_dropped(today)}"
        + (
            f"; een medewerker moest {counted_range(*reviews) if reviews[0] else f'ten hoogste {whole(reviews[1])}'} signalen bekijken."
            if reviews
            else "."
        )
        + but
        + _wrong_then_and_now(today, ours)
        + " Of een brief de verkeerde bereikte, is niet nagekeken."
    )


def reviews_of(row: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the least and greatest number of signals that a method gives to a person; None where it gives none, or where
    these bounds say nothing: they are over every municipality, also those that gave no drop-out of this method."""
    low, high = row["beoordeling"] or (0, None)
    return (
        None if high is None or high - low > MOST_REVIEWS * best(row)["signalen"] else (low, high)
    )


def _wrong_then_and_now(today: Mapping[str, Any], ours: Mapping[str, Any]) -> str:
    """Say which part of either method's drop-out is wrongful, where both were reviewed."""
    found = [row["schatting"] for row in (ours, today)]
    if None in found:
        return ""
    first, second = (about(one["aandeel"], one["van"], one["tot"], HUNDREDS) for one in found)
    return f" Van die uitval is bij brp-match {first} onterecht, en nu {second}."


def rest_said(results: Mapping[str, Any]) -> list[str]:
    """Say how much of the drop-out is in no group, and how much of the wrongful drop-out, where that is known: out of
    the sides and what is in no group together, or counts with noise would come to more than all.
    """
    total = best(results["totaal"])
    rest = next((best(row) for row in results["families"] if row["naam"] == OTHER), None)
    if rest is None or not rest["uitval"] or not total["uitval"]:
        return []
    said = (
        "Die aandelen kunnen hoger zijn: van "
        f"{percent(rest['uitval'] / total['uitval'], HUNDREDS)} van de uitval is de groep niet gegeven, omdat zij bij die "
        "gemeente klein is"
    )
    sides = [best(row)["onterecht"] for row in results.get("zijden", ())]
    every = total["onterecht"]
    if len(sides) > 1 and None not in sides and rest["onterecht"] is not None:
        every = sum(sides) + rest["onterecht"]
    # of two counts with noise a quotient may be more than there is
    if rest["onterecht"] and every and rest["onterecht"] <= every:
        share = percent(rest["onterecht"] / every, HUNDREDS)
        said += f". Daarin zit ongeveer {share} van de onterechte uitval"
    return [f"{said}."]


def sides_said(sides: Sequence[Mapping[str, Any]]) -> str:
    """Say of the two kinds of causes how much was wrongful; "" where one of them says little."""
    parts = []
    for row in sides:
        one = best(row)
        if one["aandeel"] is None or one["aandeel_tot"] - one["aandeel_van"] > WIDEST:
            return ""
        parts.append(f"{SIDE_WORDS[row['naam']]}, is {wrongful(row)} onterecht")
    return f"{'; '.join(parts).capitalize()}." if len(parts) > 1 else ""


def measures(results: Mapping[str, Any]) -> Block:
    """Return what every measure would save at most, and how much of that was wrongful."""
    rows = [row for row in results["families"] if row["uitval"] and row["naam"] in MEASURES]
    total = best(results["totaal"])["uitval"]
    return Block(
        text=(
            "Een maatregel kan niet meer schelen dan de uitval in zijn groep. De laatste kolom zegt welk deel van die uitval "
            "onterecht was. Is dat veel, dan bereikt de maatregel inwoners die nu geen hulp aangeboden krijgen; is het weinig, "
            "dan scheelt hij vooral werk.",
        ),
        table=Table(
            "Wat een maatregel ten hoogste scheelt",
            ("maatregel", "scheelt ten hoogste, van alle uitval", "onterecht van die uitval"),
            tuple(
                (MEASURES[row["naam"]].capitalize(), part(best(row)["uitval"], total), wrongful(row))
                for row in rows
            ),
        ),
    )  # fmt: skip


def abstract(results: Mapping[str, Any], says_next: bool) -> list[str]:
    """Return the report in a few sentences of English; `says_next`: the prediction may be quoted."""
    total, spread = results["totaal"], results["spreiding"]
    places = len(results["per_gemeente"])
    if not best(total)["signalen"]:
        return []
    share = round(100 * best(total)["uitval"] / best(total)["signalen"])
    text = [
        f"{places} Dutch municipalities counted what their check against the population register (BRP) drops of the "
        f"signals of payment arrears they receive: {share} of every 100."
    ]
    if says_next:
        low, typical, high = (round(100 * spread[name]) for name in ("low", "share", "high"))
        text.append(
            f"In a typical municipality {typical}% of what was dropped concerned a resident who should have been "
            f"offered help; in a next municipality we expect between {low}% and {high}%."
        )
    ours = best(results["methoden"][1])
    if ours["signalen"]:
        rest = round(100 * ours["uitval"] / ours["signalen"])
        of = "the same signals" if results["zelfde_signalen"] else "partly other signals"
        text.append(f"A probabilistic comparison of {of} drops {rest} of every 100.")
    text.append(
        "No personal data left a municipality; counts below the minimum were withheld, or told with noise that vanishes over many municipalities."
    )
    return [" ".join(text)]
