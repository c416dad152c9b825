"""The page of the model: whole without a network, every figure, Splink's three charts."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.content import load_comparators
from brp_match.content.model import load_parts
from brp_match.link.model_charts import model_charts
from brp_match.model_card import EXAMPLE

pytest.importorskip("vl_convert")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("model") / "uit"
    assert main(["model", "--out", str(out)]) == 0
    return (out / "model.html").read_text(encoding="utf-8")


def test_the_page_needs_no_network(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"(src|href)=.https?:", page)
    assert page.count("<svg") == 3


def test_the_page_has_every_figure_with_its_meaning(page: str) -> None:
    for part in load_parts():
        for figure in part.getallen:
            assert f">{figure.naam}" in page
    for comparator in load_comparators():
        assert f"<h2>{comparator.titel}</h2>" in page
    assert ">0,805<" in page
    assert "≥ 0,000001" in page


def test_the_example_adds_up_as_the_model_says() -> None:
    rows = model_charts(load_comparators(), EXAMPLE)["voorbeeld"]["data"]["values"]
    address = sum(
        row["log2_bayes_factor"] for row in rows if str(row["column_name"]).endswith("adres")
    )
    # log2(0.77 / 0.00003)
    assert address == pytest.approx(14.648, abs=0.001)


TOWN = Path(__file__).resolve().parent / "data" / "lindehoven"


def test_own_register_and_delivery_stand_beside_the_figures_and_nobody_is_told(
    tmp_path: Path,
) -> None:
    register = tmp_path / "register.duckdb"
    residents = ["--residents", str(TOWN / "inwoners.csv")]
    assert main(["prepare", *residents, "--out", str(register)]) == 0
    asked = ["model", "--register", str(register), "--signals", str(TOWN / "signalen.csv")]
    assert main([*asked, "--out", str(tmp_path / "uit")]) == 0
    page = (tmp_path / "uit" / "model.html").read_text(encoding="utf-8")
    own = page[page.index("Toeval in uw register") : page.index("<h2>Achternaam</h2>")]
    assert "Splink met <i>expectation-maximisation</i>" in own
    with (TOWN / "inwoners.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file, delimiter=";"))
    told = set(re.findall(r"\w{4,}", re.sub(r"<[^>]+>", " ", own)))
    fields = ("persoon_id", "geslachtsnaam", "straat", "postcode", "geboortedatum")
    assert told.isdisjoint({one[field] for one in people for field in fields} - {"Register"})


def test_of_a_few_signals_the_page_says_that_m_is_not_to_be_estimated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register, few = tmp_path / "register.duckdb", tmp_path / "signalen.csv"
    assert main(["prepare", "--residents", str(TOWN / "inwoners.csv"), "--out", str(register)]) == 0
    lines = (TOWN / "signalen.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(lines[:9]), encoding="utf-8")
    asked = ["model", "--register", str(register), "--signals", str(few)]
    assert main([*asked, "--out", str(tmp_path / "uit")]) == 0
    page = (tmp_path / "uit" / "model.html").read_text(encoding="utf-8")
    assert "<b>Eigen m</b> is niet te schatten" in page
    # what Splink has to say of it is English and for nobody here
    assert capsys.readouterr().err == ""


def test_deliveries_ask_for_a_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["model", "--signals", str(TOWN / "signalen.csv"), "--out", str(tmp_path / "uit")]
    assert main(asked) == 2
    assert "[REGISTER_ONTBREEKT]" in capsys.readouterr().err
