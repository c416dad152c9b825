"""The export: what is in the file, consent, code name, and refusing what does not fit the schema."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmark.federation_samples import make_cases, write_folder
from brp_match.benchmark.export.command import add_export, export, make_document, preview
from brp_match.benchmark.export.file import as_text, load_schema, read_export
from brp_match.benchmark.export.ledger import CODE_NAME, Ledger, new_ledger, read_ledger
from brp_match.benchmark.own_data.files import Checked
from brp_match.benchmark.own_data.own_signals import read_cases
from brp_match.benchmark.own_data.summary import Sample
from brp_match.errors import BrpMatchError


def arguments(tmp_path: Path, *more: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_export(parser)
    fixed = ["--from", str(tmp_path / "eigen"), "--out", str(tmp_path / "uit.json")]
    return parser.parse_args([*fixed, "--logboek", str(tmp_path / "l.json"), *more])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(make_cases(600, 3), tmp_path / "eigen")


@pytest.fixture
def document(folder: Path) -> dict[str, Any]:
    return make_document([folder], 10, "gemeente-a")


def whole(document: dict[str, Any]) -> dict[str, int]:
    counts: dict[str, int] = document["groepen"][0]["aantallen"]
    return counts


def test_counts_are_those_of_the_cases(document: dict[str, Any]) -> None:
    cases = make_cases(600, 3)
    counts = whole(document)
    assert document["groepen"][0]["soort"] == "alle"
    assert counts["signalen"] == 600
    assert counts["exact.uitval"] == sum(case.dropped for case in cases)
    assert counts["exact.onterecht"] == sum(case.checked is Checked.WRONGFUL for case in cases)
    # ours dropped nobody wrongly: nought is not told, a ceiling is
    assert "brp_match.onterecht" not in counts
    assert document["groepen"][0]["hoogstens"] == {"brp_match.onterecht": 19}
    kinds = [group["soort"] for group in document["groepen"]]
    assert {kind: kinds.count(kind) for kind in ("maand", "sector", "vlp", "familie", "oorzaak")} == {
        "maand": 3, "sector": 3, "vlp": 5, "familie": 4, "oorzaak": 1,
    }  # fmt: skip


def test_a_person_sent_ten_times_is_one_signal_and_one_who_is_probed_none(
    document: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    """Whatever comes of signals that do not count, the file is the same, its noise too."""
    first, *_ = cases = read_cases(folder)
    planted = [
        replace(first, signaal_id=f"X{n}", dropped=n % 2 == 0, reason="VERTROKKEN", counts=False)
        for n in range(10)
    ]
    again = write_folder([*cases, *planted], tmp_path / "meer")
    assert make_document([again], 10, "gemeente-a") == document
    noisy = make_document([folder], 10, "gemeente-a", key=b"k" * 32)
    assert make_document([again], 10, "gemeente-a", key=b"k" * 32) == noisy != document


def test_same_cases_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    turned = write_folder(make_cases(600, 3)[::-1], tmp_path / "andersom")
    assert as_text(make_document([folder], 10, "a")) == as_text(make_document([turned], 10, "a"))


def test_reviews_that_were_chosen_do_not_go_out(tmp_path: Path) -> None:
    cases = make_cases(600, 3, reviewed=0.5)
    chosen = make_document([write_folder(cases, tmp_path / "a", Sample.CHOSEN)], 10, "a")
    assert chosen["nagekeken"] == {"exact": "geen", "brp_match": "geen"}
    assert not any("onterecht" in m for g in chosen["groepen"] for m in g["aantallen"])


def test_nothing_is_written_without_consent(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as error:
        export(arguments(tmp_path))
    assert error.value.faults[0].code == "TOESTEMMING"
    assert not (tmp_path / "uit.json").exists()
    assert not (tmp_path / "l.json").exists()


def test_preview_comes_before_the_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(arguments(tmp_path, "--yes")) == 0
    lines = capsys.readouterr().out.splitlines()
    written = json.loads((tmp_path / "uit.json").read_text(encoding="utf-8"))
    assert CODE_NAME.fullmatch(written["gemeente"])
    assert lines[0] == f"Dit gaat naar buiten, onder de naam {written['gemeente']}:"
    assert lines[-1].startswith("Geschreven")
    shown = " ".join(lines)
    for group in written["groepen"]:
        for count in group["aantallen"].values():
            assert f" {count} " in shown
    assert preview(written) == lines[: len(preview(written))]


def test_code_name_stays_and_the_same_export_may_be_made_again(
    folder: Path, tmp_path: Path
) -> None:
    export(arguments(tmp_path, "--yes"))
    first = (tmp_path / "uit.json").read_bytes()
    export(arguments(tmp_path, "--yes"))
    assert (tmp_path / "uit.json").read_bytes() == first
    assert len(read_ledger(tmp_path / "l.json").sent) == 1
    with pytest.raises(BrpMatchError) as error:
        export(arguments(tmp_path, "--yes", "--naam", "Voorbeeldstad"))
    assert error.value.faults[0].code == "MAAND_AL_VERSTUURD"


def test_own_name_when_asked(folder: Path, tmp_path: Path) -> None:
    export(arguments(tmp_path, "--yes", "--naam", "Voorbeeldstad"))
    assert read_export(tmp_path / "uit.json").gemeente == "Voorbeeldstad"


def test_list_of_vlps_gives_national_names(folder: Path, tmp_path: Path) -> None:
    names = tmp_path / "vlps.toml"
    names.write_text('[vlp]\n"Stroom Noord" = "Stroom NL"\n', encoding="utf-8")
    export(arguments(tmp_path, "--yes", "--vlps", str(names)))
    groups = read_export(tmp_path / "uit.json").groups
    assert {g.name for g in groups if g.kind == "vlp"} == {"Stroom NL", "overige"}


def test_a_name_with_a_number_does_not_go_out(tmp_path: Path) -> None:
    from dataclasses import replace

    cases = [replace(case, vlp="Jansen 123456782") for case in make_cases(100, 1)]
    write_folder(cases, tmp_path / "eigen")
    with pytest.raises(BrpMatchError) as error:
        export(arguments(tmp_path, "--yes"))
    assert error.value.faults[0].code == "VLP_NAAM"
    assert "123456782" not in str(error.value)


def test_a_signal_in_two_folders_is_refused(folder: Path, tmp_path: Path) -> None:
    again = write_folder(make_cases(600, 3), tmp_path / "nog-eens")
    with pytest.raises(BrpMatchError) as error:
        make_document([folder, again], 10, "a")
    assert error.value.faults[0].code == "SIGNAAL_DUBBEL"


def test_too_few_signals(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as error:
        make_document([write_folder(make_cases(9, 1), tmp_path / "a")], 10, "a")
    assert error.value.faults[0].code == "TE_WEINIG"


def test_code_names_are_drawn() -> None:
    names = {new_ledger().code_name for _ in range(50)}
    assert len(names) > 45
    assert all(CODE_NAME.fullmatch(name) for name in names)


def test_the_key_of_the_noise_stays_and_never_goes_out(folder: Path, tmp_path: Path) -> None:
    export(arguments(tmp_path, "--yes"))
    key = read_ledger(tmp_path / "l.json").key
    assert len(key) == 32
    assert key.hex() not in (tmp_path / "uit.json").read_text(encoding="utf-8")
    assert key.hex() not in repr(read_ledger(tmp_path / "l.json"))
    export(arguments(tmp_path, "--yes"))
    assert read_ledger(tmp_path / "l.json").key == key
    values = json.loads((tmp_path / "l.json").read_text(encoding="utf-8"))
    del values["sleutel"]
    (tmp_path / "l.json").write_text(json.dumps(values), encoding="utf-8")
    assert read_ledger(tmp_path / "l.json").key != key
    (tmp_path / "l.json").write_text(json.dumps(values | {"sleutel": "aa"}), encoding="utf-8")
    with pytest.raises(BrpMatchError):
        read_ledger(tmp_path / "l.json")


def test_damaged_ledger_is_no_new_start(tmp_path: Path) -> None:
    (tmp_path / "l.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        read_ledger(tmp_path / "l.json")
    assert error.value.faults[0].code == "LOGBOEK_ONLEESBAAR"


def test_ledger_lets_other_months_through() -> None:
    ledger = Ledger("gemeente-abcd-abcd").with_sent(["2026-01"], "a")
    ledger.check(["2026-02"], "b")


def test_the_schema_is_a_schema() -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(load_schema())


SECRET = "Jansen 123456782 1990-01-31"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda d: d.update({SECRET: 1}), "EXPORT_VORM"),
        (lambda d: d["groepen"][1].update({"bsn": "123456782"}), "EXPORT_VORM"),
        (lambda d: d["groepen"][0]["aantallen"].update({SECRET: 12}), "EXPORT_VORM"),
        (lambda d: d["groepen"][0]["aantallen"].update({"signalen": -5}), "EXPORT_VORM"),
        (lambda d: d["groepen"][0]["aantallen"].update({"signalen": 1e400}), "EXPORT_VORM"),
        (lambda d: d["groepen"][0]["aantallen"].update({"signalen": True}), "EXPORT_VORM"),
        (lambda d: d.update({"schema": "brp-match-uitval/2"}), "EXPORT_VORM"),
        (lambda d: d["groepen"][1].update({"naam": SECRET}), "EXPORT_VORM"),
        (lambda d: d.update({"gemeente": "<script>alert(1)</script>"}), "EXPORT_NAAM"),
        (lambda d: d["groepen"][-1].update({"naam": "=HYPERLINK(1)"}), "EXPORT_NAAM"),
        (lambda d: d["groepen"][0]["aantallen"].update({"signalen": 9}), "EXPORT_TE_KLEIN"),
        (lambda d: d["groepen"][0]["aantallen"].update({"signalen": 601}), "EXPORT_SOM"),
        (lambda d: d["groepen"].append(d["groepen"][1]), "EXPORT_GROEP"),
        (lambda d: d["groepen"][0]["hoogstens"].update({"brp_match.onterecht": 12}), "EXPORT_GRENS"),
        (lambda d: d["groepen"][1]["aantallen"].update({"brp_match.match": 12}), "EXPORT_MAAT"),
        (lambda d: d["groepen"][1].update({"met_ruis": {"exact.uitval": 3}}), "EXPORT_RUIS"),
        (lambda d: d["groepen"][0].update({"met_ruis": {"exact.uitval": 3}}), "EXPORT_RUIS"),
        (lambda d: d["groepen"][0].update({"met_ruis": {"exact.match": 3}}), "EXPORT_VORM"),
    ],
)  # fmt: skip
def test_a_spoiled_file_is_refused(
    document: dict[str, Any], tmp_path: Path, spoil: Any, code: str
) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    read_export(path)
    spoil(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        read_export(path)
    assert error.value.faults[0].code == code
    assert not any(part in str(error.value) for part in ("123456782", "Jansen", "script", "1990"))


def test_all_faults_at_once(document: dict[str, Any], tmp_path: Path) -> None:
    document["extra"] = 1
    document["minimum"] = "tien"
    del document["controle"]
    path = tmp_path / "in.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        read_export(path)
    assert len(error.value.faults) == 3


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "{}", "[]", "null", "\udcff"])
def test_no_traceback_for_rubbish(tmp_path: Path, text: str) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BrpMatchError):
        read_export(path)
