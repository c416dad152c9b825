"""What an export withheld cannot be rebuilt: from totals, from two months, from two exports."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmark.attacker import Attack, key, truth
from benchmark.federation_samples import make_cases, write_folder
from brp_match.benchmark.export import suppression as export_suppression
from brp_match.benchmark.export.cells import delivered, floors, make_cells
from brp_match.benchmark.export.command import make_document
from brp_match.benchmark.export.file import as_document, as_text, content_faults, schema_faults
from brp_match.benchmark.export.groups import prepared, reviewed_kinds
from brp_match.benchmark.export.keys import Reviewed, group_measures
from brp_match.benchmark.export.ledger import Ledger
from brp_match.benchmark.export.suppression import hidden_counts
from brp_match.benchmark.own_data.own_signals import OwnSignal
from brp_match.benchmark.own_data.summary import Sample
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit


def exported(cases: list[OwnSignal], minimum: int) -> tuple[dict[str, Any], list[OwnSignal]]:
    rows = prepared(cases, minimum)
    cells = make_cells(rows, reviewed_kinds(rows, Sample.RANDOM))
    hidden = hidden_counts(
        cells.table, cells.slack, minimum, floors(cells, minimum), delivered(cells), cells.unshown
    )
    return as_document(cells, hidden, "gemeente-a", minimum, "exact"), rows


def small_hidden(document: dict[str, Any], rows: list[OwnSignal]) -> list[tuple[str, int]]:
    """Every withheld count under the minimum, with what it really is."""
    found = []
    for entry in document["groepen"]:
        reviewed = {m: Reviewed(kind) for m, kind in document["nagekeken"].items()}
        for measure in group_measures(reviewed, entry["soort"]):
            count = truth(rows, entry, measure)
            shown = entry["aantallen"].get(measure)
            assert shown in (None, count)
            if shown is None and count < document["minimum"]:
                found.append((key(entry, measure), count))
    return found


OWN = ("signalen", "brp_match.uitval", "brp_match.beoordeling", "brp_match.match")
"""What a deliverer knows of itself: what it sent, and from the cards of all months together what ours made of it."""


def anothers(name: str, knows: dict[str, int]) -> bool:
    """Tell whether a count is about others than the deliverer who knows these, and not its sector's alone either."""
    group = name.partition("|")[0]
    own = next(iter(knows)).partition("|")[0]
    return group != own and group.split("/")[0] == "vlp"


def rebuilt(document: dict[str, Any], rows: list[OwnSignal], most: int = 14) -> list[str]:
    """Small counts that the attack narrows down to less than the minimum: by any reader, and by a
    deliverer (another for every count) who lays its own scorecards beside the export.
    """
    minimum, chance = document["minimum"], Random(1)
    vlps = [
        {key(entry, measure): truth(rows, entry, measure) for measure in OWN}
        for entry in document["groepen"]
        if entry["soort"] == "vlp" and entry["naam"] != "overige"
    ]
    anybody = Attack(document)
    targets = small_hidden(document, rows)
    if len(targets) > most:
        targets = chance.sample(targets, most)
    found = []
    for name, count in targets:
        readers = [anybody]
        if vlps:
            knows = chance.choice(vlps)
            sent = {k: n for k, n in knows.items() if k.endswith("|signalen")}
            readers.append(Attack(document, knows if anothers(name, knows) else sent))
        for reader in readers:
            low, high = reader.range(name)
            assert low <= count <= high
            if high - low < minimum:
                found.append(name)
    return found


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    number=st.integers(30, 250),
    seed=st.integers(0, 10_000),
    drop=st.floats(0.05, 0.9),
    wrongful=st.floats(0.0, 1.0),
    reviewed=st.sampled_from([0.0, 0.4, 1.0]),
    minimum=st.integers(3, 10),
)
def test_no_small_count_can_be_rebuilt_from_totals(
    number: int, seed: int, drop: float, wrongful: float, reviewed: float, minimum: int
) -> None:
    cases = make_cases(number, seed, drop=drop, wrongful=wrongful, reviewed=reviewed)
    document, rows = exported(cases, minimum)
    assert not schema_faults(document, "x")
    assert not content_faults(document, "x")
    assert rebuilt(document, rows) == []


def test_the_attack_finds_what_plain_hiding_gives_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        export_suppression._Programme,
        "moved_with",
        lambda self, name, hidden, minimum, known=(): set(),
    )
    cases = make_cases(200, 5, drop=0.3, wrongful=0.3)
    assert rebuilt(*exported(cases, 10), most=60)


def test_every_count_in_the_file_is_at_least_the_minimum() -> None:
    document, rows = exported(make_cases(600, 3), 10)
    shown = [n for entry in document["groepen"] for n in entry["aantallen"].values()]
    assert len(shown) > 40
    assert min(shown) >= 10
    assert small_hidden(document, rows)


def test_a_ceiling_that_is_not_told_tells_something_too() -> None:
    """A hidden wrongful count without a ceiling is above it: a neighbour may not lean on less."""
    cases = make_cases(150, 4, drop=0.5, wrongful=0.4, reviewed=1.0)
    assert rebuilt(*exported(cases, 5), most=200) == []


