"""Names whose columns were sorted or pasted without the rest, in a whole file or a stretch of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.delivery.test_alignment import town

from brp_match.delivery.alignment import Evidence, There, evidence_of
from brp_match.delivery.findings import DeliveredRow, Kind, Values
from brp_match.delivery.known import KnownWords
from brp_match.delivery.names_apart import given_apart, names_apart
from brp_match.delivery.profile import Profile, profile
from brp_match.delivery.unreadable import Field
from brp_match.ingest.columns import SIGNALS


def sorted_apart(rows: list[Values], first: int, end: int) -> list[Values]:
    """Sort the surnames of a stretch without what stands beside them."""
    names = sorted(row["achternaam"] or "" for row in rows[first:end])
    stretch = [
        {**row, "achternaam": name} for row, name in zip(rows[first:end], names, strict=True)
    ]
    return [*rows[:first], *stretch, *rows[end:]]


@pytest.mark.parametrize(("first", "end"), [(0, 200), (60, 120), (0, 40), (150, 200)])
def test_a_stretch_of_names_that_are_of_other_rows_is_found(first: int, end: int) -> None:
    rows, residents = town(200)
    found = names_apart(evidence_of(sorted_apart(rows, first, end), residents))
    moved = {p for p, row in enumerate(sorted_apart(rows, first, end)) if row != rows[p]}
    # at its ends, where nobody was born on the dates of the rows, a stretch is not sharp
    assert len(moved - {*found}) <= 3
    assert all(first - 6 <= place < end + 6 for place in found)


def test_names_that_a_program_spoiled_are_unreadable_for_a_deliverer_of_some_dozens_of_rows() -> (
    None
):
    rows, residents = town(40)
    bare = [row | {"geboortedatum": "", "achternaam": f"{row['achternaam']}"[::-1]} for row in rows]
    assert len(names_apart(evidence_of(bare, residents))) >= 38
    few = bare[:12]
    assert names_apart(evidence_of(few, residents)) == []


def test_a_stretch_without_birth_dates_is_found_where_the_others_agree() -> None:
    rows, residents = town(200)
    bare = [row | {"geboortedatum": ""} for row in rows]
    assert names_apart(evidence_of(bare, residents)) == []
    found = names_apart(evidence_of(sorted_apart(bare, 60, 120), residents))
    assert len(found) > 45
    assert all(56 <= place < 124 for place in found)
    # who has a birth date may live elsewhere: a deliverer's customers stand together
    others = [row | {"achternaam": f"Elders{n}"} if 60 <= n < 85 else row for n, row in enumerate(rows)]  # fmt: skip
    strange = [row | {"geboortedatum": "1931-12-31"} if 60 <= n < 85 else row for n, row in enumerate(others)]  # fmt: skip
    assert names_apart(evidence_of(strange, residents)) == []


def test_names_that_stand_well_are_left() -> None:
    rows, residents = town(300)
    assert names_apart(evidence_of(rows, residents)) == []
    assert given_apart(evidence_of(rows, residents)) == []
    assert names_apart([]) == []
    # one in four of a deliverer's customers lives where it says
    few = [one if n % 4 else replace(one, names_there=one.names) for n, one in enumerate(strangers(400))]  # fmt: skip
    assert names_apart(few) == []


def strangers(count: int) -> list[Evidence]:
    """Rows about people whom the register does not know where they say that they live."""
    return [
        Evidence(frozenset((f"naam{n}",)), "", frozenset(("iemandanders",)), frozenset())
        for n in range(count)
    ]


@pytest.mark.parametrize("write", [lambda n: n[:6], lambda n: f"{n}jm"])
def test_names_cut_off_or_written_in_one_are_their_own(write) -> None:
    rows, residents = town(200)
    odd = [{**row, "achternaam": write(row["achternaam"] or "")} for row in rows]
    assert names_apart(evidence_of(odd, residents)) == []


def profiled(
    rows: list[Values],
    residents: dict[tuple[str, int], There],
    deliverers: int = 1,
    streets: Sequence[str] = (),
) -> Profile:
    """What is found in one file of so many deliverers, a row each in turn."""
    delivered = [
        DeliveredRow(0, n + 2, f"VLP {n % deliverers}", dict.fromkeys(SIGNALS) | row | {"signaal_id": f"S{n}"})
        for n, row in enumerate(rows)
    ]  # fmt: skip

    def there(asked: frozenset[tuple[str, int]]) -> dict[tuple[str, int], There]:
        return {key: residents[key] for key in asked}

    known = KnownWords(streets=frozenset(streets))
    return profile(delivered, {}, known, date(2026, 11, 2), {}, there)


def test_a_file_of_several_deliverers_tells_it_where_each_has_too_few_rows() -> None:
    rows, residents = town(60)
    found = profiled(sorted_apart(rows, 0, 60), residents, deliverers=12)
    unread = {one for one, marks in found.marks.items() if Field.NAAM in marks.unreadable}
    assert len(unread) >= 50
    told = [f for g in found.groups for f in g.findings if f.kind is Kind.ONLEESBAAR]
    # who lives where is not for the deliverer to hear
    assert told
    assert not any(finding.own for finding in told)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(
    "write",
    [lambda n, row: ("man", "vrouw")[n % 2], lambda n, row: row["straatnaam"], lambda n, row: "Verzonnenstad"],
)  # fmt: skip
def test_what_is_no_given_name_is_taken_out_and_initials_stay(write, dated: bool) -> None:
    rows, residents = town(60)
    for row in rows:
        row |= {"voorletters": f"{row['voornamen']}"[:1], "geboortedatum": row["geboortedatum"] if dated else ""}  # fmt: skip
    odd = [row | {"voornamen": write(n, row)} for n, row in enumerate(rows)]
    found = profiled(odd, residents)
    kept = {key[1] - 2: mend for key, mend in found.mends.items()}
    assert len(kept) > 50
    assert {tuple(mend.items()) for mend in kept.values()} == {(("voornamen", None),)}
    told = [(f.kind, f.column, f.own) for g in found.groups for f in g.findings if f.rows > 40]
    assert told == [(Kind.STANDAARDWAARDE, "voornamen", False)]
    assert profiled(rows, residents).mends == {}


def test_a_row_keeps_the_only_name_it_has() -> None:
    rows, residents = town(60)
    odd = [row | {"voornamen": ("man", "vrouw")[n % 2]} for n, row in enumerate(rows)]
    odd[7] |= {"achternaam": ""}
    mends = profiled(odd, residents).mends
    assert len(mends) > 50
    assert (0, 9) not in mends


def test_given_names_of_other_rows_go_with_their_initials() -> None:
    rows, residents = town(60)
    names = sorted(str(row["voornamen"]) for row in rows)
    odd = [row | {"voornamen": name, "voorletters": name[:1]} for row, name in zip(rows, names, strict=True)]  # fmt: skip
    mends = profiled(odd, residents).mends.values()
    assert len(mends) > 40
    assert {tuple(mend.items()) for mend in mends} == {(("voornamen", None), ("voorletters", None))}


def test_most_people_may_be_called_otherwise_than_they_are_registered() -> None:
    rows, residents = town(200)
    odd = [row | {"voornamen": "Roepnaam" if n % 2 else row["voornamen"]} for n, row in enumerate(rows)]  # fmt: skip
    assert given_apart(evidence_of(odd, residents)) == []


def test_a_company_in_another_column_makes_nobody_a_legal_person() -> None:
    rows, residents = town(40)
    rows[5] |= {"achternaam": "Lindenlaan"}
    company = "Jansen B.V."
    odd = [row | {"straatnaam": company, "plaatsnaam": "Verzonnenstad"} for row in rows]
    found = profiled(odd, residents, streets=["lindenlaan"])
    assert found.mends[0, 7]["achternaam"] == company
    assert found.marks["S5"].unreadable == (Field.NAAM,)


def test_an_address_of_many_tells_nothing_of_names_or_dates() -> None:
    """The address of an office, or the same one filled in everywhere, of one or of many deliverers."""
    rows, residents = town(60)
    home = {key: rows[0][key] for key in ("straatnaam", "huisnummer", "postcode")}
    same = [row | home | {"geboortedatum": f"{row['geboortedatum']}".replace("-", "")} for row in rows]  # fmt: skip
    for deliverers in (1, 60):
        found = profiled(same, residents, deliverers=deliverers)
        assert found.mends == {}
        assert not any(marks.unreadable for marks in found.marks.values())
