"""The part of the model page about a municipality's own register and delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log2

from brp_match.content import Comparator
from brp_match.dutch import decimal, whole
from brp_match.html_page import table
from brp_match.link.own_rates import AT_LEAST, OwnRates
from brp_match.proportion import wilson

_CHANCE = """<h2>Toeval in uw register</h2>
<p>Hoe vaak hebben twee verschillende inwoners hetzelfde, als u ze blind trekt? Hoe zeldzamer, hoe meer het zegt als signaal en
inwoner het allebei hebben. Het programma rekent niet met dit gemiddelde, maar met hoe vaak juist deze naam, datum of dit adres voorkomt.</p>"""

_OWN = """<h2>m en u in uw levering</h2>
<p>Links staan de getallen waarmee het programma begint. Rechts staat wat uw eigen levering en register laten zien. <b>Het programma rekent
niet met de rechterkant</b>: een maand is te klein om alles van te leren. Verschilt een getal veel, dan schrijft een
vastelastenpartner anders dan wij aannemen. Dat leert het programma per vastelastenpartner, en voorzichtig.</p>
<p><b>Eigen u</b> is geteld: {drawn} keer trokken we een signaal en een inwoner die er alleen bij toeval bij hoort, en vergeleken ze.
De grenzen zijn die van Wilson (95%).
{own_m}</p>"""

_OWN_M = """<b>Eigen m</b> is geschat door Splink met <i>expectation-maximisation</i>, over {candidates} kandidaten. Daarvan horen er naar schatting
{matches} bij dezelfde persoon. Een kandidaat is gevonden doordat er al iets klopt. Daarom valt m van een niveau dat tegenspreekt
(zoals "afwijkend") hier te laag uit. Een niveau met minder dan {least} gevallen staat er niet."""

_NO_M = (
    """<b>Eigen m</b> is niet te schatten: daarvoor zijn er te weinig kandidaten ({candidates})."""
)

_HEAD = (
    "niveau",
    "m van het model",
    "eigen m",
    "u van het model",
    "eigen u",
    "gewicht met eigen m en u",
)


def chance_section(shares: Mapping[str, float]) -> str:
    """Return HTML of `shares_of_chance`."""
    rows = [
        (name, _share(share), f"1 op {whole(round(1 / share))}" if share else "nooit")
        for name, share in shares.items()
    ]
    return _CHANCE + table(("hetzelfde", "kans", "dat is"), rows)


def rates_section(comparators: Sequence[Comparator], rates: OwnRates) -> str:
    """Return HTML of m and u by level: of the model, and as estimated."""
    candidates = whole(rates.candidates)
    if rates.matches is None:
        own_m = _NO_M.format(candidates=candidates)
    else:
        matches = whole(round(rates.matches))
        own_m = _OWN_M.format(candidates=candidates, matches=matches, least=AT_LEAST)
    parts = [_OWN.format(drawn=whole(rates.drawn), own_m=own_m)]
    for comparator in comparators:
        rows = [
            _row(comparator, level, rates)
            for group in comparator.groepen.values()
            for level in group
        ]
        parts.append(f"<h3>{escape(comparator.titel)}</h3>{table(_HEAD, rows)}")
    return "".join(parts)


def _row(comparator: Comparator, name: str, rates: OwnRates) -> tuple[str, ...]:
    level, cell = comparator.by_id[name], (comparator.naam, name)
    m, counted = rates.m.get(cell), rates.u.get(cell)
    u, weight = "te weinig", ""
    if counted is not None:
        hits, total = counted
        bounds = wilson(hits, total)
        u = f"{_share(hits / total)} ({_share(bounds.low)}–{_share(bounds.high)})"
        if m is not None and hits >= AT_LEAST:
            weight = decimal(log2(m / (hits / total)))
    return (
        level.titel, _share(comparator.m_of(name)), _share(m) if m is not None else "te weinig",
        "register" if level.u is None else _share(level.u), u, weight or "te weinig",
    )  # fmt: skip


def _share(value: float) -> str:
    """A probability in as many decimals as tell something: 0,805, 0,0016, 0,000031."""
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    places = max(3, 1 - int(f"{value:e}".partition("e")[2]))
    return decimal(value, places)
