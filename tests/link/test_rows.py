"""Rows of the tables as records of the comparison."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from brp_match.link.records import BirthDate, Resident, SignalAddress, SignalDate, Stay
from brp_match.link.rows import (
    FormerRow,
    PairRow,
    ResidentRow,
    Rows,
    SignalRow,
    StayRow,
    resident_of,
    signal_of,
)
from brp_match.reading.names import read_name

SIGNAL = SignalRow(
    signaal_nr=1, voornamen="Zoë", voorletters="Z.", voorvoegsel="van", achternaam="Dam",
    volledige_naam=None, afgekapt=True, jaar=1990, maand=0, dag=0, geb_soort="onvolledig", leeftijd=None,
    standaard_kans=None, postcode="1234AB", straat="kerkstr", nummer=5, toevoeging=None,
    geen_woning=True, signaaldatum=date(2026, 11, 2),
)  # fmt: skip
(DAM,) = read_name(voornamen="Zoë", voorvoegsel="van", achternaam="Dam")
RESIDENT = ResidentRow(7, "Zoë", "van", "Dam", "E", None, None, "V", 1990, 3, None)
STAY = StayRow(7, "1234AB", "kerkstr", 5, None, False, date(2020, 1, 1), 0)


def test_a_signal() -> None:
    signal = signal_of(SIGNAL, (DAM,))
    assert signal.names == (DAM,)
    assert (signal.written, signal.cut_off) == ("zoë dam", True)
    assert signal.birth == SignalDate("onvolledig", BirthDate(1990), None)
    assert signal.address == SignalAddress("1234AB", "kerkstr", 5, "", True)
    assert signal.dated == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("change", "years"),
    [
        ({"leeftijd": 40}, (1985, 1986)),
        ({"achternaam": "Dam (1962)"}, (1962,)),
        ({"volledige_naam": "Z. Dam (1963)"}, (1963,)),
        # an age goes before a name, one name before the other
        ({"leeftijd": 40, "achternaam": "Dam (1962)"}, (1985, 1986)),
        ({"achternaam": "Dam (1962)", "volledige_naam": "Z. Dam (1963)"}, (1962,)),
        ({"geb_soort": "geldig", "leeftijd": 40}, ()),
        ({}, ()),
    ],
)
def test_the_years_that_are_left_without_a_birth_date(
    change: dict[str, Any], years: tuple[int, ...]
) -> None:
    row = SIGNAL._replace(**({"geb_soort": "ontbreekt", "jaar": None} | change))
    assert signal_of(row, (DAM,)).birth.years == years


def test_a_resident() -> None:
    assert resident_of(RESIDENT, [STAY], [FormerRow(7, ["el", "amin"])]) == Resident(
        persoon_nr=7, voornamen="Zoë", voorvoegsel="van", geslachtsnaam="Dam", naamgebruik="E",
        geslacht="V", birth=BirthDate(1990, 3, None), former=(("el", "amin"),),
        stays=(Stay("1234AB", "kerkstr", 5, "", False, date(2020, 1, 1), 0),),
    )  # fmt: skip


def test_a_part_has_the_rows_it_needs_and_no_other() -> None:
    one, two = PairRow(1, 1, 7), PairRow(2, 2, 8)
    rows = Rows(
        [one, two],
        {1: SIGNAL, 2: SIGNAL},
        {7: RESIDENT, 8: RESIDENT},
        {7: [STAY]},
        {8: [FormerRow(8, ["ster"])]},
        {1: (DAM,)},
    )
    assert rows.only([one]) == Rows([one], {1: SIGNAL}, {7: RESIDENT}, {7: [STAY]}, {}, {1: (DAM,)})
    assert rows.only([two]).readings == {}
    assert rows.only([two]).former == {8: [FormerRow(8, ["ster"])]}


@pytest.mark.parametrize(
    ("year", "impossible"),
    [(1753, True), (1909, True), (1911, False), (1962, False), (2010, False), (2011, True), (2024, True), (2027, True)],
)  # fmt: skip
def test_a_birth_date_that_nobody_in_debt_has(year: int, impossible: bool) -> None:
    row = SIGNAL._replace(
        jaar=year, maand=6, dag=1, geb_soort="geldig", signaaldatum=date(2026, 11, 5)
    )
    assert signal_of(row, ()).birth.impossible is impossible
