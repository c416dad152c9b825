"""Legal forms, trade words and the person in a trade name, written by hand."""

from __future__ import annotations

import pytest

from brp_match.reading.organisations import Form, legal_form, read_organisation
from brp_match.reading.trade_names import NO_BUSINESS, read_business
from brp_match.reading.word_lists import legal_forms


@pytest.mark.parametrize(
    ("text", "strong", "weak"),
    [
        ("Kapsalon Jansen", True, False), ("Sarac Bouw", False, True), ("Bloemist Zon", False, True),
        ("J. Bakker", False, False), ("Bouw", False, False), ("Jansen Schildersbedr", True, False),
        ("Jan Schilders", False, False), ("J. Jansen", False, False),
        ("Bewindvoering Jansen inzake B. Smit", False, False), ("Bewindvoering Jansen", True, False),
        ("Elnuroğlu-Barışcanoğlu", False, False),
    ],
)  # fmt: skip
def test_trade_words(text: str, strong: bool, weak: bool) -> None:
    found = read_organisation(text)
    assert (found.trade_name, found.weak_word) == (strong, weak)


LEGAL = (
    "Jansen B.V.", "Jansen BV", "Jansen bv", "Jansen b.v.", "JANSEN BEHEER B.V.", "Jansen Holding BV", "Jansen B V",
    "Bouwbedrijf Jansen B.V. i.o.", "Jansen BV in oprichting", "Jansen N.V.", "Jansen NV", "De Groot Vastgoed N.V.",
    "Stichting De Haven", "Stg. De Haven", "Stg De Haven", "Stichting Wonen",  "Vereniging Ons Huis",
     "Vereniging van Eigenaars Kerkstraat 1", "VvE Kerkstraat 1", "V.v.E. Kerkstraat", "VVE Dorpszicht",
    "Coöperatie De Eendracht U.A.", "Cooperatie De Eendracht",  "Coöperatieve Vereniging Samen",
    "De Eendracht U.A.",  "Onderlinge Waarborgmaatschappij Trouw", "Kerkgenootschap De Bron",
    "Jansen Aktiengesellschaft", "Jansen Société Anonyme", "Jansen spółka z ograniczoną odpowiedzialnością", "Jansen Limited Liability Company",
    "Jansen Anonim Şirketi", "Jansen Incorporated", "Private stichting Jansen", "Jansen CVOA",
    "Jansen GmbH", "Jansen Ltd.", "Jansen Limited",  "Jansen Inc.",
    # whatever stands behind it
    "Jansen BV c.s.", "Jansen B.V. (i.l.)", "Jansen BV 2", "Jansen BV, afd. crediteuren", "Jansen BV KvK 12345678", "Jansen NV t.n.v. P. de Vries",
    "Schildersbedrijf Jansen Beheer BV en/of P. de Vries", "Bakkerij Jansen NV te Utrecht", "Bouwbedrijf Jansen B.V. geb. de Vries",
)  # fmt: skip
NATURAL = (
    "Jansen VOF", "Jansen V.O.F.", "Jansen v.o.f.", "V.O.F. Jansen", "VOF Jansen en Zonen", "Vennootschap onder firma Jansen",
    "Firma Jansen", "Fa. Jansen",  "Jansen & Zn. vof", "Maatschap Jansen", "Maatschap Jansen en De Boer",
    "Jansen maatschap", "Mts. Jansen", "Jansen C.V.", "Jansen CV", "Commanditaire vennootschap Jansen", "Eenmanszaak Jansen",
    "Jansen eenmanszaak", "Jansen h/o Kapsalon Jansen", "J. Jansen h.o.d.n. Bakkerij De Zon", "J. Jansen hodn De Zon",
    "J. Jansen t.h.o.d.n. De Zon", "J. Jansen handelend onder de naam De Zon", "ZZP Jansen",
)  # fmt: skip
PERSONS = (
    "Jansen B.V. e/v de Vries", "de Vries B.V. geb. Jansen", "Jansen BV de Vries", "2 BV Jansen",
    "B.V. Jansen", "Jansen, B.V.", "van der Stichting", "J. de Boer", "C.V. de Vries", "N. Vermeer", "Bakker", "Mulder-Visser",
    "Stichter", "Coops", "Vofstra", "Firmenich-de Jong", "S.A. Bos", "Verenigt", "Jansen A.G.", "Jansen SA", "Sia Jansen", "Oya Se", "Mehmet As", "Fatma Oy", "de Vries K.G.",
)  # fmt: skip


