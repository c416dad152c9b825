"""The accuracy report: what stands in it, and that it needs nothing outside."""

import re

import accuracy_report
import pytest
from accuracy import report as accuracy
from accuracy.markdown import write_markdown
from accuracy.measures import drop_rows
from accuracy.parts import fairness_block, goals, in_the_way

from brp_match.benchmark.measure import Measured
from brp_match.benchmark.reports.blocks import Block, Report, Section, grid
from brp_match.benchmark.reports.write import render
from brp_match.benchmark.runner import Plan, Run, Table
from brp_match.benchmark.tables import as_csv, as_json, main_rows, number, percent
from brp_match.benchmark.truth import Answer, Truth, judge
from brp_match.model import Besluit


def judged(count, wrong, origin="nl", start=0):
    truths = [
        Truth(f"S{start + i}", "ter_plaatse", f"P{i}", ("roepnaam",), origin, "V", "Huur")
        for i in range(count)
    ]
    answers = [
        Answer(t.signaal_id, Besluit.REJECT if i < wrong else Besluit.MATCH, t.persoon_id, 0.9, ())
        for i, t in enumerate(truths)
    ]
    return judge(truths, answers)


@pytest.fixture
def table():
    plan = Plan(("dorp", "febrl1"), (1,), ("ours", "dedupe_gazetteer"))
    measured = Measured(1.5, 200.4)
    dorp = tuple(judged(80, 1) + judged(20, 4, "er", 80))
    return Table(
        plan,
        [
            Run("dorp", 1, "ours", 1000, dorp, measured),
            Run("febrl1", 1, "ours", 500, tuple(judged(10, 10)), measured),
            Run("febrl1", 1, "dedupe_gazetteer", 500, tuple(judged(10, 0)), measured),
        ],
        too_large=[("dedupe_gazetteer", "dorp", 1)],
    )


def test_sets_that_are_no_municipality_stand_apart(table):
    results = as_json(table, "opdracht")
    assert results["methods"]["ours"]["all"]["signals"] == 100
    assert results["methods"]["ours"]["scenarios"]["febrl1"]["signals"] == 10
    assert results["methods"]["ours"]["all"]["wrongful_drop"]["count"] == 5
    assert results["too_large"] == ["dedupe_gazetteer: dorp"]
    assert [row[0] for row in main_rows(results, "dorp")] == ["ours"]
    assert len(as_csv(results).splitlines()) == 4


def test_drop_out_and_its_wrongful_part(table):
    rows = drop_rows(as_json(table, "opdracht"), "dorp")
    assert rows[0][1:3] == ["5,0% (2,2–11,2)", "100,0% (56,6–100,0)"]
    assert rows[0][4] == "100,00%"
    assert drop_rows(as_json(table, "opdracht"), "nergens") == []


def test_goals_are_judged(table):
    rows = goals(as_json(table, "opdracht")).table.rows
    assert rows[0] == (
        "alles samen", "onterechte uitval", "5,0% (2,2–11,2)", "≤ 0,02%", "niet gehaald",
    )  # fmt: skip
    assert rows[2][1:] == ("te beoordelen", "0,00% (0,00–3,70)", "≤ 1,8%", "gehaald")


def test_deliveries_with_habits_have_goals_of_their_own(table):
    results = as_json(table, "opdracht")
    ours = results["methods"]["ours"]
    ours["scenarios"] = {"gewoonten-datums": ours["scenarios"]["dorp"]}
    rows = goals(results).table.rows
    assert {row[0]: row[3] for row in rows if row[1] == "onterechte uitval"} == {
        "alles samen": "≤ 0,1%", "gewoonten-datums": "≤ 0,1%",
    }  # fmt: skip


def test_an_origin_above_the_limit_is_told(table):
    rows = fairness_block(table).table.rows
    # er: 4 of 20 dropped, everybody 5 of 100; the interval starts at 8.1%, above 7.5%
    assert rows[0][:4] == ("er", "20", "20,0% (8,1–41,6)", "4,00")
    assert rows[0][-1] == "boven de grens, meer dan toeval"
    assert rows[1][-1] == "binnen de grens"


def test_dearest_cases_come_first(table):
    assert in_the_way(table).table.rows == (
        ("onterechte_uitval", "ter_plaatse", "roepnaam", "5", "100,0%"),
    )


def test_numbers_in_dutch():
    assert percent(None) == "–"
    assert number(None, 2) == "–"
    assert number(0.0366, 3) == "0,037"


def test_a_report_is_escaped_and_whole_in_both_forms(tmp_path):
    section = Section("deel", "Deel", (grid("t", ("a", "b"), [["x|y", "1"]], "<b>"),))
    report = Report("A & B", "Over", "Kop", (), (section,))
    page = render(report)
    assert "<title>A &amp; B</title>" in page
    assert "<p>&lt;b&gt;</p>" in page
    write_markdown(report, tmp_path / "verslag.md")
    text = (tmp_path / "verslag.md").read_text(encoding="utf-8")
    assert text.startswith("# A & B\n\nKop\n\nOver\n\n## Deel\n\n<b>\n\n*t*")
    assert "| x\\|y | 1 |" in text


def test_report_is_one_file_without_requests(table, tmp_path, monkeypatch):
    monkeypatch.setattr(accuracy, "leave_out_block", lambda *_: Block(text=("weggelaten",)))
    monkeypatch.setattr(accuracy, "small_month_block", lambda *_: Block(text=("maanden",)))
    page = accuracy.write_report(table, as_json(table, "opdracht"), tmp_path)
    html = page.read_text(encoding="utf-8")
    # each for a wide screen and for a phone
    assert html.count("<svg") == 4
    assert not re.search(r"(src|href)\s*=\s*[\"'](https?:)?//", html)
    assert "Opdracht: opdracht" in html
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["accuracy.html", "accuracy.md", "kansen1.svg", "kosten1.svg"]


def test_the_command_runs_the_methods_and_writes_the_report(table, tmp_path, monkeypatch, capsys):
    asked = []

    def run(args, plan):
        asked.append((plan.scenarios, plan.seeds, plan.methods))
        return table, as_json(table, "opdracht")

    monkeypatch.setattr(accuracy_report, "run_methods", run)
    monkeypatch.setattr(accuracy_report, "write_report", lambda *given: given[2] / "accuracy.html")
    out = tmp_path / "uit"
    words = ["--scenario", "dorp", "--seeds", "2", "--method", "ours", "--out", str(out)]
    monkeypatch.setattr("sys.argv", ["accuracy_report.py", *words])
    assert accuracy_report.main() == 0
    assert asked == [(("dorp",), (1, 2), ("ours",))]
    assert capsys.readouterr().out == f"Nauwkeurigheid: {out / 'accuracy.html'}\n"
