"""m and u of a municipality's own data: drawn in one way only, and m found back where it is known."""

from __future__ import annotations

import random
import re

import pytest

from brp_match.content import load_comparators
from brp_match.database import connect, create_table_of
from brp_match.link import own_rates
from brp_match.link.own_rates import OwnRates, random_pairs, shares_of_chance
from brp_match.model_rates import chance_section, rates_section


def test_pairs_are_drawn_once_each_and_the_same_every_time() -> None:
    found = random_pairs(range(1, 51), range(1, 1001), at_most=500, seed=3)
    assert len(set(found)) == 500
    assert found == sorted(found) == random_pairs(range(1, 51), range(1, 1001), 500, 3)
    assert found != random_pairs(range(1, 51), range(1, 1001), 500, 4)
    assert {signal for signal, _ in found} == set(range(1, 51))


def test_of_a_small_town_every_pair_is_taken() -> None:
    assert random_pairs([7, 8], [1, 2, 3], at_most=6) == [(s, p) for s in (7, 8) for p in (1, 2, 3)]


def test_what_two_residents_share_by_chance_is_counted() -> None:
    con = connect()
    create_table_of(
        con, "std_inwoners",
        {"persoon_nr": "INTEGER", "eigen": "VARCHAR[]", "voor": "VARCHAR[]", "jaar": "INTEGER",
         "maand": "INTEGER", "dag": "INTEGER", "bestaat": "BOOLEAN"},
        [
            (1, ["bos"], ["jan"], 1980, 2, 3, True),
            (2, ["bos"], ["jan", "piet"], 1980, 2, 3, True),
            (3, ["vos"], ["ada"], 1980, 0, 0, True),
            (4, [], ["jan"], 1990, 1, 1, True),
            (5, ["bos"], ["jan"], 1980, 2, 3, False),
        ],
    )  # fmt: skip
    create_table_of(
        con, "std_verblijf",
        {"persoon_nr": "INTEGER", "postcode": "VARCHAR", "nummer": "INTEGER", "toevoeging": "VARCHAR", "huidig": "BOOLEAN"},
        [(1, "1000AA", 1, "", True), (2, "1000AA", 1, None, True), (3, "1000AA", 2, "", True), (4, "1000AA", 1, "", False)],
    )  # fmt: skip
    found = shares_of_chance(con, "")
    assert found == {
        "achternaam": pytest.approx(1 / 3),
        "eerste voornaam": pytest.approx(1 / 2),
        "geboortedatum": pytest.approx(1 / 3),
        "huidig adres": pytest.approx(1 / 3),
    }
    assert "<td>1 op 3</td>" in plain_cells(chance_section(found))


MATCHED = {
    "achternaam": (("gelijk", 0.7), ("variant", 0.3)),
    "voornaam": (("gelijk", 0.9), ("anders", 0.1)),
    "geboortedatum": (("gelijk", 0.8), ("afwijkend", 0.2)),
    "adres": (("gelijk", 0.6), ("vorig_recent", 0.4)),
}
OTHERS = {
    "achternaam": (("gelijk", 0.1), ("geen", 0.9)),
    "voornaam": (("gelijk", 0.02), ("anders", 0.98)),
    "geboortedatum": (("gelijk", 0.01), ("afwijkend", 0.99)),
    "adres": (("gelijk", 0.02), ("afwijkend", 0.98)),
}


def test_m_is_found_back_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    comparators = load_comparators()
    draw, rows, weights = random.Random(1), [], []
    for signal in range(600):
        for place in range(10):
            rates = MATCHED if place == 0 else OTHERS
            levels = [
                draw.choices([n for n, _ in rates[c.naam]], [w for _, w in rates[c.naam]])[0]
                for c in comparators
            ]
            number = signal * 10 + place
            rows.append((number, signal, *levels))
            agree = [4.0 if level != OTHERS[c.naam][1][0] else -4.0 for c, level in zip(comparators, levels, strict=True)]  # fmt: skip
            weights.append((number, *agree))
    con = connect()
    names = [f"{c.naam}_niveau" for c in comparators]
    create_table_of(con, "vergelijkingen", {"paar_nr": "INTEGER", "signaal_nr": "INTEGER"} | dict.fromkeys(names, "VARCHAR"), rows)  # fmt: skip
    create_table_of(con, "gewichten", {"paar_nr": "INTEGER"} | {f"{c.naam}_gewicht": "DOUBLE" for c in comparators}, weights)  # fmt: skip
    m, matches = own_rates._m(con, comparators)
    assert matches == pytest.approx(600, rel=0.06)
    for name, rates in MATCHED.items():
        assert m[name, rates[0][0]] == pytest.approx(rates[0][1], abs=0.06)
    # nothing is said of levels of fewer than ten
    assert ("achternaam", "partner") not in m


def plain_cells(page: str) -> str:
    """A page whose cells do not tell the head of their column, which a phone shows."""
    return re.sub(r' data-t="[^"]*"', "", page)


def test_the_page_tells_no_rate_of_a_few() -> None:
    comparators = load_comparators()
    page = rates_section(
        comparators,
        OwnRates(
            u={("achternaam", "gelijk"): (20, 10_000), ("achternaam", "geen"): (9980, 10_000)},
            m={("achternaam", "gelijk"): 0.8},
            drawn=10_000, candidates=500, matches=100.0,
        ),
    )  # fmt: skip
    row = plain_cells(page[page.index("gelijk aan de eigen achternaam") :]).partition("</tr>")[0]
    assert "<td>0,800</td><td>register</td><td>0,0020 (0,0013–0,0031)</td><td>8,6</td>" in row
    assert "te weinig" in page
