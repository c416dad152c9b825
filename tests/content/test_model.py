"""The figures of the model: read whole or refused with every fault; printed; repeated nowhere in code."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from brp_match.content import ModelFigures, load_comparators, load_model, model_figures
from brp_match.content.model import MODEL_FILE, load_parts
from brp_match.content.model_page import model_page, number
from brp_match.errors import BrpMatchError
from brp_match.settings import content_root

TOP = Path(__file__).resolve().parents[2]
SHIPPED = (content_root("comparators") / MODEL_FILE).read_text(encoding="utf-8")


def faults_of(tmp_path: Path, change: Callable[[str], str]) -> list[tuple[str, str]]:
    """Code and text of every fault after a change of the shipped file."""
    text = change(SHIPPED)
    assert text != SHIPPED
    path = tmp_path / MODEL_FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        load_model(path)
    return [(fault.code, f"{fault.where}: {fault.detail}") for fault in caught.value.faults]


def test_the_shipped_figures_are_read():
    figures = model_figures()
    assert (figures.resident_prior, figures.minor_factor, figures.adult_age) == (0.85, 0.005, 18)
    assert figures.holders_at_most["G"] == 400
    assert figures.in_use_partner["partner"] == 8.0
    assert isinstance(figures.name_smoothing, float)
    assert pickle.loads(pickle.dumps(figures)) == figures


def test_the_file_of_figures_is_no_comparator():
    assert [c.naam for c in load_comparators()] == [
        "achternaam",
        "voornaam",
        "geboortedatum",
        "adres",
    ]


def test_every_figure_says_what_it_means_and_where_it_comes_from():
    figures = [figure for part in load_parts() for figure in part.getallen]
    assert len(figures) > 50
    assert all(figure.zin.endswith(".") and figure.bron.endswith(".") for figure in figures)


def test_a_missing_figure_is_told(tmp_path):
    found = faults_of(
        tmp_path, lambda t: t.replace("      - naam: rival\n", "      - naam: rivaal\n")
    )
    assert found == [
        ("INHOUD_ONBEKEND", "model.yaml, getal rivaal: dit getal bestaat niet"),
        ("INHOUD_ONVOLLEDIG", "model.yaml: het getal rival ontbreekt"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "text"),
    [
        ("waarde: 0.85", "waarde: 1.5", "INHOUD_GETAL", "dit is een getal tussen 0 en 1"),
        ("waarde: 0.85", "waarde: 0", "INHOUD_GETAL", "dit is een getal tussen 0 en 1"),
        ("waarde: 0.85", "waarde: veel", "INHOUD_GETAL", "dit is een getal tussen 0 en 1"),
        ("waarde: 0.85", "waarde: true", "INHOUD_GETAL", "dit is een getal tussen 0 en 1"),
        ("waarde: 730", "waarde: 730.5", "INHOUD_GETAL", "dit is een geheel getal tussen 0 en 100000"),
        ("{A: 80, ", "{", "INHOUD_GETAL", "geef een getal voor elk van A, D, G, J, N, P, S, T"),
        ("{A: 80, ", "{A: 0, ", "INHOUD_GETAL", "dit is een getal tussen 0 en 100000000"),
        ("eenheid: jaren", "eenheid: jaartjes", "INHOUD_ONBEKEND", "deze eenheid bestaat niet"),
        ("teken: γ", "letter: γ", "INHOUD_ONBEKEND", "de sleutel 'letter' bestaat niet"),
        ("teken: γ\n        bron: ", "teken: γ\n        bron: ''\n        #", "INHOUD_ONVOLLEDIG", "ontbreekt: bron"),
        ("- naam: cut_letters", "- naam: rare_given", "INHOUD_DUBBEL", "het getal rare_given staat er twee keer"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_told(tmp_path, old, new, code, text):
    found = faults_of(tmp_path, lambda t: t.replace(old, new, 1))
    assert any(one == code and told.endswith(f": {text}") for one, told in found), found


def test_all_faults_are_told_at_once(tmp_path):
    found = faults_of(
        tmp_path,
        lambda t: t.replace("waarde: 0.85", "waarde: 85").replace("waarde: 730", "waarde: -1"),
    )
    assert [text for _, text in found] == [
        "model.yaml, getal resident_prior: dit is een getal tussen 0 en 1",
        "model.yaml, getal recent_days: dit is een geheel getal tussen 0 en 100000",
    ]


def test_the_page_in_docs_is_the_one_that_is_printed():
    assert (TOP / "docs" / "model.md").read_text(encoding="utf-8") == model_page()


def test_the_page_has_every_figure():
    page = model_page()
    for part in load_parts():
        for figure in part.getallen:
            assert f"`{figure.naam}`" in page
    assert "| 0,00002 | kans |" in page
    assert "register, ≥ 0,000001" in page


def test_numbers_lose_no_digit():
    assert [number(n) for n in (0.000003, 20_000.0, 0.85, 1e-7, 18)] == [
        "0,000003", "20.000", "0,85", "0,0000001", "18",
    ]  # fmt: skip


def test_every_figure_is_read_by_the_code():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (TOP / "src" / "brp_match").rglob("*.py")
        if path.name != "model.py"
    )
    names = [one.name for one in fields(ModelFigures)]
    assert [one for one in names if not re.search(rf"\.{one}\b(?!\()", code)] == []


WITHOUT_FIGURES = [
    "posterior", "posterior_tables", "source_rates", "lessons", "shrinkage", "placeholders", "history", "candidates", "accuracy",
    "unnamed", "coincidence", "counts", "compare", "compare_addresses", "kept",
]  # fmt: skip
"""Modules of `link` in which no figure of the model stands bare."""


@pytest.mark.parametrize("name", WITHOUT_FIGURES)
def test_no_figure_of_the_model_stands_bare_in_code(name):
    tree = ast.parse(
        (TOP / "src" / "brp_match" / "link" / f"{name}.py").read_text(encoding="utf-8")
    )
    aside = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    aside |= {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "round"
        for argument in node.args[1:]
    }
    found: list[object] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in aside:
            continue
        if isinstance(node.value, float | int) and not isinstance(node.value, bool):
            found += [node.value] if abs(node.value) not in (0, 1, 2) else []
        elif isinstance(node.value, str):
            found += re.findall(
                r"(?<![\w.])(?!1\.0|0\.0)\d+\.\d+|\d+e-?\d+|(?<![\w.$-])\d{2,}(?![\w%])", node.value
            )
    assert found == []
