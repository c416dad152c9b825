"""What a scorecard says in words: the headline, what to mend, where a figure stands."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from brp_match.delivery.findings import Kind
from brp_match.delivery.wording import kind_sentence
from brp_match.dutch import counted, decimal, percent, whole
from brp_match.model import Feedback
from brp_match.report import firewall as fw
from brp_match.report.cards import ExpectationResult, Mend, MunicipalityScorecard, Overview
from brp_match.report.checks import Catalogue
from brp_match.report.judged import may_be_chance
from brp_match.report.progress import Brought, brought, target
from brp_match.report.statistics.funnel import Position
from brp_match.report.trend import Direction, Trend

FIELDS = {
    "achternaam": "Achternaam",
    "voornaam": "Voornaam of voorletters",
    "geboortedatum": "Geboortedatum",
    "adres": "Adres",
}
OUTCOMES = {
    fw.Outcome.OPGEPAKT: "Opgepakt",
    fw.Outcome.IN_BEOORDELING: "Nog in beoordeling",
    fw.Outcome.ONTERECHT_SIGNAAL: "Onterecht signaal",
    fw.Outcome.HERHAALDE_MELDING: "Herhaalde melding",
    fw.Outcome.OVERLEDEN: "Overleden",
    fw.Outcome.GEEN_INWONER: "Geen inwoner",
    fw.Outcome.NIET_OPGEPAKT: "Niet opgepakt",
}
PARTS = {
    fw.Part.UW_GEGEVENS: (
        "Uw levering",
        "Er staat een fout in de rij, of het signaal hoefde niet gestuurd te worden. Dit kunt u verbeteren.",
    ),
    fw.Part.NIET_UW_GEGEVENS: (
        "Niet uw levering",
        "Wat overleden of vertrokken is, en wat niet te vinden was zonder dat er een fout in uw rij staat.",
    ),
    fw.Part.TERECHT: (
        "Daarvan terecht",
        "Overleden, vertrokken, of al bij schuldhulpverlening: niemands fout. U hoeft niets te doen.",
    ),
    fw.Part.GEMEENTE: (
        "Daarvan aan de gemeente",
        "In uw rij is geen fout te zien; de gemeente bekijkt er enkele. U hoeft niets te doen.",
    ),
}
"""Part of the drop-out → its name, and what it is."""

MERGED = "Overleden of geen inwoner"
OPEN = (fw.Outcome.OPGEPAKT, fw.Outcome.IN_BEOORDELING)
POSITIONS = {
    Position.WITHIN: "binnen de grenzen van het toeval",
    Position.ABOVE_95: "hoger dan toeval verklaart (95%)",
    Position.BELOW_95: "lager dan toeval verklaart (95%)",
    Position.ABOVE_999: "duidelijk hoger dan toeval verklaart (99,9%)",
    Position.BELOW_999: "duidelijk lager dan toeval verklaart (99,9%)",
}
FEEDBACK = {
    Feedback.BEKEND_BIJ_SHV: "Bekend bij schuldhulpverlening",
    **{Feedback(str(outcome)): text for outcome, text in OUTCOMES.items() if outcome not in OPEN},
    Feedback.NONE: "Geen terugkoppeling",
}
WITHHELD = "niet getoond"
"""A share over too few signals, or one that would give another away."""

SMALL = 0.1
"""Share of faults under which a whole percent is too coarse beside a norm."""

PRECISE = 2_000
"""Persons from whom on noise of ten is no half percent."""

SHOWN = 0.05
"""Expected signals under which a fault is not worth naming: it would read as 0,0."""


def headline(card: MunicipalityScorecard, catalogue: Catalogue) -> str:
    """One sentence: what became of the signals, and what to mend first."""
    outcomes = card.uitkomsten
    dropped, reviewed = outcomes.uitval, outcomes.beoordeling
    drop = f"{'viel' if dropped < 2 else 'vielen'} er {whole(dropped) if dropped else 'geen'} uit"
    review = (
        f"{'moest' if reviewed == 1 else 'moesten'} er {whole(reviewed)} worden beoordeeld"
        if reviewed
        else "hoefde er geen te worden beoordeeld"
    )
    delivered = counted(outcomes.geleverd, "signaal", "signalen")
    text = f"Van {delivered} in {card.maand.words} {drop} en {review}"
    first = to_mend(card)
    if first:
        return f"{text}; {_first_to_mend(catalogue[first[0].code].melding, first[0].rijen)}"
    return f"{text}; geen enkele fout in de levering veroorzaakte dat aantoonbaar."


def _first_to_mend(fault: str, rows: int) -> str:
    return f"eerst te verbeteren: “{fault}” ({whole(rows)} keer)."


def released_headline(card: fw.VlpScorecard, catalogue: Catalogue) -> str:
    """One sentence for the deliverer: how much it delivered, what dropped out where that may be told,
    and what to mend first."""
    month = card.maanden[-1]
    text = (
        f"U leverde {counted(month.geleverd.teller, 'signaal', 'signalen')} in {card.maand.words}"
    )
    if isinstance(month.uitval, fw.Rate):
        text += f", waarvan er ongeveer {whole(month.uitval.teller)} uitvielen"
    else:
        periods = [one for one in card.tijdvakken if told(one.uitval)]
        for one in periods[-1:]:
            text += f"; in {period_text(one)} vielen er {period_share(one.uitval)} uit"
    if card.verbeteren:
        first = card.verbeteren[0]
        return f"{text}; {_first_to_mend(catalogue[first.code.value].melding, first.rijen.teller)}"
    return f"{text}; er is geen fout gevonden die vaak uitval of een beoordeling kost."


def period_text(period: fw.PeriodShare) -> str:
    """The months of a quarter or a year that are told together."""
    if period.van.maand == 1 and period.tot.maand == 12:
        span = str(period.van.jaar)
    else:
        span = f"{period.van.words.split()[0]} tot en met {period.tot.words}"
    return f"{counted(period.maanden, 'maand', 'maanden')} van {span} samen"


def period_share(share: fw.Share) -> str:
    """At least so many signals that dropped out in a period."""
    if isinstance(share, fw.AtLeast):
        return f"ten minste {whole(share.teller)} van {whole(share.noemer)} personen"
    return WITHHELD


def habit_text(habit: fw.HabitCount) -> str:
    """What the delivery showed of itself, what was done about it, and what is left to do."""
    seen = kind_sentence(habit.soort.value, habit.kolom.value, habit.rijen.teller)
    if not habit.hersteld.teller:
        which = (
            "deze rij, vraag dan aan de gemeente welke het is"
            if habit.rijen.teller == 1
            else "deze rijen, vraag dan aan de gemeente welke het zijn"
        )
        return f"{seen} Dit kon de gemeente niet herstellen. Noemt geen taak {which}."
    left_out = habit.soort.value in (Kind.GEEN_GEBOORTEDATUM, Kind.STANDAARDWAARDE)
    done = (
        "Bij het vergelijken telde dat niet mee"
        if left_out
        else "De gemeente heeft dit voor het vergelijken hersteld"
    )
    return f"{seen} {done}; in uw eigen gegevens staat het nog zo."


def parts(card: fw.VlpScorecard) -> tuple[tuple[str, str, fw.Share], ...]:
    """The parts of the drop-out that are told: name, what it is, share."""
    return tuple(
        (*PARTS[one.deel], one.aandeel)
        for one in card.verdeling
        if one.deel in PARTS and told(one.aandeel)
    )


def merged(card: fw.VlpScorecard) -> fw.Share:
    """Who died or is no resident, together, where they are not told apart."""
    apart = {one.uitkomst: one.aandeel for one in card.uitkomsten}
    if told(apart.get(fw.Outcome.OVERLEDEN, fw.Withheld())):
        return fw.Withheld()
    whole_part = fw.Part.OVERLEDEN_OF_GEEN_INWONER
    return next((o.aandeel for o in card.verdeling if o.deel is whole_part), fw.Withheld())


def to_mend(card: MunicipalityScorecard) -> tuple[Mend, ...]:
    """The three faults that cost most, without those whose mending would save nothing to speak of."""
    return tuple(m for m in card.verbeteren if max(m.uitval, m.beoordeling) >= SHOWN)[:3]


def mend_effect(mend: Mend) -> str:
    """What mending saves, in whole words; expected numbers are rounded to a tenth."""
    parts = []
    if mend.uitval >= SHOWN:
        parts.append(f"ongeveer {_about(mend.uitval)} keer uitval")
    if mend.beoordeling >= SHOWN:
        review = "beoordeling" if _about(mend.beoordeling) == "1" else "beoordelingen"
        parts.append(f"ongeveer {_about(mend.beoordeling)} {review}")
    return " en ".join(parts) if parts else "niets noemenswaardigs"


def _about(expected: float) -> str:
    """An expected number of signals: in tenths, a whole one without a decimal."""
    text = decimal(expected)
    return text.removesuffix(",0")


def share_text(share: fw.Share | fw.OwnCount) -> str:
    """A released share: percentage and its counts, a bound, or that it is not shown. A rate after comparing is told in
    steps, so about; an own count is exact."""
    if isinstance(share, fw.AtLeast):
        return f"ten minste {floor(100 * share.teller / share.noemer)}%"
    if isinstance(share, fw.Withheld):
        return WITHHELD
    if not share.noemer:
        return "–"
    counts = f"({whole(share.teller)} van {whole(share.noemer)})"
    if isinstance(share, fw.Rate):
        return f"{about_percent(share.teller, share.noemer)} {counts}"
    return f"{percent(share.teller / share.noemer, share.noemer)} {counts}"


def about_percent(part: int, of: int) -> str:
    """A share of counts that have noise: about, and in whole percents where the noise may be half a percent."""
    return f"ongeveer {percent(part / of, of if of >= PRECISE else 0)}"


def sides(card: MunicipalityScorecard) -> tuple[tuple[str, int, str], ...]:
    """The drop-out by whose it is, and what to do with it; every signal in one row."""
    split = card.verdeling
    return (
        (
            "Terecht, en niemands fout",
            split.terecht,
            "Niets: overleden, vertrokken, of al bij schuldhulpverlening.",
        ),
        (
            "De levering",
            split.levering,
            "De vastelastenpartner: een fout in de rij, of een signaal dat niet gestuurd hoefde te worden.",
        ),
        (
            "Onze kant",
            split.onze,
            "De gemeente: in de rij is geen fout te zien. Bekijk er enkele in de steekproef.",
        ),
    )


def told(share: fw.Share | fw.OwnCount) -> bool:
    """Tell whether a share says something."""
    return not isinstance(share, fw.Withheld) or isinstance(share, fw.AtLeast)


def any_told(rows: Sequence[object], name: str) -> bool:
    """Tell whether a section has a figure: one without is left out."""
    return any(told(getattr(row, name)) for row in rows)


def untold_outcomes(card: fw.VlpScorecard) -> str:
    """One sentence with the outcomes of which no share is shown; '' where all are."""
    together = (fw.Outcome.OVERLEDEN, fw.Outcome.GEEN_INWONER) if told(merged(card)) else ()
    names = [
        OUTCOMES[one.uitkomst].lower()
        for one in card.uitkomsten
        if not told(one.aandeel) and one.uitkomst not in together
    ]
    if not told(card.gemiddelde_uitval):
        names.append(AVERAGE[card.vergeleken].lower())
    if not names:
        return ""
    listed = " en ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"Niet getoond, om personen te beschermen: {listed}."


def rest_text(share: fw.Share) -> str:
    """The other part of a released share: what is left is known with it, and safe with it."""
    if isinstance(share, fw.Rate):
        return share_text(fw.Rate(share.noemer - share.teller, share.noemer, share.minimum))
    return WITHHELD


def part_text(share: fw.Share | fw.OwnCount) -> str:
    """A released part of a fault's rows, as a number of signals."""
    if isinstance(share, fw.AtLeast):
        return f"ten minste {whole(share.teller)}"
    if isinstance(share, fw.Withheld):
        return WITHHELD
    return whole(share.teller)


