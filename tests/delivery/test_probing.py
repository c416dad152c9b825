"""Which signals are one person's, and which probe the register: from the delivery alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.delivery.probing import (
    COLUMNS,
    Delivered,
    counting,
    delivered,
    persons,
    probes,
    probes_of,
    probing_record,
)


def row(number: int, **changed: str) -> Delivered:
    """A customer with a name, birth date and address of its own."""
    base = Delivered(
        f"S{number:04d}", "2026-03-02", f"k{number}", f"naam{number}|a", f"19{number:02d}-1-1",
        f"1000AA {number} ",
    )  # fmt: skip
    return replace(base, **changed)


OTHERS = [row(number) for number in range(50, 80)]
ONE = row(1)


def variants(size: int, **changed: str) -> list[Delivered]:
    """Copies of one person under customer numbers of their own; {} in a value is the number of the copy."""
    return [
        replace(
            ONE,
            signaal_id=f"V{n}",
            customer=f"v{n}",
            **{name: text.format(n) for name, text in changed.items()},
        )
        for n in range(size)
    ]


def test_spelling_makes_no_other_key() -> None:
    one = dict.fromkeys(COLUMNS) | {
        "signaal_id": "S1", "vlp": "V", "signaaldatum": "2-3-2026", "klantnummer": " K12 ",
        "voornamen": "Piet", "achternaam": "Janssen", "geboortedatum": "1-2-1980",
        "straatnaam": "Kerkstraat", "huisnummer": "12 A", "postcode": "1000 ab",
    }  # fmt: skip
    other = one | {
        "voornamen": None, "voorletters": "P.", "achternaam": "Jansen", "geboortedatum": "1980-02-01",
        "huisnummer": "12", "huisletter": "a", "postcode": "1000AB", "klantnummer": "k12",
    }  # fmt: skip
    assert delivered(one) == delivered(other)
    assert delivered(one).day == "2026-03-02"


def test_variants_spread_over_names_are_found() -> None:
    """A deliverer that gives every guess a VLP of its own: nobody sends four birth dates of one person in a month."""
    guesses = {
        f"Stroom {n}": [
            replace(ONE, signaal_id=f"V{n}", customer=f"c{n}", birth=f"1963-{n}-17"),
            *OTHERS,
        ]
        for n in range(1, 13)
    }
    assert probes_of(guesses) == {
        name: frozenset({rows[0].signaal_id}) for name, rows in guesses.items()
    }
    about = counting(guesses, (), {})
    assert not {row[0].signaal_id for row in guesses.values()} & about.signalen
    # three that differ, some without a date, and customer numbers that happen to be the same: no attack
    usual = {f"Stroom {n}": guesses[f"Stroom {n}"] for n in range(1, 4)}
    usual |= {f"Leeg {n}": [replace(ONE, signaal_id=f"L{n}", birth="")] for n in range(9)}
    usual |= {f"Nummer {n}": [replace(row(30 + n), customer="7")] for n in range(9)}
    assert not any(probes_of(usual).values())


def test_who_has_five_names_counts_once_in_a_sum_over_deliverers() -> None:
    """Noise hides one person more or less: a guess under five names moved the sum on each of its cards by four."""
    guess = {f"Stroom {n}": [replace(ONE, signaal_id=f"G{n}", customer=f"c{n}")] for n in range(5)}
    month = {vlp: [*rows, *OTHERS] if vlp == "Stroom 3" else rows for vlp, rows in guess.items()}
    about = counting(month, (), {})
    mine = {rows[0].signaal_id for rows in guess.values()}
    assert mine <= about.signalen, "each deliverer's own card counts them"
    assert len(mine & about.eenmaal) == 1
    assert {row.signaal_id for row in OTHERS} <= about.eenmaal
    # another month chooses the same name, and people have all names in turn
    later = {vlp: [replace(rows[0], day="2026-04-02")] for vlp, rows in guess.items()}
    assert counting(later, (), {}).eenmaal == mine & about.eenmaal
    many = {vlp: [row(n, signaal_id=f"{vlp}{n}") for n in range(90)] for vlp in ("A", "B")}
    share = sum(one.startswith("A") for one in counting(many, (), {}).eenmaal)
    assert 30 < share < 60


def test_a_number_for_no_number_is_no_customer() -> None:
    assert delivered(dict.fromkeys(COLUMNS) | {"klantnummer": "000"}).customer == ""


@pytest.mark.parametrize(
    ("changed", "together"),
    [
        ({"customer": "k1"}, True),
        ({"name": "naam1|a", "birth": "1901-1-1"}, True),
        ({"name": "naam1|a", "address": "1000AA 1 "}, True),
        ({"birth": "1901-1-1", "address": "1000AA 1 "}, True),
        ({"name": "naam1|a"}, False),
        ({"address": "1000AA 1 "}, False),
    ],
)
def test_two_of_three_or_the_customer_number_make_one_person(
    changed: dict[str, str], together: bool
) -> None:
    groups = persons([row(1), row(2, **changed)])
    assert len(groups) == (1 if together else 2)


@pytest.mark.parametrize(
    ("changed", "fine"),
    [
        ({"birth": "19{}-1-1"}, 3),
        ({"address": "1000AA {} "}, 3),
        ({"name": "naam{}|a"}, 3),
        ({"birth": "19{}-1-1", "address": "1000AA {} "}, 3),
        ({"birth": "19{}-1-1", "name": "naam{}|a"}, 8),
        ({}, 5),
    ],
)  # fmt: skip
def test_more_variants_than_the_figure_probe(changed: dict[str, str], fine: int) -> None:
    assert probes([*OTHERS, *variants(fine, **changed)]) == frozenset()
    found = probes([*OTHERS, *variants(fine + 1, **changed)])
    assert found == {f"V{n}" for n in range(fine + 1)}


def test_the_same_signal_every_month_is_no_probe_and_variants_over_months_are() -> None:
    assert probes([ONE], [ONE] * 22) == frozenset()
    assert probes([ONE], variants(3, birth="18{}-1-1")) == {ONE.signaal_id}


def test_namesakes_may_be_as_many_as_a_large_delivery_has() -> None:
    many = [row(n, birth=f"x{n}", address=f"y{n}", name=f"z{n}|a") for n in range(100, 6100)]
    same = variants(6, birth="19{}-1-1", address="1000AA {} ")
    assert probes([*many, *same]) == frozenset()
    assert len(probes(same)) == 6


def test_the_record_counts_persons_and_names_nobody() -> None:
    month = {"Stroom": [*OTHERS, *variants(9, birth="19{}-1-1")], "Water": OTHERS}
    assert probing_record([month]) == [{"vlp": "Stroom", "signalen": 9, "personen": 1}]
