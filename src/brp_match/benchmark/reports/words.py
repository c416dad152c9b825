"""Words and small tables that the reports share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.dutch import Month, counted, listed, percent, percentage, whole

OPEN = "niet te zeggen"
"""Of a figure that is not known well enough to say anything of it."""

DASH = "\u2060–\u2060"
"""A dash between two bounds where no line is broken."""

METHODS = {
    "exact": "controle van vandaag",
    "exact_voornamen": "exact, met de hele voornaam",
    "exact_zonder_toevoeging": "exact, zonder toevoeging",
    "lenient": "soepele regel",
    "recordlinkage_ecm": "recordlinkage (ECM)",
    "splink_stock": "Splink zoals geleverd",
    "dedupe_gazetteer": "dedupe (Gazetteer)",
    "ours": "brp-match",
    "brp_match": "brp-match",
}
"""Method → how a report names it."""

CHECKS = {
    "exact": "achternaam, eerste voorletter, geboortedatum en adres zijn gelijk",
    "exact_voornamen": "achternaam, eerste voornaam, geboortedatum en adres zijn gelijk",
    "exact_zonder_toevoeging": "achternaam, eerste voorletter, geboortedatum, postcode en huisnummer "
    "zijn gelijk",
    "uitval": "de lijst met uitval uit het systeem van de gemeente",
}
"""Variant of today's check → what it asks."""


REAL_LIST = "uitval"
"""Today's check where the municipality gave the list of what really dropped."""


def of_today(checks: Sequence[str], places: Sequence[int] = ()) -> str:
    """Say how today's drop-out is known: from the real list, or by doing the check again.

    `places`: of many municipalities how many gave a list, and at how many the check was done again.
    """
    again = "; ".join(CHECKS[name] for name in checks if name != REAL_LIST)
    said = []
    if REAL_LIST in checks:
        whose = "Een deel van de gemeenten gaf" if again else "De uitval van vandaag is die van"
        if again and places:
            whose = f"{counted(places[0], 'gemeente gaf', 'gemeenten gaven')}"
        said.append(f"{whose} {CHECKS[REAL_LIST]}.")
    if again:
        others = whole(places[1]) if places and said else ""
        start = (
            f"Bij de andere {others} is de controle".replace("  ", " ")
            if said
            else "De controle van vandaag is"
        )
        said.append(f"{start} nagebootst: {again}. Al het andere valt daar uit.")
    return " ".join(said)


WRONGFUL_MEANS = (
    "Een signaal valt onterecht uit als het gaat over een inwoner die hulp aangeboden had moeten "
    "krijgen. Wie binnen de gemeente is verhuisd, hoort daarbij."
)

REJECT_MEANS = (
    "Bij brp-match valt een signaal uit als het wordt afgewezen. Wat twijfelachtig is, gaat naar een "
    "medewerker en valt dus niet uit."
)


def method_name(code: str) -> str:
    """Return how a report names a method; an unknown one by its code."""
    return METHODS.get(code, code)


def part(count: int, of: int) -> str:
    """Return "34 (12,5%)", or a dash where there is nothing to take a part of."""
    return f"{whole(count)} ({percent(count / of, of)})" if of else "–"


def spanned(low: float, high: float) -> str:
    """Return shares as "12,5%", or "8,0%–12,5%" where they differ."""
    if low == high:
        return percent(low)
    return f"{percent(low)}{DASH}{percent(high)}"


def known(row: Mapping[str, Any]) -> str:
    """Return the wrongful share of a national row; a dash where nothing was reviewed."""
    if row["aandeel_van"] is None:
        return "–"
    return spanned(row["aandeel_van"], row["aandeel_tot"])


def counted_range(low: int | None, high: int | None) -> str:
    """Return "34", or "30–45" where only bounds are known."""
    if low is None:
        return "–"
    if high is None:
        return f"{whole(low)} of meer"
    return whole(low) if low == high else f"{whole(low)}{DASH}{whole(high)}"


