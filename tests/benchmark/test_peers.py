"""The peers on a hand-made street: their cleaning, the lenient rule, and decisions by cost."""

import csv
import importlib.util
import sys

import pytest

from brp_match.benchmark.peers import ORDER, TownFiles, load_peer
from brp_match.database import connect
from brp_match.ingest.columns import RESIDENTS, SIGNALS
from brp_match.settings import content_root

PEOPLE = [
    # persoon_id, voornamen, voorvoegsel, geslachtsnaam, geboortedatum, huisnummer, opschorting
    ("1000000001", "Hendrikus Jan", "van den", "Berg", "19700203", "1", ""),
    ("1000000002", "Anna", "van den", "Berg", "19720304", "1", ""),
    ("1000000003", "Zoë", "", "Yılmaz", "19850506", "2", ""),
    ("1000000004", "Piet", "", "Overleden", "19400101", "3", "O"),
]
MONTH = [
    # signaal_id, voornamen, voorletters, voorvoegsel, achternaam, volledige_naam, geboortedatum, nr
    ("S1", "Hendrikus", "H.", "van den", "Berg", "", "03-02-1970", "1"),
    ("S2", "", "", "van den", "Berg", "", "", "1"),
    ("S3", "", "", "", "", "Zoe Yilmaz", "6-5-1985", "2"),
    ("S4", "Piet", "P.", "", "Overleden", "", "1940-01-01", "3"),
    ("S5", "Anna", "A.", "van den", "Berg", "", "19720304", "99"),
]


@pytest.fixture
def town(tmp_path):
    with (tmp_path / "inwoners.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RESIDENTS, restval="", delimiter=";")
        writer.writeheader()
        names = ("persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "geboortedatum",
                 "huisnummer", "opschorting_reden")  # fmt: skip
        for person in PEOPLE:
            rest = {"gemeente": "9001", "postcode": "1000AA", "straat": "Dorpsstraat"}
            writer.writerow(dict(zip(names, person, strict=True)) | rest)
    with (tmp_path / "signalen.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SIGNALS, restval="", delimiter=";")
        writer.writeheader()
        names = ("signaal_id", "voornamen", "voorletters", "voorvoegsel", "achternaam",
                 "volledige_naam", "geboortedatum", "huisnummer")  # fmt: skip
        for signal in MONTH:
            rest = {"vlp": "V", "sector": "Huur", "postcode": "1000 aa"}
            writer.writerow(dict(zip(names, signal, strict=True)) | rest)
    return TownFiles.of_folder(tmp_path)


def answers(name, town):
    return {a.signaal_id: (str(a.besluit), a.persoon_id) for a in load_peer(name).run(town, 1)}


def test_every_method_has_its_module():
    assert {path.stem for path in content_root("peers").glob("*.py")} == {*ORDER, "cleaned"}


def test_cleaning(town):
    load_peer("lenient")
    from cleaned import load_cleaned

    con = connect()
    load_cleaned(con, town)
    signals = con.execute("SELECT unique_id, letter, achternaam, geboortedatum FROM s").fetchall()
    assert sorted(signals)[0] == ("S1", "h", "berg", "1970-02-03")
    assert sorted(signals)[2] == ("S3", "z", "yilmaz", "1985-05-06")
    people = con.execute("SELECT unique_id FROM r ORDER BY 1").fetchall()
    con.close()
    assert [row[0][-1] for row in people] == ["1", "2", "3"]


def test_lenient_rule(town):
    assert answers("lenient", town) == {
        "S1": ("match", "1000000001"),
        "S2": ("review", "1000000001"),
        "S3": ("match", "1000000003"),
        "S4": ("reject", ""),
        "S5": ("reject", ""),
    }


def test_exact_check_drops_what_does_not_agree(town):
    found = answers("exact", town)
    assert found["S1"] == ("match", "1000000001")
    assert {key for key, value in found.items() if value[0] == "reject"} == {"S2", "S3", "S4", "S5"}


def test_decisions_follow_the_costs():
    load_peer("lenient")
    from cleaned import decide

    pairs = [("A", "1", 0.98), ("B", "2", 0.97), ("C", "3", 0.0999), ("A", "9", 0.5)]
    pairs += [("E", "4", 0.99), ("E", "5", 0.99), ("F", "4", 0.99), ("F", "5", 0.985)]
    found = decide(["A", "B", "C", "D", "E", "F"], pairs)
    assert [(str(a.besluit), a.persoon_id) for a in found] == [
        ("match", "1"), ("review", "2"), ("reject", "3"), ("reject", ""), ("review", "4"),
        ("match", "4"),
    ]  # fmt: skip
    assert found[0].kandidaten == ("1", "9")
    assert found[3].kans is None


def test_splink_looks_up_one_record_as_it_links_a_month(town):
    """`benchmarks/look_up.py` times it with the same comparisons and keys."""
    pytest.importorskip("splink")
    load_peer("splink_stock")
    path = content_root("peers").parent / "look_up.py"
    spec = importlib.util.spec_from_file_location("look_up", path)
    assert spec
    assert spec.loader
    look_up = importlib.util.module_from_spec(spec)
    sys.modules["look_up"] = look_up
    spec.loader.exec_module(look_up)
    times = look_up.splink(town, 4, 1)
    assert 0 < times.median <= times.p95
