"""A wrong setting, register, mapping or review file: one clear message, exit code 2, nothing written."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from brp_match.cli import EXTRAS, main
from brp_match.options import build_parser
from ingest.broken import GOOD, HEADER, MARK
from ingest.test_broken_deliveries import RESIDENTS, register, rows_of

__all__ = ["register"]


def file(name: str, content: str) -> Callable[[Path], list[str]]:
    """Give a maker of a file in the test's folder, as the last value of an option."""

    def make(folder: Path) -> list[str]:
        (folder / name).write_text(content, encoding="utf-8")
        return [str(folder / name)]

    return make


def word(value: str) -> Callable[[Path], list[str]]:
    return lambda folder: [value.replace("MAP", str(folder))]


@dataclass(frozen=True)
class Wrong:
    """An option with what follows it, and the code that must be told, once for every fault."""

    option: str
    make: Callable[[Path], list[str]]
    code: str
    times: int = 1


REVIEWS = "signaal_id;besluit;persoon_id\n"
CASES = (
    Wrong("--policy", file("p.toml", "false_match = 'x'\nfoo = 1\nminor_below = 99\n"), "BELEID_WAARDE", 2),
    Wrong("--policy", file("p.toml", "minor_below = 17.5\nseed = 1.5\n"), "BELEID_WAARDE", 2),
    Wrong("--policy", file("p.toml", "false_match = nan\n"), "BELEID_WAARDE"),
    Wrong("--policy", file("p.toml", "x = = 3"), "BELEID_ONLEESBAAR"),
    Wrong("--policy", word("MAP"), "BELEID_ONLEESBAAR"),
    Wrong("--mapping", file("m.toml", '[kolommen]\nachternaam = "Nope"\n'), "MAPPING_KOLOM"),
    Wrong("--mapping", file("m.toml", '[kolommen]\nfoo = "x"\nbar = "y"\n'), "MAPPING_KOLOM", 2),
    Wrong("--mapping", file("m.toml", '[vlp.Waterbron.kolommen]\nvoornamen = "Nope"\n'), "MAPPING_KOLOM"),
    Wrong("--mapping", word("weg.toml"), "MAPPING_ONLEESBAAR"),
    Wrong("--history", word("MAP"), "GESCHIEDENIS_ONLEESBAAR"),
    Wrong("--reviews", word("weg.csv"), "BESTAND_ONTBREEKT"),
    Wrong("--reviews", file("r.csv", "a;b\n1;2\n"), "KOLOM_ONTBREEKT", 3),
    Wrong("--reviews", file("r.csv", f"{REVIEWS}S1;misschien;P1\nS2;;\n"), "OORDEEL_BESLUIT", 2),
    Wrong("--reviews", file("r.csv", f"{REVIEWS}S1;match;\n"), "OORDEEL_ZONDER_PERSOON"),
    Wrong("--reviews", file("r.csv", f"{REVIEWS}S1;match;P1\nS1;reject;\n"), "OORDEEL_DUBBEL", 2),
    Wrong("--gemeente", word("1234"), "OPTIE_BIJ_PREPARE"),
    Wrong("--previous-addresses", word("vorige.csv"), "OPTIE_BIJ_PREPARE"),
    Wrong("--threads", word("0"), "GEBRUIK"),
    Wrong("--threads", word("veel"), "GEBRUIK"),
    Wrong("--bestaat-niet", word("1"), "GEBRUIK"),
    Wrong("--residents", word("r.csv"), "GEBRUIK"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.option} {case.code}")
def test_wrong_option(
    case: Wrong, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals, out = tmp_path / "s.csv", tmp_path / "uit"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    wrong = [case.option, *case.make(tmp_path)]
    before = sorted(tmp_path.iterdir())
    code = main(
        ["link", "--signals", str(signals), "--register", str(register), "--out", str(out), *wrong]
    )
    told = capsys.readouterr()
    assert code == 2
    assert told.err.count(f"[{case.code}]") == case.times
    assert MARK not in told.out + told.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_mapping_serves_deliveries_that_are_not_here(register: Path, tmp_path: Path) -> None:
    signals, mapping = tmp_path / "water.csv", tmp_path / "m.toml"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    mapping.write_text(
        '[bestand."huur*.csv".kolommen]\nklantnummer = "Contract"\n'
        '[vlp."Woonstichting".kolommen]\nvolledige_naam = "Huurder"\n',
        encoding="utf-8",
    )
    args = ["--register", str(register), "--mapping", str(mapping), "--out", str(tmp_path / "uit")]
    assert main(["link", "--signals", str(signals), *args]) == 0


def damaged(path: Path, register: Path) -> None:
    path.write_bytes(register.read_bytes()[:300_000])


def another_database(path: Path, register: Path) -> None:
    duckdb.connect(str(path)).execute("CREATE TABLE x AS SELECT 1").fetchall()


def no_database(path: Path, register: Path) -> None:
    path.write_text(RESIDENTS, encoding="utf-8")


def of_another_version(path: Path, register: Path) -> None:
    path.write_bytes(register.read_bytes())
    con = duckdb.connect(str(path))
    con.execute("UPDATE std_kenmerken SET gemaakt_met = '0.0.1 abc'").fetchall()
    con.close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (damaged, "REGISTER_ONLEESBAAR"),
        (another_database, "REGISTER_ONLEESBAAR"),
        (no_database, "REGISTER_ONLEESBAAR"),
        (of_another_version, "REGISTER_VEROUDERD"),
    ],
)
def test_a_register_that_will_not_do(
    make: Callable[[Path, Path], None],
    code: str,
    register: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    signals, wrong = tmp_path / "s.csv", tmp_path / "fout.duckdb"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    make(wrong, register)
    args = ["link", "--signals", str(signals), "--register", str(wrong)]
    assert main([*args, "--out", str(tmp_path / "uit")]) == 2
    told = capsys.readouterr().err
    assert "fout: fout.duckdb: dit" in told
    assert f"[{code}]" in told
    assert not (tmp_path / "uit").exists()


def test_prepare_keeps_the_rows_it_could_not_use(tmp_path: Path) -> None:
    residents, out = tmp_path / "r.csv", tmp_path / "register.duckdb"
    residents.write_text(f"{RESIDENTS};Jan;Jansen;19800101;9999;0;x;1;1234AB;D\n", encoding="utf-8")
    assert main(["prepare", "--residents", str(residents), "--out", str(out)]) == 0
    aside = rows_of(tmp_path / "register.quarantine.csv")
    assert [(row["regel"], row["code"]) for row in aside] == [("4", "PERSOON_ID_ONTBREEKT")]


def test_the_record_names_every_file_with_its_hash(register: Path, tmp_path: Path) -> None:
    signals, policy, reviews = tmp_path / "s.csv", tmp_path / "beleid.toml", tmp_path / "o.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    policy.write_text("minor_below = 17\n", encoding="utf-8")
    reviews.write_text(f"{REVIEWS}S1;match;P1\nZ9;match;P999\nS7;review;\n", encoding="utf-8")
    args = ["link", "--signals", str(signals), "--register", str(register)]
    first, second = tmp_path / "een", tmp_path / "twee"
    assert main([*args, "--out", str(first)]) == 0
    more = ["--policy", str(policy), "--reviews", str(reviews), "--history", str(first)]
    assert main([*args, *more, "--out", str(second)]) == 0
    record = json.loads((second / "run.json").read_text(encoding="utf-8"))
    assert [(one["soort"], one["rijen"]) for one in record["invoer"]] == [
        ("signalen", 1),
        ("inwoners", 2),
    ]
    assert [(one["soort"], one["bestand"]) for one in record["instellingen"]] == [
        ("oordelen", "o.csv"),
        ("beleid", "beleid.toml"),
        ("register", "register.duckdb"),
        ("eerdere run", "een/signals.parquet"),
        ("eerdere run", "een/candidates.parquet"),
    ]
    files = [*record["invoer"], *record["instellingen"]]
    assert all(len(one["sha256"]) == 64 for one in files)
    assert record["oordelen"] == {
        "rijen": 3,
        "deze_levering": 1,
        "eerdere_runs": 0,
        "onbekend": 2,
        "persoon_onbekend": 1,
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_leaves_nothing(
    number: signal.Signals,
    register: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DuckDB answers an interrupted query with an error of its own; it is not ours."""

    def interrupted(*_: object) -> None:
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    signals = tmp_path / "s.csv"
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    monkeypatch.setattr("brp_match.pipeline.write_json", interrupted)
    before = signal.getsignal(number)
    args = ["link", "--signals", str(signals), "--register", str(register)]
    assert main([*args, "--out", str(tmp_path / "uit")]) == 130
    assert capsys.readouterr().err.strip() == "afgebroken; er is niets half geschreven"
    assert [one.name for one in tmp_path.iterdir()] == ["s.csv"]
    assert signal.getsignal(number) is before


def test_what_is_not_installed_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'uvicorn'", name="uvicorn")

    monkeypatch.setattr("brp_match.options._lazy", lambda *_: absent)
    monkeypatch.setattr("brp_match.cli.build_parser", build_parser)
    assert main(["demo"]) == 2
    told = capsys.readouterr().err
    # by its name alone pip would look for it elsewhere
    assert "pip install '.[web]' -c constraints.txt" in told
    assert told.endswith("[ONDERDEEL_ONTBREEKT]\n")


def test_every_extra_package_is_known_by_its_module() -> None:
    import re
    from importlib.metadata import requires

    named = {"scikit_learn": "sklearn", "vl_convert_python": "vl_convert", "argon2_cffi": "argon2"}
    for extra, modules in EXTRAS.items():
        lines = [
            line for line in requires("brp-match") or [] if re.search(f"extra == .{extra}", line)
        ]
        names = [re.split(r"[^\w-]", line)[0].replace("-", "_").lower() for line in lines]
        assert names
        assert [one for one in names if named.get(one, one) not in modules] == []


def test_output_never_takes_the_place_of_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    residents, signals = tmp_path / "inwoners.csv", tmp_path / "quarantine.csv"
    residents.write_text(RESIDENTS, encoding="utf-8")
    signals.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["prepare", "--residents", str(residents), "--out", str(residents)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("fout: inwoners.csv: dit bestand is ook invoer")
    assert told.endswith("[UITVOER_IS_INVOER]\n")
    arguments = ["link", "--signals", str(signals), "--residents", str(residents)]
    assert main([*arguments, "--out", str(tmp_path)]) == 2
    assert "fout: quarantine.csv: dit bestand is ook invoer" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    arguments = ["link", "--signals", str(signals), "--register", str(tmp_path)]
    assert main([*arguments, "--out", str(tmp_path / "uit")]) == 2
    assert "[BESTAND_IS_MAP]" in capsys.readouterr().err