def cost_text(mend: fw.MendShare) -> str:
    """What a deliverer may hear of the drop-out and reviews that one fault causes; "" where that is nothing."""
    parts = []
    if not isinstance(mend.uitval, fw.Withheld) or isinstance(mend.uitval, fw.AtLeast):
        many = mend.uitval.teller != 1
        parts.append(
            f"{'vielen' if many else 'viel'} er {part_text(mend.uitval)} {'signalen' if many else 'signaal'} uit"
        )
    if not isinstance(mend.beoordeling, fw.Withheld) or isinstance(mend.beoordeling, fw.AtLeast):
        parts.append(f"moesten er {part_text(mend.beoordeling)} worden beoordeeld")
    if not parts:
        return ""
    return f"Door deze fout {' en '.join(parts)}."


def untold_costs(card: fw.VlpScorecard, minimum: int) -> str:
    """Say once that what the faults cost is not shown, and why; "" where it is of each."""
    hidden = sum(not cost_text(one) for one in card.verbeteren)
    if not hidden:
        return ""
    which = "deze fouten" if hidden == len(card.verbeteren) else "de andere fouten"
    if len(card.verbeteren) == 1:
        which = "deze fout"
    return (
        f"Hoeveel uitval of beoordelingen door {which} kwam, mogen wij niet tonen: het gaat om minder dan {minimum} personen, "
        "of dat aantal is eruit af te leiden."
    )


