"""Amounts with a minus: arrears of a deliverer that writes them so, and the credit of one that does not."""

from __future__ import annotations

import pytest

from brp_match.delivery.amounts import mend_amount_signs
from brp_match.delivery.findings import Kind, Values
from brp_match.reading.amounts import read_amount


def after(texts: list[str | None]) -> list[float | None]:
    rows: list[Values] = [{"bedrag": text} for text in texts]
    mends = mend_amount_signs(rows).mends
    read = [read_amount(mends.get(place, row).get("bedrag")) for place, row in enumerate(rows)]
    return [None if one is None else float(one) for one in read]


@pytest.mark.parametrize(
    ("texts", "amounts"),
    [
        (["-115,79", "- 1.234,50", "12,50-", "(3,00)", "-0,10"], [115.79, 1234.5, 12.5, 3.0, 0.1]),
        (["-115,79"], [115.79]),
        (["-115,79", "0,00", None, "onbekend"], [115.79, 0.0, None, None]),
        # most have one: what has none stays what it is
        (["-115,79", "-20", "30,00"], [115.79, 20.0, 30.0]),
        # a credit among arrears
        (["115,79", "-20,00", "30,00"], [115.79, -20.0, 30.0]),
        (["115,79", "-20,00"], [115.79, -20.0]),
        (["115,79", "20,00"], [115.79, 20.0]),
    ],
)
def test_the_minus_of_a_deliverer_that_writes_all_its_amounts_so_is_no_credit(
    texts: list[str | None], amounts: list[float | None]
) -> None:
    assert after(texts) == amounts


def test_it_is_told_once_a_column() -> None:
    rows: list[Values] = [{"bedrag": "-10,00", "termijnbedrag": "5,00"}, {"bedrag": "-20,00"}]
    (found,) = mend_amount_signs(rows).findings
    assert (found.kind, found.column, found.rows, found.of) == (Kind.MINTEKEN, "bedrag", 2, 2)
    assert found.mended
