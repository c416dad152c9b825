"""Rates shared between municipalities: counted, put together, used, and never more than the prior allows."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from brp_match.cli import main
from brp_match.content import load_comparators, model_figures
from brp_match.database import connect
from brp_match.delivery.findings import Habit, Kind, settle
from brp_match.delivery.probing import COLUMNS
from brp_match.errors import BrpMatchError
from brp_match.link.posterior import posterior
from brp_match.link.shared import SharedRates, leaning, load_shared
from brp_match.link.shrinkage import shrink
from brp_match.link.source_rates import learn, moved_weights
from brp_match.output import copy_parquet
from brp_match.policy import load_policy
from brp_match.rates.cells import Draws
from brp_match.rates.counts import count_runs, for_anybody
from brp_match.rates.export import as_document
from brp_match.rates.merge import estimated, merged
from link.drawn import COMPARATORS, RESIDENTS
from link.test_source_rates import at_the_address, signals_of

FIGURES = model_figures()
BY_NAME = {c.naam: c for c in COMPARATORS}
OTHERS = tuple(
    sorted(
        set(COLUMNS)
        - {
            "signaal_id",
            "vlp",
            "voornamen",
            "voorletters",
            "achternaam",
            "volledige_naam",
            "geboortedatum",
        }
    )
)
PLANTED = ("Quetzalcoatl", "19790317", "1979-03-17", "9988XZ", "8765432109", "SIG-777")


def make_run(folder: Path, rows: list[dict[str, str]], habits: int = 12) -> Path:
    """A folder with what `rates export` reads of a run; every row is a signal with one candidate."""
    folder.mkdir()
    con = connect()
    try:
        con.execute("CREATE TABLE r (j JSON)").fetchall()
        con.executemany("INSERT INTO r VALUES (?)", [[json.dumps(row)] for row in rows]).fetchall()
        column = "json_extract_string(j, '$.{0}') AS {0}".format
        signal = ", ".join(map(column, ("signaal_id", "vlp", "sector")))
        levels = ", ".join(
            f"coalesce(json_extract_string(j, '$.{c}'), 'gelijk') AS {c}_niveau" for c in BY_NAME
        )
        names = ", ".join(
            map(
                column,
                (
                    "voornamen",
                    "voorletters",
                    "achternaam",
                    "volledige_naam",
                    "geboortedatum",
                    *OTHERS,
                ),
            )
        )
        copy_parquet(con, f"SELECT {signal} FROM r", folder / "decisions.parquet")
        copy_parquet(con, f"SELECT {signal}, {names} FROM r", folder / "signals.parquet")
        copy_parquet(
            con,
            f"""SELECT {column("signaal_id")}, {column("persoon_id")}, 0.99 AS kans, 1 AS rang, {levels},
            coalesce(json_extract_string(j, '$.geheim'), '0')::INTEGER AS geheim,
            coalesce(json_extract_string(j, '$.leert'), 'achternaam|voornaam|geboortedatum|adres') AS leert FROM r""",
            folder / "candidates.parquet",
        )
    finally:
        con.close()
    finding = {"soort": "datumvolgorde", "kolom": "geboortedatum", "wat": "mdy", "aantal": habits,
               "hersteld": True, "uit_levering": True}  # fmt: skip
    record = {
        "profiel": [{"vlp": "Stroom", "bevindingen": [finding, finding | {"kolom": "achternaam", "uit_levering": False}]}],
        "standaarddatums": [{"vlp": "Stroom", "datum": "01-01-1901"}, {"vlp": "Stroom", "datum": "17-03-1979"}],
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def row(n: int, person: int, vlp: str = "Stroom", **more: str) -> dict[str, str]:
    return {"signaal_id": f"SIG-{n}", "vlp": vlp, "sector": "Energie", "persoon_id": f"87654321{person:02}",
            "voornamen": f"Naam{n}", "geboortedatum": "1901-01-01"} | more  # fmt: skip


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Twenty-six people of Stroom, one of them signalled eleven times; a person to find. Told without noise."""
    folder = tmp_path_factory.mktemp("runs")
    rows = [row(n, n) for n in range(25)]
    rows += [
        row(
            100 + n, 88, geboortedatum="1979-03-17", **{"achternaam": "partner", "voornamen": "Eva"}
        )
        for n in range(11)
    ]
    rows += [row(777, 9, voornamen="Quetzalcoatl", geboortedatum="19790317")]
    rows += [row(200 + n, n, vlp="Klein BV") for n in range(9)]
    rows += [row(300 + n, n, vlp="J. de Vries 12345 verhuur") for n in range(12)]
    run = make_run(folder / "oktober", rows)
    con = connect()
    try:
        # the same run twice, and the next month of the same people, make nobody two
        next_month = make_run(folder / "november", [row(n, n) for n in range(10)], habits=0)
        counts = count_runs(con, [run, run, next_month])
    finally:
        con.close()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("brp_match.rates.cells.noise", lambda key, about, minimum: 0)
        return as_document(counts, COMPARATORS, "gemeente-a", 10, b"sleutel")