def checked_text(result: ExpectationResult) -> str:
    """The share with a fault: with a decimal where it is small, as norms are, so that the same share reads the same
    whatever its norm."""
    if result.noemer and 0 < result.teller / result.noemer < SMALL:
        return percent(result.teller / result.noemer)
    return rate_text(result.teller, result.noemer)


def rate_text(numerator: int, denominator: int, most: int | None = None) -> str:
    """A share of the municipality's own: percentage, or a dash without cases. `most`: the largest denominator of its
    column, so that all of it has as many decimals."""
    return percent(numerator / denominator, most or denominator) if denominator else "–"


def trend_text(result: ExpectationResult) -> str:
    """Better, worse or the same over the months, and how it is beside the month before where that says something else."""
    over_months = _trend(result.trend)
    if not (lately := brought([result])) or lately[0].direction is result.trend.richting:
        return over_months
    last = f"{lately[0].direction} dan in {lately[0].before.maand.words}"
    moved = result.trend.richting in (Direction.BETTER, Direction.WORSE)
    return f"{over_months}, {last}" if moved else last


def _trend(trend: Trend) -> str:
    match trend.richting:
        case Direction.UNKNOWN:
            return "te weinig maanden"
        case Direction.SAME:
            return "gelijk gebleven"
        case direction:
            since = f" sinds {trend.sinds.words}" if trend.sinds else ""
            return f"{direction}{since}"


