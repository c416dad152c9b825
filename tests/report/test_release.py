"""The bridge to a deliverer: what crosses it, what stays, and that it is crossed on order only."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.database import connect, create_table
from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.output import copy_parquet
from brp_match.report import firewall as fw
from brp_match.report import release_log
from brp_match.report.build import build_overview
from brp_match.report.cards import Mend, Overview
from brp_match.report.checks import CheckText
from brp_match.report.html import released_page
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.release_mends import released_mends
from brp_match.report.release_parts import Parts
from brp_match.report.release_tables import MonthTable, agreement, rate
from brp_match.report.wording import cost_text, part_text, sector_text, share_text
from report.run_fixture import (
    CATALOGUE,
    LEGAL,
    NO_POSTCODE,
    PLACEHOLDER,
    PLANTED,
    Vlp,
    make_run,
    seven_vlps,
    validate,
)

WATER, ENERGY = "Waterbedrijf Noord", "Energie Direct"
HIDDEN = fw.Withheld()


def released(overview: Overview, vlp: str) -> fw.VlpScorecard:
    return release(overview, ReleaseOrder(vlp, overview.maand), CATALOGUE)


def shares(card: fw.VlpScorecard) -> dict[str, object]:
    return {str(row.uitkomst): row.aandeel for row in card.uitkomsten}


def test_outcomes_are_rates_or_nothing(march: Overview) -> None:
    # told in fives; 145 delivered: 90 picked up, 26 in review, 3 legal persons; 2 died (not confirmed) + 24
    assert shares(released(march, WATER)) == {
        "opgepakt": fw.Rate(90, 145, 10),
        "in_beoordeling": fw.Rate(25, 145, 10),
        "onterecht_signaal": fw.OwnCount(3, 145),
        "herhaalde_melding": fw.OwnCount(0, 145),
        "overleden": HIDDEN,
        "geen_inwoner": HIDDEN,
        "niet_opgepakt": HIDDEN,
    }


def test_a_hidden_part_takes_another_with_it(march: Overview) -> None:
    # 5 in review of 90 with 13 dropped: 72 picked up would give the 5 away
    card = released(march, "Watermaatschappij West")
    assert shares(card)["in_beoordeling"] == HIDDEN
    assert shares(card)["opgepakt"] == HIDDEN
    # with 13 dropped told, 0 died and 0 moved would have to fit in the 11 not picked up, of which a
    # reader of the rule knows that 10 at least are hidden for their sake: 0 or 1 would be left
    assert card.maanden[-1].uitval == HIDDEN
    assert released(march, WATER).maanden[-1].uitval == fw.Rate(30, 145, 10)


def test_a_small_deliverer_hears_nothing_of_the_register(march: Overview) -> None:
    card = released(march, "Hypotheek Huis")
    told = {k: v for k, v in shares(card).items() if v != HIDDEN}
    assert set(told) == {"onterecht_signaal", "herhaalde_melding"}
    assert {f.klopt for f in card.velden} == {HIDDEN}
    assert card.gemiddelde_uitval == HIDDEN


def test_the_average_needs_three_others(march: Overview, tmp_path: object) -> None:
    assert released(march, WATER).gemiddelde_uitval == fw.Rate(120, 810, 10)
    vlps = [Vlp(f"Stroom {i}", "Energie", 60, onbekend=20) for i in range(3)]
    run = make_run(Path(str(tmp_path)) / "run", Month(2026, 1), vlps)
    three = build_overview(run, [], CATALOGUE, validate)
    assert released(three, "Stroom 0").gemiddelde_uitval == HIDDEN
    assert released(three, "Stroom 0").maanden[-1].uitval == fw.Rate(20, 80, 10)


def test_the_own_sector_where_it_has_three_others(tmp_path: Path) -> None:
    vlps = [Vlp(f"Stroom {i}", "Energie", 60, onbekend=20) for i in range(4)]
    vlps += [Vlp("Water West", "Water", 60, onbekend=30), Vlp("Huur Oost", "Huur", 60, onbekend=12)]
    run = make_run(tmp_path / "run", Month(2026, 1), vlps)
    overview = build_overview(run, [], CATALOGUE, validate)
    own, alone = released(overview, "Stroom 0"), released(overview, "Water West")
    assert (own.vergeleken, own.gemiddelde_uitval) == (fw.Reach.SECTOR, fw.Rate(80, 320, 10))
    # of the whole: 80 + 30 + 12 of 320 + 90 + 72, in fives
    assert (alone.vergeleken, alone.gemiddelde_uitval) == (fw.Reach.ALLE, fw.Rate(120, 480, 10))
    page = released_page(own, CATALOGUE, 10)
    assert "Uitval in uw sector, alle vastelastenpartners samen" in page
    card = next(one for one in overview.kaarten if one.vlp == "Stroom 0")
    assert sector_text(card, overview) == (
        "In de sector Energie viel bij 3 anderen 25,0% uit, bij Stroom 0 25%."
    )
    assert sector_text(next(c for c in overview.kaarten if c.vlp == "Water West"), overview) == ""


def test_faults_are_told_in_tens_with_room_to_spare(march: Overview) -> None:
    placeholder, legal, postcode = released(march, WATER).verbeteren
    assert (legal.code.value, legal.rijen, legal.uitval) == (
        LEGAL, fw.OwnCount(3, 3), fw.OwnCount(3, 3),
    )  # fmt: skip
    # 20 reviews of 26 come from it; 20 would leave 6 for the rest, so 10 is told
    assert (placeholder.code.value, placeholder.rijen.teller) == (PLACEHOLDER, 40)
    assert (placeholder.uitval, placeholder.beoordeling) == (HIDDEN, fw.AtLeast(10, 40, 10))
    assert (postcode.code.value, postcode.beoordeling) == (NO_POSTCODE, HIDDEN)


def month_table(march: Overview) -> Parts:
    card = next(c for c in march.kaarten if c.vlp == WATER)
    table = MonthTable.of(card.maanden[-1], march.maanden[-1].uitkomsten, 10)
    return Parts.of(card.maanden[-1], table)


def test_of_two_faults_in_one_field_only_the_larger_has_figures(march: Overview) -> None:
    future = CheckText(
        "GEBOORTEDATUM_TOEKOMST", "De klant is geboren", "Datum ligt in de toekomst", "juistheid", "fout", "Kijk na.",
        ("geboortedatum",), None, "", True,
    )  # fmt: skip
    rows = [
        Mend(PLACEHOLDER, 40, 2.1, 19.9, 41.0),
        Mend(future.code, 39, 2.1, 19.9, 41.0),
    ]
    shown = released_mends(rows, month_table(march), {**CATALOGUE, future.code: future})
    assert [(m.code.value, m.beoordeling) for m in shown] == [
        (PLACEHOLDER, fw.AtLeast(10, 40, 10)),
        (future.code, HIDDEN),
    ]


def test_two_faults_cannot_claim_more_than_leaves_the_rest_open(march: Overview) -> None:
    rows = [Mend(PLACEHOLDER, 60, 0.0, 13.0, 13.0), Mend(NO_POSTCODE, 50, 0.0, 12.0, 12.0)]
    shown = released_mends(rows, month_table(march), CATALOGUE)
    # 26 in review: 10 for the first leaves 16, and 10 more would leave 6
    assert [m.beoordeling for m in shown] == [fw.AtLeast(10, 60, 10), HIDDEN]


def test_a_fault_that_no_decision_looks_at_is_not_ranked(march: Overview) -> None:
    phone = CheckText("TELEFOON_ONGELDIG", "Telefoon", "Geen telefoon", "validiteit", "fout", "Kijk.", ("telefoon",), None, "", True)  # fmt: skip
    rows = [Mend(phone.code, 90, 0.0, 0.0, 0.0)]
    assert released_mends(rows, month_table(march), {**CATALOGUE, phone.code: phone}) == ()


def test_what_needs_the_register_to_find_is_left_out(march: Overview) -> None:
    hidden = {
        code: CheckText(**{**vars(text), "uit_levering": code != PLACEHOLDER})
        for code, text in CATALOGUE.items()
    }
    card = release(march, ReleaseOrder(WATER, march.maand), hidden)
    codes = {r.code.value for r in card.controles} | {f.code.value for f in card.feiten}
    assert codes == {NO_POSTCODE, LEGAL}
    assert PLACEHOLDER not in {m.code.value for m in card.verbeteren}


@pytest.mark.parametrize(
    ("estimate", "n", "expected"),
    [
        (0.72, 113.4, fw.Rate(80, 110, 10)),
        (0.96, 113.4, fw.AtLeast(100, 110, 10)),
        (0.02, 113.4, HIDDEN),
        (0.5, 19.9, HIDDEN),
        (None, 113.4, HIDDEN),
        (0.5, 20.0, fw.Rate(10, 20, 10)),
    ],
)
def test_accuracy_is_told_over_tens(estimate: float | None, n: float, expected: fw.Share) -> None:
    assert agreement(estimate, n, 10) == expected


def test_shares_in_words() -> None:
    assert share_text(fw.Rate(90, 145, 10)) == "ongeveer 62% (90 van 145)"
    # from so many on noise of ten is no half percent
    assert share_text(fw.Rate(250, 2000, 10)) == "ongeveer 12,5% (250 van 2.000)"
    assert share_text(fw.OwnCount(90, 145)) == "62,1% (90 van 145)"
    assert share_text(fw.AtLeast(100, 110, 10)) == "ten minste 90%"
    assert share_text(HIDDEN) == "niet getoond"
    assert share_text(fw.OwnCount(0, 0)) == "–"
    assert part_text(fw.AtLeast(10, 40, 10)) == "ten minste 10"
    assert part_text(fw.OwnCount(3, 3)) == "3"
    code, rows = fw.ExpectationCode(PLACEHOLDER), fw.OwnCount(40, 40)
    told = fw.MendShare(code, rows, fw.AtLeast(20, 40, 10), HIDDEN)
    assert cost_text(told) == "Door deze fout vielen er ten minste 20 signalen uit."
    hidden = fw.MendShare(code, rows, HIDDEN, HIDDEN)
    assert cost_text(hidden) == ""


def test_rows_are_those_of_the_own_delivery(march: Overview) -> None:
    card = released(march, WATER)
    own = next(c for c in march.kaarten if c.vlp == WATER).bevindingen
    assert [
        (f.regel, f.code.value, f.klantnummer and f.klantnummer.value) for f in card.feiten
    ] == [(row.regel, row.code, row.klantnummer) for row in own]


def test_a_card_repeats_earlier_months_as_they_were_given(
    runs: list[object], june: Overview
) -> None:
    paths = [Path(str(run)) for run in runs]
    last = {m.maand: m for m in released(june, WATER).maanden}
    for number in (0, 2, 4):
        then = build_overview(paths[number], paths[:number], CATALOGUE, validate)
        given = released(then, WATER).maanden[-1]
        assert last[given.maand] == given


def test_no_planted_value_crosses(march: Overview, june: Overview) -> None:
    for overview in (march, june):
        for one in overview.kaarten:
            text = repr(released(overview, one.vlp))
            assert [value for value in PLANTED if value in text] == []


@pytest.mark.parametrize(
    ("vlp", "month", "code"),
    [("Plantagezaad", Month(2026, 3), "VLP_ONBEKEND"), (WATER, Month(2026, 2), "VRIJGAVE_MAAND")],
)
def test_an_order_that_fits_no_card_is_refused(
    march: Overview, vlp: str, month: Month, code: str
) -> None:
    with pytest.raises(BrpMatchError) as caught:
        release(march, ReleaseOrder(vlp, month), CATALOGUE)
    assert caught.value.faults[0].code == code
    assert vlp not in str(caught.value)


def test_without_figures_own_rows_and_severity_decide_the_order(march: Overview) -> None:
    rows = [
        Mend(NO_POSTCODE, 75, 0.0, 3.4, 3.4),
        Mend(PLACEHOLDER, 70, 0.0, 8.0, 8.0),
        Mend(LEGAL, 1, 1.0, 0.0, 10.0, 1),
    ]
    shown = released_mends(rows, month_table(march), CATALOGUE)
    # a warning counts for less than a fault: 75 * 0.02 = 1.5, 70 * 0.1 = 7, one told drop-out = 1
    assert [m.code.value for m in shown] == [PLACEHOLDER, NO_POSTCODE, LEGAL]
    # what is withheld changes nothing
    other = [Mend(NO_POSTCODE, 75, 9.0, 9.0, 99.0), *rows[1:]]
    assert released_mends(other, month_table(march), CATALOGUE) == shown


def test_a_missed_norm_comes_before_a_fault_that_nothing_is_told_of(march: Overview) -> None:
    phone = CheckText(
        "CONTACT_ONTBREEKT",
        "",
        "Geen telefoonnummer",
        "",
        "waarschuwing",
        "",
        ("telefoon",),
        0.2,
        "",
        True,
    )
    catalogue = {**CATALOGUE, phone.code: phone}
    rows = [
        Mend(NO_POSTCODE, 75, 0.0, 3.4, 3.4),
        Mend(PLACEHOLDER, 70, 0.0, 8.0, 8.0),
        Mend(LEGAL, 1, 1.0, 0.0, 10.0, 1),
    ]
    table = month_table(march)
    shown = released_mends(rows, table, catalogue, missed={NO_POSTCODE: 75, phone.code: 3})
    # what is told comes with the missed norms, also one that no decision looks at; a norm that is kept after them
    assert [m.code.value for m in shown] == [NO_POSTCODE, LEGAL, phone.code]
    assert (shown[2].rijen, shown[2].uitval) == (fw.OwnCount(3, 3), HIDDEN)
    kept = released_mends(rows, table, catalogue, missed={phone.code: 3})
    assert [m.code.value for m in kept] == [LEGAL, phone.code, PLACEHOLDER]


def test_one_signal_more_shows_once_in_five_times() -> None:
    told = [rate(count, 143, 10) for count in range(12, 132)]
    assert set(told) == {fw.Rate(count, 140, 10) for count in range(10, 135, 5)}
    assert sum(one != other for one, other in pairwise(told)) == 24
    wholes = [rate(40, whole, 10) for whole in range(100, 150)]
    assert sum(one != other for one, other in pairwise(wholes)) == 9


@pytest.mark.usefixtures("no_pdfs")
def test_a_card_goes_out_as_if_nobody_had_secrecy(tmp_path: Path) -> None:
    """Twelve signals about people with secrecy: matches for who has the right, and for a deliverer nobody's."""
    vlps, cards, counted = seven_vlps(), [], []
    for name in ("met", "zonder"):
        run = make_run(tmp_path / name, Month(2026, 1), vlps)
        whole = run / "decisions.parquet"
        shutil.copy(whole, run / "decisions_zonder_geheim.parquet")
        if name == "met":
            with connect() as con:
                create_table(con, "b", f"FROM '{whole}'")
                con.execute(
                    """UPDATE b SET besluit = 'match', redenen = '', terugkoppeling = '' WHERE signaal_id IN (
                    SELECT signaal_id FROM b WHERE besluit = 'reject' AND vlp = 'Waterbedrijf Noord' ORDER BY 1 LIMIT 12)"""
                ).fetchall()
                copy_parquet(con, "SELECT * FROM b", whole)
        words = ["scorecard", "--run", str(run), "--out", str(tmp_path / f"kaart-{name}")]
        assert main([*words, "--release", WATER]) == 0
        (folder,) = (tmp_path / f"kaart-{name}" / "vlp").iterdir()
        cards.append(json.loads((folder / "scorekaart.json").read_text("utf-8")))
        own = json.loads(
            (tmp_path / f"kaart-{name}" / "gemeente" / "waterbedrijf-noord.json").read_text()
        )
        counted.append(own["uitkomsten"]["uitval"])
    assert counted[0] == counted[1] - 12
    assert cards[0] == cards[1]
    assert cards[0]["maanden"][0]["uitval"] == {"teller": 30, "noemer": 145, "minimum": 10}


