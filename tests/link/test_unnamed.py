"""What a text in the name of a business says of who is meant, and when it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brp_match.content import load_comparators, model_figures
from brp_match.database import connect, create_table
from brp_match.link.unnamed import BusinessSignal, Ratios, build_unnamed, unnamed

FIGURES = replace(model_figures(), unnamed_trade=0.5, unnamed_person=0.1)
RATIOS = Ratios(date=0.01, address=0.04, business=0.9)
SHOP = BusinessSignal(
    business=True, legal_person=False, weak_word=False, initials=False, dated=True, numbered=True,
    no_dwelling=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("signal", "q", "anybody"),
    [
        (SHOP, 0.5, 0.5 * 0.01 * 0.04),
        (replace(SHOP, initials=True), 0.1, 0.1 * 0.01 * 0.04),
        (replace(SHOP, dated=False), 0.5, 0.5 * 0.04),
        (replace(SHOP, no_dwelling=True), 0.5, 0.5 * 0.01 * 0.9),
        (replace(SHOP, numbered=False), 0.5, 0.5 * 0.01),
        (replace(SHOP, business=False, weak_word=True, no_dwelling=True), 0.5, 0.5 * 0.01 * 0.9),
        (replace(SHOP, legal_person=True, weak_word=True, no_dwelling=True), 0.5, 0.5 * 0.01 * 0.9),
    ],
)
def test_a_business(signal: BusinessSignal, q: float, anybody: float) -> None:
    assert unnamed(signal, RATIOS, FIGURES) == pytest.approx((q, anybody))


@pytest.mark.parametrize(
    "signal",
    [
        replace(SHOP, business=False),
        replace(SHOP, legal_person=True),
        replace(SHOP, business=False, weak_word=True),
        replace(SHOP, business=False, no_dwelling=True),
    ],
)
def test_a_text_that_names_its_person(signal: BusinessSignal) -> None:
    assert unnamed(signal, RATIOS, FIGURES) is None


def test_ratios_are_those_of_the_comparators() -> None:
    comparators = load_comparators()
    address = comparators[3]
    found = Ratios.of(comparators)
    assert found.business == pytest.approx(address.m_of("bedrijf") / 0.03)
    assert found.address == pytest.approx(address.m_of("afwijkend") / 0.97)
    assert found.date == pytest.approx(comparators[2].m_of("afwijkend") / 0.994)


def test_the_table_has_the_signals_that_may_name_nobody() -> None:
    con = connect()
    create_table(
        con,
        "std_signalen",
        """FROM (VALUES (1, 'V', true, NULL, false, 'geldig', 1990, 1, 2, 5),
            (2, 'V', true, 'rechtspersoon', false, 'geldig', 1990, 1, 2, 5),
            (3, 'V', false, NULL, false, 'geldig', 1990, 1, 2, 5),
            (4, 'V', true, 'natuurlijk', false, 'geldig', 2000, 1, 1, NULL))
        t(signaal_nr, vlp, onderneming, rechtsvorm, handelswoord, geb_soort, jaar, maand, dag, nummer)""",
    )
    create_table(
        con, "signaal_adres", "SELECT i AS signaal_nr, false AS geen_woning FROM range(1, 5) t(i)"
    )
    create_table(
        con, "std_signaal_namen", "FROM (VALUES (1, ['j']), (4, [])) t(signaal_nr, letters)"
    )
    create_table(con, "standaarddatums", "FROM (VALUES ('V', 2000, 1, 1)) t(vlp, jaar, maand, dag)")
    comparators, figures = load_comparators(), model_figures()
    build_unnamed(con, comparators)
    ratios = Ratios.of(comparators)
    one, four = con.execute("FROM signaal_naamloos ORDER BY signaal_nr").fetchall()
    person, trade = figures.unnamed_person, figures.unnamed_trade
    assert one == pytest.approx((1, person, person * ratios.date * ratios.address))
    # a placeholder is no birth date, and there is no address
    assert four == pytest.approx((4, trade, trade))