@pytest.mark.parametrize("name", LEGAL)
def test_legal_persons(name: str) -> None:
    assert legal_form(name) == "rechtspersoon"


@pytest.mark.parametrize("name", NATURAL)
def test_natural_persons_with_a_firm(name: str) -> None:
    assert legal_form(name) == "natuurlijk"


@pytest.mark.parametrize("name", PERSONS)
def test_people_are_no_organisation(name: str) -> None:
    assert legal_form(name) == "persoon"


@pytest.mark.parametrize("text", [None, "", " ", ".", "-"])
def test_no_text_is_no_organisation(text: str | None) -> None:
    assert legal_form(text) == "persoon"
    assert read_business(text) == NO_BUSINESS


@pytest.mark.parametrize(
    "name", ["Kapsalon Jansen", "Bakkerij B.V. Jansen", "Bakkerij B.V. de Vries"]
)
def test_a_trade_name_without_a_form_is_a_business(name: str) -> None:
    assert legal_form(name) == "onderneming"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Jansen B.V. h/o De Zon", Form("BV", "rechtspersoon")), ("J. Jansen h/o De Zon", Form("HANDELEND", "natuurlijk")),
        ("Jansen BV t.a.v. J. Smit", Form("BV", "rechtspersoon")), ("fa. Jansen", Form("VOF", "natuurlijk")),
        ("Coop Supermarkt", Form("COOPERATIE", "rechtspersoon")), ("Coop Jansen", None), ("BV Bakkerij Zon", Form("BV", "rechtspersoon")),
        ("Woonstichting De Haven", Form("STICHTING", "rechtspersoon")),
        ("Vos Besloten Vennotschap", Form("BV", "rechtspersoon")), ("Vos N. Vennootschap", Form("NV", "rechtspersoon")),
        ("Vos venootschap onder firma", Form("VOF", "natuurlijk")), ("Zang vereniging zonder winstoogmerk", Form("BUITENLANDS", "rechtspersoon")),
        ("Vos CommV", Form("CV", "natuurlijk")), ("Vos commanditaire vennootschap op aandelen", Form("BUITENLANDS", "rechtspersoon")),
    ],
)  # fmt: skip
def test_the_form_and_its_place(text: str, form: Form | None) -> None:
    assert read_organisation(text).form == form


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("J. Jansen h/o Kapsalon Zon", "J. Jansen"), ("Kapsalon Zon h/o J. Jansen", "J. Jansen"), ("Bakkerij De Boer", "De Boer"),
        ("Jansen & Zn. VOF", "Jansen"), ("Kapsalon", ""), ("Stichting De Haven", ""), ("Jansen Holding BV", ""), ("J. Jansen", ""),
        ("Sarac Bouw", "Sarac"), ("Baumgartner Schildersbedr", "Baumgartner"), ("Maatschap Jansen en De Boer", "Jansen en De Boer"),
        ("TAXI MARTENS NE", "MARTENS NE"),
    ],
)  # fmt: skip
def test_the_person_in_a_trade_name(text: str, person: str) -> None:
    assert read_business(text).person == person


def test_how_many_written_forms() -> None:
    """These and the table: more than sixty written forms of a legal form."""
    assert len({*LEGAL, *NATURAL}) >= 50
    assert len({form.form for form in legal_forms()}) >= 60


@pytest.mark.parametrize(
    ("text", "form", "person"),
    [
        ("Transportb", "onderneming", ""), ("J. Jansen Schoonmaa", "onderneming", "J. Jansen"), ("INSTALLATI", "onderneming", ""),
        ("J. Brouwer", "persoon", ""), ("Schilders", "persoon", ""), ("J. Schoenmaker", "persoon", ""), ("Transportb Jansen", "persoon", ""),
    ],
)  # fmt: skip
def test_a_trade_word_that_was_cut_off_is_one(text: str, form: str, person: str) -> None:
    assert (legal_form(text), read_business(text).person) == (form, person)