def test_a_name_without_a_card_in_earlier_months_has_to_be_named(tmp_path: Path) -> None:
    """One deliverer with five names reads five cards; of the first month nobody is newer than another."""
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    names = ["Stroom", "Stroom 2", "Water"]
    assert release_log.new_names(names, [first, second], "") == []
    moment = datetime(2026, 1, 9, tzinfo=UTC)
    for vlp, folder in (("Stroom", first), ("Water", second)):
        release_log.note(folder, vlp, "x", release_log.BY_COMMAND, moment)
    assert release_log.new_names(names, [first, second], "") == ["Stroom 2"]
    assert release_log.new_names(names, [first, second], "0392") == names


@pytest.mark.usefixtures("no_pdfs")
def test_release_of_all_leaves_a_new_name_out_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [
        make_run(tmp_path / f"m{month}", Month(2026, month), seven_vlps()[: 4 + month])
        for month in (1, 2)
    ]
    words = ["scorecard", "--run", str(runs[0]), "--out", str(tmp_path / "uit1"), "--release"]
    assert main(words) == 0
    later = ["--run", str(runs[1]), "--history", str(runs[0]), "--out", str(tmp_path / "uit2")]
    assert main(["scorecard", *later, "--release"]) == 0
    new = seven_vlps()[5].naam
    assert f"kreeg deze naam geen kaart: {new}." in capsys.readouterr().err
    assert len(list((tmp_path / "uit2" / "vlp").iterdir())) == 5
    assert main(["scorecard", *later, "--release", new]) == 0