def test_a_deliverer_cannot_take_its_own_signals_off_the_total_of_its_sector() -> None:
    """Two in a sector, one too small to be named: the other knows what it sent itself."""
    sizes = (("Groot", "Water", 60), ("Klein", "Water", 4), ("Wonen", "Huur", 80))
    cases = [
        OwnSignal(
            f"{vlp}{i}", vlp, sector, "2026-01", i % 3 == 0,
            Besluit.REJECT if i % 3 == 0 else Besluit.MATCH, "VERTROKKEN", None,
        )
        for vlp, sector, size in sizes
        for i in range(size)
    ]  # fmt: skip
    document, rows = exported(cases, 10)
    small = key({"soort": "vlp", "sector": "Water", "naam": "overige"}, "signalen")
    assert (small, 4) in small_hidden(document, rows)
    for vlp, sector, size in sizes:
        own = key({"soort": "vlp", "sector": sector, "naam": vlp}, "signalen")
        low, high = Attack(document, {own: size} if size >= 10 else {}).range(small)
        assert high - low >= 10


def test_a_card_beside_the_export_tells_nothing_of_the_other_in_its_sector() -> None:
    """Two in a sector: ours dropped 40 of one and 4 of the other. The first knows its own from its card."""
    sizes = (("Groot", "Water", 120, 3), ("Ander", "Water", 60, 15), ("Wonen", "Huur", 90, 3))
    cases = [
        OwnSignal(
            f"{vlp}{i}", vlp, sector, "2026-01", i % each == 0,
            Besluit.REJECT if i % each == 0 else Besluit.MATCH, "VERTROKKEN", None,
        )
        for vlp, sector, size, each in sizes
        for i in range(size)
    ]  # fmt: skip
    document, rows = exported(cases, 10)
    big, small = ({"soort": "vlp", "sector": "Water", "naam": name} for name in ("Groot", "Ander"))
    assert truth(rows, small, "brp_match.uitval") == 4
    card = {key(big, measure): truth(rows, big, measure) for measure in OWN}
    low, high = Attack(document, card).range(key(small, "brp_match.uitval"))
    assert low <= 4 <= high
    assert high - low >= 10
    # and with the total of the sector told, as it was before deliverers were counted, it would have been plain
    sector = key({"soort": "sector", "naam": "Water"}, "brp_match.uitval")
    assert Attack(document, {**card, sector: 44}).range(key(small, "brp_match.uitval")) == (4, 4)


def test_one_small_vlp_beside_one_large() -> None:
    """The oldest attack: total of the sector less the only other VLP."""
    cases = [
        OwnSignal(
            f"S{i}", "Groot" if i < 190 else "Klein", "Water", "2026-01", i % 4 == 0,
            Besluit.REJECT if i % 4 == 0 else Besluit.MATCH, "VERTROKKEN", None,
        )
        for i in range(200)
    ]  # fmt: skip
    document, rows = exported(cases, 10)
    assert rebuilt(document, rows, most=60) == []


def test_two_exports_that_share_a_month_are_refused(tmp_path: Path) -> None:
    january = make_cases(150, 1, months=("2026-01",))
    both = [*january, *make_cases(160, 2, months=("2026-02",))]
    first = make_document([write_folder(january, tmp_path / "a")], 10, "g")
    second = make_document([write_folder(both, tmp_path / "b")], 10, "g")
    ledger = Ledger("gemeente-abcd-abcd").with_sent(["2026-01"], as_text(first))
    with pytest.raises(BrpMatchError) as error:
        ledger.check(["2026-01", "2026-02"], as_text(second))
    assert error.value.faults[0].code == "MAAND_AL_VERSTUURD"
    ledger.check(["2026-01"], as_text(first))
    ledger.check(["2026-02"], as_text(second))


def test_subtracting_two_exports_would_have_worked(tmp_path: Path) -> None:
    """Why the ledger is there: the months together less the first month bare the second."""
    january = make_cases(400, 1, months=("2026-01",))
    late = make_cases(8, 2, months=("2026-01",))
    first, _ = exported(january, 10)
    second, _ = exported([*january, *late], 10)
    difference = (
        second["groepen"][0]["aantallen"]["signalen"] - first["groepen"][0]["aantallen"]["signalen"]
    )
    assert difference == 8 < 10
    ledger = Ledger("gemeente-abcd-abcd").with_sent(["2026-01"], as_text(first))
    with pytest.raises(BrpMatchError):
        ledger.check(["2026-01"], as_text(second))


def test_two_months_of_one_vlp_apart_say_nothing_of_each_other() -> None:
    """Months sent apart share no signal: joined, the attack knows no more than of each alone."""
    for seed, month in ((1, "2026-01"), (2, "2026-02")):
        document, rows = exported(make_cases(120, seed, months=(month,)), 10)
        assert rebuilt(document, rows, most=25) == []


def test_two_months_in_one_export_against_their_total() -> None:
    cases = [
        *make_cases(300, 1, months=("2026-01",)),
        *make_cases(25, 2, months=("2026-02",)),
    ]
    document, rows = exported(cases, 10)
    assert rebuilt(document, rows, most=40) == []
