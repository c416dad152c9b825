"""Amounts of money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import read_amount

FORMS = ("{dutch}", "€ {dutch}", "€{dutch}", "{dutch} EUR", "EUR{dutch}", "{plain}", "{plain} euro", "{english}", "{spaced}", "{nbsp} €", "{point}0000")  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(cents=st.integers(100, 10**10))
def test_every_form_gives_the_amount_back(form: str, cents: int) -> None:
    whole, rest = divmod(cents, 100)
    english = f"{whole:,}.{rest:02}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    text = form.format(
        dutch=dutch, english=english, plain=f"{whole},{rest:02}", point=f"{whole}.{rest:02}", spaced=dutch.replace(".", " "),
        nbsp=dutch.replace(".", "\u202f"),
    )  # fmt: skip
    assert read_amount(text) == Decimal(cents) / 100
    for negative in (f"-{text}", f"({text})", f"{text}-", f"- {text}", f"{text} CR"):
        assert read_amount(negative) == -Decimal(cents) / 100
    assert read_amount(f"{text} DR") == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234", "1234"), ("0.123", "0.123"), ("1,234", "1234"), ("1.234.567", "1234567"), ("12345.678", "12345.678"), ("50,-", "50"),
        ("50,=", "50"), ("€ 1.234,--", "1234"), ("1.234,–", "1234"), (",75", "0.75"), ("1234,", "1234"), ("1,23E+03", "1230"), ("1.5e3", "1500"),
        ("+12,50", "12.5"), ("−12,50", "-12.5"), ("１２,５０", "12.5"), ("€1'049,95", "1049.95"), ("0", "0"), ("007", "7"), ("€ -12,50", "-12.5"),
    ],
)  # fmt: skip
def test_amounts(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [None, "", "n.v.t.", "onbekend", "1.2.3", "12..50", "abc12", "12 50", "--12", "1-2", "(12", "12 C", "1,2,3", "€", "CR", "inf", "nan", "1.23.456", "½"],
)  # fmt: skip
def test_no_amounts(text: str | None) -> None:
    assert read_amount(text) is None


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_none(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or amount.is_finite()
