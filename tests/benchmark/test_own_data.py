"""A municipality's own files, from folder to report: counts by hand, faults, and nothing half-written."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import pytest

from brp_match.benchmark import command
from brp_match.benchmark.own_data.command import estimate_line, lines
from brp_match.benchmark.own_data.files import Checked, find_files, read_outcomes
from brp_match.benchmark.own_data.own_signals import OwnSignal, cause
from brp_match.benchmark.own_data.summary import Sample, strata, summary
from brp_match.benchmark.truth import HELP
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit
from brp_match.synthetic import generate, load_scenario
from brp_match.synthetic.exact_check import exact_check


def measure(*words: object) -> int:
    parser = argparse.ArgumentParser()
    command.options(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A delivery as a municipality has it, with what its reviewers found of every drop-out."""
    path = tmp_path_factory.mktemp("gemeente")
    generate(load_scenario("kleine-gemeente"), path, seed=5)
    found = exact_check((path / "signalen.csv",), path / "inwoners.csv")
    with (path / "waarheid.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["signaal_id"]: row for row in csv.DictReader(file, delimiter=";")}
    (path / "waarheid.csv").unlink()
    rows = ["signaal_id;persoon_id;uitkomst"]
    for signal, person in found.items():
        if not person:
            word = "onterecht" if truth[signal]["soort"] in HELP else "terecht"
            rows.append(f"{signal};{truth[signal]['persoon_id']};{word}")
    (path / "uitkomsten.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uit") / "onderzoek"
    assert measure("--data", folder, "--out", path) == 0
    return path


def test_every_output_is_there_and_counts_what_was_found(folder: Path, out: Path) -> None:
    assert {path.name for path in out.iterdir()} == {
        "eigen.json", "gevallen.csv", "koppeling", "rapport-cijfers.csv", "rapport.html", "te_bekijken.csv",
    }  # fmt: skip
    outcomes = (folder / "uitkomsten.csv").read_text(encoding="utf-8")
    wrongful, rightful = outcomes.count(";onterecht"), outcomes.count(";terecht")
    assert wrongful > 10
    results = json.loads((out / "eigen.json").read_text(encoding="utf-8"))
    today = results["methoden"]["exact"]
    assert results["signalen"] == 80
    assert (today["uitval"], today["onterecht_gevonden"]) == (wrongful + rightful, wrongful)
    # all was reviewed: the estimate is the count, without uncertainty
    found = today["schatting"]
    assert (found["aantal"], found["van"], found["tot"]) == (wrongful, wrongful, wrongful)
    assert sum(results["wat_wij_doen"].values()) == today["uitval"]
    assert sum(row["uitval"] for row in results["oorzaken"]) == today["uitval"]
    assert (out / "te_bekijken.csv").read_text(encoding="utf-8") == "volgorde;signaal_id;vlp\n"


def test_the_list_of_what_really_dropped_takes_the_place_of_an_imitation(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "gemeente"
    home.mkdir()
    for name in ("inwoners.csv", "adressen.csv", "signalen.csv"):
        (home / name).write_bytes((folder / name).read_bytes())
    with (home / "signalen.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["signaal_id"] for row in csv.DictReader(file, delimiter=";")][:7]
    text = "\n".join(["Meldingsnummer;Reden", *(f"{one};Niet in BRP" for one in ids)])
    (home / "uitval.csv").write_text(text + "\n", encoding="utf-8")
    assert measure("--data", home, "--out", tmp_path / "uit") == 0
    results = json.loads((tmp_path / "uit" / "eigen.json").read_text(encoding="utf-8"))
    assert (results["controle"], results["methoden"]["exact"]["uitval"]) == ("uitval", 7)
    report = (tmp_path / "uit" / "rapport.html").read_text(encoding="utf-8")
    assert "De uitval van vandaag is die van de lijst met uitval uit het systeem" in report
    assert "nagebootst" not in report
    # and the imitation stands beside it
    beside = results["nabootsing"]
    assert beside["controle"] == "exact"
    assert beside["beide"] + beside["alleen_lijst"] == 7
    assert (
        sum(beside[k] for k in ("beide", "alleen_lijst", "alleen_nabootsing", "geen"))
        == results["signalen"]
    )
    assert "De echte uitval naast een nabootsing" in report
    assert "De controle van vandaag laat 7 uitvallen" in capsys.readouterr().out


def test_no_personal_value_leaves_the_run_folder(folder: Path, out: Path) -> None:
    with (folder / "signalen.csv").open(encoding="utf-8", newline="") as file:
        names = {row["achternaam"] for row in csv.DictReader(file, delimiter=";")}
    names = {name for name in names if len(name) > 5}
    assert len(names) > 30
    for name in ("eigen.json", "gevallen.csv", "te_bekijken.csv", "rapport.html"):
        text = (out / name).read_text(encoding="utf-8")
        assert [one for one in names if one in text] == []


def test_a_fault_in_the_outcomes_leaves_an_earlier_result_whole(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    copy = tmp_path / "kopie"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).symlink_to(path)
    (copy / "uitkomsten.csv").unlink()
    (copy / "uitkomsten.csv").write_text("signaal_id;uitkomst\nX1;terecht\n", encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        measure("--data", copy, "--out", out)
    assert [fault.code for fault in error.value.faults] == ["UITKOMST_SIGNAAL"]
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    assert (out / "koppeling" / "decisions.csv").is_file()
    assert not list(out.parent.glob(".*"))


def test_a_second_run_replaces_the_first(folder: Path, out: Path) -> None:
    before = (out / "gevallen.csv").read_bytes()
    assert measure("--data", folder, "--out", out) == 0
    assert (out / "gevallen.csv").read_bytes() == before
    assert (out / "koppeling" / "decisions.csv").is_file()


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ((), ["BESTAND_ONTBREEKT", "BESTAND_ONTBREEKT"]),
        (("signalen.csv",), ["BESTAND_ONTBREEKT"]),
        (("signalen.csv", "inwoners.csv", "inwoners_oud.xlsx"), ["BESTAND_DUBBEL"]),
    ],
)
def test_a_broken_folder_is_told_by_file(
    tmp_path: Path, files: tuple[str, ...], codes: list[str]
) -> None:
    for name in files:
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        find_files(tmp_path)
    assert [fault.code for fault in error.value.faults] == codes


def test_outcomes_tell_every_fault_by_line_and_no_value(tmp_path: Path) -> None:
    path = tmp_path / "uitkomsten.csv"
    path.write_text(
        "signaal_id;uitkomst\nA;Onterecht\nB;match\nGeheim;terecht\nA;terecht\nC;Jansen\nD;\n",
        encoding="utf-8",
    )
    with pytest.raises(BrpMatchError) as error:
        read_outcomes(path, frozenset("ABCD"))
    assert [(fault.where, fault.code) for fault in error.value.faults] == [
        ("uitkomsten.csv, rij 4", "UITKOMST_SIGNAAL"),
        ("uitkomsten.csv, rij 5", "UITKOMST_DUBBEL"),
        ("uitkomsten.csv, rij 6", "UITKOMST_WOORD"),
    ]
    assert "Jansen" not in str(error.value)
    assert "Geheim" not in str(error.value)
    path.write_text("signaal_id;uitkomst\nA;Onterecht\nB;match\nD;\n", encoding="utf-8")
    assert read_outcomes(path, frozenset("ABCD")) == {
        "A": Checked.WRONGFUL, "B": Checked.WRONGFUL, "D": Checked.UNKNOWN,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("besluit", "reasons", "expected"),
    [
        (Besluit.REJECT, "VERTROKKEN|NAAM_GELIJK", "VERTROKKEN"),
        (Besluit.MATCH, "ADRES_GELIJK|NAAM_OMGEDRAAID", "NAAM_OMGEDRAAID"),
        (Besluit.MATCH, "ADRES_GELIJK|GEBOORTEDATUM_GELIJK|NAAM_GELIJK", "NAAM_GELIJK"),
        (Besluit.MATCH, "GEBOORTEDATUM_GELIJK|GEHEIMHOUDING", "NAAM_GELIJK"),
        (Besluit.REVIEW, "MEERDERE_KANDIDATEN", "MEERDERE_KANDIDATEN"),
        (Besluit.REJECT, "", "NIET_GEVONDEN"),
    ],
)
def test_the_cause_is_what_differs(besluit: Besluit, reasons: str, expected: str) -> None:
    assert cause(besluit, reasons) == expected


def case(number: int, dropped: bool, besluit: Besluit, checked: Checked | None) -> OwnSignal:
    return OwnSignal(f"S{number}", "V", "Water", "2026-01", dropped, besluit, "VERTROKKEN", checked)


def test_what_the_lot_could_not_draw_stands_apart() -> None:
    """Ten that we drop and today's check does not: no lot was drawn among them."""
    cases = [
        *(case(i, True, Besluit.REJECT, Checked.RIGHTFUL) for i in range(4)),
        *(case(i, True, Besluit.REJECT, None) for i in range(10, 16)),
        *(case(i, False, Besluit.REJECT, None) for i in range(20, 30)),
    ]
    parts = strata(cases, lambda one: one.besluit is Besluit.REJECT, Sample.RANDOM)
    assert [(one.rejects, one.reviewed) for one in parts] == [(10, 4), (10, 0)]


def test_what_is_said_of_a_sample() -> None:
    rows = [case(i, True, Besluit.REJECT, Checked.WRONGFUL if i < 10 else None) for i in range(40)]
    told: dict[str, Any] = summary(rows, 0, "exact", Sample.CHOSEN, (0.05,))
    assert told["methoden"]["exact"]["schatting"] is None
    assert "niet bekend" in estimate_line("x", told["methoden"]["exact"])
    told = summary(rows, 0, "exact", Sample.RANDOM, (0.05,))
    found = told["methoden"]["exact"]["schatting"]
    assert (found["aantal"], found["over"]) == (40, 40)
    assert 25 < found["van"] < 40
    assert found["tot"] == 40
    assert "Er zijn er al 10 nagekeken." in lines(told)
    assert any("op 5 procentpunt nauwkeurig" in line for line in lines(told))
