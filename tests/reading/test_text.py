"""Folded text and typing distance."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import fold, is_near, typing_distance
from brp_match.reading.letters import LETTER, letter_or
from brp_match.reading.text import distinct, first_letters, glue, is_near_one, without, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("MÜLLER", "muller"), ("Yıldız", "yildiz"), ("Łukasz", "lukasz"), ("Đorđe", "dorde"), ("Æbeltoft", "aebeltoft"),
        ("Straße", "strasse"), ("Þór", "thor"), ("Gaël", "gael"), ("MÃ¼ller", "muller"), ("JosÃ©", "jose"),
        ("d'Hont", "dhont"), ("Anne-Marie", "anne marie"), ("IJsbrand", "ijsbrand"), ("  van   Dam ", "van dam"),
        ("Søren", "soren"), ("Ångström", "angstrom"), ("?!", ""), (None, ""), ("", ""), ("Do?an", "doan"),
        ("M&uuml;ller", "muller"), ("Jansen & Zn.", "jansen zn"), ("Ĳsselmuiden", "ijsselmuiden"), ("van\u00a0Dam", "van dam"),
        ("ΑΝΔΡΕΑΣ", "ανδρεασ"), ("Ανδρέας", "ανδρεασ"), ("12½", "12½"),
    ],
)  # fmt: skip
def test_folding(text: str | None, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    """Folded text has one space between words and none at the ends; of Latin letters it is folded for good."""
    folded = fold(text)
    assert folded == " ".join(folded.split(" "))
    assert folded == folded.strip()
    if folded.isascii():
        assert fold(folded) == folded
        assert re.fullmatch("[a-z0-9 ]*", folded)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -'.", max_size=30))
def test_case_and_marks_make_no_difference(text: str) -> None:
    marked = unicodedata.normalize("NFC", text.replace("e", "e\u0301").replace("o", "o\u0308"))
    assert fold(text) == fold(text.upper()) == fold(marked)


def test_letters_are_those_of_unicode() -> None:
    """A letter is what Unicode calls one, or a numeral that is no figure."""
    letter = re.compile(LETTER)
    for code in range(sys.maxunicode):
        category = unicodedata.category(chr(code))
        if letter.match(chr(code)):
            assert category in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "No"), hex(code)
        else:
            assert not category.startswith("L"), hex(code)
    assert re.fullmatch(f"{letter_or(' .')}*", "Ünal J. İş")
    assert not re.fullmatch(f"{letter_or(' .')}*", "Ünal 2")


def test_words() -> None:
    assert words("van den Bérg-Jansen") == ("van", "den", "berg", "jansen")
    assert words("Иванов Petrov") == ("petrov",)
    assert words(None) == ()
    assert glue(("van", "den", "berg")) == "vandenberg"
    assert first_letters(("jan", "piet")) == ("j", "p")
    assert distinct(("a", "b", "a")) == ("a", "b")
    assert without(("van", "dam"), frozenset({"van"})) == ("dam",)
    assert without(("van",), frozenset({"van"})) == ("van",)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("jansen", "janssen", True), ("jansen", "jasnen", True), ("jansen", "janse", True), ("jansen", "hansem", False),
        ("vermeulen", "vremeulens", True), ("vermeulen", "vermellens", True), ("vermeulen", "fermeelens", False), ("bos", "bas", False),
        ("boss", "bass", True), ("hoogland", "hooglandsx", False), ("anna", "anna", True),
    ],
)  # fmt: skip
def test_near_words(a: str, b: str, near: bool) -> None:
    assert is_near(a, b) is near
    assert is_near(b, a) is near


@given(st.text("abcde", min_size=4, max_size=12), st.integers(0, 11), st.sampled_from("xyz"))
def test_one_letter_changed_is_near(word: str, place: int, letter: str) -> None:
    place %= len(word)
    changed = word[:place] + letter + word[place + 1 :]
    assert typing_distance(word, changed) == 1
    assert is_near(word, changed)


@given(st.lists(st.text("abc", max_size=11), min_size=2, max_size=4))
def test_near_is_a_distance_that_fits_the_shorter_word(drawn: list[str]) -> None:
    word, *others = drawn
    expected = [
        (shorter := min(len(word), len(other))) >= 4
        and typing_distance(word, other) <= (2 if shorter >= 9 else 1)
        for other in others
    ]
    assert [is_near(word, other) for other in others] == expected
    assert is_near_one(word, others) is any(expected)
