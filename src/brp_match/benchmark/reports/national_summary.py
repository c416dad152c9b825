"""The first pages of the national report: what was found in sentences, what a measure would save, and the same in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.families import OTHER, SIDE_WORDS
from brp_match.benchmark.reports.blocks import Block, Table
from brp_match.benchmark.reports.national_groups import HUNDREDS, share_dropped, wrongful
from brp_match.benchmark.reports.words import (
    OPEN,
    WIDEST,
    about,
    about_count,
    any_noise,
    best,
    counted_range,
    gave,
)
from brp_match.dutch import decimal, percent, whole

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
    rows, places = same_signals(results)
    if not rows:
        return "Niet te zeggen: geen gemeente gaf de uitval van beide."
    today, ours = rows
    reviews = reviews_of(ours)
    whose = (
        f"Bij de {whole(places)} die beide gaven, was met brp-match"
        if places < len(results["per_gemeente"])
        else "Met brp-match was"
    )
    return (
        f"{whose} op dezelfde signalen de uitval {share_dropped(ours)} in plaats van {share_dropped(today)}"
        + (
            f"; een medewerker moest {counted_range(*reviews) if reviews[0] else f'ten hoogste {whole(reviews[1])}'} signalen bekijken."
            if reviews
            else "."
        )
        + _wrong_then_and_now(today, ours)
        + " Of een brief de verkeerde bereikte, is niet nagekeken."
    )


def same_signals(results: Mapping[str, Any]) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Return today's check and ours over one set of signals, and of how many municipalities: of those that gave both.
    Nothing where none did.
    """
    both = results["beide"] or {"methoden": (), "gemeenten": 0}
    rows: Sequence[Mapping[str, Any]] = both["methoden"]
    if not all(best(row)["signalen"] for row in rows):
        return (), 0
    return rows, both["gemeenten"]


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
    if OPEN in (first, second):
        return ""
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


def saves(row: Mapping[str, Any], results: Mapping[str, Any]) -> tuple[str, str]:
    """Return how a measure's number of signals is known ("ten hoogste", "ten minste", "naar schatting"), and the number
    with its limits. An upper limit is it only where the group was given whole.
    """
    one = best(row)
    number = about_count(one["uitval"], one["uitval_van"], one["uitval_tot"])
    if one["uitval_van"] != one["uitval_tot"]:
        return "naar schatting", number
    rest = any(other["naam"] == OTHER and best(other)["uitval"] for other in results["families"])
    return ("ten minste" if rest or one.get("niet_gegeven") else "ten hoogste"), number


def measures(results: Mapping[str, Any]) -> Block:
    """Return what every measure would save at most, and how much of that was wrongful."""
    rows = [row for row in results["families"] if row["uitval"] and row["naam"] in MEASURES]
    total = best(results["totaal"])["uitval"]
    return Block(
        text=(
            "Een maatregel kan niet meer schelen dan de uitval in zijn groep. In de uitval waarvan de groep niet is gegeven, kan er "
            "meer van die groep zijn. De laatste kolom zegt welk deel van die uitval "
            "onterecht was. Is dat veel, dan bereikt de maatregel inwoners die nu geen hulp aangeboden krijgen; is het weinig, "
            "dan scheelt hij vooral werk.",
        ),
        table=Table(
            "Over hoeveel uitval een maatregel gaat",
            ("maatregel", "uitval in de groep", "van alle uitval", "onterecht van die uitval"),
            tuple(
                (MEASURES[row["naam"]].capitalize(), " ".join(saves(row, results)),
                 percent(best(row)["uitval"] / total) if total else "–", wrongful(row))
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
    given = gave(results)
    text = [
        f"{places if given == places else f'{given} of {places}'} Dutch municipalities counted what their check against the population register (BRP) drops of the "
        f"signals of payment arrears they receive: {share} of every 100."
    ]
    if says_next:
        low, typical, high = (round(100 * spread[name]) for name in ("low", "share", "high"))
        text.append(
            f"In a typical municipality {typical}% of what was dropped concerned a resident who should have been "
            f"offered help; in a next municipality we expect between {low}% and {high}%."
        )
    rows, both = same_signals(results)
    if rows:
        now, rest = (decimal(100 * best(row)["uitval"] / best(row)["signalen"], 0) for row in rows)
        text.append(
            f"A probabilistic comparison of the same signals drops {rest} of every 100."
            if both == places
            else f"In the {both} that gave both, a probabilistic comparison of the same signals drops {rest} of every 100, "
            f"the check {now}."
        )
    noise = " or told with noise, which all but cancels out over many municipalities"
    text.append(
        f"No personal data left a municipality; counts below the minimum were withheld{noise if any_noise(results) else ''}."
    )
    return [" ".join(text)]
