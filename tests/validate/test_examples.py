"""Every example in expectations/*.yaml: what is good passes, what is bad is found, the rest is left."""

from __future__ import annotations

from typing import Any

import pytest

from brp_match.validate import run, suite
from brp_match.validate.run import validate_residents, validate_signals
from quick_checks import quick_checks
from validate.examples import (
    Example,
    Outcome,
    check_residents,
    check_signals,
    check_sizes,
    examples,
)
from validate.tables import ADDRESSES_OF_EXAMPLES, RESIDENT, SIGNAL, add, empty


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What was found of all examples; what takes the place of the suite in other tests must find the same."""

    def both(*asked: Any) -> list[suite.Checked]:
        found = suite.run_suite(*asked)
        assert quick_checks(*asked) == found
        return found

    root = tmp_path_factory.mktemp("eerder")
    with pytest.MonkeyPatch.context() as here:
        here.setattr(run, "run_suite", both)
        return {
            "signalen": check_signals(root / "signalen"),
            "inwoners": check_residents(),
            "leveringen": check_sizes(root),
        }


@pytest.mark.parametrize("example", examples(), ids=lambda example: str(example.name))
def test_example(example: Example, outcomes: dict[str, Outcome]) -> None:
    outcome, code = outcomes[example.verwachting.over], example.verwachting.id
    found = [
        place
        for (name, place), codes in outcome.codes.items()
        if name == example.name and code in codes
    ]
    if example.soort == "fout":
        size = sum(row.get("herhaal", 1) for row in example.rijen if not row.get("eerder"))
        before = sum(1 for row in example.rijen if row.get("eerder"))
        assert size + before - 1 in found, "the last row should have been found"
    elif example.soort == "goed":
        assert not found
        assert (example.name, code) in outcome.checked
    else:
        assert (example.name, code) not in outcome.checked


def test_the_row_that_examples_change_has_no_fault() -> None:
    con = empty()
    add(con, "signalen", [SIGNAL])
    add(con, "inwoners", [RESIDENT])
    add(con, "adressen", ADDRESSES_OF_EXAMPLES)
    results = (*validate_signals(con), *validate_residents(con))
    assert {r.verwachting.id: r.teller for r in results if r.teller} == {}
