"""What came of the signals of a made-up month, beside today's exact check, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from brp_match.dutch import percentage, whole
from brp_match.synthetic.scenario import HELP_DUE

KINDS = {
    "ter_plaatse": "woont op het adres",
    "verhuisd": "verhuisd binnen de gemeente",
    "ondernemer": "ondernemer, signaal op het bedrijfsadres",
    "vertrokken": "vertrokken uit de gemeente",
    "overleden": "overleden",
    "vorige_bewoner": "vorige bewoner, staat niet in de BRP",
    "familielid": "familielid of huisgenoot, niet ingeschreven",
    "vreemde": "onbekende, niet ingeschreven",
    "rechtspersoon": "bedrijf of stichting",
    "garagebox": "huur van een garagebox",
}
"""Kinds of truth as the table names them, people who must be helped first."""

Rows = Sequence[Mapping[str, str]]


def table(
    truth: Rows, exact: Mapping[str, str], decisions: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Lines of the table: per kind of truth the signals, what the exact check drops, what we did."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for row in truth:
        signal = row["signaal_id"]
        counts[row["soort"]].update(
            [
                "alle",
                "exact_uitval" if not exact[signal] else "exact_door",
                decisions[signal]["besluit"],
            ]
        )
    lines = [
        f"{'Over wie het signaal gaat':44}{'signalen':>9}  {'exacte controle':>15}  {'brp-match':>29}",
        f"{'':44}{'':>9}  {'valt uit':>15}  {'match':>9}{'beoordelen':>11}{'afgewezen':>10}",
    ]
    for kind, title in KINDS.items():
        c = counts[kind]
        lines.append(
            f"{title:44}{whole(c['alle']):>9}  {whole(c['exact_uitval']):>15}  {whole(c['match']):>9}{whole(c['review']):>11}"
            f"{whole(c['reject']):>10}"
        )
    return lines


def verdict(
    truth: Rows, exact: Mapping[str, str], decisions: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Lines that say what the table comes to: wrongful drop-out, wrong persons, reviews."""
    due = [row for row in truth if row["soort"] in HELP_DUE]
    dropped = sum(not exact[row["signaal_id"]] for row in truth)
    wrongly = sum(not exact[row["signaal_id"]] for row in due)
    ours = [decisions[row["signaal_id"]] for row in truth]
    lost = sum(decisions[row["signaal_id"]]["besluit"] == "reject" for row in due)
    wrong = sum(
        decision["besluit"] == "match"
        and (row["soort"] not in HELP_DUE or decision["persoon_id"] != row["persoon_id"])
        for row, decision in zip(truth, ours, strict=True)
    )
    matched = sum(decision["besluit"] == "match" for decision in ours)
    reviews = sum(decision["besluit"] == "review" for decision in ours)
    return [
        "",
        f"De exacte controle laat {whole(dropped)} signalen uitvallen. In {whole(wrongly)} daarvan gaat het om iemand "
        f"die er wel woont ({percentage(wrongly / len(due))} van wie hulp moet krijgen).",
        f"brp-match laat er van die mensen {whole(lost)} uitvallen ({percentage(lost / len(due))}), vindt {whole(matched)} keer "
        f"zelf de persoon (waarvan {whole(wrong)} fout) en vraagt {whole(reviews)} keer een mens ({percentage(reviews / len(truth))}).",
    ]
