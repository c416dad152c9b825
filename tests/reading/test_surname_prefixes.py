"""Surname prefixes: whole, and cut short in any way."""

from __future__ import annotations

import pytest

from brp_match.reading.names import read_name
from brp_match.reading.surname_prefixes import prefixes, same_prefix
from brp_match.reading.word_lists import given_name_shares, rows, surname_shares


def test_prefixes_are_words_and_what_is_short_for_more_of_them() -> None:
    assert {"van", "der", "den", "t", "s", "el", "de", "vd", "vdr", "vnd", "vder"} <= prefixes()
    assert prefixes().isdisjoint({"jansen", "ad", "ot", "dr", "od"})


def test_what_is_cut_short_is_no_name() -> None:
    whole = {word for row in rows("voorvoegsels") for word in row["voorvoegsel"].lower().split()}
    names = surname_shares().keys() | given_name_shares().keys()
    names |= {row["roepnaam"] for row in rows("roepnamen")}
    names |= {row["variant"] for row in rows("naamvarianten")}
    assert (prefixes() - whole).isdisjoint(names)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("vd", "vander", True), ("vd", "vanden", True), ("vd", "vande", True), ("vd", "van", False),
        ("vdr", "vander", True), ("vdr", "vanden", False), ("vdn", "vanden", True), ("vder", "vander", True),
        ("vand", "vander", True), ("vande", "vander", False), ("vander", "vanden", False), ("vdr", "vdn", False),
        ("vt", "vanhet", True), ("vant", "vanhet", True), ("t", "het", True), ("ad", "aande", True),
        ("od", "opden", True), ("v", "van", True), ("v", "vander", False), ("", "", True), ("", "van", False),
        ("ten", "ter", False), ("mac", "mac", True), ("mac", "van", False),
    ],
)  # fmt: skip
def test_the_same_prefix(one: str, other: str, same: bool) -> None:
    assert same_prefix(one, other) is same
    assert same_prefix(other, one) is same


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("J. vdr Berg", "vdr"), ("Berg vdr", "vdr"), ("J. v/dr Berg", "vdr"), ("BERG VDR J", "vdr"),
        ("J. v.der Berg", "vder"), ("J. v/d Berg", "vd"), ("K. a/d Wiel", "aand"), ("Wiel o/d K.", "opd"), ("vdrBerg", "vdr"),
    ],
)  # fmt: skip
def test_a_prefix_cut_short_is_read(name: str, prefix: str) -> None:
    assert prefix in {reading.prefix for reading in read_name(volledige_naam=name)}


def test_a_slash_between_initials_is_no_prefix() -> None:
    assert {reading.prefix for reading in read_name(volledige_naam="A/D Jansen")} == {""}


def test_initials_may_be_a_prefix_and_count_only_where_it_fits() -> None:
    found = [(one.initials, one.prefix, one.glued) for one in read_name(volledige_naam="V.D. Berg")]
    assert found == [(("v", "d"), "", False), ((), "vd", True)]


def test_a_prefix_behind_the_surname_is_none_as_it_should_stand() -> None:
    (reading,) = read_name(voorletters="J", achternaam="Berg van den")
    assert (reading.surname, reading.prefix) == (("berg",), "")
