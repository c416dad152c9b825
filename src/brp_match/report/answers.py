"""The questions that a deliverer comes with, each with its answer from the released card alone.

The list stands in docs/scorekaart.md, after the two that the head of the card answers; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from brp_match.dutch import counted, listed, whole
from brp_match.noise import widest
from brp_match.report import firewall as fw
from brp_match.report import wording
from brp_match.report.cards import ExpectationResult
from brp_match.report.checks import Catalogue
from brp_match.report.judged import above_norm, also_to_mend, seen_otherwise
from brp_match.report.progress import brought
from brp_match.report.release_tables import step
from brp_match.report.trend import Direction

SURE = 0.05
"""A difference counts when chance brings one so large in fewer than one of twenty months."""

ROWS = (
    "In het werkboek bij deze kaart (scorekaart.xlsx): het blad Taken noemt elke taak, en op Taak 1 en verder staat elke rij "
    "met signaalnummer, klantnummer en regel."
)


def answers(
    card: fw.VlpScorecard,
    results: Sequence[ExpectationResult],
    catalogue: Catalogue,
    minimum: int,
) -> tuple[tuple[str, str], ...]:
    """Return question and answer. `results`: the checks of the card with their trend; `minimum`: persons that a share
    is told of."""
    codes = [m.code.value for m in card.verbeteren]
    codes += [r.code for r, _ in also_to_mend(results, codes)]
    first = catalogue[codes[0]] if codes else None
    doubted = seen_otherwise((g.soort.value, g.kolom.value) for g in card.gewoonten)
    return (
        ("Hoeveel van mijn signalen vielen uit, en is dat meer dan bij anderen?", drop_out(card, minimum)),
        ("Wat verbeter ik het eerst?", first_to_mend(card, results, catalogue)),
        ("In welke rijen, met welk nummer van mij?", ROWS if card.feiten else "Er zijn geen rijen om te verbeteren."),
        ("Wat doe ik met zo'n rij?",
         f"{first.advies} Bij elke rij in het werkboek staat wat u doet." if first else "Niets."),
        ("Welk deel van de uitval ligt aan mijn gegevens, en welk deel niet?", whose(card, minimum)),
        ("Gaat het beter of slechter dan vorige maanden?", course(card, results, catalogue)),
        ("Halen wij de norm, of is dit toeval?", norms(results, catalogue, doubted)),
        ("Waarom zie ik een getal niet?", not_shown(card, minimum)),
    )  # fmt: skip


def drop_out(card: fw.VlpScorecard, minimum: int) -> str:
    """Say how much dropped out, beside the others where that is told."""
    share = card.maanden[-1].uitval
    if not wording.told(share):
        said = (
            f"Van {card.maand.words} mogen wij dat niet tonen: het zijn minder dan {minimum} personen, of een getal waaruit een ander "
            "af te leiden is."
        )
        if isinstance(card.gemiddelde_uitval, fw.Rate):
            said += f" {wording.AVERAGE[card.vergeleken]}: {wording.share_text(card.gemiddelde_uitval)}."
        else:
            said += " Of het meer is dan bij anderen, is dan ook niet te zeggen."
        for one in [t for t in card.tijdvakken if wording.told(t.uitval)][-1:]:
            said += f" Wel van {wording.period_text(one)}: {wording.period_share(one.uitval)}."
        return said
    said = _capital(f"{wording.share_text(share)}.")
    if not isinstance(card.gemiddelde_uitval, fw.Rate):
        return f"{said} Van de anderen mogen wij het niet tonen."
    said += f" {wording.AVERAGE[card.vergeleken]}: {wording.share_text(card.gemiddelde_uitval)}"
    if not isinstance(share, fw.Rate):
        return f"{said}."
    return f"{said}; {compared(share, card.gemiddelde_uitval)}."


def compared(own: fw.Rate, all_of_them: fw.Rate) -> str:
    """Say whether a share of `all_of_them`, of which `own` is a part, is another one than that of the rest.

    Both are told with noise and in steps: the difference counts only where it stays one with the counts so much nearer to
    each other.
    """
    from scipy.stats import fisher_exact

    rest = all_of_them.noemer - own.noemer, all_of_them.teller - own.teller
    if rest[0] <= 0 or not 0 <= rest[1] <= rest[0]:
        return "dat verschil kan toeval zijn"
    more = own.teller / own.noemer > rest[1] / rest[0]
    nearer = (widest(own.minimum) + step(own.minimum) / 2) * (-1 if more else 1)
    mine = min(max(own.teller + nearer, 0), own.noemer)
    theirs = min(max(rest[1] - nearer, 0), rest[0])
    if (mine / own.noemer > theirs / rest[0]) != more:
        return "dat verschil kan toeval zijn"
    table = [[round(mine), round(own.noemer - mine)], [round(theirs), round(rest[0] - theirs)]]
    if fisher_exact(table).pvalue >= SURE:
        return "dat verschil kan toeval zijn"
    return f"bij u is het {'meer' if more else 'minder'} dan toeval verklaart"


def first_to_mend(
    card: fw.VlpScorecard, results: Sequence[ExpectationResult], catalogue: Catalogue
) -> str:
    """Say which faults cost most, and which norms are missed beside them."""
    first = [m.code.value for m in card.verbeteren]
    missed = [
        f"“{catalogue[r.code].melding}” ({whole(r.teller)} keer)"
        for r, over in also_to_mend(results, first)
        if over
    ]
    also = f" Ook, want de norm is niet gehaald: {listed(missed)}." if missed else ""
    if not card.verbeteren:
        return f"Er is geen fout gevonden die vaak uitval of een beoordeling kost.{also}"
    faults = [
        f"“{catalogue[m.code.value].melding}” ({whole(m.rijen.teller)} keer)"
        for m in card.verbeteren
    ]
    return f"{faults[0]}{f', daarna {listed(faults[1:])}' if faults[1:] else ''}.{also}"


def whose(card: fw.VlpScorecard, minimum: int) -> str:
    """Say which part of the drop-out was the deliverer's own data and which was not, or that it may not be told."""
    told = {name: wording.share_text(share) for name, _, share in wording.parts(card)}
    if told:
        said = "; ".join(f"{name.lower()}: {share}" for name, share in told.items())
        own, other = (
            wording.PARTS[part][0] for part in (fw.Part.UW_GEGEVENS, fw.Part.NIET_UW_GEGEVENS)
        )
        rest = [name.lower() for name in (own, other) if name not in told]
        return _capital(f"{said}.{f' Van {rest[0]} mogen wij het niet tonen.' if rest else ''}")
    return (
        f"Dat mogen wij niet tonen: het gaat om minder dan {minimum} personen, of om een getal waaruit een ander af te leiden is. Welke "
        "fouten er in uw eigen rijen staan, ziet u wel."
    )


