"""Many municipalities in one command: each as if it were alone, whole or not at all, and nothing lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brp_match.country.run import CountryRequest, CountryResult, link_country
from brp_match.country.split import split
from brp_match.country.summary import SUMMARY_FILES
from brp_match.country.work import MunicipalityOutcome, decide, done_before
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.part import Part
from brp_match.link.chunks import chunk_to_send, compare_rows, compared_chunk
from brp_match.pipeline import LinkRequest, chunks_to_compare, link
from brp_match.prepare import Progress
from country.land import asked, contents, make_land


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_land(tmp_path_factory.mktemp("land"))


@pytest.fixture(scope="module")
def decided(land: Path, tmp_path_factory: pytest.TempPathFactory) -> CountryResult:
    out = tmp_path_factory.mktemp("besloten") / "uit"
    return link_country(CountryRequest(asked(land, out), ("9103,9102",), workers=2))


def test_pairs_compared_elsewhere_give_the_same_bytes(
    decided: CountryResult, land: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a cluster does with a large municipality, without a cluster; a chunk that got lost is compared here."""
    monkeypatch.setattr("brp_match.link.chunks.CHUNK_PAIRS", 40)
    room = tmp_path / "kamer"
    room.mkdir()
    whole = asked(land, tmp_path / "heel")
    split(whole, ("9103,9102",), room)
    part = Part(("9101",), room)
    request = replace(whole, part=part, residents=None, previous_addresses=None, addresses=None)
    sent = [chunk_to_send(one) for one in chunks_to_compare(request)]
    assert len(sent) > 3
    compared = [compared_chunk(one) for one in sent]
    here: list[int] = []
    monkeypatch.setattr(
        "brp_match.link.chunks.compare_rows", lambda rows: here.append(1) or compare_rows(rows)
    )
    for name, found in (("alle", compared), ("niet alle", [*compared[:2], *compared[3:]])):
        file = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({"nummer": range(len(found)), "inhoud": found}), file)
        out = tmp_path / name
        assert not decide(replace(request, part=replace(part, compared=file), out=out)).faults
        assert contents(out) == contents(decided.out / "9101"), name
        assert len(here) == (0 if name == "alle" else len(sent) - 2)


