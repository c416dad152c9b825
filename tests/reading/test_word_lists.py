"""Word lists: read once, as plain values that cannot be changed."""

from __future__ import annotations

import pytest

from brp_match.reading import word_lists
from brp_match.reading.word_lists import Title


def test_titles_are_sorted_and_each_once() -> None:
    titles = word_lists.titles()
    assert Title("dhr", "titel", "overal") in titles
    assert [t.word for t in titles] == sorted(t.word for t in titles)
    assert len(set(titles)) == len(titles)


def test_groups_of_given_names() -> None:
    assert word_lists.name_groups()["aad"] == ("aad", "adriaan", "adriana", "adrianus", "arie")
    assert "hendrikus" in word_lists.name_groups()["henk"]
    assert word_lists.name_bases()["abdelkader"] == "abdulkadir"
    assert "h" in word_lists.daily_letters()["hendrikus"]


def test_shares_and_placeholders() -> None:
    assert word_lists.surname_shares()["jong"] == 0.0053
    assert word_lists.given_name_shares()["johannes"] == 0.018
    assert word_lists.placeholder_dates()[2000, 1, 1] == 0.02
    assert all(0 < share < 0.05 for share in word_lists.surname_shares().values())


def test_organisations() -> None:
    forms = {(form.form, form.kind) for form in word_lists.legal_forms()}
    assert ("bv", "rechtspersoon") in forms
    assert ("vof", "natuurlijk") in forms
    assert "aannemer" in word_lists.trade_words("los")
    assert "bakker" in word_lists.trade_words("zwak")


def test_lists_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        word_lists.name_groups()["henk"] = ()  # type: ignore[index]