def course(
    card: fw.VlpScorecard, results: Sequence[ExpectationResult], catalogue: Catalogue
) -> str:
    """Say which faults became rarer or more frequent, over the months or since the last one, and the drop-out of two months."""
    if len(card.maanden) < 2:
        return "Dit is de eerste maand op deze kaart: er is nog niets om mee te vergelijken."
    parts = []
    for direction in (Direction.BETTER, Direction.WORSE):
        moved = [
            f"“{catalogue[r.code].melding}”{f' sinds {r.trend.sinds.words}' if r.trend.sinds else ''}"
            for r in results
            if r.trend.richting is direction
        ]
        if moved:
            parts.append(f"{direction.capitalize()}: {listed(moved)}.")
        parts += _since_last(results, direction, catalogue)
    if not parts:
        parts.append("Geen fout komt vaker of minder vaak voor dan toeval verklaart.")
    told = [m for m in card.maanden if wording.told(m.uitval)][-2:]
    if len(told) == 2:
        shares = [f"{m.maand.words} {wording.share_text(m.uitval)}" for m in told]
        parts.append(f"Uitval: {', '.join(shares)}.")
    return " ".join(parts)


def _since_last(
    results: Sequence[ExpectationResult], direction: Direction, catalogue: Catalogue
) -> list[str]:
    """Return what differs from the month before in this direction, where the months together do not say it already."""
    told = {r.code for r in results if r.trend.richting is direction}
    found: dict[str, list[str]] = {}
    for one in brought(results):
        if one.direction is direction and one.code not in told:
            found.setdefault(one.before.maand.words, []).append(f"“{catalogue[one.code].melding}”")
    return [
        f"{direction.capitalize()} dan in {month}: {listed(names)}."
        for month, names in found.items()
    ]


def norms(
    results: Sequence[ExpectationResult], catalogue: Catalogue, doubted: Collection[str] = ()
) -> str:
    """Say which norms are not kept, and which may be broken by chance. `doubted`: what the delivery as a whole shows
    otherwise where no fault was counted; that is not called kept."""
    used = [
        r
        for r in results
        if r.noemer and r.norm is not None and (r.teller or r.code not in doubted)
    ]
    if not used:
        return "Geen controle had een norm."
    over, chance = above_norm(used)
    kept = len(used) - len(over) - len(chance)
    said = [f"{whole(kept)} van de {counted(len(used), 'norm', 'normen')} gehaald."]
    if over:
        said.append(f"Niet gehaald: {_titles(over, catalogue)}.")
    if chance:
        said.append(f"Erboven, maar dat kan toeval zijn: {_titles(chance, catalogue)}.")
    return " ".join(said)


def _titles(rows: Sequence[ExpectationResult], catalogue: Catalogue) -> str:
    return listed(
        [
            f"“{catalogue[r.code].melding}” ({wording.checked_text(r)}, {wording.norm_text(r.norm)})"
            for r in rows
        ]
    )


def not_shown(card: fw.VlpScorecard, minimum: int) -> str:
    """Say why a figure is not shown, which always are, and what the others are rounded to where the card has such."""
    said = (
        f"Wat uit de BRP komt, tonen wij niet als het over minder dan {minimum} personen gaat, of als een ander getal eruit af te "
        "leiden is. Fouten die u in uw eigen rijen zelf kunt tellen, tonen wij altijd."
    )
    if (many := step(minimum)) > 1 and _has_noise(card):
        said += (
            f" “Ongeveer” en “ten minste”: geteld in personen, met opzet iets te hoog of te laag (meestal hooguit {widest(minimum)}) en "
            f"afgerond op een veelvoud van {many}. Ook “ten minste” is dus niet helemaal zeker. Zo is over niemand iets af te leiden. Daarom tellen zulke getallen niet precies op "
            "tot wat u leverde, en zegt een klein verschil met vorige maand niets."
        )
    return said


def _has_noise(card: fw.VlpScorecard) -> bool:
    """Tell whether a share with noise is told anywhere, as a figure or as a bound."""
    shares = (
        card.gemiddelde_uitval,
        *(one.aandeel for one in card.uitkomsten),
        *(one.aandeel for one in card.verdeling),
        *(one.klopt for one in card.velden),
        *(share for one in card.maanden for share in (one.uitval, one.beoordeling)),
        *(one.uitval for one in card.tijdvakken),
        *(share for one in card.verbeteren for share in (one.uitval, one.beoordeling)),
    )
    return any(isinstance(one, fw.Rate | fw.AtLeast) for one in shares)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
