from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_signals
from brp_match.web.pages.mapping_helper import as_toml, chosen, faults, look

ODD = 'Ref;Firma "X";Naam klant;Geb. datum;Opmerking\nS1;Water;P. Jansen;1-2-1980;let op\n'


def delivered(folder: Path, text: str = ODD, name: str = "levering [1].csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_known_names_and_synonyms_are_proposed_others_left_open(tmp_path: Path) -> None:
    (file,) = look([delivered(tmp_path)], {})
    assert [(c.naam, c.voorstel, c.hoe) for c in file.kolommen] == [
        ("Ref", "", ""),
        ('Firma "X"', "", ""),
        ("Naam klant", "volledige_naam", "andere naam"),
        ("Geb. datum", "geboortedatum", "andere naam"),
        ("Opmerking", "", ""),
    ]
    assert (file.rijen, file.formaat, file.gevonden("vlp")) == (1, "csv", False)


def test_what_is_required_must_be_chosen(tmp_path: Path) -> None:
    files = look([delivered(tmp_path)], {})
    assert faults(files) == [
        "levering [1].csv: kies een kolom voor signaal_id.",
        "levering [1].csv: kies een kolom voor vlp. Of vul de naam van de vastelastenpartner in.",
    ]


def test_choices_become_a_mapping_file_that_the_reader_follows(tmp_path: Path) -> None:
    path = delivered(tmp_path)
    files = chosen(look([path], {}), {"k0_0": "signaal_id", "k0_1": "vlp"})
    assert faults(files) == []
    mapping = tmp_path / "m.toml"
    mapping.write_text(as_toml(files), encoding="utf-8")
    con = connect()
    load_signals(con, [path], mapping)
    rows = con.execute("SELECT signaal_id, vlp, volledige_naam FROM raw_signalen").fetchall()
    assert rows == [("S1", "Water", "P. Jansen")]


def test_one_deliverer_for_a_whole_file(tmp_path: Path) -> None:
    path = delivered(tmp_path)
    files = chosen(look([path], {}), {"k0_0": "signaal_id", "vlp0": '  Water "Noord"\n '})
    assert faults(files) == []
    assert tomllib.loads(as_toml(files))["bestand"]["levering [[]1].csv"]["vast"] == {
        "vlp": 'Water "Noord"'
    }


def test_values_are_shown_short_and_a_bsn_is_not(tmp_path: Path) -> None:
    text = "signaal_id;naam;kenmerk;leeg;klant\n" + "".join(
        f"S{n};Jan {'x' * 60 if n == 1 else n % 2};{bsn};;12345678{n}\n"
        for n, bsn in enumerate(("111222333", "123456782", "111222333"))
    )
    (file,) = look([delivered(tmp_path, text)], {"levering [1].csv": "maart.csv"})
    assert file.getoond == "maart.csv"
    assert [column.voorbeelden for column in file.kolommen] == [
        ("S0", "S1", "S2"),
        ("Jan 0", "Jan " + "x" * 35 + "…"),
        ("kan een BSN zijn: niet getoond",),
        (),
        ("kan een BSN zijn: niet getoond",),
    ]


def test_a_bsn_is_not_shown_beside_other_values_or_under_its_own_name(tmp_path: Path) -> None:
    text = "signaal_id;naam;kenmerk;datum;Bsn-nummer;opmerking\n" + "".join(
        f"S{n};Jan;{kenmerk};{datum};{n}X;{note}\n"
        for n, (kenmerk, datum, note) in enumerate(
            (
                ("111222333", "19850312", "burger 123456782, bellen"),
                ("K-1", "12-03-1985 0:00", "0612345678"),
                ("1112.22.333", "19.03.1985", "ref 123 456 782"),
                ("12345672", "10000008", "1234567890123"),
            )
        )
    )
    (file,) = look([delivered(tmp_path, text)], {})
    assert [column.voorbeelden for column in file.kolommen[2:]] == [
        ("K-1",),
        ("19850312", "12-03-1985 0:00", "19.03.1985"),
        ("kan een BSN zijn: niet getoond",),
        ("0612345678", "1234567890123"),
    ]


def test_one_sector_for_a_whole_file(tmp_path: Path) -> None:
    path = delivered(tmp_path)
    form = {"k0_0": "signaal_id", "vlp0": "Water Noord", "sector0": "Water"}
    files = chosen(look([path], {}), form)
    assert faults(files) == []
    mapping = tmp_path / "m.toml"
    mapping.write_text(as_toml(files), encoding="utf-8")
    con = connect()
    load_signals(con, [path], mapping)
    rows = con.execute("SELECT vlp, sector FROM raw_signalen").fetchall()
    assert rows == [("Water Noord", "Water")]
    assert chosen(look([path], {}), form | {"sector0": "Bakker"})[0].vast == {"vlp": "Water Noord"}
    both = chosen(look([path], {}), form | {"k0_1": "vlp"})
    assert faults(both) == ["levering [1].csv: u koos een kolom voor vlp én een vaste waarde."]


def test_a_column_twice_and_one_that_would_be_used_all_the_same(tmp_path: Path) -> None:
    files = look([delivered(tmp_path, "signaal_id;vlp;achternaam;naam;email\nS1;W;J;J;x\n")], {})
    twice = chosen(files, {"k0_4": "achternaam"})
    assert faults(twice) == ["levering [1].csv: u koos twee kolommen voor achternaam."]
    dropped = chosen(files, {"k0_4": ""})
    assert faults(dropped) == [
        "levering [1].csv: de kolom email kennen wij als email. Laat die keuze staan, "
        "of kies een andere kolom voor email."
    ]


def test_a_choice_that_is_no_column_of_ours_is_ignored(tmp_path: Path) -> None:
    files = chosen(look([delivered(tmp_path)], {}), {"k0_0": "bsn", "k9_9": "vlp"})
    assert files[0].kolommen[0].voorstel == ""


def test_an_empty_file_is_told_in_one_error(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        look([delivered(tmp_path, "", "a.csv"), delivered(tmp_path, "", "b.csv")], {})
    assert [fault.where for fault in caught.value.faults] == ["a.csv", "b.csv"]
