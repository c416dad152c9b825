"""The report of one municipality about its own data. For the municipality: small counts stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Report, Section, Table, bullets, cause_words
from brp_match.benchmark.reports.charts import bars, beside
from brp_match.benchmark.reports.words import (
    CHECKS,
    REJECT_MEANS,
    WRONGFUL_MEANS,
    of_today,
    part,
    spanned,
)
from brp_match.dutch import Month, counted, decimal, listed, percent, whole

SAMPLES = {
    "loting": "een loting uit alle uitgevallen signalen",
    "loting-per-vlp": "een loting per vastelastenpartner",
    "loting-per-sector": "een loting per sector",
    "gekozen": "een eigen keuze, geen loting",
}


def from_own_data(results: Mapping[str, Any]) -> Report:
    """Make the report out of eigen.json."""
    today, ours = results["methoden"]["exact"], results["methoden"]["brp_match"]
    months = [Month.parse(month).words for month in results["maanden"]]
    return Report(
        title="Uitval door de BRP-controle in onze gemeente",
        about=f"{counted(results['signalen'], 'signaal', 'signalen')} van {listed(months)}. "
        "Alleen voor de gemeente zelf: er staan kleine aantallen in.",
        headline=headline(results),
        facts=(
            ("signalen", whole(results["signalen"])),
            ("uitval nu", part(today["uitval"], results["signalen"])),
            ("uitval bij brp-match", part(ours["uitval"], results["signalen"])),
            ("naar een medewerker", whole(results["besluiten"]["review"])),
        ),
        sections=(
            Section("oorzaken", "Waardoor signalen uitvallen", (_causes(results),)),
            Section("methoden", "Wat brp-match met dezelfde signalen doet", _methods(results)),
            Section("sectoren", "Per sector", (_groups(results["per_sector"], "sector"),)),
            Section(
                "vlps",
                "Per vastelastenpartner",
                (_groups(results["per_vlp"], "vastelastenpartner"),),
            ),
            Section("meting", "Hoe dit is gemeten", _how(results)),
            Section("niet", "Wat u hier niet uit kunt concluderen", (_not(),)),
        ),
    )


def headline(results: Mapping[str, Any]) -> str:
    """Say the one thing to remember."""
    today = results["methoden"]["exact"]
    drops, found = today["uitval"], today["schatting"]
    if drops == 0:
        return "Er viel geen signaal uit."
    start = f"Van de {whole(results['signalen'])} signalen vielen er {whole(drops)} uit"
    if found is None:
        kept = results["wat_wij_doen"]
        return (
            f"{start}; brp-match herkent in {whole(kept['match'])} daarvan een inwoner. Hoeveel er "
            "onterecht uitvielen is niet bekend: daarvoor moet een loting worden nagekeken."
        )
    if today["nagekeken"] == drops:
        return f"{start}, waarvan {whole(round(found['aantal']))} onterecht."
    return (
        f"{start}, waarvan naar schatting {decimal(found['aantal'], 0)} onterecht "
        f"(95% zeker: {decimal(found['van'], 0)} tot {decimal(found['tot'], 0)})."
    )


def _causes(results: Mapping[str, Any]) -> Block:
    rows: Sequence[Mapping[str, Any]] = results["oorzaken"]
    reviewed = any(row["nagekeken"] for row in rows)
    parts = (
        ("onterecht", "terecht", "niet nagekeken")
        if reviewed
        else ("match", "te beoordelen", "afgewezen")
    )

    def values(row: Mapping[str, Any]) -> tuple[int, int, int]:
        if reviewed:
            seen = row["nagekeken"]
            return row["onterecht"], seen - row["onterecht"], row["uitval"] - seen
        return row["match"], row["review"], row["reject"]

    data = [
        (cause_words(row["code"]), word, float(count))
        for row in rows
        for word, count in zip(parts, values(row), strict=True)
    ]
    return Block(
        text=(
            "De oorzaak is de reden die brp-match als eerste geeft voor het verschil tussen signaal "
            "en BRP.",
        ),
        picture=(lambda: bars(data, parts, "uitgevallen signalen")) if data else None,
        alt="Staven: uitgevallen signalen per oorzaak; de cijfers staan in de tabel hieronder",
        table=Table(
            "Uitval van de controle van vandaag per oorzaak, en wat brp-match met die signalen doet",
            ("oorzaak", "uitval", "nagekeken", "onterecht", "match", "te beoordelen", "afgewezen"),
            tuple(
                (
                    cause_words(row["code"]),
                    *(whole(row[k]) for k in ("uitval", "nagekeken", "onterecht", "match", "review", "reject")),
                )
                for row in rows
            ),
        ),
    )  # fmt: skip


def _methods(results: Mapping[str, Any]) -> tuple[Block, ...]:
    checked = results["nagekeken_tegen_besluit"]
    rows = [
        (
            name,
            whole(m["uitval"]),
            whole(m["nagekeken"]),
            whole(m["onterecht_gevonden"]),
            estimated(m),
        )
        for name, m in (
            ("controle van vandaag", results["methoden"]["exact"]),
            ("brp-match", results["methoden"]["brp_match"]),
        )
    ]
    blocks = [
        Block(
            table=Table(
                "Uitval per methode",
                (
                    "methode",
                    "uitval",
                    "nagekeken",
                    "onterecht gevonden",
                    "onterecht van alle uitval",
                ),
                tuple(rows),
            )
        )
    ]
    if results["methoden"]["exact"]["nagekeken"]:
        blocks.append(
            Block(
                title="Nagekeken uitval naast het besluit van brp-match",
                table=Table(
                    "Wat een medewerker vond, en wat brp-match met dat signaal deed",
                    ("bevinding", "match", "te beoordelen", "afgewezen"),
                    tuple(
                        (outcome, *(whole(counts[k]) for k in ("match", "review", "reject")))
                        for outcome, counts in checked.items()
                    ),
                ),
            )
        )
    return tuple(blocks)


def estimated(method: Mapping[str, Any]) -> str:
    """Return "10 (25,0%; 18,1%–33,0%)" or why there is no estimate."""
    found = method["schatting"]
    if method["uitval"] == 0:
        return "–"
    if found is None:
        return "niet bekend"
    if found["van"] == found["tot"]:
        return part(round(found["aantal"]), found["over"])
    return (
        f"{decimal(found['aantal'], 0)} ({percent(found['aandeel'])}; "
        f"{spanned(found['aandeel_van'], found['aandeel_tot'])})"
    )


def _groups(rows: Sequence[Mapping[str, Any]], what: str) -> Block:
    points = [
        (row["naam"], word, row[method]["uitval"] / row["signalen"])
        for row in rows
        for word, method in (("controle van vandaag", "exact"), ("brp-match", "brp_match"))
        if row["signalen"]
    ]
    return Block(
        picture=(lambda: beside(points, "uitval van de signalen")) if points else None,
        alt=f"Punten: aandeel uitval per {what}, van de controle van vandaag en van brp-match; zie de tabel",
        table=Table(
            f"Uitval per {what}",
            (what, "signalen", "uitval nu", "onterecht van alle uitval", "uitval bij brp-match"),
            tuple(
                (
                    row["naam"],
                    whole(row["signalen"]),
                    part(row["exact"]["uitval"], row["signalen"]),
                    estimated(row["exact"]),
                    part(row["brp_match"]["uitval"], row["signalen"]),
                )
                for row in rows
            ),
        ),
    )


def _how(results: Mapping[str, Any]) -> tuple[Block, ...]:
    today = results["methoden"]["exact"]
    lines = [
        of_today([results["controle"]]),
        REJECT_MEANS,
        WRONGFUL_MEANS,
        f"Nagekeken zijn {whole(today['nagekeken'])} van de {whole(today['uitval'])} uitgevallen "
        f"signalen; gekozen door {SAMPLES[results['steekproef']]}.",
        "Het interval is het exacte interval voor een loting zonder teruglegging uit een eindig aantal "
        "(omkering van de hypergeometrische toets); bij een loting per groep zijn de groepen opgeteld.",
    ]
    if today["onbekend"]:
        lines.append(
            f"Van {counted(today['onbekend'], 'signaal', 'signalen')} kon de medewerker het niet zeggen; "
            "die tellen als niet nagekeken."
        )
    if results["quarantaine"]:
        lines.append(
            f"Onbruikbaar en niet meegeteld: {counted(results['quarantaine'], 'rij', 'rijen')}."
        )
    plan = Block(
        title="Hoeveel u moet nakijken",
        text=("te_bekijken.csv heeft de uitgevallen signalen in gelote volgorde. Begin bovenaan.",),
        table=Table(
            f"Aantal na te kijken signalen, bij een verwacht aandeel van {percent(results['nakijken']['verwacht'])}",
            ("nauwkeurig op", "signalen"),
            tuple(
                (f"± {decimal(100 * row['precisie'], 0)} procentpunt", whole(row["signalen"]))
                for row in results["nakijken"]["aantal"]
            ),
        ),
    )
    return bullets("", lines), *imitation(results), plan


def imitation(results: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the real list beside an imitation of the check; nothing where there is no list."""
    found = results.get("nabootsing")
    if found is None:
        return ()
    real, other = (
        found["beide"] + found["alleen_lijst"],
        found["beide"] + found["alleen_nabootsing"],
    )
    return (
        Block(
            title="De echte uitval naast een nabootsing",
            text=(
                f"Uw systeem liet er {whole(real)} uitvallen; een nabootsing van de controle ({CHECKS[found['controle']]}) laat "
                f"er {whole(other)} uitvallen. Hoe minder zij verschillen, hoe meer een nabootsing elders zegt.",
            ),
            table=Table(
                "Dezelfde signalen: wat echt uitviel, en wat een nabootsing laat uitvallen",
                ("de lijst", "nabootsing: valt uit", "nabootsing: gaat door"),
                (
                    ("viel echt uit", whole(found["beide"]), whole(found["alleen_lijst"])),
                    ("ging echt door", whole(found["alleen_nabootsing"]), whole(found["geen"])),
                ),
            ),
        ),
    )


def _not() -> Block:
    return bullets(
        "",
        (
            "Dat een signaal een match krijgt, zegt niet dat de schuld klopt of dat de inwoner hulp wil.",
            "Een verschil tussen vastelastenpartners kan toeval zijn: bij kleine aantallen is het "
            "interval breed.",
            "Waren de nagekeken signalen niet geloot, dan zeggen zij niets over de andere.",
            "De oorzaak is wat brp-match ziet. Zij is niet door een medewerker vastgesteld.",
        ),
    )
