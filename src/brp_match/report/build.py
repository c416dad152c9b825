"""Put the scorecards of one month together: this run, the months before it, the expectations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from brp_match.content import model_figures
from brp_match.database import Connection
from brp_match.delivery.probing import Counted
from brp_match.dutch import Month
from brp_match.report.cards import (
    Cause,
    ExpectationResult,
    FieldAccuracy,
    Mend,
    MonthOutcomes,
    MunicipalityScorecard,
    Outcomes,
    Overview,
    Releasable,
    Reviewed,
    RowFinding,
    SectorMonth,
    Sides,
    Split,
)
from brp_match.report.checks import Catalogue, Checks, Validator, read_checks
from brp_match.report.mending import Mending
from brp_match.report.persons import count_persons, delivered_of
from brp_match.report.rows import files_of, row_findings
from brp_match.report.run_facts import (
    RunFacts,
    check_months,
    read_accuracy,
    read_causes,
    read_facts,
    read_outcomes,
    reviewed,
)
from brp_match.report.run_files import WHOLE, Part, in_order, lay_over, open_run
from brp_match.report.split import sides, splits
from brp_match.report.statistics.funnel import funnel
from brp_match.report.sums import sector_months, total
from brp_match.report.trend import MonthCount, trend_of

NOBODY = Outcomes(0, 0, 0, 0)

Tallies = Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Persons:
    """What one run comes to over the signals that count for a release, by VLP; `eenmaal`: over those of a sum over
    deliverers."""

    counted: Counted
    uitkomsten: Mapping[str, Outcomes]
    eenmaal: Mapping[str, Outcomes]
    oorzaken: Mapping[str, tuple[Cause, ...]]
    zijden: Mapping[str, Sides] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """What the month of the card shows, by VLP. `mendable` and `fields`: over what counts for a release."""

    checks: Checks
    mends: Mapping[str, tuple[Mend, ...]]
    lost: Mapping[str, int]
    mendable: Mapping[str, tuple[Mend, ...]]
    fields: Mapping[str, tuple[FieldAccuracy, ...]]
    rows: Mapping[str, tuple[RowFinding, ...]]
    files: Mapping[str, tuple[str, ...]]
    whose: Mapping[str, Split]
    probing: Mapping[str, int]


@dataclass(frozen=True)
class Past:
    """One month as the charts need it."""

    feiten: RunFacts
    tellingen: Tallies
    personen: Persons


def build_overview(
    run: Path,
    history: Sequence[Path],
    catalogue: Catalogue,
    validator: Validator,
    judgements: Mapping[str, str] | None = None,
    *,
    decided: Mapping[Path, Mapping[str, Reviewed]] | None = None,
    undated: Mapping[Path, Month] | None = None,
    part: Part = WHOLE,
) -> Overview:
    """Return the overview with a card per VLP for the month of `run`.

    `history` holds folders of earlier runs in any order; `run` itself among them is skipped.
    `judgements`: what people decided of signals of `run` (signaal_id → persoon_id, '' for nobody).
    `decided`: per folder what became of decisions that people looked at (signaal_id → result); these are
    counted in the place of the run's own. `undated`: the month of a folder none of whose dates can be read.
    `part`: of a cooperation one municipality, whose validator was made for it too; without residents with secrecy.
    Raises BrpMatchError for a folder that is no run, a month twice, or a month after that of `run`.
    """
    folders = [run, *(folder for folder in history if not _same(folder, run))]
    with ExitStack() as opened:
        runs = [opened.enter_context(closing(open_run(folder, part))) for folder in folders]
        for con, folder in zip(runs, folders, strict=True):
            lay_over(con, (decided or {}).get(folder, {}))
        facts, *before = [
            read_facts(con, folder, (undated or {}).get(folder), part)
            for con, folder in zip(runs, folders, strict=True)
        ]
        check_months(facts, before)
        facts = _with_accuracy(runs[0], facts, run, judgements, part)
        validator(runs)
        persons = _persons(runs, [facts, *before])
        every = [read_checks(one, catalogue) for one in runs]
        looked = _look(runs[0], facts, every[0], persons[0].counted, catalogue, judgements)
        months = [
            Past(one, found.tellingen, replace(who, zijden=sides(con, found, catalogue)))
            for one, found, who, con in zip([facts, *before], every, persons, runs, strict=True)
        ]
    months.sort(key=lambda p: p.feiten.maand)
    cards = tuple(
        _card(vlp, facts, looked, months, catalogue) for vlp in in_order(facts.uitkomsten)
    )
    return Overview(
        maand=facts.maand,
        gemeente=facts.gemeente,
        kaarten=cards,
        uitval=funnel([(c.vlp, c.uitkomsten.uitval, c.uitkomsten.geleverd) for c in cards]),
        beoordeling=funnel(
            [(c.vlp, c.uitkomsten.beoordeling, c.uitkomsten.geleverd) for c in cards]
        ),
        maanden=tuple(
            MonthOutcomes(m.feiten.maand, total(m.feiten.uitkomsten.values())) for m in months
        ),
        quarantaine=facts.quarantaine,
        minimum=facts.beleid.minimum_cell,
        vrijgave=_everybody(months),
        sectoren=_by_sector(months),
        sleutels=tuple((m.feiten.maand, m.feiten.sleutel) for m in months),
    )


def _with_accuracy(
    con: Connection, facts: RunFacts, run: Path, judgements: Mapping[str, str] | None, part: Part
) -> RunFacts:
    """Return the facts of a run with what people judged in its accuracy, or with that of one municipality."""
    if part != WHOLE:
        return replace(facts, velden=read_accuracy(con, facts.sectoren, judgements, "signalen"))
    return reviewed(facts, run, judgements) if judgements else facts


def _look(
    con: Connection,
    facts: RunFacts,
    checks: Checks,
    counted: Counted,
    catalogue: Catalogue,
    judgements: Mapping[str, str] | None,
) -> Looked:
    mending = Mending(con, checks, catalogue, facts.beleid)
    released = (one for one in checks.bevindingen if one.signaal_id in counted.signalen)
    return Looked(
        checks=checks,
        mends=mending.mends(checks.bevindingen),
        lost=mending.without_candidate(),
        mendable=mending.mends(released),
        fields=read_accuracy(con, facts.sectoren, judgements),
        rows=row_findings(con, checks),
        files=files_of(con),
        whose=splits(con, checks, catalogue),
        probing=counted.sonderen,
    )


def _card(
    vlp: str, facts: RunFacts, looked: Looked, months: Sequence[Past], catalogue: Catalogue
) -> MunicipalityScorecard:
    return MunicipalityScorecard(
        vlp=vlp,
        sector=facts.sectoren[vlp],
        maand=facts.maand,
        uitkomsten=facts.uitkomsten[vlp],
        oorzaken=facts.oorzaken.get(vlp, ()),
        verwachtingen=_expectations(vlp, looked.checks, months, catalogue),
        verbeteren=looked.mends.get(vlp, ()),
        zonder_kandidaat=looked.lost.get(vlp, 0),
        velden=facts.velden.get(vlp, ()),
        maanden=_outcome_months(vlp, months),
        bevindingen=looked.rows.get(vlp, ()),
        gewoonten=facts.gewoonten.get(vlp, ()),
        verdeling=looked.whose.get(vlp, Split()),
        sonderen=looked.probing.get(vlp, 0),
        bestanden=looked.files.get(vlp, ()),
        vrijgave=Releasable(
            looked.mendable.get(vlp, ()), looked.fields.get(vlp, ()), _counted_months(vlp, months)
        ),
    )


def _everybody(months: Sequence[Past]) -> tuple[MonthOutcomes, ...]:
    """The decisions of every month over the persons that count for a release, each once."""
    return tuple(MonthOutcomes(m.feiten.maand, total(m.personen.eenmaal.values())) for m in months)


def _by_sector(months: Sequence[Past]) -> tuple[SectorMonth, ...]:
    return sector_months((m.feiten.maand, m.feiten.sectoren, m.personen.eenmaal) for m in months)


def _same(folder: Path, run: Path) -> bool:
    return folder.resolve() == run.resolve()


def _expectations(
    vlp: str, checks: Checks, months: Sequence[Past], catalogue: Catalogue
) -> tuple[ExpectationResult, ...]:
    """One row per expectation that was checked on this VLP, in the order of the catalogue."""
    results = []
    for code, text in catalogue.items():
        if (vlp, code) not in checks.tellingen:
            continue
        failed, checked = checks.tellingen[vlp, code]
        series = tuple(
            MonthCount(m.feiten.maand, *m.tellingen[vlp, code])
            for m in months
            if (vlp, code) in m.tellingen
        )
        results.append(
            ExpectationResult(code, failed, checked, text.norm, series, trend_of(series))
        )
    return tuple(results)


def _outcome_months(vlp: str, months: Sequence[Past]) -> tuple[MonthOutcomes, ...]:
    return tuple(
        MonthOutcomes(m.feiten.maand, m.feiten.uitkomsten[vlp], m.feiten.oorzaken.get(vlp, ()))
        for m in months
        if vlp in m.feiten.uitkomsten
    )


def _counted_months(vlp: str, months: Sequence[Past]) -> tuple[MonthOutcomes, ...]:
    """The months of `_outcome_months`, over persons; nobody where every signal probes."""
    return tuple(
        MonthOutcomes(
            m.feiten.maand,
            m.personen.uitkomsten.get(vlp, NOBODY),
            m.personen.oorzaken.get(vlp, ()),
            m.personen.zijden.get(vlp),
            m.personen.eenmaal.get(vlp, NOBODY),
        )
        for m in months
        if vlp in m.feiten.uitkomsten
    )


def _persons(runs: Sequence[Connection], facts: Sequence[RunFacts]) -> list[Persons]:
    """Count every run over persons, in the order given; its earlier months tell who is probed."""
    delivered, figures = [delivered_of(con) for con in runs], model_figures()
    found = []
    for con, one, month in zip(runs, facts, delivered, strict=True):
        before = [
            d
            for d, f in zip(delivered, facts, strict=True)
            if 0 < one.maand.since(f.maand) <= figures.probe_months
        ]
        counted = count_persons(con, month, before)
        part, once = (
            f"(besluiten SEMI JOIN {those} USING (signaal_id))"
            for those in ("telt", "telt_eenmaal")
        )
        persons = read_outcomes(con, part), read_outcomes(con, once), read_causes(con, part)
        found.append(Persons(counted, *persons))
    return found