def period(months: Sequence[str]) -> str:
    """Return months (jjjj-mm, in order) as "september tot en met november 2026", or one by one where some lack."""
    found = [Month.parse(month) for month in months]
    first, last = found[0], found[-1]
    if len(found) < 3 or last.since(first) != len(found) - 1:
        return listed([month.words for month in found])
    start = first.words if first.jaar != last.jaar else first.words.split()[0]
    return f"{start} tot en met {last.words}"


WIDEST = 0.6
"""An interval wider than this says nothing that may be quoted."""


def any_noise(results: Mapping[str, Any]) -> bool:
    """Tell whether a count of the national report was told with noise."""
    rows = (results["totaal"], *results["methoden"],
            *(row for key in ("per_gemeente", "per_sector", "families") for row in results[key]))  # fmt: skip
    return any(best(row)["met_ruis"] for row in rows)


def gave(results: Mapping[str, Any]) -> int:
    """Return of how many municipalities today's drop-out is."""
    return sum(bool(best(row)["signalen"]) for row in results["per_gemeente"])


def together(results: Mapping[str, Any]) -> str:
    """Return which part of all drop-out is wrongful, without limits; where only bounds are known, these."""
    one = best(results["totaal"])
    if one["aandeel"] is None and one["aandeel_van"] is not None:
        return about(None, one["aandeel_van"], one["aandeel_tot"], 10)
    return percent(results["streef"], 10)


def best(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is known of a national row: with the counts told with noise where there are any, else the counts
    that were given, in the same form.
    """
    if (found := row.get("geschat")) is not None:
        known_best: Mapping[str, Any] = found
        return known_best
    dropped, low = row["uitval"], row["aandeel_van"]
    same = low is not None and row["onterecht_van"] == row["onterecht_tot"]
    exact = {"onterecht": row["onterecht_van"] if same else None, "aandeel": low if same else None}
    return {**row, "uitval_van": dropped, "uitval_tot": dropped, **exact, "met_ruis": 0}


def about(value: float | None, low: float, high: float, of: int | None = None) -> str:
    """Return a share with its limits: "12%", "12% (9%–15%)", or only what is known where that is little: "tussen 4% en
    90%", "ten hoogste 70%", "ten minste 20%", "niet te zeggen".
    """
    if low == high:
        return percent(low, of)
    if value is None or high - low > WIDEST:
        return _between(low, high, of)
    return f"{percent(value, of)} ({percent(low, of)}{DASH}{percent(high, of)})"


def _between(low: float, high: float, of: int | None) -> str:
    """Say between which limits a share lies; a limit that every share has is not told."""
    if low <= 0 and high >= 1:
        return OPEN
    if low <= 0:
        return f"ten hoogste {percent(high, of)}"
    if high >= 1:
        return f"ten minste {percent(low, of)}"
    return f"tussen {percent(low, of)} en {percent(high, of)}"


def vague(row: Mapping[str, Any]) -> bool:
    """Tell whether of a share only the limits are worth saying, as `about` does: then no dot is drawn either."""
    return row["aandeel"] is None or row["aandeel_tot"] - row["aandeel_van"] > WIDEST


def about_count(value: int | None, low: int, high: int) -> str:
    """Return a count with its limits: "34", "34 (30–45)", or "30–45" without a best guess."""
    if value is None or low == high:
        return counted_range(low, high)
    return f"{whole(value)} ({counted_range(low, high)})"


def rate(value: Mapping[str, Any] | None) -> str:
    """Return a rate of the benchmark with its interval: "2,1% (1,4%–3,1%)", "0,09% (0,04%–0,20%)".

    Two decimals under one per cent: methods differ there.
    """
    if value is None or value["value"] is None:
        return "–"
    decimals = 2 if value["value"] < 0.01 else 1
    share, low, high = (percentage(value[k], decimals) for k in ("value", "low", "high"))
    return f"{share} ({low}{DASH}{high})"


def share_of(value: Mapping[str, Any] | None) -> str:
    """Return a rate of the benchmark as "3 (12%)", a dash where there is nothing to take a part of."""
    if not value or not value["of"]:
        return "–"
    return f"{whole(value['count'])} ({percent(value['value'], value['of'])})"
