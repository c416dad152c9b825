"""Trays: rules on literal cases, capacity that drops nobody, and the six ways of the signaalreis side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from brp_match.cases.build import build_cases
from brp_match.cases.clocks import Terms
from brp_match.cases.compare import compare_ways, table_lines
from brp_match.cases.facts import AsSent, Case, CaseSignal
from brp_match.cases.trays import place_cases
from brp_match.cases.ways import load_way, read_way, shipped
from brp_match.errors import BrpMatchError

cases_of = partial(build_cases, terms=Terms(crisis=3, case=28, end=20))

SMALL = """
titel = "Proef"
[[bakje]]
naam = "huisbezoek"
capaciteit = 2
overloop = "bellen"
[[bakje]]
naam = "bellen"
capaciteit = 1
overloop = "brief"
[[bakje]]
naam = "brief"
[[regel]]
naam = "Hoog"
bakje = "huisbezoek"
bedrag_vanaf = 100
[[regel]]
naam = "Rest"
bakje = "brief"
"""


def a_case(name: str, amount: int, **more: object) -> Case:
    """A case of one signal of Water about a resident of its own."""
    signal = CaseSignal(
        name, "Waterbron", "Water", "0225", f"P{name}", "match", date(2026, 11, 2), Decimal(amount),
        sent=AsSent(telefoon="0612345678"),
    )  # fmt: skip
    (case,) = cases_of([replace(signal, **more)])  # type: ignore[arg-type]
    return case


def test_what_does_not_fit_goes_to_the_next_tray_and_says_so() -> None:
    cases = [a_case(str(n), 100 * n) for n in range(1, 6)] + [a_case("klein", 20)]
    placed = place_cases(cases, read_way(SMALL, "proef"))
    where = {case.signalen[0].signaal_id: placed[case.zaak_id] for case in cases}
    assert {name: one.bakje for name, one in where.items()} == {
        "5": "huisbezoek", "4": "huisbezoek", "3": "bellen", "2": "brief", "1": "brief", "klein": "brief",
    }  # fmt: skip
    assert where["5"].why == "Hoog: € 500,00 is € 100,00 of meer"
    assert where["2"].why == (
        "Hoog: € 200,00 is € 100,00 of meer; huisbezoek is vol (2), daarom bellen; bellen is vol (1), daarom brief"
    )
    assert where["klein"].stappen == ()


def test_crisis_goes_before_a_higher_amount() -> None:
    cases = [a_case("1", 900), a_case("2", 800), a_case("3", 100, crisis=True)]
    placed = place_cases(cases, read_way(SMALL, "proef"))
    assert [placed[case.zaak_id].bakje for case in cases] == ["huisbezoek", "bellen", "huisbezoek"]


def test_each_period_has_its_own_places() -> None:
    november = [a_case(str(n), 500) for n in range(3)]
    december = [a_case("d", 500, datum=date(2026, 12, 2))]
    placed = place_cases([*november, *december], read_way(SMALL, "proef"))
    assert placed[december[0].zaak_id].bakje == "huisbezoek"


def test_places_that_are_left_go_to_the_highest_amounts() -> None:
    way = read_way(
        SMALL.replace('overloop = "bellen"', 'overloop = "bellen"\naanvullen = ["brief"]'), "p"
    )
    cases = [a_case("1", 50), a_case("2", 90), a_case("3", 70)]
    placed = place_cases(cases, way)
    assert [placed[case.zaak_id].bakje for case in cases] == ["brief", "huisbezoek", "huisbezoek"]
    assert placed[cases[1].zaak_id].why == "Rest; in huisbezoek was nog plaats"


def test_the_six_ways_come_along_and_their_own_cases_come_out() -> None:
    assert shipped() == ["standaard", *(f"gemeente-{n}" for n in range(1, 7))]
    for name in shipped():
        assert "bijlage 1" in load_way(name).bron or name == "standaard"


def test_ways_side_by_side_place_every_case_once() -> None:
    cases = [a_case(str(n), 40 * n) for n in range(40)]
    ways = [load_way(name) for name in shipped()]
    compared = compare_ways(cases, ways)
    assert all(placed.keys() == {case.zaak_id for case in cases} for placed in compared.placed)
    table = "\n".join(table_lines(compared))
    assert "40 zaken om op te pakken" in table
    # who is in doubt and known to debt counselling is no case to pick up, and counted as what it is
    client = replace(a_case("k", 100, besluit="review"), bekend_bij_shv="ja")
    told = table_lines(compare_ways([*cases, client], ways))
    assert told[0].startswith(
        "40 zaken om op te pakken, en 1 nog te beoordelen van wie bij schuldhulpverlening"
    )
    assert told[-2].split()[1:] == ["41", "41", "40", "40", "41", "40", "40"]
    # gemeente 6 fills its visits with the highest amounts; gemeente 5 calls those
    assert compared.count("huisbezoek", 6) == (40, 40)
    assert compared.count("bellen", 5) == (40, 40)
    assert compared.count("huisbezoek", 3) == (27, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ('naam = "Rest"\nbakje = "brief"', 'naam = "Rest"\nbakje = "weg"'),
            "dit bakje staat niet",
        ),
        (("bedrag_vanaf = 100", 'bedrag_vanaf = "veel"'), "niet van de goede soort"),
        (("bedrag_vanaf = 100", "bedrag = 100"), "de voorwaarde 'bedrag' bestaat niet"),
        (("capaciteit = 1\n", "capaciteit = -1\n"), "een heel getal vanaf 0"),
        (('overloop = "brief"', 'overloop = "huisbezoek"'), "later in het bestand"),
        (('naam = "Rest"', 'naam = "Rest"\ncrisis = true'), "de laatste regel vraagt niets"),
        (("titel =", "naam ="), "de sleutel 'naam' bestaat niet"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_what_is_wrong(
    change: tuple[str, str], told: str
) -> None:
    with pytest.raises(BrpMatchError, match=told) as error:
        read_way(SMALL.replace(*change), "proef")
    assert error.value.faults[0].code == "BAKJES_FOUT"


ALL_WRONG = """
titel = 5
geval = [1]
[[bakje]]
naam = "brief"
kleur = "rood"
capaciteit = true
aanvullen = ["brief"]
[[bakje]]
uitleg = 3
[[bakje]]
naam = "brief"
[[regel]]
naam = "Jong"
bakje = "brief"
leeftijd = ["18-28"]
bedrag_vanaf = nan
sectoren_alle = []
[[regel]]
bakje = ["brief"]
sectoren_een_van = ["Gas"]
vlps_vanaf = -1
[[regel]]
naam = "Rest"
bakje = "brief"
crisis = 1
"""


def test_everything_that_is_wrong_is_told_at_once_and_where() -> None:
    with pytest.raises(BrpMatchError) as error:
        read_way(ALL_WRONG, "proef")
    assert [one.detail for one in error.value.faults] == [
        "'titel' is een tekst", "schrijf elk onderdeel als [[geval]] met zijn sleutels eronder",
        "bakje 'brief': de sleutel 'kleur' bestaat niet", "bakje 'brief': de capaciteit is een heel getal vanaf 0",
        "bakje 'brief': 'overloop' noemt een bakje dat er later in het bestand staat",
        "bakje 'brief': 'aanvullen' noemt andere bakjes uit dit bestand", "bakje 2: elk bakje heeft een naam",
        "bakje 2: 'uitleg' is een tekst", "bakje 'brief': deze naam heeft een eerder bakje ook",
        "regel 'Jong': '18-28' kan 'leeftijd' niet zijn; kies uit 0-17, 18-27, 28-66 en 67+",
        "regel 'Jong': de waarde van 'bedrag_vanaf' is niet van de goede soort",
        "regel 'Jong': de waarde van 'sectoren_alle' is niet van de goede soort", "regel 2: elke regel heeft een naam",
        "regel 2: dit bakje staat niet in het bestand",
        "regel 2: 'Gas' kan 'sectoren_een_van' niet zijn; kies uit Energie, Huur, Hypotheek, Water, Zorg, CAK "
        "Zorgverzekeringen, CAK Eigen bijdrage, Belastingdienst, Dienst Toeslagen, DUO en Overige",
        "regel 2: de waarde van 'vlps_vanaf' is niet van de goede soort",
        "regel 'Rest': de waarde van 'crisis' is niet van de goede soort",
        "de laatste regel vraagt niets: dan blijft geen zaak zonder bakje",
    ]  # fmt: skip


@pytest.mark.parametrize("facts", ["5", "{ vlps = '2' }", "{ sectoren = 'Energie' }", "{ bedrag = nan }", "{ crisis = 1 }", "{ kleur = 1 }"])  # fmt: skip
def test_a_written_case_that_cannot_be_is_a_fault(facts: str) -> None:
    with pytest.raises(BrpMatchError) as error:
        read_way(f'{SMALL}[[geval]]\nbakje = "brief"\nzaak = {facts}\n', "proef")
    assert [one.detail.split(":")[0] for one in error.value.faults] == ["geval 1"]


@pytest.mark.parametrize(
    ("text", "place"), [("bakje = x", "regel 2, kolom 9"), ("bakje = [", "aan het eind")]
)
def test_of_no_toml_the_place_is_told(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "b.toml").write_text(f'titel = "Proef"\n{text}', encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        load_way(tmp_path / "b.toml")
    assert error.value.faults[0].where == f"b.toml, {place}"


def test_a_case_in_the_file_that_comes_out_otherwise_refuses_the_file() -> None:
    wrong = SMALL + '[[geval]]\nnaam = "grens"\nbakje = "brief"\nzaak = { bedrag = 100 }\n'
    with pytest.raises(
        BrpMatchError, match="geval 'grens': komt in 'huisbezoek' en niet in 'brief'"
    ):
        read_way(wrong, "proef")


def test_a_way_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(BrpMatchError, match="gemeente-6") as error:
        load_way("nergens.toml")
    assert error.value.faults[0].code == "BAKJES_ONLEESBAAR"


@pytest.mark.parametrize("text", ["geen toml", "bakje = " + "[" * 5000 + "]" * 5000])
def test_a_way_that_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(BrpMatchError) as error:
        read_way(text, "proef")
    assert error.value.faults[0].code == "BAKJES_ONLEESBAAR"