def test_people_are_counted_once_and_small_counts_stay_home(document: dict[str, Any]) -> None:
    (entry,) = document["vlps"]
    assert (entry["vlp"], entry["rijen"]) == ("Stroom", 40)
    # one person eleven times is one person
    assert entry["niveaus"]["achternaam"] == {"gelijk": 20}
    assert entry["gewoonten"] == [
        {"soort": "datumvolgorde", "kolom": "geboortedatum", "wat": "mdy"}
    ]
    # eleven times one name on 17 March 1979 is somebody, not a placeholder
    assert entry["datums"] == [{"datum": "1901-01-01", "aantal": 20}]


def test_nothing_of_anybody_is_in_the_file(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for value in (*PLANTED, "Vries", "87654321", "Naam"):
        assert value not in text


def test_who_has_secrecy_is_in_no_count(tmp_path: Path) -> None:
    """Also where somebody with the right judged that it is them."""
    open_to_all = [row(n, n) for n in range(12)]
    hidden = [row(50 + n, 50 + n, geheim="7") for n in range(12)]
    judged = tmp_path / "oordelen.csv"
    judged.write_text("signaal_id;persoon_id;besluit\nSIG-50;8765432150;match\n", encoding="utf-8")
    con = connect()
    try:
        counts = count_runs(con, [make_run(tmp_path / "x", [*open_to_all, *hidden])], judged)
    finally:
        con.close()
    assert counts[0].people["achternaam"] == {"gelijk": 12}


def test_a_date_is_for_anybody_by_the_delivery_alone() -> None:
    """Three addresses of which one has somebody born that day made it a placeholder or not, and the file told so."""
    day, january = date(1963, 5, 17), date(1983, 1, 1)
    three = [(f"naam {n}", f"straat {n % 3}") for n in range(12)]
    twelve = [(f"naam {n}", f"straat {n}") for n in range(12)]
    customers = {date(1950, 1 + n % 12, 2 + n % 27): [(f"k {n}", f"weg {n}")] for n in range(300)}
    assert day in for_anybody(customers | {day: three})
    assert for_anybody(customers | {day: three})[day] == 3, "three people are not told"
    assert for_anybody(customers | {day: twelve})[day] == 12
    # of refugees many stand on the first of January, of some year each
    refugees = {
        date(1960 + n, 1, 1): twelve[:4] for n in range(26) if n not in (10, 15, 20, 23, 25)
    }
    assert january not in for_anybody(refugees | {january: twelve})
    assert for_anybody(customers | {january: [*twelve, ("nog een", "elders")]})[january] == 13
    assert for_anybody({date(2000, 1, 1): twelve})[date(2000, 1, 1)] == 12


def test_who_has_five_names_counts_under_one(tmp_path: Path) -> None:
    where = {"straatnaam": "Kade", "huisnummer": "3", "postcode": "1234AC"}
    names = [f"Stroom {n}" for n in range(5)]
    rows = [
        row(n, 7, vlp=vlp, volledige_naam="Q. Uylenbroek", voornamen="", **where)
        for n, vlp in enumerate(names)
    ]
    rows += [
        row(
            100 + n,
            10 + n,
            vlp=names[0],
            volledige_naam=f"N. Klant{n}x",
            huisnummer=str(n),
            straatnaam="Weg",
            postcode="1234AB",
        )
        for n in range(4)
    ]
    con = connect()
    found = count_runs(con, [make_run(tmp_path / "x", rows)])
    con.close()
    counted = [sum(one.people.get("adres", {}).values()) for one in found]
    assert sum(counted) == 1 + 4
    assert sum(one.rows for one in found) == 9


def test_who_is_probed_is_in_no_count(tmp_path: Path) -> None:
    """Nine known customers under every name, and one person with another birth month each: the tenth would tell."""
    rows = [
        row(100 * m + n, 9 * m - 9 + n, vlp=f"Stroom {m}", volledige_naam=f"N. Klant{n}x", geboortedatum=f"19{30 + n}-{m:02}-11",
            straatnaam="Weg", huisnummer=f"{m}{n}", postcode="1234AB")
        for m in range(1, 13) for n in range(9)
    ]  # fmt: skip
    guesses = [
        row(5000 + m, 900, vlp=f"Stroom {m}", volledige_naam="Q. Doelwit", voornamen="Quirinus", geboortedatum=f"1963-{m:02}-17",
            straatnaam="Kade", huisnummer="3", postcode="1234AC")
        for m in range(1, 13)
    ]  # fmt: skip
    con = connect()
    try:
        usual = count_runs(con, [make_run(tmp_path / "een", [*rows, guesses[0]])])
        probed = count_runs(con, [make_run(tmp_path / "twee", [*rows, *guesses])])
    finally:
        con.close()
    assert usual[0].people["achternaam"] == {"gelijk": 10}
    assert [one.people["achternaam"] for one in probed] == [{"gelijk": 9}] * 12


def test_rare_levels_are_estimated_though_no_file_tells_them() -> None:
    """3,000 municipalities of some 50 people: a level of three in a hundred is in no file, and still counts."""
    chance = random.Random(1)
    comparator = BY_NAME["geboortedatum"]
    group = next(
        levels for levels in comparator.groepen.values() if "dag_maand_omgedraaid" in levels
    )
    prior = {level: comparator.m_of(level) for level in group}
    weights = [prior[level] for level in group]
    true: dict[str, int] = dict.fromkeys(group, 0)
    sums: dict[str, float] = dict.fromkeys(group, 0.0)
    for _ in range(3_000):
        drawn = chance.choices(list(group), weights, k=chance.randint(30, 69))
        counts = {level: drawn.count(level) for level in group}
        for level in group:
            true[level] += counts[level]
        draws = Draws(chance.randbytes(8), "Bron", 10)
        told = {level: draws.told(level, counts[level]) for level in group}
        seen = {level: count for level, count in told.items() if count is not None}
        total = draws.told("som", sum(counts.values()))
        for level, count in estimated(seen, total, prior).items():
            sums[level] += count
    for level in group:
        assert sums[level] == pytest.approx(true[level], rel=0.25, abs=25), level


def entry_of(vlp: str, **more: Any) -> dict[str, Any]:
    return {"vlp": vlp, "sector": "Energie", "rijen": 40, "niveaus": {"achternaam": {"gelijk": 30}},
            "totalen": {}, "gewoonten": [], "datums": []} | more  # fmt: skip


def file_of(name: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": "brp-match-kansen/1",
        "soort": "gemeente",
        "gemeente": name,
        "minimum": 10,
        "vlps": list(entries),
    }


def test_files_are_put_together_by_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    habit = {"soort": "datumvolgorde", "kolom": "geboortedatum", "wat": "mdy"}
    date = [{"datum": "1901-01-01", "aantal": 10}]
    files = [
        file_of("a", entry_of("Energie Noord", gewoonten=[habit], datums=date)),
        file_of("b", entry_of("ENERGIE NOORD B.V.", gewoonten=[habit]), entry_of("Water")),
        file_of("c", entry_of("Energie Noord")),
    ]  # fmt: skip
    paths = [tmp_path / f"{one['gemeente']}.json" for one in files]
    for path, one in zip(paths, files, strict=True):
        path.write_text(json.dumps(one), encoding="utf-8")
    out = tmp_path / "landelijk.json"
    assert main(["rates", "merge", *map(str, paths), "--out", str(out)]) == 0
    assert "3 gemeenten, 2 VLP's" in capsys.readouterr().out
    shared = load_shared(out)
    assert shared.sectors == {"Energie Noord": "Energie", "Water": "Energie"}
    assert shared.counts["Energie Noord", "achternaam", "gelijk"] == round(3 * 34.5)
    assert shared.dates == {("Energie Noord", (1901, 1, 1)): 10 / 120}
    assert shared.habits == {"datumvolgorde/Energie Noord/geboortedatum": leaning(2, 3)}
    ours = shared.known_as(["energie noord bv", "Gas"])
    assert set(ours.sectors) == {"energie noord bv", "Water"}
    assert list(ours.habits) == ["datumvolgorde/energie noord bv/geboortedatum"]
    # a file of one municipality is no table, a table is no file, and nobody counts twice
    assert code(lambda: load_shared(paths[0])) == ["KANSEN_SOORT"]
    assert (
        main(
            ["rates", "merge", str(out), str(paths[0]), str(paths[0]), "--out", str(tmp_path / "x")]
        )
        == 2
    )
    told = capsys.readouterr().err
    assert "KANSEN_SOORT" in told
    assert "KANSEN_DUBBEL" in told
    assert not (tmp_path / "x").exists()


TABLE: dict[str, Any] = {
    "schema": "brp-match-kansen/1", "soort": "landelijk", "gemeenten": 2, "minimum": 10, "vlps": [],
}  # fmt: skip


def code(call: Any) -> list[str]:
    with pytest.raises(BrpMatchError) as caught:
        call()
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize(
    "broken",
    [
        "[]", "{", '{"schema": "brp-match-kansen/1"}',
        json.dumps(file_of("a", entry_of("X", niveaus={"achternaam": {"bestaat niet": 10}}))),
        json.dumps(file_of("a", entry_of("X", niveaus={"achternaam": {"gelijk": 9}}))),
        json.dumps(file_of("a", entry_of("X", niveaus={"achternaam": {"gelijk": True}}))),
        json.dumps(file_of("a", entry_of("X", datums=[{"datum": "1901-13-01", "aantal": 10}]))),
        json.dumps(file_of("a", entry_of("X", gewoonten=[{"soort": "x", "kolom": "", "wat": ""}]))),
        json.dumps(file_of("a", entry_of("X"), entry_of("X"))),
        json.dumps(file_of("a", entry_of("X", rijen=-5))),
        json.dumps(file_of("a", entry_of("X", sector="Onzin"))),
        json.dumps(file_of("a", entry_of("X" * 201))),
        json.dumps(file_of("a", entry_of("X\0"))),
        json.dumps(file_of("a", entry_of("X", datums=[{"datum": "1901-01-01", "aantal": -5}]))),
        json.dumps(file_of("a", entry_of("X", datums=[{"datum": "1901-01-01", "aantal": 10**25}]))),
        json.dumps(TABLE | {"gemeenten": "twee"}), json.dumps({k: v for k, v in TABLE.items() if k != "gemeenten"}),
        json.dumps(TABLE | {"minimum": -1}), json.dumps(TABLE | {"vlps": [entry_of("X", gemeenten=-3)]}),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_without_its_values(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        load_shared(path)
    assert {fault.code for fault in caught.value.faults} <= {"KANSEN_ONLEESBAAR", "KANSEN_VORM"}
    assert "bestaat niet;" in str(caught.value) or "1901" not in str(caught.value)


def test_own_months_weigh_more_as_they_grow() -> None:
    """Elsewhere the source never swaps parts of a name; here it does in every third."""
    sectors = {"Bron": "Energie"}
    national = {("Bron", "achternaam", "gelijk"): 5_000.0}
    prior = shrink(COMPARATORS, {}, sectors, FIGURES)["Bron", "achternaam", "omgedraaid"]
    found = []
    for n in (0, 30, 300, 3_000):
        own = {
            ("Bron", "achternaam", "gelijk"): n * 2 / 3,
            ("Bron", "achternaam", "omgedraaid"): n / 3,
        }
        m = shrink(COMPARATORS, own, sectors, FIGURES, national, sectors)
        found.append(m["Bron", "achternaam", "omgedraaid"])
    assert found[0] < prior
    assert found == sorted(found)
    assert found[1] > 0.05
    assert found[3] == pytest.approx(1 / 3, abs=0.03)
    # a source that nobody knows starts from its sector elsewhere
    other = shrink(COMPARATORS, {}, {"Nieuw": "Energie"}, FIGURES, national, sectors)
    assert other["Nieuw", "achternaam", "omgedraaid"] < prior


def test_how_much_a_table_weighs_follows_from_the_own_signals() -> None:
    """Elsewhere the source swaps three in ten. Thirty signals that do so too are believed at once; thirty of which none
    does take away more than half of it, and fifty of a source that nobody else knows weigh as they always did."""
    sectors = {"Bron": "Energie"}
    national = {
        ("Bron", "achternaam", "gelijk"): 3_500.0,
        ("Bron", "achternaam", "omgedraaid"): 1_500.0,
    }

    def swapped(own: dict[str, float]) -> float:
        counts = {("Bron", "achternaam", level): n for level, n in own.items()}
        m = shrink(COMPARATORS, counts, sectors, FIGURES, national, sectors)
        return m["Bron", "achternaam", "omgedraaid"]

    start = swapped({})
    assert start == pytest.approx(0.3, abs=0.02)
    assert swapped({"gelijk": 21.0, "omgedraaid": 9.0}) == pytest.approx(0.3, abs=0.02)
    assert swapped({"gelijk": 30.0}) < start / 2
    other = {("Nieuw", "achternaam", "gelijk"): 50.0}
    alone = shrink(COMPARATORS, other, {"Nieuw": "Water"}, FIGURES)
    beside = shrink(
        COMPARATORS, other, {"Nieuw": "Water"}, FIGURES, {("Bron", "adres", "gelijk"): 1.0}, sectors
    )
    assert beside["Nieuw", "achternaam", "gelijk"] == alone["Nieuw", "achternaam", "gelijk"]


def test_no_table_makes_a_match_of_another_first_name_without_a_date() -> None:
    """Whatever others say of a source, a relative at the address stays a relative."""
    pairs, signals = at_the_address(80), signals_of(80)
    hostile = {
        ("Bron", "voornaam", "anders"): 1e6,
        ("Bron", "achternaam", "gelijk"): 1e6,
        ("Bron", "adres", "gelijk"): 1e6,
    }
    rates = learn(COMPARATORS, pairs, signals, {"Bron": "Energie"}, RESIDENTS, FIGURES,
                  national=hostile, national_sectors={"Bron": "Energie"})  # fmt: skip
    moved = moved_weights(COMPARATORS, pairs, signals, rates)
    assert moved["voornaam"].max() <= 0
    found = posterior(pairs, signals, moved, rates.mixture, RESIDENTS, FIGURES)
    assert np.all(found.chance < load_policy().match_at)


def test_what_is_known_elsewhere_tips_a_doubt_and_no_proof() -> None:
    question = {"datumvolgorde/Bron/geboortedatum": leaning(9, 10)}

    def settled(sure: float, answers: dict[str, Habit | float]) -> bool:
        return settle(Kind.DATUMVOLGORDE, "Bron", "geboortedatum", 5, sure, answers)[0]

    assert not settled(0.05, {})
    assert settled(0.05, question)
    # three dates with a day above twelve prove the contrary
    assert not settled(1e-5, question)
    assert not settled(0.05, {"datumvolgorde/Bron/geboortedatum": Habit.LEAVE})
    assert leaning(1, 100) < 0.5 < leaning(1, 2) < leaning(100, 100) <= 6


def test_a_month_starts_from_what_is_known_elsewhere(tmp_path: Path) -> None:
    """Five dates that can be read in two ways: elsewhere this source writes the month first."""
    home = "Kerkstraat;{0};1234AB;Proef"
    people = "\n".join(
        f"10000000{n:02};Naam{n};Proef;1980{n:02}{n + 1:02};9001;0;" + home.format(n)
        for n in range(1, 6)
    )
    (tmp_path / "inwoners.csv").write_text(
        "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode;woonplaats\n"
        + people + "\n", encoding="utf-8",
    )  # fmt: skip
    signals = "\n".join(
        f"S{n};Stroom BV;Energie;2026-11-02;Naam{n};Proef;{n:02}-{n + 1:02}-1980;Kerkstraat;{n};1234AB"
        for n in range(1, 6)
    )
    (tmp_path / "signalen.csv").write_text(
        "signaal_id;vlp;sector;signaaldatum;voornamen;achternaam;geboortedatum;straatnaam;huisnummer;postcode\n"
        + signals + "\n", encoding="utf-8",
    )  # fmt: skip
    table = merged([file_of(str(n), entry_of("Stroom", gewoonten=[
        {"soort": "datumvolgorde", "kolom": "geboortedatum", "wat": "mdj"}])) for n in range(8)], load_comparators())  # fmt: skip
    (tmp_path / "tabel.json").write_text(json.dumps(table), encoding="utf-8")
    out = tmp_path / "uit"
    asked = [
        "link",
        "--signals",
        str(tmp_path / "signalen.csv"),
        "--residents",
        str(tmp_path / "inwoners.csv"),
    ]
    more = ["--rates", str(tmp_path / "tabel.json"), "--threads", "1", "--out", str(out)]
    assert main([*asked, *more]) == 0
    # without the table all five are read day first, and none is equal
    assert (out / "decisions.csv").read_text(encoding="utf-8").count("GEBOORTEDATUM_GELIJK") == 5
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert "kansen" in [one["soort"] for one in record["instellingen"]]


def test_nothing_shared_changes_nothing() -> None:
    pairs, signals = at_the_address(30), signals_of(30)
    one = learn(COMPARATORS, pairs, signals, {"Bron": "Energie"}, RESIDENTS, FIGURES)
    other = learn(COMPARATORS, pairs, signals, {"Bron": "Energie"}, RESIDENTS, FIGURES,
                  national=SharedRates().counts)  # fmt: skip
    assert dict(one.m) == dict(other.m)
