"""Columns proposed by what stands in them: the most telling first, each of ours once, with the ground."""

from __future__ import annotations

from datetime import date

from brp_match.delivery.proposals import propose

TODAY = date(2026, 11, 10)
COLUMNS = {
    "signaal_id": ["410000017", "410000018", "410000029", "410000030"],
    "vlp": ["Waterbron"] * 4,
    "volledige_naam": ["J. Aardbeek", "P. de Bolderink", "A Cuypersma", "Fam. Dorenveld"],
    "geboortedatum": ["3-1-1955", "14-2-1980", "", "30-11-1991"],
    "signaaldatum": ["2-11-2026", "2-11-2026", "3-11-2026", "3-11-2026"],
    "einddatum_contract": ["1-2-2027", "1-3-2027", "1-2-2027", "1-4-2027"],
    "bedrag": ["120,50", "1.340,00", "88,10", "99,95"],
    "straatnaam": ["Dorpsstraat", "Kerklaan", "Kerklaan", "Marktplein"],
    "huisnummer": ["1", "12", "12a", "3"],
    "postcode": ["1234 AB", "1234 AC", "1234AB", "1235 XX"],
    "plaatsnaam": ["Verzonnenstad"] * 3 + ["Lindehoven"],
    "email": ["a@b.nl", "c@d.nl", "e@f.nl", ""],
}


def test_each_column_is_known_by_its_cells() -> None:
    found = propose(list(COLUMNS.values()), {}, TODAY)
    proposed = {name: found[place].column for place, name in enumerate(COLUMNS) if place in found}
    towns = proposed.pop("plaatsnaam")
    assert proposed == {name: name for name in COLUMNS if name != "plaatsnaam"}
    # four cells are too few to tell a town from a surname
    assert towns == "achternaam"
    town = propose([["Verzonnenstad", "Lindehoven"] * 6], {}, TODAY)
    assert town[0].column == "plaatsnaam"
    assert found[9].why == "er staan postcodes in"


def test_what_the_header_tells_is_not_proposed_again() -> None:
    found = propose(list(COLUMNS.values()), {9: "postcode", 3: "geboortedatum"}, TODAY)
    assert not {9, 3} & found.keys()
    assert "postcode" not in {one.column for one in found.values()}


def test_a_birth_date_is_of_somebody_who_grew_up_and_few_cells_tell_nothing() -> None:
    assert propose([["1-1-2015", "2-3-2016", "4-5-2017"]], {}, TODAY)[0].column == "ontstaansdatum"
    assert propose([["1-1-1955", "2-2-1960"]], {}, TODAY) == {}
    assert propose([["", None, "x1"]], {}, TODAY) == {}


def test_deliverers_that_are_known_are_told_from_towns_and_streets() -> None:
    names = ["Huis en Haard", "WATERBRON", "Noordstraat 5"] * 5
    found = propose([names], {}, TODAY, ["Waterbron", "Huis en Haard", "Noordstraat 5"])
    assert (found[0].column, found[0].why) == (
        "vlp",
        "er staan namen van uw vastelastenpartners in",
    )
    assert propose([names], {4: "vlp"}, TODAY, ["Waterbron", "Huis en Haard"])[0].column != "vlp"
    assert (
        propose([["Lindehoven", "Waterbron"] * 6], {}, TODAY, ["Waterbron"])[0].column
        == "plaatsnaam"
    )


def test_names_on_either_side_of_the_prefixes_are_given_names_and_surname() -> None:
    columns = [
        ["Berendina", "Damien", "Paolo"],
        ["van der", "van", "de"],
        ["Groteveld", "Kooi", "Wilgen"],
    ]
    found = propose(columns, {}, TODAY)
    assert [found[place].column for place in range(3)] == ["voornamen", "voorvoegsel", "achternaam"]
