"""The national report's figures: sums, ranges, funnel places and the spread between municipalities."""

from __future__ import annotations

import argparse
import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy
import pytest
from pypdf import PdfReader

from benchmark.federation_samples import make_cases, write_folder
from brp_match.benchmark.export.command import make_document
from brp_match.benchmark.export.file import as_text, read_export
from brp_match.benchmark.export.keys import ALL, Group
from brp_match.benchmark.merge.command import add_merge, merge, merged, read_all
from brp_match.benchmark.merge.guesses import _chances
from brp_match.benchmark.merge.ranges import Range, Reader
from brp_match.benchmark.merge.statistics import cochran_q, heterogeneity, random_intercept
from brp_match.benchmark.merge.totals import Total, overdispersion, position, size_of
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.reports.national import TITLE
from brp_match.errors import BrpMatchError

SHARES = {"a": 0.3, "b": 0.35, "c": 0.6}


def write(tmp_path: Path, name: str, seed: int, wrongful: float, **more: Any) -> Path:
    folder = write_folder(
        make_cases(500, seed, wrongful=wrongful, **more), tmp_path / f"map-{name}"
    )
    path = tmp_path / f"{name}.json"
    path.write_text(as_text(make_document([folder], 10, f"gemeente-{name}")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    tmp_path = tmp_path_factory.mktemp("landelijk")
    return [write(tmp_path, name, i, share) for i, (name, share) in enumerate(SHARES.items())]


@pytest.fixture(scope="module")
def results(files: list[Path]) -> dict[str, Any]:
    return merged(read_all(files))


def test_totals_are_the_sums(results: dict[str, Any]) -> None:
    cases = [c for i, w in enumerate(SHARES.values()) for c in make_cases(500, i, wrongful=w)]
    drops = sum(case.dropped for case in cases)
    wrong = sum(case.checked is Checked.WRONGFUL for case in cases)
    whole = results["totaal"]
    assert (whole["signalen"], whole["uitval"], whole["nagekeken"]) == (1500, drops, drops)
    assert (whole["onterecht_van"], whole["onterecht_tot"]) == (wrong, wrong)
    found = results["methoden"][0]["schatting"]
    # everything was reviewed: nothing is uncertain
    assert found["aantal"] == wrong
    assert found["van"] == found["tot"] == pytest.approx(wrong / drops, abs=1e-6)


def test_ranges_hold_the_truth(results: dict[str, Any]) -> None:
    cases = [c for i, w in enumerate(SHARES.values()) for c in make_cases(500, i, wrongful=w)]
    open_ranges = 0
    for row in results["per_vlp"]:
        if row["niet_gegeven"] or row["nagekeken"] == 0:
            continue
        wrong = sum(c.checked is Checked.WRONGFUL and c.vlp == row["naam"] for c in cases)
        assert row["onterecht_van"] <= wrong <= row["onterecht_tot"]
        open_ranges += row["onterecht_van"] < row["onterecht_tot"]
    assert open_ranges
    ours = results["methoden"][1]
    assert ours["onterecht_van"] == 0
    assert ours["onterecht_tot"] <= 3 * 19


def test_funnel_places_the_one_that_differs(results: dict[str, Any]) -> None:
    places = {row["naam"]: row["positie"] for row in results["per_gemeente"]}
    assert places["gemeente-c"] == "boven999"
    assert places["gemeente-a"].startswith("onder")


def test_heterogeneity_of_three_municipalities(results: dict[str, Any]) -> None:
    spread = results["spreiding"]
    assert spread["units"] == 3
    assert spread["q"] > 20
    assert spread["p"] < 0.001
    assert spread["i2"] == pytest.approx((spread["q"] - 2) / spread["q"], abs=1e-6)
    assert spread["low"] < 0.3 < 0.6 < spread["high"]


def test_months_in_order(results: dict[str, Any]) -> None:
    assert [row["naam"] for row in results["per_maand"]] == ["2026-01", "2026-02", "2026-03"]
    assert sum(row["signalen"] for row in results["per_maand"]) == 1500


def test_order_of_files_changes_nothing(files: list[Path], results: dict[str, Any]) -> None:
    assert merged(read_all(files[::-1])) == results


def test_one_municipality_with_two_deliveries(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "a", 1, 0.4, months=("2026-01",)),
        write(tmp_path, "b", 2, 0.4, months=("2026-02",)),
    ]
    text = paths[1].read_text(encoding="utf-8").replace("gemeente-b", "gemeente-a")
    paths[1].write_text(text, encoding="utf-8")
    (row,) = merged(read_all(paths))["per_gemeente"]
    assert (row["signalen"], row["bestanden"]) == (1000, 2)


def test_the_same_month_twice_is_refused(files: list[Path]) -> None:
    with pytest.raises(BrpMatchError) as error:
        read_all([files[0], files[0]])
    assert error.value.faults[0].code == "MAAND_DUBBEL"


def test_faults_of_all_files_together(tmp_path: Path, files: list[Path]) -> None:
    for name in ("x.json", "y.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        read_all([tmp_path / "x.json", files[0], tmp_path / "y.json"])
    assert {fault.where for fault in error.value.faults} == {"x.json", "y.json"}


def test_command_writes_both_files(tmp_path: Path, files: list[Path]) -> None:
    parser = argparse.ArgumentParser()
    add_merge(parser)
    args = parser.parse_args([*map(str, files), "--out", str(tmp_path / "uit")])
    assert merge(args) == 0
    assert {p.name for p in (tmp_path / "uit").iterdir()} == {
        "landelijk.json", "rapport.html", "rapport-cijfers.csv", "landelijk-gegevens.csv",
        "landelijk-gegevens.csv-metadata.json", "rapport.pdf",
    }  # fmt: skip
    assert (
        json.loads((tmp_path / "uit" / "landelijk.json").read_text(encoding="utf-8"))["streef"] > 0
    )
    first, second, *rest = [
        page.extract_text() for page in PdfReader(tmp_path / "uit" / "rapport.pdf").pages
    ]
    # the title runs on above every page but the first, the edition and the number below each
    assert first.count(TITLE) == 1
    assert second.count(TITLE) == 1
    assert re.search(rf"uitgave [0-9a-f]{{8}}, [\d-]+\s*2 / {len(rest) + 2}", second)
    assert re.search(r"Colofon[ .]*\d", first)


def test_without_pango_it_says_so_and_the_rest_is_whole(
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    writer = Mock(possible=False)
    monkeypatch.setattr("brp_match.report.pdf.pdf_writer", lambda _pages: nullcontext(writer))
    monkeypatch.setattr(
        "brp_match.benchmark.reports.write.write_report",
        lambda _results, out: out.write_text("x") and out,
    )
    parser = argparse.ArgumentParser()
    add_merge(parser)
    assert merge(parser.parse_args([*map(str, files), "--out", str(tmp_path / "uit")])) == 0
    assert capsys.readouterr().err.startswith(
        "let op: er zijn geen pdf's gemaakt, want Pango is niet"
    )
    assert not (tmp_path / "uit" / "rapport.pdf").exists()
    assert (tmp_path / "uit" / "landelijk.json").is_file()


def test_hidden_counts_are_bounded_by_the_file_alone(files: list[Path]) -> None:
    reader = Reader(read_export(files[0]))
    assert reader.count(ALL, "signalen") == Range(500, 500)
    assert reader.count(Group("sector", "Huur"), "brp_match.onterecht").high <= 19


def test_position_of_a_range() -> None:
    def place(low: int, high: int) -> str:
        return position(Total(1000, 400, 400, Range(low, high), 1, 0), 0.25)

    assert place(100, 100) == "binnen"
    assert place(160, 160) == "boven999"
    assert place(50, 50) == "onder999"
    assert place(90, 160) == "open"
    # 95% limits of 400 at 25%: 83 and 117; 99.9%: 72 and 129
    assert place(120, 160) == "boven95"
    assert position(Total(10, 0, 0, Range(0, 0), 1, 0), 0.25) == ""


def test_a_municipality_is_placed_by_the_interval_that_is_told() -> None:
    one = Total(1548, 109, 109, Range(20, 57), 1, 0)
    assert position(one, 0.28) == "open"
    assert position(one, 0.28, 1.0, (24 / 109, 36 / 109)) == "binnen"


class Withheld:
    """A reader of a municipality that gave its signals, and its drop-out with noise: 26 ± of the 109 wrongful, or more."""

    def __init__(self, wrongful: Range, noisy: int) -> None:
        self.export = Mock(months=("2026-09", "2026-10", "2026-11"), minimum=10, groups=())
        self.told, self.wrongful = noisy, wrongful

    def count(self, group: Group, measure: str) -> Range:
        return {
            "signalen": Range(484, 484),
            "exact.uitval": Range(109, 109),
            "exact.onterecht": self.wrongful,
        }[measure]

    def noisy(self, group: Group, measure: str) -> int:
        return self.told


def test_a_size_class_holds_whom_its_signals_say_also_where_drop_out_is_withheld() -> None:
    assert size_of([Withheld(Range(0, 19), 3)]) == "100 tot 500"  # type: ignore[list-item]


def test_a_count_withheld_for_the_sake_of_others_counts_in_the_spread() -> None:
    """Neither it nor the rest can be under the minimum: as likely as its noise says, and not impossible."""
    large = _chances(Withheld(Range(20, 57), 26))  # type: ignore[arg-type]
    assert max(large) == large[26] == 1.0
    assert large[19] == large[58] == 0.0
    small = _chances(Withheld(Range(0, 19), 3))  # type: ignore[arg-type]
    assert max(small) == small[3]
    assert small[10] == 0.0


def test_overdispersion_only_of_what_is_known() -> None:
    assert overdispersion([Total(9, 9, 9, Range(0, 9), 1, 0)]) == 1.0


def test_cochran_q_by_hand() -> None:
    # logits of (k + 1/2) / (n - k + 1/2) with equal weights: half the square of their difference
    counts = [(10, 40), (30, 40)]
    logit = numpy.log(30.5 / 10.5)
    weight = 1 / (1 / 10.5 + 1 / 30.5)
    assert cochran_q(counts) == pytest.approx(2 * weight * logit**2)


def test_equal_shares_have_no_spread() -> None:
    found = heterogeneity([(30, 100), (60, 200), (90, 300), (15, 50)])
    assert found is not None
    assert found.tau == 0
    assert found.i2 == 0
    assert found.share == pytest.approx(0.3, abs=0.001)


def test_too_few_units() -> None:
    assert heterogeneity([(3, 10), (4, 10)]) is None
    assert heterogeneity([(0, 10), (0, 20), (0, 30)]) is None


@pytest.mark.parametrize("tau", [0.4, 1.0])
def test_spread_chosen_beforehand_is_found(tau: float) -> None:
    rng = numpy.random.default_rng(5)
    found = []
    for _ in range(8):
        logits = -0.9 + tau * rng.normal(size=80)
        sizes = rng.integers(20, 900, size=80)
        counts = [(int(rng.binomial(n, 1 / (1 + numpy.exp(-y)))), int(n))
                  for n, y in zip(sizes, logits, strict=True)]  # fmt: skip
        found.append(random_intercept(counts)[:2])
    centre, spread = numpy.mean(found, axis=0)
    assert centre == pytest.approx(-0.9, abs=0.12)
    assert spread == pytest.approx(tau, rel=0.08)


def test_limits_are_widened_by_what_municipalities_differ() -> None:
    one = Total(1000, 400, 400, Range(130, 130), 1, 0)
    assert position(one, 0.25) == "boven999"
    assert position(one, 0.25, 4.0) == "binnen"
    assert position(Total(1000, 400, 400, Range(200, 200), 1, 0), 0.25, 4.0) == "boven999"


def test_the_own_municipality_must_be_among_the_files(files: list[Path], tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_merge(parser)
    args = parser.parse_args(
        [*map(str, files), "--eigen", "elders", "--out", str(tmp_path / "uit")]
    )
    with pytest.raises(BrpMatchError, match="GEMEENTE_ONBEKEND"):
        merge(args)