def norm_text(norm: float | None, rests_on: str = "") -> str:
    """The largest share of faults that is acceptable, and what that rests on."""
    if norm is None:
        return "geen"
    return f"max. {_about(norm * 100)}%" + (f" ({rests_on})" if rests_on else "")


def brought_text(one: Brought) -> str:
    """What became of a fault since the month before, from the own rows."""
    shares = (
        f"In {one.before.maand.words} stond deze fout in {rate_text(one.before.teller, one.before.noemer)} van de signalen, in "
        f"{one.now.maand.words} in {rate_text(one.now.teller, one.now.noemer)}"
    )
    many = counted(one.difference, "signaal", "signalen")
    return f"{shares}: naar verhouding {many} {'meer' if one.worse else 'minder'}."


def target_text(result: ExpectationResult) -> str:
    """What to aim for next month with one fault, or that its norm is kept; '' where neither can be said."""
    most = target(result)
    if most is None and result.norm is not None and result.teller:
        return f"De norm ({norm_text(result.norm)}) is gehaald; minder is beter."
    if most is None:
        return ""
    rests = "de norm" if result.norm is not None else "de helft, want er is geen norm"
    of = counted(result.noemer, "signaal", "signalen")
    by_chance = may_be_chance(result.teller, result.noemer, result.norm or 0.0)
    now = f"nu {whole(result.teller)}{', wat nog toeval kan zijn' if by_chance else ''}"
    return f"Doel: bij {of} hooguit {whole(most)} met deze fout ({rests}); {now}."


def sector_text(card: MunicipalityScorecard, overview: Overview) -> str:
    """The drop-out beside that of the other deliverers of its sector; '' where it is alone in it."""
    others = [one for one in overview.kaarten if one.sector == card.sector and one.vlp != card.vlp]
    dropped = sum(one.uitkomsten.uitval for one in others)
    delivered = sum(one.uitkomsten.geleverd for one in others)
    if not delivered:
        return ""
    mine = card.uitkomsten
    return (
        f"In de sector {card.sector} viel bij {'de andere' if len(others) == 1 else f'{whole(len(others))} anderen'} "
        f"{rate_text(dropped, delivered)} uit, bij {card.vlp} {rate_text(mine.uitval, mine.geleverd)}."
    )


AVERAGE = {
    fw.Reach.ALLE: "Uitval bij alle vastelastenpartners samen",
    fw.Reach.SECTOR: "Uitval in uw sector, alle vastelastenpartners samen",
}
"""Whom the average drop-out is of."""
