"""What the command line takes: nothing that was given is passed over without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.arguments import Parser, file_option
from brp_match.cli import main

TOWN = Path(__file__).resolve().parent / "data" / "lindehoven"


def parser() -> Parser:
    made = Parser(prog="proef")
    command = made.add_subparsers(dest="deel").add_parser("link")
    source = command.add_mutually_exclusive_group()
    file_option(source, "--residents", "inwoners")
    file_option(command, "--signals", "leveringen", nargs="+", default=[])
    command.add_argument("--antwoord", action="append", default=[])
    return made


def test_files_that_are_named_in_two_places_are_all_taken() -> None:
    asked = ["link", "--signals", "a.csv", "--residents", "r.csv", "--signals", "b.csv", "c.csv"]
    given = parser().parse_args(asked)
    assert given.signals == [Path("a.csv"), Path("b.csv"), Path("c.csv")]
    assert given.residents == Path("r.csv")


def test_of_what_there_is_one_a_second_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["link", "--residents", "a.csv", "--residents", "b.csv"])
    assert ended.value.code == 2
    assert "fout: --residents: staat er twee keer; geef er één [GEBRUIK]" in capsys.readouterr().err


def test_one_parse_knows_nothing_of_the_one_before() -> None:
    made = parser()
    for name in ("a.csv", "b.csv"):
        given = made.parse_args(["link", "--signals", name, "--residents", name])
        assert (given.signals, given.residents) == ([Path(name)], Path(name))
    assert made.parse_args(["link", "--antwoord", "a", "--antwoord", "b"]).antwoord == ["a", "b"]


def link_with(*more: str) -> list[str]:
    return ["link", "--signals", "a.csv", "--residents", "r.csv", "--out", "uit", *more]


def test_an_option_that_would_do_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    asked = link_with("--workers", "2", "--spark-conf", "a=b", "--verwerkingenlog", "log.jsonl")
    assert main(asked) == 2
    assert capsys.readouterr().err.splitlines() == [
        "fout: --verwerkingenlog: dit hoort bij --brp [OPTIE_BRP]",
        "fout: --workers: dit hoort bij --per-gemeente [OPTIE_PER_GEMEENTE]",
        "fout: --spark-conf: dit hoort bij --spark [OPTIE_PER_GEMEENTE]",
    ]


@pytest.mark.parametrize(
    ("given", "code"), [("weg.csv", "BESTAND_ONTBREEKT"), (".", "BESTAND_IS_MAP")]
)
def test_a_list_of_clients_that_is_no_file_is_said_before_the_work(
    given: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--signals", str(TOWN / "signalen.csv"), "--residents", str(TOWN / "inwoners.csv")]
    asked = ["link", *files, "--out", str(tmp_path / "uit"), "--shv", str(tmp_path / given)]
    assert main(asked) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    "command", [["clients"], ["audit-check"], ["purge", "--before", "2026-01-01"]]
)
@pytest.mark.parametrize("data", ["bestand", "bestand/erin"])
def test_a_file_where_the_service_keeps_its_things_is_told(
    command: list[str], data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    assert main([*command, "--data", str(tmp_path / data)]) == 2
    assert "dit moet een map zijn, geen bestand [MAP_IS_BESTAND]" in capsys.readouterr().err
