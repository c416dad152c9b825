"""Every step reads only what was made before it, and makes what it says; the pages tell it as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.cli import main
from brp_match.content import load_comparators
from brp_match.ingest.columns import RESIDENTS, SIGNALS
from brp_match.link_steps import LINK_STEPS, STAGES
from brp_match.pipeline import LinkRequest
from brp_match.prepare import prepare
from brp_match.steps import Beside, Step, in_order, known
from brp_match.steps_page import TABLES, with_steps
from traced import Watched, watch

TABLES_PAGE = Path(__file__).resolve().parents[1] / "docs" / "tables.md"
COLUMNS_TOO = {"redenen", "levering"}
"""Tables whose name is that of a column or a word as well: a statement that names it need not read it."""


SELDOM = {
    # a date that a source writes too often is held against who lives at the addresses
    "placeholders": {"std_inwoners", "std_verblijf"},
    # of names that have a daily form, and of given names of which initials alone agree
    "compare": {"tel_groep", "tel_letter"},
    # of a delivery in which nobody has secrecy everybody sees the same
    "cases": {"besluiten_open"},
    "write decisions": {"besluiten_open", "bronnen_open", "zaak_signalen_open"},
}
"""Step → tables that it reads only where there is something to do."""


def _write(path: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    lines = [";".join(columns)] + [";".join(row.get(c, "") for c in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def request_of(tmp_path_factory: pytest.TempPathFactory) -> LinkRequest:
    folder = tmp_path_factory.mktemp("stappen")
    home = {"straat": "Kerkstraat", "huisnummer": "1", "postcode": "1234AB", "woonplaats": "Proef"}
    residents = [
        {"persoon_id": f"100000000{n}", "voornamen": given, "geslachtsnaam": "Proef", "geboortedatum": f"198{n}0314",
         "gemeente": "9001", "geheim": "0", **home}
        for n, given in enumerate(("Anna", "Bart", "Elena"))
    ]  # fmt: skip
    signal = {
        "signaal_id": "S1", "vlp": "Bron", "sector": "Energie", "signaaldatum": "2026-11-02", "voornamen": "Bart",
        "achternaam": "Proef", "geboortedatum": "1981-03-14", "straatnaam": "Kerkstraat", "huisnummer": "1",
        "postcode": "1234AB",
    }  # fmt: skip
    return LinkRequest(
        signals=(_write(folder / "signalen.csv", SIGNALS, signal),),
        residents=_write(folder / "inwoners.csv", RESIDENTS, *residents),
        out=folder / "uit",
    )


@pytest.fixture(scope="module")
def watched(request_of: LinkRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Watched]:
    return watch(request_of, tmp_path_factory.mktemp("uit"))


def test_a_step_reads_only_what_was_made_before_it() -> None:
    made: set[str] = set()
    for step in LINK_STEPS:
        assert set(step.reads) <= made, step.name
        made |= set(step.makes)


def test_a_step_makes_what_it_says(watched: list[Watched]) -> None:
    assert [one.step.name for one in watched] == [step.name for step in LINK_STEPS]
    for one in watched:
        assert one.made == set(one.step.makes), one.step.name


def test_a_step_reads_what_it_says(watched: list[Watched]) -> None:
    for one in watched:
        reads = set(one.step.reads) - SELDOM.get(one.step.name, set())
        assert one.read - COLUMNS_TOO == reads - COLUMNS_TOO, one.step.name


def test_with_a_prepared_register_nothing_else_is_read(
    request_of: LinkRequest, tmp_path: Path
) -> None:
    assert request_of.residents is not None
    prepare(request_of.residents, tmp_path / "register.duckdb")
    request = LinkRequest(
        signals=request_of.signals, register=tmp_path / "register.duckdb", out=tmp_path / "uit"
    )
    of_register = {name for step in LINK_STEPS if step.name == "register" for name in step.makes}
    # made by `prepare` too, under the same name
    of_register |= {"std_sleutels", "bronnen", "quarantaine"}
    attached, *others = watch(request, tmp_path)
    assert attached.made >= {"std_inwoners", "std_sleutels", "tel_adres"}
    for one in others:
        assert one.made <= set(one.step.makes), one.step.name
        assert one.read - COLUMNS_TOO <= set(one.step.reads) | of_register, one.step.name


def test_every_table_is_explained_and_made_by_one_step() -> None:
    made = [name for step in LINK_STEPS for name in step.makes]
    assert len(made) == len(set(made))
    assert set(TABLES) == set(made)


def test_the_page_in_docs_tells_the_steps_as_they_are() -> None:
    page = TABLES_PAGE.read_text(encoding="utf-8")
    assert with_steps(page) == page
    assert (
        "| weigh | Splink weighs every pair: log2(m / u) by comparator. | `vergelijkingen` | `gewichten` |"
        in page
    )


def test_the_command_prints_every_step_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["steps"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[4:].split(":")[0] for line in lines if line[:2].strip()] == [
        step.name for step in LINK_STEPS
    ]
    assert "      makes  gewichten" in lines


def test_lanes_are_told_one_after_the_other() -> None:
    one, two, three = (Step(name, "", (), (), lambda _con, _run: None) for name in "abc")
    assert in_order([one, Beside(((two,), (Beside(((three,),)),)))]) == [one, two, three]
    assert STAGES[0].name == "lezen en voorbereiden"


def test_what_no_step_made_is_a_fault_of_ours() -> None:
    assert known(load_comparators)() is not None
    with pytest.raises(RuntimeError, match="no step before it"):
        known(None)