class Nothing:
    """Decides nothing: remembers which parts were asked."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def __call__(
        self, requests: Sequence[LinkRequest], progress: Progress
    ) -> Iterator[MunicipalityOutcome]:
        for one in requests:
            assert one.part is not None
            self.parts.append(one.part.key)
            fault = Fault("GEEN_BRUIKBARE_RIJEN", one.part.key, "niets")
            yield MunicipalityOutcome(one.part.key, one.part.codes, faults=(fault,))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_part_has_its_folder_and_nothing_is_lost(decided: CountryResult, land: Path) -> None:
    assert [one.key for one in decided.outcomes] == ["9101", "9102-9103"]
    summary = json.loads((decided.out / "samenvatting.json").read_text(encoding="utf-8"))
    sent = rows(land / "signalen.csv")
    assert summary["afstemming"]["klopt"]
    assert summary["afstemming"]["rijen_in"] == len(sent)
    for one, codes in zip(decided.outcomes, ({"9101"}, {"9102", "9103"}), strict=True):
        ids = {row["signaal_id"] for row in rows(decided.out / one.key / "decisions.csv")}
        assert {row["signaal_id"] for row in sent if row["gemeente"] in codes} <= ids
        assert one.signals == len(ids)
    assert sum(one.signals for one in decided.outcomes) + decided.split.aside == len(sent)
    assert sorted(p.name for p in decided.out.iterdir()) == [
        "9101", "9102-9103", "quarantine.csv", "samenvatting.csv", "samenvatting.json",
    ]  # fmt: skip


def test_a_part_is_decided_as_if_it_were_alone(
    decided: CountryResult, land: Path, tmp_path: Path
) -> None:
    """The files of one municipality made by hand: who is registered there, and who left an address there."""
    residents, former = rows(land / "inwoners.csv"), rows(land / "vorige_adressen.csv")
    homes = {row["postcode"] for row in residents if row["gemeente"] == "9101"} - {""}
    left = {row["persoon_id"] for row in former if row["postcode"] in homes}
    own = [row for row in residents if row["gemeente"] == "9101" or row["persoon_id"] in left]
    people = {row["persoon_id"] for row in own}
    files = {
        "signalen": [row for row in rows(land / "signalen.csv") if row["gemeente"] == "9101"],
        "inwoners": own,
        "vorige_adressen": [row for row in former if row["persoon_id"] in people],
        "adressen": [row for row in rows(land / "adressen.csv") if row["woonplaats"] == "Voorbeeldstad 1"],
    }  # fmt: skip
    for name, held in files.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            written = csv.DictWriter(stream, list(held[0]), delimiter=";")
            written.writeheader()
            written.writerows(held)
    alone = link(replace(asked(tmp_path, tmp_path / "uit"), gemeente="9101"))
    for name in ("decisions.csv", "zaken.csv", "oppaklijst.csv"):
        assert (alone.out / name).read_bytes() == (decided.out / "9101" / name).read_bytes()


def test_what_stands_there_is_not_done_twice(decided: CountryResult, land: Path) -> None:
    request = asked(land, decided.out)
    whole = contents(decided.out)
    nothing = Nothing()
    again = link_country(CountryRequest(request, ("9102,9103",)), decide_all=nothing)
    assert nothing.parts == []
    assert [one.again for one in again.outcomes] == [True, True]
    assert contents(decided.out) == whole


def test_a_part_that_was_not_finished_is_done_again_with_the_same_bytes(
    decided: CountryResult, land: Path
) -> None:
    """In workers before, in this process now."""
    whole = contents(decided.out)
    (decided.out / "9102-9103" / "run.json").unlink()
    done = link_country(CountryRequest(asked(land, decided.out), ("9102,9103",)))
    assert [one.again for one in done.outcomes] == [True, False]
    assert contents(decided.out) == whole


def test_of_other_settings_everything_is_done_again(decided: CountryResult, land: Path) -> None:
    summary = {name: (decided.out / name).read_bytes() for name in SUMMARY_FILES}
    nothing = Nothing()
    request = replace(asked(land, decided.out), secrecy=True)
    link_country(CountryRequest(request, ("9102,9103",)), decide_all=nothing)
    assert sorted(nothing.parts) == ["9101", "9102-9103"]
    for name, content in summary.items():
        (decided.out / name).write_bytes(content)


def test_one_part_that_fails_stops_no_other(land: Path, tmp_path: Path) -> None:
    # what a killed run left of residents' data goes first
    left = tmp_path / "uit" / ".bezig-999999999"
    left.mkdir(parents=True)
    (left / "raw_inwoners.parquet").touch()
    found = link_country(CountryRequest(asked(land, tmp_path / "uit")), decide_all=Nothing())
    assert [fault.where for fault in found.faults] == ["9101", "9102", "9103"]
    summary = json.loads((found.out / "samenvatting.json").read_text(encoding="utf-8"))
    assert summary["niet_gelukt"]["9102"] == ["GEEN_BRUIKBARE_RIJEN"]
    assert summary["afstemming"]["klopt"]
    assert summary["afstemming"]["niet_besloten"] == 60 - found.split.aside
    assert sorted(p.name for p in found.out.iterdir()) == sorted(SUMMARY_FILES)


def test_a_part_that_cannot_be_decided_tells_no_value(tmp_path: Path) -> None:
    part = Part(("9101",), tmp_path / "weg")
    found = decide(LinkRequest(signals=(), out=tmp_path / "uit", part=part))
    assert [fault.code for fault in found.faults] == ["ONZE_FOUT"]
    assert str(tmp_path) not in str(found.faults[0])
    assert not (tmp_path / "uit").exists()
    assert done_before(tmp_path / "uit", part) is None


def test_options_of_one_municipality_are_refused(land: Path, tmp_path: Path) -> None:
    request = replace(asked(land, tmp_path / "uit"), gemeente="9101", shv=land / "adressen.csv")
    with pytest.raises(BrpMatchError) as caught:
        link_country(CountryRequest(request))
    assert [(f.code, f.where) for f in caught.value.faults] == [
        ("OPTIE_PER_GEMEENTE", "--gemeente"), ("OPTIE_PER_GEMEENTE", "--shv"),
    ]  # fmt: skip
    with pytest.raises(BrpMatchError) as caught:
        link_country(CountryRequest(asked(land, tmp_path / "uit"), ("9101,9102", "9102,0001")))
    assert [(f.code, f.where[-4:]) for f in caught.value.faults] == [
        ("GEMEENTE_ONBEKEND", "0001"), ("GEMEENTE_DUBBEL", "9102"),
    ]  # fmt: skip
    assert not (tmp_path / "uit").exists()
