"""The conformance set: whole, the same every time, scored as its LEESMIJ says; ours shows every reason code."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.conformance.answers import Answers, Given, read_answers
from brp_match.conformance.causes import CAUSES, FAMILIES
from brp_match.conformance.examples import answers_of
from brp_match.conformance.make import TestSet, make_set, write_set
from brp_match.conformance.score import SetOutcome, outcome_of, score, sentence
from brp_match.conformance.words import load_terms
from brp_match.csv_file import read_csv
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit, Reason

TestSet.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def whole() -> TestSet:
    return make_set()


@pytest.fixture(scope="module")
def folder(whole: TestSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("toetsset")
    write_set(whole, out)
    return out


def test_the_set_has_at_least_300_signals_and_every_reason_code(whole: TestSet) -> None:
    assert len(whole.signals) >= 300
    assert {code for one in whole.expected for code in one.cause.codes} == set(Reason)
    assert {one.cause.family for one in whole.expected} == set(FAMILIES)
    counts = Counter(one.cause.key for one in whole.expected)
    assert counts["naam_omgedraaid"] == 24
    assert min(counts.values()) >= 4
    assert set(counts) == {cause.key for cause in CAUSES}


def test_no_resident_stands_in_two_signals(whole: TestSet) -> None:
    about = [one.persoon_id for one in whole.expected if one.persoon_id]
    assert len(about) == len(set(about))


def test_the_set_is_the_same_every_time(whole: TestSet, folder: Path, tmp_path: Path) -> None:
    again = make_set()
    write_set(again, tmp_path)
    assert again.edition == whole.edition
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}  # fmt: skip


def test_ours_shows_every_code_and_is_right(
    whole: TestSet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: set[str] = set()
    read = read_csv

    def keep(path: Path) -> list[dict[str, str]]:
        rows = read(path)
        codes.update(code for row in rows for code in row["redenen"].split("|"))
        return rows

    monkeypatch.setattr("brp_match.conformance.examples.read_csv", keep)
    result = score(whole.expected, answers_of("brp-match", folder))
    assert codes == {str(code) for code in Reason}
    assert result.count(SetOutcome.DROPPED) == 0
    assert result.count(SetOutcome.WRONG_LETTER) == 0


@pytest.mark.parametrize(
    ("key", "given", "outcome"),
    [
        ("naam_omgedraaid", Given(Besluit.MATCH, "*"), SetOutcome.RIGHT),
        ("naam_omgedraaid", Given(Besluit.MATCH), SetOutcome.RIGHT),
        ("naam_omgedraaid", Given(Besluit.MATCH, "1"), SetOutcome.WRONG_LETTER),
        ("naam_omgedraaid", Given(Besluit.REJECT), SetOutcome.DROPPED),
        ("naam_omgedraaid", Given(Besluit.REVIEW), SetOutcome.TO_A_PERSON),
        ("naam_omgedraaid", None, SetOutcome.NO_ANSWER),
        ("overleden", Given(Besluit.MATCH, "*"), SetOutcome.NEEDLESS),
        ("vreemde", Given(Besluit.MATCH, "1"), SetOutcome.WRONG_LETTER),
        ("vreemde", Given(Besluit.REJECT), SetOutcome.RIGHT),
        ("tweeling", Given(Besluit.MATCH, "1"), SetOutcome.GUESSED),
        ("tweeling", Given(Besluit.REJECT), SetOutcome.GUESSED),
        ("datum_anders", Given(Besluit.REVIEW), SetOutcome.RIGHT),
        ("datum_anders", Given(Besluit.REJECT), SetOutcome.DROPPED),
    ],
)
def test_what_an_answer_counts_as(
    whole: TestSet, key: str, given: Given | None, outcome: SetOutcome
) -> None:
    one = next(e for e in whole.expected if e.cause.key == key)
    if given and given.persoon_id == "*":
        given = Given(given.besluit, one.persoon_id)
    assert outcome_of(one, given) is outcome


def test_a_list_of_what_dropped_is_scored_and_said(whole: TestSet, tmp_path: Path) -> None:
    swapped = [e.signaal_id for e in whole.expected if e.cause.key == "naam_omgedraaid"]
    path = tmp_path / "uitval.csv"
    path.write_text(
        "Meldingsnummer;Reden\n" + "".join(f"{one};niet gevonden\n" for one in swapped),
        encoding="utf-8",
    )
    result = score(whole.expected, read_answers(path))
    assert result.count(SetOutcome.DROPPED) == 24
    assert not result.named
    assert sentence(result) == (
        f"Uw controle laat 24 van de {result.residents} signalen van inwoners ten onrechte uitvallen: "
        "voornaam en achternaam omgedraaid 24 van de 24."
    )


def test_the_command_scores_a_file_with_decisions(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "antwoorden.csv", tmp_path / "verslag"
    rows = read_csv(folder / "verwacht.csv")
    words = [
        "oppakken" if "oppakken" in row["goed"].split("|") else row["goed"].split("|")[0]
        for row in rows
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("signaal_id", "besluit", "persoon_id"))
        # a system of today knows residents by their BSN: either of the two names one
        bsn = {one["persoon_id"]: one["bsn"] for one in read_csv(folder / "inwoners.csv")}
        writer.writerows(
            (r["signaal_id"], w, bsn.get(r["persoon_id"], "") if n % 2 else r["persoon_id"])
            for n, (r, w) in enumerate(zip(rows, words, strict=True))
        )
    assert main(["conformance", "--answers", str(path), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert f"{len(rows)}   100,0%" in said
    assert "geen van de" in (out / "toets.html").read_text(encoding="utf-8")
    told = read_csv(out / "per-signaal.csv")
    assert {row["uitkomst antwoorden"] for row in told} == {"goed"}


def test_broken_answers_are_told_by_line(whole: TestSet, tmp_path: Path) -> None:
    first = whole.expected[0].signaal_id
    path = tmp_path / "antwoorden.csv"
    path.write_text(
        f"signaal_id;besluit\n{first};misschien wel\n{first};uitval\n{first};uitval\n",
        encoding="utf-8",
    )
    with pytest.raises(BrpMatchError) as error:
        read_answers(path)
    assert [(f.code, f.where) for f in error.value.faults] == [
        ("ANTWOORD_BESLUIT", "antwoorden.csv, regel 2"), ("ANTWOORD_DUBBEL", "antwoorden.csv, regel 4"),
    ]  # fmt: skip
    assert "misschien" not in str(error.value)
    with pytest.raises(BrpMatchError, match="ANTWOORDEN_ANDERE_SET"):
        score(whole.expected, Answers({"x": Given(Besluit.MATCH)}))


def test_a_maker_s_own_columns_and_words(whole: TestSet, tmp_path: Path) -> None:
    """Other columns, other words, an order of their own, a column too many and rows that are not there."""
    path, mapping = tmp_path / "export.csv", tmp_path / "woorden.toml"
    first, second, *_ = [e for e in whole.expected if e.cause.key == "naam_omgedraaid"]
    path.write_text(
        f"Code;Kleur;Nummer bij ons\nB7  wijkt AF;rood;{first.signaal_id}\nA1;groen;{second.signaal_id}\n",
        encoding="utf-8",
    )
    with pytest.raises(BrpMatchError, match="KOLOM_ONTBREEKT"):
        read_answers(path)
    mapping.write_text(
        '[antwoorden]\nsignaal_id = "Nummer bij ons"\nbesluit = "Code"\n'
        '[besluit]\n"a1" = "Oppakken"\n"b7 wijkt af" = "niet_oppakken"\n',
        encoding="utf-8",
    )
    answers = read_answers(path, load_terms(mapping))
    assert [one.besluit for one in answers.given.values()] == [Besluit.REJECT, Besluit.MATCH]
    result = score(whole.expected, answers)
    assert result.count(SetOutcome.NO_ANSWER) == result.signals - 2
    mapping.write_text('[antwoorden]\nbesluit = "Kolom"\n', encoding="utf-8")
    with pytest.raises(BrpMatchError, match="KOLOM_ONTBREEKT"):
        read_answers(path, load_terms(mapping))
    mapping.write_text(
        '[kolommen]\n[antwoorden]\nnaam = "x"\npersoon_id = 3\n[besluit]\n"a" = "misschien"\n',
        encoding="utf-8",
    )
    with pytest.raises(BrpMatchError) as error:
        load_terms(mapping)
    assert sorted(f.code for f in error.value.faults) == [
        "MAPPING_KOLOM", "MAPPING_ONBEKEND", "MAPPING_WAARDE", "MAPPING_WAARDE",
    ]  # fmt: skip


def test_answers_that_cannot_be_meant_so_are_refused(whole: TestSet, tmp_path: Path) -> None:
    """Every signal and no decision would count as all dropped; the decision under another usual name is found."""
    path = tmp_path / "antwoorden.csv"
    ids = [one.signaal_id for one in whole.expected]
    path.write_text(
        "signaal_id;kleur\n" + "".join(f"{one};rood\n" for one in ids), encoding="utf-8"
    )
    with pytest.raises(BrpMatchError, match="ANTWOORD_KOLOM"):
        score(whole.expected, read_answers(path))
    path.write_text(
        "Meldingsnummer;Resultaat\n" + "".join(f"{one};Opgepakt\n" for one in ids), encoding="utf-8"
    )
    assert score(whole.expected, read_answers(path)).count(SetOutcome.DROPPED) == 0
    others = Answers({one: Given(Besluit.MATCH, f"x{n}") for n, one in enumerate(ids)})
    with pytest.raises(BrpMatchError, match="ANTWOORD_PERSOON"):
        score(whole.expected, others)
