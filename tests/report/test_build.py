"""The overview over made-up runs: counts, order, months, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.model import Feedback, Reason, Sector
from brp_match.report.build import build_overview
from brp_match.report.cards import Cause, MunicipalityScorecard, Outcomes, Overview, Split
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.split import side_of
from brp_match.report.trend import Direction
from report.run_fixture import (
    CATALOGUE,
    LEGAL,
    NO_POSTCODE,
    PLACEHOLDER,
    PLANTED,
    Vlp,
    make_run,
    validate,
)

WATER = "Waterbedrijf Noord"


def card(overview: Overview, vlp: str = WATER) -> MunicipalityScorecard:
    return next(c for c in overview.kaarten if c.vlp == vlp)


def test_decisions_are_counted_per_deliverer(march: Overview) -> None:
    # 80 good + 10 with a placeholder that matched; 20 twins + 6 without postcode; 10 + 3 + 14 + 2
    assert card(march).uitkomsten == Outcomes(145, 90, 26, 29)
    assert card(march).sector is Sector.WATER
    assert march.maanden[-1].uitkomsten == Outcomes(812, 626, 66, 120)
    assert (march.quarantaine, march.minimum, march.gemeente) == (2, 10, "0392")


def test_a_card_names_the_files_and_a_released_one_counts_them(march: Overview) -> None:
    card = march.kaarten[0]
    assert card.bestanden == ("s.csv",)
    released = release(march, ReleaseOrder(card.vlp, march.maand), CATALOGUE)
    assert released.bestanden == 1


def test_drop_out_is_split_into_its_causes(march: Overview) -> None:
    assert card(march).oorzaken == (
        Cause(Reason.NIET_GEVONDEN, Feedback.NIET_OPGEPAKT, False, 24),
        Cause(Reason.RECHTSPERSOON, Feedback.ONTERECHT_SIGNAAL, False, 3),
        Cause(Reason.OVERLEDEN, Feedback.OVERLEDEN, False, 2),
    )
    for one in march.kaarten:
        assert sum(cause.aantal for cause in one.oorzaken) == one.uitkomsten.uitval


def test_every_drop_out_is_somebodys(march: Overview) -> None:
    # 2 died; 10 with a placeholder date and 3 legal persons; 14 unknown, with nothing wrong in the row
    split = card(march).verdeling
    assert split == Split(terecht=2, levering=13, onze=14)
    for one in march.kaarten:
        parts = one.verdeling
        assert parts.terecht + parts.levering + parts.onze == one.uitkomsten.uitval


@pytest.mark.parametrize(
    ("reason", "faulty", "place"),
    [
        (Reason.OVERLEDEN, True, 0),
        (Reason.VERTROKKEN_ONBEKEND, False, 0),
        (Reason.RECHTSPERSOON, False, 1),
        (Reason.HERHAALDE_MELDING, False, 1),
        (Reason.NIET_GEVONDEN, True, 1),
        (Reason.NIET_GEVONDEN, False, 2),
    ],
)
def test_a_drop_out_is_in_one_of_three(reason: Reason, faulty: bool, place: int) -> None:
    assert side_of(reason, faulty=faulty) == place


def test_deliverers_stand_in_alphabetical_order_and_not_in_a_ranking(march: Overview) -> None:
    names = [c.vlp for c in march.kaarten]
    assert names == sorted(names, key=str.casefold)
    assert [u.name for u in march.uitval.units] == names


def test_expectations_have_their_counts_and_norm(march: Overview) -> None:
    rows = {r.code: r for r in card(march).verwachtingen}
    assert [(r.teller, r.noemer, r.norm) for r in rows.values()] == [
        (40, 145, 0.01),
        (6, 145, 0.02),
        (3, 145, 0.0),
    ]
    assert list(rows) == [PLACEHOLDER, NO_POSTCODE, LEGAL]
    assert rows[PLACEHOLDER].trend.richting is Direction.SAME


def test_mended_placeholders_show_in_the_month_they_were_mended(june: Overview) -> None:
    row = next(r for r in card(june).verwachtingen if r.code == PLACEHOLDER)
    assert [(m.maand.maand, m.teller) for m in row.maanden] == [
        (1, 40), (2, 40), (3, 40), (4, 2), (5, 2), (6, 2),
    ]  # fmt: skip
    assert row.trend.richting is Direction.BETTER
    assert row.trend.sinds == Month(2026, 4)
    assert row.trend.van == pytest.approx(40 / 145)
    assert row.trend.naar == pytest.approx(2 / 107)


def test_each_finding_points_at_a_row_and_its_decision(march: Overview) -> None:
    rows = card(march).bevindingen
    assert len(rows) == 40 + 6 + 3
    legal = [r for r in rows if r.code == LEGAL]
    assert [(r.klantnummer, r.bestand, r.besluit) for r in legal] == [
        (f"K{n:05d}", "s.csv", "reject") for n in (127, 128, 129)
    ]
    assert all(r.regel >= 2 for r in rows)


def test_field_accuracy_comes_from_the_rates_of_the_run(march: Overview) -> None:
    field = next(f for f in card(march).velden if f.veld == "geboortedatum")
    assert (field.schatting, field.laag, field.hoog) == (0.72, 0.72 - 0.05, 0.72 + 0.03)
    assert (field.n, field.ontbreekt) == (110.0, 0.04)
    assert [f.veld for f in card(march).velden] == [
        "achternaam", "voornaam", "geboortedatum", "adres",
    ]  # fmt: skip


def test_the_overview_holds_no_value_of_the_register(march: Overview, june: Overview) -> None:
    for text in (repr(march), repr(june)):
        assert [value for value in PLANTED if value in text] == []


def test_history_in_any_order_gives_the_same_cards(runs: list[Path], june: Overview) -> None:
    again = build_overview(
        runs[5], [runs[3], runs[0], runs[4], runs[2], runs[1]], CATALOGUE, validate
    )
    assert again == june


def test_a_deliverer_without_earlier_months_has_one(tmp_path: Path, runs: list[Path]) -> None:
    new = make_run(tmp_path / "juli", Month(2026, 7), [Vlp("Nieuwe Stroom", "Energie", 12)])
    overview = build_overview(new, runs, CATALOGUE, validate)
    only = card(overview, "Nieuwe Stroom")
    assert [m.maand.maand for m in only.maanden] == [7]
    assert {r.trend.richting for r in only.verwachtingen} == {Direction.UNKNOWN}
    assert len(overview.maanden) == 7


@pytest.mark.parametrize(
    ("history", "code"),
    [("later", "GESCHIEDENIS_LATER"), ("same", "DUBBELE_MAAND"), ("none", "RUN_ONLEESBAAR")],
)
def test_a_faulty_history_is_refused(
    tmp_path: Path, runs: list[Path], history: str, code: str
) -> None:
    month = {"later": Month(2026, 9), "same": Month(2026, 3), "none": Month(2026, 1)}[history]
    other = make_run(tmp_path / "ander", month, [Vlp("Nieuwe Stroom", "Energie", 12)])
    if history == "none":
        (other / "signals.parquet").unlink()
    with pytest.raises(BrpMatchError) as caught:
        build_overview(runs[2], [other], CATALOGUE, validate)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "ander" in str(caught.value)


def test_history_of_another_municipality_is_refused_with_every_fault_at_once(
    tmp_path: Path, runs: list[Path]
) -> None:
    new = [Vlp("Nieuwe Stroom", "Energie", 12)]
    other = make_run(tmp_path / "ander", Month(2026, 1), new, gemeente="0363")
    later = make_run(tmp_path / "later", Month(2026, 9), new)
    with pytest.raises(BrpMatchError) as caught:
        build_overview(runs[2], [other, later], CATALOGUE, validate)
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("ANDERE_GEMEENTE", "ander"),
        ("GESCHIEDENIS_LATER", "later"),
    ]


@pytest.mark.parametrize("damage", ["signals.parquet", "run.json", "columns"])
def test_a_damaged_run_is_refused_without_any_value(tmp_path: Path, damage: str) -> None:
    run = make_run(tmp_path / "kapot", Month(2026, 1), [Vlp("Nieuwe Stroom", "Energie", 12)])
    if damage == "columns":
        (run / "run.json").write_text('{"aantallen": {"quarantaine": []}}', encoding="utf-8")
    else:
        (run / damage).write_bytes(b"\x00Plantagezaad 999990019")
    with pytest.raises(BrpMatchError) as caught:
        build_overview(run, [], CATALOGUE, validate)
    assert caught.value.faults[0].code == "RUN_ONLEESBAAR"
    assert [value for value in PLANTED if value in str(caught.value)] == []


def test_a_run_without_dates_takes_its_month_from_the_folder(tmp_path: Path) -> None:
    import duckdb

    run = make_run(tmp_path / "maart-2026-03", Month(2026, 1), [Vlp("Stroom", "Energie", 12)])
    path = run / "signals.parquet"
    duckdb.execute(
        f"COPY (SELECT * REPLACE (NULL::VARCHAR AS signaaldatum) FROM '{path}') TO '{path}.2'"
        " (FORMAT parquet)"
    ).fetchall()
    (run / "signals.parquet.2").replace(path)
    assert build_overview(run, [], CATALOGUE, validate).maand == Month(2026, 3)
    unnamed = run.rename(tmp_path / "zonder")
    with pytest.raises(BrpMatchError) as caught:
        build_overview(unnamed, [], CATALOGUE, validate)
    assert caught.value.faults[0].code == "MAAND_ONBEKEND"
